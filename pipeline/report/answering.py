"""Which documents answer a directive: those that carry it out and have been issued.

A reminder or a report of results carries nothing out; a draft is nobody's yet, so it answers for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model import Directive
from pipeline.rulebook import Rulebook
from pipeline.text import fold, reading_copy

Row = Mapping[str, Any]
OWN_LEVELS = ("province", "department")  # whose documents are a province's own answer
_HEAD = 1000  # letters in which a draft calls itself one


@dataclass(frozen=True, slots=True)
class Answering:
    """The documents that carry a directive out, in the order of the rows."""

    issued: tuple[Row, ...]
    drafts: tuple[Row, ...]


def answering(directive: Directive, plans: Iterable[Row], text_of: Callable[[str], str], rules: Rulebook) -> Answering:
    """Rows of `plans` that answer a directive; a text is asked for only where a document bears no number."""
    found = [plan for plan in plans if plan["directive"] == directive.number and plan["in_scope"]]
    drafts = [plan for plan in found if not plan["number"] and _calls_itself_draft(text_of(str(plan["document"])), rules)]
    unissued = {plan["document"] for plan in drafts}
    return Answering(tuple(plan for plan in found if plan["document"] not in unissued), tuple(drafts))


def _calls_itself_draft(text: str, rules: Rulebook) -> bool:
    return bool(rules.words["scope.draft"].search(fold(reading_copy(text[:_HEAD]))))
