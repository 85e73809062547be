"""Gold annotations: reading them, and what counts as equal to them.

`{"document": "a.pdf", "theme": "Xây dựng năng lực tự học trong kỷ nguyên số", "commune": null}` is what a careful reader
finds. A key that is absent is not scored; `null` says that the document does not state it. What is equal is fixed by
`score.py` beside the contract, so it is written here as it is there.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Any

Gold = Mapping[str, Any]
Item = Any  # a member of a set: a citation, a deadline, an agency

_NUMBERS = ("number", "directive_number", "directive")
_EXACT = ("issued_on", "week_start", "week_end", "opening_on", "directive_issued_on", "year", "in_scope", "level")
_BODIES = ("issuer", "lead_agency")


class GoldError(Exception):
    """What is wrong with the gold annotations, in one sentence."""


def read_golds(paths: Iterable[Path]) -> list[Gold]:
    """The annotations in these folders (`NAME.gold.json`) or files, in order of name; GoldError where there are none."""
    golds: list[Gold] = []
    for path in paths:
        if not path.exists():
            raise GoldError(f"There is no file or folder {path}.")
        for file in sorted(path.glob("*.gold.json")) if path.is_dir() else [path]:
            try:
                gold = json.loads(file.read_text("utf-8"))
            except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
                raise GoldError(f"{file} cannot be read as a gold annotation: {error}.") from error
            if not isinstance(gold, dict) or not isinstance(gold.get("document"), str):
                raise GoldError(f"{file} does not say which document it is of: the key `document` is missing.")
            golds.append(gold)
    if not golds:
        raise GoldError("There are no gold annotations (NAME.gold.json) where they were looked for.")
    return golds


# --- what is equal ----------------------------------------------------------------------------------------------------------

_TONES = dict(
    zip(
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
        strict=True,
    )
)
_SPELT_OUT = (
    (r"(?<!\w)ubnd(?!\w)", "ủy ban nhân dân"),
    (r"(?<!\w)gd\&đt(?!\w)", "giáo dục và đào tạo"),
    (r"(?<!\w)gdđt(?!\w)", "giáo dục và đào tạo"),
    (r"(?<!\w)ttdl(?!\w)", "trung tâm dữ liệu"),
    (r"(?<!\w)mttqvn(?!\w)", "mặt trận tổ quốc việt nam"),
    (r"(?<!\w)mttq(?!\w)", "mặt trận tổ quốc"),
    (r"(?<!\w)tncs hcm(?!\w)", "thanh niên cộng sản hồ chí minh"),
    (r"(?<!\w)tncs(?!\w)", "thanh niên cộng sản"),
    (r"(?<!\w)tp\.(?!\w)", "thành phố "),
    ("&", " và "),
)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Lower case, one tone placement, no punctuation, single spaces: `“Hoà Bình”,` -> `hòa bình`."""
    text = unicodedata.normalize("NFC", text).casefold().replace("ð", "đ")
    for new, old in _TONES.items():
        text = text.replace(new, old)
    return " ".join(re.sub(r"[^\w\s]", " ", text).split())


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    """A body's name in full, without what asks it: `Đề nghị UBND các huyện` -> `ủy ban nhân dân các huyện`."""
    text = unicodedata.normalize("NFC", text).casefold()
    for short, full in _SPELT_OUT:
        text = re.sub(short, full, text)
    return re.sub(r"^(đề nghị |các )+", "", _plain(text))


def level_number(text: str) -> str:
    """A document's number without spaces, in capitals, its `Đ` and dash the usual ones."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("–", "-")).upper()


def _subject(text: str) -> str:
    return re.sub(r"^(v v|về việc|về) ", "", _plain(text))


def _close(a: str, b: str, floor: float) -> bool:
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= floor


def same_value(name: str, gold: Any, got: Any) -> bool:
    if name in _NUMBERS:
        return level_number(str(gold)) == level_number(str(got))
    if name in _EXACT:
        return str(int(gold) if isinstance(gold, bool) else gold) == str(got)
    if name in _BODIES:
        return _close(_name(str(gold)), _name(str(got)), 0.92)
    if name == "subject":
        return _close(_subject(str(gold)), _subject(str(got)), 0.95)
    return _plain(str(gold)) == _plain(str(got))


def _same_citation(gold: Item, got: Item) -> bool:
    return level_number(gold[0]) == level_number(got[0] or "") and (gold[1] is None or gold[1] == got[1])


def _same_deadline(gold: Item, got: Item) -> bool:
    if gold["due_on"] != got[0] or not got[1]:
        return False
    asked, to = _name(gold["recipient"]), _name(got[1])
    return asked in to or to in asked or _close(asked, to, 0.8)


def _same_agency(gold: Item, got: Item) -> bool:
    return _close(_name(gold), _name(got or ""), 0.88)


def pair_up(gold: Sequence[Item], got: Sequence[Item], equal: Callable[[Item, Item], bool]) -> int:
    """How many of the gold's items have one of their own among those found."""
    left, hits = list(got), 0
    for wanted in gold:
        at = next((i for i, item in enumerate(left) if equal(wanted, item)), None)
        if at is not None:
            hits += 1
            del left[at]
    return hits


SAME_ITEM: Mapping[str, Callable[[Item, Item], bool]] = {
    "citations": _same_citation,
    "deadlines": _same_deadline,
    "agencies": _same_agency,
}
