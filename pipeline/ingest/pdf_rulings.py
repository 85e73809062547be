"""The straight lines drawn on a PDF's page: cheap to ask for, so that a page of running text costs next to nothing."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise, repeat
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.model import Box

THIN = 3.0  # points: what is no thicker is a line, whether it was drawn as one or as a filled rectangle
_SHORTEST = 3.0
_MOST_SEGMENTS = 20_000  # of one page; more are a drawing
_FEWEST = 4  # a table of two cells by two has three lines each way, or four frames
_Point = tuple[float, float]


class Rulings(NamedTuple):
    """Lines as boxes in the PDF's own coordinates (left, bottom, right, top); `hidden` where a form of the page has more."""

    lines: list[Box]
    hidden: bool


def rulings_of(page: pdfium.PdfPage) -> Rulings:
    """The lines of a page that stand upright or lie flat."""
    paths, hidden = _paths(page)
    lines = [line for path in paths for line in _lines(path)] if paths else []
    return Rulings(lines, hidden)


def _paths(page: pdfium.PdfPage) -> tuple[list[raw.FPDF_PAGEOBJECT], bool]:
    """The drawings on a page; none where they are too few for a table (a line below a motto), or too many."""
    handle, kind_of = page.raw, raw.FPDFPageObj_GetType
    count = raw.FPDFPage_CountObjects(handle)
    objects = list(map(raw.FPDFPage_GetObject, repeat(handle, count), range(count)))  # each a call into pdfium: no loop of ours
    kinds = list(map(kind_of, objects))
    if raw.FPDF_PAGEOBJ_PATH not in kinds and raw.FPDF_PAGEOBJ_FORM not in kinds:
        return [], False
    found = [one for one, kind in zip(objects, kinds, strict=True) if kind == raw.FPDF_PAGEOBJ_PATH]
    hidden = any(_draws(one) for one, kind in zip(objects, kinds, strict=True) if kind == raw.FPDF_PAGEOBJ_FORM)
    segments = sum(max(0, raw.FPDFPath_CountSegments(path)) for path in found)
    return (found if 2 * _FEWEST <= segments <= _MOST_SEGMENTS else []), hidden


def _draws(form: raw.FPDF_PAGEOBJECT) -> bool:
    """Does a form, a page within the page, hold enough drawings for a table?"""
    parts = (raw.FPDFFormObj_GetObject(form, i) for i in range(min(raw.FPDFFormObj_CountObjects(form), _MOST_SEGMENTS)))
    drawn = sum(1 for part in parts if raw.FPDFPageObj_GetType(part) == raw.FPDF_PAGEOBJ_PATH)
    return drawn >= _FEWEST


def _lines(path: raw.FPDF_PAGEOBJECT) -> Iterator[Box]:
    """The lines of one drawing: itself where it is thin, else its straight sides."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(path, left, bottom, right, top):
        return
    width, height = right.value - left.value, top.value - bottom.value
    if min(width, height) <= THIN:
        if max(width, height) >= _SHORTEST:
            yield _middle(left.value, bottom.value, right.value, top.value)
        return
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, filled, stroked)
    for points in _figures(path):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            if max(box[2] - box[0], box[3] - box[1]) >= _SHORTEST:
                yield _middle(*box)
        elif stroked.value:  # a surface without an outline is a background
            for (x0, y0), (x1, y1) in pairwise(points):
                if min(abs(x1 - x0), abs(y1 - y0)) < 1 and max(abs(x1 - x0), abs(y1 - y0)) >= _SHORTEST:
                    yield _middle(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _middle(x0: float, y0: float, x1: float, y1: float) -> Box:
    """A line without its thickness."""
    if x1 - x0 < y1 - y0:
        return (x0 + x1) / 2, y0, (x0 + x1) / 2, y1
    return x0, (y0 + y1) / 2, x1, (y0 + y1) / 2


def _figures(path: raw.FPDF_PAGEOBJECT) -> Iterator[list[_Point]]:
    """The corners of each figure of a drawing, in order, a closed one back to its first; what is bent ends a figure."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[_Point] = []
    for i in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind = raw.FPDFPathSegment_GetType(segment)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if kind != raw.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            points.append(points[0])
    if len(points) > 1:
        yield points
