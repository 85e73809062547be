"""What a DOCX file's styles say about letters and paragraphs: capitals, hidden text, fonts, numbers, lines of tables."""

from __future__ import annotations

from lxml.etree import _Element

from pipeline.ingest.docx_xml import child, children, local, switched, value

_DEEPEST = 20  # styles based on styles; a circle ends here
_DRAWN = frozenset(("insideV", "insideH", "left", "right", "start", "end", "top", "bottom"))
_TO_THE_SIDES = frozenset(("insideV", "left", "right", "start", "end"))


class Styles:
    """The styles of one document."""

    def __init__(self, part: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._usual: str | None = None  # the style of a paragraph that names none
        self._defaults: _Element | None = None
        if part is None:
            return
        self._defaults = child(part, "docDefaults", "rPrDefault", "rPr")
        for style in children(part, "style"):
            key = value(style, "styleId") or ""
            self._styles[key] = style
            if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true"):
                self._usual = key

    def chain(self, key: str | None) -> list[_Element]:
        """A style and those that it is based on, nearest first."""
        found: list[_Element] = []
        while key and key in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[key])
            key = value(child(found[-1], "basedOn"))
        return found

    def letters(self, run: _Element | None, paragraph: str | None) -> list[_Element]:
        """What decides how a run's letters are printed, nearest first: its own properties, its style's, its paragraph's."""
        named = [*self.chain(value(child(run, "rStyle"))), *self.chain(paragraph or self._usual)]
        own = [] if run is None else [run]
        styled = [properties for style in named if (properties := child(style, "rPr")) is not None]
        return [*own, *styled, *([] if self._defaults is None else [self._defaults])]

    def numbered(self, paragraph: _Element | None, style: str | None) -> tuple[str, int | None, str] | None:
        """The list of a paragraph: its id, its level where that is said, and the style that says it."""
        found = [(paragraph, "")] + [(child(one, "pPr"), value(one, "styleId") or "") for one in self.chain(style or self._usual)]
        level: str | None = None
        for properties, said_by in found:
            numbers = child(properties, "numPr")
            if numbers is None:
                continue
            level = level or value(child(numbers, "ilvl"))
            if (num := value(child(numbers, "numId"))) is not None:
                return (num, int(level) if level and level.isdigit() else None, said_by) if num != "0" else None
        return None

    def starts_page(self, paragraph: _Element | None, style: str | None) -> bool:
        """Whether a paragraph always stands at a page's top."""
        for properties in (paragraph, *(child(one, "pPr") for one in self.chain(style or self._usual))):
            if (said := switched(properties, "pageBreakBefore")) is not None:
                return said
        return False

    def ruled(self, table: _Element) -> bool:
        """Whether lines between the cells of a table are printed, said by the table, its style or a cell."""
        properties = child(table, "tblPr")
        styles = [child(one, "tblPr", "tblBorders") for one in self.chain(value(child(properties, "tblStyle")))]
        own = child(properties, "tblBorders")
        for borders in (own, *styles):
            if borders is not None:
                if any(_drawn(side) and local(side) in ("insideV", "insideH") for side in borders):
                    return True
                break
        cells = [borders for row in children(table, "tr") for cell in children(row, "tc")
                 if (borders := child(cell, "tcPr", "tcBorders")) is not None]  # fmt: skip
        return any(_drawn(side) and local(side) in _TO_THE_SIDES for borders in cells for side in borders)


def _drawn(side: _Element) -> bool:
    return local(side) in _DRAWN and value(side) not in (None, "none", "nil")
