"""Is anything left over from another level or place? `trên địa bàn tỉnh` in a task that a commune gives its youth union."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from pipeline.check import handed_on as copies
from pipeline.check.other_year import other_years
from pipeline.check.question import Asked, Both, Detail, Question, comparison
from pipeline.model import Assignment, Finding, Span
from pipeline.numbers import find_numbers
from pipeline.places import MERGED_ON, Places, key, split_kind
from pipeline.text import UPPER, clause_around, fold, level_tones, squeeze

_TASKS = ("activities", "implementation", "reporting", "time", "budget")
_CLAUSE = re.compile(r"[.;:](?=\s)|\n\s*\n|\n\s*[-+]\s")
_OWNER_OF_A_PROVINCE = re.compile(
    r"(?:ủy\s+ban\s+nhân\s+dân|ubnd|địa\s+bàn|toàn|hội\s+khuyến\s+học|hđnd|sở\s+[^\W\d][^,;:.\n]{2,40}?)\s+\Z"
)
_TIERS = {"commune": "xã|phường|thị trấn|đặc khu", "district": "huyện|quận|thị xã"}


def adapted(question: Question) -> Finding:
    """What a document gives its own units to do must fit its own level and its own place."""
    if question.superior:
        return copies.handed_on(question)
    level = question.value("level")
    details = [
        *_scopes(question, level),
        *_bodies(question, level),
        *_other_provinces(question),
        *_other_communes(question, level),
        *_abolished(question),
        *other_years(question, _task_spans(question), lambda span: _is_past(question, span)),
    ]
    if details:
        return question.list_all(sorted(details, key=lambda d: d.span.start))
    return question.answer("clean" if question.readable else "unreadable", unread=question.unread)


ADAPTED = comparison(
    adapted,
    f"clean wider-scope other-body other-place other-unit abolished other-year {copies.CODES}",
    f"words province year other unread {copies.VALUES}",
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
    if issued < MERGED_ON.isoformat():
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
    ours = _same_land(places, own)
    for span in _task_spans(question):
        for place, named in sorted(_provinces_in(question.folded, span, places)):
            if named in ours or _cites(question, *place, span, by_words=False):
                continue
            yield _leftover(question, "other-place", place, province=named)
            return


def _other_communes(question: Question, level: str | None) -> Iterator[Detail]:
    """Another commune's or district's committee or territory among the tasks of one; neighbours may be partners."""
    own = question.value("commune") if level == "commune" else _district(question) if level == "district" else None
    places, province = question.known.places, question.value("province")
    if level not in _TIERS or not own or not province or places is None or question.doubtful:
        return
    for span in _task_spans(question):
        for found in _unit_pattern(_TIERS[level]).finditer(question.reading, span.start, span.end):
            place = Span(found.start(), found.end())
            name = _known_unit(places, squeeze(found["kind"]), found["name"].split(), own, province)
            if name and not _cites(question, *place, span, by_words=False) and not _is_partner(question, place):
                yield _leftover(question, "other-unit", place, province=name)
                return


def _district(question: Question) -> str | None:
    """`Mai Châu` of `Ủy ban nhân dân huyện Mai Châu`."""
    found = re.search(rf"(?:{_TIERS['district']})\s+(.+)$", question.value("issuer") or "")
    return found[1] if found else None


def _known_unit(places: Places, kind: str, words: list[str], own: str, province: str) -> str | None:
    """The unit that is meant, by the longest of its words that name one; none where it is one's own, or has gone into it."""
    if key(" ".join(words)).startswith(key(own)) or key(own).startswith(key(" ".join(words))):
        return None
    for size in range(len(words), 0, -1):
        name = f"{kind} {' '.join(words[:size])}"
        unit = places.commune(name, province)
        if unit and any(key(split_kind(heir)[1]) == key(own) for heir in unit.successors):
            return None
        if unit or places.district(name, province):
            return name
    return None


@lru_cache(maxsize=4)
def _unit_pattern(kinds: str) -> re.Pattern[str]:
    before = r"(?:địa\s+bàn|[Tt]oàn|[ỦUủu]y\s+ban\s+nhân\s+dân|UBND|HĐND|Hội\s+Khuyến\s+học|Đoàn\s+[Tt]hanh\s+niên|Đoàn)\s+"
    kind = kinds.replace(" ", r"\s+")
    return re.compile(rf"{before}(?P<kind>{kind})\s+(?P<name>[{UPPER}]\w*(?:[ ]+[{UPPER}]\w*){{0,3}})")


def _is_partner(question: Question, place: Span) -> bool:
    """`phối hợp với UBND xã ...`: somebody to work with."""
    before = question.folded[max(0, place.start - 120) : place.start]
    return any(pattern.search(before) for pattern in question.patterns("partners"))


def _is_past(question: Question, span: Span) -> bool:
    """Whether its clause speaks of what was, or of a numbered document: `so với Tuần lễ năm 2022`."""
    left, right = _clause(question, *span, Span(0, len(question.text)))
    spoken = any(p.search(question.folded, left, right) for p in question.patterns("speaks-of-the-past"))
    return spoken or any(find_numbers(question.reading, left, right))


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
    left, stop = _clause(question, start, end, within)
    before = question.folded[left:start]
    said = by_words and any(p.search(before) for p in question.patterns("speaks-of-superior"))
    return said or any(find_numbers(question.reading, left, stop))


def _clause(question: Question, start: int, end: int, within: Span) -> tuple[int, int]:
    """From where to where the clause around some words goes."""
    first, last = max(within.start, start - 500), min(within.end, end + 300)
    return clause_around(question.folded, _CLAUSE, start, end, first, last)


def _provinces_in(folded: str, within: Span, places: Places) -> Iterator[tuple[Span, str]]:
    """`Ủy ban nhân dân tỉnh X`, `trên địa bàn tỉnh X`, `Sở ... tỉnh X`: where another X cannot be meant in passing."""
    patterns, names = _province_patterns(places)
    for pattern in patterns:
        for found in pattern.finditer(folded, within.start, within.end):
            owner = _OWNER_OF_A_PROVINCE.search(folded, max(within.start, found.start() - 80), found.start())
            if owner:
                yield Span(owner.start(), found.end()), names[squeeze(found["name"])]


@lru_cache(maxsize=2)
def _province_patterns(places: Places) -> tuple[tuple[re.Pattern[str], ...], dict[str, str]]:
    """How provinces are named, each way by its first letters, which are quick to look for; and which province it is."""
    names: dict[str, str] = {}
    cities: set[str] = set()
    for day in (date(2024, 1, 1), date(2026, 1, 1)):
        for province in places.provinces_on(day):
            names[fold(level_tones(province.name))] = province.name
            if province.kind == "thành phố" and day.year == 2024:
                cities.add(fold(level_tones(province.name)))
    every = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(names, key=len, reverse=True))
    city = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(cities, key=len, reverse=True))
    ways = (rf"tỉnh\s+(?P<name>{every})", rf"thành\s+phố\s+(?P<name>{city})", rf"tp\.?\s+(?P<name>{city})")
    return tuple(re.compile(rf"{way}(?!\w)") for way in ways), names


@lru_cache(maxsize=128)
def _same_land(places: Places, own: str) -> frozenset[str]:
    """A province under all its names: Thái Nguyên since July 2025 is Bắc Kạn and Thái Nguyên before."""
    heir = places.successor(own, date(2020, 1, 1)) or places.province(own)
    if heir is None:
        return frozenset({own})
    before = places.predecessors(heir.full_name, date(2024, 1, 1))
    return frozenset({own, heir.name, *(p.name for p in before)})
