"""A document opened for reading: its copies, outline, dates and numbers, found once and shared by every extractor."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from pipeline.agencies import Gazetteer
from pipeline.bodies import Bodies
from pipeline.dates import DateMention, DateRange, find_dates, find_ranges
from pipeline.lines import PrintedLine, printed_lines
from pipeline.mend import Mender
from pipeline.model import Document, Fact, Outline, Paragraph, Span
from pipeline.numbers import NumberMention, numbers_of
from pipeline.outline import read_outline
from pipeline.places import Places
from pipeline.rulebook import Rule, Rulebook
from pipeline.text import fold, reading_copy, squeeze

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True)
class Desk:
    """What lies on the reader's desk for every document: the rules, the places, the names of bodies."""

    rulebook: Rulebook
    places: Places
    bodies: Bodies
    gazetteer: Gazetteer

    @classmethod
    def of(cls, rulebook: Rulebook) -> Desk:
        places = Places.load(rulebook.root)
        names = {p.name for year in (2007, 2020, 2026) for p in places.provinces_on(date(year, 1, 1))}
        gazetteer = Gazetteer(rulebook.agencies, rulebook.abbreviations, names)
        return cls(rulebook, places, Bodies.of(rulebook), gazetteer)

    @cached_property
    def symbols(self) -> frozenset[str]:
        """Every symbol of a type or a body that a document number may hold."""
        types = self.rulebook.document_types.names
        return frozenset(types) | {symbol for agency in self.rulebook.agencies for symbol in agency.symbols} | {"UBND", "HĐND"}

    @cached_property
    def mender(self) -> Mender:
        """What mends recognised text; made when the first scan is read."""
        book = self.rulebook
        types = tuple(book.document_types.words)
        names = [a.name for a in book.agencies if not a.collective and "{" not in a.name]
        provinces = [p for year in (2020, 2026) for p in self.places.provinces_on(date(year, 1, 1))]
        names_of_places = [name for p in provinces for name in (p.name, p.full_name)]
        phrases = [*book.recognised.phrases, *types, *names]
        positions = [form + p for p in book.bodies.positions for form in ("", "kt. ", "tl. ", "tuq. ")]
        return Mender.of(phrases, [*types, *positions], numbered=types, names=names_of_places, kept=book.recognised.kept)


class Reading:
    """One document on the desk."""

    def __init__(self, document: Document, desk: Desk) -> None:
        self.document = document
        self.desk = desk
        self.copy = reading_copy(document.text)
        self._recognised = {word.page for word in document.words} if document.ocr else set()
        if document.ocr:
            self.copy = self._mended()
        self.folded = fold(self.copy)
        self.named: dict[tuple[int, int], Any] = {}  # what extract_agencies has read already
        self.letterhead: list[PrintedLine] | None = None
        self.outline: Outline = read_outline(self.copy, desk.rulebook, self._mend_line if document.ocr else None)

    def recognised(self, at: int) -> bool:
        """Whether what stands at an offset was read off a picture: only there may a word be a recogniser's mistake."""
        return self.document.ocr and self.document.page_of(at) in self._recognised

    def _mended(self) -> str:
        """The copy, mended on the pages that were recognised."""
        pieces, at = [], 0
        for page in self.document.pages:
            if page.number in self._recognised:
                pieces += [self.copy[at : page.start], self.desk.mender.mend(self.copy[page.start : page.end])]
                at = page.end
        return "".join([*pieces, self.copy[at:]])

    def _mend_line(self, line: PrintedLine) -> PrintedLine:
        return self.desk.mender.mend_line(line) if self.recognised(line.start) else line

    @cached_property
    def dates(self) -> list[DateMention]:
        return find_dates(self.folded)

    @cached_property
    def _date_starts(self) -> list[int]:
        return [date.start for date in self.dates]

    @cached_property
    def ranges(self) -> list[DateRange]:
        return list(find_ranges(self.folded, self.dates))

    @cached_property
    def numbers(self) -> tuple[NumberMention, ...]:
        return numbers_of(self.copy)

    def lines_in(self, span: Span) -> list[PrintedLine]:
        """The printed lines of a stretch, with their places in the document."""
        lines = printed_lines(self.copy[span.start : span.end])
        placed = (line._replace(start=line.start + span.start, end=line.end + span.start) for line in lines)
        return [self._mend_line(line) for line in placed] if self.document.ocr else list(placed)

    def dates_in(self, start: int, end: int) -> list[DateMention]:
        starts = self._date_starts
        return self.dates[bisect_left(starts, start) : bisect_left(starts, end)]

    def word(self, name: str) -> re.Pattern[str]:
        """A turn of phrase of `rules/words.yml`."""
        return self.desk.rulebook.words[name]

    def rules(self, field: str) -> tuple[Rule, ...]:
        return self.desk.rulebook.rules(field)

    def paragraphs(self, *parts: str) -> Iterator[Paragraph]:
        """The paragraphs of the named parts, of the document itself and of a plan attached to it."""
        return (p for p in self.outline.paragraphs if p.part in parts)

    def words(self, span: Span) -> str:
        """What is printed there, on one line, marks of layout aside."""
        return squeeze(self.copy[span.start : span.end])

    def trimmed(self, start: int, end: int, marks: str = " \n\f.,;:\"'") -> Span:
        """A span without the blanks and marks around it."""
        while start < end and self.copy[start] in marks:
            start += 1
        while end > start and self.copy[end - 1] in marks:
            end -= 1
        return Span(start, end)

    def evidence(self, start: int, end: int, rule: str, confidence: float = 1.0) -> dict[str, Any]:
        """What every fact carries: the quotation, its page and span, and the rule that found it."""
        text = self.document.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return {
            "quote": text[start:end],
            "page": self.document.page_of(start),
            "start": start,
            "end": end,
            "rule": rule,
            "confidence": confidence,
        }

    def fact(self, field: str, value: str | None, start: int, end: int, rule: str, confidence: float = 1.0) -> Fact:
        return Fact(field=field, value=value, **self.evidence(start, end, rule, confidence))
