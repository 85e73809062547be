"""What another year's document left behind: its theme, its week, its year beside the campaign's name, its directive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from pipeline.check.question import Asked, Detail, Question, say_both
from pipeline.check.said_twice import named_before
from pipeline.dates import find_dates, find_ranges
from pipeline.model import Citation, Directive, Span
from pipeline.text import fold, levelled, squeeze

_QUOTED = "“\"'‘«"
_SYLLABLE = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"năm(?<!\wnăm)\s+(?P<year>20\d\d)(?!\s*-|\d)")
_Found = tuple[Span, int]  # where, and of which year it is


def other_years(question: Question, tasks: Sequence[Span], is_spared: Callable[[Span], bool]) -> Iterator[Detail]:
    """The first leftover of each sort; what is said of the past, or in a document's name, is spared."""
    directive = question.directive
    year = int(question.value("year") or directive.year)
    others = [d for d in question.known.directives if d.campaign == directive.campaign and d.year not in (year, directive.year)]
    looks: tuple[tuple[Iterator[_Found], str, str | None], ...] = (
        (_themes(question, others), "theme", directive.theme),
        (_weeks(question, others), "week_start", _week(directive)),
        (_years(question, year, tasks), "issued_on", f"năm {year}"),
    )
    for found, asked, expected in looks:
        for span, other in found:
            if not is_spared(span):
                yield _detail(question, span, year, other, asked, expected)
                break
    for span, other in _directives(question, others):
        yield _detail(question, span, year, other, "issued_on", directive.number)
        break


def _detail(question: Question, span: Span, year: int, other: int, asked: str, expected: str | None) -> Detail:
    values = {"words": squeeze(question.reading[span.start : span.end]), "other": str(other), "year": str(year)}
    return Detail("other-year", Asked(expected or f"năm {year}", question.source(asked), values), span)


def _week(directive: Directive) -> str | None:
    if directive.week_start and directive.week_end:
        return f"{say_both(directive.week_start).vi} - {say_both(directive.week_end).vi}"
    return None


def _themes(question: Question, others: Sequence[Directive]) -> Iterator[_Found]:
    """Another year's theme in quotation marks or called the theme; in running text its words may be anybody's."""
    own = _levelled(question.directive.theme or "")
    for other in others:
        if not other.theme or _levelled(other.theme) in own:
            continue
        if not all(syllable in question.folded for syllable in _syllables(other.theme)):
            continue  # most themes, told cheaply
        for found in _in_words(other.theme).finditer(question.folded):
            before = question.folded[max(0, found.start() - 40) : found.start()]
            if before.rstrip(" *_")[-1:] in _QUOTED or re.search(r"chủ\s+đề[^.;\n]*$", before):
                yield Span(found.start(), found.end()), other.year


def _weeks(question: Question, others: Sequence[Directive]) -> Iterator[_Found]:
    """The first and last day of another year's week."""
    weeks: dict[tuple[str | None, str | None], int] = {
        (d.week_start, d.week_end): d.year
        for d in others
        if d.week_start and d.week_end and _may_have(question.folded, d.week_end)
    }
    if weeks:
        for found in find_ranges(question.folded, find_dates(question.folded)):
            if year := weeks.get((found.first.iso(), found.last.iso())):
                yield Span(found.start, found.end), year


def _may_have(folded: str, day: str) -> bool:
    """Whether a day's month and year stand somewhere: a cheap look before all dates are read."""
    year, month, _ = day.split("-")
    return year in folded and any(
        f"{month.lstrip('0')}{between}{year}" in folded for between in ("/", " năm ", ".", "-", "\nnăm ", " / ")
    )


def _years(question: Question, year: int, tasks: Sequence[Span]) -> Iterator[_Found]:
    """`Tuần lễ hưởng ứng học tập suốt đời năm 2022` among the tasks of 2023."""
    period = question.known.periods.get(question.directive.campaign)
    if period is None:
        return
    name = named_before(period.vi)
    for span in tasks:
        for found in _YEAR.finditer(question.folded, *span):
            other, first = int(found["year"]), max(span.start, found.start() - 90)
            if other < year and (named := name.search(question.folded[first : found.start()])):
                yield Span(first + named.start(), found.end()), other


def _directives(question: Question, others: Sequence[Directive]) -> Iterator[_Found]:
    """A letter of another year, carried out beside this year's."""
    numbers = {d.number: d.year for d in others}
    for citation in question.extraction.of(Citation):
        if citation.relation == "directive" and citation.resolved in numbers:
            yield Span(citation.start, citation.end), numbers[citation.resolved]


@lru_cache(maxsize=64)
def _in_words(theme: str) -> re.Pattern[str]:
    """A theme with any punctuation and blanks between its words."""
    return re.compile(r"[\W_]+".join(map(re.escape, _SYLLABLE.findall(_levelled(theme)))))


@lru_cache(maxsize=64)
def _syllables(theme: str) -> tuple[str, ...]:
    """Its syllables, the longest first: they are the rarest."""
    return tuple(sorted(set(_SYLLABLE.findall(_levelled(theme))), key=len, reverse=True))


@lru_cache(maxsize=64)
def _levelled(text: str) -> str:
    return fold(levelled(text))
