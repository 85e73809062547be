"""DOCX bytes to text: the body in its order with automatic numbers, tables, text boxes; footnotes below what they explain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from pipeline.ingest.docx_numbers import Numbering
from pipeline.ingest.docx_package import REFERENCE, BrokenPackage, Package
from pipeline.ingest.docx_styles import Styles
from pipeline.ingest.docx_text import Printed, Reader
from pipeline.ingest.docx_xml import child, children, local, switched, value, whole
from pipeline.ingest.flow import Block, Grid, GridCell, PageBreak, Para, set_flow, words_of
from pipeline.ingest.intake import Intake, refused
from pipeline.model import Problem

_GOES_IN = frozenset(("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "txbxContent"))
_MOST_BOXES = 2000


def ingest_docx(data: bytes, kind: str = "docx") -> Intake:
    """Read a Word file, e.g. a plan whose `I.` and `1.` are Word's own numbers and stand in no text of the file."""
    try:
        return _Document(Package(data)).intake(kind)
    except BrokenPackage as error:
        return refused(kind, error.code, error.message)
    except RecursionError:
        return refused(kind, "damaged", "The Word file is nested too deeply; it is made to harm.")


class _Document:
    """One Word file on its way to blocks."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._body = child(package.body(), "body")
        self._styles = Styles(package.beside("styles"))
        self._numbering = Numbering(package.beside("numbering"))
        self._reader = Reader(self._styles)
        self._notes = {name: _by_id(package.beside(f"{name}s")) for name in ("footnote", "endnote")}
        self._fonts: set[str] = set()
        self._open = ""  # a paragraph whose mark was deleted runs on into the next

    def intake(self, kind: str) -> Intake:
        if self._body is None:
            raise BrokenPackage("damaged", "The Word file has no body; it is damaged.")
        top, bottom = self._edges()
        blocks = [*top, *self._blocks(self._body), *bottom]
        problems: tuple[Problem, ...] = ()
        if self._fonts:
            fonts = ", ".join(sorted(self._fonts)[:4])
            problems = (Problem("ingest", "converted-encoding", f"Letters in legacy fonts ({fonts}) were converted to Unicode."),)
        return set_flow(blocks, kind, problems)

    # --- headers and footers

    def _edges(self) -> tuple[list[Block], list[Block]]:
        """What is printed above the first page, and the other headers and footers, each once and without page numbers."""
        assert self._body is not None
        top: list[Block] = []
        bottom: list[Block] = []
        said: set[str] = set()
        for number, section in enumerate(self._sections()):
            first_differs = bool(switched(section, "titlePg"))
            for reference in section:
                name, page = local(reference), value(reference, "type") or "default"
                if name not in ("headerReference", "footerReference") or (page == "first" and not first_differs):
                    continue
                part = self._package.by_reference(reference.get(REFERENCE) or "")
                blocks = [] if part is None else list(self._blocks(part))
                words = "\n".join(words_of(blocks))
                if words in said or not _says_something(words):
                    continue
                said.add(words)
                shown_first = number == 0 and page == ("first" if first_differs else "default")
                (top if name == "headerReference" and shown_first else bottom).extend(blocks)
        return top, bottom

    def _sections(self) -> Iterator[_Element]:
        """The sections' properties, in their order: in the last paragraph of each, the last one's at the body's end."""
        assert self._body is not None
        for block in self._body:
            section = block if local(block) == "sectPr" else child(block, "pPr", "sectPr")
            if section is not None:
                yield section

    # --- the body

    def _blocks(self, container: _Element) -> Iterator[Block]:
        for part in container:
            name = local(part)
            if name == "p":
                yield from self._paragraph(part)
            elif name == "tbl":
                yield self._grid(part)
            elif name in _GOES_IN and child(part, "sdtPr", "showingPlcHdr") is None:
                yield from self._blocks(part)
            elif name == "AlternateContent":
                yield from self._blocks(part[0] if len(part) else part)

    def _paragraph(self, paragraph: _Element) -> Iterator[Block]:
        properties = child(paragraph, "pPr")
        printed = self._reader.read(paragraph)
        self._fonts |= printed.fonts
        style = value(child(properties, "pStyle"))
        if printed.break_before or self._styles.starts_page(properties, style):
            yield PageBreak()
        joins = child(properties, "rPr", "del") is not None or child(properties, "rPr", "moveFrom") is not None
        if not self._open and not (joins and not printed.text.strip()):
            printed.text = self._label(properties, style, printed) + printed.text
        self._open, text = ("", self._open + printed.text)
        if joins:
            self._open = text
        elif text.strip():
            yield Para(text)
        for box in printed.boxes[:_MOST_BOXES]:
            yield from self._blocks(box)
        for kind, note in printed.notes:
            yield from self._note(kind, note)
        section = child(properties, "sectPr")
        if printed.break_after or (section is not None and value(child(section, "type")) not in ("continuous", "nextColumn")):
            yield PageBreak()

    def _label(self, properties: _Element | None, style: str | None, printed: Printed) -> str:
        numbered = self._styles.numbered(properties, style)
        if numbered is None or not (printed.text.strip() or printed.boxes):
            return ""  # an empty paragraph of a list prints its number, but says nothing
        num, depth, said_by = numbered
        if depth is None:
            depth = self._numbering.depth_of(num, said_by) if said_by else 0
        return self._numbering.label(num, depth)

    def _note(self, kind: str, key: str) -> Iterator[Block]:
        note = self._notes[kind].get(key)
        words = "" if note is None else " ".join(" ".join(words_of(list(self._blocks(note)))).split())
        if words:
            yield Para(f"[{key}] {words}")

    # --- tables

    def _grid(self, table: _Element) -> Grid:
        widths = [float(whole(value(column, "w"))) for grid in children(table, "tblGrid") for column in children(grid, "gridCol")]
        rows = [self._row(row) for row in _inside(table, "tr") if child(row, "trPr", "del") is None]
        return Grid(_deepened([row for row in rows if row]), self._styles.ruled(table), widths)

    def _row(self, row: _Element) -> list[GridCell]:
        header = bool(switched(child(row, "trPr"), "tblHeader"))
        column = whole(value(child(row, "trPr", "gridBefore")))
        cells = []
        for cell in _inside(row, "tc"):
            properties = child(cell, "tcPr")
            span = max(1, whole(value(child(properties, "gridSpan")), 1))
            merged = child(properties, "vMerge")
            carried = merged is not None and value(merged) != "restart"  # its words stand in the cell above
            cells.append(GridCell([] if carried else list(self._blocks(cell)), column, span, header, carried=carried))
            column += span
        return cells


def _deepened(rows: list[list[GridCell]]) -> list[list[GridCell]]:
    """Rows whose cells know how many rows those below carry on."""
    open_at: dict[int, GridCell] = {}
    for row in rows:
        for cell in row:
            if cell.carried and cell.column in open_at:
                open_at[cell.column].rows += 1
            else:
                open_at[cell.column] = cell
    return rows


def _inside(element: _Element, name: str) -> Iterable[_Element]:
    """The rows of a table or the cells of a row, also those in content controls and insertions."""
    for part in element:
        if local(part) == name:
            yield part
        elif local(part) in _GOES_IN:
            yield from _inside(part, name)


def _by_id(part: _Element | None) -> dict[str, _Element]:
    """Footnotes by their ids; the rules above them are no notes."""
    if part is None:
        return {}
    return {value(note, "id") or "": note for note in part if value(note, "type") in (None, "normal")}


def _says_something(words: str) -> bool:
    """Whether a header says more than a page's number: `Trang 2/5`, `- 2 -`."""
    letters = "".join(filter(str.isalpha, words)).lower()
    return letters not in ("", "trang", "page", "tr")
