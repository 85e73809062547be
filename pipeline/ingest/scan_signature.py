"""Position and name of the signer, read once more by themselves: under a seal and a signature they pass for a picture."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np

from pipeline.ingest.ocr import OcrWord, recognise
from pipeline.ingest.scan_image import Prepared

_LETTER = re.compile(r"[^\W\d_]")
_RECIPIENTS = re.compile(r"N[ơo]i nh[aậâạ]n", re.I)
_LEFT, _ABOVE, _BELOW = 0.42, 0.025, 0.33  # of the page, from `Nơi nhận:`
_OFF_CENTRE = 0.07  # of the page's width
_SURE = 65.0


def with_signature(page: Prepared, words: list[OcrWord]) -> list[OcrWord]:
    """The words of a page with those beside `Nơi nhận:` read once more by themselves.

    A seal and a signature across them make the recogniser take position and name for a picture; read as lines they come out.
    """
    at = next((a for a, b in pairwise(words) if _RECIPIENTS.match(f"{a.text} {b.text}") and a.line == b.line), None)
    if at is None:
        return words
    height, width = page.picture.shape
    left, top = round(_LEFT * width), max(0, round(at.y0 - _ABOVE * height))
    bottom = min(height, round(at.y0 + _BELOW * height))
    again = []
    for word in recognise(np.ascontiguousarray(page.picture[top:bottom, left:]), layout=6):
        if word.confidence >= _SURE and len(_LETTER.findall(word.text)) > 1 and word.x0 > 4:
            x0, x1, y0, y1 = word.x0 + left, word.x1 + left, word.y0 + top, word.y1 + top
            again.append(replace(word, x0=x0, x1=x1, y0=y0, y1=y1, line=(-1, *word.line[1:])))
    again = _centred(again, width)
    for new in again:
        under = [word for word in words if _overlap(new, word)]
        if all(word.confidence < new.confidence - 5 for word in under):
            words = [word for word in words if word not in under] + [new]
    return words


def _centred(words: list[OcrWord], width: int) -> list[OcrWord]:
    """Without the lines that stand off the middle of the first one: position and name are centred, a seal stands left of them."""
    lines: dict[tuple[int, int, int], list[OcrWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    middles = {line: (min(w.x0 for w in own) + max(w.x1 for w in own)) / 2 for line, own in lines.items()}
    first = next((line for line, own in lines.items() if len(own) > 1 and all(w.text.isupper() for w in own)), None)
    if first is None:
        return words
    return [word for word in words if abs(middles[word.line] - middles[first]) < _OFF_CENTRE * width]


def _overlap(a: OcrWord, b: OcrWord) -> bool:
    wide, high = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
    return wide > 0.3 * min(a.x1 - a.x0, b.x1 - b.x0) and high > 0.4 * min(a.y1 - a.y0, b.y1 - b.y0)
