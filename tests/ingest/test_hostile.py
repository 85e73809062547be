"""Broken files, files made to harm, and files that are something else: a clear problem each, never a traceback."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from office_samples import as_zip, docx_of

from pipeline.ingest import ingest, office
from pipeline.ingest.sniff import sniff
from pipeline.model import Document

SOFFICE = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed (libreoffice-writer)")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORDS = "<w:p><w:r><w:t>Kính gửi: Sở Nội vụ</w:t></w:r></w:p>"
RTF = rb"{\rtf1\ansi\ansicpg1258 K\u7871? ho\u7841?ch s\u7889? 12/KH-UBND\par}"


def stream(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\0\0"


def replaced(docx: bytes, name: str, content: bytes) -> bytes:
    """A Word file with another part in the place of one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == name else old.read(info))
    return out.getvalue()


def read(data: bytes) -> Document:
    return ingest(data, "sent", "sent")


GOOD = docx_of(WORDS)
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<w:document xmlns:w="x">&b;</w:document>"""
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x">&a;</w:document>'
LOCKED_DOC = OLE + bytes(504) + b"\xec\xa5" + bytes(8) + b"\x00\x01" + bytes(90) + stream("WordDocument")
DEEP = docx_of("<w:tbl><w:tr><w:tc>" * 90 + WORDS + "</w:tc></w:tr></w:tbl>" * 90)

BROKEN = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n\t\n", "empty"),
    "no letters": (b"1 2 3 4\n", "empty"),
    "random bytes": (bytes(range(256)) * 20, "not-a-document"),
    "an Excel workbook": (as_zip({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "not-a-document"),
    "a presentation": (as_zip({"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"}), "not-a-document"),
    "an OpenDocument sheet": (as_zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "not-a-document"),
    "an old Excel workbook": (OLE + bytes(600) + stream("Workbook"), "not-a-document"),
    "an Outlook message": (OLE + bytes(600) + stream("__properties_version1.0"), "not-a-document"),
    "a DOCX with a password": (OLE + bytes(600) + stream("EncryptedPackage"), "encrypted"),
    "a DOC with a password": (LOCKED_DOC, "encrypted"),
    "a program": (b"\x7fELF" + bytes(100), "not-a-document"),
    "a RAR archive": (b"Rar!\x1a\x07\x00" + bytes(100), "not-a-document"),
    "a DOCX cut in half": (GOOD[: len(GOOD) // 2], "damaged"),
    "a DOCX without its text": (as_zip({"[Content_Types].xml": b"<a/>", "word/styles.xml": b"<a/>"}), "damaged"),
    "a DOCX whose XML breaks off": (replaced(GOOD, "word/document.xml", b"<w:document xmlns:w='x'><w:body>"), "damaged"),
    "a DOCX without a body": (docx_of(""), "empty"),
    "entities inside of entities": (replaced(GOOD, "word/document.xml", ENTITIES), "damaged"),
    "an entity of another file": (replaced(GOOD, "word/document.xml", OUTSIDE), "damaged"),
    "a DOCX that is a bomb": (replaced(GOOD, "word/document.xml", b"<a>" + b" " * 40 * 2**20 + b"</a>"), "too-large"),
    "a page without words": (b"<!DOCTYPE html><html><script>var a</script></html>", "empty"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_read_says_why(case: str) -> None:
    data, code = BROKEN[case]
    document = read(data)
    assert document.status == "failed" and not document.text
    assert [problem.code for problem in document.problems] == [code], document.problems
    assert document.problems[0].message.endswith(".")


def test_the_message_says_what_it_seems_to_be() -> None:
    assert "an Excel workbook" in read(BROKEN["an old Excel workbook"][0]).problems[0].message
    assert "a RAR archive" in read(BROKEN["a RAR archive"][0]).problems[0].message


@pytest.mark.parametrize("data", [GOOD, RTF, docx_of(WORDS * 50), b"<html><p>K\xe1\xba\xbf ho\xe1\xba\xa1ch</p></html>"])
def test_no_cut_raises(data: bytes) -> None:
    for part in range(0, len(data), max(1, len(data) // 40)):
        if sniff(data[:part] or b" ").name not in ("rtf", "doc", "odt"):  # those go to LibreOffice, a second each
            read(data[:part])


def test_no_changed_byte_raises() -> None:
    for place in range(0, len(GOOD), 7):
        read(GOOD[:place] + bytes((GOOD[place] ^ 0x55,)) + GOOD[place + 1 :])


def test_tables_in_tables_in_tables() -> None:
    document = read(DEEP)
    assert "Kính gửi" in document.text or [p.code for p in document.problems] == ["damaged"]


def test_a_page_nested_without_end() -> None:
    document = read(b"<html>" + b"<div>" * 100_000 + "Kế hoạch".encode())
    assert document.status in ("ok", "failed") and (document.text or document.problems)


# --- the kind is told by content


@pytest.mark.parametrize(("data", "kind"), [
    (GOOD, "docx"), (RTF, "rtf"), (b"\xef\xbb\xbf{\\rtf1 a}", "rtf"), (b"%PDF-1.4", "pdf"), (b"\n\n%PDF-1.4", "pdf"),
    (b"<!-- x --><html>", "html"), ("<html><p>ấ".encode("utf-16"), "html"), (b"<?xml version='1.0'?><html>", "html"),
    (b"From: a@b.vn\r\nSubject: x\r\n\r\nSo: 1", "mail"),
    ("Từ: a\nVề: b\n\nSố: 1".encode(), "text"), (b"Date: 1\nTo: x\n\n", "text"),
    (b"<?xml version='1.0'?>\n<?mso-application progid='Word.Document'?><a/>", "word-xml"),
    (OLE + bytes(600) + stream("WordDocument"), "doc"), (as_zip({"mimetype": b"application/vnd.oasis.opendocument.text"}), "odt"),
    (as_zip({"a.txt": b"a"}), "zip"), (b"\x89PNG\r\n\x1a\n", "image"), (b"BM is a text", "text"), (b"MZ" + bytes(20), "unknown"),
])  # fmt: skip
def test_the_kind_is_told_by_content(data: bytes, kind: str) -> None:
    assert sniff(data).name == kind


# --- LibreOffice


def test_without_libreoffice_the_message_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)
    document = read(RTF)
    assert [problem.code for problem in document.problems] == ["office-not-installed"]
    assert "libreoffice-writer" in document.problems[0].message and document.status == "failed"


@SOFFICE
def test_an_rtf_file_with_a_doc_name_is_read() -> None:
    document = ingest(RTF, "plan.doc", "plan.doc")
    assert (document.kind, document.status, document.text) == ("rtf", "ok", "Kế hoạch số 12/KH-UBND\n")


@SOFFICE
@pytest.mark.parametrize(
    "data",
    [OLE + bytes(600) + stream("WordDocument") + bytes(2000), as_zip({"mimetype": b"application/vnd.oasis.opendocument.text"})],
)
def test_what_libreoffice_cannot_open_is_damaged(data: bytes) -> None:
    document = read(data)
    assert document.status == "failed" and [problem.code for problem in document.problems] in (["damaged"], ["empty"])


@SOFFICE
def test_libreoffice_is_ended_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "SECONDS", 0.3)
    before = time.monotonic()
    document = read(RTF)
    assert [problem.code for problem in document.problems] == ["timeout"] and time.monotonic() - before < 10


@SOFFICE
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends children with their parent on Linux only")
def test_libreoffice_ends_with_the_worker_that_started_it(tmp_path: Path) -> None:
    code = f"from pipeline.ingest.office import ingest_office; ingest_office({RTF!r}, 'rtf')"
    worker = subprocess.Popen([sys.executable, "-c", code], env=os.environ | {"TMPDIR": str(tmp_path)})
    started = wait_for(lambda: ours(tmp_path))
    assert started, "LibreOffice was started"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert wait_for(lambda: not ours(tmp_path)), "nothing of it is left"


def ours(folder: Path) -> list[str]:
    """The processes whose profile lies in a folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes()
        except OSError:
            continue
        if b"UserInstallation" in command and str(folder).encode() in command:
            found.append(entry.parent.name)
    return found


def wait_for(condition: object, seconds: float = 10.0) -> bool:
    assert callable(condition)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False
