"""The days of a campaign: drawn, and each with its distance from it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.report.paper import Block, Column, Drawing, Heading, Piece, Row, Sentences, Table, cell, row
from pipeline.report.parts.view import View
from pipeline.report.timeline import KINDS, Event, events_of
from pipeline.report.words import said_between


def timeline(view: View) -> Iterator[Block]:
    w = view.w
    for directive in view.c.directives:
        events = events_of(view.c, directive, view.language)
        if not events:
            yield Sentences((w["none_dates"],))
            continue
        name = view.campaign(directive)
        yield Heading(name)
        yield Drawing(f"{w['timeline']}: {name}", events)
        week = next((e for e in events if e.kind == "week"), None)
        columns = (Column(w["when"], 24), Column(w["level"], 13), Column(w["event"], 43), Column(w["to_week"], 20))
        about = ((w["campaign"], view.period(directive)),)
        yield Table(view.sheets["timeline"], columns, tuple(_event(view, event, week) for event in events), about)


def _event(view: View, event: Event, week: Event | None) -> Row:
    text = said_between(event.first, event.last, view.language)
    when = ((Piece(text, value=event.first if event.first == event.last else None),),)
    distance = "" if week is None or event.kind == "week" else _distance(view, event, week)
    return row(when, cell(event.level[:1].upper() + event.level[1:]), cell(f"{KINDS[event.kind]} {event.label}"), cell(distance))


def _distance(view: View, event: Event, week: Event) -> str:
    """`trước 16 ngày`, `sau 4 - 16 ngày`."""
    before = (week.first - event.last).days, (week.first - event.first).days
    after = (event.first - week.last).days, (event.last - week.last).days
    for (least, most), words in ((before, "before_week"), (after, "after_week")):
        if least > 0:
            return view.w[words].format(n=least if least == most else f"{least} - {most}")
    return view.w["in_week"] if week.first <= event.first and event.last <= week.last else ""
