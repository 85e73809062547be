"""Recognised words to lines in reading order; what is no word (specks, scribbles, rules) is left out.

The recogniser's own lines run through both columns of a letterhead in one place and part them in another; so lines are made of
words that stand in one row, whoever it thinks they belong to, and columns are parted by `layout.order_columns`, as for any PDF.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.ingest.layout import TextLine, Word, around, join, same_row
from pipeline.ingest.ocr import OcrWord
from pipeline.ingest.pdf_stamps import is_signature
from pipeline.model import Box

_LETTER = re.compile(r"[^\W_]")
_HEAD = re.compile(r"ng[àaá]y|th[áaà]ng|n[ăa]m\b|S[ốóôồổ]\s?[:.]?\W*\d|S[ốóôồổ]\W", re.I)  # round handwriting, read with doubt
_BULLET = re.compile(r"[-–+*•]\s*$")
_SPECKS = re.compile(r"^[_`|~^°\\—=<>{}]+(?=[^\W\d_]{2})")  # stuck to a word: `_Đào`
_SURE = 60.0
_DOUBTFUL = 30.0
_NOISE = 42.0  # a line without one sure word, whose letters are read with less than this, is a scribble
_TOO_HIGH, _TOO_LOW = 1.7, 0.35  # of its row's height
_APART = 2.2  # of a row's height: a wider blank parts columns


# What a registry stamps onto a letter that comes in, and what a digital signature shows, is never the letter's number or date.
_RECEIVED = re.compile(
    r"(?:CÔNG VĂN )?ĐẾN\b|Gi[ờòơ]\s?[:.…]|Ngày\s?[:.…]{1,}|Kính chuyển\s?[:.…]|Chuyển\s?:|Lưu hồ sơ|Số đến|CỔNG THÔNG TIN ĐIỆN TỬ"
)
_VALUED = re.compile(r"ĐẾN\b|Gi[ờòơ]\s?[:.…]|Ngày\s?[:.…]")
_OF_STAMP = re.compile(r"[\W\d_CcTtIlO]+|Số\S*|Ngày\S*|Giờ\S*|ĐẾN|VĂN")
_BARE_NUMBER = re.compile(r"S[ốôóổỗ]\s?[:.]?\s?[\d.…]{1,12}")


def read_lines(words: Sequence[OcrWord]) -> tuple[list[TextLine], list[TextLine]]:
    """Rows from top to bottom, each from left to right, in pixels; and what was stamped or signed over the page."""
    if not words:
        return [], []
    usual = _usual_height(words)
    words = _mended(words)
    pieces = [piece for line in _by_line(words) for piece in _clean(line, usual)]
    pieces = [part for piece in pieces for part in _off_stamp(piece)]
    received = any("ĐẾN" in (text := join(piece)) or _RECEIVED.match(text) for piece in pieces)
    beside = [piece for piece in pieces if _is_beside(join(piece), received)]
    printed = [piece for piece in pieces if piece not in beside]
    rows = [TextLine.of([word for piece in row for word in piece]) for row in _rows(printed)]
    return rows, [TextLine.of(piece) for piece in beside]


def _off_stamp(piece: list[Word]) -> list[list[Word]]:
    """A registry's stamp and what the recogniser read on from it: `Ngày: 9/10/2025` `Tổ chức Tuần lễ ...`."""
    if not _VALUED.match(join(piece)):
        return [piece]
    end = next((i for i, word in enumerate(piece) if i and not _OF_STAMP.fullmatch(word.text)), len(piece))
    return [part for part in (piece[:end], piece[end:]) if part]


def _is_beside(text: str, received: bool) -> bool:
    return bool(_RECEIVED.match(text)) or is_signature(text) or (received and bool(_BARE_NUMBER.fullmatch(text)))


def _usual_height(words: Sequence[OcrWord]) -> float:
    heights = [w.y1 - w.y0 for w in words if w.confidence >= _SURE and len(w.text) > 2]
    return float(median(heights)) if heights else 30.0


_TORN_BEFORE, _TORN_AFTER = re.compile(r"(?:^|\W)\d{1,3}$|\d/$"), re.compile(r"\d{1,4}/\d|/\d")
_TORN = 0.75  # of the usual blank: less parts no words


def _mended(words: Sequence[OcrWord]) -> list[OcrWord]:
    """Words that the recogniser tore: `1` `93/2025/NĐ-CP`, `28/` `12/2017`, and `16/CT-` `-TTg` with its dash read twice."""
    pairs = [(a, b) for a, b in pairwise(words) if a.line == b.line]
    blank = float(median([max(0, b.x0 - a.x1) for a, b in pairs])) if pairs else 12.0
    mended: list[OcrWord] = []
    for word in words:
        word = replace(word, text=word.text.replace("Ð", "Đ").replace("ĐĐ", "Đ"))  # U+00D0 is the recogniser's, too
        last = mended[-1] if mended and mended[-1].line == word.line else None
        if last and last.text.endswith("-") and word.text.startswith("-") and word.x0 < last.x1 and len(word.text) > 1:
            mended[-1] = _joined(last, replace(word, text=word.text[1:]))
        elif last and word.x0 - last.x1 < _TORN * blank and _TORN_BEFORE.search(last.text) and _TORN_AFTER.match(word.text):
            mended[-1] = _joined(last, word)
        else:
            mended.append(word)
    return mended


def _joined(a: OcrWord, b: OcrWord) -> OcrWord:
    top, bottom = min(a.y0, b.y0), max(a.y1, b.y1)
    return OcrWord(a.text + b.text, a.x0, top, max(a.x1, b.x1), bottom, min(a.confidence, b.confidence), a.line)


def _by_line(words: Sequence[OcrWord]) -> list[list[OcrWord]]:
    """The recogniser's lines, cut where a blank is as wide as between columns."""
    lines: dict[tuple[int, int, int], list[OcrWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    parts: list[list[OcrWord]] = []
    for line in lines.values():
        line.sort(key=lambda w: w.x0)
        height = float(median([w.y1 - w.y0 for w in line]))
        start = 0
        for i, (before, after) in enumerate(pairwise(line), 1):
            if after.x0 - before.x1 > _APART * max(height, 15.0) or before.text.endswith("|") or after.text.startswith("|"):
                parts.append(line[start:i])
                start = i
        parts.append(line[start:])
    return parts


def _clean(line: list[OcrWord], usual: float) -> list[list[Word]]:
    """A piece of a line without noise, its words as high as their row; nothing where all of it is noise."""
    sure = [w for w in line if w.confidence >= _SURE and _LETTER.search(w.text)]
    height = float(median([w.y1 - w.y0 for w in sure])) if sure else usual
    words = [w for i, w in enumerate(line) if not _is_noise(w, height, first=i == 0)]
    letters = sum(len(w.text) for w in words)
    anchored = any(len(w.text) > 1 for w in sure) or _HEAD.match(line[0].text)
    if not words or (not anchored and sum(w.confidence * len(w.text) for w in words) < _NOISE * letters):
        return []
    if not any(_LETTER.search(w.text) for w in words):
        return []
    if not anchored and len(words) == 1 and letters <= 2 and not words[0].text[0].isdigit():  # part of a signature or a stain
        return []
    return [_level(words, max(height, 0.6 * usual))]


def _is_noise(word: OcrWord, height: float, *, first: bool) -> bool:
    high = word.y1 - word.y0
    if _HEAD.match(word.text):
        return False
    if _LETTER.search(word.text):
        if high > _TOO_HIGH * height and word.confidence < (80 if len(word.text) < 4 else 50):
            return True
        small = high < 0.55 * height and len(word.text) == 1 and word.text.isdigit()  # a speck read as a digit
        return small or (word.confidence < _DOUBTFUL and len(word.text) == 1 and not word.text.isdigit())
    if _BULLET.match(word.text):
        return word.confidence < 40 or (not first and word.confidence < 75)
    if word.text in ("(", ")", "/", "./.", "&", '"', "%", "…", ":", ".", ",", ";"):
        return word.confidence < _SURE
    return word.confidence < 85 or high > _TOO_HIGH * height or bool(re.fullmatch(r"[_=|~—`'‘’]+", word.text))


def _level(words: list[OcrWord], height: float) -> list[Word]:
    """Words with boxes as high as their row's type, as a PDF's are: `a`, `-` and `Ủ` of one row are level."""
    bottoms = [w.y1 for w in words]
    base = float(median(bottoms))
    levelled = []
    for word in words:
        bottom = base if abs(word.y1 - base) < 0.6 * height else float(word.y1)
        text = _SPECKS.sub("", word.text.strip("|") or word.text)
        box: Box = (float(word.x0), bottom - 1.05 * height, float(word.x1), bottom + 0.1 * height)
        levelled.append(Word(text, box, confidence=word.confidence))
    return levelled


def _rows(pieces: list[list[Word]]) -> list[list[list[Word]]]:
    """Pieces that stand beside each other, in one row."""
    boxes = [around([w.box for w in piece]) for piece in pieces]
    rows: list[list[int]] = []
    for i in sorted(range(len(pieces)), key=lambda i: boxes[i][1] + boxes[i][3]):
        home = next((row for row in reversed(rows[-6:]) if _fits(boxes[i], [boxes[j] for j in row])), None)
        if home is None:
            rows.append([i])
        else:
            home.append(i)
    return [[pieces[i] for i in sorted(row, key=lambda i: boxes[i][0])] for row in rows]


def _fits(box: Box, row: list[Box]) -> bool:
    """Does a piece stand in a row, and beside all that stands there?"""
    beside = all(box[2] <= other[0] + 4 or other[2] <= box[0] + 4 for other in row)
    nearest = min(row, key=lambda other: max(other[0] - box[2], box[0] - other[2]))
    return beside and same_row(box, nearest)
