"""Workers may be lost, the run never: every task comes back with one outcome, and nothing is left running."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.batch.pool import Outcome, run_all, share


def outcomes(
    work: Callable[[int], object], tasks: Iterable[int], *, jobs: int = 2, seconds: float = 20, megabytes: int = 2048
) -> dict[int, Outcome[int, object]]:
    """Every outcome by its task, each task once; no worker is left when the last has come."""
    found = list(run_all(work, tasks, jobs=jobs, seconds=seconds, megabytes=megabytes))
    assert len({outcome.task for outcome in found}) == len(found)
    assert multiprocessing.active_children() == []
    return {outcome.task: outcome for outcome in found}


def test_more_tasks_than_workers_all_come_back() -> None:
    found = outcomes(lambda n: n * n, range(200), jobs=3)
    assert {task: outcome.result for task, outcome in found.items()} == {n: n * n for n in range(200)}
    assert {outcome.ended for outcome in found.values()} == {"done"}


def test_more_workers_than_tasks_start_no_more_than_are_needed() -> None:
    found = outcomes(lambda n: os.getpid(), range(2), jobs=16)
    assert len({outcome.result for outcome in found.values()} - {os.getpid()}) <= 2


def test_no_tasks_give_no_outcomes() -> None:
    assert outcomes(lambda n: n, []) == {}


def test_work_is_done_in_several_other_processes() -> None:
    def pid_after_a_moment(n: int) -> int:
        time.sleep(0.2)
        return os.getpid()

    pids = {outcome.result for outcome in outcomes(pid_after_a_moment, range(4), jobs=4).values()}
    assert len(pids) == 4 and os.getpid() not in pids


def test_a_worker_that_dies_costs_its_task_only() -> None:
    def work(n: int) -> int:
        if n % 5 == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    found = outcomes(work, range(20))
    assert Counter(outcome.ended for outcome in found.values()) == {"done": 16, "crash": 4}
    crashed = [outcome for outcome in found.values() if outcome.ended == "crash"]
    assert {outcome.task for outcome in crashed} == {2, 7, 12, 17}
    assert {(outcome.result, outcome.detail) for outcome in crashed} == {(None, f"exit code -{signal.SIGKILL.value}")}


def test_every_worker_may_die() -> None:
    found = outcomes(lambda n: os._exit(3), range(5))
    assert {(outcome.ended, outcome.detail) for outcome in found.values()} == {("crash", "exit code 3")}


def test_an_endless_task_is_ended_at_its_limit_while_others_go_on() -> None:
    def work(n: int) -> int:
        while n == 1:
            pass
        return n

    started = time.monotonic()
    found = outcomes(work, range(8), seconds=0.5)
    assert 0.5 <= time.monotonic() - started < 5
    assert found[1].ended == "timeout" and found[1].result is None
    assert all(found[n].ended == "done" for n in range(8) if n != 1)


def test_a_task_that_asks_for_time_gets_as_much_as_it_asks_for() -> None:
    def work(n: int) -> int:
        if (mine := share()) and n == 1:
            mine.ask(20)
        time.sleep(1.5)
        return n

    found = outcomes(work, range(2), seconds=0.5)
    assert (found[1].ended, found[1].result) == ("done", 1)
    assert found[0].ended == "timeout"


def test_the_message_of_a_timeout_counts_the_time_that_was_asked_for() -> None:
    def work(n: int) -> None:
        mine = share()
        assert mine is not None
        mine.ask(0.7)
        time.sleep(60)

    assert outcomes(work, [1], seconds=0.3)[1].detail == "1 seconds"


def test_cores_that_no_other_task_needs_go_to_those_that_run() -> None:
    def work(n: int) -> set[int]:
        mine, seen, until = share(), set(), time.monotonic() + (0.3 if n else 1.5)
        assert mine is not None
        while time.monotonic() < until:
            seen.add(mine.cores())
            time.sleep(0.01)
        return seen

    found = outcomes(work, range(2), jobs=4)
    assert 2 in found[0].result and 4 in found[0].result and 4 not in found[1].result  # type: ignore[operator]
    assert outcomes(work, [1], jobs=3)[1].result == {3}
    assert outcomes(work, range(1, 5), jobs=1)[4].result == {1}


def test_outside_of_a_worker_there_is_no_share() -> None:
    assert share() is None


def test_a_task_that_ignores_signals_is_ended_all_the_same() -> None:
    def work(n: int) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(60)

    assert outcomes(work, [1], seconds=0.2)[1].ended == "timeout"


def test_the_time_limit_counts_from_the_start_of_each_task() -> None:
    def work(n: int) -> int:
        time.sleep(0.2)
        return n

    assert {outcome.ended for outcome in outcomes(work, range(5), jobs=1, seconds=0.8).values()} == {"done"}


def test_a_task_that_eats_memory_is_ended_and_its_worker_lives_on() -> None:
    def work(n: int) -> int:
        if n == 1:
            return len(bytearray(4096 * 1024 * 1024))
        return os.getpid()

    found = outcomes(work, range(4), jobs=1)
    assert found[1].ended == "memory" and found[1].result is None
    assert len({found[n].result for n in (0, 2, 3)}) == 1


def test_a_fault_of_ours_comes_back_with_its_traceback() -> None:
    def work(n: int) -> int:
        if n == 1:
            raise KeyError("no such field")
        return n

    found = outcomes(work, range(3), jobs=1)
    assert found[1].ended == "fault" and "KeyError: 'no such field'" in found[1].detail and "in work" in found[1].detail
    assert [found[n].result for n in (0, 2)] == [0, 2]


def test_a_result_that_cannot_be_sent_is_a_fault_of_that_task() -> None:
    found = outcomes(lambda n: (lambda: n) if n == 1 else n, range(3), jobs=1)
    assert found[1].ended == "fault" and found[1].detail
    assert [found[n].result for n in (0, 2)] == [0, 2]


def test_a_large_result_comes_whole() -> None:
    found = outcomes(lambda n: "đ" * 3_000_000, range(3))
    assert {len(str(outcome.result)) for outcome in found.values()} == {3_000_000}


def test_leaving_in_the_middle_leaves_no_workers() -> None:
    running = run_all(lambda n: time.sleep(0 if n == 0 else 60), range(6), jobs=2, seconds=90, megabytes=1024)
    assert next(running).task == 0
    assert multiprocessing.active_children()
    running.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_an_interrupt_of_the_keyboard_reaches_the_run_not_the_workers() -> None:
    def work(n: int) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return "went on"

    assert outcomes(work, [1])[1].result == "went on"


def test_workers_of_a_run_that_was_killed_end_with_it(tmp_path: Path) -> None:
    def work(n: int) -> None:
        (tmp_path / f"{n}").write_text(str(os.getpid()))
        time.sleep(60)

    run = os.fork()
    if run == 0:
        outcomes(work, range(2))
        os._exit(0)
    pids = [tmp_path / "0", tmp_path / "1"]
    assert soon(lambda: all(path.exists() and path.read_text() for path in pids))
    os.kill(run, signal.SIGKILL)
    os.waitpid(run, 0)
    assert soon(lambda: not any(lives(int(path.read_text())) for path in pids))


def soon(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return true()


def lives(pid: int) -> bool:
    """Whether a process runs: one that has ended, and that nobody has asked about yet, does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
