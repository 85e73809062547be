"""The days of a campaign: which they are, and that every format draws them at their true distance."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from itertools import pairwise

import openpyxl
import pytest
from lxml import etree

from pipeline.report.comparison import Comparison, Due, Judged
from pipeline.report.drawing import WIDTH, draw
from pipeline.report.drawn_docx import UNIT
from pipeline.report.drawn_svg import render_svg
from pipeline.report.layout import lay_out
from pipeline.report.paper import Drawing
from pipeline.report.render import render_report
from pipeline.report.timeline import Event, events_of
from tests.report.samples import compared, hostile, ordinary, plan
from tests.report.test_report import tables

EVENTS = (
    Event("Bộ", "a", (date(2022, 9, 1),), "plan"),
    Event("Bộ", "b", (date(2022, 9, 11), date(2022, 9, 21)), "deadline"),
    Event("Bộ", "c", (date(2022, 10, 1), date(2022, 10, 7)), "week"),
)


def timeline(comparison: Comparison) -> tuple[Event, ...]:
    """The events of the only directive."""
    [directive] = comparison.directives
    return events_of(comparison, directive, "vi")


def svg(*events: Event) -> str:
    return "".join(render_svg(picture) for picture in draw(Drawing("Trình tự", events), "vi"))


def per_day(places: dict[date, float]) -> set[float]:
    """How far a day is from the next, between each two of some days in their order."""
    return {round((x2 - x1) / (d2 - d1).days, 1) for (d1, x1), (d2, x2) in pairwise(sorted(places.items())) if d1 != d2}


def test_the_timeline_has_the_days_of_every_level() -> None:
    events = timeline(ordinary())
    assert [(e.level, e.kind, e.label) for e in events] == [
        ("Bộ", "directive", "Công văn số 4342/BGDĐT-GDTX"),
        ("cấp tỉnh", "plan", "Kế hoạch 211/KH-UBND"),
        ("cấp xã", "plan", "Văn bản cấp xã (2)"),
        ("Bộ", "opening", "Khai mạc"),
        ("Bộ", "week", "Tuần lễ"),
        ("cấp tỉnh", "deadline", "Hạn báo cáo Sở Giáo dục và Đào tạo: Các huyện"),
    ]
    assert [len(e.days) for e in events] == [1, 1, 2, 1, 2, 1]


def test_the_timeline_says_how_far_each_day_is_from_the_campaign() -> None:
    [rows] = tables(lay_out(ordinary(), "vi"), "Trình tự thời gian")
    assert {row[2]: row[3] for row in rows} == {
        "◆ Công văn số 4342/BGDĐT-GDTX": "trước 24 ngày",
        "● Kế hoạch 211/KH-UBND": "trước 11 ngày",
        "● Văn bản cấp xã (2)": "trước 4 ngày",
        "★ Khai mạc": "trong thời gian tổ chức",
        "■ Tuần lễ": "",
        "▲ Hạn báo cáo Sở Giáo dục và Đào tạo: Các huyện": "sau 8 ngày",
    }


def test_a_day_of_another_year_squeezes_no_timeline() -> None:
    late = Due("2032-10-15", "", None, None, 1)
    events = timeline(compared(Judged(plan(issued_on="2022-09-28"), (), dues=(late,))))
    assert [e.kind for e in events] == ["directive", "plan", "opening", "week"]


# --- SVG


def test_svg_is_to_scale() -> None:
    drawn = svg(*EVENTS)
    marks = {
        date.fromisoformat(d): float(x) for d, x in re.findall(r'data-day="([\d-]+)" transform="translate\(([\d.]+) ', drawn)
    }
    assert set(marks) == {day for event in EVENTS[:2] for day in event.days}
    [each] = per_day(marks)
    [(left, width)] = [
        (float(x), float(w)) for x, w in re.findall(r'class="week" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)
    ]
    assert width / each == pytest.approx(7, abs=0.1)
    assert (left + each / 2 - marks[date(2022, 9, 1)]) / each == pytest.approx(30, abs=0.1)
    assert ">01/9<" in drawn and ">01/10 - 07/10<" in drawn


def test_a_long_label_is_broken_not_lost() -> None:
    label = "Hạn các đơn vị báo cáo " + "Ban Chỉ đạo xây dựng xã hội học tập tỉnh " * 2
    drawn = re.findall(
        r'<text class="label"[^>]*>([^<]*)<',
        svg(Event("", label, (date(2022, 9, 1),), "plan"), Event("", "x" * 100, (date(2022, 9, 9),), "plan")),
    )
    assert " ".join(drawn[:-3]) == label.strip() and "".join(drawn[-3:]) == "x" * 100
    assert max(map(len, drawn)) <= 44


def test_a_timeline_that_no_page_holds_is_drawn_in_parts_of_one_scale() -> None:
    events = tuple(Event("", f"việc {n}", (date(2022, 9, 1 + n % 30),), "plan") for n in range(100))
    pictures = draw(Drawing("", events), "vi")
    assert len(pictures) == 3 and all(picture.height < 900 for picture in pictures)
    assert [row.event for picture in pictures for row in picture.rows] == list(events)
    assert len({picture.ticks for picture in pictures}) == 1


def test_of_a_long_time_only_months_are_named() -> None:
    far = (Event("", "a", (date(2022, 1, 15),), "plan"), Event("", "b", (date(2022, 10, 1),), "plan"))
    [picture] = draw(Drawing("", far), "vi")
    assert [name for _, name in picture.ticks] == ["01/02", *(f"01/{month}" for month in range(3, 11))]


def test_a_single_day_is_no_timeline() -> None:
    assert draw(Drawing("", EVENTS[:1]), "vi") == []


# --- DOCX


def shapes(data: bytes) -> dict[str, list[tuple[float, float]]]:
    """Of a Word file's drawings: from where to where each named shape stands, in units of the picture."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    found: dict[str, list[tuple[float, float]]] = {}
    for shape in root.iter("{*}wsp"):
        [name] = [element.get("name") for element in shape.iter("{*}cNvPr")]
        [at], [size] = ([*shape.iter("{*}off")], [*shape.iter("{*}ext")])
        left = int(at.get("x")) / UNIT
        found.setdefault(str(name), []).append((left, left + int(size.get("cx")) / UNIT))
    return found


def test_docx_draws_the_timeline_to_scale() -> None:
    [picture] = draw(Drawing("", timeline(ordinary())), "vi")
    found = shapes(render_report(ordinary(), "docx", "vi"))
    marks = {
        date.fromisoformat(name.split()[1]): (place[0][0] + place[0][1]) / 2
        for name, place in found.items()
        if name[-1].isdigit()
    }
    assert set(marks) == {mark.day for row in picture.rows for mark in row.marks} and len(marks) == 5
    assert per_day(marks) == {round(picture.scale.day, 1)}
    [(left, right)] = found["week"]
    assert (right - left) / picture.scale.day == pytest.approx(7, abs=0.01)
    assert left == pytest.approx(marks[date(2022, 10, 1)] - picture.scale.day / 2, abs=0.01), "the week begins with its first day"
    assert all(0 <= a <= b <= WIDTH for places in found.values() for a, b in places), "nothing leaves the page"
    assert len(found["tick"]) == len(picture.ticks)


@pytest.mark.parametrize("format", ["docx", "html"])
def test_a_drawing_has_the_words_of_its_events(format: str) -> None:
    data = render_report(ordinary(), format, "vi")  # type: ignore[arg-type]
    if format == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            drawn = " ".join(
                "".join(box.itertext()) for box in etree.fromstring(package.read("word/document.xml")).iter("{*}txbx")
            )
    else:
        drawn = " ".join(re.findall(r"<text[^>]*>([^<]*)<", data.decode()))
    for words in ("Công văn số 4342/BGDĐT-GDTX 07/9", "Kế hoạch 211/KH-UBND 20/9", "Tuần lễ 01/10 - 07/10"):
        assert words in drawn


# --- XLSX


def test_xlsx_has_a_chart_over_the_sheet_of_its_days() -> None:
    data = render_report(ordinary(), "xlsx", "vi")
    book = openpyxl.load_workbook(io.BytesIO(data))
    events = timeline(ordinary())
    days = list(book["Ngày trên biểu đồ"].values)[1:]
    assert [(when.date(), length) for _, when, length in days] == [(e.first, (e.last - e.first).days + 1) for e in events]
    assert str(days[0][0]) == "07/9 ◆ Công văn số 4342/BGDĐT-GDTX"
    [chart] = book["Biểu đồ thời gian"]._charts
    assert book["Biểu đồ thời gian"].dimensions == "A1:A1" and not book["Ngày trên biểu đồ"]._charts, "it covers no words"
    lead, bars = chart.series
    assert lead.cat.strRef.f == bars.cat.strRef.f == f"'Ngày trên biểu đồ'!$A$2:$A${len(events) + 1}"
    assert lead.val.numRef.f == f"'Ngày trên biểu đồ'!$B$2:$B${len(events) + 1}"
    assert bars.val.numRef.f == f"'Ngày trên biểu đồ'!$C$2:$C${len(events) + 1}"
    scale = draw(Drawing("", events), "vi")[0].scale
    first, last = ((day - date(1899, 12, 30)).days for day in (scale.first, scale.last))
    assert (chart.y_axis.scaling.min, chart.y_axis.scaling.max) == (first, last), "the same scale as in the other formats"
    assert len(bars.dPt) == len(events)


def test_xlsx_draws_every_year_over_its_own_days() -> None:
    years = [Judged(plan(document=str(y), year=y, directive=d, issued_on=f"{y}-09-20"), ()) for y, d in DIRECTIVES]
    comparison = compared(*years, year=None)
    book = openpyxl.load_workbook(io.BytesIO(render_report(comparison, "xlsx", "vi")))
    drawings = [b for s in lay_out(comparison, "vi").sections for b in s.blocks if isinstance(b, Drawing)]
    charts = book["Biểu đồ thời gian"]._charts
    assert len(charts) == len(drawings) == 2
    tops = sorted(chart.anchor._from.row for chart in charts)
    assert [0, *(one.id for one in book["Biểu đồ thời gian"].row_breaks.brk)] == tops, "each begins a page"
    rows = list(book["Ngày trên biểu đồ"].values)
    for chart, drawing in zip(charts, drawings, strict=True):
        first, last = (int(n) for n in re.findall(r"\$B\$(\d+)", chart.series[0].val.numRef.f))
        assert [rows[n - 1][1].date() for n in range(first, last + 1)] == [event.first for event in drawing.events]


DIRECTIVES = ((2022, "4342/BGDĐT-GDTX"), (2024, "5201/BGDĐT-GDTX"))


def test_xlsx_runs_no_word_of_a_document_in_its_chart() -> None:
    with zipfile.ZipFile(io.BytesIO(render_report(hostile("=1+1"), "xlsx", "vi"))) as package:
        charts = [etree.fromstring(package.read(name)) for name in package.namelist() if name.startswith("xl/charts/chart")]
    formulas = [f.text for chart in charts for f in chart.iter("{*}f")]
    assert formulas and all(re.fullmatch(r"'Ngày trên biểu đồ'!\$[ABC]\$\d+(:\$[ABC]\$\d+)?", str(f)) for f in formulas)
