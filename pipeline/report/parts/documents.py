"""Documents one by one: every requirement with what was asked, what was planned, verdict and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model import Finding
from pipeline.report.comparison import Judged
from pipeline.report.differing import differing
from pipeline.report.paper import (
    SIGNS,
    Block,
    Brief,
    Column,
    Heading,
    Line,
    Piece,
    Row,
    Sentences,
    Table,
    cell,
    line_of,
    row,
    shown,
)
from pipeline.report.parts.view import View
from pipeline.report.words import SEVERITIES


def documents(view: View, group: Sequence[Judged], none: str = "", *, brief: bool = False) -> Iterator[Block]:
    """Each document with every requirement: asked, planned, verdict, reason; where `brief`, what is in order in sentences."""
    w = view.w
    columns = (
        *(Column(w["requirement"], 15), Column(w["expected"], 19), Column(w["planned"], 22)),
        *(Column(w["verdict"], 14), Column(w["reason"], 30)),
    )
    for judged in group:
        name = view.name(judged)
        by_directive: dict[str, list[Finding]] = {}
        for finding in judged.findings:
            by_directive.setdefault(finding.directive, []).append(finding)
        for n, (directive, findings) in enumerate(by_directive.items()):
            fares = view.fares(findings)
            if len(by_directive) > 1:
                fares = f"{w['held_against']} {shown(directive)}: {fares}"
            yield Heading(shown(name), f"{view.state(judged)} · {fares}") if n == 0 else Heading("", fares)
            names = (w["issuer"], w["document"], w["file"], w["held_against"])
            about = tuple(zip(names, (*view.identity(judged), shown(directive)), strict=True))
            parts = Counter((i.requirement, i.directive) for i in judged.items if i.asked)
            settled = [f for f in findings if brief and f.verdict in ("pass", "not_applicable")]
            rows = tuple(_finding(view, f, parts) for f in findings if f not in settled)
            whole = Table(view.sheets["findings"], columns, rows, about)
            if rows:
                yield whole
            if settled:
                yield Brief(tuple(_settled(view, settled)), replace(whole, rows=tuple(_finding(view, f, parts) for f in settled)))
    if none and not group:
        yield Sentences((w[none],))


def _settled(view: View, findings: list[Finding]) -> Iterator[Line]:
    """`Đạt (2): Chủ đề: đúng nguyên văn của Bộ (trang 1); ...`, a line a verdict."""
    for verdict in dict.fromkeys(f.verdict for f in findings):
        same = [f for f in findings if f.verdict == verdict]
        said = [Piece(f"{SIGNS[verdict]} {view.verdicts[verdict]} ({len(same)}):", verdict)]
        for f in same:
            page = f" ({view.w['page']} {f.page})" if f.page and f.found else ""
            end = "." if f is same[-1] else ";"
            said += [Piece(f"{view.title(f.requirement)}:", "strong"), Piece(f"{view.reason(f).rstrip('.')}{page}{end}")]
        yield line_of(*said)


def _finding(view: View, f: Finding, parts: Mapping[tuple[str, str], int]) -> Row:
    """`parts`: how many things the requirements ask that ask several; these are listed in a section of their own."""
    w = view.w
    several = parts.get((f.requirement, f.directive))
    expected = w["several"].format(n=several, section=w[f.requirement]) if several else f.expected
    asked = cell(expected, Piece(f.source or "", "note") if f.verdict == "fail" and f.expected else None)
    page = Piece(f"{w['page']} {f.page}", "note") if f.page and f.found else None
    found = cell(Piece(f"“{shown(f.found)}”", "quote") if f.found else None, page)
    severity = Piece(SEVERITIES[view.language][f.severity], "note") if f.verdict == "fail" else None
    verdict = cell(Piece(f"{SIGNS[f.verdict]} {view.verdicts[f.verdict]}", f.verdict), severity)
    reason = cell(view.reason(f), *_difference(view, f))
    return row(view.title(f.requirement), asked, found, verdict, reason, verdict=f.verdict)


def _difference(view: View, f: Finding) -> list[Line]:
    """What was asked, with what the plan left out or put in marked; nothing where there is nothing to compare in words."""
    if not differing(f):
        return []
    pieces = [Piece(f"{view.w['difference']}:", "note")]
    for change in differing(f):
        if change.operation == "equal":
            pieces.append(Piece(change.new))
            continue
        pieces += [Piece(change.old, "gone")] if change.old else []
        pieces += [Piece(change.new, "come")] if change.new else []
    return [tuple(pieces)]
