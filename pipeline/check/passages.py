"""Where a text has the words of an activity: sentence by sentence, each sentence read once for all activities.

The text itself is not segmented: a word is found where its syllables stand side by side, which costs a fiftieth.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.model import Asking, Span
from pipeline.segment import terms_of
from pipeline.text import fold, level_tones

Syllables = tuple[str, ...]

_FIRST = 3  # words that say what is to be done; those behind them say where, with whom and what for
_SECOND_SENTENCE = 0.1  # what a second sentence must add to be worth its length
_SENTENCE_END = re.compile(r"[.;:](?=\s)")
_SYLLABLE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, eq=False)
class Sought:
    """The words of several activities, ready to be looked for."""

    weights: tuple[Mapping[str, int], ...]  # for each activity its words, and how much each counts
    bearing: Mapping[Syllables, tuple[tuple[int, str], ...]]  # a word of a text -> the activities and their words that it has
    begins: Mapping[str, tuple[Syllables, ...]]  # first syllable -> such words


@dataclass(frozen=True, slots=True)
class Passage:
    """The best place for an activity, and the share of its words that stand there."""

    score: float = 0.0
    span: Span | None = None


@lru_cache(maxsize=32)
def sought(askings: tuple[Asking, ...], common: tuple[str, ...], alike: tuple[str, ...]) -> Sought:
    """The words by which activities are known; those in `common` tell nothing, those of a line of `alike` stand for each other.

    They are taken from the directive's file, else cut by the segmenter.
    """
    telling_nothing, groups = frozenset(map(_bare, common)), _groups(alike)
    weights: list[Mapping[str, int]] = []
    bearing: dict[Syllables, dict[tuple[int, str], None]] = defaultdict(dict)
    for position, asking in enumerate(askings):
        terms = list(dict.fromkeys(term for raw in asking.terms or terms_of(asking.words) if (term := _bare(raw))))
        terms = [term for term in terms if term not in telling_nothing] or terms
        weights.append({term: _weight(term, rank) for rank, term in enumerate(terms)})
        for term in terms:
            for word in groups.get(term, (term,)):
                bearing[tuple(word.split())][position, term] = None
    begins: dict[str, list[Syllables]] = defaultdict(list)
    for syllables in bearing:
        begins[syllables[0]].append(syllables)
    return Sought(
        tuple(weights),
        {word: tuple(terms) for word, terms in bearing.items()},
        {first: tuple(words) for first, words in begins.items()},
    )


def best_passages(wanted: Sought, folded: str, paragraphs: Sequence[Span]) -> list[Passage]:
    """For each activity the sentence, or two that follow each other in a paragraph, with most of its words."""
    spans: list[Span] = []
    following: set[int] = set()  # sentences that go on a paragraph
    held: list[dict[int, set[str]]] = [{} for _ in wanted.weights]
    for paragraph in paragraphs:
        for n, span in enumerate(pieces(folded, paragraph, _SENTENCE_END)):
            if n:
                following.add(len(spans))
            for position, term in _found(wanted, _SYLLABLE.findall(folded, *span)):
                held[position].setdefault(len(spans), set()).add(term)
            spans.append(span)
    return [_best(weights, places, spans, following) for weights, places in zip(wanted.weights, held, strict=True)]


def pieces(text: str, whole: Span, border: re.Pattern[str]) -> Iterator[Span]:
    """What stands between borders, blanks at the ends left out."""
    start = whole.start
    for end in [m.end() for m in border.finditer(text, *whole)] + [whole.end]:
        piece = text[start:end]
        if bare := piece.strip():
            first = start + piece.index(bare[0])
            yield Span(first, first + len(bare))
        start = end


def _found(wanted: Sought, syllables: list[str]) -> Iterator[tuple[int, str]]:
    """Which words of which activities a sentence has."""
    for at, syllable in enumerate(syllables):
        for word in wanted.begins.get(syllable, ()):
            if len(word) == 1 or tuple(syllables[at : at + len(word)]) == word:
                yield from wanted.bearing[word]


def _best(weights: Mapping[str, int], held: Mapping[int, set[str]], spans: Sequence[Span], following: set[int]) -> Passage:
    best, total = Passage(), sum(weights.values())
    for index, terms in held.items():
        score = sum(weights[term] for term in terms) / total
        if score > best.score:
            best = Passage(score, spans[index])
        if index + 1 in following and (more := held.get(index + 1)):
            score = sum(weights[term] for term in terms | more) / total
            if score > best.score + _SECOND_SENTENCE:
                best = Passage(score, Span(spans[index].start, spans[index + 1].end))
    return best


def _weight(term: str, rank: int) -> int:
    """By its syllables, and double among the first."""
    return (term.count(" ") + 1) * (2 if rank < _FIRST else 1)


def _groups(alike: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Each word with those that stand for it; one of several lines has all of them."""
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for line in alike:
        group = [_bare(word) for word in line.split("|")]
        for word in group:
            groups[word].update(dict.fromkeys(group))
    return {word: tuple(group) for word, group in groups.items()}


def _bare(words: str) -> str:
    """Words as they are compared.

    >>> _bare("Tin, Bài")
    'tin bài'
    """
    return " ".join(_SYLLABLE.findall(fold(level_tones(words))))
