"""Which lower units of a province have no document at hand: communes, and districts as long as there were any."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from pipeline.model import Directive
from pipeline.places import Commune, Place, Places, key
from pipeline.report.comparison import Silent, SilentGroup
from pipeline.report.gathering import Chosen

P = TypeVar("P", bound=Place)
_KINDS = ("phường", "xã", "đặc khu", "thị trấn")


def silent_units(places: Places, chosen: Chosen, directive: Directive, on: date) -> Silent:
    """Held against the units of one day. Where two have one name and a document may be either's, neither is called silent."""
    answered = [plan for plan in chosen.plans if plan["directive"] == directive.number and plan["in_scope"]]
    provinces = [p for p in (chosen.province, *chosen.merged) if p.valid_on(on)]
    names = list(dict.fromkeys(p.name for p in provinces))
    communes = [c for name in names for c in places.communes_of(name, on)]
    districts = [d for name in names for d in places.districts_of(name, on)]
    silent = set(_without(communes, [p for p in answered if p["level"] == "commune"]))
    quiet = _without(districts, [p for p in answered if p["level"] == "district"])
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


def _without(units: list[P], plans: list[Mapping[str, Any]]) -> list[P]:
    """The units that none of these documents may be from."""
    issuers = [f" {key(str(plan['issuer'] or ''))} " for plan in plans]
    bare = {key(str(plan["commune"])) for plan in plans if plan["commune"] and not plan["issuer"]}
    return [u for u in units if key(u.name) not in bare and not any(f" {key(u.full_name)} " in issuer for issuer in issuers)]
