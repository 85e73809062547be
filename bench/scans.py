"""`python -m bench.scans`: the PDFs of `corpus/` printed, and scanned or photographed: what is right, and what our part costs.

Each level is read twice in one go, the second time with what Tesseract said kept, and so are the printed PDFs themselves. The CPU
time that the second reading saves is Tesseract's; what it takes longer than reading the print is our own work around it:
rendering, flattening, cleaning, lines, letterheads. `--write` puts the figures into `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.__main__ import DOICHIEU, PAGE, ROOT, machine, put_into
from bench.measure import Cost, measure
from bench.score import golds_of_pdfs, score_database
from corpus.scan.sheet import LEVELS, scan_pdf
from pipeline.evaluate import Scores
from pipeline.ingest import ocr


@dataclass(frozen=True, slots=True)
class Level:
    """One way to treat the sheets, with its scores and CPU seconds."""

    name: str
    scores: Scores
    tesseract: float
    around_it: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scans", description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", default=ROOT / "corpus", help="PDFs with gold annotations (default: corpus)"
    )
    parser.add_argument("--levels", nargs="+", choices=sorted(LEVELS), default=list(LEVELS))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    asked = parser.parse_args()
    try:
        ocr.engine()
    except ocr.OcrMissing as error:
        parser.exit(2, f"python -m bench.scans: {error}; install the Debian packages {ocr.PACKAGES}\n")
    with tempfile.TemporaryDirectory() as place:
        os.environ["DOICHIEU_OCR_CACHE"] = str(Path(place) / "kept")
        levels = [measured(name, asked.folder, Path(place) / name, asked.seed) for name in asked.levels]
    figures = "\n".join(render(levels, asked.seed))
    print(figures)
    if asked.write:
        PAGE.write_text(put_into(PAGE.read_text("utf-8"), figures, "scans"), "utf-8")


def measured(name: str, folder: Path, place: Path, seed: int) -> Level:
    """Scan the PDFs of a folder into a place, and read them there, and where they are."""
    place.mkdir()
    printed = place / "printed"
    printed.mkdir()
    for path in sorted(folder.glob("*.pdf")):
        shutil.copy(path, printed)
        (place / path.name).write_bytes(scan_pdf(path.read_bytes(), LEVELS[name], f"{seed} {path.name}"))
    files = sorted(map(str, place.glob("*.pdf")))
    cold, warm, print_ = (read(files, place / "1.db"), read(files, place / "2.db"), read([str(printed)], place / "3.db"))
    print(f"{name}: {cold.cpu:.1f} s of CPU time, {warm.cpu:.1f} again, {print_.cpu:.1f} for the print", file=sys.stderr)
    return Level(name, score_database(place / "1.db", golds_of_pdfs([folder])), cold.cpu - warm.cpu, warm.cpu - print_.cpu)


def read(files: list[str], database: Path) -> Cost:
    return measure([*DOICHIEU, "run", *files, "--db", str(database), "--quiet"], done=(0, 1))


def render(levels: list[Level], seed: int) -> Iterator[str]:
    """The figures as Markdown."""
    yield (
        f"`python -m bench.scans --seed {seed}`, {date.today().isoformat()}: {levels[0].scores.documents} PDFs of `corpus/`, "
        f"{ocr.engine().version}. {machine()}."
    )
    yield ""
    yield "| level | F1 | precision | recall | wrong values | all fields right | Tesseract (s of CPU) | our own work around it |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for level in levels:
        total = level.scores.total
        wrong = (total.wrong + total.spurious) / max(1, total.correct + total.wrong + total.missed)
        right = f"{total.f1:.3f} | {total.precision:.3f} | {total.recall:.3f} | {wrong:.1%} | {level.scores.whole}"
        yield f"| {level.name} | {right} | {level.tesseract:.1f} | {level.around_it / level.tesseract:.1%} |"


if __name__ == "__main__":
    main()
