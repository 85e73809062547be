"""Dates and ranges in every wording that offices use; what is no date stays none."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.dates import DateMention, find_dates, find_hour, find_ranges, read_odd, weekday_before
from pipeline.text import canonical, fold, reading_copy


def folded(text: str) -> str:
    """The text as every extractor hands it over."""
    return fold(reading_copy(text))


def parts(text: str) -> list[tuple[int | None, int, int | None]]:
    return [(m.day, m.month, m.year) for m in find_dates(folded(text))]


def ranges(text: str) -> list[tuple[str | None, str | None]]:
    read = folded(text)
    return [(r.first.iso(), r.last.iso()) for r in find_ranges(read, find_dates(read))]


@pytest.mark.parametrize(
    "text",
    [
        "ngày 07/9/2022",
        "ngày 7/9/2022",
        "ngày 07/09/2022",
        "ngày 07-9-2022",
        "ngày 07.9.2022",
        "ngày 07/ 9/ 2022",
        "ngày 07 / 9 / 2022",
        "ngày 07\n/9/2022",
        "ngày 07 tháng 9 năm 2022",
        "ngày 07 tháng 09 năm 2022",
        "NGÀY 7 THÁNG 9 NĂM 2022",
        "ngày 07 tháng 9, năm 2022",
        "ngày 07 tháng 9\nnăm 2022",
        "ngày07tháng9năm2022",
        "ngày 7 tháng Chín năm 2022",
        "ngày  07  tháng  9  năm  2022",
        "ngày **07** tháng **9** năm 2022",
        "ngày 07 tháng 9 năm 2022",
        "ngày 07–9–2022",
        "trước ngày **07/9/2022**",
        "(07/9/2022)",
        "07/9/2022.",
        "ngày 07 / tháng 9 năm 2022",
        "Nga\u0300y 07 tha\u0301ng 9 na\u0306m 2022",
    ],
)
def test_every_way_of_writing_one_day(text: str) -> None:
    assert parts(canonical(text)) == [(7, 9, 2022)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ngày 02 tháng 10", (2, 10, None)),
        ("ngày 1/10", (1, 10, None)),
        ("ngày      tháng 9 năm 2022", (None, 9, 2022)),
        ("tháng 9/2022", (None, 9, 2022)),
        ("tháng Mười năm 2023", (None, 10, 2023)),
        ("tháng mười hai năm 2023", (None, 12, 2023)),
        ("tháng giêng năm 2024", (None, 1, 2024)),
        ("tháng 10 năm 2023", (None, 10, 2023)),
        ("9/2022", (None, 9, 2022)),
    ],
)
def test_what_is_left_out_stays_left_out(text: str, found: tuple[int | None, int, int | None]) -> None:
    assert parts(text) == [found]
    (mention,) = find_dates(folded(text))
    assert mention.iso() is None
    if found[0]:
        assert mention.iso(2024) == date(2024, found[1], found[0]).isoformat()
    else:
        assert mention.iso(2024) is None


@pytest.mark.parametrize(
    ("word", "month"),
    [
        *zip(["giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"], range(1, 11), strict=True),
        ("bốn", 4),
        ("bẩy", 7),
        ("một", 1),
        ("chạp", 12),
        ("mười một", 11),
        ("mười hai", 12),
    ],
)
def test_months_in_words(word: str, month: int) -> None:
    assert parts(f"ngày 02 tháng {word} năm 2025") == [(2, month, 2025)]


@pytest.mark.parametrize(
    "text",
    [
        "tháng 54",
        "29 / 24 tháng",
        "ngày 45/13/2022",
        "tháng 13 năm 2022",
        "ngày 00/10/2022",
        "số 331/KH-UBND",
        "66.18/2026/NQ-CP",
        "22/2020/TT-BGDĐT",
        "giai đoạn 2021-2030",
        "năm 2022",
        "1.1. Thời gian",
        "20/20",
        "0/9",
        "12.345.678 đồng",
        "40/9/2022",
        "điện thoại 0912.345.678",
        "hàng tháng",
        "trong tháng",
        "",
        "tháng",
        "ngày tháng năm",
        "ngày      tháng      năm 2022",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parts(text) == []


@pytest.mark.parametrize("text", ["ngày 31/02/2022", "ngày 31 tháng 9 năm 2022", "ngày 29/02/2023", "ngày 30 tháng 02 năm 2024"])
def test_a_day_that_no_month_has_is_no_value(text: str) -> None:
    assert [m.iso() for m in find_dates(folded(text))] == [None]


def test_a_leap_day_is_a_day() -> None:
    assert [m.iso() for m in find_dates(folded("ngày 29/02/2024"))] == ["2024-02-29"]
    assert DateMention(0, 5, 29, 2, None).iso(2023) is None
    assert DateMention(0, 5, 29, 2, None).iso(2024) == "2024-02-29"


def test_a_mention_points_at_the_words_it_read() -> None:
    text = "Công văn ngày 07/9/2022; trước ngày 20 tháng 10 năm 2023, tháng 9/2024."
    assert [text[m.start : m.end] for m in find_dates(folded(text))] == ["07/9/2022", "20 tháng 10 năm 2023", "tháng 9/2024"]


def test_only_the_stretch_asked_for_is_read() -> None:
    text = folded("ngày 01/10/2022, ngày 02/10/2022, ngày 03/10/2022")
    second = text.index("02/10/2022")
    assert [m.iso() for m in find_dates(text, second, second + 10)] == ["2022-10-02"]


def test_years_of_a_symbol_are_no_dates() -> None:
    assert parts("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020; Thông tư số 22/2020/TT-BGDĐT") == [(5, 3, 2020)]


@pytest.mark.parametrize(
    "text",
    [
        "từ ngày 01/10/2022 đến ngày 07/10/2022",
        "từ 01/10/2022 đến 07/10/2022",
        "từ ngày 01/10 đến ngày 07/10/2022",
        "từ ngày 01/10 đến hết ngày 07/10/2022",
        "từ ngày 01 đến ngày 07/10/2022",
        "từ ngày 01 đến hết ngày 07 tháng 10 năm 2022",
        "từ ngày 01 tháng 10 đến ngày 07 tháng 10 năm 2022",
        "từ ngày 01 tháng 10 năm 2022 đến ngày 07 tháng 10 năm 2022",
        "01-07/10/2022",
        "01 - 07/10/2022",
        "01 – 07/10/2022",
        "ngày 01/10/2022 - 07/10/2022",
        "01/10-07/10/2022",
        "từ ngày 01 tới ngày 07/10/2022",
        "từ ngày **01/10/2022** đến ngày **07/10/2022**",
        "từ ngày 01/10/2022 cho đến ngày 07/10/2022",
        "từ thứ Bảy, ngày 01/10/2022 đến thứ Sáu, ngày 07/10/2022",
        "từ ngày 01/10/2022 (thứ Bảy) đến ngày 07/10/2022 (thứ Sáu)",
        "từ 8 giờ ngày 01/10/2022 đến 17 giờ ngày 07/10/2022",
        "từ ngày 01/10/2022\nđến ngày 07/10/2022",
        "01-07 tháng 10 năm 2022",
    ],
)
def test_every_way_of_writing_one_range(text: str) -> None:
    assert ranges(text) == [("2022-10-01", "2022-10-07")]


def test_a_range_over_a_month_or_a_year_lends_the_right_year() -> None:
    assert ranges("từ ngày 29/9 đến ngày 05/10/2014") == [("2014-09-29", "2014-10-05")]
    assert ranges("từ ngày 25/12 đến ngày 05/01/2025") == [("2024-12-25", "2025-01-05")]


def test_a_range_without_any_year_has_none() -> None:
    assert ranges("từ ngày 01/10 đến ngày 07/10") == [(None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "ngày 01/10/2022 và ngày 07/10/2022",
        "ngày 01/10/2022, ngày 07/10/2022",
        "Công văn ngày 07/9/2022 của Bộ; khai mạc ngày 01/10/2022",
    ],
)
def test_two_dates_side_by_side_are_no_range(text: str) -> None:
    assert ranges(text) == []


def test_a_range_points_from_its_first_to_its_last_letter() -> None:
    text = "Thời gian: từ ngày 01 đến hết ngày 07 tháng 10 năm 2022, tại tỉnh"
    (found,) = find_ranges(folded(text), find_dates(folded(text)))
    assert text[found.start : found.end] == "01 đến hết ngày 07 tháng 10 năm 2022"


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("thứ Hai, ngày 03/10/2022", 0),
        ("thứ hai ngày 03/10/2022", 0),
        ("Thứ 2 (03/10/2022)", 0),
        ("thứ Ba, ngày 04/10/2022", 1),
        ("thứ Tư ngày 05/10/2022", 2),
        ("thứ năm, 06/10/2022", 3),
        ("thứ 6, ngày 07/10/2022", 4),
        ("thứ Bảy, ngày 01/10/2022", 5),
        ("Chủ nhật, ngày 02/10/2022", 6),
        ("chủ nhật 02/10/2022", 6),
    ],
)
def test_the_weekday_before_a_date(text: str, weekday: int) -> None:
    (mention,) = find_dates(folded(text))
    assert weekday_before(folded(text), mention) == (weekday, 0)
    iso = mention.iso()
    assert iso and date.fromisoformat(iso).weekday() == weekday


def test_no_weekday_where_none_is_printed() -> None:
    text = folded("ngày 03/10/2022; lần thứ 3 năm 2022")
    assert weekday_before(text, find_dates(text)[0]) is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("lúc 8h30", "08:30"),
        ("8 giờ 00", "08:00"),
        ("07 giờ 30 phút", "07:30"),
        ("trước 16 giờ ngày 18/10", "16:00"),
        ("14h", "14:00"),
        ("7g30", "07:30"),
        ("19:45", "19:45"),
        ("vào hồi 08 giờ 15", "08:15"),
    ],
)
def test_hours(text: str, hour: str) -> None:
    found = find_hour(text, 0, len(text))
    assert found and found[0] == hour
    assert text[found[1] : found[2]].strip()[0] == text[found[1]]


@pytest.mark.parametrize("text", ["sáng ngày 01/10", "26 giờ", "trong 128 giờ", "lớp 8"])
def test_no_hours(text: str) -> None:
    assert find_hour(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2 tháng Chín năm 2025", "2025-09-02"),
        ("tháng Chín năm 2025", None),
        ("31 tháng 2 năm 2025", None),
        ("hôm nay", None),
    ],
)
def test_odd_wordings_need_all_their_parts(words: str, iso: str | None) -> None:
    assert read_odd(words) == iso
