"""A timeline as a picture in no format yet: where every mark and word of it stands, days at their true distance.

A unit is a quarter of a millimetre on paper, so the picture is as wide as the text of an A4 page. Each kind of event has its own
shape, so it reads without colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap
from typing import NamedTuple

from pipeline.report.paper import Drawing, shown
from pipeline.report.timeline import Event, Kind
from pipeline.report.words import Language, short_day, shortly_between

WIDTH = 660  # 165 mm
LEFT = 240  # where the scale begins, behind the labels
LINE = 14  # of a label
MARK = 11  # a mark is as wide and as high
GAP = 10  # between a label and the scale, a mark and its day
COLOURS: Mapping[Kind, str] = {
    "directive": "1A1A1A",
    "plan": "0072B2",
    "week": "009E73",
    "opening": "B8860B",
    "deadline": "D55E00",
}
_RIGHT, _TOP, _SPACE = 96, 26, 8
_LETTERS, _MOST_LINES = 44, 3  # that a line of a label holds, and a label
_TALLEST = 880  # what a page of paper holds; the rest is a picture of its own, on the same scale
_AROUND = 2  # days before the first and behind the last
_APART = 34  # two days of the scale, so that their names stay apart


@dataclass(frozen=True)
class Scale:
    """Days to places."""

    first: date
    days: int

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days)

    @property
    def day(self) -> float:
        """How wide a day is."""
        return (WIDTH - LEFT - _RIGHT) / self.days

    def begin(self, when: date) -> float:
        return LEFT + (when - self.first).days * self.day

    def middle(self, when: date) -> float:
        return self.begin(when) + self.day / 2

    def ticks(self) -> Iterator[date]:
        """Every seventh day, every fourteenth, or the first of each month, as there is room."""
        every = [self.first + timedelta(days=n) for n in range(self.days)]
        weeks = next((step for step in (7, 14) if step * self.day >= _APART), None)
        yield from every[::weeks] if weeks else (day for day in every if day.day == 1)


class Mark(NamedTuple):
    """The middle of a day of an event."""

    day: date
    x: float


@dataclass(frozen=True)
class Row:
    """An event: its label on the left, its marks or its bar, its day behind the last of them."""

    event: Event
    label: tuple[str, ...]
    top: float
    height: float
    marks: tuple[Mark, ...]
    bar: tuple[float, float] | None  # from, to
    when: str
    when_x: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True)
class Picture:
    title: str
    scale: Scale
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[Row, ...]
    top: float = _TOP

    @property
    def bottom(self) -> float:
        return self.rows[-1].top + self.rows[-1].height

    @property
    def height(self) -> float:
        return self.bottom + 4


def scale_of(events: Sequence[Event]) -> Scale | None:
    """None where there is nothing to compare."""
    if len({day for event in events for day in event.days}) < 2:
        return None
    first = min(event.first for event in events) - timedelta(days=_AROUND)
    return Scale(first, (max(event.last for event in events) - first).days + _AROUND + 1)


def draw(drawing: Drawing, language: Language) -> list[Picture]:
    """One row an event, in as many pictures as they need."""
    scale = scale_of(drawing.events)
    if scale is None:
        return []
    ticks = tuple((scale.begin(day), short_day(day, language)) for day in scale.ticks())
    pages = _pages(_row(event, scale, language) for event in drawing.events)
    return [Picture(drawing.title, scale, ticks, tuple(rows)) for rows in pages]


def marked(event: Event) -> list[date]:
    """The days that have a mark of their own; a week is a bar."""
    return [] if event.kind == "week" else list(dict.fromkeys(event.days))


def _row(event: Event, scale: Scale, language: Language) -> Row:
    label = _wrapped(shown(event.label))
    marks = tuple(Mark(day, scale.middle(day)) for day in marked(event))
    bar = (scale.begin(event.first), scale.begin(event.last) + scale.day) if event.kind == "week" else None
    end = bar[1] if bar else marks[-1].x + MARK / 2
    when = shortly_between(event.first, event.last, language)
    return Row(event, label, 0, len(label) * LINE + _SPACE, marks, bar, when, end + GAP / 2)


def _pages(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows below each other, a page's at a time."""
    page: list[Row] = []
    y = float(_TOP)
    for row in rows:
        if page and y + row.height > _TALLEST:
            yield page
            page, y = [], float(_TOP)
        page.append(Row(**{**vars(row), "top": y}))
        y += row.height
    yield page


def _wrapped(label: str) -> tuple[str, ...]:
    """At most three lines of about one length, broken at blanks, or within a word that is longer than a line."""
    lines = _lines(label, _LETTERS)
    if len(lines) > _MOST_LINES:
        return tuple(wrap(label, _LETTERS, max_lines=_MOST_LINES, placeholder=" …", break_on_hyphens=False))
    narrower = (_lines(label, letters) for letters in range(max(1, len(label) // len(lines)), _LETTERS))
    return tuple(next((even for even in narrower if len(even) == len(lines)), lines))


def _lines(label: str, letters: int) -> list[str]:
    return wrap(label, letters, break_on_hyphens=False) or [""]
