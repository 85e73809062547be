"""The report of one province out of what is kept: gathers the rows, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from pipeline import __version__
from pipeline.model import Deadline, Directive, Extraction, Finding
from pipeline.places import Places, Province
from pipeline.report.comparison import Comparison, Judged, Made, Unread, compare_province
from pipeline.report.render import Format, render_report
from pipeline.report.words import Language
from pipeline.rulebook import Rulebook
from pipeline.text import fold, level_tones, squeeze, strip_marks

_BEFORE_MERGER, _AFTER_MERGER = date(2025, 6, 30), date(2025, 7, 1)


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


class NoSuchProvince(LookupError):
    """A name that is no province's; the message is for the user."""


def province_report(
    store: Kept, desk: OnDesk, name: str, year: int | None, format: Format, language: Language, today: date | None = None
) -> str:
    """The report of the province called `name`, with or without marks, as `md` or `html`."""
    return render_report(gather(store, desk, name, year, today or date.today()), format, language)


def gather(store: Kept, desk: OnDesk, name: str, year: int | None, today: date) -> Comparison:
    """Every row of the store that concerns one province."""
    plans = store.plans()
    province = find_province(desk.places, name)
    own = [p for p in plans if p["province"] == province.name and year in (None, p["year"])]
    problems: dict[str, list[dict[str, Any]]] = {}
    for problem in store.problems():
        problems.setdefault(str(problem["document"]), []).append(problem)
    run = store.last_run() or {}
    heir = desk.places.successor(province.full_name)
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
        now=heir.full_name if heir and heir.name != province.name else None,
    )


def find_province(places: Places, name: str) -> Province:
    """`Đắk Lắk`, `dak lak`, `tỉnh Đắk Lắk`; a name without marks is taken only where it is one province's."""
    exact = places.province(name, _AFTER_MERGER) or places.province(name)
    if exact:
        return exact
    wanted = _unmarked(name)
    every = {p.name: p for day in (_BEFORE_MERGER, _AFTER_MERGER) for p in places.provinces_on(day)}
    fitting = [p for p in every.values() if wanted in (_unmarked(p.name), _unmarked(p.full_name))]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise NoSuchProvince(f"{name!r} may be {' or '.join(sorted(p.name for p in fitting))}: write it with its marks.")
    raise NoSuchProvince(f"{name!r} is no province, now or before July 2025.")


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


def _unmarked(name: str) -> str:
    return squeeze(strip_marks(fold(level_tones(name))).replace("-", " "))
