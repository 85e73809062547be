"""Values of scans: held against what is known, mended where one thing only can be meant, else left out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from pipeline import rulebook
from pipeline.check import judge
from pipeline.extract import Desk, extract
from pipeline.extract.recognised import legible, name_meant, theme_meant
from pipeline.ingest import ingest_text
from pipeline.model import Citation, Extraction, Fact, Finding, ReadWord

THEME = "Học để phát triển bản thân, làm chủ tri thức và công nghệ, góp phần xây dựng đất nước hùng cường, thịnh vượng"

PLAN = {
    "left": "ỦY BAN NHÂN DÂN\nXÃ NẬM LẦU\nSố: 112/KH-UBND\n",
    "stamp": "",
    "right": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nNậm Lầu, ngày 24 tháng 9 năm 2025\n",
    "title": "KẾ HOẠCH\nTổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2025\n",
    "basis": "Thực hiện Công văn số 5607/BGDĐT-GDNNGDTX ngày 15/9/2025 của Bộ Giáo dục và Đào tạo về việc tổ chức Tuần lễ "
    "hưởng ứng học tập suốt đời năm 2025, Ủy ban nhân dân xã ban hành Kế hoạch như sau:\n",
    "theme": f"I. CHỦ ĐỀ\n\nChủ đề của Tuần lễ: “{THEME}”.\n",
    "work": "II. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Văn hóa - Xã hội\n\nLà cơ quan thường trực, chủ trì triển khai Kế hoạch.\n",
    "recipients": "Nơi nhận:\n- Lưu: VT.\n",
    "signature": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLường Văn Hặc\n",
    "annex": "",
}


@cache
def desk() -> Desk:
    return Desk.of(rulebook.load())


def read(*, pages: tuple[int, ...] = (1,), **changed: str) -> Extraction:
    """The plan with some of its parts read otherwise, the pages that are named off pictures."""
    assert not set(changed) - set(PLAN)
    text = "\n".join(part for part in {**PLAN, **changed}.values() if part)
    words = tuple(ReadWord(0, 1, page, (0, 0, 1, 1), 0.9) for page in pages)
    return extract(replace(ingest_text(text), ocr=bool(pages), words=words), desk())


def fact(extraction: Extraction, name: str) -> Fact:
    found = extraction.first(name)
    assert found is not None
    assert extraction.document.text[found.start : found.end] == found.quote
    return found


def verdict(extraction: Extraction, requirement: str) -> Finding:
    policies = desk().rulebook.policies
    directive = next(d for d in policies.directives if d.year == 2025)
    asked = next(r for r in policies.requirements if r.id == requirement)
    return judge(extraction, directive, asked)


# --- theme ------------------------------------------------------------------------------------------------------------------


def test_a_theme_whose_marks_were_misread_is_the_directives_but_proves_nothing() -> None:
    plan = read(theme=PLAN["theme"].replace("Học để", "Học đế").replace("góp", "Sóp"))
    theme = fact(plan, "theme")
    assert theme.value == THEME
    assert theme.tolerance == "“đế” đọc là “để”; “Sóp” đọc là “góp”"
    assert "Sóp" in theme.quote
    assert theme.confidence <= 0.7
    found = verdict(plan, "theme")
    assert found.verdict == "unknown"
    assert "“đế” thay vì “để”" in found.reason_vi


def test_a_theme_mended_by_a_stock_phrase_passes_and_says_what_was_read() -> None:
    found = verdict(read(theme=PLAN["theme"].replace("phát triển", "phát triến")), "theme")
    assert found.verdict == "pass"
    assert "“triến” thay vì “triển”" in found.reason_vi


def test_what_an_office_typed_is_not_mended() -> None:
    plan = read(pages=(), theme=PLAN["theme"].replace("Học để", "Học đế"))
    assert fact(plan, "theme").value == THEME.replace("Học để", "Học đế")
    assert verdict(plan, "theme").verdict == "fail"


def test_other_words_in_a_theme_stay_and_fail() -> None:
    plan = read(theme=PLAN["theme"].replace("đất nước hùng cường, thịnh vượng", "bản làng ấm no"))
    assert (fact(plan, "theme").value or "").endswith("xây dựng bản làng ấm no")
    assert verdict(plan, "theme").verdict == "fail"


def test_a_theme_that_cannot_be_read_is_left_out_and_no_fault() -> None:
    plan = read(theme="I. CHỦ ĐỀ\n\nChủ đề của Tuần lễ: “H§c đ# phát tr1ển b@n thân ở xã”.\n")
    assert plan.value("theme") is None
    assert verdict(plan, "theme").verdict == "unknown"


@pytest.mark.parametrize("printed", ["Mỗi ngày một trang sách, mỗi tuần một việc hay", THEME, "Học đế biết"])
def test_a_theme_of_another_kind_is_none_of_ours(printed: str) -> None:
    assert theme_meant(printed, [THEME]) is None


def test_too_many_misread_syllables_are_not_guessed() -> None:
    assert theme_meant("Hóc đế phat triên bân thần, lâm chú tri thức", [THEME]) is None


# --- subject and stamps -----------------------------------------------------------------------------------------------------


STAMP = "VAN THƯ CƠ QUAN\n„Số: 2417\n"


def test_a_received_stamp_before_the_subject_is_no_part_of_it() -> None:
    plan = read(stamp=STAMP, title="KẾ HOẠCH\nĐEN Ngày: 24/9/2025 'Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2025\n")
    assert fact(plan, "subject").value == "Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2025"
    assert plan.value("issuer") == "Ủy ban nhân dân xã Nậm Lầu"
    assert plan.value("number") == "112/KH-UBND"


@pytest.mark.parametrize("left", ["14/o/2bổ;hức Tuần lễ", "ứng học tập suốt đời", "T§ chức Tuần lễ"])
def test_a_subject_under_a_stamp_is_left_out(left: str) -> None:
    plan = read(stamp=STAMP, title=f"KẾ HOẠCH\n{left} năm 2025 trên địa bàn xã\n")
    assert plan.value("subject") is None
    assert plan.value("doc_type") == "Kế hoạch"
    assert plan.value("in_scope") == "1"


def test_a_letters_subject_ends_above_the_stamp() -> None:
    letter = read(
        left="ỦY BAN NHÂN DÂN\nXÃ NẬM LẦU\nSố: 112/UBND-VHXH\nV/v hưởng ứng Tuần lễ học tập suốt đời\nnăm 2025\n",
        stamp="VĂN THƯ CƠ QUAN\n„Số: 2417 Kính gửi:\n",
        title="Kính gửi: Các trường học trong xã.\n",
    )
    assert fact(letter, "subject").value == "hưởng ứng Tuần lễ học tập suốt đời năm 2025"


@pytest.mark.parametrize(
    ("words", "can_be"),
    [
        ("thực hiện Chỉ thị số 16/CT-TTg về phòng, chống dịch Covid-19", True),
        ("Kỳ thi tốt nghiệp THPT năm 2025 (2024-2025), STEM, online", True),
        ("NÑgô Anh Sơn", False), ("PrÄ Quang", False), ("1đ7Øhffc", False), ("Phó Chủ Hh", False),
    ],
)  # fmt: skip
def test_what_can_be_words(words: str, can_be: bool) -> None:
    assert legible(words) is can_be


# --- signers ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Lường Văn Hặc", "Lường Văn Hặc"),
        ("Hô Thị An", "Hồ Thị An"),
        ("Định Thanh Vân", "Đinh Thanh Vân"),
        ("Ksor Thị Mai", "Ksor Thị Mai"),
        ("Vị Thị Lan", None),
        ("Đương Thùy Hương", None),
        ("Ñgô Thu Long", None),
        ("Ngô Anh H", None),
        ("Đỗ Ngọc Lâ", None),
    ],
)
def test_a_signers_surname_is_known_or_left_out(printed: str, value: str | None) -> None:
    plan = read(signature=f"TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n{printed}\n")
    assert plan.value("signer") == value
    assert plan.value("signer_title") == "Phó Chủ tịch"


def test_a_typed_name_is_taken_as_it_is() -> None:
    assert read(pages=(), signature="CHỦ TỊCH\n\nVị Thị Lan\n").value("signer") == "Vị Thị Lan"


def test_a_mended_surname_says_so() -> None:
    meant = name_meant("Trân Minh Lâm", desk().rulebook.recognised.surnames)
    assert meant is not None
    assert meant == ("Trần Minh Lâm", "“Trân” đọc là “Trần”")


@pytest.mark.parametrize("position", ["RƯỚNG PHÒNG", "KT. . TRƯỞNG PHÒNG\nPHÓ TRƯỚNG PHÒNG"])
def test_a_position_cut_by_a_seal_is_still_one(position: str) -> None:
    plan = read(signature=f"{position}\n\nNguyễn Thị Mai\n")
    assert plan.value("signer") == "Nguyễn Thị Mai"
    assert plan.value("signer_title") in ("Trưởng phòng", "Phó Trưởng phòng")


def test_a_torn_position_is_no_name() -> None:
    assert read(signature="KT. CHỦ TỊCH\nPhó Chủ Hh\n").value("signer") is None


# --- numbers ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["o607", "2607", "5601"])
def test_the_directives_number_but_for_a_digit_is_taken_and_not_judged(number: str) -> None:
    plan = read(basis=PLAN["basis"].replace("5607", number))
    cited = next(plan.of(Citation))
    assert (cited.number, cited.resolved) == ("5607/BGDĐT-GDNNGDTX", "5607/BGDĐT-GDNNGDTX")
    assert cited.tolerance == f"số {number.replace('o', '0')} đọc là 5607"
    assert plan.value("directive_number") == "5607/BGDĐT-GDNNGDTX"
    assert verdict(plan, "cites-directive").verdict == "pass"
    assert verdict(plan, "citation-exact").verdict == "unknown"


def test_only_pages_that_were_recognised_are_mended() -> None:
    """A digital plan whose annex alone is a picture: `Học để` typed as `Học đế` stays the office's mistake."""
    mistyped = PLAN["theme"].replace("Học để", "Học đế")
    annex = "\fPhụ lục\n(Kèm theo KÉ HOẠCH số 112/KH-UBND ngày 24/9/2025 của Ủy ban nhân dân xã Nậm Lầu)\n"
    of_annex, of_plan = (read(pages=pages, theme=mistyped, annex=annex) for pages in ((2,), (1,)))
    assert (of_annex.value("theme") or "").startswith("Học đế") and of_annex.value("number") == "112/KH-UBND"
    assert of_plan.value("theme") == THEME


def test_a_typed_digit_is_the_offices_mistake() -> None:
    plan = read(pages=(), basis=PLAN["basis"].replace("5607", "2607"))
    assert next(plan.of(Citation)).number == "2607/BGDĐT-GDNNGDTX"
    assert verdict(plan, "cites-directive").verdict == "fail"


def test_another_date_or_symbol_does_not_make_it_the_directive() -> None:
    plan = read(basis=PLAN["basis"].replace("5607", "2607").replace("15/9/2025", "16/9/2025"))
    assert next(plan.of(Citation)).number == "2607/BGDĐT-GDNNGDTX"


def test_a_number_that_could_not_be_read_is_no_reason_to_say_nothing_is_cited() -> None:
    plan = read(basis=PLAN["basis"].replace("5607/", "S&O7/"))
    assert not list(plan.of(Citation))
    assert verdict(plan, "cites-directive").verdict == "unknown"


def test_a_first_digit_read_as_a_letter_is_left_out_where_no_directive_is_meant() -> None:
    plan = read(basis="Căn cứ Kế hoạch số o412/KH-UBND ngày 10/9/2025 của Ủy ban nhân dân tỉnh.\n" + PLAN["basis"])
    assert [c.number for c in plan.of(Citation)] == ["5607/BGDĐT-GDNNGDTX"]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Nghị quyết số 29-NQ/TVW ngày 04/11/2013", "29-NQ/TW"),
        ("Tờ trình số 5180/TT r-SGDĐT ngày 22/9/2025", "5180/TTr-SGDĐT"),
        ("Chỉ thị số 16/CT-TÌg ngày 31/3/2020", "16/CT-TTg"),
    ],
)
def test_symbols_of_closed_lists_are_read_as_meant(printed: str, value: str) -> None:
    plan = read(basis=f"Căn cứ {printed} về giáo dục;\n" + PLAN["basis"])
    assert next(plan.of(Citation)).number == value


def test_what_an_annex_says_of_its_own_plan_is_no_citation_while_the_head_is_blank() -> None:
    plan = read(
        left="ỦY BAN NHÂN DÂN\nXÃ NẬM LẦU\nSố: /KH-UBND\n",
        annex="PHỤ LỤC\n(Kèm theo Kế hoạch số 37/KH-UBND ngày 24/9/2025 của Ủy ban nhân dân xã)\n1. Số lớp đã mở\n",
    )
    assert "37/KH-UBND" not in [c.number for c in plan.of(Citation)]


# --- headings ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("numeral", ["1I.", "IH.", "II"])
def test_bodies_below_a_misread_numeral_keep_their_tasks(numeral: str) -> None:
    plan = read(work=PLAN["work"].replace("II.", numeral, 1))
    assert plan.value("lead_agency") == "Phòng Văn hóa - Xã hội"
