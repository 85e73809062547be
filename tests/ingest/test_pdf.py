"""PDFs as different programs write them come out in one reading order, with boxes, and with what was stamped onto them."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pdf_samples as samples
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.ingest.intake import Intake
from pipeline.ingest.pdf import ingest_pdf

REAL = Path(__file__).parents[3] / "shared" / "real"


def lines_of(read: Intake) -> list[str]:
    return [read.text[line.start : line.end] for line in read.lines]


def check_shape(read: Intake) -> None:
    """What holds of every PDF's text, pages and lines."""
    assert unicodedata.is_normalized("NFC", read.text)
    assert not set(read.text) & set("\r\ufffe\u0002")
    assert "\f".join(read.text[page.start : page.end] for page in read.pages) == read.text
    for page in read.pages:
        inside = [line for line in read.lines if line.page == page.number]
        assert "\n".join(read.text[line.start : line.end] for line in inside) == read.text[page.start : page.end]
        for line in inside:
            printed = read.text[line.start : line.end]
            assert printed == printed.strip() != ""
            if line.box is None:  # running text, where nobody needs to know where a line stands
                continue
            assert page.width is not None and page.height is not None
            x0, y0, x1, y1 = line.box
            assert x0 < x1 and y0 < y1, printed


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(samples.by_cells, id="cell by cell"),
        pytest.param(samples.by_rows, id="row by row"),
        pytest.param(samples.right_first, id="right column first"),
        pytest.param(partial(samples.by_rows, pitch=5), id="row by row, the right column 5 points lower"),
        pytest.param(partial(samples.by_rows, pitch=-4), id="row by row, the right column 4 points higher"),
        pytest.param(partial(samples.by_cells, pitch=-7), id="cell by cell, the right column half a row higher"),
    ],
)
def test_columns_are_read_one_after_the_other(draw: Callable[[Canvas], None]) -> None:
    read = ingest_pdf(samples.pdf(draw))
    assert lines_of(read) == samples.LETTER
    assert (read.status, read.problems) == ("ok", ())
    check_shape(read)


def test_authority_may_stand_above_the_recipients() -> None:
    def draw(c: Canvas) -> None:
        samples.body(c)
        left, right = samples.signature(260)
        samples.put(c, [(samples.RIGHT, 246, "TM. ỦY BAN NHÂN DÂN")])
        samples.put(c, sorted(left + right, key=lambda p: (p[1], p[0])))
        c.showPage()

    expected = [*samples.BODY, *samples.FOOT_LEFT, "TM. ỦY BAN NHÂN DÂN", *samples.FOOT_RIGHT]
    assert lines_of(ingest_pdf(samples.pdf(draw))) == expected


def test_page_number_and_title_stay_out_of_the_columns() -> None:
    def draw(c: Canvas) -> None:
        samples.put(c, [(A4[0] / 2, 40, "1")])
        left, right = samples.letterhead()
        samples.put(c, sorted(left[:3] + right, key=lambda p: (p[1], p[0])))
        samples.put(c, [(A4[0] / 2, 130, "KẾ HOẠCH"), (A4[0] / 2, 148, "Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024")])
        samples.body(c, 180)
        c.showPage()

    read = lines_of(ingest_pdf(samples.pdf(draw)))
    assert read[:8] == ["1", *samples.HEAD_LEFT[:3], *samples.HEAD_RIGHT, "KẾ HOẠCH"]
    assert read[8:] == ["Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024", *samples.BODY]


def test_tables_stay_row_by_row() -> None:
    rows = [
        ("STT", "Nội dung", "Thời gian"),
        ("1", "Lễ khai mạc", "01/10/2024"),
        ("2", "Hội thảo", "03/10/2024"),
        ("3", "Tổng kết", "07/10/2024"),
    ]

    def draw(c: Canvas) -> None:
        samples.by_rows(c)
        c.setFont("Serif", 10)
        for i, row in enumerate(rows):
            for x, cell in zip((80, 130, 400), row, strict=True):
                c.drawString(x, A4[1] - 60 - 18 * i, cell)
        c.showPage()

    read = ingest_pdf(samples.pdf(draw))
    page = read.pages[1]
    assert read.text[page.start : page.end].split("\n") == [" ".join(row) for row in rows]


def test_boxes_grow_downwards_and_follow_the_columns() -> None:
    read = ingest_pdf(samples.pdf(samples.by_rows))
    boxes = dict(zip(lines_of(read), (line.box for line in read.lines), strict=True))
    number, date = boxes["Số: 331/SGDĐT-GDTX"], boxes["Sông Bằng, ngày 28 tháng 9 năm 2024"]
    assert number is not None and date is not None
    assert number[2] < date[0] and abs(number[1] - date[1]) < 2
    assert number[1] < 98 < number[3], "the base line is 98 points from the top"
    assert (number[0] + number[2]) / 2 == pytest.approx(samples.LEFT, abs=1)


def test_rotated_page_has_the_same_boxes_as_shown() -> None:
    import pypdfium2 as pdfium

    upright = samples.pdf(lambda c: (c.drawString(80, 700, "Ủy ban nhân dân"), c.showPage())[0])
    pdf = pdfium.PdfDocument(upright)
    seen = {}
    try:
        for turn in (0, 90, 180, 270):
            from io import BytesIO

            pdf[0].set_rotation(turn)
            out = BytesIO()
            pdf.save(out)
            read = ingest_pdf(out.getvalue())
            seen[turn] = [round(v) for v in read.lines[0].box or ()], round(read.pages[0].width or 0)
    finally:
        pdf.close()
    (x0, y0, x1, y1), width = seen[0]
    height = round(A4[1])
    assert seen[90] == ([height - y1, x0, height - y0, x1], height)
    assert seen[180] == ([width - x1, height - y1, width - x0, height - y0], width)
    assert seen[270] == ([y0, width - x1, y1, width - x0], height)


def blanks(c: Canvas) -> None:
    c.drawString(80, A4[1] - 60, "UBND TỈNH SÔNG BẰNG")
    c.drawString(300, A4[1] - 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    c.drawString(300, A4[1] - 75, "Độc lập - Tự do - Hạnh phúc")
    for x, text in ((90, "Số:"), (145, "/QĐ-UBND"), (300, "Sông Bằng, ngày"), (410, "tháng"), (470, "năm 2026")):
        c.drawString(x, A4[1] - 100, text)


HEADS = ["UBND TỈNH SÔNG BẰNG", "Số: 2280/QĐ-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def test_stamped_words_stand_where_they_were_stamped() -> None:
    def draw(c: Canvas) -> None:
        blanks(c)
        samples.stamp(c, 110, 100, "2280")
        samples.stamp(c, 390, 100, "29", 20)
        samples.stamp(c, 448, 100, "4", 15)
        c.showPage()

    read = ingest_pdf(samples.pdf(draw))
    assert lines_of(read) == [*HEADS, "Sông Bằng, ngày 29 tháng 4 năm 2026"]
    check_shape(read)


def test_stamps_outside_the_letterhead_find_their_line_too() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(80, A4[1] - 60, "(Kèm theo Kế hoạch số")
        c.drawString(235, A4[1] - 60, "/KH-UBND ngày")
        c.drawString(340, A4[1] - 60, "/10/2024 của Ủy ban nhân dân tỉnh)")
        c.drawString(80, A4[1] - 80, "Số:..................../KH-UBND")
        samples.stamp(c, 203, 60, "362")
        samples.stamp(c, 320, 60, "14", 20)
        samples.stamp(c, 120, 80, "77", 20)
        c.showPage()

    first, second = lines_of(ingest_pdf(samples.pdf(draw)))
    assert first == "(Kèm theo Kế hoạch số 362/KH-UBND ngày 14/10/2024 của Ủy ban nhân dân tỉnh)"
    assert second == "Số: 77/KH-UBND"


def test_stamp_over_a_printed_number_leaves_the_print_alone() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(80, A4[1] - 60, "Sông Bằng, ngày 24 tháng 9 năm 2021")
        samples.stamp(c, 165, 60, "29", 20)
        c.showPage()

    assert lines_of(ingest_pdf(samples.pdf(draw))) == ["Sông Bằng, ngày 24 tháng 9 năm 2021", "29"]


def test_signature_panels_stand_at_the_end_of_their_page() -> None:
    def draw(c: Canvas) -> None:
        blanks(c)
        samples.stamp(c, 110, 100, "2280")
        samples.stamp(c, 80, 84, "Signed by: UBND", 120)
        samples.stamp(c, 300, 88, "Date: 23.04.2026 15:54:16 +07:00", 200)
        c.drawString(80, A4[1] - 200, "Căn cứ Luật Tổ chức chính quyền địa phương;")
        c.showPage()

    read = lines_of(ingest_pdf(samples.pdf(draw)))
    assert read[:4] == HEADS
    assert read[-3:-2] == ["Căn cứ Luật Tổ chức chính quyền địa phương;"]
    assert sorted(read[-2:]) == ["Date: 23.04.2026 15:54:16 +07:00", "Signed by: UBND"]


def test_links_do_not_disturb() -> None:
    def draw(c: Canvas) -> None:
        samples.by_rows(c)
        c.linkURL("https://example.vn", (80, 700, 200, 720))
        c.showPage()

    assert lines_of(ingest_pdf(samples.pdf(draw)))[: len(samples.LETTER)] == samples.LETTER


def test_letters_are_composed_and_ligatures_spelt_out() -> None:
    sentence = "Thực hiện Kế hoạch học tập suốt đời của Ủy ban nhân dân tỉnh"

    def draw(c: Canvas) -> None:
        c.drawString(80, 700, unicodedata.normalize("NFD", sentence))
        c.drawString(80, 680, "o\ufb03ce \ufb01le")
        c.showPage()

    read = ingest_pdf(samples.pdf(draw))
    assert read.text.split("\n")[0] == sentence
    assert read.text.split("\n")[1] == "office file"
    check_shape(read)


def test_number_broken_at_its_hyphen_is_whole_again() -> None:
    def draw(c: Canvas) -> None:
        for i, text in enumerate(
            ["Thực hiện Công văn số 2781/BGDĐT-", "GDTX của Bộ Giáo dục và Đào tạo về phòng, chống dịch Covid-", "trong năm"]
        ):
            c.drawString(80, 700 - 16 * i, text)
        c.showPage()

    read = ingest_pdf(samples.pdf(draw))
    assert "2781/BGDĐT-GDTX của Bộ" in read.text
    check_shape(read)


def test_pages_are_joined_by_form_feeds_and_blank_ones_are_no_fault() -> None:
    def draw(c: Canvas) -> None:
        samples.by_cells(c)
        c.showPage()
        c.setFont("Serif", 10)
        c.drawString(80, 700, "Phụ lục")
        c.showPage()

    read = ingest_pdf(samples.pdf(draw))
    assert read.text.count("\f") == 2 and read.text.endswith("\f\fPhụ lục")
    assert [page.quality for page in read.pages] == ["good"] * 3
    assert read.status == "ok"


HTML = """<html><body style="font-family: 'DejaVu Serif'; font-size: 10pt">
<table width="100%"><tr><td width="42%" align="center">
<p>UBND TỈNH SÔNG BẰNG</p><p>SỞ GIÁO DỤC VÀ ĐÀO TẠO</p><p>Số: 331/SGDĐT-GDTX</p></td>
<td align="center">
<p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Độc lập - Tự do - Hạnh phúc</p>
<p>Sông Bằng, ngày 28 tháng 9 năm 2024</p></td></tr></table>
<p align="center">KẾ HOẠCH</p>
<p>Sở Giáo dục và Đào tạo đề nghị các phòng thực hiện những nội dung sau đây.</p>
<table width="100%"><tr><td width="50%"><p>Nơi nhận:</p><p>- Như trên;</p><p>- Lưu: VT, GDTX.</p></td>
<td align="center"><p>KT. GIÁM ĐỐC</p><p>PHÓ GIÁM ĐỐC</p><p>Trần Thị Bích Hạnh</p></td></tr></table></body></html>"""


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_columns(tmp_path: Path) -> None:
    source = tmp_path / "plan.html"
    source.write_text(HTML, encoding="utf-8")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "pdf:writer_web_pdf_Export",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    read = ingest_pdf((tmp_path / "plan.pdf").read_bytes())
    assert lines_of(read) == [
        *samples.HEAD_LEFT[:3],
        *samples.HEAD_RIGHT,
        "KẾ HOẠCH",
        "Sở Giáo dục và Đào tạo đề nghị các phòng thực hiện những nội dung sau đây.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT, GDTX.",
        *samples.FOOT_RIGHT,
    ]
    check_shape(read)


STAMPED = [
    ("pdf/qd-2280-ha-noi-2026.pdf", "Số: 2280/QĐ-UBND", "Hà Nội, ngày 29 tháng 4 năm 2026"),
    ("pdf/tb-453-ha-noi-2026.pdf", "Số: 453/TB-UBND", "Hà Nội, ngày 29 tháng 4 năm 2026"),
    ("office/dt-sgddt-kh362-stem-2026-signed.pdf", "Số: 362/KH-SGDĐT", "Đồng Tháp, ngày 14 tháng 4 năm 2026"),
    ("office/hh-pgd-cv453-bao-cao-thong-ke-2020.pdf", "Số: 453/PGDĐT", "Hiệp Hòa, ngày 12 tháng 10 năm 2020"),
    ("office/hh-pgd-hd415-cntt-cds-2021.pdf", "Số: 415/HD-PGDĐT", "Hiệp Hòa, ngày 24 tháng 9 năm 2021"),
    ("office/lc-ubnd-cv193-vlncn-2026.pdf", "Số: 193/UBND-KT", "Lào Cai, ngày 10 tháng 01 năm 2026"),
]


@pytest.mark.parametrize(("name", "number", "date"), STAMPED, ids=[name for name, _, _ in STAMPED])
def test_real_stamps(name: str, number: str, date: str) -> None:
    if not (REAL / name).exists():
        pytest.skip("the shared real documents are not here")
    read = ingest_pdf((REAL / name).read_bytes())
    lines = lines_of(read)
    nation = next(i for i, line in enumerate(lines) if line.startswith("CỘNG H"))
    assert number in lines[:nation], "the left column stands before the right one"
    assert lines[nation + 2] == date
    assert read.status == "ok"
    check_shape(read)


def test_real_files_all_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # without a recogniser: what it reads is tested in test_scan.py
    files = sorted(REAL.glob("*/*.pdf"))
    if not files:
        pytest.skip("the shared real documents are not here")
    for file in files:
        read = ingest_pdf(file.read_bytes())
        check_shape(read)
        kind = "scan" if "scan" in file.name else "poor" if "badcmap" in file.name or "ubnd-cv601" in file.name else "ok"
        kind = "poor" if "kh150" in file.name else kind  # a scan with an English recogniser's text
        qualities = {page.quality for page in read.pages}
        assert qualities == {{"scan": "empty", "poor": "poor", "ok": "good"}[kind]}, file.name
        assert read.status == {"scan": "failed", "poor": "partial", "ok": "ok"}[kind], file.name
