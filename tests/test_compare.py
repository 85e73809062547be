"""Word-level differences: what counts as the same word, and how a difference is shown."""

from __future__ import annotations

import pytest

from pipeline.compare import compare_fields, diff_words, render_html, render_text, same_words, word_keys
from pipeline.report.diff import align


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("sau đại dịch COVID-19", "sau đại dịch Covid -19", True),
        ("văn hoá đọc", "VĂN HÓA ĐỌC.", True),
        ("“Xây dựng năng lực\ntự học”", "Xây dựng  năng lực tự học", True),
        ("thúc đẩy", "thúc đấy", False),
        ("phục vụ cho học tập", "phục vụ học tập", False),
        ("Thúc đẩy chuyển đổi số", "Thúc đẩy chuyển đổi số", True),
    ],
)  # fmt: skip
def test_same_words(a: str, b: str, same: bool) -> None:
    assert same_words(a, b) is same


def test_a_difference_is_shown_in_the_words_of_both() -> None:
    changes = diff_words("chuyển đổi số phục vụ cho học tập", "Chuyển đổi số phục vụ Học Tập suốt đời")
    assert render_text(changes) == "Chuyển đổi số phục vụ [-cho-] Học Tập {+suốt đời+}"
    assert render_text(changes, colour=True).count("\x1b[0m") == 2


def test_words_are_escaped_in_html() -> None:
    changes = diff_words("học <b>tập</b> & đọc <i>sách</i>", "học <b>tập</b> & đọc <u>báo</u>")
    assert render_html(changes) == "học &lt;b&gt;tập&lt;/b&gt; &amp; đọc <del>i&gt;sách&lt;/i</del> <ins>u&gt;báo&lt;/u</ins>"


@pytest.mark.parametrize("text", ["", "học tập", "Học “tập” suốt-đời 2022"])
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(c.operation == "equal" for c in diff_words(text, text))


def test_what_is_taken_away_and_put_in_makes_the_new_text() -> None:
    old, new = "Tổ chức Lễ khai mạc Tuần lễ tại tỉnh", "Tổ chức Lễ phát động hưởng ứng Tuần lễ ở cấp tỉnh"
    changes = diff_words(old, new)
    assert word_keys(" ".join(c.new for c in changes)) == word_keys(new)
    assert word_keys(" ".join(c.old for c in changes)) == word_keys(old)


def test_fields_are_compared_in_the_order_of_the_first() -> None:
    found = compare_fields({"a": "1", "theme": "học tập"}, {"theme": "Học tập", "b": None}, in_words=["theme"])
    assert [(c.name, c.same) for c in found] == [("a", False), ("theme", True), ("b", True)]


def test_activities_are_paired_with_their_best_partner() -> None:
    old = ["Tổ chức lễ khai mạc Tuần lễ tại tỉnh", "Treo băng rôn, khẩu hiệu", "Trao học bổng"]
    new = ["Treo băng rôn, khẩu hiệu, pa nô", "Tổ chức lễ khai mạc Tuần lễ tại xã", "Tập huấn kỹ năng số"]
    assert align(old, new) == [(old[1], new[0]), (old[0], new[1]), (None, new[2]), (old[2], None)]
