"""The ink in a place of a scanned page: does it look like print? A hand keeps neither height nor line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from pipeline.ingest.scan_image import Picture, Prepared
from pipeline.model import Box

_HEIGHT_OFF = 0.17  # by which printed digits may differ from the letters beside them; stamped ones do by a tenth
_BASE_OFF = 0.22  # of a digit's height: stamped digits stand a little off the line
_EVEN = 0.05  # of a digit's height: no hand writes three digits as level as this
_DARK = 140


def crop(page: Prepared, box: Box) -> Picture:
    """What a levelled box shows, on the picture as it is."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    there_x, there_y = page.unlevel(x, y)
    dx, dy = there_x - x, there_y - y
    x0, y0, x1, y1 = (max(0, round(v)) for v in (box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy))
    return np.ascontiguousarray(page.picture[y0:y1, x0:x1])


@dataclass(frozen=True, slots=True)
class Run:
    """Ink between two white columns: a digit, or some that touch."""

    top: int
    bottom: int
    width: int

    @property
    def height(self) -> int:
        return self.bottom - self.top


def runs_in(page: Prepared, box: Box, line: Box) -> list[Run]:
    """The runs of ink in a box, as high as digits are; specks and leader dots are none."""
    x0, _, x1, _ = box
    height = line[3] - line[1]
    top, bottom = line[1] - 0.5 * height, line[3] + 0.45 * height
    margin = round(min(height, x0))
    wide = _without_rules(crop(page, (x0 - margin, top, x1 + height, bottom)) < _DARK, 1.3 * height)
    ink = wide[:, margin : margin + round(x1 - x0)]
    if not ink.size:
        return []
    columns = ink.any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    runs = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        first, last = _tallest(np.any(ink[:, start:end], axis=1))
        run = Run(first, last, int(end - start))
        if run.height > 0.4 * height and int(ink[first:last, start:end].sum()) > 12:
            runs.append(run)
    return runs


def _without_rules(ink: Any, longest: float) -> Any:
    """Ink without strokes longer than any of a letter: the rule under the motto stands right above the date."""
    edges = np.diff(np.pad(ink.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    for row, start, end in zip(rows, starts, ends, strict=True):
        if end - start > longest:
            ink[row, start:end] = False
    return ink


def _tallest(rows: Any) -> tuple[int, int]:
    """The longest unbroken stretch of inked rows: what lies below or above it belongs to other lines, or to its marks."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], rows.astype(np.int8), [0]))))
    first, last = max(zip(edges[::2], edges[1::2], strict=True), key=lambda pair: pair[1] - pair[0])
    return int(first), int(last)


def looks_printed(ink: list[Run], value: str, reference: list[Run], glued: bool) -> bool:
    """Is there room for the digits, and are they as high as print beside them and on its line, or as even as only a stamp is?"""
    if not ink or not reference or len(ink) > len(value):
        return False
    high = float(median([run.height for run in reference]))
    base = float(median([run.bottom for run in reference]))
    own = float(median([run.height for run in ink]))
    level = float(median([run.bottom for run in ink]))
    fewest = sum(map(_fewest, ink[:-1])) + 1 if glued else sum(map(_fewest, ink))  # the stroke may touch the last digit
    if not fewest <= len(value) <= sum(map(_most, ink)):
        return False
    off = _HEIGHT_OFF if len(ink) > 1 else 0.6 * _HEIGHT_OFF
    even = all(abs(run.height - own) <= _EVEN * own and abs(run.bottom - level) <= _EVEN * own for run in ink)
    if len(ink) > 2 and even and 0.75 * high <= own <= 1.4 * high:
        return True
    return (
        all(abs(run.height - high) <= off * high for run in ink)
        and all(abs(run.bottom - level) <= 0.1 * high for run in ink)
        and abs(level - base) <= _BASE_OFF * high
    )


def _fewest(run: Run) -> int:
    """How many digits a run holds at least; one with a speck beside it is hardly half as wide again as high."""
    return max(1, math.ceil(run.width / run.height - 0.45))


def _most(run: Run) -> int:
    return max(1, math.floor(run.width / (0.3 * run.height)))
