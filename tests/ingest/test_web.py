"""A web page as its reader sees it: blocks as lines, lists with their numbers, tables, in whatever encoding it came."""

from __future__ import annotations

import pytest
from office_samples import in_tcvn3, in_windows_1258

from pipeline.ingest import ingest, read

WORDS = "Ủy ban nhân dân tỉnh ban hành Kế hoạch hưởng ứng Tuần lễ học tập suốt đời"


def text(page: str) -> str:
    found = ingest(page.encode(), "a.html", "a.html")
    assert found.kind == "html"
    return found.text


@pytest.mark.parametrize(("page", "printed"), [
    ("<html><p>Số:\n 12</p><p>ngày <b>28</b></p>", "Số: 12\nngày 28\n"),
    ("<html>a<br>b<div>c</div>d", "a\nb\nc\nd\n"),
    ("<html><ul><li>một<li>hai</ul>", "- một\n- hai\n"),
    ("<html><ol start=3><li>ba</li><li><p>bốn</p></li></ol>", "3. ba\n4. bốn\n"),
    ("<html><head><title>x</title><style>p{}</style></head><script>y</script><nav>z</nav><p>a</p>", "a\n"),
    ("<html><p style='display: none'>x</p><p hidden>y</p><p>a</p>", "a\n"),
    ("<html><pre>một\nhai</pre>", "một\nhai\n"),
    ("<html><p>a</p><p style='page-break-before:always'>b</p>", "a\fb\n"),
    ("<html><p>a&nbsp;&nbsp;b &amp; c</p>", "a b & c\n"),
    ("<html><table border=1><tr><th>TT<th>Việc<tr><td>1<td>Lễ<br>hội</table>", "TT | Việc\n1 | Lễ hội\n"),
    ("<html><table><tr><td>UBND TỈNH<br>Số: 1<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</table>",
     "UBND TỈNH\nSố: 1\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"),
    ("<html><![if !supportLists]><p><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>a<o:p></o:p></p><![endif]>",
     "1. a\n"),
])  # fmt: skip
def test_what_is_seen_is_read(page: str, printed: str) -> None:
    assert text(page) == printed


def test_a_page_set_in_a_table_is_read_column_by_column() -> None:
    plan = "".join(f"<p>Đoạn {number}</p>" for number in range(12))
    rows = "".join(f"<tr><td>Mục {number}<td>{plan if number == 1 else ''}</tr>" for number in range(5))
    assert text(f"<html><table>{rows}</table>").split("\n")[4:7] == ["Mục 4", "Đoạn 0", "Đoạn 1"]


def test_cells_over_rows_and_columns_keep_their_places() -> None:
    page = "<html><table border=1><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>"
    (table,) = read(page.encode()).tables
    assert [[(cell.column, cell.columns) for cell in row] for row in table.rows] == [[(0, 1), (1, 2)], [(1, 1), (2, 1)]]


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("UTF-8 without a word about it", f"<html><p>{WORDS}".encode()),
        ("UTF-8 that says ISO-8859-1", f"<html><meta charset=iso-8859-1><p>{WORDS}".encode()),
        ("UTF-16", f"<html><p>{WORDS}".encode("utf-16")),
        ("windows-1258 that says so", b"<html><meta charset=windows-1258><p>" + in_windows_1258(WORDS)),
        ("windows-1258 that says nothing", b"<html><p>" + in_windows_1258(WORDS)),
    ],
)
def test_encodings(encoding: str, data: bytes) -> None:
    assert ingest(data, "a.html", "a.html").text == WORDS + "\n"


def test_a_page_in_abc_letters_is_converted_and_that_is_said() -> None:
    found = ingest(b"<html><meta charset=windows-1252><p>" + in_tcvn3(WORDS), "a.html", "a.html")
    assert found.text == WORDS.replace("Ủy", "Uỷ") + "\n" and [one.code for one in found.problems] == ["converted-encoding"]


def test_a_word_page_saved_as_one_file_is_read_as_a_page() -> None:
    page = f"<html><p class=MsoNormal>{WORDS}</p></html>"
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Location: file:///C:/a.htm\n'
    part = f'Content-Transfer-Encoding: 8bit\nContent-Type: text/html; charset="utf-8"\n\n{page}\n--b\n'
    rest = "Content-Location: file:///C:/a_files/filelist.xml\nContent-Type: text/xml\n\n<xml/>\n--b--\n"
    assert ingest(f"{head}{part}{rest}".encode(), "a.doc", "a.doc").text == WORDS + "\n"
