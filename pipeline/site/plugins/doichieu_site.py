"""The Datasette plugin: only wiring; what it does is in `pipeline.site`."""

# mypy: disable-error-code="untyped-decorator"
from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl

from pipeline.site import cells, headers, marking, pages, queries, words
from pipeline.site.metadata import DATABASE

LENGTH = 5_000_000  # no value of a query is longer: Datasette's time limit does not stop one long function call


@hookimpl
def asgi_wrapper() -> Callable[[headers.App], headers.App]:
    return headers.with_headers


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LENGTH)
    conn.create_function("trich_doan", 2, marking.snippet, deterministic=True)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.globals |= {"column_word": words.column_word, "value_word": words.value_word, "parameters": words.PARAMETERS}
    env.globals |= {"lookups": words.LOOKUPS, "show_cell": cells.show_cell, "home": f"/{DATABASE}"}
    env.filters |= {"number": words.number_word, "date": words.date_word}


@hookimpl
def render_cell(row: Any, value: Any, column: str, database: str) -> Any:
    return cells.show_cell(row, value, column) if database == DATABASE else None


@hookimpl
def extra_template_vars(table: str | None, view_name: str, request: Any, datasette: Any) -> Callable[[], Any]:
    async def more() -> dict[str, Any]:
        if view_name == "index":
            return {"landing": await pages.landing(datasette, request.args.get("nam"))}
        if view_name == "database":
            return {"datasette_tables": datasette.metadata("tables", database=DATABASE) or {}}
        if view_name == "row" and table == "documents":
            return {"reading": await pages.reading(datasette, request.url_vars["pks"])}
        if view_name in ("table", "query"):  # Datasette serves a canned query as either
            asked = next((query for query in queries.QUERIES if query.name == request.url_vars.get("table")), None)
            if asked:
                return {"choices": await pages.choices(datasette, re.findall(r":([a-z_]+)", asked.sql)), "question": asked}
        return {}

    return more
