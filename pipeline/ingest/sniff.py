"""What a file is, told by its bytes: many a `.doc` is RTF, HTML or DOCX."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of file by its short name, and what to call it where it is not read: `an Excel workbook`."""

    name: str  # pdf, docx, doc, odt, rtf, html, mail, zip, image, text; unknown for what no reader takes
    seems: str = ""


_MAGIC = (
    (b"{\\rtf", Kind("rtf")),
    (b"\x89PNG\r\n\x1a\n", Kind("image", "a PNG image")),
    (b"\xff\xd8\xff", Kind("image", "a JPEG image")),
    (b"II*\x00", Kind("image", "a TIFF image")),
    (b"MM\x00*", Kind("image", "a TIFF image")),
    (b"II+\x00", Kind("image", "a TIFF image")),
    (b"GIF8", Kind("unknown", "a GIF image")),
    (b"BM", Kind("unknown", "a bitmap image")),
    (b"SQLite format 3\x00", Kind("unknown", "an SQLite database")),
    (b"\x7fELF", Kind("unknown", "a program")),
    (b"MZ", Kind("unknown", "a Windows program")),
    (b"\x1f\x8b", Kind("unknown", "a gzip archive")),
    (b"Rar!", Kind("unknown", "a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", Kind("unknown", "a 7-Zip archive")),
    (b"ID3", Kind("unknown", "a sound recording")),
    (b"\x78\x9f\x3e\x22", Kind("unknown", "an Outlook attachment (winmail.dat)")),
)
# What Python's zipfile raises over broken archives, beside its own.
UNZIPPING = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_SHORT_MAGIC = (b"BM", b"MZ", b"ID3")  # a text may begin so, binary data has zero bytes
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", Kind("locked", "an Office file locked with a password")),
    ("WordDocument", Kind("doc")),
    ("Workbook", Kind("unknown", "an Excel workbook")),
    ("Book", Kind("unknown", "an Excel workbook")),
    ("PowerPoint Document", Kind("unknown", "a PowerPoint presentation")),
    ("__properties_version1.0", Kind("unknown", "an Outlook message; save it as .eml")),
)
_PACKAGES = (
    ("word/", Kind("docx")),
    ("xl/", Kind("unknown", "an Excel workbook")),
    ("ppt/", Kind("unknown", "a PowerPoint presentation")),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|p|meta|title|center|font)\b",
    re.I | re.S,
)
_WORD_XML = re.compile(
    r"\s*<\?xml[^>]*>\s*(?:<\?mso-application[^>]*Word[^>]*\?>|<(?:w:wordDocument|pkg:package|office:document)\b)", re.I
)
_HEADER = re.compile(r"(?:From )?[A-Za-z][A-Za-z0-9-]*:[ \t]|From \S+@")
_MAIL_FIELDS = re.compile(r"(?im)^(from|to|subject|date|mime-version|received|message-id|return-path|content-type|delivered-to):")
_LOCKED_DOC = 0x0100  # of the flags in the first block of a Word 97 file


def sniff(data: bytes) -> Kind:
    """The kind of some bytes that are not empty."""
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    start = data.lstrip(b"\0 \t\r\n\f\xef\xbb\xbf")
    if b"%PDF-" in data[:1024]:
        return Kind("pdf")
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (magic not in _SHORT_MAGIC or b"\0" in data[:512]):
            return kind
    if start.startswith(b"{\\rtf"):
        return Kind("rtf")
    if data[4:8] == b"ftyp":
        return Kind("unknown", "a video or a photograph of a telephone (HEIC)")
    head = _readable(data[:8192])
    if _WORD_XML.match(head):
        return Kind("word-xml")
    if _HTML.match(head):
        return Kind("html")
    if _is_mail(head):
        return Kind("mail")
    return Kind("text")


def _readable(head: bytes) -> str:
    """The beginning of a file as letters, for what is told by tags: UTF-16, else a letter a byte."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _is_mail(head: str) -> bool:
    """Whether it begins as a mail does: fields, two of them known, before the first empty line."""
    fields = re.split(r"\r?\n\r?\n", head.lstrip("\r\n"), maxsplit=1)[0]
    if not _HEADER.match(fields):
        return False
    known = {name.lower() for name in _MAIL_FIELDS.findall(fields)}
    return len(known) >= 2 and bool(known & {"from", "mime-version", "received", "message-id", "return-path", "content-type"})


def _ole(data: bytes) -> Kind:
    """An old Office file by the streams that its directory names."""
    kind = next((kind for name, kind in _OLE_STREAMS if name.encode("utf-16-le") + b"\0\0" in data), None)
    if kind is None:
        return Kind("unknown", "an old Office file without a text")
    if kind.name == "doc" and data[512:514] == b"\xec\xa5" and int.from_bytes(data[522:524], "little") & _LOCKED_DOC:
        return Kind("locked", "a Word file locked with a password")
    return kind


def _package(data: bytes) -> Kind:
    """A ZIP container by what lies in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names[:5] and archive.getinfo("mimetype").file_size < 200:
                mime = archive.read("mimetype").decode("latin-1").strip()
                if mime.startswith(_OPEN_DOCUMENT):
                    return (
                        Kind("odt")
                        if mime.startswith(_OPEN_DOCUMENT + "text")
                        else Kind("unknown", "an OpenDocument file without a text")
                    )
                if mime == "application/epub+zip":
                    return Kind("unknown", "an EPUB book")
    except UNZIPPING:
        cut = b"word/" in data[:4096] or b"word/document.xml" in data  # its table of contents is lost
        return Kind("docx") if cut else Kind("zip")
    if "[Content_Types].xml" in names or "_rels/.rels" in names:
        return next((kind for folder, kind in _PACKAGES if any(name.startswith(folder) for name in names)), Kind("zip"))
    return Kind("zip")
