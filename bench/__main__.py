"""`python -m bench`: the whole run beside a bare text pass and an afternoon's script, on the same generated PDFs, in one run.

CPU seconds are user and system time of each command with all its children, start and imports included. Rounds are interleaved,
and the median of each is taken. `--write` puts the figures into `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench.measure import Cost, measure
from bench.score import golds_of_pdfs, score_baseline, score_both, score_database
from corpus.generate.__main__ import generate
from pipeline.evaluate import Scores

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
DOICHIEU = [str(Path(sys.executable).with_name("doichieu"))]
NAMES = {
    "bare": "bare pypdfium2 text pass",
    "script": "`pdftotext -layout` and regular expressions",
    "doichieu": "`doichieu run`, start to stored database",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="generated documents (default: 500)")
    parser.add_argument("--pages", type=float, default=4, help="about how long each is (default: 4 pages)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    asked = parser.parse_args()
    if not shutil.which("pdftotext"):
        parser.exit(2, "python -m bench: pdftotext is missing; install the Debian package poppler-utils\n")
    with tempfile.TemporaryDirectory() as place:
        files, database = Path(place) / "files", Path(place) / "bench.db"
        generate(files, asked.count, asked.seed, pages=asked.pages)
        print(f"{asked.count} documents generated", file=sys.stderr)
        costs = time_all(files, database, asked.rounds, asked.jobs)
        golds = golds_of_pdfs([files])
        scores = {"generated PDFs": (score_baseline([files], golds), score_database(database, golds))}
    scores["PDFs of `corpus/`"] = score_both([ROOT / "corpus"], DOICHIEU)
    real = [folder for name in ("pdf", "office") if (folder := ROOT.parent / "shared" / "real" / name).is_dir()]
    if real:
        scores["real PDFs of offices, scans among them"] = score_both(real, DOICHIEU)
    figures = "\n".join(render(asked, costs, scores))
    print(figures)
    if asked.write:
        PAGE.write_text(put_into(PAGE.read_text("utf-8"), figures), "utf-8")


def time_all(files: Path, database: Path, rounds: int, jobs: int) -> dict[str, list[Cost]]:
    """The costs of each command on the same files, round by round; each round of ours starts with no database."""
    commands = {
        "bare": [sys.executable, "-m", "bench.bare", str(files)],
        "script": [sys.executable, "-m", "bench.baseline", str(files)],
        "doichieu": [*DOICHIEU, "run", str(files), "--db", str(database), "--jobs", str(jobs), "--quiet"],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(rounds):
        for name, command in commands.items():
            if name == "doichieu":
                for file in database.parent.glob(f"{database.name}*"):
                    file.unlink()
            costs[name].append(measure(command))
            print(f"round {number + 1} of {rounds}, {name}: {costs[name][-1].cpu:.2f} s of CPU time", file=sys.stderr)
    return costs


def render(asked: argparse.Namespace, costs: dict[str, list[Cost]], scores: dict[str, tuple[Scores, Scores]]) -> Iterator[str]:
    """The figures as Markdown."""
    pages, _ = costs["bare"][0].output.split()
    options = " ".join(f"--{name} {getattr(asked, name):g}" for name in ("count", "pages", "seed", "rounds", "jobs"))
    yield f"`python -m bench {options}`, {date.today().isoformat()}: {asked.count} documents with {pages} pages. {machine()}."
    yield ""
    yield "| | CPU time (s) | to the bare pass | on the clock (s) | documents a second |"
    yield "|---|---:|---:|---:|---:|"
    bare = median(cost.cpu for cost in costs["bare"])
    for name, rounds in costs.items():
        cpu, clock = median(cost.cpu for cost in rounds), median(cost.clock for cost in rounds)
        yield f"| {NAMES[name]} | {cpu:.2f} | {cpu / bare:.2f} | {clock:.2f} | {asked.count / clock:.0f} |"
    yield ""
    yield "| fields against the gold, F1 | documents | script | doichieu | all fields right: script | doichieu |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, (script, ours) in scores.items():
        yield f"| {name} | {ours.documents} | {script.total.f1:.3f} | {ours.total.f1:.3f} | {script.whole} | {ours.whole} |"


def machine() -> str:
    """What the figures were taken on: cores, interpreter and the versions that matter."""
    poppler = subprocess.run(["pdftotext", "-v"], capture_output=True, text=True).stderr.split("\n")[0].split()[-1]
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text()) if Path("/proc/cpuinfo").exists() else None
    parts = [
        f"{os.cpu_count()} cores{f' ({model[1]})' if model else ''}",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"pypdfium2 {version('pypdfium2')}",
        f"pdftotext {poppler}",
        f"doichieu {version('doichieu')}",
    ]
    return ", ".join(parts)


def put_into(page: str, figures: str, mark: str = "figures") -> str:
    """The page with the figures between their two marks."""
    begin, end = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
    return page[: page.index(begin)] + f"{begin}\n{figures}\n" + page[page.index(end) :]


if __name__ == "__main__":
    main()
