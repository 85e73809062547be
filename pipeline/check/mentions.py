"""Every printed mention of a numbered document with its type word and date, in one pass, whatever the extractor made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.model import Span
from pipeline.numbers import NumberMention, numbers_of
from pipeline.text import squeeze

_DAY = re.compile(
    r"[\s,;(]{0,6}(?:ký\s+|ban\s+hành\s+)?ngày\s{1,6}"
    r"(?:(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)"
    r"|(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})\s+năm\s+(?P<y2>(?:19|20)\d\d))(?!\d)"
)
_OF = re.compile(r"[\s,]{0,4}của\s+(?P<issuer>[^,;:.()\"\n]{2,70}(?:\n[^,;:.()\"\n]{2,40})?)")


@dataclass(frozen=True, slots=True)
class Mention:
    """`Công văn số 79/KH-UBND ngày 26/9/2025 của Ủy ban nhân dân tỉnh`: what stands in print."""

    number: NumberMention
    type: str | None  # the folded type word right before "số"
    day: str | None
    issuer: str | None  # the folded words behind "của"
    span: Span  # from the type word to the date


def find_mentions(reading: str, folded: str, type_words: tuple[str, ...]) -> Iterator[Mention]:
    """In order; a number without a type word and a date is a mention, too."""
    before = _type_pattern(type_words)
    for number in numbers_of(reading):
        word = before.search(folded, max(0, number.start - 45), number.start)
        dated = _DAY.match(folded, number.end)
        end = dated.end() if dated else number.end
        of = _OF.match(folded, end)
        yield Mention(
            number,
            squeeze(word["type"]) if word else None,
            _iso(dated) if dated else None,
            squeeze(of["issuer"]) if of else None,
            Span(word.start("type") if word else number.start, end),
        )


@lru_cache(maxsize=4)
def _type_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """A type word that stands right before the number: `Kế hoạch số `, never `Công văn về Kế hoạch`."""
    alternatives = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<type>{alternatives or '(?!)'})\s{{1,10}}số\s?:?\s{{0,10}}$")


def _iso(dated: re.Match[str]) -> str | None:
    day, month = int(dated["d"] or dated["d2"]), int(dated["m"] or dated["m2"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return f"{dated['y'] or dated['y2']}-{month:02d}-{day:02d}"
