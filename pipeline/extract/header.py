"""What the head of a document says of itself: type, own number, date, subject, and the bodies in the letterhead.

UBND TỈNH BẮC GIANG                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ GIÁO DỤC VÀ ĐÀO TẠO                      Độc lập - Tự do - Hạnh phúc
Số: 25/KH-SGDĐT                        Bắc Giang, ngày 27 tháng 3 năm 2020
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.dates import DateMention
from pipeline.extract.reading import Reading
from pipeline.extract.recognised import legible
from pipeline.lines import PrintedLine, columns_apart
from pipeline.model import Fact, Span

_NATION = re.compile(r"c[oộ]ng h[oòoõ]a x[aã] h[oộ]i ch[uủ] ngh[iĩ]a(?:\s+vi[eệ]t(?:\s+nam|$)|$)|đảng cộng sản việt nam")
_MOTTO = re.compile(r"độc lập\s*-\s*tự do\s*-\s*hạnh phúc")
_OWN = re.compile(r"\W{0,3}số(?!\w)")
_COLON = re.compile(_OWN.pattern + r"\s?[:;.]")
_CITES = re.compile(r"(?:quyết định|kế hoạch|công văn|văn bản|chỉ thị|nghị quyết|thông báo)\W*$")
_BLANK_OWN = re.compile(r"số\s*[:.]?[\s.…_]*(?P<rest>(?:/\d{4})?[/-]\s{0,3}[A-ZĐ][\w&/,. -]*)", re.IGNORECASE)
_ABOUT = re.compile(r"v\s?/\s?v\s*:?\s*|v\.?v(?!\w)[.:\s]*|về(?: việc)?\s*:?\s+")
_BEHIND_NUMBER = re.compile(r"v\s?/\s?v\s*:?\s+")
_DATELINE = re.compile(
    r"(?:(?P<place>[^\n,\d]{2,40}?)\s?[,.]\s{0,4})?ngày[\s.…_]{0,30}(?P<d>\d{1,2})?[\s.…_]{0,30}tháng[\s.…_]{0,30}(?P<m>\d{1,2})?[\s.…_]{0,30}năm[\s.…_]{0,20}(?P<y>\d{4})?(?!\d)"
)
# A registry's stamp on what it received: `VĂN THƯ CƠ QUAN`, `ĐẾN`, `Số: 2417`, `Ngày: 12/9/2025`.
_RECEIVED = re.compile(r"\W*(?:v[aăâ]n th[uư](?!\w)|công văn đến|đ[eêéếề]n(?!\w)|n?gày:? ?\d)")
_ON = r"(?:\w{0,2}?g?[aà]y\W{0,2}\s)?\s?\d{1,2}/\d{1,2}/\d{4}[\s\W]+(?=[^\W\d_])"
_RECEIVED_ON = re.compile(rf"\W*(?:Đ[EÊÉẾỀ]N\s(?:\W*{_ON})?|{_ON})")
_STAMP = re.compile(r"(?:hỏa tốc|thượng khẩn|khẩn|mật|tối mật|bản sao|sao y|dự thảo|\(?hỏa tốc.*|công văn đến|giờ|đến)$")


def extract_header(reading: Reading) -> Iterator[Fact]:
    """Type, number, date and subject from letterhead and title, else from what an annex says of its parent."""
    yield from _title(reading)
    yield from _number(reading)
    yield from _date(reading)
    yield from _restated(reading)


def head_spans(reading: Reading) -> list[Span]:
    return reading.outline.spans("letterhead")


def head_lines(reading: Reading) -> list[PrintedLine]:
    """The lines of the letterhead, found once a document."""
    if reading.letterhead is None:
        reading.letterhead = _head_lines(reading)
    return reading.letterhead


def _head_lines(reading: Reading) -> list[PrintedLine]:
    spans = head_spans(reading)
    lines = reading.lines_in(Span(spans[0].start, spans[-1].end)) if spans else []
    return [piece for line in lines for piece in (columns_apart(line) if "|" in line.text else [line])]


def _title(reading: Reading) -> Iterator[Fact]:
    spans = reading.outline.spans("title")
    if spans:
        yield from _titled(reading, spans[0])
        return
    lines = head_lines(reading)
    about = next((i for i, line in enumerate(lines) if _ABOUT.match(line.folded) or _numbered_about(line)), None)
    if about is not None:
        yield from _about(reading, lines, about)
    addressee = reading.outline.spans("addressee")
    if about is not None or addressee:
        at = lines[about] if about is not None else None
        start, end = (at.start, at.end) if at else (addressee[0].start, addressee[0].start + len("Kính gửi"))
        yield reading.fact("doc_type", "Công văn", start, end, "doc_type.letter", 0.95)


def _titled(reading: Reading, span: Span) -> Iterator[Fact]:
    """`KẾ HOẠCH` and the lines below it."""
    first = reading.lines_in(span)[0]
    words = reading.desk.rulebook.outline.title.match(first.folded)
    if not words:
        return
    kind = words.group()
    found = reading.desk.rulebook.outline.title.match(reading.folded, first.start, first.end)
    end = found.end() if found else first.end  # mended: the whole line is the type
    joint = re.compile(r"\s+(?:phối hợp|liên tịch)\s*$", re.MULTILINE).match(reading.folded, end, span.end)
    end = joint.end() if joint else end
    yield reading.fact("doc_type", kind[:1].upper() + kind[1:], span.start, end, "doc_type.title")
    if reading.recognised(end) and (stamp := _RECEIVED_ON.match(reading.copy, end, span.end)):
        end = stamp.end()
    subject = reading.trimmed(end, span.end, " \n\f.,;:\"'-*")
    if subject.end - subject.start > 8:
        yield _subject(reading, subject, "subject.title")


def _subject(reading: Reading, span: Span, rule: str) -> Fact:
    """The subject as printed; where a stamp lies on a scan's title, only what still begins as subjects do."""
    fact = reading.fact("subject", reading.words(span), span.start, span.end, rule)
    if not reading.recognised(span.start):
        return fact
    stamped = any(_RECEIVED.match(line.folded) for line in head_lines(reading))
    begins = reading.word("header.subject_begins").search(reading.folded[span.start : span.start + 40])
    if legible(fact.value or "") and (begins or not stamped):
        return fact
    return replace(fact, value=None, confidence=0.0)


def _numbered_about(line: PrintedLine) -> re.Match[str] | None:
    """The subject behind the number on one line, as the cell of a table has them: `Số: 12/PGDĐT V/v tổ chức ...`."""
    if not _OWN.match(line.folded) or _DATELINE.search(line.folded):
        return None
    return _BEHIND_NUMBER.search(line.folded)


def _about(reading: Reading, lines: list[PrintedLine], first: int) -> Iterator[Fact]:
    """`V/v tổ chức Tuần lễ ...` in the letterhead of a letter, down to what can't belong to it."""
    start, end = lines[first].start, lines[first].end
    if found := _ABOUT.match(reading.folded, start, end) or _BEHIND_NUMBER.search(reading.folded, start, end):
        start = found.end()
    last = first
    for i in range(first + 1, len(lines)):
        line = lines[i]
        if (
            _NATION.search(line.folded) or _MOTTO.search(line.folded) or _DATELINE.search(line.folded)
            or (line.upper and not lines[first].upper and not reading.recognised(line.start))
            or line.folded.startswith(("kính gửi", "số:", "số ", "---", "___")) or _STAMP.match(line.folded) or i - first > 8
            or (reading.recognised(line.start) and (_RECEIVED.match(line.folded) or "kính gửi" in line.folded))
        ):  # fmt: skip
            break
        last = i
    subject = reading.trimmed(start, lines[last].end, " \n\f.,;:\"'-*")
    if subject.end - subject.start > 5:
        yield _subject(reading, subject, "subject.about")


def _number(reading: Reading) -> Iterator[Fact]:
    """The document's own number; while it is blank there is none, whatever numbers stand near."""
    lines = head_lines(reading)
    about = next((line.start for line in lines if _ABOUT.match(line.folded)), None)
    own = [i for i, line in enumerate(lines) if _OWN.match(line.folded) and (about is None or line.start < about)]
    labelled = [i for i in own if _COLON.match(lines[i].folded)]
    # `ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH / SỐ 1050/QĐ-SCT / Số: 1105/KH-ĐKT`: a name of the issuer that
    # runs on to a second line cites a number too, which has no colon.
    for i in labelled or [i for i in own if not (i and _CITES.search(lines[i - 1].folded))]:
        line = lines[i]
        if blank := _BLANK_OWN.search(reading.copy, line.start, line.end):  # `Số:      /2026/TT-BCT`
            yield from _stamped_apart(reading, lines, i, blank)
            return
        if number := next((n for n in reading.numbers if line.start <= n.start < line.end), None):
            yield reading.fact("number", number.value, number.start, number.end, "number.letterhead")
            return


def _stamped_apart(reading: Reading, lines: list[PrintedLine], i: int, blank: re.Match[str]) -> Iterator[Fact]:
    """Digits stamped on a line of their own above `Số:     /BNV-CCHC`: furniture to look at, so read from the text."""
    text = reading.document.text
    begin = lines[i - 1].end if i else reading.outline.spans("letterhead")[0].start
    digits = re.search(r"\n[ \t]*(\d{1,5})[ \t]*\n[ \t\n]*$", text[begin : lines[i].start])
    if not digits:
        return
    symbol = re.sub(r"\s+", "", blank["rest"])
    start = begin + digits.start(1)
    yield reading.fact("number", digits.group(1) + symbol, start, blank.end(), "number.stamped-apart", 0.8)


def _date(reading: Reading) -> Iterator[Fact]:
    """`Hà Nội, ngày 29 tháng 4 năm 2026`; a blank day leaves the month."""
    for span in head_spans(reading):
        for m in _DATELINE.finditer(reading.folded, span.start, span.end):
            if not (m["m"] or m["y"]):
                continue
            yield from _dated(reading, m)
            return
        for mention in reading.dates_in(span.start, span.end):
            before = reading.folded[max(span.start, mention.start - 12) : mention.start]
            if before.rstrip().endswith("ngày") and mention.iso():
                yield reading.fact("issued_on", mention.iso(), mention.start, mention.end, "issued_on.letterhead")
                yield reading.fact("year", str(mention.year), mention.start, mention.end, "year.letterhead")
                return


def _dated(reading: Reading, m: re.Match[str]) -> Iterator[Fact]:
    start, end = m.start() + m.group().index("ngày"), m.end()
    day, month, year = (int(m[k]) if m[k] else None for k in "dmy")
    if year:
        yield reading.fact("year", str(year), start, end, "year.letterhead")
    if month and year and 1 <= month <= 12:
        if day:
            iso = DateMention(start, end, day, month, year).iso()
            if iso:
                yield reading.fact("issued_on", iso, start, end, "issued_on.letterhead")
                return
        yield reading.fact("issued_month", f"{year}-{month:02d}", start, end, "issued_on.blank-day")


def _restated(reading: Reading) -> Iterator[Fact]:
    """What an annex says of its parent: `(Ban hành kèm theo Kế hoạch số 331/KH-UBND ngày 30 tháng 9 năm 2023 của ...)`."""
    attached = reading.desk.rulebook.outline.attached
    own_head = any(n.start for span in head_spans(reading) for n in reading.numbers if n.start in span)
    own_note = None if own_head else _own_note(reading)
    for span in (*([own_note] if own_note else []), *reading.outline.spans("annex", attached=None)):
        limit = min(span.end, span.start + 900)
        for number in (n for n in reading.numbers if span.start <= n.start < limit):
            before = reading.folded[max(span.start, number.start - 90) : number.start]
            note = before.rfind("kèm theo")
            if note < 0 or not attached.search(before):
                continue
            if not own_head and not _by_hand(reading):
                yield reading.fact("number", number.value, number.start, number.end, "number.annex-heading", 0.9)
            date = next((d for d in reading.dates_in(number.end, number.end + 40)), None)
            if date and date.iso() and not _by_hand(reading):
                yield reading.fact("issued_on", date.iso(), date.start, date.end, "issued_on.annex-heading", 0.9)
                yield reading.fact("year", str(date.year), date.start, date.end, "year.annex-heading", 0.9)
            return


def _own_note(reading: Reading) -> Span | None:
    """The note below the title of a plan without a letterhead that names the plan itself.

    `(Ban hành kèm theo Kế hoạch số 215/KH-UBND ngày 25/9/2025 của UBND tỉnh Phú Thọ)`
    """
    title = next(iter(reading.outline.spans("title")), None)
    if title is None:
        return None
    note = reading.trimmed(title.end, min(title.end + 300, len(reading.copy)))
    if not reading.desk.rulebook.outline.attached.match(reading.folded, note.start):
        return None
    number = next((n for n in reading.numbers if note.start <= n.start < note.end), None)
    kind = number and reading.desk.rulebook.document_types.of_symbol(number.symbol)
    return note if kind and reading.folded.startswith(kind.lower(), title.start) else None


def _by_hand(reading: Reading) -> bool:
    """Whether number or day are written by hand: an annex has them in the same hand, and no clearer."""
    return any(problem.code == "handwritten" for problem in reading.document.problems)
