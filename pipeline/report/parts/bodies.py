"""Who is given what to do, as a matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.report.comparison import Judged
from pipeline.report.paper import Block, Cell, Column, Heading, Line, Piece, Sentences, Table, cell, figure, row, shown
from pipeline.report.parts.coverage import coverage
from pipeline.report.parts.view import AT_ONCE, View, cut
from pipeline.report.words import ROLES

_MOST = 4  # tasks in a cell of a matrix; JSON and the database have all of them


def agencies(view: View) -> Iterator[Block]:
    """Who is given what to do: the kinds of body that the directive addresses, then every body by name."""
    w = view.w
    if not view.c.own:
        return
    kinds = list(coverage(view, "agencies", w["agency"]))
    if kinds:
        yield Heading(w["bodies"])
        yield from kinds
        yield Heading(w["tasks"])
    by_year: dict[int, list[Judged]] = {}
    for judged in view.c.own:
        if judged.tasks:
            by_year.setdefault(int(judged.plan.get("year") or 0), []).append(judged)
    if not by_year:
        yield Sentences((w["none_tasks"],))
    for year, group in by_year.items():
        lower = [j for j in view.c.lower if j.plan.get("year") == year]
        for start in range(0, len(group), AT_ONCE):
            yield _matrix(view, group[start : start + AT_ONCE], lower)


def _matrix(view: View, group: list[Judged], lower: list[Judged]) -> Table:
    """Agencies down, documents across; a last column says how many lower documents give the agency a task."""
    share = (76 - 14 * bool(lower)) // len(group)
    columns = [Column(view.w["agency"], 24), *(Column(view.short(j), share) for j in group)]
    columns += [Column(view.w["lower_units"], 14, True)] if lower else []
    agencies = dict.fromkeys(task.agency for judged in group for task in judged.tasks)
    below = Counter(agency for j in lower for agency in {task.agency for task in j.tasks})
    rows = []
    for agency in agencies:
        cells = [_tasks(view, judged, agency) for judged in group]
        rows.append(row(agency, *cells, *([figure(below[agency])] if lower else [])))
    about = ((view.w["year"], str(group[0].plan.get("year") or "")),)
    return Table(view.sheets["tasks"], tuple(columns), tuple(rows), about)


def _tasks(view: View, judged: Judged, agency: str) -> Cell:
    lines: list[Line] = []
    for task in judged.tasks:
        if task.agency == agency:
            page = f"({view.w['page']} {task.page})" if task.page else ""
            role = ROLES[view.language].get(task.role, task.role) + (":" if task.text else "")
            lines.append((Piece(role, "strong"), Piece(cut(shown(task.text))), Piece(page, "note")))
    several = list(dict.fromkeys(lines))
    more = len(several) - _MOST
    rest = Piece(view.w["more_tasks"].format(n=more), "note") if more > 0 else None
    return cell(*several[:_MOST], rest) or cell("–")
