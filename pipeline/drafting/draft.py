"""A drafted directive, and how it is written: every value with where it stands, `confirmed: false` until a person has looked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.policies import ASKED, EVIDENCED


@dataclass(frozen=True)
class Value:
    """One value with its evidence, or, without a value, why it is an open gap."""

    value: str | None
    source: str
    quote: str | None = None
    page: int | None = None
    inferred: bool = False


@dataclass(frozen=True)
class Item:
    """One activity, or one kind of body with the words that give it its part."""

    asked: str
    page: int
    kind: str | None = None
    condition: str | None = None


@dataclass(frozen=True)
class Draft:
    """What a file of `rules/directives` will say; `known` holds number, issuer, year and campaign, `asked` the rest."""

    about: str  # the comment at its head
    known: Mapping[str, Value]
    asked: Mapping[str, Value]
    left_open: Mapping[str, Value] = field(default_factory=dict)
    addressed: tuple[Item, ...] = ()
    activities: tuple[Item, ...] = ()
    source: str = ""  # of the items

    @property
    def gaps(self) -> list[str]:
        """What nobody has yet: `["report_due_on"]`."""
        return [name for name, value in (*self.known.items(), *self.asked.items()) if value.value is None]


def render_draft(draft: Draft) -> str:
    """The file's text, in the format of `rules/README-formats.md`."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    yield from (f"# {line}" for line in draft.about.splitlines())
    yield "# Chưa dùng được: đối chiếu từng giá trị, sửa chỗ sai, rồi đổi `confirmed: false` thành `confirmed: true`."
    yield ""
    for name in EVIDENCED:
        known = draft.known[name].value
        yield f"{name}: {known if name == 'year' and known else _text(known)}"
    yield "evidence:"
    for name in EVIDENCED:
        yield f"  {name}:"
        yield from _evidence(draft.known[name], "    ")
    if draft.left_open:
        yield f"left_open: [{', '.join(draft.left_open)}]"
    for name in ASKED:
        value = draft.left_open.get(name) or draft.asked[name]
        yield f"{name}:"
        yield f"  value: {_text(value.value) if name == 'theme' else value.value or 'null'}"
        yield from _evidence(value, "  ")
    for name, items in (("addressed", draft.addressed), ("activities", draft.activities)):
        if items:
            yield f"{name}:"
            yield f"  from: {_text(draft.source)}"
            yield "  value:"
            yield from (line for item in items for line in _item(item))


def _evidence(value: Value, indent: str) -> Iterator[str]:
    yield f"{indent}from: {_text(value.source)}"
    if value.quote:
        yield f"{indent}quote: {_text(value.quote)}"
    if value.page:
        yield f"{indent}page: {value.page}"
    if value.inferred:
        yield f"{indent}inferred: true"
    yield f"{indent}confirmed: false"


def _item(item: Item) -> Iterator[str]:
    yield f"    - asked: {_text(item.asked)}"
    if item.kind:
        yield f"      kind: {item.kind}"
    if item.condition:
        yield f"      condition: {_text(item.condition)}"
    yield f"      page: {item.page}"
    yield "      confirmed: false"


def _text(value: str | None) -> str:
    """A text as YAML quotes it; JSON's quoting is YAML's, too."""
    return "null" if value is None else json.dumps(value, ensure_ascii=False)
