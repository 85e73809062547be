"""The canonical text and its reading copy: every letter keeps its place, whatever a typist or a converter left."""

from __future__ import annotations

import random
import unicodedata

import pytest

from pipeline.text import UPPER, canonical, fold, level_tones, reading_copy, spaced, squeeze, strip_marks

VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0309\u0303\u0323"
LETTERS = sorted(
    {unicodedata.normalize("NFC", v + t) for v in VOWELS for t in ("", *TONES)}
    | set("bcdđghklmnpqrstvxfjwz")
    | {unicodedata.normalize("NFC", v + t).upper() for v in VOWELS for t in ("", *TONES)}
    | set("BCDĐGHKLMNPQRSTVX")
)
ODD = [
    *" \n\t\f0123456789.,;:/-–—“”\"'()*_#`|>\\+…•",
    *"\u00a0\u200b\u00ad\ufeff\ufffe\u0002\uf02d\uf0b7\u00d0\u00f0ƢƣİßŉŒ\ufb01\u2044\uff0f\uff1a½\u0345",
]


def random_texts(count: int, seed: int) -> list[str]:
    """Letters of Vietnamese with everything that may stand between them, decomposed half of the time."""
    rng = random.Random(seed)
    texts = []
    for _ in range(count):
        text = "".join(rng.choice(LETTERS if rng.random() < 0.7 else ODD) for _ in range(rng.randint(0, 120)))
        texts.append(unicodedata.normalize("NFD", text) if rng.random() < 0.5 else text)
    return texts


def test_every_copy_has_the_length_of_the_canonical_text() -> None:
    for raw in random_texts(3000, 7):
        text = canonical(raw)
        reading = reading_copy(text)
        for copy in (reading, fold(reading), fold(text), level_tones(text), strip_marks(text)):
            assert len(copy) == len(text), repr(raw)


def test_canonical_is_reached_once_and_for_all() -> None:
    for raw in random_texts(1500, 11):
        text = canonical(raw)
        assert canonical(text) == text == canonical(unicodedata.normalize("NFD", raw))
        assert unicodedata.is_normalized("NFC", text) and "\r" not in text and "\0" not in text


def test_line_ends_and_pages_stay_where_they_are() -> None:
    for raw in random_texts(1000, 13):
        text = canonical(raw)
        reading = reading_copy(text)
        for mark in "\n\f":
            assert [i for i, c in enumerate(text) if c == mark] == [i for i, c in enumerate(reading) if c == mark]


def test_reading_copy_changes_no_letter_but_its_look_alikes() -> None:
    for raw in random_texts(1000, 17):
        text = canonical(raw)
        levelled = level_tones(text.translate({0x00D0: "Đ", 0x00F0: "đ", ord("Ƣ"): "Ư", ord("ƣ"): "ư"}))
        for wanted, got in zip(levelled, reading_copy(text), strict=True):
            assert got == wanted or not wanted.isalnum() or (wanted.isdigit() and got == " "), repr(raw)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("\ufeffKế hoạch", "Kế hoạch"),
        ("Ke\u0302\u0301 hoa\u0323ch", "Kế hoạch"),
        ("Ke\u0301\u0302"[:1] + "ế", "Kế"),
        ("a\0b", "ab"),
        ("a\fb", "a\fb"),
    ],
)
def test_canonical(raw: str, text: str) -> None:
    assert canonical(raw) == text


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà", "hòa"),
        ("Hoá", "Hóa"),
        ("HOẢ", "HỎA"),
        ("khoẻ", "khỏe"),
        ("uỷ", "ủy"),
        ("Uỷ", "Ủy"),
        ("UỶ", "ỦY"),
        ("thuỵ", "thụy"),
        ("văn hoá, xã hội", "văn hóa, xã hội"),
        ("toạ đàm", "tọa đàm"),
        ("Thuỷ", "Thủy"),
        ("luỹ", "lũy"),
        ("xoè", "xòe"),
    ],
)
def test_new_tone_placement_becomes_old(new: str, old: str) -> None:
    assert level_tones(new) == old == level_tones(old)


@pytest.mark.parametrize(
    "word",
    ["quý", "quỹ", "Quỳnh", "hoàn", "khoản", "toàn", "hoạt", "thuyết", "uyển", "hoài", "khoẻo", "ngoài", "loại", "QUÝ", "quỷ"],
)
def test_words_in_which_the_tone_stands_right_are_left(word: str) -> None:
    assert level_tones(word) == word


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("ngày **28** tháng **9** năm 2022", "ngày   28   tháng   9   năm 2022"),
        ("# I. MỤC ĐÍCH", "  I. MỤC ĐÍCH"),
        ("> Chủ đề", "  Chủ đề"),
        ("1\\. Chủ đề", "1 . Chủ đề"),
        ("_Nơi nhận_", " Nơi nhận "),
        ("_Nơi nhận:_", " Nơi nhận: "),
        ("“Học tập”", '"Học tập"'),
        ("01 – 07/10", "01 - 07/10"),
        ("• Treo", "- Treo"),
        ("C\u00d4NG \u00d0I\u1ec6N", "CÔNG ĐIỆN"),
        ("nh\u01a3", "như"),
        ("a\u00a0b\u200bc", "a b c"),
        ("một câu\n12\nchạy tiếp", "một câu\n  \nchạy tiếp"),
        ("một câu\n- 12 -\nchạy tiếp", "một câu\n      \nchạy tiếp"),
        ("trang một\f2\ntrang hai", "trang một\f \ntrang hai"),
        ("A\n----------\nB", "A\n          \nB"),
    ],
)
def test_reading_copy(printed: str, read: str) -> None:
    assert reading_copy(canonical(printed)) == read


@pytest.mark.parametrize("text", ["331/KH-UBND", "2*3", "- Treo băng rôn", "+ Phát thanh", "năm\n2022\nlà", "a_b", "10 000 cuốn"])
def test_reading_copy_leaves_words_and_labels(text: str) -> None:
    assert reading_copy(text).replace(" ", "") == text.replace(" ", "").replace("*", "")


def test_capitals_are_capitals() -> None:
    assert set(UPPER) >= {c for c in LETTERS if c.isupper()}
    assert not [c for c in UPPER if c.islower()]


@pytest.mark.parametrize(("text", "low"), [("ĐỒNG THÁP", "đồng tháp"), ("İ", "i"), ("ß", "ß"), ("ỦY BAN", "ủy ban"), ("", "")])
def test_fold(text: str, low: str) -> None:
    assert fold(text) == low


def test_strip_marks() -> None:
    assert strip_marks("Đắk Lắk, Thừa Thiên Huế, quần đảo Trường Sa") == "Dak Lak, Thua Thien Hue, quan dao Truong Sa"


def test_squeeze() -> None:
    assert squeeze(" học\ttập \n\n suốt\u00a0đời \f") == "học tập suốt đời"


@pytest.mark.parametrize(
    ("source", "text", "fits"),
    [
        ("khai mạc", "khai\n  mạc", True),
        ("khai mạc", "khaimạc", False),
        ("số ?:", "số:", True),
        ("số ?:", "số   :", True),
        ("[ab c]d", " d", True),
        ("[ab c]d", "\nd", False),
        (r"a\ b", "a b", True),
        ("a +b", "a  b", True),
        ("ngày *7", "ngày7", True),
    ],
)
def test_a_space_in_a_pattern_is_any_white_space(source: str, text: str, fits: bool) -> None:
    assert bool(spaced(source).fullmatch(text)) is fits
