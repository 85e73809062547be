"""What lies in archives and mails comes out as documents of its own; what can't come out is said, entry by entry."""

from __future__ import annotations

import io
import sqlite3
import struct
import warnings
import zipfile
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest
from office_samples import as_zip, docx_of

from pipeline import rulebook
from pipeline.batch.containers import take_apart, unpacked
from pipeline.batch.inputs import find_inputs
from pipeline.batch.run import run
from pipeline.extract import Desk
from pipeline.ingest import archive, ingest, ingest_all
from pipeline.model import Document, Problem
from pipeline.store.database import STATES

PLAN = "KẾ HOẠCH\nTuần lễ hưởng ứng học tập suốt đời\n".encode()
LETTER = docx_of("<w:p><w:r><w:t>Kính gửi: Sở Nội vụ</w:t></w:r></w:p>")


def inside(data: bytes, name: str = "outer.zip") -> dict[str, Document]:
    documents = list(ingest_all(data, name, f"in/{name}"))
    found = {one.name: one for one in documents}
    assert len(found) == len(documents), "no two documents have one name"
    assert all(one.source == f"in/{one.name}" for one in documents)
    return found


def codes(found: dict[str, Document]) -> dict[str, list[str]]:
    return {name: [problem.code for problem in one.problems] for name, one in found.items()}


def mail(text: str | None, **files: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.vn", "b@example.vn", "Gửi kế hoạch"
    if text is not None:
        message.set_content(text)
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return bytes(message)


def with_flag(data: bytes, flag: int) -> bytes:
    """An archive whose first entry says this of itself, in both places."""
    out = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = out.index(signature) + at
        out[place : place + 2] = struct.pack("<H", struct.unpack_from("<H", out, place)[0] | flag)
    return bytes(out)


def renamed(raw: bytes) -> bytes:
    """An archive whose entry has this name in these very bytes, with no word about their encoding."""
    return as_zip({"x" * len(raw): PLAN}).replace(b"x" * len(raw), raw)


def test_entries_are_documents_with_ids_of_their_own_content() -> None:
    found = inside(as_zip({"a.txt": PLAN, "xã/b.docx": LETTER}))
    assert {name: (one.kind, one.status) for name, one in found.items()} == {
        "outer.zip/a.txt": ("text", "ok"), "outer.zip/xã/b.docx": ("docx", "ok"),
    }  # fmt: skip
    assert found["outer.zip/a.txt"].id == ingest(PLAN, "a.txt", "a.txt").id


def test_archives_and_mails_nest() -> None:
    found = inside(as_zip({"in.zip": as_zip({"thư.eml": mail("Kính gửi các đồng chí", a_zip=as_zip({"a.txt": PLAN}))})}))
    assert list(found) == ["outer.zip/in.zip/thư.eml", "outer.zip/in.zip/thư.eml/a.zip/a.txt"]
    assert all(one.status == "ok" for one in found.values())


def test_nesting_ends_somewhere_and_that_is_said() -> None:
    data = PLAN
    for _ in range(archive.MOST_DEEP + 1):
        data = as_zip({"a.zip": data})
    found = inside(data)
    assert list(codes(found).values()) == [["too-deep"]]
    assert next(iter(found.values())).status == "failed"


def test_an_entry_that_is_a_bomb_is_not_opened_and_the_others_are_read() -> None:
    found = inside(as_zip({"bomb.txt": b" " * 64 * 2**20, "a.txt": PLAN}))
    assert codes(found) == {"outer.zip/bomb.txt": ["too-large"], "outer.zip/a.txt": []}


def test_an_archive_that_lies_about_sizes_unpacks_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    data = as_zip({"a.txt": b"a " * 2**20}).replace(struct.pack("<I", 2 * 2**20), struct.pack("<I", 10))
    assert codes(inside(data)) == {"outer.zip/a.txt": ["damaged"]}


def test_all_entries_together_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive._Allowance, "__init__", lambda self: self.__dict__.update(entries=2, bytes=10**6, names={}))
    found = inside(as_zip({f"{n}.txt": PLAN + str(n).encode() for n in range(4)}))
    assert codes(found) == {"outer.zip/0.txt": [], "outer.zip/1.txt": [], "outer.zip": ["too-many-files"]}
    monkeypatch.setattr(
        archive._Allowance, "__init__", lambda self: self.__dict__.update(entries=9, bytes=len(PLAN) + 4, names={})
    )
    found = inside(as_zip({f"{n}.txt": PLAN + str(n).encode() for n in range(4)}))
    assert codes(found) == {"outer.zip/0.txt": [], "outer.zip": ["too-large"]}


def test_a_locked_entry_is_said_to_be() -> None:
    assert codes(inside(with_flag(as_zip({"a.txt": PLAN}), 1))) == {"outer.zip/a.txt": ["encrypted"]}


def test_a_damaged_entry_harms_no_other() -> None:
    data = bytearray(as_zip({"a.txt": PLAN * 50, "b.txt": PLAN}))
    data[60:70] = bytes(10)
    assert codes(inside(bytes(data))) == {"outer.zip/a.txt": ["damaged"], "outer.zip/b.txt": []}


@pytest.mark.parametrize("data", [as_zip({"a.txt": PLAN})[:-30], b"PK\x03\x04" + bytes(200)])
def test_a_damaged_archive_is_one_problem(data: bytes) -> None:
    assert codes(inside(data)) == {"outer.zip": ["damaged"]}


def test_a_table_of_contents_that_cannot_be_honest_is_not_read() -> None:
    data = bytearray(as_zip({"a.txt": PLAN}))
    data[-10:-6] = struct.pack("<I", 2**31)
    assert codes(inside(bytes(data))) == {"outer.zip": ["too-many-files"]}


def test_an_archive_without_files_says_so() -> None:
    assert codes(inside(as_zip({"folder/": b"", "__MACOSX/._a.txt": b"x", "Thumbs.db": b"x"}))) == {"outer.zip": ["empty"]}


def test_two_entries_of_one_name_are_told_apart() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file.writestr("a.txt", PLAN)
        file.writestr("a.txt", PLAN + b"2")
    assert list(inside(out.getvalue())) == ["outer.zip/a.txt", "outer.zip/a (2).txt"]


@pytest.mark.parametrize(("raw", "name"), [
    ("Kế hoạch.txt".encode(), "Kế hoạch.txt"),
    ("Kê\u0301 hoa\u0323ch.txt".encode("cp1258"), "Kế hoạch.txt"),
    ("résumé.txt".encode("cp437"), "résumé.txt"),
    (b"..\\..\\a.txt", "a.txt"),
    (b"/etc/a.txt", "etc/a.txt"),
])  # fmt: skip
def test_names_of_old_archives(raw: bytes, name: str) -> None:
    assert list(inside(renamed(raw))) == [f"outer.zip/{name}"]


def test_an_archive_with_one_document_is_that_document() -> None:
    one = ingest(as_zip({"a.docx": LETTER}), "a.zip", "in/a.zip")
    assert (one.name, one.source, one.kind, one.status) == ("a.zip/a.docx", "in/a.zip/a.docx", "docx", "ok")
    two = ingest(as_zip({"a.txt": PLAN, "b.txt": PLAN}), "a.zip", "in/a.zip")
    assert [problem.code for problem in two.problems] == ["container"] and "2 files" in two.problems[0].message


# --- mails


def test_a_mail_is_its_words_and_its_attachments() -> None:
    found = inside(mail("Gửi kèm kế hoạch.", plan_txt=PLAN, old_doc=LETTER), "thư.eml")
    assert [(one.name, one.kind, one.status) for one in found.values()] == [
        ("thư.eml", "mail", "ok"), ("thư.eml/plan.txt", "text", "ok"), ("thư.eml/old.doc", "docx", "ok"),
    ]  # fmt: skip
    assert found["thư.eml"].text == "Gửi kèm kế hoạch.\n"


def test_a_mail_without_words_is_its_attachments() -> None:
    assert list(inside(mail(None, plan_txt=PLAN), "thư.eml")) == ["thư.eml/plan.txt"]


def test_a_mail_without_anything_says_so() -> None:
    assert codes(inside(mail(" \n"), "thư.eml")) == {"thư.eml": ["empty"]}


def test_a_mail_in_html_is_read_as_a_page() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.vn", "Kế hoạch"
    message.set_content("<p>Kính gửi: <b>Sở Nội vụ</b></p><script>x()</script><p>Số 1</p>", subtype="html")
    assert ingest(bytes(message), "a.eml", "a.eml").text == "Kính gửi: Sở Nội vụ\nSố 1\n"


def test_a_mail_attached_to_a_mail_is_opened() -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "c@example.vn", "Chuyển tiếp"
    outer.set_content("Chuyển tiếp")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "a@example.vn", "Gốc"
    inner.set_content("Thư gốc")
    inner.add_attachment(PLAN, maintype="text", subtype="plain", filename="plan.txt")
    outer.add_attachment(inner)
    assert [one.text.split("\n")[0] for one in inside(bytes(outer), "a.eml").values()] == ["Chuyển tiếp", "Thư gốc", "KẾ HOẠCH"]


# --- in a run


def test_a_run_takes_containers_apart_and_keeps_the_order(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(PLAN)
    (tmp_path / "b.zip").write_bytes(as_zip({"x.txt": PLAN, "lock.zip": with_flag(as_zip({"y.txt": PLAN}), 1)}))
    (tmp_path / "c.docx").write_bytes(LETTER)
    (tmp_path / "d.eml").write_bytes(mail("Kính gửi", z_txt=PLAN))
    with unpacked(find_inputs([tmp_path]), 2, 60, 2048, lambda ended: pytest.fail(str(ended))) as inputs:
        assert [one.name for one in inputs] == ["a.txt", "b.zip/x.txt", "b.zip/lock.zip/y.txt", "c.docx", "d.eml", "d.eml/z.txt"]
        assert [one.problem.code if one.problem else None for one in inputs] == [None, None, "encrypted", None, None, None]
        assert [one.source for one in inputs] == [str(tmp_path / one.name) for one in inputs]
        assert inputs[1].path.read_bytes() == inputs[5].path.read_bytes() == PLAN
        unpacked_to = inputs[1].path
    assert not unpacked_to.exists(), "nothing is left behind"


def test_the_counts_of_a_run_add_up_over_containers(tmp_path: Path) -> None:
    folder, db = tmp_path / "in", tmp_path / "out.db"
    folder.mkdir()
    (folder / "all.zip").write_bytes(
        as_zip({"a.txt": PLAN, "again.txt": PLAN, "b.docx": LETTER, "cut.zip": b"PK\x03\x04" + bytes(90)})
    )
    (folder / "thư.eml").write_bytes(mail("Kính gửi Sở Nội vụ", plan_txt=PLAN + b"2"))
    desk = Desk.of(rulebook.load())
    first = run([folder], db, desk, jobs=2)
    assert first.inputs == 6 and not first.faults
    assert first.states == {**dict.fromkeys(STATES, 0), "new": 4, "duplicate": 1, "failed": 1}
    with closing(sqlite3.connect(db)) as stored:
        names = {name for (name,) in stored.execute("select name from documents")}
        problems = stored.execute("select source, code from problems").fetchall()
    assert names == {"all.zip/a.txt", "all.zip/b.docx", "thư.eml", "thư.eml/plan.txt"}
    assert problems == [(str(folder / "all.zip" / "cut.zip"), "damaged")]
    second = run([folder], db, desk, jobs=2)
    assert second.states == {**dict.fromkeys(STATES, 0), "unchanged": 4, "duplicate": 1, "failed": 1}


def test_a_container_that_breaks_its_worker_is_a_problem_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(one: object, folder: Path) -> list[object]:
        raise MemoryError

    (tmp_path / "a.txt").write_bytes(PLAN)
    (tmp_path / "b.zip").write_bytes(as_zip({"x.txt": PLAN}))
    monkeypatch.setattr("pipeline.batch.containers.take_apart", explode)
    with unpacked(find_inputs([tmp_path]), 1, 60, 2048, lambda end: Problem("ingest", end.ended, "")) as inputs:
        assert [(one.name, one.problem and one.problem.code) for one in inputs] == [("a.txt", None), ("b.zip", "memory")]


def test_what_is_no_container_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "c.docx").write_bytes(LETTER)
    (one,) = find_inputs([tmp_path])
    assert take_apart(one, tmp_path) == [one] and list(tmp_path.iterdir()) == [one.path]
