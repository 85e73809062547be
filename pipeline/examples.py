"""Every example in the rule files, run through the real extractor; every case of the policies, through the real check.

`{text: 'Tuần lễ được tổ chức từ ngày 01 đến hết ngày 07 tháng 10 năm 2022.', week_start: '2022-10-01', week_end: '2022-10-07'}`
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.check.cases import faults_of, run_case
from pipeline.check.question import Known
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest_text
from pipeline.model import Activity, Assignment, Citation, Deadline, Extraction, Fact
from pipeline.rulebook import Example, Rule
from pipeline.text import squeeze

# What the rules of a field bring out, where it is not one fact of the field's own name. The first is an example's `value`.
_FACTS: Mapping[str, tuple[str, ...]] = {
    "week": ("week_start", "week_end"),
    "opening": ("opening_on", "opening_time", "opening_place"),
    "signature": ("signer", "signer_title", "authority"),
    "issued_on": ("issued_on", "issued_month"),
    "place": ("province", "commune"),
}
_COMPOSITE: Mapping[str, type[Fact]] = {
    "citation": Citation,
    "deadline": Deadline,
    "assignment": Assignment,
    "activity": Activity,
}


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not come out as its file says."""

    path: Path
    line: int
    name: str  # the rule, or the requirement and its case
    text: str
    expected: str
    found: str

    def __str__(self) -> str:
        given = f"\n  text     {squeeze(self.text)}" if self.text else ""
        return f"{self.path}:{self.line}: {self.name}{given}\n  expected {self.expected}\n  found    {self.found}"


def run_examples(desk: Desk) -> list[Failure]:
    """The examples of `rules/fields` that fail, in the order of the files."""
    rules = [rule for rules in desk.rulebook.by_field.values() for rule in rules]
    return [failure for rule in rules for example in rule.examples if (failure := _failure(rule, example, desk))]


def run_policy_cases(desk: Desk) -> list[Failure]:
    """The cases of `rules/policies` that fail, and what makes a policy impossible to judge by."""
    policies = desk.rulebook.policies
    if faults := list(faults_of(policies)):
        folder = desk.rulebook.root / "policies"
        return [Failure(folder / f"{fault.partition(':')[0]}.yml", 1, "policy", "", "no fault", fault) for fault in faults]
    known = Known.of(desk.rulebook, desk.places, gazetteer=desk.gazetteer)
    failures = []
    for case in policies.cases:
        found = run_case(policies, case, known)
        if (found.verdict, found.reason_vi) != (case.verdict, case.reason):
            name = f"{case.requirement}: {case.name}"
            asked, came = f"{case.verdict}: {case.reason}", f"{found.verdict}: {found.reason_vi}"
            failures.append(Failure(case.path, case.line, name, str(case.given.get("text", "")), asked, came))
    return failures


def count_examples(desk: Desk) -> tuple[int, int]:
    """How many examples and how many cases there are."""
    return sum(len(r.examples) for rules in desk.rulebook.by_field.values() for r in rules), len(desk.rulebook.policies.cases)


def _failure(rule: Rule, example: Example, desk: Desk) -> Failure | None:
    extraction = extract(ingest_text(example.text), desk)
    found = list(_of_field(rule.field, extraction))
    if example.expected is None:
        if not found:
            return None
        return Failure(example.path, example.line, rule.id, example.text, f"no {rule.field}", _shown(found, ()))
    of_fact, of_document = _keys(rule.field, example.expected)
    complete = any(_has(fact, of_fact) for fact in found) if of_fact else True
    scalars = all(_same(extraction.value(name), value) for name, value in of_document.items())
    if complete and scalars:
        return None
    came = [*found, *(f for name in of_document if (f := extraction.first(name)) and f not in found)]
    return Failure(example.path, example.line, rule.id, example.text, _said(example.expected), _shown(came, tuple(of_fact)))


def _of_field(field: str, extraction: Extraction) -> Iterator[Fact]:
    names = _FACTS.get(field, (field,))
    return (fact for fact in extraction.facts if fact.field in names)


def _keys(field: str, expected: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """An example's keys: attributes of one fact of its field, and scalar facts of the document."""
    kind = _COMPOSITE.get(field)
    own = {f.name for f in fields(kind)} if kind else set()
    of_fact = {key: value for key, value in expected.items() if key in own}
    main = _FACTS.get(field, (field,))[0]
    return of_fact, {main if key == "value" else key: value for key, value in expected.items() if key not in own}


def _has(fact: Fact, wanted: Mapping[str, Any]) -> bool:
    return all(_same(getattr(fact, name), value) for name, value in wanted.items())


def _same(found: object, wanted: object) -> bool:
    """Whether a fact's value is the example's; YAML may have read a day or a number where a fact has text."""
    if found is None or wanted is None:
        return found is wanted
    return str(found) == (wanted.isoformat() if isinstance(wanted, date) else str(wanted))


def _said(expected: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value!r}" for name, value in expected.items())


def _shown(found: list[Fact], names: tuple[str, ...]) -> str:
    """The facts that came out instead, by the attributes that were asked for."""
    shown = [
        f"{fact.field} ({fact.rule}): "
        + _said({name: getattr(fact, name) for name in names if hasattr(fact, name)} or {"value": fact.value})
        for fact in found
    ]
    return "; ".join(shown) or "nothing"
