"""Reports from plain rows: what they say, in what order, and that nothing of a document becomes markup."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from pipeline import rulebook
from pipeline.model import Deadline, Directive, Extraction, Finding
from pipeline.places import Places
from pipeline.report.comparison import Comparison, Judged, Made, Unread, compare_province
from pipeline.report.gathering import NoSuchProvince, find_province
from pipeline.report.missing import answers, missing_report
from pipeline.report.province import gather
from pipeline.report.render import render_report
from pipeline.report.summary import summarise
from pipeline.report.timeline import Event, events_of, render_timeline

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> | `code` [a](javascript:x)\n# đề mục"


@pytest.fixture(scope="module")
def book() -> rulebook.Rulebook:
    return rulebook.load()


@pytest.fixture(scope="module")
def places(book: rulebook.Rulebook) -> Places:
    return Places.load(book.root)


def plan(**values: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(("number", "issued_on", "doc_type", "commune", "issuer"))
    row |= {"document": "d1", "name": "a.txt", "status": "ok", "ocr": 0, "in_scope": 1, "level": "province"}
    row |= {"province": "Thanh Hóa", "year": 2022, "directive": "4342/BGDĐT-GDTX"}
    return row | values


def finding(requirement: str = "theme", verdict: str = "pass", severity: str = "serious", **values: Any) -> Finding:
    both = {"reason_vi": "Lý do.", "reason_en": "A reason."}
    return Finding(requirement=requirement, directive="4342/BGDĐT-GDTX", verdict=verdict, severity=severity, **both | values)  # type: ignore[arg-type]


def compared(book: rulebook.Rulebook, *judged: Judged, **values: Any) -> Comparison:
    given: dict[str, Any] = {
        "province": "Thanh Hóa",
        "full_name": "tỉnh Thanh Hóa",
        "year": 2022,
        "judged": judged,
        "directives": book.directives,
        "requirements": book.policies.requirements,
        "problems": (),
        "nowhere": (),
        "made": Made("0.1", "abc", "2022-11-01", 3, 10),
    }
    return compare_province(**given | values)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_of_a_document_breaks_out_into_markup(book: rulebook.Rulebook, language: Any) -> None:
    row = plan(name=HOSTILE, issuer=HOSTILE, number=HOSTILE, doc_type=HOSTILE, issued_on="2022-09-28")
    bad = finding(
        verdict="fail", expected=HOSTILE, source=HOSTILE, found=HOSTILE + " khác", reason_vi=HOSTILE, reason_en=HOSTILE, page=1
    )
    deadline = Deadline(value=None, quote="", page=1, start=0, end=0, rule="r", due_on="2022-10-17", recipient=HOSTILE)
    judged = Judged(row, (bad,), (deadline,))
    comparison = compared(book, judged, problems=[Unread(HOSTILE, "x", HOSTILE, (1,))], nowhere=[Unread(HOSTILE, "x", HOSTILE)])
    page = render_report(comparison, "html", language)
    found = Tags()
    found.feed(page)
    assert not found.tags & {"script", "img", "a", "link", "iframe"}
    assert not {name for name in found.attributes if name.startswith("on") or name in ("src", "href")}
    markdown = render_report(comparison, "md", language)
    assert "<script" not in markdown and "<img" not in markdown
    for line in markdown.splitlines():
        if line.startswith("| "):
            assert len(re.findall(r"(?<!\\)\|", line)) in (4, 6), line
    assert "\n# đề mục" not in markdown


def test_the_report_is_one_file_without_network(book: rulebook.Rulebook) -> None:
    page = render_report(compared(book, Judged(plan(), (finding(),))), "html", "vi")
    assert not re.search(r"https?://", page)
    assert "default-src 'none'" in page and "@page" in page


def test_the_report_shows_both_sides_the_difference_and_the_page(book: rulebook.Rulebook) -> None:
    bad = finding(
        verdict="fail",
        expected="Chuyển đổi số thúc đẩy học tập",
        source="Công văn số 4342",
        found="Chuyển đổi số và học tập",
        page=2,
        reason_vi="Chủ đề khác của Bộ.",
    )
    page = render_report(compared(book, Judged(plan(issuer="Ủy ban nhân dân tỉnh Thanh Hóa"), (bad,))), "html", "vi")
    for words in ("Ủy ban nhân dân tỉnh Thanh Hóa", "Chủ đề đúng nguyên văn", "<q>Chuyển đổi số và học tập</q>", "trang&nbsp;2"):
        assert words in page
    assert "<del>thúc đẩy</del> <ins>và</ins>" in page
    assert "Công văn số 4342" in page and "Chủ đề khác của Bộ." in page and "nghiêm trọng" in page


def test_communes_stand_worst_first_and_unknowns_are_no_failures(book: rulebook.Rulebook) -> None:
    commune = {"level": "commune"}
    rows = [
        Judged(plan(**commune, issuer="xã A"), (finding(verdict="unknown"), finding(verdict="unknown"))),
        Judged(
            plan(**commune, issuer="xã B"), (finding(verdict="fail", severity="minor"), finding(verdict="fail", severity="minor"))
        ),
        Judged(plan(**commune, issuer="xã C"), (finding(verdict="fail", severity="serious"),)),
        Judged(plan(**commune, issuer="xã D"), (finding(),)),
    ]
    assert [j.plan["issuer"] for j in compared(book, *rows).lower] == ["xã C", "xã B", "xã A", "xã D"]


def test_the_summary_counts_what_is_there(book: rulebook.Rulebook) -> None:
    comparison = compared(
        book,
        Judged(plan(), (finding(), finding("week", "fail"), finding("opening", "unknown"))),
        Judged(
            plan(level="commune", status="partial"), (finding(), finding("week", "fail"), finding("adapted", "not_applicable"))
        ),
        Judged(plan(in_scope=0, directive=None), ()),
    )
    assert summarise(comparison, "vi") == [
        "Tỉnh Thanh Hóa có 2 văn bản thực hiện Công văn số 4342/BGDĐT-GDTX (2022): 1 của cấp tỉnh, 1 của cấp dưới.",
        "Trong 6 kết luận: 2 đạt, 2 không đạt, 1 chưa rõ, 1 không áp dụng.",
        "Không đạt nhiều nhất: Thời gian tổ chức (2 văn bản).",
        "Văn bản nào cũng có ít nhất một điểm không đạt.",
        "1 văn bản chỉ đọc được một phần; điều chưa đọc được không bị coi là không đạt.",
        "1 văn bản khác không thực hiện văn bản chỉ đạo nào đã biết nên không được đối chiếu.",
    ]
    assert comparison.totals.total() == sum(len(j.findings) for j in comparison.judged)


def test_a_province_without_documents_gets_a_report_that_says_so(book: rulebook.Rulebook) -> None:
    comparison = compared(book)
    assert "Chưa có văn bản nào của tỉnh Thanh Hóa" in render_report(comparison, "html", "vi")
    assert "No document of tỉnh Thanh Hóa" in render_report(comparison, "md", "en")


def test_the_timeline_is_to_scale(book: rulebook.Rulebook) -> None:
    events = [
        Event("a", date(2022, 9, 1), date(2022, 9, 1), "plan"),
        Event("b", date(2022, 9, 11), date(2022, 9, 11), "plan"),
        Event("c", date(2022, 10, 1), date(2022, 10, 7), "week"),
    ]
    bars = re.findall(r'<rect class="\w+" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', render_timeline(events, "vi"))
    (a, _), (b, day), (c, week) = ((float(x), float(width)) for x, width in bars)
    assert (c - b) / (b - a) == pytest.approx(2, abs=0.05)
    assert week / day == pytest.approx(7, abs=0.2)
    judged = Judged(plan(issued_on="2022-09-28", number="1/KH-UBND"), ())
    assert [e.kind for e in events_of(compared(book, judged), 2022, "vi")] == ["directive", "plan", "opening", "week"]


class Kept:
    """A store of plain rows."""

    def __init__(self, plans: list[dict[str, Any]], findings: dict[str, list[Finding]], problems: list[dict[str, Any]]) -> None:
        self._plans, self._findings, self._problems = plans, findings, problems

    def plans(self, **where: Any) -> list[dict[str, Any]]:
        return self._plans

    def findings(self, document: str) -> list[Finding]:
        return self._findings.get(document, [])

    def problems(self, document: str | None = None) -> list[dict[str, Any]]:
        return self._problems

    def directives(self) -> list[Directive]:
        return list(rulebook.load().directives)

    def load(self, document: str) -> Extraction:
        return Extraction(None, None, ())  # type: ignore[arg-type]

    def last_run(self) -> dict[str, Any]:
        return {"run": 7}


class Desk:
    def __init__(self, book: rulebook.Rulebook, places: Places) -> None:
        self.rulebook, self.places = book, places


def test_rows_are_gathered_for_one_province_and_year(book: rulebook.Rulebook, places: Places) -> None:
    plans = [
        plan(document="a", name="a.pdf"),
        plan(document="b", name="b.pdf", year=2023),
        plan(document="c", name="c.pdf", province="Nghệ An"),
        plan(document="d", name="d.pdf", province=None, status="failed", in_scope=0),
    ]
    problems = [{"document": "d", "code": "no-text-layer", "message": f"Page {n}", "page": n} for n in (1, 2, 3)]
    found = gather(Kept(plans, {"a": [finding()]}, problems), Desk(book, places), "thanh hoa", 2022, date(2026, 1, 1))
    assert [j.plan["name"] for j in found.judged] == ["a.pdf"]
    assert found.full_name == "tỉnh Thanh Hóa" and found.made.run == 7
    assert found.nowhere == (Unread("d.pdf", "no-text-layer", "Page 1", (1, 2, 3)),)
    assert "1-3" in render_report(found, "md", "vi")


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


def test_who_is_missing(book: rulebook.Rulebook, places: Places) -> None:
    plans = [
        plan(name="sở.pdf", level="department", number="1/KH-SGDĐT"),
        plan(name="tỉnh.pdf", number="2/KH-UBND", issued_on="2022-09-20"),
        plan(name="xã.pdf", province="Nghệ An", level="commune"),
        plan(name="mờ.pdf", province="Hà Nội", status="partial"),
        plan(name="khác.pdf", province="Cà Mau", directive="4864/BGDĐT-GDTX"),
    ]
    directive = next(d for d in book.directives if d.year == 2022)
    by_province = {a.province: a for a in answers(directive, places, plans)}
    assert len(by_province) == 63
    assert (by_province["Thanh Hóa"].state, by_province["Thanh Hóa"].file) == ("with", "tỉnh.pdf")
    assert by_province["Nghệ An"].state == by_province["Cà Mau"].state == "without"
    assert by_province["Hà Nội"].state == "unreadable"
    found = missing_report(Kept(plans, {}, []), Desk(book, places), "4342/bgdđt-gdtx")
    assert found is not None
    text, silent = found
    assert silent == 61
    assert text.splitlines()[:2] == [
        "Công văn số 4342/BGDĐT-GDTX ngày 07/9/2022 (Bộ Giáo dục và Đào tạo): 63 tỉnh, thành phố",
        "1 có kế hoạch; 1 có, nhưng đọc chưa trọn; 61 chưa có",
    ]
    assert missing_report(Kept([], {}, []), Desk(book, places), "1/ABC") is None
    later = missing_report(Kept([], {}, []), Desk(book, places), "5607/BGDĐT-GDNNGDTX", "csv")
    assert later is not None and later[1] == 34 and len(later[0].splitlines()) == 35
