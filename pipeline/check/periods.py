"""Programmes whose period is mistyped: `Đề án “Xây dựng xã hội học tập giai đoạn 2022-2030”`, where the years are 2021-2030."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.check.question import Asked, Both, Detail, Question, Value, here, say_both
from pipeline.model import Programme, Span
from pipeline.text import fold, level_tones, squeeze

_PERIOD = r"[\s\"',]{0,12}giai\s+đoạn\s+(?P<first>(?:19|20)\d\d)\s{0,4}-\s{0,4}(?P<last>(?:19|20)\d\d)(?!\d)"
_KINDS = r"(?:đề\s+án|chương\s+trình|phong\s+trào(?:\s+thi\s+đua)?)"
_OWN_VERSION = re.compile(
    r"[\s\"',]{0,6}(?:của|trên\s+địa\s+bàn|tại)?\s*(?:tỉnh|thành\s+phố|huyện|quận|thị\s+xã|xã|phường)(?!\w)"
)


def mistyped_periods(question: Question) -> Iterator[Detail]:
    """`Đề án “Xây dựng xã hội học tập giai đoạn 2022-2030”`: the programme's years are 2021-2030."""
    if "giai" not in question.folded:
        return
    pattern, by_name = _programme_pattern(question.known.programmes)
    seen: set[tuple[str, str]] = set()
    for found in pattern.finditer(question.folded):
        name = squeeze(found["name"])
        programmes = [p for p in by_name[name] if squeeze(found["kind"]).startswith(fold(p.kind))]
        period = (int(found["first"]), int(found["last"]))
        if not programmes or any(period == (p.first_year, p.last_year) for p in programmes) or (name, found["first"]) in seen:
            continue
        if _OWN_VERSION.match(question.folded, found.end()) and not _national(question.folded, found.start()):
            continue
        seen.add((name, found["first"]))
        meant = max(programmes, key=lambda p: ((p.last_year == period[1]) + (p.first_year == period[0]), p.first_year))
        asked = f"{meant.first_year}-{meant.last_year}"
        day = say_both(meant.issued_on)
        source = Both(f"Quyết định số {meant.number} ngày {day.vi}", f"Decision {meant.number} of {day.en}")
        values: dict[str, Value] = {"name": meant.names[0], "first": asked, "second": f"{period[0]}-{period[1]}"}
        yield Detail("period", Asked(f"giai đoạn {asked}", source, values), Span(found.start(), found.end()))
    yield from _two_periods(question, by_name)


def _national(folded: str, start: int) -> bool:
    """Whether the Prime Minister's decision is what is spoken of."""
    return re.search(r"thủ\s+tướng|qđ\s?-\s?ttg", folded[max(0, start - 160) : start]) is not None


_ANY_PROGRAMME = re.compile(rf"{_KINDS}\s+\"?\s*(?P<name>[^\";:.\n()]{{12,150}}?(?:\n[^\";:.\n()]{{2,100}}?)?){_PERIOD}")


def _two_periods(question: Question, known: dict[str, list[Programme]]) -> Iterator[Detail]:
    """A programme that the rules do not know, its period written two ways: one end year, two first years."""
    seen: dict[tuple[str, str], re.Match[str]] = {}
    for found in _ANY_PROGRAMME.finditer(question.folded):
        name = squeeze(found["name"]).strip(" \"',")
        if name in known or any(name.startswith(k) or k in name for k in known):
            continue
        earlier = seen.setdefault((name, found["last"]), found)
        if earlier["first"] != found["first"]:
            first, second = (f"{m['first']}-{m['last']}" for m in (earlier, found))
            span = Span(earlier.start(), earlier.end())
            printed = squeeze(question.reading[found.start("name") : found.end("name")]).strip(" \"',")
            values: dict[str, Value] = {"name": printed, "first": first, "second": second}
            asked = Asked(f"giai đoạn {first}", here(question, span), values)
            yield Detail("two-periods", asked, Span(found.start(), found.end()))
            return


@lru_cache(maxsize=4)
def _programme_pattern(programmes: tuple[Programme, ...]) -> tuple[re.Pattern[str], dict[str, list[Programme]]]:
    by_name: dict[str, list[Programme]] = {}
    for programme in programmes:
        for name in programme.names:
            by_name.setdefault(fold(level_tones(name)), []).append(programme)
    names = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(by_name, key=len, reverse=True))
    return re.compile(rf"(?P<kind>{_KINDS})\s+[\"']?\s*(?P<name>{names or '(?!)'}){_PERIOD}"), by_name
