"""Plain text and Markdown to a document: every coding that offices use, and a clear refusal of what is no text."""

from __future__ import annotations

import codecs
import hashlib
import unicodedata

import pytest

from pipeline.ingest import ingest
from pipeline.ingest.plain import NotText, decode, is_markdown
from pipeline.model import Document

TEXT = "KẾ HOẠCH\nTổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024\n\nThực hiện Công văn số 5201/BGDĐT-GDTX\n"


def read(data: bytes, name: str = "a.txt") -> Document:
    return ingest(data, name, f"post/{name}")


CODINGS = {
    "utf-8": TEXT.encode(),
    "utf-8 with a mark": codecs.BOM_UTF8 + TEXT.encode(),
    "utf-16, little end first, with a mark": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "utf-16, big end first, with a mark": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "utf-16, little end first": TEXT.encode("utf-16-le"),
    "utf-16, big end first": TEXT.encode("utf-16-be"),
    "decomposed": unicodedata.normalize("NFD", TEXT).encode(),
    "decomposed in utf-16": unicodedata.normalize("NFD", TEXT).encode("utf-16"),
    "carriage returns": TEXT.replace("\n", "\r\n").encode(),
    "old carriage returns": TEXT.replace("\n", "\r").encode(),
    "in part decomposed": (TEXT[:20] + unicodedata.normalize("NFD", TEXT[20:])).encode(),
}


@pytest.mark.parametrize("coding", CODINGS)
def test_one_text_from_every_coding(coding: str) -> None:
    document = read(CODINGS[coding])
    assert (document.text, document.kind, document.status, document.problems) == (TEXT, "text", "ok", ())


def test_the_id_is_of_the_bytes_and_not_of_the_name() -> None:
    one, other = read(TEXT.encode(), "a.txt"), read(TEXT.encode(), "b.pdf")
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    assert one.id == other.id == sha256[:16] and one.sha256 == sha256
    assert (other.name, other.source) == ("b.pdf", "post/b.pdf")
    assert read(CODINGS["utf-16, big end first"]).id != one.id


def test_form_feeds_part_pages() -> None:
    document = read("Trang một\n\fTrang hai\n\f\fTrang bốn".encode())
    assert [document.text[page.start : page.end] for page in document.pages] == ["Trang một\n", "Trang hai\n", "", "Trang bốn"]
    assert [page.number for page in document.pages] == [1, 2, 3, 4]
    assert [document.page_of(document.text.index(word)) for word in ("một", "hai", "bốn")] == [1, 2, 4]
    assert document.page_of(0) == 1 and document.page_of(len(document.text)) == 4


def test_a_text_without_form_feeds_is_one_page() -> None:
    (page,) = read(TEXT.encode()).pages
    assert (page.number, page.start, page.end, page.quality) == (1, 0, len(TEXT), "good")


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("# KẾ HOẠCH\n", True),
        ("ngày **28** tháng 9", True),
        ("| TT | Nội dung |\n|----|----|\n", True),
        ("KẾ HOẠCH số 1\n", False),
        ("#thẻ và 2 * 3 * 4\n", False),
        ("a | b\n", False),
    ],
)
def test_markdown_is_told_by_its_marks(text: str, markdown: bool) -> None:
    assert is_markdown(text) is markdown
    assert read(text.encode(), "a.txt").kind == ("markdown" if markdown else "text")


@pytest.mark.parametrize("data", [b"", b"\n\n \t\r\n", b"\0" * 100, b"\f\f"], ids=["nothing", "blanks", "zeros", "pages"])
def test_nothing_to_read_is_said(data: bytes) -> None:
    document = read(data)
    (problem,) = document.problems
    assert (document.status, document.text, document.pages) == ("failed", "", ())
    assert (problem.stage, problem.code, problem.message) == ("ingest", "empty", "The file is empty: there is nothing to read.")


def test_a_mark_of_byte_order_alone_is_nothing_to_read() -> None:
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        assert [problem.code for problem in read(mark).problems] == ["empty"]


def test_a_text_without_letters_is_said_to_be_empty() -> None:
    document = read(b"12 / 2024 ----\n")
    assert document.status == "failed" and [problem.code for problem in document.problems] == ["empty"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"SQLite format 3\0" + bytes(100), "SQLite"),
        (b"\x7fELF" + bytes(100), "program"),
        (b"Rar!\x1a\x07\x00" + bytes(100), "RAR"),
        (bytes(range(256)) * 20, ""),
        (b"K\xe1\xba\xbf \xff\xfe ho\x80ch", ""),
    ],
    ids=["database", "program", "archive", "all bytes", "broken utf-8"],
)
def test_what_is_no_document_is_refused_with_a_reason(data: bytes, words: str) -> None:
    document = read(data, "plan.pdf")
    (problem,) = document.problems
    assert document.status == "failed" and problem.code == "not-a-document"
    assert words in problem.message and problem.message.startswith("The file is ") and problem.message.endswith(".")


def test_what_cannot_be_decoded_says_where() -> None:
    with pytest.raises(NotText):
        decode(b"\xff\xfeK\x00\x00")
    with pytest.raises(NotText, match="binary"):
        decode(b"abc\0\0\0def" + bytes(range(128)))


@pytest.mark.parametrize("text", ["a", "Kế", "12a", "Công văn\n" * 50_000])
def test_texts_of_any_length(text: str) -> None:
    document = read(text.encode())
    assert document.status == "ok" and document.text == text
