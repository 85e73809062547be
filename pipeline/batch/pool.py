"""Worker processes that may be killed: one hostile or endless file costs that file, never the run.

The standard ProcessPoolExecutor breaks on one crash; here each worker has a pipe of its own, a time limit for each task
and a limit of memory, and one that dies is replaced.
"""

from __future__ import annotations

import multiprocessing
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

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Task, Result]):
    """How a task ended: with a result, killed at its time limit, crashed, out of memory, or by a fault of ours."""

    task: Task
    result: Result | None
    ended: Literal["done", "timeout", "crash", "memory", "fault"]
    detail: str = ""


@dataclass
class _Worker(Generic[Task]):
    process: BaseProcess
    pipe: Connection
    task: Task | None = None
    since: float = 0.0


def run_all(
    work: Callable[[Task], Result], tasks: Iterable[Task], *, jobs: int, seconds: float, megabytes: int
) -> Iterator[Outcome[Task, Result]]:
    """The outcome of every task, in the order in which they end. `work` is inherited by fork, loaded rules and all."""
    waiting = deque(tasks)
    context = multiprocessing.get_context("fork")
    workers: list[_Worker[Task]] = [_start(context, work, megabytes) for _ in range(max(1, min(jobs, len(waiting))))]
    try:
        while waiting or any(w.task is not None for w in workers):
            for worker in workers:
                if worker.task is None and waiting:
                    worker.task, worker.since = waiting.popleft(), time.monotonic()
                    worker.pipe.send(worker.task)
            busy = [w for w in workers if w.task is not None]
            left = min(w.since + seconds for w in busy) - time.monotonic()
            ready = wait([w.pipe for w in busy], timeout=max(0.0, left))
            for i, worker in enumerate(workers):
                if worker.task is None:
                    continue
                if worker.pipe in ready:
                    outcome: Outcome[Task, Result] = _receive(worker)
                elif time.monotonic() - worker.since >= seconds:
                    outcome = Outcome(worker.task, None, "timeout")
                else:
                    continue
                worker.task = None
                if outcome.ended in ("crash", "timeout"):
                    _kill(worker)
                    workers[i] = _start(context, work, megabytes)
                yield outcome
    finally:
        for worker in workers:
            _kill(worker)


def _receive(worker: _Worker[Task]) -> Outcome[Task, Result]:
    assert worker.task is not None
    try:
        ended, result, detail = worker.pipe.recv()
    except (EOFError, ConnectionError):
        worker.process.join(1)
        return Outcome(worker.task, None, "crash", f"exit code {worker.process.exitcode}")
    return Outcome(worker.task, result, ended, detail)


def _start(context: multiprocessing.context.ForkContext, work: Callable[[Task], Result], megabytes: int) -> _Worker[Task]:
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work, megabytes), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _kill(worker: _Worker[Task]) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _serve(pipe: Connection, work: Callable[[Task], Result], megabytes: int) -> None:
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
