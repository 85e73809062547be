"""Do the reports arrive in time, and do the lower units report before the plan's owner must?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.check.question import Asked, Both, Question, comparison, say_both
from pipeline.model import Deadline, Finding
from pipeline.text import fold, squeeze


@dataclass(frozen=True, slots=True)
class _Due:
    """A dated report: when, to whom, and how high that body stands."""

    fact: Deadline
    on: str
    rank: int | None


def report_deadline(question: Question) -> Finding:
    """The report reaches the superior no later than the superior asks."""
    asked = question.asked("report_due_on")
    dues = list(_dated_reports(question))
    if asked is None:
        fact = dues[0].fact if dues else None
        return question.answer("not-known", fact=fact, why=question.gap("report_due_on"))
    sure = Asked(f"chậm nhất {say_both(asked).vi}", question.source("report_due_on"), {"due": asked})
    if not dues:
        if not question.readable:
            return question.answer("unreadable", sure, unread=question.unread)
        return question.answer("no-date", sure, missing=question.where("reporting", "implementation", "closing"))
    latest = max(dues, key=lambda due: (due.rank if due.rank is not None else -1, due.on))
    late = max(dues, key=lambda due: due.on)
    if late.on > asked:
        return question.answer("late", sure, fact=late.fact, given=late.on, recipient=late.fact.recipient or _SUPERIOR)
    return question.answer("in-time", sure, fact=latest.fact, given=latest.on, recipient=latest.fact.recipient or _SUPERIOR)


_SUPERIOR = Both("cấp trên", "the superior")
REPORT_DEADLINE = comparison(report_deadline, "in-time late no-date not-known", "due given recipient why unread")


def deadline_order(question: Question) -> Finding:
    """`các đơn vị ... về Phòng Văn hóa - Xã hội trước 16/10; Phòng ... báo cáo Ủy ban nhân dân xã trước 20/10` is in order."""
    dues = list(_dated_reports(question))
    steps = [(low, high) for low in dues for high in dues if _feeds(low, high)]
    if not steps:
        code = "one-step" if question.readable else "unreadable"
        return question.answer(code, fact=dues[0].fact if dues else None, unread=question.unread)
    wrong = [(low, high) for low, high in steps if low.on > high.on]
    low, high = wrong[0] if wrong else min(steps, key=lambda step: (step[1].on, step[0].on))
    page = question.extraction.document.page_of(high.fact.start)
    values = {"low_on": low.on, "high_on": high.on, "low": low.fact.recipient, "high": high.fact.recipient}
    asked = Asked(f"chậm nhất {say_both(high.on).vi}", _own_deadline(high, page), values)
    return question.answer("late" if wrong else "in-order", asked, fact=low.fact)


DEADLINE_ORDER = comparison(deadline_order, "in-order late one-step", "low low_on high high_on")


def _own_deadline(due: _Due, page: int) -> Both:
    quote = squeeze(due.fact.quote)
    return Both(f"chính văn bản này, trang {page}: “{quote}”", f"this document, page {page}: “{quote}”")


def _dated_reports(question: Question) -> Iterator[_Due]:
    ladder = question.patterns("ladder")
    for fact in question.extraction.of(Deadline):
        if fact.kind == "report" and fact.due_on:
            yield _Due(fact, fact.due_on, _rank(fact.recipient, ladder))


def _rank(name: str | None, ladder: tuple[re.Pattern[str], ...]) -> int | None:
    """How high a body stands: the place of the first rung that names it, from the foot of the ladder up."""
    key = fold(squeeze(name or ""))
    return next((rank for rank, rung in enumerate(ladder) if rung.match(key)), None)


def _feeds(low: _Due, high: _Due) -> bool:
    """Whether what the one collects goes into what the other must send."""
    if low.fact is high.fact or not low.fact.recipient or not high.fact.recipient:
        return False
    reporter = fold(squeeze(high.fact.reporter or ""))
    if reporter and reporter in (fold(squeeze(low.fact.recipient)), fold(squeeze(low.fact.via or "-"))):
        return fold(squeeze(low.fact.recipient)) != fold(squeeze(high.fact.recipient)) or low.fact.via is not None
    return low.rank is not None and high.rank is not None and low.rank < high.rank
