"""What can be asked of a store: plans, findings, directives, and documents as they were saved."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from pipeline.model import Directive, Extraction, Finding
from pipeline.store import rows
from pipeline.store.connect import connect
from pipeline.store.schema import BY_NAME

_DIRECTIVE = tuple(name for name in BY_NAME["directives"].names if name not in ("provenance", "left_open", "inferred"))


class Reader:
    """An open database, for questions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    def open(cls, path: str | Path, *, create: bool) -> Self:
        """For writing (and made if need be) where `create` is true, else for reading; raises StoreError."""
        return cls(connect(Path(path), create=create))

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def known(self) -> dict[str, str]:
        """Document -> the fingerprint with which it was last read."""
        return dict(self._db.execute("select document, fingerprint from documents").fetchall())

    def unsettled(self) -> set[str]:
        """Documents that another attempt may read, though nothing changed: a reader was missing, a limit met."""
        again = (
            "select document from documents where status = 'failed'"
            " union select document from problems where code like '%-not-installed' or code in ('timeout', 'out-of-memory')"
        )
        return {document for (document,) in self._db.execute(again) if document}

    def earlier(self, source: str, name: str) -> str | None:
        """The document that was last read from this place, to be replaced when its content is another now."""
        row = self._db.execute("select document from documents where source = ? and name = ?", [source, name]).fetchone()
        return row[0] if row else None

    def load(self, document: str) -> Extraction:
        """A document as it was saved, but for its line boxes; KeyError where there is none."""
        read = rows.read_document(self._db, document)
        if read is None:
            raise KeyError(document)
        outline, facts = rows.read_outline(self._db, document), rows.read_facts(self._db, document)
        return Extraction(read, outline, facts, rows.read_tables(self._db, document))

    def load_briefly(self, document: str) -> Extraction:
        """What the chain asks of a document: without paragraphs, tables, tasks and activities, in a third of the time."""
        read = rows.read_document(self._db, document)
        if read is None:
            raise KeyError(document)
        outline = rows.read_outline(self._db, document, brief=True)
        return Extraction(read, outline, rows.read_facts(self._db, document, brief=True))

    def text(self, document: str) -> str:
        """A document's canonical text; nothing where there is none."""
        row = self._db.execute("select text from documents where document = ?", [document]).fetchone()
        return (row and row[0]) or ""

    def extractions(self, **where: str | int | None) -> Iterator[Extraction]:
        """The documents of `plans(...)`, one after the other."""
        for plan in self.plans(**where):
            yield self.load(plan["document"])

    def plans(self, **where: str | int | None) -> list[dict[str, Any]]:
        """The rows of `plans` with these values, in the order in which they came: `plans(province="Hà Nội", year=2024)`."""
        wanted = {name: value for name, value in where.items() if value is not None}
        if unknown := wanted.keys() - set(BY_NAME["plans"].names):
            raise ValueError(f"plans has no column {', '.join(sorted(unknown))}")
        clause = " and ".join(f"{name} = ?" for name in wanted) or "1"
        return self._dicts(f"select * from plans where {clause} order by serial", list(wanted.values()))

    def findings(self, document: str) -> list[Finding]:
        return rows.read_findings(self._db, document)

    def finding_items(self, document: str) -> list[dict[str, Any]]:
        """What was found of each thing asked, and what the plan adds of its own (`asked` is NULL)."""
        return self._dicts("select * from finding_items where document = ? order by directive, requirement, position", [document])

    def scores(self, document: str | None = None) -> list[dict[str, Any]]:
        """The rows of `scores`: all documents, or one."""
        return self._dicts("select * from scores where ?1 is null or document = ?1 order by document, directive", [document])

    def first_read(self) -> dict[str, str]:
        """Document -> when the run began that first read it or, for the later ones of a bundle, its file: ISO, UTC."""
        rows = self._db.execute(
            "select d.document, min(r.started) from documents d join inputs i on i.document = d.document or i.source = d.source"
            " join runs r on r.run = i.run group by d.document"
        )
        return dict(rows.fetchall())

    def cited_numbers(self) -> list[tuple[str, str]]:
        """Every document with every number that it cites."""
        return self._db.execute("select document, number from citations where number is not null order by fact").fetchall()

    def rows_of(self, table: str, documents: Sequence[str]) -> list[dict[str, Any]]:
        """The rows of a table that belong to any of these documents, in the table's own order."""
        order = ", ".join(f'"{name}"' for name in BY_NAME[table].key) or "document"
        wanted = "document in (select value from json_each(?))"
        return self._dicts(f'select * from "{table}" where {wanted} order by {order}', [json.dumps(list(documents))])

    def links(self, document: str | None = None) -> list[dict[str, Any]]:
        """What documents carry out: all, or one document's."""
        return self._dicts("select * from links where ?1 is null or document = ?1 order by document, position", [document])

    def copied(self, document: str | None = None) -> list[dict[str, Any]]:
        """How much of each section is a superior's: of all documents, or of one."""
        asked = "select * from copied where ?1 is null or document = ?1 order by document, superior, position"
        return self._dicts(asked, [document])

    def citations_by_document(self) -> dict[str, list[dict[str, Any]]]:
        """Every citation, under the document that has it."""
        found: dict[str, list[dict[str, Any]]] = {}
        asked = (
            "select document, number, issued_on, issuer, relation, resolved from citations where number is not null order by fact"
        )
        for row in self._dicts(asked, []):
            found.setdefault(row["document"], []).append(row)
        return found

    def bereft(self) -> set[str]:
        """Documents linked to one that is no longer there."""
        asked = "select document from links where superior is not null and superior not in (select document from documents)"
        return {document for (document,) in self._db.execute(asked)}

    def saved_in(self, run: int) -> set[str]:
        """The documents that a run read."""
        return {document for (document,) in self._db.execute("select document from documents where run = ?", [run])}

    def problems(self, document: str | None = None) -> list[dict[str, Any]]:
        """All problems, or one document's."""
        return self._dicts("select * from problems where ?1 is null or document = ?1 order by id", [document])

    def directives(self) -> list[Directive]:
        asked = rows.read_askings(self._db)
        return [
            Directive(
                **{name: row[name] for name in _DIRECTIVE},
                provenance=dict(line.split(": ", 1) for line in (row["provenance"] or "").splitlines()),
                left_open=tuple(row["left_open"].split(", ")) if row["left_open"] else (),
                addressed=asked.get((row["number"], "agencies"), ()),
                activities=asked.get((row["number"], "activities"), ()),
                inferred=tuple(row["inferred"].split(", ")) if row["inferred"] else (),
            )
            for row in self._dicts("select * from directives order by year, number", [])
        ]

    def provinces(self, on: str | None = None) -> list[dict[str, Any]]:
        """All provinces, or those of one day."""
        return self._dicts(
            "select * from provinces where ?1 is null or (ifnull(valid_from, '') <= ?1 and ?1 <= ifnull(valid_to, '9999')) "
            "order by id",
            [on],
        )

    def verdict_counts(self) -> dict[str, int]:
        """How many findings came to each verdict."""
        return dict(self._db.execute("select verdict, count(*) from findings group by verdict").fetchall())

    def last_run(self) -> dict[str, Any] | None:
        return next(iter(self._dicts("select * from runs order by run desc limit 1", [])), None)

    def _dicts(self, sql: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        cursor = self._db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
