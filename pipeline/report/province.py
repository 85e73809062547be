"""The report of one province out of what is kept: gathers the rows, nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from pipeline import __version__
from pipeline.check.superior import against_superiors
from pipeline.model import Directive, Finding, Requirement
from pipeline.report.answering import answering
from pipeline.report.comparison import Comparison, Due, Item, Judged, Link, Made, Task, Unread, compare_province
from pipeline.report.gathering import Chosen, OnDesk, asked_on, choose, choose_own, kind_of
from pipeline.report.silent import silent_units

_WHOLE = -1  # of `copied`: the whole body
_FINDING = tuple(f.name for f in dataclasses.fields(Finding))
Rows = dict[str, list[dict[str, Any]]]  # a table's rows by document


class Kept(Protocol):
    """What a report needs of a store."""

    def plans(self, **where: str | int | None) -> list[dict[str, Any]]: ...
    def rows_of(self, table: str, documents: Sequence[str]) -> list[dict[str, Any]]: ...
    def text(self, document: str) -> str: ...
    def directives(self) -> list[Directive]: ...
    def last_run(self) -> dict[str, Any] | None: ...


class Gathering:
    """What is kept, asked province by province; what all reports share is read once."""

    def __init__(self, store: Kept, desk: OnDesk, today: date | None = None) -> None:
        self.store, self.desk, self.today = store, desk, today or date.today()
        self._answering: dict[str, tuple[Mapping[str, Any], ...]] = {}

    @cached_property
    def plans(self) -> list[dict[str, Any]]:
        return self.store.plans()

    @cached_property
    def directives(self) -> list[Directive]:
        return self.store.directives()

    @cached_property
    def requirements(self) -> list[Requirement]:
        """The ministry's, and those that a superior's plan makes."""
        own = self.desk.rulebook.policies.requirements
        return [*own, *against_superiors(own)]

    @cached_property
    def made(self) -> Made:
        run = (self.store.last_run() or {}).get("run")
        return Made(__version__, self.desk.rulebook.fingerprint, self.today.isoformat(), run, len(self.plans))

    @cached_property
    def nowhere(self) -> list[Unread]:
        """Files that could not be read, so that nobody knows whose they are."""
        lost = [plan for plan in self.plans if plan["status"] == "failed" and not plan["province"]]
        return list(_unread(lost, self._rows("problems", lost)))

    def of(self, name: str, year: int | None = None) -> Comparison:
        """Every row that concerns the province called `name`, with or without marks, under its name of then and of now."""
        return self._compared(choose(self.plans, self.desk.places, name, year), year)

    def own(self, name: str, year: int | None = None) -> Comparison:
        """Only what was issued under that name, as one of the reports of all provinces."""
        return self._compared(choose_own(self.plans, self.desk.places, name, year), year)

    def _compared(self, chosen: Chosen, year: int | None) -> Comparison:
        places = self.desk.places
        own = [dict(plan) for plan in chosen.plans]
        scoped = [plan for plan in own if plan["in_scope"]]
        carried_out = {plan["directive"] for plan in scoped}
        asked = [d for d in self.directives if d.number in carried_out or d.year == year]
        return compare_province(
            province=chosen.province.name,
            full_name=chosen.province.full_name,
            year=year,
            judged=[*self._judged(scoped), *(Judged(plan, ()) for plan in own if not plan["in_scope"])],
            directives=asked,
            requirements=self.requirements,
            problems=_unread(own, self._rows("problems", own)),
            nowhere=self.nowhere,
            made=self.made,
            chosen=chosen,
            silent=[silent_units(places, chosen, d, asked_on(d), self._answers(d)) for d in asked],
            campaigns=self.desk.rulebook.campaigns,
            kinds={directive.number: kind_of(self.desk.rulebook, directive) for directive in asked},
        )

    def _answers(self, directive: Directive) -> tuple[Mapping[str, Any], ...]:
        """All that answer a directive, whatever year they bear, so that no report calls a unit silent that `missing` does not."""
        if directive.number not in self._answering:
            found = answering(directive, self.plans, self.store.text, self.desk.rulebook)
            self._answering[directive.number] = found.issued
        return self._answering[directive.number]

    def _judged(self, plans: list[dict[str, Any]]) -> Iterator[Judged]:
        findings, dues, tasks, items, links, copied = (
            self._rows(table, plans) for table in ("findings", "deadlines", "assignments", "finding_items", "links", "copied")
        )
        for plan in plans:
            document = str(plan["document"])
            yield Judged(
                plan,
                tuple(Finding(**{name: row[name] for name in _FINDING if name in row}) for row in findings.get(document, ())),
                tuple(
                    Due(r["due_on"], r["due_text"], r["reporter"], r["recipient"], r["page"])
                    for r in dues.get(document, ())
                    if r["kind"] == "report"
                ),
                tuple(Task(r["agency"], r["role"], r["task"], r["page"]) for r in tasks.get(document, ()) if r["agency"]),
                tuple(Item(*(r[name] for name in Item._fields)) for r in items.get(document, ())),
                tuple(
                    Link(r["relation"], r["number"], r["issued_on"], r["issuer"], r["superior"] is not None)
                    for r in links.get(document, ())
                ),
                max((r["share"] for r in copied.get(document, ()) if r["position"] == _WHOLE), default=None),
            )

    def _rows(self, table: str, plans: Iterable[Mapping[str, Any]]) -> Rows:
        by_document: Rows = {}
        for row in self.store.rows_of(table, [str(plan["document"]) for plan in plans]):
            by_document.setdefault(str(row["document"]), []).append(row)
        return by_document


def _unread(plans: Iterable[Mapping[str, Any]], problems: Rows) -> Iterator[Unread]:
    """The problems of some documents, under the names of their files; the same trouble of many pages is said once."""
    for plan in plans:
        by_code: Rows = {}
        for problem in problems.get(str(plan["document"]), ()):
            by_code.setdefault(problem["code"], []).append(problem)
        for code, same in by_code.items():
            pages = tuple(p["page"] for p in same if p.get("page") is not None)
            yield Unread(str(plan["name"]), code, same[0]["message"], pages)
