"""`doichieu serve` and `export`: the database for others."""

from __future__ import annotations

import argparse

from pipeline.cli.terminal import DONE, CannotBeDone, open_store, say


def serve(arguments: argparse.Namespace) -> int:
    with open_store(arguments.db):
        pass  # a clear sentence before a server starts
    from pipeline.site import SiteError
    from pipeline.site import serve as serve_site

    try:
        serve_site(arguments.db, port=arguments.port, host=arguments.host, open_browser=arguments.open, announce=say)
    except SiteError as error:
        raise CannotBeDone(str(error)) from error
    return DONE


def export(arguments: argparse.Namespace) -> int:
    from pipeline.store.export import export_csv

    with open_store(arguments.db):
        pass
    try:
        for path, count in export_csv(arguments.db, arguments.out):
            print(f"{path}: {count} rows")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotBeDone(f"{arguments.out} cannot be written: {error.strerror}.") from error
    return DONE
