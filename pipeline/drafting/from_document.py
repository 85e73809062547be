"""What a directive's own document asks, as a draft: each value with its words and page, each gap with why it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.citation import same_body
from pipeline.drafting.draft import Draft, Item, Value
from pipeline.extract import Desk, Reading
from pipeline.model import Activity, Deadline, Extraction, Fact, Paragraph, Section
from pipeline.text import squeeze

_LONGEST = 200  # characters of a quotation that gives a body its part
_NAMES = {
    "number": "số, ký hiệu",
    "issuer": "cơ quan ban hành",
    "year": "năm",
    "issued_on": "ngày ban hành",
    "theme": "chủ đề",
    "week_start": "ngày đầu",
    "week_end": "ngày cuối",
    "opening_on": "ngày khai mạc",
}


def draft_directive(extraction: Extraction, desk: Desk) -> Draft:
    """The draft of a document that is the directive itself, e.g. the ministry's letter of September."""
    return _Drafter(extraction, desk).draft()


class _Drafter:
    def __init__(self, extraction: Extraction, desk: Desk) -> None:
        self.extraction, self.desk = extraction, desk
        self.reading = Reading(extraction.document, desk)
        self.source = f"theo bản gốc, tệp {extraction.document.name}"

    def draft(self) -> Draft:
        left_open = self._left_open()
        asked = {name: self._fact(name) for name in ("issued_on", "theme", "week_start", "week_end", "opening_on")}
        return Draft(
            about=f"Dự thảo do máy lập từ tệp {self.extraction.document.name}.",
            known={**{name: self._fact(name) for name in ("number", "issuer", "year")}, "campaign": self._campaign()},
            asked={**asked, "report_due_on": self._report_due()},
            left_open={"theme": left_open} if left_open else {},
            addressed=tuple(self._addressed()),
            activities=tuple(self._activities()),
            source=self.source,
        )

    # -- one value each

    def _fact(self, name: str) -> Value:
        fact = self.extraction.first(name)
        return self._quoted(fact.value, fact) if fact and fact.value else self._gap(f"không tìm thấy {_NAMES[name]}")

    def _quoted(self, value: str | None, fact: Fact) -> Value:
        return Value(value, self.source, squeeze(fact.quote) or None, fact.page)

    def _gap(self, why: str) -> Value:
        pages = self.extraction.document.pages
        unread = [str(page.number) for page in pages if page.quality != "good"]
        read = f"trang {', '.join(unread)} không đọc được" if unread else f"đã đọc đủ {len(pages)} trang"
        return Value(None, f"{self.source}: {why}; {read}")

    def _campaign(self) -> Value:
        """The campaign that the subject names, else the one that the whole text does."""
        subject = self.extraction.first("subject")
        spans = [(subject.start, subject.end)] if subject else []
        for start, end in (*spans, (0, len(self.reading.folded))):
            for campaign in self.desk.rulebook.campaigns.values():
                if m := campaign.pattern.search(self.reading.folded, start, end):
                    quote = squeeze(self.extraction.document.text[m.start() : m.end()])
                    return Value(campaign.id, self.source, quote, self.extraction.document.page_of(m.start()))
        return self._gap("không nêu đợt hưởng ứng nào trong rules/campaigns")

    def _left_open(self) -> Value | None:
        """The words by which the locality is to choose its theme."""
        if self.extraction.first("theme"):
            return None
        for paragraph in self.extraction.outline.paragraphs:
            start, end = paragraph.span
            about = paragraph.section is not None and self.extraction.outline.sections[paragraph.section].kind == "theme"
            if about and self.reading.word("campaign.choose").search(self.reading.folded, start, end):
                quote, page = squeeze(self.extraction.document.text[start:end]), self.extraction.document.page_of(start)
                return Value(None, f"{self.source}: để địa phương chọn chủ đề", quote, page)
        return None

    def _report_due(self) -> Value:
        """The day by which reports reach the directive's issuer, where it names one and only one."""
        issuer = self.extraction.value("issuer") or ""
        due = [d for d in self.extraction.of(Deadline) if d.kind == "report" and same_body(d.recipient or issuer, issuer)]
        days = {d.due_on for d in due if d.due_on}
        if len(days) == 1:
            first = next(d for d in due if d.due_on)
            return self._quoted(first.due_on, first)
        if days:
            return self._gap("nêu nhiều hạn báo cáo: " + "; ".join(f"“{squeeze(d.quote)}” (trang {d.page})" for d in due))
        if due:
            return self._gap(f"chỉ ghi “{squeeze(due[0].quote)}” (trang {due[0].page})")
        return self._gap("không nêu ngày phải báo cáo")

    # -- lists

    def _addressed(self) -> Iterator[Item]:
        """One item a kind of body that is written to or given a task, with the words in which it stands first."""
        kinds = dict(self.desk.rulebook.policies.kinds)
        for paragraph in self.extraction.outline.paragraphs:
            if paragraph.part != "addressee" and not self._about_tasks(paragraph):
                continue
            for mention in self.desk.gazetteer.find(self.reading.copy, *paragraph.span):
                below = [a for a in mention.agencies if set(a.levels) - {"central", "ministry"}]
                for kind in list(kinds.values()):
                    if any(a.sector in kind.sectors or a.id in kind.also for a in below):
                        page = self.extraction.document.page_of(mention.start)
                        yield Item(self._around(paragraph, mention.start), page, kind.id)
                        del kinds[kind.id]

    def _about_tasks(self, paragraph: Paragraph) -> bool:
        section: Section | None = self.extraction.outline.sections[paragraph.section] if paragraph.section is not None else None
        return section is not None and section.kind in ("implementation", "reporting") and not paragraph.attached

    def _around(self, paragraph: Paragraph, at: int) -> str:
        """The clause in which something stands, between semicolons and full stops."""
        text = self.extraction.document.text
        start, end = paragraph.span.start + len(paragraph.label or ""), paragraph.span.end
        before = [m.end() for m in re.finditer(r"[;.:]\s", text[start:at])]
        behind = re.compile(r"[;.](?:\s|$)").search(text, at, end)
        clause = squeeze(text[start + (before[-1] if before else 0) : behind.start() if behind else end])
        return clause if len(clause) <= _LONGEST else clause[:_LONGEST].rsplit(" ", 1)[0] + " ..."

    def _activities(self) -> Iterator[Item]:
        for activity in self.extraction.of(Activity):
            m = self.reading.word("draft.condition").search(self.reading.folded, activity.start, activity.end)
            condition = squeeze(self.extraction.document.text[m.start() : m.end()]) if m else None
            yield Item(activity.value or squeeze(activity.quote), activity.page, None, condition)
