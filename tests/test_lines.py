"""Printed lines and their labels: every kind is told, and what only looks like a label after a wrap is none."""

from __future__ import annotations

import pytest

from pipeline.lines import LABEL_RANK, PrintedLine, printed_lines, wrap_width
from pipeline.text import reading_copy

FULL = "Thực hiện nhiệm vụ được giao, các cơ quan, đơn vị và địa phương trên địa bàn tổ chức triển khai"  # as wide as a line gets


def lines(text: str) -> list[PrintedLine]:
    return printed_lines(reading_copy(text))


def labels(text: str) -> list[str | None]:
    return [line.label for line in lines(text)]


@pytest.mark.parametrize(
    ("line", "label", "kind"),
    [
        ("Phần thứ nhất", "Phần thứ nhất", "part"),
        ("PHẦN II. NỘI DUNG", "PHẦN II.", "part"),
        ("Chương I", "Chương I", "chapter"),
        ("Mục 2. Tổ chức", "Mục 2.", "chapter"),
        ("Điều 1. Ban hành kèm theo", "Điều 1.", "article"),
        ("Điều 12a: Sửa đổi", "Điều 12a:", "article"),
        ("A. PHẦN CHUNG", "A.", "upper"),
        ("B) Nội dung", "B)", "upper"),
        ("I. MỤC ĐÍCH", "I.", "roman"),
        ("IV.TỔ CHỨC THỰC HIỆN", "IV.", "roman"),
        ("IX. KINH PHÍ", "IX.", "roman"),
        ("II/ NỘI DUNG", "II/", "roman"),
        ("III - NỘI DUNG", "III -", "roman"),
        ("III- NỘI DUNG", "III-", "roman"),
        ("1. Chủ đề", "1.", "number"),
        ("12.Kinh phí", "12.", "number"),
        ("1/ Chủ đề", "1/", "number"),
        ("2- Thời gian", "2-", "number"),
        ("1.1. Mục đích", "1.1.", "number2"),
        ("1.1 Mục đích", "1.1", "number2"),
        ("2.1.3. Sở Tài chính", "2.1.3.", "number3"),
        ("2.1.3.4. Phòng", "2.1.3.4.", "number4"),
        ("(1) Treo băng rôn", "(1)", "paren"),
        ("1) Treo băng rôn", "1)", "paren"),
        ("a) Sở Giáo dục", "a)", "letter"),
        ("đ) Sở Tài chính", "đ)", "letter"),
        ("a. Mục đích", "a.", "letter"),
        ("i) Mở đầu", "i)", "letter"),
        ("- Treo băng rôn", "-", "bullet"),
        ("-Treo băng rôn", "-", "bullet"),
        ("– Treo băng rôn", "-", "bullet"),
        ("• Treo băng rôn", "-", "bullet"),
        ("+ Phát thanh", "+", "plus"),
    ],
)
def test_every_kind_of_label(line: str, label: str | None, kind: str) -> None:
    (found,) = lines(line)
    assert (found.label, found.label_kind) == (label, kind)
    assert not kind or kind in LABEL_RANK


@pytest.mark.parametrize(
    "line",
    [
        "01/10/2022 là ngày khai mạc",
        "07 tháng 10 năm 2022",
        "331/KH-UBND",
        "10.000 lượt người",
        "2022. Toàn tỉnh",
        "điều 5 của Luật",
        "chương trình học tập",
        "mục đích, yêu cầu",
        "phần lớn người dân",
        "Mục đích, yêu cầu",
        "Điều kiện tham gia",
        "KẾ HOẠCH",
        "UBND tỉnh",
        "V/v tổ chức",
        "-",
        "--- ",
        "xã hội học tập",
        "Chương trình số 12",
        "C",
    ],
)
def test_what_is_no_label(line: str) -> None:
    assert labels(line) in ([None], [])


def test_empty_lines_and_page_numbers_say_nothing() -> None:
    found = lines("I. MỤC ĐÍCH\n\n   \n2\n\nđi tiếp\n- 3 -\n\f1. Chủ đề")
    assert [line.text for line in found] == ["I. MỤC ĐÍCH", "đi tiếp", "1. Chủ đề"]
    assert [line.blank_before for line in found] == [False, True, True]
    assert [line.page_break for line in found] == [False, False, True]


def test_a_line_points_at_its_words_without_the_blanks_around() -> None:
    text = "  \n   1.  Chủ   đề  \n\tNội dung\n"
    found = lines(text)
    assert [text[line.start : line.end] for line in found] == ["1.  Chủ   đề", "Nội dung"]
    assert [line.folded for line in found] == ["1. chủ đề", "nội dung"]


@pytest.mark.parametrize(
    ("line", "upper", "starts_upper"),
    [
        ("TM. ỦY BAN NHÂN DÂN", True, True),
        ("ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK", True, True),
        ("KT.CHỦ TỊCH", True, True),
        ("1. KINH PHÍ", True, True),
        ("Ủy ban nhân dân", False, True),
        ("nhân dân", False, False),
        ("- treo băng rôn", False, False),
        ("a) Treo", False, True),
        ("“Học tập", False, True),
        ("(Kèm theo", False, True),
        ("đại diện UBND", False, False),
        ("Đông", False, True),
    ],
)
def test_capitals(line: str, upper: bool, starts_upper: bool) -> None:
    (found,) = lines(line)
    assert (found.upper, found.starts_upper) == (upper, starts_upper)


@pytest.mark.parametrize(
    "wrapped",
    [
        f"{FULL} từ ngày\n01. Các cơ quan",
        f"{FULL} từ tháng\n10. Năm nay",
        f"{FULL} theo Công văn số\n12. Báo cáo",
        f"{FULL}\n15. người đến",
        f"{FULL} giáo dục nghề nghiệp\n- giáo dục thường xuyên",
        f"{FULL} theo khoản\n2) và",
        f"{FULL} điểm\na) khoản này",
    ],
)
def test_what_a_wrap_brings_to_the_start_of_a_line_is_no_label(wrapped: str) -> None:
    assert labels(wrapped)[-1] is None


@pytest.mark.parametrize(
    "wrapped",
    [
        f"{FULL}.\n15. Người đến",
        f"{FULL};\n- giáo dục thường xuyên",
        f"{FULL}:\na) khoản này",
        f"{FULL}\n- Giáo dục thường xuyên",
        f"1. {FULL}\n2. Thời gian",
        "I. MỤC ĐÍCH\n1. Mục đích",
        f"{FULL}\n\n- giáo dục thường xuyên",
    ],
)
def test_a_label_after_a_full_line_stays_where_the_text_says_so(wrapped: str) -> None:
    assert labels(wrapped)[-1] is not None


def test_numbers_of_headings_count_on_over_a_stray() -> None:
    text = f"1. {FULL} ngày\n01. Một\n2. Thời gian\n{FULL} số\n3. Kinh phí\n{FULL} số\n9. Không"
    assert labels(text) == ["1.", None, "2.", None, "3.", None, None]


def test_the_width_at_which_lines_wrap() -> None:
    assert wrap_width(lines("\n".join(["a" * 70, "b" * 66, "c" * 12] * 20))) == 70
    assert wrap_width(lines("\n".join(["a" * 300, "b" * 66] * 20))) == 1000
    assert wrap_width([]) == 1000
    assert wrap_width(lines("\n".join(["a" * 70] * 99 + ["z" * 139]))) == 70  # one line that hangs over
