"""Are the week and its opening on the directive's days? `từ ngày 01/10/2022 đến ngày 07/10/2022, khai mạc ngày 01/10/2022`."""

from __future__ import annotations

import re

from pipeline.check.question import Asked, Both, Question, comparison, say_both
from pipeline.dates import find_dates
from pipeline.model import Fact, Finding, Span

_OPENING = re.compile(r"(?:khai mạc|lễ\s+phát\s+động)")


def week(question: Question) -> Finding:
    """First and last day are the directive's."""
    start, end = question.asked("week_start"), question.asked("week_end")
    first, last = question.fact("week_start"), question.fact("week_end")
    printed = _both_days(first, last)
    if start is None or end is None:
        return question.answer("not-known", at=printed, why=question.gap("week_start" if start is None else "week_end"))
    sure = Asked(
        f"{say_both(start).vi} - {say_both(end).vi}", question.source("week_start", "week_end"), {"start": start, "end": end}
    )
    wrong = [
        _wrong(name, fact.value, asked)
        for name, fact, asked in ((_FIRST, first, start), (_LAST, last, end))
        if fact and fact.value and fact.value != asked
    ]
    if wrong:
        differences = Both("; ".join(w.vi for w in wrong), "; ".join(w.en for w in wrong))
        return question.answer("differs", sure, at=printed, differences=differences)
    if first and first.value and last and last.value:
        return question.answer("same", sure, at=printed)
    if first or last:
        only = _LAST if first else _FIRST
        return question.answer("half", sure, at=printed, lacking=only)
    if not question.readable:
        return question.answer("unreadable", sure, unread=question.unread)
    loose = next((d for d in find_dates(question.folded) if d.iso(question.directive.year) in (start, end)), None)
    if loose:
        return question.answer("unclear", sure, at=Span(loose.start, loose.end))
    return question.answer("missing", sure, missing=question.where("time", "theme", "body"))


_FIRST, _LAST = Both("ngày đầu", "first day"), Both("ngày cuối", "last day")
WEEK = comparison(week, "same differs half unclear missing not-known", "start end differences lacking why unread")


def opening(question: Question) -> Finding:
    """The opening day is the directive's; who holds no opening of its own is not asked for its day, but a province is."""
    asked, fact = question.asked("opening_on"), question.fact("opening_on")
    if asked is None:
        return question.answer("not-known", fact=fact, why=question.gap("opening_on"))
    sure = Asked(say_both(asked).vi, question.source("opening_on"), {"day": asked})
    if "opening_on" in question.directive.left_open and (fact is None or fact.value != asked):
        return question.answer("left-open", sure, fact=fact, why=question.directive.provenance.get("opening_on"))
    if fact and fact.value:
        return question.answer("same" if fact.value == asked else "differs", sure, fact=fact, given=fact.value)
    mentioned = _OPENING.search(question.folded)
    if mentioned:
        return question.answer("undated", sure, at=Span(mentioned.start(), mentioned.end()))
    if question.value("level") != "province":
        return question.answer("none-held", sure)
    if not question.readable:
        return question.answer("unreadable", sure, unread=question.unread)
    return question.answer("missing", sure, missing=question.where("time", "activities", "body"))


OPENING = comparison(opening, "same differs undated none-held missing left-open not-known", "day given why unread")


def _both_days(first: Fact | None, last: Fact | None) -> Span | None:
    spans = [(f.start, f.end) for f in (first, last) if f]
    if not spans:
        return None
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    # Days that stand far apart are shown by the first of them alone.
    return Span(start, end) if end - start < 200 else Span(*spans[0])


def _wrong(name: Both, given: str | None, asked: str) -> Both:
    ours, theirs = say_both(given or ""), say_both(asked)
    return Both(f"{name.vi} ghi {ours.vi}, yêu cầu là {theirs.vi}", f"{name.en} {ours.en}, asked for {theirs.en}")
