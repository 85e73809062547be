"""What recognition leaves behind, mended in the reading copy only: `KÉ HOẠCH`, `ngày l7 tháng 1]`, `RƯỚNG PHÒNG`.

Letters are never added or taken away, so every offset stays; the stored text keeps what the recogniser read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from pipeline.lines import PrintedLine
from pipeline.text import fold, strip_marks

_DAY = re.compile(r"(?i)((?:ngày|tháng)\s{1,3})([\dlIiOo|\]!]{1,2})(?=[\s/.])")
_DIGITS = str.maketrans("lIi|]!Oo", "11111100")
_ABOUT = re.compile(r"(?m)^(\s*V\s?/)\s(?=[^\W\d_])")
_NEAR = 84  # per cent of a line that must be a stock line's


@dataclass(frozen=True)
class Mender:
    """Stock phrases by their bare letters, and the lines that stand alone: titles and positions."""

    pattern: re.Pattern[str]
    phrases: dict[str, str]
    lines: dict[str, str]
    known: frozenset[str]

    @classmethod
    def of(cls, phrases: Iterable[str], lines: Iterable[str]) -> Mender:
        phrases = list(phrases)
        bare = {_bare(phrase): fold(phrase) for phrase in phrases if " " in phrase}
        alternatives = "|".join(re.escape(b).replace(r"\ ", r"\s") for b in sorted(bare, key=len, reverse=True))
        known = frozenset(fold(phrase) for phrase in phrases)
        pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
        return cls(pattern, bare, {_bare(line): fold(line) for line in lines}, known)

    def mend(self, copy: str) -> str:
        """The reading copy with stock phrases and days as they are meant.

        >>> Mender.of(["kế hoạch", "tờ trình số"], []).mend("KÉ HOẠCH; Tờ trình sô 10, ngày l7 tháng 1] năm 2025")
        'KẾ HOẠCH; Tờ trình số 10, ngày 17 tháng 11 năm 2025'
        """
        bare = _bare(copy)
        if len(bare) != len(copy):
            return copy
        out = list(copy)
        for m in self.pattern.finditer(bare):
            meant = self.phrases[" ".join(m.group().split())]
            if fold(copy[m.start() : m.end()]) in self.known:
                continue  # a phrase of its own, e.g. a province that differs from another by its marks
            for i, letter in enumerate(meant, m.start()):
                if not copy[i].isspace():
                    out[i] = letter.upper() if copy[i].isupper() else letter
        text = _DAY.sub(lambda m: m[1] + m[2].translate(_DIGITS), "".join(out))
        return _ABOUT.sub(r"\1v", text)

    def mend_line(self, line: PrintedLine) -> PrintedLine:
        """A line in capitals that is a title or a position but for a letter or two: its words as they are meant."""
        if not line.upper or not 5 <= len(line.folded) <= 44:
            return line
        found = process.extractOne(_bare(line.folded), list(self.lines), scorer=fuzz.ratio, score_cutoff=_NEAR)
        return line._replace(folded=self.lines[found[0]]) if found else line


def _bare(text: str) -> str:
    return strip_marks(fold(text))
