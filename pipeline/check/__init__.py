"""Findings: each requirement of a policy held against what a document states, with both sides' evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.check.activities import ACTIVITIES
from pipeline.check.adapted import ADAPTED
from pipeline.check.agencies import AGENCIES
from pipeline.check.citation import CITATION_EXACT, CITES_DIRECTIVE
from pipeline.check.consistent import CONSISTENT
from pipeline.check.deadlines import DEADLINE_ORDER, REPORT_DEADLINE
from pipeline.check.lead import LEAD_AGENCY
from pipeline.check.question import Comparison, Known, Question, UpstreamPlan
from pipeline.check.theme import THEME
from pipeline.check.timing import ISSUED_IN_TIME
from pipeline.check.upstream import CITES_UPSTREAM, plans_of
from pipeline.check.week import OPENING, WEEK
from pipeline.model import Directive, Extraction, Finding, Requirement

__all__ = ["COMPARISONS", "SHARED_CODES", "Known", "UpstreamPlan", "check", "judge", "plans_of"]

COMPARISONS: Mapping[str, Comparison] = {
    "cites-directive": CITES_DIRECTIVE,
    "citation-exact": CITATION_EXACT,
    "theme": THEME,
    "week": WEEK,
    "opening": OPENING,
    "report-deadline": REPORT_DEADLINE,
    "deadline-order": DEADLINE_ORDER,
    "issued-in-time": ISSUED_IN_TIME,
    "lead-agency": LEAD_AGENCY,
    "agencies": AGENCIES,
    "activities": ACTIVITIES,
    "cites-upstream": CITES_UPSTREAM,
    "consistent": CONSISTENT,
    "adapted": ADAPTED,
}
LEVELS = ("province", "department", "district", "commune", "school", "other")  # those who carry out a ministry's directive
SHARED_CODES = frozenset({"other-level", "level-unknown", "unreadable", "as-ministry"})


def check(
    extraction: Extraction, directives: Iterable[Directive], requirements: Sequence[Requirement], known: Known | None = None
) -> tuple[Finding, ...]:
    """All findings of a document that carries out a directive of the rules; none for any other document."""
    number = extraction.value("directive")
    if number is None or extraction.value("in_scope") == "0":
        return ()
    directive = next((d for d in directives if d.number == number), None)
    if directive is None:
        return ()
    return tuple(judge(extraction, directive, requirement, known) for requirement in requirements)


def judge(extraction: Extraction, directive: Directive, requirement: Requirement, known: Known | None = None) -> Finding:
    """One document, one directive, one requirement: one finding."""
    question = Question(extraction, directive, requirement, known or Known())
    level = extraction.value("level")
    if level is not None and level not in requirement.levels:
        return question.answer("other-level")
    if level is None and not set(LEVELS) <= set(requirement.levels):
        return question.answer("level-unknown")
    return COMPARISONS[requirement.comparison].judge(question)
