"""HTML to text: what a reader of the page sees, without scripts, menus and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.flow import Block, Grid, GridCell, PageBreak, Para, set_flow
from pipeline.ingest.intake import Intake, refused
from pipeline.ingest.legacy import convert_mojibake, decode_legacy
from pipeline.ingest.plain import noted
from pipeline.model import Problem

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)", re.I)
_OUT = frozenset((
    "script", "style", "noscript", "template", "head", "title", "nav", "button", "select", "option", "textarea", "input",
    "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video",
))  # fmt: skip
_BLOCKS = frozenset((
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "section",
    "article", "main", "header", "footer", "aside", "figure", "figcaption", "center", "address", "fieldset", "form",
    "body", "html", "hr", "table", "thead", "tbody", "tfoot", "caption", "tr", "td", "th",
))  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_NEW_PAGE = re.compile(r"page-break-before\s*:\s*always|(?<!-)break-before\s*:\s*page", re.I)
_BORDER = re.compile(
    r"border(?:-(?:top|left|right|bottom))?\s*:\s*(?!none|0(?!\.)|hidden|medium\s+none)[^;]*(?:solid|double|dotted|dashed|\d)",
    re.I,
)
_MOST_CARRIED = 100_000  # cells that reach down from rows above; more is made to harm
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\x0b"  # a <br> among blanks that mean nothing


def ingest_html(data: bytes) -> Intake:
    """Read a web page, e.g. a plan from an office's site, with its letterhead in a table without lines."""
    from lxml import etree, html

    text, problems = decode_html(data)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return refused("html", "empty", "The page holds no text: there is nothing to read.")
    try:
        return set_flow(list(_Page().blocks(root)), "html", problems)
    except RecursionError:
        return refused("html", "damaged", "The page is nested too deeply; it is made to harm.")


def decode_html(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """A page's text by its byte order mark, by what it says of itself, else by which encoding gives Vietnamese."""
    said = _META.search(data[:8192]) or _XML.search(data[:200])
    tried = ["utf-8", *([said[1].decode("latin-1")] if said else [])]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried = ["utf-16"]
    for encoding in tried:
        if encoding.lower() in ("windows-1252", "iso-8859-1", "us-ascii", "x-user-defined"):
            continue  # said of many a page in TCVN3 or VNI
        try:
            text = data.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return _converted(text)
    legacy = decode_legacy(data)
    if legacy is not None:
        return legacy.text, (noted(legacy),)
    return data.decode("cp1252", "replace"), ()


def _converted(text: str) -> tuple[str, tuple[Problem, ...]]:
    legacy = convert_mojibake(text)
    return (text, ()) if legacy is None else (legacy.text, (noted(legacy),))


class _Page:
    """Gathers the words between block elements into paragraphs."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._numbers: list[int | None] = []  # of the lists that are open; None is one with dashes
        self._label = ""  # of the item whose first words are still to come

    def blocks(self, element) -> Iterator[Block]:  # type: ignore[no-untyped-def]
        """What an element holds, in its order."""
        if not isinstance(element.tag, str):
            return
        name, style = element.tag.lower(), element.get("style") or ""
        if name in _OUT or element.get("hidden") is not None or _HIDDEN.search(style) or element.get("role") == "navigation":
            return
        if name == "br":
            self._words.append(_BREAK)
        block = name in _BLOCKS
        if block:
            yield from self._end()
        if _NEW_PAGE.search(style):
            yield PageBreak()
        if name == "table":
            yield self._grid(element)
            return
        if name in ("ol", "ul"):
            start = element.get("start") or "1"
            self._numbers.append(int(start) if name == "ol" and start.isdigit() else 1 if name == "ol" else None)
        if name == "li":
            self._label = self._next_label()
        self._say(element.text, name)
        for part in element:
            yield from self.blocks(part)
            self._say(part.tail, name)
        if name in ("ol", "ul"):
            yield from self._end()
            self._numbers.pop()
        if block:
            yield from self._end()
        if name == "li":
            self._label = ""

    def _say(self, text: str | None, name: str) -> None:
        if text:
            self._words.append(text.replace("\n", _BREAK) if name == "pre" else text)

    def _next_label(self) -> str:
        if not self._numbers or self._numbers[-1] is None:
            return "- "
        self._numbers[-1] += 1
        return f"{self._numbers[-1] - 1}. "

    def _end(self) -> Iterator[Block]:
        text = _BLANKS.sub(" ", "".join(self._words)).replace(_BREAK, "\n")
        self._words = []
        if text.strip():
            yield Para(self._label + text.strip())
            self._label = ""

    def _grid(self, table) -> Grid:  # type: ignore[no-untyped-def]
        rows: list[list[GridCell]] = []
        ruled = (table.get("border") or "0") not in ("0", "") or bool(_BORDER.search(table.get("style") or ""))
        taken: dict[tuple[int, int], bool] = {}
        for number, row in enumerate(_own(table, "tr")):
            cells: list[GridCell] = []
            column = 0
            for cell in _own(row, "td", "th"):
                while taken.get((number, column)):
                    column += 1
                span, deep = _count(cell.get("colspan")), _count(cell.get("rowspan"))
                if len(taken) < _MOST_CARRIED:
                    taken |= {(number + r, column + c): True for r in range(1, deep) for c in range(span)}
                ruled = ruled or bool(_BORDER.search(cell.get("style") or ""))
                cells.append(GridCell(list(_Page()._cell(cell)), column, span, cell.tag == "th", deep))
                column += span
            rows.append(cells)
        return Grid([row for row in rows if row], ruled)

    def _cell(self, cell) -> Iterator[Block]:  # type: ignore[no-untyped-def]
        yield from self.blocks(cell)
        yield from self._end()


def _own(element, *names: str) -> Iterator:  # type: ignore[no-untyped-def,type-arg]
    """The rows of a table or the cells of a row, not those of tables inside."""
    for part in element:
        if part.tag in names:
            yield part
        elif part.tag in ("thead", "tbody", "tfoot", "form"):
            yield from _own(part, *names)


def _count(text: str | None) -> int:
    return max(1, min(int(text), 100)) if text and text.strip().isdigit() else 1
