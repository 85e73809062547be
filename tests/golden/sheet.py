"""What a golden file holds: everything read from one document, a line a fact, as a reviewer wants to see it change.

number              331/KH-UBND
                    "331/KH-UBND"  p. 1, number.own
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from corpus.generate.pages import LAYOUTS, as_pdf
from corpus.generate.sheet import as_text
from corpus.generate.writer import Writer
from pipeline import rulebook
from pipeline.batch.run import check_alone
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest
from pipeline.labels import FIELDS, LISTS
from pipeline.model import Activity, Assignment, Citation, Deadline, Extraction, Fact, Finding
from pipeline.text import squeeze

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected"
RENEW = "python -m tests.golden.renew"

# One of each kind of office, year and file, and those with the most troubles.
FROM_CORPUS = (
    "2022-kon-tum-ubnd-ke-hoach.txt",
    "2023-bo-gddt-cong-van.pdf",
    "2023-cao-bang-ubnd-ke-hoach.md",
    "2023-tien-giang-ke-hoach-phoi-hop.pdf",
    "2024-hoa-binh-ubnd-ke-hoach.txt",
    "2024-quang-binh-ubnd-ke-hoach.pdf",
    "2025-lang-son-ubnd-ke-hoach.txt",
    "2025-son-la-chieng-an-ke-hoach.txt",
    "2025-vinh-long-ubnd-quyet-dinh.txt",
)
GENERATED = ("generated-1.txt", "generated-2.pdf", "generated-3.txt")
_LONGEST = 80


@cache
def desk() -> Desk:
    return Desk.of(rulebook.load())


def content(name: str) -> bytes:
    """The bytes of a document of the corpus, or of one that the generator makes by its number."""
    if name in FROM_CORPUS:
        return (ROOT / "corpus" / name).read_bytes()
    number = int(name.removeprefix("generated-").partition(".")[0])
    sheet, _ = Writer(random.Random(f"golden:{number}"), 0.5).write()
    return as_pdf(sheet, LAYOUTS[1]) if name.endswith(".pdf") else as_text(sheet, wrap=80).encode()


def render(name: str) -> str:
    """The golden file of a document as it would be written today."""
    extraction = extract(ingest(content(name), name, name), desk())
    return "\n".join(_lines(extraction, check_alone(extraction, desk()))) + "\n"


def _lines(extraction: Extraction, findings: tuple[Finding, ...]) -> Iterator[str]:
    document = extraction.document
    yield f"# {document.name}: {document.kind}, {document.status}, {len(document.pages)} p.; renewed by `{RENEW}`"
    order = [field.name for field in (*FIELDS, *LISTS)]
    facts = sorted(extraction.facts, key=lambda fact: order.index(fact.field) if fact.field in order else len(order))
    for field in dict.fromkeys(fact.field for fact in facts):
        yield ""
        for fact in facts:
            if fact.field == field:
                yield f"{field:<19} {_value(fact)}"
                yield f'{"":<19} "{_shortened(squeeze(fact.quote))}"  p. {fact.page}, {fact.rule}'
    yield ""
    for finding in findings:
        yield f"{finding.verdict:<19} {finding.requirement}: {finding.reason_en}"


def _value(fact: Fact) -> str:
    if isinstance(fact, Citation):
        told = (fact.type, fact.number, fact.issued_on, fact.issuer, fact.relation)
        resolved = f" = {fact.resolved}" if fact.resolved else ""
        return " · ".join(x or "?" for x in told) + resolved + (f" ({fact.tolerance})" if fact.tolerance else "")
    if isinstance(fact, Deadline):
        ways = {"from": fact.reporter, "to": fact.recipient, "through": fact.via}
        return " · ".join([fact.kind, fact.due_on or fact.due_text, *(f"{way} {who}" for way, who in ways.items() if who)])
    if isinstance(fact, Assignment):
        return f"{fact.agency} · {fact.role} · {_shortened(squeeze(fact.task or '-'))}"
    if isinstance(fact, Activity):
        return f"{fact.position}. {_shortened(squeeze(fact.value or ''))}"
    return squeeze(fact.value) if fact.value is not None else "-"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST * 2 // 3]} […{len(text)}…] {text[-_LONGEST // 3 :]}"
