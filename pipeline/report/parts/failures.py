"""What was found wrong, the gravest first: what a reader has to know before all else."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Finding, Severity
from pipeline.report.comparison import Judged
from pipeline.report.paper import SIGNS, Block, Brief, Column, Heading, Line, Piece, Table, cell, line_of, row
from pipeline.report.parts.view import View
from pipeline.report.words import SEVERITIES

_DOCUMENTS = 5  # that the first page names; a workbook has all
_GRAVEST: tuple[Severity, ...] = ("serious", "minor", "note")


def failures(view: View) -> Iterator[Block]:
    failed = sorted((j for j in view.c.judged if j.fails), key=lambda j: [-n for n in j.badness])
    if not failed:
        return
    w = view.w
    columns = (
        *(Column(w["issuer"], 22), Column(w["document"], 18), Column(w["requirement"], 18)),
        *(Column(w["severity"], 10), Column(w["reason"], 32)),
    )
    rows = tuple(
        row(*view.identity(judged)[:2], *(cell(words) for words in _said(view, f))) for judged in failed for f in _gravest(judged)
    )
    lines = [_line(view, judged) for judged in failed[:_DOCUMENTS]]
    if more := len(failed) - len(lines):
        lines.append(line_of(Piece(w["more_documents"].format(n=more, section=w["lower"]), "note")))
    yield Heading(w["failed_documents"].format(n=len(failed)))
    yield Brief(tuple(lines), Table(view.sheets["failures"], columns, rows))


def _line(view: View, judged: Judged) -> Line:
    """`✗ Ủy ban nhân dân xã A, Kế hoạch 7/KH-UBND: Chủ đề (nghiêm trọng): ... Không đạt khác: ...`, the gravest with its reason.

    A requirement stands once, whoever asked it.
    """
    issuer, document, _ = view.identity(judged)
    gravest, *rest = _gravest(judged)
    title, severity, reason = _said(view, gravest)
    said = [Piece(SIGNS["fail"], "fail"), Piece(f"{issuer}, {document}:", "strong")]
    said += [Piece(f"{title} ({severity}):", "fail"), Piece(reason)]
    others = dict.fromkeys(
        f"{name} ({how})" for name, how, _ in (_said(view, f) for f in rest if f.requirement != gravest.requirement)
    )
    if others:
        said.append(Piece(f"{view.w['other_failures']}: {'; '.join(others)}."))
    return line_of(*said)


def _gravest(judged: Judged) -> list[Finding]:
    return sorted(judged.fails, key=lambda f: _GRAVEST.index(f.severity))


def _said(view: View, f: Finding) -> tuple[str, str, str]:
    return view.title(f.requirement), SEVERITIES[view.language][f.severity], view.reason(f)
