"""The explanation shows everything that is known, says what is missing, and fits the terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from store_samples import Draft, findings, plan, unreadable

from pipeline import rulebook
from pipeline.explain import render_explanation
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest
from pipeline.labels import FIELDS, LISTS
from pipeline.model import Activity, Assignment, Cell, Citation, Deadline, Extraction, Fact, Finding, Table
from pipeline.store.schema import SCALAR_NAMES

ROOT = Path(__file__).parents[1]
STYLE = re.compile(r"\x1b\[[\d;]*m")


def explain(extraction: Extraction, judged: list[Finding] | None = None, **options: object) -> str:
    return render_explanation(extraction, judged or [], **{"colour": False, "width": 100, **options})  # type: ignore[arg-type]


def part_of(said: str, key: str) -> str:
    """The lines below a title, by the English key at its right end."""
    sections = re.split(r"(?m)^(?=── )", said)
    return next(section for section in sections if section.splitlines()[0].endswith(f" {key}"))


def one_line(said: str) -> str:
    return " ".join(said.split())


def test_every_value_of_the_contract_has_a_label_and_a_place() -> None:
    named = [field.name for field in FIELDS]
    assert set(SCALAR_NAMES) <= set(named)
    assert len(named) == len(set(named))
    assert all(field.vi and field.en and field.parts for field in (*FIELDS, *LISTS))


def test_a_field_shows_value_rule_confidence_page_and_quotation_in_context() -> None:
    said = part_of(explain(plan("Hà Nội")), "facts")
    assert "issued_on               2024-09-20\nNgày ban hành           sample · 1.00 · tr.\xa01\n" in said
    assert "Hà Nội, «ngày 20 tháng 9 năm 2024» KẾ HOẠCH" in one_line(said)


def test_fields_come_in_the_order_of_the_contract_whatever_the_order_of_facts() -> None:
    extraction = plan("Hà Nội")
    shuffled = replace(extraction, facts=tuple(reversed(extraction.facts)))
    names = re.findall(r"(?m)^([a-z_]+) {2,}", part_of(explain(shuffled), "facts"))
    assert names == [field.name for field in FIELDS if field.name in names]
    assert {"issuer", "directive", "theme", "in_scope"} <= set(names)


def test_a_table_shows_its_first_rows_and_how_many_more_there_are() -> None:
    rows = [("TT", "Nội dung"), *((str(n), f"Việc {n}") for n in range(1, 12))]
    table = Table(
        3,
        tuple(
            tuple(Cell(None, None, r, c, text=text, header=r == 0) for c, text in enumerate(row)) for r, row in enumerate(rows)
        ),
        title="MẪU TỔNG HỢP",
        header_rows=1,
        kind="form",
    )
    said = part_of(explain(replace(plan("Hà Nội"), tables=(table,))), "tables")
    assert "  1. MẪU TỔNG HỢP · form · 12 × 2 · tr.\xa03\n    ║ TT | Nội dung\n    │ 1 | Việc 1\n" in said
    assert "Việc 7\n    … và 4 hàng nữa\n" in said and "Việc 8" not in said


def test_a_quotation_shared_by_two_fields_is_shown_once() -> None:
    said = part_of(explain(plan("Hà Nội")), "facts")
    assert "level                   province\nCấp                     sample · 1.00 · tr.\xa01 · như issuer\n" in said


def test_a_field_that_the_contract_does_not_name_is_not_hidden() -> None:
    extraction = plan("Hà Nội")
    strange = replace(extraction.facts[0], field="weather", value="nắng")
    assert "weather                 nắng" in explain(replace(extraction, facts=(*extraction.facts, strange)))


def test_a_second_value_stands_under_the_first() -> None:
    draft = Draft("a.txt", "Nguyễn Văn Một\nTrần Thị Hai\n")
    for name in ("Nguyễn Văn Một", "Trần Thị Hai"):
        draft.add(Fact, name, field="signer", value=name)
    said = part_of(explain(draft.done()), "facts")
    assert re.search(r"signer +Nguyễn Văn Một\n(.*\n){2}  còn có +Trần Thị Hai", said)


def test_a_fact_without_words_says_so() -> None:
    assert "(không dựa trên câu chữ nào của văn bản)" in explain(plan("Hà Nội"))


def test_citations_deadlines_assignments_and_activities_are_listed() -> None:
    said = explain(plan("Hà Nội"))
    cited = one_line(part_of(said, "citation"))
    assert "directive Công văn 5201/BGDĐT-GDĐT · 2024-09-09 · Bộ Giáo dục và Đào tạo" in cited
    assert "danh mục: 5201/BGDĐT-GDTX bỏ qua: symbol: GDĐT for GDTX" in cited
    due = one_line(part_of(said, "deadline"))
    assert "report 2024-10-15 · từ: các đơn vị · gửi: Sở Giáo dục và Đào tạo" in due
    assert "các đơn vị «báo cáo về Sở trước ngày 15/10/2024». TM." in due
    assert "Sở Giáo dục và Đào tạo sample · 1.00 · tr. 2 - chủ trì: chủ trì tham mưu" in one_line(part_of(said, "assignment"))
    assert "1. Tổ chức ngày hội đọc sách tại thư viện. (tr. 2)" in one_line(part_of(said, "activity"))


def test_the_tasks_of_a_body_stand_together() -> None:
    draft = Draft("a.txt", "Sở Tài chính\nHội Khuyến học tỉnh\n")
    education = ("Hội Khuyến học", "Hội Khuyến học tỉnh", "Vận động")
    for agency, text, task in (("Sở Tài chính",) * 2 + ("Bố trí kinh phí",), education, ("Sở Tài chính",) * 2 + ("Thẩm định",)):
        draft.add(Assignment, text, value=agency, agency=agency, agency_text=text, role="carry_out", task=task)
    said = part_of(explain(draft.done()), "assignment")
    assert said.count("  Sở Tài chính\n") == 1
    assert re.search(r"- thực hiện: Bố trí kinh phí\n +- thực hiện: Thẩm định\n  Hội Khuyến học \(«Hội Khuyến học tỉnh»\)", said)


def test_what_was_not_found_is_named_with_the_parts_where_it_was_looked_for() -> None:
    said = one_line(part_of(explain(plan("Hà Nội")), "not found"))
    assert "opening_on Ngày khai mạc; tìm ở: body; không có phần: closing" in said
    assert "signer_title Chức vụ; không có phần: signature" in said
    assert " signer Người ký" not in said
    nothing = part_of(explain(Draft("a.txt", "Chào các bạn.\n").done()), "not found")
    for field in (*FIELDS, *LISTS):
        assert (f"\n  {field.name} " in nothing) is (field.name != "issued_month")


def test_verdicts_show_reason_and_both_sides_failures_first() -> None:
    extraction = plan("Hà Nội", theme="Học đọc")
    judged = [replace(findings(plan("Hà Nội"))[0], requirement="week"), *findings(extraction)]
    said = part_of(explain(extraction, judged), "5201/BGDĐT-GDTX")
    assert said.startswith("── ĐỐI CHIẾU: không đạt 2, đạt 1 ─")
    assert re.findall(r"(?m)^  (?:KHÔNG ĐẠT|ĐẠT) · ([a-z-]+)", said) == ["theme", "citation-exact", "week"]
    words = one_line(said)
    assert "KHÔNG ĐẠT · theme · nghiêm trọng Chủ đề khác với công văn của Bộ." in words
    assert "yêu cầu Phát triển văn hóa đọc thúc đẩy học tập suốt đời (nguồn: công văn của Bộ, mục 1)" in words
    assert "Chủ đề: “«Học đọc»” 2. Thời gian" in words
    assert "Chủ đề đúng nguyên văn." in words


def test_a_thing_that_is_missing_shows_where_it_was_looked_for() -> None:
    extraction = plan("Hà Nội")
    wanted = Finding("opening", "5201", "fail", "minor", "Không nêu.", "Not there.", "2024-10-01", "công văn", None, 2, 190, 200)
    assert "đã tìm ở   …" in explain(extraction, [wanted]).replace("\xa0", " ")


def test_a_document_that_is_not_judged_says_why() -> None:
    assert "không triển khai văn bản chỉ đạo nào" in part_of(explain(plan("Hà Nội")), "verdicts")
    failed = explain(unreadable())
    assert "không đọc được văn bản" in part_of(failed, "verdicts")
    assert "ingest/no-text-layer (tr. 1): Trang 1 không có chữ." in failed
    assert "1: empty, không có lớp chữ" in failed


def test_english_words_for_english_readers() -> None:
    extraction = plan("Hà Nội", theme="Học đọc")
    said = explain(extraction, findings(extraction), lang="en")
    assert "The theme differs from the directive's." in said
    assert "LOOKED FOR AND NOT FOUND" in said
    assert not re.search(r"Trích yếu|tìm ở|KHÔNG ĐẠT", said)


def test_colours_change_nothing_but_the_marks_of_quotations() -> None:
    extraction = plan("Đắk Lắk")
    plain = explain(extraction, findings(extraction))
    bright = explain(extraction, findings(extraction), colour=True)
    assert "\x1b" not in plain
    levelled = re.sub(r"[«»\s]", "", plain)
    assert re.sub(r"[«»\s]", "", STYLE.sub("", bright)) == levelled
    for line in bright.splitlines():  # a line leaves no colour behind
        assert not STYLE.findall(line) or STYLE.findall(line)[-1] == "\x1b[0m"


def test_a_hostile_document_cannot_command_the_terminal() -> None:
    draft = Draft("a\x1b[2J.txt", "CHỦ ĐỀ \x1b]0;x\x07\x1b[31m: Học\u202e\x01\x02\n")
    draft.add(Fact, "\x1b[31m: Học\u202e", field="theme", value="\x1b[31mHọc\u202e")
    draft.add(Citation, "CHỦ ĐỀ", value="1/KH", number="1/KH\x9b", issuer="\x1b[5mai")
    draft.add(Deadline, "CHỦ ĐỀ", value=None, due_text="\x1b[5mmai", recipient="\x07")
    draft.add(Activity, "CHỦ ĐỀ", value="\x1b[5mhội", position=1)
    said = explain(draft.done())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", said)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [72, 80, 120])
def test_real_looking_documents_fit_the_terminal(width: int, lang: str) -> None:
    desk = Desk.of(rulebook.load())
    files = sorted((ROOT / "corpus").glob("*.txt")) + sorted((ROOT / "corpus").glob("*.md"))
    assert files
    for path in files:
        extraction = extract(ingest(path.read_bytes(), path.name, str(path)), desk)
        said = explain(extraction, width=width, lang=lang)
        assert max(map(len, said.splitlines())) <= width, path.name
        values = {f.value for f in extraction.facts if f.value and f.field in SCALAR_NAMES}
        assert all(one_line(value)[:20] in one_line(said) for value in values), path.name


def test_the_days_are_called_as_the_campaign_calls_them_or_neutrally() -> None:
    book = rulebook.load()
    month = book.campaign_of("19046/BVHTTDL-SCE")
    assert month is not None and month.short_vi == "Tháng hành động" and book.campaign_of("1/KH-UBND") is None
    extraction = plan("Hà Nội")
    known = part_of(explain(extraction, period=(month.short_vi, month.short_en)), "facts")
    assert re.search(r"(?m)^week_start .*\nNgày đầu Tháng hành .*\nđộng\b", known), "a long name goes on below"
    assert "\nNgày cuối đợt hưởng ứng " in part_of(explain(extraction), "facts")
    nothing = replace(extraction, facts=())
    assert "last day of the campaign; looked in" in part_of(explain(nothing, lang="en"), "not found")
