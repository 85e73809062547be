"""What a run was pointed at: files, folders, and what can't be read, each as one input."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Problem

# What lies beside documents and is none: gold annotations, code, and what hides.
_BESIDE = (".gold.json", ".py", ".pyc")


class NothingToDo(Exception):
    """A path that is not there, or a folder without documents; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file of a run, one document in an archive, or a place that could not be looked into."""

    path: Path
    name: str
    problem: Problem | None = None
    inside: str | None = None  # of an archive's document: `plans/all.zip/a.pdf`, while it lies unpacked at `path`

    @property
    def source(self) -> str:
        return self.inside or legible(str(self.path))


def find_inputs(paths: Iterable[Path]) -> list[Input]:
    """Every file below the paths in a fixed order, each once."""
    found: dict[Path, Input] = {}
    for path in paths:
        if not _known(path.exists, otherwise=True) and not path.is_symlink():
            raise NothingToDo(f"There is no file or folder {path}.")
        inputs = list(_folder(path)) if _known(path.is_dir, otherwise=False) else [_file(path)]
        if not inputs:
            raise NothingToDo(f"The folder {path} holds no documents.")
        for one in inputs:
            found.setdefault(one.path.resolve() if _known(one.path.exists, otherwise=False) else one.path, one)
    return list(found.values())


def _folder(folder: Path) -> Iterator[Input]:
    refused: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "_")) and not _is_code(Path(root, f)))
        for name in sorted(files):
            if not name.startswith((".", "_")) and not name.endswith(_BESIDE) and not name.upper().startswith("README"):
                yield _file(Path(root) / name)
    for error in refused:
        place = Path(error.filename or folder)
        yield Input(
            place, legible(place.name), Problem("ingest", "no-permission", f"The folder cannot be opened: {error.strerror}.")
        )


def _is_code(folder: Path) -> bool:
    return _known((folder / "__init__.py").exists, otherwise=False)


def _known(ask: Callable[[], bool], *, otherwise: bool) -> bool:
    """What the system says of a path; `otherwise` where it lies in a folder without permission."""
    try:
        return ask()
    except PermissionError:
        return otherwise


def legible(name: str) -> str:
    """A name whose bytes are no UTF-8, as an old disk or ZIP leaves them, with these bytes written out: a database holds text.

    >>> legible("k\\udcea hoach.txt")
    'k\\\\xea hoach.txt'
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _file(path: Path) -> Input:
    name = legible(path.name)
    try:
        if path.is_symlink() and not path.exists():
            return Input(path, name, Problem("ingest", "broken-link", "The link points to a file that is not there."))
        if not path.is_file():
            return Input(path, name, Problem("ingest", "not-a-file", "It is neither a file nor a folder."))
        may_be_read = os.access(path, os.R_OK)
    except PermissionError:  # of the folder that it lies in
        may_be_read = False
    if not may_be_read:
        return Input(path, name, Problem("ingest", "no-permission", "The file cannot be opened: no permission to read it."))
    return Input(path, name)
