"""Every other document that one names: type, number, date, issuer and relation; and which of them is the directive.

`Thực hiện Công văn số 4342/BGDĐT-GDTX ngày 07/9/2022 của Bộ Giáo dục và Đào tạo` · `(Kế hoạch số 304/KH-UBND ngày ...)`
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from pipeline.extract.reading import Reading
from pipeline.model import Citation, Directive, Fact
from pipeline.numbers import NumberMention, split_number
from pipeline.text import fold

_BEFORE, _BEHIND = 70, 150
_ABOUT = 250  # characters behind a citation in which its subject is named
_DIRECTING = ("Công văn", "Kế hoạch", "Văn bản", None)
_YEAR_NAMED = re.compile(r"(?<!\w)năm\s+(20\d\d)(?![\d-])")
_LEADING_NOUGHT = re.compile(r"0\d{3}")
_RELATIONS = ("directive", "upstream", "proposal", "basis", "mention")


def extract_citations(reading: Reading, facts: Sequence[Fact]) -> Iterator[Citation]:
    """Each cited document once for each way in which it is cited; the document's own number is none."""
    own = {(f.value or "") for f in facts if f.field == "number"} | {(f.quote) for f in facts if f.field == "number"}
    own_spans = [(f.start, f.end) for f in facts if f.field == "number"]
    letterhead = reading.outline.spans("letterhead")
    seen: dict[tuple[str, str | None], int] = {}
    found: list[Citation] = []
    for number in reading.numbers:
        if any(a <= number.start < b for a, b in own_spans):
            continue
        part = reading.outline.part_of(number.start)
        if part and part.name in ("recipients", "signature"):
            continue
        if any(number.start in span for span in letterhead) and not _in_subject(facts, number):
            continue
        if part and part.name == "annex" and not own and _is_own(reading, number):
            continue
        citation = _citation(reading, number, part.name if part else "body", part.attached if part else 0)
        if citation is None or (number.value in own and not _of_another(citation, part.name if part else "", facts)):
            continue
        key = (citation.number or "", citation.issued_on)
        if key in seen:
            continue
        undated = seen.get((citation.number or "", None))
        if citation.issued_on and undated is not None and found[undated].issued_on is None:
            found[undated] = replace(citation, relation=_stronger(found[undated].relation, citation.relation))
            seen[key] = undated
            continue
        if not citation.issued_on and any(c.number == citation.number for c in found):
            continue
        seen[key] = len(found)
        found.append(citation)
    yield from found


def _of_another(citation: Citation, part: str, facts: Sequence[Fact]) -> bool:
    """Whether a number like the document's own is another's: a province's plan may be 191/KH-UBND as its commune's is."""
    issued_on = next((f.value for f in facts if f.field == "issued_on"), None)
    otherwise = citation.issued_on and issued_on and citation.issued_on != issued_on
    return bool(part == "basis" and citation.issuer and otherwise)


def _in_subject(facts: Sequence[Fact], number: NumberMention) -> bool:
    return any(f.field == "subject" and f.start <= number.start < f.end for f in facts)


def _is_own(reading: Reading, number: NumberMention) -> bool:
    """`(Kèm theo Kế hoạch số 37/KH-SGDĐT ...)` where the letterhead's own `Số:    /KH-SGDĐT` could not be read."""
    head = "".join("".join(reading.copy[s.start : s.end].split()) for s in reading.outline.spans("letterhead"))
    return "kèm theo" in reading.folded[max(0, number.start - 90) : number.start] and f"/{number.symbol}" in head


def _stronger(one: str, two: str) -> str:
    return min(one, two, key=_RELATIONS.index)


def _citation(reading: Reading, number: NumberMention, part: str, attached: int) -> Citation | None:
    before_from = max(0, number.start - _BEFORE)
    before = reading.folded[before_from : number.start]
    rule = reading.desk.rulebook.by_id["citation.type-before"]
    typed = rule.pattern.search(before)
    kind = reading.desk.rulebook.document_types.of_symbol(number.symbol)
    if not typed and "số" not in before[-8:] and kind is None:
        return None
    start = before_from + typed.start("type") if typed else number.start
    word = " ".join(typed["type"].split()) if typed else None
    date_end, issued_on = _date(reading, number)
    end = max(number.end, date_end)
    issuer = _issuer(reading, number, end)
    if issuer:
        end = max(end, issuer[1])
    value, mended = _mended(reading, number)
    spaced = "khoảng trắng trong số hiệu" if number.spaced else None
    return Citation(
        value=value,
        type=(word[:1].upper() + word[1:]) if word else kind,
        number=value,
        issued_on=issued_on,
        issuer=issuer[2] if issuer else None,
        relation=_relation(before, word, part, attached),
        tolerance="; ".join(t for t in (spaced, mended) if t) or None,
        **reading.evidence(start, end, "citation.number", 1.0 if typed else 0.9),
    )


def _date(reading: Reading, number: NumberMention) -> tuple[int, str | None]:
    """The date that belongs to a number, with nothing between them but commas, an issuer and `ngày`."""
    rule = reading.desk.rulebook.by_id["citation.date-behind"]
    for date in reading.dates_in(number.end, number.end + _BEHIND):
        gap = reading.folded[number.end : date.start]
        if any(n.start < date.start for n in reading.numbers if n.start > number.start):
            break
        if rule.pattern.search(gap) and ("ngày" in gap or len(gap.strip(" ,(")) == 0):
            return date.end, date.iso()
        break
    return 0, _date_before(reading, number)


def _date_before(reading: Reading, number: NumberMention) -> str | None:
    """`Ngày 19 tháng 12 năm 2025, Sở Công Thương có Văn bản số 3169/SCT-CN`: the day on which it was written."""
    dates = reading.dates_in(max(0, number.start - 120), number.start)
    between = reading.folded[dates[-1].end : number.start] if dates else ""
    return dates[-1].iso() if dates and reading.word("citation.wrote").search(between) else None


def _issuer(reading: Reading, number: NumberMention, end: int) -> tuple[int, int, str] | None:
    """The body behind `của`, after the number or after its date."""
    for at in (number.end, end):
        gap = reading.folded[at : at + 14]
        stripped = gap.lstrip(" ,\n)")
        if not stripped.startswith("của"):
            continue
        start = at + len(gap) - len(stripped) + 3
        body = reading.desk.bodies.read(reading.copy, reading.folded, start, min(len(reading.copy), start + 110))
        if body:
            name = reading.desk.bodies.expand(reading.copy[body.start : body.end])
            return body.start, body.end, name
    return None


def _mended(reading: Reading, number: NumberMention) -> tuple[str, str | None]:
    """A number whose symbol a recogniser mistook by a letter, held against the closed lists of types and issuers.

    `252/TTy-BNV`, `29-NQ/TVW`; the units of an office (`1058/SGDĐT-CTTT`) are no closed list.
    """
    if not reading.recognised(number.start):
        return number.value, None
    types = frozenset(reading.desk.rulebook.document_types.names)
    pieces = re.split(r"([-/&,])", number.symbol)
    pieces[0] = _nearest(pieces[0], types) if pieces[0] not in reading.desk.symbols else pieces[0]
    if pieces[0] in types and len(pieces) > 2 and pieces[2] not in reading.desk.symbols:
        pieces[2] = _nearest(pieces[2], reading.desk.symbols)
    meant = "".join(pieces)
    if meant == number.symbol:
        return number.value, None
    return number.value.removesuffix(number.symbol) + meant, f"ký hiệu {number.symbol} đọc là {meant}"


def _nearest(piece: str, known: frozenset[str]) -> str:
    """The one symbol a letter away; the piece itself where there is none, or more than one."""
    found = [symbol for symbol in known if abs(len(symbol) - len(piece)) <= 1 and Levenshtein.distance(symbol, piece) == 1]
    if len(found) > 1:  # `TVW` is TW rather than TV: what is misread in print is seldom the whole of an end
        found = [symbol for symbol in found if symbol[0] == piece[0] and symbol[-1] == piece[-1]]
    return found[0] if len(found) == 1 else piece


def _relation(before: str, word: str | None, part: str, attached: int) -> str:
    if part == "basis" and not attached:
        if word == "tờ trình" or "đề nghị" in before:
            return "proposal"
        return "basis"
    return "mention"


# --- the directive ----------------------------------------------------------------------------------------------------------


def resolve_directive(
    reading: Reading, facts: Sequence[Fact], citations: Sequence[Citation]
) -> tuple[list[Citation], list[Fact]]:
    """Which citation is the directive, which one of the registry it is, and whether the document carries it out."""
    value = {f.field: f.value for f in reversed(facts)}
    directives = reading.desk.rulebook.directives
    out: list[Citation] = []
    best: tuple[int, Citation, Directive] | None = None
    own = split_number(value.get("number") or "")
    for citation in citations:
        match = _match(citation, directives)
        if match is None and reading.recognised(citation.start):
            match = _misread(citation, directives)
            if match:
                citation = replace(citation, number=match[0].number, value=match[0].number, confidence=0.7)
            elif _LEADING_NOUGHT.match(citation.number or ""):
                continue  # `o607/BGDĐT-GDTX`: no number begins so, and nobody knows what it was
        if match and not (own and match[0].number == own.value):
            directive, tolerance = match
            tolerance = "; ".join(t for t in (citation.tolerance, tolerance) if t) or None
            resolved = replace(citation, resolved=directive.number, tolerance=tolerance)
            rank = (citation.relation == "basis") * 2 + (str(directive.year) == value.get("year"))
            if best is None or rank > best[0]:
                best = (rank, resolved, directive)
            citation = resolved
        out.append(citation)
    if best is not None and not _campaign_of(reading, facts, best[2]):
        best = None
    found: list[Fact] = []
    meant = best and _of_its_own_year(reading, facts, best[2], directives, value.get("year"))
    if best is not None:
        _, citation, directive = best
        out = [replace(c, relation="directive") if c.number == citation.number and c.resolved else c for c in out]
        rule, sure = ("directive.by-campaign", 0.7) if meant else ("directive.cited", 1.0)
        found += _directive_facts(reading, citation, (meant or directive).number, rule, sure)
    else:
        found += _by_campaign(reading, facts, citations, directives, value)
    scope, rule = ("0", "in_scope.other-purpose") if _other_purpose(reading, facts) else ("1", "in_scope.directive-known")
    in_scope = scope if found else "0"
    if not found and (letter := _unregistered(reading, facts, out, directives, value)):
        out = [replace(c, relation="directive") if c is letter else c for c in out]
        found += _directive_facts(reading, letter, None, "directive.not-registered", 0.8)
    out = [_upstream(c, value, out) for c in out]
    anchor = next((f for f in facts if f.field == "subject"), None) or (citations[0] if citations else None)
    start, end = (anchor.start, anchor.end) if anchor else (0, 0)
    found.append(reading.fact("in_scope", in_scope, start, end, rule))
    return out, found


def _other_purpose(reading: Reading, facts: Sequence[Fact]) -> bool:
    """What is about the campaign and carries nothing out: a reminder, a report of results or an invitation."""
    kind = next((f.value for f in facts if f.field == "doc_type" and f.value), None)
    subject = next((f for f in facts if f.field == "subject"), None)
    return bool(
        (kind and reading.word("scope.other_type").search(fold(kind)))
        or (subject and reading.word("scope.other_purpose").search(reading.folded[subject.start : subject.end]))
    )


def _of_its_own_year(
    reading: Reading, facts: Sequence[Fact], cited: Directive, directives: Sequence[Directive], year: str | None
) -> Directive | None:
    """The directive of the year that the subject names, where last year's is cited: a basis copied and not renewed.

    Where the letterhead is dated in the year of the one that is cited, it is the subject's year that was mistyped.
    """
    subject = next((f for f in facts if f.field == "subject"), None)
    years = set(_YEAR_NAMED.findall(reading.folded, subject.start, subject.end)) if subject else set()
    if len(years) != 1 or str(cited.year) in (*years, year):
        return None
    return next((d for d in directives if d.campaign == cited.campaign and str(d.year) in years), None)


def _directive_facts(reading: Reading, citation: Citation, number: str | None, rule: str, confidence: float) -> list[Fact]:
    span = (citation.start, citation.end)
    confidence = min(confidence, citation.confidence)
    facts = [replace(reading.fact("directive_number", citation.number, *span, rule, confidence), tolerance=citation.tolerance)]
    if citation.issued_on:
        facts.append(reading.fact("directive_issued_on", citation.issued_on, *span, rule, confidence))
    if number:
        facts.append(reading.fact("directive", number, *span, rule, confidence))
    return facts


def _match(citation: Citation, directives: Sequence[Directive]) -> tuple[Directive, str | None] | None:
    """The directive with this sequence number whose date or issuer agrees, and what had to be tolerated."""
    number = split_number(citation.number or "")
    if number is None:
        return None
    for directive in directives:
        asked = split_number(directive.number)
        if asked is None or asked.seq != number.seq:
            continue
        same_date = citation.issued_on is not None and citation.issued_on == directive.issued_on
        same_year = citation.issued_on is None or citation.issued_on[:4] == str(directive.year)
        issuer = asked.symbol.split("-")[0]
        same_issuer = number.symbol.split("-")[0] == issuer or (citation.issuer or "").startswith(directive.issuer)
        if not (same_date or (same_issuer and same_year)):
            continue
        tolerated = []
        if asked.symbol != number.symbol:
            tolerated.append(
                f"ký hiệu {number.symbol} thay cho {asked.symbol} ({fuzz.ratio(asked.symbol, number.symbol):.0f} % giống)"
            )
        if not same_date and citation.issued_on:
            tolerated.append(f"ngày {citation.issued_on} thay cho {directive.issued_on}")
        return directive, "; ".join(tolerated) or None
    return None


def _misread(citation: Citation, directives: Sequence[Directive]) -> tuple[Directive, str] | None:
    """The directive of this symbol and date but for one digit: `2201/BGDĐT-GDTX ngày 09/9/2024` for 5201."""
    number = split_number(citation.number or "")
    for directive in directives:
        asked = split_number(directive.number)
        if number is None or asked is None or citation.issued_on != directive.issued_on or citation.issued_on is None:
            continue
        digits_alike = len(asked.seq) == len(number.seq) and Levenshtein.distance(asked.seq, number.seq) == 1
        if asked.symbol == number.symbol and digits_alike:
            return directive, f"số {number.seq} đọc là {asked.seq}"
    return None


def _campaign_of(reading: Reading, facts: Sequence[Fact], directive: Directive) -> bool:
    """Whether the document is about the directive's campaign at all, and does not just mention the directive."""
    campaign = reading.desk.rulebook.campaigns.get(directive.campaign)
    if campaign is None:
        return True
    subject = next((f for f in facts if f.field == "subject"), None)
    spans = reading.outline.spans("title", "basis")
    if subject and campaign.pattern.search(reading.folded, subject.start, subject.end):
        return True
    return any(campaign.pattern.search(reading.folded, span.start, span.end) for span in spans)


def _by_campaign(
    reading: Reading,
    facts: Sequence[Fact],
    citations: Sequence[Citation],
    directives: Sequence[Directive],
    value: dict[str, str | None],
) -> list[Fact]:
    """A document whose subject names the campaign and the year carries out that year's directive, cited rightly or not."""
    subject = next((f for f in facts if f.field == "subject"), None)
    year = value.get("year")
    if subject is None or year is None or value.get("level") in ("ministry", "central"):
        return []
    for directive in directives:
        campaign = reading.desk.rulebook.campaigns.get(directive.campaign)
        if (
            str(directive.year) != year
            or campaign is None
            or not campaign.pattern.search(reading.folded, subject.start, subject.end)
        ):
            continue
        if any(f.field == "number" and f.value == directive.number for f in facts):
            continue
        found = [reading.fact("directive", directive.number, subject.start, subject.end, "directive.by-campaign", 0.8)]
        issuer = (split_number(directive.number) or NumberMention(0, 0, "", "", None, "")).symbol.split("-")[0]
        meant = next((c for c in citations if c.relation == "basis" and _may_mean(c, issuer, year)), None)
        if meant:
            found += _directive_facts(reading, meant, directive.number, "directive.by-campaign", 0.7)[:-1]
        return found
    return []


def _unregistered(
    reading: Reading,
    facts: Sequence[Fact],
    citations: Sequence[Citation],
    directives: Sequence[Directive],
    value: dict[str, str | None],
) -> Citation | None:
    """The letter that a campaign's document of another year carries out, which the rules do not know; none where it is not plain.

    `Thực hiện Công văn số 3945/BGDĐT-GDTX ngày 09/9/2021 của Bộ Giáo dục và Đào tạo về việc tổ chức Tuần lễ ... năm 2021`
    """
    subject = next((f for f in facts if f.field == "subject"), None)
    if subject is None or value.get("level") in ("ministry", "central"):
        return None
    for campaign in reading.desk.rulebook.campaigns.values():
        if not campaign.pattern.search(reading.folded, subject.start, subject.end):
            continue
        known = [split_number(d.number) for d in directives if d.campaign == campaign.id]
        issuers = {number.symbol.split("-")[0] for number in known if number}
        letters = [c for c in citations if any(_may_mean(c, i, value.get("year") or (c.issued_on or "")[:4]) for i in issuers)]
        named = [c for c in letters if campaign.pattern.search(reading.folded, c.end, _next(citations, c))]
        likely = named or [c for c in letters if c.relation == "basis"]
        if len(likely) == 1:
            return likely[0]
    return None


def _next(citations: Sequence[Citation], citation: Citation) -> int:
    """How far what is said of a cited document may reach: to the next one, or some lines."""
    return min([c.start for c in citations if c.start > citation.end] + [citation.end + _ABOUT])


def _may_mean(citation: Citation, issuer: str, year: str) -> bool:
    """A letter of the directive's issuer and year whose number is not the directive's."""
    symbol = (citation.number or "").partition("/")[2]
    return symbol.startswith(issuer) and (citation.issued_on or year)[:4] == year and citation.type in _DIRECTING


def _upstream(citation: Citation, value: dict[str, str | None], all_of: Sequence[Citation]) -> Citation:
    """The plan or letter of the level above, of the same year: `Kế hoạch số 79/KH-UBND ... của UBND tỉnh`."""
    if citation.relation != "basis" or value.get("level") not in ("commune", "district", "school", "department"):
        return citation
    issuer = (citation.issuer or "").lower()
    above = (
        "ủy ban nhân dân tỉnh",
        "ủy ban nhân dân thành phố",
        "sở ",
        "ủy ban nhân dân huyện",
        "ủy ban nhân dân xã",
        "phòng ",
        "ủy ban nhân dân quận",
        "ủy ban nhân dân phường",
    )
    if issuer.startswith(above) and (citation.issued_on or "")[:4] == value.get("year"):
        return replace(citation, relation="upstream")
    return citation
