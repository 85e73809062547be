"""The policy files: every case comes out in its exact words, and a fault in a file is said with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.check import COMPARISONS, Known
from pipeline.check.cases import faults_of, judge_case, run_case
from pipeline.policies import Policies, PolicyCase, load_policies
from pipeline.rulebook import rules_root
from pipeline.yamlfile import Faults

CASES = load_policies(rules_root(), Faults()).cases
REQUIREMENTS = {
    "cites-directive", "citation-exact", "theme", "week", "opening", "report-deadline", "deadline-order",
    "issued-in-time", "lead-agency", "cites-upstream", "consistent", "adapted",
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
    ("file", "old", "new", "said"),
    [
        ("policies/theme.yml", "severity: serious", "severity: grave", "theme.yml:4: unknown severity 'grave'"),
        ("policies/theme.yml", "comparison: theme", "comparision: theme", "theme.yml:6: unknown key 'comparision'"),
        ("policies/theme.yml", "{differences}.", "{differences.", "the wording cannot be understood"),
        ("policies/theme.yml", "directive: 4864/", "directive: 4846/", "no directive is called '4846/BGDĐT-GDTX'"),
        ("policies/adapted.yml", "- tỉnh đoàn", "- (tỉnh đoàn", "cannot be compiled"),
        ("directives/2022.yml", "value: 2022-10-01", "value: 01/10/2022", "2022.yml:14: 'week_start' must be a day"),
        ("directives/2022.yml", "value: 2022-10-07", "value: 2022-09-07", "2022.yml:16: the week ends before it begins"),
        ("programmes.yml", "first_year: 2021", "first_year: 2031", "'first_year' and 'last_year' must be years"),
    ],
)  # fmt: skip
def test_a_fault_is_said_with_file_and_line(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    shutil.copytree(rules_root(), tmp_path / "rules")
    path = tmp_path / "rules" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    faults = Faults()
    load_policies(tmp_path / "rules", faults)
    assert any(said in fault for fault in faults.found), faults.found


def test_the_directive_of_2021_is_kept_but_nothing_resolves_to_it(policies: Policies) -> None:
    assert [d.year for d in policies.unnumbered] == [2021]
    assert {d.year for d in policies.directives} == {2014, 2019, 2020, 2022, 2023, 2024, 2025}
    assert all(d.provenance["theme"] for d in (*policies.directives, *policies.unnumbered))
