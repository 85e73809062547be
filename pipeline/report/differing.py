"""What was asked and what was planned, word by word."""

from __future__ import annotations

from pipeline.compare import Change, diff_words
from pipeline.model import Finding

# Requirements whose two sides are texts, shown word by word: the one is the other, or a part of its sentence.
_IN_WORDS = {"theme": "whole", "citation-exact": "part", "cites-upstream": "part"}


def differing(f: Finding) -> list[Change]:
    """What was asked and what was planned word by word, where both are texts and differ.

    A citation stands in a sentence, whose words before and after it are no difference.
    """
    if f.verdict != "fail" or f.requirement not in _IN_WORDS or not f.expected or not f.found:
        return []
    changes = diff_words(f.expected, f.found)
    if _IN_WORDS[f.requirement] == "part":
        around = {0, len(changes) - 1}
        changes = [c for n, c in enumerate(changes) if not (n in around and c.operation == "insert")]
    return changes
