"""A comparison in one of the five formats: `render_report(comparison, "docx", "vi")`."""

from __future__ import annotations

from typing import Literal, get_args

from pipeline.report.comparison import Comparison
from pipeline.report.words import Language

Format = Literal["html", "docx", "xlsx", "md", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)


def render_report(comparison: Comparison, format: Format, language: Language) -> bytes:
    """The whole report; nothing from a document can break out into markup. A format's library is loaded when it is asked for."""
    if format == "json":
        from pipeline.report.to_json import render_json

        return render_json(comparison, language)
    from pipeline.report.layout import lay_out

    paper = lay_out(comparison, language)
    if format == "md":
        from pipeline.report.to_markdown import render_markdown

        return render_markdown(paper)
    if format == "docx":
        from pipeline.report.to_docx import render_docx

        return render_docx(paper, comparison.made.on)
    if format == "xlsx":
        from pipeline.report.to_xlsx import render_xlsx

        return render_xlsx(paper)
    from pipeline.report.to_html import render_html

    return render_html(paper)
