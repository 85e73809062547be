"""Things asked for down, documents across."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.model import Verdict
from pipeline.report.comparison import Item, Judged
from pipeline.report.paper import SIGNS, Block, Cell, Column, Heading, Piece, Table, cell, figure, row, sentences, shown
from pipeline.report.parts.view import AT_ONCE, View, cut


def activities(view: View) -> Iterator[Block]:
    w = view.w
    tables = list(coverage(view, "activities", w["activity"]))
    yield from tables
    for judged in view.c.own if tables else ():
        added = [i.found for i in judged.items if i.requirement == "activities" and i.asked is None and i.found]
        if added:
            yield Heading(w["own_ideas"], shown(view.name(judged)))
            yield sentences(added)


def coverage(view: View, requirement: str, first: str) -> Iterator[Table]:
    """What was asked for down, the province's documents across: taken up or not, in which words; lower units as counts."""
    w = view.w
    for directive in view.c.directives:
        own = [(j, items) for j in view.c.own if (items := _asked_items(j, requirement, directive.number))]
        lower = [items for j in view.c.lower if (items := _asked_items(j, requirement, directive.number))]
        wanted = dict.fromkeys(key for items in (*(i for _, i in own), *lower) for key in items)
        if not wanted:
            continue
        for start in range(0, max(1, len(own)), AT_ONCE):
            across = own[start : start + AT_ONCE]
            share = (70 - 24 * bool(lower)) // max(1, len(across))
            columns = [Column(first, 30), *(Column(view.short(j), share) for j, _ in across)]
            counted: tuple[Verdict, ...] = ("pass", "fail", "unknown") if lower else ()
            columns += [Column(w[name], 8, True) for name in ("lower_passed", "lower_failed", "lower_unknown") if lower]
            rows = []
            for asked in wanted:
                counts = Counter(items[asked].verdict for items in lower if asked in items)
                cells = [_item(view, items.get(asked)) for _, items in across]
                rows.append(row(asked, *cells, *(figure(counts[v]) for v in counted)))
            about = ((w["held_against"], directive.number),)
            yield Table(view.sheets[requirement], tuple(columns), tuple(rows), about)


def _item(view: View, item: Item | None) -> Cell:
    if item is None or item.verdict is None:
        return cell("–")
    score = f" ({item.score:.2f})" if item.score is not None and item.verdict != "fail" else ""
    verdict = Piece(f"{SIGNS[item.verdict]} {view.verdicts[item.verdict]}{view.decimal(score)}", item.verdict)
    quote = Piece(f"“{cut(shown(item.found))}”", "quote") if item.found else None
    return cell(verdict, quote, Piece(f"{view.w['page']} {item.page}", "note") if item.page and item.found else None)


def _asked_items(judged: Judged, requirement: str, directive: str) -> Mapping[str, Item]:
    return {shown(i.asked): i for i in judged.items if i.requirement == requirement and i.directive == directive and i.asked}
