"""What a campaign's plan says of the campaign itself: theme, first and last day, opening.

`Chủ đề của Tuần lễ: “Xây dựng năng lực tự học ...”` · `từ ngày 02/10/2023 đến ngày 08/10/2023, trong đó Lễ khai mạc ...`
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.dates import DateMention, find_hour
from pipeline.extract.reading import Reading
from pipeline.extract.recognised import legible, theme_meant
from pipeline.model import Fact, Paragraph, Section, Span
from pipeline.text import spaced

_PLACE = spaced(r"(?<!\w)tại (?P<place>[^,.;:()]{3,90}(?:, (?:xã|phường|huyện|quận|thị xã|thành phố|tỉnh) [^,.;:()]{2,40})?)")
_END = re.compile(r"[.;](?=\s|$)")
_SECTIONS_FIRST = ("time", "theme")


def extract_campaign(reading: Reading, facts: Sequence[Fact]) -> Iterator[Fact]:
    """Theme, week and opening; where the document has none of them, nothing."""
    yield from _theme(reading)
    if not _about_a_period(reading, facts):
        return
    year = next((int(f.value) for f in facts if f.field == "year" and f.value), None)
    yield from _week(reading, facts, year)
    yield from _opening(reading, year)


def _about_a_period(reading: Reading, facts: Sequence[Fact]) -> bool:
    """Whether the subject, or the text of a document without one, is a week or a month of its own."""
    subject = next((f for f in facts if f.field == "subject"), None)
    if subject:
        return bool(reading.word("campaign.period").search(reading.folded, subject.start, subject.end)) or any(
            f.field == "directive" for f in facts
        )
    return bool(reading.word("campaign.period").search(reading.folded))


def _section(reading: Reading, paragraph: Paragraph) -> Section | None:
    return reading.outline.sections[paragraph.section] if paragraph.section is not None else None


def _in_order(reading: Reading, *parts: str) -> list[tuple[Paragraph, Section | None]]:
    """Paragraphs to look in: those of the sections about theme and time first, then the others as they stand."""
    found = [(p, _section(reading, p)) for p in reading.paragraphs(*parts)]
    return sorted(found, key=lambda item: 0 if item[1] and item[1].kind in _SECTIONS_FIRST else 1)


# --- theme ------------------------------------------------------------------------------------------------------------------


def _theme(reading: Reading) -> Iterator[Fact]:
    rules = {rule.id: rule for rule in reading.rules("theme")}
    about = [(p, s) for p, s in _in_order(reading, "body") if s and s.kind == "theme"]
    if any(reading.word("campaign.choose").search(reading.folded, p.span.start, p.span.end) for p, _ in about):
        return
    for paragraph, _ in about:
        for rule_id in ("theme.quoted", "theme.unquoted"):
            rule = rules[rule_id]
            if m := rule.search(reading.folded, paragraph.span.start, paragraph.span.end):
                yield _theme_fact(reading, m, rule.id, rule.confidence)
                return
    for (heading, section), (paragraph, _) in pairwise(about):
        if section is None or not _headed(reading, heading, section) or paragraph.label not in (None, "-"):
            continue
        start = paragraph.span.start + (len(paragraph.label) if paragraph.label else 0)
        for rule_id in ("theme.heading-quoted", "theme.heading-unquoted"):
            rule = rules[rule_id]
            if m := rule.pattern.search(reading.folded[start : paragraph.span.end]):
                if rule_id.endswith("unquoted") and (
                    len(m["theme"]) > 200 or reading.word("campaign.left_open").search(m["theme"])
                ):
                    continue
                span = Span(start + m.start("theme"), start + m.end("theme"))
                yield _verbatim_fact(reading, span, rule.id, rule.confidence)
                return
    for rule in (rules["theme.quoted"], rules["theme.unquoted-anywhere"]):
        for paragraph in reading.paragraphs(*rule.where):
            if m := rule.search(reading.folded, paragraph.span.start, paragraph.span.end):
                yield _theme_fact(reading, m, rule.id, min(rule.confidence, 0.9))
                return


def _headed(reading: Reading, heading: Paragraph, section: Section) -> bool:
    """Whether a paragraph is just the heading `Chủ đề`, with nothing said yet."""
    words = reading.folded[section.heading.start : section.heading.end]
    return "chủ đề" in words and len(words) < 90 and heading.span.end >= section.heading.end


def _theme_fact(reading: Reading, m: re.Match[str], rule: str, confidence: float) -> Fact:
    return _verbatim_fact(reading, Span(m.start("theme"), m.end("theme")), rule, confidence)


def _verbatim_fact(reading: Reading, span: Span, rule: str, confidence: float) -> Fact:
    span = reading.trimmed(span.start, span.end, " \n\f.;\"'")
    printed = reading.words(span)
    fact = reading.fact("theme", printed, span.start, span.end, rule, confidence)
    if not reading.recognised(span.start):
        return fact
    meant = theme_meant(printed, (d.theme for d in reading.desk.rulebook.directives if d.theme))
    if meant:
        return replace(fact, value=meant.value, tolerance=meant.tolerance, confidence=min(confidence, 0.7))
    return fact if legible(printed) else replace(fact, value=None, confidence=0.0)


# --- week -------------------------------------------------------------------------------------------------------------------


def _week(reading: Reading, facts: Sequence[Fact], year: int | None) -> Iterator[Fact]:
    rules = {rule.id: rule for rule in reading.rules("week")}
    held = rules["week.held"]
    for paragraph, section in _in_order(reading, "body", "closing", "basis"):
        for found in reading.ranges:
            if not paragraph.span.start <= found.start < paragraph.span.end:
                continue
            timed = section is not None and section.kind == "time"
            sentence = _sentence(reading, paragraph, found.start)
            named = held.pattern.search(reading.folded, sentence.start, found.start)
            if not (named or timed or _beside_theme(reading, paragraph, found.start)):
                continue
            first, last = found.first.iso(year), found.last.iso(year)
            if not first or not last:
                continue
            rule = held if named else rules["week.time-section"]
            yield reading.fact("week_start", first, found.start, found.end, rule.id, rule.confidence)
            yield reading.fact("week_end", last, found.start, found.end, rule.id, rule.confidence)
            return


def _beside_theme(reading: Reading, paragraph: Paragraph, at: int) -> bool:
    """Whether a range is the time that stands behind the theme, in one sentence or as the item below it.

    `tổ chức Tuần lễ ... với chủ đề “...”; thời gian từ ngày 01/10/2025 đến ngày 07/10/2025`
    """
    before = reading.folded[max(paragraph.span.start - 320, 0) : at]
    time = reading.word("campaign.time_behind").search(before)
    return time is not None and bool(reading.word("campaign.theme_before").search(before[: time.start()]))


def _sentence(reading: Reading, paragraph: Paragraph, at: int) -> Span:
    """The sentence around an offset, within its paragraph; the dots of dates and abbreviations end none."""
    start = paragraph.span.start
    for m in re.finditer(r"[.;]\s+(?=\S)", reading.folded[paragraph.span.start : at]):
        start = paragraph.span.start + m.end()
    end = _END.search(reading.folded, at, paragraph.span.end)
    return Span(start, end.start() if end else paragraph.span.end)


# --- opening ----------------------------------------------------------------------------------------------------------------


def _opening(reading: Reading, year: int | None) -> Iterator[Fact]:
    rules = {rule.id: rule for rule in reading.rules("opening")}
    ranged = {m.start for r in reading.ranges for m in (r.first, r.last)}
    for paragraph, section in _in_order(reading, "body", "closing"):
        below = _heads_opening(reading, section) and _says_when(reading, paragraph)
        if not (below or reading.word("campaign.opens").search(reading.folded, paragraph.span.start, paragraph.span.end)):
            continue
        for date in reading.dates_in(paragraph.span.start, paragraph.span.end):
            if date.start in ranged or date.iso(year) is None:
                continue
            rule_id = _opens(reading, paragraph, date, rules["opening.held"].pattern, rules["opening.day-first"].pattern)
            rule_id = rule_id or ("opening.section" if below else None)
            if rule_id:
                yield from _opened(reading, paragraph, date, year, rule_id, rules[rule_id].confidence)
                return


def _heads_opening(reading: Reading, section: Section | None) -> bool:
    """Whether the section above is the opening's own: `3. Lễ khai mạc` with `- Thời gian: ...` and `- Địa điểm: ...` below."""
    parent = reading.outline.sections[section.parent] if section and section.parent is not None else None
    return parent is not None and _short_opening(reading, parent)


def _short_opening(reading: Reading, section: Section) -> bool:
    start, end = section.heading.start, section.heading.end
    return end - start < 90 and bool(reading.word("campaign.opens").search(reading.folded, start, end))


def _says_when(reading: Reading, paragraph: Paragraph) -> bool:
    return bool(reading.word("campaign.when").search(reading.folded[paragraph.span.start : paragraph.span.start + 40]))


def _opens(
    reading: Reading, paragraph: Paragraph, date: DateMention, held: re.Pattern[str], day_first: re.Pattern[str]
) -> str | None:
    sentence = _sentence(reading, paragraph, date.start)
    before = reading.folded[sentence.start : date.start]
    last = next(reversed(list(reading.word("campaign.opens").finditer(before))), None)
    between = before[last.start() :] if last else ""
    if last and len(between) < 170 and not reading.word("campaign.no_opening").search(between):
        return "opening.held"
    if day_first.search(reading.folded[date.end : min(sentence.end, date.end + 60)]) and "trước" not in before[-12:]:
        return "opening.day-first"
    return None


def _opened(
    reading: Reading, paragraph: Paragraph, date: DateMention, year: int | None, rule: str, confidence: float
) -> Iterator[Fact]:
    yield reading.fact("opening_on", date.iso(year), date.start, date.end, rule, confidence)
    sentence = _sentence(reading, paragraph, date.start)
    hour = find_hour(reading.folded, max(sentence.start, date.start - 45), date.start)
    if hour:
        yield reading.fact("opening_time", hour[0], hour[1], hour[2], rule, confidence)
    place = _PLACE.search(reading.folded, date.end, sentence.end) or _PLACE.search(
        reading.folded, max(sentence.start, date.start - 120), date.start
    )
    if place:
        span = reading.trimmed(place.start("place"), place.end("place"))
        yield reading.fact("opening_place", reading.words(span), span.start, span.end, rule, confidence)
