"""A photograph of a sheet of paper, taken at an angle: the sheet as if it lay flat under a scanner.

A sheet is told by its four edges: brighter than what it lies on, straight, and all of them in the picture. Where one of them
is not to be seen the picture stays as it is, as a scanner's does, which shows paper to its own edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from PIL import Image

COLOURS = ("RGB", "RGBX")  # the modes of a coloured picture that needs no conversion
_SMALL = 400  # pixels of the long side of the picture in which edges are looked for
_CLOSED = 11  # pixels of it that print on paper is not wider than
_CONTRAST = 30  # grey levels between paper and what it lies on
_MIDDLE = 0.15  # of an edge at either end, where it may belong to its neighbour
_STRAIGHT = 0.7  # of an edge's points lie on its line
_OFF = 1.5  # pixels from it
_LEAST, _MOST = 0.25, 0.97  # of the picture that the sheet covers
_OFFICIAL, _LIKELY = 2**0.5, (1.15, 1.75)  # long to short side: of A4, and as a sheet of A4 may look at an angle

Point = tuple[float, float]
Coefficients = tuple[float, float, float, float, float, float, float, float]
Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Flat:
    """How a photographed sheet is flattened to so many pixels, and the way back into its photograph."""

    size: tuple[int, int]
    coefficients: Coefficients

    def laid(self, photograph: Image.Image) -> Image.Image:
        return photograph.transform(self.size, Image.Transform.PERSPECTIVE, self.coefficients, Image.Resampling.BILINEAR)

    def part(self, box: tuple[int, int, int, int]) -> Flat:
        """A part of the sheet by itself."""
        a, b, c, d, e, f, g, h = self.coefficients
        x, y = box[:2]
        depth = g * x + h * y + 1
        there = (a, b, a * x + b * y + c, d, e, d * x + e * y + f, g, h)
        a, b, c, d, e, f, g, h = (value / depth for value in there)
        return Flat((box[2] - x, box[3] - y), (a, b, c, d, e, f, g, h))

    def reduced(self, factor: int) -> Flat:
        """The same for a photograph so many times smaller, and a sheet so many times smaller."""
        a, b, c, d, e, f, g, h = self.coefficients
        width, height = self.size
        return Flat((-(-width // factor), -(-height // factor)), (a, b, c / factor, d, e, f / factor, g * factor, h * factor))

    def in_photograph(self, x: float, y: float) -> Point:
        a, b, c, d, e, f, g, h = self.coefficients
        depth = g * x + h * y + 1
        return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth


def find_sheet(image: Image.Image, longest: int) -> Flat | None:
    """The sheet in a photograph, `longest` pixels high or wide; None where the picture is no photograph of a whole sheet."""
    factor = max(1, round(max(image.size) / _SMALL))
    corners = _corners((image if image.mode in COLOURS else image.convert("RGB")).reduce(factor))
    if corners is None:
        return None
    corners = [(x * factor, y * factor) for x, y in corners]
    top_left, top_right, bottom_right, bottom_left = corners
    wide = (_distance(top_left, top_right) + _distance(bottom_left, bottom_right)) / 2
    high = (_distance(top_left, bottom_left) + _distance(top_right, bottom_right)) / 2
    ratio = max(wide, high) / min(wide, high)
    if _LIKELY[0] <= ratio <= _LIKELY[1]:
        ratio = _OFFICIAL
    width, height = (longest, round(longest / ratio)) if wide > high else (round(longest / ratio), longest)
    return Flat((width, height), projection([(0, 0), (width, 0), (width, height), (0, height)], corners))


def projection(four: Sequence[Point], others: Sequence[Point]) -> Coefficients:
    """What takes four points to four others: `x' = (ax + by + c) / (gx + hy + 1)`, `y' = (dx + ey + f) / (gx + hy + 1)`."""
    rows, values = [], []
    for (x, y), (u, v) in zip(four, others, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    a, b, c, d, e, f, g, h = np.linalg.solve(np.array(rows, float), np.array(values, float)).tolist()
    return a, b, c, d, e, f, g, h


def _corners(small: Image.Image) -> list[Point] | None:
    """The corners of a sheet, clockwise from the top left one."""
    red, green, blue = np.moveaxis(np.asarray(small)[..., :3], 2, 0)
    pale = np.minimum(np.minimum(red, green), blue)  # paper has no colour; wood and cloth have
    if not _lies_on_something(pale):
        return None
    grey = _spread(_spread(pale, np.maximum), np.minimum)
    parting = _parting(grey)
    paper = grey > parting
    share = float(paper.mean())
    if not _LEAST <= share <= _MOST or float(grey[paper].mean()) - float(grey[~paper].mean()) < _CONTRAST:
        return None
    rows, columns = np.nonzero(paper)
    row, column = int(np.median(rows)), int(np.median(columns))
    if not paper[row, column]:
        return None
    top, bottom = _run(paper[:, column], row)
    left, right = _run(paper[row], column)
    edges = [
        _edge(paper, column, top, bottom, first=True),
        _edge(paper.T, row, left, right, first=True),
        _edge(paper, column, top, bottom, first=False),
        _edge(paper.T, row, left, right, first=False),
    ]
    west, north, east, south = edges
    if west is None or north is None or east is None or south is None:
        return None
    corners = [_meeting(west, north), _meeting(east, north), _meeting(east, south), _meeting(west, south)]
    return corners if _is_sheet(corners, small.size) else None


def _spread(grey: Any, most: Any) -> Any:
    """The brightest or darkest of the `_CLOSED` by `_CLOSED` pixels around each, rows first and then columns."""
    for _ in range(2):
        padded = np.pad(grey, ((_CLOSED // 2, _CLOSED // 2), (0, 0)), mode="edge")
        grey = reduce(most, (padded[i : i + len(grey)] for i in range(_CLOSED))).T
    return grey


def _lies_on_something(pale: Any) -> bool:
    """Is it dark along all four sides of a picture? Of nearly every scan that is not so, and nothing more need be looked at."""
    paper = pale > _parting(pale)
    return all(side.mean() < 1 - _STRAIGHT for side in (paper[0], paper[-1], paper[:, 0], paper[:, -1]))


def _parting(grey: Any) -> int:
    """The level that parts dark from bright best (Otsu's)."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(float)
    levels = np.arange(256)
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * levels)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return int(np.argmax(np.nan_to_num(apart)))


def _run(line: Any, at: int) -> tuple[int, int]:
    """The first and the last place of the run of paper around a place."""
    outside = np.flatnonzero(~line)
    before, after = outside[outside < at], outside[outside > at]
    return int(before[-1]) + 1 if before.size else 0, int(after[0]) - 1 if after.size else line.size - 1


def _edge(paper: Any, middle: int, first_row: int, last_row: int, *, first: bool) -> tuple[float, float] | None:
    """An edge as `x = a + b * y`, seen from the middle column outwards; None where it is not straight or not in the picture."""
    reach = last_row - first_row
    rows = np.arange(first_row + round(_MIDDLE * reach), last_row - round(_MIDDLE * reach) + 1)
    if rows.size < 20:
        return None
    side = ~paper[rows, : middle + 1][:, ::-1] if first else ~paper[rows, middle:]
    steps = np.argmax(side, axis=1)  # to the first place that is no paper
    seen = side.any(axis=1)
    if seen.mean() < _STRAIGHT:
        return None
    rows, steps = rows[seen], steps[seen]
    at: Numbers = (middle - steps + 1.0) if first else (middle + steps - 0.0)
    half = rows.size // 2
    b = float(np.median((at[half : 2 * half] - at[:half]) / (rows[half : 2 * half] - rows[:half])))
    a = float(np.median(at - b * rows))
    for _ in range(3):
        near = np.abs(at - a - b * rows) <= _OFF
        if near.mean() < _STRAIGHT:
            return None
        b, a = (float(value) for value in np.polyfit(rows[near], at[near], 1))
    return a, b


def _meeting(upright: tuple[float, float], flat: tuple[float, float]) -> Point:
    """Where `x = a + b * y` meets `y = c + d * x`."""
    (a, b), (c, d) = upright, flat
    y = (c + d * a) / (1 - b * d)
    return a + b * y, y


def _is_sheet(corners: Sequence[Point], size: tuple[int, int]) -> bool:
    """Are four corners those of a sheet that lies in the picture, and turned by less than half a right angle?"""
    width, height = size
    if not all(-0.02 * width <= x <= 1.02 * width and -0.02 * height <= y <= 1.02 * height for x, y in corners):
        return False
    following = [*corners[1:], corners[0]]
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(corners, following, strict=True)) / 2
    sides = [_distance(a, b) for a, b in zip(corners, following, strict=True)]
    even = min(sides[0], sides[2]) > 0.6 * max(sides[0], sides[2]) and min(sides[1], sides[3]) > 0.6 * max(sides[1], sides[3])
    return even and _LEAST <= area / (width * height) <= _MOST


def _distance(a: Point, b: Point) -> float:
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))
