"""An extraction -> rows of the tables, and back again: nothing is lost on the way but the boxes of what is no evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from pipeline.model import (
    Activity,
    Asking,
    Assignment,
    Cell,
    Citation,
    Copied,
    Deadline,
    Directive,
    Document,
    Extraction,
    Fact,
    Finding,
    FindingItem,
    Link,
    Outline,
    Page,
    Paragraph,
    Part,
    Problem,
    Section,
    Span,
    Table,
)
from pipeline.store.schema import SCALAR_NAMES

Row = tuple[Any, ...]
EVIDENCE = ("page", "start", "end", "rule", "confidence")


@dataclass(frozen=True)
class Detail:
    """A kind of fact that has a table of its own: which of its attributes become which columns."""

    table: str
    kind: type[Fact]
    attributes: dict[str, str]  # column -> attribute
    quoted: bool = True  # whether the table repeats the quotation (not where another column has the words)

    @cached_property
    def values(self) -> Callable[[Fact], Row]:
        """What a fact has for the columns of its kind."""
        return attrgetter(*self.attributes.values())

    @property
    def columns(self) -> tuple[str, ...]:
        return ("fact", "document", *self.attributes, *EVIDENCE, *(("quote",) if self.quoted else ()))

    def row(self, number: int, document: str, fact: Fact) -> Row:
        own = map(_known, self.values(fact))
        return (number, document, *own, *_evidence(fact), fact.rule, fact.confidence, *((fact.quote,) if self.quoted else ()))


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


DETAILS = (
    Detail("citations", Citation, _same("type", "number", "issued_on", "issuer", "relation", "resolved", "tolerance")),
    Detail("deadlines", Deadline, _same("due_on", "due_text", "kind", "reporter", "recipient", "via")),
    Detail("assignments", Assignment, _same("agency", "agency_text", "role", "task"), quoted=False),
    Detail("activities", Activity, {"position": "position", "text": "value"}, quoted=False),
)
_DETAIL_OF = {detail.kind: detail for detail in DETAILS}
COLUMNS = {
    "pages": ("document", "page", "quality", "reason", "start", "end", "width", "height"),
    "parts": ("document", "position", "name", "attached", "start", "end"),
    "sections": (
        *("document", "position", "label", "rank", "kind", "heading", "heading_start", "heading_end"),
        *("start", "end", "parent", "attached"),
    ),
    "paragraphs": ("document", "position", "start", "end", "label", "part", "section", "attached"),
    "tables": ("document", "position", "page", "title", "rows", "columns", "header_rows", "kind"),
    "cells": (
        *(
            "document",
            "table_position",
            "row",
            "column",
            "row_span",
            "column_span",
            "header",
            "role",
            "heading",
            "text",
            "number",
        ),
        *("page", "x0", "y0", "x1", "y1", "start", "end"),
    ),
    "problems": ("document", "source", "stage", "code", "message", "page"),
    "facts": ("id", "document", "field", "value", "quote", "page", "start", "end", "rule", "confidence", "tolerance"),
    "evidence_boxes": ("fact", "document", "position", "page", "x0", "y0", "x1", "y1", "confidence"),
    "findings": (
        *("document", "directive", "requirement", "verdict", "severity", "expected", "source", "found"),
        *("reason_vi", "reason_en", "page", "start", "end", "version", "scope"),
    ),
    "finding_items": (
        *("document", "directive", "requirement", "position", "asked", "kind", "verdict", "score"),
        *("found", "page", "start", "end"),
    ),
    "links": ("document", "position", "relation", "number", "issued_on", "issuer", "year", "superior", "how"),
    "copied": ("document", "superior", "position", "heading", "words", "shared", "share"),
    "directive_items": ("directive", "requirement", "position", "kind", "asked", "condition"),
    **{detail.table: detail.columns for detail in DETAILS},
}


_EMPTY = {"due_text": "", "agency": "", "agency_text": "", "position": 0}  # NULL in the tables, never None in the model


_LENGTHY = (Assignment, Activity)


def _known(value: Any) -> Any:
    return None if value == "" else value


def _evidence(fact: Fact) -> Row:
    """Page, start and end; a fact that rests on no words of the text has none."""
    return (fact.page, fact.start, fact.end) if fact.end > fact.start else (None, None, None)


@dataclass(frozen=True)
class Packed:
    """A document as the tables keep it. Workers send this: rows cost a third of what the nouns they come from cost to send."""

    values: dict[str, Any]  # the row of `documents`, but for the run
    problems: tuple[Problem, ...]
    lines: dict[str, list[Row]]
    facts: dict[str, list[Row]]  # these and their kinds' own tables; numbered from 0

    @property
    def document(self) -> str:
        return str(self.values["document"])

    def numbered(self, first: int) -> dict[str, list[Row]]:
        """The facts with the numbers that they get in the database."""
        return {table: [(first + number, *rest) for number, *rest in lines] for table, lines in self.facts.items()}


def pack(extraction: Extraction, findings: Sequence[Finding]) -> Packed:
    """What is known of a document, and what was found of it by itself."""
    document = extraction.document
    lines = {
        **_document_rows(extraction),
        "findings": finding_rows(document.id, findings, "document"),
        "finding_items": item_rows(document.id, findings),
        "plan_values": [(document.id, *_scalars(extraction))],
    }
    return Packed(_document_values(document), document.problems, lines, _fact_rows(extraction))


def _document_values(document: Document) -> dict[str, Any]:
    return {
        "document": document.id,
        "name": document.name,
        "source": document.source,
        "sha256": document.sha256,
        "kind": document.kind,
        "status": document.status,
        "pages": len(document.pages) or None,
        "ocr": int(document.ocr),
        "text": _known(document.text),
    }


def _document_rows(extraction: Extraction) -> dict[str, list[Row]]:
    """The rows of one document but for its facts: `{"pages": [...], "parts": [...], ...}`."""
    document, key = extraction.document, extraction.document.id
    text = document.text
    return {
        "pages": [(key, p.number, p.quality, _known(p.reason), p.start, p.end, p.width, p.height) for p in document.pages],
        "parts": [(key, i, p.name, p.attached, p.span.start, p.span.end) for i, p in enumerate(extraction.outline.parts)],
        "sections": [
            (
                *(key, i, _known(s.label), s.rank, s.kind, _known(" ".join(text[s.heading.start : s.heading.end].split()))),
                *(s.heading.start, s.heading.end, s.span.start, s.span.end, s.parent, s.attached),
            )
            for i, s in enumerate(extraction.outline.sections)
        ],
        "paragraphs": [
            (key, i, p.span.start, p.span.end, p.label, p.part, p.section, p.attached)
            for i, p in enumerate(extraction.outline.paragraphs)
        ],
        "tables": [
            (key, i, t.page, _known(t.title), len(t.rows), t.columns, t.header_rows, t.kind)
            for i, t in enumerate(extraction.tables, 1)
        ],
        "cells": [cell_row(key, i, cell) for i, table in enumerate(extraction.tables, 1) for row in table.rows for cell in row],
        "problems": [problem_row(key, document.source, problem) for problem in document.problems],
    }


def cell_row(document: str, table: int, cell: Cell) -> Row:
    return (
        *(document, table, cell.row, cell.column, cell.rows, cell.columns, int(cell.header), cell.role, cell.heading),
        *(_known(cell.text), cell.number, cell.page, *(cell.box or (None, None, None, None)), cell.start, cell.end),
    )


def problem_row(document: str | None, source: str, problem: Problem) -> Row:
    return (document, source, problem.stage, problem.code, problem.message, problem.page)


def _fact_rows(extraction: Extraction) -> dict[str, list[Row]]:
    """The rows of its facts and of the kinds that have tables of their own."""
    key = extraction.document.id
    rows: dict[str, list[Row]] = {"facts": [], "evidence_boxes": [], **{detail.table: [] for detail in DETAILS}}
    for number, fact in enumerate(extraction.facts):
        rows["facts"].append(
            (
                *(number, key, fact.field, _known(fact.value), _known(fact.quote)),
                *(*_evidence(fact), fact.rule, fact.confidence, fact.tolerance),
            )
        )
        if fact.end > fact.start and extraction.document.words:
            rows["evidence_boxes"] += [
                (number, key, place, seen.page, *seen.box, seen.confidence)
                for place, seen in enumerate(extraction.document.sightings(fact.start, fact.end))
            ]
        if detail := _DETAIL_OF.get(type(fact)):
            rows[detail.table].append(detail.row(number, key, fact))
    return rows


def finding_rows(document: str, findings: Iterable[Finding], scope: str) -> list[Row]:
    return [
        (
            *(document, f.directive, f.requirement, f.verdict, f.severity),
            *(_known(f.expected), _known(f.source), _known(f.found), f.reason_vi, f.reason_en),
            *(f.page, f.start, f.end, f.version, scope),
        )
        for f in findings
    ]


def item_rows(document: str, findings: Iterable[Finding]) -> list[Row]:
    """What each finding says of the several things asked, one by one."""
    return [
        (
            *(document, f.directive, f.requirement, position, item.asked, item.kind, item.verdict, item.score),
            *(_known(item.found), item.page, item.start, item.end),
        )
        for f in findings
        for position, item in enumerate(f.items, 1)
    ]


def asking_rows(directive: Directive) -> list[Row]:
    """The kinds of body and the activities that a directive names."""
    return [
        (directive.number, requirement, position, asking.kind, asking.words, asking.condition)
        for requirement, askings in (("agencies", directive.addressed), ("activities", directive.activities))
        for position, asking in enumerate(askings, 1)
    ]


def link_rows(document: str, links: Iterable[Link]) -> list[Row]:
    return [(document, n, k.relation, k.number, k.issued_on, k.issuer, k.year, k.superior, k.how) for n, k in enumerate(links, 1)]


def copied_rows(document: str, copied: Iterable[Copied]) -> list[Row]:
    return [
        (document, c.superior, c.position, _known(c.heading), c.words, c.shared, round(c.shared / c.words, 4))
        for c in copied
        if c.words
    ]


def _scalars(extraction: Extraction) -> Row:
    """The values of `plans`, in its order: the first fact of each field name."""
    first: dict[str, str | None] = {}
    for fact in extraction.facts:
        first.setdefault(fact.field, _known(fact.value))
    values = (first.get(name) for name in SCALAR_NAMES)
    return tuple(int(v) if v is not None and n in ("year", "in_scope") else v for n, v in zip(SCALAR_NAMES, values, strict=True))


def select(connection: sqlite3.Connection, table: str, document: str, order: str, wanted: str = "1") -> list[Row]:
    names = ", ".join(f'"{name}"' for name in COLUMNS[table])
    return connection.execute(
        f"select {names} from {table} where document = ? and {wanted} order by {order}", [document]
    ).fetchall()


def read_findings(connection: sqlite3.Connection, document: str) -> list[Finding]:
    """A document's findings, each with its items."""
    items: dict[tuple[str, str], list[FindingItem]] = {}
    for _, directive, requirement, _, asked, kind, verdict, score, *place in select(
        connection, "finding_items", document, "directive, requirement, position"
    ):
        items.setdefault((directive, requirement), []).append(FindingItem(asked, verdict, kind, score, *place))
    names = COLUMNS["findings"][1:-1]
    return [
        Finding(**dict(zip(names, row[1:-1], strict=True)), items=tuple(items.get((row[1], row[2]), ())))
        for row in select(connection, "findings", document, "id")
    ]


def read_askings(connection: sqlite3.Connection) -> dict[tuple[str, str], tuple[Asking, ...]]:
    """Directive and requirement -> what is asked, in order."""
    found: dict[tuple[str, str], list[Asking]] = {}
    query = "select directive, requirement, asked, kind, condition from directive_items order by directive, requirement, position"
    for directive, requirement, *asked in connection.execute(query):
        found.setdefault((directive, requirement), []).append(Asking(*asked))
    return {key: tuple(askings) for key, askings in found.items()}


def read_facts(connection: sqlite3.Connection, document: str, *, brief: bool = False) -> tuple[Fact, ...]:
    """The facts as the dataclasses they were, in their order; `brief` leaves out tasks and activities, which are most of them."""
    own: dict[int, tuple[type[Fact], dict[str, Any]]] = {}
    left_out = _LENGTHY if brief else ()
    for detail in DETAILS:
        if detail.kind in left_out:
            continue
        for row in select(connection, detail.table, document, "fact"):
            values = dict(zip(detail.columns, row, strict=True))
            own[row[0]] = detail.kind, {a: values[c] or _EMPTY.get(a) for c, a in detail.attributes.items()}
    facts: list[Fact] = []
    wanted = "field not in ('assignment', 'activity')" if brief else "1"
    for number, _, field, value, quote, page, start, end, rule, confidence, tolerance in select(
        connection, "facts", document, "id", wanted
    ):
        shared: dict[str, Any] = {
            "field": field,
            "value": value,
            "quote": quote or "",
            "page": page or 1,
            "start": start or 0,
            "end": end or 0,
            "rule": rule,
            "confidence": confidence,
            "tolerance": tolerance,
        }
        kind, values = own.get(number, (Fact, {}))
        facts.append(kind(**shared | values))
    return tuple(facts)


def read_document(connection: sqlite3.Connection, document: str) -> Document | None:
    names = ("document", "name", "source", "sha256", "kind", "text", "status", "ocr")
    row = connection.execute(f"select {', '.join(names)} from documents where document = ?", [document]).fetchone()
    if row is None:
        return None
    key, name, source, sha256, kind, text, status, ocr = row
    return Document(
        id=key,
        name=name,
        source=source,
        sha256=sha256,
        kind=kind,
        text=text or "",
        status=status,
        ocr=bool(ocr),
        pages=tuple(
            Page(number=page, start=start, end=end, quality=quality, reason=reason, width=width, height=height)
            for _, page, quality, reason, start, end, width, height in select(connection, "pages", document, "page")
        ),
        problems=tuple(Problem(*row[2:]) for row in select(connection, "problems", document, "id")),
    )


def read_outline(connection: sqlite3.Connection, document: str, *, brief: bool = False) -> Outline:
    """A document's outline; `brief` leaves out its paragraphs."""
    return Outline(
        parts=tuple(
            Part(name=name, span=Span(start, end), attached=attached)
            for _, _, name, attached, start, end in select(connection, "parts", document, "position")
        ),
        sections=tuple(
            Section(
                label=label or "",
                rank=rank,
                heading=Span(heading_start, heading_end),
                span=Span(start, end),
                kind=kind,
                parent=parent,
                attached=attached,
            )
            for _, _, label, rank, kind, _, heading_start, heading_end, start, end, parent, attached in select(
                connection, "sections", document, "position"
            )
        ),
        paragraphs=()
        if brief
        else tuple(
            Paragraph(span=Span(start, end), label=label, part=part, section=section, attached=attached)
            for _, _, start, end, label, part, section, attached in select(connection, "paragraphs", document, "position")
        ),
    )


def read_tables(connection: sqlite3.Connection, document: str) -> tuple[Table, ...]:
    """The tables as they were understood."""
    cells: dict[int, dict[int, list[Cell]]] = {}
    for (
        *(_, table, row, column, row_span, column_span, header, role, heading, text, number, page, x0, y0, x1, y1, start, end),
    ) in select(connection, "cells", document, '"table_position", "row", "column"'):
        box = None if x0 is None else (x0, y0, x1, y1)
        cell = Cell(start, end, row, column, column_span, bool(header), row_span, text or "", number, role, page, box, heading)
        cells.setdefault(table, {}).setdefault(row, []).append(cell)
    return tuple(
        Table(page, tuple(map(tuple, cells.get(position, {}).values())), (), title, header_rows, kind)
        for _, position, page, title, _, _, header_rows, kind in select(connection, "tables", document, "position")
    )
