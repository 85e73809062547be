"""A comparison as Markdown or HTML: `render_report(comparison, "html", "vi")`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.compare import diff_words, render_html
from pipeline.model import Directive, Finding
from pipeline.report.comparison import Comparison, Judged, Unread
from pipeline.report.summary import summarise
from pipeline.report.timeline import events_of, render_timeline
from pipeline.report.words import ASKED, SEVERITIES, VERDICTS, WORDS, Language, day, problem
from pipeline.text import squeeze

if TYPE_CHECKING:
    from jinja2 import Template

Format = Literal["html", "md"]
_IN_WORDS = frozenset({"theme"})  # requirements whose two sides are texts, shown word by word
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~]")
_VERDICT_ORDER = ("pass", "fail", "unknown", "not_applicable")


def render_report(comparison: Comparison, format: Format, language: Language) -> str:
    """The whole report; nothing from a document can break out into markup."""
    return _html(comparison, language) if format == "html" else "\n".join(_markdown(comparison, language)) + "\n"


# --- HTML --------------------------------------------------------------------------------------------------------------------


def _html(comparison: Comparison, language: Language) -> str:
    from markupsafe import Markup

    years = sorted({d.year for d in comparison.directives})
    timelines = [(year, Markup(render_timeline(events_of(comparison, year, language), language))) for year in years]
    return _template().render(
        c=comparison,
        lang=language,
        w=WORDS[language],
        verdicts=VERDICTS[language],
        severities=SEVERITIES[language],
        order=_VERDICT_ORDER,
        said=summarise(comparison, language),
        timelines=[(year, svg) for year, svg in timelines if svg],
        asked=lambda directive: list(asked_of(directive, language)),
        reason=lambda finding: reason_of(finding, language),
        name=lambda judged: name_of(judged, language),
        difference=lambda finding: Markup(_difference(finding)),
        squeeze=squeeze,
        made=made_in(comparison, language),
        problems=unread_in(comparison.problems, language),
        nowhere=unread_in(comparison.nowhere, language),
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = Path(__file__).parent / "templates"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("province.html")


def _difference(finding: Finding) -> str:
    """What was asked, with what the plan left out or put in marked; empty where there is nothing to compare in words."""
    if finding.verdict != "fail" or finding.requirement not in _IN_WORDS or not finding.expected or not finding.found:
        return ""
    return render_html(diff_words(finding.expected, finding.found))


# --- Markdown ----------------------------------------------------------------------------------------------------------------


def _markdown(comparison: Comparison, language: Language) -> Iterator[str]:
    w = WORDS[language]
    yield f"# {w['title']}: {_plain(comparison.full_name)}" + (f", {comparison.year}" if comparison.year else "")
    yield f"\n## {w['summary']}\n"
    for sentence in summarise(comparison, language):
        yield f"- {_plain(sentence)}"
    yield f"\n## {w['by_requirement']}\n"
    yield from _table([w["requirement"], *(VERDICTS[language][v] for v in _VERDICT_ORDER)], _counts(comparison, language))
    yield f"\n## {w['asked_for']}\n"
    for directive in comparison.directives:
        yield f"\n### {_plain(directive.number)} ({directive.year})\n"
        yield from _table([w["requirement"], w["value"], w["source"]], [list(row) for row in asked_of(directive, language)])
    for heading, group, none in ((w["own"], comparison.own, w["none_own"]), (w["lower"], comparison.lower, w["none_lower"])):
        yield f"\n## {heading}\n"
        if not group:
            yield none
        for judged in group:
            yield from _one_document(comparison, judged, language)
    yield f"\n## {w['unread']}\n"
    yield from _unread(comparison, language)
    yield f"\n## {w['made']}\n"
    for sentence in made_in(comparison, language):
        yield f"- {_plain(sentence)}"


def _counts(comparison: Comparison, language: Language) -> list[list[str]]:
    return [
        [comparison.title(requirement, language), *(str(counts[v]) for v in _VERDICT_ORDER)]
        for requirement, counts in comparison.by_requirement.items()
    ]


def _one_document(comparison: Comparison, judged: Judged, language: Language) -> Iterator[str]:
    w = WORDS[language]
    yield f"\n### {_plain(name_of(judged, language))}\n"
    yield f"{_plain(str(judged.plan.get('name') or ''))}\n"
    rows = []
    for finding in judged.findings:
        found = f"“{finding.found}”" if finding.found else ""
        if finding.page and finding.found:
            found += f" ({w['page']} {finding.page})"
        verdict = VERDICTS[language][finding.verdict]
        if finding.verdict == "fail":
            verdict += f" ({SEVERITIES[language][finding.severity]})"
        title = comparison.title(finding.requirement, language)
        rows.append([title, finding.expected or "", found, verdict, reason_of(finding, language)])
    yield from _table([w["requirement"], w["expected"], w["planned"], w["verdict"], w["reason"]], rows)


def _unread(comparison: Comparison, language: Language) -> Iterator[str]:
    w = WORDS[language]
    if comparison.problems:
        yield from _table([w["file"], w["page"], w["problem"]], [list(row) for row in unread_in(comparison.problems, language)])
    else:
        yield w["all_read"]
    if comparison.nowhere:
        yield f"\n{w['placed_nowhere']}:\n"
        yield from _table([w["file"], w["page"], w["problem"]], [list(row) for row in unread_in(comparison.nowhere, language)])


def _table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(_plain(cell) for cell in head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(_plain(cell) for cell in row) + " |"


def _plain(text: str) -> str:
    """Words on one line in which no mark of Markdown or HTML is left.

    >>> _plain("a | <b>*c*")
    'a \\\\| &lt;b\\\\>\\\\*c\\\\*'
    """
    escaped = _MARKS.sub(lambda m: "\\" + m.group(), squeeze(text)).replace("\\<", "&lt;").replace("&", "&amp;")
    return escaped.replace("&amp;lt;", "&lt;")


# --- both --------------------------------------------------------------------------------------------------------------------


def asked_of(directive: Directive, language: Language) -> Iterator[tuple[str, str, str]]:
    """What a directive asks, each value with its source; a gap says why it is open."""
    for name, label in ASKED[language].items():
        value = getattr(directive, name)
        shown = day(value, language) if value else f"({WORDS[language]['unknown_value']})"
        yield label, shown, directive.provenance.get(name, "")


def reason_of(finding: Finding, language: Language) -> str:
    return finding.reason_vi if language == "vi" else finding.reason_en


def name_of(judged: Judged, language: Language) -> str:
    """`Ủy ban nhân dân tỉnh Thanh Hóa, Kế hoạch 211/KH-UBND, 28/9/2022`."""
    plan, w = judged.plan, WORDS[language]
    number = plan.get("number") or w["no_number"]
    kind = f"{plan.get('doc_type') or w['document']} {number}"
    issuer = plan.get("issuer") or plan.get("name") or ""
    return ", ".join(str(part) for part in (issuer, kind, day(plan.get("issued_on"), language) or w["no_date"]))


def unread_in(problems: Iterable[Unread], language: Language) -> list[tuple[str, str, str]]:
    """File, pages, reason."""
    return [(p.name, pages_in(p.pages), problem(p.code, p.message, language)) for p in problems]


def pages_in(pages: Iterable[int]) -> str:
    """Pages as people write them.

    >>> pages_in([1, 2, 3, 5, 8, 9])
    '1-3, 5, 8-9'
    """
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def made_in(comparison: Comparison, language: Language) -> list[str]:
    """How the report came about, in sentences that let a reader make it again."""
    made, total = comparison.made, sum(comparison.totals.values())
    run = made.run if made.run is not None else "-"
    versions = ", ".join(f"{r.id} {r.version}" for r in comparison.requirements)
    if language == "vi":
        return [
            f"Lập ngày {day(made.on, language)} bằng doichieu {made.program}, bộ quy tắc {made.rules}, lần chạy {run}.",
            f"{made.documents} văn bản trong dữ liệu; {len(comparison.judged)} văn bản và {total} kết luận trong báo cáo này.",
            f"Phiên bản của các phép kiểm tra: {versions}.",
            "“Chưa rõ” nghĩa là văn bản hoặc dữ liệu chưa cho phép kết luận; đó không phải là lỗi của đơn vị.",
        ]
    return [
        f"Made on {day(made.on, language)} by doichieu {made.program}, rules {made.rules}, run {run}.",
        f"{made.documents} documents in the data; {len(comparison.judged)} documents and {total} verdicts in this report.",
        f"Versions of the checks: {versions}.",
        "“Unknown” means that the document or the data do not let us say; it is no fault of the unit.",
    ]
