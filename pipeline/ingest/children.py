"""What we start is never left behind: the kernel ends a program with its worker, and a worker with its run (Linux only)."""

from __future__ import annotations

import ctypes
import signal

_PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)  # looked up here: a child between fork and exec must load nothing


def die_with_parent() -> None:
    """Called in the child: of a program between fork and exec, of a worker as it begins."""
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
