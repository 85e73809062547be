"""`doichieu rules`: the rule files checked, tested, drafted."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.terminal import DONE, FELL_SHORT, CannotBeDone, desk_with, open_store, readable_document, say, write

if TYPE_CHECKING:
    from pipeline.drafting.draft import Draft


def check(arguments: argparse.Namespace) -> int:
    from pipeline import rulebook

    try:
        book = rulebook.load(arguments.rules)
    except rulebook.RuleFaults as error:
        print(*error.found, sep="\n")
        say(f"{len(error.found)} faults in the rules")
        return FELL_SHORT
    from pipeline.check.cases import faults_of

    if faults := list(faults_of(book.policies)):
        print(*faults, sep="\n")
        say(f"{len(faults)} faults in the policies")
        return FELL_SHORT
    rules = sum(len(found) for found in book.by_field.values())
    counts = f"{rules} patterns, {len(book.agencies)} agencies, {len(book.directives)} directives"
    print(f"the rules are in order: {counts}, {len(book.policies.requirements)} requirements")
    return DONE


def test(arguments: argparse.Namespace) -> int:
    from pipeline.examples import count_examples, run_examples, run_policy_cases

    desk = desk_with(arguments.rules)
    failures = [*run_examples(desk), *run_policy_cases(desk)]
    for failure in failures:
        print(failure)
    examples, cases = count_examples(desk)
    print(f"{examples} examples and {cases} policy cases, {len(failures)} failed")
    return FELL_SHORT if failures else DONE


def draft(arguments: argparse.Namespace) -> int:
    from pipeline.drafting.from_document import draft_directive
    from pipeline.extract import extract
    from pipeline.extract.bundle import parted

    desk = desk_with(arguments.rules)
    document = readable_document(arguments.file)
    return _write_draft(draft_directive(extract(parted(document, desk)[0], desk), desk), arguments.out)


def infer(arguments: argparse.Namespace) -> int:
    from pipeline.drafting.from_plans import infer_directive, may_mean

    desk = desk_with(arguments.rules)
    types = desk.rulebook.document_types
    with open_store(arguments.db) as store:
        citing = {document for document, cited in store.cited_numbers() if may_mean(cited, arguments.number, types)}
        plans = [store.load(plan["document"]) for plan in store.plans() if plan["document"] in citing]
    draft = infer_directive(arguments.number, plans, desk)
    if draft is None:
        raise CannotBeDone(f"No plan in {arguments.db} cites {arguments.number}.")
    return _write_draft(draft, arguments.out)


def _write_draft(draft: Draft, out: Path | None) -> int:
    """A draft never takes the place of a file: a person may have confirmed that one."""
    from pipeline.drafting.draft import render_draft

    if out and out.exists():
        raise CannotBeDone(f"{out} exists already; give the draft another name, or take that file away first.")
    write(render_draft(draft).encode(), out)
    gaps = ", ".join(draft.gaps)
    say("every value has to be confirmed by a person" + (f"; still open: {gaps}" if gaps else ""))
    return DONE
