"""Which document is a unit's plan of a year: `Thanh Hóa`, `Chiềng Khương, Sơn La`; for comparing years, or units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.places import Places, key
from pipeline.report.answering import OWN_LEVELS
from pipeline.report.gathering import choose, find_province
from pipeline.text import strip_marks

Row = Mapping[str, Any]


class NoSuchPlan(LookupError):
    """Nothing to compare; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One side of a comparison."""

    document: str
    name: str  # `tỉnh Thanh Hóa, năm 2024 (ke-hoach.pdf)`


def plans_of_years(
    rows: Sequence[Row], places: Places, unit: str, years: tuple[int, int], campaigns: Mapping[str, str]
) -> list[Plan]:
    """A unit's plans of two years, of one campaign; `campaigns` is the campaign of each directive."""
    return _of_one_campaign(
        [_answers(rows, places, unit, year) for year in years], [f"{unit} {year}" for year in years], campaigns
    )


def plans_of_units(
    rows: Sequence[Row], places: Places, units: tuple[str, str], year: int | None, campaigns: Mapping[str, str]
) -> list[Plan]:
    """Two units' plans of a year; without a year the latest in which both have one."""
    years = [year] if year else sorted({int(r["year"]) for r in rows if r["year"]}, reverse=True)
    for one in years:
        sides = [_answers(rows, places, unit, one) for unit in units]
        if year or (all(sides) and not _of_one_document(sides)):
            return _of_one_campaign(sides, [f"{unit} {one}" for unit in units], campaigns)
    raise NoSuchPlan(f"There is no year of which both {units[0]} and {units[1]} have a plan here.")


def _of_one_document(sides: list[list[tuple[Row, str]]]) -> bool:
    """A province that went up in the other has plans that are those of both."""
    return {row["document"] for row, _ in sides[0]} == {row["document"] for row, _ in sides[1]}


def _answers(rows: Iterable[Row], places: Places, unit: str, year: int) -> list[tuple[Row, str]]:
    """The documents that carry out a directive, each with its unit's name, the best first: a committee's, read in full."""
    commune, _, province = unit.rpartition(",")
    chosen = choose(rows, places, province.strip(), year)
    asked = find_province(places, province.strip()).name
    plans = [p for p in chosen.plans if p["province"] == asked] or list(chosen.plans)
    plans = [p for p in plans if p["in_scope"] and p["status"] != "failed"]
    if commune.strip():
        found = _called(commune.strip(), [p for p in plans if p["level"] == "commune"])
    else:
        found = [p for p in plans if p["level"] in OWN_LEVELS]
    found.sort(key=lambda p: (p["status"] != "ok", p["level"] == "department", str(p["issued_on"] or "9")))
    return [(p, f"{p['issuer'] or unit}, {year} ({p['name']})") for p in found]


def _called(commune: str, plans: list[Row]) -> list[Row]:
    """A commune's plans by its name, with its kind or without, with marks or, where that is one commune's, without."""
    wanted = key(commune)
    exact = [p for p in plans if wanted == key(str(p["commune"] or "")) or f" {wanted} " in f" {key(str(p['issuer'] or ''))} "]
    if exact:
        return exact
    bare = [p for p in plans if strip_marks(key(str(p["commune"] or ""))) == strip_marks(wanted)]
    return bare if len({p["commune"] for p in bare}) == 1 else []


def _of_one_campaign(sides: list[list[tuple[Row, str]]], names: list[str], campaigns: Mapping[str, str]) -> list[Plan]:
    for side, name in zip(sides, names, strict=True):
        if not side:
            raise NoSuchPlan(f"There is no plan of {name} here.")
    held = [{campaigns.get(str(row["directive"]), "") for row, _ in side} for side in sides]
    common = sorted(held[0] & held[1])
    if not common:
        raise NoSuchPlan(f"The plans of {names[0]} and {names[1]} are of different campaigns.")
    if len(common) > 1:
        raise NoSuchPlan(
            f"{names[0]} and {names[1]} both have plans of several campaigns; choose one by --campaign: {', '.join(common)}."
        )
    if _of_one_document(sides):
        raise NoSuchPlan(f"{names[0]} and {names[1]} have one and the same document here, {sides[0][0][0]['name']}.")
    best = [next((row, name) for row, name in side if campaigns.get(str(row["directive"]), "") == common[0]) for side in sides]
    return [Plan(str(row["document"]), name) for row, name in best]
