"""The form of a gold annotation, and what is wrong with one, judged against the text it annotates."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from typing import Any

Gold = dict[str, Any]
KEYS = (
    "document", "issuer", "level", "province", "commune", "doc_type", "number", "issued_on", "year", "subject", "directive",
    "citations", "theme", "week_start", "week_end", "opening_on", "deadlines", "lead_agency", "agencies", "signer",
    "signer_title", "in_scope", "verdicts", "links", "upstream",
)  # fmt: skip
LEVELS = ("central", "ministry", "province", "department", "district", "commune", "school", "other")
VERDICTS = ("pass", "fail", "unknown", "not_applicable")
REQUIREMENTS = (
    "cites-directive", "citation-exact", "theme", "week", "opening", "report-deadline", "deadline-order", "issued-in-time",
    "lead-agency", "agencies", "activities", "cites-upstream", "consistent", "adapted",
)  # fmt: skip
DATES = ("issued_on", "week_start", "week_end", "opening_on")
PROSE = ("subject", "theme", "lead_agency", "signer", "signer_title")


def as_json(gold: Gold) -> str:
    """The annotation as it is filed, keys in their usual order."""
    return json.dumps({key: gold[key] for key in KEYS if key in gold}, ensure_ascii=False, indent=1) + "\n"


def _level(text: str) -> str:
    """One line, lower case, composed, straight dashes, no marks, so that a value can be found however it was set."""
    text = unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("–", "-").replace("\ufffe", "-").replace("\x02", "-")
    text = text.casefold().replace("oà", "òa").replace("oá", "óa").replace("uỷ", "ủy").replace("uý", "úy")
    return " ".join(re.sub(r"[*“”\"]", " ", text).split())


def _is_date(value: object) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def faults(gold: Gold, text: str) -> list[str]:
    """Everything wrong with an annotation: unknown keys, impossible dates, values that the text does not bear."""
    flat = _level(text)
    tight = re.sub(r"[\s-]+", "", flat)  # some readers drop a hyphen at a line's end
    found = [f"unknown key {key}" for key in gold if key not in KEYS]
    found += [
        f"missing key {key}" for key in ("document", "issuer", "level", "in_scope", "citations", "deadlines") if key not in gold
    ]
    if gold.get("level") not in LEVELS:
        found.append(f"unknown level {gold.get('level')}")

    directive = gold.get("directive") or {}
    dated = [gold.get(key) for key in DATES] + [directive.get("issued_on")] + [c[1] for c in gold.get("citations", [])]
    dated += [deadline["due_on"] for deadline in gold.get("deadlines", [])]
    found += [f"not a date: {value}" for value in dated if value is not None and not _is_date(value)]

    numbers = [gold.get("number"), directive.get("number")] + [c[0] for c in gold.get("citations", [])]
    found += [f"number not in the text: {n}" for n in numbers if n and re.sub(r"[\s-]+", "", _level(n)) not in tight]
    if len({c[0] for c in gold.get("citations", [])}) < len(gold.get("citations", [])):
        found.append("a number is cited twice")
    if directive and directive.get("number") and directive["number"] not in {c[0] for c in gold.get("citations", [])}:
        found.append("the directive is not among the citations")

    words = [gold.get(key) for key in PROSE] + list(gold.get("agencies", []))
    found += [
        f"not in the text: {w}" for w in words if w and re.sub(r"[\s,;-]+", "", _level(w)) not in re.sub(r"[\s,;-]+", "", flat)
    ]
    for key, value in [("due_on", d["due_on"]) for d in gold.get("deadlines", [])] + [(key, gold.get(key)) for key in DATES]:
        if value and _is_date(value):
            on = date.fromisoformat(value)
            if not re.search(rf"(?<!\d)0?{on.day}(?!\d)", flat):
                found.append(f"no day {on.day} in the text for {key}")

    verdicts = gold.get("verdicts", {})
    found += [f"unknown requirement {name}" for name in verdicts if name not in REQUIREMENTS]
    found += [f"unknown verdict {value}" for value in verdicts.values() if value not in VERDICTS]
    if bool(verdicts) != bool(gold.get("in_scope")):
        found.append("verdicts exactly for the documents that carry out a directive")
    return found
