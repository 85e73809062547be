"""The generator gives the same documents for the same seed, and gold that stands in them."""

import json
import random
from datetime import date
from pathlib import Path

import pytest

from corpus.generate.__main__ import generate
from corpus.generate.draft import TROUBLES, bank
from corpus.generate.gold import faults
from corpus.generate.pages import LAYOUTS, as_pdf
from corpus.generate.sheet import as_text
from corpus.generate.writer import Writer, write_plan


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    assert generate(tmp_path / "a", 8, 3, form="both") == 16
    generate(tmp_path / "b", 8, 3, form="both")
    generate(tmp_path / "c", 5, 3, form="both")
    first, again, fewer = (contents(tmp_path / name) for name in "abc")
    assert first == again
    assert fewer.items() <= first.items()  # a document does not depend on how many are made
    assert len({content for name, content in first.items() if name.endswith(".pdf")}) == 8
    assert write_plan(3, 0) != write_plan(4, 0)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_gold_stands_in_the_text(seed: int) -> None:
    for position in range(60):
        sheet, gold = write_plan(seed, position)
        assert faults({"document": "x", **gold}, as_text(sheet)) == [], (seed, position)


def test_troubles_have_their_consequences() -> None:
    verdicts = {
        name: set()
        for name in ("citation-exact", "theme", "week", "opening", "issued-in-time", "consistent", "adapted", "deadline-order")
    }
    for position in range(300):
        for name, verdict in write_plan(11, position)[1]["verdicts"].items():
            if name in verdicts:
                verdicts[name].add(verdict)
    assert all({"pass", "fail"} <= found for found in verdicts.values()), verdicts


def test_a_document_without_troubles_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in TROUBLES:
        monkeypatch.setitem(TROUBLES, name, 0.0)
    for position in range(20):
        verdicts = write_plan(5, position)[1]["verdicts"]
        assert "fail" not in verdicts.values()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pages_are_as_many_and_as_dense_as_asked(layout: str) -> None:
    import pypdfium2 as pdfium

    sheet, _ = write_plan(7, 1, pages=4)
    pdf = pdfium.PdfDocument(as_pdf(sheet, layout))  # type: ignore[arg-type]
    assert 4 <= len(pdf) <= 6
    assert sum(map(len, sheet.body)) > 9000
    pdf.close()


def test_choices_and_slots_are_filled() -> None:
    writer = Writer(random.Random(1))
    assert writer.fill("[a|a] năm {nam}") == f"a năm {writer.year}"
    for position in range(60):
        sheet, gold = write_plan(13, position)
        assert not any(mark in line for line in sheet.body for mark in "[]{}|")
        assert json.loads(json.dumps(gold)) == gold


@pytest.mark.parametrize(
    ("blank_day", "issued", "year", "verdict"),
    [
        (False, date(2024, 9, 30), 2024, "pass"),
        (False, date(2024, 10, 1), 2024, "fail"),
        (True, date(2024, 9, 12), 2024, "pass"),
        (True, date(2024, 10, 3), 2024, "fail"),  # no day of October 2024 lies before the week
        (True, date(2023, 10, 3), 2023, "unknown"),  # but the first of October 2023 does
    ],
)
def test_a_month_decides_whether_a_plan_is_in_time(blank_day: bool, issued: date, year: int, verdict: str) -> None:
    writer = Writer(random.Random(1))
    writer.blank_day, writer.issued, writer.campaign = blank_day, issued, bank()["campaigns"][year]
    assert writer.in_time() == verdict
