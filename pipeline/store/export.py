"""The tables as CSV files for other tools: UTF-8 with a mark, so that a spreadsheet shows Vietnamese as it is."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.store.connect import connect
from pipeline.store.schema import TABLES

# What a spreadsheet would run as a formula: `=HYPERLINK(...)`, `-2+3`; not the dash of an item, `- Tổ chức ...`.
_FORMULA = re.compile(r"[=+@\t\r]|-\S")


def export_csv(db: Path, out: Path) -> Iterator[tuple[Path, int]]:
    """Writes a file for each table into `out`, which is made if need be; yields each file with its number of rows."""
    connection = connect(db, create=False)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            if not table.hidden:
                path = out / f"{table.name}.csv"
                yield path, _write(connection, table.name, table.names, path)
    finally:
        connection.close()


def _write(connection: sqlite3.Connection, table: str, names: tuple[str, ...], path: Path) -> int:
    columns = ", ".join(f'"{name}"' for name in names)
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for row in connection.execute(f"select {columns} from {table}"):
            writer.writerow(_harmless(value) for value in row)
            count += 1
    return count


def _harmless(value: Any) -> Any:
    """A cell that no spreadsheet runs: a would-be formula gets the apostrophe that marks text."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
