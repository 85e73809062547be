"""How a single value looks in a table of the site."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from pipeline.site.marking import CLOSE, OPEN
from pipeline.site.metadata import DATABASE
from pipeline.site.words import VALUES, date_word, value_word

DATES = {
    "issued_on",
    "week_start",
    "week_end",
    "opening_on",
    "due_on",
    "directive_issued_on",
    "report_due_on",
    "asked",
    "valid_from",
    "valid_to",
}


def show_cell(row: Any, value: Any, column: str) -> Any:
    """Markup for a value that reads better than its code, else None: `fail` -> a red `không đạt`."""
    from markupsafe import Markup

    if value is None or value == "":
        return None
    beside = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a sqlite3.Row
    key = beside.get("document")
    key = key["value"] if isinstance(key, dict) else key
    if isinstance(value, dict):  # a foreign key that Datasette has given its label
        return document_link(value["value"], value["label"]) if column == "document" else value["label"]
    if column == "document":
        return document_link(value, f"{value[:8]}…")
    if column == "name" and key:
        return document_link(key, value)
    if column == "page" and key:
        return document_link(key, value, f"#trang-{value}")
    if column == "value" and "field" in beside:
        return show_cell({}, value, beside["field"])
    if column == "snippet":
        return Markup(str(Markup.escape(value)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))
    if column == "severity" and beside.get("verdict", "fail") != "fail":
        return value_word(column, value)
    if column in ("verdict", "severity", "status", "state"):
        return Markup('<span class="chip {}-{}">{}</span>').format(column, value, value_word(column, value))
    if column == "field" or str(value) in VALUES.get(column, {}):
        return value_word(column, value)
    if column in DATES and re.fullmatch(r"\d{4}-\d\d(-\d\d)?", str(value)):
        return Markup('<span class="date">{}</span>').format(date_word(str(value)))
    if column == "directive":
        return Markup('<a href="/{}/plans?directive={}">{}</a>').format(DATABASE, quote(str(value), safe=""), value)
    return None


def document_link(key: Any, label: Any, place: str = "") -> Any:
    from markupsafe import Markup

    return Markup('<a href="/{}/documents/{}{}">{}</a>').format(DATABASE, quote(str(key), safe=""), place, label)
