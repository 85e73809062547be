"""Two texts word by word: rapidfuzz finds what to keep, the printed words are shown as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Literal

from rapidfuzz.distance import Levenshtein

from pipeline.model import Span
from pipeline.text import canonical, fold, levelled, squeeze

Operation = Literal["equal", "replace", "delete", "insert"]
Segment = Callable[[str], Sequence[Span]]

_SYLLABLE = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch that both texts share, or what stands in its place on either side, as printed."""

    operation: Operation
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of two documents, e.g. `week_start` 2024-10-01 and 2025-10-01."""

    name: str
    old: str | None
    new: str | None
    words: tuple[Change, ...] = ()

    @property
    def same(self) -> bool:
        return self.old == self.new or (bool(self.words) and all(c.operation == "equal" for c in self.words))


def syllables(text: str) -> list[Span]:
    """Where the syllables and figures stand; a letter and a digit part, so `Covid19` is `COVID -19`.

    >>> [("COVID -19")[s.start : s.end] for s in syllables("COVID -19")]
    ['COVID', '19']
    """
    return [Span(m.start(), m.end()) for m in _SYLLABLE.finditer(text)]


def word_keys(text: str) -> list[str]:
    """The syllables as they are compared: case, tone placement, punctuation and spacing aside.

    >>> word_keys("“Văn hoá ĐỌC”, Covid-19")
    ['văn', 'hóa', 'đọc', 'covid', '19']
    """
    return _SYLLABLE.findall(_levelled(text))


def same_words(a: str, b: str) -> bool:
    """Word for word the same, spacing aside: `Covid-19` and `COVID -19`, `toàn cầu hoá` and `TOÀN CẦU HÓA`."""
    return "".join(word_keys(a)) == "".join(word_keys(b))


def diff_words(a: str, b: str, segment: Segment = syllables) -> list[Change]:
    """What must change in `a` to read as `b`, in words of both as printed.

    >>> [c for c in diff_words("học suốt đời", "Học tập suốt đời") if c.operation != "equal"]
    [Change(operation='insert', old='', new='tập')]
    """
    a, b = canonical(a), canonical(b)
    ours, theirs = segment(a), segment(b)
    low_a, low_b = _levelled(a), _levelled(b)
    keys_a = [squeeze(low_a[s.start : s.end]) for s in ours]
    keys_b = [squeeze(low_b[s.start : s.end]) for s in theirs]
    changes: list[Change] = []
    for same, run in groupby(Levenshtein.opcodes(keys_a, keys_b), key=lambda op: op.tag == "equal"):
        steps = list(run)
        old = _printed(a, ours, steps[0].src_start, steps[-1].src_end)
        new = _printed(b, theirs, steps[0].dest_start, steps[-1].dest_end)
        changes.append(Change("equal" if same else "replace" if old and new else "delete" if old else "insert", old, new))
    return changes


def compare_fields(
    old: Mapping[str, str | None], new: Mapping[str, str | None], in_words: Iterable[str] = (), segment: Segment = syllables
) -> list[FieldChange]:
    """Two documents field by field, in the order of the first; those named in `in_words` also word by word."""
    wordy = set(in_words)
    changes = []
    for name in [*old, *(n for n in new if n not in old)]:
        a, b = old.get(name), new.get(name)
        words = tuple(diff_words(a, b, segment)) if name in wordy and a and b else ()
        changes.append(FieldChange(name, a, b, words))
    return changes


def render_text(changes: Iterable[Change], *, colour: bool = False) -> str:
    """A difference on one line: `học [-tập-] {+hỏi+} suốt đời`, or struck out red and green on a terminal."""
    gone, come = ("\x1b[9;31m{}\x1b[0m", "\x1b[32m{}\x1b[0m") if colour else ("[-{}-]", "{{+{}+}}")
    pieces = []
    for change in changes:
        if change.operation == "equal":
            pieces.append(change.new)
            continue
        if change.old:
            pieces.append(gone.format(change.old))
        if change.new:
            pieces.append(come.format(change.new))
    return " ".join(pieces)


def render_html(changes: Iterable[Change]) -> str:
    """The same with `<del>` and `<ins>`; the words themselves are escaped."""
    pieces = []
    for change in changes:
        if change.operation == "equal":
            pieces.append(escape(change.new))
            continue
        if change.old:
            pieces.append(f"<del>{escape(change.old)}</del>")
        if change.new:
            pieces.append(f"<ins>{escape(change.new)}</ins>")
    return " ".join(pieces)


def _levelled(text: str) -> str:
    return fold(levelled(canonical(text)))


def _printed(text: str, words: Sequence[Span], start: int, end: int) -> str:
    """From the first word to the last, with the punctuation between them."""
    return squeeze(text[words[start].start : words[end - 1].end]) if start < end else ""
