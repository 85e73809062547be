"""One document, every kind of file: whatever an office sends it as, the same values come out as from the plain text."""

from __future__ import annotations

import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from office_samples import as_mail, as_page, as_zip, in_tcvn3, in_vni, in_windows_1258, through_office

from corpus.generate.build import read_sheet, sources
from corpus.generate.sheet import Sheet, as_text
from corpus.generate.word import as_docx
from pipeline import rulebook
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest, ingest_all
from pipeline.model import Document

SOURCES = {source["file"]: source for source in sources()}
# A letter with a typist's Eth, a plan with a table, a decision with its plan attached.
THROUGH_OFFICE = ("2024-lao-cai-sgddt-cong-van.txt", "2025-son-la-ubnd-ke-hoach.pdf", "2025-vinh-long-ubnd-quyet-dinh.txt")

Values = Counter[tuple[str, str | None]]


def encoded(encode: Callable[[str], bytes]) -> Callable[[Sheet], bytes]:
    return lambda sheet: encode(as_text(sheet))


KINDS: dict[str, tuple[str, Callable[[Sheet], bytes]]] = {
    "DOCX": ("docx", as_docx),
    "HTML": ("html", as_page),
    "EML": ("mail", as_mail),
    "ZIP": ("docx", lambda sheet: as_zip({"Kế hoạch.docx": as_docx(sheet)})),
    "NFD": ("text", encoded(lambda text: unicodedata.normalize("NFD", text).encode())),
    "UTF-16": ("text", encoded(lambda text: text.encode("utf-16"))),
    "UTF-16 without a mark": ("text", encoded(lambda text: text.encode("utf-16-be"))),
    "windows-1258": ("text", encoded(in_windows_1258)),
    "TCVN3": ("text", encoded(in_tcvn3)),
    "VNI": ("text", encoded(in_vni)),
    "TCVN3 saved as UTF-8": ("text", encoded(lambda text: in_tcvn3(text).decode("cp1252").encode())),
}


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.of(rulebook.load())


@cache
def sheet_of(name: str) -> Sheet:
    return read_sheet(SOURCES[name])


def values(document: Document, desk: Desk) -> Values:
    return Counter((fact.field, fact.value) for fact in extract(document, desk).facts)


def expected(name: str, desk: Desk, known: dict[str, Values] = {}) -> Values:  # noqa: B006
    if name not in known:
        known[name] = values(ingest(as_text(sheet_of(name)).encode(), name, name), desk)
    return known[name]


def differences(got: Values, wanted: Values) -> dict[str, Any]:
    return {side: sorted(map(str, more)) for side, more in (("missing", wanted - got), ("extra", got - wanted)) if more}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SOURCES)
def test_every_kind_gives_the_values_of_the_plain_text(name: str, kind: str, desk: Desk) -> None:
    short, make = KINDS[kind]
    documents = list(ingest_all(make(sheet_of(name)), "sent", "sent"))
    assert [(one.kind.replace("markdown", "text"), one.status) for one in documents] == [(short, "ok")]
    wanted = expected(name, desk)
    assert len(wanted) >= 5, "a document without values proves nothing"
    assert not differences(values(documents[0], desk), wanted)


needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed (libreoffice-writer)")


@needs_office
@pytest.mark.parametrize("ending", ["doc", "odt", "rtf"])
def test_what_other_word_processors_make_of_every_document_gives_the_same(ending: str, desk: Desk) -> None:
    """As the reader of these kinds has them: turned into Word files by LibreOffice, here all of them in one start."""
    saved = through_office([as_docx(sheet_of(name)) for name in SOURCES], "docx", ending)
    for name, data in zip(SOURCES, through_office(saved, ending, "docx"), strict=True):
        assert not differences(values(ingest(data, "sent", "sent"), desk), expected(name, desk)), name


@needs_office
@pytest.mark.parametrize("ending", ["doc", "odt", "rtf"])
@pytest.mark.parametrize("name", THROUGH_OFFICE)
def test_files_of_other_word_processors_give_the_same(name: str, ending: str, desk: Desk) -> None:
    document = ingest(through_office([as_docx(sheet_of(name))], "docx", ending)[0], "sent", "sent")
    assert (document.kind, document.status) == (ending, "ok")
    assert not differences(values(document, desk), expected(name, desk))


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI", "windows-1258"])
def test_what_was_converted_is_said(encoding: str) -> None:
    _, make = KINDS[encoding]
    document = ingest(make(sheet_of(THROUGH_OFFICE[0])), "old.txt", "old.txt")
    assert [problem.code for problem in document.problems] == ["converted-encoding"]
    assert encoding in document.problems[0].message and document.status == "ok"


def test_unicode_is_left_as_it_is() -> None:
    for name in SOURCES:
        text = as_text(sheet_of(name))
        document = ingest(text.encode(), name, name)
        assert document.text == unicodedata.normalize("NFC", text) and not document.problems
