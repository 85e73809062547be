"""What the directives ask, value by value, with where each comes from."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Directive
from pipeline.report.paper import Block, Column, Heading, Sentences, Table, row, shown
from pipeline.report.parts.view import View
from pipeline.report.words import ASKED, WORDS, Language, day


def asked(view: View) -> Iterator[Block]:
    w = view.w
    if not view.c.directives:
        yield Sentences((w["none_directive"],))
    for directive in view.c.directives:
        name, below = view.c.called(directive, view.language), f"{directive.issuer} · {view.campaign(directive)}"
        yield Heading(shown(f"{name[:1].upper()}{name[1:]} ({directive.year})"), shown(below))
        columns = (Column(w["requirement"], 24), Column(w["value"], 38), Column(w["source"], 38))
        rows = tuple(row(*asked) for asked in _asked_of(directive, view.language))
        yield Table(view.sheets["asked_for"], columns, rows, ((w["held_against"], directive.number),))


def _asked_of(directive: Directive, language: Language) -> Iterator[tuple[str, str, str]]:
    """What a directive asks, each value with its source; a gap says why it is open."""
    for name, label in ASKED[language].items():
        value = getattr(directive, name)
        text = day(value, language) if value else f"({WORDS[language]['unknown_value']})"
        yield label, text, directive.provenance.get(name, "")
