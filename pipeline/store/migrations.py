"""What brings a database of an older schema up to date. Each step is written out and never refers to `schema`, which moves on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_TABLES = (
    """
CREATE TABLE "tables" (
   "document" TEXT NOT NULL REFERENCES "documents"("document") ON DELETE CASCADE,
   "position" INTEGER NOT NULL,
   "page" INTEGER NOT NULL,
   "title" TEXT,
   "rows" INTEGER NOT NULL,
   "columns" INTEGER NOT NULL,
   "header_rows" INTEGER NOT NULL,
   "kind" TEXT NOT NULL,
   PRIMARY KEY ("document", "position")
)
""",
    """
CREATE INDEX "idx_tables_kind"
    ON "tables" ("kind")
""",
    """
CREATE TABLE "cells" (
   "document" TEXT NOT NULL REFERENCES "documents"("document") ON DELETE CASCADE,
   "table_position" INTEGER NOT NULL,
   "row" INTEGER NOT NULL,
   "column" INTEGER NOT NULL,
   "row_span" INTEGER NOT NULL,
   "column_span" INTEGER NOT NULL,
   "header" INTEGER NOT NULL,
   "role" TEXT,
   "heading" TEXT,
   "text" TEXT,
   "number" REAL,
   "page" INTEGER NOT NULL,
   "x0" REAL,
   "y0" REAL,
   "x1" REAL,
   "y1" REAL,
   "start" INTEGER,
   "end" INTEGER,
   PRIMARY KEY ("document", "table_position", "row", "column")
)
""",
    """
CREATE VIEW report_rows as select f.document, f.table_position, f.row, t.page, t.kind, t.title,
       (select group_concat(c.text, ' ') from cells c
        where c.document = f.document and c.table_position = f.table_position
        and c.row <= f.row and c.row + c.row_span > f.row and c.role = 'number') as ordinal,
       (select group_concat(c.text, ' ') from cells c
        where c.document = f.document and c.table_position = f.table_position
        and c.row <= f.row and c.row + c.row_span > f.row and c.role = 'activity') as activity,
       (select group_concat(c.text, ' ') from cells c
        where c.document = f.document and c.table_position = f.table_position
        and c.row <= f.row and c.row + c.row_span > f.row and c.role = 'unit') as unit,
       f.heading, f.number as value, f.text, cast(ifnull(trim(f.text, ' .…_-–—'), '') = '' as integer) as blank
from cells f join tables t on t.document = f.document and t.position = f.table_position
where f.role = 'figure' and t.kind in ('form', 'filled')
""",
)


def add_tables(db: Any) -> None:
    """Version 2: the tables in documents, their cells, and the rows of report forms."""
    for statement in _TABLES:
        db.execute(statement.strip())


def lighten_facts(db: Any) -> None:
    """Version 3: facts are looked up by field alone; an index over every value was half as large as the facts."""
    db.execute("drop index if exists idx_facts_field_value")
    db.execute('CREATE INDEX "idx_facts_field"\n    ON "facts" ("field")')


_COUNTS = """count(*) filter (where verdict = 'pass') as passed,
       count(*) filter (where verdict = 'fail') as failed,
       count(*) filter (where verdict = 'unknown') as unknown,
       count(*) filter (where verdict = 'not_applicable') as not_applicable,
       round(100.0 * count(*) filter (where verdict = 'pass')
             / nullif(count(*) filter (where verdict in ('pass', 'fail')), 0), 1) as score"""
_ITEMS = (
    """
CREATE TABLE "finding_items" (
   "document" TEXT NOT NULL REFERENCES "documents"("document") ON DELETE CASCADE,
   "directive" TEXT NOT NULL,
   "requirement" TEXT NOT NULL REFERENCES "requirements"("requirement"),
   "position" INTEGER NOT NULL,
   "asked" TEXT,
   "kind" TEXT,
   "verdict" TEXT NOT NULL,
   "score" REAL,
   "found" TEXT,
   "page" INTEGER,
   "start" INTEGER,
   "end" INTEGER,
   PRIMARY KEY ("document", "directive", "requirement", "position")
)
""",
    """
CREATE INDEX "idx_finding_items_requirement_verdict"
    ON "finding_items" ("requirement", "verdict")
""",
    """
CREATE TABLE "directive_items" (
   "directive" TEXT NOT NULL REFERENCES "directives"("number") ON DELETE CASCADE,
   "requirement" TEXT NOT NULL,
   "position" INTEGER NOT NULL,
   "kind" TEXT,
   "asked" TEXT NOT NULL,
   "condition" TEXT,
   PRIMARY KEY ("directive", "requirement", "position")
)
""",
    f"CREATE VIEW scores as select document, directive,\n       {_COUNTS}\nfrom findings group by document, directive",
    "CREATE VIEW province_scores as select p.province, f.directive, count(distinct f.document) as documents,\n"
    f"       {_COUNTS}\nfrom findings f join plan_values p on p.document = f.document\n"
    "where p.province is not null group by p.province, f.directive",
)


def add_items(db: Any) -> None:
    """Version 4: findings and directives item by item, and scores."""
    for statement in _ITEMS:
        db.execute(statement.strip())


def mark_inferred(db: Any) -> None:
    """Version 5: which values of a directive were inferred from the plans that cite it."""
    db.execute('ALTER TABLE "directives" ADD COLUMN "inferred" TEXT')


_EVIDENCE_BOXES = (
    """
CREATE TABLE "evidence_boxes" (
   "fact" INTEGER NOT NULL REFERENCES "facts"("id") ON DELETE CASCADE,
   "document" TEXT NOT NULL REFERENCES "documents"("document") ON DELETE CASCADE,
   "position" INTEGER NOT NULL,
   "page" INTEGER NOT NULL,
   "x0" REAL NOT NULL,
   "y0" REAL NOT NULL,
   "x1" REAL NOT NULL,
   "y1" REAL NOT NULL,
   "confidence" REAL NOT NULL,
   PRIMARY KEY ("fact", "position")
)
""",
    """
CREATE INDEX "idx_evidence_boxes_document"
    ON "evidence_boxes" ("document")
""",
)


def add_evidence_boxes(db: Any) -> None:
    """Version 6: where evidence is to be seen on pages that were recognised."""
    for statement in _EVIDENCE_BOXES:
        db.execute(statement.strip())


def add_tolerance(db: Any) -> None:
    """Version 7: what was mended in a value, recorded with it."""
    db.execute('ALTER TABLE "facts" ADD COLUMN "tolerance" TEXT')


_CHAIN = (
    """
CREATE TABLE "links" (
   "document" TEXT NOT NULL REFERENCES "documents"("document") ON DELETE CASCADE,
   "position" INTEGER NOT NULL,
   "relation" TEXT NOT NULL,
   "number" TEXT,
   "issued_on" TEXT,
   "issuer" TEXT,
   "year" INTEGER,
   "superior" TEXT,
   "how" TEXT NOT NULL,
   PRIMARY KEY ("document", "position")
)
""",
    """
CREATE INDEX "idx_links_superior"
    ON "links" ("superior")
""",
    """
CREATE TABLE "copied" (
   "document" TEXT NOT NULL REFERENCES "documents"("document") ON DELETE CASCADE,
   "superior" TEXT NOT NULL,
   "position" INTEGER NOT NULL,
   "heading" TEXT,
   "words" INTEGER NOT NULL,
   "shared" INTEGER NOT NULL,
   "share" REAL NOT NULL,
   PRIMARY KEY ("document", "superior", "position")
)
""",
)


def add_chain(db: Any) -> None:
    """Version 8: what each document carries out, and how much of it is its superior's."""
    for statement in _CHAIN:
        db.execute(statement.strip())


# Each brings a database of the version before up to its own: the first makes version 2 of version 1.
MIGRATIONS: tuple[Callable[[Any], None], ...] = (
    add_tables,
    lighten_facts,
    add_items,
    mark_inferred,
    add_evidence_boxes,
    add_tolerance,
    add_chain,
)
