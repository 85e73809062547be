"""One page of a PDF: its lines in reading order with their boxes, stamped words in their place, and whether it could be read."""

from __future__ import annotations

import ctypes
import math
import re
from contextlib import closing
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.ingest.layout import TextLine, Word, join, may_have_columns, order_columns, split_at_gaps, split_into_rows
from pipeline.ingest.pdf_marks import has_stray_marks, mend_marks
from pipeline.ingest.pdf_quality import judge
from pipeline.ingest.pdf_rulings import rulings_of
from pipeline.ingest.pdf_stamps import is_panel, is_signature, place_stamps
from pipeline.ingest.pdf_tables import read_tables
from pipeline.model import Box, Quality, Table
from pipeline.text import UPPER

if TYPE_CHECKING:
    from PIL import Image

_WORD = re.compile(r"\S+")
_STAMPING = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP}
_NUMBERED_ROW = re.compile(rf"\d(?<=[^\S\r\n]\d)\d{{0,2}}[^\S\r\n]+[{UPPER}]")
_LONGEST_LINE = 110  # characters across a page in a readable size
_DPI = 200  # for recognition; more gains nothing
_OFF = 0.1  # points
_MOST_ANNOTATIONS = 500  # of one page; more are nobody's stamps


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page's lines as (text, box), as the file spells them, what stands beside the text (panels of digital signatures) last."""

    lines: list[tuple[str, Box | None]]
    width: float
    height: float
    quality: Quality
    reason: str | None
    printed: tuple[Word, ...] = ()  # on a page without usable text: words to be believed all the same
    panels: tuple[tuple[str, Box], ...] = ()  # and the lines of digital signatures
    recognised: bool = False
    read: tuple[tuple[str, Box, float], ...] = ()  # its words, where it was recognised, with their confidences
    tables: tuple[Table, ...] = ()


def read_page(pdf: pdfium.PdfDocument, index: int, data: bytes = b"") -> PdfPage:
    """Read one page; `data` is the whole file, for tables that are hard to find. Raises PdfiumError where it is damaged."""
    with closing(pdf[index]) as page, closing(page.get_textpage()) as textpage:
        text = _PageText(page, textpage)
        found = _read(pdf, index, page, textpage, text)
        rulings = rulings_of(page)
        if found.quality != "good" or not (rulings.lines or rulings.hidden):
            return found
        return replace(found, tables=read_tables(rulings, text, data, index + 1))


def _read(pdf: pdfium.PdfDocument, index: int, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, text: _PageText) -> PdfPage:
    """A page's text."""
    annotations = _annotations(page)
    if index and not annotations and _is_running_text(text.text):
        plain = _plain_page(text.text, page, textpage)
        if plain.quality == "good":
            return plain
    lines, beside = text.mended(), list[TextLine]()
    if annotations:
        stamps, beside = _stamped(pdf, index, page, text.text, [text.turned(*rect) for rect in annotations])
        lines, colliding = place_stamps(lines, stamps, text.letters)
        beside += colliding
    lines = order_columns(lines, first_page=index == 0)
    quality, reason = judge("\n".join(line.text for line in lines), page, textpage)
    width, height = page.get_size()
    found: list[tuple[str, Box | None]] = [(line.text, line.box) for line in lines + beside]
    if quality == "good":
        return PdfPage(found, width, height, quality, reason)
    own = [line for line in lines if quality == "empty" and not is_signature(line.text)]
    panels = [line for line in lines if quality == "empty" and is_signature(line.text)] + beside
    printed = tuple(word for line in own for word in line.words)
    return PdfPage(found, width, height, quality, reason, printed, tuple((line.text, line.box) for line in panels))


def picture_of(pdf: pdfium.PdfDocument, index: int, *, masks: bool, stamps: bool = True) -> Image.Image:
    """A page as it is shown, with or without what was stamped onto it. Raises PdfiumError where it is damaged.

    Where the file has `masks`, its pictures may not be shown as they are.
    """
    from pipeline.ingest.scan_image import best_scale

    with closing(pdf[index]) as page:
        width, height = page.get_size()
        scale = best_scale(width, height, _DPI / 72)
        if not masks and (alone := _only_picture(page, (math.ceil(width * scale), math.ceil(height * scale)))):
            return alone
        shown = page.render(
            scale=scale,
            draw_annots=stamps,
            may_draw_forms=stamps,
            prefer_bgrx=True,  # these two make it an RGBX picture, which Pillow takes as it lies in memory
            rev_byteorder=True,
        )
        picture: Image.Image = shown.to_pil()
        return picture


def _only_picture(page: pdfium.PdfPage, size: tuple[int, int]) -> Image.Image | None:
    """The picture that is all of a page, where drawing the page would give the very same pixels: that takes twice the time."""
    if raw.FPDFPage_CountObjects(page) != 1 or raw.FPDFPage_GetAnnotCount(page) or page.get_rotation():
        return None
    image = next(page.get_objects(max_depth=1))
    if not isinstance(image, pdfium.PdfImage) or image.get_filters() != ["DCTDecode"] or image.get_px_size() != size:
        return None
    altered = raw.FPDFPageObj_HasTransparency(image) or raw.FPDFPageObj_CountMarks(image) > 0
    if altered or raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(image)) > 0:
        return None
    left, bottom, right, top = page.get_bbox()
    whole = (right - left, 0.0, 0.0, top - bottom, left, bottom)
    if any(abs(a - b) > _OFF for a, b in zip(image.get_matrix().get(), whole, strict=True)):
        return None
    try:
        picture: Image.Image = image.get_bitmap().to_pil()
    except pdfium.PdfiumError:  # damaged: drawing shows what is left of it
        return None
    if picture.mode == "L":
        return picture.copy()  # it lies in the bitmap's memory, which goes with the bitmap
    return picture if picture.mode == "RGB" else None


def _is_running_text(text: str) -> bool:
    """No columns, no loose marks, no line in which rows of a table may have run together: `... 1 Lễ khai mạc ... 2 Hội thảo`."""
    long = any(len(line) > _LONGEST_LINE for line in text.split("\r\n"))
    return not (long or _NUMBERED_ROW.search(text) or may_have_columns(text) or has_stray_marks(text))


def _plain_page(text: str, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> PdfPage:
    """A page of running text: its lines as the file has them, for which nobody needs to know where they stand."""
    lines: list[tuple[str, Box | None]] = [(line, None) for raw_line in text.split("\r\n") if (line := raw_line.strip())]
    quality, reason = judge("\n".join(line for line, _ in lines), page, textpage)
    width, height = page.get_size()
    return PdfPage(lines, width, height, quality, reason)


class _PageText:
    """The characters of a page and where they stand, measured from the top left corner of what is shown."""

    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> None:
        self.text: str = textpage.get_text_range()
        self._handle = textpage.raw
        self._rect = raw.FS_RECTF()
        self._pointer = ctypes.byref(self._rect)
        self._same_index = textpage.count_chars() == len(self.text)
        self._turn = page.get_rotation()
        bounds = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, bounds)
        self._left, self._top, self._right, self._bottom = bounds.left, bounds.top, bounds.right, bounds.bottom

    def box(self, index: int) -> Box:
        """The box of one character, as high as its font: `a` and `Ủ` of one line are level."""
        if not self._same_index:  # pdfium leaves out characters that stand for nothing
            index = raw.FPDFText_GetCharIndexFromTextIndex(self._handle, index)
        rect = self._rect
        if not raw.FPDFText_GetLooseCharBox(self._handle, index, self._pointer):
            return 0.0, 0.0, 0.0, 0.0
        if self._turn == 0:
            return rect.left - self._left, self._top - rect.top, rect.right - self._left, self._top - rect.bottom
        return self.turned(rect.left, rect.top, rect.right, rect.bottom)

    def turned(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A rectangle of the PDF's own coordinates on the page as it is shown, y growing downwards."""
        if self._turn == 0:
            return left - self._left, self._top - top, right - self._left, self._top - bottom
        if self._turn == 90:
            return bottom - self._bottom, left - self._left, top - self._bottom, right - self._left
        if self._turn == 180:
            return self._right - right, bottom - self._bottom, self._right - left, top - self._bottom
        return self._top - top, self._right - right, self._top - bottom, self._right - left

    def lines(self, start: int = 0) -> list[TextLine]:
        """The lines as the file has them, from an offset on."""
        lines = []
        for line in self.text[start:].split("\r\n"):
            text = line.strip()
            if text:
                first = start + line.index(text[0])
                head, tail = self.box(first), self.box(first + len(text) - 1)
                found = TextLine(text, _span(head, tail), partial(self.words, text, first))
                leaves_its_row = abs(head[3] - tail[3]) > 0.5 * (head[3] - head[1])
                if leaves_its_row and not self._upright(first):
                    lines += split_into_rows(found)
                else:
                    lines.append(found)
            start += len(line) + 2
        return lines

    def mended(self) -> list[TextLine]:
        """The lines, each mark at its letter."""
        lines = self.lines()
        return mend_marks(lines, self.letters) if has_stray_marks(self.text) else lines

    def _upright(self, index: int) -> bool:
        """Does the text run up or down the page as it is shown?"""
        angle: float = math.degrees(raw.FPDFText_GetCharAngle(self._handle, index)) + self._turn
        return abs(angle % 180 - 90) < 45

    def words(self, text: str, start: int) -> list[Word]:
        return [
            Word(m[0], _span(self.box(start + m.start()), self.box(start + m.end() - 1)), start + m.start())
            for m in _WORD.finditer(text)
        ]

    def letters(self, word: Word) -> list[Word]:
        return [Word(letter, self.box(i), i) for i, letter in enumerate(word.text, word.start)]


def _span(a: Box, b: Box) -> Box:
    """The box from one character of a line to another."""
    ax0, ay0, ax1, ay1 = a
    bx0, by0, bx1, by1 = b
    return ax0 if ax0 < bx0 else bx0, ay0 if ay0 < by0 else by0, ax1 if ax1 > bx1 else bx1, ay1 if ay1 > by1 else by1


def _annotations(page: pdfium.PdfPage) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of the annotations that may hold text of the document: fields, free text, stamps; not links."""
    found = []
    for i in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, i)
        if not annotation:
            continue
        if raw.FPDFAnnot_GetSubtype(annotation) in _STAMPING:
            rect = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(annotation, rect)
            found.append((rect.left, rect.top, rect.right, rect.bottom))
        raw.FPDFPage_CloseAnnot(annotation)
    return found


def _stamped(
    pdf: pdfium.PdfDocument, index: int, read: pdfium.PdfPage, printed: str, annotations: list[Box]
) -> tuple[list[Word], list[TextLine]]:
    """What annotations add to a page that was read, by flattening it: stamps, and the lines of signatures' panels."""
    pdf.init_forms()
    raw.FPDFPage_Flatten(read, raw.FLAT_NORMALDISPLAY)  # shows when the page is loaded anew
    written: dict[Box | None, list[list[Word]]] = {}
    with closing(pdf[index]) as page, closing(page.get_textpage()) as textpage:
        text = _PageText(page, textpage)
        for row in _added(text, printed):
            for annotation, words in groupby(row, lambda word: _home(word.box, annotations)):
                written.setdefault(annotation, []).append(list(words))
    stamps, panels = [], []
    for annotation, rows in written.items():
        if annotation is None or len(rows) > 1 or is_panel(join(rows[0])):
            panels += [TextLine.of(words) for words in rows]
        else:
            parts = split_at_gaps(TextLine.of(rows[0]))  # one annotation may fill two blanks: `12        10`
            stamps += [Word(part.text, part.box, stamped=True) for part in parts]
    return stamps, panels


def _added(text: _PageText, printed: str) -> list[list[Word]]:
    """The words, by rows, that a flattened page has more than its print: mostly behind it, sometimes in between."""
    if text.text.startswith(printed):
        return [line.words for line in text.lines(len(printed))]
    rows = [line.words for line in text.lines()]
    words = [word for row in rows for word in row]
    matcher = SequenceMatcher(None, printed.split(), [word.text for word in words], autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] in ("insert", "replace")]
    added = {words[i].start for _, _, _, start, end in changes for i in range(start, end)}
    return [new for row in rows if (new := [word for word in row if word.start in added])]


def _home(word: Box, annotations: list[Box]) -> Box | None:
    """The annotation that a word belongs to: the smallest one around the word's middle."""
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    around_it = [a for a in annotations if a[0] <= x <= a[2] and a[1] <= y <= a[3]]
    return min(around_it, key=lambda a: (a[2] - a[0]) * (a[3] - a[1]), default=None)
