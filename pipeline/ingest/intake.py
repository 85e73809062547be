"""What every reader of a kind of file returns: canonical text with pages, lines, tables, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model import Box, Cell, Line, Page, Problem, Quality, ReadWord, Status, Table

__all__ = ["Cell", "Intake", "Pages", "Table", "of_text", "pages_of", "refused"]

_HARMLESS = {"handwritten"}  # the page was read; one value of it is not known


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
    words: tuple[ReadWord, ...] = ()  # of recognised pages


def refused(kind: str, code: str, message: str) -> Intake:
    """A file of which nothing is read, with the reason in the user's words."""
    return Intake(kind, problems=(Problem("ingest", code, message),))


class Pages:
    """Pages read one by one, put one after the other: their text, and where in it each page and line stands."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._pages: list[Page] = []
        self._lines: list[Line] = []
        self._words: list[ReadWord] = []
        self._start = 0

    def add(
        self, lines: Iterable[tuple[str, Box | None]], quality: Quality, reason: str | None,
        width: float | None = None, height: float | None = None, read: Iterable[tuple[str, Box, float]] = (),
    ) -> None:  # fmt: skip
        """The next page, its lines from top to bottom with their boxes, and of a recognised one the words that were `read`."""
        number, at = len(self._pages) + 1, self._start
        words = []
        for text, box in lines:
            self._lines.append(Line(at, at + len(text), number, box))
            words.append(text)
            at += len(text) + 1
        end = max(at - 1, self._start)
        self._texts.append("\n".join(words))
        self._pages.append(Page(number, self._start, end, quality, reason, width, height))
        at = 0
        for word, box, confidence in read:
            found = self._texts[-1].find(word, at)
            if found >= 0:
                at = found + len(word)
                self._words.append(ReadWord(self._start + found, self._start + at, number, box, confidence))
        self._start = end + 1

    def intake(self, kind: str, problems: Sequence[Problem], *, ocr: bool = False, tables: Sequence[Table] = ()) -> Intake:
        """All of it: read whole, in part, or nothing of it."""
        status: Status = "partial" if any(problem.code not in _HARMLESS for problem in problems) else "ok"
        if not any(page.end > page.start and page.quality != "empty" for page in self._pages):
            status = "failed"
            if not problems:
                problems = [Problem("ingest", "no-text-layer", "The file has no text: its pages are blank.")]
        return Intake(
            kind,
            "\f".join(self._texts),
            tuple(self._pages),
            tuple(self._lines),
            status,
            tuple(problems),
            ocr,
            tuple(tables),
            tuple(self._words),
        )


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
