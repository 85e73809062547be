"""What a directive that is not at hand must have asked, as a draft: what the plans that cite it agree on, with the count.

`12 trong 14 văn bản ghi như vậy; 2 văn bản ghi khác: ...` A value on which they do not clearly agree stays open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.check.citation import level_number, same_body
from pipeline.check.question import say
from pipeline.compare import word_keys
from pipeline.drafting.draft import Draft, Value
from pipeline.extract import Desk
from pipeline.model import Citation, Deadline, Extraction
from pipeline.numbers import split_number
from pipeline.rulebook import DocumentTypes
from pipeline.text import fold, squeeze

_FEWEST, _PROVINCES, _SHARE = (
    3,
    2,
    0.75,
)  # plans that must agree, provinces they come from, and how many of those that say anything
_SHOWN = 5  # other wordings that are listed
_CITING = ("province", "department", "district", "commune", "school", "other")


@dataclass(frozen=True, slots=True)
class Witness:
    """A plan that cites the directive, and how it does."""

    plan: Extraction
    citation: Citation

    @property
    def name(self) -> str:
        return self.plan.document.name

    @property
    def place(self) -> str:
        return self.plan.value("province") or self.name


@dataclass(frozen=True, slots=True)
class _Said:
    witness: Witness
    value: str


def may_mean(cited: str | None, number: str, types: DocumentTypes) -> bool:
    """Whether a citation's number has the directive's sequence and issuer: `4342/BGDĐT-GDĐT` may mean `4342/BGDĐT-GDTX`."""
    ours, theirs = split_number(cited or ""), split_number(number)
    if ours is None or theirs is None:
        return level_number(cited or "") == level_number(number)
    return ours.seq == theirs.seq and _issuer_symbol(ours.symbol, types) == _issuer_symbol(theirs.symbol, types)


def infer_directive(number: str, plans: Iterable[Extraction], desk: Desk) -> Draft | None:
    """The draft of a directive out of the plans that cite it; None where none does."""
    types = desk.rulebook.document_types
    witnesses = [w for plan in plans if (w := _witness(number, plan, types))]
    if not witnesses:
        return None
    issuer = _agreed(witnesses, lambda w: w.citation.issuer)
    year = _agreed(witnesses, lambda w: w.plan.value("year"))
    return Draft(
        about=(
            f"Dự thảo do máy suy ra từ {len(witnesses)} văn bản viện dẫn {number}; bản gốc chưa có trong tay.\n"
            "Không suy ra cơ quan được giao việc và hoạt động: khi có bản gốc, dùng `doichieu rules draft`."
        ),
        known={
            "number": Value(number, _how_printed(number, witnesses), inferred=True),
            "issuer": issuer,
            "year": year,
            "campaign": _agreed(witnesses, lambda w: _campaign(w, desk)),
        },
        asked={
            "issued_on": _agreed(witnesses, lambda w: w.citation.issued_on),
            "theme": _agreed(witnesses, lambda w: w.plan.value("theme"), key=lambda theme: " ".join(word_keys(theme))),
            **{name: _agreed(witnesses, _valued(name)) for name in ("week_start", "week_end", "opening_on")},
            "report_due_on": _agreed(witnesses, lambda w: _report_due(w, issuer.value)),
        },
    )


def _witness(number: str, plan: Extraction, types: DocumentTypes) -> Witness | None:
    """A lower unit's document with its citation of the directive, the dated one where it cites it twice."""
    if plan.value("level") not in _CITING:
        return None
    found = [c for c in plan.of(Citation) if may_mean(c.number, number, types)]
    return Witness(plan, min(found, key=lambda c: c.issued_on is None)) if found else None


def _agreed(
    witnesses: Sequence[Witness], of: Callable[[Witness], str | None], key: Callable[[str], str] = lambda value: fold(value)
) -> Value:
    """The value that clearly more of the plans state than any other, counted; else an open gap that says what they state."""
    said = [_Said(w, value) for w in witnesses if (value := of(w))]
    silent = len(witnesses) - len(said)
    not_said = f"; {silent} văn bản không nêu" if silent else ""
    if not said:
        return Value(None, f"không văn bản nào trong {len(witnesses)} văn bản viện dẫn nêu điều này; bản gốc chưa có trong tay")
    (most, count), *_ = Counter(key(s.value) for s in said).most_common(1)
    agreeing = [s for s in said if key(s.value) == most]
    others = [s for s in said if key(s.value) != most]
    spelling = Counter(s.value for s in agreeing).most_common(1)[0][0]
    counts = f"{count} trong {len(said)} văn bản nêu điều này ghi “{say(spelling, 0)}” ({_names(agreeing)})"
    differing = f"; {len(others)} văn bản ghi khác: {_listed(others)}" if others else ""
    enough = count >= _FEWEST and len({s.witness.place for s in agreeing}) >= _PROVINCES and count >= _SHARE * len(said)
    if not enough:
        return Value(None, f"chưa đủ thống nhất để suy ra: {counts}{differing}{not_said}; bản gốc chưa có trong tay")
    return Value(spelling, f"suy ra từ các văn bản viện dẫn: {counts}{differing}{not_said}", inferred=True)


def _names(said: Sequence[_Said]) -> str:
    shown = ", ".join(s.witness.name for s in said[:2])
    return shown + (" ..." if len(said) > 2 else "")


def _listed(others: Sequence[_Said]) -> str:
    shown = "; ".join(f"“{say(s.value, 0)}” ({s.witness.name})" for s in others[:_SHOWN])
    return shown + (" ..." if len(others) > _SHOWN else "")


def _how_printed(number: str, witnesses: Sequence[Witness]) -> str:
    others = [
        _Said(w, w.citation.number or "") for w in witnesses if level_number(w.citation.number or "") != level_number(number)
    ]
    counts = f"{len(witnesses) - len(others)} trong {len(witnesses)} văn bản viện dẫn ghi đúng như vậy"
    return counts + (f"; {len(others)} văn bản ghi khác: {_listed(others)}" if others else "")


def _valued(name: str) -> Callable[[Witness], str | None]:
    return lambda w: w.plan.value(name)


def _campaign(witness: Witness, desk: Desk) -> str | None:
    subject = squeeze(fold(witness.plan.value("subject") or ""))
    return next((c.id for c in desk.rulebook.campaigns.values() if c.pattern.search(subject)), None)


def _report_due(witness: Witness, issuer: str | None) -> str | None:
    """The day by which a plan's owner reports to the directive's issuer."""
    due = [d for d in witness.plan.of(Deadline) if d.kind == "report" and d.recipient and issuer]
    return next((d.due_on for d in due if d.due_on and same_body(d.recipient or "", issuer or "")), None)


def _issuer_symbol(symbol: str, types: DocumentTypes) -> str:
    """`bgdđt` of `BGDĐT-GDTX`, where the issuer stands first, and `bvhttdl` of `KH-BVHTTDL`, where a type does."""
    pieces = symbol.split("-")
    return level_number(pieces[1] if types.of_symbol(symbol) and len(pieces) > 1 else pieces[0])
