"""Whole chains: a province's plan, its department's letter, its districts' and communes' plans, each citing those above it.

What a plan asks of those below it and what they make of it is decided here, so the gold says what each document is linked to
and how it stands beside its superiors' plans.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from corpus.generate.draft import bank, iso
from corpus.generate.gold import Gold
from corpus.generate.places import communes, provinces
from corpus.generate.sheet import Sheet
from corpus.generate.writer import Writer

LEFT = "Các xã, phường chủ động lựa chọn thời gian, địa điểm tổ chức lễ khai mạc phù hợp với điều kiện thực tế của địa phương."
HARMLESS = ("plain theme", "slogan", "no year", "decoys", "signed mark", "spaced number")  # and how often in `TROUBLES`
PROVINCE_FAULTS = ("shifted week", "altered theme")
COMMUNE_FAULTS = (  # what the chain can find in a commune's plan; each as often as the others
    "misdated superior", "uncited superior", "another superior", "no directive", "late for superior", "shifted week",
    "altered theme", "own opening", "handed on", "decided", "before its superior", "wrong symbol", "the ministry's days",
)  # fmt: skip
_DISTRICTS_ENDED = date(2025, 7, 1)
_RANK = {"province": 0, "department": 1, "district": 2, "commune": 3}


@dataclass(frozen=True)
class Office:
    """Who writes in a chain, and what is wrong with it."""

    year: int
    level: str
    province: str
    kind: str = "tỉnh"  # of the province
    district: str | None = None
    commune: str | None = None
    faults: frozenset[str] = frozenset()


@dataclass
class Link(Writer):
    """One document of a chain: it cites those above it, and takes over what they ask."""

    post: Office | None = None
    superiors: tuple[Link, ...] = ()  # all of its chain, the highest first
    name: str = ""
    leaves: bool = False  # leaves time and place of the opening to those below it
    ceremony: bool = True  # its opening is its own, nobody else's
    cited: list[Link] = field(default_factory=list)
    not_at_hand: list[str] = field(default_factory=list)

    # -- who, when, what

    def choose_office(self) -> None:
        office = self.of
        rng = self.rng
        self.troubles = {name for name in HARMLESS if rng.random() < 0.15} | office.faults
        self.year, self.level, self.province = office.year, office.level, office.province
        self.district, self.commune = office.district, office.commune
        self.letter = office.level == "department"
        self.leaves = office.level == "province" and ("leaves" in office.faults or rng.random() < 0.4)
        self.ceremony = "ceremony" in office.faults or ("binding" not in office.faults and rng.random() < 0.6)

    @property
    def of(self) -> Office:
        assert self.post is not None
        return self.post

    @property
    def above(self) -> str:
        return f"{self.of.kind} {self.province}"

    @property
    def lead(self) -> str:
        if self.level == "commune" and self.year < _DISTRICTS_ENDED.year:
            return f"Trung tâm học tập cộng đồng {self.unit}"
        return super().lead

    @property
    def agencies(self) -> list[tuple[str, str]]:
        if self.level == "commune" and self.year < _DISTRICTS_ENDED.year:
            return [(self.fill(name), kind) for name, kind, *_ in bank()["agencies"]["commune_before"]]
        return super().agencies

    def choose_day(self) -> date:
        first: date = self.campaign["issued_on"]
        after = max((s.issued for s in self.superiors), default=first)
        if "before its superior" in self.troubles:
            return first + timedelta(1)
        return after + timedelta(self.rng.randint(2, 4) if self.superiors else self.rng.randint(4, 6))

    def choose_days(self) -> tuple[date, date, date | None]:
        first, last = self.campaign["week"]
        leader = self.superiors[0] if self.superiors else None
        if leader and "the ministry's days" not in self.troubles:
            first, last = leader.start, leader.end
        if "shifted week" in self.troubles:
            shift = timedelta(self.rng.choice([1, 2, 5] if self.superiors else [5, 7]))
            first, last = first + shift, last + shift
        opening: date | None = first
        if "own opening" in self.troubles or "decided" in self.troubles:
            opening = first + timedelta(1)
        if "handed on" in self.troubles or (self.superiors and self.rng.random() < 0.3 and "decided" not in self.troubles):
            opening = None
        return first, last, opening

    # -- by when reports are due

    @property
    def dues(self) -> tuple[date, date]:
        """By when those below it report, and by when its own office does."""
        last: date = self.campaign["week"][1]
        days = {"province": (12, 18), "department": (11, 11), "district": (8, 10), "commune": (4, 6)}[self.level]
        late = 10 if "late for superior" in self.troubles else 0
        shift = (self.start - self.campaign["week"][0]).days if self.level in ("province", "department") else 0
        return last + timedelta(days[0] + late + max(0, shift)), last + timedelta(days[1] + late + max(0, shift))

    def asks_reports_by(self, level: str) -> date | None:
        """By when it wants the reports of a level below: its office's where that is named, else those of all units."""
        return self.dues[1] if level == "department" and len(self.deadlines) > 1 else self.dues[0]

    # -- words

    def basis(self) -> list[str]:
        """Its superiors' documents, as the faults would have them cited."""
        acts = [] if "no directive" in self.troubles else [self.directive()]
        for superior in reversed(self.superiors if self.level != "commune" else self._cited_by_a_commune()):
            day = superior.issued - timedelta(2) if "misdated superior" in self.troubles else superior.issued
            word = "Công văn" if superior.letter else "Kế hoạch"
            about = f"về tổ chức Tuần lễ hưởng ứng học tập suốt đời năm {self.year}"
            acts.append(self.cite(word, superior.number, day, superior.issuer, about))
            self.cited.append(superior)
        if "another superior" in self.troubles:
            number = f"{self.rng.randint(1000, 4000)}/UBND-VX"
            acts.append(
                self.cite(
                    "Công văn", number, min(s.issued for s in self.superiors) - timedelta(1), f"Ủy ban nhân dân {self.above}"
                )
            )
            self.not_at_hand.append(number)
        name = f"tổ chức Tuần lễ hưởng ứng học tập suốt đời năm {self.year} (sau đây gọi tắt là Tuần lễ)"
        ask = "đề nghị các cơ quan, đơn vị triển khai" if self.letter else "ban hành Kế hoạch"
        where = ", ".join(place for place in (self.issuer, self.district, self.above) if place) if self.commune else self.issuer
        return [f"Thực hiện {'; '.join(acts) or 'chỉ đạo của cấp trên'}, {where} {ask} {name} với các nội dung sau:"]

    def _cited_by_a_commune(self) -> Sequence[Link]:
        """Its district while there was one, else its province, or the department's letter for it."""
        if self.troubles & {"uncited superior", "another superior", "before its superior"}:
            return ()
        by_level = {s.level: s for s in self.superiors}
        if "district" in by_level:
            return (by_level["district"],)
        if "department" in by_level and "misdated superior" not in self.troubles and self.rng.random() < 0.3:
            return (by_level["department"],)
        return (by_level["province"],)

    def time_line(self) -> str:
        rng, line = self.rng, f"Tuần lễ được tổ chức {self.range(self.start, self.end)}"
        if self.opening:
            when = f"{rng.choice(['', '8 giờ 00 ', '7h30 '])}ngày {self.day(self.opening)}"
            own = self.ceremony and self.level in ("province", "district")
            place = ""
            if self.level == "commune":
                place = f" tại {rng.choice(['nhà văn hóa', 'hội trường', 'sân trường trung học cơ sở'])} {self.unit}"
            named = {"province": self.of.kind, "district": "huyện"}.get(self.level, self.unit)
            line += f". Lễ khai mạc cấp {named}: {when}" if own else f", trong đó Lễ khai mạc diễn ra vào {when}{place}"
        if self.leaves or self.troubles & {"handed on", "decided"}:
            line += f". {LEFT.rstrip('.')}"
        return line + "."

    def reporting(self, week_end: date) -> str:
        """Those below first, then its own office; a department only collects."""
        lower, own = self.dues
        year = "no year" not in self.troubles
        if self.level == "department":
            units = "các cơ quan, đơn vị, địa phương"
            to = "Sở Giáo dục và Đào tạo"
            asked = f"Kết thúc Tuần lễ, {units} gửi báo cáo kết quả về {to} (qua {self.lead}) trước ngày {self.day(lower)}."
            return self.deadline(lower, to, asked)
        units = {"commune": "Các cơ quan, đơn vị, trường học", "district": "Ủy ban nhân dân các xã, thị trấn"}
        below = units.get(self.level, "Các cơ quan, đơn vị, địa phương")
        first = self.deadline(lower, self.lead, f"{below} gửi báo cáo kết quả về {self.lead} trước ngày {self.day(lower, year)}")
        passed_on = f"{self.lead} tổng hợp, báo cáo {self.office} trước ngày {self.day(own, year)}"
        return f"{first}; {self.deadline(own, self.office, passed_on)}."

    def sheet(self, body: list[str]) -> Sheet:
        sheet = super().sheet(body)
        if self.of.kind != "tỉnh":
            sheet = _of_a_city(sheet)
        return sheet

    # -- what a careful reader finds

    def gold(self, agencies: list[str], *, mentions_opening: bool) -> Gold:
        gold = super().gold(agencies, mentions_opening=mentions_opening)
        directive = gold["directive"]
        if "no directive" in self.troubles:
            gold["directive"] = {"number": None, "issued_on": None, "resolved": directive["resolved"]}
            gold["verdicts"] |= {"cites-directive": "fail", "citation-exact": "not_applicable"}
        if self.troubles & {"handed on", "decided"}:
            gold["verdicts"].pop("adapted")  # whether it is a leftover, too, may be argued
        if self.of.kind != "tỉnh":
            gold = _of_a_city_in(gold)
        linked = list(self.linked())
        gold["links"] = [{"relation": "directive", "number": directive["resolved"], "superior": None}]
        gold["links"] += [{"relation": "upstream", "number": s.number, "superior": s.name} for s in linked]
        gold["links"] += [{"relation": "upstream", "number": number, "superior": None} for number in self.not_at_hand]
        gold["upstream"] = {s.number: self.beside(s) for s in linked}
        if self.level == "commune":
            gold["verdicts"]["cites-upstream"] = self._cites_upstream()
        return gold

    def linked(self) -> Iterator[Link]:
        """What it cites, what that cites, and the plan of its province and district that is there all the same."""
        seen: list[Link] = []
        waiting = list(self.cited)
        while waiting:
            one = waiting.pop(0)
            if one not in seen:
                seen.append(one)
                waiting += one.cited
        if not any(s.level in ("province", "department") for s in seen):
            seen += [s for s in self.superiors if s.level == "province" and s.issued <= self.issued]
        if self.issued < _DISTRICTS_ENDED and not any(s.level == "district" for s in seen):
            seen += [s for s in self.superiors if s.level == "district" and s.issued <= self.issued]
        return iter(seen)

    def _cites_upstream(self) -> str:
        if any(s.level in ("province", "department") for s in self.cited):
            return "fail" if "misdated superior" in self.troubles else "pass"
        if self.not_at_hand:
            return "unknown"
        if min(s.issued for s in self.superiors if s.level in ("province", "department")) > self.issued:
            return "not_applicable"
        return "unknown" if self.issued < _DISTRICTS_ENDED else "fail"

    def beside(self, superior: Link) -> dict[str, str]:
        """How it stands beside what a superior's document asks; to follow the ministry instead is no fault."""
        campaign = self.campaign
        found = {
            "upstream-theme": _against(self.theme, superior.theme, campaign["theme"]),
            "upstream-week": _against([self.start, self.end], [superior.start, superior.end], campaign["week"]),
        }
        if superior.opening:
            own = superior.ceremony and superior.level in ("province", "district")
            if own and self.opening != superior.opening:
                found["upstream-opening"] = "not_applicable"
            elif self.opening is None:
                found["upstream-opening"] = "unknown"
            else:
                found["upstream-opening"] = _against(self.opening, superior.opening, campaign["opening"])
        asked = superior.asks_reports_by(self.level)
        if asked:
            found["upstream-report-deadline"] = "pass" if max(d["due_on"] for d in self.deadlines) <= iso(asked) else "fail"
        if superior.leaves:
            found["upstream-adapted"] = "fail" if "handed on" in self.troubles else "pass"
        return found


def write_chain(
    seed: str, year: int, province: str, offices: Sequence[Office], pages: float = 2
) -> Iterator[tuple[str, Sheet, Gold]]:
    """The documents of one province, from its own down: `(stem, sheet, gold)`."""
    made: list[Link] = []
    for office in sorted(offices, key=lambda o: _RANK[o.level]):
        above = tuple(
            link
            for link in made
            if _RANK[link.level] < _RANK[office.level]
            and (link.level != "district" or link.district == office.district)
            and not (link.level == "department" and office.level == "district")
        )
        if office.level == "commune" and office.district and any(s.level == "district" for s in above):
            above = tuple(s for s in above if s.level != "department")
        stem = stem_of(office)
        if twins := sum(re.fullmatch(rf"{stem}(-\d+)?", link.name) is not None for link in made):  # Thạnh An beside Thanh An
            stem += f"-{twins + 1}"
        link = Link(random.Random(f"{seed}:{stem}"), pages, post=office, superiors=above, name=stem)
        sheet, gold = link.write()
        made.append(link)
        yield stem, sheet, gold


def offices_of(rng: random.Random, year: int, province: str, count: int, faulty: float = 0.45) -> list[Office]:
    """A province's offices with `count` communes, taken district by district while there were any, and faults by chance."""
    kind = provinces(year)[province]
    places = list(communes(province, year))
    if year >= _DISTRICTS_ENDED.year:
        rng.shuffle(places)
    places = places[:count]
    faults = frozenset({rng.choice(PROVINCE_FAULTS)}) if rng.random() < 0.15 else frozenset()
    offices = [Office(year, "province", province, kind, faults=faults)]
    if rng.random() < 0.4:
        offices.append(Office(year, "department", province, kind))
    offices += [
        Office(year, "district", province, kind, district) for district in dict.fromkeys(p.district for p in places) if district
    ]
    for place in places:
        own = frozenset({rng.choice(COMMUNE_FAULTS)}) if rng.random() < faulty else frozenset()
        offices.append(Office(year, "commune", province, kind, place.district, place.name, own))
    return offices


def _against(own: object, asked: object, ministry: object) -> str:
    return "pass" if own == asked else "unknown" if own == ministry else "fail"


_CITY = (
    ("Tỉnh đoàn", "Thành đoàn"),
    ("Tỉnh ủy", "Thành ủy"),
    ("TỈNH", "THÀNH PHỐ"),
    ("Tỉnh", "Thành phố"),
    ("tỉnh", "thành phố"),
)


def _as_city(text: str) -> str:
    for province, city in _CITY:
        text = re.sub(rf"(?<!\w){province}(?!\w)", city, text)
    return text


def _of_a_city(sheet: Sheet) -> Sheet:
    """`cấp tỉnh`, `Tỉnh đoàn` as a city under the central government has them."""
    blocks = {name: tuple(map(_as_city, getattr(sheet, name))) for name in ("left", "title", "to", "body", "recipients")}
    return Sheet(right=sheet.right, signatures=sheet.signatures, annexes=sheet.annexes, **blocks)


def _of_a_city_in(gold: Gold) -> Gold:
    changed = {name: _as_city(gold[name]) for name in ("issuer", "subject", "lead_agency")}
    changed["agencies"] = [_as_city(name) for name in gold["agencies"]]
    changed["deadlines"] = [{**d, "recipient": _as_city(d["recipient"])} for d in gold["deadlines"]]
    return gold | changed


def stem_of(office: Office) -> str:
    """`2025-tuyen-quang-xa-tan-trao`"""
    unit = office.commune or office.district or {"department": "so-gddt"}.get(office.level, "ubnd")
    return f"{office.year}-{_slug(office.province)}-{_slug(unit)}"


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "-".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))
