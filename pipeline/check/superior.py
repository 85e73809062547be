"""A superior's plan as the directive of those below it: what it asks of them, and their plans held against it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.check.handed_on import left_to_units
from pipeline.check.question import Comparison, Known, Question, Superior, compiled
from pipeline.check.wording import Wording
from pipeline.model import Deadline, Directive, Extraction, Fact, Finding, Requirement
from pipeline.text import clause_around, fold, level_tones, squeeze

_ASKED = {  # what a comparison asks of a directive: the values without which there is nothing to hold a plan against
    "theme": ("theme",),
    "week": ("week_start", "week_end"),
    "opening": ("opening_on",),
    "report-deadline": ("report_due_on",),
}
_BELOW = ("department", "district", "commune", "school")
_SENTENCE = re.compile(r"[.;](?=\s)|\n\s*\n")


def against_superiors(requirements: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """The requirements that a superior's plan can make, as requirements of their own: `theme` is `upstream-theme` there."""
    return tuple(
        replace(
            requirement,
            id=f"upstream-{requirement.id}",
            title_vi=f"{requirement.title_vi} (so với văn bản cấp trên)",
            title_en=f"{requirement.title_en} (against the superior's document)",
            levels=tuple(level for level in requirement.levels if level in _BELOW),
        )
        for requirement in requirements
        if requirement.comparison in (*_ASKED, "adapted")
    )


def superior_of(wording: Wording, ministry: Directive, level: str, requirements: Sequence[Requirement]) -> Superior:
    """What a plan asks of the documents of a level below it, each value with its page and quotation."""
    extraction = wording.extraction
    facts = {name: extraction.first(name) for names in _ASKED.values() for name in names}
    facts["report_due_on"] = _report_due(extraction, level, requirements)
    ceremony = _own_ceremony(wording, facts["opening_on"], requirements)
    issuer = extraction.value("issuer") or ministry.issuer
    kind = extraction.value("doc_type") or "Văn bản"
    provenance = {name: _quoted(fact) for name, fact in facts.items() if fact}
    if ceremony:
        provenance["opening_on"] = ceremony
    asks = Directive(
        number=extraction.value("number") or f"{kind} của {issuer}",
        campaign=ministry.campaign,
        year=ministry.year,
        issuer=issuer,
        issued_on=extraction.value("issued_on"),
        provenance=provenance,
        left_open=("opening_on",) if ceremony else (),
    )
    asks = replace(asks, **{name: fact.value for name, fact in facts.items() if fact})  # type: ignore[arg-type]
    adapted = next((r.settings for r in requirements if r.comparison == "adapted"), {})
    return Superior(asks, wording, tuple(left_to_units(wording, adapted)))


def check_against(
    extraction: Extraction,
    superior: Superior,
    ministry: Directive,
    requirements: Sequence[Requirement],
    comparisons: Mapping[str, Comparison],
    known: Known,
) -> Iterator[Finding]:
    """A document held against a superior's plan, in what that plan asks: nothing is found where nothing is asked."""
    for requirement in requirements:
        if extraction.value("level") not in requirement.levels:
            continue
        asked = [getattr(superior.asks, name) for name in _ASKED.get(requirement.comparison, ())]
        if superior.readable and (None in asked or (requirement.comparison == "adapted" and not superior.left)):
            continue
        question = Question(extraction, superior.asks, requirement, known, superior)
        finding = comparisons[requirement.comparison].judge(question)
        if finding.verdict == "fail" and requirement.comparison in ("theme", "week", "opening"):
            finding = _as_the_ministry(question, ministry, comparisons[requirement.comparison], finding)
        yield finding


def _as_the_ministry(question: Question, ministry: Directive, comparison: Comparison, finding: Finding) -> Finding:
    """Where the superior departed from the ministry, who follows the ministry is not at fault; a person must look."""
    if comparison.judge(replace(question, directive=ministry, superior=None)).verdict != "pass":
        return finding
    outcome = question.answer("as-ministry", given=squeeze(finding.found or ""))
    return replace(
        finding, verdict=outcome.verdict, severity=outcome.severity, reason_vi=outcome.reason_vi, reason_en=outcome.reason_en
    )


def _report_due(extraction: Extraction, level: str, requirements: Sequence[Requirement]) -> Fact | None:
    """By when it wants the reports of that level: named as such before being among all units; of several days the last."""
    settings = next((r.settings for r in requirements if r.comparison == "report-deadline"), {})
    dues = [d for d in extraction.of(Deadline) if d.kind == "report" and d.due_on and d.reporter]
    for name in (f"reports-of-{level}", "reports-of-all"):
        patterns = compiled(settings.get(name, ()))
        asked = [d for d in dues if any(p.search(fold(level_tones(squeeze(d.reporter or "")))) for p in patterns)]
        if asked:
            return max(asked, key=lambda d: d.due_on or "")
    return None


def _own_ceremony(wording: Wording, opening: Fact | None, requirements: Sequence[Requirement]) -> str | None:
    """The words that make the opening day the superior's own: `Lễ khai mạc cấp tỉnh`; others may open on another."""
    settings = next((r.settings for r in requirements if r.comparison == "opening"), {})
    if opening is None:
        return None
    folded, text = wording.folded, wording.extraction.document.text
    first, last = max(0, opening.start - 200), opening.end + 120
    left, right = clause_around(folded, _SENTENCE, opening.start, opening.end, first, last)
    for pattern in compiled(settings.get("own-ceremony", ())):
        if found := pattern.search(folded, left, right):
            start, end = min(found.start(), opening.start), max(found.end(), opening.end)
            return f"trang {opening.page}: “{squeeze(text[start:end])}”"
    return None


def _quoted(fact: Fact) -> str:
    if isinstance(fact, Deadline):
        return f"trang {fact.page}: “{squeeze(fact.quote)}”, {fact.reporter}"
    return f"trang {fact.page}: “{squeeze(fact.quote)}”"
