"""Is the plan dated before the week begins? `ngày   tháng 9 năm 2022` is early enough for a week in October."""

from __future__ import annotations

from pipeline.check.question import Asked, Question, comparison, say_both
from pipeline.model import Finding


def issued_in_time(question: Question) -> Finding:
    """A month without a day is enough when it decides: all of September lies before 1 October, none of October does."""
    start = question.asked("week_start")
    whole, month = question.fact("issued_on"), question.fact("issued_month")
    if start is None:
        return question.answer("not-known", fact=whole or month, why=question.gap("week_start"))
    sure = Asked(f"trước {say_both(start).vi}", question.source("week_start"), {"start": start})
    if whole and whole.value:
        return question.answer("before" if whole.value < start else "late", sure, fact=whole, given=whole.value)
    if month and month.value:
        if month.value < start[:7]:
            code = "month-before"
        elif f"{month.value}-01" >= start:
            code = "month-late"
        else:
            code = "month-undecided"
        return question.answer(code, sure, fact=month, given=month.value)
    if not question.readable:
        return question.answer("unreadable", sure, unread=question.unread)
    return question.answer("blank", sure, missing=question.where("letterhead", "title"))


ISSUED_IN_TIME = comparison(
    issued_in_time, "before month-before late month-late month-undecided blank not-known", "start given why unread"
)
