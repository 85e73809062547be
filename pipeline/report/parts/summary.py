"""What it all comes to, in sentences and figures."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.score import FORMULA
from pipeline.report.comparison import score_over, verdicts_of
from pipeline.report.paper import Block, Column, Note, Table, cell, figure, row, sentences
from pipeline.report.parts.failures import failures
from pipeline.report.parts.view import ORDER, View
from pipeline.report.summary import summarise


def summary(view: View) -> Iterator[Block]:
    c, w = view.c, view.w
    yield sentences(summarise(c, view.language))
    if not c.judged:
        return
    columns = [Column(w["group"], 30), Column(w["documents"], 12, True)]
    columns += [*(Column(view.verdicts[v], 12, True) for v in ORDER), Column(w["score"], 10, True)]
    groups = ((w["group_own"], c.own), (w["group_lower"], c.lower), (w["group_all"], c.judged))
    rows = []
    for name, group in groups:
        counts = verdicts_of(group)
        figures = [figure(counts[v]) for v in ORDER]
        rows.append(row(cell(name), figure(len(group)), *figures, view.score(score_over(group).value)))
    yield Table(view.sheets["summary"], tuple(columns), tuple(rows))
    yield Note(FORMULA[0 if view.language == "vi" else 1])
    yield from failures(view)
