"""What a comparison is asked, and how it answers: an outcome of the policy, in the policy's words, with both sides' evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from pipeline.agencies import Gazetteer
from pipeline.check.wording import Wording
from pipeline.model import (
    Asking,
    Directive,
    Extraction,
    Fact,
    Finding,
    FindingItem,
    Programme,
    Requirement,
    SectionKind,
    Severity,
    Span,
    Verdict,
)
from pipeline.numbers import split_number
from pipeline.places import Places
from pipeline.policies import Kind
from pipeline.rulebook import DocumentTypes, Rulebook
from pipeline.text import fold, levelled, reading_copy, squeeze

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)$")
_MONTH = re.compile(r"(\d{4})-(\d\d)$")
_GRAVITY: dict[Severity, int] = {"serious": 2, "minor": 1, "note": 0}


class Both(NamedTuple):
    """Words of our own that stand in both languages."""

    vi: str
    en: str


_CAMPAIGN = Both("Đợt hưởng ứng", "the campaign")
_LEANS = Both(
    " Giá trị yêu cầu là suy ra từ các văn bản viện dẫn, chưa đối chiếu với bản gốc.",
    " What is asked was inferred from the documents that cite the directive; the directive itself is not at hand.",
)


class Inferred(Both):
    """A source that is no document: what the plans agree on. A finding that leans on it says so."""


Value = str | int | Both | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One side of a finding: what is asked, where it is asked, and the values by which wordings name it."""

    expected: str
    source: Both
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UpstreamPlan:
    """A superior's plan that is at hand, as the store keeps it: what its communes should cite."""

    number: str | None
    issued_on: str | None
    issuer: str
    province: str
    year: int
    level: str = "province"
    directive: str | None = None
    readable: bool = True


@dataclass(frozen=True)
class Left:
    """A sentence in which a superior leaves something to those below it: `... chủ động lựa chọn địa điểm khai mạc`."""

    quote: str
    page: int
    words: tuple[str, ...]
    decisions: tuple[str, ...]  # date, place, lead


@dataclass(frozen=True)
class Superior:
    """A plan of a level between, as the directive of those below it."""

    asks: Directive
    wording: Wording
    left: tuple[Left, ...] = ()  # what it leaves to those below it to decide

    @property
    def readable(self) -> bool:
        return self.wording.extraction.document.status == "ok"


@dataclass(frozen=True)
class Known:
    """What is known besides the document and its directive."""

    programmes: tuple[Programme, ...] = ()
    types: DocumentTypes | None = None
    places: Places | None = None
    plans: tuple[UpstreamPlan, ...] = ()
    periods: Mapping[str, Both] = field(default_factory=dict)  # campaign -> what its days are called: `Tuần lễ`
    kinds: Mapping[str, Kind] = field(default_factory=dict)  # of body
    gazetteer: Gazetteer | None = None  # which bodies a text names
    directives: tuple[Directive, ...] = ()  # of all years

    @classmethod
    def of(
        cls, book: Rulebook, places: Places, plans: tuple[UpstreamPlan, ...] = (), gazetteer: Gazetteer | None = None
    ) -> Known:
        """What the rules know, beside the plans at hand."""
        periods = {campaign.id: Both(campaign.short_vi, campaign.short_en) for campaign in book.campaigns.values()}
        policies = book.policies
        own = (policies.kinds, gazetteer, policies.directives)
        return cls(policies.programmes, book.document_types, places, plans, periods, *own)


@dataclass(frozen=True)
class Detail:
    """One of several things that a finding lists: which wording of the policy says it, and where it stands."""

    code: str
    asked: Asked
    span: Span


@dataclass(frozen=True)
class Question:
    """Does this document meet this requirement of this directive?"""

    extraction: Extraction
    directive: Directive
    requirement: Requirement
    known: Known = field(default_factory=Known)
    superior: Superior | None = None  # where `directive` is what a plan of a level between asks

    @property
    def text(self) -> str:
        return self.extraction.document.text

    @property
    def reading(self) -> str:
        return _readings(self.text)[0]

    @property
    def folded(self) -> str:
        return _readings(self.text)[1]

    def fact(self, name: str) -> Fact | None:
        return self.extraction.first(name)

    def value(self, name: str) -> str | None:
        return self.extraction.value(name)

    def patterns(self, name: str) -> tuple[re.Pattern[str], ...]:
        """The patterns that the policy lists under a name, for the folded reading copy."""
        return compiled(self.requirement.settings.get(name, ()))

    # What is asked

    def asked(self, name: str) -> str | None:
        value: str | None = getattr(self.directive, name)
        return value

    def source(self, name: str, *also: str) -> Both:
        """Where the directive asks it: its number, and how we know what it says."""
        how = self.directive.provenance.get(name)
        kind = Inferred if {name, *also} & set(self.directive.inferred) else Both
        vi, en = self._called()
        return kind(vi + (f" ({how})" if how else ""), en + (f" ({how})" if how else ""))

    @property
    def asker(self) -> Both:
        """Who asks: `Bộ` for the ministry, a superior by its name."""
        issuer = self.directive.issuer
        return Both("Bộ", "the ministry") if issuer.startswith("Bộ ") else Both(issuer, issuer)

    def _called(self) -> Both:
        """`Công văn số 5607/BGDĐT-GDNNGDTX`; a superior's plan whose number is blank is called by its type and issuer."""
        number = self.directive.number
        if "/" not in number:
            return Both(number, number)
        vi, en = self._directive_type()
        return Both(f"{vi} số {number}", f"{en} {number}")

    def _directive_type(self) -> Both:
        """`508/KH-BTTTT` is a plan; a number whose symbol names no type is a letter's."""
        number = split_number(self.directive.number)
        kind = self.known.types.of_symbol(number.symbol) if self.known.types and number else None
        return Both(kind, "Document") if kind else Both("Công văn", "Letter")

    def gap(self, name: str) -> Both:
        """Why nobody knows what the directive asks; the directive's file says it in Vietnamese only."""
        chosen = name in self.directive.left_open
        told = "each locality chooses its own" if chosen else "no source at hand states it"
        return Both(self.directive.provenance.get(name) or "chưa có trong dữ liệu", told)

    def allows(self, asking: Asking) -> bool:
        """Whether the directive leaves this to the locality, in words that the policy accepts: `tùy điều kiện địa phương`."""
        condition = fold(levelled(asking.condition or ""))
        return any(pattern.search(condition) for pattern in self.patterns("leaves-open"))

    # What can be read

    @property
    def readable(self) -> bool:
        document = self.extraction.document
        return document.status == "ok" and all(page.quality == "good" for page in document.pages)

    @property
    def doubtful(self) -> bool:
        """Whether letters may be the recogniser's."""
        document = self.extraction.document
        return document.ocr or any(page.quality == "poor" for page in document.pages)

    @property
    def unread(self) -> Both:
        pages = [str(page.number) for page in self.extraction.document.pages if page.quality != "good"]
        if not pages:
            return Both("văn bản chưa được đọc trọn vẹn", "the document was not read to its end")
        listed = ", ".join(pages)
        return Both(f"trang {listed} không đọc được hoặc đọc chưa rõ", f"page {listed} could not be read, or not well")

    def where(self, *kinds: SectionKind | str) -> Span:
        """Where something belongs: a section of that kind, else a part of that name, else the title or the beginning."""
        outline = self.extraction.outline
        for kind in kinds:
            for section in outline.sections:
                if section.kind == kind and not section.attached:
                    return section.heading
            for span in outline.spans(kind):
                return Span(span.start, min(span.end, span.start + 200))
        for span in outline.spans("title"):
            return span
        head = self.text[:200].rstrip()
        start = len(head) - len(head.lstrip())
        return Span(start, max(start, len(head)))

    # Answers

    def answer(
        self,
        code: str,
        asked: Asked | None = None,
        *,
        fact: Fact | None = None,
        at: Span | None = None,
        missing: Span | None = None,
        **values: Value,
    ) -> Finding:
        """The outcome `code`. `fact` or `at` is what the document says, `missing` the place that was read in vain."""
        span = Span(fact.start, fact.end) if fact else at
        found = self.text[span.start : span.end] if span else None
        outcome = self.requirement.outcomes[code]
        period = self.known.periods.get(self.directive.campaign, _CAMPAIGN)
        given: dict[str, Value] = {"found": squeeze(found) if found else None, "period": period, "asker": self.asker, **values}
        if asked:
            given = {"expected": asked.expected, "source": asked.source, **asked.values, **given}
        place, level = span or missing, self.value("level") or ""
        leans = _LEANS if asked and isinstance(asked.source, Inferred) else Both("", "")
        return Finding(
            requirement=self.requirement.id,
            directive=self.directive.number,
            verdict=outcome.verdict,
            severity=outcome.severity or self.requirement.severities.get(level, self.requirement.severity),
            reason_vi=worded(outcome.vi, given, 0) + leans.vi,
            reason_en=worded(outcome.en, given, 1) + leans.en,
            expected=asked.expected if asked else None,
            source=asked.source.vi if asked else None,
            found=found,
            page=self.extraction.document.page_of(place.start) if place else None,
            start=place.start if place else None,
            end=place.end if place else None,
            version=self.requirement.version,
        )

    def item(
        self, asking: Asking, verdict: Verdict, *, at: Span | None = None, missing: Span | None = None, score: float | None = None
    ) -> FindingItem:
        """What became of one of several things asked; `at` is what the document says, `missing` the place read in vain."""
        document, place = self.extraction.document, at or missing
        found = document.text[at.start : at.end] if at else None
        page = document.page_of(place.start) if place else None
        rounded = None if score is None else round(score, 2)
        return FindingItem(asking.words, verdict, asking.kind, rounded, found, page, *(place or (None, None)))

    def list_all(self, details: list[Detail]) -> Finding:
        """One finding for several details: its place is the first's, its severity the gravest, its reason says them all."""
        every = [self.answer(d.code, d.asked, at=d.span) for d in details]
        if len(every) == 1:
            return every[0]
        return replace(
            every[0],
            severity=max((f.severity for f in every), key=_GRAVITY.__getitem__),
            reason_vi=_numbered([f.reason_vi for f in every]),
            reason_en=_numbered([f.reason_en for f in every]),
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """A way of judging, the outcomes it can come to, and the values that their wordings may name."""

    judge: Callable[[Question], Finding]
    codes: frozenset[str]
    values: frozenset[str] = frozenset()


def comparison(judge: Callable[[Question], Finding], codes: str, values: str = "") -> Comparison:
    return Comparison(judge, frozenset(codes.split()), frozenset(values.split()) | {"expected", "found", "source"})


def worded(template: str, values: Mapping[str, Value], language: int) -> str:
    """A wording with its values, dates as each language writes them."""
    return template.format_map(_Said(values, language))


class _Said:
    """Values in words, each when a wording names it: most name few."""

    def __init__(self, values: Mapping[str, Value], language: int) -> None:
        self._values, self._language = values, language

    def __getitem__(self, name: str) -> str:
        return say(self._values[name], self._language)


def say(value: Value, language: int) -> str:
    """A value in words: 2022-09-07 is `07/9/2022` in Vietnamese, `7 September 2022` in English."""
    if isinstance(value, Both):
        return value[language]
    text = "" if value is None else str(value)
    if day := _DAY.match(text):
        year, month, number = (int(part) for part in day.groups())
        return f"{number:02d}/{_month(month)}/{year}" if language == 0 else f"{number} {_MONTHS[month - 1]} {year}"
    if whole := _MONTH.match(text):
        year, month = (int(part) for part in whole.groups())
        return f"tháng {month} năm {year}" if language == 0 else f"{_MONTHS[month - 1]} {year}"
    return text


def say_both(iso: str) -> Both:
    return Both(say(iso, 0), say(iso, 1))


def here(question: Question, span: Span) -> Both:
    """The other side of a contradiction stands in the document itself."""
    page = question.extraction.document.page_of(span.start)
    return Both(f"chính văn bản này, trang {page}", f"this document, page {page}")


def _month(month: int) -> str:
    """January and February with a nought, as Decree 30/2020/NĐ-CP writes dates."""
    return f"{month:02d}" if month < 3 else str(month)


def _numbered(reasons: list[str]) -> str:
    return " ".join(f"({i}) {reason}" for i, reason in enumerate(reasons, 1))


@lru_cache(maxsize=64)
def compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """A space in a pattern of the policy matches any run of white space."""
    return tuple(re.compile(pattern.replace(" ", r"\s+")) for pattern in patterns)


@lru_cache(maxsize=2)
def _readings(text: str) -> tuple[str, str]:
    """The reading copy and its fold: the same for all the requirements of one document."""
    reading = reading_copy(text)
    return reading, fold(reading)
