"""A span of text to a date, a partial date or a range. The only importer of dateparser.

Finding is done by patterns of our own, in one pass over the folded reading copy; each `DateMention` keeps what is
printed and no more: a blank day stays blank, a missing year is filled by the caller only where the document leaves no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

_DAY, _MONTH, _YEAR = r"(?:3[01]|[0-2]?\d)", r"(?:1[0-2]|0?[1-9])(?!\d)", r"(?:19|20)\d\d"
_WORDS = r"giêng|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười\s{1,3}một|mười\s{1,3}hai|mười|một|chạp"
_MONTH_OF_WORD = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_S = r"\s{0,40}"  # a typist's or a form's gaps, never a whole page of white space

# 01/10/2022 · 01-10-2022 · 22/ 12/ 2011 · 02 tháng 10 năm 2023 · 02 tháng 10 · tháng 9 năm 2022 · tháng Chín năm 2022 · 1/10
_DATE = re.compile(
    rf"""(?<![\d/.,])(?:
      (?P<d1>{_DAY}){_S}(?P<sep>[/.-]){_S}(?P<m1>{_MONTH}){_S}(?P=sep){_S}(?P<y1>{_YEAR})(?!\d)
    | (?P<d2>{_DAY}){_S}(?:/{_S})?tháng{_S}(?P<m2>{_MONTH}|(?:{_WORDS})(?!\w))(?:,?{_S}năm{_S}(?P<y2>{_YEAR})(?!\d))?
    | (?P<d3>{_DAY}){_S}/{_S}(?P<m3>{_MONTH})(?!/|\s{{0,2}}/\s{{0,2}}\d)
    )
    | (?<!\w)tháng{_S}(?P<m4>{_MONTH}|(?:{_WORDS})(?!\w))(?:{_S}/{_S}|,?{_S}năm{_S})(?P<y4>{_YEAR})(?!\d)
    | (?<![\d/.,-])(?P<m5>{_MONTH}){_S}/{_S}(?P<y5>{_YEAR})(?!\d)
    """,
    re.VERBOSE,
)
# `28 tháng Chín, 2022`: no "năm" before the year, which dateparser reads on the span that is cut out here
_YEAR_ALONE = re.compile(rf"[,\s]\s{{0,3}}{_YEAR}(?![\d-])")
_MAYBE = re.compile(r"[\dt](?:(?<=\d)\d*|(?<=t)háng)")  # digits, or "tháng": in this form found in two thirds of the time
_HOUR = re.compile(r"(?<!\d)(?P<h>[01]?\d|2[0-4])\s?(?:giờ|h|:|g)\s?(?P<min>[0-5]\d)?(?!\d)")
# 01-07/10/2022 · 01 đến 07/10/2022 · 01 đến hết ngày 07 tháng 10: a bare day before a dated end
_BARE_START = re.compile(
    rf"(?<![\d/.,-])(?P<day>{_DAY})(?P<join>{_S}-{_S}(?:ngày{_S})?|{_S}(?:cho{_S})?(?:đến|tới){_S}(?:hết{_S})?(?:ngày{_S})?)$"
)
_JOIN = re.compile(
    r"[\s,]*(?:\((?P<note>[^()]{1,30})\))?[\s,]*"
    r"(?:-|(?:và\s+)?kết thúc(?:\s+(?:vào|hết|trước))*|(?:cho\s+)?(?:đến|tới)(?:\s+hết)?)"
    r"\s*(?:(?:ngày|thứ \w+|chủ nhật|hết|,)\s*)*"
    r"(?:(?:\d{1,2}\s*(?:giờ|h)\s*\d{0,2}|sáng|chiều|tối)\s*)?(?:(?:ngày|thứ \w+|chủ nhật|,)\s*)*"
)
_WEEKDAY = re.compile(r"(?:thứ\s+(?P<n>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|(?P<sunday>chủ\s+nhật))\s*(?:,|\(|-)?\s*(?:ngày\s*)?$")
_WEEKDAY_NUMBER = {
    "hai": 0,
    "2": 0,
    "ba": 1,
    "3": 1,
    "tư": 2,
    "4": 2,
    "năm": 3,
    "5": 3,
    "sáu": 4,
    "6": 4,
    "bảy": 5,
    "bẩy": 5,
    "7": 5,
}


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as far as it is printed: `tháng 9 năm 2022` has no day, `1/10` no year."""

    start: int
    end: int
    day: int | None
    month: int
    year: int | None

    def iso(self, year: int | None = None) -> str | None:
        """The ISO date, with a year lent by the caller where none is printed; None where it is none, as 31/02 is."""
        when = self.year or year
        if self.day is None or when is None:
            return None
        try:
            return date(when, self.month, self.day).isoformat()
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class DateRange:
    """A first and a last day, e.g. `từ ngày 01 đến hết ngày 07/10/2022`; what the end states is lent to the start."""

    start: int
    end: int
    first: DateMention
    last: DateMention


def find_dates(folded: str, start: int = 0, end: int | None = None) -> list[DateMention]:
    """Every date in a stretch of the folded reading copy, in order.

    >>> [m.iso() for m in find_dates("công văn ngày 07/9/2022; trước ngày 20 tháng 10 năm 2023")]
    ['2022-09-07', '2023-10-20']
    """
    end = len(folded) if end is None else end
    found: list[DateMention] = []
    reached = start
    for candidate in _MAYBE.finditer(folded, start, end):  # a digit or "tháng", told cheaply
        if candidate.start() < reached:
            continue
        m = _DATE.match(folded, candidate.start(), end)
        if m and (mention := _mention(m)):
            found.append(mention)
        reached = m.end() if m else candidate.end()
    return found


def _mention(m: re.Match[str]) -> DateMention | None:
    index = next(i for i in "12345" if m.group("m" + i))
    raw = m.group("m" + index)
    month = _MONTH_OF_WORD.get(raw) or (int(raw) if raw.isdigit() else 0)
    day = int(m.group("d" + index)) if index in "123" else None
    year = m.group("y" + index) if index != "3" else None
    if not 1 <= month <= 12 or day == 0:
        return None
    if index == "2" and not year and (odd := _YEAR_ALONE.match(m.string, m.end())):
        read = read_odd(" ".join(m.string[m.start() : odd.end()].split()))
        if read:
            return DateMention(m.start(), odd.end(), int(read[8:]), int(read[5:7]), int(read[:4]))
    return DateMention(m.start(), m.end(), day, month, int(year) if year else None)


def find_ranges(folded: str, dates: list[DateMention]) -> Iterator[DateRange]:
    """Pairs of dates that are joined into a first and a last day.

    >>> text = "từ ngày 01 đến hết ngày 07 tháng 10 năm 2022"
    >>> [(r.first.iso(), r.last.iso()) for r in find_ranges(text, find_dates(text))]
    [('2022-10-01', '2022-10-07')]
    """
    used: set[int] = set()
    for one, two in pairwise(dates):
        gap = folded[one.end : two.start]
        if one.day and two.day and two.start - one.end < 70 and _JOIN.fullmatch(gap) and one.start not in used:
            used |= {one.start, two.start}
            yield DateRange(one.start, two.end, _lend_year(one, two), two)
    for last in dates:
        if last.start in used or not last.day:
            continue
        bare = _BARE_START.search(folded, max(0, last.start - 45), last.start)
        if bare and int(bare["day"]):
            first = DateMention(bare.start("day"), bare.end("day"), int(bare["day"]), last.month, last.year)
            yield DateRange(first.start, last.end, first, last)


def _lend_year(first: DateMention, last: DateMention) -> DateMention:
    if first.year or not last.year:
        return first
    year = last.year - 1 if first.month > last.month else last.year
    return DateMention(first.start, first.end, first.day, first.month, year)


def weekday_before(folded: str, mention: DateMention) -> tuple[int, int] | None:
    """The weekday printed before a date and where: `thứ Hai, ngày 03/10/2022` gives (0, its offset)."""
    found = _WEEKDAY.search(folded, max(0, mention.start - 25), mention.start)
    if not found:
        return None
    number = 6 if found["sunday"] else _WEEKDAY_NUMBER[found["n"]]
    return number, found.start()


def find_hour(folded: str, start: int, end: int) -> tuple[str, int, int] | None:
    """A time of day: `8h30`, `16 giờ`, `07 giờ 30`, as HH:MM and its span."""
    found = _HOUR.search(folded, start, end)
    if not found:
        return None
    return f"{int(found['h']):02d}:{found['min'] or '00'}", found.start(), found.end()


@lru_cache(maxsize=256)
def read_odd(words: str) -> str | None:
    """An odd wording that is already cut out, read by dateparser: `mồng 2 tháng Chín năm 2025`. All parts must be there."""
    import dateparser

    if not re.search(r"\d", words):
        return None  # `hôm nay` is a day of the reader's, not of the document's
    parsed = dateparser.parse(
        words,
        languages=["vi"],
        settings={"DATE_ORDER": "DMY", "STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"]},
    )
    return parsed.date().isoformat() if parsed else None
