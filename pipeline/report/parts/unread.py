"""What could not be read, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.report.comparison import Unread
from pipeline.report.paper import Block, Column, Heading, Sentences, Table, row
from pipeline.report.parts.view import View
from pipeline.report.words import Language, problem


def unread(view: View) -> Iterator[Block]:
    c, w = view.c, view.w
    columns = (Column(w["file"], 45), Column(w["pages"], 12), Column(w["problem"], 43))
    if c.problems:
        rows = tuple(row(*cells) for cells in _unread_in(c.problems, view.language))
        yield Table(view.sheets["unread"], columns, rows)
    elif c.judged:
        yield Sentences((w["all_read"],))
    if c.nowhere:
        yield Heading(w["placed_nowhere"])
        rows = tuple(row(*cells) for cells in _unread_in(c.nowhere, view.language))
        yield Table(view.sheets["nowhere"], columns, rows)


def _unread_in(problems: Iterable[Unread], language: Language) -> list[tuple[str, str, str]]:
    """File, pages, reason."""
    return [(p.name, pages_in(p.pages), problem(p.code, p.message, language)) for p in problems]


def pages_in(pages: Iterable[int]) -> str:
    """Pages as people write them.

    >>> pages_in([1, 2, 3, 5, 8, 9])
    '1-3, 5, 8-9'
    """
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
