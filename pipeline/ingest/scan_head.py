"""Numbers and days in a scanned letterhead: read twice, measured, and left out where a hand wrote them.

`Số: 1835/UBND-KGVX` with a handwritten 1835 is read as `/23Z/UBND-KGVX` by a recogniser that is sure of itself. So digits of
the document's own number and day are believed only when they were read alike at two sizes and their ink looks like print: as
high as the letters beside them, on their line. Otherwise they give way to a blank, `Số: /UBND-KGVX`, and a notice says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from pipeline.ingest.layout import TextLine, Word, around
from pipeline.ingest.ocr import OcrFailed, OcrWord, recognise
from pipeline.ingest.scan_image import Prepared
from pipeline.ingest.scan_ink import Run, crop, looks_printed, runs_in
from pipeline.model import Box

_NUMBER = re.compile(
    r"(?P<before>[^\w]*(?:\w\s)?)(?P<so>S[ốóôồổỗòoõỏ]\s?[:.;]?)(?![^\W\d_])(?P<seq>.{0,12}?)"
    r"(?P<symbol>(?:[/⁄]\s?(?:19|20)\d\d\s?)?[/⁄]\s?[A-ZĐ][\wĐ&,.⁄/ -]*)$"
)
_DATE = re.compile(
    r"(?P<place>(?:[A-ZĐÀ-Ỹ][^\d,;:]{1,30}[,.]\s?)?)(?P<ngay>[Nn]g[àaáả][yvJj])(?P<d>.{0,12}?)"
    r"(?P<thang>th[áaà]ng)(?P<m>.{0,12}?)(?P<nam>n[ăaâ]m)\s?(?P<y>(?:19|20)\d\d)\W{0,3}$"
)
_OWN = re.compile(r"[^\w]*S[ốóôồổỗòoõỏ]\s?[:;.]")
_TOP = 0.45  # of a page: letterheads stand above, also of what begins in a page's middle
_SURE, _FAIR = 75.0, 60.0
_SCALES = (1.5, 2.0)
_MARGIN = 16  # pixels of white around a line that is read by itself
_LARGEST = {"seq": 99_999, "d": 31, "m": 12}
_NAMES = {"seq": "number", "d": "day", "m": "month"}
_NUMBER_PARTS = ("so", "seq", "symbol")
_DATE_PARTS = ("place", "ngay", "d", "thang", "m", "nam", "y")


@dataclass(frozen=True, slots=True)
class Unread:
    """A value of the letterhead that stands there, but is not guessed: `number`, `day`, `month`."""

    what: str


def settle_head(
    lines: list[TextLine], page: Prepared, filled: Callable[[Box], bool] = lambda box: False
) -> tuple[list[TextLine], list[Unread]]:
    """The lines, their boxes levelled, with each number and day of a letterhead either trusted or left blank.

    `filled` tells of a blank whether the file itself has a word for it.
    """
    settled: list[TextLine] = []
    unread: list[Unread] = []
    for line in lines:
        if line.box[1] < _TOP * page.picture.shape[0]:
            line = _with_stroke(line, page)
            if found := _NUMBER.match(line.text):
                line = _settle(line, found, _NUMBER_PARTS, page, filled, unread)
            elif found := _DATE.match(line.text):
                line = _settle(line, found, _DATE_PARTS, page, filled, unread)
        settled.append(line)
    return settled, unread


def _with_stroke(line: TextLine, page: Prepared) -> TextLine:
    """`Số: 1105KH-ĐKT`, where the stroke was lost between two glyphs, read again until it is there."""
    if not _OWN.match(line.text) or _NUMBER.match(line.text) or len(line.text) > 40:
        return line
    letters = re.sub(r"\W", "", line.text)
    again = (TextLine.of(words) for words in _read_again(line, page))
    return next((other for other in again if _NUMBER.match(other.text) and re.sub(r"\W", "", other.text) == letters), line)


def _settle(
    line: TextLine,
    found: re.Match[str],
    groups: Sequence[str],
    page: Prepared,
    filled: Callable[[Box], bool],
    unread: list[Unread],
) -> TextLine:
    """A line put together again from its pieces, with what can be trusted between them."""
    words = list[Word]()
    reference = _reference(page, line, found)
    again: list[TextLine] | None = None
    close_up = False
    for group in groups:
        stretch = found.span(group)
        if group not in _NAMES:
            if text := found[group].strip():
                box, sure = _stretch(line, *stretch), _confidence(line, *stretch)
                if close_up:
                    number = words.pop()
                    text, box, sure = number.text + text, around([number.box, box]), min(number.confidence, sure)
                words.append(Word(_spelt(group, text), box, confidence=sure))
            close_up = False
            continue
        room = _room(line, found, group)
        if filled(room):
            continue
        ink = runs_in(page, room, line.box)
        glued = group == "seq" and not found[group][-1:].isspace() and bool(found[group])
        votes = [(_digits(found[group]), _confidence(line, *stretch))]
        if votes[0][0] or ink:
            again = [TextLine.of(read) for read in _read_again(line, page)] if again is None else again
            matches = [(other, match) for other in again if (match := found.re.match(other.text))]
            votes += [(_digits(match[group]), _confidence(other, *match.span(group))) for other, match in matches]
        value = _agreed(votes, _LARGEST[group])
        inks = [ink[:n] for n in range(1, len(ink) + 1)] if glued else [ink]
        if value is not None and any(looks_printed(runs, value, reference, glued) for runs in inks):
            words.append(Word(value, room, confidence=max(sure for _, sure in votes)))
            close_up = glued
        elif ink:
            unread.append(Unread(_NAMES[group]))
    return TextLine.of(words) if words else line


_LIKE_DIGITS = str.maketrans("IlL|!†‡OoDsSŠ", "1111111000555")


def _digits(text: str) -> str:
    """What stands between the fixed words, as digits where glyphs look like them: `I0` is 10; their height has to bear it out."""
    return re.sub(r"[\s.…_]", "", text).translate(_LIKE_DIGITS)


def _spelt(group: str, text: str) -> str:
    """The fixed words of a letterhead as they are printed: `Só` is `Số:`, `ngàJ` is `ngày`."""
    return {"so": "Số:", "ngay": "ngày", "thang": "tháng", "nam": "năm"}.get(group, text.replace("⁄", "/"))


def _agreed(votes: list[tuple[str, float]], largest: int) -> str | None:
    """What two sure readings, or three fair ones, have in common, while no sure one speaks against it."""
    valid = [(text, sure) for text, sure in votes if re.fullmatch(r"[0-9]{1,5}", text) and 1 <= int(text) <= largest]
    for text in {text for text, _ in valid}:
        own = sorted((sure for other, sure in valid if other == text), reverse=True)
        against = max((sure for other, sure in valid if other != text), default=0.0)
        if against < _FAIR and len(own) > 1 and own[1] >= (_FAIR if len(own) > 2 else _SURE):
            return text
    return None


def _read_again(line: TextLine, page: Prepared) -> list[list[Word]]:
    """The same line by itself, at other sizes."""
    x0, y0, x1, y1 = line.box
    height = y1 - y0
    left, top = x0 - 0.4 * height, y0 - 0.3 * height
    there = crop(page, (left, top, x1 + 0.4 * height, y1 + 0.3 * height))
    readings = []
    for scale in _SCALES:
        size = (max(1, round(there.shape[1] * scale)), max(1, round(there.shape[0] * scale)))
        large = np.pad(np.asarray(Image.fromarray(there).resize(size, Image.Resampling.BICUBIC)), _MARGIN, constant_values=255)
        try:
            words = recognise(large, layout=7)
        except OcrFailed:
            continue
        if words:
            readings.append([_in_place(word, scale, left, top) for word in words])
    return readings


def _in_place(word: OcrWord, scale: float, left: float, top: float) -> Word:
    x0, y0, x1, y1 = ((v - _MARGIN) / scale for v in (word.x0, word.y0, word.x1, word.y1))
    return Word(word.text, (left + x0, top + y0, left + x1, top + y1), confidence=word.confidence)


# --- measures -------------------------------------------------------------------------------------------------------------


def _stretch(line: TextLine, start: int, end: int) -> Box:
    """Where a stretch of a line's text stands; inside of a word letters are taken to be equally wide."""
    at, boxes = 0, []
    for word in line.words:
        first, last = max(start, at), min(end, at + len(word.text))
        if first < last:
            x0, y0, x1, y1 = word.box
            width = (x1 - x0) / len(word.text)
            boxes.append((x0 + (first - at) * width, y0, x0 + (last - at) * width, y1))
        at += len(word.text) + 1
    return around(boxes) if boxes else line.box


def _room(line: TextLine, found: re.Match[str], group: str) -> Box:
    """The room in which a value stands: from the fixed word before it to the one after."""
    start, end = found.span(group)
    left = _stretch(line, start - 1 if found.string[start - 1 : start].strip() else start - 2, start)
    right = _stretch(line, end, end + 1)
    if group == "seq" and found.string[end - 1 : end].isdigit():  # `187/PGD&ĐT` is one word: its digits come first
        right = (_word_at(line, end).box[2], 0.0, 0.0, 0.0)
    return left[2] + 2, line.box[1], max(left[2] + 2, right[0] - 2), line.box[3]


def _word_at(line: TextLine, offset: int) -> Word:
    at = 0
    for word in line.words:
        at += len(word.text) + 1
        if offset < at:
            return word
    return line.words[-1]


def _confidence(line: TextLine, start: int, end: int) -> float:
    at, found = 0, []
    for word in line.words:
        if max(start, at) < min(end, at + len(word.text)):
            found.append(word.confidence)
        at += len(word.text) + 1
    return min(found, default=0.0)


def _reference(page: Prepared, line: TextLine, found: re.Match[str]) -> list[Run]:
    """Print beside which digits are measured: a number's symbol in capitals, a date's year."""
    group = "symbol" if "symbol" in found.re.groupindex else "y"
    start, end = found.span(group)
    return runs_in(page, _stretch(line, start, end), line.box)
