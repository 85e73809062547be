"""Vietnamese in the encodings from before Unicode, TCVN3 (ABC), VNI, windows-1258: told by which one gives its syllables."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# TCVN3: one code a letter, as windows-1252 shows it. Capitals with a tone have none: fonts ending in H print the small ones so.
_TCVN3_CODES = "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = dict(zip(map(ord, _TCVN3_CODES), _TCVN3_LETTERS, strict=True))
_TONED = frozenset(_TCVN3_LETTERS[14:])

# VNI: letter and mark, as windows-1252 shows them: `aá` is ấ, `öù` is ứ.
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _ROOF, _BREVE = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323", "\u0302", "\u0306"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _ROOF, "á": _ROOF + _ACUTE, "à": _ROOF + _GRAVE, "å": _ROOF + _HOOK, "ã": _ROOF + _TILDE, "ä": _ROOF + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_MARKS |= {mark.upper(): combining for mark, combining in _VNI_MARKS.items()}
_VNI_LETTERS = dict(zip("ñÑöÖôÔíÍìÌæÆóÓòÒîÎ", "đĐưƯơƠíÍìÌỉỈĩĨịỊỵỴ", strict=True))
_VNI_PAIR = re.compile("([aeouyöôAEOUYÖÔ])([" + "".join(_VNI_MARKS) + "])")
_VNI_SINGLE = re.compile("[" + "".join(_VNI_LETTERS) + "]")

_TONES = dict.fromkeys(map(ord, _ACUTE + _GRAVE + _HOOK + _TILDE + _DOT))
_ONSET = "b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x"
_NUCLEUS = (
    "oai|oay|oao|oeo|iêu|yêu|uôi|ươi|ươu|uây|uya|uyu|uyê|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy"
    "|ưa|ươ|ưi|ưu|yê|oo|[aăâeêioôơuưy]"
)
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_NUCLEUS})(?:ch?|m|ng?|nh|p|t)?")
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = r"[^\s\d.,;:!?()\[\]/\"'\-–“”]"
# It begins where a word does: or each letter of a word that is 100,000 long would be a beginning to try.
_FOREIGN_WORD = re.compile(rf"(?<!{_LETTER}){_LETTER}*[\x80-\u0323\u1ea0-\u1ef9]{_LETTER}*")

_UNMISTAKABLE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")  # letters that no other language has

_ENOUGH = 0.8  # of the words with letters beyond ASCII; 0.95 and more in the right encoding, under 0.4 in a wrong one
_FEWEST_WORDS = 3
_LONG_ENOUGH = 40_000  # letters to judge by


class Converted(NamedTuple):
    """A text in Unicode, the encoding that it was in, and the share of its marked words that are Vietnamese syllables."""

    text: str
    encoding: str
    share: float


def from_tcvn3(text: str) -> str:
    """Unicode of TCVN3 that was read as windows-1252.

    >>> from_tcvn3("\\u00a7¹i häc, CéNG HßA")
    'Đại học, CỘNG HÒA'
    """
    return "\n".join(map(_recapitalised, text.translate(_TCVN3).split("\n")))


def from_vni(text: str) -> str:
    """Unicode of VNI that was read as windows-1252.

    >>> from_vni("Ñaïi hoïc, COÄNG HOØA")
    'Đại học, CỘNG HÒA'
    """
    composed = _VNI_PAIR.sub(lambda m: _VNI_LETTERS.get(m[1], m[1]) + _VNI_MARKS[m[2]], text)
    return unicodedata.normalize("NFC", _VNI_SINGLE.sub(lambda m: _VNI_LETTERS[m[0]], composed))


def from_font(text: str, font: str) -> str | None:
    """Unicode of letters that a legacy font prints, None where the font is none: `.VnTime`, `.VnTimeH`, `VNI-Times`."""
    if font.startswith(".Vn"):
        plain = text.translate(_TCVN3)
        return plain.upper() if font.rstrip("0123456789 ").endswith("H") else plain
    if font.upper().startswith("VNI-"):
        return from_vni(text)
    return None


def vietnamese_share(text: str) -> tuple[float, int]:
    """Which share of the words with letters beyond ASCII are Vietnamese syllables, and how many such words there are."""
    words = _FOREIGN_WORD.findall(unicodedata.normalize("NFC", text[:_LONG_ENOUGH]))
    return (sum(map(_is_syllable, words)) / len(words) if words else 0.0), len(words)


def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word)
    tones = [c for c in decomposed if ord(c) in _TONES]
    bare = unicodedata.normalize("NFC", decomposed.translate(_TONES)).lower()
    return len(tones) <= 1 and bool(_SYLLABLE.fullmatch(bare)) and word[1:] in (word[1:].lower(), word[1:].upper())


def decode_legacy(data: bytes) -> Converted | None:
    """Text of bytes that are no UTF-8, in whichever legacy encoding makes them Vietnamese; None where none does."""
    western = data.decode("cp1252", "surrogateescape")
    western = "".join(chr(ord(c) - 0xDC00) if 0xDC80 <= ord(c) <= 0xDCFF else c for c in western)  # five codes that it lacks
    candidates = [("TCVN3 (ABC)", from_tcvn3(western)), ("VNI", from_vni(western))]
    candidates.insert(0, ("windows-1258", unicodedata.normalize("NFC", data.decode("cp1258", "replace"))))
    return _best(candidates)


def convert_mojibake(text: str) -> Converted | None:
    """Legacy letters that were saved as if they were Unicode (`Céng hßa x· héi`); None where the text is as it should be."""
    if 50 * len(_UNMISTAKABLE.findall(text)) > len(text):  # nearly every text: told cheaply
        return None
    share, count = vietnamese_share(text)
    if count < _FEWEST_WORDS or share >= _ENOUGH / 2:
        return None
    return _best([("TCVN3 (ABC)", from_tcvn3(text)), ("VNI", from_vni(text))])


def _best(candidates: list[tuple[str, str]]) -> Converted | None:
    judged = [(vietnamese_share(text), name, text) for name, text in candidates]
    (share, count), name, text = max(judged, key=lambda one: one[0][0])
    return Converted(text, name, share) if count >= _FEWEST_WORDS and share >= _ENOUGH else None


def _recapitalised(line: str) -> str:
    """Capitals where TCVN3 has none: in a word, or a whole line, whose letters without tones are capitals: `CộNG HòA Xã HộI`."""
    plain = [c for c in line if c.isalpha() and c not in _TONED]
    if len(plain) >= 4 and all(map(str.isupper, plain)):
        return line.upper()
    words = list(_WORD.finditer(line))
    capitals = [_capitals(word[0]) for word in words]
    out, at = [], 0
    for i, word in enumerate(words):
        beside = max(capitals[max(0, i - 1) : i + 2])
        out += [line[at : word.start()], word[0].upper() if capitals[i] > 1 or (capitals[i] and beside > 1) else word[0]]
        at = word.end()
    return "".join(out) + line[at:]


def _capitals(word: str) -> int:
    """How many capitals a word has beside its letters with tones, if it has both and no small one: 3 in `HOạCH`, 1 in `Kế`."""
    plain = [c for c in word if c not in _TONED]
    return len(plain) if len(plain) < len(word) and all(map(str.isupper, plain)) else 0
