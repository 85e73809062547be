"""A comparison seen in one language, and what every part says in one way."""

from __future__ import annotations

from collections import Counter

from pipeline.check.score import score_of
from pipeline.model import Directive, Finding, Verdict
from pipeline.report.comparison import Comparison, Judged, Link
from pipeline.report.paper import Cell, figure, shown
from pipeline.report.words import SHEETS, VERDICTS, WORDS, Language, day, decimal

ORDER: tuple[Verdict, ...] = ("pass", "fail", "unknown", "not_applicable")
AT_ONCE = 3  # documents side by side in a matrix
_LONG = 160  # characters of a task or a quotation in a cell of a matrix; JSON and the database have all of them


class View:
    def __init__(self, comparison: Comparison, language: Language) -> None:
        self.c, self.language = comparison, language
        self.w, self.verdicts, self.sheets = WORDS[language], VERDICTS[language], SHEETS[language]

    def title(self, requirement: str) -> str:
        return self.c.title(requirement, self.language)

    def campaign(self, directive: Directive) -> str:
        """`Tuần lễ hưởng ứng học tập suốt đời năm 2025`; just the year where the campaign is not known."""
        known = self.c.campaigns.get(directive.campaign)
        name = "" if known is None else known.name_vi if self.language == "vi" else known.name_en
        return self.w["of_year"].format(campaign=name, year=directive.year).strip()

    def period(self, directive: Directive) -> str:
        """`Tuần lễ 2025`."""
        return f"{self.c.period(directive, self.language) or ''} {directive.year}".strip()

    def name(self, judged: Judged) -> str:
        """`Ủy ban nhân dân tỉnh Thanh Hóa, Kế hoạch 211/KH-UBND, 28/9/2022`."""
        plan, w = judged.plan, self.w
        number = plan.get("number") or w["no_number"]
        kind = f"{plan.get('doc_type') or w['document']} {number}"
        issuer = plan.get("issuer") or plan.get("name") or ""
        return ", ".join(str(part) for part in (issuer, kind, day(plan.get("issued_on"), self.language) or w["no_date"]))

    def identity(self, judged: Judged) -> tuple[str, str, str]:
        """Issuer; number and date; file."""
        plan, w = judged.plan, self.w
        number = f"{plan.get('doc_type') or w['document']} {plan.get('number') or w['no_number']}"
        when = day(plan.get("issued_on"), self.language) or w["no_date"]
        return shown(plan.get("issuer") or plan.get("name")), shown(f"{number}, {when}"), shown(plan.get("name"))

    def short(self, judged: Judged) -> str:
        return shown(judged.plan.get("number") or judged.plan.get("issuer") or judged.plan.get("name"))

    def state(self, judged: Judged) -> str:
        """The file, and how well it could be read."""
        plan, w = judged.plan, self.w
        said = [str(plan.get("name") or "")]
        said += [w["partly"]] if plan.get("status") != "ok" else []
        said += [w["ocr"]] if plan.get("ocr") else []
        carried_out = [self.link(link) for link in judged.links if link.relation == "upstream"]
        said += [w["carries_out"].format(documents=", ".join(carried_out))] if carried_out else []
        said += [w["copied"].format(share=f"{judged.copied:.0%}".replace("%", " %"))] if judged.copied else []
        return shown(" · ".join(said))

    def link(self, link: Link) -> str:
        name = link.number or link.issuer or self.w["no_number"]
        return name if link.at_hand else f"{name} ({self.w['not_at_hand']})"

    def fares(self, findings: list[Finding]) -> str:
        """`12 đạt · 2 không đạt · 1 chưa rõ · điểm 85,7`: never the score without the unknowns."""
        counts = Counter(f.verdict for f in findings)
        said = [f"{counts[v]} {self.verdicts[v].lower()}" for v in ORDER if counts[v] or v == "unknown"]
        score = score_of(f.verdict for f in findings).value
        return " · ".join([*said, f"{self.w['score'].lower()} {decimal(score, self.language)}"] if score is not None else said)

    def score(self, score: float | None) -> Cell:
        return figure(score, None if score is None else decimal(score, self.language))

    def decimal(self, text: str) -> str:
        return text.replace(".", ",") if self.language == "vi" else text

    def reason(self, f: Finding) -> str:
        return f.reason_vi if self.language == "vi" else f.reason_en


def cut(text: str) -> str:
    """A long text to its last whole word within reach."""
    return text if len(text) <= _LONG else text[:_LONG].rsplit(" ", 1)[0] + " …"
