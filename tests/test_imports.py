"""Imports point one way, heavy libraries have one importer each, and the command line loads none of them to begin with."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"

# From the bottom up: a room may import what stands below it, and nothing beside or above it.
LAYERS: tuple[frozenset[str], ...] = tuple(
    frozenset(rooms.split())
    for rooms in (
        "model yamlfile fingerprint labels whole",
        "text",
        "numbers lines tables compare segment agencies policies letters gold",
        "rulebook",
        "places dates bodies",
        "outline mend",
        "extract",
        "check",
        "evaluate report examples explain drafting",
    )
)
# Beside the layers: the ends of the way through, and the two who join them.
ASIDE = {
    "ingest": {"model", "text"},
    "store": {"model"},
    "site": {"store", "report", "labels", "text"},
    "batch": {"ingest", "extract", "check", "store", "fingerprint", "model", "rulebook"},
    "cli": {room for layer in LAYERS for room in layer} | {"ingest", "store", "site", "batch"},
}
NARROWER = {"model": set(), "yamlfile": set(), "check": {"extract"}}  # check reads facts, and never the rules that found them
EXCEPT = {"examples": {"ingest"}}  # makes documents of the texts in the rules
STAGES = {"ingest", "extract", "check"}
JOINERS = {"cli", "batch"}

# Libraries that take long to load, and the one room, or module of a room, that may import each.
HEAVY = {
    "pypdfium2": "pipeline.ingest.pdf",
    "pdfplumber": "pipeline.ingest.pdf",
    "underthesea": "pipeline.segment",
    "spacy": "pipeline.",
    "dateparser": "pipeline.dates",
    "sqlite_utils": "pipeline.store.",
    "datasette": "pipeline.site",
    "uvicorn": "pipeline.site",
    "jinja2": "pipeline.report.",
    "docx": "pipeline.report.",
    "xlsxwriter": "pipeline.report.",
    "yaml": "pipeline.yamlfile",
}


class Import(NamedTuple):
    """`from pipeline.text import fold` in `pipeline.dates`, line 12."""

    importer: str
    imported: str
    line: int

    @property
    def room(self) -> str:
        return room_of(self.importer)

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def room_of(module: str) -> str:
    """`pipeline.store.rows` stands in the room `store`; the package itself, with its version, in none."""
    return module.split(".")[1] if "." in module else ""


def imports_of(source: str, importer: str) -> Iterator[Import]:
    """Every import of a module, also those inside functions; `from pipeline import text` imports `pipeline.text`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(importer, alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{importer}:{node.lineno}: imports are written in full here"
            if node.module == "pipeline":
                names = [
                    alias.name
                    for alias in node.names
                    if (PACKAGE / alias.name).is_dir() or (PACKAGE / f"{alias.name}.py").exists()
                ]
                yield from (Import(importer, f"pipeline.{name}", node.lineno) for name in names)
            else:
                yield Import(importer, node.module or "", node.lineno)


def modules() -> dict[str, str]:
    """The source of every module: `pipeline.extract` is its `__init__`."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text("utf-8")
    return found


def all_imports() -> list[Import]:
    return [one for name, source in modules().items() for one in imports_of(source, name)]


def ours() -> list[Import]:
    """Imports from one room of ours to another."""
    return [one for one in all_imports() if one.imported.startswith("pipeline.") and room_of(one.imported) != one.room]


def allowed(room: str) -> set[str]:
    """The rooms that a room may import."""
    if room in ASIDE:
        return ASIDE[room]
    height = next(n for n, layer in enumerate(LAYERS) if room in layer)
    below: set[str] = set().union(*LAYERS[:height])
    return (below | EXCEPT.get(room, set())) - NARROWER.get(room, set())


def test_the_walk_sees_every_kind_of_import() -> None:
    source = """
from __future__ import annotations
import json, pipeline.store.rows
from pipeline import __version__, text
if TYPE_CHECKING:
    from pipeline.model import Fact
def late():
    from spacy.tokens import Doc
    import dateparser as reader
"""
    found = {one.imported for one in imports_of(source, "pipeline.dates")}
    assert found == {
        "__future__", "json", "pipeline.store.rows", "pipeline.text", "pipeline.model", "spacy.tokens", "dateparser"
    }  # fmt: skip


def test_the_walk_refuses_relative_imports() -> None:
    with pytest.raises(AssertionError, match="written in full"):
        list(imports_of("from .model import Fact", "pipeline.dates"))


def test_every_room_has_its_place() -> None:
    rooms = {room_of(name) for name in modules()} - {""}
    placed = set(ASIDE).union(*LAYERS)
    assert rooms <= placed, f"say where these stand in LAYERS or ASIDE: {', '.join(sorted(rooms - placed))}"


def test_imports_point_one_way() -> None:
    wrong = [str(one) for one in ours() if room_of(one.imported) not in allowed(one.room)]
    assert not wrong, "\n".join(wrong)


def test_only_cli_and_batch_see_both_a_stage_and_the_store() -> None:
    seen: dict[str, set[str]] = {}
    for one in ours():
        seen.setdefault(one.room, set()).add(room_of(one.imported))
    both = {room for room, rooms in seen.items() if "store" in rooms and rooms & STAGES}
    assert both <= JOINERS


def test_nothing_imports_the_command_line() -> None:
    assert not [str(one) for one in ours() if room_of(one.imported) == "cli"]


@pytest.mark.parametrize("library", HEAVY)
def test_a_heavy_library_has_one_importer(library: str) -> None:
    importers = [one for one in all_imports() if one.imported.split(".")[0] == library]
    elsewhere = [str(one) for one in importers if not one.importer.startswith(HEAVY[library])]
    assert not elsewhere, "\n".join(elsewhere)
    assert len({one.room for one in importers}) <= 1, "\n".join(map(str, importers))


def test_only_the_command_line_prints_or_exits() -> None:
    found = []
    for name, source in modules().items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "exit", "quit", "sys.exit", "sys.stdout.write"):
                found.append(f"{name}:{node.lineno} calls {ast.unparse(node.func)}")
    assert found, "the walk finds the calls of the command line itself"
    assert not [call for call in found if room_of(call.partition(":")[0]) != "cli"]


def loaded_by(*names: str) -> set[str]:
    """The heavy libraries that a fresh interpreter has loaded after importing these."""
    code = f"import {', '.join(names)}; import sys; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    return set(done.stdout.split()) & (set(HEAVY) | {"rapidfuzz", "pandas", "numpy"})


def test_the_command_line_loads_no_heavy_library() -> None:
    assert loaded_by("pipeline.cli") == set()


def test_the_stages_load_heavy_libraries_only_when_a_document_is_read() -> None:
    stages = ("pipeline.ingest", "pipeline.extract", "pipeline.check", "pipeline.store", "pipeline.report", "pipeline.site")
    assert loaded_by(*stages) <= {"yaml", "rapidfuzz"}
