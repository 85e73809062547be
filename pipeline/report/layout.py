"""A comparison to a paper: its title and its parts in their order. Every format shows what is laid out here."""

from __future__ import annotations

from pipeline.report.comparison import Comparison
from pipeline.report.paper import Paper, Section, sentences, shown
from pipeline.report.parts.asked import asked
from pipeline.report.parts.bodies import agencies
from pipeline.report.parts.coverage import activities
from pipeline.report.parts.days import timeline
from pipeline.report.parts.documents import documents
from pipeline.report.parts.lower import lower, silent
from pipeline.report.parts.requirements import by_requirement
from pipeline.report.parts.summary import summary
from pipeline.report.parts.unread import unread
from pipeline.report.parts.view import View
from pipeline.report.summary import made_of
from pipeline.report.words import Language, day


def lay_out(comparison: Comparison, language: Language) -> Paper:
    """The whole report in one language."""
    c, view = comparison, View(comparison, language)
    w = view.w
    sections = (
        (w["summary"], summary(view)),
        (w["timeline"], timeline(view)),
        (w["asked_for"], asked(view)),
        (w["by_requirement"], by_requirement(view)),
        (w["own"], documents(view, c.own, "none_own")),
        (w["agencies"], agencies(view)),
        (w["activities"], activities(view)),
        (w["lower"], lower(view)),
        (w["silent"], silent(view)),
        (w["lower_one_by_one"], documents(view, c.lower, brief=True)),
        (w["unread"], unread(view)),
        (w["made"], (sentences(made_of(c, language)),)),
    )
    laid = [(title, tuple(blocks)) for title, blocks in sections]
    return Paper(
        language=language,
        kind=w["title"],
        title=shown(f"{w['title']}: {c.full_name}" + (f", {c.year}" if c.year else "")),
        subtitle=shown(_subtitle(view)),
        made_on=w["made_on"].format(day=day(c.made.on, language)),
        sections=tuple(Section(title, blocks) for title, blocks in laid if blocks),
        annexed_to=w["annexed_to"],
        signatures=((w["compiler"], w["compiler_note"]), (w["head"], w["head_note"])),
    )


def _subtitle(view: View) -> str:
    c, w = view.c, view.w
    if not c.directives:
        return w["subtitle_empty"].format(province=c.full_name)
    letters = w["letters"].format(years=", ".join(map(str, c.years)))
    if len(c.directives) == 1:
        [asked] = c.directives
        words = w["letter"] if asked.issued_on else w["letter_undated"]
        letters = words.format(name=c.called(asked, view.language), day=day(asked.issued_on, view.language), issuer=asked.issuer)
    return w["subtitle"].format(province=c.full_name, directives=letters)
