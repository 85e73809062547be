"""Directives that a person should draft next, told from the rows of `plans`."""

from __future__ import annotations

from typing import Any

from pipeline.check.wanted import not_registered, originals_of_gaps
from pipeline.model import Asking, Directive


def plan(name: str, cited: str | None = None, known: str | None = None, **more: Any) -> dict[str, Any]:
    row = {"name": name, "source": f"in/{name}", "level": "commune", "number": None, "directive_issued_on": None}
    return row | {"directive_number": cited, "directive": known} | more


def test_a_directive_is_wanted_once_however_its_number_is_typed() -> None:
    (wanted,) = not_registered(
        [
            plan("a.txt", "6001/BGDĐT- GDTX", directive_issued_on="2026-09-15"),
            plan("b.txt", "6001/BGDĐT-GDTX", directive_issued_on="2026-09-15"),
            plan("c.txt", "6001/BGDĐT-GDTX", directive_issued_on="2026-09-16"),
            plan("known.txt", "5607/BGDĐT-GDNNGDTX", "5607/BGDĐT-GDNNGDTX"),
            plan("other.txt"),
        ]
    )
    assert (wanted.number, wanted.issued_on, wanted.documents) == ("6001/BGDĐT-GDTX", "2026-09-15", ("a.txt", "b.txt", "c.txt"))
    assert wanted.original is None


def test_the_most_cited_comes_first_and_its_own_document_is_named() -> None:
    plans = [
        plan("one.txt", "7000/BGDĐT-GDTX"),
        *(plan(f"{n}.txt", "6001/BGDĐT-GDTX") for n in range(2)),
        plan("bo.pdf", level="ministry", number="6001/BGDĐT-GDTX"),
        plan("xa.pdf", level="commune", number="7000/BGDĐT-GDTX"),
    ]
    assert [(w.number, w.original) for w in not_registered(plans)] == [
        ("6001/BGDĐT-GDTX", "in/bo.pdf"), ("7000/BGDĐT-GDTX", None),
    ]  # fmt: skip


def test_a_directive_known_from_others_is_to_be_read_from_itself_and_one_that_was_is_not() -> None:
    def directive(number: int, *asked: Asking, **values: Any) -> Directive:
        return Directive(f"{number}/BGDĐT-GDTX", "c", 2026, "Bộ Giáo dục và Đào tạo", theme="Học", activities=asked, **values)

    known = Asking("Tổ chức lễ khai mạc")
    directives = [directive(6001), directive(6002, known, inferred=("activities",)), directive(7000, known)]
    plans = [plan(f"{n}.pdf", level="ministry", number=f"{n}/BGDĐT-GDTX") for n in (6001, 6002, 7000)]
    assert originals_of_gaps(plans, directives) == [("6001/BGDĐT-GDTX", "in/6001.pdf"), ("6002/BGDĐT-GDTX", "in/6002.pdf")]
    assert originals_of_gaps([], directives) == []
