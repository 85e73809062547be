"""Full-text search in which `dak lak`, `Dak Lắk` and `Đắk Lắk` find the same documents.

SQLite's tokenizer drops the marks of letters, but `đ` is a letter of its own to it: so each text is indexed as it stands and,
beside it, with đ as d. The index reads both from a view and keeps no copy of its own.
"""

from __future__ import annotations

import sqlite3

_COLUMNS = ("name", "number", "issuer", "subject", "theme", "text", "folded")
_WORDS = "d.name || ' ' || ifnull(v.issuer, '') || ' ' || ifnull(v.subject, '') || ' ' || ifnull(d.text, '')"
_FOLDED = f"replace(replace(replace(replace({_WORDS}, 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D')"

SEARCH_SQL = (
    f"""create view search_content as
select d.serial, d.name, v.number, v.issuer, v.subject, v.theme, d.text, {_FOLDED} as folded
from documents d left join plan_values v on v.document = d.document""",
    f"""create virtual table search using fts5(
    {", ".join(_COLUMNS)}, content='search_content', content_rowid='serial', tokenize="unicode61 remove_diacritics 2")""",
    # Whole batches are sorted in memory before they are written; the default is made for phones.
    f"insert into search (search, rank) values ('hashsize', {16 * 1024 * 1024})",
    # A word in the title or the theme says more than one in the body.
    "insert into search (search, rank) values ('rank', 'bm25(4, 8, 4, 6, 6, 1, 0.5)')",
)


def add(connection: sqlite3.Connection, serial: int) -> None:
    """Indexes a document that has just been written."""
    names = ", ".join(_COLUMNS)
    connection.execute(
        f"insert into search (rowid, {names}) select serial, {names} from search_content where serial = ?", [serial]
    )


def remove(connection: sqlite3.Connection, serial: int) -> None:
    """Takes a document out of the index, while what was indexed still stands in the tables."""
    names = ", ".join(_COLUMNS)
    connection.execute(
        f"insert into search (search, rowid, {names}) select 'delete', serial, {names} from search_content where serial = ?",
        [serial],
    )
