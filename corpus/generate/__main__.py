"""`python -m corpus.generate --count 500 --seed 7 --out DIR`: any number of plans as PDF or text, each with its gold."""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from corpus.generate.chain import offices_of, write_chain
from corpus.generate.gold import Gold, as_json
from corpus.generate.pages import LAYOUTS, Layout, as_pdf
from corpus.generate.places import provinces
from corpus.generate.sheet import as_text
from corpus.generate.writer import write_plan


def generate(out: Path, count: int, seed: int, layouts: tuple[Layout, ...] = LAYOUTS, pages: float = 4, form: str = "pdf") -> int:
    """Write `count` documents of a seed into a folder; layouts take turns. Returns how many files it wrote."""
    out.mkdir(parents=True, exist_ok=True)
    written = 0
    for position in range(count):
        sheet, gold = write_plan(seed, position, pages)
        layout = layouts[position % len(layouts)]
        stem = f"plan-{seed}-{position:05}"
        files: dict[str, bytes] = {}
        if form != "txt":
            files[f"{stem}.pdf"] = as_pdf(sheet, layout)
        if form != "pdf":
            wrapped = layout == "wrapped"
            text = as_text(sheet, columns=layout == "rows", wrap=76 if wrapped else 0, page_lines=44 if wrapped else 0)
            files[f"{stem}{'-text' if form == 'both' else ''}.txt"] = text.encode()
        for name, content in files.items():
            (out / name).write_bytes(content)
            (out / f"{name.rsplit('.', 1)[0]}.gold.json").write_text(as_json({"document": name, **gold}), "utf-8")
            written += 1
    return written


def generate_chains(out: Path, seed: int, year: int, count: int, communes: int, pages: float = 2, form: str = "txt") -> int:
    """Write whole provinces with their communes into a folder; returns how many documents it wrote."""
    out.mkdir(parents=True, exist_ok=True)
    chosen = list(provinces(year))[:count]
    written = 0
    for position, province in enumerate(chosen):
        share = (communes + position) // len(chosen)
        offices = offices_of(random.Random(f"{seed}:{province}"), year, province, share)
        for stem, sheet, gold in write_chain(str(seed), year, province, offices, pages):
            ending = "pdf" if form == "pdf" else "txt"
            content = as_pdf(sheet, "cells") if form == "pdf" else as_text(sheet).encode()
            (out / f"{stem}.{ending}").write_bytes(content)
            (out / f"{stem}.gold.json").write_text(as_json(filed(gold, stem, ending)), "utf-8")
            written += 1
    return written


def filed(gold: Gold, stem: str, ending: str) -> Gold:
    """A chain's gold with the names of files for those of documents."""
    links = [link | {"superior": link["superior"] and f"{link['superior']}.{ending}"} for link in gold["links"]]
    return {"document": f"{stem}.{ending}", **gold, "links": links}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m corpus.generate", description=__doc__)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layout", choices=["all", *LAYOUTS], default="all")
    parser.add_argument("--pages", type=float, default=4, help="about how long each document is")
    parser.add_argument("--format", choices=["pdf", "txt", "both"], default="pdf")
    parser.add_argument("--chain", action="store_true", help="whole provinces, with what each document is linked to")
    parser.add_argument("--provinces", type=int, default=6)
    parser.add_argument("--communes", type=int, default=60, help="of all provinces together")
    parser.add_argument("--year", type=int, default=2024, choices=[2022, 2023, 2024, 2025])
    asked = parser.parse_args()
    start = time.perf_counter()
    layouts: tuple[Layout, ...] = LAYOUTS if asked.layout == "all" else (asked.layout,)
    if asked.chain:
        written = generate_chains(asked.out, asked.seed, asked.year, asked.provinces, asked.communes, asked.pages, asked.format)
    else:
        written = generate(asked.out, asked.count, asked.seed, layouts, asked.pages, asked.format)
    seconds = time.perf_counter() - start
    print(f"{written} documents in {asked.out}, {seconds:.1f} s, {written / seconds:.0f} a second")


if __name__ == "__main__":
    main()
