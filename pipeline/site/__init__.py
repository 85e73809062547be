"""The site: Datasette on a database of ours, with our words, our questions and our pages."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class SiteError(Exception):
    """Why the site cannot be served, in one sentence for the one who started it."""


def build_site(db_path: str | Path) -> Any:
    """The Datasette application, reading only; a new run is seen without a restart. Raises StoreError for what is not ours."""
    import datasette.app
    import datasette.handle_exception
    from datasette.database import Database

    from pipeline.site.metadata import DATABASE, site_metadata
    from pipeline.store import Store

    Store.open(db_path, create=False).close()
    datasette.handle_exception.rich = None  # or every mistyped address prints a traceback with all local variables
    site = datasette.app.Datasette(
        files=[str(db_path)],
        metadata=site_metadata(),
        template_dir=str(HERE / "templates"),
        plugins_dir=str(HERE / "plugins"),
        static_mounts=[("static", str(HERE / "static"))],
        settings={
            "default_page_size": 50,
            "default_facet_size": 12,
            "max_returned_rows": 5000,
            "sql_time_limit_ms": 3000,
            "facet_time_limit_ms": 1000,
            "suggest_facets": False,
            "truncate_cells_html": 400,
            "default_cache_ttl": 0,
            "allow_download": False,
        },
    )
    site.remove_database(next(name for name in site.databases if name != "_internal"))
    # Not `immutable`: that would make SQLite ignore what a later run writes. Datasette opens it `mode=ro` all the same.
    site.add_database(Database(site, path=str(db_path), is_mutable=True), name=DATABASE)
    return site


def serve(
    db_path: str | Path,
    port: int = 8001,
    host: str = "127.0.0.1",
    *,
    open_browser: bool = False,
    announce: Callable[[str], None] = print,
) -> None:
    """Serves the site until it is interrupted, having announced its address; raises StoreError or SiteError before it begins."""
    import socket
    import webbrowser

    application = build_site(db_path).app()
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        taken = "is in use by another program" if error.errno == errno.EADDRINUSE else f"cannot be opened ({error.strerror})"
        raise SiteError(f"Port {port} of {host} {taken}; name another with --port.") from error
    import uvicorn

    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    announce(f"{address}  (Ctrl-C ends it)")
    if open_browser:
        webbrowser.open(address)
    uvicorn.run(application, host=host, port=port, log_level="warning", lifespan="on")
