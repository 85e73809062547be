"""Places through time: a document is its province's of then, and its successor's of now."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline import rulebook
from pipeline.places import Places
from pipeline.report.gathering import choose, choose_own


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load(rulebook.load().root)


def plan(document: str, province: str | None, year: int, issued_on: str | None = None) -> dict[str, Any]:
    return {"document": document, "province": province, "year": year, "issued_on": issued_on}


PLANS = [
    plan("bg24", "Bắc Giang", 2024, "2024-09-20"),
    plan("bn24", "Bắc Ninh", 2024),
    plan("bn25", "Bắc Ninh", 2025, "2025-09-22"),
    plan("th25", "Thanh Hóa", 2025),
    plan("none", None, 2024),
]


def chosen(places: Places, name: str, year: int | None = None) -> list[str]:
    return [p["document"] for p in choose(PLANS, places, name, year).plans]


def test_a_province_of_today_has_the_documents_of_those_that_it_was_made_of(places: Places) -> None:
    assert chosen(places, "Bắc Ninh") == ["bg24", "bn24", "bn25"]
    assert chosen(places, "bac ninh", 2024) == ["bg24", "bn24"]
    found = choose(PLANS, places, "Bắc Ninh")
    assert found.names == ("Bắc Giang", "Bắc Ninh")
    assert found.note("vi") == (
        "Báo cáo này lập theo tỉnh Bắc Ninh như hiện nay, "
        "gồm cả văn bản trước ngày 01/7/2025 của tỉnh Bắc Giang và tỉnh Bắc Ninh."
    )
    assert found.note("en") == (
        "This report is made for Bắc Ninh as it is now, with the documents of Bắc Giang and Bắc Ninh before 1 July 2025."
    )


def test_a_province_that_is_no_more_has_its_own_documents_and_says_where_it_is_now(places: Places) -> None:
    found = choose(PLANS, places, "Bắc Giang")
    assert [p["document"] for p in found.plans] == ["bg24"]
    assert found.note("vi") == (
        "Báo cáo này lập theo tỉnh Bắc Giang, có đến hết ngày 30/6/2025; từ ngày 01/7/2025 thuộc tỉnh Bắc Ninh."
    )
    assert found.note("en") == (
        "This report is made for Bắc Giang, which ended on 30 June 2025; since 1 July 2025 it belongs to Bắc Ninh."
    )


def test_in_a_year_after_its_end_its_successor_answers_for_a_province(places: Places) -> None:
    found = choose(PLANS, places, "Bắc Giang", 2025)
    assert [p["document"] for p in found.plans] == ["bn25"] and found.province.name == "Bắc Ninh"
    assert found.note("vi") == "Tỉnh Bắc Giang có đến hết ngày 30/6/2025; báo cáo này lập theo tỉnh Bắc Ninh."
    assert found.note("en") == "Bắc Giang ended on 30 June 2025; this report is made for Bắc Ninh, to which it belongs."


def test_in_a_year_that_it_saw_a_silent_province_is_not_answered_for(places: Places) -> None:
    found = choose(PLANS, places, "Bắc Giang", 2023)
    assert found.plans == () and found.province.name == "Bắc Giang"


def test_a_province_that_only_ever_was_itself_needs_no_note(places: Places) -> None:
    found = choose(PLANS, places, "Thanh Hóa")
    assert [p["document"] for p in found.plans] == ["th25"] and found.note("vi") is None and found.note("en") is None


def test_a_name_that_lives_on_means_the_province_of_now_also_where_the_capital_of_two_was_meant(places: Places) -> None:
    rows = [plan("hue24", "Thừa Thiên Huế", 2024, "2024-09-12"), plan("hue25", "Huế", 2025, "2025-09-12")]
    assert [p["document"] for p in choose(rows, places, "Huế").plans] == ["hue24", "hue25"]
    old = choose(rows, places, "Thừa Thiên Huế")
    assert [p["document"] for p in old.plans] == ["hue24"] and old.heir is not None and old.heir.full_name == "thành phố Huế"


@pytest.mark.parametrize(
    ("name", "year", "documents"),
    [
        ("Bắc Giang", None, ["bg24"]),
        ("Bắc Giang", 2024, ["bg24"]),
        ("Bắc Giang", 2025, []),
        ("Bắc Ninh", None, ["bn24", "bn25"]),
        ("Bắc Ninh", 2024, ["bn24"]),
        ("Bắc Ninh", 2025, ["bn25"]),
        ("Thanh Hóa", None, ["th25"]),
    ],
)
def test_among_all_provinces_a_document_is_that_ones_under_whose_name_it_was_issued(
    name: str, year: int | None, documents: list[str], places: Places
) -> None:
    assert [p["document"] for p in choose_own(PLANS, places, name, year).plans] == documents


def test_a_report_among_all_says_whose_documents_are_elsewhere(places: Places) -> None:
    kept = choose_own(PLANS, places, "Bắc Ninh", 2024)
    assert kept.note("vi") == (
        "Báo cáo này gồm những văn bản ban hành dưới tên tỉnh Bắc Ninh; "
        "văn bản trước ngày 01/7/2025 của tỉnh Bắc Giang có báo cáo riêng."
    )
    assert kept.note("en") == (
        "This report has what was issued under the name of Bắc Ninh; "
        "documents of Bắc Giang before 1 July 2025 have reports of their own."
    )
    gone = choose_own(PLANS, places, "Bắc Giang", 2024)
    assert gone.note("vi") == choose(PLANS, places, "Bắc Giang", 2024).note("vi")
    assert choose_own(PLANS, places, "Bắc Ninh", 2026).note("vi") is None
    assert choose_own(PLANS, places, "Thanh Hóa").note("vi") is None
