"""Words marked in a text: quotations in a document, search words in a snippet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

OPEN, CLOSE = "\u2997", "\u2998"  # around a search word in a snippet, until it is shown
AROUND = 110  # characters on each side of the first word found


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, with the names of all quotations that cover it; `names` is empty between quotations."""

    start: int
    text: str
    names: tuple[str, ...]


def pieces(text: str, start: int, quotations: Sequence[tuple[int, int, str]]) -> Iterator[Piece]:
    """A page cut where quotations `(start, end, name)` begin and end; `start` is the page's own offset in the document."""
    end = start + len(text)
    inside = [(max(a, start), min(b, end), name) for a, b, name in quotations if a < end and b > start]
    cuts = sorted({start, end, *(a for a, _, _ in inside), *(b for _, b, _ in inside)})
    for left, right in pairwise(cuts):
        names = dict.fromkeys(name for a, b, name in inside if a <= left and right <= b)
        yield Piece(left, text[left - start : right - start], tuple(names))


class _Letters(dict[int, str]):
    """Code point -> its letter without marks and case, worked out once."""

    def __missing__(self, point: int) -> str:
        base = unicodedata.normalize("NFD", chr(point))[0].lower()
        self[point] = {"đ": "d", "ð": "d"}.get(base, base)[:1]
        return self[point]


_LETTERS = _Letters()


def fold(text: str) -> str:
    """Composed letters without marks or case, one for one: `Đắk Lắk` -> `dak lak`."""
    return text.translate(_LETTERS)


def snippet(text: str | None, words: str | None) -> str | None:
    """The words around the first place where all or most search words stand, each between OPEN and CLOSE."""
    if not text or not words:
        return None
    wanted = re.findall(r"\w+", fold(unicodedata.normalize("NFC", words)))
    if not wanted:
        return None
    folded = fold(text)
    phrase = re.search(r"\W+".join(map(re.escape, wanted)), folded)
    single = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in wanted) + r")(?!\w)")
    first = phrase or single.search(folded)
    if not first:
        return None
    left, right = max(0, first.start() - AROUND), min(len(text), first.end() + AROUND)
    if left:
        left = text.find(" ", left, first.start()) + 1 or left
    if right < len(text):
        right = max(text.rfind(" ", first.end(), right), first.end())
    shown = []
    at = left
    for found in [phrase] if phrase else single.finditer(folded, left, right):
        shown += [text[at : found.start()], OPEN, text[found.start() : found.end()], CLOSE]
        at = found.end()
    shown.append(text[at:right])
    return ("… " if left else "") + " ".join("".join(shown).split()) + (" …" if right < len(text) else "")
