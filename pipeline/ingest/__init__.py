"""Bytes to a `Document`: the kind of file is told by its content, never by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pipeline.ingest.archive import Leaf, is_container, leaves
from pipeline.ingest.intake import Intake, refused
from pipeline.ingest.pace import ALONE, Pace
from pipeline.ingest.sniff import Kind, sniff
from pipeline.model import Document


def ingest(data: bytes, name: str, source: str, pace: Pace = ALONE) -> Document:
    """What the bytes hold, with its problems; never raises for the data's fault. Of a container, its one document."""
    if is_container(data):
        inside = list(leaves(data, name))
        if len(inside) == 1:
            return _leaf(inside[0], name, source, pace)
        if sniff(data).name != "mail":  # a mail is a document itself, its attachments are others
            message = f"The file is an archive of {len(inside)} files, each a document of its own; give them to `doichieu run`."
            return _document(data, name, source, refused("zip", "container", message))
    return _document(data, name, source, read(data, pace))


def ingest_all(data: bytes, name: str, source: str) -> Iterator[Document]:
    """Every document that the bytes hold: `outer.zip/inner.pdf` for an entry of an archive or a mail's attachment."""
    for leaf in leaves(data, name):
        yield _leaf(leaf, name, source, ALONE)


def read(data: bytes, pace: Pace = ALONE) -> Intake:
    """One file's text, pages, tables and problems, by the reader of its kind."""
    if not data.strip(b"\0 \t\r\n\f"):
        return refused("unknown", "empty", "The file is empty: there is nothing to read.")
    kind = sniff(data)
    if kind.name == "pdf":
        from pipeline.ingest.pdf import ingest_pdf

        return ingest_pdf(data, pace)
    if kind.name == "image":
        from pipeline.ingest.scan import ingest_image

        return ingest_image(data, pace)
    if kind.name == "docx":
        from pipeline.ingest.docx import ingest_docx

        return ingest_docx(data)
    if kind.name in ("doc", "odt", "rtf", "word-xml"):
        from pipeline.ingest.office import ingest_office

        return ingest_office(data, kind.name)
    if kind.name == "html":
        from pipeline.ingest.web import ingest_html

        return ingest_html(data)
    if kind.name == "mail":
        from pipeline.ingest.mail import ingest_mail

        return ingest_mail(data)
    if kind.name == "text":
        from pipeline.ingest.plain import ingest_plain

        return ingest_plain(data)
    return _not_read(kind)


def ingest_text(text: str, name: str = "text") -> Document:
    """A document of a text that is at hand: for rule examples and tests."""
    return ingest(text.encode(), name, name)


def _not_read(kind: Kind) -> Intake:
    if kind.name == "locked":
        return refused("unknown", "encrypted", f"The file is {kind.seems}; ask for a copy without one.")
    if kind.name == "zip":
        return refused("zip", "container", "The file is an archive of files; each is a document of its own.")
    return refused("unknown", "not-a-document", f"The file is {kind.seems}, which is no document that can be read.")


def _leaf(leaf: Leaf, outer: str, source: str, pace: Pace) -> Document:
    path = source + leaf.name.removeprefix(outer)
    if leaf.problem is not None:
        return _document(leaf.data or path.encode(), leaf.name, path, Intake("unknown", problems=(leaf.problem,)))
    return _document(leaf.data, leaf.name, path, read(leaf.data, pace))


def _document(data: bytes, name: str, source: str, intake: Intake) -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(
        id=sha256[:16], name=name, source=source, sha256=sha256, kind=intake.kind, text=intake.text, pages=intake.pages,
        lines=intake.lines, status=intake.status, ocr=intake.ocr, problems=intake.problems, tables=intake.tables,
        words=intake.words,
    )  # fmt: skip
