"""The five formats: what each shows, and that nothing of a document becomes markup, a formula or a broken file."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import jsonschema
import openpyxl
import pytest
from docx import Document
from lxml import etree

from pipeline.check.score import FORMULA
from pipeline.model import Verdict
from pipeline.report.layout import lay_out
from pipeline.report.paper import Table, shown
from pipeline.report.render import FORMATS, Format, render_report
from pipeline.report.to_markdown import plain
from tests.report.samples import HOSTILE, RUNNING, compared, hostile, ordinary

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
LANGUAGES = ("vi", "en")
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class Page(HTMLParser):
    """The tags, attributes and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str | None]] = {}
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of(data: bytes, format: Format) -> str:
    """All words of a report, as another program reads them."""
    if format == "docx":
        body = Document(io.BytesIO(data)).element.body
        return " ".join("".join(p.itertext()) for p in body.iter("{*}p"))
    if format == "xlsx":
        cells = (c.value for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for c in row)
        return " ".join(str(value) for value in cells if value is not None)
    if format == "html":
        return " ".join(Page(data.decode()).words)
    return data.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_has_every_verdict_with_its_reason(format: Format, language: Any) -> None:
    comparison = ordinary()
    words = words_of(render_report(comparison, format, language), format)
    findings = [f for judged in comparison.judged for f in judged.findings]
    assert {f.verdict for f in findings} == set(get_args(Verdict))
    for finding in findings:
        assert (finding.reason_vi if language == "vi" else finding.reason_en) in words
    for judged in comparison.judged:
        assert str(judged.plan["issuer"]) in words and str(judged.plan["name"]) in words


@pytest.mark.parametrize("format", FORMATS)
def test_a_province_without_documents_gets_a_report_that_says_so(format: Format) -> None:
    assert "Chưa có văn bản nào của tỉnh Thanh Hóa" in words_of(render_report(compared(), format, "vi"), format)


@pytest.mark.parametrize("name", ["report.vi.md", "report.en.md", "report.vi.json"])
def test_the_text_formats_are_as_they_were(name: str) -> None:
    """`python -m tests.report.renew` writes them anew; read the difference."""
    _, language, format = name.split(".")
    assert render_report(ordinary(), format, language).decode() == (EXPECTED / name).read_text("utf-8")  # type: ignore[arg-type]


# --- HTML


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_lets_no_word_of_a_document_become_markup(language: Any) -> None:
    page = Page(render_report(hostile(), "html", language).decode())
    assert not page.tags & {"script", "img", "iframe", "link", "object"}
    assert not {name for name in page.attributes if name.startswith("on") or name == "src"}
    assert all(str(target).startswith("#s") for target in page.attributes["href"])
    assert not UNSAFE.search("".join(page.words))
    assert any("<script>alert(1)</script>" in words for words in page.words), "what was printed is still to be read"
    assert not any("49" in words for words in page.words if "7*7" in words)


def test_html_is_one_file_without_network() -> None:
    page = render_report(ordinary(), "html", "vi").decode()
    assert not re.search(r"https?://|url\(", page)
    assert "default-src 'none'" in page


def test_html_shows_both_sides_the_difference_and_the_page() -> None:
    page = render_report(ordinary(), "html", "vi").decode()
    assert "<q>“Thúc đẩy chuyển đổi số và học tập suốt đời”</q><br><small>trang 1</small>" in page
    assert "<del>phục vụ cho</del> <ins>và</ins> học tập suốt đời <del>sau đại dịch COVID 19</del>" in page.replace(
        "COVID-19", "COVID 19"
    )
    assert '<span class="v fail">✗ Không đạt</span><br><small>nghiêm trọng</small>' in page


def test_html_repeats_heads_and_keeps_rows_whole_in_print() -> None:
    page = render_report(ordinary(), "html", "vi").decode()
    for rule in ("size: A4", "display: table-header-group", "tr, .brief { break-inside: avoid; }"):
        assert rule in page
    assert page.count("<table>") == page.count("<thead>") > 5


# --- Markdown


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_lets_no_word_of_a_document_become_markup(language: Any) -> None:
    text = render_report(hostile(), "md", language).decode()
    assert "<script" not in text and "<img" not in text and not UNSAFE.search(text)
    assert set(re.findall(r"<[^>]*>", text)) <= {"<br>"}
    assert "\n# đề mục" not in text and "\n- mục" not in text and not re.search(r"(?<!\\)\]\(", text)
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


@pytest.mark.parametrize(
    "text", ["- mục", "+ mục", "1. mục", "12) mục", "=== mục", "# mục", "> mục", "| mục", "~~~ mục", "``` mục"]
)
def test_markdown_begins_no_block_with_words_of_a_document(text: str) -> None:
    assert re.match(r"\d*\\|&gt;", plain(text))


# --- DOCX


@pytest.mark.parametrize("language", LANGUAGES)
def test_docx_opens_whatever_a_document_printed(language: Any) -> None:
    data = render_report(hostile(), "docx", language)
    assert not UNSAFE.search(words_of(data, "docx"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
        assert b"TargetMode" not in b"".join(package.read(n) for n in package.namelist() if n.endswith(".rels"))


def test_docx_has_the_form_of_an_official_annex() -> None:
    document = Document(io.BytesIO(render_report(ordinary(), "docx", "vi")))
    section = document.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]  # type: ignore[union-attr]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin)] == [30, 15]  # type: ignore[union-attr]
    styles = {p.style.name for p in document.paragraphs if p.style}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= styles
    for name in (*styles, "Table Text"):
        fonts = document.styles[name].element.find(".//{*}rFonts")
        assert set(fonts.attrib.values()) == {"Times New Roman"}, name
    tables = list(document.element.body.iter("{*}tbl"))
    assert len(tables) > 8
    for table in tables[:-1]:  # the last holds the signatures
        if table.find(".//{*}drawing") is not None:
            continue
        assert table.find("{*}tr/{*}trPr/{*}tblHeader") is not None, "its first row is repeated on each page"


# --- XLSX


def test_xlsx_has_one_sheet_a_table_with_frozen_heads_and_filters() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_report(ordinary(), "xlsx", "vi")))
    sheets = {
        block.sheet for section in lay_out(ordinary(), "vi").sections for block in section.blocks if isinstance(block, Table)
    }
    assert set(book.sheetnames) == {"Báo cáo đối chiếu", *sheets, "Không đạt", "Biểu đồ thời gian", "Ngày trên biểu đồ"}
    cover = " ".join(str(cell.value) for cell in book["Báo cáo đối chiếu"]["A"])
    assert ", ".join(book.sheetnames[1:]) in cover and FORMULA.vi in cover
    for sheet in book.worksheets[1:]:
        if sheet.title == "Biểu đồ thời gian":
            continue
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == sheet.dimensions and sheet.print_title_rows == "$1:$1"
    findings = list(book["Kết luận"].values)
    assert findings[0][:4] == ("Đơn vị", "Văn bản", "Tệp", "Đối chiếu với")
    assert len(findings) == 1 + sum(len(j.findings) for j in ordinary().judged)
    assert list(book["Tổng hợp"].values)[1][1:3] == (2, 2), "figures are numbers"


@pytest.mark.parametrize("words", [HOSTILE, *RUNNING])
def test_xlsx_holds_no_formula_and_no_link(words: str) -> None:
    data = render_report(hostile(words), "xlsx", "vi")
    book = openpyxl.load_workbook(io.BytesIO(data))
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert len(texts) > 30
    for cell in texts:
        assert cell.data_type == "s" and cell.hyperlink is None
        assert not UNSAFE.search(cell.value)
        if cell.value.startswith(tuple("=+-@|%")):
            assert cell.quotePrefix, f"{cell.coordinate} would run as a formula when somebody edits it"
    if words != HOSTILE:
        assert any(cell.value == shown(words) for cell in texts)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist() if "sheet" in name)


def test_xlsx_cuts_a_text_that_no_cell_can_hold_and_says_so() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_report(hostile("chữ " * 20_000), "xlsx", "vi")))
    longest = max((str(c.value) for sheet in book for row in sheet.iter_rows() for c in row), key=len)
    assert len(longest) < 32_767 and longest.endswith(" …")


# --- JSON


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("comparison", [ordinary(), hostile(), compared()], ids=["ordinary", "hostile", "empty"])
def test_json_is_as_its_schema_says(comparison: Any, language: Any) -> None:
    data = json.loads(render_report(comparison, "json", language))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(data)


def test_the_schema_knows_every_key_and_refuses_others() -> None:
    data = json.loads(render_report(ordinary(), "json", "vi"))
    del data["own"][0]["findings"][0]["reason"]
    data["own"][1]["more"] = 1
    errors = [e.message for e in jsonschema.Draft202012Validator(SCHEMA).iter_errors(data)]
    assert any("'reason' is a required property" in e for e in errors) and any("'more' was unexpected" in e for e in errors)


def test_json_keeps_every_word_and_harms_no_terminal() -> None:
    text = render_report(hostile(), "json", "vi").decode()
    assert not UNSAFE.search(text) and "\u2028" not in text
    assert json.loads(text)["own"][0]["issuer"] == HOSTILE


# --- all


@pytest.mark.parametrize("format", ["html", "docx", "xlsx", "md"])
def test_a_format_shows_every_table_of_the_paper(format: Format) -> None:
    words = words_of(render_report(ordinary(), format, "vi"), format)
    for section in lay_out(ordinary(), "vi").sections:
        for block in section.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    for line in row.cells[0]:
                        shown_words = "".join(piece.text for piece in line)
                        assert (plain(shown_words) if format == "md" else shown_words) in words or line[0].value is not None
