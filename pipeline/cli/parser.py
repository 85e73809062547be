"""All commands with their help; imports nothing heavy."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipeline import __version__
from pipeline.cli import looking, publishing, reporting, ruling, running

_EPILOG = """\
a first look:
  doichieu run corpus --db out/doichieu.db      read a folder of plans and letters
  doichieu serve --db out/doichieu.db           browse the answers
  doichieu explain corpus/SOME.pdf              every field of one document, and why
  doichieu report --db out/doichieu.db --province "Lạng Sơn" -o lang-son.html

exit status: 0 done; 1 done, and something it was asked to judge fell short; 2 could not be done
"""


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
        "run", running.run, "read documents into a database: the main job",
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
        "report", reporting.report, "the compliance report of a province and its communes",
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
        "serve", publishing.serve, "the Datasette site on a database",
        "Serves the database for browsing, search and SQL, on this machine.",
    )  # fmt: skip
    _db(serve)
    serve.add_argument("--port", type=_port, default=8001, metavar="N", help="default: 8001")
    serve.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine only")
    serve.add_argument("--open", action="store_true", help="open a browser")

    explain = command(
        "explain", looking.explain, "one document: every field, with its rule and quotation",
        "Shows every field with its value, rule, page and quotation in context, what was looked for and not found,\n"
        "and each verdict with its reason.",
    )  # fmt: skip
    explain.add_argument("file", type=Path, metavar="FILE")
    explain.add_argument("--lang", choices=("vi", "en"), default="vi", help="language of the verdicts' reasons (default: vi)")
    explain.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    _rules(explain)

    diff = command(
        "diff", looking.diff, "two documents, a unit's two years or two units, word by word",
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
        "missing", reporting.missing, "who has not sent a plan",
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
        ("check", ruling.check, "validate every rule file; list each fault with file and line"),
        ("test", ruling.test, "run every example in the rule files through the real extractor and checks"),
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
    draft.set_defaults(work=ruling.draft)
    infer = rule_commands.add_parser(
        "infer", help="draft it from the plans that cite it, where the directive is not at hand",
        description="Writes as YAML what the plans that cite a directive agree on, with the count behind each value, marked as\n"
        "inferred; what they do not clearly agree on stays open. `rules check` refuses the file until a person has confirmed it.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    infer.add_argument("number", metavar="NUMBER", help="e.g. 4342/BGDĐT-GDTX")
    _db(infer)
    infer.set_defaults(work=ruling.infer)
    for sub in (draft, infer):
        sub.add_argument(
            "-o", "--out", type=Path, metavar="OUT", help="a new file, e.g. rules/directives/2026.yml (default: output)"
        )
        _rules(sub)

    evaluate = command(
        "evaluate", looking.evaluate, "precision, recall and F1 against annotated documents",
        "Scores a database against NAME.gold.json annotations. Exit status 1 when F1 is below --at-least.",
    )  # fmt: skip
    evaluate.add_argument("gold", nargs="+", type=Path, metavar="GOLD", help="folders with *.gold.json")
    _db(evaluate)
    evaluate.add_argument("--errors", action="store_true", help="list every difference")
    evaluate.add_argument("--against", type=Path, metavar="OLD.db", help="list gains and losses against another database")
    evaluate.add_argument("--at-least", type=float, default=0.0, metavar="F1")
    evaluate.add_argument("--json", action="store_true")

    export = command("export", publishing.export, "the tables, for other tools", "Writes every table as a file of its own.")
    _db(export)
    export.add_argument("--format", choices=("csv",), default="csv")
    export.add_argument("-o", "--out", type=Path, required=True, metavar="DIR")
    return parser


def _db(parser: argparse.ArgumentParser, help: str = "the database that `doichieu run` wrote") -> None:
    parser.add_argument("--db", type=Path, required=True, metavar="FILE", help=help)


def _rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rules", type=Path, metavar="DIR", help="another folder of rules (default: the program's own)")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("from 1 to 65535")
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
