"""Ruled tables of a scanned page: lines found in its picture, cells between them, recognised words in the cells.

Only where lines are clear: each cell closed on all sides, and no word across a line. A table of which that can't be said is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PIL import Image

from pipeline.ingest.grid import RuledGrid, find_grids
from pipeline.ingest.layout import TextLine, Word
from pipeline.ingest.ocr import OcrWord
from pipeline.ingest.pdf_tables import above, home, table_of
from pipeline.ingest.scan_image import Picture, Prepared
from pipeline.model import Box, Table

_POINT = 72 / 200  # of a pixel
_INK = 190  # thin lines are grey
_STEP, _THICK = 8, 3  # pixels along and across a line that are looked at together
_STEPS, _ALL = np.dtype("u8"), 0x0101010101010101  # `_STEP` truth values as one number, and it when all are true
_SHORTEST = 7  # steps: more than any letter's stroke is long
_LEVEL = 0.1  # degrees
_INSIDE = 4  # pixels by which a word's box may reach over a line
_WRITTEN = 0.25  # of a table's cells
_SURE, _SURE_ALONE = 25.0, 70.0  # confidence of a word, and of one of two letters, which might be a stain
_BROKEN = 0.5  # of a line: so much ink where a merged cell has none, and the line was there
_SAYS = re.compile(r"[^\W_]|^[-–…./,;]+$")


def read_tables(
    page: Prepared, words: Sequence[OcrWord], lines: Sequence[TextLine], number: int, place: Callable[[Box], Box]
) -> tuple[Table, ...]:
    """The tables of page `number`, words and lines in the prepared picture's pixels; `place` says where a box is on the page.

    Cells hold the words as they were recognised: what is alone on a page is noise in a line, and a figure in a cell.
    """
    picture = _levelled(page)
    flat = [(x0, y, x1, y) for y, x0, x1 in _runs(picture)]
    if len(flat) < 2:
        return ()
    upright = [(x, y0, x, y1) for x, y0, y1 in _runs(np.asarray(Image.fromarray(picture).transpose(Image.Transpose.TRANSPOSE)))]
    grids = find_grids(_scaled(line, _POINT) for line in flat + upright)
    if not grids:
        return ()
    shrunk = [_shrunk(line) for line in lines]
    written = [
        Word(word.text.strip("|"), _scaled((word.x0, word.y0, word.x1, word.y1), _POINT))
        for word in words
        if word.confidence >= (_SURE if len(word.text) > 2 else _SURE_ALONE) and _SAYS.search(word.text)
    ]
    tables, low = [], 0.0
    for grid in grids:
        if _is_clear(grid, written) and not _lost_a_line(grid, picture):
            table = table_of(grid, written, lambda word: [], number, above(grid.box[1], low, shrunk))
            if sum(bool(cell.text) for row in table.rows for cell in row) >= _WRITTEN * len(grid.cells):
                tables.append(_placed(table, place))
        low = grid.box[3]
    return tuple(tables)


def _levelled(page: Prepared) -> Picture:
    if abs(page.slope) < _LEVEL:
        return page.picture
    return np.asarray(Image.fromarray(page.picture).rotate(page.slope, Image.Resampling.NEAREST, fillcolor=255))


def _runs(picture: Any) -> Iterator[tuple[float, float, float]]:
    """Long dark runs along the rows of a picture: where they are, where they begin and end."""
    high, wide = picture.shape[0] // _THICK, picture.shape[1] // _STEP
    darkest = picture[: high * _THICK].reshape(high, _THICK, -1).min(axis=1)  # a line may slope a little
    dark = (darkest[:, : wide * _STEP] < _INK).view(_STEPS) == _ALL
    dark[:, 1:-1] |= dark[:, :-2] & dark[:, 2:]  # a thin line is broken here and there
    edges = np.diff(np.pad(dark, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    (rows, begins), (_, ends) = np.nonzero(edges == 1), np.nonzero(edges == -1)
    long = ends - begins >= _SHORTEST
    for row, begin, end in zip(rows[long].tolist(), begins[long].tolist(), ends[long].tolist(), strict=True):
        yield (row + 0.5) * _THICK, (begin - 0.5) * _STEP, (end + 0.5) * _STEP


def _is_clear(grid: RuledGrid, words: Sequence[Word]) -> bool:
    rows, columns = max(cell.row for cell in grid.cells), max(cell.column for cell in grid.cells)
    if not (grid.sound and rows and columns):
        return False
    for word in words:
        x0, y0, x1, y1 = word.box
        left, right = (home((x, y0, x, y1), grid.cells) for x in (x0 + _INSIDE * _POINT, x1 - _INSIDE * _POINT))
        if left is not right and any(map(str.isalnum, word.text)):
            return False
    return True


def _lost_a_line(grid: RuledGrid, picture: Any) -> bool:
    """Does ink go on through a merged cell where its neighbours have a line? A line was lost there, and cells run together."""
    tops, lefts = {cell.box[1] for cell in grid.cells}, {cell.box[0] for cell in grid.cells}
    for cell in grid.cells:
        x0, y0, x1, y1 = (value / _POINT for value in cell.box)
        inside = [top / _POINT for top in tops if y0 + 1 < top / _POINT < y1 - 1]
        across = [left / _POINT for left in lefts if x0 + 1 < left / _POINT < x1 - 1]
        if any(_ink(picture, y, x0, x1) > _BROKEN for y in inside) or any(_ink(picture.T, x, y0, y1) > _BROKEN for x in across):
            return True
    return False


def _ink(picture: Any, at: float, start: float, end: float) -> float:
    """How much of a line along a row of a picture is dark."""
    band = picture[max(0, round(at) - _THICK) : round(at) + _THICK + 1, round(start) + _STEP : max(round(end) - _STEP, 0)]
    return float((band.min(axis=0) < _INK).mean()) if band.size else 0.0


def _shrunk(line: TextLine) -> TextLine:
    """A line in points, as grids are."""
    return TextLine.of([replace(word, box=_scaled(word.box, _POINT)) for word in line.words])


def _scaled(box: Box, scale: float) -> Box:
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale


def _placed(table: Table, place: Callable[[Box], Box]) -> Table:
    rows = (
        tuple(replace(cell, box=place(_scaled(cell.box, 1 / _POINT)) if cell.box else None) for cell in row) for row in table.rows
    )
    return replace(table, rows=tuple(rows))
