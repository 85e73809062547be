"""Marks that stand apart from their letters come back to them."""

from __future__ import annotations

import pytest

from pipeline.ingest.layout import TextLine, Word
from pipeline.ingest.pdf_marks import has_stray_marks, mend_marks

DOT, GRAVE = "\u0323", "\u0300"
Signs = list[tuple[str, float]]  # a character, and where it begins; letters are 6 wide, 10 high


def line(text: str, signs: Signs, top: float = 0.0) -> tuple[TextLine, dict[int, list[Word]]]:
    """A line of one word for pdfium, and its letters as `letters` will be asked for them."""
    found = [Word(sign, (x, top, x + (2 if sign in (DOT, GRAVE) else 6), top + 10)) for sign, x in signs]
    word = Word(text, (found[0].box[0], top, max(letter.box[2] for letter in found), top + 10))
    return TextLine.of([word]), {id(word): found}


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        pytest.param([("t", 0), ("u", 6), ("c", 12), (DOT, 8)], "tục", id="a letter too late"),
        pytest.param([("h", 0), ("o", 6), ("a", 12), ("c", 18), (DOT, 14), ("h", 24)], "hoạch", id="in the middle of a word"),
        pytest.param([("h", 0), ("ê", 6), (DOT, 8), ("t", 16), ("h", 22)], "hệ th", id="before the next word"),
        pytest.param([("t", 0), ("ậ", 6), ("p", 12), (DOT, 8)], "tập", id="a dot twice"),
        pytest.param([("t", 0), ("ậ", 6), ("p", 12), (DOT, 13)], "tập", id="a dot twice, under a consonant"),
        pytest.param([("v", 0), ("i", 6), (",", 12), (DOT, 8)], "vị,", id="behind a comma"),
    ],
)
def test_mark_goes_to_its_letter(signs: Signs, expected: str) -> None:
    broken, letters = line("".join(sign for sign, _ in signs), signs)
    (mended,) = mend_marks([broken], lambda word: letters[id(word)])
    assert mended.text == expected
    assert mended.box == (0, 0, signs[-1][1] + 6 if signs[-1][0] not in (DOT, GRAVE) else signs[-2][1] + 6, 10)


def test_line_that_fell_apart_becomes_one() -> None:
    first, letters = line("thờ", [("t", 0), ("h", 6), ("ơ", 12), (GRAVE, 14)])
    second, more = line("i gian", [("i", 18), ("g", 28), ("i", 34), ("a", 40), ("n", 46)])
    below, rest = line("sớm", [("s", 0), ("ớ", 6), ("m", 12)], top=14)
    both = letters | more | rest
    assert [mended.text for mended in mend_marks([first, second, below], lambda word: both[id(word)])] == ["thời gian", "sớm"]


def test_only_marks_that_cannot_be_composed_are_stray() -> None:
    assert has_stray_marks("tiếp tuc\u0323 quán triệt")
    assert not has_stray_marks("tiê\u0301p tu\u0323c quán triệt")
    assert not has_stray_marks("K\u035b V\u02ef")
