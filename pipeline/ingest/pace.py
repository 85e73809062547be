"""How much of the machine the reading of one file may use; whoever calls a reader says so."""

from __future__ import annotations

import os
from typing import Protocol


class Pace(Protocol):
    """A file's part of the machine."""

    def cores(self) -> int:
        """How many cores it may use at this moment."""

    def ask(self, seconds: float) -> None:
        """It turns out to take so much longer, e.g. as one more page has to be recognised."""


class _Alone:
    def cores(self) -> int:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    def ask(self, seconds: float) -> None:
        """Nobody waits with a watch."""


ALONE: Pace = _Alone()
