"""Is anything left over from another level or place? `trên địa bàn tỉnh` in a task that a commune gives its youth union."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from pipeline.check import handed_on as copies
from pipeline.check.question import Asked, Both, Detail, Question, comparison
from pipeline.model import Assignment, Finding, Span
from pipeline.numbers import find_numbers
from pipeline.places import Places
from pipeline.text import fold, level_tones, squeeze

_TASKS = ("activities", "implementation", "reporting", "time", "budget")
_CLAUSE = re.compile(r"[.;:](?=\s)|\n\s*\n|\n\s*[-+]\s")
_DISTRICTS_ENDED = date(2025, 7, 1)


def adapted(question: Question) -> Finding:
    """What a document gives its own units to do must fit its own level and its own place."""
    if question.superior:
        return copies.handed_on(question)
    level = question.value("level")
    details = [
        *_scopes(question, level),
        *_bodies(question, level),
        *_other_provinces(question),
        *_abolished(question),
    ]
    if details:
        return question.list_all(sorted(details, key=lambda d: d.span.start))
    return question.answer("clean" if question.readable else "unreadable", unread=question.unread)


ADAPTED = comparison(
    adapted, f"clean wider-scope other-body other-place abolished {copies.CODES}", f"words province unread {copies.VALUES}"
)


def _owner(question: Question) -> tuple[str, Both]:
    """Whose document it is: what a leftover is held against."""
    issuer = question.value("issuer") or question.value("commune") or "cơ quan ban hành"
    return issuer, Both("cơ quan ban hành của chính văn bản này", "the issuer of this document")


def _scopes(question: Question, level: str | None) -> Iterator[Detail]:
    """`trên địa bàn tỉnh` among the tasks of a commune; naming the province while citing its plan is right."""
    for pattern in question.patterns(f"wider-than-{level}"):
        for span in _task_spans(question):
            for found in pattern.finditer(question.folded, span.start, span.end):
                if not _cites(question, found.start(), found.end(), span):
                    yield _leftover(question, "wider-scope", Span(found.start(), found.end()))
                    return


def _bodies(question: Question, level: str | None) -> Iterator[Detail]:
    """A heading that gives tasks to bodies of another level: `Các sở, ban, ngành cấp tỉnh` in a commune's plan."""
    patterns = question.patterns(f"bodies-beyond-{level}")
    if not patterns:
        return
    headings = [s.heading for s in question.extraction.outline.sections if s.kind != "purpose"]
    for task in question.extraction.of(Assignment):
        if task.role == "coordinate" or not any(task.start in h for h in headings):
            continue
        if any(p.match(fold(level_tones(squeeze(task.agency_text)))) for p in patterns):
            yield _leftover(question, "other-body", Span(task.start, task.end))
            return


def _abolished(question: Question) -> Iterator[Detail]:
    """Districts in what is to be done after 1 July 2025."""
    year = question.value("year")
    issued = question.value("issued_on") or (f"{year}-09-01" if year and year.isdigit() else "")
    if issued < _DISTRICTS_ENDED.isoformat():
        return
    for pattern in question.patterns("abolished"):
        for span in _task_spans(question):
            found = pattern.search(question.folded, span.start, span.end)
            if found and not _cites(question, found.start(), found.end(), span):
                yield _leftover(question, "abolished", Span(found.start(), found.end()))
                return


def _other_provinces(question: Question) -> Iterator[Detail]:
    """Another province's committee, department or territory among the tasks; its neighbours in time are its own."""
    own, places = question.value("province"), question.known.places
    if not own or places is None:
        return
    pattern, names = _province_pattern(places)
    ours = _same_land(places, own)
    for span in _task_spans(question):
        for found in pattern.finditer(question.folded, span.start, span.end):
            named = names[squeeze(found["name"] or found["city"])]
            if named in ours or _cites(question, found.start(), found.end(), span, by_words=False):
                continue
            place = Span(found.start(), found.end())
            yield _leftover(question, "other-place", place, province=named)
            return


def _leftover(question: Question, code: str, span: Span, **values: str) -> Detail:
    owner, source = _owner(question)
    words = squeeze(question.reading[span.start : span.end])
    return Detail(code, Asked(owner, source, {"words": words, **values}), span)


def _task_spans(question: Question) -> list[Span]:
    """Where things are to be done: the sections for it; the body where sections are not told apart."""
    outer: list[Span] = []
    for section in question.extraction.outline.sections:  # in the order of the text, an outer one before those inside it
        if section.kind in _TASKS and not section.attached and not (outer and section.span.end <= outer[-1].end):
            outer.append(section.span)
    return outer or question.extraction.outline.spans("body")


def _cites(question: Question, start: int, end: int, within: Span, *, by_words: bool = True) -> bool:
    """Whether the clause speaks of a superior's document or aim: `thực hiện Kế hoạch số 79/KH-UBND ... trên địa bàn tỉnh`.

    Another province is nobody's superior: there only a numbered document tells (`by_words=False`).
    """
    left = max(
        (m.end() for m in _CLAUSE.finditer(question.folded, max(within.start, start - 500), start)),
        default=max(within.start, start - 500),
    )
    right = _CLAUSE.search(question.folded, end, min(within.end, end + 300))
    stop = right.start() if right else min(within.end, end + 300)
    before = question.folded[left:start]
    said = by_words and any(p.search(before) for p in question.patterns("speaks-of-superior"))
    return said or any(find_numbers(question.reading, left, stop))


@lru_cache(maxsize=2)
def _province_pattern(places: Places) -> tuple[re.Pattern[str], dict[str, str]]:
    """`Ủy ban nhân dân tỉnh X`, `trên địa bàn tỉnh X`, `Sở ... tỉnh X`: where another X cannot be meant in passing."""
    names: dict[str, str] = {}
    cities: set[str] = set()
    for day in (date(2024, 1, 1), date(2026, 1, 1)):
        for province in places.provinces_on(day):
            names[fold(level_tones(province.name))] = province.name
            if province.kind == "thành phố" and day.year == 2024:
                cities.add(fold(level_tones(province.name)))
    every = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(names, key=len, reverse=True))
    city = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(cities, key=len, reverse=True))
    before = r"(?:(?:ủy\s+ban\s+nhân\s+dân|ubnd|địa\s+bàn|toàn|hội\s+khuyến\s+học|hđnd|sở\s+[^\W\d][^,;:.\n]{2,40}?)\s+)"
    return re.compile(rf"{before}(?:tỉnh\s+(?P<name>{every})|(?:thành\s+phố|tp\.?)\s+(?P<city>{city}))(?!\w)"), names


@lru_cache(maxsize=128)
def _same_land(places: Places, own: str) -> frozenset[str]:
    """A province under all its names: Thái Nguyên since July 2025 is Bắc Kạn and Thái Nguyên before."""
    heir = places.successor(own, date(2020, 1, 1)) or places.province(own)
    if heir is None:
        return frozenset({own})
    before = places.predecessors(heir.full_name, date(2024, 1, 1))
    return frozenset({own, heir.name, *(p.name for p in before)})
