"""`python -m tests.check.measure`: how often `activities` says rightly what is taken up and what is not found.

Against `activities.yml`, whose passages are ours; real documents go by their ids, and are left out where `../shared` is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline import rulebook
from pipeline.check import Known, judge
from pipeline.check.cases import extraction_of
from pipeline.extract import Desk, extract
from pipeline.ingest import ingest
from pipeline.model import Asking, Extraction, FindingItem

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "real"
GOLD: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "activities.yml").read_text("utf-8"))
LEFT_OUT = "r"  # arguable: a careful reader would ask a second one
WANTED = {"p": "pass", "f": "fail"}


@dataclass
class Counts:
    """What was said of the activities of one group, by what is so."""

    said: Counter[tuple[str, str]] = field(default_factory=Counter)

    def of(self, gold: str, verdict: str) -> int:
        return self.said[gold, verdict]

    def precision(self, gold: str) -> tuple[int, int]:
        """Of those said to be taken up (`p`) or not found (`f`), how many are."""
        verdict = WANTED[gold]
        return self.of(gold, verdict), sum(self.of(g, verdict) for g in WANTED)

    def recall(self, gold: str) -> tuple[int, int]:
        return self.of(gold, WANTED[gold]), sum(n for (g, _), n in self.said.items() if g == gold)

    @property
    def reviewed(self) -> tuple[int, int]:
        """How many are sent to a person."""
        return sum(self.of(g, "unknown") for g in WANTED), sum(self.said.values())


def measure() -> dict[str, Counts]:
    """Passages near and far in their words, passages about something else, and whole documents."""
    groups: dict[str, Counts] = {}
    for group, gold, item in (*_passages(), *_documents()):
        if gold != LEFT_OUT:
            groups.setdefault(group, Counts()).said[gold, item.verdict] += 1
    return groups


def _passages() -> Iterator[tuple[str, str, FindingItem]]:
    """Each passage against each activity of its set: taken up is its own only."""
    for asked, entries in GOLD["passages"].items():
        for position, entry in enumerate(entries):
            for how, text in entry.items():
                for other, item in enumerate(_items(extraction_of({"facts": {"level": "province"}, "text": text}), asked)):
                    own = other == position
                    yield f"passages: {how if own else 'other activities'}", "p" if own and how != "other" else "f", item


def _documents() -> Iterator[tuple[str, str, FindingItem]]:
    for row in GOLD["documents"]:
        if path := _path(row["document"]):
            for gold, item in zip(row["said"].split(), _items(_read(path), row["asked"]), strict=True):
                yield "documents of corpus/" if path.parent.name == "corpus" else "real documents", gold, item


def _path(name: str) -> Path | None:
    """A sample document by its name, a real one by its id."""
    path = ROOT / "corpus" / name
    return path if path.is_file() else next(REAL.glob(f"*_{name}.txt"), None)


def _items(extraction: Extraction, asked: int) -> list[FindingItem]:
    book = _book()
    requirement = next(r for r in book.policies.requirements if r.id == "activities")
    letter = next(d for d in book.directives if d.year == 2022)
    askings = letter.activities if asked == letter.year else tuple(Asking(words) for words in GOLD["asked"][asked])
    return [item for item in judge(extraction, replace(letter, activities=askings), requirement, Known()).items if item.asked]


@cache
def _book() -> rulebook.Rulebook:
    return rulebook.load()


@cache
def _desk() -> Desk:
    return Desk.of(_book())


@cache
def _read(path: Path) -> Extraction:
    return extract(ingest(path.read_bytes(), path.name, str(path)), _desk())


def table(groups: dict[str, Counts]) -> str:
    """The figures as a table of docs/measured.md."""

    def share(pair: tuple[int, int]) -> str:
        part, whole = pair
        return f"{part / whole:.2f} ({part}/{whole})" if whole else "-"

    lines = [
        "| | taken up: precision | recall | not found: precision | recall | sent to review |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for group, counts in groups.items():
        figures = (*(measured(gold) for gold in WANTED for measured in (counts.precision, counts.recall)), counts.reviewed)
        lines.append(f"| {group} | " + " | ".join(map(share, figures)) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measure()))
