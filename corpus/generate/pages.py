"""A sheet set on A4 pages as PDF, in the drawing orders that real producers have.

`cells`: column after column, as Word writes tables. `rows`: line after line across both columns, as printer drivers do.
`stamped`: number and day are form-field annotations over gaps, as e-office systems leave them.
`wrapped`: a narrow measure, lines broken after hyphens too, page numbers at the foot.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import chain, zip_longest
from pathlib import Path
from typing import Literal

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus.generate.sheet import STAMP, Annex, Sheet, without_marks, without_stamps

Layout = Literal["cells", "rows", "stamped", "wrapped"]
LAYOUTS: tuple[Layout, ...] = ("cells", "rows", "stamped", "wrapped")
Run = tuple[str, str]  # text, face
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 595.0, 842.0, 85.0, 43.0, 57.0, 57.0
SIZE, LEADING, INDENT = 13.0, 15.4, 36.0
MARKED = re.compile(r"(\*{1,3})")
BREAKS = re.compile(r"(?<=\w-)(?=\w)")


def _families() -> Iterator[tuple[Path, dict[str, str]]]:
    """Where a serif with Vietnamese letters may lie: Liberation Serif 2 (Debian: fonts-liberation2), else matplotlib's DejaVu."""
    liberation = {face: f"LiberationSerif-{face}.ttf" for face in ("Regular", "Bold", "Italic")}
    for folder in ("liberation2", "liberation", "liberation-serif"):
        yield Path("/usr/share/fonts/truetype") / folder, liberation
    dejavu = {"Regular": "DejaVuSerif.ttf", "Bold": "DejaVuSerif-Bold.ttf", "Italic": "DejaVuSerif-Italic.ttf"}
    yield Path("/usr/share/fonts/truetype/dejavu"), dejavu
    package = find_spec("matplotlib")
    if package and package.origin:
        yield Path(package.origin).parent / "mpl-data" / "fonts" / "ttf", dejavu


@cache
def register_fonts() -> str:
    """Register the three faces once a process, and say which family they are."""
    for folder, names in _families():
        if not all((folder / name).is_file() for name in names.values()):
            continue
        fonts = [TTFont(face, str(folder / name)) for face, name in names.items()]
        if all(ord("ế") in font.face.charToGlyph for font in fonts):  # Liberation 1 has no letters with two marks
            for font in fonts:
                pdfmetrics.registerFont(font)
            rl_config.useA85 = 0  # binary streams: a fifth smaller
            return names["Regular"].split("-")[0].removesuffix(".ttf")
    raise SystemExit("no serif font with Vietnamese letters: install the package fonts-liberation2, or matplotlib")


@cache
def _width(word: str, face: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(word, face, size))


def _runs(text: str, face: str = "Regular") -> list[Run]:
    """`Chủ đề: *“...”*` -> [("Chủ đề: ", "Regular"), ("“...”", "Italic")]"""
    runs, bold, italic = [], face == "Bold", face == "Italic"
    for piece in MARKED.split(text):
        if piece and not piece.strip("*"):
            bold ^= len(piece) >= 2
            italic ^= len(piece) != 2
        elif piece:
            runs.append((piece, "Bold" if bold else "Italic" if italic else "Regular"))
    return runs


def _lines(runs: list[Run], width: float, size: float, indent: float = 0.0, breaks: bool = False) -> Iterator[list[Run]]:
    """Cut runs into lines no wider than `width`, the first one indented."""
    line: list[Run] = []
    used = indent
    for text, face in runs:
        for word in re.findall(r"\S+\s*|\s+", text):
            for part in BREAKS.split(word) if breaks else (word,):
                if line and used + _width(part.rstrip(), face, size) > width:
                    yield line
                    line, used = [], 0.0
                if line and line[-1][1] == face:
                    line[-1] = (line[-1][0] + part, face)
                else:
                    line.append((part, face))
                used += _width(part, face, size)
    if line:
        yield line


class _Setter:
    """Puts lines on pages from top to bottom."""

    def __init__(self, layout: Layout, title: str) -> None:
        register_fonts()
        self.layout = layout
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.y = HEIGHT - TOP
        self.page = 1
        self.stretch = 0.0
        self.left = LEFT
        self.measure = WIDTH - LEFT - (RIGHT + 30 if layout == "wrapped" else RIGHT)

    def draw(self, x: float, y: float, line: list[Run], size: float, stretch: float = 0.0) -> None:
        text = self.canvas.beginText(x, y)
        if stretch != self.stretch:  # it outlives the text object
            text.setWordSpace(stretch)
            self.stretch = stretch
        for content, face in line:
            text.setFont(face, size)
            text.textOut(content)
        self.canvas.drawText(text)

    def centred(self, middle: float, y: float, text: str, face: str, size: float) -> None:
        runs = _runs(text, face)
        self.draw(middle - sum(_width(part, f, size) for part, f in runs) / 2, y, runs, size)

    def need(self, room: float) -> None:
        if self.y - room < BOTTOM:
            self.turn()

    def turn(self) -> None:
        """A new page; from the second on each has its number, above the text or (`wrapped`) below it."""
        if self.layout == "wrapped" and self.page > 1:
            self.centred(WIDTH / 2, BOTTOM - 24, str(self.page), "Regular", SIZE)
        self.canvas.showPage()
        self.page += 1
        self.stretch = 0.0
        if self.layout != "wrapped":
            self.centred(WIDTH / 2, HEIGHT - 40, str(self.page), "Regular", SIZE)
        self.y = HEIGHT - TOP

    def paragraph(self, text: str, indent: float = INDENT, face: str = "Regular") -> None:
        lines = list(_lines(_runs(text, face), self.measure, SIZE, indent, breaks=self.layout == "wrapped"))
        for number, line in enumerate(lines):
            self.need(LEADING)
            shift = 0.0 if number else indent
            line[-1] = (line[-1][0].rstrip(), line[-1][1])
            gaps = sum(part.count(" ") for part, _ in line)
            slack = self.measure - shift - sum(_width(part, f, SIZE) for part, f in line)
            justify = gaps and number < len(lines) - 1 and 0 < slack < 60
            self.y -= LEADING
            self.draw(self.left + shift, self.y, line, SIZE, slack / gaps if justify else 0.0)
        self.y -= 2.5

    def title(self, lines: tuple[str, ...]) -> None:
        middle = self.left + self.measure / 2
        for number, line in enumerate(lines):
            for part in _lines(_runs(line, "Bold"), self.measure - 40, SIZE + 1):
                self.y -= LEADING + 1
                self.centred(middle, self.y, "".join(p for p, _ in part).strip(), "Bold", SIZE + (0 if number else 1))
        self.y -= 12

    def stamp(self, x: float, y: float, value: str, size: float, name: str) -> float:
        """A gap on the page and, over it, a read-only form field that holds the value."""
        room = _width(value, "Regular", size) + 8
        self.canvas.acroForm.textfield(
            value=value, name=name, x=x, y=y - 4, width=room, height=size + 4, fontName="Times-Roman", fontSize=size,
            borderWidth=0, fillColor=None, borderColor=None, fieldFlags="readOnly",
        )  # fmt: skip
        return room

    def head_line(self, middle: float, y: float, text: str, face: str, size: float) -> None:
        if self.layout != "stamped" or not STAMP.search(text):
            self.centred(middle, y, without_stamps(text), face, size)
            return
        pieces = STAMP.split(text)
        total = sum(_width(p, face, size) + (8 if i % 2 else 0) for i, p in enumerate(pieces))
        x = middle - total / 2
        for i, piece in enumerate(pieces):
            if i % 2:
                x += self.stamp(x, y, piece, size, f"stamp{int(x)}x{int(y)}")
            elif piece:
                self.draw(x, y, [(piece, face)], size)
                x += _width(piece, face, size)

    def letterhead(self, left: tuple[str, ...], right: tuple[str, ...]) -> None:
        if not left and not right:
            return
        top, step = self.y, 16.0

        def face(text: str, italic: bool) -> str:
            bold = (text.upper() == text and not STAMP.search(text)) or text.startswith("Độc lập")
            return "Bold" if bold else "Italic" if italic else "Regular"

        cells = [
            (self.left + 90, [(row, text, face(text, False)) for row, text in enumerate(left)]),
            (self.left + 330, [(row, text, face(text, True)) for row, text in enumerate(right)]),
        ]
        drawn = [(x, cell) for x, column in cells for cell in column]
        if self.layout == "rows":
            drawn.sort(key=lambda item: item[1][0])  # stable: left before right on each row
        for x, (row, text, style) in drawn:
            if text:
                size = 12.0 if style != "Regular" else 12.5
                room = (184 if x < 250 else 262) - 8 * len(STAMP.findall(text))
                while _width(without_stamps(text), style, size) > room:
                    size -= 0.5
                self.head_line(x, top - step * (row + 1), text, style, size)
        for x, column, half in ((self.left + 90, left, 30), (self.left + 330, right, 75)):
            bold = [row for row, text in enumerate(column) if face(text, False) == "Bold" and text != "HỎA TỐC"]
            if bold:  # the rule under the issuer's name and under the motto
                self.canvas.line(x - half, top - step * (bold[-1] + 1) - 3.5, x + half, top - step * (bold[-1] + 1) - 3.5)
        self.y = top - step * (max(len(left), len(right)) + 1)

    def addressees(self, to: tuple[str, ...]) -> None:
        if len(to) == 1:
            self.paragraph(f"Kính gửi: {to[0]}", indent=110)
        elif to:
            self.paragraph("Kính gửi:", indent=110)
            for line in to:
                self.paragraph(f"- {line}", indent=140)

    def signatures(self, recipients: tuple[str, ...], blocks: tuple[tuple[str, ...], ...]) -> None:
        """Recipients on the left, the signature on the right; two signatures side by side stand above the recipients."""
        tall = max((len(block) for block in blocks), default=0) * 16 + 56
        self.need(10 + max(tall, len(recipients) * 13 + 16 if len(blocks) < 2 else tall))
        top = self.y - 20
        small = [(self.left, top - 13 * i, text, face, 11.0) for i, (text, face) in enumerate(
            [("Nơi nhận:", "Italic"), *((line, "Regular") for line in recipients)] if recipients else []
        )]  # fmt: skip
        signed = []
        for number, block in enumerate(blocks):
            middle = self.left + (100 if len(blocks) == 2 and number == 0 else 345)
            rows = [*((top - 16 * i, text) for i, text in enumerate(block[:-1])), (top - 16 * len(block) - 40, block[-1])]
            signed.append([(middle, y, text, "Italic" if text.startswith("(") else "Bold", SIZE) for y, text in rows])
        if len(blocks) == 2:
            across = (item for pair in zip_longest(*signed) for item in pair if item)
            for x, y, text, face, size in across if self.layout == "rows" else chain(*signed):
                self.centred(x, y, text, face, size)
            self.y = top - tall
            for i, (x, _, text, face, size) in enumerate(small):
                self.need(13) if i else None
                self.draw(x, self.y - 13, [(text, face)], size)
                self.y -= 13
            return
        drawn = [(*item, False) for item in small] + [(*item, True) for block in signed for item in block]
        if self.layout == "rows":
            drawn.sort(key=lambda item: -item[1])
        for x, y, text, face, size, middle in drawn:
            if middle:
                self.centred(x, y, without_marks(text), face, size)
            else:
                self.draw(x, y, [(without_marks(text), face)], size)
        self.y = min([y for _, y, *_ in drawn], default=self.y) - 10

    def table(self, rows: list[list[str]]) -> None:
        """A ruled table, the first column narrow; `rows` layouts write it line by line, the others cell by cell."""
        count = max(map(len, rows))
        widths = [34.0, *([(self.measure - 34) / (count - 1)] * (count - 1))] if count > 1 else [self.measure]
        for row in rows:
            cells = [list(_lines(_runs(text), w - 8, 11.5)) for text, w in zip(row, widths, strict=False)]
            tall = max(map(len, cells)) * 14 + 6
            self.need(tall)
            placed = []
            x = self.left
            for cell, w in zip(cells, widths, strict=False):
                placed += [(x + 4, self.y - 14 * (i + 1), line) for i, line in enumerate(cell)]
                self.canvas.rect(x, self.y - tall, w, tall)
                x += w
            if self.layout == "rows":
                placed.sort(key=lambda item: -item[1])
            for x0, y, line in placed:
                self.draw(x0, y, line, 11.5)
            self.y -= tall
        self.y -= 8

    def body(self, paragraphs: tuple[str, ...]) -> None:
        rows: list[list[str]] = []
        for text in (*paragraphs, ""):
            if text.startswith("|"):
                rows.append([cell.strip() for cell in text[1:-1].split("|")])
                continue
            if rows:
                self.table(rows)
                rows = []
            if text:
                self.paragraph(text)

    def annex(self, annex: Annex) -> None:
        self.turn()
        self.title(annex.title)
        self.body(annex.body)

    def close(self) -> bytes:
        if self.layout == "wrapped" and self.page > 1:
            self.centred(WIDTH / 2, BOTTOM - 24, str(self.page), "Regular", SIZE)
        self.canvas.save()
        return self.buffer.getvalue()


def as_pdf(sheet: Sheet, layout: Layout) -> bytes:
    """The document as a PDF; the same sheet and layout give the same bytes."""
    setter = _Setter(layout, " ".join(map(without_marks, sheet.title)) or "Công văn")
    setter.letterhead(sheet.left, sheet.right)
    setter.title(sheet.title)
    setter.addressees(sheet.to)
    setter.body(sheet.body)
    setter.signatures(sheet.recipients, sheet.signatures)
    for annex in sheet.annexes:
        setter.annex(annex)
    return setter.close()
