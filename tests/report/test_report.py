"""What a report says, and in what order: from plain rows, and from a store province by province."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from pipeline.check.score import FORMULA
from pipeline.model import Directive, Finding
from pipeline.places import Places
from pipeline.report.comparison import Due, Item, Judged, Task, Unread
from pipeline.report.gathering import NoSuchProvince, choose, find_province
from pipeline.report.layout import lay_out
from pipeline.report.paper import Block, Brief, Cell, Heading, Note, Paper, Sentences, Table
from pipeline.report.province import Gathering
from pipeline.report.silent import silent_units
from pipeline.report.summary import summarise
from pipeline.rulebook import Rulebook
from tests.report import samples
from tests.report.samples import DIRECTIVE, compared, finding, ordinary, plan


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return samples.book()


@pytest.fixture(scope="module")
def places() -> Places:
    return samples.places()


def words(cell: Cell) -> str:
    return "\n".join(" ".join(piece.text for piece in line) for line in cell)


def blocks(paper: Paper, title: str) -> tuple[Block, ...]:
    return next(section.blocks for section in paper.sections if section.title == title)


def tables(paper: Paper, title: str) -> list[list[list[str]]]:
    """The rows of a section's tables, in words."""
    found = (block for block in blocks(paper, title) if isinstance(block, Table))
    return [[[words(cell) for cell in row.cells] for row in table.rows] for table in found]


def test_communes_stand_worst_first_and_unknowns_are_no_failures() -> None:
    commune = {"level": "commune"}
    rows = [
        Judged(plan(**commune, issuer="xã A"), (finding(verdict="unknown"), finding(verdict="unknown"))),
        Judged(
            plan(**commune, issuer="xã B"), (finding(verdict="fail", severity="minor"), finding(verdict="fail", severity="minor"))
        ),
        Judged(plan(**commune, issuer="xã C"), (finding(verdict="fail", severity="serious"),)),
        Judged(plan(**commune, issuer="xã D"), (finding(),)),
    ]
    assert [j.plan["issuer"] for j in compared(*rows).lower] == ["xã C", "xã B", "xã A", "xã D"]


def test_the_summary_counts_what_is_there() -> None:
    comparison = compared(
        Judged(plan(), (finding(), finding("week", "fail"), finding("opening", "unknown"))),
        Judged(
            plan(level="commune", status="partial"), (finding(), finding("week", "fail"), finding("adapted", "not_applicable"))
        ),
        Judged(plan(in_scope=0, directive=None), ()),
    )
    assert summarise(comparison, "vi") == [
        "Tỉnh Thanh Hóa có 2 văn bản thực hiện Công văn số 4342/BGDĐT-GDTX (2022): 1 của cấp tỉnh, 1 của cấp dưới.",
        "Trong 6 kết luận: 2 đạt, 2 không đạt, 1 chưa rõ, 1 không áp dụng; điểm chung 50.",
        "Không đạt nhiều nhất: Thời gian tổ chức (2 văn bản).",
        "Chưa rõ nhiều nhất: Ngày khai mạc (1 văn bản).",
        "Số văn bản không có kết luận “không đạt” nào: 0 trên 2.",
        "1 văn bản chỉ đọc được một phần; điều chưa đọc được không bị coi là không đạt.",
        "1 văn bản khác không thực hiện văn bản chỉ đạo nào đã biết nên không được đối chiếu.",
    ]
    assert comparison.totals.total() == sum(len(j.findings) for j in comparison.judged)


def test_the_summary_says_the_name_by_which_the_province_was_asked_for(places: Places) -> None:
    chosen = choose([plan(province="Bắc Giang", year=2024)], places, "Bắc Giang")
    assert summarise(compared(Judged(plan(), ()), chosen=chosen), "vi")[-1] == (
        "Báo cáo này lập theo tỉnh Bắc Giang, có đến hết ngày 30/6/2025; từ ngày 01/7/2025 thuộc tỉnh Bắc Ninh."
    )


def test_the_summary_tells_a_failing_document_once_however_many_ask_for_the_same() -> None:
    twice = (finding("week", "fail"), finding("week", "fail", directive="7/KH-UBND"), finding("week", "unknown"))
    said = summarise(compared(Judged(plan(), twice)), "vi")
    assert "Không đạt nhiều nhất: Thời gian tổ chức (1 văn bản)." in said


def test_the_first_page_has_the_formula_and_the_gravest_failures_with_their_reasons() -> None:
    commune = {"level": "commune", "doc_type": "Kế hoạch", "number": "7/KH-UBND"}
    rows = [Judged(plan(), (finding(),))]
    rows += [Judged(plan(**commune, issuer=f"xã {n}"), (finding("week", "fail", "minor"),)) for n in range(11)]
    grave = (finding("opening", "fail", "minor"), finding("theme", "fail", reason_vi="Chủ đề khác."))
    rows.append(Judged(plan(**commune, issuer="xã Z"), grave))
    *_, note, heading, brief = blocks(lay_out(compared(*rows), "vi"), "Tóm tắt")
    assert note == Note(FORMULA.vi)
    assert heading == Heading("Các văn bản có nội dung không đạt (12), nặng nhất xếp trước")
    assert isinstance(brief, Brief) and len(brief.lines) == 6 and len(brief.table.rows) == 13, "a workbook has them all"
    assert words(brief.lines[:1]) == (
        "✗ xã Z, Kế hoạch 7/KH-UBND, chưa ghi ngày: Chủ đề đúng nguyên văn (nghiêm trọng): Chủ đề khác."
        " Không đạt khác: Ngày khai mạc (nhỏ)."
    )
    assert words(brief.lines[-1:]) == "Và 7 văn bản khác; xem phần “Văn bản của cấp dưới, không đạt nhiều nhất xếp trước”."


def test_the_parts_of_a_report_stand_in_their_order() -> None:
    assert [section.title for section in lay_out(ordinary(), "vi").sections] == [
        "Tóm tắt",
        "Trình tự thời gian",
        "Văn bản chỉ đạo yêu cầu gì",
        "Theo từng yêu cầu",
        "Văn bản của cấp tỉnh",
        "Cơ quan và nhiệm vụ",
        "Hoạt động được yêu cầu và hoạt động trong kế hoạch",
        "Văn bản của cấp dưới, không đạt nhiều nhất xếp trước",
        "Đơn vị cấp dưới chưa có văn bản",
        "Chi tiết từng văn bản của cấp dưới",
        "Những gì không đọc được",
        "Báo cáo được lập thế nào",
    ]


def test_a_document_is_shown_with_what_was_asked_and_planned_and_its_score() -> None:
    paper = lay_out(ordinary(), "vi")
    first, _, second, _ = blocks(paper, "Văn bản của cấp tỉnh")
    assert first == Heading(
        "Ủy ban nhân dân tỉnh Thanh Hóa, Kế hoạch 211/KH-UBND, 20/9/2022",
        "tinh.pdf · 1 đạt · 1 chưa rõ · 1 không áp dụng · điểm 100",
    )
    assert isinstance(second, Heading)
    assert second.below == "so.docx · đọc được một phần · bản quét, nhận dạng chữ · 1 đạt · 0 chưa rõ · điểm 100"
    assert tables(paper, "Chi tiết từng văn bản của cấp dưới")[0][0] == [
        "Chủ đề đúng nguyên văn",
        "Thúc đẩy chuyển đổi số phục vụ cho học tập suốt đời sau đại dịch COVID-19\nCông văn số 4342/BGDĐT-GDTX",
        "“Thúc đẩy chuyển đổi số và học tập suốt đời”\ntrang 1",
        "✗ Không đạt\nnghiêm trọng",
        "Chủ đề khác của Bộ.\nKhác từng chữ: Thúc đẩy chuyển đổi số phục vụ cho và học tập suốt đời sau đại dịch COVID-19",
    ]


def test_a_document_says_what_it_carries_out_and_how_much_of_it_is_its_superiors() -> None:
    first = blocks(lay_out(ordinary(), "vi"), "Chi tiết từng văn bản của cấp dưới")[0]
    assert isinstance(first, Heading) and first.below == (
        "b.txt · thực hiện 211/KH-UBND, 7/KH-UBND (chưa có trong dữ liệu) · 26 % số từ trùng với văn bản cấp trên"
        " · 2 không đạt · 0 chưa rõ · điểm 0"
    )


def test_what_is_in_order_in_a_lower_units_document_is_told_in_a_sentence_with_its_reason() -> None:
    judged = Judged(plan(level="commune"), (finding(found="x", page=2), finding("week"), finding("opening", "fail", "minor")))
    _, table, brief = blocks(lay_out(compared(judged), "vi"), "Chi tiết từng văn bản của cấp dưới")
    assert isinstance(table, Table) and [row.verdict for row in table.rows] == ["fail"]
    assert isinstance(brief, Brief) and [row.verdict for row in brief.table.rows] == ["pass", "pass"]
    assert words(brief.lines) == "✓ Đạt (2): Chủ đề đúng nguyên văn: Lý do (trang 2); Thời gian tổ chức: Lý do."


def test_a_requirement_that_asks_several_things_points_to_where_they_are_listed() -> None:
    items = tuple(Item("activities", DIRECTIVE, f"việc {n}", None, "fail", None, None, None) for n in range(3))
    judged = Judged(plan(), (finding("activities", "fail", expected="việc 0; việc 1; việc 2"),), items=items)
    [[row]] = tables(lay_out(compared(judged), "vi"), "Văn bản của cấp tỉnh")
    assert row[1] == "3 nội dung, liệt kê ở phần “Hoạt động được yêu cầu và hoạt động trong kế hoạch”"


def test_findings_against_a_superiors_plan_have_a_table_of_their_own() -> None:
    judged = Judged(plan(level="commune"), (finding(), finding("week", "fail", "minor", directive="211/KH-UBND")))
    detail = blocks(lay_out(compared(judged), "vi"), "Chi tiết từng văn bản của cấp dưới")
    assert [block.below for block in detail if isinstance(block, Heading)] == [
        "a.txt · Đối chiếu với 4342/BGDĐT-GDTX: 1 đạt · 0 chưa rõ · điểm 100",
        "Đối chiếu với 211/KH-UBND: 1 không đạt · 0 chưa rõ · điểm 0",
    ]


def test_a_citation_differs_in_its_own_words_only() -> None:
    bad = finding(
        "citation-exact",
        "fail",
        expected="4342/BGDĐT-GDTX ngày 07/9/2022",
        found="Công văn số 4342/BGDĐT-GDĐT ngày 07/9/2022 của Bộ",
    )
    [[row]] = tables(lay_out(compared(Judged(plan(), (bad,))), "vi"), "Văn bản của cấp tỉnh")
    assert row[-1] == "Lý do.\nKhác từng chữ: 4342/BGDĐT GDTX GDĐT ngày 07/9/2022"


def test_agencies_and_tasks_are_a_matrix() -> None:
    paper = lay_out(ordinary(), "vi")
    asked, tasks = tables(paper, "Cơ quan và nhiệm vụ")
    assert asked == [["Ngành giáo dục", "✓ Đạt\n“Sở Giáo dục và Đào tạo”\ntrang 2"], ["Thư viện", "✗ Không đạt"]]
    assert tasks == [
        ["Sở Giáo dục và Đào tạo", "Chủ trì: chủ trì, hướng dẫn các đơn vị (trang 2)", "0"],
        ["Hội Khuyến học", "Phối hợp: vận động hội viên tham gia ", "1"],
    ]


def test_a_body_with_many_tasks_fills_no_page() -> None:
    tasks = tuple(Task("Sở Nội vụ", "lead", f"việc {n} " + "dài " * 100, 1) for n in range(6))
    [[[_, cell]]] = tables(lay_out(compared(Judged(plan(), (), tasks=tasks)), "vi"), "Cơ quan và nhiệm vụ")
    lines = cell.splitlines()
    assert len(lines) == 5 and lines[-1] == "và 2 nhiệm vụ khác" and all(len(line) < 200 for line in lines)
    assert lines[0].startswith("Chủ trì: việc 0") and lines[0].endswith("dài … (trang 1)")


def test_many_documents_of_a_province_are_several_matrices() -> None:
    group = [Judged(plan(document=str(n), number=f"{n}/KH"), (), tasks=(Task("Sở Nội vụ", "lead", "x", 1),)) for n in range(5)]
    found = [b for b in blocks(lay_out(compared(*group), "vi"), "Cơ quan và nhiệm vụ") if isinstance(b, Table)]
    assert [len(table.columns) for table in found] == [4, 3]


def test_activities_are_a_coverage_table_and_what_the_plan_adds_is_listed() -> None:
    paper = lay_out(ordinary(), "vi")
    title = "Hoạt động được yêu cầu và hoạt động trong kế hoạch"
    assert tables(paper, title) == [
        [
            ["Tổ chức lễ khai mạc", "✓ Đạt (0,91)\n“tổ chức khai mạc tại huyện”\ntrang 1"],
            ["Mở lớp học số", "? Chưa rõ (0,40)\n“bồi dưỡng kỹ năng số”\ntrang 1"],
        ]
    ]
    assert blocks(paper, title)[-1] == Sentences(("Hội thi đọc sách",))


def test_activities_of_lower_units_are_counted() -> None:
    def of(document: str, verdict: Any) -> Judged:
        item = Item("activities", DIRECTIVE, "Mở lớp", None, verdict, None, None, None)
        return Judged(plan(level="commune", document=document), (), items=(item,))

    group = [of("1", "pass"), of("2", "pass"), of("3", "fail"), of("4", "unknown")]
    [[row]] = tables(lay_out(compared(*group), "vi"), "Hoạt động được yêu cầu và hoạt động trong kế hoạch")
    assert row == ["Mở lớp", "2", "1", "1"]


# --- silent units


def test_communes_without_a_document_are_named_by_kind_since_july_2025(book: Rulebook, places: Places) -> None:
    directive = next(d for d in book.directives if d.year == 2025)
    row = plan(province="Sơn La", year=2025, directive=directive.number, level="commune")
    plans = [
        row | {"issuer": "Ủy ban nhân dân xã Chiềng Khương", "commune": "Chiềng Khương"},
        row | {"issuer": "Trường Tiểu học phường Chiềng An", "commune": "Chiềng An", "level": "school"},
    ]
    silent = silent_units(places, choose(plans, places, "Sơn La"), directive, date(2025, 9, 15), plans)
    assert silent.districts is None and silent.units == 75 and silent.answered == 1
    by_kind = {group.name: group for group in silent.communes}
    assert set(by_kind) == {"phường", "xã"}
    assert "Chiềng Khương" not in by_kind["xã"].silent and "Mường Chanh" in by_kind["xã"].silent
    assert "Chiềng An" in by_kind["phường"].silent, "a school does not answer for its ward"


def test_districts_without_a_document_have_a_row_with_its_name(book: Rulebook, places: Places) -> None:
    directive = next(d for d in book.directives if d.year == 2024)
    row = plan(province="Bắc Giang", year=2024, level="district", issuer="Ủy ban nhân dân huyện Hiệp Hòa")
    chosen = choose([row | {"directive": directive.number}], places, "Bắc Giang")
    silent = silent_units(places, chosen, directive, date(2024, 9, 9), chosen.plans)
    comparison = compared(Judged(plan(year=2024), (finding(),)), silent=[silent], year=2024)
    [rows] = tables(lay_out(comparison, "vi"), "Đơn vị cấp dưới chưa có văn bản")
    assert silent.districts and silent.districts.units > 9
    assert rows[0][:3] == ["Các huyện, quận, thị xã, thành phố", str(silent.districts.units), "1"]
    assert all(first for first, *_ in rows)


def test_before_july_2025_silent_communes_stand_under_their_districts(book: Rulebook, places: Places) -> None:
    directive = next(d for d in book.directives if d.year == 2024)
    row = plan(province="Bắc Giang", year=2024, directive=directive.number)
    plans = [
        row | {"issuer": "Phòng Giáo dục và Đào tạo huyện Hiệp Hòa", "level": "district"},
        row | {"issuer": "Ủy ban nhân dân xã Đoan Bái", "commune": "Đoan Bái", "level": "commune"},
    ]
    silent = silent_units(places, choose(plans, places, "Bắc Giang"), directive, date(2024, 9, 9), plans)
    assert silent.districts and "huyện Hiệp Hòa" not in silent.districts.silent and "huyện Lục Ngạn" in silent.districts.silent
    under = next(group for group in silent.communes if group.name == "huyện Hiệp Hòa")
    assert "xã Đoan Bái" not in under.silent and len(under.silent) == under.units - 1


def test_where_nobody_answered_the_report_says_so_without_a_thousand_names(book: Rulebook, places: Places) -> None:
    directive = next(d for d in book.directives if d.year == 2022)
    silent = silent_units(places, choose([], places, "Thanh Hóa"), directive, date(2022, 9, 7), [])
    [only] = blocks(lay_out(compared(Judged(plan(), (finding(),)), silent=[silent]), "vi"), "Đơn vị cấp dưới chưa có văn bản")
    assert only == Sentences(
        (
            "Chưa có văn bản nào trong dữ liệu thực hiện Công văn số 4342/BGDĐT-GDTX (2022): "
            "547 trên 547 đơn vị cấp xã, 27 trên 27 đơn vị cấp huyện.",
        )
    )


# --- out of a store


class Kept:
    """A store of plain rows."""

    def __init__(self, plans: list[dict[str, Any]], **rows: list[dict[str, Any]]) -> None:
        self._plans, self._rows = plans, rows
        self.asked: list[tuple[str, int]] = []

    def plans(self, **where: Any) -> list[dict[str, Any]]:
        return self._plans

    def rows_of(self, table: str, documents: Sequence[str]) -> list[dict[str, Any]]:
        self.asked.append((table, len(documents)))
        return [row for row in self._rows.get(table, ()) if row["document"] in documents]

    def text(self, document: str) -> str:
        return next(str(plan.get("text", "")) for plan in self._plans if plan["document"] == document)

    def directives(self) -> list[Directive]:
        return list(samples.book().directives)

    def last_run(self) -> dict[str, Any]:
        return {"run": 7}


class Desk:
    def __init__(self, book: Rulebook, places: Places) -> None:
        self.rulebook, self.places = book, places


def test_rows_are_gathered_for_one_province_and_year(book: Rulebook, places: Places) -> None:
    plans = [
        plan(document="a", name="a.pdf"),
        plan(document="b", name="b.pdf", year=2023),
        plan(document="c", name="c.pdf", province="Nghệ An"),
        plan(document="d", name="d.pdf", province=None, status="failed", in_scope=0),
    ]
    judged = {name: getattr(finding(), name) for name in Finding.__dataclass_fields__}
    due = {
        "document": "a",
        "due_on": "2022-10-15",
        "due_text": "",
        "kind": "report",
        "reporter": None,
        "recipient": "Sở",
        "page": 1,
    }
    task = {"document": "a", "agency": "Sở", "role": "lead", "task": "x", "page": 1}
    item = {"document": "a", "requirement": "activities", "directive": DIRECTIVE, "asked": "x", "kind": None, "verdict": "pass"}
    kept = Kept(
        plans,
        findings=[judged | {"document": "a", "id": 1, "scope": "document"}],
        deadlines=[due, due | {"kind": "plan"}],
        assignments=[task, task | {"agency": None}],
        finding_items=[item | {"score": 0.5, "found": "y", "page": 2, "position": 0, "start": 1, "end": 2}],
        problems=[{"document": "d", "code": "no-text-layer", "message": f"Page {n}", "page": n} for n in (1, 2, 3)],
    )
    found = Gathering(kept, Desk(book, places), date(2026, 1, 1)).of("thanh hoa", 2022)
    [only] = found.judged
    assert only.plan["name"] == "a.pdf" and only.findings == (finding(),)
    assert only.dues == (Due("2022-10-15", "", None, "Sở", 1),) and only.tasks == (Task("Sở", "lead", "x", 1),)
    assert only.items == (Item("activities", DIRECTIVE, "x", None, "pass", 0.5, "y", 2),)
    assert found.full_name == "tỉnh Thanh Hóa" and found.made.run == 7 and found.made.on == "2026-01-01"
    assert found.nowhere == (Unread("d.pdf", "no-text-layer", "Page 1", (1, 2, 3)),)
    assert tables(lay_out(found, "vi"), "Những gì không đọc được")[-1] == [["d.pdf", "1-3", "Trang không có chữ nào đọc được."]]
    assert all(count <= 1 for _, count in kept.asked), "only rows of the province's own documents were asked for"


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("Đắk Lắk", "Đắk Lắk"),
        ("dak lak", "Đắk Lắk"),
        ("tỉnh Bắc Giang", "Bắc Giang"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("ha nam", "Hà Nam"),
    ],
)
def test_a_province_is_found_with_or_without_marks(places: Places, name: str, province: str) -> None:
    assert find_province(places, name).name == province


def test_what_is_no_province_is_said(places: Places) -> None:
    with pytest.raises(NoSuchProvince, match="is no province"):
        find_province(places, "Sài Gòn Đông")
