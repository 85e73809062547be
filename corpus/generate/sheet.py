"""What an official document consists of (Decree 30/2020), before any layout, and its plain-text and Markdown forms.

Texts may carry `**bold**` and `*italic*` marks. `{331}` in a letterhead line is a part that an e-office system stamps in later.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

MARK = re.compile(r"\*{1,3}")
STAMP = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Annex:
    """`Phụ lục` / `(Kèm theo Kế hoạch số 12/KH-UBND ngày ...)`, its paragraphs and `| table | rows |`."""

    title: tuple[str, ...]
    body: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One document: lines of its letterhead's two columns, paragraphs of its body, blocks of its end."""

    left: tuple[str, ...]  # UBND TỈNH BẮC GIANG / SỞ GIÁO DỤC VÀ ĐÀO TẠO / Số: {12}/KH-SGDĐT / V/v ...
    right: tuple[str, ...]  # CỘNG HÒA ... / Độc lập ... / Bắc Giang, ngày {9} tháng {10} năm 2024
    title: tuple[str, ...]  # KẾ HOẠCH / Tổ chức ...
    to: tuple[str, ...]  # Các sở, ban, ngành; / ...
    body: tuple[str, ...]
    recipients: tuple[str, ...]
    signatures: tuple[tuple[str, ...], ...]  # each: TM. ..., CHỦ TỊCH, name; two of them for joint issuers
    annexes: tuple[Annex, ...] = ()


def without_marks(text: str) -> str:
    """`ngày **28** tháng *9*` -> `ngày 28 tháng 9`"""
    return MARK.sub("", text)


def without_stamps(text: str) -> str:
    """`Số: {331}/KH-UBND` -> `Số: 331/KH-UBND`"""
    return STAMP.sub(r"\1", text)


def _flattened(left: Sequence[str], right: Sequence[str], how: str) -> list[str]:
    """Two columns as a conversion leaves them: one `blank` between their lines, or `cells` of a Markdown table."""
    if how == "blank":
        return [" ".join(filter(None, pair)) for pair in zip_longest(left, right, fillvalue="")]
    cells = (" ".join(f"**{line}**" for line in side) for side in (left, right))
    return [f"| {' | '.join(cells)} |", "| --- | --- |"]


def _letterhead(sheet: Sheet, columns: bool, flattened: str) -> list[str]:
    left, right = ([without_stamps(line) for line in side] for side in (sheet.left, sheet.right))
    if flattened and left:
        return [*_flattened(left, right, flattened), ""]
    if not columns:
        return [*left, "", *right, ""] if left or right else []
    width = max((len(line) for line in left), default=0) + 6
    return [f"{a:<{width}}{b}".rstrip() for a, b in zip_longest(left, right, fillvalue="")] + [""]


def addressees(sheet: Sheet) -> tuple[str, ...]:
    """`Kính gửi: ...` on one line, or one below the other."""
    if len(sheet.to) == 1:
        return (f"Kính gửi: {sheet.to[0]}",)
    return ("Kính gửi:", *(f"- {to}" for to in sheet.to)) if sheet.to else ()


def _paragraphs(sheet: Sheet, columns: bool, flattened: str) -> list[str]:
    """Every paragraph in reading order, empty ones between blocks."""
    lines = [*_letterhead(sheet, columns, flattened), *sheet.title, ""]
    if sheet.to:
        lines += [*addressees(sheet), ""]
    for paragraph in sheet.body:
        lines += [paragraph, ""]
    if flattened and sheet.signatures:
        return [*lines, *_flattened(("Nơi nhận:", *sheet.recipients), sheet.signatures[0], flattened)]
    if sheet.recipients:
        lines += ["Nơi nhận:", *sheet.recipients, ""]
    for block in sheet.signatures:
        lines += [*block[:-1], "", "", block[-1], ""]
    for annex in sheet.annexes:
        lines += ["", *annex.title, "", *annex.body]
    return lines


def as_text(
    sheet: Sheet, *, marks: bool = False, columns: bool = False, flattened: str = "", wrap: int = 0, page_lines: int = 0
) -> str:
    """The document as a text file; `wrap` cuts lines hard, `page_lines` puts a page number alone on a line every so often."""
    lines = _paragraphs(sheet, columns, flattened)
    if not marks:
        lines = [without_marks(line) for line in lines]
    if wrap:
        lines = [part for line in lines for part in (textwrap.wrap(line, wrap, break_long_words=False) if line.strip() else [""])]
    if page_lines:
        pages = [lines[start : start + page_lines] for start in range(0, len(lines), page_lines)]
        lines = pages[0] + [line for number, page in enumerate(pages[1:], 2) for line in ["", str(number), "", *page]]
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n") + "\n"


def stamped_values(sheet: Sheet) -> list[str]:
    """The parts of the letterhead that are stamped in: `["331", "9", "10"]`."""
    return [value for line in sheet.left + sheet.right for value in STAMP.findall(line)]
