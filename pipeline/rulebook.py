"""`rules/` to validated objects: the only reader of the rule files. A faulty rule stops the run before a document is opened."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.agencies import Abbreviation, Agency, load_agencies
from pipeline.letters import LetterWords, load_letters
from pipeline.model import Directive, SectionKind
from pipeline.policies import Policies, load_policies
from pipeline.text import fold, spaced
from pipeline.yamlfile import Checked, Faults, read_yaml

FIELDS = frozenset(
    {
        "number", "issued_on", "issuer", "subject", "citation", "theme", "week", "opening", "deadline",
        "assignment", "lead_agency", "activity", "signature", "place",
    }
)  # fmt: skip
LEVELS = ("central", "ministry", "province", "department", "district", "commune", "school", "other")
PARTS = frozenset({"letterhead", "title", "addressee", "basis", "body", "closing", "recipients", "signature", "annex"})


class RuleFaults(Exception):
    """The rule files are at fault; `found` lists every fault with file and line."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(f"{len(found)} faults in the rules")
        self.found = found


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a rule file, and what the real extractor must find in it (`None`: this rule must find nothing)."""

    text: str
    expected: Mapping[str, Any] | None
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern for one field, with the parts of a document where it looks."""

    id: str
    field: str
    pattern: re.Pattern[str]
    where: tuple[str, ...]
    needs: tuple[str, ...]  # single words (a line may end between two) of which one must be there: a cheap look first
    confidence: float
    examples: tuple[Example, ...]

    def may_match(self, folded: str, start: int, end: int) -> bool:
        for word in self.needs:
            if folded.find(word, start, end) >= 0:
                return True
        return not self.needs

    def search(self, folded: str, start: int, end: int) -> re.Match[str] | None:
        if not self.may_match(folded, start, end):
            return None
        return self.pattern.search(folded, start, end)

    def finditer(self, folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
        if not self.may_match(folded, start, end):
            return iter(())
        return self.pattern.finditer(folded, start, end)


@dataclass(frozen=True, slots=True)
class OutlineWords:
    """How the parts of a document begin: from `rules/outline.yml`."""

    title: re.Pattern[str]
    not_title: re.Pattern[str]
    attachable: re.Pattern[str]
    attached: re.Pattern[str]
    addressee: re.Pattern[str]
    basis: re.Pattern[str]
    cites: re.Pattern[str]
    continues_basis: re.Pattern[str]
    decides: re.Pattern[str]
    opener: re.Pattern[str]
    authority: re.Pattern[str]
    recipients: re.Pattern[str]
    signature: re.Pattern[str]
    annex: re.Pattern[str]
    closing: re.Pattern[str]
    kinds: tuple[tuple[SectionKind, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class RecognisedWords:
    """What a recogniser's reading is held against: from `rules/phrases.yml`."""

    phrases: tuple[str, ...]
    kept: tuple[str, ...]  # right as they stand, though they look like a phrase
    surnames: frozenset[str]  # folded


@dataclass(frozen=True, slots=True)
class BodyWords:
    """How bodies' names begin, end and are spelt out: from `rules/bodies.yml` and `rules/agencies.yml`."""

    heads: tuple[str, ...]
    not_heads: tuple[str, ...]
    stops: tuple[str, ...]
    never: tuple[str, ...]
    dashed: tuple[str, ...]
    levels: tuple[tuple[str, re.Pattern[str]], ...]
    positions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentTypes:
    """Which word a symbol stands for (`KH` Kế hoạch, `TTr` Tờ trình): from `rules/document_types.yml`."""

    names: Mapping[str, str]  # symbol -> name
    words: Mapping[str, str]  # folded word, its synonyms too -> name

    def of_symbol(self, symbol: str) -> str | None:
        """The type that a number's symbol names, if it names one: `KH-UBND` -> Kế hoạch; `UBND-KGVX` names none."""
        first = re.split(r"[-/]", symbol, maxsplit=1)[0]
        return self.names.get(first)


@dataclass(frozen=True, slots=True)
class Campaign:
    """What a campaign is called, so that a document is known to belong to it: from `rules/campaigns/ID/campaign.yml`."""

    id: str
    name_vi: str
    name_en: str
    short_vi: str  # what its documents call its days, and our reasons with them: `Tuần lễ`
    short_en: str
    pattern: re.Pattern[str]
    period: str  # the pattern of that word: the piece `{period}` of field patterns holds every campaign's
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Rulebook:
    """All rules, validated; `fingerprint` changes when any of their files does."""

    root: Path
    fingerprint: str
    outline: OutlineWords
    bodies: BodyWords
    agencies: tuple[Agency, ...]
    abbreviations: tuple[Abbreviation, ...]
    document_types: DocumentTypes
    campaigns: Mapping[str, Campaign]
    policies: Policies
    by_field: Mapping[str, tuple[Rule, ...]]
    words: Mapping[str, re.Pattern[str]]
    recognised: RecognisedWords
    letters: Mapping[str, LetterWords]  # to a province, to a commune

    @property
    def directives(self) -> tuple[Directive, ...]:
        return self.policies.directives

    def campaign_of(self, directive: str | None) -> Campaign | None:
        """The campaign of a directive by its number."""
        return next((self.campaigns.get(known.campaign) for known in self.directives if known.number == directive), None)

    def rules(self, name: str) -> tuple[Rule, ...]:
        return self.by_field.get(name, ())

    @cached_property
    def dashed(self) -> frozenset[tuple[str, str]]:
        """What stands on both sides of a dash in names: `Phòng Văn hóa - Xã hội` -> ("văn hóa", "xã hội")."""
        agencies = (name for agency in self.agencies for name in (agency.name, *agency.variants))
        names = map(str.lower, (*agencies, *self.bodies.dashed))
        sides = (name.split(" - ", 1) for name in names if " - " in name)
        return frozenset((" ".join(left.split()[-2:]), " ".join(right.split()[:2])) for left, right in sides)

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rules in self.by_field.values() for rule in rules}


def rules_root() -> Path:
    """The rules that belong to this program: beside the package in a checkout."""
    return Path(__file__).resolve().parent.parent / "rules"


def compile_pattern(source: str, fragments: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern of a rule file: `{piece}` stands for a fragment, a space for any run of white space,
    ` ?` for such a run or nothing.

    >>> bool(compile_pattern("trước ngày {d}", {"d": "[0-9]+"}).search("trước\\n ngày 20"))
    True
    """
    for name in set(re.findall(r"\{([a-z_]+)\}", source)):
        if name not in fragments:
            raise KeyError(name)
        source = source.replace("{" + name + "}", fragments[name])
    return spaced(source)


def _fingerprint(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in (".yml", ".csv"):
            digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def load(root: Path | None = None) -> Rulebook:
    """Every rule file below `root`, or `RuleFaults` with all that is wrong in them."""
    root = root or rules_root()
    faults = Faults()
    if not root.is_dir():
        raise RuleFaults([f"{root}: there is no such folder of rules"])
    fragments = _load_fragments(root / "fields" / "fragments.yml", faults)
    campaigns = _load_campaigns(root / "campaigns", fragments, faults)
    fragments["period"] = "(?:" + "|".join(campaign.period for campaign in campaigns.values()) + ")"
    outline = _load_outline(root / "outline.yml", fragments, faults)
    by_field = _load_fields(root / "fields", fragments, faults)
    bodies = _load_bodies(root / "bodies.yml", faults)
    agencies, abbreviations = load_agencies(root / "agencies.yml", faults)
    types = _load_types(root / "document_types.yml", faults)
    policies = load_policies(root, campaigns, faults)
    letters = load_letters(root / "letters" / "reminder.yml", faults)
    _refuse_unknown_bodies(policies, agencies, root / "kinds.yml", faults)
    words = _load_words(root / "words.yml", fragments, faults)
    recognised = _load_recognised(root / "phrases.yml", faults, [p for c in campaigns.values() for p in c.phrases])
    if faults.found or outline is None:
        raise RuleFaults(faults.found)
    fingerprint = _fingerprint(root)
    return Rulebook(
        root,
        fingerprint,
        outline,
        bodies,
        agencies,
        abbreviations,
        types,
        campaigns,
        policies,
        by_field,
        words,
        recognised,
        letters,
    )


def _compiled(entry: Checked, key: str, fragments: Mapping[str, str]) -> re.Pattern[str]:
    source = entry.text(key)
    try:
        return compile_pattern(source, fragments)
    except KeyError as error:
        entry.fault(f"the pattern names an unknown piece {error}", key)
    except re.error as error:
        entry.fault(f"the pattern cannot be compiled: {error}", key)
    return re.compile(r"(?!)")


def _load_fragments(path: Path, faults: Faults) -> dict[str, str]:
    top = Checked(read_yaml(path, faults), path, faults)
    fragments: dict[str, str] = {}
    for entry in top.entries("fragments"):
        name, pattern = entry.text("name"), entry.text("pattern")
        entry.text("note", "")
        if name in fragments:
            entry.fault(f"the piece {name!r} is defined twice", "name")
        for inner in re.findall(r"\{([a-z_]+)\}", pattern):
            pattern = pattern.replace("{" + inner + "}", fragments.get(inner, ""))
            if inner not in fragments:
                entry.fault(f"the piece {name!r} names {inner!r}, which is not defined above it", "pattern")
        fragments[name] = pattern
        entry.done()
    top.done()
    return fragments


def _load_outline(path: Path, fragments: Mapping[str, str], faults: Faults) -> OutlineWords | None:
    top = Checked(read_yaml(path, faults), path, faults)
    parts = Checked(top.get("parts"), path, faults)
    names = [name for name in OutlineWords.__dataclass_fields__ if name != "kinds"]
    compiled: dict[str, re.Pattern[str]] = {}
    for name in names:
        if name not in parts.entry:
            parts.fault(f"the part {name!r} is missing")
            continue
        entry = Checked(parts.get(name), path, faults)
        compiled[name] = _with_examples(entry, fragments)
    kinds: list[tuple[SectionKind, re.Pattern[str]]] = []
    for entry in top.entries("kinds"):
        kind = entry.text("kind")
        kinds.append((kind, _with_examples(entry, fragments, whole=False)))  # type: ignore[arg-type]
    parts.done()
    top.done()
    if len(compiled) < len(names):
        return None
    return OutlineWords(**compiled, kinds=tuple(kinds))


def _load_bodies(path: Path, faults: Faults) -> BodyWords:
    top = Checked(read_yaml(path, faults), path, faults)
    levels = []
    for entry in top.entries("levels"):
        level = entry.text("level")
        if level not in LEVELS:
            entry.fault(f"unknown level {level!r}; known are {', '.join(LEVELS)}", "level")
        levels.append((level, _compiled(entry, "pattern", {})))
        entry.done()
    heads, not_heads, stops, never, dashed = (top.texts(name) for name in ("heads", "not_heads", "stops", "never", "dashed"))
    words = BodyWords(heads, not_heads, stops, never, dashed, tuple(levels), top.texts("positions"))
    top.done()
    return words


def _refuse_unknown_bodies(policies: Policies, agencies: Iterable[Agency], path: Path, faults: Faults) -> None:
    """Kinds of body are made of the sectors and bodies that the gazetteer knows."""
    ids, sectors = {a.id for a in agencies}, {a.sector for a in agencies}
    for kind in policies.kinds.values():
        for name in sorted((set(kind.sectors) - sectors) | ({*kind.also, *kind.within} - ids)):
            faults.add(path, 1, f"the kind {kind.id!r} names {name!r}, which agencies.yml does not have")


def _load_words(path: Path, fragments: Mapping[str, str], faults: Faults) -> dict[str, re.Pattern[str]]:
    top = Checked(read_yaml(path, faults), path, faults)
    words: dict[str, re.Pattern[str]] = {}
    for entry in top.entries("words"):
        name = entry.text("name")
        entry.text("note", "")
        if name in words:
            entry.fault(f"the name {name!r} stands twice", "name")
        words[name] = _with_examples(entry, fragments, whole=False)
    top.done()
    return words


def _load_recognised(path: Path, faults: Faults, of_campaigns: Iterable[str]) -> RecognisedWords:
    top = Checked(read_yaml(path, faults), path, faults)
    words = RecognisedWords(
        (*_phrases(top, "phrases"), *of_campaigns), _phrases(top, "kept"), frozenset(map(fold, top.texts("surnames")))
    )
    top.done()
    return words


def _phrases(top: Checked, key: str = "phrases") -> tuple[str, ...]:
    phrases = top.texts(key)
    for phrase in phrases:
        if " " not in phrase:
            top.fault(f"the phrase {phrase!r} is one word: bare of marks it may be many", key)
    return phrases


def _load_types(path: Path, faults: Faults) -> DocumentTypes:
    top = Checked(read_yaml(path, faults), path, faults)
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    for entry in top.entries("types"):
        symbol, name = entry.get("symbol"), entry.text("name")
        for key in ("levels", "forms"):
            entry.texts(key)
        entry.text("note", "")
        if symbol is not None and str(symbol) in names:
            entry.fault(f"the symbol {symbol!r} stands twice", "symbol")
        if symbol is not None:
            names[str(symbol)] = name
        for word in (name, *entry.texts("also")):
            words.setdefault(word.lower(), name)
        entry.done()
    for key in top.entry:
        top.get(key)
    return DocumentTypes(names, words)


def _load_campaigns(folder: Path, fragments: Mapping[str, str], faults: Faults) -> dict[str, Campaign]:
    """One folder a campaign, named by its id; its directives are read by the policies."""
    campaigns: dict[str, Campaign] = {}
    for path in sorted(folder.glob("*/campaign.yml")):
        top = Checked(read_yaml(path, faults), path, faults)
        names, short = (Checked(top.get(key), path, faults, top.line) for key in ("name", "short"))
        _compiled(top, "period", fragments)
        campaigns[path.parent.name] = Campaign(
            id=path.parent.name,
            name_vi=names.text("vi"),
            name_en=names.text("en"),
            short_vi=short.text("vi"),
            short_en=short.text("en"),
            pattern=_with_examples(top, fragments, whole=False, close=False),
            period=top.text("period"),
            phrases=_phrases(top),
        )
        for part in (names, short, top):
            part.done()
    if not campaigns:
        faults.add(folder, 1, "there is no campaign: each has a folder with a campaign.yml")
    return campaigns


def _with_examples(entry: Checked, fragments: Mapping[str, str], *, whole: bool = True, close: bool = True) -> re.Pattern[str]:
    """A pattern of the outline; its examples are lines, so they are held against it at once."""
    pattern = _compiled(entry, "pattern", fragments)
    find = pattern.match if whole else pattern.search
    for accepted in entry.texts("accepts"):
        if not find(accepted):
            entry.fault(f"the pattern does not accept its example {accepted!r}", "accepts")
    for rejected in entry.texts("rejects"):
        if find(rejected):
            entry.fault(f"the pattern accepts {rejected!r}, which it must reject", "rejects")
    for key in ("accepts", "rejects"):
        if not entry.texts(key):
            entry.fault(f"{key!r} needs at least one example", key)
    if close:
        entry.done()
    return pattern


def _load_fields(folder: Path, fragments: Mapping[str, str], faults: Faults) -> dict[str, tuple[Rule, ...]]:
    by_field: dict[str, tuple[Rule, ...]] = {}
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name == "fragments.yml":
            continue
        top = Checked(read_yaml(path, faults), path, faults)
        name = top.text("field")
        if name not in FIELDS:
            top.fault(f"unknown field {name!r}; known are {', '.join(sorted(FIELDS))}", "field")
        top.text("note", "")
        rules = []
        for entry in top.entries("rules"):
            rule = _load_rule(entry, name, fragments)
            if rule.id in seen:
                entry.fault(f"the id {rule.id!r} stands already in {seen[rule.id]}", "id")
            seen[rule.id] = f"{path.name}:{entry.line}"
            rules.append(rule)
        top.done()
        by_field[name] = by_field.get(name, ()) + tuple(rules)
    return by_field


def _load_rule(entry: Checked, field_name: str, fragments: Mapping[str, str]) -> Rule:
    rule_id = entry.text("id")
    if not rule_id.startswith(field_name + "."):
        entry.fault(f"the id {rule_id!r} must begin with {field_name + '.'!r}", "id")
    where = entry.texts("where")
    for part in where:
        if part not in PARTS:
            entry.fault(f"unknown part {part!r}; known are {', '.join(sorted(PARTS))}", "where")
    confidence = entry.get("confidence", 1.0)
    if not isinstance(confidence, int | float) or not 0 < confidence <= 1:
        entry.fault("confidence must be a number above 0 and at most 1", "confidence")
        confidence = 1.0
    entry.text("note", "")
    examples = tuple(_examples(entry))
    if not any(e.expected is not None for e in examples):
        entry.fault("'accepts' needs at least one example", "accepts")
    if not any(e.expected is None for e in examples):
        entry.fault("'rejects' needs at least one example", "rejects")
    pattern = _compiled(entry, "pattern", fragments)
    rule = Rule(rule_id, field_name, pattern, where, entry.texts("needs"), float(confidence), examples)
    entry.done()
    return rule


def _examples(entry: Checked) -> Iterable[Example]:
    for accepted in entry.entries("accepts"):
        expected = {key: accepted.get(key) for key in accepted.entry if key != "text"}
        if not expected:
            accepted.fault("an accepted example needs a value besides its text")
        yield Example(accepted.text("text"), expected, entry.path, accepted.line)
        accepted.done()
    for rejected in entry.texts("rejects"):
        yield Example(rejected, None, entry.path, entry.entry.lines.get("rejects", entry.line))
