"""Names of bodies in running text: where they begin and end, how they are written in full and in running case."""

from __future__ import annotations

import pytest

from pipeline import rulebook
from pipeline.bodies import Bodies
from pipeline.text import fold, reading_copy


@pytest.fixture(scope="module")
def bodies() -> Bodies:
    return Bodies.of(rulebook.load())


def read(bodies: Bodies, text: str) -> str | None:
    copy = reading_copy(text)
    span = bodies.read(copy, fold(copy), 0, len(copy))
    return text[span.start : span.end] if span else None


@pytest.mark.parametrize(
    ("name", "behind"),
    [
        ("Sở Giáo dục và Đào tạo", " trước ngày 20/10/2022"),
        ("Sở Văn hóa, Thể thao và Du lịch", " chủ trì, phối hợp"),
        ("Sở Lao động - Thương binh và Xã hội", ", Sở Nội vụ"),
        ("Sở Nội vụ", " và Sở Tài chính"),
        ("Ủy ban nhân dân huyện Ea H'leo", " về tổ chức"),
        ("Ủy ban nhân dân tỉnh Đắk Lắk", "; các huyện"),
        ("UBND tỉnh", " (qua Sở Giáo dục và Đào tạo)"),
        ("UBND huyện Mai Châu", " để tổng hợp"),
        ("Bộ Giáo dục và Đào tạo", " về việc tổ chức"),
        ("Bộ Giáo dục và Đào tạo", " và Kế hoạch số 205/KH-UBND"),
        ("Bộ GD&ĐT", " Ban hành Quy chế đánh giá"),
        ("Hội đồng nhân dân tỉnh", " Quy định mức hỗ trợ"),
        ("Sở Kế hoạch và Đầu tư", " và Công văn số 15/SKHĐT"),
        ("Hội Khuyến học tỉnh", " phối hợp với"),
        ("Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", ";"),
        ("Phòng Giáo dục thường xuyên, Chuyên nghiệp và Đại học", "), trước ngày"),
        ("Phòng GD&ĐT huyện Ba Vì", ", các trường"),
        ("Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên", ", các trường"),
        ("Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên các huyện", " báo cáo"),
        ("các đơn vị", " báo cáo"),
        ("Đài Phát thanh và Truyền hình tỉnh", " đưa tin"),
        ("Văn phòng UBND tỉnh", "."),
        ("Trường THPT Ngô Sĩ Liên", " báo cáo"),
    ],
)
def test_a_name_ends_where_the_sentence_goes_on(bodies: Bodies, name: str, behind: str) -> None:
    assert read(bodies, name + behind) == name
    assert read(bodies, ": " + name + behind) == name
    assert read(bodies, name) == name


def test_a_name_that_is_broken_over_a_line_is_read_whole(bodies: Bodies) -> None:
    assert read(bodies, "Sở Giáo dục và\nĐào tạo trước ngày 20") == "Sở Giáo dục và\nĐào tạo"


@pytest.mark.parametrize("text", ["trước ngày 20", "", "Nguyễn Văn An", "tuần lễ", "   "])
def test_where_no_body_begins_none_is_read(bodies: Bodies, text: str) -> None:
    assert read(bodies, text) is None


def test_nothing_behind_the_end_is_read(bodies: Bodies) -> None:
    copy = "Sở Giáo dục và Đào tạo"
    span = bodies.read(copy, fold(copy), 0, 11)
    assert span and copy[span.start : span.end] == "Sở Giáo dục"


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Uỷ ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Phòng GD&ĐT", "Phòng Giáo dục và Đào tạo"),
        ("Phòng GDĐT huyện", "Phòng Giáo dục và Đào tạo huyện"),
        ("Sở GD & ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở Giáo dục\n và  Đào tạo", "Sở Giáo dục và Đào tạo"),
        ("Sở Giáo dục & Đào tạo", "Sở Giáo dục và Đào tạo"),
        ("Trường THPT Cao Lãnh 2", "Trường THPT Cao Lãnh 2"),
        ("Văn phòng UBND TP. Hồ Chí Minh", "Văn phòng Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("Sở Nội vụ", "Sở Nội vụ"),
    ],
)
def test_abbreviations_are_spelt_out(bodies: Bodies, printed: str, full: str) -> None:
    assert bodies.expand(printed) == full
    assert bodies.expand(full) == full


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK", "Ủy ban nhân dân tỉnh Đắk Lắk"),
        ("UỶ BAN NHÂN DÂN TỈNH HOÀ BÌNH", "Ủy ban nhân dân tỉnh Hòa Bình"),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("UBND TỈNH BẮC GIANG", "Ủy ban nhân dân tỉnh Bắc Giang"),
        ("UBND XÃ MƯỜNG CHANH", "Ủy ban nhân dân xã Mường Chanh"),
        ("ỦY BAN NHÂN DÂN XÃ TỨ XÃ", "Ủy ban nhân dân xã Tứ Xã"),
        ("UBND XÃ PHƯỚC TỈNH", "Ủy ban nhân dân xã Phước Tỉnh"),
        ("TRƯỜNG THPT TỈNH", "Trường THPT tỉnh"),
        ("TRƯỜNG TIỂU HỌC VÀ TRUNG HỌC CƠ SỞ XÃ TÂN SƠN", "Trường Tiểu học và Trung học cơ sở xã Tân Sơn"),
        ("UBND HUYỆN EA H'LEO", "Ủy ban nhân dân huyện Ea H'leo"),
        ("ỦY BAN NHÂN DÂN PHƯỜNG CHIỀNG AN", "Ủy ban nhân dân phường Chiềng An"),
        ("ỦY BAN NHÂN DÂN ĐẶC KHU CÔ TÔ", "Ủy ban nhân dân đặc khu Cô Tô"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Sở Giáo dục và Đào tạo"),
        ("SỞ GIÁO DỤC & ĐÀO TẠO", "Sở Giáo dục và Đào tạo"),
        ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "Bộ Giáo dục và Đào tạo"),
        ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "Phòng Giáo dục và Đào tạo"),
        ("Ủy ban nhân dân tỉnh Cao Bằng", "Ủy ban nhân dân tỉnh Cao Bằng"),
    ],
)
def test_capitals_of_a_letterhead_in_the_case_of_running_text(bodies: Bodies, capitals: str, name: str) -> None:
    assert bodies.spelled(capitals) == name
    assert bodies.spelled(name) == name
