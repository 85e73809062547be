"""The gazetteer's trie, the fast path, names the same bodies at the same places as spaCy's PhraseMatcher, the plain one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import rulebook
from pipeline.agencies import Gazetteer, spellings, tokens
from pipeline.extract import Desk
from pipeline.ingest import ingest
from pipeline.text import fold, level_tones, reading_copy

ROOT = Path(__file__).parents[1]
FILES = sorted(path for path in (ROOT / "corpus").iterdir() if path.suffix in (".pdf", ".txt", ".md") and path.stem != "README")
WORD = re.compile(
    r"[^\W_]+|[^\w\s-]|\n(?=\s*\n)"
)  # written down a second time on purpose: the reference shares no code with the trie
Names = dict[int, tuple[int, frozenset[str]]]  # where a name begins -> where its longest form ends, and whose it is


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.of(rulebook.load(None))


@pytest.fixture(scope="module")
def plain(desk: Desk) -> Callable[[str], Names]:
    """The longest names at each place of a text, as spaCy finds them among all spellings of all agencies."""
    spacy = pytest.importorskip("spacy", reason="spaCy is only the reference of this test")
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

    vocabulary = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}}).vocab
    matcher = PhraseMatcher(vocabulary, attr="ORTH")
    for agency in desk.gazetteer.agencies:
        if not agency.collective:
            names = {
                name for spelling in spellings(agency, desk.rulebook.abbreviations) for name in written(spelling, desk.gazetteer)
            }
            matcher.add(agency.id, [Doc(vocabulary, words=list(name)) for name in names])

    def find(text: str) -> Names:
        words = list(WORD.finditer(level_tones(fold(text))))
        doc = Doc(vocabulary, words=["và" if word[0] == "&" else word[0] for word in words])
        longest: dict[int, int] = defaultdict(int)
        owners: dict[tuple[int, int], set[str]] = defaultdict(set)
        for key, first, last in matcher(doc):
            longest[first] = max(longest[first], last)
            owners[first, last].add(vocabulary.strings[key])
        return {words[i].start(): (words[last - 1].end(), frozenset(owners[i, last])) for i, last in longest.items()}

    return find


def written(spelling: str, gazetteer: Gazetteer) -> Iterator[tuple[str, ...]]:
    """`Báo {place}` with every province's name, else the name itself."""
    if "{place}" in spelling:
        for place in gazetteer._places:
            yield tokens(spelling.replace("{place}", " ".join(place)))
    else:
        yield tokens(spelling)


def expected(names: Names, text: str, gazetteer: Gazetteer) -> Names:
    """What the gazetteer adds to bare names, said again: no part of a number, and an open name goes on with a name or number."""
    kept: Names = {}
    for start, (end, owners) in names.items():
        goes_on = re.match(r"(?:(?!\n\s*\n)[\s_-])*([^\W_])", text[end:])
        is_open = any(gazetteer.by_id[owner].open for owner in owners)
        if text[max(0, start - 1) : start] in ("-", "/") or (
            is_open and not (goes_on and (goes_on[1].isupper() or goes_on[1].isdigit()))
        ):
            continue
        kept[start] = end, owners
    return kept


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_trie_agrees_with_phrase_matcher(path: Path, desk: Desk, plain: Callable[[str], Names]) -> None:
    assert_agreement(reading_copy(ingest(path.read_bytes(), path.name, str(path)).text), desk, plain)


@pytest.mark.parametrize(
    "text", ["trường MN, TH, THCS", "các trường MN, TH và THCS", "Trường MN Hoa Lan", "Trường TH\n\nIII. KINH PHÍ"]
)
def test_trie_agrees_that_a_kind_of_school_in_a_list_is_no_schools_name(
    text: str, desk: Desk, plain: Callable[[str], Names]
) -> None:
    assert_agreement(text, desk, plain)


def assert_agreement(text: str, desk: Desk, plain: Callable[[str], Names]) -> None:
    mentions = list(desk.gazetteer.find(text))
    single = [mention for mention in mentions if not mention.agencies[0].collective]
    reference = expected(plain(text), text, desk.gazetteer)
    for mention in single:
        end, owners = reference[mention.start]
        assert {agency.id for agency in mention.agencies} == owners, text[mention.start : mention.end]
        assert end <= mention.end, text[mention.start : mention.end]  # a place or the rest of an open name may follow
    for start, (end, _) in reference.items():
        assert any(mention.start <= start < mention.end for mention in mentions), f"the trie misses {text[start:end]!r}"


def test_the_reference_finds_enough_to_compare(desk: Desk, plain: Callable[[str], Names]) -> None:
    found = sum(len(plain(reading_copy(ingest(path.read_bytes(), path.name, str(path)).text))) for path in FILES)
    assert found > 15 * len(FILES)
