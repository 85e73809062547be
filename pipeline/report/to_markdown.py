"""A paper as Markdown; no mark of Markdown or HTML that a document holds is left to work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.report.paper import Block, Brief, Cell, Drawing, Heading, Line, Note, Paper, Piece, Sentences, Table
from pipeline.report.to_html import numeral

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~&$]|(?<=[a-z]):(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_LEADING = re.compile(r"^(\d+)([.)])|^([-+=])")
_AROUND = {"strong": "**", "gone": "~~", "come": "**"}


def render_markdown(paper: Paper) -> bytes:
    return ("\n".join(_lines(paper)) + "\n").encode()


def _lines(paper: Paper) -> Iterator[str]:
    yield f"# {plain(paper.title)}"
    yield f"\n**{plain(paper.subtitle)}**"
    yield f"\n{plain(paper.made_on)}"
    for number, section in enumerate(paper.sections, 1):
        yield f"\n## {numeral(number)}. {plain(section.title)}"
        for block in section.blocks:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield from ([f"\n### {plain(block.text)}"] if block.text else [])
        yield from ([f"\n{plain(block.below)}"] if block.below else [])
    elif isinstance(block, Sentences):
        yield ""
        yield from (f"- {plain(text)}" for text in block.texts)
    elif isinstance(block, Brief):
        yield ""
        yield from (f"- {_line(line)}" for line in block.lines)
    elif isinstance(block, Note):
        yield f"\n{plain(block.text)}"
    elif isinstance(block, Table):
        yield ""
        yield _row([plain(column.name) for column in block.columns])
        yield "|" + "".join(" ---: |" if column.figures else " --- |" for column in block.columns)
        yield from (_row([_cell(cell) for cell in row.cells]) for row in block.rows)
    elif isinstance(block, Drawing):
        return  # the table after it says the same in words


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(cell: Cell) -> str:
    return "<br>".join(_line(line) for line in cell)


def _line(line: Line) -> str:
    return " ".join(_piece(piece) for piece in line if piece.text)


def _piece(piece: Piece) -> str:
    around = _AROUND.get(piece.style, "")
    return f"{around}{plain(piece.text)}{around}"


def plain(text: str) -> str:
    """Words in which no mark is left.

    >>> plain("a | <b>*c* &lt;"), plain("1. đề mục"), plain("https://a.vn")
    ('a \\\\| &lt;b\\\\>\\\\*c\\\\* &amp;lt;', '1\\\\. đề mục', 'https\\\\://a.vn')
    """
    escaped = _MARKS.sub(lambda m: {"<": "&lt;", "&": "&amp;"}.get(m.group(), "\\" + m.group()), text)
    return _LEADING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", escaped)
