"""Writing a file so that it holds all of it or is as it was: a disk may be full, a run may be ended in the middle."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Writes beside the file and then puts it in its place; a device or a pipe is simply written to."""
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    place = path.resolve()  # a link stays one
    unfinished = place.with_name(f".doichieu-{os.getpid()}")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise
