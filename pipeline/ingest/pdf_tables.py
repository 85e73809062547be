"""Ruled tables of a PDF's page: cells from its lines, words from the page's text.

Most tables are plain: pdfium knows their lines, and the page is open anyway. Where lines lie in a form of the page, or leave a
cell that is no rectangle, pdfplumber finds the cells: right everywhere, twenty-five times slower, loaded only then.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, Protocol

from pipeline.ingest.grid import GridBox, RuledGrid, find_grids, grid_of
from pipeline.ingest.layout import TextLine, Word, same_row
from pipeline.ingest.pdf_rulings import THIN, Rulings
from pipeline.model import Box, Cell, Table

_LINES_ABOVE = 8
_CLOSE = 0.1  # of a letter's height; the narrowest blank has 0.17
_FIGURE = re.compile(r"\d{1,3}(?:\.\d{3})*(?:,\d+)?")


class PageText(Protocol):
    """What is asked of a page's text: its lines, a word's letters, and a place of the PDF as a place on the page."""

    def mended(self) -> list[TextLine]: ...

    def letters(self, word: Word) -> list[Word]: ...

    def turned(self, left: float, top: float, right: float, bottom: float) -> Box: ...


def read_tables(rulings: Rulings, text: PageText, data: bytes, number: int) -> tuple[Table, ...]:
    """The tables of page `number`, e.g. an annex `TT | Nội dung | Đơn vị tính | Số lượng`; `data` is the whole file."""
    grids = find_grids(text.turned(left, top, right, bottom) for left, bottom, right, top in rulings.lines)
    if data and (rulings.hidden or not all(grid.sound for grid in grids)):
        grids = _plumbed(data, number) or grids
    if not grids:
        return ()
    lines = text.mended()
    words = [word for line in lines for word in line.words]
    tables, low = [], 0.0
    for grid in grids:
        tables.append(table_of(grid, words, text.letters, number, above(grid.box[1], low, lines)))
        low = grid.box[3]
    return tuple(tables)


def _plumbed(data: bytes, number: int) -> list[RuledGrid]:
    """Cells as pdfplumber finds them. Its pages are closed at once: each keeps megabytes of letters."""
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(data), pages=[number]) as pdf:
            page = pdf.pages[0]
            left, top = page.bbox[:2]
            drawn = page.filter(_is_line).find_tables()
            tables = [[(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in table.cells] for table in drawn]
            page.close()
    except MemoryError:
        raise
    except Exception:  # pdfminer lets anything escape on a damaged file; its text was read all the same
        return []
    found = [grid_of(cells) for cells in tables]
    return sorted((grid for grid in found if len(grid.cells) > 1), key=lambda grid: grid.box[1])


def _is_line(drawn: dict[str, Any]) -> bool:
    """Whether pdfplumber's object may rule a table: words marked with a colour, each on its own background, are none."""
    return bool(drawn.get("stroke")) or min(drawn["width"], drawn["height"]) <= THIN


def table_of(
    grid: RuledGrid, words: Iterable[Word], letters: Callable[[Word], list[Word]], number: int, above: tuple[str, ...]
) -> Table:
    """A grid with words in its cells, a word that a line runs through parted where its letters are known."""
    held: dict[GridBox, list[Word]] = {cell: [] for cell in grid.cells}
    x0, y0, x1, y1 = grid.box
    for word in words:
        box = word.box
        if box[2] < x0 or box[0] > x1 or box[3] < y0 or box[1] > y1:
            continue
        for part in _parted(word, grid.cells, letters):
            cell = home(part.box, grid.cells)
            if cell is not None:
                held[cell].append(part)
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        place = (cell.row, cell.column, cell.columns, False, cell.rows)
        rows.setdefault(cell.row, []).append(Cell(None, None, *place, text=_text(held[cell]), page=number, box=cell.box))
    return Table(number, tuple(tuple(row) for _, row in sorted(rows.items())), above)


def _parted(word: Word, cells: Sequence[GridBox], letters: Callable[[Word], list[Word]]) -> list[Word]:
    """A word, or its pieces where a line runs through it: `4Số tin` of two cells that the file writes without a blank."""
    y, (left, _, right, _) = (word.box[1] + word.box[3]) / 2, word.box
    crossed = [c for c in cells if c.box[1] <= y <= c.box[3] and left + 1 < c.box[2] < right - 1]
    if not crossed or word.start < 0:
        return [word]
    pieces: list[list[Word]] = []
    for letter in letters(word):
        cell = home(letter.box, cells)
        if pieces and cell is home(pieces[-1][-1].box, cells):
            pieces[-1].append(letter)
        else:
            pieces.append([letter])
    return [
        Word("".join(p.text for p in piece), (piece[0].box[0], piece[0].box[1], piece[-1].box[2], piece[-1].box[3]))
        for piece in pieces
    ]


def home(box: Box, cells: Sequence[GridBox]) -> GridBox | None:
    """The cell around a word's middle."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next((c for c in cells if c.box[0] <= x <= c.box[2] and c.box[1] <= y <= c.box[3]), None)


def _text(words: list[Word]) -> str:
    """A cell's words in order, its wrapped lines as one; a figure too long for its column is not parted: `12.345.67` / `8`."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box[1] + word.box[3]):
        if rows and same_row(rows[-1][0].box, word.box):
            rows[-1].append(word)
        else:
            rows.append([word])
    lines = [_line(sorted(row, key=lambda word: word.box[0])) for row in rows]
    whole = "".join(lines)
    torn = _FIGURE.fullmatch(whole) and not all(_FIGURE.fullmatch(line) for line in lines)
    return whole if torn else " ".join(lines)


def _line(words: list[Word]) -> str:
    """Words of one line; what stands closer than any blank is one word, drawn letter by letter: `L` `ớ` `p`."""
    text = words[0].text
    for before, word in pairwise(words):
        close = abs(word.box[0] - before.box[2]) < _CLOSE * (word.box[3] - word.box[1])
        text += word.text if close else " " + word.text
    return text


def above(top: float, low: float, lines: list[TextLine]) -> tuple[str, ...]:
    """The lines between a table and what stands before it on the page, the last ones."""
    found = [line for line in lines if low - 2 <= line.box[1] and line.box[3] <= top + 3]
    return tuple(line.text for line in sorted(found, key=lambda line: line.box[1])[-_LINES_ABOVE:])
