"""Is something handed on word for word that the superior left to those below it to decide?

`Các xã, phường chủ động lựa chọn địa điểm khai mạc phù hợp với điều kiện thực tế` decides nothing in a commune's own plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.check.question import Asked, Both, Left, Question, compiled
from pipeline.check.wording import LEAST, Wording, words_of
from pipeline.model import Finding, Span
from pipeline.text import squeeze

CODES = "handed-on handed-on-perhaps decided own-words"
VALUES = "decisions"
_SENTENCE = re.compile(r"[.;:](?=\s)|\n\s*\n|\n\s*[-+]\s")
_DECISIONS = {
    "date": Both("thời gian", "when"),
    "place": Both("địa điểm", "where"),
    "lead": Both("ai chủ trì", "who leads"),
}


def handed_on(question: Question) -> Finding:
    """A passage in which the superior asks for a local decision must not stand in the plan in place of that decision."""
    decided = None
    for left in question.superior.left if question.superior else ():
        place = _stands(question.folded, left.words)
        if place is None:
            continue
        names = [_DECISIONS[d] for d in left.decisions]
        values = {"decisions": Both(", ".join(n.vi for n in names), ", ".join(n.en for n in names))}
        called = question.source("")
        source = Both(f"{called.vi}, trang {left.page}", f"{called.en}, page {left.page}")
        sure = Asked(left.quote, source, values)
        if all(_decided(question, d) for d in left.decisions):
            decided = decided or question.answer("decided", sure, at=place)
        elif question.readable and not question.doubtful:
            return question.answer("handed-on", sure, at=place)
        else:
            return question.answer("handed-on-perhaps", sure, at=place, unread=question.unread)
    return decided or question.answer("own-words" if question.readable else "unreadable", unread=question.unread)


def left_to_units(wording: Wording, settings: Mapping[str, tuple[str, ...]]) -> Iterator[Left]:
    """The sentences of a plan that leave something to the units below it, and what."""
    text, folded = wording.extraction.document.text, wording.folded
    for span in _sentences(wording):
        sentence = folded[span.start : span.end]
        if not all(_any(settings, name, sentence) for name in ("left-to-choose", "left-to-whom")):
            continue
        decisions = tuple(name for name in _DECISIONS if _any(settings, f"left-{name}", sentence))
        words = _without_label(words_of(sentence))
        if decisions and len(words) >= LEAST:
            quote = squeeze(text[span.start : span.end]).strip(" -+*")
            yield Left(quote, wording.extraction.document.page_of(span.start), tuple(words), decisions)


def _any(settings: Mapping[str, tuple[str, ...]], name: str, sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in compiled(settings.get(name, ())))


def _sentences(wording: Wording) -> Iterator[Span]:
    for body in wording.extraction.outline.spans("body"):
        start = body.start
        for mark in (*_SENTENCE.finditer(wording.folded, body.start, body.end), None):
            end = mark.start() if mark else body.end
            yield Span(start, end)
            start = mark.end() if mark else end


def _without_label(words: list[str]) -> list[str]:
    """`b) Các xã ...` and `2. Các xã ...` say the same."""
    labelled = len(words) > 1 and (len(words[0]) == 1 or words[0].isdigit())
    return words[1:] if labelled else words


def _stands(folded: str, words: tuple[str, ...]) -> Span | None:
    """Where the words stand in the plan, one behind the other."""
    found = re.search(r"(?<!\w)" + r"\W+".join(map(re.escape, words)) + r"(?!\w)", folded)
    return Span(found.start(), found.end()) if found else None


def _decided(question: Question, decision: str) -> bool:
    """Whether the plan says it elsewhere: a day of opening, a body that leads, a place."""
    if decision == "date":
        return question.value("opening_on") is not None
    if decision == "lead":
        return question.value("lead_agency") is not None
    return any(pattern.search(question.folded) for pattern in question.patterns("decides-place"))
