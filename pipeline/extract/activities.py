"""What is to be done, as a list: the items of the section on activities, split where one holds several."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.reading import Reading
from pipeline.model import Activity, Span

_SPLIT = re.compile(r";\s+")
_SHORT = 25  # shorter pieces carry on the one before them


def extract_activities(reading: Reading) -> Iterator[Activity]:
    """Each item below a heading about activities: `1. Đẩy mạnh các hoạt động thông tin, tuyên truyền ...`."""
    position = 0
    sections = reading.outline.sections
    for paragraph in reading.paragraphs("body"):
        if paragraph.section is None:
            continue
        section = sections[paragraph.section]
        if section.kind != "activities" or section.parent is None:
            continue
        start = section.heading.start if paragraph.label else paragraph.span.start
        for piece in _pieces(reading, start, paragraph.span.end):
            words = reading.words(piece)
            if len(words) < _SHORT or words.endswith(":"):
                continue
            position += 1
            yield Activity(value=words, position=position, **reading.evidence(piece.start, piece.end, "activity.item"))


def _pieces(reading: Reading, start: int, end: int) -> Iterator[Span]:
    """The clauses between semicolons; those in brackets are no clauses of their own."""
    begin, depth_from = start, start
    for m in _SPLIT.finditer(reading.copy, start, end):
        inner = reading.copy[depth_from : m.start()]
        if inner.count("(") > inner.count(")") or m.start() - begin < _SHORT:
            continue
        yield reading.trimmed(begin, m.start())
        begin = depth_from = m.end()
    yield reading.trimmed(begin, end)
