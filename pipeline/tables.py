"""What a document's tables mean: header rows, kind, report forms with their blanks; tables that go on over pages are one.

The report form of an annex, `TT | Các hoạt động | Đơn vị | Số lượng | Ghi chú`, is a table of what will be counted: its rows
have a number, an activity and a unit, and cells for figures, blank in the form and filled in a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.model import Cell, CellRole, Document, Table, TableKind
from pipeline.text import fold, level_tones, squeeze

Rows = tuple[tuple[Cell, ...], ...]

_OFFICIAL = re.compile(r"c[ộô]ng h[òoõà][aàá]? xã hội|đảng cộng sản việt nam|^\W*nơi nhận\b|^(?:tm|kt|tl|tuq)\s?\.\s?\w", re.M)
_NUMERAL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[ivx]{1,5}|[a-zđ])\)?[.)]?")
_COLUMN_NUMBER = re.compile(r"\(?\[?(?:\d{1,2}|[a-zđ])\]?\)?(?:\s*=\s*[\d\s()+*/x-]+)?")
_BLANK = re.compile(r"[\s.…_\-–—]*")
_NOTE_ABOVE = re.compile(r"\(|\*|đơn vị(?: tính)?\s*:|đvt\s*:", re.I)
_PAGE_NUMBER = re.compile(r"-?\s*\d{1,3}\s*-?")
_ANNEX = re.compile(r"phụ lục\b.{0,12}$", re.I)
_CAPTION = re.compile(r"(?:phụ lục|biểu|mẫu|bảng|danh sách|phụ biểu)\b", re.I)

# What columns of official tables are called; the first that fits counts.
_ROLES: tuple[tuple[CellRole, re.Pattern[str]], ...] = (
    ("number", re.compile(r"(?:stt|tt|số tt|số thứ tự|s\.t\.t|#)\.?")),
    ("note", re.compile(r"ghi chú\b.*")),
    ("unit", re.compile(r"(?:đơn vị(?: tính)?|đvt|đ/v tính)\s*(?:\(.*\))?")),
    (
        "activity",
        re.compile(r"(?:các |tên |những )?(?:hoạt động|nội dung|chỉ tiêu|tiêu chí|nhiệm vụ|công việc|hạng mục|số liệu)\b.*"),
    ),
    (
        "figure",
        re.compile(
            r"(?:tổng số |tổng |t\.số )?(?:số(?! hiệu| điện thoại| quyết định| văn bản| nhà| tài khoản)|kết quả|số liệu"
            r"|tỷ lệ|tỉ lệ|kinh phí|thành tiền|đơn giá|tổng(?: cộng)?|thực hiện|đạt|nam|nữ|năm \d{4}|kế hoạch giao)\b.*|%|sl"
        ),
    ),
)
_NUMBER = re.compile(
    r"(?P<sign>[-–−+]?)(?P<whole>\d{1,3}(?:[.\u00a0 ]\d{3})+|\d{1,3}(?:,\d{3}){2,}|\d+)(?:[.,](?P<part>\d+))?\s*%?"
)
_SHORT, _LONG = 60, 200  # letters of a column's name; a long one is believed beside `STT`
_NEAR = 4.0  # points by which the columns of one table may differ on two pages


def read_tables(document: Document) -> tuple[Table, ...]:
    """A document's tables, each understood; what only sets text side by side is left out."""
    filled = [replace(table, rows=tuple(row for row in table.rows if row)) for table in document.tables]
    tables = [table for table in filled if table.rows and not _is_layout(table)]
    known = [_understood(table, document) for table in _joined(tables, document)]
    return tuple(table for table in known if len(table.rows) > 1 and table.columns > 1)


def headings(table: Table) -> list[str]:
    """The name of each column, those of two storeys one after the other: `Số lượng: Số người`.

    >>> headings(Table(1, ((Cell(None, None, 0, 0, text="TT"), Cell(None, None, 0, 1, text="Nội dung")),), header_rows=1))
    ['TT', 'Nội dung']
    """
    names: list[list[str]] = [[] for _ in range(table.columns)]
    for row in table.rows[: table.header_rows]:
        if _numbers_columns(row) or _spans(row, table.columns):
            continue
        for cell in row:
            for column in range(cell.column, min(cell.column + cell.columns, len(names))):
                if cell.text and cell.text not in names[column]:
                    names[column].append(cell.text)
    return [": ".join(name) for name in names]


def read_number(text: str) -> float | None:
    """A figure as Vietnamese offices write it, points between thousands and a comma before the fraction.

    >>> [read_number(t) for t in ("1.234,5", "45%", "12 500", "2,5", "1,234,567", "0912345678", "01/10")]
    [1234.5, 45.0, 12500.0, 2.5, 1234567.0, None, None]
    """
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return None
    whole, part = found["whole"], found["part"]
    if len(whole) > 3 and whole[0] == "0" and whole.isdigit():
        return None  # a telephone's number, a code
    figure = float(re.sub(r"\D", "", whole) + (f".{part}" if part else ""))
    return -figure if found["sign"] in ("-", "–", "−") else figure


# --- tables that are none, and tables that are one


def _is_layout(table: Table) -> bool:
    """A letterhead or signature block, with lines around it or without."""
    most = max(sum(bool(cell.text) for cell in row) for row in table.rows)
    return most < 2 or (table.columns <= 4 and any(_OFFICIAL.search(_plain(c.text)) for row in table.rows for c in row))


def _joined(tables: Sequence[Table], document: Document) -> list[Table]:
    """Tables whose pieces on later pages are appended to the first, a repeated header left out."""
    whole: list[Table] = []
    for n, table in enumerate(tables):
        before = tables[n - 1] if n else None
        if before is not None and _goes_on(before, table):
            whole[-1] = _appended(whole[-1], table)
        else:
            whole.append(table)
    return whole


def _goes_on(before: Table, table: Table) -> bool:
    """Whether a table at a page's top continues the one before: the same columns, and the same header or none of its own."""
    if table.page != _last_page(before) + 1 or table.columns != before.columns:
        return False
    if any(cell.box is None for row in (*before.rows, *table.rows) for cell in row):
        return False  # what is no print has no pages to go over
    if any(not _PAGE_NUMBER.fullmatch(line.strip()) for line in table.above if line.strip()):
        return False
    edges, others = _edges(before), _edges(table)
    if len(edges) != len(others) or any(abs(a - b) > _NEAR for a, b in zip(edges, others, strict=True)):
        return False
    heads = _header_rows(table.rows, table.columns)
    return not heads or _repeats(before, table) > 0


def _last_page(table: Table) -> int:
    return max(cell.page for row in table.rows for cell in row)


def _edges(table: Table) -> list[float]:
    """Where its columns begin and end."""
    found: list[float] = []
    for x in sorted(x for row in table.rows for cell in row if cell.box for x in (cell.box[0], cell.box[2])):
        if not found or x - found[-1] > _NEAR:
            found.append(x)
    return found


def _repeats(first: Table, table: Table) -> int:
    """How many of its first rows are the first rows of the table before, said again at the page's top."""
    heads = _header_rows(first.rows, first.columns)
    same = [_texts(a) == _texts(b) for a, b in zip(first.rows[:heads], table.rows, strict=False)]
    return heads if same and all(same) and len(same) == heads else 0


def _appended(first: Table, table: Table) -> Table:
    rows = list(first.rows)
    rest = table.rows[_repeats(first, table) :]
    if rest and _is_rest_of_row(rows[-1], rest[0]):
        rows[-1] = tuple(_together(cell, rest[0]) for cell in rows[-1])
        rest = rest[1:]
    start = max(cell.row + cell.rows for row in rows for cell in row)
    shift = start - rest[0][0].row if rest else 0
    rows += [tuple(replace(cell, row=cell.row + shift) for cell in row) for row in rest]
    return replace(first, rows=tuple(rows))


def _is_rest_of_row(last: Sequence[Cell], first: Sequence[Cell]) -> bool:
    """Whether a row was torn by the page's end: below, its number is blank and a sentence goes on in small letters."""
    if len(last) != len(first) or len(first) < 2 or first[0].text or not last[0].text:
        return False
    said = [(a.text, b.text) for a, b in zip(last, first, strict=True) if b.text]
    return bool(said) and all(a and not a.endswith((".", ";", ":")) and b[0].islower() for a, b in said)


def _together(cell: Cell, rest: Sequence[Cell]) -> Cell:
    more = next((c.text for c in rest if c.column == cell.column), "")
    return replace(cell, text=f"{cell.text} {more}".strip()) if more else cell


# --- what a table means


def _understood(table: Table, document: Document) -> Table:
    heads = _header_rows(table.rows, table.columns)
    named = replace(table, header_rows=heads, title=_title(table, document), above=())
    names = headings(named)
    roles: list[CellRole | None] = [_role(name) for name in names]
    counted = next((n for role in (None, "unit") for n, own in enumerate(roles) if own == role), None)
    if "figure" in roles and "activity" not in roles and counted is not None:
        roles[counted] = "activity"  # what is counted, whatever its column is called: `Trường`, `Đơn vị`
    header = tuple(tuple(replace(cell, header=True) for cell in row) for row in table.rows[:heads])
    body = tuple(
        tuple(_in_its_column(cell, names[cell.column], roles[cell.column]) for cell in row) for row in table.rows[heads:]
    )
    return replace(named, rows=header + body, kind=_kind(body, heads, roles))


def _in_its_column(cell: Cell, name: str, role: CellRole | None) -> Cell:
    number = None if role == "number" else read_number(cell.text)
    return replace(cell, header=False, role=role or "text", number=number, heading=name or None)


def _kind(body: Rows, heads: int, roles: Sequence[CellRole | None]) -> TableKind:
    """A form has columns for figures and none in them; a report has some; a list has a header or numbers its rows."""
    if "activity" in roles and "figure" in roles and body:
        figures = [cell for row in body for cell in row if cell.role == "figure" and cell.columns == 1]
        filled = sum(cell.number is not None for cell in figures)
        blank = sum(bool(_BLANK.fullmatch(cell.text)) for cell in figures)
        if figures and filled + blank >= 0.6 * len(figures):
            return "filled" if filled else "form"
    numbered = sum(bool(row and row[0].column == 0 and _NUMERAL.fullmatch(fold(row[0].text))) for row in body)
    return "list" if heads or (body and numbered >= 0.5 * len(body)) else "other"


def _role(name: str) -> CellRole | None:
    """What a column holds, by its name: of two storeys the lower one decides, else the upper one."""
    for part in (*reversed(name.split(": ")), name):
        plain = _plain(part)
        if found := next((role for role, pattern in _ROLES if pattern.fullmatch(plain)), None):
            return found
    return None


def _header_rows(rows: Rows, columns: int) -> int:
    """How many rows name the columns: short words without figures, a second storey below what was merged, `(1) (2) (3)`."""
    first = 1 if rows and _spans(rows[0], columns) and len(rows) > 2 and not _ends_sentence(rows[0][0].text) else 0
    if first >= len(rows) or not _may_name(rows[first], columns):
        return 0
    head = rows[first]
    if not (_role(head[0].text) == "number" or sum(_role(cell.text) is not None for cell in head) >= 2 or _differs(rows, first)):
        return 0
    end = max(cell.row + cell.rows for cell in head if cell.columns < columns)
    count = next((n for n, row in enumerate(rows) if row and row[0].row >= end), len(rows))
    merged = [range(cell.column, cell.column + cell.columns) for cell in head if cell.columns > 1]
    if merged and count == first + 1 < len(rows):  # the second storey of a table whose other names were not merged downwards
        said = [cell for cell in rows[count] if cell.text]
        if said and all(any(cell.column in span for span in merged) for cell in said) and not any(_figure(c) for c in said):
            count += 1
    if count < len(rows) and _numbers_columns(rows[count]):
        count += 1
    return count


def _may_name(row: Sequence[Cell], columns: int) -> bool:
    said = [cell for cell in row if cell.text]
    if len(said) < 2 or 2 * len(said) < len(row):
        return False
    longest = _LONG if _role(said[0].text) == "number" else _SHORT
    return all(len(cell.text) <= longest and not _figure(cell) and not _ends_sentence(cell.text) for cell in said) and not (
        _NUMERAL.fullmatch(fold(said[0].text)) and said[0].column == 0
    )


def _differs(rows: Rows, first: int) -> bool:
    """Whether what stands below a first row is of another kind in some column: figures, blanks, whole sentences."""
    head = {cell.column: cell for cell in rows[first]}
    below = [cell for row in rows[first + 1 :] for cell in row]
    for column, name in head.items():
        cells = [cell for cell in below if cell.column == column]
        if cells and all(_figure(cell) or not cell.text or len(cell.text) > 2 * len(name.text) for cell in cells):
            return True
    return False


def _figure(cell: Cell) -> bool:
    return bool(re.match(r"[\d(]*\d[\d\s.,/:h%)-]*$", cell.text))


def _ends_sentence(text: str) -> bool:
    return text.endswith((".", ";")) and not re.search(r"\b\w{1,3}\.$", text)


def _spans(row: Sequence[Cell], columns: int) -> bool:
    """A row of one cell over the whole width, e.g. a title inside of the lines."""
    return len(row) == 1 and columns > 1 and row[0].columns == columns


def _numbers_columns(row: Sequence[Cell]) -> bool:
    """The row below a header that numbers the columns: `(1) (2) (3)`, `A B 1 2`."""
    said = [fold(cell.text) for cell in row if cell.text]
    if len(said) < max(3, len(row) - 1) or not all(_COLUMN_NUMBER.fullmatch(text) for text in said):
        return False
    figures = [int(found[0]) for text in said if (found := re.search(r"\d+", text))]
    return len(figures) >= 2 and all(a < b for a, b in pairwise(figures))


def _title(table: Table, document: Document) -> str | None:
    """The heading above a table, its lines joined; a note in brackets between the two is none of it."""
    lines = list(table.above) or _lines_before(table, document)
    while lines and (_NOTE_ABOVE.match(lines[-1]) or _in_note(lines) or _PAGE_NUMBER.fullmatch(lines[-1])):
        lines.pop()
    if not lines:
        return None
    title = [lines.pop()]
    while lines and lines[-1].isupper() and title[0].isupper() and not (_CAPTION.match(title[0]) or _ANNEX.match(lines[-1])):
        title.insert(0, lines.pop())
    return squeeze(" ".join(title)).rstrip(":") or None


def _in_note(lines: Sequence[str]) -> bool:
    """Whether the last line ends a note in brackets that began above: `(Kèm theo Kế hoạch số ...` / `tỉnh Quảng Bình)`."""
    if not lines[-1].rstrip().endswith(")"):
        return False
    return any(line.lstrip().startswith("(") and ")" not in line for line in lines[-4:-1])


def _lines_before(table: Table, document: Document) -> list[str]:
    """The lines before a table that is a stretch of the text, on its page."""
    start = next((cell.start for row in table.rows for cell in row if cell.start is not None), None)
    if start is None:
        return []
    page = document.text.rfind("\f", 0, start) + 1
    return [line.strip() for line in document.text[page:start].split("\n") if line.strip()][-8:]


def _texts(row: Iterable[Cell]) -> list[str]:
    return [squeeze(fold(cell.text)) for cell in row]


def _plain(text: str) -> str:
    return squeeze(fold(level_tones(text))).strip(" .:*")
