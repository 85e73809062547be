"""Reading order from boxes alone: what is two columns, and what only looks like it."""

from __future__ import annotations

import pytest

from pipeline.ingest.layout import TextLine, Word, order_columns

WIDTH = 5.0  # of a letter


def line(text: str, x: float, y: float) -> TextLine:
    """A line of letters 5 wide; a run of blanks takes its room, as a tabulator does."""
    words, start = [], 0
    for word in text.split():
        at = text.index(word, start)
        words.append(Word(word, (x + at * WIDTH, y, x + (at + len(word)) * WIDTH, y + 12)))
        start = at + len(word)
    whole = TextLine.of(words)
    whole.text = " ".join(text.split())
    return whole


def ordered(*lines: TextLine, first_page: bool = True) -> list[str]:
    return [found.text for found in order_columns(list(lines), first_page)]


def test_a_row_with_a_wide_blank_is_no_columns() -> None:
    rows = [line("TM. ỦY BAN", 80, 100), line("Chủ tịch      đã ký", 80, 130)]
    assert ordered(*rows) == ["TM. ỦY BAN", "Chủ tịch đã ký"]


def test_a_table_at_the_top_of_a_page_is_left_alone() -> None:
    rows = [line("STT       Nội dung", 80, 60), line("1         Khai mạc", 80, 76), line("2         Tổng kết", 80, 92)]
    assert ordered(*rows) == ["STT Nội dung", "1 Khai mạc", "2 Tổng kết"]
    assert ordered(*rows, first_page=False) == ["STT Nội dung", "1 Khai mạc", "2 Tổng kết"]


def test_letterhead_without_the_national_name() -> None:
    rows = [
        line("HUYỆN ỦY BÌNH YÊN            ĐẢNG BỘ TỈNH", 80, 60),
        line("Số 02-KH/HU        Bình Yên, ngày    tháng 9 năm 2024", 80, 90),
        line("KẾ HOẠCH tổ chức Tuần lễ hưởng ứng học tập suốt đời năm nay", 80, 120),
    ]
    assert ordered(*rows)[:4] == ["HUYỆN ỦY BÌNH YÊN", "Số 02-KH/HU", "ĐẢNG BỘ TỈNH", "Bình Yên, ngày tháng 9 năm 2024"]


def test_addressees_under_a_long_subject_stay_below_the_letterhead() -> None:
    rows = [
        line("UBND TỈNH           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 80, 60),
        line("Số: 5/UBND-KT       Độc lập - Tự do - Hạnh phúc", 80, 75),
        line("V/v tăng cường      Sông Bằng, ngày 10 tháng 01 năm 2024", 80, 90),
        line("công tác quản lý", 80, 105),
        line("Kính gửi:", 80, 130),
        line("- Các Sở, ngành;", 210, 145),
    ]
    left, right = ["UBND TỈNH", "Số: 5/UBND-KT", "V/v tăng cường", "công tác quản lý"], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    right += ["Độc lập - Tự do - Hạnh phúc", "Sông Bằng, ngày 10 tháng 01 năm 2024"]
    assert ordered(*rows) == [*left, *right, "Kính gửi:", "- Các Sở, ngành;"]


def test_number_stamped_above_its_line_and_page_number_below() -> None:
    rows = [
        line("UBND TỈNH           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 80, 60),
        line("Số:     /UBND-KT    Độc lập - Tự do - Hạnh phúc", 80, 80),
        line("2", 300, 800),
        line("331", 105, 80),
    ]
    assert ordered(*rows)[:2] == ["UBND TỈNH", "Số: 331 /UBND-KT"]
    assert ordered(*rows)[-1] == "2"


def test_a_letter_that_mentions_recipients_is_left_alone() -> None:
    rows = [line("Nơi nhận hồ sơ là bộ phận một cửa của Ủy ban nhân dân xã,", 80, 100), line("mở cửa từ 8 giờ.", 80, 116)]
    assert ordered(*rows) == [row.text for row in rows]


def test_wide_blanks_of_a_justified_basis_are_no_letterheads_gutter() -> None:
    rows = [
        line("Tổ chức Tuần lễ hưởng ứng", 80, 60),
        line("Thực hiện Kế hoạch số     285/KH-UBND ngày 12 tháng 9 năm 2024 của", 80, 80),
        line("Ủy ban nhân dân tỉnh      về Tuần lễ hưởng ứng học tập suốt đời;", 80, 95),
    ]
    assert ordered(*rows) == [row.text for row in rows]


@pytest.mark.parametrize(
    "dated",
    [
        "Sơn La, ngày 15 tháng 9 năm 2025",
        "Sơn La, ngày ................ tháng .............. năm 2025",
        "TP. Vinh. ngày 5 tháng 9",
    ],
)
def test_a_letterhead_without_the_national_name_is_told_by_place_and_date_filled_in_or_not(dated: str) -> None:
    rows = [
        line("HUYỆN ỦY BÌNH YÊN            ĐẢNG BỘ TỈNH", 80, 60),
        line(f"Số 02-KH/HU                  {dated}", 80, 90),
        line("KẾ HOẠCH tổ chức Tuần lễ hưởng ứng học tập suốt đời năm nay", 80, 120),
    ]
    assert ordered(*rows)[:4] == ["HUYỆN ỦY BÌNH YÊN", "Số 02-KH/HU", "ĐẢNG BỘ TỈNH", dated]
