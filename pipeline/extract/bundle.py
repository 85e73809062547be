"""Several unrelated documents in one file, as a scanner leaves them: `file.pdf`, `file.pdf#2`, each with its pages.

A later document begins at the top of a page, below a signature, with a letterhead or a title of its own; what is attached
to the document before it (`(Kèm theo Quyết định số ...)`, `Phụ lục`) is a part of that one.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Literal

from pipeline.extract.header import _MOTTO, _NATION
from pipeline.extract.reading import Desk, Reading
from pipeline.model import Document, Page, Span, Table

_TOP = 14  # lines of a page in which a letterhead stands
_NOTE = 24  # lines in which an attached document says what it is attached to


def parted(document: Document, desk: Desk) -> list[Document]:
    """The documents in a file; most files hold one."""
    tops = (document.text[page.start : page.start + 900].lower() for page in document.pages[1:])
    if document.status == "failed" or not any(_NATION.search(top) or _MOTTO.search(top) for top in tops):
        return [document]  # most files, told cheaply
    reading = Reading(document, desk)
    starts = [0]
    for index, page in enumerate(document.pages):
        if not index or page.end == page.start:
            continue
        head = _head(reading, page)
        if head == "whole" or (head == "some" and _was_signed(reading, document, starts[-1], index)):
            starts.append(index)
    if len(starts) == 1:
        return [document]
    bounds = [*starts, len(document.pages)]
    return [_part(document, n, document.pages[a:b]) for n, (a, b) in enumerate(pairwise(bounds), 1)]


def _head(reading: Reading, page: Page) -> Literal["whole", "some", "none"]:
    """How much of a letterhead a page begins with: national name, own number, title or addressee; none where it is attached."""
    words = reading.desk.rulebook.outline
    lines = reading.lines_in(Span(page.start, page.end))[:_NOTE]
    top = lines[:_TOP]
    if any(words.attached.match(line.folded) or words.annex.match(line.folded) for line in lines):
        return "none"
    nation = any(_NATION.search(line.folded) or _MOTTO.search(line.folded) for line in top)
    numbered = any(line.folded.startswith(("số:", "số ", "số.")) for line in top)
    named = any(words.addressee.match(line.folded) or (line.upper and words.title.match(line.folded)) for line in lines)
    if nation and numbered and named:
        return "whole"
    return "some" if nation and (numbered or named) else "none"


def _was_signed(reading: Reading, document: Document, first: int, index: int) -> bool:
    """Whether the document before came to its end: recipients or a signer's position on the pages since its start."""
    words = reading.desk.rulebook.outline
    lines = reading.lines_in(Span(document.pages[first].start, document.pages[index - 1].end))
    tail = lines[-60:]
    return any(words.recipients.match(line.folded) or (line.upper and words.signature.match(line.folded)) for line in tail)


def _part(document: Document, place: int, pages: tuple[Page, ...]) -> Document:
    """One of the documents: its stretch of the text, its pages under their numbers in the file."""
    start, end = pages[0].start, pages[-1].end
    numbers = {page.number for page in pages}
    problems = tuple(p for p in document.problems if p.page in numbers or (p.page is None and place == 1))
    unread = any(page.quality == "empty" for page in pages)
    return replace(
        document,
        id=document.id if place == 1 else f"{document.id}-{place}",
        name=document.name if place == 1 else f"{document.name}#{place}",
        text=document.text[start:end],
        pages=tuple(replace(page, start=page.start - start, end=page.end - start) for page in pages),
        lines=tuple(
            line._replace(start=line.start - start, end=line.end - start) for line in document.lines if line.page in numbers
        ),
        words=tuple(
            word._replace(start=word.start - start, end=word.end - start) for word in document.words if word.page in numbers
        ),
        tables=tuple(_moved(table, start) for table in document.tables if table.page in numbers),
        status="partial" if unread or (problems and document.status == "partial") else "ok",
        problems=problems,
    )


def _moved(table: Table, by: int) -> Table:
    """A table whose cells point into the part's own text."""
    rows = (
        tuple(
            cell if cell.start is None or cell.end is None else replace(cell, start=cell.start - by, end=cell.end - by)
            for cell in row
        )
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))
