"""Reports as other programs show them: LibreOffice opens and prints them, a browser prints them on A4."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from pipeline.report.render import Format, render_report
from tests.report.samples import HOSTILE, hostile, ordinary

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SOFFICE = shutil.which("soffice")
CALC = SOFFICE and (Path(SOFFICE).resolve().parent / "scalc").exists()

needs_writer = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed (libreoffice-writer)")
needs_calc = pytest.mark.skipif(not CALC, reason="LibreOffice's Calc is not installed (libreoffice-calc)")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium; `sh scripts/setup.sh dev` installs it")


def printed_by_office(data: bytes, format: Format, folder: Path) -> list[str]:
    """The words of each page as LibreOffice prints it."""
    path = folder / f"report.{format}"
    path.write_bytes(data)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            path,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return pages_of(folder / "report.pdf")


def printed_by_browser(data: bytes, folder: Path) -> list[str]:
    (folder / "report.html").write_bytes(data)
    subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer"),
            *(f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={folder / 'report.pdf'}", f"file://{folder}/report.html"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return pages_of(folder / "report.pdf")


def pages_of(path: Path) -> list[str]:
    """The words of each page, which must be A4, upright or lying."""
    document = pdfium.PdfDocument(path)
    pages = []
    for page in document:
        assert sorted(round(side) for side in page.get_size()) == [595, 842]
        pages.append(" ".join(page.get_textpage().get_text_bounded().split()))
    document.close()
    return pages


@needs_writer
def test_libreoffice_prints_the_word_file_with_its_heads_repeated(tmp_path: Path) -> None:
    pages = printed_by_office(render_report(ordinary(), "docx", "vi"), "docx", tmp_path)
    text = " ".join(pages)
    assert pages[0].startswith("BÁO CÁO ĐỐI CHIẾU: TỈNH THANH HÓA, 2022") and len(pages) > 2
    for words in ("Ủy ban nhân dân xã Hà Bình", "Chủ đề khác của Bộ.", "✗ Không đạt", "huyện Như Thanh", "THỦ TRƯỞNG ĐƠN VỊ"):
        assert words in text
    assert [page.split(" ")[0] for page in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)], "numbered from page 2 on"


@needs_writer
def test_libreoffice_opens_a_word_file_of_hostile_words(tmp_path: Path) -> None:
    text = " ".join(printed_by_office(render_report(hostile(), "docx", "vi"), "docx", tmp_path))
    assert "<script>alert(1)</script>" in text and "BÁO CÁO ĐỐI CHIẾU" in text


@needs_calc
def test_libreoffice_reckons_no_formula_of_a_document(tmp_path: Path) -> None:
    text = " ".join(printed_by_office(render_report(hostile("=1+1"), "xlsx", "vi"), "xlsx", tmp_path))
    assert "=1+1" in text and "Err:" not in text and "#NAME" not in text


@needs_chromium
def test_a_browser_prints_it_on_a4_with_heads_repeated_and_nothing_cut(tmp_path: Path) -> None:
    comparison = ordinary()
    many = comparison.lower[0].findings * 30
    long = type(comparison)(**{**vars(comparison), "lower": (type(comparison.lower[0])(comparison.lower[0].plan, many),)})
    pages = printed_by_browser(render_report(long, "html", "vi"), tmp_path)
    assert len(pages) > 2
    assert pages[0].startswith("1 BÁO CÁO ĐỐI CHIẾU: TỈNH THANH HÓA, 2022"), "pages are numbered"
    head = "Yêu cầu Yêu cầu ghi Văn bản ghi Kết luận Lý do"
    assert sum(head in page for page in pages) >= 3, "each page of a long table begins with its head"


@needs_chromium
def test_a_browser_shows_the_longest_word_within_the_page(tmp_path: Path) -> None:
    words = HOSTILE + "w" * 600
    data = render_report(hostile(words), "html", "vi")
    path = tmp_path / "report.html"
    # The page measures itself: its policy lets no script run, so the test takes the policy away.
    probe = "<script>document.title = document.documentElement.scrollWidth + ' of ' + innerWidth</script></body>"
    open_page = re.sub(rb"<meta http-equiv[^>]*>", b"", data)
    path.write_bytes(open_page.replace(b"</body>", probe.encode()))
    said = subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
            *("--disable-background-networking", f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1100,900"),
            *("--dump-dom", path.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=180,
    )
    wide, room = (int(n) for n in re.findall(r"<title>(\d+) of (\d+)</title>", said.stdout)[0])
    assert wide <= room


@needs_writer
def test_libreoffice_draws_the_timeline_in_the_word_file(tmp_path: Path) -> None:
    printed_by_office(render_report(ordinary(), "docx", "vi"), "docx", tmp_path)
    document = pdfium.PdfDocument(tmp_path / "report.pdf")
    places = {}
    for page in document:
        text = page.get_textpage()
        for n in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(n)
            words = text.get_text_bounded(left, bottom, right, top).strip()
            places.setdefault(words, (left, bottom))
    document.close()
    ticks = [places[name][0] for name in ("12/9", "19/9", "26/9")]
    assert round(ticks[1] - ticks[0]) == round(ticks[2] - ticks[1]) > 20, "weeks stand apart from left to right, evenly"
    assert places["Kế hoạch 211/KH-UBND"][1] > places["Tuần lễ"][1], "and events from top to bottom"
