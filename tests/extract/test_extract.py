"""Fields in the place where they belong: each text is a whole plan in which one thing is said otherwise.

What a rule accepts or rejects in one sentence stands in the rules themselves; here it is the whole document that decides.
"""

from __future__ import annotations

import textwrap
from dataclasses import replace
from functools import cache

import pytest
import yaml

from pipeline import rulebook
from pipeline.extract import Desk, e_signature, extract
from pipeline.ingest import ingest_text
from pipeline.model import Assignment, Citation, Deadline, Extraction

PLAN = {
    "left": "ỦY BAN NHÂN DÂN\nTỈNH BÌNH PHƯỚC\nSố: 331/KH-UBND\n",
    "right": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nBình Phước, ngày 28 tháng 9 năm 2022\n",
    "title": "KẾ HOẠCH\nTổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2022\n",
    "basis": "Thực hiện Công văn số 4342/BGDĐT-GDTX ngày 07/9/2022 của Bộ Giáo dục và Đào tạo về việc tổ chức Tuần lễ hưởng "
    "ứng học tập suốt đời năm 2022, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n",
    "theme": "I. CHỦ ĐỀ\n\nChủ đề: “Thúc đẩy chuyển đổi số phục vụ cho học tập suốt đời sau đại dịch COVID-19”.\n",
    "time": "II. THỜI GIAN\n\n1. Tuần lễ được tổ chức từ ngày 01/10/2022 đến ngày 07/10/2022.\n\n2. Khai mạc vào lúc 8 giờ 00, "
    "ngày 01/10/2022.\n",
    "work": "III. TỔ CHỨC THỰC HIỆN\n\n1. Sở Giáo dục và Đào tạo\n\nChủ trì, phối hợp với các cơ quan liên quan tổ chức thực "
    "hiện Kế hoạch; báo cáo kết quả về Ủy ban nhân dân tỉnh trước ngày 25/10/2022.\n",
    "closing": "Trên đây là Kế hoạch tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2022 của Ủy ban nhân dân tỉnh./.\n",
    "recipients": "Nơi nhận:\n- Bộ Giáo dục và Đào tạo (báo cáo);\n- Lưu: VT.\n",
    "signature": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nTrần Tuyết Minh\n",
}


@cache
def desk() -> Desk:
    return Desk.of(rulebook.load())


def read(**changed: str) -> Extraction:
    """The plan with some of its parts said otherwise; an empty part is left out."""
    assert not set(changed) - set(PLAN)
    return extract(ingest_text("\n".join(part for part in {**PLAN, **changed}.values() if part)), desk())


def fields(extraction: Extraction, *names: str) -> tuple[str | None, ...]:
    return tuple(extraction.value(name) for name in names)


def test_the_plan_as_it_stands() -> None:
    plan = read()
    assert fields(plan, "issuer", "level", "province", "doc_type", "number", "issued_on", "year") == (
        "Ủy ban nhân dân tỉnh Bình Phước", "province", "Bình Phước", "Kế hoạch", "331/KH-UBND", "2022-09-28", "2022",
    )  # fmt: skip
    assert fields(plan, "directive", "week_start", "week_end", "opening_on", "opening_time") == (
        "4342/BGDĐT-GDTX", "2022-10-01", "2022-10-07", "2022-10-01", "08:00",
    )  # fmt: skip
    assert fields(plan, "signer", "signer_title", "lead_agency", "in_scope") == (
        "Trần Tuyết Minh", "Phó Chủ tịch", "Sở Giáo dục và Đào tạo", "1",
    )  # fmt: skip
    assert plan.value("authority") == "TM."  # of the whole committee, whoever signs for whom below it
    assert plan.value("theme") == "Thúc đẩy chuyển đổi số phục vụ cho học tập suốt đời sau đại dịch COVID-19"
    (deadline,) = plan.of(Deadline)
    assert (deadline.due_on, deadline.recipient, deadline.reporter) == (
        "2022-10-25", "Ủy ban nhân dân tỉnh", "Sở Giáo dục và Đào tạo",
    )  # fmt: skip


# --- abstained rather than guessed --------------------------------------------------------------------------------------------


def test_a_blank_number_is_not_filled_from_a_citation() -> None:
    plan = read(left=PLAN["left"].replace("331", "      "))
    assert plan.value("number") is None and plan.value("issued_on") == "2022-09-28"


def test_a_blank_day_leaves_a_month() -> None:
    plan = read(right=PLAN["right"].replace("ngày 28", "ngày     "))
    assert fields(plan, "issued_on", "issued_month", "year") == (None, "2022-09", "2022")


def test_without_a_letterhead_number_and_date_are_not_those_of_the_directive() -> None:
    plan = read(left="", right="")
    assert fields(plan, "number", "issued_on") == (None, None)
    assert plan.value("directive") == "4342/BGDĐT-GDTX"


def test_a_signature_left_out_gives_no_signer_from_the_recipients() -> None:
    plan = read(signature="", recipients="Nơi nhận:\n- Ông Nguyễn Văn An, Chủ tịch Hội Khuyến học;\n- Lưu: VT.\n")
    assert fields(plan, "signer", "signer_title", "authority") == (None, None, None)


def test_a_slogan_in_quotation_marks_is_no_theme() -> None:
    plan = read(theme="I. KHẨU HIỆU\n\nTreo băng rôn “Học, học nữa, học mãi” tại trụ sở.\n")
    assert plan.value("theme") is None


def test_a_place_named_in_passing_is_not_the_documents_province() -> None:
    plan = read(theme=PLAN["theme"] + "\nHọc tập kinh nghiệm của tỉnh Hà Nam và thành phố Hải Phòng.\n")
    assert plan.value("province") == "Bình Phước"


def test_another_documents_deadline_is_none_of_this() -> None:
    told = "Báo cáo phổ cập giáo dục vẫn nộp theo thời hạn của Công văn số 1098/GDĐT ngày 18/9/2022 (trước ngày 30/9/2022).\n"
    assert [d.due_on for d in read(work=PLAN["work"] + f"\n2. {told}").of(Deadline)] == ["2022-10-25"]


def test_dates_that_are_no_deadlines() -> None:
    work = "\n2. Thư viện mở cửa đến hết ngày 15/10/2022.\n\n3. Bài dự thi gửi về Ban Tổ chức cuộc thi trước ngày 30/10/2022.\n"
    assert [d.due_on for d in read(work=PLAN["work"] + work).of(Deadline)] == ["2022-10-25"]


def test_a_document_without_a_directive_that_the_rules_know_is_out_of_scope() -> None:
    basis = "Thực hiện Công văn số 77/SXD-QLN ngày 01/9/2022 của Sở Xây dựng, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n"
    plan = read(
        title="KẾ HOẠCH\nPhòng cháy, chữa cháy năm 2022\n", basis=basis, theme="", time="", closing="Trên đây là Kế hoạch./.\n"
    )
    assert fields(plan, "directive", "in_scope", "theme", "week_start") == (None, "0", None, None)


UNKNOWN_YEAR = {
    "title": "KẾ HOẠCH\nTổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2031\n",
    "right": PLAN["right"].replace("2022", "2031"),
}
UNKNOWN_LETTER = "Công văn số 4100/BGDĐT-GDTX ngày 08/9/2031 của Bộ Giáo dục và Đào tạo"


@pytest.mark.parametrize(
    ("basis", "number"),
    [
        (f"Thực hiện {UNKNOWN_LETTER} về việc tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2031, ban hành Kế hoạch:\n", True),
        (f"Căn cứ Quyết định số 1373/QĐ-TTg ngày 30/7/2021 của Thủ tướng Chính phủ;\n\nThực hiện {UNKNOWN_LETTER};\n", True),
        (
            f"Thực hiện {UNKNOWN_LETTER} về tổ chức Tuần lễ học tập suốt đời và Công văn số 3900/BGDĐT-GDTX ngày 02/8/2031 "
            "của Bộ Giáo dục và Đào tạo về nhiệm vụ năm học;\n",
            True,
        ),
        (f"Thực hiện {UNKNOWN_LETTER} và Công văn số 3900/BGDĐT-GDTX ngày 02/8/2031 của Bộ Giáo dục và Đào tạo;\n", False),
        ("Căn cứ Quyết định số 1373/QĐ-TTg ngày 30/7/2021 của Thủ tướng Chính phủ;\n", False),
    ],
)
def test_a_letter_that_the_rules_do_not_know_is_the_directive_where_it_is_plainly_meant(basis: str, number: bool) -> None:
    plan = read(**UNKNOWN_YEAR, basis=basis)
    expected = ("4100/BGDĐT-GDTX", "2031-09-08") if number else (None, None)
    assert fields(plan, "directive_number", "directive_issued_on", "directive", "in_scope") == (*expected, None, "0")
    relations = {c.number: c.relation for c in plan.of(Citation)}
    assert (relations.get("4100/BGDĐT-GDTX") == "directive") is number


def test_a_letter_on_another_matter_is_no_campaigns_directive() -> None:
    basis = f"Thực hiện {UNKNOWN_LETTER} về việc tuyển sinh;\n"
    plan = read(**UNKNOWN_YEAR | {"title": "KẾ HOẠCH\nTuyển sinh năm học 2031 - 2032\n"}, basis=basis)
    assert fields(plan, "directive_number", "directive", "in_scope") == (None, None, "0")


@pytest.mark.parametrize(
    "title",
    [
        "CÔNG VĂN\nĐôn đốc triển khai Tuần lễ hưởng ứng học tập suốt đời năm 2022",
        "BÁO CÁO\nKết quả tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2022",
        "BÁO CÁO\nVề Tuần lễ hưởng ứng học tập suốt đời năm 2022",
        "QUYẾT ĐỊNH\nVề việc thành lập Ban Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2022",
        "GIẤY MỜI\nDự Lễ khai mạc Tuần lễ hưởng ứng học tập suốt đời năm 2022",
    ],
    ids=lambda title: title.split("\n")[0],
)
def test_what_urges_reports_or_invites_carries_no_directive_out(title: str) -> None:
    plan = read(title=f"{title}\n")
    assert fields(plan, "directive", "in_scope") == ("4342/BGDĐT-GDTX", "0")


def test_a_letter_that_passes_the_directive_on_with_tasks_carries_it_out() -> None:
    plan = read(title="CÔNG VĂN\nTriển khai Công văn số 4342/BGDĐT-GDTX về Tuần lễ hưởng ứng học tập suốt đời năm 2022\n")
    assert plan.value("in_scope") == "1"


def test_a_plan_that_still_cites_last_years_letter_is_held_to_its_own_years() -> None:
    plan = read(title=PLAN["title"].replace("2022", "2023"), right=PLAN["right"].replace("2022", "2023"))
    assert fields(plan, "directive", "directive_number", "in_scope") == ("4864/BGDĐT-GDTX", "4342/BGDĐT-GDTX", "1")


def test_a_year_mistyped_in_the_subject_moves_no_plan_to_another_years_directive() -> None:
    plan = read(title=PLAN["title"].replace("2022", "2023"))
    assert fields(plan, "directive", "in_scope") == ("4342/BGDĐT-GDTX", "1")


# --- found in whatever way it is said -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "time",
    [
        "từ ngày 01 đến hết ngày 07 tháng 10 năm 2022",
        "từ ngày 01/10 đến 07/10/2022",
        "01-07/10/2022",
        "từ 01/10/2022 – 07/10/2022",
        "từ thứ Bảy, ngày 01/10/2022 đến thứ Sáu, ngày 07/10/2022",
        "từ ngày **01** đến ngày **07/10/2022**",
        "từ ngày 01/10 đến ngày 07/10",
    ],
)
def test_the_week_in_every_wording(time: str) -> None:
    plan = read(time=f"II. THỜI GIAN\n\nTuần lễ được tổ chức {time}.\n")
    assert fields(plan, "week_start", "week_end") == ("2022-10-01", "2022-10-07")


@pytest.mark.parametrize(
    "cited",
    [
        "Công văn số 4342/BGDĐT-GDTX ngày 07/9/2022 của Bộ Giáo dục và Đào tạo",
        "Công văn số 4342/BGDĐT-GDĐT ngày 07 tháng 9 năm 2022 của Bộ Giáo dục và Đào tạo",
        "Công văn số 4342/BGDĐT- GDTX ngày 07/9/2022 của Bộ GDĐT",
        "văn bản số 4342/BGDĐT–GDTX ngày **07/9/2022** của Bộ Giáo dục và Đào tạo",
        "Công văn số 4342/BGDÐT-GDTX ngày 7/9/2022 của Bộ Giáo dục và Đào tạo",
    ],
)
def test_the_directive_is_told_however_it_is_mistyped(cited: str) -> None:
    basis = f"Thực hiện {cited} về việc tổ chức Tuần lễ học tập suốt đời năm 2022, Ủy ban nhân dân tỉnh ban hành Kế hoạch:\n"
    plan = read(basis=basis)
    assert fields(plan, "directive", "directive_issued_on") == ("4342/BGDĐT-GDTX", "2022-09-07")
    (citation,) = [c for c in plan.of(Citation) if c.relation == "directive"]
    assert (
        citation.resolved == "4342/BGDĐT-GDTX" and citation.type == ("văn bản" if "văn bản" in cited else "Công văn").capitalize()
    )
    assert (citation.number == citation.resolved) or citation.tolerance


@pytest.mark.parametrize(
    "theme",
    [
        "Chủ đề: “Học để biết, học để làm”.",
        "Chủ đề của Tuần lễ là “Học để biết, học để làm”.",
        'Chủ đề: "Học để biết, học để làm"',
        "Tuần lễ năm 2022 có chủ đề: “Học để biết, học để làm”; khẩu hiệu “Học nữa, học mãi”.",
        "Chủ đề: Học để biết, học để làm.",
        "Với chủ đề **“Học để biết, học để làm”**, Tuần lễ diễn ra trên toàn tỉnh.",
        "Chủ đề: ‘Học để biết, học để làm’",
    ],
)
def test_the_theme_in_every_wording(theme: str) -> None:
    assert read(theme=f"I. CHỦ ĐỀ\n\n{theme}\n").value("theme") == "Học để biết, học để làm"


@pytest.mark.parametrize(
    ("signature", "signer", "title", "authority"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nĐiêu Chính Pâng\n", "Điêu Chính Pâng", "Chủ tịch", "TM."),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n(Đã ký)\nLê Thị Ánh Tuyết\n", "Lê Thị Ánh Tuyết", "Chánh Văn phòng", "TL."),
        ("KT.GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nY Blin Niê\n", "Y Blin Niê", "Phó Giám đốc", "KT."),
        ("TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO\n\nHồ Văn A\n", "Hồ Văn A", "Giám đốc", "TUQ."),
        ("GIÁM ĐỐC\n\nTrần Thị B\n", "Trần Thị B", "Giám đốc", None),
    ],
)
def test_who_signs_as_what_and_for_whom(signature: str, signer: str, title: str, authority: str | None) -> None:
    assert fields(read(signature=signature), "signer", "signer_title", "authority") == (signer, title, authority)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Số:         /2022/TT-UBND", None),
        ("Số:         /KH-UBND", None),
        ("Số:         /KH-UBND (thay Kế hoạch số 12/KH-UBND)", None),
        ("31\nSố:         /2022/TT-UBND", "31/2022/TT-UBND"),
        ("THỰC HIỆN QUYẾT ĐỊNH\nSố 105/QĐ-SCT\nSố: 110/KH-UBND", "110/KH-UBND"),
        ("THỰC HIỆN QUYẾT ĐỊNH\nSố 105/QĐ-SCT\nSố 110/KH-UBND", "110/KH-UBND"),
    ],
)
def test_the_own_number_is_what_is_printed_and_a_blank_is_none(printed: str, number: str | None) -> None:
    left = PLAN["left"].replace("Số: 331/KH-UBND", printed)
    assert read(left=left).value("number") == number


@pytest.mark.parametrize(
    ("work", "due_on", "reporter", "recipient", "via"),
    [
        (
            "2. Ủy ban nhân dân các huyện\n\nBáo cáo Ủy ban nhân dân tỉnh (qua Sở Giáo dục và Đào tạo) trước ngày 18/10/2022.\n",
            "2022-10-18",
            "Ủy ban nhân dân các huyện",
            "Ủy ban nhân dân tỉnh",
            "Sở Giáo dục và Đào tạo",
        ),
        (
            "2. Hội Khuyến học tỉnh\n\nGửi báo cáo về Sở Giáo dục và Đào tạo (trước ngày 17/10/2022) để tổng hợp.\n",
            "2022-10-17",
            "Hội Khuyến học",
            "Sở Giáo dục và Đào tạo",
            None,
        ),
        (
            "2. Các sở, ban, ngành báo cáo kết quả về Sở Giáo dục và Đào tạo trước 16 giờ ngày 20 tháng 10 năm 2022.\n",
            "2022-10-20",
            "Các sở, ban, ngành",
            "Sở Giáo dục và Đào tạo",
            None,
        ),
        (
            "2. Công an tỉnh\n\nBáo cáo kết quả về Sở Giáo dục và Đào tạo trước ngày 25 hàng tháng.\n",
            None,
            "Công an tỉnh",
            "Sở Giáo dục và Đào tạo",
            None,
        ),
    ],
)
def test_who_reports_to_whom_through_whom(work: str, due_on: str | None, reporter: str, recipient: str, via: str | None) -> None:
    own, other = read(work=f"{PLAN['work']}\n{work}").of(Deadline)
    assert own.due_on == "2022-10-25"
    assert (other.due_on, other.reporter, other.recipient, other.via) == (due_on, reporter, recipient, via)
    assert other.due_text and other.kind == "report"


def test_the_reporter_is_the_one_who_opens_the_sentence() -> None:
    work = (
        "III. TỔ CHỨC THỰC HIỆN\n\n1. Ủy ban nhân dân các xã, phường tổ chức hoạt động trên địa bàn, báo cáo về Sở Giáo dục và "
        "Đào tạo trước ngày 15/10/2022.\n\nSở Giáo dục và Đào tạo báo cáo Ủy ban nhân dân tỉnh trước ngày 20/10/2022.\n"
    )
    plan = read(work=work)
    assert [(d.due_on, d.reporter) for d in plan.of(Deadline)] == [
        ("2022-10-15", "Ủy ban nhân dân các xã, phường"), ("2022-10-20", "Sở Giáo dục và Đào tạo"),
    ]  # fmt: skip
    assert not [a for a in plan.of(Assignment) if a.agency.startswith("Ủy ban") and "20/10" in (a.task or "")]


@pytest.mark.parametrize(
    ("sentence", "reporters"),
    [
        ("UBND các huyện gửi báo cáo về Sở Tài chính trước ngày 15/10/2022.", ["Ủy ban nhân dân các huyện"]),
        ("Đôn đốc UBND các huyện báo cáo kết quả về Sở Tài chính trước ngày 15/10/2022.", ["Ủy ban nhân dân các huyện"]),
        ("Kết thúc Tuần lễ, các đơn vị gửi báo cáo về Sở Tài chính trước ngày 15/10/2022.", ["các đơn vị"]),
        ("Phối hợp với Hội Khuyến học tỉnh báo cáo kết quả về Sở Tài chính trước ngày 15/10/2022.", ["Sở Nội vụ"]),
        ("Tổng hợp, tham mưu UBND tỉnh báo cáo Bộ Nội vụ trước ngày 15/10/2022.", ["Sở Nội vụ"]),
        (
            "Sở Tài chính đề nghị Sở Y tế; thủ trưởng các cơ sở giáo dục mở lớp, báo cáo Sở Tài chính trước ngày 15/10/2022.",
            ["Sở Y tế; thủ trưởng các cơ sở giáo dục"],
        ),
        (
            "Các trường gửi báo cáo về Sở Tài chính trước ngày 15/10/2022 để tổng hợp, báo cáo UBND tỉnh trước ngày 20/10/2022.",
            ["Các trường", "Sở Tài chính"],
        ),
        (
            "Các trường báo cáo Sở Tài chính trước ngày 15/10/2022; Sở Tài chính báo cáo UBND tỉnh trước ngày 20/10/2022.",
            ["Các trường", "Sở Tài chính"],
        ),
        (
            "Theo dõi; nhận báo cáo kết quả của các đơn vị trước ngày 15/10/2022 và báo cáo UBND tỉnh trước ngày 20/10/2022.",
            ["các đơn vị", "Sở Nội vụ"],
        ),
    ],
)
def test_the_reporter_is_the_subject_of_the_sending_else_the_body_of_the_section(sentence: str, reporters: list[str]) -> None:
    plan = read(work=f"III. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\n{sentence}\n")
    assert [d.reporter for d in plan.of(Deadline)] == reporters


def test_a_deadline_that_another_document_set_is_none() -> None:
    closing = (
        "Kết thúc Tuần lễ, các đơn vị báo cáo kết quả về Sở Nội vụ trước ngày 25/10/2022. Số liệu biên chế nộp theo thời hạn của "
        "Công văn số 98/SNV-TCBC ngày 18/9/2022 (trước ngày 30/9/2022), không gộp chung./.\n"
    )
    plan = read(work="III. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\nTuyên truyền.\n", closing=closing)
    assert [d.due_on for d in plan.of(Deadline)] == ["2022-10-25"]


WIDE = 76  # letters in a line of a printed page


@pytest.mark.parametrize(
    ("heading", "below", "last"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Nông nghiệp và Phát triển nông thôn", "Mời nghệ nhân đứng lớp", "nông thôn"),
        ("Đề nghị Hội Khuyến học, Hội Nông dân, Hội Liên hiệp Phụ nữ huyện", "Vận động hội viên đi học", "Phụ nữ huyện"),
        ("Sở Tài chính, Sở Nội vụ, Ủy ban nhân dân các huyện, thị xã, thành phố", "Chỉ đạo các xã mở lớp", "thành phố"),
        ("Hội Khuyến học tỉnh, Đoàn Thanh niên tỉnh, Ủy ban nhân dân thành phố", "Huế chủ trì mở lớp", "thành phố Huế"),
    ],
)
def test_a_heading_as_wide_as_the_page_ends_where_its_names_do(heading: str, below: str, last: str) -> None:
    wrapped = {name: "\n".join(textwrap.fill(line, WIDE) for line in text.split("\n")) for name, text in PLAN.items()}
    assert len(heading) > 0.8 * WIDE
    plan = read(**wrapped | {"work": f"III. TỔ CHỨC THỰC HIỆN\n2. {heading}\n{below}, có thể tổ chức ở nhiều nơi.\n"})
    *_, found = plan.of(Assignment)
    assert found.agency_text.endswith(last)
    assert (found.task or "").endswith("có thể tổ chức ở nhiều nơi")


@pytest.mark.parametrize(
    ("heading", "agencies"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        (
            "Sở Văn hóa, Thể thao và Du lịch, Sở Thông tin và Truyền thông, Sở Tài chính",
            ["Sở Văn hóa, Thể thao và Du lịch", "Sở Thông tin và Truyền thông", "Sở Tài chính"],
        ),
        ("Sở Nội vụ và Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Các sở, ban, ngành, đoàn thể cấp tỉnh", ["Các sở, ban, ngành, đoàn thể cấp tỉnh"]),
        ("UBND các huyện, thị xã, thành phố", ["Ủy ban nhân dân các huyện, thị xã, thành phố"]),
        ("Báo Bình Phước, Đài Phát thanh và Truyền hình tỉnh", ["Báo Bình Phước", "Đài Phát thanh và Truyền hình"]),
    ],
)
def test_every_body_of_a_heading_has_the_task(heading: str, agencies: list[str]) -> None:
    plan = read(work=f"{PLAN['work']}\n2. {heading}\n\nTuyên truyền về Tuần lễ trên địa bàn.\n")
    found = [(a.agency, a.role) for a in plan.of(Assignment) if "Tuyên truyền" in (a.task or "")]
    assert found == [(agency, "carry_out") for agency in agencies]


# --- evidence -----------------------------------------------------------------------------------------------------------------


def test_every_fact_quotes_the_document_where_it_stands() -> None:
    plan = read()
    for fact in plan.facts:
        assert plan.document.text[fact.start : fact.end] == fact.quote, fact.field
        part = plan.outline.part_of(fact.start)
        assert not fact.quote or part, fact.field
    stands = {"number": "letterhead", "subject": "title", "directive": "basis", "week_start": "body", "signer": "signature"}
    for field, where in stands.items():
        fact = plan.first(field)
        assert fact
        part = plan.outline.part_of(fact.start)
        assert part and part.name == where


def test_facts_of_a_page_that_cannot_be_trusted_are_none() -> None:
    document = ingest_text("\n".join(PLAN.values()))
    poor = replace(document, pages=tuple(replace(page, quality="poor") for page in document.pages))
    assert extract(document, desk()).facts and not extract(poor, desk()).facts


@pytest.mark.parametrize(("commune", "province"), [("A Lưới 1", "Huế"), ("Bảo Lâm 2", "Lâm Đồng"), ("Hội Sơn", "Gia Lai")])
def test_a_commune_keeps_its_number_and_is_no_association(commune: str, province: str) -> None:
    text = (
        f"ỦY BAN NHÂN DÂN\nXÃ {commune.upper()}\nSố: 45/KH-UBND\n\n{commune}, ngày 24 tháng 9 năm 2025\n\n"
        "KẾ HOẠCH\nTổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2025\n\n"
        f"Ủy ban nhân dân xã {commune} ban hành Kế hoạch như sau:\n\n1. Mục đích\n"
    )
    found = extract(ingest_text(text), desk())
    assert [found.value(n) for n in ("issuer", "level", "commune", "province")] == [
        f"Ủy ban nhân dân xã {commune}", "commune", commune, province,
    ]  # fmt: skip


def test_every_panel_that_the_rules_know_has_a_sign_of_the_quick_look() -> None:
    path = rulebook.load().root / "words.yml"
    entries = yaml.safe_load(path.read_text("utf-8"))["words"]
    panels = [text for entry in entries if entry["name"].startswith("e_signature.") for text in entry["accepts"]]
    assert len(panels) >= 2
    assert all(any(sign in text for sign in e_signature._SIGNS) for text in panels)


def _letter(*lines: str) -> str:
    return "\n".join(lines)


HEAD = (
    "SỞ GIÁO DỤC VÀ ĐÀO TẠO HÀ NAM",
    "Số: 12/SGDĐT-GDTX",
    "Hà Nam, ngày 3 tháng 9 năm 2024",
    "V/v góp ý dự thảo",
    "Kính gửi: Các trường THPT",
)


@pytest.mark.parametrize(
    "signing",
    [
        "Nơi nhận: KT. GIÁM ĐỐC\n- Như trên; PHÓ GIÁM ĐỐC\n- Lưu: VT.\n(Đã ký)\nĐinh Thị Thảo",
        "Nơi nhận:                    KT. GIÁM ĐỐC\n- Như trên;               PHÓ GIÁM ĐỐC\n- Lưu: VT.\n          Đinh Thị Thảo",
        "| **Nơi nhận:** - Như trên; - Lưu: VT. | **KT. GIÁM ĐỐC** **PHÓ GIÁM ĐỐC** *(Đã ký)* **Đinh Thị Thảo** |\n| --- | --- |",
        "| Nơi nhận:<br>- Như trên;<br>- Lưu: VT. | KT. GIÁM ĐỐC<br>PHÓ GIÁM ĐỐC<br><br>Đinh Thị Thảo |",
    ],
    ids=["one blank between", "wide gap", "cells", "cells with breaks"],
)
def test_a_signature_beside_the_recipients_is_read(signing: str) -> None:
    found = extract(
        ingest_text(_letter(*HEAD, "", "Sở đề nghị các trường góp ý, gửi về Sở trước ngày 20/9/2024.", "", signing)), desk()
    )
    assert [found.value(n) for n in ("signer", "signer_title")] == ["Đinh Thị Thảo", "Phó Giám đốc"]


def test_who_signs_by_order_does_not_hold_the_position_of_the_one_who_orders() -> None:
    body = "\n\nĐề nghị các sở thực hiện.\n\nNơi nhận:\n- Như trên.\n"
    named = extract(ingest_text(_letter(*HEAD) + body + "TL. BỘ TRƯỞNG\nCỤC TRƯỞNG CỤC KHẢO THÍ\n\nLê Văn Bảy"), desk())
    silent = extract(ingest_text(_letter(*HEAD) + body + "TL. BỘ TRƯỞNG\n\nLê Văn Bảy"), desk())
    assert [named.value("signer_title"), silent.value("signer_title")] == ["Cục trưởng", None]
    assert named.value("signer") == silent.value("signer") == "Lê Văn Bảy"


def test_a_page_without_a_letterhead_has_its_title_in_small_letters() -> None:
    text = (
        "Kế hoạch tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024 trên địa bàn huyện Mai Châu\n\n"
        "Thực hiện Công văn số 5201/BGDĐT-GDTX ngày 09/9/2024 của Bộ Giáo dục và Đào tạo,\n\n"
        "Ủy ban nhân dân huyện Mai Châu ban hành Kế hoạch như sau:\n\nI. THỜI GIAN\n\nTừ ngày 01/10/2024 đến ngày 07/10/2024.\n"
    )
    found = extract(ingest_text(text), desk())
    assert [found.value(n) for n in ("doc_type", "issuer", "directive_number", "week_end", "issued_on")] == [
        "Kế hoạch", "Ủy ban nhân dân huyện Mai Châu", "5201/BGDĐT-GDTX", "2024-10-07", None,
    ]  # fmt: skip


def test_a_short_letter_asks_in_the_sentence_that_names_its_basis() -> None:
    asks = "Căn cứ Công văn số 954/UBND-VX ngày 31/8/2021, Sở đề nghị các trường báo cáo, gửi về Sở trước ngày 25-9-2021."
    found = extract(ingest_text(_letter(*HEAD, "", asks, "", "Nơi nhận:", "- Như trên.", "GIÁM ĐỐC", "Lê Văn Bảy")), desk())
    assert [(d.due_on, d.recipient) for d in found.facts if isinstance(d, Deadline)] == [("2021-09-25", "Sở")]


def test_a_report_tells_of_deadlines_that_are_over() -> None:
    text = (
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN MAI CHÂU\nSố: 12/BC-PGDĐT\n\nBÁO CÁO\nKết quả Tuần lễ năm 2022\n\n"
        "1. Phòng đã chỉ đạo các trường xây dựng kế hoạch, gửi về Phòng trước ngày 25/9/2022.\n\n2. Các trường treo băng rôn.\n"
    )
    assert not [f for f in extract(ingest_text(text), desk()).facts if isinstance(f, Deadline)]


@pytest.mark.parametrize(
    ("head", "issuer", "province"),
    [
        ("PHÒNG GD&ĐT TP. VINH", "Phòng Giáo dục và Đào tạo thành phố Vinh", "Nghệ An"),
        ("UBND THỊ XÃ SƠN TÂY\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "Phòng Giáo dục và Đào tạo thị xã Sơn Tây", "Hà Nội"),
        ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO CẦU KÈ", "Phòng Giáo dục và Đào tạo huyện Cầu Kè", "Trà Vinh"),
        (
            "UBND HUYỆN MAI CHÂU\nTRUNG TÂM GDNN-GDTX",
            "Trung tâm Giáo dục nghề nghiệp-Giáo dục thường xuyên huyện Mai Châu",
            "Hòa Bình",
        ),
        ("SỞ VĂN HÓA VÀ THỂ THAO\nBẢO TÀNG TỈNH NINH BÌNH", "Bảo tàng tỉnh Ninh Bình", "Ninh Bình"),
        ("TỈNH ĐOÀN LẠNG SƠN", "Tỉnh đoàn Lạng Sơn", "Lạng Sơn"),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HẠ LONG\nTỈNH QUẢNG NINH", "Ủy ban nhân dân thành phố Hạ Long", "Quảng Ninh"),
        ("UBND TỈNH QUẢNG NINH\nUBND THÀNH PHỐ HẠ LONG", "Ủy ban nhân dân thành phố Hạ Long", "Quảng Ninh"),
        ("PHÒNG GD&ĐT Q. GÒ VẤP\nTRƯỜNG MẦM NON HOA LAN", "Trường Mầm non Hoa Lan", "Hồ Chí Minh"),
    ],
)
def test_an_issuer_is_called_by_its_place(head: str, issuer: str, province: str) -> None:
    place = head.rsplit(" ", 2)[1].title() + " " + head.rsplit(" ", 1)[1].title()
    text = f"{head}\nSố: 12/KH-ABC\n{place}, ngày 3 tháng 9 năm 2024\n\nKẾ HOẠCH\nTổ chức hội thi\n\n1. Mục đích\n"
    found = extract(ingest_text(text), desk())
    assert [found.value(n) for n in ("issuer", "province")] == [issuer, province]
