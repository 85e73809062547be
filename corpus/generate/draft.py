"""Who writes, when, on what campaign and with which troubles: everything that is decided before a sentence is written.

One `random.Random` decides, so the same seed and position give the same document whatever else is made.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
TROUBLES = {  # what can go wrong in a document, and how often
    "wrong symbol": 0.15, "spaced number": 0.15, "blank number": 0.15, "blank day": 0.1, "number in annex": 0.1,
    "shifted week": 0.08, "early opening": 0.05, "plain theme": 0.2, "altered theme": 0.06, "slogan": 0.25,
    "mistyped period": 0.08, "wrong type word": 0.06, "two dates": 0.05, "wrong weekday": 0.05,
    "early deadline": 0.05, "swapped deadlines": 0.06, "no year": 0.1, "late": 0.06,
    "not adapted": 0.12, "decoys": 0.4, "U+00D0": 0.08, "signed mark": 0.1,
}  # fmt: skip


@cache
def bank() -> dict[str, Any]:
    """The sentences, years and places that documents are made of."""
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "bank.yml").read_text("utf-8"))
    return data


def iso(on: date) -> str:
    return on.isoformat()


@dataclass
class Draft:
    """Everything decided so far about one document."""

    rng: random.Random
    pages: float = 4
    slots: dict[str, str] = field(default_factory=dict)
    citations: list[list[str | None]] = field(default_factory=list)
    deadlines: list[dict[str, str]] = field(default_factory=list)
    contradicts: bool = False

    def __post_init__(self) -> None:
        rng = self.rng
        self.choose_office()
        self.campaign = bank()["campaigns"][self.year]
        self.kind = "Công văn" if self.letter else "Kế hoạch"
        name = f"Tuần lễ hưởng ứng học tập suốt đời năm {self.year}"
        self.subject = f"Tổ chức {name}" + (f" trên địa bàn {self.place}" if not self.letter and rng.random() < 0.3 else "")
        self.slots |= {
            "nam": str(self.year), "noi": self.place, "cap": self.unit, "y": self.campaign["about"], "tl": "Tuần lễ",
            "dia_ban": f"trên địa bàn {self.unit}", "tinh": self.province, "xa": self.unit, "ai": self.issuer,
            "dau_moi": self.lead,
        }  # fmt: skip
        self.issued: date = self.choose_day()
        self.number = f"{rng.randint(12, 390)}/{self.symbol}"
        self.chief = "Giám đốc" if self.level == "department" else "Chủ tịch"
        self.deputy = rng.random() < 0.7
        self.signer = " ".join(rng.choice(bank()["people"][part]) for part in ("family", "middle", "given"))
        self.blank_day = "blank day" in self.troubles
        self.roman = rng.random() < 0.6 and not self.letter
        self.theme = self.choose_theme()
        self.start, self.end, self.opening = self.choose_days()
        self.number_in_annex = "number in annex" in self.troubles and not self.letter and not self.blank_day
        self.blank_number = "blank number" in self.troubles or self.number_in_annex

    def choose_office(self) -> None:
        """Troubles, year and who writes."""
        rng = self.rng
        self.troubles = {name for name, share in TROUBLES.items() if rng.random() < share}
        self.year: int = rng.choice([2022, 2023, 2024, 2025, 2025])
        self.level: str = rng.choice(
            ["province", "department", "commune", "commune"] if self.year == 2025 else ["province", "department"]
        )
        places = bank()["communes_after"] if self.year == 2025 else bank()["provinces_before"]
        self.province: str = rng.choice(list(places))
        self.district: str | None = None  # "huyện Hiệp Hòa"
        self.commune: str | None = rng.choice(places[self.province]) if self.level == "commune" else None  # "xã Mường Chanh"
        self.letter = self.level != "commune" and rng.random() < 0.25

    def choose_day(self) -> date:
        """The day of issue: some days after the ministry's, or too late."""
        if "late" in self.troubles:
            day: date = self.campaign["week"][0] + timedelta(self.rng.randint(1, 4))
        else:
            day = self.campaign["issued_on"] + timedelta(self.rng.randint(6, 13))
        return day

    # -- who and what ------------------------------------------------------------------------------------------------

    @property
    def unit(self) -> str:
        """The kind of place: `tỉnh`, `xã`, `phường`."""
        return self.place.removesuffix(self.seat).strip()

    @property
    def seat(self) -> str:
        """Its bare name: `Mường Chanh`."""
        below = self.commune or self.district
        return below.split(maxsplit=1)[1] if below else self.province

    @property
    def above(self) -> str:
        """The province in full: `tỉnh Sơn La`, `thành phố Huế`."""
        return f"tỉnh {self.province}"

    @property
    def place(self) -> str:
        return self.commune or self.district or self.above

    @property
    def issuer(self) -> str:
        return f"Sở Giáo dục và Đào tạo {self.above}" if self.level == "department" else f"Ủy ban nhân dân {self.place}"

    @property
    def office(self) -> str:
        """The issuer as its own text calls it."""
        return "Sở Giáo dục và Đào tạo" if self.level == "department" else f"Ủy ban nhân dân {self.unit}"

    @property
    def agencies(self) -> list[tuple[str, str]]:
        rows = [[*row, None, None][:4] for row in bank()["agencies"][self.level]]
        return [(self.fill(n), k) for n, k, last, first in rows if self.year <= (last or 9999) and self.year >= (first or 0)]

    @property
    def lead(self) -> str:
        return str(
            {"province": "Sở Giáo dục và Đào tạo", "commune": "Phòng Văn hóa - Xã hội"}.get(self.level) or self.agencies[0][0]
        )

    @property
    def symbol(self) -> str:
        body = "SGDĐT" if self.level == "department" else "UBND"
        return f"{body}-{'GDTX' if self.level == 'department' else 'KGVX'}" if self.letter else f"KH-{body}"

    def fill(self, text: str) -> str:
        """`[a|b] {noi}` -> `b tỉnh Sơn La`"""
        text = CHOICE.sub(lambda m: self.rng.choice(m[1].split("|")), text)
        return text.format_map(self.slots | {"p": "{p}"}) if "{" in text else text

    # -- what is asked, and what becomes of it ----------------------------------------------------------------------

    def choose_theme(self) -> str:
        """The directive's theme, or the theme with a word lost."""
        theme = str(self.campaign["theme"])
        if "altered theme" in self.troubles:
            words = theme.split()
            lost = self.rng.randint(2, len(words) - 2)
            theme = " ".join(words[:lost] + words[lost + 1 :])
        return theme

    def choose_days(self) -> tuple[date, date, date | None]:
        """First and last day of the week, and the opening day, which one plan in five leaves out."""
        first, last = self.campaign["week"]
        opening = self.campaign["opening"]
        if "shifted week" in self.troubles:
            shift = timedelta(self.rng.choice([1, 2, 5, 7]))
            first, last, opening = first + shift, last + shift, first + shift
        if "early opening" in self.troubles:
            opening = first - timedelta(self.rng.randint(1, 3))
        return first, last, None if self.rng.random() < 0.2 else opening

    # -- dates and citations -----------------------------------------------------------------------------------------

    def day(self, on: date, year: bool = True) -> str:
        short = f"{on.day:02}/{on.month}" if self.rng.random() < 0.3 else f"{on.day:02}/{on.month:02}"
        if not year:
            return short
        return f"{short}/{on.year}" if self.rng.random() < 0.7 else f"{on.day:02} tháng {on.month} năm {on.year}"

    def range(self, a: date, b: date) -> str:
        if a.month != b.month:
            return f"từ ngày {self.day(a)} đến hết ngày {self.day(b)}"
        return self.rng.choice([
            f"từ ngày {a:%d/%m/%Y} đến ngày {b:%d/%m/%Y}", f"từ ngày {a:%d} đến hết ngày {b:%d} tháng {b.month} năm {b.year}",
            f"từ {a:%d}-{b:%d/%m/%Y}", f"từ ngày {a:%d/%m} đến ngày {b:%d/%m/%Y}",
            f"từ ngày {a.day}/{a.month} - {b.day}/{b.month}/{b.year}",
            f"từ ngày {a:%d} tháng {a.month} năm {a.year} đến ngày {b:%d} tháng {b.month} năm {b.year}",
        ])  # fmt: skip

    def cite(self, word: str, number: str, on: date, issuer: str, about: str = "") -> str:
        """`Quyết định số 1373/QĐ-TTg ngày 30/7/2021 của Thủ tướng Chính phủ phê duyệt ...`, and note it in the gold."""
        if number not in [c[0] for c in self.citations]:
            self.citations.append([number, iso(on)])
        shown = number
        if "spaced number" in self.troubles and "-" in number and self.rng.random() < 0.5:
            shown = number.replace("-", "- ", 1)
        if "U+00D0" in self.troubles:
            shown = shown.replace("Đ", "Ð")
        return f"{word} số {shown} ngày {self.day(on)} của {issuer}{' ' + about if about else ''}"

    def directive(self) -> str:
        number = self.campaign["wrong" if "wrong symbol" in self.troubles else "number"]
        about = f"về việc tổ chức Tuần lễ hưởng ứng học tập suốt đời năm {self.year}"
        return self.cite("Công văn", number, self.campaign["issued_on"], "Bộ Giáo dục và Đào tạo", about)

    def programme(self, row: list[Any], mistype: bool = False) -> str:
        number, on, issuer, about, period = row
        if mistype and number == "1373/QĐ-TTg":  # the one whose years everyone knows
            about = about.replace("{p}", f"{int(period[:4]) + 1}{period[4:]}")
            self.contradicts = True
        word = "Thông tư" if "/TT-" in number else "Quyết định"
        return self.cite(word, number, on, issuer, about.replace("{p}", period or ""))
