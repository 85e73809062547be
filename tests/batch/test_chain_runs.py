"""The chain over runs: superiors that come late or go, what is judged again, and why a verdict changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_run import COMMUNE, PROVINCE, Post

from pipeline import rulebook
from pipeline.batch import chain
from pipeline.batch import run as batch
from pipeline.extract import Desk
from pipeline.store import Store

DISTRICTLESS = "2025-son-la-muong-chanh-ke-hoach.md"
NUMBER = "312/KH-UBND"


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk.of(rulebook.load())


@pytest.fixture
def post(tmp_path: Path, desk: Desk) -> Post:
    return Post(tmp_path, desk)


def links(post: Post, name: str) -> list[tuple[Any, ...]]:
    with Store.open(post.db, create=False) as store:
        names = {plan["document"]: plan["name"] for plan in store.plans()}
        (document,) = (d for d, n in names.items() if n == name)
        return [(link["number"], names.get(link["superior"]), link["how"]) for link in store.links(document)]


def against(post: Post, name: str) -> dict[str, str]:
    sql = "select requirement, verdict from findings join documents using (document) where name = ? and directive = ?"
    return dict(post.ask(sql, name, NUMBER))


def test_a_plan_is_linked_and_held_against_its_provinces_once_that_is_there(post: Post) -> None:
    post.put(DISTRICTLESS).run()
    assert links(post, DISTRICTLESS)[1:] == [(NUMBER, None, "not at hand")] and against(post, DISTRICTLESS) == {}
    post.put(PROVINCE).run()
    assert links(post, DISTRICTLESS)[1:] == [(NUMBER, PROVINCE, "number and date")]
    assert against(post, DISTRICTLESS) == {
        "upstream-theme": "pass",
        "upstream-week": "pass",
        "upstream-opening": "not_applicable",
        "upstream-report-deadline": "fail",
        "upstream-adapted": "pass",
    }
    assert post.changes()["verdict:upstream-report-deadline"] == (None, "fail", "document")
    (reason,) = post.ask("select reason_vi from findings where requirement = 'upstream-report-deadline'")[0]
    assert reason == (
        "Hạn báo cáo 20/10/2025 (gửi Ủy ban nhân dân xã) muộn hơn hạn của Ủy ban nhân dân tỉnh Sơn La (17/10/2025)."
    )


def test_a_second_run_changes_nothing_of_the_chain(post: Post) -> None:
    post.put(DISTRICTLESS, COMMUNE, PROVINCE).run()
    before = post.rows()
    assert len(before["links"]) == 5 and before["copied"] and post.run().changes == 0
    assert post.rows() == before


def test_a_plan_whose_superior_is_no_longer_there_is_held_against_nothing(post: Post) -> None:
    post.put(DISTRICTLESS, PROVINCE).run()
    (post.folder / PROVINCE).write_text("KẾ HOẠCH\n\nPhòng, chống rét cho vật nuôi.\n", "utf-8")
    post.run()
    assert links(post, DISTRICTLESS)[1:] == [(NUMBER, None, "not at hand")] and against(post, DISTRICTLESS) == {}
    assert post.changes()["verdict:upstream-theme"] == ("pass", None, "document")
    assert post.ask("select count(*) from copied") == [(0,)]


def test_a_verdict_that_a_new_program_gives_has_that_for_its_cause(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.put(DISTRICTLESS, PROVINCE).run()
    judge = chain.check_against

    def otherwise(*args: Any) -> Any:
        return [replace(f, verdict="unknown") for f in judge(*args) if f.requirement == "upstream-theme"]

    monkeypatch.setattr(chain, "check_against", otherwise)
    post.run()
    assert post.changes() == {}  # nothing new came in: nothing is judged again
    monkeypatch.setattr(batch, "program_fingerprint", lambda: "9.9+abc")
    post.run()
    assert post.changes()["verdict:upstream-theme"] == ("pass", "unknown", "program")


def test_a_run_that_was_killed_before_the_chain_is_made_good_by_the_next(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(batch, "judge_chain", die)
        with pytest.raises(KeyboardInterrupt):
            post.put(DISTRICTLESS, PROVINCE).run()
    assert post.ask("select count(*) from links") == [(0,)]
    post.run()
    assert against(post, DISTRICTLESS)["upstream-week"] == "pass"


def test_how_much_is_copied_is_counted_by_section(post: Post) -> None:
    post.put(COMMUNE, PROVINCE).run()
    sql = "select heading, words, shared, share from copied join documents using (document) where name = ? order by position"
    found = post.ask(sql, COMMUNE)
    assert found[1] == ("Chủ đề", 28, 25, 0.8929)  # the theme, which it was to have word for word, and its label
    assert [row[2] for row in found if row[0] != "Chủ đề"] == [0, 0, 0, 0]
