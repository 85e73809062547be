"""A small campaign built by hand from the model: what the store and the site are tried on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.model import (
    Activity,
    Asking,
    Assignment,
    Cell,
    Citation,
    Deadline,
    Directive,
    Document,
    Extraction,
    Fact,
    Finding,
    Outline,
    Page,
    Paragraph,
    Part,
    Problem,
    Requirement,
    Section,
    Span,
    Table,
)

DIRECTIVE = Directive(
    number="5201/BGDĐT-GDTX",
    campaign="Tuần lễ hưởng ứng học tập suốt đời",
    year=2024,
    issuer="Bộ Giáo dục và Đào tạo",
    issued_on="2024-09-09",
    theme="Phát triển văn hóa đọc thúc đẩy học tập suốt đời",
    week_start="2024-10-01",
    week_end="2024-10-07",
    opening_on="2024-10-01",
    provenance={"theme": "công văn của Bộ, mục 1", "week_start": "báo chí: nhiều tỉnh"},
    left_open=("theme", "opening_on"),
    addressed=(Asking("Sở Văn hóa chỉ đạo thư viện", "culture"), Asking("Đài đưa tin", "media", "tùy điều kiện địa phương")),
    activities=(Asking("Treo băng rôn"), Asking("Mở hội sách")),
)
REQUIREMENTS = (
    Requirement("theme", 1, "serious", ("province", "commune"), "Đúng chủ đề", "The theme is the directive's"),
    Requirement("citation-exact", 1, "minor", ("province", "commune"), "Viện dẫn chính xác", "The citation is exact"),
    Requirement("issued-in-time", 1, "minor", ("province", "commune"), "Ban hành kịp thời", "Issued in time"),
)
PROVINCES: tuple[dict[str, str | None], ...] = tuple(
    {"code": code, "name": name, "kind": kind, "valid_from": None, "valid_to": to, "successor": successor}
    for code, name, kind, to, successor in (
        ("66", "Đắk Lắk", "tỉnh", None, None),
        ("01", "Hà Nội", "thành phố", None, None),
        ("02", "Hà Giang", "tỉnh", "2025-06-30", "Tuyên Quang"),
        ("54", "Phú Yên", "tỉnh", "2025-06-30", "Đắk Lắk"),
    )
)


def _row(row: int, *texts: str, header: bool = False, roles: tuple[Any, ...] = (), top: float = 80.0) -> tuple[Cell, ...]:
    names = ("TT", "Các hoạt động", "Đơn vị", "Số lượng")
    return tuple(
        Cell(
            None, None, row, column, header=header, text=text, role=None if header else roles[column], page=2,
            number=float(text) if not header and column == 3 and text else None, heading=None if header else names[column],
            box=(50.0 + 100 * column, top + 20 * row, 150.0 + 100 * column, top + 20 * row + 20),
        )
        for column, text in enumerate(texts)
    )  # fmt: skip


_ROLES = ("number", "activity", "unit", "figure")
REPORT = Table(
    page=2,
    rows=(
        _row(0, "TT", "Các hoạt động", "Đơn vị", "Số lượng", header=True),
        _row(1, "1", "Mở lớp chuyên đề <b>", "lớp", "12", roles=_ROLES),
        _row(2, "2", "Tặng sách", "bản", "", roles=_ROLES),
    ),
    title="MẪU TỔNG HỢP SỐ LIỆU",
    header_rows=1,
    kind="filled",
)


class Draft:
    """A document under construction: facts are found in its text by the words that state them."""

    def __init__(self, name: str, text: str, **document: Any) -> None:
        self.key = hashlib.sha256(text.encode()).hexdigest()
        self.text = text
        self.facts: list[Fact] = []
        half = text.find("\f")
        ends = [len(text)] if half < 0 else [half, len(text)]
        starts = [0] if half < 0 else [0, half + 1]
        self.document = Document(
            id=self.key[:16],
            name=name,
            source=f"ho-so/{name}",
            sha256=self.key,
            kind="text",
            text=text,
            pages=tuple(Page(n, a, b) for n, (a, b) in enumerate(zip(starts, ends, strict=True), 1)),
            **{"status": "ok", **document},
        )

    def add(self, kind: type[Fact], quote: str, **values: Any) -> Draft:
        start = self.text.index(quote) if quote else 0
        place = {"page": self.document.page_of(start), "start": start, "end": start + len(quote)}
        self.facts.append(kind(**{"quote": quote, "rule": "sample", **place, **values}))
        return self

    def scalars(self, **values: tuple[str | None, str]) -> Draft:
        for field, (value, quote) in values.items():
            self.add(Fact, quote, field=field, value=value)
        return self

    def done(self) -> Extraction:
        body = self.text.index("1.") if "1." in self.text else 0
        heading = Span(body, self.text.find("\n", body) if body else 0)
        outline = Outline(
            (Part("letterhead", Span(0, body)), Part("body", Span(body, len(self.text)))),
            (Section("1.", 1, heading, Span(body, len(self.text)), "theme", None),),
            (Paragraph(Span(0, body), None, "letterhead", None), Paragraph(heading, "1.", "body", 0)),
        )
        return Extraction(self.document, outline, tuple(self.facts))


def plan(province: str, *, theme: str = "Phát triển văn hóa đọc thúc đẩy học tập suốt đời", day: str = "20") -> Extraction:
    """A province's plan of 2024, of two pages."""
    text = (
        f"ỦY BAN NHÂN DÂN\nTỈNH {province.upper()}\nSố: 181/KH-UBND\n{province}, ngày {day} tháng 9 năm 2024\n\n"
        "KẾ HOẠCH\nTổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024\n"
        "Thực hiện Công văn số 5201/BGDĐT-GDĐT ngày 09/9/2024 của Bộ Giáo dục và Đào tạo\n"
        f"1. Chủ đề: “{theme}”\f"
        "2. Thời gian: từ ngày 01/10/2024 đến ngày 07/10/2024.\n3. Tổ chức ngày hội đọc sách tại thư viện.\n"
        "4. Sở Giáo dục và Đào tạo chủ trì tham mưu; các đơn vị báo cáo về Sở trước ngày 15/10/2024.\n"
        "TM. ỦY BAN NHÂN DÂN\nPHÓ CHỦ TỊCH\nNguyễn Thị Mẫu\n"
    )
    draft = Draft(f"kh-{province}.txt", text)
    draft.scalars(
        issuer=(f"Ủy ban nhân dân tỉnh {province}", "ỦY BAN NHÂN DÂN"),
        level=("province", "ỦY BAN NHÂN DÂN"),
        province=(province, province.upper()),
        doc_type=("Kế hoạch", "KẾ HOẠCH"),
        number=("181/KH-UBND", "181/KH-UBND"),
        issued_on=(f"2024-09-{day}", f"ngày {day} tháng 9 năm 2024"),
        year=("2024", "năm 2024"),
        subject=("Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024",) * 2,
        directive_number=("5201/BGDĐT-GDĐT", "5201/BGDĐT-GDĐT"),
        directive_issued_on=("2024-09-09", "09/9/2024"),
        directive=("5201/BGDĐT-GDTX", "5201/BGDĐT-GDĐT"),
        theme=(theme, theme),
        week_start=("2024-10-01", "01/10/2024"),
        week_end=("2024-10-07", "07/10/2024"),
        lead_agency=("Sở Giáo dục và Đào tạo", "Sở Giáo dục và Đào tạo"),
        signer=("Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu"),
        in_scope=("1", ""),
    )
    draft.add(
        Citation,
        "Công văn số 5201/BGDĐT-GDĐT ngày 09/9/2024",
        value="5201/BGDĐT-GDĐT",
        type="Công văn",
        number="5201/BGDĐT-GDĐT",
        issued_on="2024-09-09",
        issuer="Bộ Giáo dục và Đào tạo",
        relation="directive",
        resolved="5201/BGDĐT-GDTX",
        tolerance="symbol: GDĐT for GDTX",
    )
    draft.add(
        Deadline,
        "báo cáo về Sở trước ngày 15/10/2024",
        value="2024-10-15",
        due_on="2024-10-15",
        due_text="trước ngày 15/10/2024",
        reporter="các đơn vị",
        recipient="Sở Giáo dục và Đào tạo",
    )
    agency = "Sở Giáo dục và Đào tạo"
    draft.add(
        Assignment, "Sở Giáo dục và Đào tạo chủ trì tham mưu", value=agency, agency=agency, agency_text=agency, role="lead",
        task="chủ trì tham mưu",
    )  # fmt: skip
    activity = "Tổ chức ngày hội đọc sách tại thư viện."
    return replace(draft.add(Activity, activity, value=activity, position=1).done(), tables=(REPORT,))


def findings(extraction: Extraction) -> list[Finding]:
    """What a check would say of such a plan."""
    theme, cited = extraction.first("theme"), extraction.first("citation")
    assert theme and cited
    same = theme.value == DIRECTIVE.theme
    return [
        Finding(
            "theme",
            DIRECTIVE.number,
            "pass" if same else "fail",
            "serious",
            "Chủ đề đúng nguyên văn." if same else "Chủ đề khác với công văn của Bộ.",
            "The theme is the directive's." if same else "The theme differs from the directive's.",
            DIRECTIVE.theme,
            "công văn của Bộ, mục 1",
            theme.quote,
            theme.page,
            theme.start,
            theme.end,
        ),
        Finding(
            "citation-exact",
            DIRECTIVE.number,
            "fail",
            "minor",
            "Ký hiệu ghi GDĐT, đúng là GDTX.",
            "The symbol reads GDĐT for GDTX.",
            DIRECTIVE.number,
            "danh mục",
            cited.quote,
            cited.page,
            cited.start,
            cited.end,
        ),
    ]


def unreadable() -> Extraction:
    """A scan that nothing could be read from."""
    draft = Draft("quet.pdf", "", status="failed", problems=(Problem("ingest", "no-text-layer", "Trang 1 không có chữ.", 1),))
    page = Page(1, 0, 0, "empty", "không có lớp chữ", 595.0, 842.0)
    return Extraction(replace(draft.document, kind="pdf", pages=(page,)), Outline((), ()), ())


def campaign() -> Iterator[tuple[Extraction, list[Finding]]]:
    """Đắk Lắk with a hostile theme, Hà Nội in order, and a scan."""
    for extraction in (plan("Đắk Lắk", theme='Học <script>alert("1")</script> suốt đời'), plan("Hà Nội", day="30")):
        yield extraction, findings(extraction)
    yield unreadable(), []
