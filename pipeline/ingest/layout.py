"""Reading order from boxes: two columns side by side, and words that were stamped onto a printed line. Knows no PDF.

Lines are taken in the order of their file, which is right nearly everywhere; only the letterhead and the signature block stand
in two columns, and programs that write row by row mix them (`Số: 12/KH-UBND Hà Nội, ngày 3 tháng 9 năm 2022`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.model import Box


@dataclass(slots=True)
class Word:
    """A run of characters without a blank, e.g. `/KH-UBND`."""

    text: str
    box: Box
    start: int = -1  # where it stands in the page's text, as the file has it
    stamped: bool = False  # written onto the finished page by an e-office system
    confidence: float = 100.0  # of a recogniser; what a file itself says is certain


@dataclass(slots=True, eq=False)
class TextLine:
    """A line as its file has it, e.g. `Số: /QĐ-UBND Hà Nội, ngày tháng năm 2026`; its words are located when first asked for."""

    text: str
    box: Box
    read_words: Callable[[], list[Word]]
    _words: list[Word] | None = field(default=None, repr=False)

    @property
    def words(self) -> list[Word]:
        if self._words is None:
            self._words = self.read_words()
        return self._words

    @classmethod
    def of(cls, words: list[Word]) -> TextLine:
        return cls(join(words), around([w.box for w in words]), lambda: words, words)


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around some boxes."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def same_row(a: Box, b: Box) -> bool:
    """Do two boxes overlap by half the lower one's height? (Centres mislead: a tall `Ủ` raises a box.)"""
    shared = min(a[3], b[3]) - max(a[1], b[1])
    return shared > 0 and shared >= 0.5 * min(a[3] - a[1], b[3] - b[1])


def join(words: Sequence[Word]) -> str:
    """Words as text, a stamped number closed up with the stroke after it: `Số: 2280/QĐ-UBND`, `ngày 14/4/2026`."""
    text = words[0].text
    for before, word in pairwise(words):
        stroke = word.text.startswith("/") or (before.text.endswith("/") and word.text[0].isdigit())
        text += word.text if (before.stamped or word.stamped) and stroke else " " + word.text
    return text


# --- columns

_NATION = re.compile(r"C[ỘÔO]NG H[ÒOÕÀ][AÀÁ]? X|ĐẢNG CỘNG SẢN VIỆT NAM")
_BLANK = r"[\d\s.…_]{0,30}"
_PLACE_AND_DATE = re.compile(  # and nothing else: no line of the basis
    rf"(?:[^,;:]{{2,40}}[,.]\s*)?ngày\b(?:.{{0,15}}|{_BLANK})\btháng\b(?:.{{0,20}}|{_BLANK}năm{_BLANK})"
)
_AFTER_HEAD = re.compile(r"\s*K[ií]nh\s?g[ửủứừưu]i", re.I)
_RECIPIENTS = re.compile(r"N[ơƠ][iI] [nN][hH][ậẬ][nN]")
# The blank before them is looked for behind their first letter: an engine that looks for that letter first is six times as quick.
_AUTHORITY = re.compile(r"(?:T(?<!\wT)(?:M|L|UQ)|K(?<!\wK)T)\s?\.\s?(.+)")
_NUMBER_ONLY = re.compile(r"[\d\s.,-]{1,6}$")
_GAP = 0.45  # of a line's height: wider than any blank between words
_LINES_BEFORE_COLUMNS = 6  # page number, mark of secrecy, `DỰ THẢO`, received-stamp


@dataclass(slots=True)
class _Columns:
    """A stretch of the page with nothing across `low`..`high`: the gutter."""

    low: float
    high: float
    left: list[TextLine]
    right: list[TextLine]
    sources: list[TextLine]  # the lines of the file that went into it

    def side(self, box: Box) -> list[TextLine] | None:
        """The column into which a box fits; None where it crosses the gutter, as a title or a paragraph does."""
        fits_left, fits_right = box[2] <= self.high + 1, box[0] >= self.low - 1
        if fits_left and fits_right:
            return self.left if box[0] - self.low < self.high - box[2] else self.right
        return self.left if fits_left else self.right if fits_right else None

    def add(self, part: TextLine, side: list[TextLine]) -> None:
        side.append(part)
        if side is self.left:
            self.low = max(self.low, part.box[2])
        else:
            self.high = min(self.high, part.box[0])

    def lines(self) -> list[TextLine]:
        return [*_rows(self.left), *_rows(self.right)]


def order_columns(lines: list[TextLine], first_page: bool) -> list[TextLine]:
    """Put letterheads and signature blocks into reading order, the left column before the right; leave all else as it is."""
    seen: list[TextLine] = []
    for anchor, head in list(_anchors(lines, first_page)):
        if anchor in seen:
            continue
        columns = _columns_at(lines, anchor, head)
        if columns is None:
            continue
        seen += columns.sources
        place = min(lines.index(line) for line in columns.sources)
        before = [line for line in lines[:place] if line not in columns.sources]
        lines = before + columns.lines() + [line for line in lines[place:] if line not in columns.sources]
    return lines


def may_have_columns(text: str) -> bool:
    """Whether a page's text speaks of a letterhead or a signature block: only there columns are looked for."""
    text = unicodedata.normalize("NFC", text)
    return bool(_NATION.search(text) or _RECIPIENTS.search(text) or _AUTHORITY.search(text))


def _anchors(lines: list[TextLine], first_page: bool) -> Iterator[tuple[TextLine, bool]]:
    """Where columns are to be expected: at the national name, else at the first page's top; at `Nơi nhận:` and the authority."""
    text = "\n".join(line.text for line in lines)  # most pages have neither: one search instead of one a line
    if _NATION.search(text):
        yield from ((line, True) for line in lines if _NATION.search(line.text))
    elif first_page and lines:
        yield min(lines, key=lambda line: line.box[1]), True
    if _RECIPIENTS.search(text):
        yield from ((line, False) for line in lines if _RECIPIENTS.match(line.text))
    if _AUTHORITY.search(text):
        yield from ((line, False) for line in lines if (found := _AUTHORITY.search(line.text)) and found[1].isupper())


def _columns_at(lines: list[TextLine], anchor: TextLine, head: bool) -> _Columns | None:
    """Grow two columns downwards from an anchor until something crosses the gutter."""
    height = anchor.box[3] - anchor.box[1]
    top = anchor.box[1] - 0.6 * height
    below = sorted(
        (line for line in lines if line.box[1] >= top and not _is_page_number(line, lines)), key=lambda line: line.box[1]
    )
    columns: _Columns | None = None
    waiting: list[TextLine] = []
    for line in below:
        if head and _AFTER_HEAD.match(line.text):
            break
        parts = split_at_gaps(line)
        if columns is None:
            waiting.append(line)
            columns = _side_by_side(waiting)
            if columns is None and len(waiting) >= _LINES_BEFORE_COLUMNS:
                return None
            continue
        sides = [columns.side(part.box) for part in parts]
        if None in sides:
            break
        for part, side in zip(parts, sides, strict=True):
            assert side is not None
            columns.add(part, side)
        columns.sources.append(line)
    if columns is None or (len(columns.lines()) < 3 and not _signs(columns)):  # one row with a wide blank is no columns
        return None
    if head and not _NATION.search(anchor.text):  # any two columns at the top of a page, a table's perhaps
        known = any(_PLACE_AND_DATE.fullmatch(row.text.strip()) for row in _rows(columns.right))
    else:
        known = anchor in columns.sources
    if not known:
        return None
    _extend_upwards(columns, lines, head)
    return columns


def _signs(columns: _Columns) -> bool:
    """`Nơi nhận:` beside `TM. ỦY BAN NHÂN DÂN`, cut off by the page's end."""
    return any(_RECIPIENTS.match(part.text) for part in columns.left) and any(
        _AUTHORITY.match(part.text) for part in columns.right
    )


def _side_by_side(lines: list[TextLine]) -> _Columns | None:
    """The columns that the last line opens together with those above it that share its row, at the widest gap between them."""
    last = lines[-1]
    sources = [line for line in lines if line is last or _beside(line.box, last.box)]
    parts = sorted((part for line in sources for part in split_at_gaps(line)), key=lambda part: part.box[0])
    gaps = [(after.box[0] - before.box[2], i) for i, (before, after) in enumerate(pairwise(parts), 1)]
    if not gaps:
        return None
    gap, cut = max(gaps)
    if gap < 1:
        return None
    left, right = parts[:cut], parts[cut:]
    return _Columns(max(p.box[2] for p in left), min(p.box[0] for p in right), left, right, sources)


def _beside(a: Box, b: Box) -> bool:
    """Do two boxes stand beside each other, if only by a fifth of their height? Rows of two columns are seldom level."""
    shared = min(a[3], b[3]) - max(a[1], b[1])
    return shared > 0.2 * min(a[3] - a[1], b[3] - b[1]) and (a[2] <= b[0] or b[2] <= a[0])


def _extend_upwards(columns: _Columns, lines: list[TextLine], head: bool) -> None:
    """Take in what stands above the first row in one column only: `TM. ỦY BAN NHÂN DÂN` a line higher than `Nơi nhận:`."""
    for line in sorted(lines, key=lambda line: -line.box[3]):
        if line in columns.sources or _is_page_number(line, lines):
            continue
        side = columns.side(line.box)
        if side is None or (side is columns.left and not head):
            continue
        top = min(part.box[1] for part in side)
        if -0.5 * (line.box[3] - line.box[1]) <= top - line.box[3] <= 1.5 * (line.box[3] - line.box[1]):
            columns.add(line, side)
            columns.sources.append(line)


def _is_page_number(line: TextLine, lines: list[TextLine]) -> bool:
    """A number at the top or the foot of a page with nothing beside it. (A stamped day or number always has its line.)"""
    if not _NUMBER_ONLY.match(line.text):
        return False
    others = [other.box for other in lines if other is not line]
    inside = any(box[1] < line.box[1] for box in others) and any(box[1] > line.box[1] for box in others)
    return not inside and not any(same_row(line.box, box) for box in others)


def split_at_gaps(line: TextLine) -> list[TextLine]:
    """Cut a line where a blank is too wide to be one, and where it leaves its row."""
    words = line.words
    cuts = []
    for i, (before, after) in enumerate(pairwise(words), 1):
        widest = _GAP * (before.box[3] - before.box[1])
        if abs(after.box[0] - before.box[2]) > widest or not same_row(before.box, after.box):
            cuts.append(i)
    return _cut(line, cuts)


def split_into_rows(line: TextLine) -> list[TextLine]:
    """Cut a line where it leaves its row: where little stands on a page, pdfium runs its rows together."""
    words = line.words
    cuts = [i for i, (before, after) in enumerate(pairwise(words), 1) if not same_row(before.box, after.box)]
    return _cut(line, cuts)


def _cut(line: TextLine, cuts: list[int]) -> list[TextLine]:
    if not cuts:
        return [line]
    return [TextLine.of(line.words[start:end]) for start, end in zip([0, *cuts], [*cuts, len(line.words)], strict=True)]


def _rows(parts: list[TextLine]) -> Iterator[TextLine]:
    """A column's parts from top to bottom, those of one row joined into one line."""
    row: list[TextLine] = []
    for part in sorted(parts, key=lambda part: part.box[1]):
        if row and not same_row(row[0].box, part.box):
            yield _joined(row)
            row = []
        row.append(part)
    if row:
        yield _joined(row)


def _joined(row: list[TextLine]) -> TextLine:
    if len(row) == 1:
        return row[0]
    return TextLine.of([word for part in sorted(row, key=lambda part: part.box[0]) for word in part.words])
