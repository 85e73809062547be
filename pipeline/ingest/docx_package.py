"""The parts of a DOCX file by what they are for, each unpacked only within limits."""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml.etree import _Element

from pipeline.ingest.docx_xml import BrokenXml, parse
from pipeline.ingest.sniff import UNZIPPING

MOST_BYTES = 64 * 1024 * 1024  # of one part; the longest plan seen has half a megabyte
MOST_RATIO = 300  # of unpacked to packed; Word's own XML comes to 30
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
REFERENCE = "{" + _RELATIONS + "}id"


class BrokenPackage(Exception):
    """What makes a file unreadable: a code of a problem, and words for the user."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class Package:
    """An open DOCX file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except UNZIPPING as error:
            raise BrokenPackage("damaged", "The Word file is damaged and cannot be opened.") from error
        self._names = {name.lstrip("/").lower(): name for name in self._zip.namelist()}
        self.main = self._related("", "officeDocument") or "word/document.xml"

    def part(self, name: str) -> _Element | None:
        """A part's XML; None where the file has no such part."""
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        info = self._zip.getinfo(stored)
        if info.flag_bits & 1:
            raise BrokenPackage("encrypted", "The Word file is locked with a password; ask for a copy without one.")
        if info.file_size > MOST_BYTES or info.file_size > MOST_RATIO * max(info.compress_size, 4096):
            raise BrokenPackage("too-large", f"The Word file unpacks to {info.file_size:,} bytes; it is made to harm.")
        try:
            return parse(self._zip.read(info))
        except UNZIPPING as error:
            raise BrokenPackage("damaged", "The Word file is damaged: a part of it cannot be unpacked.") from error
        except BrokenXml as error:
            raise BrokenPackage("damaged", f"The Word file is damaged: {error}.") from error

    def body(self) -> _Element:
        """The main part."""
        found = self.part(self.main)
        if found is None:
            raise BrokenPackage("damaged", "The Word file has no text part; its end may be missing.")
        return found

    def beside(self, kind: str) -> _Element | None:
        """The part that the main part needs for something: `numbering`, `styles`, `footnotes`."""
        name = self._related(self.main, kind)
        return self.part(name) if name else None

    def by_reference(self, reference: str) -> _Element | None:
        """The part behind a reference of the main part: a header's `rId7`."""
        for relation in self._relations(self.main):
            if relation.get("Id") == reference and relation.get("TargetMode") != "External":
                return self.part(self._target(self.main, relation))
        return None

    def _related(self, source: str, kind: str) -> str | None:
        for relation in self._relations(source):
            if (relation.get("Type") or "").rpartition("/")[2] == kind and relation.get("TargetMode") != "External":
                return self._target(source, relation)
        return None

    def _relations(self, source: str) -> list[_Element]:
        folder, name = posixpath.split(source)
        part = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        return [] if part is None else list(part.iter(_PACKAGE))

    @staticmethod
    def _target(source: str, relation: _Element) -> str:
        target = relation.get("Target") or ""
        return (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        )
