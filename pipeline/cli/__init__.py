"""The command line: the only room that prints or exits. Heavy parts are loaded when a command needs them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from pipeline.cli.parser import build_parser
from pipeline.cli.terminal import COULD_NOT, DONE, CannotBeDone, say

__all__ = ["build_parser", "main"]


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """The entry point of the command `doichieu`."""
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
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = DONE
    except KeyboardInterrupt:
        say("doichieu: interrupted; what was finished is kept")
        status = 130
    sys.exit(status)
