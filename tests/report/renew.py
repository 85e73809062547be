"""`python -m tests.report.renew`: writes the expected reports anew. Read their difference before you commit them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.report.render import render_report
from tests.report.samples import ordinary

EXPECTED = Path(__file__).parent / "expected"
NAMES: tuple[tuple[Any, Any], ...] = (("vi", "md"), ("en", "md"), ("vi", "json"))


def main() -> None:
    EXPECTED.mkdir(exist_ok=True)
    for language, format in NAMES:
        (EXPECTED / f"report.{language}.{format}").write_bytes(render_report(ordinary(), format, language))


if __name__ == "__main__":
    main()
