"""Provinces, districts and communes through time. Names are compared with their marks, always: Thanh An is not Thạnh An."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from pipeline.text import fold, level_tones

MERGED_ON = date(2025, 7, 1)  # 34 provinces since, 63 until then; and no districts
_DAY = timedelta(days=1)
_APOSTROPHES = re.compile(r"\s*['’‘`´]\s*")
_WORDS = re.compile(r"[^\W_]+")

# How the words before a name are printed: "TP. Hồ Chí Minh", "TX Việt Yên", "P.5".
_KINDS = {
    "tỉnh": "tỉnh",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "huyện": "huyện",
    "h": "huyện",
    "quận": "quận",
    "q": "quận",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "thị trấn": "thị trấn",
    "tt": "thị trấn",
    "phường": "phường",
    "p": "phường",
    "xã": "xã",
    "đặc khu": "đặc khu",
}
_KIND = re.compile(rf"({'|'.join(sorted(_KINDS, key=len, reverse=True))}) (?=\w)")

# A district only ever rose: what a document calls a huyện may stand in the table as the thị xã that it became.
_RANK = {"huyện": 0, "thị xã": 1, "quận": 2, "thành phố": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """A named unit and when it stood; `None` on either side is "for as long as documents go"."""

    name: str  # bare: "Thanh Hóa"
    kind: str  # "tỉnh"
    valid_from: date | None
    valid_to: date | None

    def valid_on(self, day: date | None) -> bool:
        """Whether it stood on that day; with no day to ask for, yes."""
        return day is None or (
            (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
        )

    @property
    def full_name(self) -> str:
        """`thành phố Hà Nội`, `xã Bình Yên`, as running text has it."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Province(Place):
    """A province or a city under the central government: one row for each time that its land or its name changed."""

    code: str
    successor: str | None  # its name, the day after `valid_to`
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class District(Place):
    """A district, until 30 June 2025: `huyện Hiệp Hòa`."""

    province: str


@dataclass(frozen=True, slots=True)
class Commune(Place):
    """A commune, ward, township or special zone."""

    province: str
    district: str | None
    successors: tuple[str, ...]  # "xã Hòa Lạc", since 1 July 2025, in the province's successor; the greater part first


P = TypeVar("P", bound=Place)
T = TypeVar("T")


def key(name: str) -> str:
    """A name as it is compared: case, tone placement, dashes and spaces levelled, marks kept.

    >>> key("Bà Rịa–Vũng Tàu"), key("THANH HOÁ"), key("Ea H’ Leo")
    ('bà rịa vũng tàu', 'thanh hóa', 'ea hleo')
    """
    low = level_tones(fold(unicodedata.normalize("NFC", name)).replace("\u00f0", "đ"))
    return " ".join(_WORDS.findall(_APOSTROPHES.sub("", low)))


@lru_cache(maxsize=4096)
def split_kind(name: str) -> tuple[str | None, str]:
    """The kind that stands before a name, if one does, and the name's key.

    >>> split_kind("TP. Hồ Chí Minh"), split_kind("Thừa Thiên - Huế")
    (('thành phố', 'hồ chí minh'), (None, 'thừa thiên huế'))
    """
    whole = key(name)
    match = _KIND.match(whole)
    return (_KINDS[match[1]], whole[match.end() :]) if match else (None, whole)


class Places:
    """The gazetteer. Provinces are read at once; districts and communes when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, dict[str, list[Commune]]] = {}
        self._provinces: dict[str, list[Province]] = {}
        for row in self._rows("provinces.csv"):
            code, name, kind, since, until, successor, variants = row
            others = tuple(variants.split(";")) if variants else ()
            province = Province(name, kind, _day(since), _day(until), code, successor or None, others)
            for spelling in (name, *others):
                self._provinces.setdefault(key(spelling), []).append(province)

    @classmethod
    def load(cls, rules_dir: Path) -> Places:
        return cls(rules_dir / "places")

    # Provinces

    def province(self, name: str, on: date | None = None) -> Province | None:
        """The province of that name on a day; without a day, the latest of that name.

        "thành phố Bắc Giang" is no province: where a kind is given, it must be the province's.
        """
        return _last(p for p in self._spelt(name) if p.valid_on(on))

    def provinces_on(self, day: date) -> list[Province]:
        """All provinces of a day, by code: 63 until 30 June 2025, 34 since."""
        found = {id(p): p for rows in self._provinces.values() for p in rows if p.valid_on(day)}
        return sorted(found.values(), key=lambda p: p.code)

    def successor(self, name: str, on: date | None = None) -> Province | None:
        """The province to which a province's land belongs on a day, today without one; itself where nothing changed.

        Bắc Giang -> Bắc Ninh; Hà Tây in 2020 -> Hà Nội. A day before the name's own time has no successor.
        """
        place = next(iter(sorted((p for p in self._spelt(name) if on is None or (p.valid_from or on) <= on), key=_age)), None)
        while place and place.successor and place.valid_to and not (on and place.valid_on(on)):
            place = self.province(place.successor, place.valid_to + _DAY)
        return place

    def predecessors(self, name: str, on: date) -> list[Province]:
        """The provinces of a day whose land a province has now: Phú Thọ in 2024 -> Hòa Bình, Phú Thọ, Vĩnh Phúc."""
        heir = self.province(name)
        return [p for p in self.provinces_on(on) if heir and self.successor(p.full_name) == heir]

    def _spelt(self, name: str) -> list[Province]:
        kind, bare = split_kind(name)
        return [p for p in self._provinces.get(bare, ()) if kind in (None, p.kind)] or self._provinces.get(key(name), [])

    # Districts

    def district(self, name: str, province: str | None = None, on: date | None = None) -> District | None:
        """The district of that name, `None` where there are none or several."""
        found = self._districts_named(name, on)
        if province is not None:
            found = [d for d in found if d.province in self._names_of(province)]
        kind, _ = split_kind(name)
        exact = [d for d in found if d.kind == kind]
        return _only(exact or found)

    def provinces_of_district(self, name: str, on: date | None = None) -> set[str]:
        """The provinces that had such a district: "huyện Hiệp Hòa" -> {"Bắc Giang"}, "huyện Châu Thành" -> many."""
        return {d.province for d in self._districts_named(name, on)}

    def districts_of(self, province: str, on: date) -> list[District]:
        """All districts of a province on a day, by name; none since 1 July 2025."""
        names = self._names_of(province)
        here = [d for named in self._districts.values() for d in named if d.province in names and d.valid_on(on)]
        return sorted(here, key=lambda d: (d.name, d.kind))

    def _districts_named(self, name: str, on: date | None) -> list[District]:
        kind, bare = split_kind(name)
        found = [d for d in self._districts.get(bare, ()) if d.valid_on(on)]
        return [d for d in found if kind is None or _RANK[d.kind] >= _RANK.get(kind, 9)]

    @cached_property
    def _districts(self) -> dict[str, list[District]]:
        rows = [*self._rows("districts.csv"), *(row[:5] for row in self._rows("earlier_districts.csv"))]
        districts = [District(name, kind, _day(since), _day(until), province) for province, kind, name, since, until in rows]
        return _grouped(districts, lambda d: key(d.name))

    # Communes

    def commune(self, name: str, province: str, on: date | None = None, district: str | None = None) -> Commune | None:
        """The commune of that name in a province, today's before a former one; `None` where there are none or several."""
        here = [self._communes_under(p) for p in sorted(self._names_of(province))]
        found = [c for communes in here for c in _called(name, communes) if c.valid_on(on)]
        if district is not None:
            found = [c for c in found if c.district and split_kind(c.district)[1] == split_kind(district)[1]]
        return _only([c for c in found if c.valid_to is None] or found)

    def districts_of_commune(self, name: str, province: str, on: date) -> list[str]:
        """The districts in which such a commune lay on a day: `huyện Hiệp Hòa`; several where a province has two of one name."""
        here = [c for p in sorted(self._names_of(province)) for c in _called(name, self._communes_under(p)) if c.valid_on(on)]
        return list(dict.fromkeys(c.district for c in here if c.district))

    def communes_of(self, province: str, on: date) -> list[Commune]:
        """All communes, wards and special zones of a province on a day, by name."""
        here = [c for p in self._names_of(province) for named in self._communes_under(p).values() for c in named]
        return sorted((c for c in here if c.valid_on(on)), key=lambda c: (c.name, c.kind))

    def provinces_of_commune(self, name: str, on: date | None = None) -> set[str]:
        """The provinces that have such a commune on a day: "xã Hạ Bằng" -> {"Hà Nội"}."""
        return {c.province for p in self._commune_rows for c in _called(name, self._communes_under(p)) if c.valid_on(on)}

    def _names_of(self, province: str) -> set[str]:
        return {p.name for p in self._spelt(province)}

    def _communes_under(self, province: str) -> dict[str, list[Commune]]:
        """A province's communes of all times, by key; made when first asked for, since most runs ask for a few provinces."""
        if province not in self._made:
            communes = [
                Commune(
                    name, kind, _day(since), _day(until), province, district or None, tuple(filter(None, successors.split(";")))
                )
                for _, district, kind, name, since, until, successors in self._commune_rows.get(province, ())
            ]
            self._made[province] = _grouped(communes, lambda c: key(c.name))
        return self._made[province]

    @cached_property
    def _commune_rows(self) -> dict[str, list[list[str]]]:
        """Some 13,500 rows, by province, in the columns of former_communes.csv."""
        rows = [[province, "", kind, name, since, "", ""] for province, kind, name, since in self._rows("communes.csv")]
        return _grouped([*rows, *self._rows("former_communes.csv")], lambda row: row[0])

    def _rows(self, name: str) -> list[list[str]]:
        with (self._folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[1:]


def _called(name: str, communes: dict[str, list[Commune]]) -> list[Commune]:
    """Those meant by "xã Bình Yên" or "Bình Yên"; "Phường Đúc" is the whole name of a ward of Huế."""
    kind, bare = split_kind(name)
    return [c for c in communes.get(bare, ()) if kind in (None, c.kind)] or communes.get(key(name), [])


def _grouped(items: Iterable[T], by: Callable[[T], str]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(by(item), []).append(item)
    return groups


def _age(place: Place) -> date:
    return place.valid_to or date.max


def _last(places: Iterable[P]) -> P | None:
    return max(places, key=_age, default=None)


def _only(places: list[P]) -> P | None:
    return places[0] if len(places) == 1 else None


_days: dict[str, date | None] = {"": None}  # a handful of days in thousands of rows


def _day(text: str) -> date | None:
    if text not in _days:
        _days[text] = date.fromisoformat(text)
    return _days[text]
