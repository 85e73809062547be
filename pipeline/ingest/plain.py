"""Plain text and Markdown: bytes in Unicode or in an encoding from before it, to canonical text."""

from __future__ import annotations

import codecs
import re

from pipeline.ingest.intake import Intake, of_text, refused
from pipeline.ingest.legacy import Converted, convert_mojibake, decode_legacy
from pipeline.model import Problem
from pipeline.text import canonical

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKDOWN = re.compile(r"(?m)^#{1,6} |\*\*[^*\n]+\*\*|^\|.*\|$")


class NotText(Exception):
    """The bytes are not text in an encoding that we read; the message says what they seem to be."""


def ingest_plain(data: bytes) -> Intake:
    """Read a text file, e.g. a plan that was typed in ABC letters in 2003."""
    try:
        text, problems = decode(data)
    except NotText as error:
        return refused("unknown", "not-a-document", f"The file is neither a known kind of document nor readable text: {error}.")
    return of_text("markdown" if is_markdown(text) else "text", text, problems)


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The canonical text of some bytes, with a note where they were converted: `b'\\xff\\xfeK\\x00...'` is UTF-16."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _unicode(_strictly(data, encoding))
    if _looks_utf16(data):
        return _unicode(_strictly(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"))
    if b"\0" in data[:4096]:
        raise NotText("it holds binary data, not text")
    try:
        return _unicode(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        converted = decode_legacy(data)
        if converted is None and 50 * sum(byte > 0x7F for byte in data) < len(data):  # English with a few marks of print
            return canonical(data.decode("cp1252", "replace")), ()
        if converted is None:
            raise NotText(f"it is not text in UTF-8, UTF-16, windows-1258, TCVN3 or VNI (byte {error.start})") from error
        return canonical(converted.text), (noted(converted),)


def noted(converted: Converted) -> Problem:
    """What was converted is said, though it makes no document worse."""
    return Problem("ingest", "converted-encoding", f"The text was in {converted.encoding} and was converted to Unicode.")


def is_markdown(text: str) -> bool:
    return bool(_MARKDOWN.search(text))


def _unicode(text: str) -> tuple[str, tuple[Problem, ...]]:
    """A text in Unicode, unless it only seems so: legacy letters saved as UTF-8."""
    converted = convert_mojibake(text)
    return (canonical(text), ()) if converted is None else (canonical(converted.text), (noted(converted),))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(f"it begins as text in {encoding.upper()}, but byte {error.start} does not fit") from error


def _looks_utf16(data: bytes) -> bool:
    """UTF-16 without a mark: every line end and space has a zero byte on one and the same side."""
    head = data[:2000]
    if len(head) < 4 or len(data) % 2:
        return False
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) > len(head) // 8 and min(even, odd) == 0
