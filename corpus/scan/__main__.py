"""Scan the PDFs of a folder: `python -m corpus.scan --level light --seed 7 --out /tmp/scans corpus`."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from corpus.scan.sheet import LEVELS, scan_pdf


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m corpus.scan", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--level", choices=sorted(LEVELS), default="light")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for path in sorted(arguments.folder.glob("*.pdf")):
        scanned = scan_pdf(path.read_bytes(), LEVELS[arguments.level], f"{arguments.seed} {path.name}")
        (arguments.out / path.name).write_bytes(scanned)
        gold = path.with_suffix(".gold.json")
        if gold.exists():
            shutil.copy(gold, arguments.out)


if __name__ == "__main__":
    main()
