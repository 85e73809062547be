"""The invariant on everything at hand: `document.text[start:end] == quote`, on the page that is named.

Read are the sample corpus, the generator's documents, texts re-coded and re-wrapped on purpose, the broken files, and
`../shared/real` where it is.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from pipeline import rulebook
from pipeline.batch.run import check_alone
from pipeline.extract import Desk, Reading, extract
from pipeline.ingest import ingest
from pipeline.model import Document, Extraction, Outline, Span
from pipeline.text import canonical, fold, reading_copy

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "real"
KINDS = (".txt", ".md", ".pdf")
GENERATED, SEED = 24, 11


def documents(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.suffix in KINDS and "README" not in path.name]


CORPUS = documents(ROOT / "corpus")
BROKEN = documents(ROOT / "tests" / "broken")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.of(rulebook.load())


def hold(data: bytes, name: str, desk: Desk) -> Extraction:
    """Reads a document to its end and holds every invariant on the way."""
    document = ingest(data, name, name)
    assert document.text == canonical(document.text), "the text is canonical"
    hold_pages(document)
    for copy in (reading := reading_copy(document.text), fold(reading)):
        assert len(copy) == len(document.text), "every copy has the length of the text"
    extraction = extract(document, desk)
    hold_outline(extraction.outline, document)
    hold_facts(extraction)
    hold_findings(extraction, desk)
    return extraction


def hold_pages(document: Document) -> None:
    """Pages stand in order, part the text at form feeds, and every line lies on its page."""
    assert [page.number for page in document.pages] == list(range(1, len(document.pages) + 1))
    at = 0
    for page in document.pages:
        assert page.start == at <= page.end
        at = page.end + 1
        if page.number < len(document.pages):
            assert document.text[page.end] == "\f"
    assert not document.pages or at - 1 == len(document.text)
    for line in document.lines:
        page = document.pages[line.page - 1]
        assert page.start <= line.start <= line.end <= page.end


def page_by_form_feeds(document: Document, offset: int) -> int:
    """The page of an offset, told another way than `page_of` does."""
    return document.text.count("\f", 0, offset) + 1


def inside(span: Span, document: Document) -> bool:
    return 0 <= span.start <= span.end <= len(document.text)


def hold_outline(outline: Outline, document: Document) -> None:
    """Parts follow one another; sections lie in their parents; paragraphs begin with their labels."""
    for before, after in zip(outline.parts, outline.parts[1:], strict=False):
        assert before.span.end <= after.span.start, f"{before} and {after} overlap"
    for section in outline.sections:
        assert inside(section.span, document)
        assert section.span.start <= section.heading.start <= section.heading.end <= section.span.end
        if section.parent is not None:
            parent = outline.sections[section.parent]
            assert parent.span.start <= section.span.start and section.span.end <= parent.span.end
            assert parent.rank < section.rank
    for paragraph in outline.paragraphs:
        assert inside(paragraph.span, document)
        assert paragraph.section is None or paragraph.section < len(outline.sections)


def hold_facts(extraction: Extraction) -> None:
    document = extraction.document
    for fact in extraction.facts:
        told = f"{fact.field} of {fact.rule}"
        assert 0 <= fact.start <= fact.end <= len(document.text), told
        assert document.text[fact.start : fact.end] == fact.quote, told
        assert fact.quote == fact.quote.strip(), f"{told}: blanks around the quotation"
        assert fact.quote or fact.field == "in_scope", f"{told}: no quotation"
        assert fact.page == document.page_of(fact.start), told
        assert fact.value != "", f"{told}: an empty value"
        assert 0 < fact.confidence <= 1, told
        if fact.quote:
            assert fact.page == page_by_form_feeds(document, fact.start), told


def hold_findings(extraction: Extraction, desk: Desk) -> None:
    text = extraction.document.text
    for finding in check_alone(extraction, desk):
        told = f"{finding.requirement}: {finding.reason_vi}"
        if finding.start is not None:
            assert finding.end is not None and finding.page == page_by_form_feeds(extraction.document, finding.start), told
            assert 0 <= finding.start <= finding.end <= len(text), told
        if finding.found is not None:
            assert text[finding.start : finding.end] == finding.found, told
        if finding.verdict == "fail":
            assert finding.expected and finding.source, f"{told}: one side only"
            assert finding.found or finding.start is not None, f"{told}: one side only"


def test_there_is_a_corpus_to_hold() -> None:
    assert len(CORPUS) >= 24 and {path.suffix for path in CORPUS} == set(KINDS)
    assert BROKEN


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_corpus(path: Path, desk: Desk) -> None:
    extraction = hold(path.read_bytes(), path.name, desk)
    assert {fact.field for fact in extraction.facts} >= {"issuer", "subject", "year", "in_scope"}


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_broken_files(path: Path, desk: Desk) -> None:
    hold(path.read_bytes(), path.name, desk)


@pytest.mark.parametrize("path", documents(REAL) or [None], ids=lambda path: path.name if path else "none")
def test_real_documents(path: Path | None, desk: Desk) -> None:
    if path is None:
        pytest.skip("../shared/real is not here: no real documents to hold")
    hold(path.read_bytes(), path.name, desk)


def test_generated_documents(tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))  # the generator is a package beside `pipeline`, not an installed one
    from corpus.generate.__main__ import generate

    generate(tmp_path, GENERATED, SEED, form="txt")
    paths = documents(tmp_path)
    assert len(paths) == GENERATED
    for path in paths:
        assert len(hold(path.read_bytes(), path.name, desk).facts) > 20, path.name


def typed_otherwise(text: str) -> dict[str, bytes]:
    """One text as other hands and machines leave it."""
    return {
        "decomposed": unicodedata.normalize("NFD", text).encode(),
        "utf-16": text.encode("utf-16"),
        "carriage returns": text.replace("\n", "\r\n").encode("utf-8-sig"),
        "blanks": text.replace(" ", "\u00a0").encode(),
        "dashes and eths": text.replace("-", "–").replace("Đ", "\u00d0").encode(),
        "capitals": text.upper().encode(),
        "marks": text.replace("ngày ", "ngày **").replace(" tháng", "** tháng").encode(),
        "a page a paragraph": text.replace("\n\n", "\n\f\n").encode(),
        "a word a line": text.replace(" ", "\n").encode(),
        "no line ends": text.replace("\n", " ").encode(),
        "a letter lost in every ten": "".join(c for n, c in enumerate(text) if n % 10).encode(),
        "letters whose fold is longer": text.replace("i", "İ").replace("s", "ß").replace("n", "ŉ").encode(),
    }


def whole_text() -> str:
    return (ROOT / "corpus" / "2025-son-la-chieng-an-ke-hoach.txt").read_text("utf-8")


@pytest.mark.parametrize("way", typed_otherwise(""))
def test_texts_typed_otherwise(way: str, desk: Desk) -> None:
    extraction = hold(typed_otherwise(whole_text())[way], f"{way}.txt", desk)
    assert extraction.document.status == "ok"


@pytest.mark.parametrize("share", range(0, 100, 5))
def test_texts_that_end_in_the_middle(share: int, desk: Desk) -> None:
    text = whole_text()
    hold(text[: len(text) * share // 100].encode(), "cut.txt", desk)
    hold(text[len(text) * share // 100 :].encode(), "cut.txt", desk)


def test_evidence_leaves_out_blanks_and_names_the_page(desk: Desk) -> None:
    document = ingest("Số 1\f  Chủ đề \n".encode(), "a.txt", "a.txt")
    reading = Reading(document, desk)
    evidence = reading.evidence(5, len(document.text), "test")
    assert (evidence["quote"], evidence["start"], evidence["page"]) == ("Chủ đề", 7, 2)
