"""What a document says of the campaign itself in two ways: its theme, its first and last day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.check.question import Asked, Detail, Question, Value, here
from pipeline.compare import same_words
from pipeline.dates import find_dates, find_ranges
from pipeline.model import Span
from pipeline.text import fold, squeeze

_THEME = re.compile(r"chủ\s+đề(?P<between>[^.;“\"\n]{0,60})[“\"](?P<theme>[^”\"]{15,250})[”\"]")
_HELD = re.compile(r"(?:được\s+tổ\s+chức|diễn\s+ra)\s+(?:từ\s+)?")


def said_twice(question: Question) -> Iterator[Detail]:
    """A second theme and a second week, each beside the first."""
    period = question.known.periods.get(question.directive.campaign)
    if period is not None:
        yield from _two_themes(question, period.vi)
        yield from _two_weeks(question, period.vi)


def _two_themes(question: Question, period: str) -> Iterator[Detail]:
    """`Chủ đề Tuần lễ: “...”` and later `Tuần lễ với chủ đề “...”` in other words; a contest has a theme of its own."""
    fact, theirs = question.fact("theme"), question.patterns("themes-of-their-own")
    if fact is None:
        return
    name = named_before(period)
    for found in _THEME.finditer(question.folded):
        span = Span(found.start("theme"), found.end("theme"))
        before = question.folded[max(0, found.start() - 60) : found.start()]
        if not name.search(before) and fold(period) not in squeeze(found["between"]):
            continue
        if (span.start < fact.end and fact.start < span.end) or any(p.search(before) for p in theirs):
            continue
        if not same_words(fact.value or "", question.text[span.start : span.end]):
            yield _detail(question, "two-themes", Span(fact.start, fact.end), span)
            return


def _two_weeks(question: Question, period: str) -> Iterator[Detail]:
    """`Tuần lễ được tổ chức từ ngày ... đến ngày ...` with other days than before; schools may choose days within it."""
    first, last = question.fact("week_start"), question.fact("week_end")
    if first is None or last is None:
        return
    name, folded = named_before(period), question.folded
    begun = [m.end() for m in _HELD.finditer(folded) if name.search(folded[max(0, m.start() - 90) : m.start()])]
    if len(begun) < 2:
        return
    whole = Span(min(first.start, last.start), max(first.end, last.end))
    for end in begun:
        found = next(find_ranges(folded, find_dates(folded, end, end + 90)), None)
        if found is None or found.start - end > 12 or found.start <= first.start < found.end:
            continue
        days = (found.first.iso(), found.last.iso())
        if None not in days and days != (first.value, last.value):
            yield _detail(question, "two-weeks", whole, Span(found.start, found.end))
            return


def _detail(question: Question, code: str, first: Span, second: Span) -> Detail:
    shown = squeeze(question.reading[first.start : first.end])
    values: dict[str, Value] = {"first": shown, "second": squeeze(question.reading[second.start : second.end])}
    return Detail(code, Asked(shown, here(question, first), values), second)


@lru_cache(maxsize=16)
def named_before(period: str) -> re.Pattern[str]:
    """The campaign's days, named in the clause before a place: `Tuần lễ hưởng ứng học tập suốt đời `."""
    name = re.escape(fold(period)).replace(r"\ ", r"\s+")
    return re.compile(rf"{name}(?:(?!{name})(?:[^.;:\n]|\n(?!\s*\n)))*$")
