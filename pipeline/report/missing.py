"""Who has not answered a directive: every province of its day, with a plan, without, or with one that was not read in full."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pipeline.model import Directive
from pipeline.places import Places
from pipeline.report.province import Kept, OnDesk
from pipeline.report.words import day
from pipeline.text import fold

State = Literal["with", "unreadable", "without"]
STATES: Mapping[State, str] = {"with": "có kế hoạch", "unreadable": "có, nhưng đọc chưa trọn", "without": "chưa có"}
_OWN = ("province", "department")


@dataclass(frozen=True, slots=True)
class Answer:
    """One province and the plan by which it answered, if it did."""

    province: str
    state: State
    number: str | None = None
    issued_on: str | None = None
    issuer: str | None = None
    file: str | None = None


def answers(directive: Directive, places: Places, plans: Iterable[Mapping[str, Any]]) -> list[Answer]:
    """A province answers by its committee or by its department for it; a commune's plan does not answer for it."""
    by_province: dict[str, list[Mapping[str, Any]]] = {}
    for plan in plans:
        if plan["directive"] == directive.number and plan["level"] in _OWN and plan["in_scope"]:
            by_province.setdefault(str(plan["province"]), []).append(plan)
    return [_answer(p.name, by_province.get(p.name, [])) for p in places.provinces_on(asked_on(directive))]


def asked_on(directive: Directive) -> date:
    """The day whose provinces are asked: the directive's own, else the first of September of its year."""
    return date.fromisoformat(directive.issued_on) if directive.issued_on else date(directive.year, 9, 1)


def missing_report(store: Kept, desk: OnDesk, number: str, format: Literal["text", "csv"] = "text") -> tuple[str, int] | None:
    """The list, and how many are silent; None where the rules know no such directive."""
    wanted = fold(number).replace(" ", "")
    directive = next((d for d in desk.rulebook.directives if fold(d.number).replace(" ", "") == wanted), None)
    if directive is None:
        return None
    found = answers(directive, desk.places, store.plans())
    silent = sum(1 for a in found if a.state == "without")
    return (_csv(found) if format == "csv" else _text(directive, found)), silent


def _answer(province: str, plans: list[Mapping[str, Any]]) -> Answer:
    """The best of a province's documents: read in full before read in part, its committee's before its department's."""
    if not plans:
        return Answer(province, "without")
    best = min(plans, key=lambda p: (p["status"] != "ok", p["level"] != "province", str(p["issued_on"] or "9")))
    state: State = "with" if best["status"] == "ok" else "unreadable"
    return Answer(province, state, best["number"], best["issued_on"], best["issuer"], best["name"])


def _text(directive: Directive, found: list[Answer]) -> str:
    counts = {state: sum(1 for a in found if a.state == state) for state in STATES}
    dated = f" ngày {day(directive.issued_on, 'vi')}" if directive.issued_on else ""
    lines = [
        f"Công văn số {directive.number}{dated} ({directive.issuer}): {len(found)} tỉnh, thành phố",
        "; ".join(f"{counts[state]} {name}" for state, name in STATES.items()),
        "",
    ]
    width = max(len(a.province) for a in found)
    for state, name in STATES.items():
        for answer in (a for a in found if a.state == state):
            shown = " · ".join(part for part in (answer.number, day(answer.issued_on, "vi"), answer.issuer, answer.file) if part)
            lines.append(f"{answer.province:<{width}}  {name:<24}{shown}".rstrip())
    return "\n".join(lines)


def _csv(found: list[Answer]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["province", "state", "number", "issued_on", "issuer", "file"])
    for a in found:
        writer.writerow([a.province, a.state, a.number, a.issued_on, a.issuer, a.file])
    return out.getvalue().rstrip("\n")
