"""What the database consists of, as data: every table and column, typed, linked and described once.

The tables are created from this, `docs/tables.md` is printed from it, and the site shows its words.
"""

from __future__ import annotations

from pipeline.store import tables_chain as chain
from pipeline.store import tables_judged as judged
from pipeline.store import tables_read as read
from pipeline.store import tables_ruled as ruled
from pipeline.store.columns import Column, Table
from pipeline.store.tables_read import SCALAR_NAMES

__all__ = ["BY_NAME", "SCALAR_NAMES", "TABLES", "Column", "Table"]

TABLES = (
    read.PLANS,
    judged.FINDINGS,
    judged.FINDING_ITEMS,
    judged.SCORES,
    judged.PROVINCE_SCORES,
    chain.LINKS,
    chain.COPIED,
    read.DEADLINES,
    read.ASSIGNMENTS,
    read.ACTIVITIES,
    read.CITATIONS,
    read.FACTS,
    read.EVIDENCE_BOXES,
    ruled.REPORT_ROWS,
    ruled.TABLES,
    ruled.CELLS,
    judged.DIRECTIVES,
    judged.DIRECTIVE_ITEMS,
    judged.REQUIREMENTS,
    judged.PROVINCES,
    read.DOCUMENTS,
    read.PROBLEMS,
    read.PAGES,
    read.PARTS,
    read.SECTIONS,
    read.PARAGRAPHS,
    judged.RUNS,
    judged.INPUTS,
    judged.CHANGES,
    read.PLAN_VALUES,
)
BY_NAME = {table.name: table for table in TABLES}
