"""A timeline as inline SVG, days at their true distance; each kind of event has its own shape, so it reads without colours."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

from pipeline.report.paper import Drawing, shown
from pipeline.report.timeline import Event
from pipeline.report.words import Language, said_between

_WIDTH, _LEFT, _RIGHT, _LINE, _TOP = 900, 300, 110, 14, 40
_LETTERS = 46  # that a line of a label holds


def render_timeline(drawing: Drawing, language: Language) -> str:
    """One row an event: its label, its mark on the scale, its date beside the mark; empty where there is nothing to compare."""
    events = drawing.events
    if len({day for event in events for day in event.days}) < 2:
        return ""
    first = min(e.first for e in events) - timedelta(days=2)
    days = (max(e.last for e in events) - first).days + 3
    scale = (_WIDTH - _LEFT - _RIGHT) / days
    labels = [_wrapped(shown(event.label)) for event in events]
    heights = [max(1, len(lines)) * _LINE + 10 for lines in labels]
    bottom = _TOP + sum(heights)

    def x(when: date) -> float:
        return round(_LEFT + (when - first).days * scale, 1)

    parts = [f'<svg class="timeline" viewBox="0 0 {_WIDTH} {bottom + 6}" role="img" aria-label="{escape(drawing.title)}">']
    for when in _ticks(first, days):
        parts.append(f'<line class="tick" x1="{x(when)}" y1="{_TOP - 12}" x2="{x(when)}" y2="{bottom}"/>')
        parts.append(f'<text class="date" x="{x(when)}" y="{_TOP - 18}">{when.day:02d}/{when.month:02d}</text>')
    y = float(_TOP)
    for event, lines, height in zip(events, labels, heights, strict=True):
        middle = y + height / 2
        for n, line in enumerate(lines):
            base = middle + 4 + (n - (len(lines) - 1) / 2) * _LINE
            parts.append(f'<text class="label" x="{_LEFT - 14}" y="{base:.1f}">{escape(line)}</text>')
        parts += [_mark(event, day_, x(day_), middle, scale) for day_ in _marked(event)]
        right = x(event.last) + max(scale, 8) + 6
        parts.append(
            f'<text class="when" x="{right:.1f}" y="{middle + 4:.1f}">{said_between(event.first, event.last, language)}</text>'
        )
        y += height
    return "".join([*parts, "</svg>"])


def _marked(event: Event) -> list[date]:
    return [event.first] if event.kind == "week" else list(dict.fromkeys(event.days))


def _mark(event: Event, when: date, left: float, middle: float, scale: float) -> str:
    """A bar as long as the week; a diamond, a circle, a star, a triangle in the middle of its day."""
    if event.kind == "week":
        width = max(round(((event.last - event.first).days + 1) * scale, 1), 5)
        return f'<rect class="week" x="{left}" y="{middle - 5:.1f}" width="{width}" height="10"/>'
    at = f'transform="translate({left + scale / 2:.1f} {middle:.1f})"'
    shape = {
        "directive": '<path d="M0-7 7 0 0 7-7 0z"/>',
        "plan": '<circle r="5.5"/>',
        "opening": '<path d="M0-8 2-2.5 8-2.5 3 1 5 7 0 3.5-5 7-3 1-8-2.5-2-2.5z"/>',
        "deadline": '<path d="M-6.5 5.5 0-6.5 6.5 5.5z"/>',
    }[event.kind]
    return f'<g class="{event.kind}" data-day="{when.isoformat()}" {at}>{shape}</g>'


def _wrapped(label: str) -> list[str]:
    """At most three lines, broken at blanks, or within a word that is longer than a line."""
    lines = [""]
    for word in label.split():
        while word:
            room = _LETTERS - len(lines[-1]) - bool(lines[-1])
            if len(word) <= room:
                lines[-1] = f"{lines[-1]} {word}".strip()
                break
            if not lines[-1]:
                lines[-1], word = word[:_LETTERS], word[_LETTERS:]
            lines.append("")
    lines = [line for line in lines if line]
    return lines if len(lines) <= 3 else [*lines[:2], lines[2][: _LETTERS - 1] + "…"]


def _ticks(first: date, days: int) -> list[date]:
    """Every seventh day, or the first of each month where the time is long."""
    every = [first + timedelta(days=n) for n in range(days)]
    return [d for d in every if d.day == 1] if days > 90 else [d for n, d in enumerate(every) if n % 7 == 0]
