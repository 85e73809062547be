"""What a Word file prints is read, and nothing else: numbers, revisions, notes, boxes, tables in their place."""

from __future__ import annotations

import pytest
from office_samples import docx_of, with_numbering

from pipeline.ingest import ingest, read
from pipeline.ingest.docx_numbers import numeral
from pipeline.ingest.intake import Intake


def para(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: list[str], borders: bool = False, properties: str = "") -> str:
    lines = '<w:tblBorders><w:insideH w:val="single"/><w:insideV w:val="single"/></w:tblBorders>' if borders else ""
    cells = ("".join(f"<w:tc>{one if one.startswith('<w:p>') else para(run(one))}</w:tc>" for one in row) for row in rows)
    return f"<w:tbl><w:tblPr>{lines}{properties}</w:tblPr>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def intake(body: str, **parts: str) -> Intake:
    return read(docx_of(body, **parts))


def lines(body: str, **parts: str) -> list[str]:
    found = intake(body, **parts)
    assert found.status == "ok", found.problems
    return found.text.replace("\f", "\n").strip("\n").split("\n")


# --- automatic numbers


def test_numbers_are_printed_as_word_prints_them() -> None:
    levels = [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-")]
    sheet = [
        (0, "MỤC ĐÍCH"), (1, "Mục đích"), (2, "Tuyên truyền"), (2, "Phát động"), (3, "Treo băng rôn"), (1, "Yêu cầu"),
        (2, "Đúng hạn"), (0, "NỘI DUNG"), (1, "Chủ đề"),
    ]  # fmt: skip
    document = ingest(with_numbering(levels, sheet), "a.docx", "a.docx")
    assert document.text.split("\n")[:9] == [
        "I. MỤC ĐÍCH", "1. Mục đích", "a) Tuyên truyền", "b) Phát động", "- Treo băng rôn", "2. Yêu cầu", "a) Đúng hạn",
        "II. NỘI DUNG", "1. Chủ đề",
    ]  # fmt: skip


def test_a_level_may_repeat_those_above_it() -> None:
    document = ingest(
        with_numbering([("decimal", "%1."), ("decimal", "%1.%2.")], [(0, "A"), (1, "B"), (1, "C"), (0, "D"), (1, "E")]), "a", "a"
    )
    assert document.text.split("\n")[:5] == ["1. A", "1.1. B", "1.2. C", "2. D", "2.1. E"]


def numbering(*lists: tuple[str, str]) -> str:
    """One abstract list of figures, and lists that share it: id, and what each overrides."""
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    abstract = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
    return abstract + "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="1"/>{more}</w:num>' for key, more in lists)


def item(text: str, num: int) -> str:
    return para(run(text), properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num}"/></w:numPr>')


def test_lists_of_one_kind_count_on_until_one_restarts() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = item("một", 1) + item("hai", 2) + item("lại một", 3) + item("lại hai", 3) + item("không", 0)
    assert lines(body, numbering=numbering(("1", ""), ("2", ""), ("3", restart))) == [
        "1. một",
        "2. hai",
        "1. lại một",
        "2. lại hai",
        "không",
    ]


def test_a_style_may_bring_the_number() -> None:
    says = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:caps/></w:rPr>'
    styles = f'<w:style w:type="paragraph" w:styleId="H1">{says}</w:style>'
    body = para(run("Mục đích"), properties='<w:pStyle w:val="H1"/>')
    assert lines(body, styles=styles, numbering=numbering(("1", ""))) == ["1. MỤC ĐÍCH"]


@pytest.mark.parametrize(("number", "form", "printed"), [
    (1, "decimal", "1"), (4, "upperRoman", "IV"), (9, "lowerRoman", "ix"), (27, "lowerLetter", "aa"), (3, "decimalZero", "03"),
    (5, "none", ""), (10**9, "upperRoman", "1000000000"),
])  # fmt: skip
def test_numerals(number: int, form: str, printed: str) -> None:
    assert numeral(number, form) == printed


# --- letters


def test_insertions_are_in_deletions_and_hidden_text_are_out() -> None:
    body = para(
        run("Số: "), f"<w:ins>{run('331')}</w:ins>", "<w:del><w:r><w:delText>330</w:delText></w:r></w:del>", run("/KH-UBND"),
        run(" ẩn", "<w:vanish/>"), run(" hiện", '<w:vanish w:val="0"/>'), f"<w:moveFrom>{run(' cũ')}</w:moveFrom>",
        f"<w:moveTo>{run(' mới')}</w:moveTo>",
    )  # fmt: skip
    assert lines(body) == ["Số: 331/KH-UBND hiện mới"]


def test_a_deleted_paragraph_mark_joins_what_it_parted() -> None:
    body = para(run("Tuần lễ "), properties="<w:rPr><w:del/></w:rPr>") + para(run("học tập")) + para(run("suốt đời"))
    assert lines(body) == ["Tuần lễ học tập", "suốt đời"]


def test_fields_show_their_results_over_paragraphs() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> DATE \\@ yyyy </w:instrText></w:r>"
    body = para(run("năm "), mark("begin"), code, run("mã"), mark("separate"), run("2024")) + para(
        run("và"), mark("end"), run(" sau")
    )
    assert lines(body) == ["năm 2024", "và sau"]


def test_small_signs() -> None:
    body = para(
        run("BGDĐT"), "<w:r><w:noBreakHyphen/></w:r>", run("GDTX"), "<w:r><w:tab/></w:r>", run("a"), "<w:r><w:br/></w:r>",
        run("b"),
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
    )  # fmt: skip
    assert lines(body) == ["BGDĐT-GDTX a", "b☑"]


def test_a_content_control_is_read_and_its_prompt_is_not() -> None:
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Nhập ngày')}</w:sdtContent></w:sdt>"
    block = f"<w:sdt><w:sdtContent>{para(run('KẾ HOẠCH'))}</w:sdtContent></w:sdt>"
    assert lines(block + para(f"<w:sdt><w:sdtContent>{run('ngày 1')}</w:sdtContent></w:sdt>", prompt)) == ["KẾ HOẠCH", "ngày 1"]


def test_letters_composed_over_runs() -> None:
    assert lines(para(run("Kê"), run("\u0301 hoạch"))) == ["Kế hoạch"]


def test_legacy_fonts_are_converted_and_that_is_said() -> None:
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    found = intake(para(run("Céng hßa x· héi chñ nghÜa ViÖt Nam", font)) + para(run("ñy ban", font.replace("Time", "TimeH"))))
    assert found.text.split("\n")[:2] == ["Cộng hòa xã hội chủ nghĩa Việt Nam", "ỦY BAN"]
    assert [problem.code for problem in found.problems] == ["converted-encoding"] and found.status == "ok"


# --- pages, notes, boxes, edges


def test_pages_part_where_word_parted_them_and_never_inside_a_paragraph() -> None:
    body = (
        para(run("một")) + para("<w:r><w:lastRenderedPageBreak/></w:r>", run("hai"))
        + para(run("ba, "), "<w:r><w:lastRenderedPageBreak/></w:r>", run("vẫn ba"))
        + para('<w:r><w:br w:type="page"/></w:r>') + para(run("bốn"), properties="<w:pageBreakBefore/>")
    )  # fmt: skip
    found = intake(body)
    assert found.text == "một\fhai\nba, vẫn ba\fbốn\n"
    assert [(page.start, page.end) for page in found.pages] == [(0, 3), (4, 18), (19, 23)]


def test_a_footnote_stands_below_what_it_explains() -> None:
    line = f'<w:footnote w:id="0" w:type="separator">{para(run("___"))}</w:footnote>'
    notes = f'{line}<w:footnote w:id="2">{para(run("Nghị quyết số 88/NQ-CP"))}</w:footnote>'
    body = para(run("Theo Nghị quyết"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run(" này.")) + para(run("Hết"))
    assert lines(body, footnotes=notes) == ["Theo Nghị quyết này.", "[2] Nghị quyết số 88/NQ-CP", "Hết"]


def test_headers_are_read_once_without_page_numbers() -> None:
    number = para(run("Trang "), '<w:fldSimple w:instr=" PAGE "><w:r><w:t>7</w:t></w:r></w:fldSimple>')
    header, footer = (f'<w:{edge}Reference w:type="default" r:id="r{edge}1"/>' for edge in ("header", "footer"))
    section = f"<w:sectPr>{header}{footer}</w:sectPr>"
    assert lines(para(run("KẾ HOẠCH")) + section, header1=para(run("DỰ THẢO")), footer1=number) == ["DỰ THẢO", "KẾ HOẠCH"]
    first_differs = section.replace("<w:headerR", "<w:titlePg/><w:headerR", 1)
    assert lines(para(run("KẾ HOẠCH")) + first_differs, header1=para(run("Sở GDĐT")), footer1=number) == ["KẾ HOẠCH", "Sở GDĐT"]


def test_a_text_box_that_is_there_twice_is_read_once() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{para(run('HỎA TỐC'))}</w:txbxContent>"
    options = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    both = f"<w:r><mc:AlternateContent {mc}>{options}</mc:AlternateContent></w:r>"
    assert lines(para(run("Kính gửi: Sở Nội vụ"), both)) == ["Kính gửi: Sở Nội vụ", "HỎA TỐC"]


# --- tables


def test_a_letterhead_is_read_column_by_column() -> None:
    head = table(
        ["UBND TỈNH LÀO CAI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["SỞ CÔNG THƯƠNG", "Độc lập"], ["Số: 1/SCT", "ngày 2"]
    )
    assert lines(head) == [
        "UBND TỈNH LÀO CAI",
        "SỞ CÔNG THƯƠNG",
        "Số: 1/SCT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập",
        "ngày 2",
    ]


def test_a_table_is_read_row_by_row_and_its_cells_are_kept() -> None:
    found = intake(
        para(run("Phụ lục")) + table(["TT", "Nội dung"], ["1", para(run("Lễ")) + para(run("khai mạc"))], ["", "2"], borders=True)
    )
    assert found.text == "Phụ lục\nTT | Nội dung\n1 | Lễ khai mạc\n | 2\n"
    (one,) = found.tables
    assert [[found.text[c.start : c.end] for c in row] for row in one.rows] == [
        ["TT", "Nội dung"],
        ["1", "Lễ khai mạc"],
        ["", "2"],
    ]
    assert [[(c.row, c.column) for c in row] for row in one.rows] == [[(0, 0), (0, 1)], [(1, 0), (1, 1)], [(2, 0), (2, 1)]]


def test_a_row_that_begins_a_page_stands_on_it() -> None:
    late = para("<w:r><w:lastRenderedPageBreak/></w:r>", run("2"))
    assert intake(table(["1", "một"], [late, "hai"], borders=True)).text == "1 | một\f2 | hai\n"


def test_a_frame_around_text_is_no_table() -> None:
    found = intake(table([para(run("KẾ HOẠCH")) + para(run("Tuần lễ"))], borders=True))
    assert found.text == "KẾ HOẠCH\nTuần lễ\n" and not found.tables


def test_merged_cells_keep_their_columns() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(run(text))}</w:tc>"

    first = "<w:trPr><w:tblHeader/></w:trPr>" + cell("Thời gian", '<w:gridSpan w:val="2"/>') + cell("Nơi")
    second = cell("Sáng", '<w:vMerge w:val="restart"/>') + cell("8h") + cell("Xã")
    third = cell("x", "<w:vMerge/>") + cell("9h") + cell("Huyện")
    lined = '<w:tblPr><w:tblBorders><w:insideV w:val="single"/></w:tblBorders></w:tblPr>'
    merged = f"<w:tbl>{lined}<w:tr>{first}</w:tr><w:tr>{second}</w:tr><w:tr>{third}</w:tr></w:tbl>"
    found = intake(merged)
    assert found.text == "Thời gian | Nơi\nSáng | 8h | Xã\n | 9h | Huyện\n"
    assert [(c.column, c.columns, c.header) for c in found.tables[0].rows[0]] == [(0, 2, True), (2, 1, True)]
