"""Can a page's text be used? Thresholds measured over 1,251 real pages; the dear tests run only where the cheap ones doubt."""

from __future__ import annotations

import re
import unicodedata

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.ingest.pdf_stamps import is_signature
from pipeline.model import Quality

_MARKED = re.compile(
    "[đăơưĐĂƠƯ" + "".join(c for c in map(chr, range(0xC0, 0x1F00)) if len(unicodedata.normalize("NFD", c)) == 3) + "]"
)
_COMMONLY_MARKED = "đườếệộớổơềứể"
_FOREIGN = re.compile("[\u0370-\u1dff\ue000-\uf8ff\ufffd]")  # Cyrillic and the like, private codes
_TCVN3 = re.compile("[µ¸¶·¹¨»¾¼½©®ªÆÇËÎÏÑÖ×ØÜÞ«¬§¦¥÷öøûÿþæçëîïñ]")
_AS_LATIN = re.compile("á[º»][\xa0-ÿ¬]?|[ÃÂ][\xa0-¿]|Æ[°¡]|Ä[\u0091\u0090]")  # `á»§` is what is left of `ủ`
_TOKEN = re.compile(r"[^\W\d_]{2,}")
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?", re.ASCII
)

_MARKED_SHARE = 0.05  # of letters; 0.14 to 0.25 in good text
_FOREIGN_SHARE = 0.02
_IMAGE_SHARE = 0.25  # of the page
_MAP_ERRORS = 0.10  # of characters
_SYLLABLES = 0.60  # of words
_TCVN3_SHARE = 0.06  # of characters; of UTF-8 read as Latin-1 likewise
_PLENTY = 400  # characters that no stamp has
_FEW_LETTERS = 30  # a stamp or a page number, not a page's text
_FEW_SIGNS = 20
_FEW_WORDS = 20  # too few to measure shares


def judge(text: str, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> tuple[Quality, str | None]:
    """Is a page's text good, poor or not there, and by which measure? `text` is without the panels of digital signatures."""
    if len(text) >= _PLENTY and _is_marked(text) and len(_FOREIGN.findall(text)) <= _FOREIGN_SHARE * len(text):
        return "good", None
    marked = len(_MARKED.findall(text))
    images, drawn = _pictures(page)
    if images > _IMAGE_SHARE:  # a signature's panel is no text of the page, even where it was printed into it
        text = "\n".join(line for line in text.split("\n") if not is_signature(line))
        marked = len(_MARKED.findall(text))
    letters = sum(map(str.isalpha, text))
    if letters < _FEW_LETTERS:
        return _little(text, letters, images, drawn)
    errors = _map_errors(textpage)
    if errors > _MAP_ERRORS:
        return "poor", f"{errors:.0%} of the characters have no meaning in the file's character map"
    misread = sum(map(len, _AS_LATIN.findall(text))) / len(text)
    if misread > _TCVN3_SHARE:
        return "poor", f"{misread:.0%} of the characters are UTF-8 that was read as another encoding"
    legacy = len(_TCVN3.findall(text)) / len(text)
    if legacy > _TCVN3_SHARE and marked < _MARKED_SHARE * letters:
        return "poor", f"{legacy:.0%} of the characters are codes of a legacy Vietnamese font (TCVN3)"
    words = _TOKEN.findall(_without_marks(text))
    syllables = sum(map(bool, map(_SYLLABLE.fullmatch, words))) / len(words) if len(words) >= _FEW_WORDS else 1.0
    if syllables < _SYLLABLES:
        return "poor", f"only {syllables:.0%} of the words are Vietnamese syllables"
    if images > _IMAGE_SHARE and marked < _MARKED_SHARE * letters:
        return (
            "poor",
            f"an image covers {images:.0%} of the page and only {marked / letters:.1%} of the letters are marked as Vietnamese",
        )
    return "good", None


def _is_marked(text: str) -> bool:
    """Whether the letters of Vietnamese abound: mostly the commonest alone do, which are counted in a fraction of the time."""
    enough = _MARKED_SHARE * len(text)
    return sum(map(text.count, _COMMONLY_MARKED)) >= enough or len(_MARKED.findall(text)) >= enough


def _little(text: str, letters: int, images: float, drawn: bool) -> tuple[Quality, str | None]:
    """A page of a few letters: a scan, letters as curves, a blank page, or simply a last page with a name on it."""
    if images > _IMAGE_SHARE:
        return "empty", f"an image covers {images:.0%} of the page and its text has {letters or 'no'} letters"
    if letters or len("".join(text.split())) >= _FEW_SIGNS:
        return "good", None
    return ("empty", "there is ink on the page but not one letter of text") if drawn else ("good", "blank page")


def _pictures(page: pdfium.PdfPage) -> tuple[float, bool]:
    """The share of the page that images cover, and whether anything is drawn on it at all."""
    width, height = page.get_size()
    covered, drawn = 0.0, False
    for item in page.get_objects(max_depth=2):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            continue
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            covered += max(0.0, right - left) * max(0.0, top - bottom)
        drawn = drawn or item.type != raw.FPDF_PAGEOBJ_FORM
    return min(1.0, covered / max(1.0, width * height)), drawn


def _map_errors(textpage: pdfium.PdfTextPage) -> float:
    count: int = textpage.count_chars()
    errors = sum(1 for i in range(count) if raw.FPDFText_HasUnicodeMapError(textpage, i) == 1)
    return errors / max(1, count)


def _without_marks(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(c for c in bare if not unicodedata.combining(c))
