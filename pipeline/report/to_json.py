"""A comparison as JSON, for other programs: `docs/report.schema.json` says what is in it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from pipeline.check.score import FORMULA
from pipeline.model import Directive, Finding
from pipeline.report.comparison import Comparison, Judged, Unread, score_over
from pipeline.report.differing import differing
from pipeline.report.summary import summarise
from pipeline.report.timeline import events_of
from pipeline.report.words import Language

VERSION = 1
_PLAN = (
    *("document", "name", "status", "issuer", "level", "province", "commune", "doc_type", "number", "issued_on", "year"),
    *("subject", "directive"),
)
_ASKED = ("number", "year", "campaign", "issuer", "issued_on", "theme", "week_start", "week_end", "opening_on", "report_due_on")
_FINDING = (
    *("requirement", "directive", "verdict", "severity", "expected", "source", "found", "page", "start", "end", "version"),
)
# Valid in JSON, and still harmful to whoever prints the file: controls, and what turns the direction of writing.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


def render_json(comparison: Comparison, language: Language) -> bytes:
    """Values as they are stored; NULL is null."""
    text = json.dumps(_report(comparison, language), ensure_ascii=False, indent=1)
    return _ESCAPED.sub(lambda m: f"\\u{ord(m.group()):04x}", text).encode() + b"\n"


def _report(c: Comparison, language: Language) -> dict[str, Any]:
    return {
        "format": "doichieu-report",
        "version": VERSION,
        "language": language,
        "province": {
            "name": c.province,
            "full_name": c.full_name,
            "now": c.chosen.heir.full_name if c.chosen and c.chosen.heir else None,
            "names": list(c.chosen.names) if c.chosen else [],
            "note": c.chosen.note(language) if c.chosen else None,
        },
        "year": c.year,
        "summary": summarise(c, language),
        "verdicts": _counts(c.totals),
        "score": score_over(c.judged).value,
        "formula": FORMULA[0 if language == "vi" else 1],
        "directives": [_directive(d) for d in c.directives],
        "requirements": [
            {
                "id": r.id,
                "version": r.version,
                "title": c.title(r.id, language),
                "severity": r.severity,
                "verdicts": _counts(c.by_requirement[r.id]),
            }
            for r in c.requirements
        ],
        "timeline": [
            {
                "directive": asked.number,
                "year": asked.year,
                "level": e.level,
                "kind": e.kind,
                "label": e.label,
                "days": [d.isoformat() for d in e.days],
            }
            for asked in c.directives
            for e in events_of(c, asked, language)
        ],
        "own": [_document(j, language) for j in c.own],
        "lower": [_document(j, language) for j in c.lower],
        "outside": c.outside,
        "wanted": [{"number": w.number, "issued_on": w.issued_on, "documents": list(w.documents)} for w in c.wanted],
        "silent": [
            {
                "directive": s.directive,
                "year": s.year,
                "groups": [{"place": g.name, "units": g.units, "silent": list(g.silent)} for g in s.groups],
            }
            for s in c.silent
        ],
        "unread": [_unread(u) for u in c.problems],
        "unplaced": [_unread(u) for u in c.nowhere],
        "made": c.made._asdict(),
    }


def _directive(directive: Directive) -> dict[str, Any]:
    return {name: getattr(directive, name) for name in _ASKED} | {"sources": dict(directive.provenance)}


def _document(judged: Judged, language: Language) -> dict[str, Any]:
    return {
        **{name: judged.plan.get(name) for name in _PLAN},
        "ocr": bool(judged.plan.get("ocr")),
        "verdicts": _counts(judged.counts),
        "score": score_over([judged]).value,
        "findings": [_finding(f, language) for f in judged.findings],
        "deadlines": [due._asdict() for due in judged.dues],
        "tasks": [task._asdict() for task in judged.tasks],
        "items": [item._asdict() for item in judged.items],
        "links": [link._asdict() for link in judged.links],
        "copied": judged.copied,
    }


def _finding(f: Finding, language: Language) -> dict[str, Any]:
    return {
        **{name: getattr(f, name) for name in _FINDING},
        "reason": f.reason_vi if language == "vi" else f.reason_en,
        "difference": [{"operation": c.operation, "asked": c.old, "planned": c.new} for c in differing(f)],
    }


def _unread(unread: Unread) -> dict[str, Any]:
    return {"name": unread.name, "code": unread.code, "message": unread.message, "pages": list(unread.pages)}


def _counts(counts: Counter[str] | Mapping[str, int]) -> dict[str, int]:
    return {verdict: counts.get(verdict, 0) for verdict in ("pass", "fail", "unknown", "not_applicable")}
