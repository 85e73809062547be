"""The gazetteer: what stood when, under which name, and what became of it."""

from __future__ import annotations

import csv
import importlib.util
import json
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.places import Places, key, split_kind
from pipeline.text import level_tones

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "rules" / "places"
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
MERGED = {
    "Tuyên Quang": {"Hà Giang"},
    "Lào Cai": {"Yên Bái"},
    "Thái Nguyên": {"Bắc Kạn"},
    "Phú Thọ": {"Vĩnh Phúc", "Hòa Bình"},
    "Bắc Ninh": {"Bắc Giang"},
    "Hưng Yên": {"Thái Bình"},
    "Hải Phòng": {"Hải Dương"},
    "Ninh Bình": {"Hà Nam", "Nam Định"},
    "Quảng Trị": {"Quảng Bình"},
    "Đà Nẵng": {"Quảng Nam"},
    "Quảng Ngãi": {"Kon Tum"},
    "Gia Lai": {"Bình Định"},
    "Khánh Hòa": {"Ninh Thuận"},
    "Lâm Đồng": {"Đắk Nông", "Bình Thuận"},
    "Đắk Lắk": {"Phú Yên"},
    "Hồ Chí Minh": {"Bà Rịa - Vũng Tàu", "Bình Dương"},
    "Đồng Nai": {"Bình Phước"},
    "Tây Ninh": {"Long An"},
    "Cần Thơ": {"Sóc Trăng", "Hậu Giang"},
    "Vĩnh Long": {"Bến Tre", "Trà Vinh"},
    "Đồng Tháp": {"Tiền Giang"},
    "Cà Mau": {"Bạc Liêu"},
    "An Giang": {"Kiên Giang"},
}


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load(ROOT / "rules")


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Provinces


@pytest.mark.parametrize(
    ("day", "count", "cities"),
    [(date(2008, 7, 31), 64, 5), (date(2022, 9, 28), 63, 5), (date(2025, 1, 1), 63, 6), (BEFORE, 63, 6), (AFTER, 34, 6)],
)
def test_as_many_provinces_stood_as_the_law_said(places: Places, day: date, count: int, cities: int) -> None:
    standing = places.provinces_on(day)
    assert len(standing) == len({p.name for p in standing}) == len({p.code for p in standing}) == count
    assert sum(p.kind == "thành phố" for p in standing) == cities


@pytest.mark.parametrize("heir", MERGED)
def test_mergers_of_2025(places: Places, heir: str) -> None:
    assert {p.name for p in places.predecessors(heir, BEFORE)} == MERGED[heir] | {heir}
    for name in MERGED[heir]:
        successor = places.successor(name)
        assert successor is not None and successor.name == heir and successor.valid_on(AFTER)
        assert places.province(name, AFTER) is None
        assert places.successor(name, BEFORE) == places.province(name, BEFORE)


def test_everything_else_stayed_as_it_was(places: Places) -> None:
    touched = {name for heir, others in MERGED.items() for name in others | {heir}}
    untouched = {p.name for p in places.provinces_on(BEFORE)} - touched
    assert len(untouched) == 11
    for name in untouched:
        assert places.province(name, BEFORE) == places.province(name, AFTER) == places.successor(name)


def test_periods_of_one_name_never_overlap_and_successors_exist(places: Places) -> None:
    for row in rows("provinces.csv"):
        if row["valid_to"]:
            next_day = date.fromisoformat(row["valid_to"]) + timedelta(days=1)
            assert places.province(row["successor"], next_day) is not None, row
        else:
            assert not row["successor"], row
        day = date.fromisoformat(row["valid_from"] or row["valid_to"] or "2020-01-01")
        same = [
            r
            for r in rows("provinces.csv")
            if r["name"] == row["name"] and (r["valid_from"] or "") <= str(day) <= (r["valid_to"] or "9")
        ]
        assert len(same) == 1, row


def test_agrees_with_the_shipped_mapping(places: Places) -> None:
    spec = importlib.util.find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("underthesea is not installed")
    shipped = json.loads((Path(spec.submodule_search_locations[0]) / "address" / "data" / "mapping.json").read_text("utf-8"))
    for old, new in shipped["province_mapping"].items():
        before, after = shipped["old_province_names"][old], shipped["province_names"][new]
        ours = places.province(before["name"], BEFORE)
        heir = places.successor(before["name"], AFTER)
        assert ours is not None and (ours.name, ours.code, ours.full_name) == (
            before["short"],
            before["code"],
            _lower(before["name"]),
        )
        assert heir is not None and (heir.name, heir.code, heir.full_name) == (
            after["short"],
            after["code"],
            _lower(after["name"]),
        )


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("TỈNH THANH HOÁ", "Thanh Hóa"),
        ("tỉnh Thừa Thiên - Huế", "Thừa Thiên Huế"),
        ("Thừa Thiên–Huế", "Thừa Thiên Huế"),
        ("TT-Huế", "Thừa Thiên Huế"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("TPHCM", "Hồ Chí Minh"),
        ("TP Hồ Chí Minh", "Hồ Chí Minh"),
        ("Tp. Hồ Chí  Minh", "Hồ Chí Minh"),
        ("Bà Rịa-Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("BR–VT", "Bà Rịa - Vũng Tàu"),
        ("ÐẮK LẮK", "Đắk Lắk"),  # a typist's Eth
        ("Đăk Lăk", "Đắk Lắk"),
        ("Khánh Hoà", "Khánh Hòa"),
        ("Hoà Bình", "Hòa Bình"),
        (unicodedata.normalize("NFD", "Quảng Ngãi"), "Quảng Ngãi"),
        ("thành phố Huế", "Huế"),
    ],
)
def test_a_province_is_known_by_every_honest_spelling(places: Places, printed: str, name: str) -> None:
    found = places.province(printed)
    assert found is not None and found.name == name


@pytest.mark.parametrize(
    "printed", ["Thanh Hoa", "Dak Lak", "thành phố Bắc Giang", "tỉnh Hồ Chí Minh", "Thanh", "", "Sài Gòn cũ", "tỉnh"]
)
def test_what_is_no_province_is_not_made_one(places: Places, printed: str) -> None:
    assert places.province(printed) is None
    assert places.successor(printed) is None


def test_hue_was_another_province_until_2024(places: Places) -> None:
    assert places.province("Huế", date(2023, 9, 28)) is None
    assert places.province("Thừa Thiên Huế", date(2025, 1, 1)) is None
    heir = places.successor("Thừa Thiên Huế", date(2026, 1, 1))
    assert heir is not None and heir.full_name == "thành phố Huế"


def test_ha_tay_went_to_ha_noi(places: Places) -> None:
    heir = places.successor("tỉnh Hà Tây", date(2020, 1, 1))
    assert heir is not None and heir.name == "Hà Nội"


# Districts


@pytest.mark.parametrize(
    ("printed", "on", "provinces"),
    [
        ("huyện Hiệp Hòa", date(2020, 11, 7), {"Bắc Giang"}),
        ("HUYỆN HIỆP HOÀ", None, {"Bắc Giang"}),
        ("huyện Hiệp Hòa", date(2026, 1, 1), set()),  # there are none any more
        ("huyện Việt Yên", date(2022, 1, 1), {"Bắc Giang"}),  # a thị xã since 2024
        ("huyện Kỳ Sơn", date(2018, 1, 1), {"Hòa Bình", "Nghệ An"}),
        ("huyện Kỳ Sơn", date(2022, 1, 1), {"Nghệ An"}),
        ("thành phố Huế", date(2023, 9, 1), {"Thừa Thiên Huế"}),
        ("thành phố Huế", date(2025, 3, 1), set()),
        ("quận Thuận Hóa", date(2025, 3, 1), {"Huế"}),
        ("thành phố Thủ Đức", None, {"Hồ Chí Minh"}),
        ("Q. 9", date(2019, 1, 1), {"Hồ Chí Minh"}),
        ("quận Hiệp Hòa", None, set()),
        ("huyện Hiep Hoa", None, set()),
    ],
)
def test_the_province_of_a_district(places: Places, printed: str, on: date | None, provinces: set[str]) -> None:
    assert places.provinces_of_district(printed, on) == provinces


def test_a_common_name_is_ambiguous(places: Places) -> None:
    assert len(places.provinces_of_district("huyện Châu Thành")) > 5
    assert places.district("huyện Châu Thành") is None
    found = places.district("huyện Châu Thành", "Đồng Tháp")
    assert found is not None and found.full_name == "huyện Châu Thành"


def test_of_two_districts_of_one_name_the_kind_decides(places: Places) -> None:
    found = places.district("huyện Cao Lãnh", "Đồng Tháp")
    assert found is not None and found.kind == "huyện"
    assert places.district("Cao Lãnh", "Đồng Tháp") is None


def test_earlier_districts_became_districts_that_stood_to_the_end(places: Places) -> None:
    for row in rows("earlier_districts.csv"):
        heir = places.successor(row["province"], BEFORE)
        assert heir is not None
        for became in row["became"].split(";"):
            assert places.district(became, heir.name, BEFORE) is not None, row


# Communes


@pytest.mark.parametrize("day", ["2023-09-28", "2025-06-30"])
def test_as_many_communes_stood_as_were_counted(day: str) -> None:
    assert Counter(row["kind"] for row in rows("communes.csv")) == {"xã": 2621, "phường": 687, "đặc khu": 13}
    assert len([row for row in rows("former_communes.csv") if row["valid_from"] <= day <= row["valid_to"]]) == 10035


def test_every_commune_lies_in_a_province_and_every_successor_exists(places: Places) -> None:
    for row in rows("former_communes.csv"):
        day = date.fromisoformat(row["valid_to"])
        assert places.province(row["province"], day) is not None, row
        if row["district"]:
            assert places.district(row["district"], row["province"], day) is not None, row
        heir = places.successor(row["province"], AFTER)
        assert heir is not None and row["successors"], row
        for name in row["successors"].split(";"):
            assert places.commune(name, heir.name, AFTER) is not None, row


def test_no_two_communes_of_today_share_name_and_province() -> None:
    units = Counter((r["province"], key(r["name"])) for r in rows("communes.csv"))
    assert [unit for unit, n in units.items() if n > 1] == []


def test_look_alikes_are_told_apart(places: Places) -> None:
    thanh, thanh_nang = places.commune("xã Thanh An", "Hồ Chí Minh", AFTER), places.commune("xã Thạnh An", "Hồ Chí Minh", AFTER)
    assert thanh is not None and thanh_nang is not None and thanh != thanh_nang
    assert places.commune("xã Than An", "Hồ Chí Minh", AFTER) is None


def test_a_commune_through_time(places: Places) -> None:
    now = places.commune("XÃ BÌNH YÊN", "Thái Nguyên", date(2025, 9, 26))
    assert now is not None and (now.full_name, now.district, now.valid_from) == ("xã Bình Yên", None, AFTER)
    then = places.commune("Bình Yên", "Thái Nguyên", date(2024, 9, 26))
    assert then is not None and (then.district, then.successors) == ("huyện Định Hóa", ("xã Bình Yên",))
    assert places.provinces_of_commune("xã Bình Yên", AFTER) == {"Thái Nguyên"}
    assert places.provinces_of_commune("xã Bình Yên", BEFORE) == {"Thái Nguyên", "Tuyên Quang", "Hà Nội"}


def test_a_divided_commune_names_the_greater_heir_first(places: Places) -> None:
    divided = places.commune("xã Bình Yên", "Hà Nội", BEFORE)
    assert divided is not None and divided.successors == ("xã Hạ Bằng", "xã Hòa Lạc")


def test_of_several_communes_the_district_decides(places: Places) -> None:
    assert places.commune("phường 5", "Hồ Chí Minh", BEFORE) is None
    found = places.commune("P.5", "TP.HCM", BEFORE, district="Quận 3")
    assert found is not None and found.district == "quận 3"


def test_communes_of_hue_under_both_names(places: Places) -> None:
    of = [row["province"] for row in rows("former_communes.csv")]
    assert of.count("Thừa Thiên Huế") == of.count("Huế") == 133
    for province, day in (("Thừa Thiên Huế", date(2023, 1, 1)), ("Huế", date(2025, 3, 1))):
        assert places.commune("xã Quảng Công", province, day) is not None
    assert places.provinces_of_commune("xã Quảng Công", date(2023, 1, 1)) == {"Thừa Thiên Huế"}


def test_a_name_may_begin_with_the_word_for_its_kind(places: Places) -> None:
    for printed in ("Phường Đúc", "phường Phường Đúc"):
        assert places.provinces_of_commune(printed, date(2023, 1, 1)) == {"Thừa Thiên Huế"}
        assert places.commune(printed, "Thừa Thiên Huế", date(2023, 1, 1)) is not None


# The files


@pytest.mark.parametrize(
    "name", ["provinces.csv", "districts.csv", "earlier_districts.csv", "communes.csv", "former_communes.csv"]
)
def test_names_are_written_canonically(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    assert text == unicodedata.normalize("NFC", text) == level_tones(text)
    table = rows(name)
    assert len({tuple(row.values()) for row in table}) == len(table)
    for row in table:
        assert row["name"] == " ".join(row["name"].split()) != ""
        assert split_kind(f"{row['kind']} {row['name']}") == (row["kind"], key(row["name"]))


def test_the_generated_files_are_what_the_script_writes() -> None:
    script = ROOT / "scripts" / "build_places.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_communes_are_read_only_when_asked_for_and_then_quickly() -> None:
    places = Places.load(ROOT / "rules")
    places.province("Hà Nội")
    assert "_commune_rows" not in vars(places)
    best = min(_seconds_to_read_communes() for _ in range(3))
    assert best < 0.06


def _seconds_to_read_communes() -> float:
    places = Places.load(ROOT / "rules")
    start = time.process_time()
    assert places.commune("xã Bình Yên", "Thái Nguyên", AFTER)
    return time.process_time() - start
