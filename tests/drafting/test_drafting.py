"""A directive drafted from its own document, or from the plans that cite it; nothing is used before a person confirms it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import rulebook
from pipeline.batch.run import check_alone
from pipeline.drafting.draft import Draft, render_draft
from pipeline.drafting.from_document import draft_directive
from pipeline.drafting.from_plans import infer_directive, may_mean
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest, ingest_text
from pipeline.model import Directive, Extraction, Page
from pipeline.rulebook import RuleFaults

CORPUS = Path(__file__).parents[2] / "corpus"
ASKED = ("number", "issuer", "year", "campaign", "issued_on", "theme", "week_start", "week_end", "opening_on", "report_due_on")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.of(rulebook.load())


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The rules without any directive of 2025, where a draft may be put."""
    root = Path(shutil.copytree(rulebook.rules_root(), tmp_path / "rules"))
    (root / "directives/2025.yml").unlink()
    for path in (root / "policies").glob("*.yml"):  # their cases name that directive
        path.write_text(path.read_text("utf-8").replace("5607/BGDĐT-GDNNGDTX", "5201/BGDĐT-GDTX"), "utf-8")
    return root


def read(path: Path, desk: Desk) -> Extraction:
    return extract(ingest(path.read_bytes(), path.name, path.name), desk)


def plans_of(year: int, desk: Desk) -> list[Extraction]:
    """The documents that stand alone; a chain's communes repeat what their province says."""
    named = (path for kind in ("ke-hoach", "cong-van") for path in CORPUS.glob(f"{year}-*-{kind}.*"))
    return [read(path, desk) for path in sorted(named) if path.suffix in (".txt", ".md", ".pdf")]


def loaded(root: Path, draft: Draft, *, confirmed: bool) -> Directive:
    """The draft as the rules read it, once a person has confirmed every value."""
    text = render_draft(draft)
    path = root / "directives/2025.yml"
    path.write_text(text.replace("confirmed: false", "confirmed: true") if confirmed else text, "utf-8")
    return next(d for d in rulebook.load(root).policies.directives if d.number == draft.known["number"].value)


# --- from the directive itself ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["2023-bo-gddt-cong-van.pdf", "2025-bo-gddt-cong-van.txt"])
def test_a_letter_drafts_what_the_rules_say_of_it(name: str, desk: Desk) -> None:
    draft = draft_directive(read(CORPUS / name, desk), desk)
    known = next(d for d in desk.rulebook.directives if d.number == draft.known["number"].value)
    said = {**draft.known, **draft.asked}
    assert {n: said[n].value for n in ASKED} == {n: None if (v := getattr(known, n)) is None else str(v) for n in ASKED}
    assert draft.gaps == ["report_due_on"]


def test_every_drafted_value_is_quoted_from_its_page(desk: Desk) -> None:
    extraction = read(CORPUS / "2023-bo-gddt-cong-van.pdf", desk)
    draft = draft_directive(extraction, desk)
    pages = {page.number: " ".join(extraction.document.text[page.start : page.end].split()) for page in extraction.document.pages}
    found = [v for v in (*draft.known.values(), *draft.asked.values()) if v.value]
    assert len(found) == 9
    assert all(v.quote and v.page and v.quote in pages[v.page] for v in found)
    items = (*draft.activities, *draft.addressed)
    assert items and all(item.asked in pages[item.page] for item in items)


def test_a_letter_drafts_its_activities_and_the_bodies_it_addresses(desk: Desk) -> None:
    draft = draft_directive(read(CORPUS / "2025-bo-gddt-cong-van.txt", desk), desk)
    assert len(draft.activities) == 6
    assert draft.activities[1].asked == "Truyền thông về học tập suốt đời trên báo, đài, hệ thống loa cơ sở và các nền tảng số"
    assert {item.kind: item.asked.split(" tham mưu")[0] for item in draft.addressed} == {
        "lower-committees": "Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương",
        "education": "Sở Giáo dục và Đào tạo",
    }


LETTER = """BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH
Số: 77/BVHTTDL-TV
V/v tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2026

Hà Nội, ngày 10 tháng 9 năm 2026

Kính gửi: Ủy ban nhân dân các tỉnh, thành phố.

1. Chủ đề
Các địa phương lựa chọn chủ đề phù hợp với thực tế.
2. Các hoạt động
a) Khuyến khích mở cửa thư viện buổi tối.
b) Trao đổi sách cũ giữa các trường học.
3. Tổ chức thực hiện
a) Sở Văn hóa, Thể thao và Du lịch gửi báo cáo kết quả về Bộ Văn hóa, Thể thao và Du lịch {due}.
"""


def letter(due: str, desk: Desk) -> Draft:
    return draft_directive(extract(ingest_text(LETTER.replace("{due}", due), "letter.txt"), desk), desk)


def test_what_the_letter_leaves_to_the_locality_is_no_gap(desk: Desk, rules: Path) -> None:
    draft = letter("trước ngày 20/10/2026", desk)
    assert draft.left_open["theme"].quote == "Các địa phương lựa chọn chủ đề phù hợp với thực tế."
    assert draft.activities[0].condition == "Khuyến khích" and draft.activities[1].condition is None
    directive = loaded(rules, draft, confirmed=True)
    assert directive.left_open == ("theme",) and directive.report_due_on == "2026-10-20"


def test_two_days_for_the_report_are_a_gap_that_names_both(desk: Desk) -> None:
    due = "trước ngày 20/10/2026; gửi báo cáo kết quả về Bộ Văn hóa, Thể thao và Du lịch trước ngày 30/10/2026"
    gap = letter(due, desk).asked["report_due_on"]
    assert gap.value is None
    assert "nêu nhiều hạn báo cáo" in gap.source and "20/10/2026" in gap.source and "30/10/2026" in gap.source


def test_a_gap_says_which_pages_could_not_be_read(desk: Desk) -> None:
    extraction = extract(ingest_text(LETTER.replace("{due}", "sau khi kết thúc"), "letter.txt"), desk)
    document = extraction.document
    poor = Page(1, 0, len(document.text), "poor", "test")
    unread = extract(type(document)(**{**vars(document), "pages": (poor,)}), desk)
    gap = draft_directive(unread, desk).asked["week_start"]
    assert gap.value is None and gap.source.endswith("không tìm thấy ngày đầu; trang 1 không đọc được")


def test_a_draft_is_refused_with_file_and_line_until_every_value_is_confirmed(desk: Desk, rules: Path) -> None:
    draft = draft_directive(read(CORPUS / "2025-bo-gddt-cong-van.txt", desk), desk)
    with pytest.raises(RuleFaults) as raised:
        loaded(rules, draft, confirmed=False)
    path = rules / "directives/2025.yml"
    lines = [n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.endswith(" confirmed: false")]
    told = {int(f.removeprefix(f"{path}:").split(":")[0]) for f in raised.value.found if "drafted, not confirmed" in f}
    assert told == set(lines) and len(lines) == 4 + 6 + len(draft.addressed) + len(draft.activities)
    assert loaded(rules, draft, confirmed=True).theme == draft.asked["theme"].value


def test_words_of_a_document_cannot_break_out_of_the_draft(desk: Desk, rules: Path) -> None:
    text = LETTER.replace("thư viện buổi tối", "thư viện: \"đêm\" # [hội] {sách}\\n'và' &trà *tranh")
    draft = draft_directive(extract(ingest_text(text, "letter.txt"), desk), desk)
    asked = [a.words for a in loaded(rules, draft, confirmed=True).activities]
    assert asked == [item.asked for item in draft.activities] and any("# [hội] {sách}" in words for words in asked)


# --- from the plans that cite it -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plans(desk: Desk) -> Sequence[Extraction]:
    return plans_of(2025, desk)


def test_what_the_plans_agree_on_is_inferred_with_its_count(plans: Sequence[Extraction], desk: Desk) -> None:
    draft = infer_directive("5607/BGDĐT-GDNNGDTX", plans, desk)
    assert draft is not None
    known = next(d for d in desk.rulebook.directives if d.number == "5607/BGDĐT-GDNNGDTX")
    assert {n: draft.asked[n].value for n in ("theme", "week_start", "week_end", "issued_on")} == {
        "theme": known.theme, "week_start": known.week_start, "week_end": known.week_end, "issued_on": known.issued_on,
    }  # fmt: skip
    week = draft.asked["week_start"]
    assert week.inferred
    assert "12 trong 13 văn bản nêu điều này ghi “01/10/2025”" in week.source
    assert "1 văn bản ghi khác: “06/10/2025” (2025-dong-nai-ubnd-ke-hoach.pdf)" in week.source
    assert draft.asked["report_due_on"].value is None


def test_without_clear_agreement_a_value_stays_open(plans: Sequence[Extraction], desk: Desk) -> None:
    two = [p for p in plans if p.document.name in ("2025-dong-nai-ubnd-ke-hoach.pdf", "2025-hai-phong-ubnd-ke-hoach.pdf")]
    draft = infer_directive("5607/BGDĐT-GDNNGDTX", two, desk)
    assert draft is not None
    assert draft.asked["week_start"].value is None
    assert draft.asked["week_start"].source.startswith("chưa đủ thống nhất để suy ra: 1 trong 2 văn bản")
    assert draft.asked["theme"].value is None, "two agree, and two are too few"


def test_communes_of_one_province_alone_infer_nothing(plans: Sequence[Extraction], desk: Desk) -> None:
    son_la = [p for p in plans if p.value("province") == "Sơn La"]
    assert len(son_la) >= 4
    draft = infer_directive("5607/BGDĐT-GDNNGDTX", son_la, desk)
    assert draft is not None and draft.asked["week_start"].value is None


def test_a_directive_that_nobody_cites_cannot_be_inferred(plans: Sequence[Extraction], desk: Desk) -> None:
    assert infer_directive("9999/BGDĐT-GDTX", plans, desk) is None


def test_the_directive_itself_is_no_witness(plans: Sequence[Extraction], desk: Desk) -> None:
    assert [p for p in plans if p.value("level") == "ministry"]
    assert infer_directive("1373/QĐ-TTg", [p for p in plans if p.value("level") == "ministry"], desk) is None


@pytest.mark.parametrize(
    ("cited", "number", "meant"),
    [
        ("4342/BGDĐT-GDĐT", "4342/BGDĐT-GDTX", True),
        ("4342/BGDĐT- GDTX", "4342/BGDĐT-GDTX", True),
        ("4343/BGDĐT-GDTX", "4342/BGDĐT-GDTX", False),
        ("508/KH-UBND", "508/KH-BTTTT", False),
        ("508/KH-BTTTT", "508/KH-BTTTT", True),
        ("không số", "508/KH-BTTTT", False),
        (None, "508/KH-BTTTT", False),
    ],
)
def test_a_citation_may_mean_the_directive(cited: str | None, number: str, meant: bool, desk: Desk) -> None:
    assert may_mean(cited, number, desk.rulebook.document_types) is meant


def test_a_finding_that_leans_on_an_inferred_value_says_so(plans: Sequence[Extraction], desk: Desk, rules: Path) -> None:
    draft = infer_directive("5607/BGDĐT-GDNNGDTX", plans, desk)
    assert draft is not None
    directive = loaded(rules, draft, confirmed=True)
    assert directive.inferred == ("issued_on", "theme", "week_start", "week_end", "opening_on")
    with_inferred = Desk.of(rulebook.load(rules))
    told, verdicts = set(), {}
    for plan in plans:
        again = extract(plan.document, with_inferred)
        before = {f.requirement: f for f in check_alone(extract(plan.document, desk), desk)}
        for finding in check_alone(again, with_inferred):
            verdicts[plan.document.name, finding.requirement] = (before[finding.requirement].verdict, finding.verdict)
            if "là suy ra từ các văn bản viện dẫn" in finding.reason_vi:
                told.add((finding.requirement, finding.verdict))
                assert "was inferred from the documents that cite" in finding.reason_en
    assert {("theme", "pass"), ("theme", "fail"), ("week", "fail"), ("opening", "fail")} <= told
    assert not {requirement for requirement, _ in told} & {"lead-agency", "adapted", "deadline-order"}
    by_requirement = {pair: (old, new) for pair, (old, new) in verdicts.items() if old != new}
    assert not {k: v for k, v in by_requirement.items() if k[1] not in ("agencies", "activities")}
