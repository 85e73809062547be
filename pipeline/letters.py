"""The words of the letters that the program prepares: `rules/letters/reminder.yml`, where an office may change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from pipeline.yamlfile import Checked, Faults, read_yaml

VALUES = frozenset(
    {
        "directive", "issuer", "sender", "addressee", "unit", "province", "campaign", "period",
        "week_start", "week_end", "report_due_on", "own_plan", "as_of", "blank_day",
    }
)  # fmt: skip
TO = ("province", "commune")


@dataclass(frozen=True, slots=True)
class LetterWords:
    """One letter, by whom it goes to; its texts name values as `{campaign}`."""

    place: str
    subject: str
    addressee: str
    body: tuple[str, ...]
    recipients: tuple[str, ...]
    authority: str

    def paragraphs(self, values: Mapping[str, str | None]) -> list[str]:
        """The body with its values; a paragraph that names one which nobody knows is left out."""
        known = (p for p in self.body if all(values.get(name) for name in _named(p)))
        return [_capital(p.format_map(dict(values))) for p in known]


def load_letters(path: Path, faults: Faults) -> dict[str, LetterWords]:
    """The letters by whom they go to; each must be there."""
    top = Checked(read_yaml(path, faults), path, faults)
    letters: dict[str, LetterWords] = {}
    for entry in top.entries("letters"):
        to, body = entry.text("to"), entry.texts("body")
        words = LetterWords(
            entry.text("place"),
            entry.text("subject"),
            entry.text("addressee"),
            body,
            entry.texts("recipients"),
            entry.text("authority"),
        )
        for text in (words.place, words.subject, words.addressee, *body):
            for name in sorted(_named(text) - VALUES):
                entry.fault(f"the letter names {name!r}, which it is not given", "body")
        if to not in TO or to in letters:
            entry.fault(f"'to' must be one of {', '.join(TO)}, each once", "to")
        letters[to] = words
        entry.done()
    for to in TO:
        if to not in letters:
            top.fault(f"there is no letter to a {to}", "letters")
    top.done()
    return letters


def _named(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:  # a brace without its fellow
        return {text}


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
