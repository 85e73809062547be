"""The rules as the checks use them, loaded once."""

from __future__ import annotations

import pytest

from pipeline import rulebook
from pipeline.check import Known
from pipeline.extract import Desk
from pipeline.policies import Policies


@pytest.fixture(scope="session")
def book() -> rulebook.Rulebook:
    return rulebook.load()


@pytest.fixture(scope="session")
def policies(book: rulebook.Rulebook) -> Policies:
    return book.policies


@pytest.fixture(scope="session")
def known(book: rulebook.Rulebook) -> Known:
    desk = Desk.of(book)
    return Known.of(book, desk.places, gazetteer=desk.gazetteer)
