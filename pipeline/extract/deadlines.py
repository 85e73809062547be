"""By when who must send what to whom: `báo cáo kết quả về Sở ... (qua ...) trước 16 giờ ngày 20/10/2023`.

A date is a deadline only where its own sentence, or the heading of its section, says that something is to be sent; what
another document asked, what is past, and when a contest closes are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.dates import DateMention
from pipeline.extract.names import names_at
from pipeline.extract.reading import Reading
from pipeline.model import Assignment, Citation, Deadline, Fact, Paragraph, Section, Span
from pipeline.text import UPPER, spaced

_SENTENCE_END = re.compile(rf"[.](?=\s+[{UPPER}\"(-])|\./\.")
_AND = spaced(r"\s*(?:,|và) ")
_BETWEEN = " \n\f.,;:)+-"  # bodies, or the beginning of a clause and its subject
_FROM = spaced(r"(?<!\w)từ(?!\w)[^;.]{0,40}$")
_DONE = spaced(r"(?<!\w)đã(?!\w)")
_LAST_DAY = ("trước", "nhất", "hạn")
_KINDS = ("opinion", "report", "list", "plan")


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where a date stands: its paragraph and section, its sentence, and the clause up to it."""

    paragraph: Paragraph
    section: Section | None
    sentence: Span
    clause: Span
    reporting: bool  # the section or its parent is about reports


def extract_deadlines(reading: Reading, facts: Sequence[Fact]) -> Iterator[Deadline]:
    """Deadlines in the order of the text, each date with its recipient once."""
    seen: set[tuple[str | None, str, str | None]] = set()
    cited = [(f.start, f.end) for f in facts if isinstance(f, Citation)]
    for deadline in _found(reading, facts, cited):
        key = (deadline.due_on, deadline.due_text if deadline.due_on is None else "", deadline.recipient)
        if key not in seen:
            seen.add(key)
            yield deadline


def _found(reading: Reading, facts: Sequence[Fact], cited: list[tuple[int, int]]) -> Iterator[Deadline]:
    ranged = {r.first.start for r in reading.ranges} | {r.last.start for r in reading.ranges}
    marker = reading.desk.rulebook.by_id["deadline.marker"]
    wordy = [reading.desk.rulebook.by_id[i] for i in ("deadline.recurring", "deadline.later")]
    reports_back = any(f.field == "doc_type" and f.value == "Báo cáo" for f in facts)
    for paragraph in _asking(reading):
        start, end = paragraph.span.start, paragraph.span.end
        for date in reading.dates_in(start, end):
            if date.day is None or date.start in ranged or any(a <= date.start < b for a, b in cited):
                continue
            found = marker.pattern.search(reading.folded[max(start, date.start - 60) : date.start])
            if not found:
                continue
            setting = _setting(reading, paragraph, date.start, cited)
            if reports_back and _DONE.search(reading.folded, setting.sentence.start, date.start):
                continue
            words_from = date.start - len(found["marker"])
            weak = found["marker"].strip(" :,(")[:4] in ("vào", "đến", "ngày", "") or found["marker"].startswith(("vào", "đến"))
            if weak and (not setting.reporting or _FROM.search(reading.folded, setting.clause.start, words_from)):
                continue
            if _sends(reading, setting, words_from, date.end):
                yield _deadline(reading, facts, setting, date, words_from, date.end, marker.id)
        for rule in wordy:
            for m in rule.finditer(reading.folded, start, end):
                setting = _setting(reading, paragraph, m.start("words"), cited)
                if _sends(reading, setting, m.start("words"), m.end()):
                    yield _deadline(reading, facts, setting, None, m.start("words"), m.end("words"), rule.id)


def _asking(reading: Reading) -> Iterator[Paragraph]:
    """The paragraphs that may ask for something; a short letter has basis and request in one: `Căn cứ ..., Sở đề nghị ...`."""
    for paragraph in reading.paragraphs("basis", "body", "closing"):
        start, end = paragraph.span.start, paragraph.span.end
        if paragraph.part != "basis":
            yield paragraph
        elif not any(reading.folded.find(word, start, end) > 0 for word in _LAST_DAY):
            continue  # most of them, told cheaply
        elif asks := reading.word("deadline.basis_asks").search(reading.folded, max(start - 1, 0), end):
            yield paragraph._replace(span=Span(asks.start("asks"), end), label=None)


def _setting(reading: Reading, paragraph: Paragraph, at: int, cited: Sequence[tuple[int, int]]) -> _Setting:
    start, end = paragraph.span.start, paragraph.span.end
    begin = start
    for m in _SENTENCE_END.finditer(reading.copy, start, at):
        begin = m.end()
    stop = _SENTENCE_END.search(reading.copy, at, end)
    sentence = Span(begin, stop.start() if stop else end)
    # A citation's date ends no clause: `theo thời hạn của Công văn số 1098/GD&ĐT ngày 18/9/2023 (trước ngày 30/9/2023)`.
    others = [d.end for d in reading.dates_in(begin, at) if d.day and not any(a <= d.start < b for a, b in cited)]
    clause = max(begin, reading.copy.rfind(";", begin, at) + 1, *others)
    section = reading.outline.sections[paragraph.section] if paragraph.section is not None else None
    return _Setting(paragraph, section, sentence, Span(clause, at), section is not None and section.kind == "reporting")


def _sends(reading: Reading, setting: _Setting, start: int, end: int) -> bool:
    """Whether the sentence asks for something to be sent."""
    rules = reading.desk.rulebook.by_id
    sentence = reading.folded[setting.sentence.start : setting.sentence.end]
    behind = _behind(reading, setting, end)
    clause = reading.folded[setting.clause.start : min(behind, end + 60)]
    past = reading.word("deadline.wrote").search(sentence) and rules["deadline.no-deadline"].pattern.search(sentence)
    if past or rules["deadline.no-deadline"].pattern.search(clause):
        return False
    send = rules["deadline.send"].pattern
    if setting.reporting:
        return True
    if not send.search(sentence):
        return False
    if reading.word("deadline.hands_in_by").search(reading.folded, setting.clause.start, start) and reading.word(
        "deadline.results"
    ).search(reading.folded, setting.paragraph.span.start, start):
        return True  # `... báo cáo kết quả gửi Bộ trước ngày 15 tháng 8 hằng năm. Riêng năm 2023 gửi trước ngày 31/8/2023.`
    before = reading.folded[setting.sentence.start : setting.clause.end]
    sent = any(reading.word(f"deadline.{kind}").search(clause) for kind in _KINDS)
    if reading.word("deadline.results").search(clause) or (sent and reading.word("deadline.hands_in").search(clause)):
        return True
    if setting.paragraph.part == "closing" and send.search(before):
        return True
    return bool(_recipient(reading, Span(setting.clause.start, start), Span(setting.clause.end, behind)))


def _behind(reading: Reading, setting: _Setting, end: int) -> int:
    """How far what follows a date may be about it: `kế hoạch trước ngày 26/9, ...; báo cáo kết quả về Sở trước ngày 17/10`."""
    stop = setting.sentence.end
    marks = ";," if any(date.day for date in reading.dates_in(end, stop)) else ";"
    return min((at for at in (reading.copy.find(mark, end, stop) for mark in marks) if at >= 0), default=stop)


# --- to whom, through whom, by whom -------------------------------------------------------------------------------------------


def _towards(reading: Reading, start: int, end: int) -> list[Span]:
    """The bodies to which something goes, in a stretch; what is done with it later (`để tổng hợp, báo cáo ...`) aside."""
    found = []
    for m in reading.word("deadline.towards").finditer(reading.folded, start, end):
        before = reading.folded[max(start, m.start() - 70) : m.start()]
        body = reading.desk.bodies.read(reading.copy, reading.folded, m.end(), end)
        due_here = body is not None and end - body.end <= 2  # `để tổng hợp, báo cáo UBND tỉnh trước ngày 20/10`
        if (reading.word("deadline.purpose").search(before) and not due_here) or reading.word("deadline.besides").search(before):
            continue
        if body and not reading.folded.startswith("các ", body.start):
            found.append(_joined(reading, body, end))
    return found


def _joined(reading: Reading, body: Span, end: int) -> Span:
    """With those that get it, too: `Ủy ban nhân dân xã và Sở Giáo dục và Đào tạo`."""
    while both := _AND.match(reading.folded, body.end, end):
        other = reading.desk.bodies.read(reading.copy, reading.folded, both.end(), end)
        if other is None or not reading.copy[other.start].isupper():
            break
        body = Span(body.start, other.end)
    return body


def _recipient(reading: Reading, before: Span, after: Span) -> Span | None:
    """Nearest before the date, with those joined to it; else behind the date."""
    if found := _towards(reading, before.start, before.end):
        return found[-1]
    if found := _towards(reading, after.start, after.end):
        return found[0]
    return None


def _via(reading: Reading, sentence: Span) -> Span | None:
    for m in reading.word("deadline.via").finditer(reading.folded, sentence.start, sentence.end):
        body = reading.desk.bodies.read(reading.copy, reading.folded, m.end(), sentence.end)
        if body:
            return body
    return None


def _name(reading: Reading, span: Span) -> str:
    name = reading.desk.bodies.expand(reading.copy[span.start : span.end])
    return name[:1].upper() + name[1:]


def _deadline(
    reading: Reading, facts: Sequence[Fact], setting: _Setting, date: DateMention | None, start: int, end: int, rule: str
) -> Deadline:
    sentence = setting.sentence
    via = _via(reading, Span(start, sentence.end)) or _via(reading, setting.clause)
    until = next((d.start for d in reading.dates_in(end, sentence.end) if d.day), sentence.end)
    if reading.word("deadline.receives").search(reading.folded, setting.clause.start, start):
        recipient = _subject(reading, setting)
    else:
        recipient = _recipient(reading, Span(setting.clause.start, start), Span(end, until))
        recipient = recipient or _recipient(reading, Span(sentence.start, start), Span(end, end))
    confidence = 1.0
    if recipient is None and via is None:
        recipient = _nearby(reading, setting)
        confidence = 0.8
    name = _name(reading, recipient) if recipient else _name(reading, via) if via else _issuer(facts)
    due_on = None if reading.word("deadline.every_year").search(reading.folded[end : end + 30]) else _due_on(facts, date)
    words = reading.trimmed(start, end, " \n\f,(:;")
    return Deadline(
        value=due_on,
        due_on=due_on,
        due_text=reading.words(words),
        kind=_kind(reading, setting, end),
        reporter=_reporter(reading, facts, setting, start, recipient),
        recipient=name,
        via=_name(reading, via) if via else None,
        **reading.evidence(words.start, words.end, rule, confidence),
    )


def _subject(reading: Reading, setting: _Setting) -> Span | None:
    """The body with which the sentence or its section begins: `4. Phòng Văn hóa - Xã hội ... nhận báo cáo ...`."""
    starts = [setting.sentence.start, *([setting.section.heading.start] if setting.section else [])]
    found = (reading.desk.bodies.read(reading.copy, reading.folded, start, setting.sentence.end) for start in starts)
    return next((body for body in found if body), None)


def _nearby(reading: Reading, setting: _Setting) -> Span | None:
    """A recipient named in the rest of the paragraph, or in the paragraphs of a section about reports."""
    span = setting.paragraph.span
    if found := _towards(reading, setting.sentence.end, span.end):
        return found[0]
    if setting.reporting and setting.section:
        section = setting.section
        if section.parent is not None and reading.outline.sections[section.parent].kind == "reporting":
            section = reading.outline.sections[section.parent]
        if found := _towards(reading, section.span.start, section.span.end):
            return found[0]
    return None


def _issuer(facts: Sequence[Fact]) -> str | None:
    """Where nobody is named, reports go to the one who asks for them."""
    return next((f.value for f in facts if f.field == "issuer"), None)


def _reporter(reading: Reading, facts: Sequence[Fact], setting: _Setting, at: int, recipient: Span | None) -> str | None:
    """Who passes the reports on, else the subject of clause or sentence, else the body whose section this is."""
    if recipient and (sender := _passes_on(reading, setting, recipient)):
        return _name(reading, sender)
    if gets := reading.word("deadline.receives").search(reading.folded, setting.clause.start, at):  # `... của các đơn vị`
        of = reading.word("deadline.of").search(reading.folded, gets.end(), at)
        return _opening(reading, setting, of.end(), at) if of else None
    for begin in _begins(reading, setting, at):
        if subject := _subject_of_sending(reading, begin, at) or _opening(reading, setting, begin, at):
            return subject
    section = setting.section if setting.paragraph.part == "body" else None
    while section is not None:
        for fact in facts:
            if isinstance(fact, Assignment) and section.heading.start <= fact.start < section.heading.end:
                return fact.agency
        section = reading.outline.sections[section.parent] if section.parent is not None else None
    return None


def _passes_on(reading: Reading, setting: _Setting, recipient: Span) -> Span | None:
    """Who gets the reports first: `gửi về Sở Nội vụ để tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 20/10`."""
    begin = max(setting.sentence.start, recipient.start - 90)
    purpose = reading.word("deadline.purpose").search(reading.folded[begin : recipient.start])
    if purpose is None or recipient.start < setting.clause.start:
        return None
    at = begin + purpose.start()
    own = reading.desk.bodies.read(reading.copy, reading.folded, at + len("để"), recipient.start)
    first = _towards(reading, setting.sentence.start, at)
    return own or (first[-1] if first else None)


def _subject_of_sending(reading: Reading, begin: int, at: int) -> str | None:
    """The bodies right before the first verb of sending: `... đôn đốc UBND các huyện gửi báo cáo về Sở`."""
    send = reading.desk.rulebook.by_id["deadline.send"].pattern.search(reading.folded, begin, at)
    if send is None:
        return None
    starts = {m.start for m in reading.desk.gazetteer.find(reading.copy, begin, send.start())}
    starts |= {m.start() for m in reading.word("deadline.all_who").finditer(reading.folded, begin, send.start())}
    for start in sorted(starts):
        named, end = _senders(reading, start, send.start())
        if named and _sends_itself(reading, begin, start, end, send.start()):
            return named
    return None


def _senders(reading: Reading, begin: int, at: int) -> tuple[str | None, int]:
    """Who is named from an offset on, and where that ends: `Sở Y tế; thủ trưởng các cơ sở giáo dục`."""
    all_who = reading.word("deadline.all_who")
    bodies, end = names_at(reading, begin, at)
    generic = all_who.match(reading.folded, begin, at)
    goes_on = generic and (len(bodies) != 1 or reading.copy.startswith(",", end))
    if generic and goes_on and generic.end() >= end:  # `các cơ quan, đơn vị, trường học` is one name
        whole = reading.trimmed(generic.start(), generic.end())
        return reading.desk.bodies.expand(reading.copy[whole.start : whole.end]), whole.end
    if not bodies:
        return None, begin
    names = [body.name for body in bodies]
    if others := all_who.match(reading.folded, reading.trimmed(end, at, _BETWEEN).start, at):
        whole = reading.trimmed(others.start(), others.end())
        names.append(reading.desk.bodies.expand(reading.copy[whole.start : whole.end]))
        end = whole.end
    return "; ".join(names), end


def _sends_itself(reading: Reading, begin: int, start: int, end: int, send: int) -> bool:
    """Whether a name is the subject of the verb behind it, and not the object of a word before it: `báo cáo của Sở`."""
    if reading.word("deadline.with").search(reading.folded, begin, start):
        return False
    return bool(reading.word("deadline.duly").search(reading.folded[end:send]))


def _begins(reading: Reading, setting: _Setting, at: int) -> list[int]:
    """Where a subject may be looked for, the nearest first: behind who is asked to, at the head of clause and sentence."""
    places = [m.end() for m in reading.word("deadline.asks").finditer(reading.folded, setting.sentence.start, at)][-1:]
    if places and places[0] < setting.clause.start:  # a clause ago, unless semicolons part only those who are asked
        places = [p for p in places if names_at(reading, p, at)[1] >= setting.clause.start]
    return list(dict.fromkeys((*places, setting.clause.start, setting.sentence.start)))


def _opening(reading: Reading, setting: _Setting, begin: int, at: int) -> str | None:
    """The bodies with which a sentence or a clause begins: `Phòng Văn hóa - Xã hội tham mưu báo cáo Sở ...`."""
    if begin == setting.paragraph.span.start:
        begin += len(setting.paragraph.label or "")
    begin = reading.trimmed(begin, at, _BETWEEN).start
    if lead_in := reading.word("deadline.lead_in").search(reading.folded[begin:at]):
        begin += lead_in.end()
    named, end = _senders(reading, begin, at)
    return None if reading.copy[end:at].lstrip().startswith(":") else named


def _kind(reading: Reading, setting: _Setting, end: int) -> str:
    """What is to be sent: the word nearest to the date says it; in a section about reports it is a report."""
    for span in (setting.clause, setting.sentence):
        text = reading.folded[span.start : span.end]
        named = [(m.start(), kind) for kind in _KINDS for m in reading.word(f"deadline.{kind}").finditer(text)]
        if any(kind == "opinion" for _, kind in named):
            return "opinion"
        if named:
            send = list(reading.desk.rulebook.by_id["deadline.send"].pattern.finditer(text))
            reports = send and send[-1].group() == "báo cáo" and "kế hoạch" not in text[send[-1].end() : send[-1].end() + 12]
            return "report" if reports else max(named)[1]
    return "report" if setting.reporting else "other"


def _due_on(facts: Sequence[Fact], date: DateMention | None) -> str | None:
    """The date; without a printed year the document's own, where no doubt is left."""
    if date is None or date.year:
        return date.iso() if date else None
    value = {f.field: f for f in reversed(facts)}
    year = value.get("year")
    if year is None or not year.value or year.confidence < 0.9:
        return None
    candidate = date.iso(int(year.value))
    issued = value["issued_on"].value if "issued_on" in value else None
    return candidate if candidate and (issued is None or candidate >= issued) else None
