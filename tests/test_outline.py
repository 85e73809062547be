"""Every document falls into its parts, sections and paragraphs, however its letterhead stands and its lines break."""

from __future__ import annotations

import textwrap

import pytest

from pipeline import rulebook
from pipeline.ingest import ingest_text
from pipeline.model import Outline, SectionKind
from pipeline.outline import read_outline
from pipeline.text import reading_copy, squeeze

BOOK = rulebook.load()

HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH BÌNH PHƯỚC\nSố: 331/KH-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    + ("Bình Phước, ngày 28 tháng 9 năm 2022\n")
)
COLUMNS = (
    "ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH BÌNH PHƯỚC              Độc lập - Tự do - Hạnh phúc\n"
    "Số: 331/KH-UBND         Bình Phước, ngày 28 tháng 9 năm 2022\n"
)
TITLE = "KẾ HOẠCH\nTổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2022\n"
BASIS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n\n"
    "Thực hiện Công văn số 4342/BGDĐT-GDTX ngày 07/9/2022 của Bộ Giáo dục và Đào tạo về việc tổ chức Tuần lễ;\n\n"
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n"
)
BODY = (
    "I. MỤC ĐÍCH, YÊU CẦU\n\n1. Mục đích\n\na) Nâng cao nhận thức của người dân;\n\nb) Khuyến khích mọi người đọc sách.\n\n"
    "2. Yêu cầu\n\nHoạt động thiết thực, tiết kiệm.\n\nII. NỘI DUNG\n\n1. Chủ đề: “Học suốt đời”\n\n"
    "2. Thời gian: từ ngày 01/10/2022 đến ngày 07/10/2022.\n\n3. Các hoạt động\n\n- Khai mạc Tuần lễ;\n\n+ Treo băng rôn;\n\n"
    "- Ngày hội đọc sách.\n\nIII. KINH PHÍ\n\nTừ ngân sách nhà nước.\n\nIV. TỔ CHỨC THỰC HIỆN\n\n1. Sở Giáo dục và Đào tạo\n\n"
    "Chủ trì, báo cáo kết quả trước ngày 20/10/2022.\n\n"
)
CLOSING = "Trên đây là Kế hoạch tổ chức Tuần lễ của Ủy ban nhân dân tỉnh./.\n"
RECIPIENTS = "Nơi nhận:\n- Bộ Giáo dục và Đào tạo;\n- Các sở, ban, ngành;\n- Lưu: VT.\n"
SIGNATURE = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nTrần Tuyết Minh\n"
PLAN = "\n".join((HEAD, TITLE, BASIS, BODY, CLOSING, RECIPIENTS, SIGNATURE))


def outline(text: str) -> Outline:
    document = ingest_text(text)
    return read_outline(reading_copy(document.text), BOOK)


def parts(text: str) -> list[tuple[str, int]]:
    return [(part.name, part.attached) for part in outline(text).parts]


def part(text: str, name: str, attached: int = 0) -> str:
    """The words of a part, single-spaced."""
    spans = outline(text).spans(name, attached=attached)
    return squeeze(" ".join(text[span.start : span.end] for span in spans))


def sections(text: str) -> list[tuple[str, int, SectionKind]]:
    return [(section.label, section.rank, section.kind) for section in outline(text).sections]


USUAL = [(name, 0) for name in ("letterhead", "title", "basis", "body", "closing", "recipients", "signature")]


# --- parts ------------------------------------------------------------------------------------------------------------------


def test_a_plan_has_all_its_parts_in_their_order() -> None:
    assert parts(PLAN) == USUAL
    for name, words in (
        ("letterhead", HEAD),
        ("title", TITLE),
        ("basis", BASIS),
        ("body", BODY),
        ("closing", CLOSING),
        ("recipients", RECIPIENTS),
        ("signature", SIGNATURE),
    ):
        assert part(PLAN, name) == squeeze(words), name


def test_a_letterhead_in_two_columns_on_one_line_is_one_part() -> None:
    text = PLAN.replace(HEAD, COLUMNS)
    assert parts(text) == USUAL and part(text, "letterhead") == squeeze(COLUMNS)


def test_a_document_without_a_letterhead_begins_with_its_title() -> None:
    text = PLAN.replace(HEAD + "\n", "")
    assert parts(text) == USUAL[1:]


def test_stamps_of_arrival_are_no_titles() -> None:
    text = PLAN.replace(HEAD, HEAD + "CÔNG VĂN ĐẾN\nHỎA TỐC\n")
    assert parts(text) == USUAL and part(text, "title") == squeeze(TITLE)


@pytest.mark.parametrize("width", [70, 90])
def test_wrapped_lines_disturb_no_part(width: int) -> None:
    text = "\n".join("\n".join(textwrap.wrap(line, width)) if line else "" for line in PLAN.split("\n"))
    assert parts(text) == USUAL
    for name, _ in USUAL:
        assert part(text, name) == part(PLAN, name), name
    assert sections(text) == sections(PLAN)


@pytest.mark.parametrize("width", [70, 90])
def test_lines_wrapped_without_blank_lines_give_the_same_sections(width: int) -> None:
    text = "\n".join(piece for line in PLAN.split("\n") if line for piece in textwrap.wrap(line, width))
    assert parts(text) == USUAL
    assert sections(text) == sections(PLAN)


def test_page_numbers_and_page_ends_disturb_nothing() -> None:
    text = PLAN.replace("2. Yêu cầu", "\n2\n\n\f2. Yêu cầu").replace("địa phương ngày", "địa phương\n\f3\nngày")
    assert parts(text) == USUAL
    assert sections(text) == sections(PLAN)


def test_marks_of_markdown_disturb_nothing() -> None:
    text = PLAN.replace("KẾ HOẠCH\n", "# **KẾ HOẠCH**\n").replace("II. NỘI DUNG", "## **II. NỘI DUNG**")
    text = text.replace("Nơi nhận:", "***Nơi nhận:***").replace("KT. CHỦ TỊCH", "**KT. CHỦ TỊCH**")
    assert parts(text) == USUAL and [kind for *_, kind in sections(text)] == [kind for *_, kind in sections(PLAN)]


def test_a_signature_may_stand_before_the_recipients() -> None:
    text = "\n".join((HEAD, TITLE, BASIS, BODY, CLOSING, SIGNATURE, RECIPIENTS))
    assert parts(text) == [*USUAL[:5], ("signature", 0), ("recipients", 0)]
    assert part(text, "signature") == squeeze(SIGNATURE) and part(text, "recipients") == squeeze(RECIPIENTS)


def test_a_document_may_end_without_recipients() -> None:
    text = "\n".join((HEAD, TITLE, BASIS, BODY, CLOSING, SIGNATURE))
    assert parts(text) == [*USUAL[:5], ("signature", 0)]


@pytest.mark.parametrize(
    "authority",
    [
        "TM. ỦY BAN NHÂN DÂN",
        "TL. CHỦ TỊCH",
        "TUQ. GIÁM ĐỐC",
        "KT.TRƯỞNG PHÒNG",
        "GIÁM ĐỐC",
        "Q. GIÁM ĐỐC",
    ],
)
def test_every_authority_opens_a_signature(authority: str) -> None:
    text = "\n".join((HEAD, TITLE, BASIS, BODY, CLOSING, RECIPIENTS, f"{authority}\n(đã ký)\nTrần Tuyết Minh\n"))
    assert part(text, "signature") == f"{authority} (đã ký) Trần Tuyết Minh"


def test_a_letter_has_an_addressee_and_its_subject_in_the_letterhead() -> None:
    head = HEAD.replace("331/KH-UBND", "2168/UBND-KGVX\nV/v tổ chức Tuần lễ")
    to = "Kính gửi:\n- Các sở, ban, ngành cấp tỉnh;\n- Ủy ban nhân dân các huyện.\n"
    text = "\n".join((head, to, BASIS, BODY, CLOSING, RECIPIENTS, SIGNATURE))
    assert parts(text) == [("letterhead", 0), ("addressee", 0), *USUAL[2:]]
    assert part(text, "addressee") == squeeze(to) and part(text, "basis") == squeeze(BASIS)


def test_an_addressee_on_one_line_ends_with_it() -> None:
    text = "\n".join((HEAD, "Kính gửi: Các sở, ban, ngành\n", BASIS, BODY, CLOSING, RECIPIENTS, SIGNATURE))
    assert part(text, "addressee") == "Kính gửi: Các sở, ban, ngành"


@pytest.mark.parametrize("width", [54, 70])
@pytest.mark.parametrize("stop", [".\n", ";\n", "\n"])
def test_an_addressee_of_two_lines_ends_with_the_second(stop: str, width: int) -> None:
    to = f"Kính gửi: Ủy ban nhân dân các tỉnh, thành phố trực thuộc\nTrung ương{stop}"
    basis = textwrap.fill(
        "Thực hiện Quyết định số 1373/QĐ-TTg ngày 30/7/2021 của Thủ tướng Chính phủ, Bộ Giáo dục và Đào tạo hướng dẫn các địa "
        "phương tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2025 như sau:",
        width,
    )
    text = "\n".join((HEAD, to + basis, BODY.replace("\n\n", "\n"), CLOSING, RECIPIENTS, SIGNATURE))
    assert part(text, "addressee") == squeeze(to)
    assert part(text, "basis") == squeeze(basis)


# --- annexes and attached documents -------------------------------------------------------------------------------------------


ANNEX = (
    "PHỤ LỤC\n(Kèm theo Kế hoạch số 331/KH-UBND ngày 28/9/2022 của Ủy ban nhân dân tỉnh)\n\nTT Nội dung\n1. Khai mạc\n2. Bế mạc\n"
)


def test_an_annex_stands_apart() -> None:
    text = f"{PLAN}\n\f{ANNEX}"
    assert parts(text) == [*USUAL, ("annex", 1)]
    assert part(text, "annex", attached=1) == squeeze(ANNEX)
    assert sections(text) == sections(PLAN)


def test_several_annexes_are_counted() -> None:
    text = f"{PLAN}\n\f{ANNEX.replace('PHỤ LỤC', 'PHỤ LỤC I')}\n\f{ANNEX.replace('PHỤ LỤC', 'PHỤ LỤC II')}"
    assert parts(text) == [*USUAL, ("annex", 1), ("annex", 2)]


def test_an_annex_that_the_body_mentions_is_none() -> None:
    text = PLAN.replace("Từ ngân sách nhà nước.", "Từ ngân sách nhà nước (có\nphụ lục kèm theo).")
    assert parts(text) == USUAL


DECISION = (
    HEAD.replace("KH-UBND", "QĐ-UBND") + "\nQUYẾT ĐỊNH\nBan hành Kế hoạch tổ chức Tuần lễ\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n\n"
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;\n\nTheo đề nghị của Giám đốc Sở Giáo dục và Đào tạo,\n\n"
    "QUYẾT ĐỊNH:\n\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch tổ chức Tuần lễ.\n\n"
    "Điều 2. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.\n\n" + RECIPIENTS + "\n" + SIGNATURE
)
ATTACHED = (
    "KẾ HOẠCH\nTổ chức Tuần lễ hưởng ứng học tập suốt đời\n(Kèm theo Quyết định số 331/QĐ-UBND ngày 28/9/2022 của Ủy ban "
    "nhân dân tỉnh)\n\n"
)


def test_a_decision_has_articles_behind_its_basis() -> None:
    assert parts(DECISION) == [(name, 0) for name in ("letterhead", "title", "basis", "body", "recipients", "signature")]
    assert part(DECISION, "body").startswith("QUYẾT ĐỊNH: Điều 1. Ban hành kèm theo")
    assert [(label, rank) for label, rank, _ in sections(DECISION)] == [("Điều 1.", 1), ("Điều 2.", 1)]


def test_a_plan_under_a_decision_has_a_body_of_its_own() -> None:
    text = f"{DECISION}\n\f{ATTACHED}{BODY}"
    names = [(name, 0) for name in ("letterhead", "title", "basis", "body", "recipients", "signature")]
    assert parts(text) == [*names, ("annex", 1), ("body", 1)]
    assert part(text, "annex", attached=1) == squeeze(ATTACHED) and part(text, "body", attached=1) == squeeze(BODY)
    own = [section for section in outline(text).sections if section.attached == 1]
    assert [(section.label, section.rank, section.kind) for section in own] == sections(PLAN)


# --- sections ---------------------------------------------------------------------------------------------------------------


def test_sections_nest_by_their_labels_and_know_what_they_are_about() -> None:
    assert sections(PLAN) == [
        ("I.", 1, "purpose"),
        ("1.", 2, "purpose"),
        ("a)", 3, "purpose"),
        ("b)", 3, "purpose"),
        ("2.", 2, "purpose"),
        ("II.", 1, "activities"),
        ("1.", 2, "theme"),
        ("2.", 2, "time"),
        ("3.", 2, "activities"),
        ("-", 3, "activities"),
        ("+", 4, "activities"),
        ("-", 3, "activities"),
        ("III.", 1, "budget"),
        ("IV.", 1, "implementation"),
        ("1.", 2, "implementation"),
    ]


def test_a_section_reaches_to_the_next_of_its_rank() -> None:
    found = outline(PLAN).sections
    first, second = (next(s for s in found if s.label == label) for label in ("I.", "II."))
    assert first.span.end == second.span.start
    assert squeeze(PLAN[first.heading.start : first.heading.end]) == "MỤC ĐÍCH, YÊU CẦU"
    assert "tiết kiệm." in PLAN[first.span.start : first.span.end]
    for section in found:
        if section.parent is not None:
            parent = found[section.parent]
            assert parent.span.start < section.span.start and section.span.end <= parent.span.end


def test_the_last_section_ends_before_the_closing() -> None:
    found = outline(PLAN)
    assert PLAN[found.sections[-1].span.start : found.sections[-1].span.end].endswith("trước ngày 20/10/2022.")
    assert not [s for s in found.sections if PLAN.index("Trên đây là") in s.span]
    *_, inner = [s for s in found.sections if PLAN.index("Treo băng rôn") in s.span]
    assert inner.label == "+"
    where = found.part_of(PLAN.index("Treo băng rôn"))
    assert where and where.name == "body"


@pytest.mark.parametrize(
    "labels",
    [
        ("I.", "1.", "1.1.", "a)", "-", "+"),
        ("A.", "I.", "1.", "a.", "-"),
        ("1.", "1.1.", "1.1.1.", "a)"),
        ("1.", "(1)", "a)"),
        ("Chương I.", "Điều 1.", "1.", "a)"),
        ("Phần thứ nhất.", "I.", "1."),
        ("1/", "a)", "-"),
        ("I.", "1.", "đ)", "-"),
    ],
)
def test_sections_of_any_depth(labels: tuple[str, ...]) -> None:
    body = "".join(f"{label} Nội dung số {number}.\n\n" for number, label in enumerate(labels))
    text = "\n".join((HEAD, TITLE, BASIS, body, CLOSING, RECIPIENTS, SIGNATURE))
    assert [(label, rank) for label, rank, _ in sections(text)] == [(label, rank) for rank, label in enumerate(labels, 1)]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", "purpose"),
        ("Mục tiêu", "purpose"),
        ("CHỦ ĐỀ", "theme"),
        ("Chủ đề, thời gian tổ chức", "theme"),
        ("THỜI GIAN, ĐỊA ĐIỂM", "time"),
        ("CÁC HOẠT ĐỘNG TRONG TUẦN LỄ", "activities"),
        ("Nội dung và hình thức", "activities"),
        ("KINH PHÍ THỰC HIỆN", "budget"),
        ("TỔ CHỨC THỰC HIỆN", "implementation"),
        ("PHÂN CÔNG NHIỆM VỤ", "implementation"),
        ("CHẾ ĐỘ BÁO CÁO", "reporting"),
        ("Báo cáo kết quả", "reporting"),
        ("ĐẶC ĐIỂM TÌNH HÌNH", "other"),
    ],
)
def test_what_a_section_is_about(heading: str, kind: SectionKind) -> None:
    text = "\n".join((HEAD, TITLE, BASIS, f"I. {heading}\n\nNhư năm trước.\n", CLOSING, RECIPIENTS, SIGNATURE))
    assert sections(text) == [("I.", 1, kind)]


# --- paragraphs -------------------------------------------------------------------------------------------------------------


def paragraphs(text: str, part_name: str = "body") -> list[str]:
    return [squeeze(text[p.span.start : p.span.end]) for p in outline(text).paragraphs if p.part == part_name]


def test_wrapped_lines_are_one_paragraph() -> None:
    long = "Các sở, ban, ngành, đoàn thể cấp tỉnh và Ủy ban nhân dân các huyện, thị xã, thành phố tổ chức thực hiện Kế hoạch này."
    first = f"1. {long}"
    wrapped = textwrap.fill(first, 60) + "\n" + textwrap.fill(long, 60) + "\n"
    text = "\n".join((textwrap.fill(HEAD, 60, replace_whitespace=False), TITLE, BASIS, wrapped, CLOSING, RECIPIENTS, SIGNATURE))
    assert "".join(paragraphs(text)).replace(" ", "") == (first + long).replace(" ", "")


def test_a_paragraph_goes_on_over_a_page() -> None:
    text = PLAN.replace("Hoạt động thiết thực, tiết kiệm.", "Hoạt động thiết thực,\n\f2\n\ntiết kiệm.")
    assert "Hoạt động thiết thực, 2 tiết kiệm." in paragraphs(text)


def test_recipients_are_a_list() -> None:
    assert paragraphs(PLAN, "recipients") == ["Nơi nhận:", "- Bộ Giáo dục và Đào tạo;", "- Các sở, ban, ngành;", "- Lưu: VT."]


@pytest.mark.parametrize("name", ["Phòng Văn hóa\n- Xã hội", "Ủy ban nhân dân xã (qua Phòng Văn hóa\n- Xã hội)"])
def test_the_dash_of_a_name_at_a_lines_start_is_no_bullet(name: str) -> None:
    task = f"5. Các bản\nThông báo lịch học, vận động bà con; báo cáo kết quả về {name} trước ngày 10/10/2025.\n"
    text = "\n".join((HEAD, TITLE, BASIS, BODY.replace("\n\n", "\n") + task, CLOSING, RECIPIENTS, SIGNATURE))
    assert "-" not in [s.label for s in outline(text).sections[-1:]]


@pytest.mark.parametrize(
    "text", ["a", "KẾ HOẠCH", "I.", "-", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "Kính gửi:", "\x0c\x0c1", "PHỤ LỤC", "Điều 1."]
)
def test_fragments_have_an_outline(text: str) -> None:
    found = outline(text)
    assert all(0 <= part.span.start <= part.span.end <= len(text) for part in found.parts)


def test_nothing_has_no_parts() -> None:
    assert read_outline("", BOOK) == Outline((), ())
