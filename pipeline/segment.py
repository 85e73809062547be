"""Vietnamese words of several syllables, by underthesea, with their places: `học sinh`, `tuyên truyền`. Its only importer.

It takes some 50 ms a document and half a second to load. A run has the words of directives only, from their files; comparing
two documents is worth both.
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.model import Span


def word_spans(text: str) -> list[Span]:
    """Where the words stand; marks of punctuation are none.

    >>> [("học sinh đọc sách.")[s.start : s.end] for s in word_spans("học sinh đọc sách.")]
    ['học sinh', 'đọc', 'sách']
    """
    spans: list[Span] = []
    at = 0
    for word in _tokens(text):
        start = at
        while start < len(text) and text[start].isspace():
            start += 1
        at = start
        left = sum(not c.isspace() for c in word)  # the segmenter respells tones and blanks, but loses no letter
        while left and at < len(text):
            left -= not text[at].isspace()
            at += 1
        if any(c.isalnum() for c in text[start:at]):
            spans.append(Span(start, at))
    return spans


def in_words(text: str) -> str:
    """The words joined, for a comparison that takes blanks as their borders: `học_sinh đọc sách`."""
    return " ".join("_".join(text[s.start : s.end].split()) for s in word_spans(text))


def terms_of(text: str) -> tuple[str, ...]:
    """The words by which a sentence can be known; a name of many syllables counts by its pairs.

    >>> terms_of("Treo băng rôn tại cơ sở giáo dục")
    ('Treo', 'băng rôn', 'tại', 'cơ sở', 'giáo dục')
    """
    terms: list[str] = []
    for span in word_spans(text):
        syllables = text[span.start : span.end].split()
        size = 2 if len(syllables) > 3 else len(syllables)
        terms += [" ".join(syllables[i : i + size]) for i in range(0, len(syllables), size)]
    return tuple(terms)


@lru_cache(maxsize=2000)
def _tokens(text: str) -> tuple[str, ...]:
    from underthesea import word_tokenize

    return tuple(word_tokenize(text))
