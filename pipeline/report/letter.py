"""The reminder to a unit that has not answered, in the form of Decree 30/2020/NĐ-CP; a person adds number, day and signer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pipeline.numbers import split_number
from pipeline.report.missing import Answer, RollCall
from pipeline.rulebook import Rulebook
from pipeline.text import fold, strip_marks

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

_BLANK_DAY = "…../…../{year}"
_FONT = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands in a letter, part by part."""

    issuer: tuple[str, ...]  # a line each: ỦY BAN NHÂN DÂN / TỈNH SƠN LA
    number: str
    about: str
    place_and_day: str
    addressee: str
    body: tuple[str, ...]
    recipients: tuple[str, ...]
    authority: str
    file: str


def reminders(roll: RollCall, rules: Rulebook, today: date) -> Iterator[Letter]:
    """One letter for each silent unit: the issuer's to a province, the province's to its communes."""
    taken: dict[str, int] = {}
    for answer in roll.silent:
        letter = _reminder(roll, answer, rules, today)
        count = taken[letter.file] = taken.get(letter.file, 0) + 1
        yield replace(letter, file=f"{letter.file}-{count}") if count > 1 else letter  # Thanh An and Thạnh An


def _reminder(roll: RollCall, answer: Answer, rules: Rulebook, today: date) -> Letter:
    directive, campaign = roll.directive, rules.campaigns[roll.directive.campaign]
    words = rules.letters["commune" if answer.commune else "province"]
    sender = f"Ủy ban nhân dân {roll.province.full_name}" if roll.province else directive.issuer
    dated = f" ngày {_in_words(directive.issued_on)}" if directive.issued_on else ""
    inferred = set(directive.inferred)
    values: dict[str, str | None] = {
        name: None if name in inferred else _in_words(getattr(directive, name))
        for name in ("week_start", "week_end", "report_due_on")
    }
    values |= {
        "directive": f"{roll.kind} số {directive.number}" + ("" if "issued_on" in inferred else dated),
        "issuer": directive.issuer,
        "sender": sender,
        "unit": answer.unit,
        "province": answer.province,
        "campaign": f"{campaign.name_vi} năm {directive.year}",
        "period": campaign.short_vi,
        "own_plan": _own_plan(roll.plan),
        "as_of": _in_words(roll.as_of or today.isoformat()),
        "blank_day": _BLANK_DAY.format(year=today.year),
    }
    values["addressee"] = words.addressee.format_map(values)
    return Letter(
        issuer=("ỦY BAN NHÂN DÂN", roll.province.full_name.upper()) if roll.province else (sender.upper(),),
        number=f"Số:         /{'UBND' if roll.province else _symbol(directive.number)}",
        about=f"V/v {words.subject.format_map(values)}",
        place_and_day=f"{words.place.format_map(values)}, ngày      tháng      năm {today.year}",
        addressee=f"Kính gửi: {values['addressee']}",
        body=tuple(words.paragraphs(values)),
        recipients=words.recipients,
        authority=words.authority,
        file=_file(answer.unit),
    )


def _own_plan(plan: Answer | None) -> str | None:
    """`Kế hoạch số 221/KH-UBND ngày 25 tháng 9 năm 2025`, where the province's own document has both."""
    if plan is None or not plan.number or not plan.issued_on or len(plan.issued_on) != 10:
        return None
    kind = "Kế hoạch" if "/KH-" in plan.number else "Văn bản"
    return f"{kind} số {plan.number} ngày {_in_words(plan.issued_on)}"


def _symbol(number: str) -> str:
    """The symbol of a letter by the directive's issuer: `BGDĐT-GDTX`; `BVHTTDL` where the directive is a plan, `KH-BVHTTDL`."""
    parts = split_number(number)
    symbol = parts.symbol if parts else ""
    return symbol.removeprefix("KH-").removeprefix("QĐ-")


def _in_words(iso: str | None) -> str | None:
    """As Decree 30 writes a day: `05 tháng 3 năm 2020`, a nought before days below 10 and the first two months."""
    if iso is None:
        return None
    day = date.fromisoformat(iso)
    return f"{day.day:02d} tháng {f'{day.month:02d}' if day.month < 3 else day.month} năm {day.year}"


def _file(unit: str) -> str:
    """`xã Chiềng Khương` is `xa-chieng-khuong`."""
    return re.sub(r"[^a-z0-9]+", "-", strip_marks(fold(unit))).strip("-")


# --- as a Word file -----------------------------------------------------------------------------------------------------------


def render_letter(letter: Letter) -> bytes:
    """The letter as DOCX: A4, Times New Roman 14, letterhead and signature in two columns."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Mm, Pt

    document = Document()
    _page(document)
    left, right = _columns(document, (Mm(71), Mm(94)))
    for line in letter.issuer:
        _line(left, line, 13, ALIGN.CENTER, bold=True)
    _rule(left, Mm(24))
    _line(left, letter.number, 13, ALIGN.CENTER)
    _line(left, letter.about, 12, ALIGN.CENTER)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, ALIGN.CENTER, bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", 13, ALIGN.CENTER, bold=True)
    _rule(right, Mm(17))
    _line(right, letter.place_and_day, 13, ALIGN.CENTER, italic=True)
    addressee = document.add_paragraph()
    addressee.alignment = ALIGN.CENTER
    addressee.paragraph_format.space_before, addressee.paragraph_format.space_after = Pt(18), Pt(12)
    addressee.add_run(letter.addressee)
    for text in letter.body:
        paragraph = document.add_paragraph(text)
        paragraph.alignment = ALIGN.JUSTIFY
        paragraph.paragraph_format.first_line_indent, paragraph.paragraph_format.space_after = Mm(12.7), Pt(6)
    document.add_paragraph()
    left, right = _columns(document, (Mm(82), Mm(83)))
    _line(left, "Nơi nhận:", 12, ALIGN.LEFT, bold=True, italic=True)
    for recipient in letter.recipients:
        _line(left, f"- {recipient}", 11, ALIGN.LEFT)
    _line(right, letter.authority, 14, ALIGN.CENTER, bold=True)
    for _ in range(4):
        _line(right, "", 14, ALIGN.CENTER)
    _line(right, "……………………………", 14, ALIGN.CENTER, bold=True)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Document) -> None:
    """A4 with the margins of the decree, its font throughout; no paper trail of who made the template."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(0)
    document.core_properties.author = document.core_properties.comments = ""


def _columns(document: Document, widths: tuple[int, int]) -> tuple[_Cell, _Cell]:
    """Two columns without a frame."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for cell, column, width in zip(table.rows[0].cells, table.columns, widths, strict=True):
        cell.width = column.width = width
    left, right = table.rows[0].cells
    return left, right


def _line(cell: _Cell, text: str, size: int, align: Any, *, bold: bool = False, italic: bool = False) -> None:
    """A line of a column; the first one takes the paragraph that a cell always has."""
    from docx.shared import Pt

    first = cell.paragraphs[0]
    paragraph = first if not first.runs and len(cell.paragraphs) == 1 and not cell.text else cell.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _rule(cell: _Cell, indent: int) -> None:
    """The short line below an issuer's name and below the motto."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = cell.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = indent
    shape.space_before, shape.line_spacing, shape.space_after = Pt(2), Pt(3), Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)
