"""Bodies named one behind the other, in a heading or at the head of a sentence: `Sở Nội vụ, Sở Tài chính và UBND các huyện`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.agencies import Mention
from pipeline.extract.reading import Reading
from pipeline.model import Span
from pipeline.text import UPPER, spaced

_SEPARATOR = spaced(r"[\s,;/]*(?:(?<=[\s,;])(?:và|cùng|với|&)(?=\s))?[\s,;-]*")
# How far a body's name reaches: `các quận, huyện`, `trên địa bàn tỉnh`, `trực thuộc Sở`.
_UNIT = r"(?:quận|huyện|thị xã|thành phố|xã|phường|thị trấn|đặc khu|tỉnh)"
_REACH = spaced(
    rf"(?:[\s,]*(?:,|\s)\s*(?:của |thuộc )?(?:các|cấp)\s+{_UNIT}(?!\w)(?:\s*(?:,|và|-)\s*(?:các\s+)?{_UNIT}(?!\w))*)?"
    rf"(?:\s+(?:trên địa bàn|trực thuộc|thuộc)\s+(?:(?:toàn\s+)?{_UNIT}|sở|phòng)(?!\w))?"
    rf"(?:\s+{_UNIT}(?!\w))?(?:\s+(?:có liên quan|liên quan))?"
)
_WORD = re.compile(r"[^\W_]+")
_TIERS = ("thành phố", "thị xã", "huyện", "quận", "xã", "phường", "thị trấn", "đặc khu", "tỉnh")
_PLACE_NAME = re.compile(rf"(?:\s+(?:[{UPPER}][\w']*|\d{{1,2}}(?!\w))){{1,4}}")
_LEVELS = ("department", "province", "district", "commune", "school", "ministry", "central", "other")


@dataclass(frozen=True, slots=True)
class Named:
    """A body named in a heading or a sentence: its canonical name and where it is printed."""

    name: str
    span: Span
    collective: bool
    levels: tuple[str, ...] = ()


def names_at(reading: Reading, start: int, end: int) -> tuple[tuple[Named, ...], int]:
    """The bodies named one behind the other from an offset on, and where their names end; found once for each place."""
    found: tuple[tuple[Named, ...], int] | None = reading.named.get((start, end))
    if found is None:
        found = reading.named[start, end] = _find_names(reading, start, end)
    return found


def ends_in_tier(reading: Reading, body: Named) -> bool:
    """Whether a name may go on with a place's: `Hội Khuyến học huyện`, `UBND thành phố`."""
    return reading.folded[body.span.start : body.span.end].endswith(_TIERS)


def _find_names(reading: Reading, start: int, end: int) -> tuple[tuple[Named, ...], int]:
    lead_in = reading.desk.rulebook.by_id["assignment.lead-in"].pattern.match(reading.folded[start:end])
    at = start + (lead_in.end() if lead_in else 0)
    limit = min(end, at + 420)
    if (colon := reading.copy.find(":", at, limit)) > 0:
        limit = colon
    first = _WORD.search(reading.folded, at, limit)
    if not first or not (
        reading.desk.gazetteer.may_begin(first.group()) or reading.desk.bodies.heads.match(reading.folded, first.start())
    ):
        return (), at
    mentions = {m.start: m for m in reading.desk.gazetteer.find(reading.copy, at, limit)}
    found: list[Named] = []
    reached = at
    while at < limit:
        body = _listed(reading, mentions[at], limit) if at in mentions else _unlisted(reading, at, limit, first=not found)
        if body is None:
            break
        found.append(body)
        at = reached = body.span.end
        separator = _SEPARATOR.match(reading.copy, at, limit)
        if not separator or not separator.group().strip() or separator.end() == at:
            break
        at = separator.end()
    return tuple(found), reached


def _listed(reading: Reading, mention: Mention, limit: int) -> Named:
    """A body of the gazetteer, with what is printed of its reach: `Phòng Văn hóa - Xã hội các xã, phường`."""
    end = mention.end
    if reading.folded[mention.start : end].endswith(_TIERS) and (place := _PLACE_NAME.match(reading.copy, end, limit)):
        end = place.end()  # `Phòng Giáo dục và Đào tạo thành phố Thủ Đức`
    if reach := _REACH.match(reading.folded, end, limit):
        end = reach.end()
    agency = mention.at(*_LEVELS)
    if agency.collective or agency.open or "{" in agency.name or end > mention.end:
        name = reading.desk.bodies.expand(reading.copy[mention.start : end])
    else:
        name = agency.name
    return Named(name, Span(mention.start, end), agency.collective or end > mention.end, agency.levels)


def _unlisted(reading: Reading, at: int, limit: int, *, first: bool) -> Named | None:
    """A body that the gazetteer does not list, by its first word: `Trung tâm Y tế huyện`, `..., trường THPT`."""
    span = reading.desk.bodies.read(reading.copy, reading.folded, at, limit)
    if span is None or span.start != at or (first and not reading.copy[at].isupper()):
        return None
    end = span.end
    if reach := _REACH.match(reading.folded, end, limit):
        end = reach.end()
    words = reading.copy[at:end].split()
    if len(words) < 2 or len(words) > 18:
        return None
    return Named(reading.desk.bodies.expand(reading.copy[at:end]), Span(at, end), words[0].lower() == "các")
