"""The sample corpus is whole: every document has gold, and the gold stands in the document."""

import json
import zipfile
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
import yaml
from lxml import etree

from corpus.generate.build import CORPUS, build, chained, read_gold, read_sheet, sources
from corpus.generate.chain import COMMUNE_FAULTS
from corpus.generate.gold import as_json, faults
from corpus.generate.pages import register_fonts
from corpus.generate.sheet import stamped_values

GENERATE = CORPUS / "generate"
GOLD = sorted(CORPUS.glob("*.gold.json"))
DOCUMENTS = sorted(p for p in CORPUS.iterdir() if p.suffix in (".txt", ".md", ".pdf", ".docx") and p.name != "README.md")
SOURCES = {source["file"]: source for source in sources()}


def read(path: Path) -> str:
    """The text of a document, with what is stamped into a PDF."""
    if path.suffix == ".docx":
        return read_word(path)
    if path.suffix != ".pdf":
        content = path.read_bytes()
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    pdf = pdfium.PdfDocument(path)
    pdf.init_forms()
    pages = []
    for number in range(len(pdf)):
        page = pdf[number]
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = pdf[number]
        text = page.get_textpage()
        pages.append(text.get_text_range())
        text.close()
        page.close()
    pdf.close()
    return "\n".join(pages)


def read_word(path: Path) -> str:
    """The words of a Word file, its two-column tables among them."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    paragraphs = body.iter("{*}p")
    return "\n".join("".join(text.text or "" for text in paragraph.iter("{*}t")) for paragraph in paragraphs)


def test_every_document_has_gold_and_a_source_and_the_other_way_round() -> None:
    assert len(DOCUMENTS) >= 28
    names = [path.name for path in DOCUMENTS]
    assert [json.loads(path.read_text("utf-8"))["document"] for path in GOLD] == names
    assert sorted([*SOURCES, *chained()]) == names


def test_every_kind_of_document_is_there() -> None:
    golds = [json.loads(path.read_text("utf-8")) for path in GOLD]
    assert {g["level"] for g in golds} >= {"ministry", "province", "department", "district", "commune", "school"}
    assert {g["year"] for g in golds} == {2022, 2023, 2024, 2025}
    assert {path.suffix for path in DOCUMENTS} == {".txt", ".md", ".pdf", ".docx"}
    assert sum(not g["in_scope"] for g in golds) >= 4


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_gold_stands_in_the_document(path: Path) -> None:
    filed = (CORPUS / f"{path.stem}.gold.json").read_text("utf-8")
    gold = json.loads(filed)
    if path.name in SOURCES:
        source = SOURCES[path.name]
        layout, sheet, made = source.get("layout"), read_sheet(source), read_gold(source)
    else:
        layout, sheet, made = chained()[path.name]
    assert filed == as_json(made)
    stamped = stamped_values(sheet) if layout == "stamped" else []
    text = read(path)
    assert all(value in text for value in stamped)
    for value in (gold["number"] or "").split("/")[:1] if stamped else []:  # it stands at the end of the text, out of its place
        assert value in text
        gold["number"] = gold["number"].removeprefix(value)
    assert faults(gold, text) == []


def test_there_are_whole_chains_before_and_after_the_merger_with_every_fault_and_clean_plans() -> None:
    offices = list(chained().values())
    by_chain = {(gold["province"], gold["year"]) for _, _, gold in offices if gold["level"] == "commune"}
    assert len(by_chain) >= 6 and {year for _, year in by_chain} >= {2023, 2024, 2025}
    assert any(gold["level"] == "district" for _, _, gold in offices)
    members = [m for chain in yaml.safe_load((GENERATE / "chains.yml").read_text("utf-8")) for m in chain["members"]]
    communes = [frozenset(m.get("faults", ())) for m in members if "commune" in m]
    assert set().union(*communes) >= set(COMMUNE_FAULTS) - {"wrong symbol"}  # that one is in the other documents
    assert communes.count(frozenset()) >= 6
    found = {(r, v) for _, _, gold in offices for verdicts in gold["upstream"].values() for r, v in verdicts.items()}
    for requirement in ("theme", "week", "opening"):
        assert {v for r, v in found if r == f"upstream-{requirement}"} >= {"pass", "fail", "unknown"}
    assert {v for r, v in found if r == "upstream-report-deadline"} == {"pass", "fail"}
    assert {v for r, v in found if r == "upstream-adapted"} == {"pass", "fail"}


def test_the_files_are_what_the_sources_say(tmp_path: Path) -> None:
    left = build(tmp_path)
    same_font = register_fonts() == "LiberationSerif"  # another one breaks lines elsewhere
    for path in tmp_path.iterdir():
        if path.suffix == ".docx":  # another zlib packs the same text in other bytes
            assert read(path) == read(CORPUS / path.name), path.name
        elif path.suffix != ".pdf":
            assert path.read_bytes() == (CORPUS / path.name).read_bytes(), path.name
        elif same_font:  # another zlib packs the same text in other bytes
            assert read(path) == read(CORPUS / path.name), path.name
    assert left == [name for name, source in SOURCES.items() if source.get("layout") == "office"]
