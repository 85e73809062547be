"""A paper as a workbook: one sheet a table, its first row frozen and filtered, every text a text.

A spreadsheet runs as a formula what begins with `=`, `+`, `-`, `@` or a tab when it is typed or edited: such a cell is marked as
quoted, so that it stays text then, too.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pipeline.report.drawn_chart import chart_of, days_of
from pipeline.report.paper import Brief, Cell, Column, Drawing, Note, Paper, Piece, Sentences, Table
from pipeline.report.words import SHEETS, WORDS, Language

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FULL = 32_000  # characters; a cell holds 32,767, and a longer text would be left out without a word
_COVER = 74  # characters of the cover's width
_WIDE = 110  # characters of a sheet's width, to be shared among its columns
_LINE = 20  # pixels of a row without anything in it
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_RISKY = re.compile(r"[=+\-@\t\r|%]")


def render_xlsx(paper: Paper) -> bytes:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as book:
        book.set_properties({"title": paper.title, "subject": paper.subtitle})
        _Writer(book).write(paper)
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any) -> None:
        font = {"font_name": "Times New Roman", "font_size": 11}
        base = {**font, "valign": "top", "text_wrap": True, "border": 1, "border_color": "#9A9A9A"}
        self.book = book
        looks = {
            "text": base,
            "number": {**base, "align": "center"},
            "day": {**base, "num_format": "dd/mm/yyyy", "align": "left"},
            "head": {**base, "bold": True, "bg_color": "#EAEFF5", "align": "center", "valign": "vcenter"},
            "title": {**font, "bold": True, "font_size": 14},
            "line": {**font, "text_wrap": True, "valign": "top"},
        }
        self.formats = {name: book.add_format(look) for name, look in looks.items()}
        self.quoted = {name: book.add_format({**look, "quote_prefix": True}) for name, look in looks.items()}

    def write(self, paper: Paper) -> None:
        cover = self.page(_sheet_name(paper.kind, set()))
        tables: dict[tuple[str, tuple[Column, ...]], list[Table]] = {}
        for section in paper.sections:
            for block in section.blocks:
                table = block.table if isinstance(block, Brief) else block
                if isinstance(table, Table):
                    tables.setdefault((table.sheet, table.columns), []).append(table)
        taken = {paper.kind.lower()}
        drawings = [block for section in paper.sections for block in section.blocks if isinstance(block, Drawing)]
        for (name, columns), group in tables.items():
            self.sheet(_sheet_name(name, taken), columns, group)
            if drawings and name == SHEETS[paper.language]["timeline"]:
                self.charts(drawings, paper.language)
        self.cover(cover, paper)

    def charts(self, drawings: list[Drawing], language: Language) -> None:
        """A page for the chart of each campaign; what they are drawn from is the sheet behind them."""
        sheet = self.page(SHEETS[language]["charts"])
        sheet.set_print_scale(80)  # a sheet that is fitted to its pages would not part where it is told to
        tables = [days_of(drawing, language) for drawing in drawings]
        days = self.sheet(tables[0].sheet, tables[0].columns, tables)
        at, first, breaks = 0, 1, []
        for drawing, table in zip(drawings, tables, strict=True):
            if chart := chart_of(self.book, drawing, days.get_name(), first, language):
                sheet.insert_chart(at, 0, chart, {"object_position": 3, "y_offset": 6, "description": drawing.title})
                at += chart.height // _LINE + 2
                breaks.append(at)
            first += len(table.rows)
        sheet.set_h_pagebreaks(breaks[:-1])

    def cover(self, sheet: Worksheet, paper: Paper) -> None:
        """What the report says in sentences, and which sheets follow."""
        sheet.set_portrait()
        sheet.set_column(0, 0, _COVER)
        lines = [(paper.title, "title"), (paper.subtitle, "line"), (paper.made_on, "line")]
        for section in paper.sections:
            said = [text for block in section.blocks for text in _said(block)]
            if said:
                lines += [("", "line"), (section.title, "title"), *((text, "line") for text in said)]
            if section is paper.sections[0]:
                names = ", ".join(other.get_name() for other in self.book.worksheets()[1:])
                lines += [(WORDS[paper.language]["sheets"].format(names=names), "line")] if names else []
        for n, (text, style) in enumerate(lines):
            self.text(sheet, n, 0, text, style)
            sheet.set_row(n, _height([(text, _COVER)], 20 if style == "title" else 15))

    def sheet(self, name: str, own: tuple[Column, ...], tables: list[Table]) -> Worksheet:
        """The tables of one sheet, one below the other, told apart by columns of their own."""
        sheet = self.page(name)
        about = tuple(Column(name, 16) for name, _ in tables[0].about)
        widths = [max(9, column.share * _WIDE // 100) for column in (*about, *own)]
        for n, (column, width) in enumerate(zip((*about, *own), widths, strict=True)):
            sheet.set_column(n, n, width)
            self.text(sheet, 0, n, column.name, "head")
        sheet.set_row(0, _height([(c.name, w) for c, w in zip((*about, *own), widths, strict=True)]))
        count = 0
        for table in tables:
            for row in table.rows:
                count += 1
                for n, (_, value) in enumerate(table.about):
                    self.text(sheet, count, n, value, "text")
                for n, cell in enumerate(row.cells, len(about)):
                    self.cell(sheet, count, n, cell)
                texts = [value for _, value in table.about] + [_text(cell) for cell in row.cells]
                sheet.set_row(count, _height(list(zip(texts, widths, strict=True))))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(1, count), len(about) + len(own) - 1)
        return sheet

    def page(self, name: str) -> Worksheet:
        sheet: Worksheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P/&N")
        return sheet

    def cell(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        value = cell[0][0].value if len(cell) == 1 and len(cell[0]) == 1 else None
        if isinstance(value, date):
            sheet.write_datetime(row, column, datetime.combine(value, datetime.min.time()), self.formats["day"])
        elif value is not None:
            sheet.write_number(row, column, value, self.formats["number"])
        else:
            self.text(sheet, row, column, _text(cell), "text")

    def text(self, sheet: Worksheet, row: int, column: int, text: str, style: str) -> None:
        text = text if len(text) <= _FULL else text[:_FULL] + " …"
        formats = self.quoted if _RISKY.match(text) else self.formats
        sheet.write_string(row, column, text, formats[style])


def _text(cell: Cell) -> str:
    return "\n".join(_line(line) for line in cell)


def _height(texts: list[tuple[str, int]], line: float = 15) -> float:
    """A row's height in points, as high as its longest text needs: not every program reckons it by itself."""
    lines = (sum(-(-(len(part) + 4) * 20 // (width * 23)) for part in text.split("\n")) for text, width in texts)
    return min(409, line * max(lines, default=1) + 2)


def _line(line: tuple[Piece, ...]) -> str:
    marked = {"gone": "[-{}-]", "come": "{{+{}+}}"}
    return " ".join(marked.get(p.style, "{}").format(p.text) for p in line if p.text)


def _said(block: object) -> list[str]:
    """What a block says in sentences."""
    if isinstance(block, Sentences):
        return list(block.texts)
    return [block.text] if isinstance(block, Note) else []


def _sheet_name(name: str, taken: set[str]) -> str:
    """At most 31 characters, none of them forbidden, no name twice."""
    short = _FORBIDDEN.sub(" ", name)[:31].strip()
    number = 1
    while short.lower() in taken:
        number += 1
        short = f"{short[:28]} {number}"
    taken.add(short.lower())
    return short
