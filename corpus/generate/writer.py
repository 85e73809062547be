"""Writes plans and letters that no office ever sent, with the troubles that real ones have, and annotates each."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import chain

from corpus.generate.draft import Draft, bank, iso
from corpus.generate.gold import Gold
from corpus.generate.sheet import Annex, Sheet

LETTERS = ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y"]
ROMANS = ["I", "II", "III", "IV", "V", "VI", "VII"]
WEEKDAYS = ["Hai", "Ba", "Tư", "Năm", "Sáu"]
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PAGE_LETTERS = 2650  # what a page of these layouts holds


class Writer(Draft):
    """A draft written out: sentences, sections, letterhead, signature, annex and gold."""

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

    def misdated(self) -> str:
        """A task that cites the best known programme with a day too late: a contradiction where it stands above, too."""
        number, on, issuer, *_ = bank()["programmes"][0]
        self.contradicts |= number in [c[0] for c in self.citations]
        return f"Tiếp tục thực hiện các chỉ tiêu nêu tại {self.cite('Quyết định', number, on + timedelta(1), issuer)}."

    def deadline(self, on: date, recipient: str, clause: str) -> str:
        """The clause, its deadline noted; a report of results before the week is over contradicts it, a mere report need not."""
        self.deadlines.append({"due_on": iso(on), "recipient": recipient})
        self.contradicts |= on < self.end and "kết quả" in clause
        return clause

    def reporting(self, week_end: date) -> str:
        """The sentence that says by when who reports to whom; notes its deadlines."""
        rng, first = self.rng, week_end + timedelta(self.rng.randint(4, 9))
        if "early deadline" in self.troubles:
            first = week_end - timedelta(2)
        second = first + timedelta(rng.randint(3, 6))
        units = "Các cơ quan, đơn vị, địa phương" if self.level != "commune" else "Các cơ quan, đơn vị, trường học"
        year = "no year" not in self.troubles
        hour = rng.choice(["", "", "16 giờ ", "17h00 "])
        when = f"trước {hour}ngày {self.day(first, year)}"
        inner = self.lead if self.level != "department" else "Sở Giáo dục và Đào tạo"
        if self.level == "department":
            units = units[0].lower() + units[1:]
            asked = f"Kết thúc Tuần lễ, {units} gửi báo cáo kết quả về {inner} (qua {self.lead}) {when} để tổng hợp."
            return self.deadline(first, inner, asked)
        shape = rng.randrange(4)
        if shape == 0:
            asked = f"{units} báo cáo kết quả thực hiện về {self.office} (qua {inner}) {when}."
            return self.deadline(first, self.office, asked)
        if shape == 1:
            return self.deadline(first, inner, f"{units} gửi báo cáo kết quả và số liệu về {inner} ({when}) để tổng hợp chung.")
        if "swapped deadlines" in self.troubles:
            first, second = second, first
            when = f"trước {hour}ngày {self.day(first, year)}"
        later = f"trước ngày {self.day(second, year)}"
        if shape == 2:
            lower = self.deadline(first, inner, f"{units} gửi báo cáo kết quả về {inner} {when}")
            return f"{lower}; {self.deadline(second, self.office, f'{inner} tổng hợp, báo cáo {self.office} {later}')}."
        lower = self.deadline(first, inner, f"{units} gửi báo cáo về {inner} {when}")
        return f"{self.deadline(second, self.office, f'{inner} tổng hợp kết quả, báo cáo {self.office} {later}')}. {lower}."

    def tasks(self) -> tuple[list[tuple[str, list[str]]], list[str]]:
        """Headings with tasks, and the agencies that the headings name."""
        rows = self.agencies
        if self.level == "province":
            rows = [row for i, row in enumerate(rows) if i in (0, 1) or row[1] in ("lower", "all") or self.rng.random() < 0.75]
        sections, names = [], []
        for position, (heading, kind) in enumerate(rows):
            names += heading.split("; ")
            tasks = [self.fill(t) for t in self.rng.sample(bank()["tasks"][kind], min(3, len(bank()["tasks"][kind])))]
            if position == 0:
                lead = self.rng.choice(["Là cơ quan thường trực, chủ trì", "Chủ trì", "Là đơn vị đầu mối, chủ trì"])
                what = "văn bản này" if self.letter else "Kế hoạch này"
                lead += f", phối hợp với các cơ quan liên quan tổ chức thực hiện {what}; chịu trách nhiệm chung về kết quả."
                tasks.insert(0, lead)
            sections.append((heading.replace(";", ","), tasks))
        return sections, names

    def time_line(self) -> str:
        """`Tuần lễ được tổ chức từ 01-07/10/2022. Lễ khai mạc cấp tỉnh: 7h30 ngày 01/10/2022.`"""
        rng, line = self.rng, f"Tuần lễ được tổ chức {self.range(self.start, self.end)}"
        if self.opening:
            weekday = ""
            if "wrong weekday" in self.troubles:
                weekday, self.contradicts = f"thứ {WEEKDAYS[(self.opening.weekday() + 2) % 5]}, ", True
            when = f"{rng.choice(['', '8 giờ 00 ', '7h30 '])}{weekday}ngày {self.day(self.opening)}"
            line += rng.choice([f", trong đó Lễ khai mạc diễn ra vào {when}", f". Lễ khai mạc cấp {self.unit}: {when}"])
        return line + "."

    def theme_line(self) -> str:
        """`Chủ đề của Tuần lễ: “...”.`, and sometimes a slogan that is not the theme."""
        marks = "{}" if "plain theme" in self.troubles else self.rng.choice(["“{}”", "*“{}”*", '"{}"', "“*{}*”"])
        line = f"Chủ đề của Tuần lễ: {marks.format(self.theme)}."
        if "slogan" in self.troubles:
            line += f" Cùng với chủ đề, các đơn vị dùng khẩu hiệu “{self.rng.choice(bank()['slogans'])}” khi tuyên truyền."
        return line

    def decoys(self) -> list[str]:
        """An item with dates that are no deadline for a report."""
        if "decoys" not in self.troubles:
            return []
        own, contest = self.day(self.start - timedelta(2)), self.day(self.end - timedelta(1))
        return [f"Các đơn vị tự ban hành kế hoạch của mình trước ngày {own}; cuộc thi viết nhận bài đến hết ngày {contest}."]

    def activities(self, room: float) -> list[str]:
        """At least four activities, and as many as fit into the room."""
        chosen: list[str] = []
        for text in self.rng.sample(bank()["activities"], len(bank()["activities"])):
            if len(chosen) >= 4 and room < 200:
                break
            detail = " " + self.rng.choice(bank()["details"]) if self.rng.random() < 0.4 else ""
            chosen.append(self.fill(text + detail))
            room -= len(chosen[-1])
        return chosen

    def write(self) -> tuple[Sheet, Gold]:
        """The document, and what a careful reader finds in it."""
        rng = self.rng
        basis = self.basis()
        sections, names = self.tasks()
        if "not adapted" in self.troubles and self.level == "commune":
            left_over = "Chủ động huy động hội viên, đoàn viên hưởng ứng các hoạt động của Tuần lễ trên địa bàn tỉnh."
            rng.choice(sections[1:])[1].append(left_over)
        if "two dates" in self.troubles:
            sections[-1][1].append(self.misdated())
        reporting = self.reporting(self.end)
        closing = self.fill(rng.choice(bank()["closings"]))
        if self.letter:
            closing = closing.replace("Kế hoạch tổ chức", "nội dung tổ chức")
        plan = {
            "MỤC ĐÍCH, YÊU CẦU": [self.fill(s) for kind in ("purposes", "requirements") for s in rng.sample(bank()[kind], 3)],
            "CHỦ ĐỀ": [self.theme_line()],
            "THỜI GIAN TỔ CHỨC": [self.time_line()],
            "CÁC HOẠT ĐỘNG TRONG TUẦN LỄ": self.decoys(),
            "KINH PHÍ THỰC HIỆN": [self.fill(rng.choice(bank()["budget"]))],
        }
        written = [*basis, reporting, closing, *chain(*plan.values()), *chain(*(lines for _, lines in sections))]
        room = self.pages * PAGE_LETTERS - sum(map(len, written)) - 900
        plan["CÁC HOẠT ĐỘNG TRONG TUẦN LỄ"][:0] = self.activities(room)
        body = [*basis, *self.numbered(plan, sections, reporting), closing]
        return self.sheet(body), self.gold(names, mentions_opening="khai mạc" in " ".join(body))

    def numbered(self, plan: dict[str, list[str]], tasks: list[tuple[str, list[str]]], reporting: str) -> list[str]:
        """Number sections, activities and agencies in one of the usual ways."""
        roman = self.roman
        heads = [f"{r}." for r in ROMANS] if roman else [f"{n}." for n in range(1, 8)]

        def heading(number: int, text: str) -> str:
            return f"**{heads[number]} {text if roman else text.capitalize().replace('tuần', 'Tuần')}**"

        out: list[str] = []
        for number, (title, paragraphs) in enumerate(plan.items()):
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
        number = f"Số:         /{self.symbol}" if self.blank_number else f"Số: {{{self.number.split('/')[0]}}}/{self.symbol}"
        day = f"ngày {{{self.issued.day:02}}} tháng {{{self.issued.month:02}}}"
        if self.blank_day:
            day = f"ngày       tháng {self.issued.month}"
        heads = {
            "department": (f"UBND {self.above.upper()}", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        }.get(self.level, ("ỦY BAN NHÂN DÂN", self.place.upper()))
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
        copies = {
            "province": "Bộ Giáo dục và Đào tạo", "department": "UBND tỉnh", "district": "UBND tỉnh",
            "commune": "Sở Giáo dục và Đào tạo",
        }  # fmt: skip
        return Sheet(
            left=(*heads, number, *about),
            right=(*NATION, f"{self.seat}, {day} năm {self.issued.year}"),
            title=() if self.letter else ("KẾ HOẠCH", self.subject),
            to=to,
            body=tuple(body),
            recipients=(
                "- Như trên;" if self.letter else "- Như mục Tổ chức thực hiện;",
                f"- {copies[self.level]} (b/c);",
                f"- Thường trực {'Đảng ủy' if self.commune else 'Huyện ủy' if self.district else 'Tỉnh ủy'};",
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

    def in_time(self) -> str:
        """Whether the plan is dated before the week begins; a month without a day is enough where it decides."""
        begins: date = self.campaign["week"][0]
        if not self.blank_day:
            return "pass" if self.issued < begins else "fail"
        if self.issued.month < begins.month:
            return "pass"
        return "fail" if self.issued.replace(day=1) >= begins else "unknown"

    def gold(self, agencies: list[str], *, mentions_opening: bool) -> Gold:
        """The annotation: what stands in the document, and the verdicts that follow from it."""
        troubles, campaign = self.troubles, self.campaign
        cited = campaign["wrong" if "wrong symbol" in troubles else "number"]
        two = len(self.deadlines) == 2
        ordered = two and self.deadlines[0]["due_on"] <= self.deadlines[1]["due_on"]

        def verdict(holds: bool) -> str:
            return "pass" if holds else "fail"

        undated = "unknown" if mentions_opening or self.level != "province" else "fail"  # a province holds one
        verdicts = {
            "cites-directive": "pass", "citation-exact": verdict(cited == campaign["number"]),
            "theme": verdict(self.theme == campaign["theme"]),
            "week": verdict([self.start, self.end] == campaign["week"]),
            "opening": verdict(self.opening == campaign["opening"]) if self.opening else undated,
            "report-deadline": "unknown", "deadline-order": verdict(ordered) if two else "not_applicable",
            "issued-in-time": self.in_time(),
            "lead-agency": "pass", "consistent": verdict(not self.contradicts),
            "adapted": verdict(not ("not adapted" in troubles and self.level == "commune")),
        }  # fmt: skip
        if self.level != "commune":
            verdicts["cites-upstream"] = "not_applicable"
        verdicts["activities"] = "unknown"
        if self.year != 2022:  # whom the letter of 2022 addresses has been inferred, and a plan may meet it by chance
            verdicts["agencies"] = "unknown"
        return {
            "issuer": self.issuer, "level": self.level, "province": self.province,
            "commune": self.commune.split(maxsplit=1)[1] if self.commune else None, "doc_type": self.kind,
            "number": None if self.blank_number and not self.number_in_annex else self.number,
            "issued_on": None if self.blank_day else iso(self.issued), "year": self.year, "subject": self.subject,
            "directive": {"number": cited, "issued_on": iso(campaign["issued_on"]), "resolved": campaign["number"]},
            "citations": self.citations, "theme": self.theme, "week_start": iso(self.start), "week_end": iso(self.end),
            "opening_on": iso(self.opening) if self.opening else None, "deadlines": self.deadlines, "lead_agency": self.lead,
            "agencies": agencies, "signer": self.signer,
            "signer_title": f"Phó {self.chief}" if self.deputy else self.chief, "in_scope": True, "verdicts": verdicts,
        }  # fmt: skip


def write_plan(seed: int, position: int, pages: float = 4) -> tuple[Sheet, Gold]:
    """The `position`-th document of a seed: a sheet and its gold annotation, still without a file name."""
    return Writer(random.Random(f"{seed}:{position}"), pages).write()
