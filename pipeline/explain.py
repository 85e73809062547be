"""One document laid open for whoever wants to know why: every field with its rule and quotation, what is missing, each verdict.

issued_on         2022-09-28
Ngày ban hành     issued_on.letterhead · 1.00 · tr. 1
                  …Số: 2168/UBND-KGVX Bình Phước, «ngày 28 tháng 9 năm 2022» V/v tổ chức Tuần lễ hưởng ứng…
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest

from pipeline.labels import FIELDS, LISTS, STANDS_IN, WORDS, Field
from pipeline.model import Activity, Assignment, Citation, Deadline, Document, Extraction, Fact, Finding, Span
from pipeline.text import squeeze

_NARROWEST = 72
_MARGIN = 24  # of the column with the fields' names
_CONTEXT = 40  # characters of context on each side of a quotation
_DOUBTFUL = 0.9  # a lower confidence stands out
_ROWS = 8  # of a table
_LONGEST = 230  # of a quotation before its middle is left out
_OPEN, _CLOSE = "\x01", "\x02"  # around a quotation until it is known how to show it
_NAMED = {field.name for field in (*FIELDS, *LISTS)}
_FIRST = ("fail", "unknown", "pass", "not_applicable")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_STYLES = {
    "head": "1;7", "title": "1;36", "name": "1", "dim": "2", "quote": "1;33", "doubt": "35",
    "pass": "1;32", "fail": "1;31", "unknown": "1;33", "not_applicable": "2",
}  # fmt: skip


def render_explanation(
    extraction: Extraction,
    findings: Sequence[Finding],
    *,
    colour: bool,
    width: int,
    lang: str = "vi",
    period: tuple[str, str] | None = None,
) -> str:
    """Everything known of a document, for a terminal `width` columns wide; `lang` is `vi` or `en`.

    `period` is what the document's campaign calls its days, in both languages: `Tuần lễ`, `the week`.
    """
    language = 1 if lang == "en" else 0
    sheet = _Sheet(extraction, colour, max(_NARROWEST, width), language, (period or WORDS["period"])[language])
    return "\n".join(sheet.lines(findings)) + "\n"


class _Sheet:
    """The sheet of one document: what it says, in which language, how wide, with colours or without."""

    def __init__(self, extraction: Extraction, colour: bool, width: int, language: int, period: str) -> None:
        self.extraction, self.document = extraction, extraction.document
        self.colour, self.width, self.language, self.period = colour, width, language, period
        self.here = {part.name for part in extraction.outline.parts}

    def lines(self, findings: Sequence[Finding]) -> Iterator[str]:
        yield from self._head()
        yield from self._parts()
        yield from self._fields()
        for field, lines in zip(LISTS, (self._citations, self._deadlines, self._assignments, self._activities), strict=True):
            facts = [fact for fact in self.extraction.facts if fact.field == field.name]
            if facts:
                yield from self._title(f"{(field.vi, field.en)[self.language].upper()} ({len(facts)})", field.name)
                yield from lines()
        yield from self._tables()
        yield from self._missing()
        yield from self._verdicts(findings)

    # -- the document

    def _head(self) -> Iterator[str]:
        document = self.document
        yield self._style("head", f" {_plain(document.name)} ".ljust(self.width))
        state = [
            document.status,
            document.kind,
            f"{len(document.pages)} {self._word('pages')}",
            f"{len(document.text)} {self._word('letters')}",
        ]
        yield from self._row("state", " · ".join([*state, *([self._word("ocr")] if document.ocr else []), document.id]))
        if document.source != document.name:
            yield from self._row("source", document.source)
        for page in _unread(document):
            yield from self._row("unread", page)
        for problem in document.problems:
            at = f" ({self._word('page')} {problem.page})" if problem.page else ""
            yield from self._row("problems", f"{problem.stage}/{problem.code}{at}: {problem.message}")

    def _parts(self) -> Iterator[str]:
        outline = self.extraction.outline
        yield from self._title(self._word("parts"), "outline")
        for part in outline.parts:
            page = self.document.page_of(part.span.start)
            attached = f"{self._word('attached')} {part.attached}" if part.attached else ""
            begin = f"{part.name:11} {self._word('page')} {page:<3} {part.span.start:>6}-{part.span.end:<6} {attached}"
            words = _plain(self.document.text[part.span.start : part.span.end][:400])
            yield self._fit(f"  {begin}", words)
        kinds = sorted(section.kind for section in outline.sections)
        if kinds:
            counts = ", ".join(f"{kind} {len(list(group))}" for kind, group in groupby(kinds))
            yield from self._wrapped(f"{len(kinds)} {self._word('sections')}: {counts}", "  ", "  ", "dim")
        if not outline.parts:
            yield f"  {self._word('none')}"

    # -- fields

    def _fields(self) -> Iterator[str]:
        yield from self._title(self._word("fields"), "facts")
        shown: dict[Span, str] = {}
        others = dict.fromkeys(f.field for f in self.extraction.facts if f.field not in _NAMED)
        for field in (*FIELDS, *(Field(name, "", "", "") for name in others)):
            facts = [fact for fact in self.extraction.facts if fact.field == field.name]
            labels = (field.name, field.label(self.language, self.period))
            for n, fact in enumerate(facts):
                first = shown.setdefault(Span(fact.start, fact.end), field.name)
                same = first if first != field.name and fact.end > fact.start else None
                yield from self._field(fact, labels if n == 0 else (f"  {self._word('also')}", ""), same)

    def _field(self, fact: Fact, labels: tuple[str, str], same: str | None) -> Iterator[str]:
        value = self._styled_lines(_plain(fact.value if fact.value is not None else "-"), self.width - _MARGIN, "name")
        if same:  # the quotation stands already at another field
            below = self._evidence(fact, self.width - _MARGIN, f"{self._word('same')} {same}")
        else:
            below = [*self._evidence(fact, self.width - _MARGIN), *self._quotation(fact, self.width - _MARGIN)]
        if fact.tolerance:
            below = [
                *self._styled_lines(f"{self._word('tolerated')}: {_plain(fact.tolerance)}", self.width - _MARGIN, "dim"),
                *below,
            ]
        left = [self._style("title", labels[0].ljust(_MARGIN))]
        left += [self._style("dim", line.ljust(_MARGIN)) for line in textwrap.wrap(labels[1], _MARGIN - 1)]
        for beside, line in zip_longest(left, [*value, *below]):
            yield ((beside or " " * _MARGIN) + (line or "")).rstrip()

    def _evidence(self, fact: Fact, width: int, note: str = "") -> list[str]:
        """`theme.quoted · 1.00 · tr. 2`, a low confidence standing out; the note on a line of its own where there is no room."""
        sure, page = f"{fact.confidence:.2f}", f" · {self._page(fact.page)}"
        if seen := self.document.sightings(fact.start, fact.end):
            letters = min(one.confidence for one in seen)
            (x0, y0, x1, y1), *_ = (one.box for one in seen)
            page += f" ({x0:.0f},{y0:.0f}-{x1:.0f},{y1:.0f}) · {self._word('recognised')} {letters:.0%}"
        room = width - len(f"{fact.rule} · {sure}{page} · ")
        beside, below = (f" · {note}", "") if note and len(note) <= room else ("", note)
        doubt = self._style("doubt" if fact.confidence < _DOUBTFUL else "dim", sure)
        line = self._style("dim", f"{fact.rule} · ") + doubt + self._style("dim", page + beside)
        return [line, self._style("dim", below)] if below else [line]

    def _quotation(self, fact: Fact | Finding, width: int, tail: str = "") -> list[str]:
        """The quotation in its context, emphasised, wrapped to a width."""
        start, end = fact.start, fact.end
        if start is None or end is None or end <= start:
            return [self._style("dim", f"({self._word('unquoted')})")]
        text = self.document.text
        quote = _shortened(_plain(text[start:end]))
        marked = f"{_before(text, start)}{_OPEN}{quote}{_CLOSE}{_behind(text, end)}{tail}"
        return self._shown(textwrap.wrap(marked, width, break_on_hyphens=False))

    def _shown(self, lines: Iterable[str]) -> list[str]:
        """The marks of a quotation as colour, or as « » where there is none; a line break inside it starts it anew."""
        out, inside = [], False
        for line in lines:
            opened = inside
            inside = (inside or _OPEN in line) and _CLOSE not in line
            if not self.colour:
                out.append(line.replace(_OPEN, "«").replace(_CLOSE, "»"))
                continue
            on, off = f"\x1b[{_STYLES['quote']}m", "\x1b[0m"
            painted = line.replace(_OPEN, on).replace(_CLOSE, off)
            out.append((on if opened else "") + painted + (off if inside else ""))
        return out

    # -- citations, deadlines, assignments, activities

    def _citations(self) -> Iterator[str]:
        for c in self.extraction.of(Citation):
            head = " · ".join(x for x in (f"{c.type or ''} {c.number or '?'}".strip(), c.issued_on, c.issuer) if x)
            notes = [f"{self._word('resolved')}: {c.resolved}"] if c.resolved else []
            notes += [f"{self._word('tolerated')}: {c.tolerance}"] if c.tolerance else []
            yield from self._item(c.relation, head, notes, c)

    def _deadlines(self) -> Iterator[str]:
        for d in self.extraction.of(Deadline):
            ways = (("from", d.reporter), ("to", d.recipient), ("via", d.via))
            head = " · ".join([d.due_on or d.due_text, *(f"{self._word(way)}: {who}" for way, who in ways if who)])
            yield from self._item(d.kind, head, [], d)

    def _assignments(self) -> Iterator[str]:
        tasks = list(self.extraction.of(Assignment))
        for agency in dict.fromkeys(a.agency for a in tasks):
            own = [a for a in tasks if a.agency == agency]
            first = own[0]
            printed = "" if first.agency_text == agency else f" («{_plain(first.agency_text)}»)"
            yield from self._wrapped(f"{_plain(agency)}{printed}", "  ", "    ", "name")
            yield from (f"    {line}" for line in self._evidence(first, self.width - 4))
            for a in own:
                role = f"{self._word(a.role) if a.role in WORDS else a.role}: "
                yield from self._wrapped(role + _shortened(_plain(a.task or "-"), 150), "    - ", "      ")

    def _activities(self) -> Iterator[str]:
        for a in self.extraction.of(Activity):
            label = f"  {a.position:>2}. "
            place = f" ({self._page(a.page)})"
            yield from self._wrapped(_shortened(_plain(a.value or ""), 150) + place, label, " " * len(label))

    def _tables(self) -> Iterator[str]:
        """Each table with its first rows, a cell behind the other."""
        tables = self.extraction.tables
        if tables:
            yield from self._title(f"{self._word('tables')} ({len(tables)})", "tables")
        for number, table in enumerate(tables, 1):
            size = f"{len(table.rows)} × {table.columns}"
            head = " · ".join(
                filter(None, (f"{number}. {_plain(table.title or '')}".strip(), table.kind, size, self._page(table.page)))
            )
            yield from self._wrapped(head, "  ", "     ", "name")
            for row in table.rows[:_ROWS]:
                words = " | ".join(_plain(cell.text) or "…" for cell in row)
                yield self._fit("    ║" if any(cell.header for cell in row) else "    │", words)
            if len(table.rows) > _ROWS:
                yield f"    {self._word('more_rows').format(len(table.rows) - _ROWS)}"

    def _item(self, kind: str, head: str, notes: Sequence[str], fact: Fact) -> Iterator[str]:
        indent = " " * 13
        for n, line in enumerate(self._styled_lines(_plain(head), self.width - 13, "name")):
            yield (self._style("title", f"  {kind:<11}") if n == 0 else indent) + line
        for note in notes:
            yield from self._wrapped(_plain(note), indent, indent)
        room = self.width - len(indent)
        yield from (indent + line for line in (*self._evidence(fact, room), *self._quotation(fact, room)))

    # -- what is missing, and the verdicts

    def _missing(self) -> Iterator[str]:
        found = {fact.field for fact in self.extraction.facts if fact.value is not None or fact.field in ("citation", "deadline")}
        missing = [f for f in (*FIELDS, *LISTS) if f.name not in found and f.name not in STANDS_IN]
        yield from self._title(f"{self._word('missing')} ({len(missing)})", "not found")
        for field in missing:
            places = {there: [part for part in field.parts.split() if (part in self.here) is there] for there in (True, False)}
            label = self._style("title", f"  {field.name:<{_MARGIN - 2}}")
            words = "; ".join(
                [field.label(self.language, self.period)]
                + [
                    f"{self._word(word)}: {', '.join(places[there])}"
                    for word, there in (("looked", True), ("absent", False))
                    if places[there]
                ]
            )
            for n, line in enumerate(textwrap.wrap(words, self.width - _MARGIN)):
                yield (label if n == 0 else " " * _MARGIN) + line

    def _verdicts(self, findings: Sequence[Finding]) -> Iterator[str]:
        directives = ", ".join(dict.fromkeys(f.directive for f in findings))
        ordered = sorted(findings, key=lambda f: _FIRST.index(f.verdict))
        counts = [f"{self._word(verdict).lower()} {len(list(own))}" for verdict, own in groupby(ordered, lambda f: f.verdict)]
        yield from self._title(": ".join(filter(None, (self._word("verdicts"), ", ".join(counts)))), directives or "verdicts")
        if not findings:
            unread = self.document.status == "failed"
            yield from self._wrapped(self._word("unread_whole" if unread else "unjudged"), "  ", "  ")
        for f in ordered:
            severity = f" · {self._word(f.severity)}" if f.verdict == "fail" else ""
            yield f"  {self._style(f.verdict, self._word(f.verdict))} · {self._style('name', f.requirement)}{severity}"
            yield from self._wrapped(_plain((f.reason_vi, f.reason_en)[self.language]), " " * 6, " " * 6)
            if f.verdict in ("fail", "unknown"):
                yield from self._sides(f)

    def _sides(self, finding: Finding) -> Iterator[str]:
        """What is asked with its source, and what stands in the document or where it should stand."""
        indent = " " * 17
        if finding.expected:
            source = f" ({self._word('by')}: {_plain(finding.source)})" if finding.source else ""
            yield from self._wrapped(_plain(finding.expected) + source, f"      {self._word('asked'):<11}", indent)
        if finding.start is not None and finding.page is not None:
            label = f"      {self._word('found' if finding.found else 'read'):<11}"
            lines = self._quotation(finding, self.width - 17, f" · {self._page(finding.page)}")
            yield from ((label if n == 0 else indent) + line for n, line in enumerate(lines))

    # -- setting

    def _page(self, number: int) -> str:
        return f"{self._word('page')}\u00a0{number}"  # never parted by a line's end

    def _word(self, key: str) -> str:
        return WORDS[key][self.language]

    def _style(self, style: str, text: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour and text.strip() else text

    def _title(self, words: str, key: str) -> Iterator[str]:
        yield ""
        line, rest = f"── {words} ", self.width - len(words) - 4
        if len(key) + 3 <= rest:
            line += "─" * (rest - len(key) - 1) + f" {key}"
        yield self._style("title", line)

    def _row(self, word: str, text: str) -> Iterator[str]:
        label = self._word(word)
        yield from self._wrapped(_plain(text), f"{label:<{_MARGIN}}", " " * _MARGIN)

    def _fit(self, begin: str, words: str) -> str:
        """One line, cut where the terminal ends."""
        room = self.width - len(begin) - 1
        return f"{begin} {self._style('dim', words if len(words) <= room else words[: max(0, room - 1)] + '…')}"

    def _styled_lines(self, text: str, width: int, style: str) -> list[str]:
        return [self._style(style, line) for line in textwrap.wrap(text, width, break_on_hyphens=False)] or ["-"]

    def _wrapped(self, text: str, first: str, other: str, style: str | None = None) -> Iterator[str]:
        lines = textwrap.wrap(text, self.width, initial_indent=first, subsequent_indent=other, break_on_hyphens=False)
        for line in lines or [first]:
            yield self._style(style, line) if style else line


def _plain(text: str) -> str:
    """Words on one line, without what would command a terminal."""
    return squeeze(_CONTROL.sub(" ", text))


def _before(text: str, at: int) -> str:
    """The words before an offset, from a whole word on: `…Bình Phước, `."""
    begin = max(0, at - _CONTEXT)
    piece = text[begin:at]
    if begin and not text[begin - 1].isspace():
        piece = piece.partition(" ")[2] or piece
    words = _plain(piece)
    return f"{'…' if begin and words else ''}{words}{' ' if words and text[at - 1].isspace() else ''}"


def _behind(text: str, at: int) -> str:
    """The words behind an offset, up to a whole word: ` về việc tổ chức…`."""
    end = min(len(text), at + _CONTEXT)
    piece = text[at:end]
    if end < len(text) and not text[end].isspace():
        piece = piece.rpartition(" ")[0] or piece
    words = _plain(piece)
    return f"{' ' if words and text[at].isspace() else ''}{words}{'…' if end < len(text) and words else ''}"


def _shortened(text: str, longest: int = _LONGEST) -> str:
    """A long text without its middle."""
    return text if len(text) <= longest else f"{text[: longest * 2 // 3].rstrip()} […] {text[-longest // 3 :].lstrip()}"


def _unread(document: Document) -> list[str]:
    return [f"{p.number}: {p.quality}" + (f", {p.reason}" if p.reason else "") for p in document.pages if p.quality != "good"]
