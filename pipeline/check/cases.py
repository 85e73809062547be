"""The cases of the policy files, run through the real check: facts given, a verdict and its words expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pipeline.check import COMPARISONS, SHARED_CODES, judge
from pipeline.check.question import Known, UpstreamPlan
from pipeline.check.superior import check_against, superior_of
from pipeline.check.wording import Wording
from pipeline.model import (
    Activity,
    Asking,
    Assignment,
    Citation,
    Deadline,
    Directive,
    Document,
    Extraction,
    Fact,
    Finding,
    Outline,
    Page,
    Part,
    Requirement,
    Span,
)
from pipeline.policies import Policies, PolicyCase, placeholders

_SHARED_VALUES = frozenset({"unread", "period", "asker", "given"})


def faults_of(policies: Policies) -> Iterator[str]:
    """What no reader of the files can see: comparisons that do not exist, outcomes that they lack or never come to."""
    for requirement in policies.requirements:
        comparison = COMPARISONS.get(requirement.comparison)
        if comparison is None:
            yield f"{requirement.id}: unknown comparison {requirement.comparison!r}; known are {', '.join(COMPARISONS)}"
            continue
        own = set(requirement.outcomes) - SHARED_CODES
        for code in sorted(comparison.codes - own):
            yield f"{requirement.id}: the outcome {code!r} has no wording"
        for code in sorted(own - comparison.codes):
            yield f"{requirement.id}: the comparison {requirement.comparison!r} never comes to {code!r}"
        for code, outcome in requirement.outcomes.items():
            for name in sorted((placeholders(outcome.vi) | placeholders(outcome.en)) - comparison.values - _SHARED_VALUES):
                yield f"{requirement.id}: the wording of {code!r} names {name!r}, which the comparison does not give"


def run_case(policies: Policies, case: PolicyCase, known: Known) -> Finding:
    """The finding of one case."""
    requirement = next(r for r in policies.requirements if r.id == case.requirement)
    return judge_case(policies, requirement, case.given, known)


def judge_case(policies: Policies, requirement: Requirement, given: Mapping[str, Any], known: Known) -> Finding:
    directive = next(d for d in policies.directives if d.number == given["directive"])
    directive = directive_with(directive, given.get("directive_with", {}))
    plans = tuple(_plan(plan) for plan in given.get("plans", ()))
    if above := given.get("superior"):
        extraction = extraction_of(given)
        level = extraction.value("level") or ""
        superior = superior_of(Wording(extraction_of(above)), directive, level, policies.requirements)
        return next(check_against(extraction, superior, directive, [requirement], COMPARISONS, known))
    return judge(extraction_of(given), directive, requirement, replace(known, plans=plans))


def directive_with(directive: Directive, values: Mapping[str, Any]) -> Directive:
    """A directive that asks otherwise, as a case has it."""
    return replace(directive, **{name: _value(name, value) for name, value in values.items()})


def _value(name: str, value: Any) -> Any:
    if name in ("addressed", "activities"):
        return tuple(Asking(item["asked"], item.get("kind"), item.get("condition")) for item in value)
    return tuple(value) if isinstance(value, list) else str(value)


def _plan(entry: Mapping[str, Any]) -> UpstreamPlan:
    return UpstreamPlan(str(entry["number"]), str(entry["issued_on"]), entry["issuer"], entry["province"], entry["year"])


def extraction_of(given: Mapping[str, Any]) -> Extraction:
    """An extraction that states just these facts, each quoted from a text that really has it."""
    writer = _Writer(str(given.get("text", "")))
    facts: list[Fact] = []
    for name, value in given.get("facts", {}).items():
        start, end = writer.place(str(value))
        facts.append(Fact(field=name, value=str(value), quote=str(value), page=1, start=start, end=end, rule="case"))
    lists = ((Citation, "citations"), (Deadline, "deadlines"), (Assignment, "assignments"), (Activity, "activities"))
    for kind, key in lists:
        for entry in given.get(key, ()):
            facts.append(_entry(kind, {name: None if v is None else str(v) for name, v in entry.items()}, writer))
    text = writer.text
    unread = set(given.get("unread_pages", ()))
    page = Page(1, 0, len(text), "poor" if 1 in unread else "good", "case" if 1 in unread else None)
    document = Document(
        "case", "case.txt", "case.txt", "", "text", text, (page,), (), given.get("status", "ok"), given.get("ocr", False)
    )
    outline = Outline((Part("body", Span(0, writer.written)),), ())
    return Extraction(document, outline, tuple(facts))


def _entry(kind: type[Fact], entry: dict[str, str | None], writer: _Writer) -> Fact:
    value = entry.get("number") or entry.get("due_on") or entry.get("agency")
    quote = entry.pop("quote", None) or entry.get("due_text") or value or ""
    start, end = writer.place(quote)
    return kind(value=value, quote=quote, page=1, start=start, end=end, rule="case", **entry)  # type: ignore[arg-type]


class _Writer:
    """The case's own words, then one paragraph for each value that does not stand in them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.written = len(text)

    def place(self, quote: str) -> tuple[int, int]:
        at = self.text.find(quote, 0, self.written)
        if at < 0:
            self.text += ("\n\n" if self.text else "") + quote
            at = len(self.text) - len(quote)
        return at, at + len(quote)
