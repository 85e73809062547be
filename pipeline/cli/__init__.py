"""The command line: the only room that prints or exits. Heavy parts are loaded when a command needs them."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from pipeline.cli.parser import build_parser
from pipeline.cli.terminal import COULD_NOT, DONE, CannotBeDone, open_streams, say

__all__ = ["build_parser", "main"]


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """The entry point of the command `doichieu`."""
    open_streams()
    parser = build_parser()
    arguments = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that ending it tidies up too, as Ctrl-C does
    try:
        status = arguments.work(arguments)
        sys.stdout.flush()
    except CannotBeDone as error:
        say(f"doichieu: {error}")
        status = COULD_NOT
    except BrokenPipeError:  # the reader of our output left, as `head` does
        _say_no_more()
        status = DONE
    except PermissionError as error:
        say(f"doichieu: {error.filename} cannot be opened: {error.strerror}.")
        status = COULD_NOT
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        say("doichieu: There is no room left where the output goes; what was written of it is not whole.")
        _say_no_more()
        status = COULD_NOT
    except KeyboardInterrupt:
        say("doichieu: interrupted; what was finished is kept")
        status = 130
    sys.exit(status)


def _say_no_more() -> None:
    """What is still to be written goes nowhere, or Python would fail on it once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
