"""A timeline drawn to scale: the directive, the plans, the week, the deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from pipeline.report.comparison import Comparison
from pipeline.report.words import WORDS, Language, day

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 820, 260, 20, 26, 34


@dataclass(frozen=True, slots=True)
class Event:
    """A day, or a first and a last day, with its label and kind (which gives the colour)."""

    label: str
    first: date
    last: date
    kind: str  # directive, plan, week, opening, deadline


def events_of(comparison: Comparison, year: int, language: Language) -> list[Event]:
    """What happened when in one year's campaign; what has no date is left out."""
    words = WORDS[language]
    events: list[Event] = []
    for directive in comparison.directives:
        if directive.year != year:
            continue
        events += _one(f"{words['directive']} {directive.number}", directive.issued_on, None, "directive")
        events += _one(words["week"], directive.week_start, directive.week_end, "week")
        events += _one(words["opening"], directive.opening_on, None, "opening")
        events += _one(f"{words['deadline']}: {directive.issuer}", directive.report_due_on, None, "deadline")
    for judged in comparison.own:
        if judged.plan.get("year") != year:
            continue
        name = judged.plan.get("number") or words["no_number"]
        events += _one(f"{words['plan']} {name}", judged.plan.get("issued_on"), None, "plan")
        for deadline in judged.deadlines:
            if deadline.kind == "report":
                events += _one(f"{words['deadline']}: {deadline.recipient or '?'}", deadline.due_on, None, "deadline")
    return sorted(dict.fromkeys(events), key=lambda e: (e.first, e.last))


def render_timeline(events: list[Event], language: Language) -> str:
    """An inline SVG, one row an event, days at their true distance; empty where there is nothing to draw."""
    if len(events) < 2:
        return ""
    first = min(e.first for e in events) - timedelta(days=2)
    days = (max(e.last for e in events) - first).days + 3
    scale = (_WIDTH - _LEFT - _RIGHT) / days
    height = _TOP + _ROW * len(events) + 8

    def x(when: date) -> float:
        return round(_LEFT + (when - first).days * scale, 1)

    title = escape(WORDS[language]["timeline"])
    parts = [f'<svg class="timeline" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{title}">']
    for when in _ticks(first, days):
        parts.append(f'<line class="tick" x1="{x(when)}" y1="{_TOP - 8}" x2="{x(when)}" y2="{height - 4}"/>')
        parts.append(f'<text class="date" x="{x(when)}" y="{_TOP - 14}">{when.day:02d}/{when.month}</text>')
    for row, event in enumerate(events):
        y = _TOP + row * _ROW + 8
        label = event.label if len(event.label) <= 42 else event.label[:41] + "…"
        parts.append(f'<text class="label" x="{_LEFT - 10}" y="{y + 4}">{escape(label)}</text>')
        span = max(round((event.last - event.first).days * scale + scale, 1), 5)
        parts.append(f'<rect class="{event.kind}" x="{x(event.first)}" y="{y - 6}" width="{span}" height="12" rx="3">')
        shown = day(event.first.isoformat(), language)
        until = f" - {day(event.last.isoformat(), language)}" if event.last != event.first else ""
        parts.append(f"<title>{escape(event.label)}: {shown}{until}</title></rect>")
    return "".join([*parts, "</svg>"])


def _one(label: str, first: str | None, last: str | None, kind: str) -> list[Event]:
    try:
        start = date.fromisoformat(first or "")
        end = date.fromisoformat(last) if last else start
    except ValueError:
        return []
    return [Event(label, start, max(start, end), kind)]


def _ticks(first: date, days: int) -> list[date]:
    """Every seventh day, or the first of each month where the time is long."""
    every = [first + timedelta(days=n) for n in range(days)]
    return [d for d in every if d.day == 1] if days > 120 else [d for n, d in enumerate(every) if n % 7 == 0]
