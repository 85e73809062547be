"""Bytes to a `Document`: the kind of file is told by its content, never by its name."""

from __future__ import annotations

import hashlib

from pipeline.ingest.plain import NotText, decode, is_markdown
from pipeline.model import Document, Page, Problem

# What files seem to be that this door does not read; the message says so in the user's words.
_MAGIC = (
    (b"PK\x03\x04", "a ZIP container (DOCX, ODT, XLSX or ZIP)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (DOC, XLS)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"GIF8", "a GIF image"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
)


def ingest(data: bytes, name: str, source: str) -> Document:
    """What the bytes hold, with its problems; never raises for the data's fault."""
    sha256 = hashlib.sha256(data).hexdigest()

    def document(kind: str, text: str = "", **more: object) -> Document:
        return Document(id=sha256[:16], name=name, source=source, sha256=sha256, kind=kind, text=text, **more)  # type: ignore[arg-type]

    def refused(code: str, message: str) -> Document:
        return document("unknown", problems=(Problem("ingest", code, message),))

    if not data.strip(b"\0 \t\r\n\f"):
        return refused("empty", "The file is empty: there is nothing to read.")
    if data.lstrip()[:5] == b"%PDF-" or b"%PDF-" in data[:1024]:
        from pipeline.ingest.pdf import ingest_pdf

        pdf = ingest_pdf(data)
        return document("pdf", pdf.text, pages=pdf.pages, lines=pdf.lines, status=pdf.status, problems=pdf.problems)
    seems = next((what for magic, what in _MAGIC if data.startswith(magic)), None)
    if seems:
        return refused("not-a-document", f"The file is {seems}, which this version does not read yet.")
    try:
        text = decode(data)
    except NotText as error:
        return refused("not-a-document", f"The file is neither a PDF nor readable text: {error}.")
    if not any(c.isalpha() for c in text):
        return refused("empty", "The file holds no letters: there is nothing to read.")
    kind = "markdown" if is_markdown(text) else "text"
    return document(kind, text, pages=_pages(text), status="ok")


def ingest_text(text: str, name: str = "text") -> Document:
    """A document of a text that is at hand: for rule examples and tests."""
    return ingest(text.encode(), name, name)


def _pages(text: str) -> tuple[Page, ...]:
    """The pages of a text: form feeds part them."""
    pages, start = [], 0
    for number, part in enumerate(text.split("\f"), 1):
        pages.append(Page(number, start, start + len(part)))
        start += len(part) + 1
    return tuple(pages)
