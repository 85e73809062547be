"""A paper as a Word document in the form of an official annex (Decree 30/2020/NĐ-CP): A4, Times New Roman, page numbers above.

python-docx gives the package and its styles; paragraphs and tables are written as XML, since it looks for a paragraph's style and
a row's cells anew each time.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.report.drawing import draw
from pipeline.report.drawn_docx import DrawnPicture
from pipeline.report.paper import Brief, Cell, Column, Drawing, Heading, Line, Note, Paper, Piece, Sentences, Style, Table
from pipeline.report.to_html import numeral
from pipeline.report.words import Language

if TYPE_CHECKING:
    from docx.document import Document

_FONT = "Times New Roman"
_WIDTH = 9354  # twentieths of a point between the margins: 165 mm
_HEAD = "EAEFF5"
_FILLS = {"fail": "FBEEE6", "unknown": "F6F6F0"}
_COLOURS: dict[Style, str] = {
    "pass": "00593D", "fail": "9C3600", "unknown": "3D4A5C", "not_applicable": "5C5C5C",
    "note": "4D4D4D", "gone": "9C3600", "come": "004F7D",
}  # fmt: skip
_BOLD = frozenset({"strong", "pass", "fail", "unknown", "come"})


def render_docx(paper: Paper, made: str) -> bytes:
    """`made` is the day on which the report was made, as ISO text."""
    from docx import Document

    document = Document()
    _set_up(document, paper, made)
    write = _Writer(document.element.body)
    _title(write, paper)
    for number, section in enumerate(paper.sections, 1):
        write.say(f"{numeral(number)}. {section.title}", "Heading1")
        for block in section.blocks:
            if isinstance(block, Heading):
                write.say(block.text, "Heading2")
                write.say(block.below, "Below")
            elif isinstance(block, Sentences):
                for text in block.texts:
                    write.say(text, "ListBullet" if len(block.texts) > 1 else "Normal")
            elif isinstance(block, Brief):
                for line in block.lines:
                    write.fill(write.at_end("p"), line, "Brief")
            elif isinstance(block, Note):
                write.say(block.text, "Note")
            elif isinstance(block, Table):
                write.table(block)
            else:
                write.drawing(block, paper.language)
    _signatures(document, paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Document, paper: Paper, made: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(20), Mm(20), Mm(30), Mm(15)
    page.header_distance = Mm(10)
    page.different_first_page_header_footer = True
    _page_number(page.header.paragraphs[0])
    for name in ("Aside", "Below", "Brief", "Note", "Table Text"):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    # name: size, bold, italic, space before, space after
    for name, size, bold, italic, before, after in (
        ("Normal", 13, False, False, 0, 4),
        ("Title", 14, True, False, 0, 2),
        ("Subtitle", 13, True, False, 0, 2),
        ("Heading 1", 13, True, False, 12, 4),
        ("Heading 2", 13, True, True, 8, 2),
        ("List Bullet", 13, False, False, 0, 3),
        ("Aside", 13, False, True, 0, 4),
        ("Below", 11, False, False, 0, 4),
        ("Brief", 11, False, False, 0, 3),
        ("Note", 10, False, True, 0, 4),
        ("Table Text", 10, False, False, 0, 0),
        ("Header", 13, False, False, 0, 0),
    ):
        style: Any = document.styles[name]
        _plain_font(style)
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0
        if name in ("Title", "Subtitle", "Aside", "Header"):
            form.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form.keep_with_next = name in ("Heading 1", "Heading 2", "Below")
        form.keep_together = name == "Brief"
    day = datetime.fromisoformat(made)
    about = document.core_properties
    about.title, about.subject, about.author, about.comments = paper.title, paper.subtitle[:250], "doichieu", ""
    about.language = "vi-VN" if paper.language == "vi" else "en-GB"
    about.created = about.modified = day


def _plain_font(style: Any) -> None:
    """Times New Roman for every script, in black, without the template's theme."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name = _FONT
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if "theme" in key.lower():
            del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)
    for spaced in style.element.findall(f".//{qn('w:rPr')}/{qn('w:spacing')}"):
        spaced.getparent().remove(spaced)
    if (borders := style.element.find(f".//{qn('w:pBdr')}")) is not None:
        borders.getparent().remove(borders)


def _page_number(paragraph: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _title(write: _Writer, paper: Paper) -> None:
    write.say(paper.title.upper(), "Title")
    write.say(paper.subtitle, "Subtitle")
    write.say(paper.annexed_to, "Aside")
    write.say(paper.made_on, "Aside")


def _signatures(document: Document, paper: Paper) -> None:
    """Two columns without borders; the space below is for the hand."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    table = document.add_table(1, len(paper.signatures))
    for cell, (who, how) in zip(table.rows[0].cells, paper.signatures, strict=True):
        first = cell.paragraphs[0]
        first.alignment = WD_ALIGN_PARAGRAPH.CENTER
        first.paragraph_format.space_before = Pt(18)
        first.add_run(who).bold = True
        second = cell.add_paragraph()
        second.alignment = WD_ALIGN_PARAGRAPH.CENTER
        second.add_run(how).italic = True
        for _ in range(3):
            cell.add_paragraph()


class _Writer:
    """Paragraphs and tables as elements of the body, before the page's own settings, which come last."""

    def __init__(self, body: Any) -> None:
        from docx.oxml.ns import nsmap
        from lxml import etree

        self.etree, self.body = etree, body
        self.space = nsmap["w"]
        self.drawn = 0

    def add(self, parent: Any, tag: str, **attributes: str) -> Any:
        element = self.etree.SubElement(parent, f"{{{self.space}}}{tag}")
        for name, value in attributes.items():
            element.set(f"{{{self.space}}}{name}", value)
        return element

    def at_end(self, tag: str) -> Any:
        element = self.add(self.body, tag)
        self.body[-2].addprevious(element)
        return element

    def say(self, text: str, style: str) -> None:
        if text:
            self.fill(self.at_end("p"), (Piece(text),), style)

    def drawing(self, drawing: Drawing, language: Language) -> None:
        """Each picture in a frame that nobody sees: LibreOffice may part a bare one from the heading above it."""
        for picture in draw(drawing, language):
            self.drawn += 1
            tbl = self.at_end("tbl")
            form = self.add(tbl, "tblPr")
            self.add(form, "tblW", w=str(_WIDTH), type="dxa")
            self.add(form, "tblLayout", type="fixed")
            margins = self.add(form, "tblCellMar")
            for side in ("left", "right"):
                self.add(margins, side, w="0", type="dxa")
            self.add(self.add(tbl, "tblGrid"), "gridCol", w=str(_WIDTH))
            tr = self.add(tbl, "tr")
            self.add(self.add(tr, "trPr"), "cantSplit")
            tc = self.add(tr, "tc")
            self.add(self.add(tc, "tcPr"), "tcW", w=str(_WIDTH), type="dxa")
            p = self.add(tc, "p")
            self.add(self.add(p, "pPr"), "pStyle", val="TableText")
            DrawnPicture(picture, self.drawn).into(self.add(p, "r"), _FONT)
            self.fill(self.at_end("p"), (), "TableText")

    def table(self, table: Table) -> None:
        shares = sum(column.share for column in table.columns)
        widths = [column.share * _WIDTH // shares for column in table.columns]
        tbl = self.at_end("tbl")
        form = self.add(tbl, "tblPr")
        self.add(form, "tblW", w=str(sum(widths)), type="dxa")
        borders = self.add(form, "tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            self.add(borders, side, val="single", sz="4", color="808080")
        self.add(form, "tblLayout", type="fixed")
        margins = self.add(form, "tblCellMar")
        for side, width in (("top", 20), ("left", 55), ("bottom", 30), ("right", 55)):
            self.add(margins, side, w=str(width), type="dxa")
        grid = self.add(tbl, "tblGrid")
        for width in widths:
            self.add(grid, "gridCol", w=str(width))
        heads = [((Piece(column.name, "strong"),),) for column in table.columns]
        self.row(tbl, table.columns, widths, heads, fill=_HEAD, head=True)
        for row in table.rows:
            self.row(tbl, table.columns, widths, row.cells, fill=_FILLS.get(row.verdict or ""))
        self.fill(self.at_end("p"), (), "TableText")  # or Word would join two tables

    def row(
        self,
        tbl: Any,
        columns: Sequence[Column],
        widths: Sequence[int],
        cells: Sequence[Cell],
        *,
        fill: str | None,
        head: bool = False,
    ) -> None:
        tr = self.add(tbl, "tr")
        settings = self.add(tr, "trPr")
        self.add(settings, "cantSplit")
        if head:
            self.add(settings, "tblHeader")
        for cell, width, column in zip(cells, widths, columns, strict=True):
            tc = self.add(tr, "tc")
            about = self.add(tc, "tcPr")
            self.add(about, "tcW", w=str(width), type="dxa")
            if fill:
                self.add(about, "shd", val="clear", color="auto", fill=fill)
            if head:
                self.add(about, "vAlign", val="center")
            for line in cell or ((),):
                self.fill(self.add(tc, "p"), line, "TableText", centred=head or column.figures)

    def fill(self, p: Any, line: Line, style: str, *, centred: bool = False) -> None:
        form = self.add(p, "pPr")
        self.add(form, "pStyle", val=style)
        if centred:
            self.add(form, "jc", val="center")
        for piece in line:
            if len(p) > 1:
                self.words(self.add(p, "r"), " ")
            r = self.add(p, "r")
            self.look(r, piece.style)
            self.words(r, piece.text)

    def look(self, r: Any, style: Style) -> None:
        if style in ("plain", "quote"):
            return
        look = self.add(r, "rPr")
        if style in _BOLD:
            self.add(look, "b")
        if style == "gone":
            self.add(look, "strike")
        if colour := _COLOURS.get(style):
            self.add(look, "color", val=colour)
        if style == "come":
            self.add(look, "u", val="single")

    def words(self, r: Any, words: str) -> None:
        text = self.add(r, "t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = words
