"""Rows and reports for the tests of reports, among them one whose every word is hostile."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pipeline import rulebook
from pipeline.model import Finding
from pipeline.places import Places
from pipeline.report.comparison import (
    Comparison,
    Due,
    Item,
    Judged,
    Link,
    Made,
    Silent,
    SilentGroup,
    Task,
    Unread,
    compare_province,
)
from pipeline.report.gathering import kind_of

DIRECTIVE = "4342/BGDĐT-GDTX"
CONTROLS = "".join(map(chr, range(32)))
HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> | `c` [a](javascript:x) ]]> {{7*7}} &lt;b&gt; \u202exe.fdp\u2066"
    f"\n# đề mục\n- mục {CONTROLS}\x7f\x85\u2028\ufffe ~~x~~ **y** " + "dài" * 400
)
RUNNING = ("=cmd|'/c calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1", '=HYPERLINK("http://x")')


@lru_cache(maxsize=1)
def book() -> rulebook.Rulebook:
    return rulebook.load()


@lru_cache(maxsize=1)
def places() -> Places:
    return Places.load(book().root)


def plan(**values: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(("number", "issued_on", "doc_type", "commune", "issuer", "subject"))
    row |= {"document": "d1", "name": "a.txt", "status": "ok", "ocr": 0, "in_scope": 1, "level": "province"}
    row |= {"province": "Thanh Hóa", "year": 2022, "directive": DIRECTIVE}
    return row | values


def finding(requirement: str = "theme", verdict: str = "pass", severity: str = "serious", **values: Any) -> Finding:
    given = {"directive": DIRECTIVE, "reason_vi": "Lý do.", "reason_en": "A reason."} | values
    return Finding(requirement=requirement, verdict=verdict, severity=severity, **given)  # type: ignore[arg-type]


def compared(*judged: Judged, **values: Any) -> Comparison:
    given: dict[str, Any] = {
        "province": "Thanh Hóa",
        "full_name": "tỉnh Thanh Hóa",
        "year": 2022,
        "judged": judged,
        "directives": book().directives,
        "requirements": book().policies.requirements,
        "problems": (),
        "nowhere": (),
        "made": Made("0.1", "abc", "2022-11-01", 3, 10),
        "campaigns": book().campaigns,
        "kinds": {d.number: kind_of(book(), d) for d in book().directives},
    }
    return compare_province(**given | values)


def hostile(words: str = HOSTILE) -> Comparison:
    """A report in which every word that a document, a file or its folder can bring is `words`."""
    bad = finding(
        verdict="fail",
        expected=words,
        source=words,
        found=words + " khác",
        reason_vi=words,
        reason_en=words,
        page=1,
    )
    items = [
        Item(requirement, DIRECTIVE, asked, "edu", "pass", 0.9, words, 1)
        for requirement in ("agencies", "activities")
        for asked in (words, None)
    ]
    facts: dict[str, Any] = {
        "dues": (Due("2022-10-17", words, words, words, 1),),
        "tasks": (Task(words, "lead", words, 2),),
        "items": tuple(items),
        "links": (Link("upstream", words, None, words, False),),
    }
    row = {"name": words, "issuer": words, "number": words, "doc_type": words, "subject": words, "issued_on": "2022-09-28"}
    return compared(
        Judged(plan(**row), (bad,), **facts),
        Judged(plan(**row, level="commune", commune=words, document="d2", status="partial", ocr=1), (bad,), **facts),
        problems=[Unread(words, "x", words, (1,))],
        nowhere=[Unread(words, "x", words)],
        silent=[Silent(DIRECTIVE, 2022, None, (SilentGroup(words, 3, (words,)),))],
    )


def ordinary() -> Comparison:
    """A province with two documents of its own and two communes; every verdict, and every part of a report."""
    theme = "Thúc đẩy chuyển đổi số phục vụ cho học tập suốt đời sau đại dịch COVID-19"
    own = Judged(
        plan(
            name="tinh.pdf", issuer="Ủy ban nhân dân tỉnh Thanh Hóa", number="211/KH-UBND", doc_type="Kế hoạch",
            issued_on="2022-09-20",
        ),
        (
            finding(expected=theme, found=theme, page=1, reason_vi="Chủ đề đúng nguyên văn của Bộ.", reason_en="As asked."),
            finding("week", "unknown", reason_vi="Trang 2 không đọc được.", reason_en="Page 2 could not be read."),
            finding("cites-upstream", "not_applicable", "minor", reason_vi="Không đặt ra cho cấp tỉnh.", reason_en="Not asked."),
        ),
        dues=(Due("2022-10-15", "trước ngày 15/10/2022", "các huyện", "Sở Giáo dục và Đào tạo", 2),),
        tasks=(
            Task("Sở Giáo dục và Đào tạo", "lead", "chủ trì, hướng dẫn các đơn vị", 2),
            Task("Hội Khuyến học", "coordinate", "vận động hội viên tham gia", None),
        ),
        items=(
            Item("agencies", DIRECTIVE, "Ngành giáo dục", "education", "pass", None, "Sở Giáo dục và Đào tạo", 2),
            Item("agencies", DIRECTIVE, "Thư viện", "library", "fail", None, None, None),
            Item("activities", DIRECTIVE, "Tổ chức lễ khai mạc", None, "pass", 0.91, "tổ chức khai mạc tại huyện", 1),
            Item("activities", DIRECTIVE, "Mở lớp học số", None, "unknown", 0.4, "bồi dưỡng kỹ năng số", 1),
            Item("activities", DIRECTIVE, None, None, "not_applicable", None, "Hội thi đọc sách", 2),
        ),
    )  # fmt: skip
    department = Judged(
        plan(
            name="so.docx", level="department", document="d2", issuer="Sở Giáo dục và Đào tạo tỉnh Thanh Hóa",
            number="9/SGDĐT", doc_type="Công văn", issued_on="2022-09", status="partial", ocr=1,
        ),
        (finding("opening", "pass", "minor"),),
    )  # fmt: skip
    bad = finding(
        verdict="fail", expected=theme, source=f"Công văn số {DIRECTIVE}",
        found="Thúc đẩy chuyển đổi số và học tập suốt đời", page=1,
        reason_vi="Chủ đề khác của Bộ.", reason_en="Another theme.",
    )  # fmt: skip
    commune = {"level": "commune", "doc_type": "Kế hoạch", "issued_on": "2022-09-27"}
    return compared(
        own,
        department,
        Judged(plan(**commune, document="d3", issuer="Ủy ban nhân dân xã Xuân Du", number="1/KH-UBND"), (finding(),)),
        Judged(
            plan(**commune, document="d4", name="b.txt", issuer="Ủy ban nhân dân xã Hà Bình", number="2/KH-UBND"),
            (bad, finding("week", "fail", "minor", reason_vi="Sai tuần.", expected="01/10 - 07/10/2022", found="08/10", page=1)),
            tasks=(Task("Hội Khuyến học", "carry_out", "phát động", 1),),
            links=(
                Link("directive", DIRECTIVE, "2022-09-07", "Bộ Giáo dục và Đào tạo", False),
                Link("upstream", "211/KH-UBND", "2022-09-20", "Ủy ban nhân dân tỉnh Thanh Hóa", True),
                Link("upstream", "7/KH-UBND", None, "Ủy ban nhân dân huyện Hà Trung", False),
            ),
            copied=0.255,
        ),
        Judged(plan(in_scope=0, directive=None), ()),
        problems=[Unread("so.docx", "poor-scan", "Page 1 is poor.", (1, 2, 3, 5))],
        nowhere=[Unread("mo.pdf", "encrypted", "The file has a password.")],
        silent=[
            Silent(DIRECTIVE, 2022, SilentGroup("", 2, ("huyện Như Thanh",)), (SilentGroup("huyện Hà Trung", 3, ("xã Hà Lai",)),))
        ],
    )  # fmt: skip
