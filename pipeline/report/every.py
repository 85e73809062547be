"""The reports of all provinces in one folder, with an index that leads to each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.places import Province
from pipeline.report.comparison import Comparison, score_over
from pipeline.report.gathering import asked_on
from pipeline.report.paper import shown
from pipeline.report.province import Gathering
from pipeline.report.render import Format, render_report
from pipeline.report.words import VERDICTS, WORDS, Language, day, decimal
from pipeline.text import fold, strip_marks
from pipeline.whole import write_whole

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Line:
    """One province in the index."""

    name: str
    now: str  # the province that its land belongs to, where that is another
    files: tuple[tuple[str, str], ...]  # format and file name
    own: int
    lower: int
    silent: str
    counts: tuple[int, ...]
    score: str


def write_every(
    gathering: Gathering, folder: Path, year: int | None, formats: Sequence[Format], language: Language, progress: Progress | None
) -> list[Path]:
    """One report after the other, so that memory holds one province; OSError where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    provinces = sorted(provinces_of(gathering, year), key=lambda p: p.code)
    written: list[Path] = []
    lines: list[Line] = []
    for number, province in enumerate(provinces, 1):
        comparison = gathering.own(province.full_name, year)
        files = []
        for format in formats:
            path = folder / f"{slug(province)}.{format}"
            write_whole(path, render_report(comparison, format, language))
            files.append((format, path.name))
            written.append(path)
        lines.append(_line(comparison, tuple(files), language))
        if progress:
            progress(number, len(provinces))
    index = folder / "index.html"
    write_whole(index, _index(lines, gathering, year, language))
    return [*written, index]


def provinces_of(gathering: Gathering, year: int | None) -> Iterator[Province]:
    """Those of the days when directives of the year, or of all years with documents, went out; and any other with documents."""
    places = gathering.desk.places
    plans = [plan for plan in gathering.plans if year in (None, plan["year"])]
    carried_out = {plan["directive"] for plan in plans if plan["in_scope"]}
    seen: set[str] = set()
    days = [asked_on(d) for d in gathering.directives if d.number in carried_out or d.year == year]
    asked = [province for on in days for province in places.provinces_on(on)]
    named = [places.province(str(plan["province"])) for plan in plans if plan["province"]]
    for province in (*asked, *named):
        # A name that stayed through a merger is one report.
        today = places.province(province.name) if province else None
        if today and today.name not in seen:
            seen.add(today.name)
            yield today


def slug(province: Province) -> str:
    """A file's name of letters that every system knows: `ba-ria-vung-tau`."""
    plain = strip_marks(fold(province.name)).replace("đ", "d")
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def _line(comparison: Comparison, files: tuple[tuple[str, str], ...], language: Language) -> Line:
    score = score_over(comparison.judged).value
    heir = comparison.chosen.heir if comparison.chosen else None
    silent = [f"{s.units - s.answered}/{s.units}\u00a0({s.year})" for s in comparison.silent]
    return Line(
        shown(comparison.full_name),
        WORDS[language]["now"].format(name=heir.full_name) if heir else "",
        files,
        len(comparison.own),
        len(comparison.lower),
        ", ".join(silent),
        tuple(comparison.totals[v] for v in ("pass", "fail", "unknown")),
        "" if score is None else decimal(score, language),
    )


def _index(lines: list[Line], gathering: Gathering, year: int | None, language: Language) -> bytes:
    from markupsafe import Markup

    from pipeline.report.to_html import environment, style

    page = (
        environment()
        .get_template("index.html")
        .render(
            lines=lines,
            year=year,
            language=language,
            w=WORDS[language],
            verdicts=VERDICTS[language],
            style=Markup(style()),
            made_on=WORDS[language]["made_on"].format(day=day(gathering.made.on, language)),
        )
    )
    return page.encode()
