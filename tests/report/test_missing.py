"""Who has not answered a directive, as of a day, and the reminder that each silent unit is sent."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordFile

from pipeline import rulebook
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest
from pipeline.letters import load_letters
from pipeline.model import Citation, Extraction
from pipeline.report.gathering import NoSuchProvince
from pipeline.report.letter import Letter, reminders, render_letter
from pipeline.report.missing import NoSuchDirective, RollCall, call_roll, render_roll
from pipeline.yamlfile import Faults

D2022, D2025 = "4342/BGDĐT-GDTX", "5607/BGDĐT-GDNNGDTX"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.of(rulebook.load())


class Kept:
    """A store of plain rows."""

    def __init__(self, *plans: dict[str, Any], read: dict[str, str] | None = None) -> None:
        self._plans, self._read = list(plans), read or {}

    def plans(self, **where: str | int | None) -> list[dict[str, Any]]:
        return self._plans

    def first_read(self) -> dict[str, str]:
        return self._read

    def text(self, document: str) -> str:
        return next(str(plan.get("text", "")) for plan in self._plans if plan["document"] == document)


def plan(**values: Any) -> dict[str, Any]:
    usual = {
        "document": values.get("name", "x"), "name": "x.pdf", "status": "ok", "in_scope": 1, "directive": D2022,
        "level": "province", "province": "Thanh Hóa", "commune": None, "number": "1/KH-UBND", "issued_on": "2022-09-20",
        "issuer": "Ủy ban nhân dân tỉnh",
    }  # fmt: skip
    return usual | values


def states(roll: RollCall) -> dict[str, str]:
    return {answer.unit: answer.state for answer in roll.answers}


# --- who answered -----------------------------------------------------------------------------------------------------------


def test_a_province_answers_by_its_committee_or_its_department(desk: Desk) -> None:
    roll = call_roll(
        Kept(
            plan(name="sở.pdf", level="department", number="1/KH-SGDĐT"),
            plan(name="tỉnh.pdf"),
            plan(name="xã.pdf", province="Nghệ An", level="commune", commune="Bình Yên"),
            plan(name="mờ.pdf", province="Hà Nội", status="partial"),
            plan(name="khác.pdf", province="Cà Mau", directive="4864/BGDĐT-GDTX"),
            plan(name="ngoài.pdf", province="Cà Mau", in_scope=0),
        ),
        desk, "4342/bgdđt-gdtx",
    )  # fmt: skip
    by_unit = {answer.unit: answer for answer in roll.answers}
    assert len(by_unit) == 63
    assert (by_unit["tỉnh Thanh Hóa"].state, by_unit["tỉnh Thanh Hóa"].file) == ("with", "tỉnh.pdf")
    assert by_unit["tỉnh Nghệ An"].state == by_unit["tỉnh Cà Mau"].state == "without"
    assert by_unit["thành phố Hà Nội"].state == "unreadable"
    assert len(roll.silent) == 61
    assert render_roll(roll).splitlines()[:2] == [
        "Công văn số 4342/BGDĐT-GDTX ngày 07/9/2022 (Bộ Giáo dục và Đào tạo): 63 tỉnh, thành phố",
        "1 có kế hoạch; 1 có, nhưng đọc chưa trọn; 61 chưa có",
    ]


def test_a_draft_that_nobody_issued_is_no_answer(desk: Desk) -> None:
    head = "{}ỦY BAN NHÂN DÂN\nTỈNH THANH HÓA\nSố:       /KH-UBND\n"
    blank = plan(number=None, issued_on=None, text=head.format(""))
    assert states(call_roll(Kept(blank), desk, D2022))["tỉnh Thanh Hóa"] == "with", "blanks alone make no draft"
    draft = plan(number=None, issued_on=None, text=head.format("DỰ THẢO\n"))
    roll = call_roll(Kept(draft), desk, D2022)
    assert states(roll)["tỉnh Thanh Hóa"] == "without" and roll.drafts == 1
    assert "1 dự thảo chưa ban hành, không tính là đã có kế hoạch" in render_roll(roll)
    commune = draft | {"level": "commune", "commune": "Cẩm Tú"}
    below = call_roll(Kept(commune), desk, D2022, province="Thanh Hóa")
    assert states(below)["xã Cẩm Tú"] == "without" and below.drafts == 1
    numbered = plan(text=head.format("DỰ THẢO\n"))
    assert states(call_roll(Kept(numbered), desk, D2022))["tỉnh Thanh Hóa"] == "with"


def test_a_list_runs_nothing_and_commands_no_terminal(desk: Desk) -> None:
    roll = call_roll(Kept(plan(name="=cmd|x.pdf", issuer="@SUM(A1)\x1b[31m\u202eỦy ban", number="+1/KH-UBND")), desk, D2022)
    [row] = [row for row in csv.DictReader(io.StringIO(render_roll(roll, "csv"))) if row["state"] == "with"]
    assert (row["file"], row["number"]) == ("'=cmd|x.pdf", "'+1/KH-UBND") and row["issuer"].startswith("'@SUM")
    assert "=cmd|x.pdf" in render_roll(roll) and not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", render_roll(roll))


def test_since_july_2025_thirty_four_are_asked(desk: Desk) -> None:
    roll = call_roll(Kept(), desk, D2025)
    rows = list(csv.DictReader(io.StringIO(render_roll(roll, "csv"))))
    assert len(rows) == 34 and {row["state"] for row in rows} == {"without"}
    assert [row["province"] for row in json.loads(render_roll(roll, "json"))] == [row["province"] for row in rows]


def test_what_could_not_be_placed_is_said_beside_the_silent(desk: Desk) -> None:
    lost = plan(name="hỏng.pdf", status="failed", in_scope=None, province=None, directive=None, level=None)
    roll = call_roll(Kept(lost, plan(province=None)), desk, D2022)
    assert (roll.unread, roll.placeless, len(roll.silent)) == (1, 1, 63)
    assert "1 kế hoạch chưa rõ của đơn vị nào" in render_roll(roll)
    assert "1 tệp không đọc được nên chưa biết của đơn vị nào" in render_roll(roll)


def test_an_unknown_directive_is_told_with_those_that_are_known(desk: Desk) -> None:
    with pytest.raises(NoSuchDirective, match=r"The rules know no directive 1/ABC; they know .*4342/BGDĐT-GDTX"):
        call_roll(Kept(), desk, "1/ABC")


# --- as of a day ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("issued_on", "read", "counts"),
    [
        ("2022-09-20", "2022-09-25T08:00:00Z", True),
        ("2022-10-01", "2022-10-01T08:00:00Z", False),  # dated after the day
        ("2022-09-20", "2022-10-01T08:00:00Z", False),  # read after it
        ("2022-09-20", "2022-09-30T16:30:00Z", True),  # half past eleven at night in Hà Nội
        ("2022-09-20", "2022-09-30T17:30:00Z", False),  # half past midnight there
        ("2022-09", "2022-09-25T08:00:00Z", True),  # a month without its day decides nothing
        ("2022-10", "2022-09-25T08:00:00Z", False),
        (None, "2022-09-25T08:00:00Z", True),
    ],
)
def test_as_of_a_day_only_what_was_dated_and_read_by_it_counts(
    desk: Desk, issued_on: str | None, read: str, counts: bool
) -> None:
    kept = Kept(plan(name="tỉnh.pdf", issued_on=issued_on), read={"tỉnh.pdf": read})
    roll = call_roll(kept, desk, D2022, as_of="2022-09-30")
    assert states(roll)["tỉnh Thanh Hóa"] == ("with" if counts else "without")
    assert "Tính đến hết ngày 30/9/2022" in render_roll(roll)
    came_late = not counts and (issued_on or "") < "2022-10"
    said = "1 văn bản ban hành đến ngày này nhưng nạp vào dữ liệu sau đó, không tính là đã có"
    assert (said in render_roll(roll)) == came_late
    assert states(call_roll(kept, desk, D2022))["tỉnh Thanh Hóa"] == "with"


# --- the communes of a province ---------------------------------------------------------------------------------------------


def commune(name: str, issuer: str, **values: Any) -> dict[str, Any]:
    return plan(name=f"{name}.pdf", level="commune", commune=name, issuer=issuer, directive=D2025, province="Sơn La", **values)


def test_a_provinces_communes_are_those_of_the_directives_day(desk: Desk) -> None:
    kept = Kept(
        commune("Chiềng Khương", "Ủy ban nhân dân xã Chiềng Khương"),
        plan(name="tỉnh.pdf", province="Sơn La", directive=D2025, number="312/KH-UBND"),
        plan(name="trường.pdf", province="Sơn La", directive=D2025, level="school", commune="Bắc Yên"),
    )
    roll = call_roll(kept, desk, D2025, province="son la")
    assert len(roll.answers) == 75
    assert states(roll)["xã Chiềng Khương"] == "with" and states(roll)["xã Bắc Yên"] == "without"
    assert roll.plan is not None and roll.plan.number == "312/KH-UBND"
    assert "75 xã, phường, đặc khu của tỉnh Sơn La" in render_roll(roll)
    before = call_roll(Kept(), desk, "5201/BGDĐT-GDTX", province="Sơn La")
    assert len(before.answers) > 150 and "thị trấn Hát Lót" in states(before)


def test_two_communes_of_one_name_are_told_apart_by_the_issuer(desk: Desk) -> None:
    day = date(2024, 9, 9)
    names = [
        c.name for p in desk.places.provinces_on(day) for c in desk.places.communes_of(p.full_name, day) if p.name == "Lạng Sơn"
    ]
    twice = next(name for name in names if names.count(name) > 1)
    units = [c.full_name for c in desk.places.communes_of("tỉnh Lạng Sơn", day) if c.name == twice]
    one = plan(
        level="commune", province="Lạng Sơn", commune=twice, issuer=f"Ủy ban nhân dân {units[0]}", directive="5201/BGDĐT-GDTX"
    )
    found = states(call_roll(Kept(one), desk, "5201/BGDĐT-GDTX", province="Lạng Sơn"))
    assert found[units[0]] == "with"
    assert all(found[unit] == "without" for unit in units if unit != units[0])
    either = call_roll(Kept(one | {"issuer": "Ủy ban nhân dân"}), desk, "5201/BGDĐT-GDTX", province="Lạng Sơn")
    assert either.placeless == 1 and {states(either)[unit] for unit in units} == {"without"}


def test_a_name_spelt_with_another_tone_placement_is_the_same_commune(desk: Desk) -> None:
    communes = [c.name for c in desk.places.communes_of("tỉnh Thanh Hóa", date(2025, 9, 15))]
    name = next(n for n in communes if "óa" in n or "òa" in n)
    new = name.replace("óa", "oá").replace("òa", "oà")
    one = commune(new, f"Ủy ban nhân dân xã {new}") | {"province": "Thanh Hóa"}
    roll = call_roll(Kept(one), desk, D2025, province="Thanh Hóa")
    assert [a.commune for a in roll.answers if a.state == "with"] == [name]


@pytest.mark.parametrize("as_of", ["2025-06-30", "2025-07-01", "2026-01-01"])
def test_whenever_it_is_counted_the_units_are_those_of_the_directives_day(as_of: str, desk: Desk) -> None:
    row = plan(directive="5201/BGDĐT-GDTX", province="Bắc Giang", issued_on="2024-09-20")
    provinces = states(call_roll(Kept(row), desk, "5201/BGDĐT-GDTX", as_of=as_of))
    assert len(provinces) == 63 and (provinces["tỉnh Bắc Giang"], provinces["tỉnh Bắc Ninh"]) == ("with", "without")
    gone = call_roll(Kept(row), desk, "5201/BGDĐT-GDTX", province="Bắc Giang", as_of=as_of)
    kept = call_roll(Kept(row), desk, "5201/BGDĐT-GDTX", province="Bắc Ninh", as_of=as_of)
    assert gone.plan and gone.plan.state == "with" and {a.province for a in gone.answers} == {"Bắc Giang"}
    assert kept.plan and kept.plan.state == "without" and {a.province for a in kept.answers} == {"Bắc Ninh"}
    assert len(kept.answers) == len(desk.places.communes_of("Bắc Ninh", date(2024, 9, 9)))


def test_a_province_that_was_no_more_is_refused_with_its_successor(desk: Desk) -> None:
    with pytest.raises(NoSuchProvince, match=r"Bắc Giang was no province on 2025-09-15.*; it belongs to Bắc Ninh now"):
        call_roll(Kept(), desk, D2025, province="Bắc Giang")
    assert call_roll(Kept(), desk, "5201/BGDĐT-GDTX", province="bac giang").province is not None


# --- the reminders ------------------------------------------------------------------------------------------------------------

TODAY = date(2025, 10, 20)


@pytest.fixture(scope="module")
def to_province(desk: Desk) -> Letter:
    letters = {
        letter.file: letter for letter in reminders(call_roll(Kept(), desk, D2025, as_of="2025-10-15"), desk.rulebook, TODAY)
    }
    assert len(letters) == 34
    return letters["tinh-an-giang"]


@pytest.fixture(scope="module")
def to_commune(desk: Desk) -> Letter:
    kept = Kept(plan(name="tỉnh.pdf", province="Sơn La", directive=D2025, number="312/KH-UBND", issued_on="2025-09-22"))
    roll = call_roll(kept, desk, D2025, province="Sơn La")
    return next(letter for letter in reminders(roll, desk.rulebook, TODAY) if letter.file == "xa-bac-yen")


def test_a_letter_to_a_province_names_the_directive_the_days_and_the_count(to_province: Letter) -> None:
    assert to_province.issuer == ("BỘ GIÁO DỤC VÀ ĐÀO TẠO",)
    assert to_province.addressee == "Kính gửi: Ủy ban nhân dân tỉnh An Giang"
    assert to_province.about == "V/v đôn đốc triển khai Tuần lễ hưởng ứng học tập suốt đời năm 2025"
    assert to_province.place_and_day == "Hà Nội, ngày      tháng      năm 2025"
    body = "\n".join(to_province.body)
    assert "Công văn số 5607/BGDĐT-GDNNGDTX ngày 15 tháng 9 năm 2025" in body
    assert "từ ngày 01 tháng 10 năm 2025 đến ngày 07 tháng 10 năm 2025" in body
    assert "tính đến hết ngày 15 tháng 10 năm 2025" in body
    assert "Thời hạn gửi báo cáo" not in body, "nobody knows the ministry's deadline, so nothing is said of it"
    assert "{" not in body and "None" not in body


def test_a_letter_to_a_commune_is_the_provinces_and_names_its_plan(to_commune: Letter) -> None:
    assert to_commune.issuer == ("ỦY BAN NHÂN DÂN", "TỈNH SƠN LA")
    assert to_commune.place_and_day.startswith("Sơn La, ngày")
    body = "\n".join(to_commune.body)
    assert "Ủy ban nhân dân tỉnh Sơn La đã ban hành Kế hoạch số 312/KH-UBND ngày 22 tháng 9 năm 2025" in body
    assert to_commune.authority == "TM. ỦY BAN NHÂN DÂN"


def test_a_letter_states_the_deadline_that_is_known_and_no_day_that_was_inferred(desk: Desk) -> None:
    from dataclasses import replace

    roll = call_roll(Kept(), desk, D2025)
    known = replace(roll.directive, report_due_on="2025-10-31", inferred=("week_start", "week_end"))
    letter = next(iter(reminders(replace(roll, directive=known), desk.rulebook, TODAY)))
    assert "Thời hạn gửi báo cáo kết quả về Bộ Giáo dục và Đào tạo: trước ngày 31 tháng 10 năm 2025." in letter.body
    assert not any("từ ngày" in paragraph for paragraph in letter.body)


def test_communes_whose_names_differ_in_their_marks_have_letters_of_their_own(desk: Desk) -> None:
    for province in ("Cần Thơ", "Đồng Tháp", "An Giang"):
        roll = call_roll(Kept(), desk, D2025, province=province)
        files = [letter.file for letter in reminders(roll, desk.rulebook, TODAY)]
        assert len(set(files)) == len(files) == len(roll.silent)


def read_back(data: bytes, name: str, desk: Desk) -> Extraction:
    document = ingest(data, name, name)
    assert document.status == "ok"
    return extract(document, desk)


def assert_its_own_fields(extraction: Extraction, issuer: str, level: str) -> None:
    assert extraction.value("doc_type") == "Công văn"
    assert (extraction.value("issuer"), extraction.value("level")) == (issuer, level)
    assert extraction.value("subject") == "đôn đốc triển khai Tuần lễ hưởng ứng học tập suốt đời năm 2025"
    assert extraction.value("number") is None and extraction.value("issued_on") is None, "blank until a person fills them in"
    assert extraction.value("signer") is None and extraction.value("signer_title") is None
    cited = [(c.number, c.issued_on) for c in extraction.of(Citation)]
    assert cited[0] == ("5607/BGDĐT-GDNNGDTX", "2025-09-15")


def test_a_letter_read_back_says_what_it_is(to_province: Letter, to_commune: Letter, desk: Desk) -> None:
    assert_its_own_fields(read_back(render_letter(to_province), "a.docx", desk), "Bộ Giáo dục và Đào tạo", "ministry")
    commune = read_back(render_letter(to_commune), "b.docx", desk)
    assert commune.value("directive") == D2025 and commune.value("in_scope") == "0", "a reminder answers nothing"
    assert_its_own_fields(commune, "Ủy ban nhân dân tỉnh Sơn La", "province")
    assert [(c.number, c.issued_on) for c in commune.of(Citation)][1] == ("312/KH-UBND", "2025-09-22")


def test_a_letter_keeps_the_form_of_the_decree(to_province: Letter, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(render_letter(to_province))
    word = WordFile(str(path))
    assert [len(table.columns) for table in word.tables] == [2, 2], "letterhead and signature in two columns"
    left, right = (cell.text for cell in word.tables[0].rows[0].cells)
    assert left.split("\n")[0] == "BỘ GIÁO DỤC VÀ ĐÀO TẠO" and "Số:         /BGDĐT-GDNNGDTX\nV/v đôn đốc" in left
    assert right.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    assert word.tables[1].rows[0].cells[0].text.startswith("Nơi nhận:\n- Như trên;")
    section = word.sections[0]
    assert section.page_width is not None and section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert word.styles["Normal"].font.name == "Times New Roman"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_prints_a_letter_on_one_page_that_reads_the_same(to_commune: Letter, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(render_letter(to_commune))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "letter.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    printed = read_back((tmp_path / "letter.pdf").read_bytes(), "letter.pdf", desk)
    assert len(printed.document.pages) == 1
    assert_its_own_fields(printed, "Ủy ban nhân dân tỉnh Sơn La", "province")


# --- the words of the letters --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{as_of}", "{today}", "the letter names 'today', which it is not given"),
        ("to: commune", "to: village", "'to' must be one of province, commune, each once"),
        ("to: commune", "to: province", "there is no letter to a commune"),
        ("place:", "palce:", "unknown key 'palce'"),
        ("{as_of}", "{as_of", "which it is not given"),
    ],
)
def test_a_fault_in_the_words_of_a_letter_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "reminder.yml"
    text = (rulebook.rules_root() / "letters/reminder.yml").read_text("utf-8")
    head, body = text.split("letters:\n")
    assert old in body
    path.write_text(f"{head}letters:\n{body.replace(old, new)}", "utf-8")
    faults = Faults()
    load_letters(path, faults)
    assert any(said in fault for fault in faults.found), faults.found
