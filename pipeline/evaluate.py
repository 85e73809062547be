"""Facts against gold: scores per field, and what a change of rules gained and lost.

The figures are those of `score.py` beside the contract, to the letter: no score of ours flatters. Where the gold has them,
what a document is linked to and how it stands beside its superiors' plans are scored, too, apart from all sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pipeline.gold import SAME_ITEM, Gold, Item, level_number, pair_up, same_value
from pipeline.model import Assignment, Citation, Deadline, Extraction, Finding

_SCALARS = (
    *("issuer", "level", "province", "commune", "doc_type", "number", "issued_on", "year", "subject", "theme"),
    *("week_start", "week_end", "opening_on", "lead_agency", "signer", "signer_title", "in_scope"),
    *("directive_number", "directive_issued_on", "directive"),
)
_SETS = ("citations", "deadlines", "agencies")
_VERDICTS, _LINKS, _UPSTREAM = "verdicts", "links", "upstream"
FIELDS = (*_SCALARS, *_SETS, _VERDICTS, _LINKS, _UPSTREAM)


class Rows(Protocol):
    """The store, as far as it is asked here: an open `pipeline.store.reading.Reader`."""

    def plans(self, **where: str | int | None) -> list[dict[str, Any]]: ...
    def load(self, document: str) -> Extraction: ...
    def findings(self, document: str) -> list[Finding]: ...
    def links(self, document: str | None = None) -> list[dict[str, Any]]: ...


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the values of a field."""

    correct: int = 0
    wrong: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.correct + other.correct, self.wrong + other.wrong, self.missed + other.missed, self.spurious + other.spurious
        )

    @property
    def asked(self) -> int:
        return self.correct + self.wrong + self.missed + self.spurious

    @property
    def faults(self) -> int:
        """A wrong value is missed and made up at once."""
        return 2 * self.wrong + self.missed + self.spurious

    @property
    def precision(self) -> float:
        return self.correct / max(1, self.correct + self.wrong + self.spurious)

    @property
    def recall(self) -> float:
        return self.correct / max(1, self.correct + self.wrong + self.missed)

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Judged:
    """One field of one document beside its gold; `name` is the field, or `verdict of theme`."""

    document: str
    field: str
    name: str
    gold: Any
    got: Any
    tally: Tally

    @property
    def right(self) -> bool:
        return not self.tally.faults


@dataclass(frozen=True, slots=True)
class Scores:
    """A database against its gold."""

    judged: tuple[Judged, ...]
    documents: int
    absent: int  # not in the database
    whole: int  # documents with every field right
    fields: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def total(self) -> Tally:
        """All fields together; verdicts and the chain are counted apart."""
        return sum((tally for name, tally in self.fields.items() if name in (*_SCALARS, *_SETS)), Tally())

    @property
    def errors(self) -> list[Judged]:
        return [one for one in self.judged if not one.right]


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a document that is better or worse than before: `gain` where it has fewer faults."""

    before: Judged
    after: Judged

    @property
    def gain(self) -> bool:
        return self.after.tally.faults < self.before.tally.faults


@dataclass(frozen=True, slots=True)
class GainsAndLosses:
    """What a change of rules or program did to the same gold."""

    before: Scores
    after: Scores
    gains: tuple[Change, ...]
    losses: tuple[Change, ...]


# --- judging ----------------------------------------------------------------------------------------------------------------


def evaluate(rows: Rows, golds: Sequence[Gold]) -> Scores:
    """Every document's values, sets, verdicts and superiors beside its gold."""
    judged: list[Judged] = []
    names: dict[str, str] = {}
    if any(_LINKS in gold for gold in golds):
        names = {str(plan["document"]): str(plan["name"]) for plan in rows.plans()}
    absent = whole = 0
    for gold in golds:
        plan = next(iter(rows.plans(name=gold["document"])), {})
        found = _values(gold, plan) + _sets(gold, rows, plan)
        absent += not plan
        whole += bool(plan) and all(one.right for one in found)
        judged += found + _verdicts(gold, rows, plan) + list(_chain(gold, rows, plan, names))
    fields = {name: sum((one.tally for one in judged if one.field == name), Tally()) for name in FIELDS}
    return Scores(tuple(judged), len(golds), absent, whole, {name: tally for name, tally in fields.items() if tally.asked})


def gains_and_losses(before: Rows, after: Rows, golds: Sequence[Gold]) -> GainsAndLosses:
    """The same gold against two databases: which field of which document became better, and which worse."""
    old, new = evaluate(before, golds), evaluate(after, golds)
    changes = [Change(a, b) for a, b in zip(old.judged, new.judged, strict=True) if a.tally.faults != b.tally.faults]
    return GainsAndLosses(old, new, tuple(c for c in changes if c.gain), tuple(c for c in changes if not c.gain))


def _values(gold: Gold, plan: Mapping[str, Any]) -> list[Judged]:
    wanted = {name: value for name, value in gold.items() if name in _SCALARS and name != "directive"}
    if "directive" in gold:
        directive = gold["directive"] or {}
        wanted["directive_number"] = directive.get("number")
        wanted["directive_issued_on"] = directive.get("issued_on")
        wanted["directive"] = directive.get("resolved")
    return [
        Judged(gold["document"], name, name, want, plan.get(name), _tally_of(name, want, plan.get(name)))
        for name, want in wanted.items()
    ]


def _tally_of(name: str, want: Any, got: Any) -> Tally:
    if want is None:
        return Tally(spurious=got is not None)
    if got is None:
        return Tally(missed=1)
    return Tally(correct=1) if same_value(name, want, got) else Tally(wrong=1)


def _sets(gold: Gold, rows: Rows, plan: Mapping[str, Any]) -> list[Judged]:
    asked = [name for name in _SETS if name in gold]
    extraction = rows.load(plan["document"]) if plan and asked else None
    judged = []
    for name in asked:
        got = _READ[name](extraction) if extraction else []
        hits = pair_up(gold[name], got, SAME_ITEM[name])
        tally = Tally(correct=hits, missed=len(gold[name]) - hits, spurious=len(got) - hits)
        judged.append(Judged(gold["document"], name, name, gold[name], got, tally))
    return judged


def _verdicts(gold: Gold, rows: Rows, plan: Mapping[str, Any]) -> list[Judged]:
    wanted: Mapping[str, str] = gold.get(_VERDICTS, {})
    findings = rows.findings(plan["document"]) if plan and wanted else []
    directive = level_number((gold.get("directive") or {}).get("resolved") or "")
    judged = []
    for requirement, want in wanted.items():
        given = [f for f in findings if f.requirement == requirement]
        own = [f for f in given if level_number(f.directive or "") == directive]
        got = {f.verdict for f in own or given}
        tally = Tally(missed=1) if not got else Tally(correct=1) if got == {want} else Tally(wrong=1)
        shown = ", ".join(sorted(got)) or None
        judged.append(Judged(gold["document"], _VERDICTS, f"verdict of {requirement}", want, shown, tally))
    return judged


def _chain(gold: Gold, rows: Rows, plan: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Judged]:
    """What it is linked to, by number and the superior's file; and its verdicts beside each superior's plan."""
    if _LINKS in gold:
        linked = [(k["relation"], k["number"], k["superior"]) for k in gold[_LINKS]]
        found = rows.links(plan["document"]) if plan else []
        yield _listed(gold, _LINKS, linked, [(k["relation"], k["number"], names.get(str(k["superior"]))) for k in found])
    if _UPSTREAM in gold:
        asked = [(number, *pair) for number, verdicts in gold[_UPSTREAM].items() for pair in verdicts.items()]
        judged = rows.findings(plan["document"]) if plan else []
        beside = [(f.directive, f.requirement, f.verdict) for f in judged if f.requirement.startswith("upstream-")]
        yield _listed(gold, _UPSTREAM, asked, beside)


def _listed(gold: Gold, name: str, wanted: list[Item], got: list[Item]) -> Judged:
    hits = pair_up(wanted, got, lambda one, other: bool(one == other))
    tally = Tally(correct=hits, missed=len(wanted) - hits, spurious=len(got) - hits)
    return Judged(gold["document"], name, name, wanted, got, tally)


def _citations(extraction: Extraction) -> list[Item]:
    """Each number once, with the first date given to it."""
    seen: dict[str, tuple[str | None, str | None]] = {}
    for citation in extraction.of(Citation):
        key = level_number(citation.number or "")
        seen[key] = (citation.number, seen.get(key, (None, None))[1] or citation.issued_on)
    return list(seen.values())


def _deadlines(extraction: Extraction) -> list[Item]:
    return list(dict.fromkeys((d.due_on, d.recipient) for d in extraction.of(Deadline) if d.due_on is not None))


def _agencies(extraction: Extraction) -> list[Item]:
    return list(dict.fromkeys(a.agency_text or a.agency or None for a in extraction.of(Assignment)))


_READ: Mapping[str, Callable[[Extraction], list[Item]]] = {
    "citations": _citations,
    "deadlines": _deadlines,
    "agencies": _agencies,
}


# --- in words ---------------------------------------------------------------------------------------------------------------


def scores_as_dict(scores: Scores) -> dict[str, Any]:
    """For `--json`: figures of each field, then the summary."""
    summary = {"documents": scores.documents, "not_in_database": scores.absent, "all_fields_right": scores.whole}
    return {"fields": {name: _figures(t) for name, t in scores.fields.items()}, "summary": summary | _figures(scores.total)}


def _figures(tally: Tally) -> dict[str, float]:
    counts = {"correct": tally.correct, "wrong": tally.wrong, "missed": tally.missed, "spurious": tally.spurious}
    return counts | {"precision": round(tally.precision, 4), "recall": round(tally.recall, 4), "f1": round(tally.f1, 4)}


def render_scores(scores: Scores, errors: bool) -> str:
    """A line for each field, what is wrong where it is asked for, and the sum."""
    lines = [f"{'field':22}{'right':>6}{'wrong':>6}{'missed':>7}{'extra':>6}{'P':>7}{'R':>7}{'F1':>7}"]
    for name, tally in scores.fields.items():
        counts = f"{tally.correct:6}{tally.wrong:6}{tally.missed:7}{tally.spurious:6}"
        rates = "".join(f"{round(rate, 4):7.3f}" for rate in (tally.precision, tally.recall, tally.f1))  # as score.py rounds
        lines.append(f"{name:22}{counts}{rates}")
    if errors:
        lines += [f"  {one.document} {one.name}\n    gold: {one.gold}\n    got:  {one.got}" for one in scores.errors]
    total = scores.total
    lines.append(
        f"documents {scores.documents}, not in the database {scores.absent}, all fields right {scores.whole}; "
        f"P {total.precision:.3f} R {total.recall:.3f} F1 {total.f1:.3f}"
    )
    return "\n".join(lines)


def render_gains_and_losses(compared: GainsAndLosses) -> str:
    """`+` what became better, `-` what became worse, and the sums before and after."""
    lines = [
        line for sign, changes in (("+", compared.gains), ("-", compared.losses)) for c in changes for line in _told(sign, c)
    ]
    before, after = compared.before.total, compared.after.total
    lines.append(
        f"gains {len(compared.gains)}, losses {len(compared.losses)}; F1 {before.f1:.3f} -> {after.f1:.3f}, "
        f"all fields right {compared.before.whole} -> {compared.after.whole}"
    )
    return "\n".join(lines)


def gains_and_losses_as_dict(compared: GainsAndLosses) -> dict[str, Any]:
    """For `--json` with `--against`: both sums, and each change."""

    def listed(changes: Sequence[Change]) -> list[dict[str, Any]]:
        return [
            {
                "document": c.after.document,
                "field": c.after.name,
                "gold": c.after.gold,
                "before": c.before.got,
                "after": c.after.got,
            }
            for c in changes
        ]

    sums = {"before": scores_as_dict(compared.before)["summary"], "after": scores_as_dict(compared.after)["summary"]}
    return sums | {"gains": listed(compared.gains), "losses": listed(compared.losses)}


def _told(sign: str, change: Change) -> list[str]:
    now = "" if change.after.right else f" ({change.after.tally.faults} faults left)" if change.gain else ""
    return [
        f"{sign} {change.after.document} {change.after.name}{now}",
        f"    gold:   {change.after.gold}",
        f"    before: {change.before.got}",
        f"    after:  {change.after.got}",
    ]
