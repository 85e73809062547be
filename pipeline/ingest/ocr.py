"""Debian's Tesseract with its Vietnamese data, started for one picture at a time: words with boxes and confidences.

The command line, not the `tesserocr` wheel: that one brings JBIG-KIT with it, which is GPL. A picture goes in through a pipe as
PGM, words come back as TSV; the process dies with ours, and does its work in one thread (several would wait for each other).
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.ingest.children import die_with_parent
from pipeline.ingest.ocr_cache import keep, kept

if TYPE_CHECKING:
    import numpy as np

    Picture = np.ndarray[Any, np.dtype[np.uint8]]  # grey, 0 is black; rows by columns

PACKAGES = "tesseract-ocr, tesseract-ocr-vie"
SECONDS_A_PAGE = 60.0
_LANGUAGE = "vie"
_WHERE = re.compile(r'"([^"]+)"')


class OcrMissing(Exception):
    """Tesseract or its Vietnamese data is not installed; the message says which."""


class OcrFailed(Exception):
    """Tesseract gave up on a picture or took too long; the message says what happened."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The recogniser at hand, e.g. Tesseract 5.3.0; its mark changes when another would read otherwise."""

    program: str
    version: str
    mark: str
    has_orientation: bool


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word as the recogniser read it, in pixels; words of one number stand in one line by its account."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float  # 0 to 100
    line: tuple[int, int, int]


@lru_cache(maxsize=4)
def _engine_at(path: str, prefix: str) -> Engine:
    program = shutil.which("tesseract", path=path)
    if program is None:
        raise OcrMissing("Tesseract is not installed")
    said = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    listed = (said.stdout or said.stderr).splitlines()  # older versions talk to standard error
    languages = {line.strip() for line in listed[1:]}
    if _LANGUAGE not in languages:
        raise OcrMissing("Tesseract's Vietnamese data is not installed")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False)
    name = (version.stdout or version.stderr).split("\n", 1)[0].strip()
    mark = hashlib.sha256(name.encode())
    where = _WHERE.search(listed[0]) if listed else None
    data = Path(where[1]) / f"{_LANGUAGE}.traineddata" if where else None
    if data and data.is_file():
        mark.update(data.read_bytes())
    return Engine(program, name, mark.hexdigest(), "osd" in languages)


def engine() -> Engine:
    """The recogniser on this machine. Raises OcrMissing."""
    return _engine_at(os.environ.get("PATH", os.defpath), os.environ.get("TESSDATA_PREFIX", ""))


def recognise(picture: Picture, *, layout: int = 3, digits: bool = False) -> list[OcrWord]:
    """The words of a picture. `layout` is Tesseract's page segmentation mode: 3 a page, 7 a single line."""
    options = ["-l", _LANGUAGE, "--psm", str(layout), "--dpi", "200"]
    if digits:
        options += ["-c", "tessedit_char_whitelist=0123456789"]
    return _words(_ask(picture, [*options, "tsv"]))


def turned(picture: Picture) -> int:
    """By how many degrees clockwise a picture must be turned to stand upright: 0, 90, 180 or 270."""
    if not engine().has_orientation:
        return 0
    try:
        said = _ask(picture, ["-l", "osd", "--psm", "0", "--dpi", "200"])
    except OcrFailed:  # too few letters to tell
        return 0
    found = re.search(r"Rotate: (\d+)", said)
    sure = re.search(r"Orientation confidence: ([\d.]+)", said)
    return int(found[1]) if found and sure and float(sure[1]) >= 1.0 else 0


def _ask(picture: Picture, options: list[str]) -> str:
    """What Tesseract says of a picture, from what is kept where it was asked before."""
    tool = engine()
    height, width = picture.shape
    pgm = b"P5 %d %d 255\n" % (width, height) + picture.tobytes()
    key = hashlib.sha256(f"{tool.mark} {' '.join(options)}\n".encode() + pgm).hexdigest()
    said = kept(key)
    if said is None:
        said = _run([tool.program, "stdin", "stdout", *options], pgm)
        keep(key, said)
    return said


def _run(command: list[str], pgm: bytes) -> str:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            command,
            input=pgm,
            capture_output=True,
            timeout=SECONDS_A_PAGE,
            env=environment,
            check=False,
            preexec_fn=die_with_parent,
        )
    except subprocess.TimeoutExpired as error:
        raise OcrFailed(f"recognition took longer than {SECONDS_A_PAGE:.0f} seconds") from error
    except OSError as error:
        raise OcrFailed(f"recognition could not be started ({error.strerror})") from error
    if done.returncode != 0:
        raise OcrFailed(f"recognition failed (exit status {done.returncode})")
    return done.stdout.decode("utf-8", "replace")


def _words(tsv: str) -> list[OcrWord]:
    """The rows of level 5, e.g. `5 1 1 1 1 2 198 243 40 29 96.1 GIÁO`."""
    words = []
    for row in csv.reader(tsv.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) != 12 or row[0] != "5" or not row[11].strip():
            continue
        block, paragraph, line, _, x, y, width, height = map(int, row[2:10])
        words.append(OcrWord(row[11].strip(), x, y, x + width, y + height, float(row[10]), (block, paragraph, line)))
    return words
