"""What the program is: its version and its code, so that a change of either reads the documents anew and says why."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from pipeline import __version__

# Where a change can change what is read or judged; a new report or page is no reason to read anything again.
_JUDGING = ("", "ingest", "extract", "check", "batch")
_BESIDE = ("evaluate.py", "examples.py", "explain.py", "gold.py", "labels.py")


@lru_cache(maxsize=1)
def program_fingerprint() -> str:
    """`0.1.0+3f2a9c1d`."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for room in _JUDGING:
        for path in sorted((root / room).glob("*.py")):
            if path.name not in _BESIDE:
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:8]}"
