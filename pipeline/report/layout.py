"""A comparison to a paper: which sections, sentences and tables, in which language. Every format shows what is laid out here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.check.score import score_of
from pipeline.compare import Change, diff_words
from pipeline.model import Directive, Finding, Verdict
from pipeline.report.comparison import Comparison, Item, Judged, Link, Silent, Unread, score_over, verdicts_of
from pipeline.report.paper import (
    SIGNS,
    Block,
    Brief,
    Cell,
    Column,
    Drawing,
    Heading,
    Line,
    Paper,
    Piece,
    Row,
    Section,
    Sentences,
    Table,
    cell,
    figure,
    row,
    sentences,
    shown,
)
from pipeline.report.summary import made_of, summarise
from pipeline.report.timeline import KINDS, Event, events_of
from pipeline.report.words import ASKED, ROLES, SEVERITIES, SHEETS, VERDICTS, WORDS, Language, day, problem, said_between

# Requirements whose two sides are texts, shown word by word: the one is the other, or a part of its sentence.
_IN_WORDS = {"theme": "whole", "citation-exact": "part", "cites-upstream": "part"}
_ORDER: tuple[Verdict, ...] = ("pass", "fail", "unknown", "not_applicable")
_LONG, _MOST = 160, 4  # characters of a task, and tasks in a cell of a matrix; JSON and the database have all of them
_AT_ONCE = 3  # documents side by side in a matrix


def lay_out(comparison: Comparison, language: Language) -> Paper:
    """The whole report in one language."""
    return _Layout(comparison, language).paper()


class _Layout:
    def __init__(self, comparison: Comparison, language: Language) -> None:
        self.c, self.language = comparison, language
        self.w, self.verdicts, self.sheets = WORDS[language], VERDICTS[language], SHEETS[language]

    def paper(self) -> Paper:
        c, w = self.c, self.w
        sections = (
            (w["summary"], self.summary()),
            (w["timeline"], self.timeline()),
            (w["asked_for"], self.asked()),
            (w["by_requirement"], self.by_requirement()),
            (w["own"], self.documents(c.own, "none_own")),
            (w["agencies"], self.agencies()),
            (w["activities"], self.activities()),
            (w["lower"], self.lower()),
            (w["silent"], self.silent()),
            (w["lower_one_by_one"], self.documents(c.lower, brief=True)),
            (w["unread"], self.unread()),
            (w["made"], (sentences(made_of(c, self.language)),)),
        )
        laid = [(title, tuple(blocks)) for title, blocks in sections]
        return Paper(
            language=self.language,
            kind=w["title"],
            title=shown(f"{w['title']}: {c.full_name}" + (f", {c.year}" if c.year else "")),
            subtitle=shown(self.subtitle()),
            made_on=w["made_on"].format(day=day(c.made.on, self.language)),
            sections=tuple(Section(title, blocks) for title, blocks in laid if blocks),
            annexed_to=w["annexed_to"],
            signatures=((w["compiler"], w["compiler_note"]), (w["head"], w["head_note"])),
        )

    def subtitle(self) -> str:
        c, w = self.c, self.w
        if not c.directives:
            return w["subtitle_empty"].format(province=c.full_name)
        letters = w["letters"].format(years=", ".join(map(str, c.years)))
        if len(c.directives) == 1:
            [asked] = c.directives
            words = w["letter"] if asked.issued_on else w["letter_undated"]
            letters = words.format(number=asked.number, day=day(asked.issued_on, self.language), issuer=asked.issuer)
        return w["subtitle"].format(province=c.full_name, directives=letters)

    # --- the parts, in their order

    def summary(self) -> Iterator[Block]:
        c, w = self.c, self.w
        yield sentences(summarise(c, self.language))
        if not c.judged:
            return
        columns = [Column(w["group"], 30), Column(w["documents"], 12, True)]
        columns += [*(Column(self.verdicts[v], 12, True) for v in _ORDER), Column(w["score"], 10, True)]
        groups = ((w["group_own"], c.own), (w["group_lower"], c.lower), (w["group_all"], c.judged))
        rows = []
        for name, group in groups:
            counts = verdicts_of(group)
            figures = [figure(counts[v]) for v in _ORDER]
            rows.append(row(cell(name), figure(len(group)), *figures, self.score(score_over(group).value)))
        yield Table(self.sheets["summary"], tuple(columns), tuple(rows))

    def timeline(self) -> Iterator[Block]:
        w = self.w
        for year in self.c.years:
            events = events_of(self.c, year, self.language)
            if not events:
                yield Sentences((w["none_dates"],))
                continue
            if len(self.c.years) > 1:
                yield Heading(str(year))
            yield Drawing(f"{w['timeline']} {year}", events)
            week = next((e for e in events if e.kind == "week"), None)
            columns = (Column(w["when"], 24), Column(w["level"], 13), Column(w["event"], 43), Column(w["to_week"], 20))
            about = ((w["year"], str(year)),)
            yield Table(self.sheets["timeline"], columns, tuple(self.event(event, week) for event in events), about)

    def event(self, event: Event, week: Event | None) -> Row:
        text = said_between(event.first, event.last, self.language)
        when = ((Piece(text, value=event.first if event.first == event.last else None),),)
        distance = "" if week is None or event.kind == "week" else self.distance(event, week)
        return row(when, cell(event.level), cell(f"{KINDS[event.kind]} {event.label}"), cell(distance))

    def distance(self, event: Event, week: Event) -> str:
        """`trước 16 ngày`, `sau 4 - 16 ngày`."""
        before = (week.first - event.last).days, (week.first - event.first).days
        after = (event.first - week.last).days, (event.last - week.last).days
        for (least, most), words in ((before, "before_week"), (after, "after_week")):
            if least > 0:
                return self.w[words].format(n=least if least == most else f"{least} - {most}")
        return self.w["in_week"] if week.first <= event.first and event.last <= week.last else ""

    def asked(self) -> Iterator[Block]:
        w = self.w
        if not self.c.directives:
            yield Sentences((w["none_directive"],))
        for directive in self.c.directives:
            yield Heading(shown(f"{w['directive']} {directive.number} ({directive.year})"), shown(directive.issuer))
            columns = (Column(w["requirement"], 24), Column(w["value"], 38), Column(w["source"], 38))
            rows = tuple(row(*asked) for asked in asked_of(directive, self.language))
            yield Table(self.sheets["asked_for"], columns, rows, ((w["held_against"], directive.number),))

    def by_requirement(self) -> Iterator[Block]:
        if not self.c.judged:
            return
        columns = (Column(self.w["requirement"], 44), *(Column(self.verdicts[v], 14, True) for v in _ORDER))
        rows = tuple(
            row(self.c.title(requirement, self.language), *(figure(counts[v]) for v in _ORDER))
            for requirement, counts in self.c.by_requirement.items()
            if counts
        )
        yield Table(self.sheets["by_requirement"], columns, rows)

    def documents(self, group: Sequence[Judged], none: str = "", *, brief: bool = False) -> Iterator[Block]:
        """Each document with every requirement: asked, planned, verdict, reason; where `brief`, what is in order in sentences."""
        w = self.w
        columns = (
            *(Column(w["requirement"], 15), Column(w["expected"], 19), Column(w["planned"], 22)),
            *(Column(w["verdict"], 14), Column(w["reason"], 30)),
        )
        for judged in group:
            name = name_of(judged, self.language)
            by_directive: dict[str, list[Finding]] = {}
            for finding in judged.findings:
                by_directive.setdefault(finding.directive, []).append(finding)
            for n, (directive, findings) in enumerate(by_directive.items()):
                fares = self.fares(findings)
                if len(by_directive) > 1:
                    fares = f"{w['held_against']} {shown(directive)}: {fares}"
                yield Heading(shown(name), f"{self.state(judged)} · {fares}") if n == 0 else Heading("", fares)
                names = (w["issuer"], w["document"], w["file"], w["held_against"])
                about = tuple(zip(names, (*self.identity(judged), shown(directive)), strict=True))
                parts = Counter((i.requirement, i.directive) for i in judged.items if i.asked)
                settled = [f for f in findings if brief and f.verdict in ("pass", "not_applicable")]
                rows = tuple(self.finding(f, parts) for f in findings if f not in settled)
                whole = Table(self.sheets["findings"], columns, rows, about)
                if rows:
                    yield whole
                if settled:
                    yield Brief(tuple(self.settled(settled)), replace(whole, rows=tuple(self.finding(f, parts) for f in settled)))
        if none and not group:
            yield Sentences((w[none],))

    def settled(self, findings: list[Finding]) -> Iterator[str]:
        """`Đạt (2): Chủ đề: đúng nguyên văn của Bộ (trang 1); ...`, a sentence a verdict."""
        for verdict in dict.fromkeys(f.verdict for f in findings):
            said = []
            for f in findings:
                if f.verdict == verdict:
                    page = f" ({self.w['page']} {f.page})" if f.page and f.found else ""
                    title, reason = self.c.title(f.requirement, self.language), self.reason(f).rstrip(".")
                    said.append(f"{title}: {reason}{page}")
            yield shown(f"{SIGNS[verdict]} {self.verdicts[verdict]} ({len(said)}): {'; '.join(said)}.")

    def reason(self, f: Finding) -> str:
        return f.reason_vi if self.language == "vi" else f.reason_en

    def finding(self, f: Finding, parts: Mapping[tuple[str, str], int]) -> Row:
        """`parts`: how many things the requirements ask that ask several; these are listed in a section of their own."""
        w = self.w
        several = parts.get((f.requirement, f.directive))
        expected = w["several"].format(n=several, section=w[f.requirement]) if several else f.expected
        asked = cell(expected, Piece(f.source or "", "note") if f.verdict == "fail" and f.expected else None)
        page = Piece(f"{w['page']} {f.page}", "note") if f.page and f.found else None
        found = cell(Piece(f"“{shown(f.found)}”", "quote") if f.found else None, page)
        severity = Piece(SEVERITIES[self.language][f.severity], "note") if f.verdict == "fail" else None
        verdict = cell(Piece(f"{SIGNS[f.verdict]} {self.verdicts[f.verdict]}", f.verdict), severity)
        reason = cell(self.reason(f), *self.difference(f))
        return row(self.c.title(f.requirement, self.language), asked, found, verdict, reason, verdict=f.verdict)

    def difference(self, f: Finding) -> list[Line]:
        """What was asked, with what the plan left out or put in marked; nothing where there is nothing to compare in words."""
        if not differing(f):
            return []
        pieces = [Piece(f"{self.w['difference']}:", "note")]
        for change in differing(f):
            if change.operation == "equal":
                pieces.append(Piece(change.new))
                continue
            pieces += [Piece(change.old, "gone")] if change.old else []
            pieces += [Piece(change.new, "come")] if change.new else []
        return [tuple(pieces)]

    def agencies(self) -> Iterator[Block]:
        """Who is given what to do: the kinds of body that the directive addresses, then every body by name."""
        w = self.w
        if not self.c.own:
            return
        kinds = list(self.coverage("agencies", w["agency"]))
        if kinds:
            yield Heading(w["bodies"])
            yield from kinds
            yield Heading(w["tasks"])
        by_year: dict[int, list[Judged]] = {}
        for judged in self.c.own:
            if judged.tasks:
                by_year.setdefault(int(judged.plan.get("year") or 0), []).append(judged)
        if not by_year:
            yield Sentences((w["none_tasks"],))
        for year, group in by_year.items():
            lower = [j for j in self.c.lower if j.plan.get("year") == year]
            for start in range(0, len(group), _AT_ONCE):
                yield self.matrix(group[start : start + _AT_ONCE], lower)

    def matrix(self, group: list[Judged], lower: list[Judged]) -> Table:
        """Agencies down, documents across; a last column says how many lower documents give the agency a task."""
        share = (76 - 14 * bool(lower)) // len(group)
        columns = [Column(self.w["agency"], 24), *(Column(self.short(j), share) for j in group)]
        columns += [Column(self.w["lower_units"], 14, True)] if lower else []
        agencies = dict.fromkeys(task.agency for judged in group for task in judged.tasks)
        below = Counter(agency for j in lower for agency in {task.agency for task in j.tasks})
        rows = []
        for agency in agencies:
            cells = [self.tasks(judged, agency) for judged in group]
            rows.append(row(agency, *cells, *([figure(below[agency])] if lower else [])))
        about = ((self.w["year"], str(group[0].plan.get("year") or "")),)
        return Table(self.sheets["tasks"], tuple(columns), tuple(rows), about)

    def tasks(self, judged: Judged, agency: str) -> Cell:
        lines: list[Line] = []
        for task in judged.tasks:
            if task.agency == agency:
                page = f"({self.w['page']} {task.page})" if task.page else ""
                role = ROLES[self.language].get(task.role, task.role) + (":" if task.text else "")
                lines.append((Piece(role, "strong"), Piece(_cut(shown(task.text))), Piece(page, "note")))
        several = list(dict.fromkeys(lines))
        more = len(several) - _MOST
        rest = Piece(self.w["more_tasks"].format(n=more), "note") if more > 0 else None
        return cell(*several[:_MOST], rest) or cell("–")

    def activities(self) -> Iterator[Block]:
        w = self.w
        tables = list(self.coverage("activities", w["activity"]))
        yield from tables
        for judged in self.c.own if tables else ():
            added = [i.found for i in judged.items if i.requirement == "activities" and i.asked is None and i.found]
            if added:
                yield Heading(w["own_ideas"], shown(name_of(judged, self.language)))
                yield sentences(added)

    def coverage(self, requirement: str, first: str) -> Iterator[Table]:
        """What was asked for down, the province's documents across: taken up or not, in which words; lower units as counts."""
        w = self.w
        for directive in self.c.directives:
            own = [(j, items) for j in self.c.own if (items := _asked_items(j, requirement, directive.number))]
            lower = [items for j in self.c.lower if (items := _asked_items(j, requirement, directive.number))]
            wanted = dict.fromkeys(key for items in (*(i for _, i in own), *lower) for key in items)
            if not wanted:
                continue
            for start in range(0, max(1, len(own)), _AT_ONCE):
                across = own[start : start + _AT_ONCE]
                share = (70 - 24 * bool(lower)) // max(1, len(across))
                columns = [Column(first, 30), *(Column(self.short(j), share) for j, _ in across)]
                counted: tuple[Verdict, ...] = ("pass", "fail", "unknown") if lower else ()
                columns += [Column(w[name], 8, True) for name in ("lower_passed", "lower_failed", "lower_unknown") if lower]
                rows = []
                for asked in wanted:
                    counts = Counter(items[asked].verdict for items in lower if asked in items)
                    cells = [self.item(items.get(asked)) for _, items in across]
                    rows.append(row(asked, *cells, *(figure(counts[v]) for v in counted)))
                about = ((w["held_against"], directive.number),)
                yield Table(self.sheets[requirement], tuple(columns), tuple(rows), about)

    def item(self, item: Item | None) -> Cell:
        if item is None or item.verdict is None:
            return cell("–")
        score = f" ({item.score:.2f})" if item.score is not None and item.verdict != "fail" else ""
        verdict = Piece(f"{SIGNS[item.verdict]} {self.verdicts[item.verdict]}{self.decimal(score)}", item.verdict)
        quote = Piece(f"“{_cut(shown(item.found))}”", "quote") if item.found else None
        return cell(verdict, quote, Piece(f"{self.w['page']} {item.page}", "note") if item.page and item.found else None)

    def lower(self) -> Iterator[Block]:
        """One line a unit, the worst first."""
        c, w = self.c, self.w
        if not c.lower:
            yield Sentences((w["none_lower"],))
            return
        columns = [Column(w["issuer"], 30), Column(w["document"], 20)]
        columns += [Column(self.verdicts[v], 9, True) for v in ("pass", "fail", "unknown")]
        columns += [Column(w["score"], 8, True), Column(w["failed_on"], 23)]
        rows = []
        for judged in c.lower:
            failed = dict.fromkeys((self.c.title(f.requirement, self.language), f.severity) for f in judged.fails)
            names = [f"{title} ({SEVERITIES[self.language][severity]})" for title, severity in failed]
            counts = [figure(judged.counts[v]) for v in ("pass", "fail", "unknown")]
            issuer, document, _ = self.identity(judged)
            counts.append(self.score(score_over([judged]).value))
            rows.append(row(issuer, document, *counts, cell("; ".join(names) or w["none_failed"])))
        yield Table(self.sheets["lower"], tuple(columns), tuple(rows))

    def silent(self) -> Iterator[Block]:
        for silent in self.c.silent:
            yield sentences([self.silence(silent)])
            if silent.nobody_answered or not any(group.silent for group in silent.groups):
                continue
            w = self.w
            columns = (
                *(Column(w["place"], 22), Column(w["units"], 10, True), Column(w["answered"], 12, True)),
                Column(w["silent_ones"], 56),
            )
            rows = tuple(
                row(g.name, figure(g.units), figure(g.units - len(g.silent)), cell(", ".join(g.silent) or w["everyone_answered"]))
                for g in silent.groups
            )
            about = ((w["year"], str(silent.year)), (w["held_against"], silent.directive))
            yield Table(self.sheets["silent"], columns, rows, about)

    def silence(self, silent: Silent) -> str:
        districts, n = silent.districts, silent.units - silent.answered
        if self.language == "vi":
            rest = f", {len(districts.silent)} trên {districts.units} đơn vị cấp huyện" if districts else ""
            return f"Năm {silent.year}: {n} trên {silent.units} đơn vị cấp xã{rest} chưa có văn bản nào trong dữ liệu."
        rest = f" and {len(districts.silent)} of {districts.units} districts" if districts else ""
        return f"{silent.year}: {n} of {silent.units} communes{rest} have no document at hand."

    def unread(self) -> Iterator[Block]:
        c, w = self.c, self.w
        columns = (Column(w["file"], 45), Column(w["pages"], 12), Column(w["problem"], 43))
        if c.problems:
            rows = tuple(row(*cells) for cells in unread_in(c.problems, self.language))
            yield Table(self.sheets["unread"], columns, rows)
        elif c.judged:
            yield Sentences((w["all_read"],))
        if c.nowhere:
            yield Heading(w["placed_nowhere"])
            rows = tuple(row(*cells) for cells in unread_in(c.nowhere, self.language))
            yield Table(self.sheets["nowhere"], columns, rows)

    # --- what several parts say

    def identity(self, judged: Judged) -> tuple[str, str, str]:
        """Issuer; number and date; file."""
        plan, w = judged.plan, self.w
        number = f"{plan.get('doc_type') or w['document']} {plan.get('number') or w['no_number']}"
        when = day(plan.get("issued_on"), self.language) or w["no_date"]
        return shown(plan.get("issuer") or plan.get("name")), shown(f"{number}, {when}"), shown(plan.get("name"))

    def short(self, judged: Judged) -> str:
        return shown(judged.plan.get("number") or judged.plan.get("issuer") or judged.plan.get("name"))

    def state(self, judged: Judged) -> str:
        """The file, and how well it could be read."""
        plan, w = judged.plan, self.w
        said = [str(plan.get("name") or "")]
        said += [w["partly"]] if plan.get("status") != "ok" else []
        said += [w["ocr"]] if plan.get("ocr") else []
        carried_out = [self.link(link) for link in judged.links if link.relation == "upstream"]
        said += [w["carries_out"].format(documents=", ".join(carried_out))] if carried_out else []
        said += [w["copied"].format(share=f"{judged.copied:.0%}".replace("%", " %"))] if judged.copied else []
        return shown(" · ".join(said))

    def link(self, link: Link) -> str:
        name = link.number or link.issuer or self.w["no_number"]
        return name if link.at_hand else f"{name} ({self.w['not_at_hand']})"

    def fares(self, findings: list[Finding]) -> str:
        """`12 đạt · 2 không đạt · 1 chưa rõ · điểm 85,7`: never the score without the unknowns."""
        counts = Counter(f.verdict for f in findings)
        said = [f"{counts[v]} {self.verdicts[v].lower()}" for v in _ORDER if counts[v] or v == "unknown"]
        score = score_of(f.verdict for f in findings).value
        return " · ".join([*said, f"{self.w['score'].lower()} {self.decimal(f'{score:g}')}"] if score is not None else said)

    def score(self, score: float | None) -> Cell:
        return figure(score, None if score is None else self.decimal(f"{score:g}"))

    def decimal(self, text: str) -> str:
        return text.replace(".", ",") if self.language == "vi" else text


def differing(f: Finding) -> list[Change]:
    """What was asked and what was planned word by word, where both are texts and differ.

    A citation stands in a sentence, whose words before and after it are no difference.
    """
    if f.verdict != "fail" or f.requirement not in _IN_WORDS or not f.expected or not f.found:
        return []
    changes = diff_words(f.expected, f.found)
    if _IN_WORDS[f.requirement] == "part":
        around = {0, len(changes) - 1}
        changes = [c for n, c in enumerate(changes) if not (n in around and c.operation == "insert")]
    return changes


def asked_of(directive: Directive, language: Language) -> Iterator[tuple[str, str, str]]:
    """What a directive asks, each value with its source; a gap says why it is open."""
    for name, label in ASKED[language].items():
        value = getattr(directive, name)
        text = day(value, language) if value else f"({WORDS[language]['unknown_value']})"
        yield label, text, directive.provenance.get(name, "")


def name_of(judged: Judged, language: Language) -> str:
    """`Ủy ban nhân dân tỉnh Thanh Hóa, Kế hoạch 211/KH-UBND, 28/9/2022`."""
    plan, w = judged.plan, WORDS[language]
    number = plan.get("number") or w["no_number"]
    kind = f"{plan.get('doc_type') or w['document']} {number}"
    issuer = plan.get("issuer") or plan.get("name") or ""
    return ", ".join(str(part) for part in (issuer, kind, day(plan.get("issued_on"), language) or w["no_date"]))


def unread_in(problems: Iterable[Unread], language: Language) -> list[tuple[str, str, str]]:
    """File, pages, reason."""
    return [(p.name, pages_in(p.pages), problem(p.code, p.message, language)) for p in problems]


def pages_in(pages: Iterable[int]) -> str:
    """Pages as people write them.

    >>> pages_in([1, 2, 3, 5, 8, 9])
    '1-3, 5, 8-9'
    """
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _asked_items(judged: Judged, requirement: str, directive: str) -> Mapping[str, Item]:
    return {shown(i.asked): i for i in judged.items if i.requirement == requirement and i.directive == directive and i.asked}


def _cut(text: str) -> str:
    """A long text to its last whole word within reach."""
    return text if len(text) <= _LONG else text[:_LONG].rsplit(" ", 1)[0] + " …"
