"""Plain text and Markdown: bytes in UTF-8 or UTF-16, with or without a byte order mark, to canonical text."""

from __future__ import annotations

import codecs
import re

from pipeline.text import canonical

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKDOWN = re.compile(r"(?m)^#{1,6} |\*\*[^*\n]+\*\*|^\|.*\|$")


class NotText(Exception):
    """The bytes are not text in an encoding that we read; the message says what they seem to be."""


def decode(data: bytes) -> str:
    """The canonical text of a text file, e.g. of `b'\\xff\\xfeK\\x00...'` (UTF-16)."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return canonical(_strictly(data, encoding))
    if _looks_utf16(data):
        return canonical(_strictly(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"))
    if b"\0" in data[:4096]:
        raise NotText("it holds binary data, not text")
    return canonical(_strictly(data, "utf-8"))


def is_markdown(text: str) -> bool:
    return bool(_MARKDOWN.search(text))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(f"it is not text in UTF-8 or UTF-16 (byte {error.start} does not fit)") from error


def _looks_utf16(data: bytes) -> bool:
    """UTF-16 without a mark: every line end and space has a zero byte on one and the same side."""
    head = data[:2000]
    if len(head) < 4 or len(data) % 2:
        return False
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) > len(head) // 8 and min(even, odd) == 0
