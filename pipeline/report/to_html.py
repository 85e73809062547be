"""A paper as one HTML file that needs no network and prints on A4."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.report.drawing import draw
from pipeline.report.drawn_svg import render_svg
from pipeline.report.paper import Drawing, Paper, Style

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_FOLDER = Path(__file__).parent / "templates"
_TAGS: dict[Style, str] = {"strong": "b", "quote": "q", "note": "small", "gone": "del", "come": "ins"}
_NUMERALS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def render_html(paper: Paper) -> bytes:
    """Everything is escaped by the template; the timeline is markup of our own."""
    from markupsafe import Markup

    def drawn(block: Drawing) -> list[Markup]:
        return [Markup(render_svg(picture)) for picture in draw(block, paper.language)]

    page = (
        environment()
        .get_template("province.html")
        .render(
            paper=paper,
            style=Markup(style()),
            drawn=drawn,
            numeral=numeral,
            tag_of=lambda style: _TAGS.get(style, "span"),
            named=lambda blocks: [(type(block).__name__, block) for block in blocks],
        )
    )
    return page.encode()


def numeral(number: int) -> str:
    """Sections are counted as in official documents.

    >>> [numeral(n) for n in (1, 4, 9, 12)]
    ['I', 'IV', 'IX', 'XII']
    """
    written = ""
    for value, letters in _NUMERALS:
        while number >= value:
            written, number = written + letters, number - value
    return written


def style() -> str:
    return (_FOLDER / "report.css").read_text("utf-8")


@lru_cache(maxsize=1)
def environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
