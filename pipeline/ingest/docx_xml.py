"""The XML of Word files, read safely: no entities, no network, no huge trees; and short words for what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


class BrokenXml(Exception):
    """A part that is no XML, or XML made to harm."""


def parse(data: bytes) -> _Element:
    """The root of a part; entities are not resolved and a document type is refused, as Word does."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise BrokenXml("it declares a document type, which no Word file does")
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenXml("its XML is broken or made to harm") from error
    return root


def local(element: _Element) -> str:
    """`tbl` of `{...wordprocessingml...}tbl`."""
    return str(element.tag).rpartition("}")[2]


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first child of a name, of that its first, and so on: `child(paragraph, "pPr", "pStyle")`."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(W + name), None)
    return element


def children(element: _Element, name: str) -> Iterator[_Element]:
    yield from element.iterchildren(W + name)


def value(element: _Element | None, name: str = "val") -> str | None:
    """An attribute of Word's own: `value(element)` is `w:val`."""
    return None if element is None else element.get(W + name)


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number, or what to take where there is none: `whole("3")`."""
    try:
        return int(text or otherwise)
    except ValueError:
        return otherwise


def switched(properties: _Element | None, name: str) -> bool | None:
    """A property that is on or off where it stands, and None where it does not: `<w:caps w:val="0"/>`."""
    found = child(properties, name)
    return None if found is None else value(found) not in ("0", "false", "off", "none")
