"""Is the directive cited, and cited as it was issued? `Công văn số 4342/BGDĐT-GDĐT, ngày 07/9/2022` is cited, but not exactly."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from pipeline.check.question import Asked, Both, Question, comparison, say_both
from pipeline.model import Citation, Directive, Finding, Span
from pipeline.numbers import split_number
from pipeline.text import fold, levelled, squeeze, strip_marks

_LOOKS_ALIKE = str.maketrans("oil", "011")  # what recognition takes for one another: BGDĐT-GDTX, BGDDT-GDTX; 4342, 4З42
_DASHES = r"[-‐-―−]"


def expected_citation(directive: Directive) -> Both:
    """How the directive should be cited: its number and, where it is known, its date."""
    number = directive.number
    if not directive.issued_on:
        return Both(number, number)
    day = say_both(directive.issued_on)
    return Both(f"{number} ngày {day.vi}", f"{number} of {day.en}")


def directive_citations(question: Question) -> list[Citation]:
    """The citations that were resolved to the directive, in the document's order."""
    return [c for c in question.extraction.of(Citation) if c.resolved == question.directive.number]


def cites_directive(question: Question) -> Finding:
    """Same sequence number, and date or issuer agree."""
    asked, directive = expected_citation(question.directive), question.directive
    sure = Asked(asked.vi, question.source("issued_on"), {"directive": asked})
    cited = directive_citations(question)
    for citation in cited:
        agrees = _agreement(citation, directive)
        if agrees:
            return question.answer("cited", sure, fact=citation, agrees=agrees)
    if cited:
        return question.answer("only-sequence", sure, fact=cited[0])
    if not question.readable:
        return question.answer("unreadable", sure, unread=question.unread)
    sequence = re.search(rf"(?<![\w/]){re.escape(_sequence(directive.number))}\s*/\s*\w", question.folded)
    if sequence is None and question.doubtful:  # `o607/BGDĐT-GDTX`: the digits could not be read
        symbol = re.escape(fold(directive.number.partition("/")[2]))
        sequence = re.search(rf"(?:[^\s/]*[^\s/\d][^\s/]*|số\s*)/\s?{symbol}(?!\w)", question.folded)
    if sequence:
        return question.answer("unclear", sure, at=_span(sequence))
    return question.answer("not-cited", sure, missing=question.where("basis", "title"))


CITES_DIRECTIVE = comparison(cites_directive, "cited only-sequence unclear not-cited", "directive agrees")


def citation_exact(question: Question) -> Finding:
    """Number, symbol and date as issued; spacing, case, dashes and recognition noise aside."""
    directive, asked = question.directive, expected_citation(question.directive)
    sure = Asked(asked.vi, question.source("issued_on"), {"directive": asked})
    cited = directive_citations(question)
    if not cited:
        code = "nothing-cited" if question.readable else "unreadable"
        return question.answer(code, sure, missing=question.where("basis", "title"), unread=question.unread)
    noisy = undated = None
    for citation in cited:
        wrong = _differences(citation, directive)
        if question.doubtful and not wrong and level_number(citation.number or "") not in level_number(citation.quote):
            noisy = noisy or citation  # the number is as the program took it to be meant
        elif wrong and question.doubtful and _nearly(citation.number or "", directive.number) and _same_day(citation, directive):
            noisy = noisy or citation
        elif wrong:
            return question.answer("differs", sure, fact=citation, differences=_joined(wrong))
        elif citation.issued_on is None:
            undated = undated or citation
    if noisy:
        return question.answer("doubtful", sure, fact=noisy, unread=question.unread)
    dated = next((c for c in cited if c.issued_on), None)
    if dated is None:
        return question.answer("no-date", sure, fact=undated)
    if directive.issued_on is None:
        return question.answer("date-not-known", sure, fact=dated, why=question.gap("issued_on"))
    tolerated = _tolerated(dated, question)
    return question.answer("tolerated" if tolerated else "exact", sure, fact=dated, tolerated=tolerated)


CITATION_EXACT = comparison(
    citation_exact,
    "exact tolerated differs doubtful no-date date-not-known nothing-cited",
    "directive differences tolerated why unread",
)


@lru_cache(maxsize=4096)  # the same few numbers are cited by everybody
def level_number(number: str) -> str:
    """A number as it is compared: `4342/BGDĐT- gdtx` and `4342/BGDÐT–GDTX` are the same.

    >>> level_number("4342/BGDÐT – gdtx")
    '4342/bgdđt-gdtx'
    """
    return fold(re.sub(r"\s+", "", levelled(number)))


@lru_cache(maxsize=4096)
def noiseless(number: str) -> str:
    """What is left of a number when letters that recognition confuses are made one: BGDDT for BGDĐT, l for 1, O for 0."""
    return strip_marks(level_number(number)).translate(_LOOKS_ALIKE)


def _undashed(number: str) -> str:
    """A number without its dashes: many print `BGDĐT-GDNN-GDTX` for `BGDĐT-GDNNGDTX`."""
    return noiseless(number).replace("-", "")


def _sequence(number: str) -> str:
    return number.split("/")[0].split("-")[0]


def _agreement(citation: Citation, directive: Directive) -> Both | None:
    if citation.issued_on and citation.issued_on == directive.issued_on:
        return Both("ngày ban hành", "date")
    issuer = citation.issuer
    if issuer and same_body(issuer, directive.issuer):
        return Both("cơ quan ban hành", "issuer")
    printed, issued = split_number(citation.number or ""), split_number(directive.number)
    if not issuer and printed and issued and printed.symbol.split("-")[0] == issued.symbol.split("-")[0]:
        return Both("cơ quan ban hành trong ký hiệu", "issuer in the symbol")
    return None


def same_body(a: str, b: str) -> bool:
    """`Bộ GDĐT` is spelt out by the extractor; case, spacing and tone placement are levelled here."""
    return fold(squeeze(levelled(a))) == fold(squeeze(levelled(b)))


def _differences(citation: Citation, directive: Directive) -> list[Both]:
    wrong: list[Both] = []
    printed = citation.number or ""
    if _undashed(printed) != _undashed(directive.number):
        ours, theirs = _split(printed), _split(directive.number)
        if noiseless(ours[0]) != noiseless(theirs[0]):
            wrong.append(Both(f"số “{ours[0]}”, đúng là “{theirs[0]}”", f"number “{ours[0]}” for “{theirs[0]}”"))
        if _undashed(ours[1]) != _undashed(theirs[1]):
            wrong.append(Both(f"ký hiệu “{ours[1]}”, đúng là “{theirs[1]}”", f"symbol “{ours[1]}” for “{theirs[1]}”"))
    if citation.issued_on and directive.issued_on and citation.issued_on != directive.issued_on:
        ours_on, theirs_on = say_both(citation.issued_on), say_both(directive.issued_on)
        wrong.append(Both(f"ngày {ours_on.vi}, đúng là {theirs_on.vi}", f"date {ours_on.en} for {theirs_on.en}"))
    return wrong


def _split(number: str) -> tuple[str, str]:
    """Sequence and symbol: `4342` and `BGDĐT-GDTX`."""
    sequence, _, symbol = number.partition("/")
    return sequence, symbol


def _same_day(citation: Citation, directive: Directive) -> bool:
    return citation.issued_on is None or citation.issued_on == directive.issued_on


def _nearly(printed: str, issued: str) -> bool:
    """One letter apart, as a recogniser may leave it; `GDĐT` for `GDTX` is two."""
    return Levenshtein.distance(noiseless(printed), noiseless(issued), score_cutoff=1) <= 1


def _tolerated(citation: Citation, question: Question) -> Both | None:
    """What was passed over: `4342/BGDĐT- GDTX` has a space, `4342/bgdđt–gdtx` another case and dash."""
    issued = question.directive.number
    loose = r"\s*".join(_DASHES if c == "-" else "[ĐÐDđðd]" if c == "Đ" else re.escape(c) for c in issued)
    printed = re.search(loose, question.text[citation.start : citation.end], re.IGNORECASE)
    shown = squeeze(printed.group()) if printed else citation.number or ""
    if shown == issued:
        return None
    notes: list[Both] = []
    if re.search(r"\s", shown):
        notes.append(Both("khoảng trắng", "spacing"))
    bare = re.sub(r"\s", "", shown)
    ours, theirs = level_number(bare), level_number(issued)
    added = ours != theirs and ours.replace("-", "") == theirs.replace("-", "")
    if added or re.search(_DASHES.replace("[-", "["), bare):
        notes.append(Both("dấu gạch", "dashes"))
    if bare != issued and ours == theirs and fold(bare) != bare != bare.upper():
        notes.append(Both("chữ hoa, chữ thường", "letter case"))
    if ours != theirs and not added:
        notes.append(Both("lỗi nhận dạng chữ", "recognition noise"))
    what = _joined(notes or [Both("cách viết", "way of writing")])
    return Both(f"{what.vi} (ghi “{shown}”)", f"{what.en} (printed “{shown}”)")


def _joined(parts: list[Both]) -> Both:
    return Both("; ".join(p.vi for p in parts), "; ".join(p.en for p in parts))


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end())
