"""Worker processes that may be killed: one hostile or endless file costs that file, never the run.

The standard ProcessPoolExecutor breaks on one crash; here each worker has a pipe of its own, a time limit for each task
and a limit of memory, and one that dies is replaced.
"""

from __future__ import annotations

import mmap
import multiprocessing
import os
import resource
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, Literal, TypeVar

from pipeline.ingest.children import die_with_parent

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Task, Result]):
    """How a task ended: with a result, killed at its time limit, crashed, out of memory, or by a fault of ours."""

    task: Task
    result: Result | None
    ended: Literal["done", "timeout", "crash", "memory", "fault"]
    detail: str = ""


class Share:
    """A worker's part of the machine: cores that no other worker needs are its own, and a long task may ask for time."""

    def __init__(self, pipe: Connection, cores: mmap.mmap) -> None:
        self._pipe, self._cores = pipe, cores

    def cores(self) -> int:
        """How many cores its task may use at this moment."""
        return self._cores[0]

    def ask(self, seconds: float) -> None:
        """Puts off the time limit of its task."""
        self._pipe.send(("longer", seconds, ""))


_share: Share | None = None  # in a worker: its own


def share() -> Share | None:
    """What the worker that calls this may use; none where it is called outside of a worker."""
    return _share


@dataclass
class _Worker(Generic[Task]):
    process: BaseProcess
    pipe: Connection
    task: Task | None = None
    until: float = 0.0
    limit: float = 0.0


def run_all(
    work: Callable[[Task], Result], tasks: Iterable[Task], *, jobs: int, seconds: float, megabytes: int
) -> Iterator[Outcome[Task, Result]]:
    """The outcome of every task, in the order in which they end. `work` is inherited by fork, loaded rules and all."""
    waiting = deque(tasks)
    context = multiprocessing.get_context("fork")
    cores = mmap.mmap(-1, 1)  # written here, read by the workers
    workers: list[_Worker[Task]] = [_start(context, work, megabytes, cores) for _ in range(max(1, min(jobs, len(waiting))))]
    try:
        while waiting or any(w.task is not None for w in workers):
            for worker in workers:
                if worker.task is None and waiting:
                    worker.task, worker.limit = waiting.popleft(), seconds
                    worker.until = time.monotonic() + seconds
                    worker.pipe.send(worker.task)
            busy = [w for w in workers if w.task is not None]
            cores[0] = max(1, min(255, jobs // len(busy)))
            left = min(w.until for w in busy) - time.monotonic()
            ready = wait([w.pipe for w in busy], timeout=max(0.0, left))
            for i, worker in enumerate(workers):
                if worker.task is None:
                    continue
                if worker.pipe in ready:
                    outcome: Outcome[Task, Result] | None = _receive(worker)
                elif time.monotonic() >= worker.until:
                    outcome = Outcome(worker.task, None, "timeout", f"{worker.limit:.0f} seconds")
                else:
                    continue
                if outcome is None:
                    continue
                worker.task = None
                if outcome.ended in ("crash", "timeout"):
                    _kill(worker)
                    workers[i] = _start(context, work, megabytes, cores)
                yield outcome
    finally:
        for worker in workers:
            _kill(worker)


def _receive(worker: _Worker[Task]) -> Outcome[Task, Result] | None:
    """How a worker's task ended; None where it only asked for more time."""
    assert worker.task is not None
    try:
        ended, result, detail = worker.pipe.recv()
    except (EOFError, ConnectionError):
        worker.process.join(1)
        return Outcome(worker.task, None, "crash", f"exit code {worker.process.exitcode}")
    if ended == "longer":
        worker.until, worker.limit = worker.until + result, worker.limit + result
        return None
    return Outcome(worker.task, result, ended, detail)


def _start(
    context: multiprocessing.context.ForkContext, work: Callable[[Task], Result], megabytes: int, cores: mmap.mmap
) -> _Worker[Task]:
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work, megabytes, cores, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _kill(worker: _Worker[Task]) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _serve(pipe: Connection, work: Callable[[Task], Result], megabytes: int, cores: mmap.mmap, run: int) -> None:
    global _share
    _end_with(run)
    _share = Share(pipe, cores)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limit = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    while True:
        try:
            task = pipe.recv()
        except (EOFError, ConnectionError):
            return
        try:
            pipe.send(("done", work(task), ""))
        except MemoryError:
            pipe.send(("memory", None, ""))
        except Exception:
            pipe.send(("fault", None, traceback.format_exc()))


def _end_with(run: int) -> None:
    """Has the kernel kill this worker when its run is killed: nobody would be left to end it, or to end its task in time."""
    die_with_parent()
    if os.getppid() != run:  # it was killed before that
        os._exit(1)
