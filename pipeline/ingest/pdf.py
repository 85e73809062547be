"""PDF bytes to text with lines, boxes and problems. Whatever the file's fault is, it becomes a problem, not an exception."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.ingest.intake import Intake, Pages, refused
from pipeline.ingest.pace import ALONE, Pace
from pipeline.model import Box, Problem, Table

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

    from pipeline.ingest.pdf_page import PdfPage
    from pipeline.ingest.scan import ScannedPage, Sheet

_LOCKED = (4, 5)  # pdfium's codes: password, security handler
_CATALOGUE = re.compile(rb"(\d+)\s+(\d+)\s+obj\s*<<(?:(?!endobj).){0,2000}?/Type\s*/Catalog", re.S)
_CLOSELY = 30  # pages whose tables may be looked for with all means; an annex of forms has no more
MOST_PAGES = 3000  # a looping page tree claims a million; no office sends as many as this

_BETTER = 60.0  # confidence of a reading that is better than a text layer not to be trusted
_STRANGE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ufffe\uffff\ufb00-\ufb06]")
_CLEAN: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " "),
    **dict.fromkeys([0x200B, 0xFEFF, 0xFFFF], None),
    0x02: "-",  # this and U+FFFE: where pdfium joined a word that was broken at a line's end: `BGDĐT\ufffeGDTX`
    0xFFFE: "-",
    **dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), 0xFB00)),
}


def ingest_pdf(data: bytes, pace: Pace = ALONE) -> Intake:
    """Read a PDF's text layer, e.g. a plan with `Số: 2280/QĐ-UBND` where only `2280` is stamped in."""
    import pypdfium2 as pdfium

    if b"%PDF-" not in data[:1024]:
        return refused("pdf", "not-a-pdf", "The file is not a PDF, whatever its name says.")
    whole = b"%%EOF" in data[-2048:]
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in _LOCKED and b"/Encrypt" in data:  # the code may be left over from the file before
            return refused("pdf", "encrypted", "The PDF is locked with a password; ask for a copy without one.")
        try:
            data = _with_trailer(data)
            pdf = pdfium.PdfDocument(data)
        except pdfium.PdfiumError:
            return refused("pdf", "damaged", "The PDF is damaged and cannot be opened.")
        whole = False
    try:
        count = len(pdf)
        if count == 0:
            return refused("pdf", "no-pages", "The PDF has no pages.")
        if count > MOST_PAGES:
            return refused("pdf", "too-many-pages", f"The PDF claims {count:,} pages; more than {MOST_PAGES:,} are not read.")
        return _read(pdf, data, count, whole, pace)
    finally:
        pdf.close()


def _read(pdf: PdfDocument, data: bytes, count: int, whole: bool, pace: Pace) -> Intake:
    from pypdfium2 import PdfiumError

    from pipeline.ingest.pdf_page import read_page

    layers: list[PdfPage | None] = []  # none where a page is damaged
    for index in range(count):
        try:
            layers.append(read_page(pdf, index, data if index < _CLOSELY else b""))
        except PdfiumError:
            layers.append(None)
    pictures = [number for number, page in enumerate(layers, 1) if page and page.quality != "good"]
    readings = _recognised(pdf, data, layers, pictures, pace) if pictures else {}

    pages = Pages()
    tables: list[Table] = []
    problems: list[Problem] = []
    ocr = False
    if not whole:
        problems.append(_problem("truncated", "The end of the file is missing; what it held may be lost."))
    for number, page in enumerate(layers, 1):
        if page is None:
            pages.add((), "empty", "damaged")
            problems.append(_problem("damaged-page", f"Page {number} is damaged and could not be read.", number))
            continue
        if page.quality != "good":
            page, found = _settled(page, readings.get(number), number)
            problems += found
            ocr = ocr or page.recognised
        tables += map(_canonical_table, page.tables)
        pages.add(_canonical(page.lines), page.quality, page.reason, page.width, page.height, page.read)
    return pages.intake("pdf", problems, ocr=ocr, tables=tables)


def _recognised(
    pdf: PdfDocument, data: bytes, pages: list[PdfPage | None], numbers: list[int], pace: Pace
) -> dict[int, ScannedPage]:
    """What is read off the pictures of some pages, by their numbers; a page that can't be drawn is left out."""
    from pypdfium2 import PdfDocument, PdfiumError

    from pipeline.ingest.pdf_page import picture_of
    from pipeline.ingest.scan import Sheet, read_scans

    masks = b"Mask" in data  # `/Mask`, `/SMask` of a picture; pictures are never packed into other objects

    def sheets() -> Iterator[Sheet]:
        for number in numbers:
            page = pages[number - 1]
            assert page is not None
            try:
                if page.printed:  # drawn over print it would spoil the reading; in `pdf` it has become part of the page
                    with closing(PdfDocument(data)) as fresh:
                        picture = picture_of(fresh, number - 1, masks=masks, stamps=False)
                else:
                    picture = picture_of(pdf, number - 1, masks=masks)
            except PdfiumError:
                continue
            yield Sheet(picture, number, page.width, page.printed, tuple(box for _, box in page.panels))

    return {read.number: read for read in read_scans(sheets(), pace)}


def _settled(page: PdfPage, read: ScannedPage | None, number: int) -> tuple[PdfPage, list[Problem]]:
    """A page without usable text as it was read off its picture; where that can't be done, as the file has it."""
    if read is None:
        return page, [_untrusted(page, number)]
    if page.quality == "poor" and 0 < read.confidence < _BETTER:  # a bad reading is no better than a bad layer
        return page, [_untrusted(page, number)]
    if not read.confidence and (page.quality == "poor" or read.problems):
        return page, [_untrusted(page, number), *(one for one in read.problems if one.code.startswith("ocr-"))]
    lines: list[tuple[str, Box | None]] = [(line.text, line.box) for line in read.lines]
    lines += page.panels
    reason = f"{read.reason}, because {page.reason}"
    words = tuple((_clean(text), box, sure) for text, box, sure in read.words)
    return replace(
        page, lines=lines, quality=read.quality, reason=reason, recognised=True, read=words, tables=read.tables
    ), read.problems


def _untrusted(page: PdfPage, number: int) -> Problem:
    if page.quality == "empty":
        return _problem("no-text-layer", f"Page {number} has no text that can be read: {page.reason}.", number)
    return _problem("poor-text-layer", f"The text of page {number} is not to be trusted: {page.reason}.", number)


def _canonical(lines: list[tuple[str, Box | None]]) -> list[tuple[str, Box | None]]:
    """Lines in composed letters without characters that mean nothing: ligatures, control codes, pdfium's joined words."""
    text = "\n".join(words for words, _ in lines)
    if unicodedata.is_normalized("NFC", text) and not _STRANGE.search(text):
        return lines
    cleaned = ((_clean(words), box) for words, box in lines)
    return [(words, box) for words, box in cleaned if words]


def _canonical_table(table: Table) -> Table:
    """A table whose cells are spelt as the page's lines are."""
    rows = tuple(tuple(replace(cell, text=_clean(cell.text)) for cell in row) for row in table.rows)
    return replace(table, rows=rows, above=tuple(map(_clean, table.above)))


def _clean(words: str) -> str:
    return unicodedata.normalize("NFC", words.translate(_CLEAN)).strip()


def _problem(code: str, message: str, page: int | None = None) -> Problem:
    return Problem("ingest", code, message, page)


def _with_trailer(data: bytes) -> bytes:
    """A PDF whose end was lost, with an end that names its catalogue; pdfium finds all else by itself."""
    found = list(_CATALOGUE.finditer(data))
    if not found:
        return data
    return data + b"\ntrailer\n<< /Root %s %s R >>\nstartxref\n0\n%%%%EOF\n" % (found[-1][1], found[-1][2])
