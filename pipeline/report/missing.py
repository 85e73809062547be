"""Who has not answered a directive: every unit of its day, with a plan, without, or with one that was not read in full."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Literal, Protocol

from pipeline.model import Directive
from pipeline.places import Commune, Places, Province, key
from pipeline.report.answering import OWN_LEVELS, answering
from pipeline.report.gathering import NoSuchProvince, OnDesk, asked_on, find_province, kind_of
from pipeline.report.paper import shown
from pipeline.report.words import day
from pipeline.text import fold

State = Literal["with", "unreadable", "without"]
Format = Literal["text", "csv", "json"]
STATES: Mapping[State, str] = {"with": "có kế hoạch", "unreadable": "có, nhưng đọc chưa trọn", "without": "chưa có"}
_VIETNAM = timezone(timedelta(hours=7))
_FORMULA = re.compile(r"[=+@\t\r]|-\S")
_COLUMNS = ("province", "commune", "unit", "state", "number", "issued_on", "issuer", "file")

Row = Mapping[str, Any]


class Kept(Protocol):
    """What a roll call needs of a store."""

    def plans(self, **where: str | int | None) -> list[dict[str, Any]]: ...
    def first_read(self) -> dict[str, str]: ...
    def text(self, document: str) -> str: ...


class NoSuchDirective(LookupError):
    """A number that the rules do not know; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One unit and the plan by which it answered, if it did."""

    province: str
    commune: str | None
    unit: str  # in full: `tỉnh Sơn La`, `xã Chiềng Khương`
    state: State
    number: str | None = None
    issued_on: str | None = None
    issuer: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class RollCall:
    """All the units that a directive asks, in their places, and what kept some documents from being counted."""

    directive: Directive
    kind: str  # of document: Công văn
    province: Province | None  # whose communes are asked; None: the provinces
    as_of: str | None
    answers: tuple[Answer, ...]
    plan: Answer | None = None  # the province's own, where its communes are asked
    placeless: int = 0  # plans that name no unit
    drafts: int = 0  # plans that have not been issued
    unread: int = 0  # files that could not be read, so nobody knows whose they are
    late: int = 0  # issued by the day, but not at hand on it

    @property
    def silent(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.state == "without"]


def call_roll(store: Kept, desk: OnDesk, number: str, *, province: str | None = None, as_of: str | None = None) -> RollCall:
    """Who answered a directive; with `as_of`, only by what was dated and at hand on that day."""
    directive = find_directive(desk, number)
    first_read = store.first_read() if as_of else {}
    kind = kind_of(desk.rulebook, directive)
    dated = [plan for plan in store.plans() if as_of is None or _dated_by(plan, as_of)]
    rows = [plan for plan in dated if as_of is None or _at_hand(plan, first_read, as_of)]
    answers = answering(directive, rows, store.text, desk.rulebook)
    at_hand = {str(plan["document"]) for plan in rows}
    after = answering(directive, [p for p in dated if str(p["document"]) not in at_hand], store.text, desk.rulebook).issued
    unread = sum(1 for row in rows if row["status"] == "failed")
    by_province = _grouped((p for p in answers.issued if p["level"] in OWN_LEVELS), "province")
    if province is None:
        asked = desk.places.provinces_on(asked_on(directive))
        found = tuple(_answer(p.name, None, p.full_name, by_province.get(p.name, [])) for p in asked)
        placeless = len(by_province.get(None, []))
        unissued = sum(1 for p in answers.drafts if p["level"] in OWN_LEVELS)
        late = sum(1 for p in after if p["level"] in OWN_LEVELS)
        return RollCall(directive, kind, None, as_of, found, placeless=placeless, drafts=unissued, unread=unread, late=late)
    own = _province_then(desk.places, province, asked_on(directive))
    below, unfinished = ([p for p in plans if _is_communes(p, own)] for plans in (answers.issued, answers.drafts))
    communes = desk.places.communes_of(own.full_name, asked_on(directive))
    theirs = by_commune(communes, below)
    found = tuple(_answer(own.name, commune.name, commune.full_name, plans) for commune, plans in theirs.items())
    plan = _answer(own.name, None, own.full_name, by_province.get(own.name, []))
    placed = {str(p["document"]) for plans in theirs.values() for p in plans}
    placeless = sum(1 for p in below if str(p["document"]) not in placed)
    late = sum(1 for p in after if _is_communes(p, own))
    return RollCall(directive, kind, own, as_of, found, plan, placeless, len(unfinished), unread, late)


def _is_communes(plan: Row, province: Province) -> bool:
    return bool(plan["level"] == "commune" and plan["province"] == province.name)


def find_directive(desk: OnDesk, number: str) -> Directive:
    """The directive of that number, letter case and spaces aside."""
    wanted = fold(number).replace(" ", "")
    directives = desk.rulebook.directives
    found = next((d for d in directives if fold(d.number).replace(" ", "") == wanted), None)
    if found is None:
        raise NoSuchDirective(f"The rules know no directive {number}; they know {', '.join(d.number for d in directives)}.")
    return found


def render_roll(roll: RollCall, format: Format = "text") -> str:
    """The list as a person reads it, or as a table for other tools."""
    if format == "csv":
        return _csv(roll)
    if format == "json":
        rows = [{name: value for name, value in asdict(a).items() if name in _COLUMNS} for a in roll.answers]
        return json.dumps(rows, ensure_ascii=False, indent=1)
    return "\n".join([*_head(roll), "", *_list(roll)])


def _province_then(places: Places, name: str, on: date) -> Province:
    """The province of that name on the directive's day; one that was no more, or not yet, is refused with its successor."""
    then = places.province(name, on)
    if then:
        return then
    meant = find_province(places, name)
    if then := places.province(meant.full_name, on):
        return then
    heir = places.successor(meant.full_name)
    now = f"; it belongs to {heir.name} now" if heir and heir.name != meant.name else ""
    raise NoSuchProvince(f"{meant.name} was no province on {on.isoformat()}, when the directive was issued{now}.")


def _dated_by(plan: Row, as_of: str) -> bool:
    """Whether a document was written by that day; a month is enough where it decides."""
    issued = str(plan["issued_on"] or "")
    return issued <= as_of[: len(issued)]


def _at_hand(plan: Row, first_read: Mapping[str, str], as_of: str) -> bool:
    """Whether a document was read by that day, in Vietnam's time."""
    read = first_read.get(str(plan["document"]))
    return read is None or _day_in_vietnam(read) <= as_of


def _day_in_vietnam(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(_VIETNAM).date().isoformat()


def _grouped(plans: Iterable[Row], by: str) -> dict[str | None, list[Row]]:
    groups: dict[str | None, list[Row]] = {}
    for plan in plans:
        groups.setdefault(plan[by], []).append(plan)
    return groups


def by_commune(communes: Sequence[Commune], plans: Iterable[Row]) -> dict[Commune, list[Row]]:
    """Each commune's plans; where xã and phường of one name stand in a province, those whose issuer says which it is."""
    named: dict[str, list[Row]] = {}
    for plan in plans:
        named.setdefault(key(str(plan["commune"] or "")), []).append(plan)
    often = Counter(key(commune.name) for commune in communes)
    theirs = {}
    for commune in communes:
        name, full = key(commune.name), key(commune.full_name)
        theirs[commune] = [p for p in named.get(name, ()) if often[name] == 1 or full in key(str(p["issuer"] or ""))]
    return theirs


def _answer(province: str, commune: str | None, unit: str, plans: list[Row]) -> Answer:
    """The best of a unit's documents: read in full before read in part, its committee's before its department's."""
    if not plans:
        return Answer(province, commune, unit, "without")
    best = min(plans, key=lambda p: (p["status"] != "ok", p["level"] not in ("province", "commune"), str(p["issued_on"] or "9")))
    state: State = "with" if best["status"] == "ok" else "unreadable"
    return Answer(province, commune, unit, state, best["number"], best["issued_on"], best["issuer"], best["name"])


def _head(roll: RollCall) -> list[str]:
    directive = roll.directive
    counts = {state: sum(1 for a in roll.answers if a.state == state) for state in STATES}
    dated = f" ngày {day(directive.issued_on, 'vi')}" if directive.issued_on else ""
    units = f"xã, phường, đặc khu của {roll.province.full_name}" if roll.province else "tỉnh, thành phố"
    lines = [f"{roll.kind} số {directive.number}{dated} ({directive.issuer}): {len(roll.answers)} {units}"]
    if roll.as_of:
        lines.append(f"Tính đến hết ngày {day(roll.as_of, 'vi')}")
    lines.append("; ".join(f"{counts[state]} {name}" for state, name in STATES.items()))
    if roll.placeless:
        lines.append(f"{roll.placeless} kế hoạch chưa rõ của đơn vị nào")
    if roll.drafts:
        lines.append(f"{roll.drafts} dự thảo chưa ban hành, không tính là đã có kế hoạch")
    if roll.late:
        lines.append(f"{roll.late} văn bản ban hành đến ngày này nhưng nạp vào dữ liệu sau đó, không tính là đã có")
    if roll.unread:
        lines.append(f"{roll.unread} tệp không đọc được nên chưa biết của đơn vị nào")
    return lines


def _list(roll: RollCall) -> list[str]:
    names = {a: a.unit if roll.province else a.province for a in roll.answers}
    width = max(map(len, names.values()), default=0)
    lines = []
    for state, name in STATES.items():
        for a in (a for a in roll.answers if a.state == state):
            said = shown(" · ".join(part for part in (a.number, day(a.issued_on, "vi"), a.issuer, a.file) if part))
            lines.append(f"{names[a]:<{width}}  {name:<24}{said}".rstrip())
    return lines


def _csv(roll: RollCall) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([_unrun(getattr(answer, name)) for name in _COLUMNS] for answer in roll.answers)
    return out.getvalue().rstrip("\n")


def _unrun(value: str | None) -> str | None:
    """What a spreadsheet would run as a formula gets the apostrophe that marks text."""
    return f"'{value}" if value and _FORMULA.match(value) else value
