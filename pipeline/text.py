"""The canonical text and its reading copy: pure functions, all of them keeping every offset where it is."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# One letter for one letter: what looks alike in print is made alike before a rule reads it.
_ALIKE = {
    chr(code): alike
    for code, alike in str.maketrans(
        {
            **dict.fromkeys(
                "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200b\ufeff\u2060\u00ad\t\v", " "
            ),
            **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufffe\u0002\uf02d", "-"),
            **dict.fromkeys("“”„‟«»″", '"'),
            **dict.fromkeys("‘’‚‛′", "'"),
            **dict.fromkeys("•●▪◦‣\uf0b7\uf0a7", "-"),
            "\u00d0": "Đ",  # a typist's Eth
            "\u00f0": "đ",
            "Ƣ": "Ư",  # gha, from old keyboard tables
            "ƣ": "ư",
            "\u2044": "/",
            "\uff0f": "/",
            "\uff1a": ":",
            "\r": " ",
        }
    ).items()
}
_UNLIKE = re.compile("[" + re.escape("".join(_ALIKE)) + "]")

# New tone placement to old, in open syllables: hoà -> hòa, thuỷ -> thủy, khoẻ -> khỏe; "quý" and "hoàn" stay.
_TONES = {
    new: old
    for pairs in ("oà òa oá óa oả ỏa oã õa oạ ọa oè òe oé óe oẻ ỏe oẽ õe oẹ ọe uỳ ùy uý úy uỷ ủy uỹ ũy uỵ ụy",)
    for new, old in zip(pairs.split()[::2], pairs.split()[1::2], strict=True)
}
_TONES |= {new.title(): old.title() for new, old in _TONES.items()} | {new.upper(): old.upper() for new, old in _TONES.items()}
# Capital letters as Vietnamese has them, for a pattern's class: `[^\W\d_]` tells none from small ones.
UPPER = "".join(chr(c) for c in range(0x41, 0x1EFA) if chr(c).isupper() and (c < 0x1B1 or c >= 0x1EA0))

# The second letter of such a pair, which is the rarer: most texts have none, and that is told in a third of the time.
_MISPLACED = re.compile(r"[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸỳýỷỹỵỲÝỶỸỴ](?!\w)(?:(?<=[oO][^ỳýỷỹỵỲÝỶỸỴ])|(?<=(?<![qQ])[uU][ỳýỷỹỵỲÝỶỸỴ]))")

_PAGE_NUMBER = re.compile(
    r"[\n\f][ ]*(?:-[ ]*)?\d{1,3}(?:[ ]*-)?[ ]*(?![^\n\f])"
)  # alone on its line, with what parts it from the last
_MARKDOWN_MARKS = re.compile(
    r"(?m)^[ ]{0,3}(?:#{1,6}(?=[ *])|>(?=[ ]))|[*`]+|(?<!\w)_+(?=\w)|(?<=[\w:])_+(?!\w)|\\(?=[.\-*#()\[\]!&+])"
    r"|<(?=https?://)|(?<=\S)>(?=\s)|^[ ]*\|?(?:[ ]*:?-{3,}:?[ ]*\|?)+[ ]*$"
)
_BREAK = re.compile(r"<br ?/?>")  # in the cell of a Markdown table
_RULE_LINE = re.compile(r"(?m)^[ ]*(?:-{3,}|_{3,}|={3,}|\*{3,})[ ]*$")


def canonical(text: str) -> str:
    """The text that is stored and that every offset points into: NFC, `\\n` line ends, no byte order mark.

    >>> canonical("Ke\\u0302\\u0301 hoa\\u0323ch\\r\\n")
    'Kế hoạch\\n'
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").replace("\0", ""))


def level_tones(text: str) -> str:
    """Old tone placement throughout, length kept.

    >>> level_tones("Uỷ ban, văn hoá, quý, hoàn")
    'Ủy ban, văn hóa, quý, hoàn'
    """
    pieces, at = [], 0
    for second in _MISPLACED.finditer(text):
        first, end = second.start() - 1, second.end()
        pieces += [text[at:first], _TONES.get(text[first:end], text[first:end])]
        at = end
    return "".join([*pieces, text[at:]]) if pieces else text


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, length kept.

    >>> fold("ĐỒNG THÁP İ")
    'đồng tháp i'
    """
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c.lower()[0] for c in text)


@lru_cache(maxsize=2)  # extraction and checks read the same document
def reading_copy(text: str) -> str:
    """The same document for rules to read, character for character: dashes, quotes and tones levelled, furniture blanked."""
    return levelled(text)


def levelled(text: str) -> str:
    """A few words as the reading copy has them.

    >>> levelled("ngày **28** tháng **9** – “Thuỷ”")
    'ngày   28   tháng   9   - "Thủy"'
    """
    copy = level_tones(_UNLIKE.sub(lambda m: _ALIKE[m.group()], text))
    if any(rule in copy for rule in ("---", "___", "===", "***")):
        copy = _RULE_LINE.sub(_blank, copy)
    if "<br" in copy:
        copy = _BREAK.sub(_blank_break, copy)
    if any(mark in copy for mark in "*#`_>\\<|"):
        copy = _MARKDOWN_MARKS.sub(_blank, copy)
    return _PAGE_NUMBER.sub(_blank_line, f"\n{copy}")[1:]


def strip_marks(text: str) -> str:
    """Letters without any marks, length kept for NFC text: for search and tolerant comparison, never for names as keys.

    >>> strip_marks("Đắk Lắk")
    'Dak Lak'
    """
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text.replace("Đ", "D").replace("đ", "d"))


def squeeze(text: str) -> str:
    """White space levelled to single spaces.

    >>> squeeze(" học tập \\n suốt đời ")
    'học tập suốt đời'
    """
    return " ".join(text.split())


def clause_around(text: str, border: re.Pattern[str], start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """From the last border before some words to the first behind them, at most from `first` to `last`.

    >>> clause_around("Treo cờ. Mở lớp xóa mù. Báo cáo.", re.compile(r"[.] ?"), 12, 15, 0, 40)
    (9, 22)
    """
    left = max((m.end() for m in border.finditer(text, first, start)), default=first)
    right = border.search(text, end, last)
    return left, right.start() if right else last


def spaced(source: str) -> re.Pattern[str]:
    """A pattern in which a space stands for any run of white space, a line's end among it, and ` ?` for such a run or nothing.

    >>> bool(spaced("khai mạc").search("Lễ khai\\nmạc"))
    True
    """
    out, in_class, i = [], False, 0
    while i < len(source):
        c = source[i]
        if c == "\\" and i + 1 < len(source):
            out.append(source[i : i + 2])
            i += 2
            continue
        if c == "[" and not in_class:
            in_class = True
        elif c == "]" and in_class:
            in_class = False
        if c == " " and not in_class:
            following = source[i + 1] if i + 1 < len(source) else ""
            out.append(r"\s*" if following == "?" else r"\s" if following and following in "*+{" else r"\s+")
            i += following == "?"
        else:
            out.append(c)
        i += 1
    return re.compile("".join(out))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _blank_break(match: re.Match[str]) -> str:
    return "\n" + " " * (len(match.group()) - 1)


def _blank_line(match: re.Match[str]) -> str:
    line = match.group()
    return line[0] + " " * (len(line) - 1)
