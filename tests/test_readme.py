"""What the READMEs print works: commands parse, queries run, linked files are there."""

from __future__ import annotations

import re
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.cli import build_parser
from pipeline.store import Store

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.vi.md"]
COMMANDS = re.compile(r"`(doichieu [^`]+)`|^(?:\.venv/bin/)?(doichieu [^\n#]+)", re.MULTILINE)
COMMAND_PARTS = (
    "rules check",
    "rules test",
    "rules draft",
    "rules infer",
    "run",
    "serve",
    "report",
    "explain",
    "diff",
    "missing",
    "evaluate",
    "export",
)


def commands(readme: Path) -> list[str]:
    return [(a or b).strip() for a, b in COMMANDS.findall(readme.read_text("utf-8"))]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_commands_are_as_the_program_has_them(readme: Path) -> None:
    shown = [command for command in commands(readme) if len(command.split()) > 2]
    for part in COMMAND_PARTS:
        assert any(command.startswith(f"doichieu {part}") for command in shown), f"no example of {part}"
    for command in shown:
        arguments = build_parser().parse_args(shlex.split(command)[1:])
        for given in vars(arguments).values():
            for path in given if isinstance(given, list) else [given]:
                if isinstance(path, Path) and path.parts[0] == "corpus":
                    assert (ROOT / path).exists(), f"{path} is not there: {command}"


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_queries_run(readme: Path, tmp_path: Path) -> None:
    Store.open(tmp_path / "empty.db", create=True).close()
    queries = [
        query for block in re.findall(r"```sql\n(.*?)```", readme.read_text("utf-8"), re.DOTALL) for query in block.split(";\n")
    ]
    queries = [query for query in queries if query.strip()]
    assert len(queries) == 3
    with closing(sqlite3.connect(tmp_path / "empty.db")) as db:
        for query in queries:
            db.execute(query).fetchall()


@pytest.mark.parametrize("page", [*READMES, *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"
