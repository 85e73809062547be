"""A paper as a Word document in the form of an official annex (Decree 30/2020/NĐ-CP): A4, Times New Roman, page numbers above.

python-docx gives the package and its styles; tables are written as XML, which is some fifty times faster than its cells.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.report.paper import Brief, Cell, Column, Heading, Line, Paper, Piece, Sentences, Style, Table
from pipeline.report.to_html import numeral

if TYPE_CHECKING:
    from docx.document import Document

_FONT = "Times New Roman"
_WIDTH = 9354  # twentieths of a point between the margins: 165 mm
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
    _title(document, paper)
    for number, section in enumerate(paper.sections, 1):
        document.add_heading(f"{numeral(number)}. {section.title}", 1)
        for block in section.blocks:
            if isinstance(block, Heading):
                if block.text:
                    document.add_heading(block.text, 2)
                if block.below:
                    document.add_paragraph(block.below, "Below")
            elif isinstance(block, Brief):
                for text in block.texts:
                    document.add_paragraph(text, "Brief")
            elif isinstance(block, Sentences):
                style = "List Bullet" if len(block.texts) > 1 else "Normal"
                for text in block.texts:
                    document.add_paragraph(text, style)
            elif isinstance(block, Table):
                _table(document, block)
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
    for name in ("Below", "Brief", "Table Text"):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    # name: size, bold, italic, space before, space after
    for name, size, bold, italic, before, after in (
        ("Normal", 13, False, False, 0, 4),
        ("Title", 14, True, False, 0, 2),
        ("Subtitle", 13, True, False, 0, 2),
        ("Heading 1", 13, True, False, 12, 4),
        ("Heading 2", 13, True, True, 8, 2),
        ("List Bullet", 13, False, False, 0, 3),
        ("Below", 11, False, False, 0, 4),
        ("Brief", 11, False, False, 0, 3),
        ("Table Text", 10, False, False, 0, 0),
        ("Header", 13, False, False, 0, 0),
    ):
        style: Any = document.styles[name]
        _plain_font(style)
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0
        if name in ("Title", "Subtitle", "Header"):
            form.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form.keep_with_next = name in ("Heading 1", "Heading 2", "Below")
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


def _title(document: Document, paper: Paper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document.add_paragraph(paper.title.upper(), "Title")
    document.add_paragraph(paper.subtitle, "Subtitle")
    for text in (paper.annexed_to, paper.made_on):
        line = document.add_paragraph(style="Normal")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(text).italic = True


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


# --- tables -----------------------------------------------------------------------------------------------------------------


def _table(document: Document, table: Table) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from lxml import etree

    shares = sum(column.share for column in table.columns)
    widths = [column.share * _WIDTH // shares for column in table.columns]
    sides = "".join(
        f'<w:{s} w:val="single" w:sz="4" w:color="808080"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    root = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        f'</w:tblPr><w:tblGrid>{"".join(f"""<w:gridCol w:w="{w}"/>""" for w in widths)}</w:tblGrid></w:tbl>'
    )
    writer = _Rows(etree, root, widths, table.columns)
    writer.row([((Piece(column.name, "strong"),),) for column in table.columns], fill="EAEFF5", head=True)
    for row in table.rows:
        writer.row(list(row.cells), fill=_FILLS.get(row.verdict or ""))
    body = document.element.body
    body.insert(len(body) - 1, root)  # before the page's own settings, which come last
    document.add_paragraph().paragraph_format.space_after = 0


class _Rows:
    """Rows of a table, as elements."""

    def __init__(self, etree: Any, root: Any, widths: list[int], columns: tuple[Column, ...]) -> None:
        from docx.oxml.ns import nsmap

        self.etree, self.root, self.widths, self.columns = etree, root, widths, columns
        self.space = nsmap["w"]

    def add(self, parent: Any, tag: str, **attributes: str) -> Any:
        element = self.etree.SubElement(parent, f"{{{self.space}}}{tag}")
        for name, value in attributes.items():
            element.set(f"{{{self.space}}}{name}", value)
        return element

    def row(self, cells: list[Cell], *, fill: str | None, head: bool = False) -> None:
        tr = self.add(self.root, "tr")
        settings = self.add(tr, "trPr")
        self.add(settings, "cantSplit")
        if head:
            self.add(settings, "tblHeader")
        for cell, width, column in zip(cells, self.widths, self.columns, strict=True):
            tc = self.add(tr, "tc")
            about = self.add(tc, "tcPr")
            self.add(about, "tcW", w=str(width), type="dxa")
            if fill:
                self.add(about, "shd", val="clear", color="auto", fill=fill)
            if head:
                self.add(about, "vAlign", val="center")
            for line in cell or ((),):
                self.paragraph(tc, line, centred=head or column.figures)

    def paragraph(self, tc: Any, line: Line, *, centred: bool) -> None:
        p = self.add(tc, "p")
        form = self.add(p, "pPr")
        self.add(form, "pStyle", val="TableText")
        if centred:
            self.add(form, "jc", val="center")
        for piece in line:
            if piece.text:
                self.run(p, piece, " " if len(p) > 1 else "")

    def run(self, p: Any, piece: Piece, before: str) -> None:
        if before:
            self.words(self.add(p, "r"), before)
        r = self.add(p, "r")
        if piece.style not in ("plain", "quote"):
            look = self.add(r, "rPr")
            if piece.style in _BOLD:
                self.add(look, "b")
            if piece.style == "gone":
                self.add(look, "strike")
            if colour := _COLOURS.get(piece.style):
                self.add(look, "color", val=colour)
            if piece.style == "come":
                self.add(look, "u", val="single")
        self.words(r, piece.text)

    def words(self, r: Any, words: str) -> None:
        text = self.add(r, "t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = words
