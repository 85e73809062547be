"""Programs that we start are never left behind: the kernel ends them with the worker that started them (Linux only)."""

from __future__ import annotations

import ctypes
import signal

_PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)  # looked up here: a child between fork and exec must load nothing


def die_with_parent() -> None:
    """Called in the child, between fork and exec."""
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
