"""All provinces at once: a report each, and an index that leads to it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.report.every import provinces_of, slug, write_every
from pipeline.report.province import Gathering
from tests.report import samples
from tests.report.samples import HOSTILE, plan
from tests.report.test_report import Desk, Kept


def gathering(*plans: dict[str, Any]) -> Gathering:
    return Gathering(Kept(list(plans)), Desk(samples.book(), samples.places()), date(2026, 1, 1))


def test_every_province_that_a_directive_asked_has_a_report_and_a_line_in_the_index(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    row = plan(issuer="Ủy ban nhân dân tỉnh Thanh Hóa")
    written = write_every(gathering(row), tmp_path / "new", 2022, ("html", "json"), "vi", lambda *step: steps.append(step))
    assert len(written) == 63 * 2 + 1 and all(path.exists() for path in written)
    assert steps == [(n, 63) for n in range(1, 64)]
    index = (tmp_path / "new" / "index.html").read_text("utf-8")
    linked = re.findall(r'href="([^"#]+)"', index)
    assert {path.name for path in written} == {*linked, "index.html"}
    line = next(line for line in index.splitlines() if "thanh-hoa.html" in line)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", line)
    assert cells[0] == "tỉnh Thanh Hóa" and cells[2:5] == ["1", "0", "547/547\u00a0(2022)"]
    assert ">tỉnh Bắc Giang<br><small>nay thuộc tỉnh Bắc Ninh</small><" in index


def test_without_a_year_the_provinces_of_all_years_with_documents_are_there() -> None:
    both = gathering(plan(province="Bắc Giang"), plan(province="Sơn La", year=2025, directive="5607/BGDĐT-GDNNGDTX"))
    names = {province.name for province in provinces_of(both, None)}
    assert len(names) == 64, "63 before July 2025, and Huế, which Thừa Thiên Huế became"
    assert {"Bắc Giang", "Bắc Ninh", "Sơn La", "Thừa Thiên Huế", "Huế"} <= names
    assert len(list(provinces_of(both, 2025))) == 34
    assert list(provinces_of(gathering(), None)) == []


@pytest.mark.parametrize("year", [None, 2022])
def test_each_document_is_in_one_report(year: int | None, tmp_path: Path) -> None:
    rows = [
        plan(document="gone", name="gone.pdf", province="Bắc Giang"),
        plan(document="kept", name="kept.pdf", province="Bắc Ninh"),
        plan(document="other", name="other.pdf", province="Bắc Ninh", year=2025, directive="5607/BGDĐT-GDNNGDTX"),
    ]
    write_every(gathering(*rows), tmp_path, year, ("json",), "vi", None)
    reports = {path.stem: json.loads(path.read_text("utf-8")) for path in tmp_path.glob("*.json")}
    held = {stem: {document["name"] for document in report["own"]} for stem, report in reports.items() if report["own"]}
    assert held == {"bac-giang": {"gone.pdf"}, "bac-ninh": {"kept.pdf", *([] if year else ["other.pdf"])}}
    silent = reports["bac-ninh"]["silent"][0]
    then, places = date(2022, 9, 7), samples.places()
    units = len(places.communes_of("Bắc Ninh", then)) + len(places.districts_of("Bắc Ninh", then))
    assert sum(group["units"] for group in silent["groups"]) == units, "of Bắc Ninh as it was in 2022"


def test_the_index_is_one_safe_file(tmp_path: Path) -> None:
    write_every(gathering(plan(issuer=HOSTILE, name=HOSTILE)), tmp_path, 2022, ("html",), "en", None)
    index = (tmp_path / "index.html").read_text("utf-8")
    assert "<script" not in index and not re.search(r"https?://|src=", index) and "default-src 'none'" in index


def test_files_have_names_that_every_system_knows() -> None:
    names = [slug(province) for province in samples.places().provinces_on(date(2025, 6, 30))]
    assert "ba-ria-vung-tau" in names and "dak-lak" in names
    assert len(set(names)) == 63 and all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        write_every(gathering(plan()), tmp_path / "file", 2022, ("md",), "vi", None)
