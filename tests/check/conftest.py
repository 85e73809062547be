"""The rules as the checks use them, loaded once."""

from __future__ import annotations

import pytest

from pipeline import rulebook
from pipeline.check import Known
from pipeline.places import Places
from pipeline.policies import Policies


@pytest.fixture(scope="session")
def book() -> rulebook.Rulebook:
    return rulebook.load()


@pytest.fixture(scope="session")
def policies(book: rulebook.Rulebook) -> Policies:
    return book.policies


@pytest.fixture(scope="session")
def known(book: rulebook.Rulebook) -> Known:
    return Known.of(book, Places.load(book.root))
