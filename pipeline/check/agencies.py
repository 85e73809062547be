"""Has every kind of body that the directive addresses a task? `Chỉ đạo Thư viện tỉnh mở cửa ...` gives the library one, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.agencies import Agency, Gazetteer
from pipeline.check.question import Asked, Both, Question, comparison
from pipeline.model import Asking, Assignment, Finding, FindingItem, Span, Verdict
from pipeline.policies import Kind

_BEFORE = 90  # characters before a name in which `chỉ đạo` still speaks of it
_NAME = 80  # characters that a name reaches to either side of a word in it


@dataclass(frozen=True, slots=True)
class _Named:
    """A body that the document names, and how: with a task, as one it is addressed to, or in passing."""

    span: Span
    agencies: tuple[Agency, ...]
    has_task: bool
    in_passing: bool = False


def agencies(question: Question) -> Finding:
    """One item a kind of body; a collective that may have it in it is for a person to read."""
    gazetteer, level = question.known.gazetteer, question.value("level")
    asked = [(asking, question.known.kinds[asking.kind]) for asking in question.directive.addressed if asking.kind]
    asked = [(asking, kind) for asking, kind in asked if not kind.levels or level in kind.levels]
    if not asked or gazetteer is None:
        return question.answer("not-known", why=question.gap("addressed"))
    named = list(_addressed(question, gazetteer))
    without = [kind for _, kind in asked if not any(n.has_task and _is_of(n.agencies, kind) for n in named)]
    named += _mentioned(question, gazetteer, without)
    items = tuple(_item(question, asking, kind, named) for asking, kind in asked)
    return replace(_answer(question, asked, items), items=items)


AGENCIES = comparison(
    agencies,
    "all some-left-open missing missing-inferred beyond-reach unclear unreadable-part not-known",
    "names doubtful why unread count",
)


# --- who is named -----------------------------------------------------------------------------------------------------------


def _addressed(question: Question, gazetteer: Gazetteer) -> Iterator[_Named]:
    """The bodies that headings and sentences give tasks to, and those that a letter is sent to."""
    seen: dict[Span, bool] = {}
    for task in question.extraction.of(Assignment):
        span = Span(task.start, task.end)
        seen[span] = seen.get(span, False) or bool(task.task)
    for part in question.extraction.outline.spans("addressee"):
        seen.setdefault(part, False)
    for span, has_task in seen.items():
        for mention in gazetteer.find(question.reading, *span):
            yield _Named(Span(mention.start, mention.end), mention.agencies, has_task)


def _mentioned(question: Question, gazetteer: Gazetteer, kinds: Sequence[Kind]) -> Iterator[_Named]:
    """Bodies of some kinds that the text names otherwise; `chỉ đạo`, `giao` before the name make it a task."""
    if not kinds:
        return
    through, as_place = question.patterns("through"), question.patterns("as-a-place")
    cues = _cues(tuple(sorted({cue for kind in kinds for cue in kind.cues})))
    for part in question.extraction.outline.spans("body", "closing"):
        for window in _windows(question.folded, part, cues):
            for mention in gazetteer.find(question.reading, *window):
                before = question.folded[max(part.start, mention.start - _BEFORE) : mention.start]
                if not any(pattern.search(before) for pattern in as_place):
                    told = any(pattern.search(before) for pattern in through)
                    yield _Named(Span(mention.start, mention.end), mention.agencies, told, in_passing=not told)


@lru_cache(maxsize=64)
def _cues(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words))


def _windows(text: str, part: Span, cues: re.Pattern[str]) -> Iterator[Span]:
    """The stretches around the cues, joined where they meet, from the beginning of a word to the end of one."""
    start = end = -1
    for found in cues.finditer(text, *part):
        if end >= 0 and found.start() - _NAME > end:
            yield Span(start, end)
            end = -1
        if end < 0:
            blank = text.find(" ", max(part.start, found.start() - _NAME), found.start())
            start = max(part.start, found.start() - _NAME) if blank < 0 else blank
        blank = text.find(" ", found.end() + _NAME, part.end)
        end = part.end if blank < 0 else blank
    if end >= 0:
        yield Span(start, end)


# --- one kind of body -----------------------------------------------------------------------------------------------------------


def _item(question: Question, asking: Asking, kind: Kind, named: Sequence[_Named]) -> FindingItem:
    """The clearest that the document says of a kind: a task, else its name, else a collective that may have it in it."""
    own = [n for n in named if _is_of(n.agencies, kind)]
    if best := next((n for n in own if n.has_task), None):
        return question.item(asking, "pass", at=best.span)
    collective = (n for n in named if not n.in_passing and any(a.id in kind.within for a in n.agencies))
    if doubt := next(iter(own), None) or next(collective, None):
        return question.item(asking, "unknown", at=doubt.span)
    verdict: Verdict = "unknown" if not question.readable else "not_applicable" if question.allows(asking) else "fail"
    return question.item(asking, verdict, missing=question.where("implementation", "body"))


def _is_of(bodies: Iterable[Agency], kind: Kind) -> bool:
    return any(agency.sector in kind.sectors or agency.id in kind.also for agency in bodies)


# --- the answer -----------------------------------------------------------------------------------------------------------------


def _answer(question: Question, asked: Sequence[tuple[Asking, Kind]], items: Sequence[FindingItem]) -> Finding:
    def of(verdict: Verdict) -> list[tuple[Asking, Kind]]:
        return [pair for pair, item in zip(asked, items, strict=True) if item.verdict == verdict]

    sure = Asked(_names(asked).vi, question.source("addressed"))
    place, doubtful = question.where("implementation", "body"), of("unknown")
    if missing := of("fail"):
        inferred = "addressed" in question.directive.inferred
        code = "beyond-reach" if _cannot_instruct(question) else "missing-inferred" if inferred else "missing"
        return question.answer(code, sure, missing=place, names=_names(missing), doubtful=_also(doubtful))
    if doubtful:
        code = "unclear" if question.readable else "unreadable-part"
        return question.answer(code, sure, missing=place, names=_names(doubtful), unread=question.unread)
    if left := of("not_applicable"):
        return question.answer("some-left-open", sure, missing=place, names=_names(left))
    return question.answer("all", sure, missing=place, count=len(asked))


def _cannot_instruct(question: Question) -> bool:
    """A department instructs its own units only; whom else its province charges stands in another document."""
    return (question.value("level") or "") in question.requirement.settings.get("instructs-its-own-only", ())


def _names(asked: Sequence[tuple[Asking, Kind]]) -> Both:
    return Both("; ".join(kind.vi for _, kind in asked), "; ".join(kind.en for _, kind in asked))


def _also(doubtful: Sequence[tuple[Asking, Kind]]) -> Both:
    """What a person must look at beside what is missing."""
    if not doubtful:
        return Both("", "")
    names = _names(doubtful)
    return Both(f" Cần người xem: {names.vi}.", f" A person must look at: {names.en}.")
