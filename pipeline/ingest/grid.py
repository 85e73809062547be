"""Lines that cross -> the cells between them, merged ones among them. Knows no kind of file: lines of a scan will do."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from pipeline.model import Box

TOLERANCE = 3.0  # points by which lines may miss each other
_MOST_FIELDS = 20_000
_MOST_LINES = 400  # each way; more are a drawing


@dataclass(frozen=True, slots=True)
class GridBox:
    """A cell before its words: where it stands in its table, and its box."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """The cells of one table, row by row; `sound` where every one of them is a whole rectangle with lines on all sides."""

    cells: tuple[GridBox, ...]
    sound: bool = True

    @property
    def box(self) -> Box:
        boxes = [cell.box for cell in self.cells]
        return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


@dataclass(slots=True)
class _Line:
    """A line at `at`, from `start` to `end`, upright or flat."""

    at: float
    start: float
    end: float

    def covers(self, start: float, end: float) -> bool:
        return self.start <= start + TOLERANCE and self.end >= end - TOLERANCE


def find_grids(lines: Iterable[Box]) -> list[RuledGrid]:
    """The tables that some lines make, from top to bottom; a frame around one cell is none."""
    upright, flat = [], []
    for x0, y0, x1, y1 in lines:
        if x1 - x0 < y1 - y0:
            upright.append(_Line(x0, y0, y1))
        else:
            flat.append(_Line(y0, x0, x1))
    upright, flat = _joined(upright), _joined(flat)
    if not (2 <= len(upright) <= _MOST_LINES and 2 <= len(flat) <= _MOST_LINES):
        return []
    grids = [_grid(*group) for group in _groups(upright, flat)]
    return sorted((grid for grid in grids if len(grid.cells) > 1), key=lambda grid: grid.box[1])


def grid_of(boxes: Sequence[Box]) -> RuledGrid:
    """The grid in which some boxes of cells stand."""
    xs = _levels([x for box in boxes for x in (box[0], box[2])])
    ys = _levels([y for box in boxes for y in (box[1], box[3])])
    cells = []
    for box in boxes:
        column, right = _nearest(xs, box[0]), _nearest(xs, box[2])
        row, below = _nearest(ys, box[1]), _nearest(ys, box[3])
        cells.append(GridBox(row, column, max(1, below - row), max(1, right - column), box))
    return RuledGrid(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _joined(lines: list[_Line]) -> list[_Line]:
    """Pieces of one line as one line."""
    levels = _levels([line.at for line in lines])
    at_level: dict[int, list[_Line]] = {}
    for line in lines:
        at_level.setdefault(_nearest(levels, line.at), []).append(line)
    joined: list[_Line] = []
    for level, pieces in at_level.items():
        run: _Line | None = None
        for piece in sorted(pieces, key=lambda piece: piece.start):
            if run is not None and piece.start <= run.end + TOLERANCE:
                run.end = max(run.end, piece.end)
            else:
                run = _Line(levels[level], piece.start, piece.end)
                joined.append(run)
    return joined


def _levels(values: Iterable[float]) -> list[float]:
    """Values that stand for one and the same place, as one: the middle of each lot."""
    lots: list[list[float]] = []
    for value in sorted(values):
        if lots and value - lots[-1][0] <= TOLERANCE:
            lots[-1].append(value)
        else:
            lots.append([value])
    return [sum(lot) / len(lot) for lot in lots]


def _nearest(levels: Sequence[float], value: float) -> int:
    i = bisect(levels, value)
    near = [n for n in (i - 1, i) if 0 <= n < len(levels)]
    return min(near, key=lambda n: abs(levels[n] - value))


def _groups(upright: list[_Line], flat: list[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """Lines that hang together, each lot the lines of one table."""
    home = list(range(len(upright) + len(flat)))

    def root(i: int) -> int:
        while home[i] != i:
            home[i] = home[home[i]]
            i = home[i]
        return i

    for (i, v), (j, h) in product(enumerate(upright), enumerate(flat, len(upright))):
        if v.covers(h.at, h.at) and h.covers(v.at, v.at):
            home[root(i)] = root(j)
    groups: dict[int, tuple[list[_Line], list[_Line]]] = {}
    for i, line in enumerate(upright + flat):
        groups.setdefault(root(i), ([], []))[i >= len(upright)].append(line)
    return [group for group in groups.values() if min(map(len, group)) > 1]


def _grid(upright: list[_Line], flat: list[_Line]) -> RuledGrid:
    """The cells of one table: fields between neighbouring lines, those without a line between them taken together."""
    xs, ys = _levels(line.at for line in upright), _levels(line.at for line in flat)
    wide, high = len(xs) - 1, len(ys) - 1
    if wide * high > _MOST_FIELDS or wide < 1 or high < 1:
        return RuledGrid(())
    at_x = [[v for v in upright if abs(v.at - x) <= TOLERANCE] for x in xs]
    at_y = [[h for h in flat if abs(h.at - y) <= TOLERANCE] for y in ys]
    walls = [[any(v.covers(ys[r], ys[r + 1]) for v in at) for at in at_x] for r in range(high)]
    floors = [[any(h.covers(xs[c], xs[c + 1]) for h in at) for c in range(wide)] for at in at_y]
    cells, sound = [], True
    taken = [[False] * wide for _ in range(high)]
    for r, c in product(range(high), range(wide)):
        if taken[r][c]:
            continue
        fields, closed = _without_lines_between(r, c, walls, floors)
        for row, column in fields:
            taken[row][column] = True
        if not closed:
            continue
        top, bottom = min(f[0] for f in fields), max(f[0] for f in fields)
        left, right = min(f[1] for f in fields), max(f[1] for f in fields)
        if len(fields) != (bottom - top + 1) * (right - left + 1):
            sound = False
            continue
        box = (xs[left], ys[top], xs[right + 1], ys[bottom + 1])
        cells.append(GridBox(top, left, bottom - top + 1, right - left + 1, box))
    return RuledGrid(tuple(cells), sound)


def _without_lines_between(
    row: int, column: int, walls: list[list[bool]], floors: list[list[bool]]
) -> tuple[list[tuple[int, int]], bool]:
    """The fields that hang together with one, and whether lines close them in on all sides."""
    high, wide = len(walls), len(floors[0])
    found, waiting, closed = {(row, column)}, [(row, column)], True
    while waiting:
        r, c = waiting.pop()
        ways = (
            (walls[r][c], r, c - 1), (walls[r][c + 1], r, c + 1), (floors[r][c], r - 1, c), (floors[r + 1][c], r + 1, c),
        )  # fmt: skip
        for line, r2, c2 in ways:
            if line:
                continue
            if not (0 <= r2 < high and 0 <= c2 < wide):
                closed = False
            elif (r2, c2) not in found:
                found.add((r2, c2))
                waiting.append((r2, c2))
    return sorted(found), closed
