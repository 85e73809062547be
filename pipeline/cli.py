"""The command line: the only module that prints or exits. Heavy parts are loaded when a command needs them."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pipeline import __version__

if TYPE_CHECKING:
    from pipeline.batch.run import Summary
    from pipeline.drafting.draft import Draft
    from pipeline.extract import Desk
    from pipeline.model import Document, Extraction
    from pipeline.report.missing import RollCall
    from pipeline.report.province import Gathering
    from pipeline.report.render import Format
    from pipeline.store import Store

DONE, FELL_SHORT, COULD_NOT = 0, 1, 2
_MOST_ADVICE = 5  # directives that a run's end speaks of

_EPILOG = """\
a first look:
  doichieu run corpus --db out/doichieu.db      read a folder of plans and letters
  doichieu serve --db out/doichieu.db           browse the answers
  doichieu explain corpus/SOME.pdf              every field of one document, and why
  doichieu report --db out/doichieu.db --province "Lạng Sơn" -o lang-son.html

exit status: 0 done; 1 done, and something it was asked to judge fell short; 2 could not be done
"""


class CannotBeDone(Exception):
    """A sentence for the user; exit status 2."""


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """The entry point of the command `doichieu`."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that ending it tidies up too, as Ctrl-C does
    try:
        status = arguments.work(arguments)
        sys.stdout.flush()
    except CannotBeDone as error:
        _say(f"doichieu: {error}")
        status = COULD_NOT
    except BrokenPipeError:  # the reader of our output left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = DONE
    except KeyboardInterrupt:
        _say("doichieu: interrupted; what was finished is kept")
        status = 130
    sys.exit(status)


def build_parser() -> argparse.ArgumentParser:
    """All commands with their help; imports nothing heavy."""
    parser = argparse.ArgumentParser(
        prog="doichieu",
        description="Reads plans and letters of provinces and communes, and says with evidence whether each carries out\n"
        "what the ministry's directive asks.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"doichieu {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, work: Callable[[argparse.Namespace], int], help: str, description: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
        sub.set_defaults(work=work)
        return sub

    run = command(
        "run", _run, "read documents into a database: the main job",
        "Reads every document below PATH, finds its fields, checks it against its directive, and stores all of it.\n"
        "A second run reads only what is new or changed. Every input ends in exactly one state, and the counts add up.",
    )  # fmt: skip
    run.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    _db(run, "the database to write; made when it is not there")
    cores = os.cpu_count() or 1
    run.add_argument("--jobs", type=_positive, default=cores, metavar="N", help="documents read at once (default: one a core)")
    run.add_argument("--as-of", type=_day, metavar="DATE", help="the day for what depends on today (default: today)")
    run.add_argument("--quiet", action="store_true", help="no progress")
    _rules(run)

    report = command(
        "report", _report, "the compliance report of a province and its communes",
        "Writes what was asked, what was planned and where they differ, with the words on both sides, for one province, or for\n"
        "every one into a folder with an index.",
    )  # fmt: skip
    _db(report)
    whose = report.add_mutually_exclusive_group(required=True)
    whose.add_argument("--province", metavar="NAME", help='with or without marks, of then or of now: "Đắk Lắk", "dak lak"')
    whose.add_argument("--all", action="store_true", help="every province, into the folder OUT")
    report.add_argument("--year", type=int, metavar="Y", help="one year only (default: all)")
    report.add_argument(
        "--format", type=_formats, metavar="FORMAT",
        help="html, docx, xlsx, md or json (default: by the ending of OUT, else md); with --all several, e.g. html,docx",
    )  # fmt: skip
    report.add_argument("--lang", choices=("vi", "en"), default="vi", help="language of the report (default: vi)")
    report.add_argument("-o", "--out", type=Path, metavar="OUT", help="file or folder to write (default: standard output)")
    report.add_argument("--quiet", action="store_true", help="no progress")
    _rules(report)

    serve = command(
        "serve", _serve, "the Datasette site on a database", "Serves the database for browsing, search and SQL, on this machine."
    )
    _db(serve)
    serve.add_argument("--port", type=int, default=8001, metavar="N", help="default: 8001")
    serve.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine only")
    serve.add_argument("--open", action="store_true", help="open a browser")

    explain = command(
        "explain", _explain, "one document: every field, with its rule and quotation",
        "Shows every field with its value, rule, page and quotation in context, what was looked for and not found,\n"
        "and each verdict with its reason.",
    )  # fmt: skip
    explain.add_argument("file", type=Path, metavar="FILE")
    explain.add_argument("--lang", choices=("vi", "en"), default="vi", help="language of the verdicts' reasons (default: vi)")
    explain.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    _rules(explain)

    diff = command(
        "diff", _diff, "two documents, a unit's two years or two units, word by word",
        "Compares two documents, field by field and word by word: fields, agencies with their tasks, activities.\n"
        'With --db, a unit\'s plans of two years, "Thanh Hóa" 2023 2024, or two units\', "Thanh Hóa" "Nghệ An".\n'
        'A commune is written with its province: "Chiềng Khương, Sơn La".',
    )  # fmt: skip
    diff.add_argument("first", metavar="A", help="a file; with --db a province, or a commune with its province")
    diff.add_argument("second", metavar="B", help="a file; with --db the first year, or another unit")
    diff.add_argument("third", nargs="?", metavar="YEAR", help="with --db the second year")
    diff.add_argument("--db", type=Path, metavar="FILE", help="the database that `doichieu run` wrote")
    diff.add_argument("--year", type=int, metavar="Y", help="of two units (default: the latest of which both have a plan)")
    diff.add_argument("--campaign", metavar="ID", help="where they have plans of several, e.g. tuan-le-hoc-tap-suot-doi")
    diff.add_argument("--format", choices=("text", "html"), default="text")
    diff.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    diff.add_argument("-o", "--out", type=Path, metavar="OUT", help="file to write (default: standard output)")
    _rules(diff)

    missing = command(
        "missing", _missing, "who has not sent a plan",
        "Lists the units that should answer a directive: with a plan, without, or with one that could not be read in full.\n"
        "They are the provinces of the directive's day or, with --province, that province's communes.",
    )  # fmt: skip
    _db(missing)
    missing.add_argument("--directive", required=True, metavar="NUMBER", help="e.g. 4342/BGDĐT-GDTX")
    missing.add_argument("--province", metavar="NAME", help="its communes instead of the provinces")
    missing.add_argument("--as-of", type=_day, metavar="DATE", help="count only plans dated and read by that day")
    missing.add_argument("--format", choices=("text", "csv", "json"), default="text")
    missing.add_argument("--letters", type=Path, metavar="DIR", help="write a reminder to each silent unit there, as DOCX")
    _rules(missing)

    rules = commands.add_parser(
        "rules", help="check and test the rule files", description="The rules are data under rules/: see rules/README-formats.md."
    )
    rule_commands = rules.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, work, text in (
        ("check", _rules_check, "validate every rule file; list each fault with file and line"),
        ("test", _rules_test, "run every example in the rule files through the real extractor and checks"),
    ):
        sub = rule_commands.add_parser(name, help=text, description=text)
        sub.set_defaults(work=work)
        _rules(sub)
    draft = rule_commands.add_parser(
        "draft", help="draft a file of rules/directives from a directive's own document",
        description="Reads a directive and writes what it asks as YAML, each value with its quotation and page,\n"
        "each gap with its reason. `rules check` refuses the file until a person has confirmed every value.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    draft.add_argument("file", type=Path, metavar="FILE", help="the directive, of any kind that `run` reads")
    draft.set_defaults(work=_rules_draft)
    infer = rule_commands.add_parser(
        "infer", help="draft it from the plans that cite it, where the directive is not at hand",
        description="Writes as YAML what the plans that cite a directive agree on, with the count behind each value, marked as\n"
        "inferred; what they do not clearly agree on stays open. `rules check` refuses the file until a person has confirmed it.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    infer.add_argument("number", metavar="NUMBER", help="e.g. 4342/BGDĐT-GDTX")
    _db(infer)
    infer.set_defaults(work=_rules_infer)
    for sub in (draft, infer):
        sub.add_argument(
            "-o", "--out", type=Path, metavar="OUT", help="a new file, e.g. rules/directives/2026.yml (default: output)"
        )
        _rules(sub)

    evaluate = command(
        "evaluate", _evaluate, "precision, recall and F1 against annotated documents",
        "Scores a database against NAME.gold.json annotations. Exit status 1 when F1 is below --at-least.",
    )  # fmt: skip
    evaluate.add_argument("gold", nargs="+", type=Path, metavar="GOLD", help="folders with *.gold.json")
    _db(evaluate)
    evaluate.add_argument("--errors", action="store_true", help="list every difference")
    evaluate.add_argument("--against", type=Path, metavar="OLD.db", help="list gains and losses against another database")
    evaluate.add_argument("--at-least", type=float, default=0.0, metavar="F1")
    evaluate.add_argument("--json", action="store_true")

    export = command("export", _export, "the tables, for other tools", "Writes every table as a file of its own.")
    _db(export)
    export.add_argument("--format", choices=("csv",), default="csv")
    export.add_argument("-o", "--out", type=Path, required=True, metavar="DIR")
    return parser


# --- arguments ----------------------------------------------------------------------------------------------------------------


def _db(parser: argparse.ArgumentParser, help: str = "the database that `doichieu run` wrote") -> None:
    parser.add_argument("--db", type=Path, required=True, metavar="FILE", help=help)


def _rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rules", type=Path, metavar="DIR", help="another folder of rules (default: the program's own)")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _formats(text: str) -> tuple[str, ...]:
    from pipeline.report.render import FORMATS

    named = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",")))
    if wrong := [name for name in named if name not in FORMATS]:
        raise argparse.ArgumentTypeError(f"{wrong[0] or text!r} is none of {', '.join(FORMATS)}")
    return named


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no date; write it as 2025-10-20") from error


# --- commands -----------------------------------------------------------------------------------------------------------------


def _run(arguments: argparse.Namespace) -> int:
    desk = _desk(arguments.rules)
    from pipeline.batch.inputs import NothingToDo
    from pipeline.batch.run import run
    from pipeline.store import StoreError

    show = sys.stderr.isatty() and not arguments.quiet
    try:
        summary = run(
            arguments.paths, arguments.db, desk, jobs=arguments.jobs,
            as_of=arguments.as_of or date.today().isoformat(), progress=_progress if show else None,
        )  # fmt: skip
    except (NothingToDo, StoreError) as error:
        raise CannotBeDone(str(error)) from error
    if show:
        print("\r\033[K", end="", file=sys.stderr)
    _summarise(summary, arguments.db)
    _advise(arguments.db, desk)
    _report_faults(summary.faults)
    if summary.faults:
        return COULD_NOT
    return DONE if not summary.problems or summary.inputs > summary.states["failed"] else COULD_NOT


def _advise(db: Path, desk: Desk) -> None:
    """What to do next about directives that the rules do not know, or not wholly."""
    from shlex import quote

    from pipeline.check.wanted import not_registered, originals_of_gaps

    with _store(db) as store:
        plans = store.plans()
    for wanted in not_registered(plans)[:_MOST_ADVICE]:
        count = len(wanted.documents)
        whose = "1 document carries" if count == 1 else f"{count} documents carry"
        how = f"draft {quote(wanted.original)}" if wanted.original else f"infer {quote(wanted.number)} --db {quote(str(db))}"
        _say(f"{whose} out {wanted.number}, which the rules do not know: not judged. `doichieu rules {how}` drafts it.")
    for number, source in originals_of_gaps(plans, desk.rulebook.directives)[:_MOST_ADVICE]:
        _say(f"The rules do not know all that {number} asks; `doichieu rules draft {quote(source)}` reads it from itself.")


def _report_faults(faults: Sequence[str]) -> None:
    """Each traceback once, with the first document that led to it and how many others did."""
    alike: dict[str, list[str]] = {}
    for fault in faults:
        source, _, traceback = fault.partition("\n")
        alike.setdefault(traceback, []).append(source)
    for traceback, sources in alike.items():
        more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
        _say(f"\nA fault of the program, please report it ({sources[0]}{more}):\n{traceback}")


def _progress(done: int, total: int) -> None:
    filled = 30 * done // max(1, total)
    print(f"\r[{'█' * filled}{'░' * (30 - filled)}] {done}/{total}", end="", file=sys.stderr, flush=True)


def _summarise(summary: Summary, db: Path) -> None:
    states = ", ".join(f"{count} {state}" for state, count in summary.states.items() if count) or "none"
    print(f"{summary.inputs} inputs: {states}")
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
        _say(f"  {source}: {message}")
    if len(summary.problems) > 20:
        _say(f"  ... and {len(summary.problems) - 20} more; see the table problems")


def _report(arguments: argparse.Namespace) -> int:
    from pipeline.report.gathering import NoSuchProvince
    from pipeline.report.province import Gathering
    from pipeline.report.render import render_report

    formats = _report_formats(arguments)
    with _store(arguments.db) as store:
        gathering = Gathering(store, _desk(arguments.rules))
        if arguments.all:
            return _report_all(gathering, arguments, formats)
        try:
            comparison = gathering.of(arguments.province, arguments.year)
        except NoSuchProvince as error:
            raise CannotBeDone(str(error)) from error
    _write(render_report(comparison, formats[0], arguments.lang), arguments.out)
    return DONE


def _report_all(gathering: Gathering, arguments: argparse.Namespace, formats: tuple[Format, ...]) -> int:
    from pipeline.report.every import write_every

    show = sys.stderr.isatty() and not arguments.quiet
    try:
        written = write_every(
            gathering, arguments.out, arguments.year, formats, arguments.lang, progress=_progress if show else None
        )
    except OSError as error:
        raise CannotBeDone(f"{error.filename or arguments.out} cannot be written: {error.strerror}.") from error
    if show:
        print("\r\033[K", end="", file=sys.stderr)
    _say(f"{len(written) - 1} reports in {arguments.out}; {written[-1]} leads to them")
    return DONE


def _report_formats(arguments: argparse.Namespace) -> tuple[Format, ...]:
    """Those asked for; else the one that the file's ending names."""
    given: tuple[Format, ...] | None = arguments.format
    if arguments.all:
        if arguments.out is None:
            raise CannotBeDone("--all needs a folder to write into: -o FOLDER.")
        return given or ("html",)
    if given and len(given) > 1:
        raise CannotBeDone("Several formats at once go with --all; for one province name one.")
    ending = arguments.out.suffix.lower().lstrip(".") if arguments.out else ""
    known: dict[str, Format] = {"html": "html", "htm": "html", "docx": "docx", "xlsx": "xlsx", "md": "md", "json": "json"}
    if given is None and ending not in known and ending not in ("", "txt"):
        raise CannotBeDone(
            f"{arguments.out.name}: no format has this ending; name one with --format, or end OUT in .html or .docx."
        )
    found = given or (known.get(ending, "md"),)
    if arguments.out is None and found[0] in ("docx", "xlsx") and sys.stdout.isatty():
        raise CannotBeDone(f"A {found[0]} file is not to be read in a terminal: say where to write it with -o FILE.")
    return found


def _serve(arguments: argparse.Namespace) -> int:
    with _store(arguments.db):
        pass  # a clear sentence before a server starts
    from pipeline.site import SiteError, serve

    try:
        serve(arguments.db, port=arguments.port, host=arguments.host, open_browser=arguments.open)
    except SiteError as error:
        raise CannotBeDone(str(error)) from error
    return DONE


def _explain(arguments: argparse.Namespace) -> int:
    from pipeline.batch.run import check_alone
    from pipeline.explain import render_explanation
    from pipeline.extract import extract
    from pipeline.extract.bundle import parted

    desk = _desk(arguments.rules)
    document = _document(arguments.file)
    if document.status == "failed":
        raise CannotBeDone(f"{arguments.file}: " + " ".join(p.message for p in document.problems))
    width = min(120, max(60, _terminal_width()))
    for part in parted(document, desk):
        extraction = extract(part, desk)
        findings = check_alone(extraction, desk)
        campaign = desk.rulebook.campaign_of(extraction.value("directive"))
        period = (campaign.short_vi, campaign.short_en) if campaign else None
        look = {"colour": _colour(arguments.color), "width": width, "lang": arguments.lang, "period": period}
        print(render_explanation(extraction, findings, **look))
    return DONE


def _rules_check(arguments: argparse.Namespace) -> int:
    from pipeline import rulebook

    try:
        book = rulebook.load(arguments.rules)
    except rulebook.RuleFaults as error:
        print(*error.found, sep="\n")
        _say(f"{len(error.found)} faults in the rules")
        return FELL_SHORT
    from pipeline.check.cases import faults_of

    if faults := list(faults_of(book.policies)):
        print(*faults, sep="\n")
        _say(f"{len(faults)} faults in the policies")
        return FELL_SHORT
    rules = sum(len(found) for found in book.by_field.values())
    counts = f"{rules} patterns, {len(book.agencies)} agencies, {len(book.directives)} directives"
    print(f"the rules are in order: {counts}, {len(book.policies.requirements)} requirements")
    return DONE


def _rules_test(arguments: argparse.Namespace) -> int:
    from pipeline.examples import count_examples, run_examples, run_policy_cases

    desk = _desk(arguments.rules)
    failures = [*run_examples(desk), *run_policy_cases(desk)]
    for failure in failures:
        print(failure)
    examples, cases = count_examples(desk)
    print(f"{examples} examples and {cases} policy cases, {len(failures)} failed")
    return FELL_SHORT if failures else DONE


def _rules_draft(arguments: argparse.Namespace) -> int:
    from pipeline.drafting.from_document import draft_directive
    from pipeline.extract import extract
    from pipeline.extract.bundle import parted

    desk = _desk(arguments.rules)
    document = _document(arguments.file)
    if document.status == "failed":
        raise CannotBeDone(f"{arguments.file}: " + " ".join(p.message for p in document.problems))
    return _write_draft(draft_directive(extract(parted(document, desk)[0], desk), desk), arguments.out)


def _rules_infer(arguments: argparse.Namespace) -> int:
    from pipeline.drafting.from_plans import infer_directive, may_mean

    desk = _desk(arguments.rules)
    types = desk.rulebook.document_types
    with _store(arguments.db) as store:
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
    _write(render_draft(draft).encode(), out)
    gaps = ", ".join(draft.gaps)
    _say("every value has to be confirmed by a person" + (f"; still open: {gaps}" if gaps else ""))
    return DONE


def _evaluate(arguments: argparse.Namespace) -> int:
    import json
    from contextlib import ExitStack

    from pipeline import evaluate as scoring
    from pipeline.gold import GoldError, read_golds

    try:
        golds = read_golds(arguments.gold)
    except GoldError as error:
        raise CannotBeDone(str(error)) from error
    with ExitStack() as stack:
        new = stack.enter_context(_store(arguments.db))
        if arguments.against:
            compared = scoring.gains_and_losses(stack.enter_context(_store(arguments.against)), new, golds)
            scores, data = compared.after, scoring.gains_and_losses_as_dict(compared)
            text = scoring.render_gains_and_losses(compared)
        else:
            scores = scoring.evaluate(new, golds)
            data, text = scoring.scores_as_dict(scores), scoring.render_scores(scores, arguments.errors)
    print(json.dumps(data, ensure_ascii=False, indent=1) if arguments.json else text)
    return DONE if scores.total.f1 >= arguments.at_least else FELL_SHORT


def _diff(arguments: argparse.Namespace) -> int:
    from pipeline.report.diff import render_diff

    names, pair = _of_units(arguments) if arguments.db else (None, _of_files(arguments))
    text = render_diff(
        pair[0], pair[1], names=names, kind=arguments.format, colour=not arguments.out and _colour(arguments.color)
    )
    _write(f"{text}\n".encode(), arguments.out)
    return DONE


def _of_files(arguments: argparse.Namespace) -> list[Extraction]:
    from pipeline.extract import extract

    if arguments.third or arguments.year or arguments.campaign:
        raise CannotBeDone("Two files are compared as `diff A B`; years and campaigns belong to a database: give --db FILE.")
    desk = _desk(arguments.rules)
    pair = []
    for path in map(Path, (arguments.first, arguments.second)):
        document = _document(path)
        if document.status == "failed":
            raise CannotBeDone(f"{path}: " + " ".join(p.message for p in document.problems))
        pair.append(extract(document, desk))
    return pair


def _of_units(arguments: argparse.Namespace) -> tuple[tuple[str, str], list[Extraction]]:
    """`"Thanh Hóa" 2023 2024`, or `"Thanh Hóa" "Nghệ An"` of one year."""
    from pipeline.report.gathering import NoSuchProvince
    from pipeline.report.unit import NoSuchPlan, plans_of_units, plans_of_years

    desk = _desk(arguments.rules)
    years = [text for text in (arguments.second, arguments.third) if text and text.isdigit()]
    if len(years) != (2 if arguments.third else 0) or (arguments.third and arguments.year):
        raise CannotBeDone(
            'Write a unit and two years, `"Thanh Hóa" 2023 2024`, or two units, `"Thanh Hóa" "Nghệ An" --year 2024`.'
        )
    campaigns = {d.number: d.campaign for d in desk.rulebook.directives if arguments.campaign in (None, d.campaign)}
    with _store(arguments.db) as store:
        rows = [row for row in store.plans() if row["directive"] in campaigns]
        try:
            if arguments.third:
                found = plans_of_years(rows, desk.places, arguments.first, (int(years[0]), int(years[1])), campaigns)
            else:
                units = (arguments.first, arguments.second)
                found = plans_of_units(rows, desk.places, units, arguments.year, campaigns)
        except (NoSuchPlan, NoSuchProvince) as error:
            raise CannotBeDone(str(error)) from error
        return (found[0].name, found[1].name), [store.load(plan.document) for plan in found]


def _missing(arguments: argparse.Namespace) -> int:
    from pipeline.report.gathering import NoSuchProvince
    from pipeline.report.missing import NoSuchDirective, call_roll, render_roll

    desk = _desk(arguments.rules)
    with _store(arguments.db) as store:
        try:
            roll = call_roll(store, desk, arguments.directive, province=arguments.province, as_of=arguments.as_of)
        except (NoSuchDirective, NoSuchProvince) as error:
            raise CannotBeDone(str(error)) from error
    if arguments.letters:
        _write_letters(roll, desk, arguments.letters)
    print(render_roll(roll, arguments.format))
    return FELL_SHORT if roll.silent else DONE


def _write_letters(roll: RollCall, desk: Desk, folder: Path) -> None:
    """One Word file a silent unit; a file that is there already may be half finished by a person, and stays."""
    from pipeline.report.letter import reminders, render_letter

    written = kept = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for letter in reminders(roll, desk.rulebook, date.today()):
            path = folder / f"{letter.file}.docx"
            if path.exists():
                kept += 1
                continue
            path.write_bytes(render_letter(letter))
            written += 1
    except OSError as error:
        raise CannotBeDone(f"{folder} cannot be written: {error.strerror}.") from error
    _say(
        f"{written} letters written to {folder}, each to be finished by a person"
        + (f"; {kept} were there already" if kept else "")
    )
    if lost := roll.unread + roll.placeless:
        _say(f"before sending: a silent unit may be among the {lost} files that could not be read or name no unit")


def _export(arguments: argparse.Namespace) -> int:
    from pipeline.store.export import export_csv

    with _store(arguments.db):
        pass
    try:
        for path, count in export_csv(arguments.db, arguments.out):
            print(f"{path}: {count} rows")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotBeDone(f"{arguments.out} cannot be written: {error.strerror}.") from error
    return DONE


# --- shared by the commands ---------------------------------------------------------------------------------------------------


def _desk(rules: Path | None) -> Desk:
    from pipeline import rulebook
    from pipeline.extract import Desk

    try:
        return Desk.of(rulebook.load(rules))
    except rulebook.RuleFaults as error:
        listed = "\n".join(f"  {fault}" for fault in error.found)
        raise CannotBeDone(f"The rules are at fault, so nothing was read:\n{listed}") from error


def _store(db: Path) -> Store:
    from pipeline.store import Store, StoreError

    try:
        return Store.open(db, create=False)
    except StoreError as error:
        raise CannotBeDone(str(error)) from error


def _document(path: Path) -> Document:
    from pipeline.ingest import ingest

    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotBeDone(f"{path} cannot be read: {error.strerror}.") from error
    return ingest(data, path.name, str(path))


def _write(data: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(data)
    except OSError as error:
        raise CannotBeDone(f"{out} cannot be written: {error.strerror}.") from error
    _say(f"{out} written")


def _colour(wish: str) -> bool:
    return wish == "always" or (wish == "auto" and sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def _terminal_width() -> int:
    import shutil

    return shutil.get_terminal_size((100, 40)).columns


def _say(text: str) -> None:
    print(text, file=sys.stderr)
