"""Which directives a person should draft next: those that documents carry out and the rules do not know, or not wholly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.check.citation import level_number
from pipeline.model import Directive

_ISSUING = ("ministry", "central")


class Wanted(NamedTuple):
    """A directive that the rules do not know: how it is mostly cited, by which documents, and its own file if at hand."""

    number: str
    issued_on: str | None
    documents: tuple[str, ...]
    original: str | None


def not_registered(plans: Sequence[Mapping[str, Any]]) -> list[Wanted]:
    """Rows of `plans` that cite a campaign's directive which the rules do not have, by directive, the most cited first."""
    citing: dict[str, list[Mapping[str, Any]]] = {}
    for plan in plans:
        if plan.get("directive_number") and not plan.get("directive"):
            citing.setdefault(level_number(plan["directive_number"]), []).append(plan)
    originals = _originals(plans)
    return [
        Wanted(
            _mostly(plan["directive_number"] for plan in same) or "",
            _mostly(plan.get("directive_issued_on") for plan in same),
            tuple(str(plan["name"]) for plan in same),
            originals.get(key),
        )
        for key, same in sorted(citing.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def originals_of_gaps(plans: Sequence[Mapping[str, Any]], directives: Iterable[Directive]) -> list[tuple[str, str]]:
    """Directives of which the rules do not know all that they ask, and the file in which it can be read."""
    originals = _originals(plans)
    return [
        (directive.number, source)
        for directive in directives
        if (source := originals.get(level_number(directive.number))) and _has_gaps(directive)
    ]


def _originals(plans: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {level_number(p["number"]): str(p["source"]) for p in plans if p["number"] and p.get("level") in _ISSUING}


def _mostly(values: Iterable[str | None]) -> str | None:
    said = Counter(value for value in values if value)
    return said.most_common(1)[0][0] if said else None


def _has_gaps(directive: Directive) -> bool:
    """Whom it addresses and for what is in no other document: where that is known, it was read from the directive itself."""
    return bool(directive.inferred) or not (directive.addressed or directive.activities)
