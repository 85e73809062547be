"""Lower units: one line each, the worst first, and those without a document."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.report.comparison import score_over
from pipeline.report.paper import Block, Column, Sentences, Table, cell, figure, row, sentences
from pipeline.report.parts.view import View
from pipeline.report.summary import silences
from pipeline.report.words import SEVERITIES


def lower(view: View) -> Iterator[Block]:
    """One line a unit, the worst first."""
    c, w = view.c, view.w
    if not c.lower:
        yield Sentences((w["none_lower"],))
        return
    counted, failed_on = (8, 29) if view.language == "vi" else (10, 23)  # as wide as their heads
    columns = [Column(w["issuer"], 23), Column(w["document"], 16)]
    columns += [Column(view.verdicts[v], counted, True) for v in ("pass", "fail", "unknown")]
    columns += [Column(w["score"], 8, True), Column(w["failed_on"], failed_on)]
    rows = []
    for judged in c.lower:
        failed = dict.fromkeys((view.title(f.requirement), f.severity) for f in judged.fails)
        names = [f"{title} ({SEVERITIES[view.language][severity]})" for title, severity in failed]
        counts = [figure(judged.counts[v]) for v in ("pass", "fail", "unknown")]
        issuer, document, _ = view.identity(judged)
        counts.append(view.score(score_over([judged]).value))
        rows.append(row(issuer, document, *counts, cell("; ".join(names) or w["none_failed"])))
    yield Table(view.sheets["lower"], tuple(columns), tuple(rows))


def silent(view: View) -> Iterator[Block]:
    for silent, said in zip(view.c.silent, silences(view.c, view.language), strict=True):
        yield sentences([said])
        if silent.nobody_answered or not any(group.silent for group in silent.groups):
            continue
        w = view.w
        columns = (
            *(Column(w["place"], 22), Column(w["units"], 10, True), Column(w["answered"], 12, True)),
            Column(w["silent_ones"], 56),
        )
        rows = tuple(
            row(
                g.name or w["districts"],
                figure(g.units),
                figure(g.units - len(g.silent)),
                cell(", ".join(g.silent) or w["everyone_answered"]),
            )
            for g in silent.groups
        )
        about = ((w["year"], str(silent.year)), (w["held_against"], silent.directive))
        yield Table(view.sheets["silent"], columns, rows, about)
