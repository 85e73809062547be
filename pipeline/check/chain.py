"""What does each document carry out? The ministry's directive, and the plans of the levels between, found at a run's end.

`Thực hiện ... Kế hoạch số 312/KH-UBND ngày 22/9/2025 của Ủy ban nhân dân tỉnh Sơn La` links a commune's plan to its province's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pipeline.check.citation import level_number, same_body
from pipeline.model import Directive, Link
from pipeline.numbers import NumberMention, split_number
from pipeline.places import MERGED_ON, Places, key, split_kind
from pipeline.text import strip_marks

Row = Mapping[str, Any]
_RANK = {"central": 0, "ministry": 1, "province": 2, "department": 3, "district": 4, "commune": 5, "school": 6}
_PROVINCE, _DISTRICT, _COMMUNE = _RANK["province"], _RANK["district"], _RANK["commune"]
_DISTRICTS_ENDED = MERGED_ON.isoformat()
_HEAD = 3000  # letters: where a commune names its district, in its letterhead or as it takes the floor
_PLACE = re.compile(r"(?<!\w)(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\s+(\S.*)")


def link_all(
    plans: Sequence[Row],
    citations: Mapping[str, Sequence[Row]],
    directives: Iterable[Directive],
    places: Places | None = None,
    among: Collection[str] | None = None,
    text_of: Callable[[str], str] | None = None,
) -> dict[str, tuple[Link, ...]]:
    """The links of every document, or of some: rows of the view `plans`, and their citations by document.

    A text is asked for only where several communes of a province have one name.
    """
    chain = _Chain(plans, citations, directives, places, text_of)
    return {d: tuple(_once(chain.whole(plan))) for d, plan in chain.by_document.items() if among is None or d in among}


class _Chain:
    """All documents at hand, by place and year."""

    def __init__(
        self,
        plans: Sequence[Row],
        citations: Mapping[str, Sequence[Row]],
        directives: Iterable[Directive],
        places: Places | None,
        text_of: Callable[[str], str] | None,
    ) -> None:
        self.citations, self.places, self.text_of = citations, places, text_of
        self._cited: dict[str, tuple[Link, ...]] = {}
        self.registry = {d.number: d for d in directives}
        self.by_document = {str(plan["document"]): plan for plan in plans}
        self.ministry = {level_number(p["number"]): p for p in plans if p["number"] and _rank(p) in (0, 1)}
        self.by_place: dict[tuple[str, int], list[Row]] = {}
        self.by_year: dict[int, list[Row]] = {}
        for plan in plans:
            if plan["year"] and _PROVINCE <= _rank(plan) <= _COMMUNE:
                self.by_year.setdefault(plan["year"], []).append(plan)
                if plan["province"]:
                    self.by_place.setdefault((plan["province"], plan["year"]), []).append(plan)

    def cited(self, document: str) -> tuple[Link, ...]:
        if document not in self._cited:
            self._cited[document] = tuple(self._citing(self.by_document[document]))
        return self._cited[document]

    def _citing(self, plan: Row) -> Iterator[Link]:
        """What it cites: the directive first, then whatever of the levels above it is at hand or meant as such."""
        yield from self._directive(plan)
        superiors = self._superiors(plan)
        for citation in self.citations.get(str(plan["document"]), ()):
            if citation["resolved"]:
                continue
            printed = split_number(citation["number"] or "")
            found = [(how, s) for s in superiors if (how := _meant(citation, printed, s))]
            if found:
                how, superior = min(found, key=lambda pair: (_SURENESS.index(pair[0]), not _by(citation, pair[1])))
                yield _to(superior, how, citation)
            elif citation["relation"] == "upstream":
                year = int(citation["issued_on"][:4]) if citation["issued_on"] else plan["year"]
                yield Link("upstream", citation["number"], citation["issued_on"], citation["issuer"], year, None, "not at hand")

    def whole(self, plan: Row) -> Iterator[Link]:
        """With what its superiors carry out, and, where it cites no plan of its province, that plan all the same."""
        own = self.cited(str(plan["document"]))
        yield from own
        levels = set()
        waiting, seen = list(own), {str(plan["document"])}
        while waiting:
            link = waiting.pop(0)
            if link.relation != "upstream" or link.superior is None or link.superior in seen:
                continue
            seen.add(link.superior)
            levels.add(self.by_document[link.superior]["level"])
            for further in self.cited(link.superior):
                if further.relation == "upstream" and further.superior:
                    waiting.append(further)
                    name = link.number or link.issuer
                    yield replace(further, how=f"through {name}")
        if plan["in_scope"]:
            yield from self._uncited(plan, levels)

    def _directive(self, plan: Row) -> Iterator[Link]:
        linked = set()
        for citation in self.citations.get(str(plan["document"]), ()):
            number = citation["resolved"]
            if number in self.registry and citation["relation"] == "directive" and number not in linked:
                directive = self.registry[number]
                linked.add(number)
                dated = citation["issued_on"] and citation["issued_on"] == directive.issued_on
                yield self._to_ministry(directive, "number and date" if dated else "number and issuer")
        if plan["in_scope"] and plan["directive"] in self.registry and plan["directive"] not in linked:
            yield self._to_ministry(self.registry[plan["directive"]], "campaign and year")

    def _to_ministry(self, directive: Directive, how: str) -> Link:
        own = self.ministry.get(level_number(directive.number))
        superior = str(own["document"]) if own else None
        return Link("directive", directive.number, directive.issued_on, directive.issuer, directive.year, superior, how)

    def _superiors(self, plan: Row) -> list[Row]:
        """The documents at hand that may be above it: of its own province and year, of a higher level."""
        near = self.by_place.get((plan["province"], plan["year"]), ()) if plan["province"] else self.by_year.get(plan["year"], ())
        return sorted((s for s in near if _above(s, plan)), key=_in_order)

    def _uncited(self, plan: Row, levels: set[Any]) -> Iterator[Link]:
        """The province's plan binds those who do not cite it, once it is there; so did a district's, until June 2025."""
        if not plan["province"] or _rank(plan) <= _PROVINCE:
            return
        binding = [s for s in self._superiors(plan) if s["in_scope"] and s["directive"] == plan["directive"]]
        earlier = [s for s in binding if not _after(s, plan)]
        if not levels & {"province", "department"}:
            yield from self._first(earlier, "province", "department")
        if "district" not in levels and _rank(plan) == _COMMUNE and self.places and (plan["issued_on"] or "9") < _DISTRICTS_ENDED:
            district = self._district(plan)
            yield from self._first([s for s in earlier if district and _of_district(s, district)], "district")

    def _first(self, superiors: Sequence[Row], *levels: str) -> Iterator[Link]:
        for level in levels:
            of_level = [s for s in superiors if s["level"] == level]
            if of_level:
                yield _to(of_level[0], "place and year")
                return

    def _district(self, plan: Row) -> str | None:
        """The district of a commune on its document's day; of several that have such a commune, the one that it names."""
        issued = plan["issued_on"] or ""
        if self.places is None or len(issued) != 10:
            return None
        name = str(plan["issuer"] or "").removeprefix("Ủy ban nhân dân ")
        districts = self.places.districts_of_commune(name, plan["province"], date.fromisoformat(issued))
        if len(districts) > 1 and self.text_of:
            head = f" {key(self.text_of(str(plan['document']))[:_HEAD])} "
            districts = [d for d in districts if f" {key(d)} " in head]
        return districts[0] if len(districts) == 1 else None


def meant(number: str, issued_on: str | None, issuer: str | None, relation: str, by: Row) -> str | None:
    """By what a citation is told to mean a document, if it does.

    The same sequence number and the date or the issuer agrees; or everything but the sequence number does.
    """
    cited = {"number": number, "issued_on": issued_on, "issuer": issuer, "relation": relation}
    return _meant(cited, split_number(number), by)


_SURENESS = ("number and date", "number and issuer", "date and issuer")


def _meant(citation: Row, printed: NumberMention | None, plan: Row) -> str | None:
    same_day = bool(citation["issued_on"]) and citation["issued_on"] == plan["issued_on"]
    upstream = citation["relation"] == "upstream"
    issued = split_number(plan["number"] or "")
    if printed is None or not (same_day or upstream):
        return None
    same_seq = issued is not None and printed.seq == issued.seq
    if same_seq and same_day:
        return None if _elsewhere(citation["issuer"], plan["issuer"]) else "number and date"
    if not upstream or not _by(citation, plan):
        return None
    if same_seq and issued is not None and printed.symbol[:2] == issued.symbol[:2]:
        return "number and issuer"
    return "date and issuer" if same_day else None


def _by(citation: Row, plan: Row) -> bool:
    return bool(citation["issuer"]) and same_body(citation["issuer"], plan["issuer"] or "")


def _elsewhere(cited: str | None, issuer: str | None) -> bool:
    """Two districts may give one number on one day: `huyện Hóc Môn` is not `huyện Bình Chánh`; marks may have been misread."""
    one, two = _PLACE.search(cited or ""), _PLACE.search(issuer or "")
    if one is None or two is None or one[1] != two[1]:
        return False
    ours, theirs = strip_marks(key(one[2])), strip_marks(key(two[2]))
    return not (ours.startswith(theirs) or theirs.startswith(ours))


def _of_district(plan: Row, district: str) -> bool:
    return key(plan["issuer"] or "").endswith(f" {split_kind(district)[1]}")


def _to(superior: Row, how: str, citation: Row | None = None) -> Link:
    """A link to a document at hand; what it leaves blank is as the citation has it."""
    number, issued_on = superior["number"], superior["issued_on"]
    if citation:
        number, issued_on = number or citation["number"], issued_on or citation["issued_on"]
    return Link("upstream", number, issued_on, superior["issuer"], superior["year"], str(superior["document"]), how)


def _once(links: Iterable[Link]) -> Iterator[Link]:
    seen = set()
    for link in links:
        which = (
            (link.relation, link.superior) if link.superior else (link.relation, level_number(link.number or ""), link.issued_on)
        )
        if which not in seen:
            seen.add(which)
            yield link


def _rank(plan: Row) -> int:
    return _RANK.get(plan["level"] or "", 9)


def _above(superior: Row, plan: Row) -> bool:
    """A higher level; within a district its committee is above its office for education."""
    if superior["document"] == plan["document"]:
        return False
    if _rank(superior) == _rank(plan) == _DISTRICT:
        return str(superior["issuer"]).startswith("Ủy ban") and str(plan["issuer"]).startswith("Phòng")
    return _rank(superior) < _rank(plan)


def _in_order(plan: Row) -> tuple[int, str, str]:
    """The same order whichever document came in first."""
    return _rank(plan), plan["issued_on"] or "9999", plan["number"] or ""


def _after(superior: Row, plan: Row) -> bool:
    """Whether it is known to have come later."""
    return bool(superior["issued_on"] and plan["issued_on"]) and superior["issued_on"][:10] > plan["issued_on"]
