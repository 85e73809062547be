"""A path -> a connection to a database that is ours and of this program's schema, or a sentence that says why not."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.store.migrations import MIGRATIONS
from pipeline.store.schema import BY_NAME, TABLES, Table
from pipeline.store.search import SEARCH_SQL

APPLICATION_ID = int.from_bytes(b"DoiC")
MAGIC = b"SQLite format 3\0"
PATIENCE = 60.0  # seconds to wait for another run's transaction


class StoreError(Exception):
    """What is wrong with a database, in one sentence for the one who named it."""


def version() -> int:
    return 1 + len(MIGRATIONS)


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Opens for writing where `create` is given, else for reading only; every refusal is a StoreError."""
    fresh = _look(path, create)
    connection: sqlite3.Connection | None = None
    try:
        # A reader, too, opens `rw`: only so can SQLite roll back what a killed run left; `query_only` keeps it a reader.
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}", uri=True, timeout=PATIENCE, isolation_level=None
        )
        if not fresh:
            fresh = _recognise(connection, path, create)
        connection.execute("pragma foreign_keys = on")
        if fresh:
            _build(connection)
        elif _number(connection, "user_version") < version():
            _migrate(connection)
        # A reader is kept out only while a batch is committed, not from its first full cache on.
        connection.execute("pragma cache_spill = off" if create else "pragma query_only = on")
    except sqlite3.Error as error:
        if connection:
            connection.close()
        raise StoreError(f"{path} cannot be used as a database: {error}.") from error
    except StoreError:
        if connection:
            connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; inside another transaction it is a part of that one."""
    if connection.in_transaction:
        yield
        return
    try:
        connection.execute("begin immediate")
        yield
        connection.execute("commit")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("rollback")
        if isinstance(error, sqlite3.OperationalError):
            raise StoreError(f"The database could not be written: {error}.") from error
        raise


def _look(path: Path, create: bool) -> bool:
    """Judges the path before SQLite touches it; true where there is nothing yet."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a database file.")
    if not path.exists():
        if not create:
            raise StoreError(f"There is no database {path}; `doichieu run` makes one.")
        if not path.absolute().parent.is_dir():
            raise StoreError(f"The folder {path.absolute().parent} for the database does not exist.")
        if not os.access(path.absolute().parent, os.W_OK):
            raise StoreError(f"The folder {path.absolute().parent} does not let us write the database.")
        return True
    if not path.is_file():
        raise StoreError(f"{path} is not a regular file.")
    if not os.access(path, os.R_OK):
        raise StoreError(f"{path} does not let us read it.")
    if create and not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
        raise StoreError(f"{path} does not let us write it.")
    with path.open("rb") as file:
        magic = file.read(len(MAGIC))
    if magic and magic != MAGIC:
        raise StoreError(f"{path} is not a SQLite database.")
    if not magic and not create:
        raise StoreError(f"{path} is an empty file.")
    return not magic


def _recognise(connection: sqlite3.Connection, path: Path, create: bool) -> bool:
    """Whose database is it, and how old? True where it is nobody's yet."""
    empty = connection.execute("select count(*) from sqlite_master").fetchone()[0] == 0
    owner = _number(connection, "application_id")
    if empty and create and owner in (0, APPLICATION_ID):
        return True
    if owner != APPLICATION_ID:
        raise StoreError(f"{path} is a database of another program; it is left as it is.")
    found = _number(connection, "user_version")
    if found > version():
        raise StoreError(f"{path} was made by a newer doichieu (schema {found}, this one knows {version()}).")
    if found < version() and not create:
        raise StoreError(f"{path} was made by an older doichieu (schema {found}); `doichieu run` brings it up to date.")
    return False


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"pragma {pragma}").fetchone()[0])


def _sqlite_utils() -> Any:
    """The library without pandas and numpy, which it loads where it finds them: a third of a second that serves nobody here."""
    absent = [name for name in ("pandas", "numpy") if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        import sqlite_utils
    finally:
        for name in absent:
            del sys.modules[name]
    return sqlite_utils


def _build(connection: sqlite3.Connection) -> None:
    db = _sqlite_utils().Database(connection)
    with transaction(connection):
        made: set[str] = set()
        for table in TABLES:
            if table.sql is None:
                _create(db, table, made)
        for view in TABLES:
            if view.sql is not None:
                connection.execute(f"create view {view.name} as {view.sql}")
        for statement in SEARCH_SQL:
            connection.execute(statement)
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(f"pragma user_version = {version()}")


def _create(db: Any, table: Table, made: set[str]) -> None:
    """Creates the tables that this one refers to first, then it."""
    if table.name in made:
        return
    made.add(table.name)
    from sqlite_utils.db import ForeignKey

    links = []
    for column in table.columns:
        if column.references:
            other, key = column.references.split(".")
            _create(db, BY_NAME[other], made)
            links.append(ForeignKey(table.name, column.name, other, key, on_delete="NO ACTION" if column.keep else "CASCADE"))
    db[table.name].create(
        {column.name: column.type for column in table.columns},
        pk=table.key if len(table.key) > 1 else table.key[0],
        not_null={column.name for column in table.columns if column.required or column.name in table.key},
        foreign_keys=links,
    )
    for columns in table.indexes:
        db[table.name].create_index(columns)
    for columns in table.unique:
        db[table.name].create_index(columns, unique=True)


def _migrate(connection: sqlite3.Connection) -> None:
    db = _sqlite_utils().Database(connection)
    connection.execute("pragma foreign_keys = off")  # a transformed table is dropped and renamed
    with transaction(connection):
        for number in range(_number(connection, "user_version"), version()):
            MIGRATIONS[number - 1](db)
        connection.execute(f"pragma user_version = {version()}")
    connection.execute("pragma foreign_keys = on")
