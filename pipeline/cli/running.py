"""`doichieu run`: the main job, what came of it, and what to do next."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.terminal import COULD_NOT, DONE, CannotBeDone, desk_with, say, show_progress

if TYPE_CHECKING:
    from pipeline.batch.run import Summary

_MOST_ADVICE = 5  # directives that a run's end speaks of


def run(arguments: argparse.Namespace) -> int:
    desk = desk_with(arguments.rules)
    from pipeline.batch.inputs import NothingToDo
    from pipeline.batch.run import run as read_all
    from pipeline.store import StoreError

    show = sys.stderr.isatty() and not arguments.quiet
    try:
        summary = read_all(
            arguments.paths, arguments.db, desk, jobs=arguments.jobs,
            as_of=arguments.as_of or date.today().isoformat(), progress=show_progress if show else None,
        )  # fmt: skip
    except (NothingToDo, StoreError) as error:
        raise CannotBeDone(str(error)) from error
    if show:
        print("\r\033[K", end="", file=sys.stderr)
    _summarise(summary, arguments.db)
    _advise(summary, arguments.db)
    _report_faults(summary.faults)
    if summary.faults:
        return COULD_NOT
    return DONE if not summary.problems or summary.inputs > summary.states["failed"] else COULD_NOT


def _advise(summary: Summary, db: Path) -> None:
    """What to do next about directives that the rules do not know, or not wholly."""
    from shlex import quote

    for wanted in summary.wanted[:_MOST_ADVICE]:
        count = len(wanted.documents)
        whose = "1 document carries" if count == 1 else f"{count} documents carry"
        how = f"draft {quote(wanted.original)}" if wanted.original else f"infer {quote(wanted.number)} --db {quote(str(db))}"
        say(f"{whose} out {wanted.number}, which the rules do not know: not judged. `doichieu rules {how}` drafts it.")
    for number, source in summary.originals[:_MOST_ADVICE]:
        say(f"The rules do not know all that {number} asks; `doichieu rules draft {quote(source)}` reads it from the letter.")


def _report_faults(faults: Sequence[str]) -> None:
    """Each traceback once, with the first document that led to it and how many others did."""
    alike: dict[str, list[str]] = {}
    for fault in faults:
        source, _, traceback = fault.partition("\n")
        alike.setdefault(traceback, []).append(source)
    for traceback, sources in alike.items():
        more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
        say(f"\nA fault of the program, please report it ({sources[0]}{more}):\n{traceback}")


def _summarise(summary: Summary, db: Path) -> None:
    states = ", ".join(f"{count} {state}" for state, count in summary.states.items() if count) or "none"
    print(f"{summary.inputs} {'input' if summary.inputs == 1 else 'inputs'}: {states}")
    held = ", ".join(f"{count} {status}" for status, count in summary.documents.items() if count) or "none"
    print(f"documents in {db}: {held}; {summary.in_scope} carry out a directive that the rules know")
    if summary.verdicts:
        order = ("pass", "fail", "unknown", "not_applicable")
        print("findings: " + ", ".join(f"{summary.verdicts[v]} {v}" for v in order if v in summary.verdicts))
    if summary.states["new"] + summary.states["updated"] + summary.states["failed"] == 0:
        print("nothing new: every document is as it was")
    elif summary.changes:
        print(f"{summary.changes} values or verdicts changed; see the table changes")
    for source, message in summary.problems[:20]:
        say(f"  {source}: {message}")
    if len(summary.problems) > 20:
        say(f"  ... and {len(summary.problems) - 20} more; see the table problems")
