"""A run over a folder: what changed has a cause, what failed says so, and a run that is killed leaves what was there."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.scan.sheet import LEVELS, scan_pdf
from pipeline import rulebook
from pipeline.batch import run as batch
from pipeline.batch.inputs import Input
from pipeline.batch.run import Summary, run
from pipeline.extract import Desk
from pipeline.model import Document, Extraction
from pipeline.store import Store

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
COMMUNE, PROVINCE = "2025-son-la-chieng-an-ke-hoach.txt", "2025-son-la-ubnd-ke-hoach.pdf"
LETTER, OTHER = "2022-dak-lak-ubnd-cong-van.txt", "2023-hai-duong-pgddt-he.txt"


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk.of(rulebook.load())


class Post:
    """A folder with a database beside it, and runs over them."""

    def __init__(self, root: Path, desk: Desk) -> None:
        self.folder, self.db, self.desk = root / "post", root / "a.db", desk
        self.folder.mkdir()

    def put(self, *names: str) -> Post:
        for name in names:
            shutil.copy(CORPUS / name, self.folder)
        return self

    def change(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def run(self, **options: Any) -> Summary:
        summary = run([self.folder], self.db, self.desk, **{"jobs": 1, **options})
        assert summary.inputs == self.ask("select inputs from runs where run = ?", summary.run)[0][0]
        assert sum(summary.documents.values()) == self.ask("select count(*) from documents")[0][0]
        return summary

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.db)) as connection:
            return connection.execute(sql, values).fetchall()

    def changes(self) -> dict[str, tuple[str | None, str | None, str]]:
        return {field: (old, new, cause) for field, old, new, cause in self.ask("select field, old, new, cause from changes")}

    def verdict(self, requirement: str, name: str) -> str | None:
        sql = "select verdict from findings join documents using (document) where requirement = ? and name = ?"
        found = self.ask(sql, requirement, name)
        return found[0][0] if found else None

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        names = [n for (n,) in self.ask("select name from sqlite_master where type = 'table'") if n not in ("runs", "inputs")]
        return {name: self.ask(f'select * from "{name}"') for name in names}


@pytest.fixture
def post(tmp_path: Path, desk: Desk) -> Post:
    return Post(tmp_path, desk)


def only(summary: Summary) -> dict[str, int]:
    return {state: count for state, count in summary.states.items() if count}


# --- states -----------------------------------------------------------------------------------------------------------------


def test_new_then_unchanged(post: Post) -> None:
    post.put(LETTER, OTHER)
    assert only(post.run()) == {"new": 2}
    before = post.rows()
    again = post.run()
    assert only(again) == {"unchanged": 2} and again.changes == 0
    assert post.rows() == before


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_the_evidence_of_a_scan_is_stored_with_its_place_on_the_page(
    post: Post, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOICHIEU_OCR_CACHE", str(tmp_path / "kept"))
    printed = (CORPUS / "2022-bac-giang-ubnd-ke-hoach.pdf").read_bytes()
    (post.folder / "scan.pdf").write_bytes(scan_pdf(printed, LEVELS["light"], "7"))
    (post.folder / "print.pdf").write_bytes(printed)
    post.run()
    found = post.ask(
        "select d.name, f.quote, b.page, b.x0 < b.x1 and b.y0 < b.y1, b.confidence between 0.5 and 1 from evidence_boxes b "
        "join facts f on f.id = b.fact join documents d on d.document = b.document where f.field = 'number'"
    )
    assert found == [("scan.pdf", "4517/KH-UBND", 1, 1, 1)]
    assert only(post.run()) == {"unchanged": 2}
    unseen = post.ask(
        "select f.field, f.quote from facts f join documents d on d.document = f.document "
        "left join evidence_boxes b on b.fact = f.id where d.name = 'scan.pdf' and f.start is not null and b.fact is null"
    )
    assert unseen == []


def test_progress_reaches_the_number_of_inputs(post: Post) -> None:
    post.put(LETTER, OTHER)
    seen: list[tuple[int, int]] = []
    post.run(progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_in_scope_and_verdicts_are_those_of_the_database(post: Post) -> None:
    summary = post.put(LETTER, OTHER).run()
    assert summary.in_scope == post.ask("select sum(in_scope) from plans")[0][0] == 1
    assert summary.verdicts == dict(post.ask("select verdict, count(*) from findings group by verdict"))
    assert post.ask("select count(*) from findings join documents using (document) where name = ?", OTHER) == [(0,)]


@pytest.mark.parametrize("name", ["scan.pdf", "locked.pdf", "header-only.pdf", "without-end.pdf"])
def test_broken_files_end_in_one_state_and_what_failed_has_a_problem(post: Post, name: str) -> None:
    shutil.copy(ROOT / "tests" / "broken" / name, post.folder)
    summary = post.run()
    ((status,),) = post.ask("select status from documents")
    assert only(summary) == ({"failed": 1} if status == "failed" else {"new": 1})
    if status != "ok":
        assert post.ask("select count(*) from problems where document is not null and message <> ''")[0][0] >= 1
        assert summary.problems and summary.problems[0][0].endswith(name)


def test_a_failed_document_has_no_facts_and_no_verdicts(post: Post) -> None:
    (post.folder / "blank.txt").write_text(" \n")
    assert only(post.run()) == {"failed": 1}
    assert post.ask("select status from documents") == [("failed",)]
    ((_, *values),) = post.ask("select * from plan_values")
    assert set(values) == {None}
    for table in ("facts", "findings"):
        assert post.ask(f"select * from {table}") == []


def test_a_file_that_can_be_read_now_is_no_longer_a_problem(post: Post) -> None:
    path = post.folder / "plan.txt"
    path.symlink_to(post.folder / "gone.txt")
    assert only(post.run()) == {"failed": 1}
    assert post.ask("select code, document from problems") == [("broken-link", None)]
    path.unlink()
    shutil.copy(CORPUS / LETTER, path)
    assert only(post.run()) == {"new": 1}
    assert post.ask("select count(*) from problems") == [(0,)]


def test_a_file_that_vanishes_from_the_folder_keeps_its_document(post: Post) -> None:
    post.put(LETTER, OTHER).run()
    (post.folder / OTHER).unlink()
    assert only(post.run()) == {"unchanged": 1}
    assert post.ask("select count(*) from documents") == [(2,)]


# --- changes and their causes -----------------------------------------------------------------------------------------------


def test_a_change_of_a_file_is_a_change_of_the_document(post: Post) -> None:
    post.put(LETTER).run()
    post.change(LETTER, "Số: ", "Số: 9")
    summary = post.run()
    assert only(summary) == {"updated": 1}
    changes = post.changes()
    assert {cause for _, _, cause in changes.values()} == {"document"}
    old, new, _ = changes["number"]
    assert new == f"9{old}" and summary.changes == len(changes)
    assert post.ask("select count(*) from documents") == [(1,)]


def test_a_verdict_that_turns_is_a_change(post: Post) -> None:
    post.put(LETTER).run()
    assert post.verdict("week", LETTER) == "pass"
    post.change(LETTER, "đến hết ngày 07 tháng 10", "đến hết ngày 06 tháng 10")
    post.run()
    assert post.verdict("week", LETTER) == "fail"
    assert post.changes()["verdict:week"] == ("pass", "fail", "document")


def test_another_rule_reads_documents_anew_and_is_named_as_the_cause(post: Post, tmp_path: Path) -> None:
    post.put(LETTER, OTHER).run()
    rules = Path(shutil.copytree(ROOT / "rules", tmp_path / "rules"))
    directive = rules / "directives" / "2022.yml"
    text = directive.read_text("utf-8")
    assert text.count("2022-10-07") >= 1
    directive.write_text(text.replace("2022-10-07", "2022-10-06"), "utf-8")
    post.desk = Desk.of(rulebook.load(rules))
    summary = post.run()
    assert only(summary) == {"updated": 2}
    assert post.changes() == {"verdict:week": ("pass", "fail", "rules")}


def test_another_program_reads_documents_anew_and_is_named_as_the_cause(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.put(LETTER).run()
    read = batch.extract

    def otherwise(document: Document, desk: Desk) -> Extraction:
        extraction = read(document, desk)
        facts = tuple(replace(f, value="Ai Khác") if f.field == "signer" else f for f in extraction.facts)
        return replace(extraction, facts=facts)

    monkeypatch.setattr(batch, "extract", otherwise)
    assert only(post.run()) == {"unchanged": 1}  # the same program has no reason to look again
    monkeypatch.setattr(batch, "program_fingerprint", lambda: "9.9+abc")
    assert only(post.run()) == {"updated": 1}
    ((_, new, cause),) = post.changes().values()
    assert (new, cause) == ("Ai Khác", "program")


def test_a_new_program_that_finds_the_same_records_no_change(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.put(LETTER).run()
    monkeypatch.setattr(batch, "program_fingerprint", lambda: "9.9+abc")
    summary = post.run()
    assert summary.changes == 0 and post.changes() == {}
    assert only(post.run()) == {"unchanged": 1}


# --- judged over all documents ----------------------------------------------------------------------------------------------


def test_a_communes_citation_is_judged_once_its_provinces_plan_is_there(post: Post) -> None:
    post.put(COMMUNE).run()
    alone = post.verdict("cites-upstream", COMMUNE)
    assert alone in ("unknown", "not_applicable")
    post.put(PROVINCE).run()
    together = post.verdict("cites-upstream", COMMUNE)
    assert together in ("pass", "fail") and together != alone
    assert post.verdict("cites-upstream", PROVINCE) in (None, "not_applicable")
    assert post.changes()["verdict:cites-upstream"] == (alone, together, "document")


def test_the_order_in_which_documents_come_does_not_matter(tmp_path: Path, desk: Desk) -> None:
    found = []
    for name, order in {"one": (COMMUNE, PROVINCE), "two": (PROVINCE, COMMUNE)}.items():
        (tmp_path / name).mkdir()
        post = Post(tmp_path / name, desk)
        for document in order:
            post.put(document).run()
        found.append({n: post.verdict("cites-upstream", n) for n in order})
    assert found[0] == found[1]


# --- workers that are lost, runs that are killed ------------------------------------------------------------------------------


def lose(monkeypatch: pytest.MonkeyPatch, name: str, how: Callable[[], object]) -> None:
    """Makes the reading of one file end badly in its worker."""
    read = batch.read_and_check

    def work(one: Input, desk: Desk) -> Any:
        if one.name == name:
            how()
        return read(one, desk)

    monkeypatch.setattr(batch, "read_and_check", work)


def out_of_memory() -> None:
    raise MemoryError


def fault() -> None:
    raise AssertionError("no part begins here")


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "crash"),
        (lambda: time.sleep(60), "timeout"),
        (out_of_memory, "out-of-memory"),
        (fault, "program-fault"),
    ],
    ids=["crash", "timeout", "memory", "fault"],
)
def test_a_document_that_ends_its_worker_is_failed_and_the_others_are_read(
    post: Post, monkeypatch: pytest.MonkeyPatch, how: Callable[[], object], code: str
) -> None:
    post.put(LETTER, OTHER)
    lose(monkeypatch, LETTER, how)
    monkeypatch.setattr(batch, "SECONDS_A_DOCUMENT", 1.5)
    summary = post.run()
    assert only(summary) == {"new": 1, "failed": 1}
    assert dict(post.ask("select name, status from documents")) == {LETTER: "failed", OTHER: "ok"}
    ((stage, found, message),) = post.ask("select stage, code, message from problems")
    assert (stage, found) == ("ingest", code)
    assert message[0].isupper() and message.endswith(".") and "{" not in message and "Traceback" not in message
    assert [("AssertionError: no part begins here" in told) for told in summary.faults] == ([True] if how is fault else [])


def test_a_run_that_fails_halfway_keeps_nothing_of_its_batch_and_counts_as_failed(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put(LETTER).run()
    before = post.rows()
    post.put(OTHER, COMMUNE)
    keep, saved = Store.keep, []

    def break_at_the_second(self: Store, *arguments: Any, **options: Any) -> Any:
        saved.append(arguments)
        if len(saved) == 2:
            raise OSError("the disk is gone")
        return keep(self, *arguments, **options)

    monkeypatch.setattr(Store, "keep", break_at_the_second)
    with pytest.raises(OSError, match="the disk is gone"):
        post.run()
    monkeypatch.undo()
    assert len(saved) == 2 and post.rows() == before
    assert post.ask("select status, ended from runs order by run desc limit 1") == [("failed", None)]
    assert only(post.run()) == {"new": 2, "unchanged": 1}


_KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.cli import main
from pipeline.model import Document, Extraction
from pipeline.store import Store

keep, saved = Store.keep, []

def die_at_the_second(self, *arguments, **options):
    saved.append(keep(self, *arguments, **options))
    if len(saved) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return saved[-1]

Store.keep = die_at_the_second
main(sys.argv[1:])
"""


def test_a_run_that_is_killed_leaves_the_former_state(post: Post) -> None:
    post.put(LETTER).run()
    before = post.rows()
    post.put(OTHER, COMMUNE)
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, "run", str(post.folder), "--db", str(post.db), "--jobs", "1"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    assert post.rows() == before
    with Store.open(post.db, create=False) as store:  # and a reader opens it as it stands
        assert len(store.plans()) == 1
    assert only(post.run()) == {"new": 2, "unchanged": 1}


def test_a_file_that_vanishes_during_a_run_costs_that_file_only(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.put(LETTER, OTHER)
    lose(monkeypatch, LETTER, (post.folder / LETTER).unlink)
    summary = post.run()
    assert only(summary) == {"new": 1, "failed": 1}
    assert summary.faults == []  # it is no fault of the program
