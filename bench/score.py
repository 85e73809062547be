"""How right the baseline's fields and ours are, by the same scorer against the same gold."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.baseline import read_folder
from bench.measure import measure
from pipeline.evaluate import Scores, evaluate
from pipeline.gold import Gold
from pipeline.model import Assignment, Citation, Deadline, Document, Extraction, Fact, Finding, Outline
from pipeline.store import Store

_JUDGED = ("verdicts", "links", "upstream")


class BaselineRows:
    """The baseline's fields, as the scorer asks a database for them."""

    def __init__(self, found: dict[str, dict[str, Any]]) -> None:
        self.found = found

    def plans(self, **where: str | int | None) -> list[dict[str, Any]]:
        name = str(where["name"])
        return [{"document": name, **self.found[name]}] if name in self.found else []

    def load(self, document: str) -> Extraction:
        fields = self.found[document]
        facts: list[Fact] = [
            *(Citation(**_evidence(number), number=number, issued_on=day) for number, day in fields["citations"]),
            *(Deadline(**_evidence(day), due_on=day, recipient=recipient) for day, recipient in fields["deadlines"]),
            *(Assignment(**_evidence(name), agency=name, agency_text=name) for name in fields["agencies"]),
        ]
        return Extraction(Document(document, document, document, "", "pdf", ""), Outline((), ()), tuple(facts))

    def findings(self, document: str) -> list[Finding]:
        return []  # it judges nothing

    def links(self, document: str | None = None) -> list[dict[str, Any]]:
        return []  # nor does it know what carries out what


def _evidence(value: str | None) -> dict[str, Any]:
    return {"value": value, "quote": "", "page": 1, "start": 0, "end": 0, "rule": "baseline"}


def golds_of_pdfs(folders: Iterable[Path]) -> list[Gold]:
    """The gold of the PDFs in these folders, without what is judged or linked, which the baseline can't have."""
    golds = [json.loads(path.read_text("utf-8")) for folder in folders for path in sorted(folder.glob("*.gold.json"))]
    return [{key: gold[key] for key in gold if key not in _JUDGED} for gold in golds if gold["document"].endswith(".pdf")]


def score_baseline(folders: Iterable[Path], golds: list[Gold]) -> Scores:
    return evaluate(BaselineRows({name: fields for folder in folders for name, fields in read_folder(folder).items()}), golds)


def score_database(database: Path, golds: list[Gold]) -> Scores:
    with Store.open(database, create=False) as store:
        return evaluate(store, golds)


def score_both(folders: list[Path], doichieu: list[str]) -> tuple[Scores, Scores]:
    """The baseline's and our scores on the PDFs of some folders."""
    golds = golds_of_pdfs(folders)
    with tempfile.TemporaryDirectory() as place:
        database = Path(place) / "bench.db"
        measure([*doichieu, "run", *map(str, folders), "--db", str(database)], done=(0, 1))
        return score_baseline(folders, golds), score_database(database, golds)
