"""What recognition leaves behind, mended in the reading copy only: `KÉ HOẠCH`, `ngày l7 tháng 1]`, `RƯỚNG PHÒNG`.

Letters are never added or taken away, so every offset stays; the stored text keeps what the recogniser read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from pipeline.lines import PrintedLine
from pipeline.text import fold, strip_marks

_DAY = re.compile(r"(?i)((?:ngày|tháng)\s{1,3})([\dlIiOo|\]!]{1,2})(?=[\s/.])")
_YEAR = re.compile(r"(?i)(?<=tháng\s)(\d{1,2}\s)n[ắằẳẵặ]m(?=\s\d{4})")
_SEQUENCE = re.compile(r"(?i)(?<=số\s)(?=\S*\d)[\doOlI|\]]{2,5}(?=\s?/\s?[A-ZĐ\d])")
_SYMBOL = re.compile(r"(?<=[-/\s]T)Ì(?=g(?!\w))")  # `16/CT-TÌg`
_QUOTE = re.compile(r"""(?<=\s)'(?=\s?[^\W\d_][^"'\f]{10,300}"(?![^\W_]))""")
_DIGITS = str.maketrans("lIi|]!Oo", "11111100")
_ABOUT = re.compile(r"(?m)^(\s*V\s?/)\s(?=[^\W\d_])")
_NUMERAL = re.compile(r"(?m)^(?P<before>[ ]*)(?P<label>[IVXHL1l|]{1,5})(?P<dot>\s?[.,:]\s?|\s)(?=(?P<heading>[^\n\f]{4,}))")
_SMALL = re.compile(r"(?m)^[ ]*[a-zđ]\)\s")
_CAPITAL = re.compile(r"(?m)^[ ]*[A-ZĐ](?=\)\s)")  # `D)` among `c)` and `e)`
_ROMAN = str.maketrans("1lL|H", "IIIII")
_VALID = re.compile(r"X{0,2}(?:IX|IV|V?I{0,3})$")
_NEAR = 84  # per cent of a line that must be a stock line's
# What a letter bears, above it and at its side, and the tone on top of that: `ẩ` is a + circumflex + hook.
_SHAPES = "\u0302\u0306\u031b"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_DOT_BELOW = "\u0323"
_ALIKE = {("\u0306", "\u0303"), ("\u0302", "\u0301"), ("\u0302", "\u0309"), ("\u0302", "\u0303")}  # ă ã; â á ả ã

_BREVE_OR_HAT = {"\u0306", "\u0302"}  # `Cân cứ`


@dataclass(frozen=True)
class Mender:
    """Stock phrases by their bare letters, and the lines that stand alone: titles and positions."""

    pattern: re.Pattern[str]
    phrases: dict[str, str]
    lines: dict[str, str]
    known: frozenset[str]
    names: frozenset[str]
    kept: frozenset[str]

    @classmethod
    def of(
        cls,
        phrases: Iterable[str],
        lines: Iterable[str],
        *,
        numbered: Iterable[str] = (),
        names: Iterable[str] = (),
        kept: Iterable[str] = (),
    ) -> Mender:
        """`numbered` may be followed by `số` and a number, `names` are mended only where they are written as names, `kept` are
        words that only look like a phrase."""
        with_number = [f"{phrase} số" for phrase in numbered]
        before_number = set(map(_bare, with_number))
        phrases, names, kept = [*phrases, *with_number], list(names), list(kept)
        known = frozenset(fold(phrase) for phrase in (*phrases, *names, *kept))
        bare = {_bare(phrase): fold(phrase) for phrase in (*kept, *names, *phrases) if " " in phrase}
        alternatives = "|".join(
            re.escape(b).replace(r"\ ", r"\s") + (r"(?=\W{0,3}[\dlio])" if b in before_number else "")
            for b in sorted(bare, key=len, reverse=True)
        )
        pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
        proper = frozenset(map(fold, names)) - frozenset(map(fold, phrases))
        stock = {_bare(line): fold(line) for line in lines}
        return cls(pattern, bare, stock, known, proper, frozenset(map(fold, kept)))

    def mend(self, copy: str) -> str:
        """The reading copy with stock phrases, days and the numerals of headings as they are meant.

        >>> Mender.of(["kế hoạch"], [], numbered=["tờ trình"]).mend("KÉ HOẠCH; Tờ trình sô 10, ngày l7 tháng 1] năm 2025")
        'KẾ HOẠCH; Tờ trình số 10, ngày 17 tháng 11 năm 2025'
        """
        bare = _bare(copy)
        if len(bare) != len(copy):
            return copy
        out = list(copy)
        for m in self.pattern.finditer(bare):
            printed, meant = copy[m.start() : m.end()], self.phrases[" ".join(m.group().split())]
            if meant in self.kept or fold(printed) in self.known:
                continue  # a phrase of its own, e.g. a province that differs from another by its marks
            if meant in self.names and not all(word[0].isupper() for word in printed.split()[-2:]):
                continue  # `đánh giá lại` is not about Gia Lai
            if not all(may_be(a, b) for a, b in zip(fold(printed), meant, strict=True)):
                continue  # `từ đó` is no `tự do`, `báo cáo Sở` no `báo cáo số`
            for i, letter in enumerate(meant, m.start()):
                if not copy[i].isspace():
                    out[i] = letter.upper() if copy[i].isupper() else letter
        text = _DAY.sub(lambda m: m[1] + m[2].translate(_DIGITS), "".join(out))
        text = _SYMBOL.sub("T", _SEQUENCE.sub(lambda m: m.group().translate(_DIGITS), text))
        text = _QUOTE.sub('"', _YEAR.sub(r"\1năm", _ABOUT.sub(r"\1v", text)))
        if _SMALL.search(text):
            text = _CAPITAL.sub(lambda m: m.group().lower(), text)
        return _NUMERAL.sub(self._numeral, text)

    def _numeral(self, m: re.Match[str]) -> str:
        """`1V. TỔ CHỨC`, `HI. NỘI DUNG`: a heading's numeral. Where its dot was lost, only before a heading that is known."""
        heading = m["heading"]
        label, dot = m["label"].translate(_ROMAN), m["dot"]
        if not (heading[:12].isupper() and " " in heading.strip() and _VALID.match(label) and re.search("[IVXH]", m["label"])):
            return m.group()
        if not dot.strip():
            if not self.pattern.match(_bare(heading)):
                return m.group()
            dot = "." + dot[1:]
        return m["before"] + label + dot.replace(",", ".").replace(":", ".")

    def mend_line(self, line: PrintedLine) -> PrintedLine:
        """A line in capitals that is a title or a position but for a letter or two: its words as they are meant."""
        if not line.upper or not 5 <= len(line.folded) <= 44:
            return line
        found = process.extractOne(_bare(line.folded), list(self.lines), scorer=fuzz.ratio, score_cutoff=_NEAR)
        return line._replace(folded=self.lines[found[0]]) if found else line


@lru_cache(maxsize=1024)
def may_be(printed: str, meant: str) -> bool:
    """Whether a recogniser may read a letter as another: marks get lost, `ổ` becomes `ố`; a dot below appears nowhere by itself.

    >>> may_be("é", "ế"), may_be("ố", "ổ"), may_be("ừ", "ự"), may_be("ở", "ố"), may_be("à", "a")
    (True, True, False, False, False)
    """
    if printed == meant or printed.isspace():
        return True
    (shape, tone), (meant_shape, meant_tone) = _marks(printed), _marks(meant)
    if shape != meant_shape and shape and {shape, meant_shape} != _BREVE_OR_HAT:
        return False
    if tone == meant_tone or not tone:
        return True
    if not meant_tone:
        return not shape and (meant_shape, tone) in _ALIKE
    return _DOT_BELOW not in (tone, meant_tone)


def _marks(letter: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", letter)[1:]
    return "".join(c for c in marks if c in _SHAPES), "".join(c for c in marks if c in _TONES)


def _bare(text: str) -> str:
    return strip_marks(fold(text))
