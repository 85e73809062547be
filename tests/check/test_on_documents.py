"""Findings on whole documents: no `fail` without both sides' evidence, and every quotation stands where it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.generate.sheet import as_text
from corpus.generate.writer import write_plan
from pipeline.check import Known, check
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest
from pipeline.model import Asking, Extraction, Finding
from pipeline.rulebook import Rulebook
from tests.check.measure import GOLD

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
        for finding in findings:
            assert_both_sides(extraction, finding)


def test_so_it_is_where_a_directive_is_known_to_ask_for_bodies_and_activities(
    book: Rulebook, judged: list[tuple[Extraction, tuple[Finding, ...]]], known: Known
) -> None:
    asks: dict[str, Any] = {
        "addressed": tuple(Asking(f"Giao việc cho {kind.vi}", kind.id) for kind in book.policies.kinds.values()),
        "activities": tuple(Asking(words) for words in GOLD["asked"][2025]),
        "inferred": (),
    }
    directives = [replace(directive, **asks) for directive in book.directives]
    requirements = [r for r in book.policies.requirements if r.id in ("agencies", "activities")]
    generated = [extract(ingest(as_text(write_plan(5, n)[0]).encode(), f"{n}.txt", f"{n}.txt"), Desk.of(book)) for n in range(30)]
    verdicts: Counter[str] = Counter()
    for extraction in [*(e for e, _ in judged), *generated]:
        for finding in check(extraction, directives, requirements, known):
            assert_both_sides(extraction, finding)
            verdicts.update(item.verdict for item in finding.items)
    assert min(verdicts[v] for v in ("pass", "fail", "unknown")) > 100, verdicts


def assert_both_sides(extraction: Extraction, finding: Finding) -> None:
    """What is asked and where, what the document says and where; for what is missing, the place that was read in vain."""
    document = extraction.document
    said = f"{document.name}: {finding.requirement}: {finding.reason_vi}"
    assert finding.reason_vi and finding.reason_en and "None" not in finding.reason_vi, said
    if finding.verdict == "fail":
        assert finding.expected and finding.source, said
    for one in (finding, *finding.items):
        if one.found is not None:
            assert document.text[one.start : one.end] == one.found, said
            assert one.start is not None and one.page == document.page_of(one.start), said
        if one.verdict == "fail":
            assert one.start is not None and (one.found or document.status == "ok"), said
    for item in finding.items:
        assert item.asked or (item.found and item.verdict == "not_applicable"), said
        assert item.found or item.verdict != "pass", said


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
