"""What a province's report says, as data: who was asked what, what was planned, how it was judged. Built from plain rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from pipeline.check.score import Score, score_of
from pipeline.check.wanted import Wanted, not_registered
from pipeline.model import Directive, Finding, Requirement, Verdict
from pipeline.report.answering import OWN_LEVELS
from pipeline.report.gathering import Chosen
from pipeline.rulebook import Campaign

Row = Mapping[str, Any]


class Due(NamedTuple):
    """By when a document wants a report, from whom and by whom."""

    on: str | None
    text: str
    reporter: str | None
    recipient: str | None
    page: int | None


class Task(NamedTuple):
    """What a document gives a body to do, as lead, beside others, or alone."""

    agency: str
    role: str
    text: str | None
    page: int | None


class Item(NamedTuple):
    """One of several things that a requirement asks for, and what became of it; `asked` is None where the plan adds its own."""

    requirement: str
    directive: str
    asked: str | None
    kind: str | None
    verdict: Verdict | None
    score: float | None
    found: str | None
    page: int | None


class Link(NamedTuple):
    """A superior's document that this one carries out: `directive` is the ministry's, `upstream` one of a level between."""

    relation: str
    number: str | None
    issued_on: str | None
    issuer: str | None
    at_hand: bool


@dataclass(frozen=True)
class Judged:
    """One document, its row of `plans`, and what was read in it and concluded about it."""

    plan: Row
    findings: tuple[Finding, ...]
    dues: tuple[Due, ...] = ()
    tasks: tuple[Task, ...] = ()
    items: tuple[Item, ...] = ()
    links: tuple[Link, ...] = ()
    copied: float | None = None  # the share of its words that stand, in passages, in a superior's document too

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(f.verdict for f in self.findings)

    @property
    def fails(self) -> list[Finding]:
        return [f for f in self.findings if f.verdict == "fail"]

    @property
    def badness(self) -> tuple[int, int, int, int]:
        """Most serious failures first; what could not be decided counts last, and never as a failure."""
        grave = Counter(f.severity for f in self.fails)
        return grave["serious"], grave["minor"], grave["note"], self.counts["unknown"]


@dataclass(frozen=True)
class Unread:
    """What could not be read of one file, for one reason: on which pages, or altogether."""

    name: str
    code: str
    message: str  # of the first page
    pages: tuple[int, ...] = ()


class SilentGroup(NamedTuple):
    """Units of one district, or of one kind: how many there are, and which have no document at hand."""

    name: str
    units: int
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Silent:
    """The lower units of a province on the day when a directive went out, and those that have not answered it."""

    directive: str
    year: int
    districts: SilentGroup | None  # None since 1 July 2025
    communes: tuple[SilentGroup, ...]

    @property
    def groups(self) -> tuple[SilentGroup, ...]:
        return (*((self.districts,) if self.districts else ()), *self.communes)

    @property
    def units(self) -> int:
        return sum(group.units for group in self.communes)

    @property
    def answered(self) -> int:
        return self.units - sum(len(group.silent) for group in self.communes)

    @property
    def nobody_answered(self) -> bool:
        """Whether no lower unit at all has a document at hand: a list of every name would say no more."""
        return all(len(group.silent) == group.units for group in self.groups)


class Made(NamedTuple):
    """How the report came about."""

    program: str
    rules: str
    on: str
    run: int | None = None
    documents: int = 0


@dataclass(frozen=True)
class Comparison:
    """One province and its lower units, in one year or in all."""

    province: str
    full_name: str
    year: int | None
    directives: tuple[Directive, ...]
    requirements: tuple[Requirement, ...]
    own: tuple[Judged, ...]
    lower: tuple[Judged, ...]
    problems: tuple[Unread, ...]  # of this province's documents
    nowhere: tuple[Unread, ...]  # files that could not be read, so nobody knows whose they are
    outside: int  # documents of the province that carry out no directive that the rules know
    made: Made
    wanted: tuple[Wanted, ...] = ()  # directives that some of these carry out
    chosen: Chosen | None = None  # by which of its names it was gathered
    silent: tuple[Silent, ...] = ()
    titles: Mapping[str, Requirement] = field(default_factory=dict)
    campaigns: Mapping[str, Campaign] = field(default_factory=dict)  # of the directives
    kinds: Mapping[str, str] = field(default_factory=dict)  # of document that the directives are: Công văn, Kế hoạch

    @property
    def judged(self) -> tuple[Judged, ...]:
        return self.own + self.lower

    @property
    def years(self) -> list[int]:
        return sorted({d.year for d in self.directives})

    @cached_property
    def totals(self) -> Counter[str]:
        return verdicts_of(self.judged)

    @cached_property
    def by_requirement(self) -> dict[str, Counter[str]]:
        """How often each requirement came to each verdict."""
        counts: dict[str, Counter[str]] = {r.id: Counter() for r in self.requirements}
        for judged in self.judged:
            for finding in judged.findings:
                counts.setdefault(finding.requirement, Counter())[finding.verdict] += 1
        return counts

    def called(self, directive: Directive, language: str) -> str:
        """`Công văn số 4342/BGDĐT-GDTX`."""
        kind = self.kinds.get(directive.number, "Văn bản")
        return f"{kind} số {directive.number}" if language == "vi" else f"directive {directive.number}"

    def period(self, directive: Directive, language: str) -> str | None:
        """What the directive's campaign calls its days: `Tuần lễ`; None where the campaign is not known."""
        campaign = self.campaigns.get(directive.campaign)
        if campaign is None:
            return None
        short = campaign.short_vi if language == "vi" else campaign.short_en
        return short[:1].upper() + short[1:]

    def title(self, requirement: str, language: str) -> str:
        known = self.titles.get(requirement)
        return requirement if known is None else known.title_vi if language == "vi" else known.title_en


def verdicts_of(group: Iterable[Judged]) -> Counter[str]:
    return sum((j.counts for j in group), Counter())


def score_over(group: Iterable[Judged]) -> Score:
    """All verdicts of some documents, pooled."""
    return score_of(f.verdict for j in group for f in j.findings)


def compare_province(
    *,
    province: str,
    full_name: str,
    year: int | None,
    judged: Iterable[Judged],
    directives: Iterable[Directive],
    requirements: Sequence[Requirement],
    problems: Iterable[Unread],
    nowhere: Iterable[Unread],
    made: Made,
    chosen: Chosen | None = None,
    silent: Iterable[Silent] = (),
    campaigns: Mapping[str, Campaign] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Comparison:
    """The documents of a province sorted into its own and its lower units', the worst first."""
    order = {requirement.id: place for place, requirement in enumerate(requirements)}
    every = [_in_order(j, order) for j in judged]
    scoped = [j for j in every if j.plan.get("in_scope")]
    carried_out = {j.plan.get("directive") for j in scoped}
    own = [j for j in scoped if j.plan.get("level") in OWN_LEVELS]
    lower = [j for j in scoped if j.plan.get("level") not in OWN_LEVELS]
    return Comparison(
        province=province,
        full_name=full_name,
        year=year,
        directives=tuple(d for d in directives if d.number in carried_out or d.year == year),
        requirements=tuple(requirements),
        own=tuple(sorted(own, key=lambda j: (-(j.plan.get("year") or 0), j.plan.get("level") != "province", _name(j)))),
        lower=tuple(sorted(lower, key=lambda j: (*(-n for n in j.badness), _name(j)))),
        problems=tuple(problems),
        nowhere=tuple(nowhere),
        outside=len(every) - len(scoped),
        made=made,
        wanted=tuple(not_registered([j.plan for j in every])),
        chosen=chosen,
        silent=tuple(silent),
        titles={r.id: r for r in requirements},
        campaigns=campaigns or {},
        kinds=kinds or {},
    )


def _in_order(judged: Judged, order: Mapping[str, int]) -> Judged:
    """What it is held against first is the ministry's directive, then the plans of its superiors."""
    first = judged.plan.get("directive")
    findings = sorted(judged.findings, key=lambda f: (f.directive != first, f.directive, order.get(f.requirement, len(order))))
    return replace(judged, findings=tuple(findings))


def _name(judged: Judged) -> str:
    return str(judged.plan.get("issuer") or judged.plan.get("name") or "")
