"""A report in one language, before it has a format: sections of sentences, tables and a timeline.

What a document printed enters here through `shown`, and only here, so no format meets a character that could do harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from pipeline.model import Verdict
from pipeline.report.timeline import Event
from pipeline.report.words import Language
from pipeline.text import squeeze

# pass ... not_applicable: a verdict's word, with its sign; gone and come: two sides of a difference
Style = Literal["plain", "strong", "quote", "note", "gone", "come", "pass", "fail", "unknown", "not_applicable"]
SIGNS: dict[Verdict, str] = {"pass": "✓", "fail": "✗", "unknown": "?", "not_applicable": "–"}

# What turns the direction of writing, and Markdown's marks around bold words: neither is a word; (**) refers to a note.
_UNSEEN = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|(?<!\()\*\*(?!\))")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def shown(text: object) -> str:
    """Words on one line, as they may be shown: no control character, nothing that turns the direction of writing.

    >>> shown("kế\\x07 hoạch\\n năm\\u202e **2025**")
    'kế\ufffd hoạch năm 2025'
    """
    return _UNPRINTABLE.sub("\ufffd", squeeze(_UNSEEN.sub("", "" if text is None else str(text))))


class Piece(NamedTuple):
    """Words of one style; `value` is what a spreadsheet sorts by."""

    text: str
    style: Style = "plain"
    value: float | date | None = None


Line = tuple[Piece, ...]
Cell = tuple[Line, ...]  # lines one below the other


@dataclass(frozen=True)
class Column:
    """A column, its share of the table's width in per cent, and whether it holds figures."""

    name: str
    share: int
    figures: bool = False


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    verdict: Verdict | None = None  # what the whole row comes to, where it is one finding


@dataclass(frozen=True)
class Table:
    """A table. Those of one `sheet` with the same columns stand below each other in a workbook, told apart by `about`."""

    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    about: tuple[tuple[str, str], ...] = ()  # whose table it is: ("Đơn vị", "Ủy ban nhân dân xã Bình Yên"), ("Tệp", ...)


@dataclass(frozen=True)
class Heading:
    text: str
    below: str = ""  # a smaller line under it


@dataclass(frozen=True)
class Sentences:
    """Sentences, one a line."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """A sentence in small letters, about what stands above it."""

    text: str


@dataclass(frozen=True)
class Brief:
    """A table that pages tell in lines, and a workbook in full."""

    lines: tuple[Line, ...]
    table: Table


@dataclass(frozen=True)
class Drawing:
    """A timeline, drawn where a format can draw; the table after it says the same in words."""

    title: str
    events: tuple[Event, ...]


Block = Heading | Sentences | Note | Table | Brief | Drawing


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """The whole report."""

    language: Language
    kind: str  # "Báo cáo đối chiếu"
    title: str  # with whose it is, and of which year
    subtitle: str
    made_on: str
    sections: tuple[Section, ...]
    annexed_to: str  # the line by which an annex names its letter, to be filled in
    signatures: tuple[tuple[str, str], ...]  # who signs, and how


def cell(*lines: str | Piece | Line | None) -> Cell:
    """A cell of lines; a line of nothing is left out.

    >>> cell("a", None, Piece("b", "note"))
    ((Piece(text='a', style='plain', value=None),), (Piece(text='b', style='note', value=None),))
    """
    found = (_line(line) for line in lines if line)
    return tuple(line for line in found if any(piece.text for piece in line))


def line_of(*pieces: Piece) -> Line:
    return _line(pieces)


def figure(number: float | None, text: str | None = None) -> Cell:
    if number is None:
        return cell("–")
    return ((Piece(text or str(number), value=number),),)


def row(*cells: str | Cell, verdict: Verdict | None = None) -> Row:
    return Row(tuple(cell(shown(c)) if isinstance(c, str) else c for c in cells), verdict)


def sentences(texts: Iterable[str]) -> Sentences:
    return Sentences(tuple(shown(text) for text in texts))


def _line(line: str | Piece | Line) -> Line:
    if isinstance(line, str):
        return (Piece(shown(line)),)
    if isinstance(line, Piece):
        return (line._replace(text=shown(line.text)),)
    return tuple(piece._replace(text=shown(piece.text)) for piece in line)
