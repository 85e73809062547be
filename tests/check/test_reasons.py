"""Every requirement on whole documents: one passes, one fails, one stays open, each with its exact reason in Vietnamese."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import rulebook
from pipeline.check import Known, UpstreamPlan, judge
from pipeline.check.cases import directive_with
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest
from pipeline.model import Extraction, Finding
from pipeline.places import Places

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus"
ENTRIES: list[dict[str, Any]] = yaml.safe_load((HERE / "reasons.yml").read_text("utf-8"))


@cache
def desk() -> Desk:
    return Desk.of(rulebook.load())


def read(entry: dict[str, Any]) -> Extraction:
    """The document of an entry, changed as it says."""
    path = CORPUS / entry["document"]
    data = path.read_bytes()
    for old, new in entry.get("change", {}).items():
        assert old.encode() in data, f"{path.name} no longer has {old!r}"
        data = data.replace(old.encode(), new.encode())
    document = ingest(data, path.name, str(path))
    if entry.get("unread"):
        pages = tuple(replace(page, quality="poor", reason="test") for page in document.pages)
        document = replace(document, pages=pages, status="partial")
    return extract(document, desk())


def found(entry: dict[str, Any]) -> Finding:
    book = desk().rulebook
    extraction = read(entry)
    year = int(entry["document"][:4])
    directive = directive_with(next(d for d in book.directives if d.year == year), entry.get("asks", {}))
    requirement = next(r for r in book.policies.requirements if r.id == entry["requirement"])
    province = extraction.value("province") or ""
    plans = tuple(
        UpstreamPlan(p["number"], str(p["issued_on"]), f"Ủy ban nhân dân tỉnh {province}", province, year)
        for p in entry.get("plans", ())
    )
    known = Known.of(book, Places.load(book.root), plans, desk().gazetteer)
    return judge(extraction, directive, requirement, known)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: f"{e['requirement']}: {e['verdict']}")
def test_document_is_judged_with_the_exact_reason(entry: dict[str, Any]) -> None:
    finding = found(entry)
    assert (finding.verdict, finding.reason_vi) == (entry["verdict"], entry["reason"])


def test_every_requirement_passes_fails_and_is_left_open_somewhere() -> None:
    wanted = {(r.id, v) for r in desk().rulebook.policies.requirements for v in ("pass", "fail", "unknown")}
    assert {(e["requirement"], e["verdict"]) for e in ENTRIES} >= {pair for pair in wanted if not pair[0].startswith("upstream-")}
