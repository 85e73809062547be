"""Every change of rules shows its effect: what is read from a dozen documents, compared line by line with what was reviewed.

Where a difference is meant, `python -m tests.golden.renew` writes the files anew, and the review sees what changed.
"""

from __future__ import annotations

from difflib import unified_diff

import pytest

from tests.golden.sheet import EXPECTED, FROM_CORPUS, GENERATED, RENEW, content, render


@pytest.mark.parametrize("name", [*FROM_CORPUS, *GENERATED])
def test_what_is_read_is_what_was_reviewed(name: str) -> None:
    reviewed = (EXPECTED / f"{name}.golden").read_text("utf-8")
    today = render(name)
    changes = "\n".join(unified_diff(reviewed.splitlines(), today.splitlines(), "reviewed", "today", lineterm="", n=1))
    assert today == reviewed, f"{name} is read otherwise; if that is meant: {RENEW}\n{changes}"


def test_there_is_a_golden_file_for_each_and_none_besides() -> None:
    assert {path.stem for path in EXPECTED.glob("*.golden")} == {*FROM_CORPUS, *GENERATED}


def test_a_generated_document_is_the_same_every_time() -> None:
    for name in GENERATED:
        assert content(name) == content(name)
