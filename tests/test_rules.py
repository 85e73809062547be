"""The rules that we ship are sound, their examples come out, and a faulty rule stops the run with file and line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import rulebook
from pipeline.examples import count_examples, run_examples, run_policy_cases
from pipeline.extract import Desk
from pipeline.rulebook import Rule, RuleFaults

RULES = rulebook.rules_root()


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.of(rulebook.load())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The rules, to be spoilt; the tables of places are left out: loading the rules does not read them."""
    return Path(shutil.copytree(RULES, tmp_path / "rules", ignore=shutil.ignore_patterns("places")))


def faults(root: Path) -> list[str]:
    """What `doichieu rules check` would list."""
    with pytest.raises(RuleFaults) as raised:
        rulebook.load(root)
    return raised.value.found


def spoil(path: Path, old: str, new: str) -> int:
    """Replaces the first `old` in a file; the line at which it stood."""
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {path.name}: the test must follow the rules"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


# --- the rules that we ship ---------------------------------------------------------------------------------------------------


def test_the_rules_load(desk: Desk) -> None:
    assert desk.rulebook.directives
    assert desk.rulebook.policies.requirements
    examples, cases = count_examples(desk)
    assert examples > 50 and cases > 50


def test_every_example_comes_out_of_the_real_extractor(desk: Desk) -> None:
    failures = run_examples(desk)
    assert not failures, "\n".join(map(str, failures))


def test_every_case_comes_out_of_the_real_check(desk: Desk) -> None:
    failures = run_policy_cases(desk)
    assert not failures, "\n".join(map(str, failures))


# --- an example that does not come out ----------------------------------------------------------------------------------------


def failures_with(desk: Desk, rule_id: str, change: Callable[[Rule], Rule]) -> list[str]:
    """What `rules test` says of one rule whose examples were changed."""
    field = desk.rulebook.by_id[rule_id].field
    rules = tuple(change(rule) if rule.id == rule_id else rule for rule in desk.rulebook.rules(field))
    book = replace(desk.rulebook, by_field={**desk.rulebook.by_field, field: rules})
    return [str(failure) for failure in run_examples(replace(desk, rulebook=book)) if failure.name == rule_id]


def test_a_wrong_value_in_an_example_is_told_with_what_came_out(desk: Desk) -> None:
    def wrong(rule: Rule) -> Rule:
        first = replace(rule.examples[0], expected={"week_start": "2022-10-02", "week_end": "2022-10-07"})
        return replace(rule, examples=(first,))

    (said,) = failures_with(desk, "week.held", wrong)
    assert re.match(r".*week\.yml:\d+: week\.held\n", said)
    assert "expected week_start '2022-10-02', week_end '2022-10-07'" in said
    assert "found    week_start (week.held): value '2022-10-01'; week_end" in said


def test_all_attributes_must_stand_on_one_fact(desk: Desk) -> None:
    text = "Thực hiện Kế hoạch số 1/KH-UBND ngày 02/3/2024 và Quyết định số 4/QĐ-UBND ngày 05/6/2024 của Ủy ban nhân dân tỉnh;"

    def mixed(rule: Rule) -> Rule:
        one = replace(rule.examples[0], text=text, expected={"number": "1/KH-UBND", "issued_on": "2024-03-02"})
        return replace(rule, examples=(one, replace(one, expected={"number": "1/KH-UBND", "issued_on": "2024-06-05"})))

    (said,) = failures_with(desk, "citation.type-before", mixed)
    assert "number '4/QĐ-UBND', issued_on '2024-06-05'" in said


def test_a_rejected_text_that_is_accepted_is_told(desk: Desk) -> None:
    def accepted(rule: Rule) -> Rule:
        return replace(rule, examples=(replace(rule.examples[0], expected=None),))

    (said,) = failures_with(desk, "theme.quoted", accepted)
    assert "expected no theme\n  found    theme (theme.quoted): value 'Xây dựng năng lực tự học trong kỷ nguyên số'" in said


# --- faulty rule files: each says where --------------------------------------------------------------------------------------

THEME, WEEK, OPENING = "fields/theme.yml", "fields/week.yml", "fields/opening.yml"
CAMPAIGN = "campaigns/tuan-le-hoc-tap-suot-doi/campaign.yml"
PATTERN = r"pattern: '{period}"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (WEEK, "    where: [body, closing, basis]", "    were: [body]", "unknown key 'were'"),
        (WEEK, "field: week", "field: weak", "unknown field 'weak'; known are activity, assignment,"),
        (WEEK, "[body, closing, basis]", "[bodies]", "unknown part 'bodies'; known are addressee,"),
        (WEEK, PATTERN, "pattern: '(tuần lễ", "the pattern cannot be compiled: missing ), unterminated subpattern"),
        (WEEK, PATTERN, "pattern: '{typo}tuần lễ", "the pattern names an unknown piece 'typo'"),
        (WEEK, "id: week.time-section", "id: week.held", "the id 'week.held' stands already in week.yml:"),
        (WEEK, "id: week.held", "id: theme.held", "the id 'theme.held' must begin with 'week.'"),
        (WEEK, "confidence: 0.95", "confidence: 95", "confidence must be a number above 0 and at most 1"),
        (WEEK, f"    {PATTERN}", f"    pattern: x\n    {PATTERN}", "the key 'pattern' stands twice"),
        (THEME, "value: Xây dựng năng lực tự học trong kỷ nguyên số}", "}", "an accepted example needs a value besides its text"),
        ("bodies.yml", "level: central", "level: galactic", "unknown level 'galactic'; known are central,"),
        ("document_types.yml", "symbol: KH", "symbol: CV", "the symbol 'CV' stands twice"),
        ("directives/2022.yml", "campaign:", "campain:", "unknown key 'campain'"),
        ("directives/2022.yml", "campaign: tuan", "campaign: thang", "unknown campaign 'thang-le-hoc-tap-suot-doi'"),
        ("directives/2022.yml", "  value: 2022-10-01", "  confirmed: false\n  value: 2022-10-01", "drafted, not confirmed"),
        (CAMPAIGN, "period: tuần lễ", "period: tuần lễ(", "the pattern cannot be compiled"),
        (CAMPAIGN, "accepts:", "accept:", "unknown key 'accept'"),
        ("policies/theme.yml", "verdict: pass", "verdict: passed", "unknown verdict 'passed'; known are pass,"),
        ("policies/theme.yml", "severity: serious", "severity: grave", "unknown severity 'grave'; known are serious,"),
        ("policies/theme.yml", "directive: 4864/BGDĐT-GDTX", "directive: 1/X", "no directive is called '1/X'"),
        ("policies/theme.yml", "comparison: theme", "comparision: theme", "unknown key 'comparision'"),
        ("policies/theme.yml", "{differences}.", "{differences.", "the wording cannot be understood"),
        ("policies/adapted.yml", "- (?:các )?sở(?!", "- (?:các ?sở(?!", "cannot be compiled"),
        ("directives/2022.yml", "value: 2022-10-01", "value: 01/10/2022", "'week_start' must be a day"),
        ("directives/2022.yml", "value: 2022-10-07", "value: 2022-09-07", "the week ends before it begins"),
        ("programmes.yml", "first_year: 2021", "first_year: 2031", "'first_year' and 'last_year' must be years"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_and_line(copy: Path, file: str, old: str, new: str, said: str) -> None:
    line = spoil(copy / file, old, new)
    found = faults(copy)
    assert any(re.fullmatch(rf"{re.escape(str(copy / file))}:(\d+): .*", fault) and said in fault for fault in found), found
    at = next(int(fault.removeprefix(f"{copy / file}:").split(":")[0]) for fault in found if said in fault)
    assert abs(at - line) <= 1, f"line {at} is named, the fault is at line {line}"


def test_an_example_is_not_optional(copy: Path) -> None:
    path = copy / OPENING
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"(?m)^    (?:accepts|rejects):\n(?:      .*\n)+", "", text), "utf-8")
    found = faults(copy)
    ids = [n for n, line in enumerate(text.splitlines(), 1) if "- id:" in line]
    assert len([f for f in found if "'accepts' needs at least one example" in f]) == len(ids)
    assert len([f for f in found if "'rejects' needs at least one example" in f]) == len(ids)


def test_text_that_is_not_yaml_is_told_with_its_line(copy: Path) -> None:
    path = copy / WEEK
    line = path.read_text("utf-8").count("\n") + 1
    path.write_text(path.read_text("utf-8") + "rules: [unclosed\n", "utf-8")
    (fault, *_) = [f for f in faults(copy) if f.startswith(str(path))]
    at, words = re.fullmatch(rf"{re.escape(str(path))}:(\d+): (.*)", fault).groups()  # type: ignore[union-attr]
    assert "is not YAML" in words
    assert line <= int(at) <= line + 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty"), (b"\xff\xfe\x00", "cannot be read"), (b"- a\n- b\n", "a mapping is expected here, not list")],
)
def test_a_file_that_holds_no_rules_is_told(copy: Path, content: bytes, said: str) -> None:
    (copy / WEEK).write_bytes(content)
    assert any(fault.startswith(f"{copy / WEEK}:1: ") and said in fault for fault in faults(copy))


def test_a_missing_file_is_told(copy: Path) -> None:
    (copy / "agencies.yml").unlink()
    assert any(fault.startswith(f"{copy / 'agencies.yml'}:1: cannot be read") for fault in faults(copy))


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}: there is no such folder of rules"]


def test_all_faults_are_listed_together(copy: Path) -> None:
    spoil(copy / WEEK, "note:", "nota:")
    spoil(copy / OPENING, "note:", "nota:")
    spoil(copy / "policies/week.yml", "version:", "versin:")
    files = {Path(fault.split(":", 1)[0]).relative_to(copy).as_posix() for fault in faults(copy)}
    assert files == {WEEK, OPENING, "policies/week.yml"}


def test_a_case_that_fails_and_an_outcome_without_words_are_told(copy: Path) -> None:
    spoil(copy / "policies/theme.yml", "vi: Chủ đề đúng nguyên văn của {asker}.", "vi: Chủ đề đúng.")
    shutil.copytree(RULES / "places", copy / "places")
    (failure, *_) = run_policy_cases(Desk.of(rulebook.load(copy)))
    assert failure.path.name == "theme.yml" and failure.line > 1
    assert "expected pass: Chủ đề đúng nguyên văn của Bộ.\n  found    pass: Chủ đề đúng." in str(failure)
    spoil(copy / "policies/theme.yml", "  unlabelled:", "  unlabeled:")
    said = "\n".join(map(str, run_policy_cases(Desk.of(rulebook.load(copy)))))
    assert "the outcome 'unlabelled' has no wording" in said
    assert "never comes to 'unlabeled'" in said


def test_a_directive_stands_with_its_own_campaign(copy: Path) -> None:
    folder = copy / "campaigns" / "khac"
    shutil.copytree(copy / "campaigns" / "tuan-le-hoc-tap-suot-doi", folder)
    (folder / "directives").mkdir()
    shutil.move(copy / "directives" / "2022.yml", folder / "directives" / "2022.yml")
    said = "the campaign is 'tuan-le-hoc-tap-suot-doi', but the file stands with 'khac'"
    assert any(said in fault for fault in faults(copy))


def test_rules_without_a_campaign_are_told(copy: Path) -> None:
    shutil.rmtree(copy / "campaigns")
    assert any("there is no campaign: each has a folder" in fault for fault in faults(copy))


def test_what_a_draft_quotes_is_told_to_the_reader(copy: Path) -> None:
    evidence = "evidence:\n  number: {quote: 'Số: 4342/BGDĐT-GDTX', page: 1, confirmed: true}\n"
    spoil(copy / "directives/2022.yml", "theme:\n", evidence + "theme:\n  quote: “Thúc đẩy ...”\n  page: 2\n  inferred: true\n")
    directive = next(d for d in rulebook.load(copy).directives if d.number == "4342/BGDĐT-GDTX")
    assert directive.provenance["theme"].endswith(", trang 2: “Thúc đẩy ...”")
    assert directive.inferred[0] == "theme"


def test_evidence_is_for_what_a_draft_names_only(copy: Path) -> None:
    spoil(copy / "directives/2022.yml", "theme:\n", "evidence:\n  signer: {quote: x}\n  number: {confirmed: false}\ntheme:\n")
    said = "\n".join(faults(copy))
    assert "unknown key 'signer'" in said and "'number' is drafted, not confirmed: hold it against its source" in said


def test_the_fingerprint_follows_the_rules(copy: Path) -> None:
    shutil.copytree(RULES / "places", copy / "places")
    before = rulebook.load(copy).fingerprint
    assert before == rulebook.load().fingerprint
    spoil(copy / WEEK, "note:", "note: ")
    assert rulebook.load(copy).fingerprint != before
