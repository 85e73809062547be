"""How often each requirement came to each verdict."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.report.paper import Block, Column, Table, figure, row
from pipeline.report.parts.view import ORDER, View


def by_requirement(view: View) -> Iterator[Block]:
    if not view.c.judged:
        return
    columns = (Column(view.w["requirement"], 44), *(Column(view.verdicts[v], 14, True) for v in ORDER))
    rows = tuple(
        row(view.title(requirement), *(figure(counts[v]) for v in ORDER))
        for requirement, counts in view.c.by_requirement.items()
        if counts
    )
    yield Table(view.sheets["by_requirement"], columns, rows)
