"""Scores are those of `score.py`, to the letter; gains and losses name what changed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from store_samples import campaign, findings, plan

from pipeline.evaluate import (
    Tally,
    evaluate,
    gains_and_losses,
    gains_and_losses_as_dict,
    render_gains_and_losses,
    render_scores,
    scores_as_dict,
)
from pipeline.gold import GoldError, read_golds
from pipeline.model import Deadline, Extraction, Fact, Finding, Link
from pipeline.store import Store

SCORE = Path(__file__).parents[2] / "shared" / "score.py"

RIGHT: dict[str, Any] = {
    "document": "kh-Hà Nội.txt",
    "issuer": "UBND tỉnh Hà Nội",  # a close way of writing it
    "level": "province",
    "province": "Hà Nội",
    "commune": None,
    "doc_type": "KẾ HOẠCH",
    "number": "181 / KH–UBND",
    "issued_on": "2024-09-30",
    "year": 2024,
    "subject": "V/v tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024",
    "directive": {"number": "5201/BGDÐT-GDĐT", "issued_on": "2024-09-09", "resolved": "5201/BGDĐT-GDTX"},
    "theme": "Phát triển văn hoá đọc thúc đẩy học tập suốt đời.",
    "week_start": "2024-10-01",
    "week_end": "2024-10-07",
    "opening_on": None,
    "lead_agency": "Sở GDĐT",
    "signer": "Nguyễn Thị Mẫu",
    "in_scope": True,
    "citations": [["5201/BGDĐT-GDĐT", None]],
    "deadlines": [{"due_on": "2024-10-15", "recipient": "Sở GDĐT"}],
    "agencies": ["Đề nghị Sở Giáo dục và Đào tạo"],
    "verdicts": {"theme": "pass", "citation-exact": "fail"},
}
FLAWED: dict[str, Any] = {
    "document": "kh-Đắk Lắk.txt",
    "issuer": "Sở Giáo dục và Đào tạo tỉnh Đắk Lắk",  # wrong
    "commune": "Buôn Hồ",  # missed
    "opening_on": "2024-10-01",  # missed
    "signer": None,  # spurious
    "number": "18/KH-UBND",  # wrong
    "year": 2024,
    "directive": None,  # three spurious values
    "citations": [["5201/BGDĐT-GDĐT", "2024-09-10"], ["1373/QĐ-TTg", "2021-07-30"]],
    "deadlines": [],
    "agencies": ["Hội Khuyến học tỉnh", "Sở Giáo dục & Đào tạo"],
    "verdicts": {"theme": "pass", "week": "pass", "citation-exact": "fail"},
}
ABSENT: dict[str, Any] = {
    "document": "không-có.txt",
    "theme": "Học",
    "commune": None,
    "citations": [["1/KH", None]],
    "deadlines": [],
}
UNREAD: dict[str, Any] = {"document": "quet.pdf", "issuer": "UBND xã Bình Yên", "week_start": None}
GOLDS = [RIGHT, FLAWED, ABSENT, UNREAD]


def save(path: Path, documents: list[tuple[Extraction, list[Finding]]]) -> Path:
    with Store.open(path, create=True) as store:
        run = store.start_run(program="test", rules="test")
        for extraction, judged in documents:
            store.save(extraction, judged, "test", run)
    return path


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return save(tmp_path / "plans.db", list(campaign()))


@pytest.fixture
def store(db: Path) -> Iterator[Store]:
    with Store.open(db, create=False) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The gold annotations as files."""
    folder = tmp_path / "gold"
    folder.mkdir()
    for n, gold in enumerate(GOLDS):
        (folder / f"{n}.gold.json").write_text(json.dumps(gold, ensure_ascii=False), "utf-8")
    return folder


def score(db: Path, folder: Path, *options: str) -> str:
    """What `score.py` says."""
    if not SCORE.is_file():
        pytest.skip("../shared/score.py is not here: nothing to compare the figures with")
    done = subprocess.run(
        [sys.executable, SCORE, db, folder, *options], capture_output=True, text=True, encoding="utf-8", check=True
    )
    return done.stdout


def test_the_figures_are_those_of_score_py(db: Path, store: Store, folder: Path) -> None:
    assert scores_as_dict(evaluate(store, read_golds([folder]))) == json.loads(score(db, folder, "--json"))


@pytest.mark.parametrize("errors", [False, True])
def test_the_sheet_is_that_of_score_py(db: Path, store: Store, folder: Path, errors: bool) -> None:
    options = ["--errors"] if errors else []
    assert render_scores(evaluate(store, read_golds([folder])), errors) + "\n" == score(db, folder, *options)


def test_a_document_with_every_field_right_is_whole(store: Store) -> None:
    scores = evaluate(store, [RIGHT])
    assert [(one.name, one.got) for one in scores.errors] == []
    assert (scores.documents, scores.absent, scores.whole) == (1, 0, 1)
    assert scores.total.f1 == 1


def test_each_way_of_being_wrong_is_told_apart(store: Store) -> None:
    fields = evaluate(store, [FLAWED]).fields
    assert fields["issuer"] == fields["number"] == Tally(wrong=1)
    assert fields["commune"] == fields["opening_on"] == Tally(missed=1)
    assert fields["signer"] == fields["directive"] == fields["directive_issued_on"] == Tally(spurious=1)
    assert fields["citations"] == Tally(missed=2, spurious=1)
    assert fields["deadlines"] == Tally(spurious=1)
    assert fields["agencies"] == Tally(correct=1, missed=1)
    assert fields["verdicts"] == Tally(correct=1, wrong=1, missed=1)


def test_verdicts_are_counted_apart(store: Store) -> None:
    only = {"document": RIGHT["document"], "verdicts": {"theme": "fail"}}
    scores = evaluate(store, [only])
    assert scores.total == Tally()
    assert [one.name for one in scores.errors] == ["verdict of theme"]


def linked_store(path: Path) -> Store:
    """`kh-Hà Nội.txt` carries out `kh-Đắk Lắk.txt`, and stands well beside it but for the week."""
    (first, _), (second, _) = (item for item in campaign() if item[0].document.name.startswith("kh-"))
    if first.document.name != RIGHT["document"]:
        first, second = second, first
    store = Store.open(path, create=True)
    run = store.start_run(program="test", rules="test")
    beside = [("upstream-theme", "pass"), ("upstream-week", "fail")]
    judged = [replace(findings(first)[0], requirement=r, verdict=v, directive="9/KH-UBND") for r, v in beside]
    for extraction, found in ((first, judged), (second, [])):
        store.save(extraction, found, "test", run)
    above = Link("upstream", "9/KH-UBND", None, None, 2024, second.document.id, "number and date")
    store.save_chain({first.document.id: (above,)}, {})
    return store


def test_links_and_verdicts_beside_a_superior_are_scored_apart(tmp_path: Path) -> None:
    up = {"relation": "upstream", "number": "9/KH-UBND", "superior": FLAWED["document"]}
    right = {
        "document": RIGHT["document"],
        "links": [up],
        "upstream": {"9/KH-UBND": {"upstream-theme": "pass", "upstream-week": "fail"}},
    }
    wrong = right | {
        "links": [up | {"superior": None}, up | {"number": "8/KH-UBND"}],
        "upstream": {"9/KH-UBND": {"upstream-theme": "pass", "upstream-week": "pass"}},
    }
    with linked_store(tmp_path / "a.db") as store:
        good, bad, missing = (evaluate(store, [gold]) for gold in (right, wrong, right | {"document": "không-có.txt"}))
    assert good.fields == {"links": Tally(correct=1), "upstream": Tally(correct=2)}
    assert bad.fields == {"links": Tally(missed=2, spurious=1), "upstream": Tally(correct=1, missed=1, spurious=1)}
    assert missing.fields == {"links": Tally(missed=1), "upstream": Tally(missed=2)}
    assert good.total == bad.total == Tally() and good.whole == bad.whole == 1, "no sum of score.py's changes"
    assert "links                      1     0      0     0" in render_scores(good, False)


def test_a_document_that_is_not_there_misses_everything(store: Store) -> None:
    scores = evaluate(store, [ABSENT])
    assert (scores.absent, scores.whole) == (1, 0)
    assert scores.fields == {"theme": Tally(missed=1), "citations": Tally(missed=1)}


def test_a_deadline_is_found_once_however_often_it_stands(tmp_path: Path) -> None:
    extraction = plan("Hà Nội", day="30")
    twice = [fact for fact in extraction.facts if isinstance(fact, Deadline)]
    path = save(tmp_path / "twice.db", [(replace(extraction, facts=(*extraction.facts, *twice)), [])])
    with Store.open(path, create=False) as store:
        assert evaluate(store, [RIGHT]).fields["deadlines"] == Tally(correct=1)


def test_gains_and_losses_name_document_and_field(tmp_path: Path, db: Path) -> None:
    better = plan("Đắk Lắk", theme='Học <script>alert("1")</script> suốt đời')  # the same document, read by other rules
    facts = [f for f in better.facts if f.field not in ("signer", "year")]  # one value less made up, one lost
    facts.append(
        Fact(field="commune", value="Buôn Đôn", quote="", page=1, start=0, end=0, rule="test")
    )  # missed before, wrong now
    other = plan("Hà Nội", day="30")
    after = save(tmp_path / "after.db", [(replace(better, facts=tuple(facts)), findings(better)), (other, findings(other)[1:])])
    with Store.open(db, create=False) as old, Store.open(after, create=False) as new:
        compared = gains_and_losses(old, new, [RIGHT, FLAWED])
    assert [(c.after.document, c.after.name) for c in compared.gains] == [("kh-Đắk Lắk.txt", "signer")]
    assert [(c.after.document, c.after.name) for c in compared.losses] == [
        ("kh-Hà Nội.txt", "verdict of theme"),
        ("kh-Đắk Lắk.txt", "commune"),
        ("kh-Đắk Lắk.txt", "year"),
    ]
    said = render_gains_and_losses(compared)
    assert "+ kh-Đắk Lắk.txt signer\n    gold:   None\n    before: Nguyễn Thị Mẫu\n    after:  None\n" in said
    assert said.splitlines()[-1].startswith("gains 1, losses 3; F1 ")
    listed = gains_and_losses_as_dict(compared)
    assert [change["field"] for change in listed["losses"]] == ["verdict of theme", "commune", "year"]
    assert listed["before"]["documents"] == listed["after"]["documents"] == 2


def test_nothing_changed_is_said_so(db: Path) -> None:
    with Store.open(db, create=False) as one, Store.open(db, create=False) as two:
        compared = gains_and_losses(one, two, GOLDS)
    assert not compared.gains and not compared.losses
    assert render_gains_and_losses(compared).startswith("gains 0, losses 0; ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "cannot be read as a gold annotation"),
        ("[]", "does not say which document"),
        ('{"theme": "Học"}', "does not say which document"),
        (None, "no gold annotations"),
    ],
)
def test_gold_that_cannot_be_used_is_said_in_a_sentence(tmp_path: Path, content: str | None, said: str) -> None:
    if content is not None:
        (tmp_path / "a.gold.json").write_text(content, "utf-8")
    with pytest.raises(GoldError, match=said):
        read_golds([tmp_path])


def test_gold_of_a_place_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="There is no file or folder"):
        read_golds([tmp_path / "nowhere"])
