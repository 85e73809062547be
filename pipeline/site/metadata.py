"""What Datasette is told of the database: titles, descriptions, facets, order, columns to show, canned queries."""

from __future__ import annotations

from typing import Any

from pipeline.site.queries import QUERIES
from pipeline.store.schema import TABLES

DATABASE = "doichieu"  # the name in addresses, whatever the file is called
TITLE = "Đối chiếu kế hoạch của địa phương với văn bản chỉ đạo của Bộ"
DESCRIPTION = (
    "Kế hoạch và công văn của các tỉnh, các xã, đối chiếu từng điểm với văn bản chỉ đạo của Bộ, kèm câu trích của cả hai bên. "
    "Plans and letters of Vietnam's provinces and communes, held against the ministry's directive, with the words on both sides."
)
FACETS = {
    "plans": ["province", "year", "level", "status", "in_scope", "directive"],
    "findings": ["requirement", "verdict", "severity"],
    "deadlines": ["kind"],
    "assignments": ["role", "agency"],
    "citations": ["relation", "resolved"],
    "facts": ["field"],
    "problems": ["stage", "code"],
    "documents": ["status", "kind"],
    "pages": ["quality"],
    "inputs": ["run", "state"],
    "tables": ["kind"],
    "report_rows": ["kind", "activity", "unit", "blank"],
    "changes": ["run", "field", "cause"],
}
ORDER = {
    "plans": {"sort_desc": "fails"},
    "deadlines": {"sort": "due_on"},
    "directives": {"sort_desc": "year"},
    "runs": {"sort_desc": "run"},
    "inputs": {"sort_desc": "id"},
    "changes": {"sort_desc": "id"},
    "provinces": {"sort": "name"},
    "facts": {"sort": "id"},
}
# The columns that a list shows until all are asked for; a table that is not here shows all.
SHOWN = {
    "plans": [
        *("name", "province", "commune", "year", "fails", "unknowns", "number", "issued_on", "theme"),
        *("issuer", "directive", "status"),
    ],
    "findings": ["document", "requirement", "verdict", "severity", "expected", "found", "reason_vi", "page"],
    "deadlines": ["document", "due_on", "due_text", "kind", "reporter", "recipient", "via", "page"],
    "assignments": ["document", "agency", "agency_text", "role", "task", "page"],
    "activities": ["document", "position", "text", "page"],
    "citations": ["document", "type", "number", "issued_on", "issuer", "relation", "resolved", "tolerance", "page"],
    "facts": ["document", "field", "value", "quote", "page", "rule", "confidence", "tolerance"],
    "evidence_boxes": ["document", "fact", "page", "x0", "y0", "x1", "y1", "confidence"],
    "report_rows": ["document", "page", "ordinal", "activity", "unit", "heading", "value", "blank", "kind"],
    "tables": ["document", "position", "page", "title", "rows", "columns", "kind"],
    "cells": ["document", "table_position", "row", "column", "heading", "text", "page"],
    "documents": ["document", "name", "source", "kind", "status", "pages", "ocr"],
    "problems": ["document", "stage", "code", "message", "page", "source"],
    "inputs": ["run", "source", "name", "state", "message", "document"],
    "changes": ["run", "document", "field", "old", "new", "cause"],
    "provinces": ["name", "kind", "valid_from", "valid_to", "successor"],
}
LABELS = {"documents": "name", "requirements": "title_vi", "runs": "started"}
SEARCHED = ("plans", "documents")


def site_metadata() -> dict[str, Any]:
    """Everything, in the shape of Datasette's metadata."""
    tables: dict[str, Any] = {}
    for table in TABLES:
        own: dict[str, Any] = {
            "title": table.title_vi,
            "description": table.vi,
            "description_en": table.en,
            "columns": {column.name: f"{column.vi} {column.en}" for column in table.columns},
            "facets": FACETS.get(table.name, []),
            "shown": SHOWN.get(table.name, []),
            **ORDER.get(table.name, {}),
        }
        if table.hidden:
            own["hidden"] = True
        if table.name in LABELS:
            own["label_column"] = LABELS[table.name]
        if table.name in SEARCHED:
            own |= {"fts_table": "search", "fts_pk": "serial"}
        tables[table.name] = own
    tables |= {name: {"hidden": True} for name in ("search", "search_content")}
    queries = {
        query.name: {
            "title": query.title,
            "description": query.description,
            "group": query.group,
            "sql": query.sql.strip(),
            "hide_sql": True,
        }
        for query in QUERIES
    }
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "databases": {DATABASE: {"title": "Toàn bộ dữ liệu", "tables": tables, "queries": queries}},
    }
