"""The nouns of the project: frozen dataclasses that every stage hands to the next. Imports nothing of ours.

Without slots: they travel from worker processes by the thousand, and a frozen class with slots pickles five times slower.
The commonest (spans, lines, sections, paragraphs) are tuples, which are made and sent in half the time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeVar

Status = Literal["ok", "partial", "failed"]
Quality = Literal["good", "poor", "empty"]
Verdict = Literal["pass", "fail", "unknown", "not_applicable"]
Severity = Literal["serious", "minor", "note"]
Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in PDF points, y growing downwards from the page's top


class Span(NamedTuple):
    """A half-open stretch of a document's canonical text."""

    start: int
    end: int

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and self.start <= offset < self.end


@dataclass(frozen=True)
class Problem:
    """Something that is the data's fault, in the user's words; the run goes on."""

    stage: str  # ingest, outline, extract, check
    code: str  # no-text-layer, not-a-document, empty, ...
    message: str
    page: int | None = None


class Line(NamedTuple):
    """One printed line: its stretch of the text and, where a layout is known, its box on the page."""

    start: int
    end: int
    page: int
    box: Box | None = None


class ReadWord(NamedTuple):
    """A word that was recognised on a picture: its stretch of the text, where it is seen, and how sure the recogniser was."""

    start: int
    end: int
    page: int
    box: Box
    confidence: float  # 0 to 1


class Sighting(NamedTuple):
    """Where on its page a line of some evidence is to be seen, and how surely it was recognised."""

    page: int
    box: Box
    confidence: float  # 0 to 1


@dataclass(frozen=True)
class Page:
    """One page: its stretch of the text, and whether it could be read."""

    number: int
    start: int
    end: int
    quality: Quality = "good"
    reason: str | None = None
    width: float | None = None
    height: float | None = None


CellRole = Literal["number", "activity", "unit", "figure", "note", "text"]
TableKind = Literal["form", "filled", "list", "other"]


@dataclass(frozen=True)
class Cell:
    """A table's cell, e.g. `Sở Văn hóa` in row 2, column 1; one that covers several is kept once, at its upper left corner."""

    start: int | None  # its stretch of the document's text, where it is one
    end: int | None
    row: int
    column: int
    columns: int = 1  # how many of the grid it covers
    header: bool = False
    rows: int = 1
    text: str = ""
    number: float | None = None  # `1.234,5` is 1234.5
    role: CellRole | None = None  # what its column holds, below a header that says so
    page: int = 1
    box: Box | None = None
    heading: str | None = None  # the names of its column: `Số lượng: Số người`


@dataclass(frozen=True)
class Table:
    """A table in its place; a letterhead or signature block set as a table is none.

    Readers give the cells page by page; `read_tables` joins what goes on over pages and says what a table means.
    """

    page: int
    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[str, ...] = ()  # the lines printed above it on its page, where a reader knows them
    title: str | None = None
    header_rows: int = 0
    kind: TableKind = "other"

    @property
    def columns(self) -> int:
        return max((cell.column + cell.columns for row in self.rows for cell in row), default=0)


@dataclass(frozen=True)
class Document:
    """What ingest makes of some bytes. `text` is canonical (NFC, `\\n`, pages joined by `\\f`) and never rewritten."""

    id: str
    name: str
    source: str
    sha256: str
    kind: str  # pdf, text, markdown, ...
    text: str
    pages: tuple[Page, ...] = ()
    lines: tuple[Line, ...] = ()  # empty where no layout is known (plain text)
    status: Status = "failed"  # until its end was reached
    ocr: bool = False
    problems: tuple[Problem, ...] = ()
    tables: tuple[Table, ...] = ()  # as their reader found them; what they mean is in `Extraction.tables`
    words: tuple[ReadWord, ...] = ()  # of the pages that were recognised; a text layer's boxes can be had again from the file

    def page_of(self, offset: int) -> int:
        """The number of the page on which an offset of the text stands."""
        low, high = 0, len(self.pages)
        while low < high:
            middle = (low + high) // 2
            if self.pages[middle].end < offset:
                low = middle + 1
            else:
                high = middle
        return self.pages[min(low, len(self.pages) - 1)].number if self.pages else 1

    def sightings(self, start: int, end: int) -> list[Sighting]:
        """Where a stretch of the text stands on recognised pages, line by line; nothing where a file has it as text."""
        first = bisect_right(self.words, start, key=lambda word: word.end)
        lines: list[list[ReadWord]] = []
        for word in self.words[first:]:
            if word.start >= end:
                break
            if lines and "\n" not in (between := self.text[lines[-1][-1].end : word.start]) and "\f" not in between:
                lines[-1].append(word)
            else:
                lines.append([word])
        return [_sighting(line) for line in lines]


def _sighting(words: list[ReadWord]) -> Sighting:
    left, top, right, bottom = zip(*(word.box for word in words), strict=True)
    letters = sum(word.end - word.start for word in words)
    sure = sum(word.confidence * (word.end - word.start) for word in words) / letters
    return Sighting(words[0].page, (min(left), min(top), max(right), max(bottom)), round(sure, 3))


PartName = Literal["letterhead", "title", "addressee", "basis", "body", "closing", "recipients", "signature", "annex"]
SectionKind = Literal["purpose", "theme", "time", "activities", "budget", "implementation", "reporting", "other"]


class Part(NamedTuple):
    """One of the parts every official document is made of (Decree 30/2020), e.g. the letterhead."""

    name: PartName
    span: Span
    attached: int = 0  # 0: the document itself; 1, 2, ...: the first, second annex or attached document


class Section(NamedTuple):
    """A numbered section: `II. CHỦ ĐỀ` with everything below it until the next of its rank."""

    label: str  # as printed: "II.", "1.1.", "đ)", "-"
    rank: int  # depth, 1 is outermost
    heading: Span  # the words of its first paragraph or heading, without the label
    span: Span  # from its label to its end, subsections included
    kind: SectionKind
    parent: int | None  # index into Outline.sections
    attached: int = 0


class Paragraph(NamedTuple):
    """A paragraph with its wrapped lines joined: from its label, if it has one, to the end of its last line."""

    span: Span
    label: str | None  # "1.", "a)", "-", ...
    part: PartName
    section: int | None  # index into Outline.sections: the section that it opens or stands in
    attached: int = 0


@dataclass(frozen=True)
class Outline:
    """A document cut into its parts once, so that every extractor says where it looks."""

    parts: tuple[Part, ...]
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...] = ()

    def spans(self, *names: str, attached: int | None = 0) -> list[Span]:
        """Where the named parts are; `attached=None` takes them from annexes, too."""
        return [p.span for p in self.parts if p.name in names and (attached is None or p.attached == attached)]

    def part_of(self, offset: int) -> Part | None:
        return next((p for p in self.parts if offset in p.span), None)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A value that the document states, with its evidence: `document.text[start:end] == quote`, always."""

    field: str
    value: str | None  # normalised
    quote: str
    page: int
    start: int
    end: int
    rule: str
    confidence: float = 1.0
    tolerance: str | None = None  # what was passed over to read it so: "“đấy” đọc là “đẩy”", "symbol: GDĐT for GDTX"


@dataclass(frozen=True, kw_only=True)
class Citation(Fact):
    """Another document that this one names. `value` and `number` are the number as printed, spaces taken out."""

    field: str = "citation"
    type: str | None = None  # Công văn, Quyết định, ...
    number: str | None = None
    issued_on: str | None = None
    issuer: str | None = None
    relation: str = "mention"  # directive, upstream, basis, proposal, mention
    resolved: str | None = None  # the registry's number, where the rules know the document


@dataclass(frozen=True, kw_only=True)
class Deadline(Fact):
    """By when who must send what to whom. `value` and `due_on` are the date; NULL where only words state it."""

    field: str = "deadline"
    due_on: str | None = None
    due_text: str = ""
    kind: str = "report"  # report, plan, list, opinion, other
    reporter: str | None = None
    recipient: str | None = None
    via: str | None = None


@dataclass(frozen=True, kw_only=True)
class Assignment(Fact):
    """A task given to a body. `value` and `agency` are its canonical name, `agency_text` its name as printed."""

    field: str = "assignment"
    agency: str = ""
    agency_text: str = ""
    role: str = "carry_out"  # lead, coordinate, carry_out
    task: str | None = None


@dataclass(frozen=True, kw_only=True)
class Activity(Fact):
    """One activity that the plan lists. `value` is its text with white space levelled."""

    field: str = "activity"
    position: int = 0


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True)
class Extraction:
    """Everything known of one document: what the checks, the store and `explain` read."""

    document: Document
    outline: Outline
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...] = ()

    def first(self, name: str) -> Fact | None:
        """The document's value of a scalar field: the first fact of that name."""
        return next((f for f in self.facts if f.field == name), None)

    def value(self, name: str) -> str | None:
        fact = self.first(name)
        return fact.value if fact else None

    def of(self, kind: type[F]) -> Iterator[F]:
        """All facts of one kind: `extraction.of(Citation)`."""
        return (f for f in self.facts if isinstance(f, kind))


@dataclass(frozen=True)
class Asking:
    """One of several things that a directive asks: an activity, or that a kind of body be given its part."""

    words: str  # what it asks, in its words where they are at hand, else in ours: `provenance` says which
    kind: str | None = None  # the kind of body of `rules/kinds.yml`; NULL for an activity
    condition: str | None = None  # words by which it leaves this to the locality: `tùy điều kiện địa phương`
    terms: tuple[str, ...] = field(default=(), compare=False)  # the words of `words`, segmented beforehand to spare each run that


@dataclass(frozen=True)
class Directive:
    """What a superior's document asks: from `rules/directives`, each value with where it comes from."""

    number: str
    campaign: str
    year: int
    issuer: str
    issued_on: str | None = None
    theme: str | None = None
    week_start: str | None = None
    week_end: str | None = None
    opening_on: str | None = None
    report_due_on: str | None = None
    provenance: dict[str, str] = field(default_factory=dict)  # field -> where the value was read, or why nobody has it
    left_open: tuple[str, ...] = ()  # fields that it leaves to the locality: the theme of 2019
    addressed: tuple[Asking, ...] = ()  # the kinds of body that are to have a task; none where nobody knows
    activities: tuple[Asking, ...] = ()  # what is to be done; none where nobody knows
    inferred: tuple[str, ...] = ()  # fields drafted from what the plans agree on, the directive itself not being at hand


@dataclass(frozen=True)
class Link:
    """One document that another carries out: `312/KH-UBND`, cited by number and date."""

    relation: str  # directive: the ministry's; upstream: a plan or letter of a level between
    number: str | None  # as issued where that is known, else as cited
    issued_on: str | None
    issuer: str | None
    year: int | None
    superior: str | None  # its document where it is at hand
    how: str  # number and date, number and issuer, date and issuer, campaign and year, through, place and year, not at hand


@dataclass(frozen=True)
class Copied:
    """How many words of a section stand, in passages, in a superior's document too: a figure, not a reproach."""

    superior: str
    position: int  # of the section; -1 and no heading for the body of a document without sections
    heading: str | None
    words: int
    shared: int


@dataclass(frozen=True)
class Outcome:
    """What a comparison may come to, in the policy's words; `{expected}` and the like are filled in by the check."""

    verdict: Verdict
    vi: str
    en: str
    severity: Severity | None = None  # where it differs from the requirement's


@dataclass(frozen=True)
class Requirement:
    """One thing that is checked: from `rules/policies`."""

    id: str
    version: int
    severity: Severity
    levels: tuple[str, ...]  # the levels it applies to
    title_vi: str
    title_en: str
    comparison: str = ""  # which comparison of `pipeline.check` judges it
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    settings: dict[str, tuple[str, ...]] = field(default_factory=dict)  # patterns that the comparison looks for, by name
    severities: dict[str, Severity] = field(default_factory=dict)  # of levels for which it is another


@dataclass(frozen=True)
class Programme:
    """A national programme whose period people mistype: Đề án "Xây dựng xã hội học tập giai đoạn 2021-2030"."""

    names: tuple[str, ...]
    first_year: int
    last_year: int
    number: str
    issued_on: str
    kind: str  # Đề án, Chương trình, Phong trào


@dataclass(frozen=True)
class FindingItem:
    """One of several things asked, e.g. an activity, and what became of it; without `asked` it is the plan's own addition."""

    asked: str | None
    verdict: Verdict
    kind: str | None = None  # of body, for `agencies`
    score: float | None = None  # how much of what is asked the words found share, 0 to 1
    found: str | None = None  # as printed
    page: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Finding:
    """A verdict on one requirement, with both sides' evidence."""

    requirement: str
    directive: str
    verdict: Verdict
    severity: Severity
    reason_vi: str
    reason_en: str
    expected: str | None = None  # what the directive asks
    source: str | None = None  # where the directive asks it
    found: str | None = None  # what the document says, as printed
    page: int | None = None
    start: int | None = None
    end: int | None = None
    version: int = 1
    items: tuple[FindingItem, ...] = ()  # one by one, where several things are asked
