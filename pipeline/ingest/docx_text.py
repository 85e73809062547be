"""A Word paragraph's letters as they are printed: insertions in, deletions and hidden text out, fields as their results."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.etree import _Element

from pipeline.ingest.docx_styles import Styles
from pipeline.ingest.docx_xml import W, child, local, switched, value
from pipeline.ingest.legacy import from_font

_OUT = frozenset(
    ("del", "moveFrom", "rPr", "pPr", "instrText", "delText", "sdtPr", "sdtEndPr", "rt", "proofErr", "tblPr", "object")
)
_LOOKS = frozenset(W + name for name in ("vanish", "caps", "smallCaps", "rFonts", "rStyle"))
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_SYMBOLS = {
    "wingdings": {0xA8: "☐", 0xFE: "☑", 0xFD: "☒", 0x6F: "☐", 0x78: "☒", 0xE0: "→", 0xF0: "→"},
    "symbol": {0xAE: "→", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB0: "°", 0xB9: "≠", 0x2D: "−"},
}


@dataclass(slots=True)
class _Field:
    """A field whose end has not come: what is printed of it stands after `separate`."""

    code: str = ""
    result: bool = False

    @property
    def shown(self) -> bool:
        return self.result and self.code.split()[:1] not in ([name] for name in _PAGE_FIELDS)


@dataclass(slots=True)
class Printed:
    """What a paragraph prints, and what hangs on it."""

    text: str = ""
    break_before: bool = False  # a page began at its first word
    break_after: bool = False  # a page began inside of it: its words are not torn apart for that
    boxes: list[_Element] = field(default_factory=list)  # text boxes anchored here
    notes: list[tuple[str, str]] = field(default_factory=list)  # ("footnote", id)
    fonts: set[str] = field(default_factory=set)  # legacy fonts whose letters were converted


class Reader:
    """Reads paragraph after paragraph; a field may begin in one and end in another."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Field] = []
        self._looks: dict[tuple[object, ...], tuple[bool, bool, str]] = {}

    def read(self, paragraph: _Element) -> Printed:
        """What one `w:p` prints, without its automatic number."""
        printed = Printed()
        self._walk(paragraph, printed, value(child(paragraph, "pPr", "pStyle")))
        return printed

    def _walk(self, element: _Element, printed: Printed, style: str | None) -> None:
        for part in element:
            name = local(part)
            if name == "r":
                self._run(part, printed, style)
            elif name == "fldSimple":
                if (value(part, "instr") or "").split()[:1] not in ([name] for name in _PAGE_FIELDS):
                    self._walk(part, printed, style)
            elif name == "sdt":
                if child(part, "sdtPr", "showingPlcHdr") is None:
                    self._walk(part, printed, style)
            elif name == "t" and not str(part.tag).startswith(W):  # a formula's letters
                self._say(part.text or "", printed)
            elif name == "AlternateContent":  # the same twice, for new and for old programs
                self._walk(part[0] if len(part) else part, printed, style)
            elif name not in _OUT:
                self._walk(part, printed, style)

    def _run(self, run: _Element, printed: Printed, style: str | None) -> None:
        hidden, capitals, font = self._look(child(run, "rPr"), style)
        for part in run:
            name = local(part)
            if name == "fldChar":
                self._field(value(part, "fldCharType"))
            elif name == "instrText":
                if self._fields and not self._fields[-1].result:
                    self._fields[-1].code += part.text or ""
            elif name in ("AlternateContent", "drawing", "pict", "object"):
                printed.boxes += _boxes(part)
            elif hidden:
                continue
            elif name == "t":
                self._say(self._cased(part.text or "", capitals, font, printed), printed)
            elif name in ("tab", "ptab"):
                self._say("\t", printed)
            elif name in ("br", "cr"):
                self._break(value(part, "type"), printed)
            elif name == "lastRenderedPageBreak":
                self._break("page", printed)
            elif name == "noBreakHyphen":
                self._say("-", printed)
            elif name == "sym":
                self._say(_symbol(value(part, "font") or "", value(part, "char") or ""), printed)
            elif name in ("footnoteReference", "endnoteReference"):
                printed.notes.append((name.removesuffix("Reference"), value(part, "id") or ""))
            elif name == "ruby" and (base := child(part, "rubyBase")) is not None:
                self._walk(base, printed, style)

    def _say(self, text: str, printed: Printed) -> None:
        if all(one.shown for one in self._fields):
            printed.text += text

    def _break(self, kind: str | None, printed: Printed) -> None:
        if kind == "page" and printed.text.strip():
            printed.break_after = True
        elif kind == "page":
            printed.break_before = True
        else:
            self._say("\n", printed)

    def _field(self, step: str | None) -> None:
        if step == "begin":
            self._fields.append(_Field())
        elif self._fields and step == "separate":
            self._fields[-1].result = True
        elif self._fields and step == "end":
            self._fields.pop()

    def _look(self, properties: _Element | None, style: str | None) -> tuple[bool, bool, str]:
        """Whether letters are hidden, whether they are printed as capitals, and in which font."""
        own = () if properties is None else properties
        key = style, *((one.tag, value(one), value(one, "ascii")) for one in own if one.tag in _LOOKS)
        if key not in self._looks:
            said = self._styles.letters(properties, style)
            hidden, caps, small = (_first(said, name) for name in ("vanish", "caps", "smallCaps"))
            font = next((f for one in said if (f := value(child(one, "rFonts"), "ascii"))), "")
            self._looks[key] = hidden, caps or small, font
        return self._looks[key]

    @staticmethod
    def _cased(text: str, capitals: bool, font: str, printed: Printed) -> str:
        unicode = from_font(text, font) if font[:1] == "." or font[:4].upper() == "VNI-" else None
        if unicode is not None:
            if unicode != text:
                printed.fonts.add(font)
            text = unicode
        return text.upper() if capitals else text


def _first(said: list[_Element], name: str) -> bool:
    """A switch where it is said first."""
    return bool(next((switch for one in said if (switch := switched(one, name)) is not None), False))


def _boxes(part: _Element) -> list[_Element]:
    """The text boxes of a drawing; what is there twice, for new and old programs, is taken once."""
    if local(part) == "AlternateContent":
        options = list(part)
        for option in options:
            if found := [box for inner in option for box in _boxes_inside(inner)]:
                return found
        return []
    return _boxes_inside(part)


def _boxes_inside(part: _Element) -> list[_Element]:
    if local(part) == "AlternateContent":
        return _boxes(part)
    if local(part) == "txbxContent":
        return [part]
    return [box for inner in part for box in _boxes_inside(inner)]


def _symbol(font: str, code: str) -> str:
    """`w:sym` as a letter that every font has; a sign that has none is a bullet."""
    try:
        number = int(code, 16) & 0xFF if int(code, 16) >= 0xF000 else int(code, 16)
    except ValueError:
        return ""
    family = next((table for name, table in _SYMBOLS.items() if font.lower().startswith(name)), None)
    if family is None:
        return chr(number) if 0x20 <= number < 0xD800 else "•"
    return family.get(number, "•")
