"""Whose document it is: issuer with its place, level, province, commune, and the year.

The letterhead says it (`UBND HUYỆN HIỆP HÒA` / `PHÒNG GIÁO DỤC VÀ ĐÀO TẠO`); where there is none, an annex that names
its parent, or the sentence in which the issuer takes the floor (`Ủy ban nhân dân xã Bình Yên ban hành Kế hoạch ...`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.extract.header import _DATELINE, _MOTTO, _NATION, _STAMP, head_lines, head_spans
from pipeline.extract.reading import Reading
from pipeline.model import Citation, Fact
from pipeline.places import Province, split_kind
from pipeline.text import UPPER, fold

_NUMBERED_YEAR = re.compile(r"(?:^|\n)\s*[Ss]ố\s*:?[^\n/]{0,12}/\s?((?:19|20)\d\d)/[A-ZĐ]")
_PLACED = re.compile(
    rf"(?<!\w)(?P<kind>tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\s+"
    rf"(?P<name>(?:[{UPPER}][\w']*|\d{{1,2}})(?:\s+-?\s?[{UPPER}][\w']*){{0,4}}(?:\s+\d{{1,2}}(?![\d/.]))?)"
)

# `ỦY BAN NHÂN DÂN` / `XÃ TÂN LẬP` / `HUYỆN ĐAN PHƯỢNG`: whose district it is in is no part of the name.
_UNDER = re.compile(
    r"^(\w+ \w+ nhân dân (?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố) .+?)"
    r",? (?:huyện|quận|thị xã|thành phố|tỉnh) .*$"
)
_CALLED_BY_NAME = re.compile(r"(?:Tỉnh|Thành|Huyện) (?:đoàn|ủy)|Công ty|Báo|Đài|Bưu điện")


@dataclass(frozen=True, slots=True)
class _Body:
    """A body's name in full, and where it is printed."""

    name: str
    start: int
    end: int
    rule: str
    confidence: float = 1.0
    joined: bool = False  # `-` at its end: the next one issues with it


def extract_identity(reading: Reading, facts: Sequence[Fact], citations: Sequence[Citation]) -> Iterator[Fact]:
    """Issuer, level, province, commune and year, as far as the document says them."""
    known = {f.field: f for f in reversed(facts)}
    year = _year(reading, known, citations)
    if year and "year" not in known:
        yield year
    when = _when(known, year)
    bodies = _letterhead_bodies(reading)
    body = _issuer(bodies) or _from_annex(reading) or _from_floor(reading, citations)
    if body is None:
        return
    level = level_of(reading, body.name, when)
    if level == "other" and any(level_of(reading, one.name, when) == "school" for one in bodies):
        level = "school"  # `TRƯỜNG CAO ĐẲNG ...` / `TRUNG TÂM THÔNG TIN - THƯ VIỆN`
    province = _province(reading, body, bodies, citations, when)
    name = _UNDER.sub(r"\1", _with_place(reading, body, bodies, level, province))
    if level == "other":
        level = level_of(reading, name, when)  # `UBND HUYỆN ...` / `TRUNG TÂM VĂN HÓA`
    yield reading.fact("issuer", name, body.start, body.end, body.rule, body.confidence)
    yield reading.fact("level", level, body.start, body.end, "level.of-issuer", body.confidence)
    if province and level not in ("central", "ministry"):
        yield reading.fact("province", province[0], province[1], province[2], province[3])
    if level == "commune":
        commune = _placed(name, ("xã", "phường", "thị trấn", "đặc khu"))
        if commune:
            yield reading.fact("commune", commune, body.start, body.end, "commune.of-issuer", body.confidence)


# --- the year -------------------------------------------------------------------------------------------------------------


def _year(reading: Reading, known: dict[str, Fact], citations: Sequence[Citation]) -> Fact | None:
    """The letterhead's year, else the one in the subject, else the latest date of what is cited in the basis."""
    if "year" in known:
        return known["year"]
    for m in _NUMBERED_YEAR.finditer(reading.copy, 0, max((s.end for s in head_spans(reading)), default=0)):
        return reading.fact("year", m[1], m.start(1), m.end(1), "year.own-number", 0.95)
    subject = known.get("subject")
    if subject and not reading.dates_in(subject.start, subject.end):
        years = list(re.finditer(r"(?<!\d)(?<!\d-)(?<!- )(20\d\d)(?!\s?-|\d)", reading.copy[subject.start : subject.end]))
        if len({y[1] for y in years}) == 1:
            at = subject.start + years[0].start(1)
            return reading.fact("year", years[0][1], at, at + 4, "year.subject", 0.95)
    basis = [c for c in citations if c.issued_on and any(c.start in s for s in reading.outline.spans("basis"))]
    if basis:
        last = max(basis, key=lambda c: c.issued_on or "")
        return reading.fact("year", (last.issued_on or "")[:4], last.start, last.end, "year.latest-basis", 0.6)
    return None


def _when(known: dict[str, Fact], year: Fact | None) -> date | None:
    """The day for which places are looked up."""
    issued = known.get("issued_on")
    if issued and issued.value:
        return date.fromisoformat(issued.value)
    month = known.get("issued_month")
    if month and month.value:
        return date(int(month.value[:4]), int(month.value[5:]), 1)
    return date(int(year.value), 9, 15) if year and year.value else None


# --- the issuer -----------------------------------------------------------------------------------------------------------


def _letterhead_bodies(reading: Reading) -> list[_Body]:
    """The bodies in the left column of the letterhead, outermost first."""
    found: list[list[tuple[int, int, str]]] = []
    for line in head_lines(reading):
        start, end, text = line.start, line.end, line.folded
        nation = _NATION.search(reading.folded, start, end) or _MOTTO.search(reading.folded, start, end)
        if nation:  # both columns on one line: what stands before the national name
            end = nation.start()
            text = " ".join(reading.folded[start:end].split())
            if len(text) < 4:
                continue
        if text.startswith(("số", "v/v", "kính gửi", "về việc")) or _DATELINE.search(text):
            if found:
                break  # what stands below the number is no body
            continue
        if _STAMP.match(text) or not any(c.isalpha() for c in text):
            continue
        upper = sum(c.isupper() for c in reading.copy[start:end] if c.isalpha()) >= 0.6 * sum(
            c.isalpha() for c in reading.copy[start:end]
        )
        if not upper:
            continue
        if reading.word("identity.body").match(text):
            found.append([(start, end, text)])
        elif found and len(found[-1]) < 4 and (not reading.recognised(start) or reading.word("identity.goes_on").match(text)):
            found[-1].append((start, end, text))
    return [
        _joint(
            reading.desk.bodies.spelled(" ".join(reading.copy[a:b] for a, b, _ in piece).replace("\n", " ")),
            piece[0][0],
            piece[-1][1],
            "issuer.letterhead",
        )
        for piece in found
    ]


def _joint(name: str, start: int, end: int, rule: str) -> _Body:
    plain = name.rstrip(" -")
    return _Body(plain, start, end, rule, joined=plain != name)


def _issuer(bodies: list[_Body]) -> _Body | None:
    """The last body of the letterhead; of joint issuers (`SỞ ... -` / `HỘI ...`) the first."""
    index = len(bodies) - 1
    while index > 0 and bodies[index - 1].joined:
        index -= 1
    if index > 0 and bodies[index].name.lower() == "văn phòng":  # `UBND TỈNH LÀO CAI` / `VĂN PHÒNG`
        return replace(bodies[index], name=f"Văn phòng {bodies[index - 1].name}")
    return bodies[index] if bodies else None


def _from_annex(reading: Reading) -> _Body | None:
    """`(Ban hành kèm theo Kế hoạch số 331/KH-UBND ngày ... của Ủy ban nhân dân tỉnh Thừa Thiên Huế)`."""
    for part in reading.outline.parts:
        if part.name != "annex":
            continue
        limit = min(part.span.end, part.span.start + 900)
        note = reading.folded.find("kèm theo", part.span.start, limit)
        if note < 0:
            continue
        of = reading.folded.find("của", note, min(limit, note + 160))
        body = reading.desk.bodies.read(reading.copy, reading.folded, of + 3, limit) if of > 0 else None
        if body:
            return _Body(
                reading.desk.bodies.expand(reading.copy[body.start : body.end]), body.start, body.end, "issuer.annex-heading", 0.9
            )
    return None


def _from_floor(reading: Reading, citations: Sequence[Citation]) -> _Body | None:
    """The body that takes the floor at the end of the basis or in the closing, none that a citation names."""
    for span in (*reading.outline.spans("basis"), *reading.outline.spans("closing", "body")):
        verbs = list(reading.word("identity.takes_floor").finditer(reading.folded, span.start, min(span.end, span.start + 4000)))
        for m in reversed(verbs) if any(p.name == "basis" and p.span == span for p in reading.outline.parts) else verbs:
            body = _before(reading, m.start(), span.start)
            if body and not any(c.start <= body.start < c.end for c in citations):
                return body
    return None


def _before(reading: Reading, at: int, floor: int) -> _Body | None:
    """The body whose name ends right before an offset."""
    heads = reading.desk.bodies.heads
    for m in heads.finditer(reading.folded, max(floor, at - 90), at):
        before = reading.folded[max(0, m.start() - 25) : m.start()].rstrip()
        if before.endswith(("của", "tại", "với", "theo", "thủ tướng", "chủ tịch", "phó", "qua")) or (
            m.start() and reading.folded[m.start() - 1].isalnum()
        ):
            continue
        body = reading.desk.bodies.read(reading.copy, reading.folded, m.start(), at)
        if body and not reading.folded[body.end : at].strip() and heads.match(reading.folded, body.start):
            return _Body(
                reading.desk.bodies.expand(reading.copy[body.start : body.end]), body.start, body.end, "issuer.takes-floor", 0.85
            )
    return None


# --- level and place ------------------------------------------------------------------------------------------------------


def level_of(reading: Reading, name: str, when: date | None) -> str:
    """Whose body it is; a `thành phố` is a province only where it is one of its own."""
    low = name.lower()
    if low.startswith(("ủy ban nhân dân", "hội đồng nhân dân", "văn phòng")) and "thành phố" in low:
        city = _placed(name, ("thành phố",))
        if city and reading.desk.places.province(city, when) is None:
            return "district"
    for level, pattern in reading.desk.rulebook.bodies.levels:
        if pattern.search(low):
            return level
    return "other"


def _placed(name: str, kinds: tuple[str, ...], *, whole: bool = False) -> str | None:
    """The place behind a kind word, or with it: `Ủy ban nhân dân xã Bình Yên` -> `Bình Yên`."""
    for m in _PLACED.finditer(name):
        if m["kind"] in kinds:
            return " ".join(m.group().split()) if whole else " ".join(m["name"].split())
    return None


_Where = tuple[str, int, int, str]  # province, span, rule


def _province(
    reading: Reading, body: _Body, bodies: list[_Body], citations: Sequence[Citation], when: date | None
) -> _Where | None:
    """The issuer's province: in its name or its parent's, in the dateline, by its district, in the title, by whom it cites."""
    places = reading.desk.places
    for one in [body, *[b for b in reversed(bodies) if b is not body]]:
        for m in _PLACED.finditer(one.name):
            found = places.province(m["name"], when) if m["kind"] in ("tỉnh", "thành phố") else None
            if found:
                return found.name, one.start, one.end, "province.of-issuer"
        if found := _province_behind(reading, one.name, when):
            return found.name, one.start, one.end, "province.of-issuer"
    for span in head_spans(reading):
        for m in _DATELINE.finditer(reading.folded, span.start, span.end):
            place = " ".join(reading.copy[m.start("place") : m.end("place")].split()) if m["place"] else ""
            if place and not _is_own_seat(place, body.name) and (found := places.province(place, when)):
                return found.name, m.start("place"), m.end("place"), "province.dateline"
    for one in [body, *bodies]:
        district = _placed(one.name, ("huyện", "quận", "thị xã", "thành phố"), whole=True)
        if district:
            owners = places.provinces_of_district(district, when)
            if len(owners) == 1:
                return next(iter(owners)), one.start, one.end, "province.of-district"
            cited = [w for w in _cited_provinces(reading, citations, when) if w[0] in owners]
            if cited:
                return cited[0]
    low = body.name.lower()
    if " tỉnh" in low or low.startswith("sở "):
        for span in reading.outline.spans("title", "letterhead", "basis", "closing"):
            for m in _PLACED.finditer(reading.copy, span.start, span.end):
                if m["kind"] in ("tỉnh", "thành phố") and (found := places.province(" ".join(m["name"].split()), when)):
                    return found.name, m.start("name"), m.end("name"), "province.of-title"
    communes = (_placed(one.name, ("xã", "phường", "thị trấn", "đặc khu")) for one in (body, *reversed(bodies)))
    commune = next(filter(None, communes), None)
    cited = list(_cited_provinces(reading, citations, when))
    if commune:
        for where in cited:  # only the provinces in question are looked into
            if places.commune(commune, where[0], when):
                return where
        owners = places.provinces_of_commune(commune, when) if not cited else set()
        if len(owners) == 1:
            return next(iter(owners)), body.start, body.end, "province.of-commune"
    return cited[0] if cited else _of_seat(reading, [body, *bodies], when)


def _of_seat(reading: Reading, bodies: Sequence[_Body], when: date | None) -> _Where | None:
    """`PHÒNG GIÁO DỤC VÀ ĐÀO TẠO VŨNG LIÊM` at `Vũng Liêm, ngày ...`: the district of its name, where there is but one."""
    for span in head_spans(reading):
        for m in _DATELINE.finditer(reading.folded, span.start, span.end):
            place = m["place"] and " ".join(m["place"].split())
            if place and any(fold(b.name).endswith(" " + place) for b in bodies):
                owners = reading.desk.places.provinces_of_district(place, when)
                if len(owners) == 1:
                    return next(iter(owners)), m.start("place"), m.end("place"), "province.of-district"
    return None


def _is_own_seat(place: str, issuer: str) -> bool:
    """`Hòa Bình, ngày 20 ...` by the commune Hòa Bình of Thái Bình names the commune, not the province of that name."""
    own = _placed(issuer, ("xã", "phường", "thị trấn", "huyện", "quận", "thị xã"))
    return own is not None and split_kind(own)[1] == split_kind(place)[1]


def _cited_provinces(reading: Reading, citations: Sequence[Citation], when: date | None) -> Iterator[_Where]:
    """The provinces of the superiors whose documents are cited in the basis."""
    basis = reading.outline.spans("basis", "addressee")
    for span in basis:
        for m in _PLACED.finditer(reading.copy, span.start, span.end):
            if m["kind"] in ("tỉnh", "thành phố") and (found := reading.desk.places.province(" ".join(m["name"].split()), when)):
                yield found.name, m.start("name"), m.end("name"), "province.of-superior"
    for citation in citations:
        if not citation.issuer:
            continue
        found = _province_behind(reading, citation.issuer, when)
        if found:
            yield found.name, citation.start, citation.end, "province.of-superior"


def _province_behind(reading: Reading, name: str, when: date | None) -> Province | None:
    """The province behind a body's name without a word for its kind: `Sở Giáo dục và Đào tạo Bắc Giang`."""
    low = name.lower()
    department = reading.word("identity.department").match(low)
    committee = re.match(r"ủy ban nhân dân\s+", low)
    tail = department or committee
    return reading.desk.places.province(name[tail.end() :], when) if tail else None


def _with_place(reading: Reading, body: _Body, bodies: list[_Body], level: str, province: _Where | None) -> str:
    """The issuer's name with its place: `Sở Giáo dục và Đào tạo` under `UBND TỈNH BẮC GIANG` -> `... tỉnh Bắc Giang`."""
    name = body.name
    places = reading.desk.places
    center = name.lower().startswith("trung tâm")
    if level in ("central", "ministry") or (level == "school" and not center) or _PLACED.search(name):
        return name
    if level == "district" or center or name.lower().startswith("phòng"):
        for one in reversed(bodies):
            m = next(
                (m for m in _PLACED.finditer(one.name) if m["kind"] in ("huyện", "quận", "thị xã", "thành phố", "xã", "phường")),
                None,
            )
            if m:
                return f"{_without(name, m['name'])} {m['kind']} {m['name']}"
        if center:
            return name
        for named in (" ".join(name.split()[-k:]) for k in (4, 3, 2, 1)):  # `PHÒNG GIÁO DỤC VÀ ĐÀO TẠO VŨNG LIÊM`
            if district := places.district(named, province[0] if province else None):
                return f"{_without(name, named)} {district.full_name}"
        return name
    if province and (full := places.province(province[0])):
        bare = _without(re.sub(r"\s+(?:tỉnh|thành phố)$", "", name), full.name)
        if _CALLED_BY_NAME.match(bare) and fold(name).endswith(fold(full.name)):
            return f"{bare} {full.name}"  # `Tỉnh đoàn Lạng Sơn`, `Công ty Điện lực Long An`
        return f"{bare} {full.full_name}"
    return name


def _without(name: str, place: str) -> str:
    """A name without the place at its end, in whatever case it is printed."""
    return name[: -len(place)].rstrip() if fold(name).endswith(" " + fold(place)) else name
