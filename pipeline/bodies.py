"""Names of bodies in running text: where one begins and ends, and how it is written in full."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model import Span
from pipeline.rulebook import Rulebook
from pipeline.text import fold, level_tones, squeeze

_TOKEN = re.compile(r"[\w&]+(?:[.&/'][\w&]+)*\.?|[^\w\s]")  # `huyện Ea H'leo` is one name
_ACRONYM = re.compile(r"(?:TH|THCS|THPT|MN|GDNN|GDTX|TT|PTDT(?:NT|BT)?|BT|NT|II|III|IV|VI{0,3}|IX|X|I|CĐ|ĐH|QH)(?:\d+)?$")


_KINDS = ("tỉnh", "huyện", "quận", "xã", "phường", "thành phố", "thị xã", "thị trấn", "đặc khu")
_BEFORE_SOCIETY = ("và", "hiểm", "dựng")  # `Bảo hiểm xã hội`, while `xã Hội Sơn` is a commune
_KIND_LETTERS = {"q": "quận", "h": "huyện", "p": "phường"}
_KIND_LETTER = re.compile(r"(?<= )([QHP])\.\s?(?=[A-ZÀ-Ỹ\d])", re.IGNORECASE)
# What follows one of these is what it is called: `Trường Mầm non Hoa Lan`, `Tỉnh đoàn Lạng Sơn`, `Bảo tàng tỉnh Ninh Bình`.
_NAMED_BEHIND = re.compile(r"^Trường|(?:đoàn|ủy|tỉnh|huyện|quận|xã|phường|thành phố)$")
_KEPT_SHORT = ("Trung học phổ thông", "Trung học cơ sở")  # `Trường THPT Cao Lãnh 2` is how a school is called


def _spaced(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"\s+")


@dataclass(frozen=True, slots=True)
class Bodies:
    """The reader of bodies' names, made from `rules/bodies.yml` and the canonical names of `rules/agencies.yml`."""

    heads: re.Pattern[str]
    stops: re.Pattern[str]
    never: re.Pattern[str]  # with `kế hoạch số` and the like: another document begins
    short: re.Pattern[str]
    full: Mapping[str, str]  # folded abbreviation -> what it stands for
    canonical_case: Mapping[str, str]  # folded name -> its canonical spelling
    with_commas: re.Pattern[str]  # known names that hold a comma

    @classmethod
    def of(cls, rulebook: Rulebook) -> Bodies:
        words = rulebook.bodies
        heads = "|".join(_spaced(h) for h in sorted(words.heads, key=len, reverse=True))
        not_heads = "|".join(_spaced(h) for h in words.not_heads)
        full = {"tp": "thành phố", "tp.": "thành phố", "tx.": "thị xã", "tx": "thị xã"}
        for abbreviation in rulebook.abbreviations:
            for short in abbreviation.shorts:
                if len(short) > 2 and abbreviation.full not in _KEPT_SHORT:
                    full.setdefault(fold(level_tones(short)), abbreviation.full)
        names = {fold(level_tones(a.name)): a.name for a in rulebook.agencies if not a.collective and "{" not in a.name}
        schools = (v for a in rulebook.agencies if a.open for v in a.variants)  # `Trường Tiểu học và Trung học cơ sở`
        written_out = {fold(level_tones(v)): v for v in schools if not any(map(str.isupper, v.split()))}
        commas = sorted((name for name in names if "," in name), key=len, reverse=True)
        return cls(
            re.compile(rf"(?!(?:{not_heads})(?!\w))(?:{heads})(?!\w)"),
            re.compile(rf"(?:{'|'.join(_spaced(s) for s in words.stops)})(?!\w)"),
            re.compile(rf"(?:{'|'.join(_spaced(s) for s in words.never)})(?!\w)|[^\W\d]+\s+[^\W\d]+\s+số(?!\w)"),
            re.compile(
                rf"(?<![\w&/])(?:{'|'.join(_spaced(s) for s in sorted(full, key=len, reverse=True))})(?![\w&])", re.IGNORECASE
            ),
            full,
            written_out | names,
            re.compile("|".join(_spaced(c) for c in commas) or r"(?!)"),
        )

    def read(self, reading: str, folded: str, start: int, end: int) -> Span | None:
        """The body named at an offset, e.g. `Sở Giáo dục và Đào tạo` of `... và Đào tạo trước ngày 20/10`."""
        while start < end and (reading[start].isspace() or reading[start] in ":"):
            start += 1
        head = self.heads.match(folded, start)
        if not head:
            return None
        stop = start
        listed = False  # a comma inside the name: `Phòng Giáo dục thường xuyên, Chuyên nghiệp và Đại học`
        for token in _TOKEN.finditer(reading, start, end):
            word = token.group()
            low = word.lower()
            if token.start() >= head.end():
                gap = reading[stop : token.start()]
                if gap.count("\n") > 2 and "\n " not in gap:  # a page's number was there
                    break
                if word == ",":
                    named = self.with_commas.match(folded, start)
                    if not (named and named.end() > token.start()) and not self._goes_on(reading, folded, token.end(), end):
                        break
                    listed = True
                elif word == "-":
                    following = reading[token.end() : token.end() + 2].lstrip()[:1]
                    if not following.isupper():
                        break
                    continue
                elif not (word[0].isalnum() or word == "&"):
                    break
                elif low in ("và", "&"):
                    ahead = _TOKEN.search(reading, token.end(), end)
                    if ahead is None or not ahead.group()[0].isupper() or self.never.match(folded, ahead.start()):
                        break
                    if not listed and self._head_follows(folded, ahead.start()):
                        break
                elif (word[0].isdigit() and len(word) > 3) or self._ends(folded, token.start(), small=word[0].islower()):
                    break
            stop = token.end()
            if word.endswith(".") and len(word) > 4:
                stop -= 1
                break
        while stop > start and not reading[stop - 1].isalnum():
            stop -= 1
        return Span(start, stop) if stop - start >= 2 else None

    def _ends(self, folded: str, at: int, *, small: bool) -> bool:
        """Whether a word ends the name before it: `Sở Nội vụ trước ngày`, `Bộ Giáo dục và Đào tạo Ban hành Quy chế`."""
        return bool((small and self.stops.match(folded, at)) or self.never.match(folded, at))

    def _goes_on(self, reading: str, folded: str, at: int, end: int) -> bool:
        """Whether a name goes on behind a comma: with a capital that begins no other body, and an `và` soon after."""
        ahead = _TOKEN.search(reading, at, end)
        if ahead is None or not ahead.group()[0].isupper() or self.heads.match(folded, ahead.start()):
            return False
        goes_on = re.match(
            r"(?:[^,.;:()\n]{3,30},\s+(?=[^\W\d_]))?[^,.;:()\n]{3,30}\s(?:và|&)\s+[^\W\d_]",
            reading[ahead.start() : min(end, ahead.start() + 75)],
        )
        if goes_on is None:
            return False
        comma = reading.find(",", ahead.start(), ahead.start() + goes_on.end())
        return comma < 0 or self._goes_on(reading, folded, comma + 1, end)

    def _head_follows(self, folded: str, at: int) -> bool:
        """Whether another body begins behind an "và": `Sở Nội vụ và Sở Tài chính`, but not `Giáo dục và Đào tạo`."""
        found = self.heads.match(folded, at)
        return bool(found) and not folded.startswith(("đào tạo", "truyền", "thể thao"), at)

    def expand(self, name: str) -> str:
        """Abbreviations spelt out: `UBND tỉnh`, `Phòng GD&ĐT` -> `Ủy ban nhân dân tỉnh`, `Phòng Giáo dục và Đào tạo`."""
        name = re.sub(r"(?<=[A-ZĐ]) & (?=[A-ZĐ])", "&", squeeze(level_tones(name)))
        name = self.short.sub(lambda m: self.full.get(squeeze(fold(m.group())), m.group()), name)
        return squeeze(re.sub(r"\s*&\s*", " và ", name))

    def spelled(self, printed: str) -> str:
        """A name from a letterhead in the case of running text: `SỞ GIÁO DỤC & ĐÀO TẠO` -> `Sở Giáo dục và Đào tạo`."""
        name = self.expand(_KIND_LETTER.sub(lambda m: f"{_KIND_LETTERS[m[1].lower()]} ", printed))
        low = fold(name)
        for size in range(len(low), 3, -1):
            known = self.canonical_case.get(low[:size])
            if known and (size == len(low) or not low[size].isalnum()):
                return known + self._cased(name[size:], first=False, proper=bool(_NAMED_BEHIND.search(known)))
        return self._cased(name, first=True)

    @staticmethod
    def _cased(name: str, *, first: bool, proper: bool = False) -> str:
        """Capitals to running case; after a place's kind every syllable is a name: `TỈNH BẮC GIANG` -> `tỉnh Bắc Giang`."""
        out: list[str] = []
        placed = False
        words = name.split()
        for i, word in enumerate(words):
            low = word.lower()
            pair = f"{low} {words[i + 1].lower()}" if i + 1 < len(words) else low
            if pair == "xã hội" and i and words[i - 1].lower() in _BEFORE_SOCIETY:
                proper = False
                out.append(low if word.isupper() else word)
                continue
            if _ACRONYM.match(word) or any(c.isdigit() for c in word):
                out.append(word)
                proper = True
                continue
            if not word.isupper() and not proper:
                out.append(word)
                named = i + 1 < len(words) and words[i + 1].isupper()
                proper = named and (low in _KINDS or f"{words[i - 1].lower()} {low}" in _KINDS)
            elif placed and i + 1 == len(words):  # `XÃ TỨ XÃ`, `XÃ PHƯỚC TỈNH`: what ends a place's name is no kind
                out.append(low.capitalize())
            elif low in ("tỉnh", "huyện", "quận", "xã", "phường") or pair in ("thành phố", "thị xã", "thị trấn", "đặc khu"):
                out.append(low)
            elif out and out[-1] in ("thành", "thị", "đặc") and low in ("phố", "xã", "trấn", "khu"):
                out.append(low)
                proper = placed = True
                continue
            else:
                out.append(low.capitalize() if (proper and low != "và") or (first and i == 0) else low)
                continue
            placed = placed or low in ("tỉnh", "huyện", "quận", "xã", "phường")
            proper = proper or placed
        text = " ".join(out)
        lead = " " if name[:1].isspace() and text else ""
        return lead + (text[:1].upper() + text[1:] if first else text)
