"""Word's automatic numbers as they are printed: `I.`, `1.1.`, `a)`, `-`, counted over the document with its restarts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from pipeline.ingest.docx_xml import child, children, value, whole

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
          (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # a symbol font's bullet, which no other font shows
_MOST = 4000  # a counter beyond this is none of an office's lists


def numeral(number: int, form: str) -> str:
    """A counter's value in the form that its level asks for.

    >>> numeral(4, "upperRoman"), numeral(28, "lowerLetter"), numeral(7, "decimalZero")
    ('IV', 'bb', '07')
    """
    if form in ("upperRoman", "lowerRoman") and 0 < number < _MOST:
        out, left = "", number
        for worth, letters in _ROMAN:
            out += letters * (left // worth)
            left %= worth
        return out.upper() if form == "upperRoman" else out
    if form in ("upperLetter", "lowerLetter") and 0 < number < _MOST:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "decimalZero":
        return f"{number:02d}"
    return "" if form == "none" else str(number)


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None  # the level after which it begins anew; None: after any above it; 0: never
    legal: bool = False  # all its numbers in Arabic figures
    style: str | None = None


@dataclass(slots=True)
class _List:
    """What a paragraph's `numId` stands for: an abstract list, with levels of its own where it overrides them."""

    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, part: _Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._met: set[tuple[str, int]] = set()
        if part is not None:
            self._read(part)

    def _read(self, part: _Element) -> None:
        styled: dict[str, str] = {}  # style of a list -> the abstract list that defines it
        linked: dict[str, str] = {}
        for abstract in children(part, "abstractNum"):
            key = value(abstract, "abstractNumId") or ""
            self._abstract[key] = {whole(value(lvl, "ilvl")): _level(lvl) for lvl in children(abstract, "lvl")}
            if style := value(child(abstract, "styleLink")):
                styled[style] = key
            if style := value(child(abstract, "numStyleLink")):
                linked[key] = style
        for key, style in linked.items():
            self._abstract[key] = self._abstract.get(styled.get(style, ""), {})
        for num in children(part, "num"):
            one = _List(value(child(num, "abstractNumId")) or "")
            for override in children(num, "lvlOverride"):
                depth = whole(value(override, "ilvl"))
                if (lvl := child(override, "lvl")) is not None:
                    one.levels[depth] = _level(lvl)
                if (start := child(override, "startOverride")) is not None:
                    one.restarts[depth] = whole(value(start))
            self._lists[value(num, "numId") or ""] = one

    def depth_of(self, num: str, style: str) -> int:
        """The level of a list that belongs to a style of headings."""
        one = self._lists.get(num)
        levels = self._abstract.get(one.abstract, {}) if one else {}
        return next((depth for depth, level in levels.items() if level.style == style), 0)

    def label(self, num: str, depth: int) -> str:
        """The next label of a list's level with the blank after it: `1. `; empty where there is none."""
        one = self._lists.get(num)
        if one is None:
            return ""
        levels = self._abstract.get(one.abstract, {}) | one.levels
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(one.abstract, {})
        if depth in one.restarts and (num, depth) not in self._met:
            counts[depth] = one.restarts[depth]
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self._met.add((num, depth))
        for deeper in [d for d in counts if d > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and depth < restart):
                del counts[deeper]
        gap = "" if level.suffix == "nothing" else " "
        if level.form == "bullet":
            return _bullet(level.text) + gap if level.text.strip() else ""
        printed = re.sub("%([1-9])", lambda m: self._figure(counts, levels, int(m[1]) - 1, level), level.text)
        return printed + gap if printed.strip() else ""

    @staticmethod
    def _figure(counts: dict[int, int], levels: dict[int, _Level], depth: int, asked: _Level) -> str:
        level = levels.get(depth, _Level())
        return numeral(counts.get(depth, level.start), "decimal" if asked.legal and level.form != "none" else level.form)


def _level(lvl: _Element) -> _Level:
    restart = child(lvl, "lvlRestart")
    legal = child(lvl, "isLgl")
    return _Level(
        start=whole(value(child(lvl, "start")), 1),
        form=value(child(lvl, "numFmt")) or "decimal",
        text=value(child(lvl, "lvlText")) or "",
        suffix=value(child(lvl, "suff")) or "tab",
        restart=whole(value(restart)) if restart is not None else None,
        legal=legal is not None and value(legal) not in ("0", "false"),
        style=value(child(lvl, "pStyle")),
    )


def _bullet(text: str) -> str:
    """A bullet as it reads: a symbol font's sign and Courier's `o` are dashes, `+` and `-` stay what they are."""
    bullet = _PRIVATE.sub("-", text.strip())
    return "-" if bullet in ("o", "§", "·", "Ø", "ü", "v", "q") else bullet
