"""The words of the reports by language, and how each language writes a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pipeline.check.question import say
from pipeline.report import words_en, words_vi

Language = Literal["vi", "en"]
Words = Mapping[str, Mapping[str, str]]  # a language's words, by what they are said of

VERDICTS: Words = {"vi": words_vi.VERDICTS, "en": words_en.VERDICTS}
SEVERITIES: Words = {"vi": words_vi.SEVERITIES, "en": words_en.SEVERITIES}
ASKED: Words = {"vi": words_vi.ASKED, "en": words_en.ASKED}
LEVELS: Words = {"vi": words_vi.LEVELS, "en": words_en.LEVELS}
ROLES: Words = {"vi": words_vi.ROLES, "en": words_en.ROLES}
SHEETS: Words = {"vi": words_vi.SHEETS, "en": words_en.SHEETS}
WORDS: Words = {"vi": words_vi.WORDS, "en": words_en.WORDS}


def problem(code: str, message: str, language: Language) -> str:
    """Why something could not be read, for an official."""
    return words_vi.PROBLEMS.get(code, message) if language == "vi" else message


def day(iso: str | None, language: Language) -> str:
    """A date as each language writes it; what is no date stays as it is.

    >>> day("2022-09-07", "vi"), day("2022-09-07", "en"), day(None, "vi")
    ('07/9/2022', '7 September 2022', '')
    """
    return say(iso, 0 if language == "vi" else 1)


def decimal(value: float, language: Language) -> str:
    """A figure as the language writes it: `85,7` and `85.7`."""
    figures = f"{value:g}"
    return figures.replace(".", ",") if language == "vi" else figures


def said_between(first: date, last: date, language: Language) -> str:
    """`01/10/2025`, or `01/10/2025 - 07/10/2025`."""
    said = [day(one.isoformat(), language) for one in (first, last)]
    return said[0] if first == last else " - ".join(said)


def short_day(when: date, language: Language) -> str:
    """A day beside others of its year.

    >>> short_day(date(2025, 9, 5), "vi"), short_day(date(2025, 9, 5), "en")
    ('05/9', '5 Sep')
    """
    said = day(when.isoformat(), language)
    if language == "vi":
        return said.rpartition("/")[0]
    number, month, _ = said.split()
    return f"{number} {month[:3]}"


def shortly_between(first: date, last: date, language: Language) -> str:
    """`05/9`, or `01/10 - 07/10`."""
    said = [short_day(one, language) for one in (first, last)]
    return said[0] if first == last else " - ".join(said)
