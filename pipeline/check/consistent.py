"""Does the document contradict itself? Each look is narrow on purpose: a false alarm costs an official's trust."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from pipeline.check.citation import level_number, noiseless
from pipeline.check.mentions import Mention, find_mentions
from pipeline.check.periods import mistyped_periods
from pipeline.check.question import Asked, Both, Detail, Question, Value, comparison, here, say_both
from pipeline.check.said_twice import said_twice
from pipeline.dates import find_dates, weekday_before
from pipeline.model import Deadline, Finding, Span
from pipeline.text import clause_around, fold, level_tones, squeeze

_WEEKDAY = re.compile(
    r"(?:thứ(?<!lần\sthứ)\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ(?<!lần\schủ)\s+nhật)\s*[,(-]?\s*(?:ngày\s*)?(?=\d)"
)
_WEEKDAYS = (
    Both("thứ Hai", "Monday"), Both("thứ Ba", "Tuesday"), Both("thứ Tư", "Wednesday"), Both("thứ Năm", "Thursday"),
    Both("thứ Sáu", "Friday"), Both("thứ Bảy", "Saturday"), Both("Chủ nhật", "Sunday"),
)  # fmt: skip
_ANNEX_OF = re.compile(r"kèm\s+theo\s+$")
_SENTENCE_END = re.compile(r"[.;](?=\s)|\n\s*\n")


def consistent(question: Question) -> Finding:
    """All contradictions in one finding; its place is the first one's."""
    mentions = list(find_mentions(question.reading, question.folded, _type_words(question)))
    details = [
        *_two_dates(question, mentions),
        *_two_numbers(question, mentions),
        *_types_against_symbols(question, mentions),
        *_years_against_dates(question, mentions),
        *_own_number(question, mentions),
        *mistyped_periods(question),
        *_backward_week(question),
        *_weekdays(question),
        *_early_deadlines(question),
        *said_twice(question),
    ]
    if details:
        return question.list_all(sorted(details, key=lambda d: d.span.start))
    return question.answer("clean" if question.readable else "unreadable", unread=question.unread)


CONSISTENT = comparison(
    consistent,
    "clean two-dates two-numbers type-symbol year-date own-number period two-periods backward-week weekday early-deadline "
    "two-themes two-weeks",
    "first second type symbol kind year day name weekday end due unread",
)


def _shown(question: Question, span: Span) -> str:
    return squeeze(question.reading[span.start : span.end])


# --- documents that are cited ---------------------------------------------------------------------------------------------


def _two_dates(question: Question, mentions: list[Mention]) -> Iterator[Detail]:
    """One number with two dates. An office counts anew each year, so only dates of one year, or the same day of two, tell."""
    dated = sorted((m for m in mentions if m.day), key=lambda m: (noiseless(m.number.value), m.span.start))
    for _, same in groupby(dated, key=lambda m: noiseless(m.number.value)):
        first, *others = same
        other = next((m for m in others if _contradicts(first, m)), None)
        if other:
            yield _detail(question, "two-dates", first, other)


def _contradicts(first: Mention, other: Mention) -> bool:
    one, two = first.day or "", other.day or ""
    return one != two and (one[:4] == two[:4] or one[4:] == two[4:]) and _one_issuer(first, other)


def _two_numbers(question: Question, mentions: list[Mention]) -> Iterator[Detail]:
    """One sequence number and date with two symbols: 4342/BGDĐT-GDTX and 4342/BGDĐT-GDĐT of 07/9/2022."""
    dated = sorted((m for m in mentions if m.day), key=lambda m: (m.number.seq, m.day or "", m.span.start))
    for _, same in groupby(dated, key=lambda m: (m.number.seq, m.day)):
        first, *others = same
        other = next((m for m in others if _other_symbol(first, m) and _one_kind(first, m) and _one_issuer(first, m)), None)
        if other:
            yield _detail(question, "two-numbers", first, other)


def _other_symbol(first: Mention, other: Mention) -> bool:
    """Symbols that differ by more than noise or a piece that a typist set apart (`GDNNGD TX`)."""
    one, two = noiseless(first.number.value), noiseless(other.number.value)
    return not (one.startswith(two) or two.startswith(one))


def _one_kind(first: Mention, other: Mention) -> bool:
    """A plan and a decision may bear one number on one day; two letters of one ministry do not."""
    one, two = (re.split(r"[-/]", m.number.symbol)[0] for m in (first, other))
    return noiseless(one) == noiseless(two) or (first.type is not None and first.type == other.type)


def _one_issuer(first: Mention, other: Mention) -> bool:
    """Whether both may be one body's: `UBND tỉnh`, `Ủy ban nhân dân tỉnh Bình Phước`, or nobody named."""
    if not first.issuer or not other.issuer:
        return True
    one, two = _issuer(first.issuer), _issuer(other.issuer)
    return one.startswith(two) or two.startswith(one)


def _issuer(words: str) -> str:
    return re.sub(
        r"[\W_]+",
        "",
        words.replace("ubnd", "ủy ban nhân dân").replace("gd&đt", "giáo dục và đào tạo").replace("gdđt", "giáo dục và đào tạo"),
    )[:18]


def _detail(question: Question, code: str, first: Mention, other: Mention) -> Detail:
    shown = _shown(question, first.span)
    values: dict[str, Value] = {"first": shown, "second": _shown(question, other.span)}
    return Detail(code, Asked(shown, here(question, first.span), values), other.span)


def _types_against_symbols(question: Question, mentions: list[Mention]) -> Iterator[Detail]:
    """`Công văn số 79/KH-UBND`: the symbol is a plan's."""
    types = question.known.types
    if types is None:
        return
    seen: set[tuple[str, str]] = set()
    issuer = question.fact("issuer")
    for mention in mentions:
        if issuer and issuer.start <= mention.span.start < issuer.end:  # `XÃ HỢP ĐỒNG` / `Số: 12/KH-UBND`
            continue
        symbol = re.split(r"[-/]", mention.number.symbol)[0]
        kind = types.names.get(symbol)
        if mention.type is None or kind is None or not _BODIES.match(mention.number.symbol, len(symbol)):
            continue
        if _kin(types.words.get(mention.type, mention.type), kind) or _allowed(question, f"{mention.type} {symbol.lower()}"):
            continue
        once = (mention.type, level_number(mention.number.value))
        if once in seen:
            continue
        seen.add(once)
        source = Both("ký hiệu loại văn bản theo Nghị định 30/2020/NĐ-CP", "symbols of document types, Decree 30/2020/NĐ-CP")
        values: dict[str, Value] = {"type": mention.type[:1].upper() + mention.type[1:], "symbol": symbol, "kind": kind}
        yield Detail("type-symbol", Asked(f"{symbol}: {kind}", source, values), mention.span)


def _type_words(question: Question) -> tuple[str, ...]:
    return tuple(question.known.types.words) if question.known.types else ()


def _kin(printed: str, kind: str) -> bool:
    """`Kế hoạch liên ngành` under KH, `Chương trình` under CTHĐ: one word is the other with more said."""
    one, two = printed.lower(), kind.lower()
    return one.startswith(two) or two.startswith(one)


def _allowed(question: Question, pair: str) -> bool:
    """Pairs that are right, or say too little to be wrong: the Party's `Quy định số 37-QĐ/TW`, `Văn bản số 79/KH-UBND`."""
    return any(p.fullmatch(pair) for p in question.patterns("right-together"))


# Only a symbol that an issuer follows is a type's: `CT-TTHT` is a tax office's letter, no directive (chỉ thị).
_BODIES = re.compile(r"[-/](?:UBND|UB|HĐND|CP|TTg|TTG|TU|HU|TW|ĐU|BCĐ|B[A-ZĐ]{2,}|S[A-ZĐ]{2,}|P[A-ZĐ]{2,}|VP|MTTQ|LĐLĐ|HKH|TĐ)")


def _years_against_dates(question: Question, mentions: list[Mention]) -> Iterator[Detail]:
    """`22/2020/TT-BGDĐT ngày 06/8/2021`: the number says 2020."""
    for mention in mentions:
        if mention.day and mention.number.year and mention.day[:4] != str(mention.number.year):
            shown = mention.number.value
            values: dict[str, Value] = {"first": shown, "year": mention.number.year, "day": mention.day}
            yield Detail("year-date", Asked(f"năm {mention.number.year}", _number_itself(shown), values), mention.span)


def _number_itself(number: str) -> Both:
    return Both(f"chính số {number}", f"the number {number} itself")


def _own_number(question: Question, mentions: list[Mention]) -> Iterator[Detail]:
    """An annex that names its parent otherwise: `(Kèm theo Kế hoạch số 133/KH-UBND ngày 30/9/2023)` of plan 331/KH-UBND."""
    number, issued, kind = question.fact("number"), question.value("issued_on"), question.value("doc_type")
    annexes = question.extraction.outline.spans("annex", attached=None)
    if not number or not number.value or not kind:
        return
    for mention in mentions:
        if mention.type != fold(level_tones(kind)) or not any(mention.span.start in annex for annex in annexes):
            continue
        if not _ANNEX_OF.search(question.folded, max(0, mention.span.start - 15), mention.span.start):
            continue
        other_number = noiseless(mention.number.value) != noiseless(number.value)
        other_day = bool(mention.day and issued and mention.day != issued)
        if other_number or other_day:
            first = f"{number.value}" + (f" ngày {say_both(issued).vi}" if issued else "")
            second = _shown(question, mention.span)
            span = Span(number.start, number.end)
            if span.start <= mention.span.start < span.end:
                continue
            yield Detail("own-number", Asked(first, here(question, span), {"first": first, "second": second}), mention.span)
            return


# --- days --------------------------------------------------------------------------------------------------------------


def _backward_week(question: Question) -> Iterator[Detail]:
    first, last = question.fact("week_start"), question.fact("week_end")
    if first and last and first.value and last.value and last.value < first.value:
        start = Span(first.start, first.end)
        values: dict[str, Value] = {"first": first.value, "second": last.value}
        asked = Asked(f"từ {say_both(first.value).vi}", here(question, start), values)
        yield Detail("backward-week", asked, Span(last.start, last.end))


def _weekdays(question: Question) -> Iterator[Detail]:
    """`thứ Hai, ngày 03/10/2023` was a Tuesday. Without a year the document's year is lent to days of September to December."""
    year = question.value("year")
    for found in _WEEKDAY.finditer(question.folded):
        dates = find_dates(question.folded, found.end(), found.end() + 40)
        if not dates or dates[0].start != found.end():
            continue
        day = dates[0]
        printed = weekday_before(question.folded, day)
        iso = day.iso(int(year) if year and day.month >= 9 else None)
        if not printed or not iso:
            continue
        true = date.fromisoformat(iso).weekday()
        if printed[0] != true:
            span = Span(found.start(), day.end)
            values: dict[str, Value] = {
                "day": iso,
                "first": _WEEKDAYS[true],
                "second": _shown(question, span),
                "weekday": _WEEKDAYS[printed[0]],
            }
            asked = Asked(f"{say_both(iso).vi} là {_WEEKDAYS[true].vi}", Both("lịch", "the calendar"), values)
            yield Detail("weekday", asked, span)


def _early_deadlines(question: Question) -> Iterator[Detail]:
    """Results that are due before the week is over: `báo cáo kết quả trước ngày 05/10/2022`, a week until 07/10."""
    end = question.fact("week_end")
    if not end or not end.value:
        return
    results, preparing = question.patterns("results"), question.patterns("preparing")
    for fact in question.extraction.of(Deadline):
        if fact.kind != "report" or not fact.due_on or fact.due_on >= end.value:
            continue
        sentence = _sentence(question.folded, fact.start, fact.end)
        if any(p.search(sentence) for p in results) and not any(p.search(sentence) for p in preparing):
            span = Span(end.start, end.end)
            values: dict[str, Value] = {"end": end.value, "due": fact.due_on}
            place = Span(fact.start, fact.end)
            yield Detail("early-deadline", Asked(f"sau {say_both(end.value).vi}", here(question, span), values), place)


def _sentence(folded: str, start: int, end: int) -> str:
    """The sentence around a span, at most some 400 letters to each side."""
    left, right = clause_around(folded, _SENTENCE_END, start, end, max(0, start - 400), end + 400)
    return folded[left:right]
