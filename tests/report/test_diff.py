"""What changed between two documents, and which documents are a unit's plans of its years."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline import rulebook
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest_text
from pipeline.model import Extraction
from pipeline.places import Places
from pipeline.report.diff import compare, render_diff
from pipeline.report.unit import NoSuchPlan, plans_of_units, plans_of_years

PLAN = """ỦY BAN NHÂN DÂN
TỈNH THANH HÓA
Số: {number}/KH-UBND

Thanh Hóa, ngày 20 tháng 9 năm {year}

KẾ HOẠCH
Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm {year}

I. THỜI GIAN
Tuần lễ được tổ chức từ ngày 01/10/{year} đến ngày 07/10/{year}.
II. CÁC HOẠT ĐỘNG
{activities}
III. TỔ CHỨC THỰC HIỆN
{tasks}
"""


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.of(rulebook.load())


def read(desk: Desk, year: int, activities: list[str], tasks: dict[str, list[str]]) -> Extraction:
    told = [
        line for n, (agency, own) in enumerate(tasks.items(), 1) for line in (f"{n}. {agency}", *(f"- {task}" for task in own))
    ]
    text = PLAN.format(
        number=year - 1900,
        year=year,
        tasks="\n".join(told),
        activities="\n".join(f"{n}. {a}" for n, a in enumerate(activities, 1)),
    )
    return extract(ingest_text(text, f"{year}.txt"), desk)


@pytest.fixture(scope="module")
def years(desk: Desk) -> tuple[Extraction, Extraction]:
    old = read(
        desk, 2023,
        ["Mở lớp dạy kỹ năng số cho người cao tuổi tại nhà văn hóa.", "Trưng bày sách tại Thư viện tỉnh.",
         "Tặng xe đạp cho học sinh nghèo."],
        {"Sở Giáo dục và Đào tạo": ["Hướng dẫn các trường học.", "Tổng hợp kết quả."], "Sở Tài chính": ["Bố trí kinh phí."]},
    )  # fmt: skip
    new = read(
        desk, 2024,
        ["Mở lớp dạy kỹ năng số cho nông dân tại nhà văn hóa.", "Tặng xe đạp cho học sinh nghèo.",
         "Thi kể chuyện về tấm gương tự học."],
        {"Sở Giáo dục và Đào tạo": ["Hướng dẫn các trường học.", "Kiểm tra việc thực hiện."],
         "Tỉnh đoàn": ["Huy động đoàn viên."]},
    )  # fmt: skip
    return old, new


def test_activities_are_added_dropped_and_reworded(years: tuple[Extraction, Extraction]) -> None:
    lines = render_diff(*years).split("Các hoạt động\n")[1].splitlines()
    assert lines == [
        "≠ Mở lớp dạy kỹ năng số cho [-người cao tuổi-] {+nông dân+} tại nhà văn hóa",
        "= Tặng xe đạp cho học sinh nghèo",
        "+ {+Thi kể chuyện về tấm gương tự học+}",
        "- [-Trưng bày sách tại Thư viện tỉnh-]",
    ]


def test_agencies_and_their_tasks_are_added_dropped_and_reworded(years: tuple[Extraction, Extraction]) -> None:
    tasks = dict(compare(*years, ("A", "B")).tasks)
    assert set(tasks) == {
        ("Sở Giáo dục và Đào tạo", "Sở Giáo dục và Đào tạo"), ("Sở Tài chính", None), (None, "Tỉnh đoàn"),
    }  # fmt: skip
    text = render_diff(*years).split("Cơ quan và nhiệm vụ\n")[1].split("\n\n")[0].splitlines()
    assert text == [
        "= Sở Giáo dục và Đào tạo",
        "    + {+Kiểm tra việc thực hiện+}",
        "    - [-Tổng hợp kết quả-]",
        "    = 1 nhiệm vụ giữ nguyên",
        "+ {+Tỉnh đoàn+}",
        "    + {+Huy động đoàn viên+}",
        "- [-Sở Tài chính-]",
        "    - [-Bố trí kinh phí-]",
    ]


def test_the_page_shows_the_same_and_escapes_every_word(years: tuple[Extraction, Extraction]) -> None:
    page = render_diff(*years, names=("<b>2023</b>", "2024"), kind="html")
    assert "<th>&lt;b&gt;2023&lt;/b&gt;</th>" in page and "<b>" not in page
    assert "<li><del>Sở Tài chính</del><ul><li><del>Bố trí kinh phí</del></li></ul></li>" in page
    assert "<small>1 nhiệm vụ giữ nguyên</small>" in page
    assert "cho <del>người cao tuổi</del> <ins>nông dân</ins> tại nhà văn hóa" in page


# --- which documents -----------------------------------------------------------------------------------------------------------

CAMPAIGNS = {"A/22": "tuan", "A/23": "tuan", "B/23": "thang"}


@pytest.fixture(scope="module")
def places(desk: Desk) -> Places:
    return desk.places


def row(name: str, year: int, **values: Any) -> dict[str, Any]:
    usual = {
        "document": name, "name": name, "year": year, "province": "Thanh Hóa", "commune": None, "level": "province",
        "status": "ok", "in_scope": 1, "issued_on": f"{year}-09-20", "issuer": "Ủy ban nhân dân tỉnh Thanh Hóa",
        "directive": f"A/{year % 100}",
    }  # fmt: skip
    return usual | values


def years_of(places: Places, unit: str, *rows: dict[str, Any], campaigns: dict[str, str] = CAMPAIGNS) -> list[str]:
    return [p.document for p in plans_of_years(rows, places, unit, (2022, 2023), campaigns)]


def test_a_committees_plan_goes_before_its_departments_and_a_whole_one_before_a_part(places: Places) -> None:
    rows = (
        row("sở", 2022, level="department"), row("tỉnh", 2022), row("mờ", 2023, status="partial"),
        row("sở 23", 2023, level="department"), row("xã", 2022, level="commune"), row("hỏng", 2022, status="failed"),
    )  # fmt: skip
    assert years_of(places, "thanh hoa", *rows) == ["tỉnh", "sở 23"]


def test_a_year_without_a_plan_is_told(places: Places) -> None:
    with pytest.raises(NoSuchPlan, match="There is no plan of Thanh Hóa 2023 here"):
        years_of(places, "Thanh Hóa", row("tỉnh", 2022), row("ngoài", 2023, in_scope=0))


def test_plans_of_one_campaign_are_compared(places: Places) -> None:
    other = row("tháng", 2023, directive="B/23", issued_on="2023-05-01")
    assert years_of(places, "Thanh Hóa", row("22", 2022), other, row("23", 2023)) == ["22", "23"]
    with pytest.raises(NoSuchPlan, match="are of different campaigns"):
        years_of(places, "Thanh Hóa", row("22", 2022), other)
    with pytest.raises(NoSuchPlan, match="choose one by --campaign: thang, tuan"):
        years_of(
            places, "Thanh Hóa", row("22", 2022), row("tháng 22", 2022, directive="B/22"), other, row("23", 2023),
            campaigns=CAMPAIGNS | {"B/22": "thang"},
        )  # fmt: skip


def test_a_merged_provinces_plan_is_held_against_its_successors(places: Places) -> None:
    old = row("24", 2024, province="Bắc Giang", directive="A/22")
    new = row("25", 2025, province="Bắc Ninh", directive="A/23")
    assert [p.document for p in plans_of_years([old, new], places, "Bắc Giang", (2024, 2025), CAMPAIGNS)] == ["24", "25"]


def test_a_commune_is_named_with_its_province_and_without_marks_if_it_is_the_only_one(places: Places) -> None:
    one = row("an", 2022, level="commune", commune="Thành An", issuer="Ủy ban nhân dân xã Thành An", province="Cần Thơ")
    two = one | {"document": "ạn", "commune": "Thạnh An", "issuer": "Ủy ban nhân dân xã Thạnh An"}
    lone = row("nc", 2022, level="commune", commune="Nông Cống", issuer="Ủy ban nhân dân xã Nông Cống")

    def unit(*names: str) -> list[str]:
        return [p.document for p in plans_of_units([one, two, lone], places, (names[0], names[1]), 2022, CAMPAIGNS)]

    assert unit("xã Thành An, Cần Thơ", "Thạnh An, Cần Thơ") == ["an", "ạn"]
    assert unit("nong cong, thanh hoa", "Thành An, Cần Thơ") == ["nc", "an"]
    with pytest.raises(NoSuchPlan, match="There is no plan of thanh an, Cần Thơ 2022"):
        unit("thanh an, Cần Thơ", "Nông Cống, Thanh Hóa")


def test_two_units_are_compared_in_the_latest_year_that_both_have(places: Places) -> None:
    rows = [row("a22", 2022), row("a23", 2023), row("b22", 2022, province="Nghệ An")]
    assert [p.document for p in plans_of_units(rows, places, ("Thanh Hóa", "Nghệ An"), None, CAMPAIGNS)] == ["a22", "b22"]
    with pytest.raises(NoSuchPlan, match="There is no year of which both Thanh Hóa and Cà Mau have a plan here"):
        plans_of_units(rows, places, ("Thanh Hóa", "Cà Mau"), None, CAMPAIGNS)


def test_a_province_and_the_one_that_it_went_up_in_are_not_compared_by_one_document(places: Places) -> None:
    old = row("22", 2022, province="Bắc Giang")
    with pytest.raises(NoSuchPlan, match="There is no year of which both Bắc Giang and Bắc Ninh have a plan here"):
        plans_of_units([old], places, ("Bắc Giang", "Bắc Ninh"), None, CAMPAIGNS)
    with pytest.raises(NoSuchPlan, match="have one and the same document here, 22"):
        plans_of_units([old], places, ("Bắc Giang", "Bắc Ninh"), 2022, CAMPAIGNS)
    own = row("22b", 2022, province="Bắc Ninh")
    assert [p.document for p in plans_of_units([old, own], places, ("Bắc Giang", "Bắc Ninh"), 2022, CAMPAIGNS)] == ["22", "22b"]
