"""Paragraphs and tables in their order, as Word and HTML have them, set as canonical text.

Letterheads and signature blocks are tables without lines: they are read column by column, the left one whole before the
right, as `layout` does for PDFs. Every other table is read row by row, a row a line, its cells parted by ` | `, so that what
belongs together (`1 | Lễ khai mạc | 01/10/2024`) stays together and no cell's words run into the next one's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.ingest.intake import Cell, Intake, Table, of_text
from pipeline.model import Problem
from pipeline.text import canonical


@dataclass(slots=True)
class Para:
    """A paragraph as printed, its number included: `1. Treo băng rôn`; a soft line break is `\\n`."""

    text: str


@dataclass(slots=True)
class PageBreak:
    """The next page begins here."""


@dataclass(slots=True)
class GridCell:
    """A cell with what stands in it."""

    blocks: list[Block]
    column: int
    columns: int = 1
    header: bool = False
    rows: int = 1
    carried: bool = False  # it goes on from the row above, where its words stand

    @property
    def text(self) -> str:
        return "\n".join(words_of(self.blocks))


@dataclass(slots=True)
class Grid:
    """A table; `ruled` where lines between its cells are printed, `widths` of its columns where they are known."""

    rows: list[list[GridCell]]
    ruled: bool
    widths: list[float] = field(default_factory=list)


Block = Para | PageBreak | Grid

_OFFICIAL = re.compile(
    r"C[ỘÔO]NG H[ÒOÕÀ][AÀÁ]? X|ĐẢNG CỘNG SẢN VIỆT NAM|^\W*N[ơƠ][iI] [nN][hH][ậẬ][nN]\b|^\W*(?:TM|KT|TL|TUQ|Q)\s?\.\s?[A-ZĐÀ-Ỹ]",
    re.M,
)
_MOST_ROWS_OF_A_LAYOUT = 3  # of a table that nothing else tells
_MOST_LINES_OF_A_CELL = 8  # more stand in a column of a page: an old site's menu beside a whole plan
BETWEEN_CELLS = " | "
_BLANKS = re.compile(r"[ \t\xa0]+")


def words_of(blocks: Iterable[Block]) -> list[str]:
    """The lines of some blocks, tables taken cell by cell."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Para):
            lines += [line for line in block.text.split("\n") if line.strip()]
        elif isinstance(block, Grid):
            lines += [line for row in block.rows for cell in row for line in words_of(cell.blocks)]
    return lines


def is_layout(grid: Grid) -> bool:
    """Whether a table only sets text side by side: a letterhead, a signature block, a frame around a page."""
    filled = [[cell for cell in row if cell.text.strip()] for row in grid.rows]
    most = max(map(len, filled), default=0)
    if most <= 1:
        return True
    if most <= 4 and any(_OFFICIAL.search(cell.text) for row in filled for cell in row):
        return True
    if grid.ruled:
        return False
    few_rows = sum(map(bool, filled)) <= _MOST_ROWS_OF_A_LAYOUT
    return few_rows or any(len(words_of(cell.blocks)) > _MOST_LINES_OF_A_CELL for row in filled for cell in row)


def side_by_side(grid: Grid) -> list[Block]:
    """A layout table's blocks, column by column; a cell across all columns parts what is above from what is below."""
    out: list[Block] = []
    stretch: list[list[GridCell]] = []
    full = max((cell.column + cell.columns for row in grid.rows for cell in row), default=1)
    for row in grid.rows:
        filled = [cell for cell in row if cell.text.strip()]
        if len(filled) == 1 and full > 1 and filled[0].columns == full:
            out += [*_columns(stretch, grid), *filled[0].blocks]
            stretch = []
        elif filled:
            stretch.append(filled)
    return out + _columns(stretch, grid)


def _columns(rows: list[list[GridCell]], grid: Grid) -> list[Block]:
    """The cells of some rows by the column in which their middles lie."""
    fullest: list[GridCell] = max(rows, key=len, default=[])
    middles = [_middle(cell, grid) for cell in fullest]
    columns: list[list[Block]] = [[] for _ in fullest]
    for row in rows:
        for i, cell in enumerate(row):
            if len(row) < len(fullest):
                i = min(range(len(middles)), key=lambda n: abs(middles[n] - _middle(cell, grid)))
            columns[i] += cell.blocks
    return [block for column in columns for block in column]


def _middle(cell: GridCell, grid: Grid) -> float:
    end = cell.column + cell.columns
    if end <= len(grid.widths):
        return sum(grid.widths[: cell.column]) + sum(grid.widths[cell.column : end]) / 2
    return cell.column + cell.columns / 2


class _Setter:
    """Writes blocks into one text and keeps where its tables stand."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.at = 0
        self.page = 1
        self.fresh = True  # nothing stands on the page yet
        self.tables: list[Table] = []

    def put(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Para):
                self.paragraph(block.text)
            elif isinstance(block, PageBreak):
                self.turn()
            elif is_layout(block):
                self.put(side_by_side(block))
            else:
                self.table(block)

    def paragraph(self, text: str) -> None:
        for line in canonical(text).split("\n"):
            if line.strip():
                self._write(_level(line) + "\n")

    def turn(self) -> None:
        if self.fresh:  # one break said twice: by the author and by the last print
            return
        self.parts[-1] = self.parts[-1].removesuffix("\n")  # the page ends where its last line does
        self.at -= 1
        self._write("\f")
        self.page += 1
        self.fresh = True

    def table(self, grid: Grid) -> None:
        rows: list[tuple[Cell, ...]] = []
        page = self.page
        printed = [(row, [_level(" ".join(canonical(cell.text).split("\n"))) for cell in row]) for row in grid.rows]
        printed = [(row, texts) for row, texts in printed if any(texts)]
        heads = _head_rows(printed)
        for number, (row, texts) in enumerate(printed):
            turns = [n for cell in row for n, block in enumerate(cell.blocks) if isinstance(block, PageBreak)]
            if 0 in turns:  # the row begins the page
                self.turn()
            page = page if number else self.page
            cells, at = [], self.at
            for cell, text in zip(row, texts, strict=True):
                if not cell.carried:
                    deep = min(cell.rows, len(printed) - number)
                    place = (number, cell.column, cell.columns, number < heads, deep)
                    cells.append(Cell(at, at + len(text), *place, text=text, page=self.page))
                at += len(text) + len(BETWEEN_CELLS)
            rows.append(tuple(cells))
            self._write(BETWEEN_CELLS.join(texts) + "\n")
            if any(turns):  # the page ends inside of it
                self.turn()
        self.tables.append(Table(page, tuple(rows)))

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)
        self.fresh = False


def _head_rows(rows: Sequence[tuple[list[GridCell], list[str]]]) -> int:
    """How many rows at a table's top the file itself calls its header."""
    return next((n for n, (row, _) in enumerate(rows) if not all(cell.header for cell in row)), len(rows))


def set_flow(blocks: Sequence[Block], kind: str, problems: tuple[Problem, ...] = ()) -> Intake:
    """Blocks as the text of a file of some kind."""
    setter = _Setter()
    setter.put(blocks)
    return of_text(kind, "".join(setter.parts), problems, tuple(setter.tables))


def _level(line: str) -> str:
    """A line without the blanks around it; tabs and runs of blanks inside become one."""
    return _BLANKS.sub(" ", line).strip()
