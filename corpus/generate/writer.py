"""Writes plans and letters that no office ever sent, with the troubles that real ones have, and annotates each.

One `random.Random` decides everything, so the same seed and position give the same document whatever else is made.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corpus.generate.gold import Gold
from corpus.generate.sheet import Annex, Sheet

LETTERS = ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y"]
ROMANS = ["I", "II", "III", "IV", "V", "VI", "VII"]
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
PAGE_LETTERS = 2750  # what a page of these layouts holds
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


def _iso(text: date) -> str:
    return text.isoformat()


@dataclass
class Writer:
    """Everything decided so far about one document."""

    rng: random.Random
    pages: float = 4
    slots: dict[str, str] = field(default_factory=dict)
    citations: list[list[str | None]] = field(default_factory=list)
    deadlines: list[dict[str, str]] = field(default_factory=list)
    contradicts: bool = False

    def __post_init__(self) -> None:
        rng = self.rng
        self.troubles = {name for name, share in TROUBLES.items() if rng.random() < share}
        self.year: int = rng.choice([2022, 2023, 2024, 2025, 2025])
        self.campaign = bank()["campaigns"][self.year]
        self.level: str = rng.choice(
            ["province", "department", "commune", "commune"] if self.year == 2025 else ["province", "department"]
        )
        places = bank()["communes_after"] if self.year == 2025 else bank()["provinces_before"]
        self.province: str = rng.choice(list(places))
        self.commune: str | None = rng.choice(places[self.province]) if self.level == "commune" else None  # "xã Mường Chanh"
        self.letter = self.level != "commune" and rng.random() < 0.25
        self.kind = "Công văn" if self.letter else "Kế hoạch"
        name = f"Tuần lễ hưởng ứng học tập suốt đời năm {self.year}"
        self.subject = f"Tổ chức {name}" + (f" trên địa bàn {self.place}" if not self.letter and rng.random() < 0.3 else "")
        self.slots |= {
            "nam": str(self.year), "noi": self.place, "cap": self.unit, "y": self.campaign["about"], "tl": "Tuần lễ",
            "dia_ban": f"trên địa bàn {self.unit}", "tinh": self.province, "xa": self.unit, "ai": self.issuer,
            "dau_moi": self.lead,
        }  # fmt: skip
        week = self.campaign["week"]
        late = "late" in self.troubles
        self.issued: date = (
            week[0] + timedelta(rng.randint(1, 4)) if late else self.campaign["issued_on"] + timedelta(rng.randint(6, 13))
        )
        self.number = f"{rng.randint(12, 390)}/{self.symbol}"
        self.chief = "Giám đốc" if self.level == "department" else "Chủ tịch"
        self.deputy = rng.random() < 0.7
        self.signer = " ".join(rng.choice(bank()["people"][part]) for part in ("family", "middle", "given"))
        self.blank_day = "blank day" in self.troubles
        self.number_in_annex = "number in annex" in self.troubles and not self.letter and not self.blank_day
        self.blank_number = "blank number" in self.troubles or self.number_in_annex

    # -- who and what ------------------------------------------------------------------------------------------------

    @property
    def unit(self) -> str:
        """The kind of place: `tỉnh`, `xã`, `phường`."""
        return self.commune.split()[0] if self.commune else "tỉnh"

    @property
    def place(self) -> str:
        return self.commune or f"tỉnh {self.province}"

    @property
    def issuer(self) -> str:
        return f"Sở Giáo dục và Đào tạo tỉnh {self.province}" if self.level == "department" else f"Ủy ban nhân dân {self.place}"

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
            self.citations.append([number, _iso(on)])
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

    # -- parts -------------------------------------------------------------------------------------------------------

    def basis(self) -> list[str]:
        rng = self.rng
        rows = [row for row in bank()["programmes"] if row[1] < self.issued]
        chosen = rng.sample(rows, rng.randint(1, 2))
        lines = [f"Căn cứ {self.programme(row, mistype='mistyped period' in self.troubles)};" for row in chosen]
        acts = [self.directive()]
        if self.level != "province":
            on = self.campaign["issued_on"] + timedelta(rng.randint(3, 5))
            word = "Kế hoạch"
            if "wrong type word" in self.troubles:
                word, self.contradicts = "Công văn", True
            about = f"về tổ chức Tuần lễ hưởng ứng học tập suốt đời năm {self.year}"
            acts.append(self.cite(word, f"{rng.randint(400, 690)}/KH-UBND", on, f"Ủy ban nhân dân tỉnh {self.province}", about))
        if self.level == "province" and rng.random() < 0.5:
            on = self.issued - timedelta(rng.randint(1, 3))
            proposal = self.cite("Tờ trình", f"{rng.randint(900, 2990)}/TTr-SGDĐT", on, "Sở")
            lines.append(f"Theo đề nghị của Sở Giáo dục và Đào tạo tại {proposal};")
        ask = "đề nghị các cơ quan, đơn vị triển khai" if self.letter else "ban hành Kế hoạch"
        name = f"tổ chức Tuần lễ hưởng ứng học tập suốt đời năm {self.year} (sau đây gọi tắt là Tuần lễ)"
        lines.append(f"Thực hiện {'; '.join(acts)}, {self.issuer} {ask} {name} với các nội dung sau:")
        return lines

    def theme(self) -> str:
        theme = str(self.campaign["theme"])
        if "altered theme" in self.troubles:
            words = theme.split()
            at = self.rng.randint(2, len(words) - 2)
            theme = " ".join(words[:at] + words[at + 1 :]).rstrip(",")
        return theme

    def misdated(self) -> str:
        """A task that cites the best known programme with a day too late: a contradiction where it stands above, too."""
        number, on, issuer, *_ = bank()["programmes"][0]
        self.contradicts |= number in [c[0] for c in self.citations]
        return f"Tiếp tục thực hiện các chỉ tiêu nêu tại {self.cite('Quyết định', number, on + timedelta(1), issuer)}."

    def deadline(self, on: date, recipient: str) -> None:
        self.deadlines.append({"due_on": _iso(on), "recipient": recipient})

    def reporting(self, week_end: date) -> str:
        """The sentence that says by when who reports to whom; notes its deadlines."""
        rng, first = self.rng, week_end + timedelta(self.rng.randint(4, 9))
        if "early deadline" in self.troubles:
            first, self.contradicts = week_end - timedelta(2), True
        second = first + timedelta(rng.randint(3, 6))
        units = "Các cơ quan, đơn vị, địa phương" if self.level != "commune" else "Các cơ quan, đơn vị, trường học"
        year = "no year" not in self.troubles
        hour = rng.choice(["", "", "16 giờ ", "17h00 "])
        when = f"trước {hour}ngày {self.day(first, year)}"
        inner = self.lead if self.level != "department" else "Sở Giáo dục và Đào tạo"
        if self.level == "department":
            self.deadline(first, inner)
            units = units[0].lower() + units[1:]
            return f"Kết thúc Tuần lễ, {units} gửi báo cáo kết quả về {inner} (qua {self.lead}) {when} để tổng hợp."
        shape = rng.randrange(4)
        if shape == 0:
            self.deadline(first, self.office)
            return f"{units} báo cáo kết quả thực hiện về {self.office} (qua {inner}) {when}."
        if shape == 1:
            self.deadline(first, inner)
            return f"{units} gửi báo cáo kết quả và số liệu về {inner} ({when}) để tổng hợp chung."
        if "swapped deadlines" in self.troubles:
            first, second = second, first
            when = f"trước {hour}ngày {self.day(first, year)}"
        self.deadline(first, inner)
        self.deadline(second, self.office)
        later = f"trước ngày {self.day(second, year)}"
        if shape == 2:
            return f"{units} gửi báo cáo kết quả về {inner} {when}; {inner} tổng hợp, báo cáo {self.office} {later}."
        return f"{inner} tổng hợp kết quả, báo cáo {self.office} {later}. {units} gửi báo cáo về {inner} {when}."

    def tasks(self) -> tuple[list[tuple[str, list[str]]], list[str]]:
        """Headings with tasks, and the agencies that the headings name."""
        rows = self.agencies
        if self.level == "province":
            rows = [row for i, row in enumerate(rows) if i in (0, 1) or row[1] in ("lower", "all") or self.rng.random() < 0.75]
        sections, names = [], []
        for position, (heading, kind) in enumerate(rows):
            collective = heading.startswith("Các ")
            split = heading if collective or "Văn hóa, Thể thao" in heading else re.sub(r", (?=Hội|Đài|Phát)", ";", heading)
            if "Phát thanh, Truyền hình" in heading or "các xã, phường" in heading or "các huyện" in heading:
                split = heading
            names += [name.strip() for name in split.split(";")]
            tasks = [self.fill(t) for t in bank()["tasks"][kind]]
            if position == 0:
                lead = self.rng.choice(["Là cơ quan thường trực, chủ trì", "Chủ trì", "Là đơn vị đầu mối, chủ trì"])
                what = "văn bản này" if self.letter else "Kế hoạch này"
                lead += f", phối hợp với các cơ quan liên quan tổ chức thực hiện {what}; chịu trách nhiệm chung về kết quả."
                tasks.insert(0, lead)
            sections.append((heading.replace(";", ","), tasks))
        return sections, names

    def write(self) -> tuple[Sheet, Gold]:
        """The document, and what a careful reader finds in it."""
        rng, troubles, campaign = self.rng, self.troubles, self.campaign
        start, end = campaign["week"]
        opening: date | None = campaign["opening"]
        if "shifted week" in troubles:
            shift = timedelta(rng.choice([1, 2, 5, 7]))
            start, end, opening = start + shift, end + shift, start + shift
        if "early opening" in troubles:
            opening = start - timedelta(rng.randint(1, 3))
        if rng.random() < 0.2:
            opening = None
        theme = self.theme()
        basis = self.basis()
        roman = rng.random() < 0.6 and not self.letter
        sections, names = self.tasks()
        if "not adapted" in troubles and self.level == "commune":
            at = rng.randrange(1, len(sections))
            sections[at][1].append(
                "Chủ động phối hợp, huy động hội viên, đoàn viên hưởng ứng các hoạt động của Tuần lễ trên địa bàn tỉnh."
            )
        reporting = self.reporting(end)

        when = f"Tuần lễ được tổ chức {self.range(start, end)}"
        if opening:
            weekday = ""
            if "wrong weekday" in troubles:
                weekday, self.contradicts = f"thứ {['Hai', 'Ba', 'Tư', 'Năm', 'Sáu'][(opening.weekday() + 2) % 5]}, ", True
            hour = rng.choice(["", "8 giờ 00 ", "7h30 "])
            when += rng.choice([", trong đó Lễ khai mạc diễn ra vào {}", ". Lễ khai mạc cấp {cap}: {}"]).replace(
                "{}", f"{hour}{weekday}ngày {self.day(opening)}"
            ).replace("{cap}", self.unit)  # fmt: skip
        shown = theme if "plain theme" in troubles else rng.choice(["“{}”", "*“{}”*", '"{}"', "“*{}*”"]).format(theme)
        theme_line = f"Chủ đề của Tuần lễ: {shown}."
        if "slogan" in troubles:
            theme_line += f" Cùng với chủ đề, các đơn vị dùng khẩu hiệu “{rng.choice(bank()['slogans'])}” khi tuyên truyền."
        if "two dates" in troubles:
            sections[-1][1].append(self.misdated())
        decoy = []
        if "decoys" in troubles:
            own, contest = self.day(start - timedelta(2)), self.day(end - timedelta(1))
            decoy.append(
                f"Các đơn vị chủ động ban hành kế hoạch của mình trước ngày {own}; cuộc thi viết nhận bài đến hết ngày {contest}."
            )

        plan: list[tuple[str, list[str]]] = [
            ("MỤC ĐÍCH, YÊU CẦU", [self.fill(s) for kind in ("purposes", "requirements") for s in rng.sample(bank()[kind], 3)]),
            ("CHỦ ĐỀ", [theme_line]),
            ("THỜI GIAN TỔ CHỨC", [when + "."]),
            ("CÁC HOẠT ĐỘNG TRONG TUẦN LỄ", decoy),
            ("KINH PHÍ THỰC HIỆN", [self.fill(rng.choice(bank()["budget"]))]),
        ]  # fmt: skip
        closing = self.fill(rng.choice(bank()["closings"]))
        if self.letter:
            closing = closing.replace("Kế hoạch tổ chức", "nội dung tổ chức")
        fixed = (
            sum(map(len, basis + decoy + [reporting, closing])) + sum(len(t) for _, ts in [*plan, *sections] for t in ts) + 900
        )
        activities, room = [], self.pages * PAGE_LETTERS - fixed
        for text in rng.sample(bank()["activities"], len(bank()["activities"])):
            if len(activities) >= 4 and room < 200:
                break
            activities.append(self.fill(text))
            room -= len(activities[-1])
        plan[3][1][:0] = activities

        body = basis + self.numbered(plan, sections, reporting, roman) + [closing]
        return self.sheet(body), self.gold(theme, start, end, opening, names)

    def numbered(
        self, plan: list[tuple[str, list[str]]], tasks: list[tuple[str, list[str]]], reporting: str, roman: bool
    ) -> list[str]:
        """Number sections, activities and agencies in one of the usual ways."""
        heads = [f"{r}." for r in ROMANS] if roman else [f"{n}." for n in range(1, 8)]

        def heading(number: int, text: str) -> str:
            return f"**{heads[number]} {text if roman else text.capitalize()}**"

        out: list[str] = []
        for number, (title, paragraphs) in enumerate(plan):
            listed = title.startswith("CÁC")
            out.append(heading(number, title))
            if listed and not roman:
                out += [f"{letter}) {p}" for letter, p in zip(LETTERS, paragraphs, strict=False)]
            elif listed:
                out += [f"{n}. {p}" for n, p in enumerate(paragraphs, 1)]
            else:
                out += [f"- {p}" if len(paragraphs) > 1 else p for p in paragraphs]
        out.append(heading(len(plan), "TỔ CHỨC THỰC HIỆN"))
        for number, (name, lines) in enumerate(tasks):
            out.append(f"**{number + 1}. {name}**" if roman else f"**{LETTERS[number]}) {name}**")
            out += [f"- {line}" for line in lines]
        return [*out, heading(len(plan) + 1, "CHẾ ĐỘ BÁO CÁO"), reporting]

    def sheet(self, body: list[str]) -> Sheet:
        rng, chief = self.rng, self.chief.upper()
        seat = self.commune.split(maxsplit=1)[1] if self.commune else self.province
        number = f"Số:         /{self.symbol}" if self.blank_number else f"Số: {{{self.number.split('/')[0]}}}/{self.symbol}"
        day = f"ngày {{{self.issued.day:02}}} tháng {{{self.issued.month:02}}}"
        if self.blank_day:
            day = f"ngày       tháng {self.issued.month}"
        heads = {
            "province": ("ỦY BAN NHÂN DÂN", f"TỈNH {self.province.upper()}"),
            "department": (f"UBND TỈNH {self.province.upper()}", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
            "commune": ("ỦY BAN NHÂN DÂN", self.place.upper()),
        }[self.level]
        about = ("V/v tổ chức Tuần lễ hưởng ứng", f"học tập suốt đời năm {self.year}") if self.letter else ()
        block = [] if self.level == "department" else ["TM. ỦY BAN NHÂN DÂN"]
        block += [f"KT. {chief}", f"PHÓ {chief}"] if self.deputy else [chief]
        block += ["(đã ký)"] if "signed mark" in self.troubles else []
        to: tuple[str, ...] = ()
        if self.letter and self.level == "province":
            below = "các xã, phường" if self.year == 2025 else "các huyện, thị xã, thành phố"
            to = ("Các sở, ban, ngành, đoàn thể cấp tỉnh;", f"UBND {below}.")
        elif self.letter:
            to = ("Các đơn vị trực thuộc;", "Các trường trung học phổ thông.")
        copies = {"province": "Bộ Giáo dục và Đào tạo", "department": "UBND tỉnh", "commune": "Sở Giáo dục và Đào tạo"}
        return Sheet(
            left=(*heads, number, *about),
            right=(*NATION, f"{seat}, {day} năm {self.issued.year}"),
            title=() if self.letter else ("KẾ HOẠCH", self.subject),
            to=to,
            body=tuple(body),
            recipients=(
                "- Như trên;" if self.letter else "- Như mục Tổ chức thực hiện;",
                f"- {copies[self.level]} (b/c);",
                f"- Thường trực {'Đảng ủy' if self.commune else 'Tỉnh ủy'};",
                "- Lưu: VT.",
            ),
            signatures=((*block, self.signer),),
            annexes=(self.annex(),) if self.number_in_annex or rng.random() < 0.2 else (),
        )

    def annex(self) -> Annex:
        """A form for the report; its heading restates the parent's number and day, where they are known."""
        note = f"(Kèm theo {self.kind} của {self.issuer})"
        if not self.blank_day and (self.number_in_annex or not self.blank_number):
            note = f"(Kèm theo {self.kind} số {self.number} ngày {self.issued:%d/%m/%Y} của {self.issuer})"
        rows = (
            "|TT|Nội dung|Đơn vị tính|Số lượng|", "|1|Số lớp học ngắn ngày đã mở|lớp||", "|2|Số lượt người dân tham gia|lượt||",
            "|3|Số sách, học liệu được tặng|bản||", "|4|Số tin, bài đã đăng, phát|tin, bài||",
        )  # fmt: skip
        return Annex(("PHỤ LỤC", "MẪU TỔNG HỢP KẾT QUẢ TUẦN LỄ", note), rows)

    # -- gold --------------------------------------------------------------------------------------------------------

    def gold(self, theme: str, start: date, end: date, opening: date | None, agencies: Iterable[str]) -> Gold:
        troubles, campaign = self.troubles, self.campaign
        cited = campaign["wrong" if "wrong symbol" in troubles else "number"]
        if self.blank_day:
            in_time = "pass" if self.issued.month < campaign["week"][0].month else "unknown"
        else:
            in_time = "pass" if self.issued < campaign["week"][0] else "fail"
        two = len(self.deadlines) == 2
        ordered = two and self.deadlines[0]["due_on"] <= self.deadlines[1]["due_on"]

        def verdict(holds: bool) -> str:
            return "pass" if holds else "fail"

        verdicts = {
            "cites-directive": "pass", "citation-exact": verdict(cited == campaign["number"]),
            "theme": verdict(theme == campaign["theme"]),
            "week": verdict([start, end] == campaign["week"]),
            "opening": verdict(opening == campaign["opening"]) if opening else "unknown",
            "report-deadline": "unknown", "deadline-order": verdict(ordered) if two else "not_applicable",
            "issued-in-time": in_time,
            "lead-agency": "pass", "consistent": verdict(not self.contradicts),
            "adapted": verdict(not ("not adapted" in troubles and self.level == "commune")),
        }  # fmt: skip
        if self.level != "commune":
            verdicts["cites-upstream"] = "not_applicable"
        return {
            "issuer": self.issuer, "level": self.level, "province": self.province,
            "commune": self.commune.split(maxsplit=1)[1] if self.commune else None, "doc_type": self.kind,
            "number": None if self.blank_number and not self.number_in_annex else self.number,
            "issued_on": None if self.blank_day else _iso(self.issued), "year": self.year, "subject": self.subject,
            "directive": {"number": cited, "issued_on": _iso(campaign["issued_on"]), "resolved": campaign["number"]},
            "citations": self.citations, "theme": theme, "week_start": _iso(start), "week_end": _iso(end),
            "opening_on": _iso(opening) if opening else None, "deadlines": self.deadlines, "lead_agency": self.lead,
            "agencies": list(agencies), "signer": self.signer,
            "signer_title": f"Phó {self.chief}" if self.deputy else self.chief, "in_scope": True, "verdicts": verdicts,
        }  # fmt: skip


def write_plan(seed: int, position: int, pages: float = 4) -> tuple[Sheet, Gold]:
    """The `position`-th document of a seed: a sheet and its gold annotation, still without a file name."""
    return Writer(random.Random(f"{seed}:{position}"), pages).write()
