"""Values that a recogniser may have spoilt, held against what is known: a theme, a surname, words that can't be Vietnamese.

`Học đế phát triển bản thân` is the directive's theme but for a mark; `Hô Thị An` bears a surname;
`14/o/2bổ;hức Tuần lễ` is nothing to print.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.compare import syllables, word_keys
from pipeline.mend import may_be
from pipeline.text import canonical, fold, level_tones, squeeze, strip_marks

_RUN = 3  # syllables that must agree in a row, lest single words of another theme count
_SHARE = 5  # at most every fifth syllable may have been misread
_BARE_SYLLABLE = re.compile(r"(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$")
_TORN = re.compile(r"a[\u0302\u0306][\u0300\u0301\u0303\u0309\u0323]?$|a[\u0323]?[\u0302\u0306]$")  # `Lâ`: no syllable ends so
_VIETNAMESE = frozenset("abcdefghijklmnopqrstuvwxyzăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")
_CONSONANTS = frozenset("bcdghklmnpqrstvx")
_SET_OFF = ".,:;!?()[]\"'…“”‘’*"


class Meant(NamedTuple):
    """A value as it is meant, and what was passed over to read it so."""

    value: str
    tolerance: str


def legible(words: str) -> bool:
    """Whether all of it may be words: no marked letters that make up no syllable, no digits or signs inside a word.

    >>> legible("Chỉ thị 16/CT-TTg, STEM và COVID-19 (K12)"), legible("T§ chức"), legible("dhức Tuần lễ"), legible("Hh")
    (True, False, False, False)
    """
    pieces = (piece.strip(_SET_OFF) for word in words.split() for piece in re.split(r"[-–/&.+]", word))
    return all(_is_word(piece) for piece in pieces if piece)


def _is_word(piece: str) -> bool:
    low = fold(level_tones(canonical(piece)))
    if piece.isalpha():
        bare = strip_marks(low)
        if not _VIETNAMESE.issuperset(low):
            return False
        if bare != low:
            return piece.isupper() or (bool(_BARE_SYLLABLE.match(bare)) and not _TORN.search(unicodedata.normalize("NFD", low)))
        return piece[:2].isupper() or len(piece) == 1 or any(c in "aeiouy" for c in bare)
    letters = "".join(c for c in piece if not c.isdigit())
    return piece.strip("%").isdigit() or (piece.isalnum() and letters.isupper())


def theme_meant(printed: str, themes: Iterable[str]) -> Meant | None:
    """A theme in which some syllables of a known one lost their marks, or one of them a letter; the rest stays as printed.

    >>> theme_meant("Phát triển văn hóa đọc thúc đấy học tập", ["Phát triển văn hóa đọc thúc đẩy học tập suốt đời"])
    Meant(value='Phát triển văn hóa đọc thúc đẩy học tập', tolerance='“đấy” đọc là “đẩy”')
    """
    found = [meant for theme in themes if (meant := _as_known(printed, theme))]
    return found[0] if len(found) == 1 else None


def _as_known(printed: str, theme: str) -> Meant | None:
    printed, theme = canonical(printed), canonical(theme)
    ours, theirs = word_keys(printed), word_keys(theme)
    bare, known = [strip_marks(k) for k in ours], [strip_marks(k) for k in theirs]
    there, here = syllables(theme), syllables(printed)
    changed: dict[int, int] = {}
    steps = list(Levenshtein.opcodes(bare, known))
    for step in steps:
        if step.tag == "equal" and step.src_end - step.src_start >= _RUN:
            run = zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)
            changed |= {i: j for i, j in run if ours[i] != theirs[j]}
    apart = [step for step in steps if step.tag != "equal"]
    if len(apart) == 1 and apart[0].tag == "replace" and apart[0].src_end - apart[0].src_start == 1:
        i, j = apart[0].src_start, apart[0].dest_start
        if len(known[j]) > 2 and Levenshtein.distance(bare[i], known[j]) == 1:
            changed[i] = j
    if not changed or len(changed) * _SHARE > max(len(ours), 2 * _SHARE):
        return None
    edges = [0, *(edge for i in sorted(changed) for edge in (here[i].start, here[i].end)), len(printed)]
    kept = [printed[a:b] for a, b in pairwise(edges)][::2]
    new = [theme[there[changed[i]].start : there[changed[i]].end] for i in sorted(changed)]
    value = "".join(a + b for a, b in zip(kept, [*new, ""], strict=True))
    old = [printed[here[i].start : here[i].end] for i in sorted(changed)]
    return Meant(value, "; ".join(f"“{a}” đọc là “{b}”" for a, b in zip(old, new, strict=True)))


def name_meant(name: str, surnames: frozenset[str]) -> Meant | None:
    """A signer's name whose surname is known or rare, mended where only one is meant; None where it can't be known.

    >>> known = frozenset(["hồ", "vi", "vì"])
    >>> name_meant("Hô Thị An", known), name_meant("Vị Thị Lan", known), name_meant("Vi Thị Lan", known)
    (Meant(value='Hồ Thị An', tolerance='“Hô” đọc là “Hồ”'), None, Meant(value='Vi Thị Lan', tolerance=''))
    """
    if not legible(name) or any(strip_marks(fold(word)) in _CONSONANTS for word in name.split()):
        return None  # `Ngô Anh H`: the seal has the rest
    surname, _, given = squeeze(name).partition(" ")
    low = fold(level_tones(surname))
    alike = [known for known in surnames if strip_marks(known) == strip_marks(low)]
    if low in surnames or not alike:
        return Meant(name, "")
    near = [known for known in alike if all(may_be(a, b) for a, b in zip(low, known, strict=True))]
    if len(near or alike) != 1:
        return None
    meant = (near or alike)[0].capitalize()
    return Meant(f"{meant} {given}", f"“{surname}” đọc là “{meant}”")
