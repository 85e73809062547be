"""A sheet as a Word file, as offices' templates set it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from docx import Document as WordDocument
from docx.document import Document as Word
from docx.table import _Cell

from corpus.generate.sheet import Sheet, without_marks, without_stamps

_MADE = datetime(2025, 1, 1)  # the same bytes whenever it is made


def as_docx(sheet: Sheet) -> bytes:
    """A Word file: letterhead and signature in tables without lines, annexes' tables with lines."""
    word = WordDocument()
    if sheet.left or sheet.right:
        _side_by_side(word, sheet.left, sheet.right)
    for line in sheet.title:
        _paragraph(word, line, centred=True)
    if len(sheet.to) == 1:
        _paragraph(word, f"Kính gửi: {sheet.to[0]}")
    elif sheet.to:
        for line in ("Kính gửi:", *(f"- {to}" for to in sheet.to)):
            _paragraph(word, line)
    _body(word, sheet.body)
    signed = [line for block in sheet.signatures for line in (*block[:-1], "", "", block[-1])]
    if sheet.recipients:
        _side_by_side(word, ("Nơi nhận:", *sheet.recipients), signed)
    else:
        for line in signed:
            _paragraph(word, line, centred=True)
    for annex in sheet.annexes:
        word.add_page_break()
        for line in annex.title:
            _paragraph(word, line, centred=True)
        _body(word, annex.body)
    word.core_properties.created = word.core_properties.modified = _MADE
    out = io.BytesIO()
    word.save(out)
    return _timeless(out.getvalue())


def _timeless(content: bytes) -> bytes:
    """The same archive, its entries of one day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            copy.writestr(zipfile.ZipInfo(name, _MADE.timetuple()[:6]), archive.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _body(word: Word, lines: Sequence[str]) -> None:
    rows: list[list[str]] = []
    for line in (*lines, ""):
        if line.startswith("|"):
            rows.append([cell.strip() for cell in without_marks(line).strip("|").split("|")])
            continue
        rows = [row for row in rows if any(cell.strip("-: ") for cell in row)]
        if rows:
            table = word.add_table(rows=0, cols=max(map(len, rows)), style="Table Grid")
            for row in rows:
                for cell, text in zip(table.add_row().cells, row, strict=False):
                    cell.text = text
            rows = []
        if line:
            _paragraph(word, line)


def _paragraph(word: Word, line: str, centred: bool = False) -> None:
    paragraph = word.add_paragraph(without_stamps(without_marks(line)))
    if centred:
        paragraph.alignment = 1


def _side_by_side(word: Word, left: Sequence[str], right: Sequence[str]) -> None:
    table = word.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        _fill(cell, lines)
    word.add_paragraph()  # Word itself ends no document with a table; LibreOffice's DOC loses such a one


def _fill(cell: _Cell, lines: Sequence[str]) -> None:
    cell.paragraphs[0].text = without_stamps(without_marks(lines[0])) if lines else ""
    for line in lines[1:]:
        cell.add_paragraph(without_stamps(without_marks(line)))
