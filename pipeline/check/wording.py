"""Passages that two documents have in common, word for word: how much of a plan stands in its superior's, section by section.

A passage is a run of eight words or more; case, punctuation and line ends are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.model import Copied, Extraction
from pipeline.text import fold, reading_copy, squeeze

LEAST = 8  # words: below that bodies' names and set phrases would count
_FOUND = re.compile(rb"\x01+")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Part:
    """The words of one section."""

    position: int
    heading: str
    words: list[str]


@dataclass(frozen=True)
class Wording:
    """A document's words, section by section, and the runs that it has."""

    extraction: Extraction

    @cached_property
    def folded(self) -> str:
        """The reading copy, for patterns."""
        return fold(reading_copy(self.extraction.document.text))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its outermost sections, or its body where it has none."""
        outline, text = self.extraction.outline, self.extraction.document.text
        sections = [
            (position, squeeze(text[s.heading.start : s.heading.end]), s.span)
            for position, s in enumerate(outline.sections)
            if s.rank == 1 and not s.attached
        ]
        sections = sections or [(-1, "", span) for span in outline.spans("body")[:1]]
        words = ((position, heading, words_of(text[span.start : span.end].lower())) for position, heading, span in sections)
        return tuple(Part(position, heading, found) for position, heading, found in words if found)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        return frozenset(_runs(words_of(self.extraction.document.text.lower())))


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORDS.findall(text)


def copied(own: Wording, superior: Wording) -> tuple[Copied, ...]:
    """How many words of each section stand in passages that the superior's document has, too."""
    document = superior.extraction.document.id
    return tuple(Copied(document, p.position, p.heading or None, len(p.words), _shared(p.words, superior)) for p in own.parts)


def _shared(words: list[str], superior: Wording) -> int:
    """How many of these words stand in runs that the superior has, too; runs that overlap count once."""
    found = bytes(map(superior.runs.__contains__, _runs(words)))
    count = end = 0
    for stretch in _FOUND.finditer(found):
        stop = stretch.end() + LEAST - 1
        count += stop - max(stretch.start(), end)
        end = stop
    return count


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[n:] for n in range(LEAST)), strict=False)
