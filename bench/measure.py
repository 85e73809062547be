"""What a command costs: CPU seconds of the process and all its children, and seconds on the clock."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    cpu: float  # user and system, with the children that were waited for
    clock: float
    output: str


class Failed(Exception):
    """A command of the benchmark did not do its work; a figure would mean nothing."""


def measure(command: Sequence[str], done: Sequence[int] = (0,)) -> Cost:
    """Run a command to its end and say what it cost, its start and imports included."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ran = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode not in done:
        raise Failed(f"{' '.join(command)} ended with {ran.returncode}:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock, ran.stdout)
