"""Numbers of documents as they are printed and mistyped, and what only looks like one."""

from __future__ import annotations

import pytest

from pipeline.numbers import find_numbers, numbers_of, split_number
from pipeline.text import reading_copy


def values(text: str) -> list[str]:
    return [n.value for n in find_numbers(reading_copy(text))]


USUAL = [
    "331/KH-UBND",
    "2168/UBND-KGVX",
    "4342/BGDĐT-GDTX",
    "22/2020/TT-BGDĐT",
    "02-NQ/TW",
    "08-CTr/TU",
    "1373/QĐ-TTg",
    "43/2019/QH14",
    "30/2020/NĐ-CP",
    "01/CT-TTg",
    "5607/BGDĐT-GDNNGDTX",
    "11-CT/TW",
    "387/QĐ-TTg",
    "103/TB-UBND",
    "12/NQ-HĐND",
    "77/2015/QH13",
    "1/KH-UBND",
]
# knowledge.md: unusual but right, and mistyped
UNUSUAL = [
    "2775/SNV-CCHC&VTLT",
    "156-CV/TĐTN-BCTĐ&TTN",
    "154/CTPH-LĐLĐ-SVH,TT,DL",
    "30c/NQ-CP",
    "207/GD&ĐT",
    "66.18/2026/NQ-CP",
    "866/QĐ-Tg",
    "181/2024/NĐCP",
]


@pytest.mark.parametrize("number", [*USUAL, *UNUSUAL])
@pytest.mark.parametrize(
    "sentence", ["{}", "Công văn số {} ngày 07/9/2022 của Bộ", "(số {})", "Kế hoạch số {}, Kế hoạch", "Số: {}"]
)
def test_numbers_are_found_whole(number: str, sentence: str) -> None:
    assert values(sentence.format(number)) == [number]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("4864/BGDĐT- GDTX", "4864/BGDĐT-GDTX"),
        ("5607/BGDĐT-GDNNGD TX ngày 15/9/2025", "5607/BGDĐT-GDNNGDTX"),
        ("1373/QĐ- TTg", "1373/QĐ-TTg"),
        ("244 - KH/UBND", "244-KH/UBND"),
        ("2391/BGDĐT- GDTrH", "2391/BGDĐT-GDTrH"),
        ("12/QĐ - U B ND", "12/QĐ-UBND"),
        ("4342 /BGDĐT-GDTX", "4342/BGDĐT-GDTX"),
        ("4342/ BGDĐT-GDTX", "4342/BGDĐT-GDTX"),
        ("22/2020/TT- BGDĐT", "22/2020/TT-BGDĐT"),
        ("331/KH–UBND", "331/KH-UBND"),
        ("331/KH-\nUBND", "331/KH-UBND"),
        ("4342/BG\u00d0T-GDTX", "4342/BGĐT-GDTX"),
        ("2781/TTr\ufffeSGDĐT", "2781/TTr-SGDĐT"),
        ("số **331**/KH-UBND", None),
        ("331/KH-UBND​", "331/KH-UBND"),
    ],
)
def test_spaces_and_dashes_are_levelled(printed: str, value: str | None) -> None:
    assert values(printed) == ([value] if value else values("số   331  /KH-UBND"))


def test_the_offsets_are_those_of_the_print() -> None:
    text = "theo Công văn số 4864/BGDĐT- GDTX ngày 08/9/2023"
    (found,) = find_numbers(reading_copy(text))
    assert text[found.start : found.end] == "4864/BGDĐT- GDTX" and found.spaced
    assert not next(find_numbers("331/KH-UBND")).spaced


@pytest.mark.parametrize(
    "text",
    [
        "ngày 07/9/2022",
        "năm 2021/2022",
        "tỷ lệ 50/100",
        "giai đoạn 2021-2030",
        "24/7",
        "km/h",
        "1/3 số hộ",
        "xã/phường",
        "01/10-07/10/2022",
        "trang 3/12",
        "phòng 12/Tầng",
        "và/hoặc",
        "0912.345.678",
        "http://bgd.gov.vn/2022/KH",
        "KH-UBND",
        "     /KH-UBND",
        "2/9",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert values(text) == []


def test_several_in_a_sentence_stay_apart() -> None:
    text = "Quyết định số 1373/QĐ-TTg ngày 30/7/2021, Quyết định số 387/QĐ-TTg và các số 1/KH-UBND; 2/KH-UBND (3/KH-SGDĐT)."
    assert values(text) == ["1373/QĐ-TTg", "387/QĐ-TTg", "1/KH-UBND", "2/KH-UBND", "3/KH-SGDĐT"]


def test_the_sentence_behind_a_number_is_not_part_of_it() -> None:
    assert values("Công văn số 4342/BGDĐT-GDTX CỦA BỘ GIÁO DỤC") == ["4342/BGDĐT-GDTX"]
    assert values("Kế hoạch 331/KH-UBND UBND tỉnh") == ["331/KH-UBND"]
    assert values("số 4342/BGDĐT-GDTXngày 07/9/2022") == ["4342/BGDĐT-GDTX"]


@pytest.mark.parametrize(
    ("value", "seq", "year", "symbol"),
    [
        ("331/KH-UBND", "331", None, "KH-UBND"),
        ("22/2020/TT-BGDĐT", "22", 2020, "TT-BGDĐT"),
        ("02-NQ/TW", "02", None, "NQ/TW"),
        ("66.18/2026/NQ-CP", "66.18", 2026, "NQ-CP"),
        ("30c/NQ-CP", "30c", None, "NQ-CP"),
        ("43/2019/QH14", "43", 2019, "QH14"),
    ],
)
def test_a_number_in_its_pieces(value: str, seq: str, year: int | None, symbol: str) -> None:
    found = split_number(value)
    assert found and (found.value, found.seq, found.year, found.symbol) == (value, seq, year, symbol)


def test_what_is_no_number_has_no_pieces() -> None:
    assert split_number("Kế hoạch") is None and split_number("") is None


def test_only_the_stretch_asked_for_is_read() -> None:
    text = "1/KH-UBND 2/KH-UBND 3/KH-UBND"
    assert [n.value for n in find_numbers(text, 10, 19)] == ["2/KH-UBND"]
    assert [n.value for n in numbers_of(text)] == ["1/KH-UBND", "2/KH-UBND", "3/KH-UBND"]
