"""The site: Datasette on a database of ours, with our words, our questions and our pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def build_site(db_path: str | Path) -> Any:
    """The Datasette application, reading only; a new run is seen without a restart. Raises StoreError for what is not ours."""
    from datasette.app import Datasette
    from datasette.database import Database

    from pipeline.site.metadata import DATABASE, site_metadata
    from pipeline.store import Store

    Store.open(db_path, create=False).close()
    datasette = Datasette(
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
    datasette.remove_database(next(name for name in datasette.databases if name != "_internal"))
    # Not `immutable`: that would make SQLite ignore what a later run writes. Datasette opens it `mode=ro` all the same.
    datasette.add_database(Database(datasette, path=str(db_path), is_mutable=True), name=DATABASE)
    return datasette


def serve(db_path: str | Path, port: int = 8001, host: str = "127.0.0.1", open_browser: bool = False) -> None:
    """Serves the site until it is interrupted."""
    import webbrowser

    import uvicorn

    application = build_site(db_path).app()
    if open_browser:
        webbrowser.open(f"http://{host}:{port}/")
    uvicorn.run(application, host=host, port=port, log_level="warning", lifespan="on")
