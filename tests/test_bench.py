"""The benchmark runs, says its ratios, and its baseline is a fair one; no time is asserted."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import put_into
from bench.bare import read_bare
from bench.baseline import read_fields
from corpus.generate.__main__ import generate

ROOT = Path(__file__).parents[1]

LETTER = """\
      UBND TỈNH BÌNH ĐỊNH                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    SỞ GIÁO DỤC VÀ ĐÀO TẠO                      Độc lập - Tự do - Hạnh phúc
        Số: 293/KH-SGDĐT                  Bình Định, ngày 20 tháng 09 năm 2024

                                   KẾ HOẠCH
            Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024

     Thực hiện Công văn số 5201/BGDĐT-GDTX ngày 09 tháng 9 năm 2024 của Bộ
Giáo dục và Đào tạo về việc tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024,
     Chủ đề của Tuần lễ: “Phát triển văn hóa đọc thúc đẩy học tập suốt đời”.
     Tuần lễ được tổ chức từ ngày 1/10 - 7/10/2024.
"""


def test_baseline_reads_a_plain_letter() -> None:
    fields = read_fields(LETTER)
    assert fields["issuer"] == "Sở giáo dục và đào tạo tỉnh Bình Định"
    assert (fields["number"], fields["issued_on"], fields["doc_type"]) == ("293/KH-SGDĐT", "2024-09-20", "Kế hoạch")
    assert fields["subject"] == "Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024"
    assert (fields["directive_number"], fields["directive_issued_on"]) == ("5201/BGDĐT-GDTX", "2024-09-09")
    assert fields["theme"] == "Phát triển văn hóa đọc thúc đẩy học tập suốt đời"
    assert (fields["week_start"], fields["week_end"]) == ("2024-10-01", "2024-10-07")


def test_baseline_invents_nothing_of_an_empty_page() -> None:
    assert not any(value for field, value in read_fields("").items() if field != "doc_type")


def test_bare_pass_reads_every_page(tmp_path: Path) -> None:
    generate(tmp_path, 2, seed=3, pages=2)
    for path in tmp_path.glob("*.pdf"):
        pages, characters = read_bare(path)
        assert pages >= 2
        assert characters > 1000 * pages


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_bench_prints_costs_ratios_and_scores() -> None:
    command = [sys.executable, "-m", "bench", "--count", "6", "--rounds", "1", "--pages", "2"]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    rows = {cells[0]: cells[1:] for line in ran.stdout.splitlines() if (cells := [c.strip() for c in line.strip("|").split("|")])}
    assert rows["bare pypdfium2 text pass"][1] == "1.00"
    for name in ("`pdftotext -layout` and regular expressions", "`doichieu run`, start to stored database"):
        assert all(re.fullmatch(r"\d+(\.\d\d)?", figure) and float(figure) > 0 for figure in rows[name])
    documents, script, ours, *_ = rows["generated PDFs"]
    assert documents == "6"
    assert 0.6 < float(script) < float(ours) <= 1
    assert float(rows["PDFs of `corpus/`"][1]) > 0.6


def test_figures_go_between_their_marks() -> None:
    page = "before\n<!-- figures -->\nold\n<!-- end of figures -->\nafter\n"
    assert put_into(page, "new") == "before\n<!-- figures -->\nnew\n<!-- end of figures -->\nafter\n"
