"""Document numbers: `331/KH-UBND`, `22/2020/TT-BGDĐT`, `02-NQ/TW`, `2168/UBND-KGVX`, with the spaces people put into them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_SEQ = r"\d(?<![\w/.-]\d)\d{0,5}[a-zđ]?(?:\.\d{1,3})?"  # what may not stand before it, told behind its first digit: quicker
# An acronym as symbols have them: UBND, CTr, TTg, QH15, GD&ĐT; "Trung" or "Sở" is none.
_TIGHT = r"(?:[A-ZĐƯ]{1,14}[a-zđ]{0,2}[A-ZĐƯ]{0,8}\d{0,3})(?:(?!\w)|(?=ngày|của))"
_LOOSE = r"(?:[A-ZĐƯ]{2,14}[a-zđ]{0,2}[A-ZĐƯ]{0,8}|[A-ZĐƯ]{1,2}(?:\s[A-ZĐƯ]{1,4}){1,3})(?:(?!\w)|(?=ngày|của))"
_TORN_TYPE = r"(?:TT|CT)\s{1,2}r(?=\s?-)"  # `5180/TT r-SGDĐT`
_SYMBOL = rf"(?:{_TORN_TYPE}|{_TIGHT})(?:[-/&]{_TIGHT}|,(?=[A-ZĐ]{{2}}){_TIGHT}|\s{{0,2}}[-/&]\s{{0,2}}{_LOOSE})*"
_NUMBER = re.compile(rf"(?P<seq>{_SEQ})(?P<year>\s?/\s?\d{{4,5}})?\s{{0,3}}(?P<sep>[/-])\s{{0,3}}(?P<symbol>{_SYMBOL})")
# A last piece set apart by a typist, only where the sentence goes on right behind it: `BGDĐT-GDNNGD TX ngày`.
_TORN = re.compile(r"\s[A-ZĐƯ]{1,4}(?=[\s,]{1,3}(?:ngày|của)(?!\w))")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A document number where it stands in the reading copy."""

    start: int
    end: int
    value: str  # as printed, spaces taken out
    seq: str
    year: int | None
    symbol: str

    @property
    def spaced(self) -> bool:
        """Whether spaces had to be taken out."""
        return self.end - self.start > len(self.value)


def find_numbers(reading: str, start: int = 0, end: int | None = None) -> Iterator[NumberMention]:
    """Every document number in a stretch of the reading copy.

    >>> [n.value for n in find_numbers("Công văn số 5607/BGDĐT-GDNNGD TX ngày 15/9/2025 và 02-NQ/TW, 244 - KH/UBND")]
    ['5607/BGDĐT-GDNNGDTX', '02-NQ/TW', '244-KH/UBND']
    """
    for m in _NUMBER.finditer(reading, start, len(reading) if end is None else end):
        stop = m.end()
        while torn := _TORN.match(reading, stop):
            stop = torn.end()
        value = _SPACE.sub("", reading[m.start() : stop])
        symbol = _SPACE.sub("", reading[m.start("symbol") : stop])
        if sum(c.isalpha() for c in symbol) < 2:
            continue
        year = re.sub(r"\D", "", m["year"] or "")
        yield NumberMention(m.start(), stop, value, m["seq"], int(year) if year else None, symbol)


@lru_cache(maxsize=4)  # extraction and checks read the same document
def numbers_of(reading: str) -> tuple[NumberMention, ...]:
    """All numbers of a reading copy."""
    return tuple(find_numbers(reading))


@lru_cache(maxsize=4096)
def split_number(value: str) -> NumberMention | None:
    """A number that is already cut out, in its pieces."""
    return next(find_numbers(value), None)
