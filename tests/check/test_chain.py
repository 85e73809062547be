"""The chain: what a document is linked to, by what, and what is kept of a link to a document not at hand."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline import rulebook
from pipeline.check.chain import link_all
from pipeline.model import Directive, Link
from pipeline.places import Places

MINISTRY = Directive("5607/BGDĐT-GDNNGDTX", "tuan-le", 2025, "Bộ Giáo dục và Đào tạo", "2025-09-15")
EARLIER = Directive("5201/BGDĐT-GDTX", "tuan-le", 2024, "Bộ Giáo dục và Đào tạo", "2024-09-09")


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load(rulebook.load().root)


def plan(document: str, level: str, issuer: str, number: str | None, issued_on: str | None, **values: Any) -> dict[str, Any]:
    row = {"document": document, "level": level, "issuer": issuer, "number": number, "issued_on": issued_on, "in_scope": 1}
    return row | {"province": "Sơn La", "commune": None, "year": 2025, "directive": MINISTRY.number} | values


def cites(
    number: str, issued_on: str | None = None, issuer: str | None = None, relation: str = "upstream", **values: Any
) -> dict[str, Any]:
    return {"number": number, "issued_on": issued_on, "issuer": issuer, "relation": relation, "resolved": None} | values


PROVINCE = plan("p", "province", "Ủy ban nhân dân tỉnh Sơn La", "312/KH-UBND", "2025-09-22")
DEPARTMENT = plan("d", "department", "Sở Giáo dục và Đào tạo tỉnh Sơn La", "900/SGDĐT-GDTX", "2025-09-24")
COMMUNE = plan("c", "commune", "Ủy ban nhân dân xã Mường Chanh", "20/KH-UBND", "2025-09-28", commune="Mường Chanh")
TO_PROVINCE = ("312/KH-UBND", "2025-09-22", "Ủy ban nhân dân tỉnh Sơn La")


def upstream(
    plans: list[dict[str, Any]], citations: dict[str, list[dict[str, Any]]], places: Places, of: str = "c"
) -> list[tuple[Any, ...]]:
    links = link_all(plans, citations, (MINISTRY, EARLIER), places)[of]
    return [(link.superior, link.how) for link in links if link.relation == "upstream"]


@pytest.mark.parametrize(
    ("citation", "how"),
    [
        (cites(*TO_PROVINCE), "number and date"),
        (cites("312/KH-UBND", "2025-09-22", relation="basis"), "number and date"),
        (cites("312/KH-UBND", "2025-09-25", TO_PROVINCE[2]), "number and issuer"),
        (cites("321/KH-UBND", *TO_PROVINCE[1:]), "date and issuer"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_superior_at_hand_is_known_by_any_two_of_number_date_and_issuer(
    citation: dict[str, Any], how: str, places: Places
) -> None:
    assert upstream([PROVINCE, COMMUNE], {"c": [citation]}, places) == [("p", how)]


def test_a_superior_that_is_not_at_hand_is_kept_as_it_was_cited(places: Places) -> None:
    links = link_all([COMMUNE], {"c": [cites(*TO_PROVINCE)]}, (MINISTRY,), places)["c"]
    assert links[1] == Link("upstream", *TO_PROVINCE, 2025, None, "not at hand")
    assert links[0] == Link("directive", MINISTRY.number, "2025-09-15", MINISTRY.issuer, 2025, None, "campaign and year")


def test_the_directive_is_linked_by_what_agrees_and_to_its_document_where_that_is_at_hand(places: Places) -> None:
    own = plan("m", "ministry", MINISTRY.issuer, "5607/BGDĐT- GDNNGDTX", "2025-09-15", in_scope=0, directive=None, province=None)
    cited = cites("5607/BGDĐT-GDTX", "2025-09-15", relation="directive", resolved=MINISTRY.number)
    (link,) = link_all([own, PROVINCE], {"p": [cited]}, (MINISTRY,), places)["p"]
    assert (link.number, link.superior, link.how) == (MINISTRY.number, "m", "number and date")


def test_a_departments_letter_carries_its_provinces_plan(places: Places) -> None:
    plans = [PROVINCE, DEPARTMENT, COMMUNE]
    citations = {"d": [cites(*TO_PROVINCE)], "c": [cites("900/SGDĐT-GDTX", "2025-09-24", DEPARTMENT["issuer"])]}
    assert upstream(plans, citations, places) == [("d", "number and date"), ("p", "through 900/SGDĐT-GDTX")]


def test_a_provinces_plan_binds_a_commune_that_does_not_cite_it_unless_it_came_later(places: Places) -> None:
    assert upstream([PROVINCE, COMMUNE], {}, places) == [("p", "place and year")]
    assert upstream([PROVINCE | {"issued_on": "2025-09-30"}, COMMUNE], {}, places) == []
    assert upstream([PROVINCE | {"directive": "508/KH-BTTTT"}, COMMUNE], {}, places) == []  # of another campaign


def test_another_province_or_year_is_nobodys_superior(places: Places) -> None:
    for elsewhere in ({"province": "Lào Cai"}, {"year": 2024}):
        assert upstream([PROVINCE | elsewhere, COMMUNE], {"c": [cites(*TO_PROVINCE)]}, places) == [(None, "not at hand")]


def test_a_commune_before_july_2025_answers_to_its_district_and_its_province(places: Places) -> None:
    then = {"year": 2024, "province": "Bắc Giang", "directive": EARLIER.number}
    province = plan("p", "province", "Ủy ban nhân dân tỉnh Bắc Giang", "70/KH-UBND", "2024-09-16", **then)
    district = plan("h", "district", "Ủy ban nhân dân huyện Hiệp Hòa", "40/KH-UBND", "2024-09-20", **then)
    other = plan("o", "district", "Ủy ban nhân dân huyện Lục Nam", "41/KH-UBND", "2024-09-20", **then)
    commune = plan("c", "commune", "Ủy ban nhân dân xã Danh Thắng", "9/KH-UBND", "2024-09-25", commune="Danh Thắng", **then)
    assert upstream([province, district, other, commune], {}, places) == [("p", "place and year"), ("h", "place and year")]
    citations = {
        "c": [cites("40/KH-UBND", "2024-09-20", district["issuer"])],
        "h": [cites("70/KH-UBND", "2024-09-16", province["issuer"])],
    }
    assert upstream([province, district, other, commune], citations, places) == [
        ("h", "number and date"),
        ("p", "through 40/KH-UBND"),
    ]


def test_an_office_of_a_district_is_below_its_committee(places: Places) -> None:
    then = {"year": 2024, "province": "Bắc Giang", "directive": EARLIER.number}
    district = plan("h", "district", "Ủy ban nhân dân huyện Hiệp Hòa", "40/KH-UBND", "2024-09-20", **then)
    office = plan("o", "district", "Phòng Giáo dục và Đào tạo huyện Hiệp Hòa", "88/PGDĐT", "2024-09-22", **then)
    citation = cites("40/KH-UBND", "2024-09-20", district["issuer"])
    assert upstream([district, office], {"o": [citation]}, places, "o") == [("h", "number and date")]
    assert upstream([district, office], {"h": [cites("88/PGDĐT", "2024-09-22", office["issuer"])]}, places, "h") == [
        (None, "not at hand")
    ]


def test_of_two_districts_with_one_number_and_day_the_one_that_is_cited_is_meant(places: Places) -> None:
    then = {"year": 2024, "province": "Bắc Giang", "directive": EARLIER.number}
    cited = plan("h", "district", "Ủy ban nhân dân huyện Lục Nam", "40/KH-UBND", "2024-09-20", **then)
    twin = plan("a", "district", "Ủy ban nhân dân huyện Hiệp Hòa", "40/KH-UBND", "2024-09-20", **then)
    commune = plan("c", "commune", "Ủy ban nhân dân xã Đông Hưng", "9/KH-UBND", "2024-09-25", commune="Đông Hưng", **then)
    citations = {"c": [cites("40/KH-UBND", "2024-09-20", cited["issuer"])]}
    assert upstream([twin, cited, commune], citations, places) == [("h", "number and date")]
    assert upstream([twin, commune], citations, places) == [(None, "not at hand")]
    misread = {"c": [cites("40/KH-UBND", "2024-09-20", "Ủy ban nhân dân huyện Luc Năm")]}
    assert upstream([cited, commune], misread, places) == [("h", "number and date")]


def test_of_two_communes_with_one_name_the_district_is_the_one_that_its_document_names(places: Places) -> None:
    then = {"year": 2024, "province": "Bình Phước", "directive": EARLIER.number}
    districts = [
        plan("h", "district", "Ủy ban nhân dân huyện Hớn Quản", "61/KH-UBND", "2024-09-18", **then),
        plan("d", "district", "Ủy ban nhân dân huyện Đồng Phú", "52/KH-UBND", "2024-09-18", **then),
    ]
    commune = plan("c", "commune", "Ủy ban nhân dân xã Tân Lợi", "384/KH-UBND", "2024-09-21", commune="Tân Lợi", **then)
    floor = "Ủy ban nhân dân xã Tân Lợi, huyện {}, tỉnh Bình Phước ban hành Kế hoạch"

    def superiors(text: str) -> list[str | None]:
        links = link_all([*districts, commune], {}, (MINISTRY, EARLIER), places, text_of=lambda _: text)["c"]
        return [link.superior for link in links if link.relation == "upstream"]

    assert superiors(floor.format("Hớn Quản")) == ["h"]
    assert superiors(floor.format("Đồng  Phú")) == ["d"]
    assert superiors("Ủy ban nhân dân xã Tân Lợi ban hành Kế hoạch") == []
    assert superiors("Các huyện Hớn Quản, huyện Đồng Phú; Ủy ban nhân dân xã Tân Lợi ban hành Kế hoạch") == []


def test_a_reminder_that_is_cited_is_linked_and_one_that_is_not_binds_nobody(places: Places) -> None:
    reminder = PROVINCE | {"number": "512/UBND-KGVX", "issued_on": "2025-09-26", "in_scope": 0}
    assert upstream([reminder, COMMUNE], {}, places) == []
    citation = cites("512/UBND-KGVX", "2025-09-26", PROVINCE["issuer"])
    assert upstream([reminder, COMMUNE], {"c": [citation]}, places) == [("p", "number and date")]
