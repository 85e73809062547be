"""The descriptions of tables and columns, as the page that `docs/tables.md` shows."""

from __future__ import annotations

from pipeline.store.schema import TABLES, Table


def render_tables() -> str:
    """Markdown, a section a table: `## documents`, its two sentences, a row a column."""
    return "\n\n".join(_section(table) for table in TABLES)


def _section(table: Table) -> str:
    kind = "view" if table.sql else "table"
    lines = [f"## {table.name}", "", f"{table.title_vi} ({kind}). {table.en} *{table.vi}*", ""]
    if table.key:
        lines += [f"Key: {', '.join(f'`{name}`' for name in table.key)}.", ""]
    lines += ["| column | type | what it holds | tiếng Việt |", "|---|---|---|---|"]
    for column in table.columns:
        link = f" Refers to `{column.references}`." if column.references and not table.sql else ""
        lines.append(f"| `{column.name}` | {column.type} | {column.en}{link} | {column.vi} |")
    return "\n".join(lines)
