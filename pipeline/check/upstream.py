"""Does a commune's plan cite its province's plan, and rightly? Judged when the province's plan is at hand, so at a run's end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.check.chain import meant
from pipeline.check.citation import level_number, noiseless
from pipeline.check.question import Asked, Both, Question, UpstreamPlan, comparison, say_both
from pipeline.model import Citation, Finding
from pipeline.places import MERGED_ON
from pipeline.text import fold

_DISTRICTS_ENDED = MERGED_ON.isoformat()
_DISTRICT = re.compile(r"(?:phòng|ủy ban nhân dân (?:huyện|quận|thị xã|xã|phường|thị trấn))(?!\w)")


def cites_upstream(question: Question) -> Finding:
    """`Kế hoạch số 331/KH-UBND ngày 30/9/2023 của Ủy ban nhân dân tỉnh` is held against the province's plan in the data."""
    province = question.value("province")
    citations = [c for c in question.extraction.of(Citation) if c.number]
    plans = [p for p in question.known.plans if province and p.province == province and p.year == question.directive.year]
    cited = next((c for c in citations if c.relation == "upstream" and not _of_a_district(c)), None)
    numbered = sorted((p for p in plans if p.number), key=_in_order)
    if not numbered:
        return question.answer("not-at-hand", fact=cited, cites=_cites(cited), province=province or _NOWHERE)
    meaning = [(plan, citation) for plan in numbered for citation in citations if _is_it(citation, plan)]
    for plan, citation in meaning:
        if _rightly(citation, plan):
            return question.answer("cited", _asked(plan), fact=citation)
    if meaning:
        plan, citation = meaning[0]
        return question.answer("wrong", _asked(plan), fact=citation, differences=_differences(citation, plan))
    if cited:
        return question.answer("another", _asked(numbered[0]), fact=cited)
    own = question.value("issued_on")
    plan = min(numbered, key=lambda p: p.issued_on or "9999")
    asked = _asked(plan)
    if not question.readable or not plan.readable:
        return question.answer("unreadable", asked, unread=question.unread)
    if not own or not plan.issued_on:
        return question.answer("order-unknown", asked, missing=question.where("basis", "title"))
    if plan.issued_on > own:
        return question.answer("came-later", asked, missing=question.where("basis", "title"))
    if own < _DISTRICTS_ENDED and question.value("level") == "commune":
        return question.answer("through-district", asked, missing=question.where("basis", "title"))
    return question.answer("not-cited", asked, missing=question.where("basis", "title"))


CITES_UPSTREAM = comparison(
    cites_upstream,
    "cited wrong another not-cited not-at-hand order-unknown came-later through-district",
    "province plan differences cites unread",
)


_NOWHERE = Both("chưa rõ tỉnh", "province not known")


def _asked(plan: UpstreamPlan) -> Asked:
    vi = en = plan.number or ""
    if plan.issued_on:
        day = say_both(plan.issued_on)
        vi, en = f"{vi} ngày {day.vi}", f"{en} of {day.en}"
    source = Both(f"văn bản của {plan.issuer} trong dữ liệu", f"the plan of {plan.issuer} at hand")
    return Asked(vi, source, {"plan": Both(vi, en)})


def _cites(citation: Citation | None) -> Both:
    if citation is None:
        return Both("; văn bản này không viện dẫn kế hoạch nào của cấp tỉnh", "; this document cites no plan of the province")
    return Both(f"; văn bản này viện dẫn {citation.number}", f"; this document cites {citation.number}")


def _is_it(citation: Citation, plan: UpstreamPlan) -> bool:
    by = {"number": plan.number, "issued_on": plan.issued_on, "issuer": plan.issuer}
    return meant(citation.number or "", citation.issued_on, citation.issuer, citation.relation, by) is not None


def _in_order(plan: UpstreamPlan) -> tuple[bool, str, str]:
    """The committee's plan before its department's, whichever came in first."""
    return plan.level != "province", plan.issued_on or "9999", plan.number or ""


def _of_a_district(citation: Citation) -> bool:
    """`Ủy ban nhân dân huyện Hiệp Hòa`, `Phòng Giáo dục và Đào tạo`: no document of the province's."""
    return bool(_DISTRICT.match(fold(citation.issuer or "")))


def _rightly(citation: Citation, plan: UpstreamPlan) -> bool:
    dated = not (citation.issued_on and plan.issued_on) or citation.issued_on == plan.issued_on
    return noiseless(citation.number or "") == noiseless(plan.number or "") and dated


def _differences(citation: Citation, plan: UpstreamPlan) -> Both:
    vi, en = [], []
    if level_number(citation.number or "") != level_number(plan.number or ""):
        vi.append(f"số, ký hiệu ghi “{citation.number}”, đúng là “{plan.number}”")
        en.append(f"number “{citation.number}” for “{plan.number}”")
    if citation.issued_on and plan.issued_on and citation.issued_on != plan.issued_on:
        ours, theirs = say_both(citation.issued_on), say_both(plan.issued_on)
        vi.append(f"ngày ghi {ours.vi}, đúng là {theirs.vi}")
        en.append(f"date {ours.en} for {theirs.en}")
    return Both("; ".join(vi), "; ".join(en))


def plans_of(rows: Iterable[dict[str, object]]) -> tuple[UpstreamPlan, ...]:
    """Rows of the view `plans` (province's committee or its department, in scope) as plans that communes should cite."""
    return tuple(
        UpstreamPlan(
            number=_text(row.get("number")),
            issued_on=_text(row.get("issued_on")),
            issuer=_text(row.get("issuer")) or "",
            province=_text(row.get("province")) or "",
            year=int(str(row["year"])) if row.get("year") is not None else 0,
            level=_text(row.get("level")) or "province",
            directive=_text(row.get("directive")),
            readable=row.get("status") == "ok",
        )
        for row in rows
        if row.get("level") in ("province", "department") and row.get("in_scope") in (1, True, "1")
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
