"""Every cell of the sample annexes, in Word files and born-digital PDFs: header, body, figures and blanks each in their place."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as DrawnTable

from pipeline.ingest import ingest
from pipeline.ingest.grid import find_grids
from pipeline.model import Box, Cell, Document, Table
from pipeline.tables import headings, read_number, read_tables
from tests.ingest.pdf_samples import canvas

REAL = Path(__file__).parents[2] / "shared" / "real"
Span = tuple[int, int, int, int]  # first row, first column, last row, last column
TITLE = "MẪU TỔNG HỢP SỐ LIỆU KẾT QUẢ TỔ CHỨC TUẦN LỄ"
HEAD = [
    ["STT", "Các hoạt động", "Đơn vị", "Số lượng", "", "Ghi chú"],
    ["", "", "", "Số lớp/số cuộc thi", "Số người", ""],
]
MERGED: list[Span] = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 5, 1, 5)]
ACTIVITIES = [
    ["1", "Lễ khai mạc Tuần lễ hưởng ứng học tập suốt đời ở các xã, phường, thị trấn", "buổi lễ"],
    ["2", "Lớp chuyên đề tại trung tâm học tập cộng đồng", "lớp"],
    ["3", "Cuộc thi tìm hiểu, kể chuyện theo sách", "cuộc thi"],
    ["4", "Sách được tặng cho thư viện trường học", "bản"],
]
FIGURES = [["12", "1.234", ""], ["45", "2.500,5", "quý III"], ["", "-", ""], ["0", "12.345.678", ""]]
FORM = [*HEAD, *([*row, "", "", ""] for row in ACTIVITIES)]
FILLED = [*HEAD, *([*row, *figures] for row, figures in zip(ACTIVITIES, FIGURES, strict=True))]
LIST = [["TT", "Họ và tên", "Chức vụ"], ["1", "Nguyễn Thị Mẫu", "Trưởng ban"], ["2", "Trần Văn Thử", "Ủy viên"]]
HOURS = [["Thời gian", "Nội dung"], ["8h00 - 8h30", "Đón tiếp đại biểu"], ["8h30 - 9h00", "Lễ khai mạc"]]


# --- the same tables in every kind of file


def drawn(cells: list[list[str]], merged: list[Span] = [], title: str = TITLE, above: int = 0) -> bytes:  # noqa: B006
    """A PDF with a table ruled by reportlab, its words wrapped, the header said again on each page."""
    canvas(io.BytesIO())  # registers the font
    style = ParagraphStyle("cell", fontName="Serif", fontSize=9, leading=11)
    words = [[Paragraph(text, style) for text in row] for row in cells]
    ruled = [("GRID", (0, 0), (-1, -1), 0.5, "black"), *(("SPAN", (c0, r0), (c1, r1)) for r0, c0, r1, c1 in merged)]
    heads = 2 if merged else 1
    wide = {6: [34, 170, 60, 80, 80, 56], 3: [34, 220, 160]}.get(len(cells[0]), [140, 300])
    table = DrawnTable(words, colWidths=wide, repeatRows=heads, style=TableStyle(ruled))
    out = io.BytesIO()
    heading = [Paragraph(line, style) for line in ("PHỤ LỤC", title, "(Kèm theo Kế hoạch số 12/KH-UBND ngày 20/9/2024 của tỉnh)")]
    SimpleDocTemplate(out, pagesize=A4).build([Spacer(1, above), *heading, Spacer(1, 8), table])
    return out.getvalue()


def typed(cells: list[list[str]], merged: list[Span] = [], title: str = TITLE) -> bytes:  # noqa: B006
    """A Word file with the same table, below a letterhead set as a table without lines."""
    file = docx.Document()
    head = file.add_table(1, 2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nTỈNH SÔNG BẰNG"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    for line in ("PHỤ LỤC", title, "(Kèm theo Kế hoạch số 12/KH-UBND ngày 20/9/2024 của tỉnh)"):
        file.add_paragraph(line)
    table = file.add_table(len(cells), len(cells[0]))
    table.style = "Table Grid"
    for r, row in enumerate(cells):
        for c, text in enumerate(row):
            if text:
                table.cell(r, c).text = text
    for r0, c0, r1, c1 in merged:
        table.cell(r0, c0).merge(table.cell(r1, c1))
    file.add_paragraph("Trên đây là mẫu tổng hợp, đề nghị các đơn vị thực hiện./.")
    sign = file.add_table(1, 2)
    sign.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    sign.cell(0, 1).text = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def printed(cells: list[list[str]], merged: list[Span] = [], title: str = TITLE) -> bytes:  # noqa: B006
    """The Word file as LibreOffice prints it."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not here")
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "annex.docx"
        file.write_bytes(typed(cells, merged, title))
        profile = f"-env:UserInstallation=file://{place}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", place, str(file)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return file.with_suffix(".pdf").read_bytes()


def published(cells: list[list[str]], merged: list[Span] = [], title: str = TITLE) -> bytes:  # noqa: B006
    """A web page with the same table."""
    spans = {(r0, c0): (r1 - r0 + 1, c1 - c0 + 1) for r0, c0, r1, c1 in merged}
    covered = {(r, c) for r0, c0, r1, c1 in merged for r in range(r0, r1 + 1) for c in range(c0, c1 + 1)} - set(spans)
    rows = ""
    for r, row in enumerate(cells):
        rows += "<tr>"
        for c, text in enumerate(row):
            if (r, c) not in covered:
                deep, wide = spans.get((r, c), (1, 1))
                rows += f"<td rowspan='{deep}' colspan='{wide}'>{text}</td>"
        rows += "</tr>"
    page = f"<html><meta charset='utf-8'><body><p>PHỤ LỤC</p><p>{title}</p><table border='1'>{rows}</table></body></html>"
    return page.encode()


MAKERS: dict[str, Callable[..., bytes]] = {"pdf": drawn, "html": published, "docx": typed, "printed by LibreOffice": printed}
of_every_kind = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


def tables_of(data: bytes) -> tuple[Table, ...]:
    return read_tables(ingest(data, "annex", "annex"))


def one_table(data: bytes) -> Table:
    (table,) = tables_of(data)
    return table


def laid_out(table: Table) -> list[list[str]]:
    """A table's words as they were put in: a merged cell's at its upper left corner."""
    out = [[""] * table.columns for _ in table.rows]
    for row in table.rows:
        for cell in row:
            out[cell.row][cell.column] = cell.text
    return out


def merged_cells(table: Table) -> list[Span]:
    return [
        (c.row, c.column, c.row + c.rows - 1, c.column + c.columns - 1)
        for row in table.rows for c in row if c.rows > 1 or c.columns > 1
    ]  # fmt: skip


def words(table: Table, role: str) -> list[str]:
    """What stands below the header in the columns of a role."""
    return [cell.text for row in table.rows[table.header_rows :] for cell in row if cell.role == role]


def figures(table: Table) -> list[dict[str | None, float | None]]:
    """The figures of each row below the header, by their columns' names."""
    return [{cell.heading: cell.number for cell in row if cell.role == "figure"} for row in table.rows[table.header_rows :]]


@of_every_kind
def test_a_report_form_has_every_cell_in_its_place(make: Callable[..., bytes]) -> None:
    table = one_table(make(FORM, MERGED))
    assert laid_out(table) == FORM
    assert merged_cells(table) == MERGED
    assert (table.header_rows, table.kind, table.title) == (2, "form", TITLE)
    assert {cell.row: cell.header for row in table.rows for cell in row} == {n: n < 2 for n in range(6)}


@of_every_kind
def test_a_report_form_is_rows_with_number_activity_unit_and_blanks(make: Callable[..., bytes]) -> None:
    table = one_table(make(FORM, MERGED))
    columns = [words(table, role) for role in ("number", "activity", "unit")]
    assert columns == [list(column) for column in zip(*ACTIVITIES, strict=True)]
    assert figures(table) == [{"Số lượng: Số lớp/số cuộc thi": None, "Số lượng: Số người": None}] * len(ACTIVITIES)


@of_every_kind
def test_a_filled_form_gives_its_figures_as_numbers(make: Callable[..., bytes]) -> None:
    table = one_table(make(FILLED, MERGED))
    assert laid_out(table) == FILLED and table.kind == "filled"
    assert [list(row.values()) for row in figures(table)] == [[12.0, 1234.0], [45.0, 2500.5], [None, None], [0.0, 12345678.0]]
    assert words(table, "note") == ["", "quý III", "", ""]


@of_every_kind
@pytest.mark.parametrize(("cells", "title"), [(LIST, "DANH SÁCH BAN TỔ CHỨC"), (HOURS, "CHƯƠNG TRÌNH LỄ KHAI MẠC")])
def test_a_list_is_no_form(make: Callable[..., bytes], cells: list[list[str]], title: str) -> None:
    table = one_table(make(cells, [], title))
    assert laid_out(table) == cells
    assert (table.header_rows, table.kind, table.title) == (1, "list", title)
    assert headings(table) == cells[0]


@pytest.mark.parametrize("make", [drawn, printed], ids=["pdf", "printed by LibreOffice"])
def test_a_table_over_two_pages_is_one(make: Callable[..., bytes]) -> None:
    cells = [LIST[0], *([str(n), f"Trường Trung học cơ sở số {n}, phường Mẫu", "Trung học cơ sở"] for n in range(1, 61))]
    table = one_table(make(cells, [], "DANH SÁCH CÁC TRƯỜNG"))
    assert laid_out(table) == cells
    assert {cell.page for row in table.rows for cell in row} >= {1, 2}
    assert (table.page, table.header_rows, table.kind) == (1, 1, "list")
    assert [row[0].row for row in table.rows] == list(range(61))


def test_a_header_of_two_storeys_is_left_out_where_it_is_said_again() -> None:
    rows = [[str(n), f"Hoạt động thứ {n} của đơn vị", "lớp", str(n), f"{n}.000", ""] for n in range(1, 71)]
    table = one_table(drawn([*HEAD, *rows], MERGED))
    assert laid_out(table) == [*HEAD, *rows]
    assert words(table, "number") == [str(n) for n in range(1, 71)]
    assert figures(table)[69] == {"Số lượng: Số lớp/số cuộc thi": 70.0, "Số lượng: Số người": 70000.0}


def test_two_tables_with_text_between_them_stay_two() -> None:
    first, second = io.BytesIO(), LIST
    c = canvas(first)
    for top in (100.0, 300.0):
        c.drawString(60, A4[1] - top + 14, "DANH SÁCH MỘT" if top == 100 else "DANH SÁCH HAI")
        rule(c, top, second)
    c.showPage()
    c.save()
    assert [(t.title, laid_out(t)) for t in tables_of(first.getvalue())] == [("DANH SÁCH MỘT", LIST), ("DANH SÁCH HAI", LIST)]


def two_pages(first: list[list[str]], second: list[list[str]], words: str = "") -> tuple[Table, ...]:
    """A table at the end of one page, and one at the top of the next, below some words."""
    out = io.BytesIO()
    c = canvas(out)
    rule(c, 700, first)
    c.showPage()
    c.setFont("Serif", 10)
    c.drawString(290, A4[1] - 30, "2")  # the page's number
    c.drawString(60, A4[1] - 50, words)
    rule(c, 60, second)
    c.showPage()
    c.save()
    return tables_of(out.getvalue())


def test_a_row_that_the_page_tears_is_one() -> None:
    (table,) = two_pages(
        [["1", "Tổ chức các lớp", "Sở Giáo"], ["2", "Tuyên truyền trên", "Sở"]], [["", "cổng thông tin", ""], LIST[2]]
    )
    assert laid_out(table) == [["1", "Tổ chức các lớp", "Sở Giáo"], ["2", "Tuyên truyền trên cổng thông tin", "Sở"], LIST[2]]


def test_a_row_without_a_number_is_a_row() -> None:
    (table,) = two_pages([LIST[0], LIST[1]], [["", "Phạm Thị Vàng", "Thư ký"]])
    assert laid_out(table) == [LIST[0], LIST[1], ["", "Phạm Thị Vàng", "Thư ký"]]


def test_another_header_or_words_above_begin_another_table() -> None:
    assert len(two_pages(LIST, [["TT", "Tên sách", "Số bản"], ["1", "Dế mèn", "12"]])) == 2
    assert len(two_pages(LIST, [["3", "Phạm Thị Vàng", "Thư ký"], ["4", "Lê Văn Lúa", "Ủy viên"]], "II. TỔ GIÚP VIỆC")) == 2
    assert len(two_pages(LIST, [["3", "Phạm Thị Vàng"], ["4", "Lê Văn Lúa"]])) == 2


# --- what a PDF may do


def rule(c: Canvas, top: float, cells: list[list[str]], lines: str = "frames") -> None:
    """A table drawn by hand: `frames` around each cell, `lines` from end to end, `bars`, thin filled boxes, or `one` path."""
    xs, ys = [60.0, 100.0, 300.0, 460.0][: len(cells[0]) + 1], [A4[1] - top - 22 * n for n in range(len(cells) + 1)]
    path = c.beginPath()
    for (x0, x1), (y1, y0) in ((x, y) for x in pairwise(xs) for y in pairwise(ys)):
        if lines == "frames":
            c.rect(x0, y0, x1 - x0, y1 - y0)
        elif lines == "one":
            path.rect(x0, y0, x1 - x0, y1 - y0)
    if lines == "one":
        c.drawPath(path)
    for x in xs if lines in ("lines", "bars") else ():
        c.line(x, ys[0], x, ys[-1]) if lines == "lines" else c.rect(x, ys[-1], 0.5, ys[0] - ys[-1], stroke=0, fill=1)
    for y in ys if lines in ("lines", "bars") else ():
        c.line(xs[0], y, xs[-1], y) if lines == "lines" else c.rect(xs[0], y, xs[-1] - xs[0], 0.5, stroke=0, fill=1)
    for row, y in zip(cells, ys, strict=False):
        for text, x in zip(row, xs, strict=False):
            c.drawString(x + 4, y - 15, text)


def page_of(draw: Callable[[Canvas], Any]) -> bytes:
    out = io.BytesIO()
    c = canvas(out)
    draw(c)
    c.showPage()
    c.save()
    return out.getvalue()


@pytest.mark.parametrize("lines", ["frames", "lines", "bars", "one"])
def test_lines_may_be_drawn_in_any_way(lines: str) -> None:
    data = page_of(lambda c: rule(c, 100, LIST, lines))
    assert laid_out(one_table(data)) == LIST
    assert same_as_pdfplumber(data) == 1


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_may_be_turned(turn: int) -> None:
    def draw(c: Canvas) -> None:
        c.setPageRotation(turn)
        width, height = A4
        {90: lambda: (c.translate(width, 0), c.rotate(90)), 180: lambda: (c.translate(width, height), c.rotate(180)),
         270: lambda: (c.translate(0, height), c.rotate(270))}[turn]()  # fmt: skip
        c.translate(0, -A4[1] + A4[0] if turn != 180 else 0)
        rule(c, 100, LIST)

    assert laid_out(one_table(page_of(draw))) == LIST


def within_a_form(c: Canvas) -> None:
    """A table drawn in a form of the page, which only pdfplumber looks into."""
    c.beginForm("table")
    c.setFont("Serif", 10)
    rule(c, 100, LIST)
    c.endForm()
    c.doForm("table")


def test_lines_within_a_form_of_the_page_are_found_by_pdfplumber() -> None:
    assert laid_out(one_table(page_of(within_a_form))) == LIST


def test_a_plain_table_and_a_page_of_text_do_not_load_pdfplumber(tmp_path: Path) -> None:
    file = tmp_path / "annex.pdf"
    file.write_bytes(drawn(FILLED, MERGED))
    code = (
        "import sys; from pathlib import Path; from pipeline.ingest import ingest; "
        f"read = ingest(Path({str(file)!r}).read_bytes(), 'a', 'a'); print(len(read.tables), 'pdfplumber' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]


def test_where_pdfplumber_breaks_the_text_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(c: Canvas) -> None:
        within_a_form(c)
        c.drawString(60, 300, "Trên đây là danh sách Ban Tổ chức Tuần lễ hưởng ứng học tập suốt đời./.")

    def breaks(*_: object, **__: object) -> None:
        raise KeyError("Length")  # as pdfminer does on many a damaged file

    monkeypatch.setattr(pdfplumber, "open", breaks)
    read = ingest(page_of(draw), "x", "x")
    assert read.tables == () and "Nguyễn Thị Mẫu" in read.text


def test_a_drawing_of_thousands_of_lines_is_no_table_and_takes_no_time() -> None:
    chance = random.Random(7)
    points = [(chance.random() * 600, chance.random() * 800) for _ in range(20_000)]
    lines = [(x, y, x, y + 90) if n % 2 else (x, y, x + 90, y) for n, (x, y) in enumerate(points)]
    began = time.process_time()
    assert find_grids(lines) == []
    assert time.process_time() - began < 1


@pytest.mark.parametrize("in_a_form", [False, True])
def test_words_marked_with_a_colour_are_no_table(in_a_form: bool) -> None:
    def draw(c: Canvas) -> None:
        if in_a_form:
            c.beginForm("marked")
            c.setFont("Serif", 10)
        for row, words in enumerate(("Căn cứ Luật Tổ chức chính quyền", "địa phương ngày 16 tháng 6 năm 2025")):
            x = 60.0
            for word in words.split():
                wide = c.stringWidth(word + " ", "Serif", 10)
                c.setFillColorRGB(1, 1, 0.6)
                c.rect(x, A4[1] - 104 - 14 * row, wide, 14, stroke=0, fill=1)
                c.setFillColorRGB(0, 0, 0)
                c.drawString(x, A4[1] - 100 - 14 * row, word)
                x += wide
        if in_a_form:
            c.endForm()
            c.doForm("marked")

    assert tables_of(page_of(draw)) == ()


def test_words_without_blanks_between_them_are_parted() -> None:
    def draw(c: Canvas) -> None:
        rule(c, 100, [["", "", ""]] * 2)
        for words, x in (("Lớp chuyên đề", 104.0), ("lớp", 304.0)):
            for letter in words:
                if letter != " ":
                    c.drawString(x, A4[1] - 115, letter)
                x += c.stringWidth(letter, "Serif", 10)
        c.drawString(64, A4[1] - 137, "1")
        c.drawString(104, A4[1] - 137, "Hội thảo")

    assert laid_out(one_table(page_of(draw))) == [["", "Lớp chuyên đề", "lớp"], ["1", "Hội thảo", ""]]


def test_cells_have_the_boxes_of_their_lines() -> None:
    table = one_table(page_of(lambda c: rule(c, 100, LIST)))
    cell = table.rows[1][1]
    assert cell.page == 1 and cell.box == pytest.approx((100, 122, 300, 144), abs=1)


def test_what_is_framed_or_set_side_by_side_is_no_table() -> None:
    def draw(c: Canvas) -> None:
        c.rect(60, 600, 300, 60)
        c.drawString(70, 630, "HỎA TỐC")
        c.line(60, 500, 200, 500)
        rule(c, 400, [["UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 12", "ngày 20 tháng 9 năm 2024"]])

    assert tables_of(page_of(draw)) == ()


def same_as_pdfplumber(data: bytes) -> int:
    """Holds our own cells of a file against pdfplumber's, which is slow and plain; how many tables they agree on."""
    raw = ingest(data, "x.pdf", "x.pdf").tables
    theirs: list[tuple[int, list[Box]]] = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            found = [sorted(t.cells, key=lambda b: (b[1], b[0])) for t in page.find_tables()]
            theirs += [(page.page_number, cells) for cells in found if len(cells) > 1]
            page.close()
    theirs.sort(key=lambda found: (found[0], found[1][0][1]))
    ours = [(t.page, sorted((c.box for row in t.rows for c in row if c.box), key=lambda b: (round(b[1]), b[0]))) for t in raw]
    assert [(page, len(cells)) for page, cells in ours] == [(page, len(cells)) for page, cells in theirs]
    for (_, mine), (_, cells) in zip(ours, theirs, strict=True):
        for box, cell in zip(mine, sorted(cells, key=lambda b: (round(b[1]), b[0])), strict=True):
            assert box == pytest.approx(cell, abs=2)
    return len(ours)


@pytest.mark.parametrize("make", [drawn, printed], ids=["pdf", "printed by LibreOffice"])
def test_the_quick_way_finds_what_pdfplumber_finds(make: Callable[..., bytes]) -> None:
    assert same_as_pdfplumber(make(FILLED, MERGED)) == 1


def test_a_cell_that_is_no_rectangle_makes_a_grid_unsound() -> None:
    lines = [(0.0, y, 90.0, y) for y in (0.0, 20.0, 40.0)] + [(x, 0.0, x, 40.0) for x in (0.0, 30.0, 90.0)]
    assert [len(grid.cells) for grid in find_grids(lines)] == [4]
    (torn,) = find_grids([*lines[1:], (0.0, 0.0, 90.0, 0.0), (60.0, 0.0, 60.0, 20.0), (30.0, 10.0, 60.0, 10.0)])
    assert torn.sound and len(torn.cells) == 6
    flat = [(0.0, 0.0, 90.0, 0.0), (0.0, 20.0, 30.0, 20.0), (0.0, 40.0, 90.0, 40.0), (0.0, 60.0, 90.0, 60.0)]
    (bent,) = find_grids([*flat, (0.0, 0.0, 0.0, 60.0), (30.0, 20.0, 30.0, 60.0), (90.0, 0.0, 90.0, 60.0)])
    assert not bent.sound and len(bent.cells) == 3


# --- figures, headers, forms


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("12", 12), ("1.234", 1234), ("1.234,5", 1234.5), ("12.345.678", 12345678), ("12 500", 12500), ("0,75", 0.75),
        ("98,5%", 98.5), ("2.5", 2.5), ("1,234,567", 1234567), ("-3", -3), ("05", 5), ("", None), ("-", None), ("...", None),
        ("01/10", None), ("12 lớp", None), ("0912345678", None), ("8h30", None), ("1.1.2", None), ("I", None),
    ],
)  # fmt: skip
def test_figures_are_read_as_offices_write_them(text: str, figure: float | None) -> None:
    assert read_number(text) == figure


def made(*rows: list[str]) -> Table:
    """A table as a Word file gives it, without a word of what it means."""
    cells = tuple(tuple(Cell(None, None, r, c, text=text) for c, text in enumerate(row)) for r, row in enumerate(rows))
    document = Document("d", "d", "d", "d", "docx", "", tables=(Table(1, cells),))
    return read_tables(document)[0]


@pytest.mark.parametrize(
    ("rows", "heads", "kind"),
    [
        ([["TT", "Nội dung", "Đơn vị tính", "Số lượng"], ["(1)", "(2)", "(3)", "(4)"], ["1", "Mở lớp", "lớp", ""]], 2, "form"),
        ([["TT", "Nội dung", "ĐVT", "Kết quả"], ["A", "B", "1", "2"], ["1", "Tin, bài", "bài", "7"]], 2, "filled"),
        ([["TT", "Nội dung", "ĐVT", "Số lượng"], ["1", "Mở lớp", "lớp", "……"], ["2", "Tặng sách", "bản", "....."]], 1, "form"),
        ([["1", "Lễ khai mạc", "01/10/2024"], ["2", "Hội thảo", "03/10/2024"]], 0, "list"),
        ([["Mở lớp chuyên đề", "Phòng Giáo dục và Đào tạo"], ["Tặng sách", "Thư viện tỉnh"]], 0, "other"),
        ([["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Ghi chú"], ["1", "Tuyên truyền", "Sở Thông tin", ""]], 1, "list"),
        ([["STT", "Đơn vị", "Số học sinh", "Số giáo viên"], ["1", "Trường Mầm non Hoa Sen", "1.205", "45"]], 1, "filled"),
    ],
)  # fmt: skip
def test_header_and_kind(rows: list[list[str]], heads: int, kind: str) -> None:
    table = made(*rows)
    assert (table.header_rows, table.kind) == (heads, kind)


def test_what_stands_in_the_form_is_no_figure_of_it() -> None:
    rows = [["1", "Lớp xóa mù chữ năm 2024", "lớp", ""], ["2", "Tin, bài", "bài", ""]]
    table = made(["TT", "Nội dung", "ĐVT", "Số lượng"], *rows)
    assert words(table, "activity") == ["Lớp xóa mù chữ năm 2024", "Tin, bài"]
    assert figures(table) == [{"Số lượng": None}] * 2


# --- documents of real offices


def real(name: str) -> bytes:
    path = next(REAL.glob(f"*/{name}"), None)
    if path is None:
        pytest.skip("the shared real documents are not here")
    return path.read_bytes()


@pytest.mark.parametrize("name", ["dt-sgddt-kh362-stem-2026-signed.pdf", "dt-sgddt-kh362-stem-2026-draft.doc"])
def test_two_annexes_of_a_department(name: str) -> None:
    if name.endswith(".doc") and not shutil.which("soffice"):
        pytest.skip("LibreOffice is not here")
    schools, hours = tables_of(real(name))
    assert (schools.kind, len(schools.rows), schools.columns, schools.header_rows) == ("list", 10, 3, 1)
    assert headings(schools) == ["TT", "Tên đơn vị", "Cấp học"]
    assert [row[0].text for row in schools.rows[1:]] == [str(n) for n in range(1, 10)]
    assert [row[2].text for row in schools.rows[1:]] == ["Tiểu học"] * 2 + ["Trung học cơ sở"] * 2 + ["Trung học phổ thông"] * 5
    assert headings(hours) == ["THỜI GIAN", "NỘI DUNG"] and hours.title == "CHƯƠNG TRÌNH LÀM VIỆC"
    assert [row[0].text for row in hours.rows[1:3]] == ["8h30 - 8h35", "8h35 - 8h45"]


def test_a_list_of_a_school_is_what_pdfplumber_finds() -> None:
    data = real("hh-pgd-kh21-phap-che-2020.pdf")
    (table,) = tables_of(data)
    assert (len(table.rows), table.columns, table.kind) == (13, 3, "list")
    assert same_as_pdfplumber(data) == 1


@pytest.mark.parametrize("name", ["qd-2280-ha-noi-2026.pdf", "tb-453-ha-noi-2026.pdf", "lc-ubnd-cv2496-giao-tham-muu-2026.pdf"])
def test_documents_without_lines_have_no_tables(name: str) -> None:
    assert tables_of(real(name)) == ()
