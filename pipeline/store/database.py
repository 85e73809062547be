"""The store: what keeps extractions and findings, says what changed, and gives them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, get_args

from pipeline.model import Copied, Directive, Extraction, Finding, Link, Problem, Requirement
from pipeline.store import rows, search
from pipeline.store.connect import transaction
from pipeline.store.reading import Reader
from pipeline.store.schema import BY_NAME, SCALAR_NAMES

Cause = Literal["document", "rules", "program"]
State = Literal["new", "updated", "unchanged", "duplicate", "failed"]
STATES: tuple[State, ...] = get_args(State)
_DOCUMENT = tuple(name for name in BY_NAME["documents"].names if name != "serial")
_DIRECTIVE = tuple(name for name in BY_NAME["directives"].names if name not in ("provenance", "left_open", "inferred"))
# What a document's next reading replaces; findings judged over the whole corpus stay until they are judged again.
_REPLACED = ("pages", "parts", "sections", "paragraphs", "tables", "cells", "problems", "facts", "evidence_boxes", "plan_values")
# The items of a document's findings, for what a `where` clause adds about these.
_ITEMS_OF = (
    "delete from finding_items where (document, directive, requirement) in "
    "(select document, directive, requirement from findings where document = ?"
)


class Change(NamedTuple):
    """A value or a verdict that is no longer what it was: `Change(3, "9f2c", "issued_on", "2022-09", "2022-09-28", "rules")`."""

    run: int
    document: str
    field: str
    old: str | None
    new: str | None
    cause: Cause


class Store(Reader):
    """An open database. Every writing method is all or nothing; `with store.batch():` makes several of them so together."""

    def batch(self) -> AbstractContextManager[None]:
        """One transaction around several saves."""
        return transaction(self._db)

    # -- runs and their inputs

    def start_run(self, *, program: str, rules: str, as_of: str | None = None) -> int:
        """A run counts as failed until `end_run`."""
        with transaction(self._db):
            cursor = self._db.execute(
                "insert into runs (started, status, program, rules, as_of) values (?, 'failed', ?, ?, ?)",
                [_now(), program, rules, as_of],
            )
        return int(cursor.lastrowid or 0)

    def end_run(self, run: int, counts: Mapping[str, int], status: str = "done") -> None:
        """Closes a run whose counts by state must be those of its inputs: a file that went missing is our own fault."""
        stored = dict(self._db.execute("select state, count(*) from inputs where run = ? group by state", [run]).fetchall())
        given = {state: counts.get(state, 0) for state in STATES}
        if given != {state: stored.get(state, 0) for state in STATES}:
            raise ValueError(f"the counts of run {run} do not add up: {given} were said, {stored} were stored")
        with transaction(self._db):
            self._db.execute(
                f"update runs set ended = ?, status = ?, inputs = ?, {', '.join(f'{s} = ?' for s in STATES)} where run = ?",
                [_now(), status, sum(given.values()), *given.values(), run],
            )

    def save_input(
        self, run: int, source: str, name: str, document: str | None, state: State, message: str | None = None
    ) -> None:
        """The one state in which an input ended; a second path of the same content is kept as `duplicate`."""
        if state not in STATES:
            raise ValueError(f"{state!r} is no state of an input")
        with transaction(self._db):
            self._db.execute(
                "insert into inputs (run, source, name, document, state, message) values (?, ?, ?, ?, ?, ?)",
                [run, source, name, document, state, message or None],
            )
            if state != "failed":  # the path can be read now: what was said of it before is over
                self._db.execute("delete from problems where document is null and source = ?", [source])

    def save_problem(self, document: str | None, source: str, problem: Problem) -> None:
        """A problem, once however often it is met."""
        row = rows.problem_row(document, source, problem)
        names = rows.COLUMNS["problems"]
        with transaction(self._db):
            same = " and ".join(f"{name} is ?" for name in names)
            if not self._db.execute(f"select 1 from problems where {same}", row).fetchone():
                self._insert("problems", [row])

    # -- writing documents

    def save(
        self,
        extraction: Extraction,
        findings: Sequence[Finding],
        fingerprint: str,
        run: int,
        *,
        cause: Cause = "document",
        replaces: str | None = None,
    ) -> list[Change]:
        """Keeps what is known of a document, and what was found of it."""
        return self.keep(rows.pack(extraction, findings), fingerprint, run, cause=cause, replaces=replaces)

    def keep(
        self, packed: rows.Packed, fingerprint: str, run: int, *, cause: Cause = "document", replaces: str | None = None
    ) -> list[Change]:
        """Keeps a document in place of its former reading (or of the document that it `replaces`); says what changed."""
        document = packed.document
        with transaction(self._db):
            old = self._db.execute("select serial from documents where document = ?", [document]).fetchone()
            former = document if old else replaces
            before = self._values(former) if former else None
            if old and self._unchanged(packed):
                self._db.execute(
                    "update documents set fingerprint = ?, run = ? where document = ? and fingerprint != ?",
                    [fingerprint, run, document, fingerprint],
                )
                return []
            values = {**packed.values, "run": run, "fingerprint": fingerprint}
            serial = old[0] if old else self._next("documents", "serial")
            if old:
                search.remove(self._db, serial)
                self._forget_reading(document)
            elif replaces:
                self._supersede(replaces, values["source"], values["name"])
            self._db.execute(
                f"insert into documents (serial, {', '.join(_DOCUMENT)}) values (?{', ?' * len(_DOCUMENT)}) "
                f"on conflict (document) do update set {', '.join(f'{n} = excluded.{n}' for n in _DOCUMENT[1:])}",
                [serial, *(values[name] for name in _DOCUMENT)],
            )
            self._require(row[2] for row in packed.lines["findings"])
            for table, lines in {**packed.lines, **packed.numbered(self._next("facts", "id"))}.items():
                self._insert(table, lines)
            search.add(self._db, serial)
            return self._record(run, document, before, self._values(document), cause) if before else []

    def save_findings(
        self,
        findings: Mapping[str, Sequence[Finding]],
        requirements: Collection[str],
        run: int,
        *,
        among: Collection[str] | None = None,
        causes: Mapping[str, Cause] | None = None,
    ) -> list[Change]:
        """Replaces all findings of requirements that are judged over the stored documents together, e.g. `cites-upstream`.

        Where only some documents were judged again, they are named by `among`; why, by `causes`.
        """
        changes: list[Change] = []
        marks = ", ".join("?" * len(requirements))
        names = ", ".join(f'"{name}"' for name in rows.COLUMNS["findings"])
        with transaction(self._db):
            stored: dict[str, list[rows.Row]] = {}
            query = f"select {names} from findings where scope = 'corpus' and requirement in ({marks}) order by id"
            for row in self._db.execute(query, list(requirements)):
                stored.setdefault(row[0], []).append(row)
            for document in sorted({*stored, *findings} if among is None else among):
                old, new = stored.get(document, []), rows.finding_rows(document, findings.get(document, ()), "corpus")
                if old == new:
                    continue
                self._require(finding.requirement for finding in findings.get(document, ()))
                self._db.execute(_ITEMS_OF + f" and scope = 'corpus' and requirement in ({marks}))", [document, *requirements])
                self._db.execute(
                    f"delete from findings where document = ? and scope = 'corpus' and requirement in ({marks})",
                    [document, *requirements],
                )
                self._insert("findings", new)
                self._insert("finding_items", rows.item_rows(document, findings.get(document, ())))
                if old:  # a first verdict changes nothing
                    changes += self._record(
                        run, document, _verdicts(old), _verdicts(new), (causes or {}).get(document, "document")
                    )
        return changes

    def save_chain(self, links: Mapping[str, Sequence[Link]], copied: Mapping[str, Sequence[Copied]]) -> None:
        """What documents carry out, and how much of them is their superiors'; what was kept of these documents goes."""
        with transaction(self._db):
            for document, carried_out in links.items():
                self._renew("links", document, rows.link_rows(document, carried_out), "position")
            for document, sections in copied.items():
                self._renew("copied", document, rows.copied_rows(document, sections), "superior, position")

    def forget(self, document: str) -> None:
        """Removes a document with everything known of it."""
        with transaction(self._db):
            row = self._db.execute("select serial from documents where document = ?", [document]).fetchone()
            if row:
                search.remove(self._db, row[0])
                self._db.execute("delete from documents where document = ?", [document])

    # -- writing what the rules know

    def save_directives(self, directives: Iterable[Directive]) -> None:
        """The directives of the rules, all of them."""
        lines: list[rows.Row] = []
        asked: list[rows.Row] = []
        for directive in directives:
            sources = "\n".join(f"{name}: {' '.join(source.split())}" for name, source in directive.provenance.items())
            values = (getattr(directive, name) for name in _DIRECTIVE)
            lines.append(
                (*values, sources or None, ", ".join(directive.left_open) or None, ", ".join(directive.inferred) or None)
            )
            asked += rows.asking_rows(directive)
        with transaction(self._db):
            self._replace("directives", lines)
            self._replace("directive_items", asked)

    def save_provinces(self, provinces: Iterable[Mapping[str, str | None]]) -> None:
        """Provinces through time: mappings with the columns of the table."""
        names = BY_NAME["provinces"].names[1:]
        self._replace("provinces", [(n, *(p.get(name) or None for name in names)) for n, p in enumerate(provinces, 1)])

    def save_requirements(self, requirements: Iterable[Requirement]) -> None:
        """What is checked, with its titles; a requirement that findings still name stays."""
        lines = [(r.id, r.title_vi, r.title_en, r.severity, ", ".join(r.levels) or None, r.version) for r in requirements]
        with transaction(self._db):
            self._db.execute("delete from requirements where requirement not in (select requirement from findings)")
            names = BY_NAME["requirements"].names
            self._db.executemany(
                f"insert into requirements ({', '.join(names)}) values (?, ?, ?, ?, ?, ?) "
                f"on conflict (requirement) do update set {', '.join(f'{n} = excluded.{n}' for n in names[1:])}",
                lines,
            )

    # -- inside

    def _insert(self, table: str, lines: Sequence[rows.Row]) -> None:
        names = rows.COLUMNS.get(table) or BY_NAME[table].names
        columns = ", ".join(f'"{name}"' for name in names)
        self._db.executemany(f"insert into {table} ({columns}) values ({', '.join('?' * len(names))})", lines)

    def _replace(self, table: str, lines: Sequence[rows.Row]) -> None:
        with transaction(self._db):
            self._db.execute(f"delete from {table}")
            self._insert(table, lines)

    def _renew(self, table: str, document: str, lines: Sequence[rows.Row], order: str) -> None:
        if rows.select(self._db, table, document, order) != lines:
            self._db.execute(f"delete from {table} where document = ?", [document])
            self._insert(table, lines)

    def _next(self, table: str, column: str) -> int:
        return int(self._db.execute(f"select ifnull(max({column}), 0) + 1 from {table}").fetchone()[0])

    def _require(self, requirements: Iterable[str]) -> None:
        """A finding's requirement has a row, if only with its id for a title."""
        self._db.executemany(
            "insert or ignore into requirements (requirement, title_vi, title_en) values (?1, ?1, ?1)",
            {(requirement,) for requirement in requirements},
        )

    def _forget_reading(self, document: str) -> None:
        for table in _REPLACED:
            self._db.execute(f"delete from {table} where document = ?", [document])
        self._db.execute(_ITEMS_OF + " and scope = 'document')", [document])
        self._db.execute("delete from findings where document = ? and scope = 'document'", [document])

    def _supersede(self, document: str, source: str, name: str) -> None:
        """Another content took this document's place: it goes, unless another path still holds it."""
        other = self._db.execute(
            "select source, name from inputs i where document = ?1 and (source, name) != (?2, ?3) and id = "
            "(select max(id) from inputs where source = i.source and name = i.name) order by id",
            [document, source, name],
        ).fetchone()
        if not other:
            self.forget(document)
            return
        serial = self._db.execute("select serial from documents where document = ?", [document]).fetchone()[0]
        search.remove(self._db, serial)
        self._db.execute("update documents set source = ?, name = ? where document = ?", [*other, document])
        search.add(self._db, serial)

    def _unchanged(self, packed: rows.Packed) -> bool:
        """Whether what is stored of a document is, row by row, what would be stored now."""
        key, new = packed.document, packed.lines
        names = [name for name in _DOCUMENT if name not in ("run", "fingerprint")]
        stored = self._db.execute(f"select {', '.join(names)} from documents where document = ?", [key]).fetchone()
        if stored != tuple(packed.values[name] for name in names):
            return False
        orders = {"pages": "page", "problems": "id", "cells": '"table_position", "row", "column"'}
        orders |= dict.fromkeys(("parts", "sections", "paragraphs", "tables"), "position")
        if any(rows.select(self._db, table, key, order) != new[table] for table, order in orders.items()):
            return False
        if [row for row in rows.select(self._db, "findings", key, "id") if row[-1] == "document"] != new["findings"]:
            return False
        judged = {(row[1], row[2]) for row in new["findings"]}
        items = rows.select(self._db, "finding_items", key, "rowid")
        if [row for row in items if (row[1], row[2]) in judged] != new["finding_items"]:
            return False
        first = self._db.execute("select ifnull(min(id), 1) from facts where document = ?", [key]).fetchone()[0]
        return all(
            rows.select(self._db, table, key, {"facts": "id", "evidence_boxes": "fact, position"}.get(table, "fact")) == lines
            for table, lines in packed.numbered(first).items()
        )

    def _values(self, document: str) -> dict[tuple[str, str], Any]:
        """What `changes` watches of a document: its status, its scalar values and its own verdicts."""
        found = self._db.execute(f"select status, {', '.join(SCALAR_NAMES)} from plans where document = ?", [document]).fetchone()
        if found is None:
            return {}
        judged = [r for r in rows.select(self._db, "findings", document, "id") if r[-1] == "document"]
        return {**{(n, ""): v for n, v in zip(("status", *SCALAR_NAMES), found, strict=True)}, **_verdicts(judged)}

    def _record(
        self, run: int, document: str, before: Mapping[tuple[str, str], Any], after: Mapping[tuple[str, str], Any], cause: Cause
    ) -> list[Change]:
        keys = [*before, *(key for key in after if key not in before)]
        changes = [
            Change(run, document, key[0], _text(before.get(key)), _text(after.get(key)), cause)
            for key in keys
            if before.get(key) != after.get(key)
        ]
        self._db.executemany("insert into changes (run, document, field, old, new, cause) values (?, ?, ?, ?, ?, ?)", changes)
        return changes


def _verdicts(findings: Iterable[rows.Row]) -> dict[tuple[str, str], Any]:
    """Findings by requirement and directive: `{("verdict:theme", "4342/BGDĐT-GDTX"): "pass"}`."""
    return {(f"verdict:{row[2]}", row[1]): row[3] for row in findings}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
