"""The least that any reader of PDFs must do: open each file with pypdfium2 and get the text of every page.

`python -m bench.bare FOLDER` prints how many pages and characters there are.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2


def read_bare(path: Path) -> tuple[int, int]:
    """How many pages one file has, and how many characters they hold."""
    pages = characters = 0
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = page.get_textpage()
            characters += len(text.get_text_range())
            text.close()
            page.close()
            pages += 1
    return pages, characters


if __name__ == "__main__":
    read = [read_bare(path) for path in sorted(Path(sys.argv[1]).glob("*.pdf"))]
    print(sum(pages for pages, _ in read), sum(characters for _, characters in read))
