"""What happened when in one campaign: the directive, the plans, the week, the deadlines of each level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.model import Directive
from pipeline.report.comparison import Comparison, Judged
from pipeline.report.words import LEVELS, WORDS, Language

Kind = Literal["directive", "plan", "week", "opening", "deadline"]
_FAR = 300  # days: a date further from the week than this is a slip of the pen, and would squeeze all others into one point


@dataclass(frozen=True, slots=True)
class Event:
    """A day, or several of one kind; a week is its first and last day."""

    level: str
    label: str
    days: tuple[date, ...]
    kind: Kind

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]


def events_of(comparison: Comparison, directive: Directive, language: Language) -> tuple[Event, ...]:
    """In the order of their days; what has no full date is left out, and so is one that lies years away."""
    events = list(_of_directive(comparison, directive, language))
    for judged in comparison.own:
        if judged.plan.get("directive") == directive.number:
            events += _of_own(judged, language)
    events += _of_lower([j for j in comparison.lower if j.plan.get("directive") == directive.number], language)
    middle = next((event.first for event in events if event.kind == "week"), None)
    near = [e for e in events if middle is None or all(abs((day - middle).days) < _FAR for day in e.days)]
    return tuple(sorted(dict.fromkeys(near), key=lambda e: (e.first, e.last)))


def _of_directive(comparison: Comparison, directive: Directive, language: Language) -> Iterable[Event]:
    words, level = WORDS[language], LEVELS[language]["ministry"]
    period = comparison.period(directive, language) or words["week"]
    first, last = directive.week_start, directive.week_end
    yield from _one(level, comparison.called(directive, language), "directive", directive.issued_on)
    yield from _one(level, period, "week", first, last or first)
    yield from _one(level, words["opening"], "opening", directive.opening_on)
    yield from _one(level, words["due_to"].format(recipient=directive.issuer), "deadline", directive.report_due_on)


def _of_own(judged: Judged, language: Language) -> Iterable[Event]:
    words, plan = WORDS[language], judged.plan
    level = LEVELS[language].get(str(plan.get("level")), "")
    name = f"{plan.get('doc_type') or words['document']} {plan.get('number') or words['no_number']}"
    yield from _one(level, name, "plan", plan.get("issued_on"))
    for due in judged.dues:
        reporter, recipient = due.reporter or words["every_unit"], due.recipient or words["no_recipient"]
        label = words["due_by"].format(reporter=reporter[:1].upper() + reporter[1:], recipient=recipient)
        yield from _one(level, label, "deadline", due.on)


def _of_lower(group: list[Judged], language: Language) -> Iterable[Event]:
    """One row for the plans, and one for the deadlines, of all units of a level."""
    words = WORDS[language]
    by_level: dict[str, list[Judged]] = {}
    for judged in group:
        by_level.setdefault(str(judged.plan.get("level")), []).append(judged)
    for name, same in by_level.items():
        level = LEVELS[language].get(name, name)
        issued = _days(j.plan.get("issued_on") for j in same)
        due = _days(d.on for j in same for d in j.dues)
        if issued:
            yield Event(level, words["plans_of"].format(level=level, n=len(issued)), issued, "plan")
        if due:
            yield Event(level, words["dues_of"].format(level=level, n=len(due)), due, "deadline")


def _one(level: str, label: str, kind: Kind, *days: str | None) -> Iterable[Event]:
    found = _days(days)
    if found and len(found) == len(days):
        yield Event(level, label, found, kind)


def _days(texts: Iterable[str | None]) -> tuple[date, ...]:
    found = []
    for text in texts:
        try:
            found.append(date.fromisoformat(text or ""))
        except ValueError:
            continue  # a month without a day, or nothing
    return tuple(sorted(found))


KINDS: Mapping[Kind, str] = {"directive": "◆", "plan": "●", "week": "■", "opening": "★", "deadline": "▲"}
