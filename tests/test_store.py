"""The store keeps everything, says what changed, and shows nothing half-written."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from store_samples import DIRECTIVE, PROVINCES, REQUIREMENTS, campaign, findings, plan, unreadable

from pipeline.check.score import score_of
from pipeline.model import Citation, Extraction, Fact, Finding, FindingItem, Problem
from pipeline.store import Change, Store, StoreError, connect
from pipeline.store.export import export_csv
from pipeline.store.schema import SCALAR_NAMES, TABLES


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "plans.db", create=True) as opened:
        yield opened


@pytest.fixture
def run(store: Store) -> int:
    return store.start_run(program="0.1", rules="abc", as_of="2024-10-20")


def rows(store: Store, sql: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(path_of(store)) as connection:
        found = connection.execute(sql, values).fetchall()
    connection.close()
    return found


def path_of(store: Store) -> str:
    return str(store._db.execute("pragma database_list").fetchone()[2])


def dump(store: Store) -> list[str]:
    return list(store._db.iterdump())


# -- opening


def test_columns_are_those_described(store: Store) -> None:
    for table in TABLES:
        assert tuple(row[1] for row in rows(store, f"pragma table_info({table.name})")) == table.names


def test_every_description_is_there_in_both_languages() -> None:
    for table in TABLES:
        assert table.vi.endswith(".") and table.en.endswith(".")
        assert all(c.vi.endswith(".") and c.en.endswith(".") for c in table.columns), table.name


def test_docs_are_printed_from_the_descriptions() -> None:
    root = Path(__file__).parent.parent
    cog = subprocess.run([sys.executable, "-m", "cogapp", "--check", "docs/tables.md"], cwd=root, capture_output=True, text=True)
    assert cog.returncode == 0, cog.stdout


def test_opens_again_for_reading_and_then_writes_nothing(store: Store, run: int) -> None:
    with Store.open(path_of(store), create=False) as reader:
        assert reader.plans() == []
        with pytest.raises(StoreError, match="readonly"):
            reader.start_run(program="1", rules="x")


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: p.mkdir(), "is a folder"),
        (lambda p: p.write_text("%PDF-1.7 and so on"), "is not a SQLite database"),
        (lambda p: p.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000), "cannot be used as a database"),
        (lambda p: _foreign(p, "create table notes (n)"), "another program"),
        (lambda p: _foreign(p, "create table documents (document)"), "another program"),
        (lambda p: _foreign(p, "create table t (n)", application=77), "another program"),
        (lambda p: _newer(p), "newer doichieu"),
    ],
)
def test_refuses_what_is_not_ours(tmp_path: Path, create: bool, make: object, message: str) -> None:
    path = tmp_path / "thing.db"
    make(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match=message):
        Store.open(path, create=create)
    assert before is None or path.read_bytes() == before


def _foreign(path: Path, sql: str, application: int = 0) -> None:
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.execute(f"pragma application_id = {application}")
    connection.close()


def _newer(path: Path) -> None:
    Store.open(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute("pragma user_version = 99")
    connection.close()


def test_refuses_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no database"):
        Store.open(tmp_path / "none.db", create=False)
    with pytest.raises(StoreError, match="does not exist"):
        Store.open(tmp_path / "no" / "folder.db", create=True)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="empty file"):
        Store.open(tmp_path / "empty.db", create=False)
    Store.open(tmp_path / "empty.db", create=True).close()  # nobody's yet: ours now


def test_refuses_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plans.db"
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(StoreError, match="does not let us write"):
        Store.open(path, create=True)
    path.touch()
    with pytest.raises(StoreError, match="does not let us read"):
        Store.open(path, create=True)


def test_migrates_an_older_database(store: Store, run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    path = path_of(store)
    extraction = plan("Hà Nội")
    store.save(extraction, findings(extraction), "f", run)
    newer = (*connect.MIGRATIONS, lambda db: db["facts"].transform(rename={"rule": "found_by"}))
    monkeypatch.setattr(connect, "MIGRATIONS", newer)
    with pytest.raises(StoreError, match="older doichieu"):
        Store.open(path, create=False)
    Store.open(path, create=True).close()
    assert rows(store, "select count(*) from facts where found_by = 'sample'") == [(len(extraction.facts),)]
    assert rows(store, "select count(*) from citations") == [(1,)]  # the transformed table took nothing with it
    assert rows(store, "pragma user_version") == [(1 + len(newer),)]


def test_a_database_of_version_1_becomes_what_a_new_one_is(tmp_path: Path) -> None:
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    Store.open(new, create=True).close()
    shutil.copy(new, old)
    with sqlite3.connect(old) as connection:
        for view in ("report_rows", "scores", "province_scores"):
            connection.execute(f"drop view {view}")
        for table in ("cells", "tables", "finding_items", "directive_items", "evidence_boxes", "links", "copied"):
            connection.execute(f"drop table {table}")
        connection.execute("drop index idx_facts_field")
        connection.execute("create index idx_facts_field_value on facts (field, value)")
        connection.execute("alter table directives drop column inferred")
        connection.execute("alter table facts drop column tolerance")
        connection.execute("pragma user_version = 1")
    connection.close()
    with pytest.raises(StoreError, match="older doichieu"):
        Store.open(old, create=False)
    Store.open(old, create=True).close()
    assert _schema(old) == _schema(new)


def _schema(path: Path) -> set[tuple[str, ...]]:
    with sqlite3.connect(path) as connection:
        found = {
            (name, " ".join(sql.replace(")", " )").split()))
            for name, sql in connection.execute("select name, sql from sqlite_master where sql is not null")
        }
        found |= {("", *connection.execute("pragma user_version").fetchone())}
    connection.close()
    return found


def test_a_killed_run_leaves_what_was_committed(store: Store, run: int, tmp_path: Path) -> None:
    first, second = plan("Hà Nội"), plan("Đắk Lắk")
    store.save(first, [], "f", run)
    store._db.execute("pragma cache_spill = on")
    store._db.execute("pragma cache_size = 5")
    with store.batch():
        store.save(second, [], "f", run)
        for name in ("plans.db", "plans.db-journal"):  # as a power cut would find them: pages written, not committed
            shutil.copy(tmp_path / name, tmp_path / name.replace("plans", "copy"))
    copy = tmp_path / "copy.db"
    assert second.document.text.encode()[-40:] in copy.read_bytes()
    with Store.open(copy, create=False) as reader:
        assert [p["document"] for p in reader.plans()] == [first.document.id]


# -- documents


def test_gives_back_what_it_was_given(store: Store, run: int) -> None:
    for extraction, found in campaign():
        store.save(extraction, found, "f", run)
        assert store.load(extraction.document.id) == extraction
        assert store.findings(extraction.document.id) == found
    with pytest.raises(KeyError):
        store.load("nothing")


def test_what_is_said_of_each_thing_asked_is_kept_and_replaced_with_its_finding(store: Store, run: int) -> None:
    extraction = plan("Hà Nội")
    cited = extraction.first("citation")
    assert cited
    items = (
        FindingItem("Treo băng rôn", "pass", None, 0.93, cited.quote, cited.page, cited.start, cited.end),
        FindingItem("Mở hội sách", "fail", None, 0.1),
        FindingItem(None, "not_applicable", found=cited.quote, page=cited.page, start=cited.start, end=cited.end),
    )
    judged = Finding("activities", DIRECTIVE.number, "fail", "minor", "Thiếu một hoạt động.", "One is missing.", items=items)
    store.save(extraction, [judged], "f", run)
    assert store.findings(extraction.document.id) == [judged]
    found = store.finding_items(extraction.document.id)
    assert [(i["position"], i["asked"], i["verdict"], i["score"]) for i in found] == [
        (1, "Treo băng rôn", "pass", 0.93),
        (2, "Mở hội sách", "fail", 0.1),
        (3, None, "not_applicable", None),
    ]
    assert store.save(extraction, [judged], "g", run) == []
    fewer = replace(judged, items=items[:1])
    store.save(extraction, [fewer], "h", run)
    assert store.findings(extraction.document.id) == [fewer]


def test_a_score_is_reckoned_from_the_findings_and_unknowns_lower_none(store: Store, run: int) -> None:
    def judged(number: int, verdict: str) -> Finding:
        return Finding(f"r{number}", DIRECTIVE.number, verdict, "minor", "Vì thế.", "So.")  # type: ignore[arg-type]

    every: dict[str, list[Finding]] = {}
    for province, verdicts in (
        ("Hà Nội", ["pass", "pass", "fail", "unknown", "unknown", "not_applicable"]),
        ("Đắk Lắk", ["unknown"]),
    ):
        extraction = plan(province)
        every[extraction.document.id] = [judged(n, v) for n, v in enumerate(verdicts)]
        store.save(extraction, every[extraction.document.id], "f", run)
    assert {row["score"] for row in store.scores()} == {66.7, None}
    for document, found in every.items():
        (row,) = store.scores(document)
        score = score_of(f.verdict for f in found)
        assert row == {"document": document, "directive": DIRECTIVE.number, "score": score.value} | asdict(score)
        assert f"{score.unknown} chưa rõ" in score.said().vi
    pooled = rows(store, "select documents, passed, failed, unknown, score from province_scores where province = 'Hà Nội'")
    assert pooled == [(1, 2, 1, 2, 66.7)]


def test_plans_has_a_row_a_document_with_the_first_value_of_each_field(store: Store, run: int) -> None:
    for extraction, found in campaign():
        store.save(extraction, found, "f", run)
    plans = {row["name"]: row for row in store.plans()}
    assert len(plans) == 3
    dak_lak, scan = plans["kh-Đắk Lắk.txt"], plans["quet.pdf"]
    assert (dak_lak["province"], dak_lak["year"], dak_lak["in_scope"], dak_lak["number"]) == ("Đắk Lắk", 2024, 1, "181/KH-UBND")
    assert (dak_lak["fails"], dak_lak["unknowns"]) == (2, 0)
    assert (scan["status"], scan["pages"]) == ("failed", 1)
    assert {scan[name] for name in SCALAR_NAMES} == {None}
    assert [p["name"] for p in store.plans(province="Hà Nội", year=2024)] == ["kh-Hà Nội.txt"]
    assert store.plans(province="Hà Nội", year=2023) == []
    with pytest.raises(ValueError, match="colour"):
        store.plans(colour="red")


def test_a_report_has_a_row_a_figure_with_its_activity_and_what_is_blank(store: Store, run: int) -> None:
    extraction = plan("Hà Nội")
    store.save(extraction, [], "f", run)
    found = rows(store, "select ordinal, activity, unit, heading, value, blank, title from report_rows order by row")
    assert found == [
        ("1", "Mở lớp chuyên đề <b>", "lớp", "Số lượng", 12.0, 0, "MẪU TỔNG HỢP SỐ LIỆU"),
        ("2", "Tặng sách", "bản", "Số lượng", None, 1, "MẪU TỔNG HỢP SỐ LIỆU"),
    ]
    assert rows(store, "select page, rows, columns, header_rows, kind from tables") == [(2, 3, 4, 1, "filled")]
    assert rows(store, 'select x0, y0, x1, y1 from cells where "row" = 1 and "column" = 1') == [(150.0, 100.0, 250.0, 120.0)]
    store.save(replace(extraction, tables=()), [], "g", run)
    assert rows(store, "select count(*) from cells") == [(0,)] and store.load(extraction.document.id).tables == ()


def test_nothing_unknown_is_an_empty_string(store: Store, run: int) -> None:
    extraction, found = (
        plan("Đắk Lắk"),
        Finding("theme", "5201/BGDĐT-GDTX", "unknown", "note", "Chưa rõ.", "Unclear.", "", "", ""),
    )
    blank = replace(extraction.facts[0], field="commune", value="", quote="", start=9, end=9)
    store.save(replace(extraction, facts=(*extraction.facts, blank)), [found], "f", run)
    store.save(unreadable(), [], "f", run)
    for table in TABLES:
        for column in table.names:
            assert rows(store, f"select 1 from {table.name} where \"{column}\" = ''") == [], (table.name, column)


@pytest.mark.parametrize("table", ["facts", "citations", "deadlines"])
def test_the_stored_text_has_each_quotation(store: Store, run: int, table: str) -> None:
    for extraction, found in campaign():
        store.save(extraction, found, "f", run)
    wrong = f"""select quote from {table} x join documents d using (document)
                where x.quote is not substr(d.text, x.start + 1, x."end" - x.start)"""
    assert rows(store, wrong) == []


def test_saving_twice_changes_nothing(store: Store, run: int) -> None:
    for extraction, found in campaign():
        store.save(extraction, found, "f", run)
    before, again = dump(store), store._db.total_changes
    for extraction, found in campaign():
        assert store.save(extraction, found, "f", run) == []
    assert dump(store) == before
    assert store._db.total_changes == again


def test_a_better_reading_says_what_changed(store: Store, run: int) -> None:
    extraction = plan("Đắk Lắk")
    store.save(extraction, findings(extraction), "old", run)
    date = next(f for f in extraction.facts if f.field == "issued_on")
    better = _with(extraction, replace(date, value="2024-09-21"))
    judged = [replace(findings(extraction)[0], verdict="unknown"), *findings(extraction)[1:]]
    key = extraction.document.id
    assert store.save(better, judged, "new", run, cause="rules") == [
        Change(run, key, "issued_on", "2024-09-20", "2024-09-21", "rules"),
        Change(run, key, "verdict:theme", "pass", "unknown", "rules"),
    ]
    assert rows(store, "select field, old, new, cause from changes order by id") == [
        ("issued_on", "2024-09-20", "2024-09-21", "rules"),
        ("verdict:theme", "pass", "unknown", "rules"),
    ]
    assert store.known() == {key: "new"}
    assert store.load(key) == better and store.findings(key) == judged
    for table in (
        "facts",
        "citations",
        "deadlines",
        "assignments",
        "activities",
        "findings",
        "pages",
        "parts",
        "sections",
        "paragraphs",
    ):
        of = {"facts": len(better.facts), "findings": 2, "pages": 2, "parts": 2, "paragraphs": 2}
        assert rows(store, f"select count(*) from {table}") == [(of.get(table, 1),)], table


def _with(extraction: Extraction, fact: Fact) -> Extraction:
    return replace(extraction, facts=tuple(fact if f.field == fact.field else f for f in extraction.facts))


def test_a_new_fingerprint_with_the_same_values_is_only_noted(store: Store, run: int) -> None:
    extraction = plan("Hà Nội")
    store.save(extraction, findings(extraction), "old", run)
    ids = rows(store, "select id from facts")
    assert store.save(extraction, findings(extraction), "new", run, cause="program") == []
    assert store.known() == {extraction.document.id: "new"}
    assert rows(store, "select id from facts") == ids


def test_new_content_at_the_same_path_replaces_the_old(store: Store, run: int) -> None:
    old, new = plan("Hà Nội", day="20"), plan("Hà Nội", day="21")
    store.save(old, findings(old), "f", run)
    place = (new.document.source, new.document.name)
    assert store.earlier(*place) == old.document.id
    changes = store.save(new, findings(new), "f", run, replaces=old.document.id)
    assert [(c.document, c.field, c.old, c.new) for c in changes] == [(new.document.id, "issued_on", "2024-09-20", "2024-09-21")]
    assert list(store.known()) == [new.document.id]
    assert rows(store, "select distinct document from facts") == [(new.document.id,)]
    store._db.execute("insert into search (search) values ('integrity-check')")


def test_content_that_another_path_still_holds_is_not_replaced(store: Store, run: int) -> None:
    old, new = plan("Hà Nội", day="20"), plan("Hà Nội", day="21")
    store.save(old, [], "f", run)
    store.save_input(run, old.document.source, old.document.name, old.document.id, "new")
    store.save_input(run, "copies/b.txt", "b.txt", old.document.id, "duplicate")
    store.save(new, [], "f", run, replaces=old.document.id)
    assert {p["document"]: p["source"] for p in store.plans()} == {
        old.document.id: "copies/b.txt",
        new.document.id: new.document.source,
    }
    store._db.execute("insert into search (search) values ('integrity-check')")


def test_findings_over_the_corpus_outlive_a_new_reading(store: Store, run: int) -> None:
    extraction = plan("Hà Nội")
    key = extraction.document.id
    store.save(extraction, findings(extraction), "f", run)
    upstream = Finding("cites-upstream", DIRECTIVE.number, "fail", "minor", "Chưa viện dẫn.", "Not cited.")
    assert store.save_findings({key: [upstream]}, {"cites-upstream"}, run) == []  # a first verdict changes nothing
    assert store.save_findings({key: [upstream]}, {"cites-upstream"}, run) == []
    passed = replace(upstream, verdict="pass")
    assert [(c.old, c.new) for c in store.save_findings({key: [passed]}, {"cites-upstream"}, run)] == [("fail", "pass")]
    assert [(c.old, c.new) for c in store.save_findings({key: [upstream]}, {"cites-upstream"}, run)] == [("pass", "fail")]
    assert store.save(_with(extraction, replace(extraction.facts[0], value="Khác")), [], "g", run, cause="rules")
    assert store.findings(key) == [upstream]
    assert [c.old for c in store.save_findings({}, {"cites-upstream"}, run)] == ["fail"]
    assert store.findings(key) == []


# -- search


@pytest.mark.parametrize("words", ["dak lak", "Đắk Lắk", "đắk lắk", "Dak Lắk", "ĐAK LAK", '"dak lak"', "nhan dan dak"])
def test_search_needs_no_marks(store: Store, run: int, words: str) -> None:
    for extraction, found in campaign():
        store.save(extraction, found, "f", run)
    query = "select name from documents where serial in (select rowid from search where search match ?)"
    assert rows(store, query, words) == [("kh-Đắk Lắk.txt",)]


def test_search_follows_a_new_reading(store: Store, run: int) -> None:
    extraction = plan("Hà Nội")
    query = "select count(*) from search where search match ?"
    store.save(extraction, [], "f", run)
    subject = next(f for f in extraction.facts if f.field == "subject")
    store.save(_with(extraction, replace(subject, value="Cà phê")), [], "g", run)
    assert rows(store, query, "subject : ca phe") == [(1,)]
    assert rows(store, query, "subject : tuan le") == [(0,)]
    store._db.execute("insert into search (search) values ('integrity-check')")


# -- runs


def test_every_input_ends_in_one_state_and_the_counts_add_up(store: Store, run: int) -> None:
    assert rows(store, "select status, ended from runs") == [("failed", None)]
    extraction = plan("Hà Nội")
    store.save(extraction, [], "f", run)
    store.save_input(run, "a/x.txt", "x.txt", extraction.document.id, "new")
    store.save_input(run, "b/x.txt", "x.txt", extraction.document.id, "duplicate")
    store.save_input(run, "c.bin", "c.bin", None, "failed", "not a document")
    with pytest.raises(ValueError, match="do not add up"):
        store.end_run(run, {"new": 1, "failed": 1})
    with pytest.raises(ValueError, match="no state"):
        store.save_input(run, "d", "d", None, "lost")  # type: ignore[arg-type]
    store.end_run(run, {"new": 1, "duplicate": 1, "failed": 1})
    last = store.last_run()
    assert last and (last["status"], last["inputs"], last["new"], last["unchanged"]) == ("done", 3, 1, 0)
    assert rows(store, "select source from inputs where document = ?", extraction.document.id) == [("a/x.txt",), ("b/x.txt",)]


def test_a_problem_is_said_once_and_is_over_when_the_file_can_be_read(store: Store, run: int) -> None:
    problem = Problem("ingest", "not-a-document", "Không phải văn bản.")
    for _ in range(2):
        store.save_problem(None, "x.bin", problem)
    assert [p["code"] for p in store.problems()] == ["not-a-document"]
    store.save_input(run, "x.bin", "x.bin", None, "failed")
    assert len(store.problems()) == 1
    store.save_input(run, "x.bin", "x.bin", None, "new")
    assert store.problems() == []


def test_a_batch_is_all_or_nothing(store: Store, run: int) -> None:
    with pytest.raises(RuntimeError), store.batch():
        store.save(plan("Hà Nội"), [], "f", run)
        raise RuntimeError("the power is out")
    assert store.plans() == []
    store.save(plan("Hà Nội"), [], "f", run)
    assert len(store.plans()) == 1


# -- what the rules know


def test_directives_requirements_and_provinces(store: Store, run: int) -> None:
    for _ in range(2):
        store.save_directives([DIRECTIVE])
        store.save_requirements(REQUIREMENTS)
        store.save_provinces(PROVINCES)
    assert store.directives() == [DIRECTIVE]
    assert rows(store, "select title_vi from requirements where requirement = 'theme'") == [("Đúng chủ đề",)]
    assert len(store.provinces()) == 4
    assert [p["name"] for p in store.provinces(on="2025-07-01")] == ["Đắk Lắk", "Hà Nội"]
    assert len(store.provinces(on="2025-06-30")) == 4
    extraction = plan("Hà Nội")
    store.save(extraction, findings(extraction), "f", run)
    store.save_requirements(REQUIREMENTS[:1])
    assert len(rows(store, "select 1 from requirements")) == 2  # a finding still names the second


def test_help_need_not_load_the_library() -> None:
    code = "import sys, pipeline.store; sys.exit('sqlite_utils' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- export


def test_export_writes_every_table_and_no_formula(store: Store, run: int, tmp_path: Path) -> None:
    for value in ("=HYPERLINK(1)", "-2+3", "@SUM(1)", "- Tổ chức ngày hội", "30-NQ/TW"):
        extraction = plan("Hà Nội", theme=value)
        store.save(extraction, findings(extraction), "f", run)
    written = dict(export_csv(Path(path_of(store)), tmp_path / "new" / "folder"))
    assert {path.stem for path in written} == {table.name for table in TABLES if not table.hidden}
    text = (tmp_path / "new" / "folder" / "plans.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfdocument,name,")
    read = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
    assert [row["theme"] for row in read] == ["'=HYPERLINK(1)", "'-2+3", "'@SUM(1)", "- Tổ chức ngày hội", "30-NQ/TW"]
    assert written[tmp_path / "new" / "folder" / "plans.csv"] == 5


def test_when_a_document_was_first_read_stays_when_it_is_read_again(store: Store, run: int) -> None:
    extraction = plan("Hà Nội")
    store.save(extraction, [], "f", run)
    store.save_input(run, extraction.document.source, extraction.document.name, extraction.document.id, "new")
    (first,) = rows(store, "select started from runs where run = 1")[0]
    later = store.start_run(program="p", rules="r")
    store._db.execute("update runs set started = '2031-01-01T00:00:00Z' where run = ?", [later])
    store.save_input(later, extraction.document.source, extraction.document.name, extraction.document.id, "updated")
    assert store.first_read() == {extraction.document.id: first}


def test_every_number_that_is_cited_is_told_with_its_document(store: Store, run: int) -> None:
    extraction = plan("Hà Nội")
    store.save(extraction, [], "f", run)
    assert store.cited_numbers() == [(extraction.document.id, c.number) for c in extraction.of(Citation) if c.number] != []
