"""What all commands share: the rules, the database, a document; writing, saying, refusing."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.whole import write_whole

if TYPE_CHECKING:
    from pipeline.extract import Desk
    from pipeline.model import Document
    from pipeline.store import Store

DONE, FELL_SHORT, COULD_NOT = 0, 1, 2


class CannotBeDone(Exception):
    """A sentence for the user; exit status 2."""


def desk_with(rules: Path | None) -> Desk:
    from pipeline import rulebook
    from pipeline.extract import Desk

    try:
        return Desk.of(rulebook.load(rules))
    except rulebook.RuleFaults as error:
        listed = "\n".join(f"  {fault}" for fault in error.found)
        raise CannotBeDone(f"The rules are at fault, so nothing was read:\n{listed}") from error


def open_store(db: Path) -> Store:
    from pipeline.store import Store, StoreError

    try:
        return Store.open(db, create=False)
    except StoreError as error:
        raise CannotBeDone(str(error)) from error


def readable_document(path: Path) -> Document:
    from pipeline.batch.inputs import legible
    from pipeline.ingest import ingest

    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe may never end
            raise CannotBeDone(f"{path} is neither a file nor a folder.")
        data = path.read_bytes()
    except OSError as error:
        raise CannotBeDone(f"{path} cannot be read: {error.strerror}.") from error
    document = ingest(data, legible(path.name), legible(str(path)))
    if document.status == "failed":
        raise CannotBeDone(f"{path}: " + " ".join(problem.message for problem in document.problems))
    return document


def write(data: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_whole(out, data)
    except OSError as error:
        raise CannotBeDone(f"{out} cannot be written: {error.strerror}.") from error
    say(f"{out} written")


def open_streams() -> None:
    """Data leaves as UTF-8 whatever the terminal speaks, a file's name as the bytes it came in; a closed stream is no fault."""
    nowhere = Path(os.devnull)
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")


def in_colour(wish: str) -> bool:
    return wish == "always" or (wish == "auto" and sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def terminal_width() -> int:
    import shutil

    return shutil.get_terminal_size((100, 40)).columns


def say(text: str) -> None:
    print(text, file=sys.stderr)


def show_progress(done: int, total: int) -> None:
    filled = 30 * done // max(1, total)
    print(f"\r[{'█' * filled}{'░' * (30 - filled)}] {done}/{total}", end="", file=sys.stderr, flush=True)
