"""What every reader of a kind of file returns: canonical text with pages, lines, tables, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Cell, Line, Page, Problem, Status, Table

__all__ = ["Cell", "Intake", "Table", "of_text", "pages_of", "refused"]


@dataclass(frozen=True)
class Intake:
    """What one file says. `status` is failed until its end was reached."""

    kind: str  # pdf, docx, html, text, ...
    text: str = ""
    pages: tuple[Page, ...] = ()
    lines: tuple[Line, ...] = ()
    status: Status = "failed"
    problems: tuple[Problem, ...] = ()
    ocr: bool = False
    tables: tuple[Table, ...] = ()


def refused(kind: str, code: str, message: str) -> Intake:
    """A file of which nothing is read, with the reason in the user's words."""
    return Intake(kind, problems=(Problem("ingest", code, message),))


def pages_of(text: str) -> tuple[Page, ...]:
    """The pages of a text: form feeds part them.

    >>> [page.end for page in pages_of("Kế hoạch\\fPhụ lục")]
    [8, 16]
    """
    pages, start = [], 0
    for number, part in enumerate(text.split("\f"), 1):
        pages.append(Page(number, start, start + len(part)))
        start += len(part) + 1
    return tuple(pages)


def of_text(kind: str, text: str, problems: tuple[Problem, ...] = (), tables: tuple[Table, ...] = ()) -> Intake:
    """A file that was read to its end, its pages parted by form feeds."""
    if not any(map(str.isalpha, text)):
        return Intake(
            kind, problems=(*problems, Problem("ingest", "empty", "The file holds no letters: there is nothing to read."))
        )
    return Intake(kind, text, pages_of(text), status="ok", problems=problems, tables=tables)
