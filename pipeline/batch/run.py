"""The main job: every input read, checked and stored, each ending in exactly one state."""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.batch.chain import TOGETHER, Before, judge_chain
from pipeline.batch.containers import unpacked
from pipeline.batch.inputs import Input, find_inputs
from pipeline.batch.pool import Outcome, run_all, share
from pipeline.check import Known, check
from pipeline.check.superior import against_superiors
from pipeline.check.wanted import Wanted, not_registered, originals_of_gaps
from pipeline.extract import Desk, extract
from pipeline.extract.bundle import parted
from pipeline.fingerprint import program_fingerprint
from pipeline.ingest import ingest
from pipeline.ingest.pace import ALONE
from pipeline.model import Directive, Document, Extraction, Finding, Outline, Problem
from pipeline.store import Store
from pipeline.store.database import STATES, State
from pipeline.store.rows import Packed, pack

SECONDS_A_DOCUMENT = 120.0
MEGABYTES_A_WORKER = 3072
_BATCH = 200  # documents a transaction, or what comes in
_SECONDS_A_BATCH = 5.0  # this long: what a killed run loses

_ENDED_BADLY = {
    "timeout": ("timeout", "Reading it took longer than {detail} and was ended."),
    "crash": ("crash", "The process that read it broke down ({detail}); the file is damaged or made to harm."),
    "memory": ("out-of-memory", "Reading it needed more than {megabytes} MB of memory and was ended."),
    "fault": ("program-fault", "The program failed on it; this is a fault of the program, not of the document."),
}


_Outcome = Outcome[Input, list[Packed] | Problem]  # a problem: the file is no longer there


@dataclass
class Summary:
    """What became of the inputs; the counts by state add up to the inputs."""

    run: int = 0
    states: dict[State, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    documents: dict[str, int] = field(default_factory=lambda: {"ok": 0, "partial": 0, "failed": 0})
    in_scope: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    wanted: list[Wanted] = field(default_factory=list)  # directives that documents carry out and the rules do not know
    originals: list[tuple[str, str]] = field(default_factory=list)  # known in part; the file that says the rest
    changes: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)  # source, message
    faults: list[str] = field(default_factory=list)  # tracebacks of our own

    @property
    def inputs(self) -> int:
        return sum(self.states.values())


Progress = Callable[[int, int], None]


@contextmanager
def few_collections() -> Iterator[None]:
    """What a document leaves behind is freed by its counts; looking for cycles among rules and facts would cost a fifth."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def run(
    paths: Sequence[Path], db: Path, desk: Desk, *, jobs: int, as_of: str | None = None, progress: Progress | None = None
) -> Summary:
    """Reads what is new or changed below the paths into the database."""
    inputs = find_inputs(paths)
    program, rules = program_fingerprint(), desk.rulebook.fingerprint
    requirements = desk.rulebook.policies.requirements
    summary = Summary()
    with Store.open(db, create=True) as store:
        before = Before.of(store)
        summary.run = store.start_run(program=program, rules=rules, as_of=as_of)
        with store.batch():
            store.save_requirements([*requirements, *against_superiors(requirements)])
            store.save_directives(desk.rulebook.directives)
            store.save_provinces(_provinces(desk))
        with few_collections():
            with unpacked(inputs, jobs, SECONDS_A_DOCUMENT, MEGABYTES_A_WORKER, lambda ended: _trouble(ended, summary)) as single:
                _Job(store, desk, summary, store.known(), f"{program} {rules}").do(single, jobs, progress)
            summary.changes += judge_chain(store, desk.rulebook.directives, requirements, known(desk), summary.run, before)
        store.end_run(summary.run, {str(state): count for state, count in summary.states.items()})
        _count(store, summary, desk.rulebook.directives)
    return summary


class _Job:
    """One run over its inputs."""

    def __init__(self, store: Store, desk: Desk, summary: Summary, known: dict[str, str], fingerprint: str) -> None:
        self.store, self.desk, self.summary, self.known, self.fingerprint = store, desk, summary, known, fingerprint
        self.unsettled = store.unsettled()
        self.first_with: dict[str, str] = {}  # document -> the source that brought it in this run

    def do(self, inputs: Sequence[Input], jobs: int, progress: Progress | None) -> None:
        with self.store.batch():
            work = [one for one in inputs if self._wants_reading(one)]
        done, total = len(inputs) - len(work), len(inputs)
        outcomes = run_all(
            lambda one: read_and_check(one, self.desk), work, jobs=jobs, seconds=SECONDS_A_DOCUMENT, megabytes=MEGABYTES_A_WORKER
        )
        pending: list[_Outcome] = []
        kept = time.monotonic()
        for outcome in outcomes:
            pending.append(outcome)
            done += 1
            if len(pending) >= _BATCH or time.monotonic() - kept >= _SECONDS_A_BATCH:
                self._keep(pending)
                pending, kept = [], time.monotonic()
            if progress:
                progress(done, total)
        self._keep(pending)

    def _wants_reading(self, one: Input) -> bool:
        """Whether an input has to be read; what need not, or can't be, ends here."""
        if one.problem:
            self._fail(one, one.problem)
            return False
        try:
            document = hashlib.sha256(one.path.read_bytes()).hexdigest()[:16]
        except OSError as error:
            self._fail(one, _gone(error))
            return False
        if document in self.first_with:
            self._end(one, document, "duplicate", f"the same content as {self.first_with[document]}")
            return False
        self.first_with[document] = one.source
        settled = self.known.get(document) == self.fingerprint and document not in self.unsettled
        if settled and self.store.earlier(one.source, one.name) == document:
            self._end(one, document, "unchanged")
            return False
        return True

    def _keep(self, outcomes: Iterable[_Outcome]) -> None:
        with self.store.batch():
            for outcome in outcomes:
                if isinstance(outcome.result, Problem):
                    self._fail(outcome.task, outcome.result)
                elif outcome.result is None:
                    self._lose(outcome.task, _trouble(outcome, self.summary))
                else:
                    first, *others = outcome.result
                    self._save(outcome.task, first)
                    self._save_others(outcome.task, others)

    def _save(self, one: Input, read: Packed) -> None:
        document = read.document
        before = self.known.get(document)
        earlier = self.store.earlier(one.source, one.name)
        elsewhere = before is not None and earlier != document
        if before == self.fingerprint and elsewhere:
            self._end(one, document, "duplicate", "the same content as a document that is already stored")
            return
        cause = "document"
        if before is not None:
            cause = "program" if before.split()[0] != self.fingerprint.split()[0] else "rules"
        changes = self.store.keep(
            read, self.fingerprint, self.summary.run, cause=cause,  # type: ignore[arg-type]
            replaces=earlier if earlier != document else None,
        )  # fmt: skip
        self.summary.changes += len(changes)
        for problem in read.problems:
            self.summary.problems.append((one.source, problem.message))
        if read.values["status"] == "failed":
            self._end(one, document, "failed", read.problems[0].message if read.problems else None)
        elif before == self.fingerprint and earlier == document and not changes:
            self._end(one, document, "unchanged")
        else:
            self._end(one, document, "updated" if before is not None or earlier else "new")

    def _save_others(self, one: Input, reads: Sequence[Packed]) -> None:
        """The later documents of a bundle: no inputs of their own; those that it no longer holds go."""
        for read in reads:
            changes = self.store.keep(read, self.fingerprint, self.summary.run)
            self.summary.changes += len(changes)
            place = f"{one.source}#{read.values['name'].rpartition('#')[2]}"
            self.summary.problems += [(place, problem.message) for problem in read.problems]
        kept = {read.document for read in reads}
        for plan in self.store.plans(source=one.source):
            if plan["name"].startswith(f"{one.name}#") and plan["document"] not in kept:
                self.store.forget(plan["document"])

    def _lose(self, one: Input, problem: Problem) -> None:
        """A document of which nothing came back."""
        try:
            sha256 = hashlib.sha256(one.path.read_bytes()).hexdigest()
        except OSError:
            self._fail(one, problem)
            return
        document = Document(sha256[:16], one.name, one.source, sha256, "unknown", "", problems=(problem,))
        self._save(one, _packed_unread(replace(document, status="failed")))

    def _fail(self, one: Input, problem: Problem) -> None:
        """An input that gives no document at all: its problem is kept with its path."""
        self.store.save_problem(None, one.source, problem)
        self.summary.problems.append((one.source, problem.message))
        self._end(one, None, "failed", problem.message)

    def _end(self, one: Input, document: str | None, state: State, message: str | None = None) -> None:
        self.store.save_input(self.summary.run, one.source, one.name, document, state, message)
        self.summary.states[state] += 1


def read_and_check(one: Input, desk: Desk) -> list[Packed] | Problem:
    """One input from bytes to findings, each of its documents: what a worker does."""
    try:
        data = one.path.read_bytes()
    except OSError as error:
        return _gone(error)
    document = ingest(data, one.name, one.source, share() or ALONE)
    document = replace(document, lines=())  # boxes can be had again from the file; nothing below asks for them
    if document.status == "failed":
        return [_packed_unread(document)]
    extractions = [extract(part, desk) for part in parted(document, desk)]
    return [pack(extraction, check_alone(extraction, desk)) for extraction in extractions]


def _packed_unread(document: Document) -> Packed:
    """A document of which nothing could be read."""
    return pack(Extraction(document, Outline((), ()), ()), ())


def check_alone(extraction: Extraction, desk: Desk) -> tuple[Finding, ...]:
    """The findings for which a document and its directive are enough."""
    policies = desk.rulebook.policies
    level = extraction.value("level")
    alone = [r for r in policies.requirements if r.id not in TOGETHER or level not in r.levels]
    return check(extraction, policies.directives, alone, known(desk))


def known(desk: Desk) -> Known:
    return Known.of(desk.rulebook, desk.places, gazetteer=desk.gazetteer)


def _trouble(outcome: Outcome[Input, Any], summary: Summary) -> Problem:
    """How a worker ended badly, in the user's words; a fault of ours is kept with its traceback."""
    if outcome.ended == "fault":
        summary.faults.append(f"{outcome.task.source}\n{outcome.detail}")
    code, message = _ENDED_BADLY[outcome.ended]
    words = message.format(megabytes=MEGABYTES_A_WORKER, detail=outcome.detail)
    return Problem("ingest", code, words)


def _gone(error: OSError) -> Problem:
    return Problem("ingest", "unreadable", f"The file cannot be read: {error.strerror}.")


def _provinces(desk: Desk) -> list[dict[str, str | None]]:
    rows = {}
    for year in (2007, 2009, 2020, 2026):
        for p in desk.places.provinces_on(date(year, 1, 1)):
            rows[(p.name, p.valid_from)] = {
                "code": p.code,
                "name": p.name,
                "kind": p.kind,
                "valid_from": p.valid_from.isoformat() if p.valid_from else None,
                "valid_to": p.valid_to.isoformat() if p.valid_to else None,
                "successor": p.successor,
            }
    return list(rows.values())


def _count(store: Store, summary: Summary, directives: Sequence[Directive]) -> None:
    """What the database holds now, and what the rules should."""
    plans = store.plans()
    summary.wanted, summary.originals = not_registered(plans), originals_of_gaps(plans, directives)
    for plan in plans:
        summary.documents[plan["status"]] += 1
        summary.in_scope += plan["in_scope"] or 0
    summary.verdicts = store.verdict_counts()
