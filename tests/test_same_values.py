"""The same text gives the same values, whoever typed, coded, wrapped or printed it.

Every document of the sample corpus and, where it is, `../shared/real`, in every form that a text may come in; and generated
plans in letters of several sizes, so that their lines break elsewhere.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.generate import pages
from corpus.generate.build import office_pdfs, read_sheet, sources
from corpus.generate.pages import LAYOUTS, Layout, as_pdf, register_fonts
from corpus.generate.sheet import Sheet, as_text
from corpus.generate.writer import write_plan
from pipeline import rulebook
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest
from pipeline.labels import FIELDS
from pipeline.model import Activity, Assignment, Citation, Deadline
from pipeline.text import level_tones, squeeze

REAL = Path(__file__).parents[2] / "shared" / "real"
SCALARS = [field.name for field in FIELDS]
Values = dict[str, Any]

_OLD_TONES = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_NEW_TONES = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_TO_NEW = dict(zip(_OLD_TONES, _NEW_TONES, strict=True))
_TO_NEW |= {old.upper(): new.upper() for old, new in _TO_NEW.items()} | {o.title(): n.title() for o, n in _TO_NEW.items()}
_OPEN_SYLLABLE = re.compile(rf"(?<![qQ])(?:{'|'.join(_TO_NEW)})(?!\w)")


@cache
def desk() -> Desk:
    return Desk.of(rulebook.load())


def plain(text: str | None) -> str | None:
    """A value without what a form may rightly change in it: white space, tone placement, marks of Markdown."""
    if text is None:
        return None
    return re.sub(r"\s*([\"“”,.;:])\s*", r"\1 ", level_tones(squeeze(re.sub(r"[*`]|\\(?=[.\-])", " ", text)))).strip()


def values(data: bytes) -> Values:
    """All that the tables of the contract hold of a document, but for places in the text."""
    found = extract(ingest(data, "document", "document"), desk())
    one: Values = {name: plain(found.value(name)) for name in SCALARS}
    one["citations"] = sorted((c.number or "", c.issued_on or "", c.relation, c.resolved or "") for c in found.of(Citation))
    one["deadlines"] = sorted(
        tuple(plain(v) or "" for v in (d.due_on, d.kind, d.reporter, d.recipient, d.via)) for d in found.of(Deadline)
    )
    one["agencies"] = sorted({(plain(a.agency), a.role) for a in found.of(Assignment)})
    one["activities"] = [plain(a.value) for a in found.of(Activity)]
    return one


def difference(one: Values, other: Values) -> set[str]:
    return {name for name in one if one[name] != other[name]}


# --- forms ------------------------------------------------------------------------------------------------------------------


def newly_placed(text: str) -> str:
    """`Ủy ban, văn hóa` -> `Uỷ ban, văn hoá`"""
    return _OPEN_SYLLABLE.sub(lambda m: _TO_NEW[m.group()], text)


def marked(text: str) -> str:
    """Bold and italics around dates, numbers and headings, as a converter to Markdown leaves them."""
    text = re.sub(r"ngày (\d{1,2}) tháng (\d{1,2}) năm", r"ngày **\1** tháng **\2** năm", text)
    text = re.sub(r"\d{1,2}/\d{1,2}/\d{4}", r"**\g<0>**", text)
    text = re.sub(r"(?m)^([IVX]+\. .{3,60})$", r"## **\1**", text)
    return re.sub(r"(?m)^(Nơi nhận):$", r"**\1:**", text)


TEXT_FORMS: dict[str, Callable[[str], bytes]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "carriage returns and a mark of byte order": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "utf-16, little end first": lambda text: text.encode("utf-16"),
    "utf-16, big end first, no mark": lambda text: text.encode("utf-16-be"),
    "blanks at every line's end": lambda text: text.replace("\n", "  \n").encode(),
    "no-break spaces": lambda text: text.replace("ngày ", "ngày\u00a0").replace(" năm", "\u00a0năm").encode(),
    "new tone placement": lambda text: newly_placed(text).encode(),
    "long dashes, round quotes, eths": lambda text: text.replace(" - ", " – ").replace("-", "–").replace("Đ", "\u00d0").encode(),
    "marks of Markdown": lambda text: marked(text).encode(),
}
SHEET_FORMS: dict[str, Callable[[Sheet], bytes]] = {
    "wrapped at 70": lambda sheet: as_text(sheet, wrap=70).encode(),
    "wrapped at 90": lambda sheet: as_text(sheet, wrap=90).encode(),
    "wrapped at 60, pages numbered": lambda sheet: as_text(sheet, wrap=60, page_lines=40).encode(),
    "wrapped at 76, pages numbered": lambda sheet: as_text(sheet, wrap=76, page_lines=40).encode(),
    "Markdown": lambda sheet: as_text(sheet, marks=True).encode(),
    **{f"PDF, {layout}": (lambda sheet, layout=layout: as_pdf(sheet, layout)) for layout in LAYOUTS},  # type: ignore[misc]
}
SHEETS = {source["file"]: read_sheet(source) for source in sources()}

PRINTED = tuple(f"PDF, {layout}" for layout in LAYOUTS)


def compared(form: str, document: str, one: Values, other: Values) -> None:
    lost = difference(one, other)
    told = "\n".join(f"{name}:\n  text: {one[name]}\n  {form}: {other[name]}" for name in sorted(lost))
    assert lost == set(), f"{document} as {form} gives other values\n{told}"


@cache
def of_text(document: str) -> Values:
    return values(as_text(SHEETS[document]).encode())


@pytest.mark.parametrize("form", TEXT_FORMS)
def test_a_text_coded_or_typed_otherwise(form: str) -> None:
    for document, sheet in SHEETS.items():
        text = as_text(sheet)
        data = TEXT_FORMS[form](text)
        assert data != text.encode(), f"{form} leaves {document} as it is"
        compared(form, document, of_text(document), values(data))


@pytest.mark.parametrize("form", SHEET_FORMS)
def test_a_text_wrapped_marked_or_printed(form: str) -> None:
    if form in PRINTED and register_fonts() != "LiberationSerif":
        pytest.skip("the font Liberation Serif is not here: another one breaks lines elsewhere")
    for document, sheet in SHEETS.items():
        compared(form, document, of_text(document), values(SHEET_FORMS[form](sheet)))


@pytest.mark.parametrize("size", [10, 14.5])
@pytest.mark.parametrize("layout", ["cells", "wrapped"])
def test_a_text_printed_smaller_or_larger(monkeypatch: pytest.MonkeyPatch, layout: Layout, size: float) -> None:
    """Lines that break elsewhere, and pages that end elsewhere, in samples and in generated plans."""
    if register_fonts() != "LiberationSerif":
        pytest.skip("the font Liberation Serif is not here: another one breaks lines elsewhere")
    monkeypatch.setattr(pages, "LEADING", pages.LEADING * size / pages.SIZE)
    monkeypatch.setattr(pages, "SIZE", size)
    made = {f"generated {n}": write_plan(31, n)[0] for n in range(6)}
    for document, sheet in {**SHEETS, **made}.items():
        one = of_text(document) if document in SHEETS else values(as_text(sheet).encode())
        compared(f"PDF, {layout}, {size} points", document, one, values(as_pdf(sheet, layout)))


@pytest.mark.skipif(not shutil.which("soffice"), reason="soffice is not here: nothing is printed by LibreOffice")
def test_a_text_printed_by_libreoffice() -> None:
    printed = office_pdfs(SHEETS.values())
    for document, data in zip(SHEETS, printed, strict=True):
        compared("PDF, LibreOffice", document, of_text(document), values(data))


@pytest.mark.parametrize("path", sorted(REAL.glob("*.txt")) or [None], ids=lambda path: path.name if path else "none")
def test_real_texts(path: Path | None) -> None:
    if path is None:
        pytest.skip("../shared/real is not here: no real texts to hold")
    text = path.read_text("utf-8")
    one = values(text.encode())
    for form, make in TEXT_FORMS.items():
        if form != "marks of Markdown":  # they have marks of their own
            compared(form, path.name, one, values(make(text)))


def test_there_is_something_to_lose() -> None:
    """The texts state enough for a loss to show."""
    stated = [name for document in SHEETS for name, value in of_text(document).items() if value]
    assert len(stated) > 20 * len(SHEETS)
    assert {*SCALARS, "citations", "deadlines", "agencies", "activities"} - set(stated) <= {"authority", "issued_month"}
