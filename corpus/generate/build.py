"""`python -m corpus.generate.build`: remakes the documents and annotations of `corpus/` from `corpus/generate/sources/*.yml`.

A source holds one document's parts, how it is set, and what a careful reader finds in it, so that text, PDF and gold never drift.
Files of LibreOffice (`layout: office`) are made only with `--office`, for its PDFs differ from run to run.
"""

from __future__ import annotations

import argparse
import html
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from corpus.generate.chain import Office, stem_of, write_chain
from corpus.generate.gold import REQUIREMENTS, Gold, as_json
from corpus.generate.pages import as_pdf
from corpus.generate.places import provinces
from corpus.generate.sheet import Annex, Sheet, addressees, as_text, without_marks, without_stamps
from corpus.generate.word import as_docx

CORPUS = Path(__file__).parent.parent
USUAL = dict.fromkeys(REQUIREMENTS, "pass") | dict.fromkeys(("cites-upstream", "deadline-order"), "not_applicable")
USUAL |= dict.fromkeys(("report-deadline", "agencies", "activities"), "unknown")  # nobody knows what the ministry's letters say


def _lines(text: str | None, blanks: bool = False) -> tuple[str, ...]:
    """The lines of a block, without those left empty for the eye; `.` is a line that stays empty."""
    return tuple("" if line.strip() == "." else line.rstrip() for line in (text or "").splitlines() if blanks or line.strip())


def read_sheet(source: dict[str, Any]) -> Sheet:
    """The document of a source."""
    return Sheet(
        left=_lines(source.get("left")),
        right=_lines(source.get("right")),
        title=_lines(source.get("title")),
        to=_lines(source.get("to")),
        body=_lines(source["body"]),
        recipients=_lines(source.get("recipients")),
        signatures=tuple(_lines(block) for block in source.get("signatures", [source.get("signature")]) if block),
        annexes=tuple(Annex(_lines(annex["title"]), _lines(annex["body"])) for annex in source.get("annexes", [])),
    )


def _plain(value: Any) -> Any:
    """YAML's dates as ISO text, mappings of citations as lists, all the way down."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def read_gold(source: dict[str, Any]) -> Gold:
    """The annotation of a source, its short forms written out."""
    gold: Gold = {"document": source["file"], **_plain(source["gold"])}
    gold["citations"] = [[number, on] for number, on in gold.get("citations", {}).items()]
    gold["deadlines"] = [{"due_on": on, "recipient": to} for on, to in gold.get("deadlines", [])]
    if gold.get("directive"):
        gold["directive"] = dict(zip(("number", "issued_on", "resolved"), gold["directive"], strict=True))
    gold.setdefault("commune", None)
    if gold["in_scope"]:
        verdicts = USUAL | gold.get("verdicts", {})
        gold["verdicts"] = {name: verdict for name, verdict in verdicts.items() if verdict}
    else:
        gold |= {key: gold.get(key) for key in ("theme", "week_start", "week_end", "opening_on", "directive")}
    return gold


def text_bytes(source: dict[str, Any]) -> bytes:
    """A text or Markdown file, in the coding and composition that its source asks for."""
    asked = source.get("text", {})
    text = as_text(
        read_sheet(source),
        marks=asked.get("marks", source["file"].endswith(".md")),
        columns=asked.get("columns", False),
        flattened=asked.get("flattened", ""),
        wrap=asked.get("wrap", 0),
        page_lines=asked.get("page_lines", 0),
    )
    for word in asked.get("decompose", []):
        text = text.replace(word, unicodedata.normalize("NFD", word))
    return unicodedata.normalize(asked.get("form", "NFC"), text).encode(asked.get("coding", "utf-8")) if (
        asked.get("form") or not asked.get("decompose")
    ) else text.encode(asked.get("coding", "utf-8"))  # fmt: skip


def as_html(sheet: Sheet) -> str:
    """The document for LibreOffice: letterhead and signature are tables without lines, as in offices' templates."""

    def cell(lines: tuple[str, ...], style: str) -> str:
        safe = (html.escape(without_marks(without_stamps(line))) for line in lines)
        return f'<td valign="top" style="{style}">' + "<br>".join(safe) + "</td>"

    def paragraphs(lines: tuple[str, ...], style: str) -> str:
        safe = [(text.startswith("**"), html.escape(without_marks(text))) for text in lines]
        return "".join(f'<p style="{style}">{f"<b>{text}</b>" if bold else text}</p>' for bold, text in safe)

    def written(lines: tuple[str, ...]) -> str:
        """Paragraphs, and ruled tables where `| cells |` stand."""
        parts = []
        for ruled, group in groupby(lines, lambda line: line.startswith("|")):
            same = tuple(group)
            rows = (html.escape(without_marks(line[1:-1])).split("|") for line in same)
            drawn = "".join(f"<tr>{''.join(f'<td>{cell.strip()}</td>' for cell in row)}</tr>" for row in rows)
            parts.append(f'<table border="1" cellspacing="0">{drawn}</table>' if ruled else paragraphs(same, body))
        return "".join(parts)

    def table(left: str, right: str) -> str:
        return f'<table width="100%" border="0" style="border:none"><tr>{left}{right}</tr></table>'

    middle, body = "text-align:center", "text-align:justify;text-indent:1.2cm;margin:0 0 3pt 0"
    signed = tuple(line for block in sheet.signatures for line in (*block[:-1], "", "", "", block[-1]))
    parts = [
        table(cell(sheet.left, middle + ";width:42%"), cell(sheet.right, middle)) if sheet.left else "",
        paragraphs(sheet.title, middle + ";font-weight:bold"),
        paragraphs(addressees(sheet), "margin-left:2cm"),
        written(sheet.body),
        table(cell(("Nơi nhận:", *sheet.recipients), "font-size:11pt;width:50%"), cell(signed, middle + ";font-weight:bold")),
        *(
            paragraphs(annex.title[:1], f"{middle};page-break-before:always;font-weight:bold")
            + paragraphs(annex.title[1:], middle)
            + written(annex.body)
            for annex in sheet.annexes
        ),
    ]
    page = "@page{size:21cm 29.7cm;margin:2cm 1.7cm 2cm 3cm} body{font-family:'Liberation Serif';font-size:13pt}"
    return f"<html><head><meta charset='utf-8'><style>{page}</style></head><body>{''.join(parts)}</body></html>"


def office_pdfs(sheets: Iterable[Sheet]) -> list[bytes]:
    """Documents as LibreOffice prints them, all by one start of it."""
    with tempfile.TemporaryDirectory() as folder:
        written = []
        for number, sheet in enumerate(sheets):
            written.append(Path(folder) / f"{number}.html")
            written[-1].write_text(as_html(sheet), "utf-8")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        kind = ["--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export"]
        subprocess.run(["soffice", profile, "--headless", *kind, "--outdir", folder, *written], check=True, capture_output=True)
        return [page.with_suffix(".pdf").read_bytes() for page in written]


def sources() -> list[dict[str, Any]]:
    """Every source, in the order of its name."""
    return [yaml.safe_load(path.read_text("utf-8")) for path in sorted((Path(__file__).parent / "sources").glob("*.yml"))]


@cache
def chained() -> dict[str, tuple[str, Sheet, Gold]]:
    """The documents of `chains.yml` by file: how each is set, what it says, its gold."""
    made: dict[str, tuple[str, Sheet, Gold]] = {}
    letters = {source["gold"]["number"]: source["file"] for source in sources() if source["gold"]["level"] == "ministry"}
    for chain in yaml.safe_load((Path(__file__).parent / "chains.yml").read_text("utf-8")):
        year, province = chain["year"], chain["province"]
        kind = provinces(year)[province]
        forms: dict[str, str] = {}
        offices = []
        for member in chain["members"]:
            level = member.get("level", "commune")
            faults = frozenset(member.get("faults", ()))
            offices.append(Office(year, level, province, kind, member.get("district"), member.get("commune"), faults))
            forms[stem_of(offices[-1])] = member["form"]
        written = list(write_chain("corpus", year, province, offices))
        names = {stem: f"{stem}.{_ENDINGS.get(forms[stem], 'pdf')}" for stem, _, _ in written}
        for stem, sheet, gold in written:
            links = [link | {"superior": names.get(link["superior"]) or letters.get(link["number"])} for link in gold["links"]]
            made[names[stem]] = forms[stem], sheet, {"document": names[stem], **gold, "links": links}
    return made


_ENDINGS = {"docx": "docx", "md": "md", "txt": "txt", "wrapped": "txt"}


def _set(form: str, sheet: Sheet) -> bytes:
    """A chained document in its form."""
    if form == "docx":
        return as_docx(sheet)
    if form in _ENDINGS:
        wrapped = form == "wrapped"
        return as_text(sheet, marks=form == "md", wrap=76 if wrapped else 0, page_lines=44 if wrapped else 0).encode()
    return as_pdf(sheet, form)  # type: ignore[arg-type]


def build(out: Path, office: bool = False) -> list[str]:
    """Write every document and its annotation; the names of what was left alone."""
    left = []
    for source in sources():
        name, layout = source["file"], source.get("layout", "")
        if layout == "office" and not office:
            left.append(name)
        elif layout == "office":
            (out / name).write_bytes(office_pdfs([read_sheet(source)])[0])
        else:
            (out / name).write_bytes(as_pdf(read_sheet(source), layout) if layout else text_bytes(source))
        (out / f"{name.rsplit('.', 1)[0]}.gold.json").write_text(as_json(read_gold(source)), "utf-8")
    for name, (form, sheet, gold) in chained().items():
        (out / name).write_bytes(_set(form, sheet))
        (out / f"{name.rsplit('.', 1)[0]}.gold.json").write_text(as_json(gold), "utf-8")
    return left


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m corpus.generate.build", description=__doc__)
    parser.add_argument("--office", action="store_true", help="remake the files of LibreOffice, too")
    left = build(CORPUS, parser.parse_args().office)
    print(f"{len(sources()) + len(chained())} documents in {CORPUS.name}/; left alone: {', '.join(left) or 'none'}")


if __name__ == "__main__":
    main()
