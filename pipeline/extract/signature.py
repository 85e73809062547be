"""Who signed, as what, and in whose name: `TM. ỦY BAN NHÂN DÂN` / `KT. CHỦ TỊCH` / `PHÓ CHỦ TỊCH` / a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.reading import Reading
from pipeline.extract.recognised import Meant, name_meant
from pipeline.lines import columns_apart
from pipeline.model import Fact, Span

_AUTHORITY = re.compile(r"(?P<word>tm|kt|tl|tuq|t/m|k/t|t/l|q)\s?[.,:]?\s?(?=[^\s])")
_DEPUTY = re.compile(r"p\. ?(?=\w)")
_FOR_ANOTHER = ("TL.", "TUQ.")
_TITLES = re.compile(r"(?:(?:gs|pgs|ts|ths|bs|cn|ks|ckii|cki|nguyên)\s?\.\s?)+", re.IGNORECASE)


def extract_signature(reading: Reading) -> Iterator[Fact]:
    """Authority, position and name of each signer of the document itself."""
    for span in reading.outline.spans("signature"):
        yield from _signers(reading, span.start, span.end)


@dataclass(frozen=True, slots=True)
class _Position:
    """The position above a name, and the one in whose stead it signs: `KT. GIÁM ĐỐC` / `PHÓ GIÁM ĐỐC`."""

    start: int
    end: int
    words: str
    stead: str | None
    for_other: bool = False  # `TL. BỘ TRƯỞNG`: nobody who signs so holds that position


def _signers(reading: Reading, start: int, end: int) -> Iterator[Fact]:
    position: _Position | None = None
    stead: str | None = None
    for line in (piece for printed in reading.lines_in(Span(start, end)) for piece in columns_apart(printed)):
        at, until = line.start, line.end
        pattern = reading.desk.rulebook.outline.signature
        if line.upper and pattern.match(line.folded) and not line.folded.startswith("đ"):
            authority = _AUTHORITY.match(line.folded)
            if authority and position is None:
                yield reading.fact("authority", _word(authority["word"]), at, until, "signature.authority")
            plain = line.folded[authority.end() :] if authority else line.folded
            if authority and authority["word"] == "q":
                plain = f"quyền {plain}"
            if authority and _word(authority["word"]) == "KT.":
                stead = plain
            position = _Position(at, until, plain, stead, authority is not None and _word(authority["word"]) in _FOR_ANOTHER)
            continue
        if position and position.for_other and line.upper and reading.word("signature.office").match(line.folded):
            position = _Position(at, until, line.folded, stead)
            continue
        sure = not reading.recognised(at) or len(line.text.split()) > 2  # a seal hides a syllable easily
        if position and sure and _is_name(reading, line.text, line.folded):
            offset = m.end() if (m := _TITLES.match(line.text)) else 0
            name = _name_case(" ".join(line.text[offset:].split()))
            meant = name_meant(name, reading.desk.rulebook.recognised.surnames) if reading.recognised(at) else Meant(name, "")
            if meant:
                signer = reading.fact("signer", meant.value, at + offset, until, "signature.name")
                yield replace(signer, tolerance=meant.tolerance, confidence=0.7) if meant.tolerance else signer
            yield from _title(reading, position)
            position, stead = None, None


def _title(reading: Reading, position: _Position) -> Iterator[Fact]:
    """The position of the one who signed; who signs in the stead of a head is a deputy, even where a seal hides the word."""
    if position.for_other or position.words.startswith(("ủy ban", "hội đồng", "ban ")):
        return
    title = _position(reading, position.words)
    if position.stead is None or title != _position(reading, position.stead):
        yield reading.fact("signer_title", title, position.start, position.end, "signature.position")
        return
    deputy = "Thứ trưởng" if title == "Bộ trưởng" else f"Phó {title}"
    yield reading.fact("signer_title", deputy, position.start, position.end, "signature.deputy", 0.7)


def _word(word: str) -> str:
    return word.replace("/", "").upper() + "."


def _is_name(reading: Reading, text: str, folded: str) -> bool:
    """Two to six words, each with a capital, and nothing that names work or place."""
    text = _TITLES.sub("", text).strip()
    words = text.split()
    if not 2 <= len(words) <= 6 or reading.word("signature.no_name").search(folded):
        return False
    return all(word[0].isupper() and all(c.isalpha() or c in "-'" for c in word) for word in words)


def _name_case(name: str) -> str:
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() else name


def _position(reading: Reading, folded: str) -> str:
    """`phó chủ tịch` -> `Phó Chủ tịch`, with what office it is of left out."""
    folded = _DEPUTY.sub("phó ", " ".join(folded.strip(" .,:").split()))
    known = {p.lower(): p for p in reading.desk.rulebook.bodies.positions}
    best = max((k for k in known if folded.startswith(k)), key=len, default=None)
    return known[best] if best else folded[:1].upper() + folded[1:]
