"""Activities and kinds of body, item by item: what is taken up, what is not, what a person must read, what is the plan's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.agencies import spellings
from pipeline.check import Known, judge
from pipeline.check.cases import extraction_of
from pipeline.model import Finding
from pipeline.policies import Policies
from pipeline.rulebook import Rulebook
from pipeline.text import fold, level_tones
from tests.check.measure import REAL, Counts, measure, table

DOCS = Path(__file__).parents[2] / "docs" / "measured.md"


@pytest.fixture(scope="module")
def measured() -> dict[str, Counts]:
    return measure()


def test_what_is_said_to_be_taken_up_is(measured: dict[str, Counts]) -> None:
    for group, counts in measured.items():
        right, said = counts.precision("p")
        assert right == said, (group, table(measured))
    assert measured["passages: near"].recall("p") == (18, 18)


def test_what_is_said_not_to_be_found_is_so_but_for_passages_that_share_no_word(measured: dict[str, Counts]) -> None:
    right, said = measured["documents of corpus/"].precision("f")
    assert said >= 25 and right / said > 0.95, table(measured)
    assert measured["passages: other activities"].precision("f")[0] > 280


def test_the_real_documents_of_2022_take_up_what_their_letter_asks(measured: dict[str, Counts]) -> None:
    if not REAL.is_dir():
        pytest.skip("../shared/real is not here, so real documents cannot be measured")
    assert measured["real documents"].recall("p") == (27, 27)


def test_the_figures_in_the_docs_are_those_measured(measured: dict[str, Counts]) -> None:
    if not REAL.is_dir():
        pytest.skip("../shared/real is not here, so the docs' figures cannot be measured")
    assert table(measured) in DOCS.read_text("utf-8"), table(measured)


def finding(policies: Policies, known: Known, requirement: str, **given: object) -> Finding:
    directive = next(d for d in policies.directives if d.year == 2022)
    wanted = next(r for r in policies.requirements if r.id == requirement)
    return judge(extraction_of(given), directive, wanted, known)


def test_an_activity_found_is_quoted_and_what_the_plan_adds_is_listed(policies: Policies, known: Known) -> None:
    banners = "Treo băng rôn, khẩu hiệu ở cổng cơ sở giáo dục và nơi công cộng."
    own = "Tặng xe đạp cho học sinh nghèo ở xa trường."
    found = finding(
        policies, known, "activities", facts={"level": "commune"}, text=f"- {banners}\n\n- {own}",
        activities=[{"quote": banners}, {"quote": own}],
    )  # fmt: skip
    taken = [i for i in found.items if i.verdict == "pass"]
    asked = "Treo băng rôn, khẩu hiệu ở cơ sở giáo dục, công sở và nơi công cộng"
    assert [(i.asked, i.found) for i in taken] == [(asked, f"- {banners}")]
    assert taken[0].score and taken[0].score > 0.8
    assert [i.found for i in found.items if i.asked is None] == [own]
    assert sum(i.verdict == "fail" for i in found.items) >= 6 and found.verdict == "unknown", (
        "2022 was inferred: no fail of the plan"
    )


def test_a_kind_of_body_is_found_in_the_words_of_the_plan(policies: Policies, known: Known) -> None:
    found = finding(
        policies, known, "agencies", facts={"level": "province"},
        text="2. Sở Văn hóa, Thể thao và Du lịch\nChỉ đạo Thư viện tỉnh mở cửa; phối hợp với Hội Khuyến học tỉnh.",
        assignments=[{"agency": "Sở Văn hóa, Thể thao và Du lịch", "task": "Chỉ đạo Thư viện tỉnh mở cửa"}],
    )  # fmt: skip
    said = {i.kind: (i.verdict, i.found) for i in found.items}
    assert said["culture"] == ("pass", "Sở Văn hóa, Thể thao và Du lịch")
    assert said["learning-promotion"] == ("unknown", "Hội Khuyến học tỉnh"), "a partner in another's task"
    assert said["media"] == ("fail", None)


def test_communes_have_no_committees_below_them(policies: Policies, known: Known) -> None:
    kinds = {i.kind for i in finding(policies, known, "agencies", facts={"level": "commune"}, text="Kế hoạch").items}
    assert "lower-committees" not in kinds and "schools" in kinds


def test_a_note_for_a_commune_is_a_minor_fault_for_a_province(policies: Policies, known: Known) -> None:
    severities = {
        level: finding(policies, known, "activities", facts={"level": level}, text="Kế hoạch").severity
        for level in ("province", "commune", "school")
    }
    assert severities == {"province": "minor", "commune": "note", "school": "note"}


def test_the_words_in_the_files_are_those_of_the_segmenter() -> None:
    """Else a run would look for words that `scripts/segment_directives.py` no longer writes."""
    from pipeline.segment import terms_of

    text = (Path(__file__).parents[2] / "rules" / "directives" / "2022.yml").read_text("utf-8")
    pairs = re.findall(r"- asked: (.+)\n +terms: \[(.+)\]", text)
    assert len(pairs) == 9
    for words, terms in pairs:
        assert terms.split(", ") == list(terms_of(words))


def test_every_name_of_a_kind_of_body_has_one_of_its_cues(book: Rulebook) -> None:
    """Else `agencies` would overlook it: names are looked for around these words only."""
    for kind in book.policies.kinds.values():
        for agency in book.agencies:
            if agency.sector in kind.sectors or agency.id in kind.also:
                for name in spellings(agency, book.abbreviations):
                    low = level_tones(fold(name)).replace("{place}", "tỉnh")
                    assert any(cue in low for cue in kind.cues), (kind.id, name)
