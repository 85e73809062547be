"""What recognition leaves behind in stock phrases, days, numbers and headings: what is mended, and what only looks so."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from pipeline import rulebook
from pipeline.extract import Desk
from pipeline.mend import may_be
from pipeline.places import Places


@cache
def desk() -> Desk:
    return Desk.of(rulebook.load())


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("KE HOẠCH", "KẾ HOẠCH"),
        ("Cân cứ Thông tư sô 22/2020/TT-BGDĐT", "Căn cứ Thông tư số 22/2020/TT-BGDĐT"),
        ("thúc đấy chuyển đối số; kỷ nguyên sổ", "thúc đẩy chuyển đổi số; kỷ nguyên số"),
        ("Tống hợp, biểu dương gia đình tiêu biếu", "Tổng hợp, biểu dương gia đình tiêu biểu"),
        ("UBND TĨNH LÀO CAI, tỉnh Tiên Giang", "UBND TỈNH LÀO CAI, tỉnh Tiền Giang"),
        ("ngày l7 tháng 1] năm 2025; ngày 25 tháng 3 nắm 2022", "ngày 17 tháng 11 năm 2025; ngày 25 tháng 3 năm 2022"),
        ("Công văn số\no607/BGDĐT-GDNNGDTX và số 4l2/KH-UBND", "Công văn số\n0607/BGDĐT-GDNNGDTX và số 412/KH-UBND"),
        ("c) Mở lớp\nD) Mở chuyên mục", "c) Mở lớp\nd) Mở chuyên mục"),
        ("A) Mở lớp\nB) Mở chuyên mục", "A) Mở lớp\nB) Mở chuyên mục"),
        ("Chỉ thị 16/2020/CT-TÌg", "Chỉ thị 16/2020/CT-TTg"),
        ("có chủ đề ' Học mãi trong kỷ nguyên số\".", 'có chủ đề " Học mãi trong kỷ nguyên số".'),
    ],
)  # fmt: skip
def test_what_a_recogniser_may_have_misread_is_mended(read: str, meant: str) -> None:
    assert desk().mender.mend(read) == meant


@pytest.mark.parametrize(
    "printed",
    [
        "làm chủ tri thức và công nghệ",
        "từ đó mỗi người tự chọn cách học",
        "đánh giá lại nhu cầu học, theo dõi diễn biến của dịch bệnh",
        "tham mưu, báo cáo Sở Giáo dục và Đào tạo trước ngày 17/10/2025",
        "báo cáo sơ kết, kế hoạch so với năm trước",
        "lớp nuôi cá lồng an toàn; viễn thông bảo đảm đường truyền",
        "để an toàn; thành phố thông minh; nghiệm thu công trình; định hướng dân số",
        "máy lọc nước đa năng",
        "'Học mãi' là cách nói của \"người xưa\"",
    ],
)
def test_what_is_right_as_it_stands_is_left_alone(printed: str) -> None:
    assert desk().mender.mend(printed) == printed


def test_no_stock_phrase_is_mended_into_another() -> None:
    book = desk().rulebook
    stock = (*book.recognised.phrases, *book.recognised.kept, *(a.name.lower() for a in book.agencies if "{" not in a.name))
    assert [phrase for phrase in stock if desk().mender.mend(phrase) != phrase] == []


def test_no_province_is_mended_into_another() -> None:
    names = [p.full_name for p in Places.load(desk().rulebook.root).provinces_on(date(2026, 1, 1))]
    assert len(names) == 34
    assert [name for name in names if desk().mender.mend(name) != name] == []


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("1V. TỔ CHỨC THỰC HIỆN", "IV. TỔ CHỨC THỰC HIỆN"),
        ("HI. NỘI DUNG HOẠT ĐỘNG", "II. NỘI DUNG HOẠT ĐỘNG"),
        ("VI TỔ CHỨC THỰC HIỆN", "VI.TỔ CHỨC THỰC HIỆN"),
        ("VI THỊ KIỀU TRINH", "VI THỊ KIỀU TRINH"),
        ("1. SỞ GIÁO DỤC VÀ ĐÀO TẠO", "1. SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        ("I. Mở lớp buổi tối", "I. Mở lớp buổi tối"),
    ],
)
def test_the_numeral_of_a_heading_is_roman_again(read: str, meant: str) -> None:
    mended = desk().mender.mend(read)
    assert len(mended) == len(read)
    assert mended == meant


@pytest.mark.parametrize(
    ("read", "meant", "possible"),
    [
        ("o", "ố", True), ("ô", "ố", True), ("ó", "ố", True), ("ố", "ổ", True), ("ã", "ă", True), ("â", "ă", True),
        ("d", "đ", True), ("ừ", "ự", False), ("à", "ạ", False), ("ở", "ố", False), ("á", "a", False), ("ơ", "o", False),
    ],
)  # fmt: skip
def test_which_letters_a_recogniser_takes_for_which(read: str, meant: str, possible: bool) -> None:
    assert may_be(read, meant) is possible
