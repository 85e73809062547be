"""Words that e-office systems write onto a finished page as annotations: number, day, month, a digital signature's panel."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.ingest.layout import TextLine, Word, around, same_row
from pipeline.model import Box

_SIGNATURE = re.compile(
    r"\s*(?:Người ký|Ký bởi|Ngày ký|Thời gian ký|Cơ quan\s*:|E-?mail\s*:|(?:Digitally )?signed by|Signature|Date:)", re.I
)
_TIME = re.compile(r"\d\d?:\d\d")
_LONGEST = 40  # letters of a stamp that belongs into a line; longer ones stand for themselves
_LEADERS = set("._…")
_REACH = 40.0  # points by which a stamp may miss its line's end


def is_signature(line: str) -> bool:
    """Is it a line of a digital signature's panel: `Thời gian ký: 23.04.2026 15:54:16 +07:00`?"""
    return bool(_SIGNATURE.match(line))


def is_panel(text: str) -> bool:
    """Is it a signature's panel or the like (`01/04/2020 07:51:56`), not a stamped value such as `2280`?"""
    return is_signature(text) or bool(_TIME.search(text)) or len(text) > _LONGEST


def place_stamps(
    lines: list[TextLine], stamps: list[Word], letters: Callable[[Word], list[Word]]
) -> tuple[list[TextLine], list[TextLine]]:
    """Write each stamp into the line on which it stands: `Số: /QĐ-UBND` and `2280` make `Số: 2280/QĐ-UBND`.

    `letters` gives a word's characters with their boxes. A stamp on no line becomes one. The second list has those on top
    of a printed number (`ngày 24 tháng 9`, and `29` over the 24): nobody can say which is meant, so the print stays as it is.
    """
    lines, colliding = list(lines), []
    for stamp in sorted(stamps, key=lambda stamp: stamp.box[0]):
        near = [(_distance(line.box, stamp.box), i) for i, line in enumerate(lines) if same_row(line.box, stamp.box)]
        distance, target = min(near, default=(_REACH, -1))
        if distance >= _REACH:
            lines.append(TextLine.of([stamp]))
        elif any(_collide(word, stamp) for word in lines[target].words):
            colliding.append(TextLine.of([stamp]))
        else:
            lines[target] = TextLine.of(_insert(lines[target].words, stamp, letters))
    return lines, colliding


def _distance(line: Box, stamp: Box) -> float:
    return max(0.0, line[0] - stamp[2], stamp[0] - line[2])


def _collide(word: Word, stamp: Word) -> bool:
    """Is the stamp printed over a number? (Blanks are narrow: that it touches a word beside it is usual.)"""
    if word.stamped or not word.text.isdigit():
        return False
    shared = min(word.box[2], stamp.box[2]) - max(word.box[0], stamp.box[0])
    return shared > 0.5 * min(word.box[2] - word.box[0], stamp.box[2] - stamp.box[0])


def _middle(word: Word) -> float:
    return (word.box[0] + word.box[2]) / 2


def _insert(words: list[Word], stamp: Word, letters: Callable[[Word], list[Word]]) -> list[Word]:
    """A line's words with the stamp among them."""
    for i, word in enumerate(words):
        if word.box[2] < _middle(stamp):
            continue
        before, after = _cut(word, stamp, letters)
        return [*words[:i], *before, stamp, *after, *words[i + 1 :]]
    return [*words, stamp]


def _cut(word: Word, stamp: Word, letters: Callable[[Word], list[Word]]) -> tuple[list[Word], list[Word]]:
    """What of a word stands before the stamp and what after; leader dots around it (`Số:......./KH-UBND`) make room for it."""
    middle = _middle(stamp)
    if word.start < 0 or middle <= word.box[0]:
        return ([word], []) if _middle(word) < middle else ([], [word])
    signs = letters(word)
    before = [c for c in signs if _middle(c) < middle]
    after = signs[len(before) :]
    while before and before[-1].text in _LEADERS:
        before.pop()
    while after and after[0].text in _LEADERS:
        after.pop(0)
    if (
        before and after and before[-1].text.isalpha() and after[0].text.isalpha()
    ):  # it merely overlaps a word: never inside of one
        return ([word], []) if len(before) > len(after) else ([], [word])
    return _one(before), _one(after)


def _one(letters: list[Word]) -> list[Word]:
    if not letters:
        return []
    return [Word("".join(c.text for c in letters), around([c.box for c in letters]), letters[0].start)]
