"""What the panel of a digital signature says, a fact of its own and never the date of issue.

`Người ký: CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ` · `Thời gian ký: 23.04.2026 15:54:16 +07:00`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.reading import Reading
from pipeline.model import Fact

_SIGNS = ("ký bởi", "người ký", "ngày ký", "giờ ký", "gian ký", "signed", "date")
_TIME = re.compile(
    r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})(?:[\s,]+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?))?(?:\s*(?P<zone>[+-]\d{2}:?\d{2}))?"
)


def extract_e_signature(reading: Reading) -> Iterator[Fact]:
    """Who signed the file and when, once each."""
    if not any(sign in reading.folded for sign in _SIGNS):
        return  # most files, told cheaply
    if signer := reading.word("e_signature.by").search(reading.folded):
        span = reading.trimmed(*signer.span("name"))
        if span.end - span.start > 3:
            yield reading.fact("e_signed_by", reading.words(span), span.start, span.end, "e_signature.panel")
    for at in reading.word("e_signature.at").finditer(reading.folded):
        moment = _TIME.match(reading.folded, at.end())
        if moment and 1 <= int(moment["m"]) <= 12 and 1 <= int(moment["d"]) <= 31:
            yield reading.fact("e_signed_at", _iso(moment), moment.start(), moment.end(), "e_signature.panel")
            return


def _iso(moment: re.Match[str]) -> str:
    day = f"{moment['y']}-{int(moment['m']):02d}-{int(moment['d']):02d}"
    if not moment["clock"]:
        return day
    clock = moment["clock"] if moment["clock"].count(":") == 2 else moment["clock"] + ":00"
    zone = moment["zone"] or ""
    return f"{day}T{clock.zfill(8)}{zone if ':' in zone or not zone else zone[:3] + ':' + zone[3:]}"
