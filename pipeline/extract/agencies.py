"""Who is given what to do: the bodies that headings and sentences of the implementation name, each with role and tasks.

`5. Sở Văn hóa, Thể thao và Du lịch` + bullets · `6. Báo Thanh Hóa, Đài Phát thanh ...` (several at once) ·
`7. Các sở, ban, ngành, đoàn thể cấp tỉnh` (a collective, kept as such) · `a) Sở Tài chính: Bố trí kinh phí.`
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.names import Named, ends_in_tier, names_at
from pipeline.extract.reading import Reading
from pipeline.model import Assignment, Fact, Paragraph, Section, Span
from pipeline.text import UPPER, fold, spaced

_COLLECTIVE_LEAD = spaced(r"(?:trách nhiệm|nhiệm vụ) của(?!\w)")
_COORDINATE = spaced(r"^[\s,:.-]*(?:có trách nhiệm )?phối hợp(?!\w)")
_ROLE_LEAD = spaced(r"^[\s,:.-]*(?:(?:là|làm) )?(?:cơ quan (?:thường trực|chủ trì)|đầu mối|có trách nhiệm chủ trì|chủ trì)(?!\w)")
_HEAD_OF = re.compile(r"^(?:Giám đốc(?= (?:Sở|Trung tâm|Đài))|Trưởng(?= (?:[Pp]hòng|Ban))) ")
_SENTENCE = re.compile(rf"[\n\f]\s*([{UPPER}]\w*),?\s+(?![{UPPER}])[^\W\d_]")  # `Mời nghệ nhân ...`; a name goes on in capitals
_NOT_PLACES_FOR_TASKS = ("purpose", "theme", "time", "budget", "activities")


@dataclass(frozen=True, slots=True)
class _Charge:
    """A section or sentence that addresses bodies, and the tasks that it gives them."""

    bodies: tuple[Named, ...]
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
        yield reading.fact("lead_agency", _answering(reading, body), body.span.start, body.span.end, rule, confidence)


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
    heading = Span(section.heading.start, _heading_end(reading, section.heading))
    bodies, end = names_at(reading, heading.start, heading.end)
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
    if heading.end < section.heading.end:
        own.append(reading.trimmed(heading.end, section.heading.end, " \n\f.;-+"))
    below = [
        reading.trimmed(p.span.start + len(p.label or ""), p.span.end, " \n\f.;-+")
        for p in reading.outline.paragraphs
        if p.part == "body" and p.span.start >= heading.end and p.span.end <= section.span.end and _belongs(reading, p, index)
        and not _speaks_of_others(reading, p, bodies)
    ]  # fmt: skip
    return _Charge(bodies, tuple(own + below), rule)


def _heading_end(reading: Reading, heading: Span) -> int:
    """Where a heading of nothing but bodies ends that fills its line, so that the line below seemed to run on from it.

    `2. Sở Văn hóa, Thể thao và Du lịch, Sở Nông nghiệp và Phát triển nông thôn` / `Mời nghệ nhân đứng lớp; ...`
    """
    if not names_at(reading, heading.start, heading.end)[0]:
        return heading.end
    for sentence in _SENTENCE.finditer(reading.copy, heading.start, heading.end):
        end = sentence.start()
        bodies, reached = names_at(reading, heading.start, end)
        if bodies and not reading.copy[reached:end].strip() and _task_begins(reading, bodies[-1], sentence, heading.end):
            return end
    return heading.end


def _task_begins(reading: Reading, last: Named, sentence: re.Match[str], end: int) -> bool:
    """Whether a sentence begins on the line below a name, and not the rest of that name."""
    line_end = sentence.start()
    mentions = list(reading.desk.gazetteer.find(reading.copy, last.span.start, min(end, sentence.end() + 60)))
    if any(m.start < line_end < m.end and not m.at().open for m in mentions):
        return False
    if reading.desk.rulebook.by_id["assignment.verb"].pattern.match(reading.folded[line_end:end]):
        return True
    if any(m.start == sentence.start(1) for m in mentions):
        return False  # `Ban Tổ chức` / `Tỉnh ủy ...`
    if ends_in_tier(reading, last):  # `Ủy ban nhân dân thành phố` / `Huế ...`
        return not (reading.desk.places.province(sentence[1]) or reading.desk.places.district(sentence[1]))
    printed = reading.copy[last.span.start : last.span.end].split()
    return bool(last.levels) or (len(printed) > 3 and printed[-1].islower())  # `Ban Quản lý` / `Khu kinh tế ...`


def _speaks_of_others(reading: Reading, paragraph: Paragraph, bodies: tuple[Named, ...]) -> bool:
    """Whether a sentence below a heading has a subject of its own: `Sở Giáo dục và Đào tạo báo cáo Ủy ban nhân dân tỉnh ...`."""
    if paragraph.label:
        return False
    named, end = names_at(reading, paragraph.span.start, paragraph.span.end)
    if not named or {b.name for b in named} & {b.name for b in bodies}:
        return False
    if any(b.collective for b in named) and any(b.collective for b in bodies):
        return False  # a collective is seldom called the same twice
    verb = reading.desk.rulebook.by_id["assignment.verb"].pattern
    return bool(verb.match(reading.folded[end : paragraph.span.end]))


def _belongs(reading: Reading, paragraph: Paragraph, index: int) -> bool:
    """Whether a paragraph is a task of the section, and not of another body whose section lies inside it."""
    at = paragraph.section
    while at is not None and at != index:
        inner = reading.outline.sections[at]
        if inner.label not in ("-", "+") and names_at(reading, inner.heading.start, inner.heading.end)[0]:
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
        bodies, end = names_at(reading, paragraph.span.start, paragraph.span.end)
        rest = reading.folded[end : paragraph.span.end]
        if bodies and reading.desk.rulebook.by_id["assignment.verb"].pattern.search(rest):
            yield _Charge(bodies, (reading.trimmed(end, paragraph.span.end, " \n\f.,;:-"),), "assignment.verb")


# --- assignments and the lead -------------------------------------------------------------------------------------------------


def _assignments(reading: Reading, charge: _Charge, body: Named, *, is_lead: bool) -> Iterator[Assignment]:
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


def _answering(reading: Reading, body: Named) -> str:
    """The body, be it its head who is told to, with the level that is printed: `Giám đốc Sở Y tế`, `Hội Khuyến học huyện`."""
    printed = reading.desk.bodies.expand(_HEAD_OF.sub("", reading.words(body.span)))
    printed = printed[:1].upper() + printed[1:]
    if not body.levels:
        return printed
    return printed if ends_in_tier(reading, body) and fold(printed).startswith(fold(body.name)) else body.name


def _lead(reading: Reading, charges: Sequence[_Charge], level: str | None) -> tuple[Named, str, float] | None:
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
