"""Who is given what to do: the bodies that headings and sentences of the implementation name, each with role and tasks.

`5. Sở Văn hóa, Thể thao và Du lịch` + bullets · `6. Báo Thanh Hóa, Đài Phát thanh ...` (several at once) ·
`7. Các sở, ban, ngành, đoàn thể cấp tỉnh` (a collective, kept as such) · `a) Sở Tài chính: Bố trí kinh phí.`
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.agencies import Mention
from pipeline.extract.reading import Reading
from pipeline.model import Assignment, Fact, Paragraph, Section, Span
from pipeline.text import UPPER, spaced

_SEPARATOR = spaced(r"[\s,;/]*(?:(?<=[\s,;])(?:và|cùng|với|&)(?=\s))?[\s,;-]*")
# How far a body's name reaches: `các quận, huyện`, `trên địa bàn tỉnh`, `trực thuộc Sở`.
_UNIT = r"(?:quận|huyện|thị xã|thành phố|xã|phường|thị trấn|đặc khu|tỉnh)"
_REACH = spaced(
    rf"(?:[\s,]*(?:,|\s)\s*(?:của |thuộc )?(?:các|cấp)\s+{_UNIT}(?!\w)(?:\s*(?:,|và|-)\s*(?:các\s+)?{_UNIT}(?!\w))*)?"
    rf"(?:\s+(?:trên địa bàn|trực thuộc|thuộc)\s+(?:(?:toàn\s+)?{_UNIT}|sở|phòng)(?!\w))?"
    rf"(?:\s+{_UNIT}(?!\w))?(?:\s+(?:có liên quan|liên quan))?"
)
_WORD = re.compile(r"[^\W_]+")
_TIERS = ("thành phố", "thị xã", "huyện", "quận", "xã", "phường", "thị trấn", "đặc khu", "tỉnh")
_PLACE_NAME = re.compile(rf"(?:\s+(?:[{UPPER}]\w*|\d{{1,2}}(?!\w))){{1,4}}")
_LEVELS = ("department", "province", "district", "commune", "school", "ministry", "central", "other")
_COLLECTIVE_LEAD = spaced(r"(?:trách nhiệm|nhiệm vụ) của(?!\w)")
_COORDINATE = spaced(r"^[\s,:.-]*(?:có trách nhiệm )?phối hợp(?!\w)")
_ROLE_LEAD = spaced(r"^[\s,:.-]*(?:(?:là|làm) )?(?:cơ quan (?:thường trực|chủ trì)|đầu mối|có trách nhiệm chủ trì|chủ trì)(?!\w)")
_NOT_PLACES_FOR_TASKS = ("purpose", "theme", "time", "budget", "activities")


@dataclass(frozen=True, slots=True)
class _Named:
    """A body named in a heading: its canonical name and where it is printed."""

    name: str
    span: Span
    collective: bool
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Charge:
    """A section or sentence that addresses bodies, and the tasks that it gives them."""

    bodies: tuple[_Named, ...]
    tasks: tuple[Span, ...]
    rule: str


def extract_agencies(reading: Reading, facts: Sequence[Fact]) -> Iterator[Fact]:
    """Assignments in the order of the text, then the lead agency."""
    charges = list(_charges(reading))
    level = next((f.value for f in facts if f.field == "level"), None)
    lead = _lead(reading, charges, level)
    for charge in charges:
        for body in charge.bodies:
            yield from _assignments(reading, charge, body, is_lead=lead is not None and body == lead[0])
    if lead:
        body, rule, confidence = lead
        yield reading.fact("lead_agency", body.name, body.span.start, body.span.end, rule, confidence)


# --- charges ----------------------------------------------------------------------------------------------------------------


def _charges(reading: Reading) -> Iterator[_Charge]:
    """Every section whose heading names bodies; where it only gathers others below it, those speak for themselves."""
    sections = reading.outline.sections
    found: dict[int, _Charge] = {}
    for index, section in enumerate(sections):
        if section.kind in _NOT_PLACES_FOR_TASKS:
            continue
        charge = _charge(reading, index, section)
        if charge is None:
            continue
        if section.label in ("-", "+") and section.parent in found:
            continue  # a task of the body above, which speaks of another body
        found[index] = charge
    gathering = {
        i for i, c in found.items()
        if any(sections[j].parent == i for j in found if j != i)
        and (_COLLECTIVE_LEAD.match(reading.folded, sections[i].heading.start) or not c.tasks)
        and any(b.collective for b in c.bodies)
    }  # fmt: skip
    yield from (charge for i, charge in found.items() if i not in gathering)
    if not found:
        yield from _unnumbered(reading)


def _charge(reading: Reading, index: int, section: Section) -> _Charge | None:
    """A heading that is nothing but names, or names with `:` or a verb behind them."""
    heading = section.heading
    bodies, end = _names(reading, heading.start, heading.end)
    if not bodies:
        return None
    rest = reading.folded[end : heading.end]
    behind = rest.strip(" .:;,-\n\f")
    rule = "assignment.lead-in"
    own: list[Span] = []
    if behind:
        verb = reading.desk.rulebook.by_id["assignment.verb"].pattern.search(rest)
        if not (verb or rest.lstrip().startswith(":")):
            return None
        rule = "assignment.verb"
        own.append(reading.trimmed(end, heading.end, " \n\f.,;:-"))
    below = [
        reading.trimmed(p.span.start + len(p.label or ""), p.span.end, " \n\f.;-+")
        for p in reading.outline.paragraphs
        if p.part == "body" and p.span.start >= heading.end and p.span.end <= section.span.end and _belongs(reading, p, index)
    ]
    return _Charge(bodies, tuple(own + below), rule)


def _belongs(reading: Reading, paragraph: Paragraph, index: int) -> bool:
    """Whether a paragraph is a task of the section, and not of another body whose section lies inside it."""
    at = paragraph.section
    while at is not None and at != index:
        inner = reading.outline.sections[at]
        if inner.label not in ("-", "+") and _names(reading, inner.heading.start, inner.heading.end)[0]:
            return False
        at = inner.parent
    return at == index


def _unnumbered(reading: Reading) -> Iterator[_Charge]:
    """A letter without sections: `Giao Sở Công Thương chủ trì, phối hợp với ...`."""
    lead_in = reading.desk.rulebook.by_id["assignment.lead-in"].pattern
    for paragraph in reading.paragraphs("body", "closing"):
        head = lead_in.match(reading.folded[paragraph.span.start : paragraph.span.start + 60])
        if not head or not head.group().strip().startswith("giao"):
            continue
        bodies, end = _names(reading, paragraph.span.start, paragraph.span.end)
        rest = reading.folded[end : paragraph.span.end]
        if bodies and reading.desk.rulebook.by_id["assignment.verb"].pattern.search(rest):
            yield _Charge(bodies, (reading.trimmed(end, paragraph.span.end, " \n\f.,;:-"),), "assignment.verb")


# --- names ------------------------------------------------------------------------------------------------------------------


def _names(reading: Reading, start: int, end: int) -> tuple[tuple[_Named, ...], int]:
    """The bodies named one behind the other from an offset on, and where their names end; found once for each place."""
    found: tuple[tuple[_Named, ...], int] | None = reading.named.get((start, end))
    if found is None:
        found = reading.named[start, end] = _find_names(reading, start, end)
    return found


def _find_names(reading: Reading, start: int, end: int) -> tuple[tuple[_Named, ...], int]:
    lead_in = reading.desk.rulebook.by_id["assignment.lead-in"].pattern.match(reading.folded[start:end])
    at = start + (lead_in.end() if lead_in else 0)
    limit = min(end, at + 420)
    if (colon := reading.copy.find(":", at, limit)) > 0:
        limit = colon
    first = _WORD.search(reading.folded, at, limit)
    if not first or not (
        reading.desk.gazetteer.may_begin(first.group()) or reading.desk.bodies.heads.match(reading.folded, first.start())
    ):
        return (), at
    mentions = {m.start: m for m in reading.desk.gazetteer.find(reading.copy, at, limit)}
    found: list[_Named] = []
    reached = at
    while at < limit:
        body = _listed(reading, mentions[at], limit) if at in mentions else _unlisted(reading, at, limit, first=not found)
        if body is None:
            break
        found.append(body)
        at = reached = body.span.end
        separator = _SEPARATOR.match(reading.copy, at, limit)
        if not separator or not separator.group().strip() or separator.end() == at:
            break
        at = separator.end()
    return tuple(found), reached


def _listed(reading: Reading, mention: Mention, limit: int) -> _Named:
    """A body of the gazetteer, with what is printed of its reach: `Phòng Văn hóa - Xã hội các xã, phường`."""
    end = mention.end
    if reading.folded[mention.start : end].endswith(_TIERS) and (place := _PLACE_NAME.match(reading.copy, end, limit)):
        end = place.end()  # `Phòng Giáo dục và Đào tạo thành phố Thủ Đức`
    if reach := _REACH.match(reading.folded, end, limit):
        end = reach.end()
    agency = mention.at(*_LEVELS)
    if agency.collective or agency.open or "{" in agency.name or end > mention.end:
        name = reading.desk.bodies.expand(reading.copy[mention.start : end])
    else:
        name = agency.name
    return _Named(name, Span(mention.start, end), agency.collective or end > mention.end, agency.levels)


def _unlisted(reading: Reading, at: int, limit: int, *, first: bool) -> _Named | None:
    """A body that the gazetteer does not list, by its first word: `Trung tâm Y tế huyện`, `..., trường THPT`."""
    span = reading.desk.bodies.read(reading.copy, reading.folded, at, limit)
    if span is None or span.start != at or (first and not reading.copy[at].isupper()):
        return None
    end = span.end
    if reach := _REACH.match(reading.folded, end, limit):
        end = reach.end()
    words = reading.copy[at:end].split()
    if len(words) < 2 or len(words) > 18:
        return None
    return _Named(reading.desk.bodies.expand(reading.copy[at:end]), Span(at, end), words[0].lower() == "các")


# --- assignments and the lead -------------------------------------------------------------------------------------------------


def _assignments(reading: Reading, charge: _Charge, body: _Named, *, is_lead: bool) -> Iterator[Assignment]:
    text = reading.words(body.span)
    text = text[:1].upper() + text[1:]
    tasks: Sequence[Span | None] = charge.tasks or (None,)
    for n, task in enumerate(tasks):
        words = reading.folded[task.start : task.start + 120] if task else ""
        role = "carry_out"
        if _ROLE_LEAD.match(words) or (is_lead and n == 0):
            role = "lead"
        elif _COORDINATE.match(words):
            role = "coordinate"
        yield Assignment(
            value=body.name,
            agency=body.name,
            agency_text=text,
            role=role,
            task=reading.words(task) if task else None,
            **reading.evidence(body.span.start, body.span.end, charge.rule),
        )


def _lead(reading: Reading, charges: Sequence[_Charge], level: str | None) -> tuple[_Named, str, float] | None:
    """The one body that answers for the whole; none where nobody is told to, or several are."""
    for rule_id in ("lead_agency.standing", "lead_agency.whole"):
        rule = reading.desk.rulebook.by_id[rule_id]
        for charge in charges:
            singles = [b for b in charge.bodies if not b.collective]
            if len(singles) != 1 or len(charge.bodies) != 1:
                continue
            if level in ("province", "department") and set(singles[0].levels) == {"district"}:
                continue  # there is one in every district: not one body
            for task in charge.tasks[:8]:
                if rule.pattern.search(reading.folded[task.start : task.end][:420]):
                    return singles[0], rule.id, rule.confidence
    return None
