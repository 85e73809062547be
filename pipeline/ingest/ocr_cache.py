"""What was recognised is kept by content, so that new rules, or a copied database, never recognise a page again.

One small compressed file a picture, in the folder that `DOICHIEU_OCR_CACHE` names, else in the user's cache; `off` keeps nothing.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from pathlib import Path

_SWITCH = "DOICHIEU_OCR_CACHE"
_SEAL = b"doichieu-ocr-1\n"


def folder() -> Path | None:
    """Where it is kept; None where it is switched off."""
    said = os.environ.get(_SWITCH, "")
    if said.lower() in ("off", "0", "no"):
        return None
    if said:
        return Path(said)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "doichieu" / "ocr"


def kept(key: str) -> str | None:
    """What was kept under a key; None where nothing was, or where the file is damaged."""
    where = folder()
    if where is None:
        return None
    try:
        data = (where / key[:2] / key).read_bytes()
        if not data.startswith(_SEAL):
            return None
        return zlib.decompress(data[len(_SEAL) :]).decode()  # its checksum tells a torn file
    except (OSError, zlib.error, UnicodeDecodeError):
        return None


def keep(key: str, said: str) -> None:
    """Keep it; where that can't be done (a full disk, a folder without rights) the run goes on without."""
    where = folder()
    if where is None:
        return
    path = where / key[:2] / key
    unfinished = path.with_name(f"{key}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(_SEAL + zlib.compress(said.encode(), 6))
        unfinished.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink()
