"""What a run is pointed at becomes inputs: each file once, nothing that is none, and nothing left out in silence."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch.inputs import Input, NothingToDo, find_inputs


def make(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return root


def names(inputs: list[Input]) -> list[str]:
    return [one.name for one in inputs]


def test_files_of_all_depths_come_in_one_fixed_order(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a.pdf", "d/2.txt", "d/1.txt", "c/deep/er/x.md")
    found = find_inputs([tmp_path])
    assert [one.path.relative_to(tmp_path).as_posix() for one in found] == [
        "a.pdf", "b.txt", "c/deep/er/x.md", "d/1.txt", "d/2.txt",
    ]  # fmt: skip
    assert all(one.problem is None and one.source == str(one.path) for one in found)


def test_what_lies_beside_documents_is_left_out(tmp_path: Path) -> None:
    beside = (
        "a.gold.json", "README.md", "readme.txt", ".hidden.pdf", "_draft.txt", "make.py", ".git/config", "__pycache__/make.pyc",
        "_old/a.txt",
    )  # fmt: skip
    make(tmp_path, "a.txt", "a.json", "gold.json.pdf", *beside)
    assert names(find_inputs([tmp_path])) == ["a.json", "a.txt", "gold.json.pdf"]


def test_a_folder_of_code_is_no_folder_of_documents(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "generate/__init__.py", "generate/bank.yml", "generate/sources/one.yml")
    assert names(find_inputs([tmp_path])) == ["a.txt"]


def test_a_file_named_outright_is_taken_whatever_its_name(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.txt", "README.md")
    assert names(find_inputs([tmp_path / ".hidden.txt", tmp_path / "README.md"])) == [".hidden.txt", "README.md"]


def test_a_file_reached_twice_is_one_input(tmp_path: Path) -> None:
    make(tmp_path, "d/a.txt", "d/b.txt")
    (tmp_path / "d" / "z.txt").symlink_to(tmp_path / "d" / "a.txt")
    (tmp_path / "again").symlink_to(tmp_path / "d")
    paths = [tmp_path / "d", tmp_path / "d" / "b.txt", tmp_path / "d" / ".." / "d" / "a.txt", tmp_path / "again"]
    assert names(find_inputs(paths)) == ["a.txt", "b.txt"]


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "d/b.txt")
    (tmp_path / "d" / "up").symlink_to(tmp_path)
    assert names(find_inputs([tmp_path])) == ["a.txt", "b.txt"]


@pytest.mark.parametrize("outright", [True, False])
def test_a_broken_link_is_an_input_with_a_problem(tmp_path: Path, outright: bool) -> None:
    link = tmp_path / "plan.pdf"
    link.symlink_to(tmp_path / "gone.pdf")
    (found,) = find_inputs([link if outright else tmp_path])
    assert found.problem and (found.problem.stage, found.problem.code) == ("ingest", "broken-link")
    assert found.name == "plan.pdf"


def test_what_is_neither_file_nor_folder_is_an_input_with_a_problem(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (found,) = find_inputs([tmp_path])
    assert found.problem and found.problem.code == "not-a-file"


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    with pytest.raises(NothingToDo, match=r"^There is no file or folder .*nowhere\.$"):
        find_inputs([tmp_path / "a.txt", tmp_path / "nowhere"])


@pytest.mark.parametrize("content", [(), ("x.gold.json", "make.py", ".git/HEAD", "README.md")])
def test_a_folder_without_documents_is_told(tmp_path: Path, content: tuple[str, ...]) -> None:
    make(tmp_path, *content)
    with pytest.raises(NothingToDo, match=r"^The folder .* holds no documents\.$"):
        find_inputs([tmp_path])


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that cannot be opened, also where the tests run as one to whom nothing is closed."""
    folder = make(tmp_path, "a.txt", "closed/b.txt") / "closed"
    scandir: Callable[[str], Iterator[os.DirEntry[str]]] = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    return folder


def test_a_folder_without_permission_is_an_input_with_a_problem(tmp_path: Path, closed: Path) -> None:
    found = {one.name: one for one in find_inputs([tmp_path])}
    assert set(found) == {"a.txt", "closed"}
    problem = found["closed"].problem
    assert problem and (problem.code, problem.message) == ("no-permission", "The folder cannot be opened: Permission denied.")


def test_a_folder_without_permission_named_outright_is_no_empty_folder(closed: Path) -> None:
    (found,) = find_inputs([closed])
    assert found.problem and found.problem.code == "no-permission"


def test_a_file_without_permission_is_an_input_with_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.txt", "b.txt")
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "b.txt")
    open_, closed = find_inputs([tmp_path])
    assert open_.problem is None
    assert closed.problem and closed.problem.code == "no-permission" and closed.problem.message.endswith("permission to read it.")


def test_a_name_that_is_no_utf_8_is_an_input_with_its_bytes_written_out(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"Th\xe1ng 9")
    folder.mkdir()
    (folder / os.fsdecode(b"k\xea ho\xa1ch.txt")).write_text("x")
    (found,) = find_inputs([tmp_path])
    assert (found.name, found.source) == ("k\\xea ho\\xa1ch.txt", f"{tmp_path}/Th\\xe1ng 9/k\\xea ho\\xa1ch.txt")
    assert found.problem is None and found.path.read_text() == "x"


def test_a_folder_without_permission_is_one_failed_input_and_its_neighbours_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "open/a.txt", "shut/b.txt")
    forbid(monkeypatch, tmp_path / "shut")
    found = {one.name: one.problem.message if one.problem else None for one in find_inputs([tmp_path])}
    assert found == {"a.txt": None, "shut": "The folder cannot be opened: Permission denied."}


def test_a_file_in_a_folder_without_permission_is_a_failed_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "shut/b.txt")
    forbid(monkeypatch, tmp_path / "shut")
    (found,) = find_inputs([tmp_path / "shut" / "b.txt"])
    assert found.problem is not None
    assert found.problem.message == "The file cannot be opened: no permission to read it."


def forbid(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As if the folder were another user's, also for root, who may look into everything."""
    stat, scandir = os.stat, os.scandir

    def refuse(path: object, inside: bool = True) -> None:
        if folder in Path(str(path)).parents or (folder == Path(str(path)) and not inside):
            raise PermissionError(13, "Permission denied", str(path))

    def guarded_stat(path: Any, **options: Any) -> os.stat_result:
        refuse(path)
        return stat(path, **options)

    def guarded_scandir(path: Any) -> Any:
        refuse(path, inside=False)
        return scandir(path)

    monkeypatch.setattr(os, "stat", guarded_stat)
    monkeypatch.setattr(os, "lstat", lambda path, **options: guarded_stat(path, **options, follow_symlinks=False))
    monkeypatch.setattr(os, "scandir", guarded_scandir)
