"""`doichieu report` and `doichieu missing`: what officials send on."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.terminal import DONE, FELL_SHORT, CannotBeDone, desk_with, open_store, say, show_progress, write
from pipeline.whole import write_whole

if TYPE_CHECKING:
    from pipeline.extract import Desk
    from pipeline.report.missing import RollCall
    from pipeline.report.province import Gathering
    from pipeline.report.render import Format


def report(arguments: argparse.Namespace) -> int:
    from pipeline.report.gathering import NoSuchProvince
    from pipeline.report.province import Gathering
    from pipeline.report.render import render_report

    formats = _report_formats(arguments)
    with open_store(arguments.db) as store:
        gathering = Gathering(store, desk_with(arguments.rules))
        if arguments.all:
            return _report_all(gathering, arguments, formats)
        try:
            comparison = gathering.of(arguments.province, arguments.year)
        except NoSuchProvince as error:
            raise CannotBeDone(str(error)) from error
    write(render_report(comparison, formats[0], arguments.lang), arguments.out)
    return DONE


def _report_all(gathering: Gathering, arguments: argparse.Namespace, formats: tuple[Format, ...]) -> int:
    from pipeline.report.every import write_every

    show = sys.stderr.isatty() and not arguments.quiet
    try:
        written = write_every(
            gathering, arguments.out, arguments.year, formats, arguments.lang, progress=show_progress if show else None
        )
    except OSError as error:
        raise CannotBeDone(f"{error.filename or arguments.out} cannot be written: {error.strerror}.") from error
    if show:
        print("\r\033[K", end="", file=sys.stderr)
    say(f"{len(written) - 1} reports in {arguments.out}; {written[-1]} leads to them")
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


def missing(arguments: argparse.Namespace) -> int:
    from pipeline.report.gathering import NoSuchProvince
    from pipeline.report.missing import NoSuchDirective, call_roll, render_roll

    desk = desk_with(arguments.rules)
    with open_store(arguments.db) as store:
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
            write_whole(path, render_letter(letter))
            written += 1
    except OSError as error:
        raise CannotBeDone(f"{folder} cannot be written: {error.strerror}.") from error
    say(
        f"{written} letters written to {folder}, each to be finished by a person"
        + (f"; {kept} were there already" if kept else "")
    )
    if lost := roll.unread + roll.placeless:
        say(f"before sending: a silent unit may be among the {lost} files that could not be read or name no unit")
