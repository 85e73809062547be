"""The chain over whole provinces: every link and every verdict beside a superior's plan is what the gold says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.generate.__main__ import filed, generate_chains
from corpus.generate.build import CORPUS
from corpus.generate.chain import Office, write_chain
from corpus.generate.gold import faults
from corpus.generate.sheet import as_text
from pipeline import rulebook
from pipeline.batch.run import run
from pipeline.extract import Desk
from pipeline.store import Store


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.of(rulebook.load())


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Path:
    db = tmp_path_factory.mktemp("sample") / "a.db"
    run([CORPUS], db, desk, jobs=2)
    return db


def golds(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        if "links" in gold:
            yield gold


def differences(db: Path, folder: Path) -> list[tuple[Any, ...]]:
    """Links and verdicts that are not the gold's, either way."""
    wrong: list[tuple[Any, ...]] = []
    with Store.open(db, create=False) as store:
        names = {plan["document"]: plan["name"] for plan in store.plans()}
        ids = {name: document for document, name in names.items()}
        for gold in golds(folder):
            document = ids[gold["document"]]
            links = {(k["relation"], k["number"], names.get(k["superior"])) for k in store.links(document)}
            wanted = {(k["relation"], k["number"], k["superior"]) for k in gold["links"]}
            wrong += [(gold["document"], *link) for link in sorted(links ^ wanted, key=str)]
            found = {
                (f.directive, f.requirement, f.verdict) for f in store.findings(document) if f.requirement.startswith("upstream-")
            }
            asked = {(number, r, v) for number, verdicts in gold["upstream"].items() for r, v in verdicts.items()}
            wrong += [(gold["document"], *verdict) for verdict in sorted(found ^ asked)]
    return wrong


def test_every_link_and_verdict_of_the_sample_is_the_golds(sample: Path) -> None:
    assert sum(1 for _ in golds(CORPUS)) >= 40
    assert differences(sample, CORPUS) == []


@pytest.mark.parametrize("year", [2022, 2024, 2025])
def test_generated_provinces_are_read_as_they_were_made(year: int, tmp_path: Path, desk: Desk) -> None:
    assert generate_chains(tmp_path / "post", 3, year, 4, 24) >= 28
    run([tmp_path / "post"], tmp_path / "a.db", desk, jobs=2)
    assert differences(tmp_path / "a.db", tmp_path / "post") == []


def test_no_fault_found_beside_a_superior_is_without_evidence_on_both_sides(sample: Path) -> None:
    with Store.open(sample, create=False) as store:
        failed = [
            finding
            for plan in store.plans(in_scope=1)
            for finding in store.findings(plan["document"])
            if finding.requirement.startswith("upstream-") and finding.verdict == "fail"
        ]
    assert len(failed) >= 10
    for finding in failed:
        assert finding.expected and finding.source and "trang" in finding.source and finding.found and finding.page


def test_a_plan_copied_on_is_a_figure(sample: Path) -> None:
    with Store.open(sample, create=False) as store:
        names = {plan["name"]: plan["document"] for plan in store.plans()}
        rows = store.copied(names["2025-tuyen-quang-xa-hong-thai.docx"])
    times = next(row for row in rows if "THỜI GIAN" in row["heading"].upper())
    assert times["share"] > 0.5 and all(0 <= row["share"] <= 1 and row["shared"] <= row["words"] for row in rows)


def test_the_gold_of_a_chain_stands_in_its_text() -> None:
    offices = [Office(2025, "province", "Huế", "thành phố"), Office(2025, "commune", "Huế", "thành phố", None, "xã Phú Vinh")]
    for stem, sheet, gold in write_chain("7", 2025, "Huế", offices):
        assert faults({"document": stem, **gold}, as_text(sheet)) == []
        assert "tỉnh Huế" not in as_text(sheet)


def test_a_commune_called_like_another_province_stays_in_its_own(tmp_path: Path, desk: Desk) -> None:
    commune = Office(2024, "commune", "Thái Bình", "tỉnh", "huyện Hưng Hà", "xã Hòa Bình")
    offices = [Office(2024, "province", "Thái Bình"), Office(2024, "district", "Thái Bình", "tỉnh", "huyện Hưng Hà"), commune]
    for stem, sheet, _ in write_chain("7", 2024, "Thái Bình", offices):
        (tmp_path / f"{stem}.txt").write_text(as_text(sheet), "utf-8")
    run([tmp_path], tmp_path / "a.db", desk, jobs=1)
    with Store.open(tmp_path / "a.db", create=False) as store:
        assert {plan["province"] for plan in store.plans()} == {"Thái Bình"}


@pytest.mark.parametrize(
    ("province", "kind", "district", "commune"),
    [
        ("Hà Nội", "thành phố", "huyện Chương Mỹ", "xã Hợp Đồng"),  # `HỢP ĐỒNG` / `Số: ...` is no contract with a plan's symbol
        ("Phú Thọ", "tỉnh", "huyện Hạ Hòa", "xã Yên Luật"),
        ("Phú Thọ", "tỉnh", "huyện Lâm Thao", "xã Tứ Xã"),
        ("Đắk Lắk", "tỉnh", "huyện Ea H'leo", "xã Cư Mốt"),
    ],
    ids=lambda value: value,
)
def test_names_that_look_like_something_else_are_names(
    province: str, kind: str, district: str, commune: str, tmp_path: Path, desk: Desk
) -> None:
    offices = [Office(2024, "province", province, kind), Office(2024, "district", province, kind, district)]
    offices.append(Office(2024, "commune", province, kind, district, commune))
    for stem, sheet, gold in write_chain("7", 2024, province, offices):
        (tmp_path / f"{stem}.txt").write_text(as_text(sheet), "utf-8")
        (tmp_path / f"{stem}.gold.json").write_text(json.dumps(filed(gold, stem, "txt")), "utf-8")
    run([tmp_path], tmp_path / "a.db", desk, jobs=1)
    assert differences(tmp_path / "a.db", tmp_path) == []
    with Store.open(tmp_path / "a.db", create=False) as store:
        (plan,) = store.plans(level="commune")
        verdicts = {f.requirement: f.verdict for f in store.findings(plan["document"])}
    assert f"xã {plan['commune']}" == commune and verdicts["consistent"] == "pass"
