"""What a province's report says, as data: who was asked what, what was planned, how it was judged. Built from plain rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pipeline.model import Deadline, Directive, Finding, Requirement

Row = Mapping[str, Any]
OWN_LEVELS = ("province", "department")


@dataclass(frozen=True)
class Judged:
    """One document, its row of `plans`, and what was concluded about it."""

    plan: Row
    findings: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...] = ()

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


@dataclass(frozen=True)
class Made:
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
    now: str | None = None  # the province that it belongs to now, where that is another
    titles: Mapping[str, Requirement] = field(default_factory=dict)

    @property
    def judged(self) -> tuple[Judged, ...]:
        return self.own + self.lower

    @cached_property
    def totals(self) -> Counter[str]:
        return sum((j.counts for j in self.judged), Counter())

    @cached_property
    def by_requirement(self) -> dict[str, Counter[str]]:
        """How often each requirement came to each verdict."""
        counts: dict[str, Counter[str]] = {r.id: Counter() for r in self.requirements}
        for judged in self.judged:
            for finding in judged.findings:
                counts.setdefault(finding.requirement, Counter())[finding.verdict] += 1
        return counts

    def title(self, requirement: str, language: str) -> str:
        known = self.titles.get(requirement)
        return requirement if known is None else known.title_vi if language == "vi" else known.title_en


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
    now: str | None = None,
) -> Comparison:
    """The documents of a province sorted into its own and its lower units', the worst first."""
    order = {requirement.id: place for place, requirement in enumerate(requirements)}
    every = [_in_order(j, order) for j in judged]
    scoped = [j for j in every if j.plan.get("in_scope")]
    named = {j.plan.get("directive") for j in scoped}
    own = [j for j in scoped if j.plan.get("level") in OWN_LEVELS]
    lower = [j for j in scoped if j.plan.get("level") not in OWN_LEVELS]
    return Comparison(
        province=province,
        full_name=full_name,
        year=year,
        directives=tuple(d for d in directives if d.number in named),
        requirements=tuple(requirements),
        own=tuple(sorted(own, key=lambda j: (-(j.plan.get("year") or 0), j.plan.get("level") != "province", _name(j)))),
        lower=tuple(sorted(lower, key=lambda j: (*(-n for n in j.badness), _name(j)))),
        problems=tuple(problems),
        nowhere=tuple(nowhere),
        outside=len(every) - len(scoped),
        made=made,
        now=now,
        titles={r.id: r for r in requirements},
    )


def _in_order(judged: Judged, order: Mapping[str, int]) -> Judged:
    findings = sorted(judged.findings, key=lambda f: order.get(f.requirement, len(order)))
    return Judged(judged.plan, tuple(findings), judged.deadlines)


def _name(judged: Judged) -> str:
    return str(judged.plan.get("issuer") or judged.plan.get("name") or "")
