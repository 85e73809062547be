"""Documents that try to break out: from a ZIP through reading and storing into the reports of every format."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from pipeline import cli
from pipeline.report.render import FORMATS
from tests.report.test_formats import UNSAFE, Page

ROOT = Path(__file__).parents[2]
WORDS = (
    "=cmd|'/c calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "]]></w:t><w:br/>",
    "\x01\x07\x1b[31mđỏ\x1b[0m",
    "\u202eabc\u2066",
    "d" * 100_000,
    "../../etc/passwd",
    "{{7*7}}{% raw %}",
    "|a|b|\n# x",
)
NAMES = ("../../x{}.txt", "a/<script>{}.txt", "=cmd|{}.txt", "\u202egpj{}.txt", "@b{}'\".txt")


def doichieu(*words: str | Path) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([str(word) for word in words])
    assert ended.value.code == 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format of the report on a plan for each of the words: in its theme, before its agencies, with a name to match."""
    folder = tmp_path_factory.mktemp("deep") / "in" / "it"
    folder.mkdir(parents=True)
    plan = (ROOT / "corpus" / "2025-dak-lak-phuong-buon-ho.txt").read_text("utf-8")
    with zipfile.ZipFile(folder / "evil.zip", "w") as package:
        for n, words in enumerate(WORDS):
            text = re.sub(r"“[^”]*”", lambda _, words=words: f"“{words}”", plan).replace("Số: 43/", f"Số: {43 + n}/")
            text = text.replace("Phòng Văn hóa - Xã hội", f"{words[:200]} Phòng Văn hóa - Xã hội").replace(
                "- Huy động", f"- {words} Huy động"
            )
            package.writestr(NAMES[n % len(NAMES)].format(n), text)
    doichieu("run", folder / "evil.zip", "--db", folder / "evil.db", "--jobs", "1")
    for format in FORMATS:
        asked = ("--db", folder / "evil.db", "--province", "Đắk Lắk", "--format", format, "-o", folder / f"r.{format}")
        doichieu("report", *asked, "--quiet")
    return folder


def test_nothing_is_written_where_a_name_points(folder: Path) -> None:
    names = {path.name for path in folder.iterdir() if not path.name.startswith("evil.db")}
    assert names == {"evil.zip", *(f"r.{format}" for format in FORMATS)}
    assert [path.name for path in folder.parents[1].rglob("*") if path.parent != folder and path.is_file()] == []


def test_a_page_has_no_markup_of_theirs(folder: Path) -> None:
    text = (folder / "r.html").read_text("utf-8")
    page = Page(text)
    assert not page.tags & {"script", "img", "iframe", "link", "object"}
    assert not UNSAFE.search(text) and "<script" not in text
    assert any("<script>alert(1)</script>" in words for words in page.words), "what was printed is still to be read"


def test_a_word_file_is_whole_and_has_no_element_of_theirs(folder: Path) -> None:
    with zipfile.ZipFile(folder / "r.docx") as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
        text = "".join(etree.fromstring(package.read("word/document.xml")).itertext())
    assert "]]></w:t><w:br/>" in text and not UNSAFE.search(text)


def test_a_workbook_runs_nothing(folder: Path) -> None:
    data = (folder / "r.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert all(cell.data_type == "s" and cell.hyperlink is None and not UNSAFE.search(cell.value) for cell in cells)
    assert len(cells) > 200 and any("=cmd" in cell.value for cell in cells)
    assert all(cell.quotePrefix for cell in cells if cell.value.startswith(("=", "+", "-", "@", "|", "%")))
    assert max(len(cell.value) for cell in cells) < 32_767
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        formulas = [name for name in package.namelist() if "worksheets/" in name and b"<f>" in package.read(name)]
    assert not formulas


def test_text_formats_keep_to_their_lines(folder: Path) -> None:
    text = (folder / "r.md").read_text("utf-8")
    assert "<script" not in text and not UNSAFE.search(text) and "\n# x" not in text
    assert not UNSAFE.search((folder / "r.json").read_text("utf-8"))


def test_an_index_and_its_reports_stay_in_their_folder(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "all"
    doichieu("report", "--db", folder / "evil.db", "--all", "--year", "2025", "--format", "md", "-o", out, "--quiet")
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == 35 and all(path.parent == out and re.fullmatch(r"[a-z-]+\.(md|html)", path.name) for path in written)
    assert "<script" not in (out / "index.html").read_text("utf-8")
