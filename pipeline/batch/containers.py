"""Archives and mails among the inputs, taken apart before anything is read: each document in them is an input of its own.

That happens in the workers, under the same limits as reading: a bomb ends its worker and not the run. What they take out lies
in a folder of the run's own until its end, so that each document is then read, timed and stored by itself: one that breaks
its reader takes none of its neighbours with it, and a second run reads only those that changed.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline.batch.inputs import Input
from pipeline.batch.pool import Outcome, run_all
from pipeline.ingest.archive import leaves
from pipeline.ingest.sniff import sniff
from pipeline.model import Problem

_HEAD = 8192

Unpacking = Outcome[Input, list[Input]]


@contextmanager
def unpacked(
    inputs: Sequence[Input], jobs: int, seconds: float, megabytes: int, trouble: Callable[[Unpacking], Problem]
) -> Iterator[list[Input]]:
    """The inputs with what lies in containers in their places, in order; `trouble` words how a container ended badly."""
    with tempfile.TemporaryDirectory(prefix="doichieu-run-") as folder, _scratch(folder):
        inside: dict[str, list[Input]] = {}
        packed = [one for one in inputs if one.problem is None and _may_hold_others(one.path)]
        if packed:
            work = partial(take_apart, folder=Path(folder))
            for outcome in run_all(work, packed, jobs=jobs, seconds=seconds, megabytes=megabytes):
                failed = [replace(outcome.task, problem=trouble(outcome))] if outcome.result is None else []
                inside[outcome.task.source] = outcome.result or failed
        yield [part for one in inputs for part in inside.get(one.source, [one])]


@contextmanager
def _scratch(folder: str) -> Iterator[None]:
    """Workers inherit the run's folder for what they write: one that is killed at its limit leaves nothing behind."""
    before, tempfile.tempdir = tempfile.tempdir, folder
    try:
        yield
    finally:
        tempfile.tempdir = before


def take_apart(one: Input, folder: Path) -> list[Input]:
    """The documents in a file, written into a folder; a file that holds no others is its own and only one."""
    data = one.path.read_bytes()
    mark = hashlib.sha256(one.source.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    found = []
    for number, leaf in enumerate(leaves(data, one.name)):
        if leaf.name == one.name:  # no container, a mail's own words, or what is wrong with all of it
            found.append(replace(one, problem=leaf.problem))
            continue
        path = folder / f"{mark}-{number}"
        path.write_bytes(leaf.data)
        found.append(Input(path, leaf.name, leaf.problem, one.source + leaf.name.removeprefix(one.name)))
    return found


def _may_hold_others(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False  # reading it says why
    return head.startswith(b"PK") or sniff(head).name == "mail"
