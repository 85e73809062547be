"""What can be said only over all documents: the chain from the ministry down, and each plan held against its superiors' plans.

Done at a run's end, for the documents that something changed for: themselves, or others of their province and year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from pipeline.check import COMPARISONS, Known, judge, plans_of
from pipeline.check.chain import link_all
from pipeline.check.question import Superior
from pipeline.check.superior import against_superiors, check_against, superior_of
from pipeline.check.wording import Wording, copied
from pipeline.model import Copied, Directive, Finding, Link, Requirement
from pipeline.store import Store
from pipeline.store.database import Cause

TOGETHER = ("cites-upstream",)  # judged here alone, where the level asks it
Row = dict[str, Any]


@dataclass(frozen=True)
class Before:
    """How things stood when a run began."""

    documents: frozenset[str]
    last_run: Row | None

    @classmethod
    def of(cls, store: Store) -> Before:
        return cls(frozenset(store.known()), store.last_run())


def judge_chain(
    store: Store, directives: Sequence[Directive], requirements: Sequence[Requirement], known: Known, run: int, before: Before
) -> int:
    """Links, findings against superiors and shares of copied text, brought up to date; how many values changed."""
    plans = store.plans()
    again, causes = _concerned(store, plans, run, before)
    if not again:
        return 0
    links = link_all(plans, store.citations_by_document(), directives, known.places, again, store.text)
    court = _Court(store, directives, requirements, known, links)
    chosen = sorted((p for p in plans if p["document"] in again), key=lambda p: (*_place(p), p["serial"]))
    findings: dict[str, list[Finding]] = {}
    shares: dict[str, Sequence[Copied]] = dict.fromkeys(again, ())
    near = {place: list(group) for place, group in groupby(sorted(plans, key=_place), key=_place)}
    for place, group in groupby(chosen, key=_place):
        court.open(near[place])
        for plan in group:
            if plan["in_scope"] and plan["directive"] in court.directives:
                findings[plan["document"]], shares[plan["document"]] = court.hear(plan)
    judged = [*TOGETHER, *(r.id for r in court.against)]
    with store.batch():
        store.save_chain(links, shares)
        return len(store.save_findings(findings, judged, run, among=again, causes=causes))


class _Court:
    """Judges the documents of one province and year after the other; what it knows of their superiors goes with them."""

    def __init__(
        self,
        store: Store,
        directives: Sequence[Directive],
        requirements: Sequence[Requirement],
        known: Known,
        links: Mapping[str, Sequence[Link]],
    ) -> None:
        self.store, self.known, self.links = store, known, links
        self.directives = {d.number: d for d in directives}
        self.alone = [r for r in requirements if r.id in TOGETHER]
        self.against = against_superiors(requirements)
        self.plans: dict[str, Row] = {}
        self.wordings: dict[str, Wording] = {}
        self.superiors: dict[tuple[str, str], Superior] = {}

    def open(self, plans: Sequence[Row]) -> None:
        self.plans = {plan["document"]: plan for plan in plans}
        self.known = replace(self.known, plans=plans_of(plans))
        self.wordings, self.superiors = {}, {}

    def hear(self, plan: Row) -> tuple[list[Finding], list[Copied]]:
        """What is found of one document beside its superiors' documents."""
        directive, level = self.directives[plan["directive"]], plan["level"] or ""
        superiors = list(self._superiors(plan, directive, level))
        alone = [r for r in self.alone if level in r.levels]
        if not superiors and not alone:
            return [], []
        own = Wording(self.store.load_briefly(plan["document"]))
        findings = [judge(own.extraction, directive, r, self.known) for r in alone]
        shares: list[Copied] = []
        for superior in superiors:
            findings += check_against(own.extraction, superior, directive, self.against, COMPARISONS, self.known)
            shares += copied(own, superior.wording)
        return findings, shares

    def _superiors(self, plan: Row, directive: Directive, level: str) -> Iterator[Superior]:
        for link in self.links[plan["document"]]:
            if link.relation != "upstream" or link.superior not in self.plans:
                continue
            above = self.plans[link.superior]
            if not above["in_scope"] or above["directive"] != directive.number:  # a reminder; a plan of another campaign
                continue
            key = (link.superior, level)
            if key not in self.superiors:
                if link.superior not in self.wordings:
                    self.wordings[link.superior] = Wording(self.store.load_briefly(link.superior))
                self.superiors[key] = superior_of(self.wordings[link.superior], directive, level, self.against)
            yield self.superiors[key]


def _concerned(store: Store, plans: Sequence[Row], run: int, before: Before) -> tuple[set[str], dict[str, Cause]]:
    """The documents to be judged again, and why what is found of them may differ."""
    by_document = {plan["document"]: plan for plan in plans}
    this = store.last_run() or {}
    last = before.last_run or {}
    saved = {d for d in store.saved_in(run) if d in by_document}
    arrived = saved - before.documents
    bereft = store.bereft()
    changed: Cause = "document"
    if last and last["program"] != this["program"]:
        changed = "program"
    elif last and last["rules"] != this["rules"]:
        changed = "rules"
    everywhere = any(by_document[d]["level"] in ("ministry", "central") for d in saved)
    if everywhere or changed != "document" or last.get("status") != "done":
        again = set(by_document)
    else:
        again = saved | bereft | _beside(saved, by_document, plans)
    because_of_documents = arrived | bereft | _beside(arrived, by_document, plans)
    return again, {d: "document" if d in because_of_documents else changed for d in again}


def _beside(documents: Collection[str], by_document: Mapping[str, Row], plans: Sequence[Row]) -> set[str]:
    """All documents of the same provinces and years, and those whose province is not known."""
    places = {_place(by_document[d]) for d in documents}
    years = {year for _, year in places}
    return {p["document"] for p in plans if _place(p) in places or (not p["province"] and _place(p)[1] in years)}


def _place(plan: Row) -> tuple[str, int]:
    return plan["province"] or "", plan["year"] or 0
