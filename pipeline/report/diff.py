"""Two documents side by side, word by word: fields, citations, deadlines, agencies with their tasks, activities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from rapidfuzz import fuzz

from pipeline.compare import Change, FieldChange, compare_fields, diff_words, render_html, render_text
from pipeline.model import Activity, Assignment, Citation, Deadline, Extraction
from pipeline.segment import in_words, word_spans
from pipeline.text import fold, squeeze

_FIELDS = {
    "issuer": "Cơ quan ban hành",
    "doc_type": "Loại văn bản",
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "subject": "Trích yếu",
    "directive_number": "Văn bản chỉ đạo",
    "theme": "Chủ đề",
    "week_start": "Ngày đầu",
    "week_end": "Ngày cuối",
    "opening_on": "Ngày khai mạc",
    "lead_agency": "Cơ quan chủ trì",
    "signer": "Người ký",
    "signer_title": "Chức vụ",
}
Pair = tuple[str | None, str | None]  # an item of the one, and what stands for it in the other
_IN_WORDS = ("subject", "theme")
_TASKS, _ACTIVITIES, _KEPT = "Cơ quan và nhiệm vụ", "Các hoạt động", "{} nhiệm vụ giữ nguyên"
_ALIKE = 60  # per cent of words that two activities must share to be one reworded; below, one is dropped and one added


@dataclass(frozen=True)
class Difference:
    """What two documents have in common and what not, ready to be shown."""

    names: tuple[str, str]
    fields: list[FieldChange]
    lists: list[tuple[str, list[str], list[str]]]  # title, what only the old has, what only the new
    tasks: list[tuple[Pair, list[Pair]]]  # an agency, by its name on either side, and its tasks
    activities: list[Pair]


def render_diff(
    old: Extraction,
    new: Extraction,
    *,
    names: tuple[str, str] | None = None,
    kind: Literal["text", "html"] = "text",
    colour: bool = False,
) -> str:
    """What changed from one document to the other; `names` head the two sides, else those of the files do."""
    difference = compare(old, new, names or (old.document.name, new.document.name))
    return _html(difference) if kind == "html" else "\n".join(_text(difference, colour))


def compare(old: Extraction, new: Extraction, names: tuple[str, str]) -> Difference:
    """Two documents, part by part."""
    fields = compare_fields(
        {n: old.value(n) for n in _FIELDS}, {n: new.value(n) for n in _FIELDS}, in_words=_IN_WORDS, segment=word_spans
    )
    lists = [
        ("Văn bản viện dẫn", *_apart(_citations(old), _citations(new))),
        ("Hạn báo cáo", *_apart(_deadlines(old), _deadlines(new))),
    ]
    ours, theirs = _tasks(old), _tasks(new)
    tasks = [
        ((a if a in ours else None, a if a in theirs else None), align(ours.get(a, []), theirs.get(a, []))) for a in theirs | ours
    ]
    activities = align([a.value or "" for a in old.of(Activity)], [a.value or "" for a in new.of(Activity)])
    return Difference(names, fields, lists, tasks, activities)


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pairs of items in the order of `new`, each taken by its best partner; dropped ones at the end."""
    ours, theirs = [fold(in_words(item)) for item in old], [fold(in_words(item)) for item in new]
    scores = ((fuzz.token_sort_ratio(a, b, score_cutoff=_ALIKE), i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs))
    ranked = sorted((found for found in scores if found[0]), key=lambda found: (-found[0], found[1], found[2]))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in ranked:
        if i not in taken and j not in partner:
            partner[j] = i
            taken.add(i)
    pairs: list[Pair] = [(old[partner[j]] if j in partner else None, item) for j, item in enumerate(new)]
    return pairs + [(item, None) for i, item in enumerate(old) if i not in taken]


def _text(difference: Difference, colour: bool) -> Iterator[str]:
    yield f"A  {difference.names[0]}"
    yield f"B  {difference.names[1]}"
    yield ""
    for change in difference.fields:
        if change.old is None and change.new is None:
            continue
        mark = "=" if change.same else "≠"
        shown = change.new or "" if change.same else render_text(_changes(change), colour=colour)
        yield f"{mark} {_FIELDS[change.name]:<18} {shown}"
    for title, gone, come in difference.lists:
        if gone or come:
            yield f"\n{title}"
            yield from (render_text([Change("delete", item, "")], colour=colour) for item in gone)
            yield from (render_text([Change("insert", "", item)], colour=colour) for item in come)
    if difference.tasks:
        yield f"\n{_TASKS}"
        for agency, pairs in difference.tasks:
            yield _item(*agency, colour)
            yield from (f"    {_item(a, b, colour)}" for a, b in pairs if not _same(a, b))
            if kept := sum(_same(a, b) for a, b in pairs):
                yield f"    = {_KEPT.format(kept)}"
    if difference.activities:
        yield f"\n{_ACTIVITIES}"
        yield from (_item(a, b, colour) for a, b in difference.activities)


def _item(a: str | None, b: str | None, colour: bool) -> str:
    changes = _item_changes(a, b)
    mark = "=" if _same(a, b) else "+" if a is None else "-" if b is None else "≠"
    return f"{mark} {render_text(changes, colour=colour)}"


def _same(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and all(c.operation == "equal" for c in _item_changes(a, b))


def _item_changes(a: str | None, b: str | None) -> list[Change]:
    if a is None:
        return [Change("insert", "", squeeze(b or ""))]
    if b is None:
        return [Change("delete", squeeze(a), "")]
    return diff_words(squeeze(a), squeeze(b))


def _html(difference: Difference) -> str:
    """One page without scripts; every word of the documents is escaped."""
    ours, theirs = map(escape, difference.names)
    rows = "".join(
        f"<tr><th>{escape(_FIELDS[c.name])}</th><td>{escape(c.old or '')}</td><td>{render_html(_changes(c))}</td></tr>"
        for c in difference.fields
        if c.old or c.new
    )
    parts = [
        '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">',
        f"<title>{ours} / {theirs}</title>",
        "<style>body{font:15px/1.5 'Noto Serif',serif;max-width:60em;margin:2em auto;padding:0 1em}",
        "table{border-collapse:collapse}"
        "th,td{border:1px solid #ccc;padding:4px 8px;text-align:left;vertical-align:top}"
        "del{color:#a3171b}ins{color:#1b6b33}small{color:#555}@page{size:A4;margin:2cm}</style></head><body>",
        f"<table><thead><tr><th></th><th>{ours}</th><th>{theirs}</th></tr></thead>",
        f"<tbody>{rows}</tbody></table>",
    ]
    for title, gone, come in difference.lists:
        if gone or come:
            items = "".join(f"<li><del>{escape(i)}</del></li>" for i in gone) + "".join(
                f"<li><ins>{escape(i)}</ins></li>" for i in come
            )
            parts.append(f"<h2>{escape(title)}</h2><ul>{items}</ul>")
    if difference.tasks:
        parts.append(f"<h2>{_TASKS}</h2><ul>")
        for agency, pairs in difference.tasks:
            changed = "".join(f"<li>{render_html(_item_changes(a, b))}</li>" for a, b in pairs if not _same(a, b))
            kept = sum(_same(a, b) for a, b in pairs)
            note = f"<small>{_KEPT.format(kept)}</small>" if kept else ""
            inner = f"<ul>{changed}</ul>" if changed else ""
            parts.append(f"<li>{render_html(_item_changes(*agency))}{inner}{note}</li>")
        parts.append("</ul>")
    if difference.activities:
        items = "".join(f"<li>{render_html(_item_changes(a, b))}</li>" for a, b in difference.activities)
        parts.append(f"<h2>{_ACTIVITIES}</h2><ol>{items}</ol>")
    return "\n".join([*parts, "</body></html>"])


def _changes(change: FieldChange) -> list[Change]:
    if change.words:
        return list(change.words)
    if change.old == change.new:
        return [Change("equal", change.old or "", change.new or "")]
    return [Change("replace", change.old or "", change.new or "")]


def _apart(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """What only the one has, what only the other has."""
    return [x for x in old if x not in new], [x for x in new if x not in old]


def _citations(extraction: Extraction) -> list[str]:
    said = (f"{c.number} ({c.issued_on})" if c.issued_on else c.number or "" for c in extraction.of(Citation))
    return list(dict.fromkeys(said))


def _deadlines(extraction: Extraction) -> list[str]:
    said = (f"{d.due_on or squeeze(d.due_text)}: {d.recipient or '?'}" for d in extraction.of(Deadline) if d.kind == "report")
    return list(dict.fromkeys(said))


def _tasks(extraction: Extraction) -> dict[str, list[str]]:
    """The agencies, each with its tasks in their order."""
    tasks: dict[str, list[str]] = {}
    for assignment in extraction.of(Assignment):
        own = tasks.setdefault(assignment.agency, [])
        if assignment.task and assignment.task not in own:
            own.append(assignment.task)
    return tasks
