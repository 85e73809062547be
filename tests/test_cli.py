"""The command line from end to end: the real command in a process of its own, on the sample corpus.

Every run here has all warnings as errors, and nothing that a user meets may be a traceback.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.cli import build_parser, main

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
LETTER = CORPUS / "2022-dak-lak-ubnd-cong-van.txt"
PLAN, PLAN_BEFORE = CORPUS / "2025-lang-son-ubnd-ke-hoach.txt", CORPUS / "2024-hoa-binh-ubnd-ke-hoach.txt"
COMMAND = Path(sys.executable).with_name("doichieu")
COMMANDS = (
    "run",
    "report",
    "serve",
    "explain",
    "diff",
    "missing",
    "rules",
    "rules check",
    "rules test",
    "rules draft",
    "rules infer",
    "evaluate",
    "export",
)
HEAVY = {
    "pypdfium2", "pdfplumber", "spacy", "underthesea", "dateparser", "sqlite_utils", "sqlite3", "datasette", "rapidfuzz",
    "yaml", "numpy", "pandas", "multiprocessing", "asyncio", "lxml", "PIL",
}  # fmt: skip
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "NO_COLOR": "1", "COLUMNS": "100"}


class Said(NamedTuple):
    """What a command wrote and how it ended."""

    status: int
    out: str
    err: str


def doichieu(*arguments: object, cwd: Path | None = None) -> Said:
    """Runs the command as a user does; whatever happens, a user never sees a traceback."""
    done = subprocess.run(
        [str(COMMAND), *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", env=ENVIRONMENT, cwd=cwd or ROOT
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


def refused(*arguments: object) -> str:
    """The sentence of a command that could not be done; nothing of it on standard output."""
    said = doichieu(*arguments)
    assert (said.status, said.out) == (2, ""), said
    assert re.fullmatch(r"doichieu: \S.*\.\n", said.err) or "\n  " in said.err, said.err
    return said.err.removeprefix("doichieu: ").strip()


def query(db: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()


def tables(db: Path, *, but: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    names = [name for (name,) in query(db, "select name from sqlite_master where type = 'table'") if name not in but]
    return {name: query(db, f'select * from "{name}"') for name in names}


def states(db: Path) -> dict[str, int]:
    """How the inputs of the last run ended."""
    return dict(query(db, "select state, count(*) from inputs where run = (select max(run) from runs) group by state"))


@pytest.fixture(scope="session")
def corpus_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, read once for all; nobody writes to it."""
    db = tmp_path_factory.mktemp("cli") / "corpus.db"
    said = doichieu("run", "corpus", "--db", db, "--jobs", "2")
    assert said.status == 0, said.err
    return db


@pytest.fixture
def own_db(corpus_db: Path, tmp_path: Path) -> Path:
    """A copy of the corpus' database that a test may write to."""
    return Path(shutil.copy(corpus_db, tmp_path / "own.db"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three documents in a folder of their own."""
    made = tmp_path / "post"
    made.mkdir()
    for path in (LETTER, PLAN, PLAN_BEFORE):
        shutil.copy(path, made)
    return made


# --- help -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_answers_and_loads_nothing_heavy(command: str) -> None:
    ask = (
        "import sys\nfrom pipeline.cli import main\ntry:\n    main(sys.argv[1:])\nfinally:\n"
        "    print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask, *command.split(), "--help"], capture_output=True, text=True, env=ENVIRONMENT, check=True
    )
    assert done.stdout.startswith(f"usage: doichieu {command}".strip())
    assert not HEAVY & set(done.stderr.split())


def test_every_command_is_asked_for_help_here() -> None:
    below = build_parser().format_help().partition("COMMAND\n")[2].partition("\n\n")[0]
    named = set(re.findall(r"(?m)^ {4}([a-z]+) ", below))
    assert named == {command.split()[0] for command in COMMANDS}


def test_a_command_that_is_not_there_is_refused() -> None:
    said = doichieu("fly")
    assert said.status == 2 and "invalid choice: 'fly'" in said.err


# --- run --------------------------------------------------------------------------------------------------------------------


def test_run_counts_add_up(corpus_db: Path) -> None:
    kinds = (".txt", ".md", ".pdf", ".docx")
    documents = [path for path in CORPUS.iterdir() if path.suffix in kinds and path.name != "README.md"]
    ended = states(corpus_db)
    assert ended == {"new": len(documents)}
    held = dict(query(corpus_db, "select status, count(*) from documents group by status"))
    assert set(held) <= {"ok", "partial", "failed"} and sum(held.values()) == sum(ended.values())
    (run,) = query(corpus_db, "select status, inputs, new, updated, unchanged, duplicate, failed from runs")
    assert run == ("done", len(documents), len(documents), 0, 0, 0, 0)


def test_run_says_what_it_did(tmp_path: Path, folder: Path) -> None:
    (folder / "blank.txt").write_text("")
    said = doichieu("run", folder, "--db", tmp_path / "a.db")
    assert said.status == 0
    first, second, third = said.out.splitlines()[:3]
    assert first == "4 inputs: 3 new, 1 failed"
    assert second.endswith("a.db: 3 ok, 1 failed; 3 carry out a directive that the rules know")
    assert re.fullmatch(r"findings: \d+ pass, \d+ fail, \d+ unknown, \d+ not_applicable", third)
    assert said.err == f"  {folder / 'blank.txt'}: The file is empty: there is nothing to read.\n"


def test_a_run_tells_of_directives_that_the_rules_do_not_know_and_how_to_draft_them(tmp_path: Path) -> None:
    letter = CORPUS / "2025-bo-gddt-cong-van.txt"
    for path in (PLAN, letter):
        later = path.read_text("utf-8").replace("2025", "2031").replace("5607/", "6001/")
        (tmp_path / path.name.replace("2025", "2031")).write_text(later, "utf-8")
    plan, original = tmp_path / PLAN.name.replace("2025", "2031"), tmp_path / letter.name.replace("2025", "2031")
    number, advice = "6001/BGDĐT-GDNNGDTX", "1 document carries out {}, which the rules do not know: not judged. "
    said = doichieu("run", plan, "--db", tmp_path / "a.db")
    assert said.err == f"{advice.format(number)}`doichieu rules infer '{number}' --db {tmp_path / 'a.db'}` drafts it.\n"
    said = doichieu("run", original, "--db", tmp_path / "a.db")
    assert said.err == f"{advice.format(number)}`doichieu rules draft {original}` drafts it.\n"
    report = doichieu("report", "--db", tmp_path / "a.db", "--province", "Lạng Sơn", "--format", "md").out
    assert f"1 văn bản thực hiện Công văn số {number} ngày 15/9/2031 chưa được đối chiếu" in report and plan.name in report


def test_a_second_run_changes_nothing_and_says_so(own_db: Path) -> None:
    before = tables(own_db, but=("runs", "inputs"))
    said = doichieu("run", "corpus", "--db", own_db)
    assert said.status == 0
    assert "nothing new: every document is as it was" in said.out
    assert set(states(own_db)) == {"unchanged"}
    assert tables(own_db, but=("runs", "inputs")) == before


def test_one_job_and_two_give_the_same_database_but_for_the_order(corpus_db: Path, tmp_path: Path) -> None:
    doichieu("run", "corpus", "--db", tmp_path / "one.db", "--jobs", "1")
    for table, columns in {
        "plans": "*",
        "facts": "document, field, value, quote, page, start, end, rule, confidence",
        "findings": "document, directive, requirement, verdict, severity, expected, found, reason_vi, page, start, end",
        "citations": "document, type, number, issued_on, issuer, relation, resolved, tolerance, page, start, end",
        "assignments": "document, agency, agency_text, role, task, page, start, end",
    }.items():
        wanted = columns if columns != "*" else ", ".join(
            name for _, name, *_ in query(corpus_db, "pragma table_info(plans)") if name != "serial"
        )  # fmt: skip
        ask = f"select {wanted} from {table}"
        assert sorted(query(tmp_path / "one.db", ask), key=repr) == sorted(query(corpus_db, ask), key=repr), table


def test_a_changed_file_replaces_what_it_was(tmp_path: Path, folder: Path) -> None:
    db = tmp_path / "a.db"
    doichieu("run", folder, "--db", db)
    path = folder / LETTER.name
    text = path.read_text("utf-8")
    assert "Số: " in text
    changed = re.sub(r"Số: \d+", "Số: 9999", text)
    path.write_text(changed, "utf-8")
    said = doichieu("run", folder, "--db", db)
    assert said.out.startswith("3 inputs: 1 updated, 2 unchanged\n")
    assert query(db, "select count(*) from documents") == [(3,)]
    ((number,),) = query(db, "select number from plans where name = ?", LETTER.name)
    assert number.startswith("9999/")
    ((old, new, cause),) = query(db, "select old, new, cause from changes where field = 'number'")
    assert (new, cause) == (number, "document") and old != new
    assert re.search(r"^\d+ values or verdicts changed; see the table changes$", said.out, re.MULTILINE)


def test_a_renamed_file_is_the_same_document_under_its_new_name(tmp_path: Path, folder: Path) -> None:
    db = tmp_path / "a.db"
    doichieu("run", folder, "--db", db)
    ((before,),) = query(db, "select document from documents where name = ?", LETTER.name)
    (folder / LETTER.name).rename(folder / "renamed.txt")
    said = doichieu("run", folder, "--db", db)
    assert said.status == 0
    assert query(db, "select count(*) from documents") == [(3,)]
    assert query(db, "select document from inputs where name = 'renamed.txt'") == [(before,)]
    assert query(db, "select count(*) from changes") == [(0,)]


def test_a_copy_is_a_duplicate_and_names_the_original(tmp_path: Path, folder: Path) -> None:
    shutil.copy(folder / PLAN.name, folder / "zz-copy.txt")
    db = tmp_path / "a.db"
    said = doichieu("run", folder, "--db", db)
    assert said.out.startswith("4 inputs: 3 new, 1 duplicate\n")
    assert query(db, "select count(*) from documents") == [(3,)]
    ((name, message),) = query(db, "select name, message from inputs where state = 'duplicate'")
    assert name == "zz-copy.txt" and str(folder / PLAN.name) in message


def test_a_path_given_twice_is_one_input(tmp_path: Path, folder: Path) -> None:
    said = doichieu("run", folder, folder / LETTER.name, folder, "--db", tmp_path / "a.db")
    assert said.out.startswith("3 inputs: 3 new\n")


def test_the_day_asked_for_is_kept_with_the_run(tmp_path: Path, folder: Path) -> None:
    doichieu("run", folder, "--db", tmp_path / "a.db", "--as-of", "2025-10-20", "--quiet")
    assert query(tmp_path / "a.db", "select as_of from runs") == [("2025-10-20",)]


# --- what a run cannot do ---------------------------------------------------------------------------------------------------


def test_a_missing_path_stops_before_anything_is_written(tmp_path: Path) -> None:
    said = refused("run", tmp_path / "nowhere", "--db", tmp_path / "a.db")
    assert said == f"There is no file or folder {tmp_path / 'nowhere'}."
    assert list(tmp_path.iterdir()) == []


def test_a_missing_path_among_others_stops_them_all(tmp_path: Path, folder: Path) -> None:
    assert "nowhere" in refused("run", folder, tmp_path / "nowhere", "--db", tmp_path / "a.db")
    assert not (tmp_path / "a.db").exists()


def test_a_folder_without_documents_stops_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "post").mkdir()
    (tmp_path / "post" / "README.txt").write_text("Hồ sơ năm 2024.")
    said = refused("run", tmp_path / "post", "--db", tmp_path / "a.db")
    assert said == f"The folder {tmp_path / 'post'} holds no documents."
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "The file is empty: there is nothing to read."),
        ("zeros.pdf", b"\0" * 4096, "The file is empty: there is nothing to read."),
        ("plan.pdf", b"Rar!\x1a\x07\x01\x00" + bytes(64), "a RAR archive"),
        ("plan.txt", b"\x7fELF\x02\x01\x01" + bytes(64), "a program"),
        ("plan.md", b"SQLite format 3\0" + bytes(84), "an SQLite database"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj << /Type", ""),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_an_input_that_is_no_document_is_kept_as_failed_with_its_reason(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path, db = tmp_path / name, tmp_path / "a.db"
    path.write_bytes(content)
    said = doichieu("run", path, "--db", db)
    assert said.status == 2
    assert said.out.startswith("1 input: 1 failed\n")
    assert said.err.startswith(f"  {path}: ") and words in said.err and said.err.endswith(".\n")
    assert states(db) == {"failed": 1}
    assert query(db, "select status from documents") == [("failed",)]
    assert len(query(db, "select message from problems where message <> ''")) == 1


def test_a_text_under_a_pdf_name_is_read_by_its_content(tmp_path: Path) -> None:
    shutil.copy(LETTER, tmp_path / "letter.pdf")
    said = doichieu("run", tmp_path / "letter.pdf", "--db", tmp_path / "a.db")
    assert said.status == 0
    assert query(tmp_path / "a.db", "select kind, status from documents") == [("text", "ok")]


def test_a_failed_input_is_failed_again_the_second_time(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    first, second = (doichieu("run", tmp_path / "empty.txt", "--db", tmp_path / "a.db") for _ in range(2))
    assert second.status == first.status == 2
    assert "The file is empty" in second.err


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    db = tmp_path / "shop.db"
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("create table documents (title text)")
        connection.commit()
    before = db.read_bytes()
    for arguments in (
        ("run", LETTER), ("report", "--province", "Đắk Lắk"), ("export", "-o", tmp_path / "out"),
        ("missing", "--directive", "4342/BGDĐT-GDTX"), ("evaluate", CORPUS), ("serve",),
    ):  # fmt: skip
        assert refused(*arguments, "--db", db) == f"{db} is a database of another program; it is left as it is."
    assert db.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["shop.db"]


@pytest.mark.parametrize(
    ("db", "words"),
    [
        ("notes.db", "is not a SQLite database."),
        ("nowhere/a.db", "for the database does not exist."),
        ("", "is a folder, not a database file."),
    ],
)
def test_a_database_that_cannot_be_one_is_refused(tmp_path: Path, db: str, words: str) -> None:
    (tmp_path / "notes.db").write_text("Đây là ghi chú, không phải cơ sở dữ liệu.")
    assert refused("run", LETTER, "--db", tmp_path / db).endswith(words)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.db"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "--province", "Đắk Lắk"), ("missing", "--directive", "4342/BGDĐT-GDTX"), ("evaluate", CORPUS),
        ("export", "-o", "out"), ("serve",),
    ],
)  # fmt: skip
def test_reading_commands_make_no_database(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    said = refused(*arguments, "--db", tmp_path / "a.db")
    assert said == f"There is no database {tmp_path / 'a.db'}; `doichieu run` makes one."
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def faulty_rules(tmp_path: Path) -> Path:
    rules = Path(shutil.copytree(ROOT / "rules", tmp_path / "rules"))
    theme = rules / "policies" / "theme.yml"
    text = theme.read_text("utf-8")
    assert "severity: serious" in text
    theme.write_text(text.replace("severity: serious", "severity: grave", 1), "utf-8")
    return rules


def test_a_fault_in_the_rules_stops_every_command_that_reads_them(tmp_path: Path, faulty_rules: Path, corpus_db: Path) -> None:
    told = re.compile(
        rf"The rules are at fault, so nothing was read:\n  {re.escape(str(faulty_rules))}/policies/theme\.yml:\d+: "
        "unknown severity 'grave'"
    )
    for arguments in (
        ("run", LETTER, "--db", tmp_path / "a.db"), ("explain", LETTER), ("diff", LETTER, PLAN),
        ("report", "--db", corpus_db, "--province", "Đắk Lắk"), ("rules", "test"),
        ("missing", "--db", corpus_db, "--directive", "4342/BGDĐT-GDTX"),
    ):  # fmt: skip
        assert told.match(refused(*arguments, "--rules", faulty_rules)), arguments
    assert not (tmp_path / "a.db").exists()


def test_a_fault_in_the_rules_leaves_a_database_as_it_is(own_db: Path, faulty_rules: Path) -> None:
    before = own_db.read_bytes()
    refused("run", LETTER, "--db", own_db, "--rules", faulty_rules)
    assert own_db.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", LETTER), "the following arguments are required: --db"),
        (("run", LETTER, "--db", "a.db", "--jobs", "0"), "argument --jobs: at least 1"),
        (("run", LETTER, "--db", "a.db", "--jobs", "many"), "invalid"),
        (("run", LETTER, "--db", "a.db", "--as-of", "20/10/2025"), "20/10/2025 is no date; write it as 2025-10-20"),
        (("run", LETTER, "--db", "a.db", "--as-of", "2025-02-30"), "2025-02-30 is no date"),
    ],
)
def test_wrong_arguments_are_told_with_the_usage(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    said = doichieu(*arguments, cwd=tmp_path)
    assert said.status == 2 and said.err.startswith("usage: doichieu run") and words in said.err
    assert list(tmp_path.iterdir()) == []


# --- report, missing, evaluate, export --------------------------------------------------------------------------------------


def test_report_is_markdown_on_standard_output(corpus_db: Path) -> None:
    said = doichieu("report", "--db", corpus_db, "--province", "lang son")
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("# Báo cáo đối chiếu: tỉnh Lạng Sơn\n")
    assert "5607/BGDĐT-GDNNGDTX" in said.out


def test_report_is_html_by_the_ending_of_its_file(corpus_db: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "lang-son.html"
    said = doichieu("report", "--db", corpus_db, "--province", "Lạng Sơn", "-o", out)
    assert (said.status, said.out, said.err) == (0, "", f"{out} written\n")
    page = out.read_text("utf-8")
    assert page.lower().startswith("<!doctype html>") and "Lạng Sơn" in page and "<script" not in page


def test_report_in_english_says_the_same_of_the_same_documents(corpus_db: Path) -> None:
    said = doichieu("report", "--db", corpus_db, "--province", "Lạng Sơn", "--lang", "en")
    assert said.status == 0 and "Lạng Sơn" in said.out and "Báo cáo đối chiếu" not in said.out


@pytest.mark.parametrize(
    ("ending", "begins"), [("docx", b"PK"), ("xlsx", b"PK"), ("json", b"{"), ("md", b"# "), ("htm", b"<!DOCTYPE html>")]
)
def test_report_has_the_format_of_its_files_ending(corpus_db: Path, tmp_path: Path, ending: str, begins: bytes) -> None:
    out = tmp_path / f"report.{ending}"
    said = doichieu("report", "--db", corpus_db, "--province", "Lạng Sơn", "-o", out)
    assert (said.status, said.out) == (0, "") and out.read_bytes().startswith(begins)


def test_report_of_all_provinces_is_a_folder_with_an_index(corpus_db: Path, tmp_path: Path) -> None:
    said = doichieu("report", "--db", corpus_db, "--all", "--year", "2025", "--format", "md,json", "-o", tmp_path / "all")
    assert (said.status, said.err) == (0, f"68 reports in {tmp_path}/all; {tmp_path}/all/index.html leads to them\n")
    assert len(list((tmp_path / "all").iterdir())) == 34 * 2 + 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--all",), "--all needs a folder to write into"),
        (("--province", "Lạng Sơn", "--format", "md,json"), "Several formats at once go with --all"),
        (("--province", "Lạng Sơn", "-o", "report.pdf"), "report.pdf: no format has this ending"),
    ],
)
def test_report_says_what_it_cannot_make_of_its_options(corpus_db: Path, given: tuple[str, ...], says: str) -> None:
    assert refused("report", "--db", corpus_db, *given).startswith(says)


def test_report_of_an_unknown_province_is_refused(corpus_db: Path) -> None:
    assert refused("report", "--db", corpus_db, "--province", "Atlantis").startswith("'Atlantis' is no province")


def test_report_that_cannot_be_written_says_so(corpus_db: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be written" in refused(
        "report", "--db", corpus_db, "--province", "Lạng Sơn", "-o", tmp_path / "file" / "a.html"
    )


def test_missing_counts_every_province_and_falls_short_while_one_is_silent(corpus_db: Path) -> None:
    said = doichieu("missing", "--db", corpus_db, "--directive", "5607/BGDĐT-GDNNGDTX")
    assert (said.status, said.err) == (1, "")
    assert said.out.splitlines()[0].endswith(": 34 tỉnh, thành phố")
    table = doichieu("missing", "--db", corpus_db, "--directive", "5607/BGDĐT-GDNNGDTX", "--format", "csv")
    rows = list(csv.DictReader(table.out.splitlines()))
    assert table.status == 1 and len({next(iter(row.values())) for row in rows}) == 34


def test_missing_counts_the_communes_of_a_province_as_of_a_day(corpus_db: Path) -> None:
    asked = ("missing", "--db", corpus_db, "--directive", "5607/BGDĐT-GDNNGDTX", "--province", "son la", "--format", "json")
    now = json.loads(doichieu(*asked).out)
    assert sum(row["state"] == "with" for row in now) >= 4
    before = json.loads(doichieu(*asked, "--as-of", "2025-09-01").out)
    assert len(before) == len(now) and {row["state"] for row in before} == {"without"}
    assert "was no province on 2025-09-15" in refused(*asked[:5], "--province", "Bắc Giang")


def test_reminders_are_written_once_and_never_over_a_letter_that_is_there(corpus_db: Path, tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    asked = ("missing", "--db", corpus_db, "--directive", "5607/BGDĐT-GDNNGDTX", "--letters", letters)
    said = doichieu(*asked)
    files = sorted(letters.glob("*.docx"))
    assert said.status == 1 and said.err.startswith(f"{len(files)} letters written to {letters}, each to be finished by a person")
    assert len(files) == said.out.count("  chưa có\n") > 20
    files[0].write_bytes(b"finished by a person")
    again = doichieu(*asked)
    assert again.err.startswith("0 letters written") and f"{len(files)} were there already" in again.err
    assert files[0].read_bytes() == b"finished by a person"
    (tmp_path / "file").write_text("")
    assert "cannot be written" in refused(*asked[:-1], tmp_path / "file")


def test_missing_for_an_unknown_directive_names_those_that_are_known(corpus_db: Path) -> None:
    said = refused("missing", "--db", corpus_db, "--directive", "1/X")
    assert said.startswith("The rules know no directive 1/X; they know ") and "4342/BGDĐT-GDTX" in said


def test_a_draft_is_written_once_and_refused_by_the_check_until_confirmed(tmp_path: Path) -> None:
    rules = Path(shutil.copytree(ROOT / "rules", tmp_path / "rules"))
    out = rules / "directives/2023.yml"
    out.unlink()
    said = doichieu("rules", "draft", CORPUS / "2023-bo-gddt-cong-van.pdf", "-o", out)
    assert (said.status, said.out) == (
        0,
        "",
    ) and "every value has to be confirmed by a person; still open: report_due_on" in said.err
    checked = doichieu("rules", "check", "--rules", rules)
    assert checked.status == 1 and f"{out}:13: 'number' is drafted, not confirmed: hold it against page 1" in checked.out
    assert "exists already" in refused("rules", "draft", CORPUS / "2023-bo-gddt-cong-van.pdf", "-o", out)
    out.write_text(out.read_text("utf-8").replace("confirmed: false", "confirmed: true"), "utf-8")
    assert doichieu("rules", "check", "--rules", rules).status == 0


def test_a_draft_of_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"")
    assert "letter.pdf" in refused("rules", "draft", tmp_path / "letter.pdf")


def test_a_directive_is_inferred_from_the_plans_that_cite_it(corpus_db: Path) -> None:
    said = doichieu("rules", "infer", "5607/BGDĐT-GDNNGDTX", "--db", corpus_db)
    assert said.status == 0 and said.out.startswith("# Dự thảo do máy suy ra từ ")
    assert "week_start:\n  value: 2025-10-01\n" in said.out and "  inferred: true\n" in said.out
    assert "No plan in " in refused("rules", "infer", "1/BGDĐT-GDTX", "--db", corpus_db)


def test_evaluate_on_the_corpus(corpus_db: Path) -> None:
    said = doichieu("evaluate", "corpus", "--db", corpus_db, "--json", "--at-least", "0.99")
    assert said.status == 0, said.out
    summary = json.loads(said.out)["summary"]
    assert summary["f1"] >= 0.99 and summary["not_in_database"] == 0


def test_evaluate_falls_short_of_what_was_asked(corpus_db: Path, tmp_path: Path) -> None:
    gold = json.loads(LETTER.with_suffix(".gold.json").read_text("utf-8"))
    gold["signer"] = "Nguyễn Không Ai"
    (tmp_path / "wrong.gold.json").write_text(json.dumps(gold), "utf-8")
    said = doichieu("evaluate", tmp_path, "--db", corpus_db, "--at-least", "1", "--errors")
    assert said.status == 1 and "Nguyễn Không Ai" in said.out


def test_evaluate_without_gold_is_refused(corpus_db: Path, tmp_path: Path) -> None:
    assert "no gold annotations" in refused("evaluate", tmp_path, "--db", corpus_db)
    (tmp_path / "bad.gold.json").write_text("{", "utf-8")
    assert "cannot be read as a gold annotation" in refused("evaluate", tmp_path, "--db", corpus_db)


def test_evaluate_against_itself_has_no_gains_and_no_losses(corpus_db: Path, own_db: Path) -> None:
    said = doichieu("evaluate", "corpus", "--db", corpus_db, "--against", own_db, "--json")
    assert said.status == 0
    found = json.loads(said.out)
    assert found["gains"] == found["losses"] == []


def test_export_writes_every_row(corpus_db: Path, tmp_path: Path) -> None:
    said = doichieu("export", "--db", corpus_db, "-o", tmp_path / "csv")
    assert (said.status, said.err) == (0, "")
    for name in ("plans", "findings", "facts", "citations", "deadlines", "assignments", "activities", "documents", "problems"):
        with (tmp_path / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert len(rows) - 1 == query(corpus_db, f"select count(*) from {name}")[0][0], name
        assert f"{name}.csv: {len(rows) - 1} rows" in said.out


# --- explain, diff, rules ---------------------------------------------------------------------------------------------------


def test_explain_shows_fields_evidence_and_verdicts() -> None:
    said = doichieu("explain", PLAN)
    assert (said.status, said.err) == (0, "")
    gold = json.loads(PLAN.with_suffix(".gold.json").read_text("utf-8"))
    for field in ("issuer", "number", "issued_on", "province", "signer", "week_start", "week_end"):
        assert re.search(rf"^{field} +{re.escape(gold[field])}$", said.out, re.MULTILINE), field
    for verdict in ("theme", "week", "citation-exact", "consistent"):
        assert re.search(rf"^  (ĐẠT|KHÔNG ĐẠT|CHƯA RÕ|KHÔNG ÁP DỤNG) · {verdict}", said.out, re.MULTILINE), verdict
    assert "\x1b" not in said.out and "\x1b" in doichieu("explain", PLAN, "--color", "always").out


def test_explain_agrees_with_what_a_run_stores(corpus_db: Path) -> None:
    said = doichieu("explain", LETTER).out
    for requirement, verdict in query(
        corpus_db, "select requirement, verdict from findings join documents using (document) where name = ?", LETTER.name
    ):
        word = {"pass": "ĐẠT", "fail": "KHÔNG ĐẠT", "unknown": "CHƯA RÕ", "not_applicable": "KHÔNG ÁP DỤNG"}[verdict]
        if requirement != "cites-upstream":  # judged over all documents of a run
            assert re.search(rf"^  {word} · {requirement}\b", said, re.MULTILINE), requirement


@pytest.mark.parametrize("command", [("explain",), ("diff", LETTER)])
def test_a_file_that_cannot_be_read_is_refused(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    assert "The file is empty: there is nothing to read." in refused(*command, tmp_path / "empty.txt")
    assert "cannot be read: No such file" in refused(*command, tmp_path / "nowhere.txt")
    assert "cannot be read: Is a directory" in refused(*command, tmp_path)


def test_diff_of_two_units_takes_their_plans_from_the_database(corpus_db: Path, tmp_path: Path) -> None:
    said = doichieu("diff", "--db", corpus_db, "Chiềng An, Sơn La", "quỳnh nhai, son la", "--year", "2025")
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("A  Ủy ban nhân dân phường Chiềng An, 2025 (2025-son-la-chieng-an-ke-hoach.txt)\nB  ")
    page = tmp_path / "diff.html"
    assert doichieu("diff", "--db", corpus_db, "Sơn La", "Lạng Sơn", "--format", "html", "-o", page).err == f"{page} written\n"
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert refused("diff", "--db", corpus_db, "Cà Mau", "2022", "2023") == "There is no plan of Cà Mau 2022 here."
    assert "is no province" in refused("diff", "--db", corpus_db, "Sài Gòn Đông", "2022", "2023")
    for wrong in (("Sơn La", "2025"), ("Sơn La", "Lạng Sơn", "2025"), ("Sơn La", "2024", "2025", "--year", "2024")):
        assert refused("diff", "--db", corpus_db, *wrong).startswith("Write a unit and two years")
    assert "belong to a database" in refused("diff", LETTER, PLAN, "2025")


def test_diff_shows_both_values_of_a_field_that_differs(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    text = LETTER.read_text("utf-8")
    number = re.search(r"Số: (\d+)/", text)
    assert number
    other.write_text(text.replace(number[0], "Số: 8888/", 1), "utf-8")
    said = doichieu("diff", LETTER, other)
    assert (said.status, said.err) == (0, "")
    assert "8888/" in said.out and f"{number[1]}/" in said.out
    page = doichieu("diff", LETTER, other, "--format", "html")
    assert page.status == 0 and page.out.lower().startswith("<!doctype html>") and "8888/" in page.out


def test_rules_are_in_order_and_every_example_holds() -> None:
    check = doichieu("rules", "check")
    assert (check.status, check.err) == (0, "") and check.out.startswith("the rules are in order: ")
    test = doichieu("rules", "test")
    assert (test.status, test.err) == (0, "")
    assert re.fullmatch(r"\d+ examples and \d+ policy cases, 0 failed\n", test.out)


def test_rules_check_lists_each_fault_with_file_and_line(faulty_rules: Path) -> None:
    (faulty_rules / "agencies.yml").unlink()
    said = doichieu("rules", "check", "--rules", faulty_rules)
    assert said.status == 1
    assert re.search(r"policies/theme\.yml:\d+: unknown severity 'grave'", said.out)
    assert re.search(r"agencies\.yml:1: cannot be read", said.out)
    assert re.fullmatch(rf"{len(said.out.splitlines())} faults in the rules\n", said.err)


# --- a reader who leaves ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [("explain", PLAN), ("rules", "check"), ("missing", "--directive", "4342/BGDĐT-GDTX"), ("--help",)]
)
def test_a_reader_who_leaves_early_causes_no_complaint(corpus_db: Path, arguments: tuple[str, ...]) -> None:
    asked = [*map(str, arguments), *(["--db", str(corpus_db)] if "missing" in arguments else [])]
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run([str(COMMAND), *asked], stdout=write, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, cwd=ROOT)
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


# --- streams, pipes and names -----------------------------------------------------------------------------------------------


def test_a_pipe_or_a_device_is_no_document_and_nobody_waits_for_its_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for command in (("explain",), ("rules", "draft"), ("diff", LETTER)):
        for path in (tmp_path / "pipe", "/dev/zero"):
            assert refused(*command, path) == f"{path} is neither a file nor a folder."


def test_data_leaves_as_utf_8_whatever_the_terminal_speaks() -> None:
    done = subprocess.run(
        [str(COMMAND), "explain", LETTER], capture_output=True, env=ENVIRONMENT | {"PYTHONIOENCODING": "ascii"}, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, b"") and "Tình trạng" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(("closed", "status"), [(">&-", 0), ("2>&-", 0), ("<&-", 0), (">/dev/full", 2)])
def test_a_stream_that_is_closed_or_full_leads_to_no_traceback(tmp_path: Path, closed: str, status: int) -> None:
    for command in (f"explain {LETTER}", f"run {LETTER} --db {tmp_path}/a.db", "rules check"):
        done = subprocess.run(
            ["sh", "-c", f"{COMMAND} {command} {closed}"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=ENVIRONMENT,
            cwd=ROOT,
        )
        assert (done.returncode, "Traceback" in done.stderr) == (status, False), done.stderr
        assert status == 0 or "There is no room left" in done.stderr
    assert query(tmp_path / "a.db", "select count(*) from documents") == [(1,)]


def test_a_file_whose_name_is_no_utf_8_is_read_stored_and_explained(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"k\xea ho\xa1ch.txt")
    shutil.copy(ROOT / LETTER, path)
    said = doichieu("run", tmp_path, "--db", tmp_path / "a.db")
    assert said.status == 0 and said.out.startswith("1 input: 1 new\n")
    assert query(tmp_path / "a.db", "select name, status from documents") == [("k\\xea ho\\xa1ch.txt", "ok")]
    assert "k\\xea ho\\xa1ch.txt" in doichieu("explain", path).out


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_the_units_that_the_readmes_compare_have_plans_in_the_corpus(corpus_db: Path, readme: str) -> None:
    shown = re.findall(r"`doichieu (diff --db [^`]+)`", (ROOT / readme).read_text("utf-8"))
    assert len(shown) == 2
    for command in shown:
        arguments = shlex.split(command)
        arguments[arguments.index("--db") + 1] = str(corpus_db)
        if "-o" in arguments:
            del arguments[arguments.index("-o") :]
        said = doichieu(*arguments)
        assert said.status == 0 and said.out, said.err


def test_a_folder_without_permission_is_named_whatever_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", refuse)
    for command in (["rules", "check", "--rules", "shut"], ["missing", "--db", "shut", "--directive", "5607", "--rules", "shut"]):
        with pytest.raises(SystemExit) as ended:
            main(command)
        assert ended.value.code == 2
        assert re.fullmatch(r"doichieu: shut\S* cannot be opened: Permission denied\.\n", capsys.readouterr().err)
