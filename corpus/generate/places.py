"""Real provinces, districts and communes for whole chains, out of `rules/places`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PLACES = Path(__file__).parents[2] / "rules" / "places"
_MERGED = 2025  # the Week is in October: from that year on there are 34 provinces and no districts


@dataclass(frozen=True)
class Commune:
    """`xã Danh Thắng` in `huyện Hiệp Hòa`, or in no district any more."""

    name: str
    district: str | None


def _rows(name: str) -> list[list[str]]:
    with (_PLACES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


@cache
def provinces(year: int) -> dict[str, str]:
    """The provinces of a Week by name, with their kind: 63 until 2024, 34 since."""
    day = f"{year}-10-01"
    stood = [row for row in _rows("provinces.csv") if (row[3] or "0") <= day <= (row[4] or "9")]
    return {row[1]: row[2] for row in stood}


@cache
def communes(province: str, year: int) -> tuple[Commune, ...]:
    """A province's communes and wards, district by district while there were any; townships are left out."""
    if year >= _MERGED:
        return tuple(Commune(f"{row[1]} {row[2]}", None) for row in _current() if row[0] == province and row[1] != "đặc khu")
    day = f"{year}-10-01"
    return tuple(
        Commune(f"{row[2]} {row[3]}", row[1])
        for row in _former()
        if row[0] == province and row[2] == "xã" and row[1].startswith("huyện ") and (row[4] or "0") <= day <= (row[5] or "9")
    )


@cache
def _current() -> list[list[str]]:
    return _rows("communes.csv")


@cache
def _former() -> list[list[str]]:
    return _rows("former_communes.csv")
