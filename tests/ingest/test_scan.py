"""Scanned pages are recognised, put in order, kept, and not guessed at where a hand wrote; all with the real Tesseract."""

from __future__ import annotations

import io
import math
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw
from scan_samples import needs_tesseract

from corpus.scan.sheet import LEVELS, as_pdf, received, scan_pdf, scanned, signed_and_sealed
from pipeline.ingest import ingest, ocr, scan
from pipeline.ingest.intake import Intake
from pipeline.ingest.layout import TextLine, Word
from pipeline.ingest.pdf import ingest_pdf
from pipeline.ingest.pdf_page import picture_of
from pipeline.ingest.scan import ingest_image
from pipeline.ingest.scan_image import prepare
from pipeline.ingest.scan_photo import Flat, find_sheet, projection

CORPUS = Path(__file__).parents[2] / "corpus"
REAL = Path(__file__).parents[3] / "shared" / "real"
PLAN = CORPUS / "2022-bac-giang-ubnd-ke-hoach.pdf"
LETTER = CORPUS / "2024-binh-dinh-ubnd-cong-van.pdf"


def sheets(path: Path) -> list[Image.Image]:
    with closing(pdfium.PdfDocument(path)) as pdf:
        pdf.init_forms()
        return [page.render(scale=200 / 72).to_pil().convert("RGB") for page in pdf]


def pdf_of(*pages: Image.Image) -> bytes:
    return as_pdf(pages, LEVELS["light"])


def lines_of(read: Intake) -> list[str]:
    return [read.text[line.start : line.end] for line in read.lines]


def codes(read: Intake) -> list[str]:
    return [problem.code for problem in read.problems]


# --- what is recognised ---------------------------------------------------------------------------------------------------


@needs_tesseract
@pytest.mark.parametrize("level", sorted(LEVELS))
def test_scanned_letter_says_what_was_printed(level: str) -> None:
    read = ingest_pdf(scan_pdf(LETTER.read_bytes(), replace(LEVELS[level], received=0.0), "7"))
    assert read.ocr and read.status == "ok" and not read.problems
    printed = ingest_pdf(LETTER.read_bytes()).text.split()
    recognised = read.text.split()
    assert sum(word in recognised for word in printed) > 0.93 * len(printed)
    assert "Số: 7215/UBND-VX" in read.text and "Bình Định, ngày 30 tháng 9 năm 2024" in read.text
    page = read.pages[0]
    assert page.quality == "good" and page.reason and "recognised by Tesseract" in page.reason
    for line in read.lines:
        assert line.box and 0 <= line.box[0] < line.box[2] <= page.width + 1 and line.box[1] < line.box[3] <= page.height + 1


@needs_tesseract
def test_boxes_are_where_the_words_stand() -> None:
    printed, read = ingest_pdf(PLAN.read_bytes()), ingest_pdf(scan_pdf(PLAN.read_bytes(), LEVELS["heavy"], "7"))

    def box_of(text: Intake, words: str) -> tuple[float, float, float, float]:
        return next(line.box for line in text.lines if text.text[line.start : line.end].startswith(words) and line.box)

    for words in ("I. MỤC ĐÍCH", "trên địa bàn tỉnh Bắc Giang", "2. Yêu cầu"):
        for a, b in zip(box_of(printed, words), box_of(read, words), strict=True):
            assert abs(a - b) < 28, words  # points; the sheet lay askew by up to two degrees


@needs_tesseract
def test_letterhead_and_signature_read_column_by_column() -> None:
    lines = lines_of(ingest_pdf(scan_pdf(PLAN.read_bytes(), LEVELS["light"], "7")))
    head = ["ỦY BAN NHÂN DÂN", "TỈNH BẮC GIANG", "Số: 4517/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert lines[:4] == head
    assert lines.index("Nơi nhận:") < lines.index("TM. ỦY BAN NHÂN DÂN")
    between = lines[lines.index("Nơi nhận:") + 1 : lines.index("TM. ỦY BAN NHÂN DÂN")]
    assert between and all(line.startswith("-") for line in between)


@needs_tesseract
def test_name_under_a_red_seal() -> None:
    read = ingest_pdf(scan_pdf(LETTER.read_bytes(), replace(LEVELS["light"], seal=1.0, received=0.0), "3"))
    assert lines_of(read)[-1] == "Tô Hải Triều"


@needs_tesseract
def test_received_stamp_is_neither_number_nor_date() -> None:
    sheet = sheets(PLAN)[0]
    seen = 0
    for seed in (1, 5, 6):  # in red, in black, in blue
        lines = lines_of(ingest_pdf(pdf_of(received(sheet, random.Random(seed)))))
        title = next(i for i, line in enumerate(lines) if line.endswith(" HOẠCH"))
        head, rest = lines[:title], lines[title:]
        assert "Số: 4517/KH-UBND" in head and "Bắc Giang, ngày 16 tháng 9 năm 2022" in head
        assert not any("ĐẾN" in line or line.startswith("Ngày") for line in head)
        assert rest[1] == "Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2022"
        seen += any(line.startswith("Ngày:") for line in rest[-3:])
    assert seen >= 2  # what is not red is kept, at the page's end


@needs_tesseract
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_on_their_side_or_head(degrees: int) -> None:
    sheet = sheets(LETTER)[0].rotate(degrees, expand=True)
    read = ingest_pdf(pdf_of(sheet))
    assert "Bình Định, ngày 30 tháng 9 năm 2024" in read.text
    page = read.pages[0]
    assert page.width and page.height
    assert all(line.box and line.box[2] <= page.width + 2 and line.box[3] <= page.height + 2 for line in read.lines)


@needs_tesseract
def test_words_keep_their_boxes_and_confidences() -> None:
    read = ingest(scan_pdf(PLAN.read_bytes(), LEVELS["light"], "7"), "scan.pdf", "scan.pdf")
    assert len(read.words) > 0.98 * len(read.text.split())
    lines = {line.start: line for line in read.lines}
    for word in read.words:
        assert read.text[word.start : word.end].split() and 0 <= word.confidence <= 1
        line = next(lines[start] for start in sorted(lines, reverse=True) if start <= word.start)
        assert line.box and line.page == word.page and word.end <= line.end
        assert line.box[0] - 1 <= word.box[0] < word.box[2] <= line.box[2] + 1
    assert ingest(PLAN.read_bytes(), "plan.pdf", "plan.pdf").words == ()


@needs_tesseract
def test_evidence_over_two_lines_is_seen_in_two_places() -> None:
    read = ingest(scan_pdf(PLAN.read_bytes(), LEVELS["light"], "7"), "scan.pdf", "scan.pdf")
    words = "Tuần lễ hưởng ứng học tập suốt đời năm 2022\ntrên địa bàn tỉnh Bắc Giang"
    start = read.text.index(words)
    above, below = read.sightings(start, start + len(words))
    printed = ingest(PLAN.read_bytes(), "plan.pdf", "plan.pdf")
    for seen, first in ((above, "Tổ chức Tuần lễ"), (below, "trên địa bàn")):
        box = next(line.box for line in printed.lines if printed.text[line.start :].startswith(first))
        assert box and seen.page == 1 and abs(seen.box[1] - box[1]) < 12 and abs(seen.box[2] - box[2]) < 12
        assert 0.5 < seen.confidence <= 1
    assert above.box[0] > box[0] - 200 and above.box[3] < below.box[3]
    assert read.sightings(start, start) == []


# --- photographs ------------------------------------------------------------------------------------------------------------


def on_a_table(sheet: Image.Image, corners: list[tuple[float, float]], size: tuple[int, int] = (2400, 3200)) -> Image.Image:
    """A sheet as it is seen on a dark table, its corners clockwise from the top left one."""
    whole = [(0.0, 0.0), (sheet.width, 0.0), (sheet.width, sheet.height), (0.0, sheet.height)]
    seen = projection(corners, whole)
    mask = Image.new("L", sheet.size, 255).transform(size, Image.Transform.PERSPECTIVE, seen)
    paper = sheet.transform(size, Image.Transform.PERSPECTIVE, seen, Image.Resampling.BICUBIC)
    return Image.composite(paper, Image.new("RGB", size, (70, 55, 40)), mask)


def jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80)
    return file.getvalue()


FROM_BELOW = [(420.0, 300.0), (2010.0, 240.0), (2280.0, 2950.0), (130.0, 3050.0)]


def test_corners_of_a_photographed_sheet_are_found() -> None:
    flat = find_sheet(on_a_table(sheets(PLAN)[0], FROM_BELOW), 2340)
    assert flat is not None and flat.size == (1655, 2340)
    found = [flat.in_photograph(x, y) for x, y in ((0, 0), (1655, 0), (1655, 2340), (0, 2340))]
    assert all(math.dist(a, b) < 16 for a, b in zip(found, FROM_BELOW, strict=True)), found


@needs_tesseract
def test_a_photograph_from_below_is_read_and_its_boxes_are_where_the_words_are_seen() -> None:
    sheet = sheets(PLAN)[0]
    read, printed = ingest_image(jpeg(on_a_table(sheet, FROM_BELOW))), ingest_pdf(PLAN.read_bytes())
    assert read.status == "ok" and "Bắc Giang, ngày 16 tháng 9 năm 2022" in read.text
    whole = [(0.0, 0.0), (sheet.width, 0.0), (sheet.width, sheet.height), (0.0, sheet.height)]
    seen = Flat(sheet.size, projection(whole, FROM_BELOW)).in_photograph
    points = read.pages[0].width / 2400  # type: ignore[operator]
    for words in ("I. MỤC ĐÍCH", "trên địa bàn tỉnh Bắc Giang", "2. Yêu cầu"):
        here, there = (
            next(line.box for line in one.lines if one.text[line.start : line.end].startswith(words) and line.box)
            for one in (printed, read)
        )
        middle = seen((here[0] + here[2]) / 2 * 200 / 72, (here[1] + here[3]) / 2 * 200 / 72)
        assert math.dist([at * points for at in middle], [(there[0] + there[2]) / 2, (there[1] + there[3]) / 2]) < 6, words


@pytest.mark.parametrize(
    "treat",
    [
        lambda sheet: scanned(sheet, replace(LEVELS["heavy"], border=1.0), random.Random(3)),
        lambda sheet: Image.new("RGB", sheet.size, "white"),
        lambda sheet: Image.new("RGB", sheet.size, (60, 60, 60)),
        lambda sheet: on_a_table(sheet, [(-90.0, 300.0), (2010.0, 240.0), (2280.0, 2950.0), (-130.0, 3050.0)]),
        lambda sheet: on_a_table(sheet.resize((700, 990)), [(200.0, 200.0), (700.0, 200.0), (700.0, 900.0), (200.0, 900.0)]),
    ],
    ids=["scan with a black border", "blank", "dark", "cut off", "a slip of paper"],
)  # fmt: skip
def test_what_is_no_photograph_of_a_whole_sheet_stays_as_it_is(treat: Callable[[Image.Image], Image.Image]) -> None:
    assert find_sheet(treat(sheets(PLAN)[0]), 2340) is None


def test_a_page_that_is_one_picture_is_taken_as_it_is_drawn() -> None:
    sheet = sheets(PLAN)[0].resize((1500, 2250))  # 540 by 810 points
    data = pdf_of(sheet)
    with closing(pdfium.PdfDocument(data)) as pdf, closing(pdfium.PdfDocument(data)) as turned:
        taken, drawn = picture_of(pdf, 0, masks=False), picture_of(pdf, 0, masks=True)
        assert (taken.mode, drawn.mode) == ("RGB", "RGBX") and taken.size == drawn.size
        assert taken.tobytes() == drawn.convert("RGB").tobytes()
        turned[0].set_rotation(90)
        assert picture_of(turned, 0, masks=False).size == (sheet.height, sheet.width)


@pytest.mark.parametrize("light", [(1.0, 1.0, 1.0), (1.0, 0.96, 0.86)], ids=["day", "lamp"])
def test_a_seal_on_a_photograph_leaves_the_picture_and_print_stays(light: tuple[float, float, float]) -> None:
    sheet = sheets(PLAN)[0]
    sealed = sheet.copy()
    ImageDraw.Draw(sealed).ellipse((800, 1500, 1100, 1800), outline=(205, 30, 45), width=12)

    def ink(picture: Image.Image) -> float:
        lit = [band.point([round(v * share) for v in range(256)]) for band, share in zip(picture.split(), light, strict=True)]
        prepared = prepare(on_a_table(Image.merge("RGB", lit), FROM_BELOW))
        assert prepared.flat is not None
        return float((prepared.picture < 140).sum())

    assert abs(ink(sealed) - ink(sheet)) < 0.01 * ink(sheet)


# --- what is not guessed --------------------------------------------------------------------------------------------------

# A pen's way through the digits of 115, in units of a digit's height, as a hurried hand writes them.
_STROKES = {
    "1": [(0.0, 0.35), (0.25, 0.0), (0.1, 1.1)],
    "5": [(0.6, 0.0), (0.2, 0.05), (0.1, 0.45), (0.5, 0.5), (0.45, 0.95), (-0.05, 1.15)],
}


def overwritten(sheet: Image.Image, words: str, path: Path) -> Image.Image:
    """A sheet with 115 by hand instead of the words at their place."""
    with closing(pdfium.PdfDocument(path)) as pdf, closing(pdf[0]) as page, closing(page.get_textpage()) as text:
        start, count = text.search(words).get_next()
        boxes = [text.get_charbox(i) for i in range(start, start + count)]
        height = page.get_height()
    scale = 200 / 72
    x0, x1 = min(b[0] for b in boxes) * scale, max(b[2] for b in boxes) * scale
    y0, y1 = (height - max(b[3] for b in boxes)) * scale, (height - min(b[1] for b in boxes)) * scale
    written = sheet.copy()
    brush = ImageDraw.Draw(written)
    brush.rectangle((x0 - 2, y0 - 3, x1 + 1, y1 + 3), fill="white")
    size = 1.25 * (y1 - y0)
    for digit, shift in (("1", 0.0), ("1", 0.42), ("5", 0.85)):
        x = x0 + shift * (x1 - x0) * 0.8
        brush.line([(x + 0.55 * size * a, y0 - 4 + size * b) for a, b in _STROKES[digit]], fill=(20, 20, 60), width=4)
    return written


@needs_tesseract
@pytest.mark.parametrize(("words", "left", "what"), [("4517", "Số: /KH-UBND", "number"), ("16", "ngày tháng 9 năm 2022", "day")])
def test_handwriting_is_left_blank_and_told(words: str, left: str, what: str) -> None:
    first, *others = sheets(PLAN)
    read = ingest_pdf(pdf_of(overwritten(first, words, PLAN), *others))
    assert any(line.endswith(left) for line in lines_of(read)[:8]), lines_of(read)[:8]
    problem = next(p for p in read.problems if p.code == "handwritten")
    assert problem.page == 1 and what in problem.message
    assert read.status == "ok"  # it was read to its end


@needs_tesseract
def test_blanks_are_no_handwriting() -> None:
    read = ingest_pdf(scan_pdf((CORPUS / "2022-ha-giang-sgddt-cong-van.pdf").read_bytes(), LEVELS["light"], "7"))
    assert "Số: /SGDĐT-GDTX" in lines_of(read) and "handwritten" not in codes(read)


@needs_tesseract
@pytest.mark.skipif(not REAL.exists(), reason="the shared real documents are not here")
def test_real_letterheads() -> None:
    """What stands on real scans: printed and stamped values as they are, written ones not at all."""
    office = REAL / "office"
    expected = {
        "hh-pgd-cv187-chi-thi16-2020-scan.pdf": ("Số: 187/PGD&ĐT", "Hiệp Hòa, ngày 04 tháng 4 năm 2020", []),
        "hh-pgd-cv207-day-hoc-internet-2020-scan.pdf": ("Số: /GD&ĐT", "Hiệp Hòa, ngày tháng 4 năm 2020", ["handwritten"] * 2),
        "bg-ubnd-cv1835-mam-non-hoa-toc-2020-scan.pdf": (
            "Số: /UBND-KGVX",
            "Bắc Giang, ngày tháng 5 năm 2020",
            ["handwritten"] * 2,
        ),
        "hh-pgd-kh22-khao-thi-2020-scan.pdf": ("Số: 22/KH-PGDĐT", "Hiệp Hòa, ngày 20 tháng 10 năm 2020", []),
        "lc-vpubnd-pc466-2026-badcmap.pdf": ("Số: 466 /PC-VPUBND", "năm 2026", None),
    }
    for name, (number, date, problems) in expected.items():
        read = ingest_pdf((office / name).read_bytes())
        assert number in lines_of(read), name
        assert any(line.endswith(date) for line in lines_of(read)[:12]), name
        assert problems is None or codes(read) == problems, name


# --- which pages, and at what price -----------------------------------------------------------------------------------------


@needs_tesseract
def test_only_pages_without_usable_text_are_recognised() -> None:
    wanted = dict.fromkeys(("letter-then-scan.pdf", "curves.pdf", "scan-with-junk.pdf"))
    broken = CORPUS.parent / "tests" / "broken"
    read = {name: ingest_pdf((broken / name).read_bytes()) for name in wanted}
    assert [bool(p.reason) for p in read["letter-then-scan.pdf"].pages] == [False, True]
    assert "to chuc Tuan le" in read["scan-with-junk.pdf"].text  # its picture says no more than the layer does
    for path in sorted(CORPUS.glob("*.pdf")):
        born = ingest_pdf(path.read_bytes())
        assert not born.ocr and all(page.quality == "good" and page.reason is None for page in born.pages), path.name


def test_text_pages_load_nothing_of_this() -> None:
    script = (
        "import sys; from pipeline.ingest.pdf import ingest_pdf; read = ingest_pdf(open(sys.argv[1], 'rb').read());"
        "print(read.status, sorted({'numpy', 'PIL', 'pipeline.ingest.scan', 'pipeline.ingest.ocr'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", script, str(PLAN)], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "ok []"


def test_without_tesseract_every_page_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    read = ingest_pdf(pdf_of(*sheets(PLAN)))
    assert read.status == "failed" and not read.ocr
    missing = [problem for problem in read.problems if problem.code == "ocr-not-installed"]
    assert [problem.page for problem in missing] == [1, 2]
    assert all("tesseract-ocr, tesseract-ocr-vie" in problem.message for problem in missing)


@needs_tesseract
def test_without_vietnamese_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    read = ingest_pdf(pdf_of(sheets(PLAN)[0]))
    assert "ocr-not-installed" in codes(read) and "Vietnamese data" in read.problems[-1].message


@needs_tesseract
def test_what_was_recognised_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    monkeypatch.setenv("DOICHIEU_OCR_CACHE", str(folder))
    data = pdf_of(sheets(LETTER)[0])
    first = ingest_pdf(data)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files

    def never(command: list[str], pgm: bytes) -> str:
        raise AssertionError("recognised again")

    with monkeypatch.context() as patch:
        patch.setattr(ocr, "_run", never)
        assert ingest_pdf(data) == first
    for spoilt, content in zip(files, [b"", b"doichieu-ocr-1\nxyz", b"other"] * len(files), strict=False):
        spoilt.write_bytes(content)
    assert ingest_pdf(data) == first  # damaged files are as good as none


@needs_tesseract
def test_keeping_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOICHIEU_OCR_CACHE", "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(ocr, "_run", lambda command, pgm: "level\n")
    ingest_pdf(pdf_of(Image.new("RGB", (1654, 2339), "white")))
    assert not list(tmp_path.iterdir())


class Watched:
    """A pace of so many cores that keeps what is asked of it."""

    def __init__(self, cores: int) -> None:
        self._cores, self.asked = cores, list[float]()

    def cores(self) -> int:
        return self._cores

    def ask(self, seconds: float) -> None:
        self.asked.append(seconds)


@pytest.mark.parametrize("cores", [1, 3])
def test_pages_are_recognised_over_the_cores_there_are_and_stay_in_order(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    together, most, running = threading.Barrier(cores), list[int](), list[int]()

    def slow(sheet: scan.Sheet) -> scan.ScannedPage:
        running.append(sheet.number)
        together.wait(20)  # breaks where fewer than all of these are read at once
        most.append(len(running))
        time.sleep(0.02 if sheet.number % 2 else 0)  # a later page may be ready before an earlier one
        running.remove(sheet.number)
        line = TextLine.of([Word(f"Trang {sheet.number}", (0, 0, 9, 9))])
        return scan.ScannedPage(sheet.number, [line], "good", "read", [], 90.0)

    monkeypatch.setattr(scan, "_read", slow)
    pace = Watched(cores)
    read = ingest_pdf(pdf_of(*[Image.new("RGB", (300, 400), "grey")] * 6), pace)
    assert read.text.split("\f") == [f"Trang {number}" for number in range(1, 7)]
    assert max(most) == cores
    assert len(pace.asked) == 6 and min(pace.asked) >= 4


def test_a_text_layer_asks_for_no_more_time() -> None:
    pace = Watched(1)
    assert ingest_pdf(PLAN.read_bytes(), pace).status == "ok"
    assert pace.asked == []


# --- pictures as documents --------------------------------------------------------------------------------------------------


@needs_tesseract
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_pictures_are_documents(kind: str) -> None:
    pages = [scanned(sheet, LEVELS["light"], random.Random(5)) for sheet in sheets(PLAN)]
    file = io.BytesIO()
    if kind == "TIFF":
        pages[0].save(file, kind, save_all=True, append_images=pages[1:], compression="tiff_lzw")
    else:
        pages[0].save(file, kind)
    read = ingest_image(file.getvalue())
    assert read.status == "ok" and read.ocr and len(read.pages) == (len(pages) if kind == "TIFF" else 1)
    assert "Số: 4517/KH-UBND" in read.text and "Bắc Giang, ngày 16 tháng 9 năm 2022" in read.text
    assert "\f".join(read.text[page.start : page.end] for page in read.pages) == read.text


def test_damaged_pictures_are_problems() -> None:
    file = io.BytesIO()
    Image.new("RGB", (800, 1000), "white").save(file, "PNG")
    for data in (b"\x89PNG\r\n\x1a\n", file.getvalue()[:60], b"II*\x00" + bytes(20), b"\xff\xd8\xff\xe0" + bytes(30)):
        read = ingest_image(data)
        assert read.status == "failed" and [problem.code for problem in read.problems][-1] in ("damaged", "too-large")


@needs_tesseract
def test_signature_over_the_name_does_not_stop_the_page() -> None:
    sheet = signed_and_sealed(sheets(LETTER)[0], (300.0, 1600.0), random.Random(2))
    assert "UBND-VX" in ingest_pdf(pdf_of(sheet)).text


@needs_tesseract
def test_a_blank_picture_says_that_it_is_blank() -> None:
    file = io.BytesIO()
    Image.new("RGB", (1654, 2339), "white").save(file, "PNG")
    read = ingest_image(file.getvalue())
    assert (read.status, codes(read)) == ("failed", ["no-text-layer"])
    assert "blank" in read.problems[0].message
