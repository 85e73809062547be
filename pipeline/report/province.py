"""The report of one province out of what is kept: gathers the rows, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from pipeline import __version__
from pipeline.model import Deadline, Directive, Extraction, Finding
from pipeline.places import Places
from pipeline.report.comparison import Comparison, Judged, Made, Unread, compare_province
from pipeline.report.gathering import choose
from pipeline.report.render import Format, render_report
from pipeline.report.words import Language
from pipeline.rulebook import Rulebook


class Kept(Protocol):
    """What a report needs of a store."""

    def plans(self, **where: str | int | None) -> list[dict[str, Any]]: ...
    def findings(self, document: str) -> list[Finding]: ...
    def problems(self, document: str | None = None) -> list[dict[str, Any]]: ...
    def directives(self) -> list[Directive]: ...
    def load(self, document: str) -> Extraction: ...
    def last_run(self) -> dict[str, Any] | None: ...


class OnDesk(Protocol):
    """The rules and the places."""

    @property
    def rulebook(self) -> Rulebook: ...
    @property
    def places(self) -> Places: ...


def province_report(
    store: Kept, desk: OnDesk, name: str, year: int | None, format: Format, language: Language, today: date | None = None
) -> str:
    """The report of the province called `name`, with or without marks, as `md` or `html`."""
    return render_report(gather(store, desk, name, year, today or date.today()), format, language)


def gather(store: Kept, desk: OnDesk, name: str, year: int | None, today: date) -> Comparison:
    """Every row of the store that concerns one province."""
    plans = store.plans()
    chosen = choose(plans, desk.places, name, year)
    province, own = chosen.province, chosen.plans
    problems: dict[str, list[dict[str, Any]]] = {}
    for problem in store.problems():
        problems.setdefault(str(problem["document"]), []).append(problem)
    run = store.last_run() or {}
    return compare_province(
        province=province.name,
        full_name=province.full_name,
        year=year,
        judged=[_judged(store, plan) for plan in own],
        directives=store.directives(),
        requirements=desk.rulebook.policies.requirements,
        problems=_named(own, problems),
        nowhere=_named((p for p in plans if p["status"] == "failed" and not p["province"]), problems),
        made=Made(__version__, desk.rulebook.fingerprint, today.isoformat(), run.get("run"), len(plans)),
        now=chosen.heir.full_name if chosen.heir else None,
    )


def _judged(store: Kept, plan: Mapping[str, Any]) -> Judged:
    document = str(plan["document"])
    findings = tuple(store.findings(document)) if plan["in_scope"] else ()
    dated = plan["in_scope"] and plan["level"] in ("province", "department")
    deadlines = tuple(store.load(document).of(Deadline)) if dated else ()
    return Judged(plan, findings, deadlines)


def _named(plans: Iterable[Mapping[str, Any]], problems: Mapping[str, list[dict[str, Any]]]) -> list[Unread]:
    """The problems of some documents, under the names of their files; the same trouble of many pages is said once."""
    listed: list[Unread] = []
    for plan in plans:
        by_code: dict[str, list[dict[str, Any]]] = {}
        for problem in problems.get(str(plan["document"]), ()):
            by_code.setdefault(problem["code"], []).append(problem)
        for code, same in by_code.items():
            pages = tuple(p["page"] for p in same if p.get("page") is not None)
            listed.append(Unread(str(plan["name"]), code, same[0]["message"], pages))
    return listed
