"""Tables of scanned annexes: every cell where it was, with what was recognised in it; unclear lines make no table."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scan_samples import needs_tesseract

from corpus.scan.sheet import LEVELS, scan_pdf
from pipeline.ingest.layout import TextLine, Word
from pipeline.ingest.ocr import OcrWord
from pipeline.ingest.scan_image import Prepared
from pipeline.ingest.scan_tables import read_tables as read_scanned_tables
from pipeline.model import Box, Table
from tests.test_tables import FILLED, FORM, HOURS, LIST, MERGED, TITLE, drawn, laid_out, merged_cells, tables_of


@needs_tesseract
@pytest.mark.parametrize(
    ("cells", "merged", "title", "kind"),
    [
        (FORM, MERGED, TITLE, "form"),
        (FILLED, MERGED, TITLE, "filled"),
        (LIST, [], "DANH SÁCH BAN TỔ CHỨC", "list"),
        (HOURS, [], "CHƯƠNG TRÌNH LỄ KHAI MẠC", "list"),
    ],
    ids=["form", "filled", "list", "hours"],
)
def test_a_scanned_annex_has_its_cells(
    cells: list[list[str]], merged: list[tuple[int, int, int, int]], title: str, kind: str
) -> None:
    printed = drawn(cells, merged, title)
    (table,) = tables_of(scan_pdf(printed, LEVELS["light"], "5"))
    (as_printed,) = tables_of(printed)
    assert merged_cells(table) == merged and table.kind == kind
    found, right = list(chain.from_iterable(laid_out(table))), list(chain.from_iterable(cells))
    assert sum(a == b for a, b in zip(found, right, strict=True)) >= 0.75 * len(right)  # a lone figure is often not seen
    assert all(a == b for a, b in zip(found, right, strict=True) if any(map(str.isdigit, a)))  # but none of them is another
    for row, others in zip(table.rows, as_printed.rows, strict=True):
        for cell, other in zip(row, others, strict=True):
            assert cell.page == 1 and cell.box and other.box
            assert all(abs(a - b) < 14 for a, b in zip(cell.box, other.box, strict=True))  # the sheet lay askew by half a degree


# --- where lines are unclear


def ruled(*words: OcrWord, lines: bool = True, gap: bool = False, open_side: bool = False) -> tuple[Table, ...]:
    """The tables of a page with two rows and two columns between x = 200, 700 and 1200, y = 400, 500 and 600."""
    page = Image.new("L", (1655, 2340), 255)
    brush = ImageDraw.Draw(page)
    if lines:
        for y in (400, 500, 600):
            brush.line((200, y, 1200, y), fill=0, width=2)
        for x in (200, 700) if open_side else (200, 700, 1200):
            brush.line((x, 400, x, 600), fill=0, width=2)
    if gap:  # dots remain of the line between the rows of the first column
        brush.rectangle((203, 498, 697, 503), fill=255)
        for x in range(205, 697, 10):
            brush.line((x, 500, x + 6, 500), fill=0, width=2)
    row = TextLine.of([Word(word.text, (word.x0, word.y0, word.x1, word.y1)) for word in words])
    return read_scanned_tables(Prepared(np.asarray(page), 0, 0, 1), words, [row], 3, lambda box: box)


def word(text: str, x: int, y: int, confidence: float = 95, width: int = 90) -> OcrWord:
    return OcrWord(text, x, y, x + width, y + 30, confidence, (1, 1, 1))


FOUR = (word("Hội", 300, 440), word("Xã", 800, 440), word("Lớp", 300, 540), word("12", 800, 540))


def test_four_words_in_four_cells() -> None:
    (table,) = ruled(*FOUR)
    assert laid_out(table) == [["Hội", "Xã"], ["Lớp", "12"]]
    boxes: list[Box | None] = [cell.box for row in table.rows for cell in row]
    assert boxes[0] and np.allclose(boxes[0], (200, 400, 700, 500), atol=9) and table.page == 3


@pytest.mark.parametrize(
    "page",
    [
        lambda: ruled(*FOUR, lines=False),
        lambda: ruled(*FOUR, gap=True),
        lambda: ruled(*FOUR, open_side=True),
        lambda: ruled(*FOUR, word("Ủy ban nhân dân", 650, 440, width=200)),
        lambda: ruled(word("Phụ lục", 300, 300)),
    ],
    ids=["no lines", "a line of dots", "open on one side", "a word across a line", "nothing in it"],
)
def test_what_is_unclear_is_no_table(page: Callable[[], tuple[Table, ...]]) -> None:
    assert page() == ()


def test_a_stain_is_no_figure() -> None:
    (table,) = ruled(*FOUR[:3], word("1", 800, 540, confidence=40))
    assert laid_out(table) == [["Hội", "Xã"], ["Lớp", ""]]
