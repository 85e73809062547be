"""Every page is told for what it is: text, a picture, blank, or a text layer not to be trusted; and why."""

from __future__ import annotations

import io
import random
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.scan.sheet import LEVELS, as_pdf, scan_pdf
from pipeline.ingest.pdf_page import read_page
from pipeline.model import Quality
from tests.broken.make import no_meaning
from tests.ingest import pdf_samples as samples

CORPUS = Path(__file__).parents[2] / "corpus"
LETTER, PLAN = CORPUS / "2024-binh-dinh-ubnd-cong-van.pdf", CORPUS / "2022-bac-giang-ubnd-ke-hoach.pdf"
LYING = (A4[1], A4[0])
LINES = (
    "Ủy ban nhân dân xã Bình Yên xây dựng kế hoạch tổ chức Tuần lễ hưởng ứng học tập suốt đời",
    "với chủ đề do cấp trên đề ra; các đoàn thể vận động hội viên cùng đọc sách mỗi ngày.",
    "Nhà văn hóa thôn mở cửa thư viện đến tối; trường học mời phụ huynh dự lễ khai mạc.",
) * 3
WITHOUT_MARKS = tuple(unicodedata.normalize("NFD", line).encode("ascii", "ignore").decode() for line in LINES)
TCVN3 = ("Uû ban nh©n d©n x· B×nh Yªn x©y dùng kÕ ho¹ch tæ chøc TuÇn lÔ h­ëng øng häc tËp suèt ®êi",) * 9
MOJIBAKE = tuple(line.encode().decode("latin-1").translate(dict.fromkeys(range(0x80, 0xA0), "¬")) for line in LINES)
ELSEWHERE = {letter: letter + 0x3C0 for letter in range(0x41, 0x7B)}
SHIFTED = tuple(line.translate(ELSEWHERE) for line in LINES)
MISREAD = ("cQNG HoAxA nQI cHU NGHiA VlET NAM DQc l4p Tg do H4nh phiic xdy dgng k6 ho4ch t6 chrc tu6n 16",) * 9
PANEL = ("Người ký: Ủy ban nhân dân xã Bình Yên", "Email: vanthu@example.vn", "Thời gian ký: 15.09.2024 08:30:00 +07:00")

Draw = Callable[[Canvas], None]


def page(*draws: Draw, size: tuple[float, float] = A4, turn: int = 0) -> bytes:
    def all_of_them(c: Canvas) -> None:
        c.setPageRotation(turn)
        for draw in draws:
            draw(c)
        c.showPage()

    return samples.pdf(all_of_them, size)


def text(lines: Sequence[str], *, top: float = 70, hidden: bool = False) -> Draw:
    def draw(c: Canvas) -> None:
        written = c.beginText(50, c._pagesize[1] - top)
        written.setFont("Serif", 10)
        written.setTextRenderMode(3 if hidden else 0)
        for line in lines:
            written.textLine(line)
        c.drawText(written)

    return draw


def picture(share: float = 1.0, strips: int = 1, pale: bool = False) -> Draw:
    """A picture over a share of the page, in so many strips."""

    def draw(c: Canvas) -> None:
        width, height = c._pagesize[0] * share**0.5, c._pagesize[1] * share**0.5
        for i in range(strips):
            noise = bytes(230 + n // 12 if pale else n for n in random.Random(i).randbytes(900))
            image = ImageReader(Image.frombytes("L", (30, 30), noise))
            c.drawImage(image, 0, height * i / strips, width, height / strips)

    return draw


def curves(c: Canvas) -> None:
    for i in range(200):
        c.bezier(50 + i, 500, 60 + i, 520, 70 + i, 480, 80 + i, 500)


def table(c: Canvas) -> None:
    c.grid([50, 90, 420, 560, 780], [400 - 25 * i for i in range(6)])
    for i, words in enumerate(("Tuyên truyền trên loa truyền thanh xã", "Hội thi kể chuyện theo sách", "Mở lớp học chữ ban đêm")):
        for x, cell in ((55, str(i + 1)), (95, words), (425, "Hội Khuyến học"), (565, "Ủy ban nhân dân xã")):
            c.drawString(x, 382 - 25 * i, cell)


def numbered(c: Canvas) -> None:
    text(LINES)(c)
    samples.stamp(c, 300, 40, "2280")


@cache
def scanned(level: str, path: Path) -> bytes:
    return scan_pdf(path.read_bytes(), LEVELS[level], "3")


@cache
def sheet() -> Image.Image:
    with closing(pdfium.PdfDocument(PLAN)) as pdf:
        return pdf[0].render(scale=1).to_pil().convert("RGB")


class Kind(NamedTuple):
    name: str
    data: Callable[[], bytes]
    index: int
    quality: Quality
    reason: str | None  # words that it holds


def kinds() -> list[Kind]:
    found: list[Kind] = []

    def add(name: str, data: Callable[[], bytes], quality: Quality, reason: str | None, index: int = 0) -> None:
        found.append(Kind(name, data, index, quality, reason))

    for path in (PLAN, *sorted(CORPUS.glob("2025-*.pdf"))[:8]):
        add(f"sample {path.stem}", path.read_bytes, "good", None)
    add("a sample's last page", PLAN.read_bytes, "good", None, 1)
    for turn in (0, 90, 180, 270):
        for lying, size in (("", A4), (" landscape", LYING)):
            shape = f"{lying} turned by {turn}"

            def made(*draws: Draw, size: tuple[float, float] = size, turn: int = turn) -> Callable[[], bytes]:
                return lambda: page(*draws, size=size, turn=turn)

            add(f"text{shape}", made(text(LINES)), "good", None)
            add(f"picture{shape}", made(picture()), "empty", "an image covers 100% of the page and its text has no letters")
            add(f"junk layer{shape}", made(picture(), text(WITHOUT_MARKS)), "poor", "of the letters are marked as Vietnamese")
            add(f"layer of a good recogniser{shape}", made(picture(), text(LINES, hidden=True)), "good", None)
        add(f"table turned by {turn}", lambda turn=turn: page(table, size=LYING, turn=turn), "good", None)  # type: ignore[misc]
    for level in LEVELS:
        for name, path in (("letter", LETTER), ("plan", PLAN)):
            add(f"{name}, {level}", lambda level=level, path=path: scanned(level, path), "empty", "an image covers")  # type: ignore[misc]
    add("sheet as a scanner's software leaves it", lambda: as_pdf([sheet()], LEVELS["light"]), "empty", "an image covers 100%")
    for name, draw in (("by cells", samples.by_cells), ("by rows", samples.by_rows), ("right column first", samples.right_first)):
        add(f"letterhead {name}", lambda draw=draw: samples.pdf(draw), "good", None)  # type: ignore[misc]

    one = lambda *draws: lambda: page(*draws)  # noqa: E731
    add("nothing", one(), "good", "blank page")
    add("spaces", one(text(("   ", " "))), "good", "blank page")
    add("only a page's number", one(text(("- 12 -",))), "good", "blank page")
    add("only a name", one(text(("Trần Thị Bích Hạnh",))), "good", None)
    add("a logo", one(picture(0.05), text(LINES)), "good", None)
    add("text around a photograph", one(picture(0.4), text(LINES)), "good", None)
    add("text on a background", one(picture(pale=True), text(LINES)), "good", None)
    add("letters without marks, no picture", one(text(WITHOUT_MARKS)), "good", None)
    add("decomposed letters", one(text([unicodedata.normalize("NFD", line) for line in LINES])), "good", None)
    add("capitals", one(text([line.upper() for line in LINES])), "good", None)
    add("a stamped number", one(numbered), "good", None)
    add("a digital signature", one(text(LINES), text(PANEL, top=20)), "good", None)
    add("a scan with a digital signature", one(picture(), text(PANEL)), "empty", "an image covers 100%")
    add("a scan with overlaid digits", one(picture(), text(("22", "20 10"))), "empty", "an image covers 100%")
    add("a scan with its issuer overlaid", one(picture(), text(("UBND XÃ BÌNH YÊN",))), "empty", "its text has 13 letters")
    add("a scan in strips", one(picture(strips=12)), "empty", "an image covers 100%")
    add("a scan with wide margins", one(picture(0.6)), "empty", "an image covers 60%")
    add("letters as curves", one(curves), "empty", "there is ink on the page but not one letter of text")
    add("a recogniser without Vietnamese", one(picture(), text(MISREAD)), "poor", "words are Vietnamese syllables")
    add("characters without meaning", no_meaning, "poor", "have no meaning in the file's character map")
    add("TCVN3", one(text(TCVN3)), "poor", "codes of a legacy Vietnamese font (TCVN3)")
    add("UTF-8 read as Latin-1", one(text(MOJIBAKE)), "poor", "UTF-8 that was read as another encoding")
    add("a character map that is off", one(text(SHIFTED)), "poor", "words are Vietnamese syllables")
    return found


KINDS = kinds()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_page_is_told_for_what_it_is(kind: Kind) -> None:
    with closing(pdfium.PdfDocument(io.BytesIO(kind.data()))) as pdf:
        pdf.init_forms()
        found = read_page(pdf, kind.index)
    assert found.quality == kind.quality, found.reason
    if kind.reason is None:
        assert found.reason is None
    else:
        assert found.reason and kind.reason in found.reason


def test_at_least_sixty_pages_of_every_quality_are_told() -> None:
    qualities = Counter(kind.quality for kind in KINDS)
    assert len(KINDS) >= 60 and min(qualities.values()) >= 10 and len(qualities) == 3
    assert len({kind.name for kind in KINDS}) == len(KINDS)
