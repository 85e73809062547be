"""Another campaign is a folder of YAML: without it the documents of the action month carry out nothing, with it all is judged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline import rulebook
from pipeline.batch.run import check_alone
from pipeline.drafting.from_document import draft_directive
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest
from pipeline.model import Extraction

CORPUS = Path(__file__).parents[2] / "corpus"
CAMPAIGN = "thang-hanh-dong-sach-cho-em"
NUMBER = "19046/BVHTTDL-SCE"
PLAN, LETTER = "2024-ha-nam-ubnd-sach-cho-em-ke-hoach.txt", "2024-quang-tri-svhttdl-sach-cho-em-cong-van.txt"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.of(rulebook.load())


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    root = Path(shutil.copytree(rulebook.rules_root(), tmp_path_factory.mktemp("rules") / "rules"))
    shutil.rmtree(root / "campaigns" / CAMPAIGN)
    return Desk.of(rulebook.load(root))


def read(name: str, desk: Desk) -> Extraction:
    path = CORPUS / name
    return extract(ingest(path.read_bytes(), name, name), desk)


def test_the_folder_alone_makes_the_difference(desk: Desk, without: Desk) -> None:
    assert read(PLAN, without).value("in_scope") == "0" and not check_alone(read(PLAN, without), without)
    plan = read(PLAN, desk)
    assert (plan.value("directive"), plan.value("week_start"), plan.value("week_end")) == (NUMBER, "2024-06-01", "2024-06-30")
    verdicts = {f.requirement: f.verdict for f in check_alone(plan, desk)}
    assert {name for name, verdict in verdicts.items() if verdict == "pass"} == set(verdicts) - {"cites-upstream"}


def test_reasons_call_its_days_by_its_own_word(desk: Desk) -> None:
    reasons = {f.requirement: (f.verdict, f.reason_vi, f.reason_en) for f in check_alone(read(LETTER, desk), desk)}
    assert reasons["week"][:2] == (
        "fail",
        "Thời gian Tháng hành động khác của Bộ (từ 01/6/2024 đến 30/6/2024): ngày đầu ghi 05/6/2024, yêu cầu là 01/6/2024.",
    )
    late = "Ban hành ngày 03/6/2024, không trước khi Tháng hành động bắt đầu (01/6/2024)."
    assert reasons["issued-in-time"][:2] == ("fail", late)
    assert "before the action month begins" in reasons["issued-in-time"][2]
    assert reasons["report-deadline"][0] == "fail", "here the ministry's own day is known"
    assert not [reason for _, *both in reasons.values() for reason in both if "Tuần lễ" in reason or "the week" in reason]


def test_its_directive_is_what_the_program_drafts_from_its_letter(desk: Desk) -> None:
    name = "2024-bo-vhttdl-sach-cho-em-cong-van.txt"
    draft = draft_directive(read(name, desk), desk)
    directive = next(d for d in desk.rulebook.directives if d.number == NUMBER)
    assert draft.known["campaign"].value == CAMPAIGN and not draft.gaps
    assert {n: v.value for n, v in draft.asked.items()} == {n: getattr(directive, n) for n in draft.asked}
    assert [item.asked for item in draft.activities] == [asking.words for asking in directive.activities]


def test_documents_of_the_learning_week_are_read_the_same_with_and_without_it(desk: Desk, without: Desk) -> None:
    for path in sorted(CORPUS.glob("202[2-5]-*.txt")):
        if "sach-cho-em" not in path.name:
            assert read(path.name, desk).facts == read(path.name, without).facts, path.name
