"""A file that is written holds all of it, or is as it was before."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from pipeline.whole import write_whole


def test_a_write_that_fails_in_the_middle_leaves_the_file_as_it_was_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    (tmp_path / "old.html").write_bytes(b"old")
    monkeypatch.setattr(Path, "write_bytes", half)
    for name in ("old.html", "new.html"):
        with pytest.raises(OSError, match="No space left"):
            write_whole(tmp_path / name, b"report")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"old.html": b"old"}


def test_a_link_stays_a_link_and_its_file_is_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("file")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "file").read_bytes() == b"new"


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_whole(tmp_path / "pipe", b"report")
    reader.join(10)
    assert got == [b"report"] and (tmp_path / "pipe").is_fifo()
