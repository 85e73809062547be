"""Is the theme the directive's, word for word? Case, punctuation, spacing and tone placement aside."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from pipeline.check.question import Asked, Both, Question, comparison
from pipeline.compare import Change, diff_words, same_words, word_keys
from pipeline.model import Finding, Span
from pipeline.text import squeeze, strip_marks


def theme(question: Question) -> Finding:
    """`“Thúc đẩy chuyển đổi số ... đại dịch Covid -19”` is the theme that has `COVID-19`."""
    fact, asked = question.fact("theme"), question.asked("theme")
    if "theme" in question.directive.left_open:
        return question.answer("left-open", fact=fact, why=question.gap("theme"))
    if asked is None:
        return question.answer("not-known", fact=fact, why=question.gap("theme"))
    sure = Asked(asked, question.source("theme"))
    if fact is None or not fact.value:
        unlabelled = _find_words(question.folded, asked)
        if unlabelled:
            return question.answer("unlabelled", sure, at=unlabelled)
        if fact:
            return question.answer("illegible", sure, fact=fact)
        if not question.readable:
            return question.answer("unreadable", sure, unread=question.unread)
        return question.answer("missing", sure, missing=question.where("theme", "time", "body"))
    if same_words(fact.value, asked):
        if fact.tolerance:  # read so because the directive has it: no proof that the document does
            return question.answer("doubtful", sure, fact=fact, differences=in_words(diff_words(fact.quote, asked)))
        if question.doubtful and not same_words(fact.quote, fact.value):
            return question.answer("recognised", sure, fact=fact, differences=in_words(diff_words(fact.quote, asked)))
        return question.answer("same" if squeeze(fact.value) == asked else "respelled", sure, fact=fact)
    changes = diff_words(fact.value, asked)
    if question.doubtful and _nearly(fact.value, asked):
        return question.answer("doubtful", sure, fact=fact, differences=in_words(changes))
    return question.answer("differs", sure, fact=fact, differences=in_words(changes))


THEME = comparison(
    theme, "same respelled recognised illegible unlabelled differs doubtful missing left-open not-known", "differences why unread"
)


def _nearly(printed: str, asked: str) -> bool:
    """Whether a recogniser may have made the difference: syllable by syllable the same but for marks and a letter."""
    ours, theirs = (word_keys(strip_marks(text)) for text in (printed, asked))
    if "".join(ours) == "".join(theirs):
        return True
    return len(ours) == len(theirs) and all(Levenshtein.distance(a, b) <= 1 for a, b in zip(ours, theirs, strict=True))


def in_words(changes: list[Change]) -> Both:
    """A difference as one would say it: thiếu “tập”; thừa “cho”; “trong” thay vì “sau”."""
    vi, en = [], []
    for change in changes:
        if change.operation == "delete":
            vi.append(f"thừa “{change.old}”")
            en.append(f"“{change.old}” is added")
        elif change.operation == "insert":
            vi.append(f"thiếu “{change.new}”")
            en.append(f"“{change.new}” is left out")
        elif change.operation == "replace":
            vi.append(f"“{change.old}” thay vì “{change.new}”")
            en.append(f"“{change.old}” for “{change.new}”")
    return Both("; ".join(vi), "; ".join(en))


def _find_words(folded: str, asked: str) -> Span | None:
    """The theme's words in the text, wherever lines break, quotation marks or not."""
    keys = word_keys(asked)
    if not keys or keys[0] not in folded:
        return None
    found = re.search(r"(?<!\w)" + r"[\W_]{1,80}".join(re.escape(k) for k in keys) + r"(?!\w)", folded)
    return Span(found.start(), found.end()) if found else None
