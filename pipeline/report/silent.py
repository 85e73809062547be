"""Which lower units of a province have no document at hand: communes, and districts as long as there were any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pipeline.model import Directive
from pipeline.places import Commune, District, Places, key
from pipeline.report.comparison import Silent, SilentGroup
from pipeline.report.gathering import Chosen
from pipeline.report.missing import by_commune

_KINDS = ("phường", "xã", "đặc khu", "thị trấn")


def silent_units(places: Places, chosen: Chosen, directive: Directive, on: date, answers: Iterable[Mapping[str, Any]]) -> Silent:
    """Held against the units of one day. Where two have one name and a document may be either's, neither is called silent.

    `answers` are all documents that answer the directive, of whatever year and province.
    """
    answers = list(answers)
    communes: list[Commune] = []
    districts: list[District] = []
    silent: set[Commune] = set()
    quiet: list[District] = []
    for name in dict.fromkeys(p.name for p in (chosen.province, *chosen.merged) if p.valid_on(on)):
        here = [plan for plan in answers if plan["province"] == name]
        theirs = by_commune(places.communes_of(name, on), [plan for plan in here if plan["level"] == "commune"])
        communes += theirs
        silent |= {commune for commune, plans in theirs.items() if not plans}
        districts += places.districts_of(name, on)
        issuers = [f" {key(str(plan['issuer'] or ''))} " for plan in here if plan["level"] == "district"]
        quiet += [d for d in places.districts_of(name, on) if not any(f" {key(d.full_name)} " in i for i in issuers)]
    groups: dict[str, list[Commune]] = {}
    for commune in sorted(communes, key=lambda c: (c.district or "", _KINDS.index(c.kind) if c.kind in _KINDS else 9, c.name)):
        groups.setdefault(commune.district or commune.kind, []).append(commune)
    return Silent(
        directive.number,
        directive.year,
        SilentGroup("", len(districts), tuple(d.full_name for d in quiet)) if districts else None,
        tuple(
            SilentGroup(name, len(group), tuple(c.full_name if c.district else c.name for c in group if c in silent))
            for name, group in groups.items()
        ),
    )
