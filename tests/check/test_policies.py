"""The policy files: every case comes out in its exact words, and a fault in a file is said with its line."""

from __future__ import annotations

import pytest

from pipeline.check import COMPARISONS, Known
from pipeline.check.cases import faults_of, judge_case, run_case
from pipeline.policies import Policies, PolicyCase
from pipeline.rulebook import load

CASES = load().policies.cases
REQUIREMENTS = {
    "cites-directive", "citation-exact", "theme", "week", "opening", "report-deadline", "deadline-order",
    "issued-in-time", "lead-agency", "agencies", "activities", "cites-upstream", "consistent", "adapted",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.requirement}: {case.name}")
def test_case_comes_out_in_its_exact_words(case: PolicyCase, policies: Policies, known: Known) -> None:
    found = run_case(policies, case, known)
    assert (found.verdict, found.reason_vi) == (case.verdict, case.reason)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.requirement}: {case.name}")
def test_every_fail_has_both_sides(case: PolicyCase, policies: Policies, known: Known) -> None:
    found = run_case(policies, case, known)
    assert found.reason_vi and found.reason_en
    assert "None" not in found.reason_vi and "{" not in found.reason_vi
    if found.verdict != "fail":
        return
    assert found.expected and found.source, "what is asked, and where"
    assert found.start is not None and found.end is not None and found.page is not None, "the place in the document"
    assert found.found or case.given.get("status", "ok") == "ok", "a quotation, or a place that was readable"


def test_every_requirement_is_there_with_passes_fails_and_unknowns(policies: Policies) -> None:
    assert {r.id for r in policies.requirements} == REQUIREMENTS == set(COMPARISONS)
    shown = {(c.requirement, c.verdict) for c in policies.cases}
    assert {(r, v) for r in REQUIREMENTS for v in ("pass", "fail", "unknown")} <= shown


def test_wordings_fit_their_comparisons(policies: Policies) -> None:
    assert list(faults_of(policies)) == []


def test_no_fact_missing_from_an_unreadable_document_is_a_fault(policies: Policies, known: Known) -> None:
    """Whatever is asked, a page that could not be read never makes a commune look negligent."""
    province = "Thái Nguyên"
    plan = {"number": "79/KH-UBND", "issued_on": "2025-09-26", "issuer": f"Ủy ban nhân dân tỉnh {province}", "province": province}
    given = {
        "directive": "5607/BGDĐT-GDNNGDTX",
        "facts": {"level": "commune", "province": province, "issued_on": "2025-09-29"},
        "text": "KẾ HOẠCH",
        "status": "partial",
        "unread_pages": [1],
        "plans": [plan | {"year": 2025}],
    }
    for requirement in policies.requirements:
        assert judge_case(policies, requirement, given, known).verdict != "fail", requirement.id


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.verdict == "unknown"], ids=lambda case: f"{case.requirement}: {case.name}"
)
def test_the_english_reason_says_why_in_english(case: PolicyCase, policies: Policies, known: Known) -> None:
    assert "bản gốc" not in run_case(policies, case, known).reason_en


def test_the_directive_of_2021_is_kept_but_nothing_resolves_to_it(policies: Policies) -> None:
    assert [d.year for d in policies.unnumbered] == [2021]
    assert {d.year for d in policies.directives} == {2014, 2019, 2020, 2022, 2023, 2024, 2025}
    assert all(d.provenance["theme"] for d in (*policies.directives, *policies.unnumbered))
