"""Marks that were drawn apart from their letter (`thưc̣ hiện`, `hê ̣thống`), set back onto the letter at which they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from pipeline.ingest.layout import TextLine, Word, same_row

_MARK = re.compile("[\u0300-\u0303\u0306\u0309\u031b\u0323]")  # those of Vietnamese; others come of broken character maps
_GAP = 0.15  # of a line's height: narrower than a blank, wider than what lies between two letters
_NEAR = 0.6  # of a line's height: what ends less than this before another line begins, in the same row, is the same line


def has_stray_marks(text: str) -> bool:
    """Do marks remain when all that can be composed is composed? Only then they stand with a wrong letter."""
    return bool(_MARK.search(text)) and bool(_MARK.search(unicodedata.normalize("NFC", text)))


def mend_marks(lines: list[TextLine], letters: Callable[[Word], list[Word]]) -> list[TextLine]:
    """Give each mark to its letter, and each word its letters; lines that fell apart at a mark (`thờ` / `i gian`) become one."""
    whole: list[list[TextLine]] = []
    for line in lines:
        if whole and _goes_on(whole[-1][-1].words, line.words):
            whole[-1].append(line)
        else:
            whole.append([line])
    mended: list[TextLine] = []
    for pieces in whole:
        if len(pieces) == 1 and not _MARK.search(pieces[0].text):
            mended += pieces  # nothing strays here: its words are as the file parts them
        elif words := _mended([sign for piece in pieces for word in piece.words for sign in letters(word)]):
            mended.append(TextLine.of(words))
    return mended


def _goes_on(before: list[Word], after: list[Word]) -> bool:
    end, start = before[-1].box, after[0].box
    return same_row(end, start) and abs(start[0] - end[2]) < _NEAR * (end[3] - end[1])


def _mended(signs: list[Word]) -> list[Word]:
    letters = [sign for sign in signs if not _MARK.match(sign.text)]
    for mark in signs:
        if _MARK.match(mark.text):
            _give(mark, [letter for letter in letters if unicodedata.normalize("NFD", letter.text)[0] in "aeiouyAEIOUY"])
    words: list[Word] = []
    for letter in letters:
        height = letter.box[3] - letter.box[1]
        if words and abs(letter.box[0] - words[-1].box[2]) < _GAP * height and same_row(words[-1].box, letter.box):
            x0, y0, _, y1 = words[-1].box
            words[-1] = Word(words[-1].text + letter.text, (x0, min(y0, letter.box[1]), letter.box[2], max(y1, letter.box[3])))
        else:
            words.append(Word(letter.text, letter.box))
    for word in words:
        word.text = unicodedata.normalize("NFC", word.text)
    return words


def _give(mark: Word, vowels: list[Word]) -> None:
    """Put a mark onto the nearest vowel, unless the vowel has it already (`tập` with a second dot below)."""
    x = mark.box[0] + 0.5
    nearest = min(vowels, key=lambda letter: max(letter.box[0] - x, x - letter.box[2], 0.0), default=None)
    if nearest and mark.text not in unicodedata.normalize("NFD", nearest.text):
        nearest.text += mark.text
