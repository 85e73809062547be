"""One sheet of the corpus in every kind of file: as offices' templates set it, and in the encodings from before Unicode."""

from __future__ import annotations

import html
import io
import subprocess
import tempfile
import unicodedata
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

from docx import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from corpus.generate.sheet import Sheet, as_text, without_marks, without_stamps

# --- office files


_FORMS = {"doc": "doc:MS Word 97", "odt": "odt", "rtf": "rtf", "docx": "docx:MS Word 2007 XML"}


def through_office(files: Sequence[bytes], before: str, after: str) -> list[bytes]:
    """Files as LibreOffice saves them, in one start: `doc`, `odt`, `rtf` of Word files, or these as Word files again."""
    with tempfile.TemporaryDirectory() as folder:
        put = [Path(folder) / f"{number}.{before}" for number in range(len(files))]
        for path, data in zip(put, files, strict=True):
            path.write_bytes(data)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", _FORMS[after]]
        subprocess.run([*command, "--outdir", f"{folder}/out", *put], check=True, capture_output=True, timeout=300)
        return [(Path(folder) / "out" / f"{path.stem}.{after}").read_bytes() for path in put]


def with_numbering(levels: Sequence[tuple[str, str]], paragraphs: Sequence[tuple[int, str]]) -> bytes:
    """A Word file whose paragraphs have automatic numbers: levels as (form, text), paragraphs as (level, words)."""
    word = WordDocument()
    root = word.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for depth, (form, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for name, value in (("start", "1"), ("numFmt", form), ("lvlText", text)):
            part = OxmlElement(f"w:{name}")
            part.set(qn("w:val"), value)
            level.append(part)
        abstract.append(level)
    root.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), "91")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "90")
    num.append(link)
    root.append(num)
    for depth, words in paragraphs:
        properties = word.add_paragraph(words)._p.get_or_add_pPr()
        numbers = properties._add_numPr()
        numbers._add_ilvl().val = depth
        numbers._add_numId().val = 91
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def docx_of(body: str, **parts: str) -> bytes:
    """A Word file with this XML as its body, and other parts of `word/` by name: `footnotes='<w:footnote ...>'`."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    related = "".join(
        f'<Relationship Id="r{name}" Type="{relations}/{name.rstrip("0123456789")}" Target="{name}.xml"/>' for name in parts
    )
    main = f'<Relationship Id="r1" Type="{relations}/officeDocument" Target="word/document.xml"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{package}">{main}</Relationships>')
        archive.writestr("word/document.xml", f'<w:document {space} xmlns:r="{relations}"><w:body>{body}</w:body></w:document>')
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{package}">{related}</Relationships>')
        for name, content in parts.items():
            root = {"header": "hdr", "footer": "ftr"}.get(name.rstrip("0123456789"), name)
            archive.writestr(f"word/{name}.xml", f"<w:{root} {space}>{content}</w:{root}>")
    return out.getvalue()


def as_page(sheet: Sheet) -> bytes:
    """A web page of an office's site: tables without lines around the body, a menu and a script that are no part of it."""

    def cell(lines: Sequence[str]) -> str:
        return f"<td valign='top'>{'<br>'.join(map(_escaped, lines))}</td>"

    def paragraphs(lines: Sequence[str]) -> str:
        return "".join(f"<p>{_escaped(line)}</p>\n" for line in lines)

    def body(lines: Sequence[str]) -> str:
        out = ""
        for line in lines:
            if not line.startswith("|"):
                out += paragraphs([line])
            elif line.strip("|-: "):
                cells = "".join(f"<td>{_escaped(one.strip())}</td>" for one in line.strip("|").split("|"))
                out += f"<table border='1'><tr>{cells}</tr></table>"
        return out

    signed = [line for block in sheet.signatures for line in (*block[:-1], "", "", block[-1])]
    to = (
        [f"Kính gửi: {sheet.to[0]}"] if len(sheet.to) == 1 else ["Kính gửi:", *(f"- {to}" for to in sheet.to)] if sheet.to else []
    )
    head = f"<table border='0'><tr>{cell(sheet.left)}{cell(sheet.right)}</tr></table>" if sheet.left or sheet.right else ""
    end = (
        f"<table><tr>{cell(('Nơi nhận:', *sheet.recipients))}{cell(signed)}</tr></table>"
        if sheet.recipients
        else paragraphs(signed)
    )
    annexes = "".join(
        f"<div style='page-break-before:always'>{paragraphs(one.title)}{body(one.body)}</div>" for one in sheet.annexes
    )
    menu = "<nav><ul><li>Trang chủ</li><li>Văn bản số 1/KH-UBND</li></ul></nav><script>var number = '9/KH-UBND'</script>"
    words = f"{menu}{head}{paragraphs(sheet.title)}{paragraphs(to)}{body(sheet.body)}{end}{annexes}"
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>Văn bản</title></head><body>{words}</body></html>".encode()


def _escaped(line: str) -> str:
    return html.escape(without_stamps(without_marks(line)))


# --- containers


def as_mail(sheet: Sheet) -> bytes:
    """A mail whose body is the document."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "vanthu@example.vn", "phongkhtc@example.vn", "Gửi kế hoạch"
    mail.set_content(as_text(sheet), cte="base64")
    return bytes(mail)


def as_zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


# --- encodings from before Unicode: written as typists' programs wrote them

_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_TCVN3 = dict(zip(
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    bytes.fromhex(
        "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedfe1e2e3e4e5e6e7e8e9eaebecedee"
        "eff1f2f3f4f5f6f7f8f9fafbfcfdfe"
    ), strict=True,
))  # fmt: skip
_VNI_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_ROOF = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_VNI_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_VNI_I = {"\u0301": "í", "\u0300": "ì", "\u0309": "æ", "\u0303": "ó", "\u0323": "ò"}


def _letters(text: str) -> str:
    """Composed letters; an Eth that was typed for a Đ is none in these encodings."""
    return unicodedata.normalize("NFC", text).replace("\u00d0", "Đ")


def in_tcvn3(text: str) -> bytes:
    """ABC has no capitals with tones: they are typed small and printed large by their font. `Ủy` is typed `Uỷ`."""
    out = bytearray()
    for letter in _letters(text.replace("Ủy", "Uỷ")):
        code = _TCVN3.get(letter, _TCVN3.get(letter.lower()))
        out += bytes((code,)) if code else letter.encode("cp1252")
    return bytes(out)


def in_vni(text: str) -> bytes:
    out = []
    for letter in _letters(text):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in _VNI_TONES), "")
        small, base = letter.islower(), parts[0].lower()
        if base == "đ":
            made = "ñ"
        elif "\u0302" in parts:
            made = base + _VNI_ROOF[tone]
        elif "\u0306" in parts:
            made = base + _VNI_BREVE[tone]
        elif "\u031b" in parts:
            made = {"o": "ô", "u": "ö"}[base] + _VNI_TONES.get(tone, "")
        elif tone and base == "i":
            made = _VNI_I[tone]
        elif tone and base == "y" and tone == "\u0323":
            made = "î"
        elif tone:
            made = base + _VNI_TONES[tone]
        else:
            out.append(letter)
            continue
        out.append(made if small else made.upper())
    return "".join(out).encode("cp1252")


def in_windows_1258(text: str) -> bytes:
    """Letters composed but for their tones, which are codes of their own."""
    out = []
    for letter in _letters(text):
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in parts if mark in _MARKS)
        out.append(unicodedata.normalize("NFC", "".join(c for c in parts if c not in _MARKS)) + tones)
    return "".join(out).encode("cp1258")
