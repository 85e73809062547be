"""Which documents are a province's: under the name that it had when they were written, and under the one that it has now.

One that is asked for by name has those of its predecessors, too; of all provinces at once each document is in one report only.

A plan of 2024 from Bắc Giang is Bắc Giang's, and Bắc Ninh's, whose land it became on 1 July 2025.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from pipeline.model import Directive
from pipeline.numbers import split_number
from pipeline.places import MERGED_ON, Places, Province
from pipeline.report.words import Language, day
from pipeline.rulebook import Rulebook
from pipeline.text import fold, level_tones, squeeze, strip_marks

Row = Mapping[str, Any]
_DAY = timedelta(days=1)
_BEFORE_MERGER = MERGED_ON - _DAY


class OnDesk(Protocol):
    """The rules and the places."""

    @property
    def rulebook(self) -> Rulebook: ...
    @property
    def places(self) -> Places: ...


class NoSuchProvince(LookupError):
    """A name that is no province's; the message is for the user."""


@dataclass(frozen=True)
class Chosen:
    """The documents of one report, and whose they are."""

    province: Province  # whose report it is
    plans: tuple[Row, ...]
    heir: Province | None = None  # to which its land belongs now, where that is another
    merged: tuple[Province, ...] = ()  # the provinces of 30 June 2025 that it was made of, where they were several
    instead_of: Province | None = None  # the one that was asked for, where it was no more in the year asked for
    apart: tuple[Province, ...] = ()  # others that it was made of, whose documents are in reports of their own

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which its documents were issued, in the order of the alphabet."""
        return tuple(sorted({str(plan["province"]) for plan in self.plans}))

    def note(self, language: Language) -> str | None:
        """Which name the report goes by, in a sentence; None where the province has only ever had the one."""
        ended = self.instead_of or (self.province if self.heir else None)
        if ended is None and len(self.merged) < 2 and not self.apart:
            return None
        words = _SUCCEEDED if self.instead_of else _ENDED if self.heir else _APART if self.apart else _MERGED
        last = ended.valid_to if ended else None
        sentence = words[language].format(
            name=_called(self.province, language),
            old=_called(ended or self.province, language),
            heir=_called(self.heir or self.province, language),
            last=day(last.isoformat() if last else None, language),
            since=day((last + _DAY).isoformat() if last else None, language),
            made_of=_listed([_called(p, language) for p in self.apart or self.merged], language),
        )
        return sentence[:1].upper() + sentence[1:]


_SUCCEEDED = {
    "vi": "{old} có đến hết ngày {last}; báo cáo này lập theo {name}.",
    "en": "{old} ended on {last}; this report is made for {name}, to which it belongs.",
}
_ENDED = {
    "vi": "Báo cáo này lập theo {name}, có đến hết ngày {last}; từ ngày {since} thuộc {heir}.",
    "en": "This report is made for {name}, which ended on {last}; since {since} it belongs to {heir}.",
}
_MERGED = {
    "vi": "Báo cáo này lập theo {name} như hiện nay, gồm cả văn bản trước ngày 01/7/2025 của {made_of}.",
    "en": "This report is made for {name} as it is now, with the documents of {made_of} before 1 July 2025.",
}
_APART = {
    "vi": "Báo cáo này gồm những văn bản ban hành dưới tên {name}; văn bản trước ngày 01/7/2025 của {made_of} có báo cáo riêng.",
    "en": "This report has what was issued under the name of {name}; documents of {made_of} before 1 July 2025 have reports of "
    "their own.",
}


def choose_own(plans: Iterable[Row], places: Places, name: str, year: int | None = None) -> Chosen:
    """The documents that were issued under one province's name: so of all provinces' reports each document is in one."""
    province = find_province(places, name)
    own = tuple(plan for plan in plans if plan["province"] == province.name and year in (None, plan["year"]))
    if province.valid_to is not None:
        heir = places.successor(province.full_name)
        return Chosen(province, own, heir=heir if heir and heir.name != province.name else None)
    merged = places.predecessors(province.full_name, _BEFORE_MERGER) if year is None or year <= _BEFORE_MERGER.year else []
    before = tuple(p for p in merged if p.name == province.name)
    return Chosen(province, own, merged=before, apart=tuple(p for p in merged if p.name != province.name))


def choose(plans: Iterable[Row], places: Places, name: str, year: int | None = None) -> Chosen:
    """The documents of the province called `name`, with or without marks, in one year or in all.

    A province of today has those of the provinces that it was made of, too. One that is no more has its own;
    asked about a year that it did not live to see, its successor answers for it.
    """
    province = find_province(places, name)
    rows = [plan for plan in plans if plan["province"] and year in (None, plan["year"])]
    if province.valid_to is None:
        return _of_today(rows, places, province)
    own = tuple(plan for plan in rows if plan["province"] == province.name)
    heir = places.successor(province.full_name)
    if heir is None or heir.name == province.name:
        return Chosen(province, own)
    if not own and year is not None and province.valid_to < date(year, 12, 31):
        chosen = _of_today(rows, places, heir)
        return Chosen(chosen.province, chosen.plans, merged=chosen.merged, instead_of=province)
    return Chosen(province, own, heir=heir)


def find_province(places: Places, name: str) -> Province:
    """`Đắk Lắk`, `dak lak`, `tỉnh Đắk Lắk`; a name without marks is taken only where it is one province's."""
    exact = places.province(name, MERGED_ON) or places.province(name)
    if exact:
        return exact
    wanted = _unmarked(name)
    every = {p.name: p for on in (_BEFORE_MERGER, MERGED_ON) for p in places.provinces_on(on)}
    fitting = [p for p in every.values() if wanted in (_unmarked(p.name), _unmarked(p.full_name))]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise NoSuchProvince(f"{name!r} may be {' or '.join(sorted(p.name for p in fitting))}: write it with its marks.")
    raise NoSuchProvince(f"{name!r} is no province, now or before July 2025.")


def kind_of(book: Rulebook, directive: Directive) -> str:
    """The type of document that a directive's number names; one whose number names none is a letter."""
    parts = split_number(directive.number)
    return (parts and book.document_types.of_symbol(parts.symbol)) or "Công văn"


def asked_on(directive: Directive) -> date:
    """The day whose units are asked: the directive's own, else the first of September of its year."""
    return date.fromisoformat(directive.issued_on) if directive.issued_on else date(directive.year, 9, 1)


def now_of(plan: Row, places: Places) -> Province | None:
    """The province of today to which a document's province belongs: Bắc Ninh for one of Bắc Giang of 2024."""
    then = places.province(str(plan["province"]), _written(plan)) or places.province(str(plan["province"]))
    return places.successor(then.full_name) if then else None


def _of_today(rows: Iterable[Row], places: Places, province: Province) -> Chosen:
    heirs: dict[tuple[Any, Any], str | None] = {}
    own = []
    for plan in rows:
        place = (plan["province"], _written(plan))
        if place not in heirs:
            now = now_of(plan, places)
            heirs[place] = now.name if now else None
        if heirs[place] == province.name:
            own.append(plan)
    return Chosen(province, tuple(own), merged=tuple(places.predecessors(province.full_name, _BEFORE_MERGER)))


def _written(plan: Row) -> date | None:
    """The day that tells which province of a name is meant; the day itself where it is known, else the year's autumn."""
    issued = str(plan.get("issued_on") or "")
    if len(issued) == 10:
        return date.fromisoformat(issued)
    return date(int(plan["year"]), 9, 1) if plan.get("year") else None


def _called(province: Province, language: Language) -> str:
    return province.full_name if language == "vi" else province.name


def _listed(names: list[str], language: Language) -> str:
    word = " và " if language == "vi" else " and "
    return word.join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _unmarked(name: str) -> str:
    return squeeze(strip_marks(fold(level_tones(name))).replace("-", " "))
