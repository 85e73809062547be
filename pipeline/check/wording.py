"""Passages that two documents have in common, word for word: how much of a plan stands in its superior's, section by section.

A passage is a run of eight words or more; case, punctuation, line ends and tone placement are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.model import Copied, Extraction
from pipeline.text import fold, reading_copy

LEAST = 8  # words: below that bodies' names and set phrases would count
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Wording:
    """A document's words, where each begins, and the runs of eight that it has."""

    extraction: Extraction

    @cached_property
    def folded(self) -> str:
        return fold(reading_copy(self.extraction.document.text))

    @cached_property
    def words(self) -> tuple[list[str], list[int]]:
        found = [(m.group(), m.start()) for m in _WORDS.finditer(self.folded)]
        return [word for word, _ in found], [start for _, start in found]

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        return frozenset(_runs(self.words[0]))


def words_of(text: str) -> list[str]:
    """The words of a folded text."""
    return _WORDS.findall(text)


def copied(own: Wording, superior: Wording) -> tuple[Copied, ...]:
    """For the outermost sections of a document, or for its body where it has none: how many words stand in shared passages."""
    outline = own.extraction.outline
    text = own.extraction.document.text
    sections = [
        (position, " ".join(text[s.heading.start : s.heading.end].split()), s.span)
        for position, s in enumerate(outline.sections)
        if s.rank == 1 and not s.attached
    ]
    sections = sections or [(-1, "", span) for span in outline.spans("body")[:1]]
    return tuple(
        Copied(superior.extraction.document.id, position, heading or None, len(words), _shared(words, superior))
        for position, heading, span in sections
        if (words := words_of(own.folded[span.start : span.end]))
    )


def _shared(words: list[str], superior: Wording) -> int:
    """How many of these words stand in runs that the superior has, too."""
    runs = _runs(words)
    if superior.runs.isdisjoint(runs):
        return 0  # most sections, told quickly
    shared = [False] * len(words)
    for n, run in enumerate(runs):
        if run in superior.runs:
            shared[n : n + LEAST] = [True] * LEAST
    return sum(shared)


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[n:] for n in range(LEAST)), strict=False))
