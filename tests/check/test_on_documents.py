"""Findings on whole documents: no `fail` without both sides' evidence, and every quotation stands where it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.check import Known, check
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest
from pipeline.model import Extraction, Finding
from pipeline.rulebook import Rulebook

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "real"
FILES = [p for p in sorted((ROOT / "corpus").glob("20*")) if p.suffix in (".txt", ".md", ".pdf")] + sorted(SHARED.glob("*.txt"))


@pytest.fixture(scope="module")
def desk(book: Rulebook) -> Desk:
    return Desk.of(book)


@pytest.fixture(scope="module")
def judged(book: Rulebook, desk: Desk, known: Known) -> list[tuple[Extraction, tuple[Finding, ...]]]:
    return list(_judge(book, desk, known))


def _judge(book: Rulebook, desk: Desk, known: Known) -> Iterator[tuple[Extraction, tuple[Finding, ...]]]:
    for path in FILES:
        extraction = extract(ingest(path.read_bytes(), path.name, str(path)), desk)
        yield extraction, check(extraction, book.directives, book.policies.requirements, known)


def test_a_document_in_scope_gets_every_requirement_once_and_any_other_none(
    book: Rulebook, judged: list[tuple[Extraction, tuple[Finding, ...]]]
) -> None:
    every = [r.id for r in book.policies.requirements]
    assert sum(bool(findings) for _, findings in judged) > 20
    for extraction, findings in judged:
        in_scope = extraction.value("in_scope") != "0" and extraction.value("directive") is not None
        assert [f.requirement for f in findings] == (every if in_scope else []), extraction.document.name


def test_every_fail_has_both_sides_and_every_quotation_its_place(judged: list[tuple[Extraction, tuple[Finding, ...]]]) -> None:
    for extraction, findings in judged:
        document = extraction.document
        for finding in findings:
            said = f"{document.name}: {finding.requirement}: {finding.reason_vi}"
            assert finding.reason_vi and finding.reason_en and "None" not in finding.reason_vi, said
            if finding.found is not None:
                assert document.text[finding.start : finding.end] == finding.found, said
                assert finding.start is not None and finding.page == document.page_of(finding.start), said
            if finding.verdict == "fail":
                assert finding.expected and finding.source and finding.start is not None, said
                assert finding.found or document.status == "ok", said


def test_the_real_plans_are_judged_as_a_careful_reader_judges_them(judged: list[tuple[Extraction, tuple[Finding, ...]]]) -> None:
    import json

    if not SHARED.is_dir():
        pytest.skip("../shared/real is not here, so the real plans cannot be judged")
    by_name = {e.document.name: {f.requirement: f.verdict for f in findings} for e, findings in judged}
    wrong = [
        (gold["document"], requirement, wanted, by_name[gold["document"]].get(requirement))
        for gold in (json.loads(p.read_text("utf-8")) for p in sorted(SHARED.glob("*.gold.json")))
        for requirement, wanted in gold["verdicts"].items()
        if by_name[gold["document"]].get(requirement) != wanted
    ]
    assert wrong == []
