"""The gazetteer of agencies and the types of documents: the files themselves, and what is found with them."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.agencies import LEVELS, Abbreviation, Gazetteer, load_agencies, spellings, tokens
from pipeline.text import level_tones, reading_copy
from pipeline.yamlfile import Faults

RULES = Path(__file__).resolve().parent.parent / "rules"
FORMS = {"state", "legal", "party", "assembly"}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    faults = Faults()
    agencies, abbreviations = load_agencies(RULES / "agencies.yml", faults)
    assert faults.found == []
    with (RULES / "places" / "provinces.csv").open(encoding="utf-8", newline="") as file:
        return Gazetteer(agencies, abbreviations, {row["name"] for row in csv.DictReader(file)})


def named(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    return [(" ".join(text[m.start : m.end].split()), m.agencies[0].name) for m in gazetteer.find(reading_copy(text))]


# The files


@pytest.mark.parametrize("name", ["agencies.yml", "document_types.yml"])
def test_files_are_written_canonically(name: str) -> None:
    text = (RULES / name).read_text("utf-8")
    assert text == unicodedata.normalize("NFC", text) == level_tones(text)
    assert "\u00d0" not in text and "\t" not in text


def test_entries_have_the_same_keys_and_known_words() -> None:
    content = yaml.safe_load((RULES / "agencies.yml").read_text("utf-8"))
    known = {"id", "name", "variants", "levels", "sector", "symbols", "open", "valid_from", "valid_to", "successor"}
    for entry in content["agencies"]:
        extra = {"collective", "begins", "pattern", "accepts", "rejects"} if entry.get("collective") else set()
        assert {"id", "name", "levels", "sector"} <= entry.keys() <= known | extra, entry
        assert LEVELS.issuperset(entry["levels"]) and entry["sector"] in content["sectors"], entry
    assert {entry["sector"] for entry in content["agencies"]} == set(content["sectors"])


def test_every_abbreviation_stands_for_words_of_some_name(gazetteer: Gazetteer) -> None:
    content = yaml.safe_load((RULES / "agencies.yml").read_text("utf-8"))
    names = [name.lower() for a in gazetteer.agencies for name in (a.name, *a.variants)]
    assert [a["full"] for a in content["abbreviations"] if not any(a["full"].lower() in name for name in names)] == []


def test_no_name_serves_two_bodies_of_one_level(gazetteer: Gazetteer) -> None:
    content = yaml.safe_load((RULES / "agencies.yml").read_text("utf-8"))
    shorts = [Abbreviation(a["full"], tuple(a["shorts"])) for a in content["abbreviations"]]
    uses = Counter(
        (level, name)
        for agency in gazetteer.agencies
        for level in agency.levels
        for name in {tokens(spelling) for spelling in spellings(agency, shorts)}
    )
    assert [use for use, n in uses.items() if n > 1] == []


def test_a_successor_begins_no_earlier_than_the_end_before_it(gazetteer: Gazetteer) -> None:
    for agency in gazetteer.agencies:
        if agency.successor:
            assert agency.valid_to is not None, agency.id
            heir = gazetteer.by_id[agency.successor]
            assert heir.valid_to is None or heir.valid_to > agency.valid_to, agency.id
            assert heir.id != agency.id


def test_document_types() -> None:
    types: list[dict[str, Any]] = yaml.safe_load((RULES / "document_types.yml").read_text("utf-8"))["types"]
    symbols = Counter(t["symbol"] for t in types if t["symbol"])
    assert [symbol for symbol, n in symbols.items() if n > 1] == []
    for entry in types:
        assert {"symbol", "name", "levels", "forms"} <= entry.keys() <= {"symbol", "name", "also", "levels", "forms", "note"}, (
            entry
        )
        assert LEVELS.issuperset(entry["levels"]) and FORMS.issuperset(entry["forms"]) and entry["forms"], entry
    by_symbol = {t["symbol"]: t["name"] for t in types}
    assert by_symbol["KH"] == "Kế hoạch" and by_symbol["TTr"] == "Tờ trình" and by_symbol["TT"] == "Thông tư"
    assert {t["symbol"] for t in types if "party" in t["forms"]} >= {"NQ", "KL", "CTr", "CT", "QĐ", "HD"}


def test_faults_are_told_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "agencies.yml"
    path.write_text(
        """sectors: [education]
abbreviations:
  - {full: Giáo dục, shorts: [GD]}
agencies:
  - {id: a, name: Sở Giáo dục, levels: [department], sector: education}
  - {id: b, name: Sở GD, levels: [department], sector: education}
  - {id: b, name: Hội Giáo dục, levels: [village], sector: sport, successor: z, valid_to: soon, colour: red}
  - {id: c, name: Các sở, levels: [department], sector: education, collective: true, pattern: 'các (sở', accepts: [các sở]}
""",
        "utf-8",
    )
    faults = Faults()
    load_agencies(path, faults)
    told = "\n".join(faults.found)
    for line, words in [
        (6, "'Sở GD' is a name of 'a' at the level 'department', too"),
        (7, "the id 'b' stands twice"),
        (7, "'levels' must name some of"),
        (7, "unknown sector 'sport'"),
        (7, "'valid_to' must be a date"),
        (7, "unknown successor 'z'"),
        (7, "unknown key 'colour'"),
        (8, "the pattern cannot be compiled"),
    ]:
        assert f"{path}:{line}: {words}" in told, told


def test_a_collective_without_fitting_examples_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "agencies.yml"
    entry = "id: c, name: Các sở, levels: [department], sector: all, collective: true, pattern: các sở"
    path.write_text(f"sectors: [all]\nagencies:\n  - {{{entry}, accepts: [các ban], rejects: [các sở]}}\n", "utf-8")
    faults = Faults()
    load_agencies(path, faults)
    assert any("does not accept its example 'các ban'" in fault for fault in faults.found)
    assert any("'begins' lacks the first word of 'các ban'" in fault for fault in faults.found)
    assert any("accepts 'các sở', which it must reject" in fault for fault in faults.found)


# What is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Sở Văn hóa, Thể thao và Du lịch, Sở Nội vụ và Báo Thanh Hóa",
            ["Sở Văn hóa, Thể thao và Du lịch", "Sở Nội vụ", "Báo {place}"],
        ),
        ("Trung tâm VH, TT&TT xã", ["Trung tâm Văn hóa, Thể thao và Truyền thông"]),
        ("SỞ GD & ĐT", ["Sở Giáo dục và Đào tạo"]),
        ("Sở GD-ĐT; Phòng GDĐT", ["Sở Giáo dục và Đào tạo", "Phòng Giáo dục và Đào tạo"]),
        ("Uỷ ban nhân dân tỉnh giao Sở Văn hoá\nvà Thể thao", ["Ủy ban nhân dân", "Sở Văn hóa và Thể thao"]),
        ("Đài PT-TH Thanh Hóa, Đài Phát thanh – Truyền hình", ["Đài Phát thanh và Truyền hình"] * 2),
        (
            "Đoàn TNCS HCM tỉnh, Hội LHPN, Hội CCB",
            ["Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Hội Liên hiệp Phụ nữ", "Hội Cựu chiến binh"],
        ),
        ("Ban Chấp hành Đoàn xã, Phòng Văn hóa-Xã hội", ["Ban chấp hành Đoàn xã", "Phòng Văn hóa - Xã hội"]),
        ("Trường THPT Cao Lãnh 2 và Trường Đại học Hồng Đức", ["Trường Trung học phổ thông", "Trường Đại học"]),
        (
            "Các sở, ban, ngành, hội, đoàn thể tỉnh; UBND các huyện, thị xã, thành phố;",
            ["Các sở, ban, ngành, đoàn thể cấp tỉnh", "Ủy ban nhân dân các huyện, thị xã, thành phố"],
        ),
        ("Kế hoạch số 50/KH-UBND, 2168/UBND-KGVX của tổ chức xã hội", []),
        ("báo cáo, đài, hội nghị, trường tiểu học, bộ môn, các tổ chức xã hội", []),
        ("phối hợp với các cơ quan, các tổ chức xã hội", ["Các cơ quan, đơn vị"]),
    ],
)  # fmt: skip
def test_agencies_are_found_by_every_name(gazetteer: Gazetteer, text: str, found: list[str]) -> None:
    assert [name for _, name in named(gazetteer, text)] == found


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("giao Hội Khuyến học tỉnh Thừa Thiên - Huế phối hợp", "Hội Khuyến học tỉnh Thừa Thiên - Huế"),
        ("Hội Khuyến học Thành phố chủ trì", "Hội Khuyến học Thành phố"),
        ("Trường THPT Cao Lãnh 2 tổ chức", "Trường THPT Cao Lãnh 2"),
        ("Các phòng, ban, ngành, đoàn thể xã thực hiện", "Các phòng, ban, ngành, đoàn thể xã"),
        ("các tổ chức chính trị - xã hội xã hội hóa", "các tổ chức chính trị - xã hội"),
    ],
)
def test_a_mention_takes_in_its_place(gazetteer: Gazetteer, text: str, quote: str) -> None:
    assert [found for found, _ in named(gazetteer, text)] == [quote]


def test_offsets_are_those_of_the_whole_text(gazetteer: Gazetteer) -> None:
    text = "Sở Nội vụ chủ trì. Sở Tài chính phối hợp. Sở Y tế theo dõi."
    middle = text.index("Sở Tài"), text.index("Sở Y")
    [found] = gazetteer.find(text, *middle)
    assert text[found.start : found.end] == "Sở Tài chính"


def test_level_and_day_choose_among_namesakes(gazetteer: Gazetteer) -> None:
    [women] = gazetteer.find("Hội Liên hiệp Phụ nữ Việt Nam")
    assert women.at("central").id == "trung-uong-hoi-phu-nu"
    assert women.at("commune", "province", on=date(2025, 9, 26)).id == "hoi-lien-hiep-phu-nu"
    assert women.at("school").id == women.agencies[0].id


def test_who_signs_with_a_symbol(gazetteer: Gazetteer) -> None:
    assert [a.id for a in gazetteer.of_symbol("SGD&ĐT")] == ["so-giao-duc-va-dao-tao"]
    assert {a.levels for a in gazetteer.of_symbol("GD&ĐT")} == {("department",), ("district",)}
    assert [a.id for a in gazetteer.of_symbol("TTg")] == ["thu-tuong-chinh-phu"]
    assert "tinh-uy" in [a.id for a in gazetteer.of_symbol("TU")]
    assert gazetteer.of_symbol("XYZ") == ()


def test_a_name_alone(gazetteer: Gazetteer) -> None:
    assert [a.id for a in gazetteer.named("Sở GD&ĐT tỉnh Bắc Giang")] == ["so-giao-duc-va-dao-tao"]
    assert gazetteer.named("Sở Giao dịch chứng khoán") == ()


def test_departments_end_and_go_on(gazetteer: Gazetteer) -> None:
    old = gazetteer.by_id["so-thong-tin-va-truyen-thong"]
    assert old.valid_on(date(2022, 9, 28)) and not old.valid_on(date(2025, 9, 15))
    assert gazetteer.by_id[old.successor or ""].name == "Sở Khoa học và Công nghệ"
