"""What lies in containers: the entries of a ZIP and a mail's attachments, nested, within limits that are never silent."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pipeline.ingest.legacy import vietnamese_share
from pipeline.ingest.sniff import UNZIPPING, sniff
from pipeline.model import Problem
from pipeline.text import canonical

MOST_DEEP = 4  # containers inside of containers
MOST_ENTRIES = 10_000
MOST_BYTES = 256 * 1024 * 1024  # of one entry
MOST_IN_ALL = 2 * 1024 * 1024 * 1024
MOST_RATIO = 200  # of unpacked to packed, for an entry of some size; text comes to 10, a bitmap of a blank page to 100
_SOME_SIZE = 4 * 1024 * 1024
_MOST_DIRECTORY = 32 * 1024 * 1024  # of a ZIP's table of contents

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_UNICODE_PATH = 0x7075
_BESIDE = ("thumbs.db", "desktop.ini", ".ds_store")


@dataclass(frozen=True)
class Leaf:
    """One document of a container, `outer.zip/inner.pdf`, or why it could not be taken out."""

    name: str
    data: bytes = b""
    problem: Problem | None = None


@dataclass
class _Allowance:
    """What may still be taken out of one outermost file."""

    entries: int = MOST_ENTRIES
    bytes: int = MOST_IN_ALL
    names: dict[str, int] = field(default_factory=dict)

    def own_name(self, name: str) -> str:
        """A name that no other entry has: the second `a.pdf` is `a (2).pdf`."""
        count = self.names[name] = self.names.get(name, 0) + 1
        if count == 1:
            return name
        path = PurePosixPath(name)
        return self.own_name(str(path.with_name(f"{path.stem} ({count}){path.suffix}")))


def is_container(data: bytes) -> bool:
    """Whether a file holds others: an archive, or a mail."""
    return sniff(data).name in ("zip", "mail")


def leaves(data: bytes, name: str) -> Iterator[Leaf]:
    """The documents in some bytes; those that are no container are their own and only one."""
    yield from _open(data, name, 0, _Allowance())


def _open(data: bytes, name: str, depth: int, allowance: _Allowance) -> Iterator[Leaf]:
    kind = sniff(data).name if data else "unknown"
    if kind not in ("zip", "mail"):
        yield Leaf(name, data)
    elif depth >= MOST_DEEP:
        yield _refused(name, "too-deep", f"Archives are nested more than {MOST_DEEP} deep; this one was not opened.", data)
    elif kind == "zip":
        yield from _open_zip(data, name, depth, allowance)
    else:
        from pipeline.ingest.mail import attachments, has_words

        attached = list(attachments(data))
        if has_words(data) or not attached:
            yield Leaf(name, data)
        for inner, content in attached:
            if refusal := _over(name, len(content), allowance):
                yield refusal
                return
            yield from _open(content, allowance.own_name(f"{name}/{_clean(inner)}"), depth + 1, allowance)


def _over(name: str, size: int, allowance: _Allowance) -> Leaf | None:
    """Why nothing more may be taken out of a container; None while something may."""
    allowance.entries -= 1
    allowance.bytes -= size
    if allowance.entries < 0:
        return _refused(name, "too-many-files", f"It holds more than {MOST_ENTRIES:,} files; the rest was not read.")
    if allowance.bytes < 0:
        return _refused(name, "too-large", f"It unpacks to more than {MOST_IN_ALL // 2**20:,} MB; the rest was not read.")
    return None


def _open_zip(data: bytes, name: str, depth: int, allowance: _Allowance) -> Iterator[Leaf]:
    if _directory_size(data) > _MOST_DIRECTORY:
        yield _refused(name, "too-many-files", "Its table of contents is too large to be honest; it was not opened.", data)
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except UNZIPPING:
        yield _refused(name, "damaged", "The archive is damaged and cannot be opened; its end may be missing.", data)
        return
    found = False
    with archive:
        for info in archive.infolist():
            path = _clean(_name(info))
            if info.is_dir() or _lies_beside(path):
                continue
            found = True
            inner = allowance.own_name(f"{name}/{path}")
            if refusal := _over(name, info.file_size if _sane(info) else 0, allowance):
                yield refusal
                return
            yield from _entry(archive, info, inner, depth, allowance)
    if not found:
        yield _refused(name, "empty", "The archive holds no files.", data)


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, depth: int, allowance: _Allowance) -> Iterator[Leaf]:
    if info.flag_bits & _ENCRYPTED:
        yield _refused(name, "encrypted", "The entry is locked with a password; ask for an archive without one.")
        return
    if not _sane(info):
        message = f"The entry would unpack from {info.compress_size:,} to {info.file_size:,} bytes; it was not opened."
        yield _refused(name, "too-large", message)
        return
    try:
        content = archive.read(info)
    except UNZIPPING as error:
        yield _refused(name, "damaged", f"The entry is damaged or packed in a way that is not known ({error}).")
        return
    yield from _open(content, name, depth + 1, allowance)


def _sane(info: zipfile.ZipInfo) -> bool:
    """Whether an entry may be unpacked; Python never unpacks more than the size that an entry claims."""
    small = info.file_size <= _SOME_SIZE or info.file_size <= MOST_RATIO * max(1, info.compress_size)
    return small and info.file_size <= MOST_BYTES


def _directory_size(data: bytes) -> int:
    """How long a ZIP's table of contents says it is."""
    end = data.rfind(b"PK\x05\x06")
    return int.from_bytes(data[end + 12 : end + 16], "little") if 0 <= end <= len(data) - 22 else 0


def _name(info: zipfile.ZipInfo) -> str:
    """An entry's name in its own letters: old programs on Windows wrote them in the code page of the machine.

    `K╞░ hoß║ích.pdf` is UTF-8 that was never said to be; `K’ ho₫ch` may be windows-1258.
    """
    if unicode := _unicode_path(info.extra):
        return unicode
    if info.flag_bits & _UTF8_NAME or info.orig_filename.isascii():
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    guess = canonical(raw.decode("cp1258", "replace"))
    share, words = vietnamese_share(guess)
    return guess if words and share >= 0.5 else info.filename


def _unicode_path(extra: bytes) -> str | None:
    """The name that Info-ZIP adds for those who can't read the first one."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and 5 < size <= len(extra) - 4:
            try:
                return extra[9 : 4 + size].decode("utf-8")
            except UnicodeDecodeError:
                return None
        extra = extra[4 + size :]
    return None


def _clean(path: str) -> str:
    """A path without what leads out of its container: `..\\..\\a.pdf` is `a.pdf`."""
    parts = [part.strip() for part in canonical(path).replace("\\", "/").split("/")]
    shown = ["".join(c for c in part if c.isprintable()) for part in parts if part not in ("", ".", "..")]
    return "/".join(part for part in shown if part)[-400:] or "unnamed"


def _lies_beside(path: str) -> bool:
    """What systems put beside the files that people packed."""
    parts = path.lower().split("/")
    return parts[0] == "__macosx" or parts[-1] in _BESIDE or parts[-1].startswith("._")


def _refused(name: str, code: str, message: str, data: bytes = b"") -> Leaf:
    return Leaf(name, data, Problem("ingest", code, message))
