"""DOC, ODT, RTF through LibreOffice: a process of its own, limited in time, with a profile that is thrown away."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from pipeline.ingest.children import die_with_parent
from pipeline.ingest.docx import ingest_docx
from pipeline.ingest.intake import Intake, refused

SECONDS = 60.0  # 2 to 4 for an honest file
_ENDINGS = {"doc": "doc", "odt": "odt", "rtf": "rtf", "word-xml": "xml"}
_RESTART = 81  # LibreOffice made its profile and asks to be started again

# No macros, nothing fetched from elsewhere.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def ingest_office(data: bytes, kind: str) -> Intake:
    """Read a file of an older or another word processor, e.g. a draft of 2003, by way of DOCX."""
    program = _program()
    if program is None:
        return refused(
            kind, "office-not-installed",
            "This kind of file is read through LibreOffice, which is not installed: apt-get install libreoffice-writer.",
        )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="doichieu-office-") as folder:
        try:
            docx = _convert(program, Path(folder), data, _ENDINGS[kind])
        except subprocess.TimeoutExpired:
            return refused(kind, "timeout", f"LibreOffice took longer than {SECONDS:.0f} seconds over the file and was ended.")
    if docx is None:
        return refused(kind, "damaged", "LibreOffice cannot open the file: it is damaged or locked with a password.")
    return ingest_docx(docx, kind)


@lru_cache(maxsize=1)
def _program() -> str | None:
    """LibreOffice itself where it is found beside its starter: a child of a starter would outlive us when we are killed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        return None
    itself = Path(found).resolve().with_name("soffice.bin")
    return str(itself) if itself.exists() else found


def _convert(program: str, folder: Path, data: bytes, ending: str) -> bytes | None:
    """The file as DOCX; None where LibreOffice makes none of it."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, "utf-8")
    source = folder / f"in.{ending}"
    source.write_bytes(data)
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    ended = _run(command, folder)
    if ended == _RESTART:
        _run(command, folder)
    made = folder / "out" / "in.docx"
    return made.read_bytes() if made.exists() else None


def _run(command: list[str], folder: Path) -> int:
    """Runs a command as the head of a process group, which ends with it, with us, or when its time is over."""
    environment = {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp", "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        command, cwd=folder, env={"PATH": os.environ.get("PATH", os.defpath)} | environment, start_new_session=True,
        preexec_fn=die_with_parent, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        return process.wait(SECONDS)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
