"""What is asked and how it is judged: `rules/directives`, those of the campaigns, `rules/policies` and `rules/programmes.yml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any, get_args

from pipeline.model import Asking, Directive, Outcome, Programme, Requirement, Severity, Verdict
from pipeline.text import squeeze
from pipeline.yamlfile import Checked, Faults, read_yaml

ASKED = ("issued_on", "theme", "week_start", "week_end", "opening_on", "report_due_on")
LEVELS = frozenset({"central", "ministry", "province", "department", "district", "commune", "school", "other"})
EVIDENCED = ("number", "issuer", "year", "campaign")  # what a draft quotes beside the values themselves
_QUOTES = '“”" '
_SHARED = "shared.yml"
_NOBODY_KNOWS = "bản gốc chưa có trong tay và chưa có nguồn nào đủ tin cậy"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of body that directives address, e.g. `media`: which bodies of `agencies.yml` are of it, or may have it in them."""

    id: str
    vi: str
    en: str
    sectors: tuple[str, ...]
    also: tuple[str, ...] = ()  # bodies of other sectors that do its work, by id
    within: tuple[str, ...] = ()  # collectives that may mean it without naming it, by id
    levels: tuple[str, ...] = ()  # at which a plan can give it a task; all where none is said
    cues: tuple[str, ...] = ()  # words of which one stands in every name of such a body


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """Facts in a policy file and the verdict that the real check must come to, with its exact words."""

    requirement: str
    name: str
    verdict: str
    reason: str
    given: Mapping[str, Any]  # directive, directive_with, facts, citations, deadlines, plans, text, status, ocr, unread_pages
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Policies:
    """All that is asked and how it is judged."""

    directives: tuple[Directive, ...]
    unnumbered: tuple[Directive, ...]  # kept as data: nobody knows their number, so nothing can be resolved to them
    requirements: tuple[Requirement, ...]
    programmes: tuple[Programme, ...]
    cases: tuple[PolicyCase, ...]
    kinds: Mapping[str, Kind] = field(default_factory=dict)  # of body, by id


def load_policies(root: Path, campaigns: Collection[str], faults: Faults) -> Policies:
    """Everything below `root`; what is wrong goes to `faults`. A campaign's directives may stand in its own folder."""
    kinds = _load_kinds(root / "kinds.yml", faults)
    paths = [*sorted((root / "directives").glob("*.yml")), *sorted((root / "campaigns").glob("*/directives/*.yml"))]
    directives = [d for path in paths if (d := _load_directive(path, campaigns, kinds, faults))]
    numbered = tuple(d for d in directives if d.number)
    _refuse_twins(numbered, root / "directives", faults)
    requirements, cases = _load_requirements(root / "policies", {d.number for d in numbered}, faults)
    programmes = tuple(_load_programmes(root / "programmes.yml", faults))
    unnumbered = tuple(d for d in directives if not d.number)
    return Policies(numbered, unnumbered, tuple(requirements), programmes, tuple(cases), kinds)


def placeholders(template: str) -> set[str]:
    """The values that a wording names.

    >>> sorted(placeholders("Ghi “{found}”, đúng là {expected}."))
    ['expected', 'found']
    """
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def _refuse_twins(directives: tuple[Directive, ...], folder: Path, faults: Faults) -> None:
    seen: set[str] = set()
    for directive in directives:
        if directive.number in seen:
            faults.add(folder, 1, f"the directive {directive.number!r} stands in two files")
        seen.add(directive.number)


def _load_directive(path: Path, campaigns: Collection[str], kinds: Mapping[str, Kind], faults: Faults) -> Directive | None:
    top = Checked(read_yaml(path, faults), path, faults)
    year = top.get("year")
    if not isinstance(year, int):
        top.fault("'year' must be a number", "year")
        return None
    campaign = top.text("campaign")
    if campaign not in campaigns:
        top.fault(f"unknown campaign {campaign!r}; known are {', '.join(sorted(campaigns))}", "campaign")
    elif path.parents[2].name == "campaigns" and path.parents[1].name != campaign:
        top.fault(f"the campaign is {campaign!r}, but the file stands with {path.parents[1].name!r}", "campaign")
    values: dict[str, str | None] = {}
    provenance: dict[str, str] = {}
    inferred: list[str] = []
    for name in ASKED:
        if name not in top.entry:
            top.fault(f"the key {name!r} is missing; where nobody knows it, say `value: null` and why")
            continue
        entry = Checked(top.get(name), path, faults, top.line)
        values[name] = _day_or_text(entry, name)
        provenance[name] = entry.text("from") + _evidence(entry, name)
        if entry.get("inferred", False) and values[name] is not None:
            inferred.append(name)
        entry.done()
    addressed = tuple(_askings(top, "addressed", provenance, inferred, kinds))
    activities = tuple(_askings(top, "activities", provenance, inferred, None))
    _evidence_of_the_rest(top)
    left_open = top.texts("left_open")
    for name in left_open:
        if name not in ASKED:
            top.fault(f"'left_open' names {name!r}, which no directive asks", "left_open")
    number = top.text("number", required=False)
    directive = Directive(
        number=number,
        campaign=campaign,
        year=year,
        issuer=top.text("issuer"),
        issued_on=values.get("issued_on"),
        theme=values.get("theme"),
        week_start=values.get("week_start"),
        week_end=values.get("week_end"),
        opening_on=values.get("opening_on"),
        report_due_on=values.get("report_due_on"),
        provenance=provenance,
        left_open=left_open,
        addressed=addressed,
        activities=activities,
        inferred=tuple(inferred),
    )
    if directive.week_start and directive.week_end and directive.week_end < directive.week_start:
        top.fault("the week ends before it begins", "week_end")
    top.done()
    return directive


def _askings(
    top: Checked, name: str, provenance: dict[str, str], inferred: list[str], kinds: Mapping[str, Kind] | None
) -> Iterator[Asking]:
    """The kinds of body or the activities that a directive names; a file that says nothing of them leaves them open."""
    if name not in top.entry:
        provenance[name] = _NOBODY_KNOWS
        return
    entry = Checked(top.get(name), top.path, top.faults, top.line)
    provenance[name] = entry.text("from") + _evidence(entry, name)
    if entry.get("inferred", False):
        inferred.append(name)
    seen: set[str] = set()
    for item in entry.entries("value"):
        words, condition = item.text("asked"), item.text("condition", required=False) or None
        kind, terms = item.text("kind") if kinds is not None else None, item.texts("terms")
        _evidence(item, name)
        item.done()
        if kinds is not None and kind not in kinds:
            item.fault(f"unknown kind of body {kind!r}; known are {', '.join(kinds)}", "kind")
        elif (kind or words) in seen:
            item.fault(f"{kind or words!r} is asked twice", "kind" if kind else "asked")
        else:
            seen.add(kind or words)
            yield Asking(words, kind, condition, terms)
    entry.done()


def _load_kinds(path: Path, faults: Faults) -> dict[str, Kind]:
    top = Checked(read_yaml(path, faults), path, faults)
    kinds: dict[str, Kind] = {}
    for entry in top.entries("kinds"):
        name = Checked(entry.get("name"), path, faults, entry.line)
        kind = Kind(
            *(entry.text("id"), name.text("vi"), name.text("en")),
            *(entry.texts(key) for key in ("sectors", "also", "within", "levels", "cues")),
        )
        name.done()
        entry.done()
        if kind.id in kinds:
            entry.fault(f"the kind {kind.id!r} stands twice", "id")
        for level in set(kind.levels) - LEVELS:
            entry.fault(f"unknown level {level!r}; known are {', '.join(sorted(LEVELS))}", "levels")
        if not kind.sectors:
            entry.fault("'sectors' needs at least one sector", "sectors")
        if not kind.cues:
            entry.fault("'cues' needs at least one word", "cues")
        kinds[kind.id] = kind
    top.done()
    return kinds


def _evidence(entry: Checked, name: str) -> str:
    """The page and words that a draft quotes, for the reader; a draft that nobody has confirmed is refused."""
    quote, page = entry.text("quote", required=False), entry.get("page")
    if page is not None and not isinstance(page, int):
        entry.fault("'page' must be a number", "page")
    if entry.get("confirmed", True) is not True:
        place = f"page {page} of the directive" if quote else "its source"
        entry.fault(f"{name!r} is drafted, not confirmed: hold it against {place}, then write `confirmed: true`", "confirmed")
    return (f", trang {page}" if page else "") + (f": “{squeeze(quote).strip(_QUOTES)}”" if quote else "")


def _evidence_of_the_rest(top: Checked) -> None:
    """What stands behind the number, the issuer and what else is no day and no theme."""
    given = top.get("evidence")
    if given is None:
        return
    evidence = Checked(given, top.path, top.faults, top.entry.lines.get("evidence", top.line))
    for name in EVIDENCED:
        if name in evidence.entry:
            entry = Checked(evidence.get(name), top.path, top.faults, evidence.entry.lines[name])
            entry.text("from", required=False)
            entry.get("inferred")
            _evidence(entry, name)
            entry.done()
    evidence.done()


def _day_or_text(entry: Checked, name: str) -> str | None:
    value = entry.get("value")
    if value is None:
        return None
    if name == "theme":
        return entry.text("value")
    if not isinstance(value, date):
        entry.fault(f"{name!r} must be a day such as 2022-10-01", "value")
        return None
    return value.isoformat()


def _load_programmes(path: Path, faults: Faults) -> Iterator[Programme]:
    top = Checked(read_yaml(path, faults), path, faults)
    for entry in top.entries("programmes"):
        first, last, issued = entry.get("first_year"), entry.get("last_year"), entry.get("issued_on")
        names, number, kind = entry.texts("names"), entry.text("number"), entry.text("kind")
        entry.done()
        if not (isinstance(first, int) and isinstance(last, int) and first <= last):
            entry.fault("'first_year' and 'last_year' must be years, the first not after the last", "first_year")
        elif not isinstance(issued, date):
            entry.fault("'issued_on' must be a day such as 2021-07-30", "issued_on")
        elif not names:
            entry.fault("'names' needs at least one name", "names")
        else:
            yield Programme(names, first, last, number, issued.isoformat(), kind)
    top.done()


def _load_requirements(folder: Path, numbers: set[str], faults: Faults) -> tuple[list[Requirement], list[PolicyCase]]:
    shared_top = Checked(read_yaml(folder / _SHARED, faults), folder / _SHARED, faults)
    shared = _outcomes(shared_top)
    shared_top.done()
    ordered: list[tuple[int, Requirement]] = []
    cases: list[PolicyCase] = []
    for path in sorted(folder.glob("*.yml")):
        if path.name == _SHARED:
            continue
        top = Checked(read_yaml(path, faults), path, faults)
        requirement = _requirement(top, path, shared)
        order = top.get("order")
        if not isinstance(order, int):
            top.fault("'order', its place in reports, must be a number", "order")
            order = 0
        ordered.append((order, requirement))
        cases += _cases(top, requirement, numbers)
        top.done()
    return [requirement for _, requirement in sorted(ordered, key=lambda pair: (pair[0], pair[1].id))], cases


def _requirement(top: Checked, path: Path, shared: dict[str, Outcome]) -> Requirement:
    identity, title = top.text("id"), Checked(top.get("title"), top.path, top.faults, top.line)
    if identity != path.stem:
        top.fault(f"the id {identity!r} must be the file's name {path.stem!r}", "id")
    version = top.get("version")
    if not isinstance(version, int):
        top.fault("'version' must be a number", "version")
        version = 0
    levels = top.texts("levels")
    for level in levels:
        if level not in LEVELS:
            top.fault(f"unknown level {level!r}; known are {', '.join(sorted(LEVELS))}", "levels")
    severity, severities = _severities(top)
    requirement = Requirement(
        id=identity,
        version=version,
        severity=severity,
        levels=levels,
        title_vi=title.text("vi"),
        title_en=title.text("en"),
        comparison=top.text("comparison"),
        outcomes=shared | _outcomes(top),
        settings=_settings(top),
        severities=severities,
    )
    title.done()
    return requirement


def _severities(top: Checked) -> tuple[Severity, dict[str, Severity]]:
    """One severity for all, or `{usual: minor, commune: note}`."""
    if not isinstance(top.get("severity"), dict):
        return _severity(top, "severity") or "note", {}
    entry = Checked(top.get("severity"), top.path, top.faults, top.line)
    given = {key: severity for key in entry.entry if (severity := _severity(entry, key))}
    usual = given.pop("usual", None)
    if usual is None:
        entry.fault("'severity' by level needs 'usual', for the others")
    for level in set(given) - LEVELS:
        entry.fault(f"unknown level {level!r}; known are {', '.join(sorted(LEVELS))}", level)
    return usual or "note", given


def _severity(entry: Checked, key: str) -> Severity | None:
    value = entry.get(key)
    if value is not None and value not in get_args(Severity):
        entry.fault(f"unknown severity {value!r}; known are {', '.join(get_args(Severity))}", key)
        return None
    severity: Severity | None = value
    return severity


def _outcomes(top: Checked) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    outcomes = top.get("outcomes")
    if not isinstance(outcomes, dict) or not outcomes:
        top.fault("'outcomes' needs at least one outcome", "outcomes")
        return found
    for code, value in outcomes.items():
        entry = Checked(value, top.path, top.faults, top.line)
        verdict = entry.text("verdict")
        if verdict not in get_args(Verdict):
            entry.fault(f"unknown verdict {verdict!r}; known are {', '.join(get_args(Verdict))}", "verdict")
            verdict = "unknown"
        vi, en = _wording(entry, "vi"), _wording(entry, "en")
        found[code] = Outcome(verdict, vi, en, _severity(entry, "severity"))  # type: ignore[arg-type]
        entry.done()
    return found


def _wording(entry: Checked, language: str) -> str:
    template = entry.text(language)
    try:
        placeholders(template)
    except ValueError as error:
        entry.fault(f"the wording cannot be understood: {error}", language)
        return ""
    return template


def _settings(top: Checked) -> dict[str, tuple[str, ...]]:
    """Named lists of patterns; each must compile."""
    given = top.get("settings")
    if given is None:
        return {}
    entry = Checked(given, top.path, top.faults, top.line)
    settings = {name: entry.texts(name) for name in entry.entry}
    for name, patterns in settings.items():
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                entry.fault(f"the pattern {pattern!r} cannot be compiled: {error}", name)
    return settings


_CASE_KEYS = (
    "directive", "directive_with", "facts", "citations", "deadlines", "assignments", "activities", "plans", "superior",
    "text", "status", "ocr", "unread_pages",
)  # fmt: skip


def _cases(top: Checked, requirement: Requirement, numbers: set[str]) -> Iterator[PolicyCase]:
    seen: set[str] = set()
    verdicts: set[str] = set()
    for entry in top.entries("cases"):
        name, verdict, reason = entry.text("name"), entry.text("verdict"), entry.text("reason")
        given = {key: value for key in _CASE_KEYS if (value := entry.get(key)) is not None}
        entry.done()
        if name in seen:
            entry.fault(f"two cases are called {name!r}", "name")
        if given.get("directive") not in numbers:
            entry.fault(f"no directive is called {given.get('directive')!r}", "directive")
            continue
        seen.add(name)
        verdicts.add(verdict)
        yield PolicyCase(requirement.id, name, verdict, reason, given, entry.path, entry.line)
    for outcome in sorted({o.verdict for o in requirement.outcomes.values()} & {"pass", "fail", "unknown"} - verdicts):
        top.fault(f"no case shows the verdict {outcome!r}", "cases")
