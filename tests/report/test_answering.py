"""Who has answered a directive is told by one rule, in the list of the silent and in a province's report."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.report.missing import call_roll
from pipeline.report.province import Gathering
from tests.report import samples
from tests.report.samples import plan
from tests.report.test_report import Desk, Kept

D2025 = "5607/BGDĐT-GDNNGDTX"
ANSWER = {
    "level": "commune", "province": "Sơn La", "commune": "Chiềng Khương", "issuer": "Ủy ban nhân dân xã Chiềng Khương",
    "year": 2025, "directive": D2025, "number": "12/KH-UBND",
}  # fmt: skip


class Store(Kept):
    """Rows, and the text of every document."""

    def __init__(self, row: dict[str, Any], text: str) -> None:
        super().__init__([row])
        self._text = text

    def text(self, document: str) -> str:
        return self._text

    def first_read(self) -> dict[str, str]:
        return {}


@pytest.mark.parametrize(
    ("values", "text", "answers"),
    [
        ({}, "", True),
        ({"year": None}, "", True),
        ({"status": "partial"}, "", True),
        ({"number": None}, "ỦY BAN NHÂN DÂN\nSố:     /KH-UBND\n", True),
        ({"number": None}, "DỰ THẢO\nỦY BAN NHÂN DÂN\nSố:     /KH-UBND\n", False),
        ({"in_scope": 0}, "", False),
        ({"directive": "5201/BGDĐT-GDTX"}, "", False),
        ({"level": "school"}, "", False),
    ],
    ids=["plan", "year unknown", "read in part", "blank number", "draft", "reminder", "another year's", "school"],
)
def test_the_report_and_the_list_call_the_same_units_silent(values: dict[str, Any], text: str, answers: bool) -> None:
    store, desk = Store(plan(**ANSWER | values), text), Desk(samples.book(), samples.places())
    listed = {answer.unit for answer in call_roll(store, desk, D2025, province="Sơn La").silent}
    [reported] = [s for s in Gathering(store, desk, date(2026, 1, 1)).of("Sơn La", 2025).silent if s.directive == D2025]
    assert len(listed) == reported.units - reported.answered
    assert ("xã Chiềng Khương" not in listed) is answers
