"""Is each activity asked for taken up? `docs/measured.md` has how often that is said rightly, and whence the two borders come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.check.passages import Passage, best_passages, pieces, sought
from pipeline.check.question import Asked, Both, Question, comparison
from pipeline.model import Activity, Asking, Finding, FindingItem, Span, Verdict

TAKEN_UP = 0.6  # this share of the words asked for in one place: taken up
TO_REVIEW = 0.25  # less than that, but this much: for a person to read
_ELSEWHERE = ("purpose", "theme", "budget", "reporting")  # sections that tell of aims, money and reports, not of what is done
_BLANK_LINE = re.compile(r"\n\s*\n")
_SHOWN = 90  # characters of an activity that a reason quotes


def activities(question: Question) -> Finding:
    """One item an activity, then one for each that the plan adds of its own."""
    asked = question.directive.activities
    if not asked:
        return question.answer("not-known", why=question.gap("activities"))
    settings = question.requirement.settings
    wanted = sought(asked, settings.get("common", ()), settings.get("alike", ()))
    found = best_passages(wanted, question.folded, _paragraphs(question))
    items = tuple(_item(question, asking, passage) for asking, passage in zip(asked, found, strict=True))
    return replace(_answer(question, items), items=items + tuple(_additions(question, items)))


ACTIVITIES = comparison(
    activities,
    "all some-left-open missing missing-inferred none-of-many unclear unreadable-part not-known",
    "count taken names doubtful why unread",
)


def _item(question: Question, asking: Asking, passage: Passage) -> FindingItem:
    if passage.score >= TAKEN_UP:
        verdict: Verdict = "pass"
    elif passage.score >= TO_REVIEW or not question.readable:
        verdict = "unknown"
    else:
        verdict = "not_applicable" if question.allows(asking) else "fail"
    if passage.score < TO_REVIEW:
        return question.item(asking, verdict, missing=question.where("activities", "body"), score=passage.score)
    return question.item(asking, verdict, at=passage.span, score=passage.score)


def _additions(question: Question, items: Sequence[FindingItem]) -> Iterator[FindingItem]:
    """The activities of the plan in which nothing asked for is taken up; what is close to one is to be reviewed besides."""
    taken = [Span(i.start, i.end) for i in items if i.verdict == "pass" and i.start is not None and i.end is not None]
    for activity in question.extraction.of(Activity):
        if not any(span.start < activity.end and activity.start < span.end for span in taken):
            yield FindingItem(None, "not_applicable", None, None, activity.quote, activity.page, activity.start, activity.end)


def _paragraphs(question: Question) -> list[Span]:
    """Where a document says what is to be done."""
    outline = question.extraction.outline
    chosen = [
        p.span
        for p in outline.paragraphs
        if p.part in ("body", "closing") and not p.attached
        and (p.section is None or outline.sections[p.section].kind not in _ELSEWHERE)
    ]  # fmt: skip
    return chosen or [piece for span in outline.spans("body") for piece in pieces(question.folded, span, _BLANK_LINE)]


# --- the answer -----------------------------------------------------------------------------------------------------------------


def _answer(question: Question, items: Sequence[FindingItem]) -> Finding:
    of = {v: [i for i in items if i.verdict == v] for v in ("pass", "fail", "unknown", "not_applicable")}
    sure = Asked("; ".join(i.asked or "" for i in items), question.source("activities"))
    place = question.where("activities", "body")
    taken, count = len(of["pass"]), len(items)
    if missing := of["fail"]:
        code = "missing-inferred" if "activities" in question.directive.inferred else "missing"
        more = _also(of["unknown"])
        return question.answer(code, sure, missing=place, names=_listed(missing), doubtful=more, taken=taken, count=count)
    if of["unknown"]:
        code = "unclear" if question.readable else "unreadable-part"
        names = _listed(of["unknown"])
        return question.answer(code, sure, missing=place, names=names, unread=question.unread, taken=taken, count=count)
    if left := of["not_applicable"]:
        code = "some-left-open" if taken else "none-of-many"
        return question.answer(code, sure, missing=place, names=_listed(left), taken=taken, count=count)
    return question.answer("all", sure, missing=place, count=count)


def _listed(items: Sequence[FindingItem]) -> str:
    return "; ".join(f"“{_short(i.asked or '')}”" for i in items)


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " ..."


def _also(doubtful: Sequence[FindingItem]) -> Both:
    if not doubtful:
        return Both("", "")
    names = _listed(doubtful)
    return Both(f" Cần người xem: {names}.", f" A person must look at: {names}.")
