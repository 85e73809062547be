"""The printed lines of a reading copy, each with its label (`I.`, `1.1.`, `đ)`, `-`), and the width at which they wrap."""

from __future__ import annotations

import re
from typing import NamedTuple

# Outermost first. `1.1.` ranks by its depth; a bullet stands below every number.
LABEL_RANK = {
    "part": 0, "chapter": 1, "article": 2, "upper": 2, "roman": 3, "number": 4, "number2": 5, "number3": 6,
    "number4": 7, "paren": 8, "letter": 9, "bullet": 10, "plus": 11,
}  # fmt: skip

_LABEL = re.compile(
    r"""(?:
      (?P<part>phần\s+(?:thứ\s+)?(?:nhất|hai|ba|tư|năm|sáu|[ivx]{1,4}|\d)(?!\w)[.:]?)
    | (?P<chapter>(?:chương|mục)\s+(?:[ivx]{1,5}|\d{1,2})(?!\w)[.:]?)
    | (?P<article>điều\s+\d{1,3}[a-zđ]?\s?[.:])
    | (?P<roman>(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})\s?(?:[.)](?=\s|[^\W\d_])|[/-](?=\s)))
    | (?P<number4>\d{1,2}(?:\s?\.\s?\d{1,2}){3,}\s?[.)]?(?=\s))
    | (?P<number3>\d{1,2}(?:\s?\.\s?\d{1,2}){2}\s?[.)]?(?=\s|[^\W\d_]))
    | (?P<number2>\d{1,2}\s?\.\s?\d{1,2}(?:\s?[.)](?=\s|[^\W\d_])|\s(?=\s*[^\W\d_])))
    | (?P<paren>\(\d{1,2}\)[.:]?|\d{1,2}\s?\)(?=\s|[^\W\d_]))
    | (?P<number>\d{1,2}\s?(?:\.(?=\s|[^\W\d_])|/(?=\s+[^\W\d_])|-(?=\s+[^\W\d_])))
    | (?P<letter>[a-zđ]\s?[.)](?=\s|[^\W\d_]))
    | (?P<bullet>[-](?=\s|[^\W\d_]))
    | (?P<plus>\+(?=\s|[^\W\d_]))
    )""",
    re.VERBOSE,
)
_COLUMN = re.compile(r"(?<!\s)\s*\|\s*| {3,}")  # a run of blanks is tried from its first only
_LISTED = re.compile(r"(?:N[oơ]i nh[aậ]n\s*:|-[^;]{2,80}[;.])\s+(?=[^\W\d_])")
_LETTERED = re.compile(r"[^\W\d_]{1,5}\s?[.)/-]|phần|chương|mục|điều", re.IGNORECASE)
_LINE = re.compile(r"[^\n\f]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBER_BLANKED = re.compile(r"\n\s*\n {1,9}\n\s*\n")


class PrintedLine(NamedTuple):
    """One line that says something: its span without outer blanks, its words, and how it begins."""

    start: int
    end: int
    text: str
    folded: str
    label: str | None
    label_kind: str
    upper: bool  # written in capitals
    starts_upper: bool
    blank_before: bool
    page_break: bool
    number_before: bool  # of a page, blanked: the blank lines around it part nothing


def printed_lines(reading: str) -> list[PrintedLine]:
    """The lines of a reading copy that hold anything.

    >>> [(line.label, line.text) for line in printed_lines("I. MỤC ĐÍCH\\n\\n1.1. Yêu cầu\\n- Treo băng rôn")]
    [('I.', 'I. MỤC ĐÍCH'), ('1.1.', '1.1. Yêu cầu'), ('-', '- Treo băng rôn')]
    """
    lines: list[PrintedLine] = []
    last_end = 0
    for match in _LINE.finditer(reading):
        raw = match.group()
        text = raw.strip()
        if not text:
            continue
        start = match.start() + raw.index(text[0])
        end = start + len(text)
        folded = text.lower()
        if "  " in folded or "\t" in folded:
            folded = " ".join(folded.split())
        label, kind = _label(text)
        first = text[len(label) :].lstrip()[:1] if label else text[0]
        blank_before = page_break = number_before = False
        gap = reading[last_end:start]
        if gap != "\n":  # few lines
            blank_before, page_break = gap.count("\n") > 1, "\f" in gap
            number_before = blank_before and bool(_NUMBER_BLANKED.search(gap))
        lines.append(
            PrintedLine(
                start, end, text, folded, label, kind,
                _in_capitals(text), first.isupper() or first in "\"'(", blank_before, page_break, number_before,
            )
        )  # fmt: skip
        last_end = end
    return _without_stray_labels(lines)


def _label(text: str) -> tuple[str | None, str]:
    first = text[0]
    if first.isalpha():
        if not _LETTERED.match(text):
            return None, ""  # most lines, told cheaply
    elif not (first.isdigit() or first in "-+("):
        return None, ""
    match = _LABEL.match(text[:40].lower())
    if not match or match.lastgroup is None:
        return None, ""
    kind = match.lastgroup
    if kind in ("roman", "letter") and text[0].isupper():
        roman = kind == "roman"
        if not roman:
            kind = "upper"
    elif kind == "roman":  # "i)" and "v." in small letters are letters
        kind = "letter" if match.end() <= 3 else ""
    if kind in ("part", "chapter", "article") and not text[0].isupper():
        return None, ""
    if kind == "upper" and text[0] in "QP" and text[:40].isupper() and not text[-1:].isdigit():
        return None, ""  # `Q. GIÁM ĐỐC` signs, and `P. TRƯỞNG PHÒNG`
    return (text[: match.end()].rstrip(), kind) if kind else (None, "")


def _in_capitals(text: str) -> bool:
    """Whether a line is written in capitals: `TM. ỦY BAN NHÂN DÂN`, `KT.CHỦ TỊCH`."""
    if not text[:12].isupper() and not text[-12:].isupper():
        return False  # most lines, told cheaply
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and sum(map(str.isupper, letters)) >= 0.85 * len(letters)


def columns_apart(line: PrintedLine) -> list[PrintedLine]:
    """The pieces of a line that runs across two columns: what stood side by side, or in the cells of a Markdown table.

    >>> [p.text for line in printed_lines("Nơi nhận: KT. GIÁM ĐỐC\\n- Như trên;    PHÓ GIÁM ĐỐC") for p in columns_apart(line)]
    ['Nơi nhận:', 'KT. GIÁM ĐỐC', '- Như trên;', 'PHÓ GIÁM ĐỐC']
    """
    text = line.text
    cuts = [m.span() for m in _COLUMN.finditer(text)] if "|" in text or "   " in text else []
    if not cuts and (m := _LISTED.match(text)) and (_in_capitals(text[m.end() :]) or _may_be_name(text, m.end())):
        cuts = [(m.end(), m.end())]
    if not cuts:
        return [line]
    pieces = []
    for start, end in zip([0, *[b for _, b in cuts]], [*[a for a, _ in cuts], len(text)], strict=True):
        at = line.start + start
        pieces += [piece._replace(start=piece.start + at, end=piece.end + at) for piece in printed_lines(text[start:end])]
    if pieces:
        pieces[0] = pieces[0]._replace(blank_before=line.blank_before, page_break=line.page_break)
    return pieces


def _may_be_name(text: str, at: int) -> bool:
    """Whether a list of recipients seems to end in a signer's name: `- Lưu: VT. Nguyễn Văn An`."""
    words = text[at:].split()
    ended = text[:at].rstrip().endswith(";") or text.startswith("- Lưu")
    return ended and 3 <= len(words) <= 5 and all(word.istitle() for word in words)


_ASKS_NUMBER = (" số", " khoản", " điều")  # a number belongs behind these, unless the next heading's is due
_ASKS_DATE = (" ngày", " tháng", " năm")
_ENDS = (".", ";", ":", "!", "?", '"', ")", "…", ",")


def _without_stray_labels(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Drop labels that a wrapped line only seems to have.

    `... từ ngày` / `10. 2022`, `... Giáo dục nghề nghiệp` / `- giáo dục thường xuyên`.
    """
    width = wrap_width(lines)
    number = 0
    kept: list[PrintedLine] = []
    for above, line in zip([None, *lines], lines, strict=False):
        if line.label_kind == "number":
            this = int(re.match(r"\d+", line.label or "0").group())  # type: ignore[union-attr]
            if above and _strays(above, width, expected=this in (1, number + 1)):
                line = _unlabelled(line)
            else:
                number = this
        elif above and line.label_kind in ("paren", "letter", "upper", "number2", "bullet"):
            capital = line.starts_upper and line.label_kind in ("letter", "bullet")
            if _runs_on(above, width) and not line.blank_before and not capital:
                line = _unlabelled(line)
        kept.append(line)
    return kept


def _strays(above: PrintedLine, width: int, *, expected: bool) -> bool:
    """Whether a number at a line's start belongs to the sentence above it."""
    if above.folded.endswith(_ASKS_DATE):
        return True
    return not expected and (_runs_on(above, width) or above.folded.endswith(_ASKS_NUMBER))


def _runs_on(above: PrintedLine, width: int) -> bool:
    return len(above.folded) >= 0.75 * width < 300 and not above.folded.endswith(_ENDS)


def _unlabelled(line: PrintedLine) -> PrintedLine:
    return line._replace(label=None, label_kind="")


def wrap_width(lines: list[PrintedLine]) -> int:
    """The width at which the lines wrap, in characters; 1000 where a line is a paragraph."""
    lengths = sorted(len(line.folded) for line in lines)
    if not lengths:
        return 1000
    longest = lengths[int(0.97 * (len(lengths) - 1))]
    return longest if longest <= 140 else 1000
