"""Broken PDFs end in the status and with the problems that `tests/broken/README.md` promises."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from pipeline.ingest.pdf import ingest_pdf

BROKEN = Path(__file__).parents[1] / "broken"
ROW = re.compile(r"^\| `(.+?\.pdf)` \| .+? \| (\w+) \| (.+?) \|$", re.M)
PROMISES = ROW.findall((BROKEN / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "status", "problems"), PROMISES, ids=[name for name, _, _ in PROMISES])
def test_broken_pdf(name: str, status: str, problems: str) -> None:
    read = ingest_pdf((BROKEN / name).read_bytes())
    assert read.status == status
    assert [problem.code for problem in read.problems] == problems.split(", ")
    for problem in read.problems:
        assert problem.stage == "ingest" and problem.message.endswith(".") and len(problem.message.split()) > 4
    assert "\f".join(read.text[page.start : page.end] for page in read.pages) == read.text
    assert all(page.reason for page in read.pages if page.quality != "good")


def test_every_broken_pdf_has_its_promise() -> None:
    assert sorted(path.name for path in BROKEN.glob("*.pdf")) == sorted(name for name, _, _ in PROMISES)


def test_text_of_poor_pages_is_kept() -> None:
    assert "to chuc Tuan le" in ingest_pdf((BROKEN / "scan-with-junk.pdf").read_bytes()).text
    assert "Tuần lễ hưởng ứng" in ingest_pdf((BROKEN / "without-end.pdf").read_bytes()).text


def test_nothing_raises_wherever_a_file_is_cut_or_spoilt() -> None:
    whole = (BROKEN / "letter-then-scan.pdf").read_bytes()
    step = len(whole) // 40
    for cut in range(0, len(whole), step):
        assert ingest_pdf(whole[:cut]).status in ("failed", "partial")
        spoilt = whole[:cut] + bytes(64) + whole[cut + 64 :]
        assert ingest_pdf(spoilt).status in ("ok", "failed", "partial")


def test_the_files_are_those_that_the_script_makes() -> None:
    spec = importlib.util.spec_from_file_location("make_broken", BROKEN / "make.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = module.files()
    assert set(made) == {name for name, _, _ in PROMISES}
    assert made["million-pages.pdf"] == (BROKEN / "million-pages.pdf").read_bytes()
