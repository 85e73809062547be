"""A timeline as a chart of the workbook's own: one bar an event, over a sheet with its days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.drawing import COLOURS, scale_of
from pipeline.report.paper import Column, Drawing, Piece, Table, cell, figure, row
from pipeline.report.timeline import KINDS, Event
from pipeline.report.words import SHEETS, WORDS, Language, day, shortly_between

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# Pixels: a chart is as wide as a page of A4 lying, and no higher, however many bars it has.
_WIDTH, _HIGHEST, _BAR, _TOP, _BOTTOM = 1000, 640, 34, 64, 34
_LEFT = 0.42  # where the scale begins, as a share of the width
_FONT = {"name": "Times New Roman", "size": 10}
_DAY_0 = 693594  # the day from which spreadsheets count, as Python counts


def days_of(drawing: Drawing, language: Language) -> Table:
    """A row an event: what the chart calls it, its first day, and for how many days it goes on."""
    w = WORDS[language]
    columns = (Column(w["event"], 72), Column(w["first_day"], 14), Column(w["days"], 14, True))
    rows = []
    for event in drawing.events:
        name = f"{shortly_between(event.first, event.last, language)}  {KINDS[event.kind]} {event.label}"
        first = Piece(day(event.first.isoformat(), language), value=event.first)
        rows.append(row(cell(name), ((first,),), figure((event.last - event.first).days + 1)))
    return Table(SHEETS[language]["days"], columns, tuple(rows))


def chart_of(book: Workbook, drawing: Drawing, sheet: str, first_row: int, language: Language) -> Any:
    """The chart of a drawing whose days stand in `sheet` from `first_row` on; None where there is nothing to compare."""
    scale = scale_of(drawing.events)
    if scale is None:
        return None
    chart: Any = book.add_chart({"type": "bar", "subtype": "stacked"})
    last_row = first_row + len(drawing.events) - 1
    names = [sheet, first_row, 0, last_row, 0]
    unseen = {"fill": {"none": True}, "border": {"none": True}}  # up to the first day
    chart.add_series({"name": [sheet, 0, 1], "categories": names, "values": [sheet, first_row, 1, last_row, 1], **unseen})
    chart.add_series(
        {
            "name": [sheet, 0, 2],
            "categories": names,
            "values": [sheet, first_row, 2, last_row, 2],
            "points": [_look(event) for event in drawing.events],
            "gap": 70,
        }
    )
    ticks = [tick.toordinal() for tick in scale.ticks()]
    chart.set_title(
        {"name": drawing.title, "name_font": {**_FONT, "size": 12}, "overlay": True, "layout": {"x": 0.02, "y": 0.01}}
    )
    chart.set_legend({"none": True})
    height = min(_HIGHEST, _TOP + _BAR * len(drawing.events) + _BOTTOM)
    inner = {"x": _LEFT, "y": _TOP / height, "width": 0.97 - _LEFT, "height": 1 - (_TOP + _BOTTOM) / height}
    chart.set_plotarea({"layout": inner})
    hatched = any(_hatched(event) for event in drawing.events)
    chart.set_x_axis(
        {
            "name": WORDS[language]["hatched"] if hatched else "",
            "name_font": {**_FONT, "bold": False, "italic": True},
            "min": scale.first.toordinal() - _DAY_0,
            "max": scale.last.toordinal() - _DAY_0,
            "major_unit": ticks[1] - ticks[0] if len(ticks) > 1 else 7,
            "num_format": "dd/m",
            "num_font": _FONT,
            "major_gridlines": {"visible": True, "line": {"color": "#D5D5D5"}},
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "major_tick_mark": "none", "major_gridlines": {"visible": False}})
    chart.set_size({"width": _WIDTH, "height": height})
    return chart


def _look(event: Event) -> dict[str, Any]:
    """Full where every day belongs to it, as those of a week do; hatched between the first and the last of several days."""
    colour = f"#{COLOURS[event.kind]}"
    border = {"border": {"color": colour}}
    if _hatched(event):
        return {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": colour, "bg_color": "#FFFFFF"}, **border}
    return {"fill": {"color": colour}, **border}


def _hatched(event: Event) -> bool:
    return event.kind != "week" and event.first != event.last
