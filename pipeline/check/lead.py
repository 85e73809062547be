"""Is one body made responsible overall? `Sở Giáo dục và Đào tạo: Chủ trì, đôn đốc, hướng dẫn các sở, ngành ...`"""

from __future__ import annotations

from pipeline.check.question import Asked, Both, Question, comparison
from pipeline.model import Finding, Span
from pipeline.text import fold

_LETTER = "Công văn"


def lead_agency(question: Question) -> Finding:
    """One body is named; where a body leads single tasks only, a person must say whether that is enough."""
    named = [f for f in question.extraction.facts if f.field == "lead_agency" and f.value]
    sure = Asked("một cơ quan chịu trách nhiệm chung", Both("tiêu chí kiểm tra", "the policy of this check"))
    different = {fold(f.value or ""): f for f in named}
    if len(different) > 1:
        names = ", ".join(dict.fromkeys(f.value or "" for f in named))
        return question.answer("several", sure, fact=named[0], names=names)
    if named:
        return question.answer("named", sure, fact=named[0], agency=named[0].value)
    hints = question.patterns("hints")
    hint = next((m for span in _where(question) for p in hints if (m := p.search(question.folded, span.start, span.end))), None)
    if hint:
        return question.answer("hinted", sure, at=Span(hint.start(), hint.end()))
    if not question.readable:
        return question.answer("unreadable", sure, unread=question.unread)
    place, issuer = question.where("implementation", "body"), question.value("issuer") or ""
    if question.value("doc_type") == _LETTER and any(p.match(fold(issuer)) for p in question.patterns("leads-itself")):
        return question.answer("own-field", sure, missing=place, issuer=issuer)
    return question.answer("none", sure, missing=place)


LEAD_AGENCY = comparison(lead_agency, "named several hinted none own-field", "agency names issuer unread")


def _where(question: Question) -> list[Span]:
    """Where tasks are given: the sections on carrying out; the whole text where no such section is told apart."""
    sections = [s.span for s in question.extraction.outline.sections if s.kind == "implementation" and not s.attached]
    return sections or [Span(0, len(question.text))]
