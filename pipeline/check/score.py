"""The score of a document, or of all documents of a province: the one place that says how it comes about.

The views `scores` and `province_scores` reckon the same in SQL; a test holds them against this.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.check.question import Both
from pipeline.model import Verdict

FORMULA = Both(
    "Điểm = 100 × số kết luận đạt / (số kết luận đạt + số kết luận không đạt). Kết luận chưa rõ và không áp dụng không tính vào "
    "điểm; số kết luận chưa rõ luôn được nêu kèm điểm. Điểm của tỉnh gộp mọi kết luận của mọi văn bản của tỉnh.",
    "Score = 100 × passed / (passed + failed). Verdicts that are unknown or not applicable do not count; how many are unknown is "
    "always said beside the score. A province's score pools all verdicts of all its documents.",
)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of verdicts and what they come to, e.g. 9 passed, 3 failed, 2 unknown: 75.0."""

    passed: int = 0
    failed: int = 0
    unknown: int = 0
    not_applicable: int = 0

    @property
    def value(self) -> float | None:
        """None where nothing was judged."""
        judged = self.passed + self.failed
        return round(100 * self.passed / judged, 1) if judged else None

    def said(self) -> Both:
        """The score, never without the count of unknowns."""
        value = self.value
        if value is None:
            return Both(f"chưa có điểm ({self.unknown} chưa rõ)", f"no score ({self.unknown} unknown)")
        figures = f"{value:g}"
        return Both(
            f"{figures.replace('.', ',')} điểm ({self.passed} đạt, {self.failed} không đạt, {self.unknown} chưa rõ)",
            f"{figures} points ({self.passed} passed, {self.failed} failed, {self.unknown} unknown)",
        )


def score_of(verdicts: Iterable[Verdict]) -> Score:
    """The score of some findings' verdicts."""
    every = list(verdicts)
    return Score(every.count("pass"), every.count("fail"), every.count("unknown"), every.count("not_applicable"))
