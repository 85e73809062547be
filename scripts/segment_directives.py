"""Writes beside each activity of rules/directives its words as underthesea cuts them (`terms`), so that no run need load it."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline import rulebook
from pipeline.segment import terms_of

_ASKED = re.compile(r"^(?P<indent> +)- asked: (?P<words>.+)\n(?: +terms: .+\n)?", re.MULTILINE)


def with_terms(source: str) -> str:
    """A directive's file with the terms of its activities as they should be."""

    def written(found: re.Match[str]) -> str:
        words, indent = found["words"].strip("\"'"), found["indent"]
        terms = ", ".join(f'"{term}"' if "," in term else term for term in terms_of(words))
        return f"{indent}- asked: {found['words']}\n{indent}  terms: [{terms}]\n"

    head, mark, activities = source.partition("\nactivities:\n")
    return head + mark + _ASKED.sub(written, activities)


def main() -> None:
    root = rulebook.rules_root()
    for path in sorted([*Path(root).glob("directives/*.yml"), *Path(root).glob("campaigns/*/directives/*.yml")]):
        before = path.read_text("utf-8")
        after = with_terms(before)
        if after != before:
            path.write_text(after, "utf-8")
            print(path.name)


if __name__ == "__main__":
    main()
