"""The gazetteer of agencies: `rules/agencies.yml` as validated entries, and where a text names them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pipeline.text import fold, level_tones
from pipeline.yamlfile import Checked, Faults, read_yaml

LEVELS = frozenset({"central", "ministry", "province", "department", "district", "commune", "school", "other"})
_TIERS = ("tỉnh", "thành phố", "tp", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu", "các cấp", "cấp tỉnh")
_TOKEN = re.compile(r"[^\W_]+|[^\w\s-]|\n(?=\s*\n)")  # dashes and single line breaks are spaces
_SYMBOL_NOISE = re.compile(r"[\s&,.–-]")


@dataclass(frozen=True, slots=True)
class Agency:
    """A body, or all of a kind, e.g. `Sở Văn hóa, Thể thao và Du lịch` or `Các sở, ban, ngành, đoàn thể cấp tỉnh`."""

    id: str
    name: str
    variants: tuple[str, ...]
    levels: tuple[str, ...]
    sector: str
    symbols: tuple[str, ...] = ()
    open: bool = False
    collective: bool = False
    pattern: re.Pattern[str] | None = None
    begins: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None

    def valid_on(self, day: date | None) -> bool:
        return day is None or (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """`Giáo dục và Đào tạo`, and what is written for it: `GD&ĐT`, `GDĐT`."""

    full: str
    shorts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Agencies named in a text: several where one name serves bodies of different levels; `end` takes in `tỉnh Thanh Hóa`."""

    start: int
    end: int
    agencies: tuple[Agency, ...]

    def at(self, *levels: str, on: date | None = None) -> Agency:
        """The one meant where bodies of these levels are, the likeliest level first; the first of all where none fits."""
        fits = [a for level in levels for a in self.agencies if level in a.levels]
        return next((a for a in fits if a.valid_on(on)), next(iter(fits), self.agencies[0]))


Tokens = tuple[str, ...]
Trie = dict[str, "Trie | list[Agency]"]
_HERE = "\0"  # the key under which a trie keeps what ends there


class Gazetteer:
    """Finds agencies by name: longest name first, letter case, dashes and line breaks aside."""

    def __init__(
        self, agencies: Iterable[Agency], abbreviations: Iterable[Abbreviation], place_names: Iterable[str] = ()
    ) -> None:
        self.agencies = tuple(agencies)
        self.by_id = {a.id: a for a in self.agencies}
        self._collectives: dict[str, list[Agency]] = {}
        self._places = {tokens(name) for name in place_names}
        self._longest_place = max(map(len, self._places), default=0)
        self._trie: Trie = {}
        abbreviations = tuple(abbreviations)
        for agency in self.agencies:
            for word in agency.begins:
                self._collectives.setdefault(word, []).append(agency)
            if not agency.collective:
                for spelling in spellings(agency, abbreviations):
                    for name in self._with_places(spelling):
                        self._add(name, agency)
        self._by_symbol: dict[str, list[Agency]] = {}
        for agency in self.agencies:
            for symbol in agency.symbols:
                self._by_symbol.setdefault(symbol_key(symbol), []).append(agency)

    def may_begin(self, word: str) -> bool:
        """Whether any name begins with a word: a cheap look before `find`."""
        return word in self._trie or word in self._collectives

    def of_symbol(self, symbol: str) -> tuple[Agency, ...]:
        """Who signs with a symbol: `SGD&ĐT` -> Sở Giáo dục và Đào tạo; `GDĐT` may be a Sở or a Phòng."""
        return tuple(self._by_symbol.get(symbol_key(symbol), ()))

    def named(self, name: str) -> tuple[Agency, ...]:
        """The agencies of exactly that name, a place behind it aside: `Sở GD&ĐT tỉnh Bắc Giang`."""
        found = next(self.find(level_tones(name)), None)
        return found.agencies if found and found.start == 0 and found.end == len(name.rstrip()) else ()

    def find(self, reading: str, start: int = 0, end: int | None = None) -> Iterator[Mention]:
        """Every agency named in a stretch of the reading copy, from left to right, none inside another."""
        piece = reading[start:end]
        folded = fold(piece)
        words = [("và" if m.group() == "&" else m.group(), m.start(), m.end()) for m in _TOKEN.finditer(folded)]
        mentions: list[Mention] = []
        for i, (word, at, _) in enumerate(words):
            if word in self._trie and (found := self._named_at(words, i, piece)):
                mentions.append(found)
            for agency in self._collectives.get(word, ()):
                if agency.pattern and (match := agency.pattern.match(folded, at)):
                    mentions.append(Mention(at, match.end(), (agency,)))
        reached = 0
        for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
            if mention.start >= reached:
                yield Mention(start + mention.start, start + mention.end, mention.agencies)
                reached = mention.end

    def _named_at(self, words: list[tuple[str, int, int]], i: int, piece: str) -> Mention | None:
        if piece[max(0, words[i][1] - 1) : words[i][1]] in ("-", "/"):
            return None  # the UBND of 331/KH-UBND
        node, j, found = self._trie, i, None
        while j < len(words) and isinstance(inner := node.get(words[j][0]), dict):
            node, j = inner, j + 1
            if _HERE in node:
                found = (j, node[_HERE])
        if found is None or not isinstance(found[1], list):
            return None
        j = found[0]
        if any(agency.open for agency in found[1]):
            while j < len(words) and (piece[words[j][1]].isupper() or words[j][0].isdigit()):
                j += 1
            if j == found[0]:
                return None  # "trường tiểu học" in general
        else:
            j = self._behind(words, j)
        return Mention(words[i][1], words[j - 1][2], tuple(found[1]))

    def _behind(self, words: list[tuple[str, int, int]], j: int) -> int:
        """Past `tỉnh`, `tỉnh Thanh Hóa` or `Thanh Hóa` behind a name."""

        def ahead(size: int) -> Tokens:
            return tuple(word for word, _, _ in words[j : j + size])

        j += next((size for size in (2, 1) if len(ahead(size)) == size and " ".join(ahead(size)) in _TIERS), 0)
        return j + next(
            (size for size in range(self._longest_place, 0, -1) if len(ahead(size)) == size and ahead(size) in self._places), 0
        )

    def _with_places(self, spelling: str) -> Iterator[Tokens]:
        if "{place}" not in spelling:
            yield tokens(spelling)
            return
        for place in self._places:
            yield tokens(spelling.replace("{place}", " ".join(place)))

    def _add(self, name: Tokens, agency: Agency) -> None:
        node = self._trie
        for word in name:
            inner = node.setdefault(word, {})
            assert isinstance(inner, dict)
            node = inner
        here = node.setdefault(_HERE, [])
        assert isinstance(here, list)
        if agency not in here:
            here.append(agency)


def tokens(name: str) -> Tokens:
    """A name as it is compared.

    >>> tokens("Sở VH,TT&DL"), tokens("Đài PT-TH")
    (('sở', 'vh', ',', 'tt', 'và', 'dl'), ('đài', 'pt', 'th'))
    """
    return tuple("và" if word == "&" else word for word in _TOKEN.findall(level_tones(fold(name))))


def symbol_key(symbol: str) -> str:
    """`SGD&ĐT` -> `SGDĐT`; the case of its letters is kept (TTr is no TTR)."""
    return _SYMBOL_NOISE.sub("", symbol.replace("\u00d0", "Đ"))


@cache
def _within(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def spellings(agency: Agency, abbreviations: Iterable[Abbreviation]) -> list[str]:
    """Its name and variants, each with every abbreviation that can stand in it."""
    found = dict.fromkeys((agency.name, *agency.variants))
    for abbreviation in abbreviations:
        within = _within(abbreviation.full)
        for spelling in list(found):
            if within.search(spelling):
                found.update(dict.fromkeys(within.sub(short, spelling) for short in abbreviation.shorts))
    return list(found)


def load_agencies(path: Path, faults: Faults) -> tuple[tuple[Agency, ...], tuple[Abbreviation, ...]]:
    """The entries of `rules/agencies.yml`; what is wrong with them goes to `faults`."""
    top = Checked(read_yaml(path, faults), path, faults)
    sectors = frozenset(top.texts("sectors"))
    abbreviations = []
    for entry in top.entries("abbreviations"):
        abbreviations.append(Abbreviation(entry.text("full"), entry.texts("shorts")))
        entry.done()
    read = [(entry, _agency(entry, sectors)) for entry in top.entries("agencies")]
    top.done()
    ids: set[str] = set()
    owners: dict[tuple[str, Tokens], str] = {}
    for entry, agency in read:
        if agency.id in ids:
            entry.fault(f"the id {agency.id!r} stands twice", "id")
        ids.add(agency.id)
        for level in agency.levels:
            for spelling in spellings(agency, abbreviations):
                owner = owners.setdefault((level, tokens(spelling)), agency.id)
                if owner != agency.id:
                    entry.fault(f"{spelling!r} is a name of {owner!r} at the level {level!r}, too", "variants")
    for entry, agency in read:
        if agency.successor and agency.successor not in ids:
            entry.fault(f"unknown successor {agency.successor!r}", "successor")
    return tuple(agency for _, agency in read), tuple(abbreviations)


def _agency(entry: Checked, sectors: frozenset[str]) -> Agency:
    levels, sector = entry.texts("levels"), entry.text("sector")
    if not levels or not LEVELS.issuperset(levels):
        entry.fault(f"'levels' must name some of {', '.join(sorted(LEVELS))}", "levels")
    if sector not in sectors:
        entry.fault(f"unknown sector {sector!r}; known are {', '.join(sorted(sectors))}", "sector")
    collective = entry.get("collective", False) is True
    agency = Agency(
        entry.text("id"),
        entry.text("name"),
        entry.texts("variants"),
        levels,
        sector,
        entry.texts("symbols"),
        entry.get("open", False) is True,
        collective,
        _pattern(entry) if collective else None,
        entry.texts("begins") if collective else (),
        _date(entry, "valid_from"),
        _date(entry, "valid_to"),
        entry.get("successor"),
    )
    if agency.valid_from and agency.valid_to and agency.valid_from > agency.valid_to:
        entry.fault("'valid_to' lies before 'valid_from'", "valid_to")
    entry.done()
    return agency


def _date(entry: Checked, key: str) -> date | None:
    value = entry.get(key)
    if value is not None and not isinstance(value, date):
        entry.fault(f"{key!r} must be a date: 2025-06-30", key)
        return None
    return value


def _pattern(entry: Checked) -> re.Pattern[str]:
    """A collective's wordings, held against its examples at once."""
    source = entry.text("pattern")
    try:
        words = re.sub(r" (\??)", lambda m: r"\s*" if m[1] else r"\s+", source)  # a space is any run of white space
        pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
    except re.error as error:
        entry.fault(f"the pattern cannot be compiled: {error}", "pattern")
        return re.compile(r"(?!)")
    for text in entry.texts("accepts"):
        if not pattern.fullmatch(level_tones(fold(text))):
            entry.fault(f"the pattern does not accept its example {text!r}", "accepts")
        if tokens(text)[0] not in entry.texts("begins"):
            entry.fault(f"'begins' lacks the first word of {text!r}", "begins")
    for text in entry.texts("rejects"):
        if pattern.search(level_tones(fold(text))):
            entry.fault(f"the pattern accepts {text!r}, which it must reject", "rejects")
    if not entry.texts("accepts") or not entry.texts("rejects"):
        entry.fault("a collective needs examples that it accepts and rejects", "pattern")
    return pattern
