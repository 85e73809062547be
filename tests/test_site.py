"""A real Datasette process answers in Vietnamese, shows evidence, and lets nothing break out; in a real browser, too."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from store_samples import DIRECTIVE, PROVINCES, REQUIREMENTS, campaign, findings, plan

from pipeline.site import SiteError, serve
from pipeline.site.marking import CLOSE, OPEN, pieces, snippet
from pipeline.site.queries import QUERIES
from pipeline.store import Store, StoreError

WORDS = {"tu_khoa": "dak lak"}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site") / "một tệp.db"
    with Store.open(path, create=True) as store:
        store.save_directives([DIRECTIVE])
        store.save_requirements(REQUIREMENTS)
        store.save_provinces(PROVINCES)
        run = store.start_run(program="0.1", rules="abc", as_of="2024-11-01")
        for extraction, found in campaign():
            store.save(extraction, found, "f", run)
            store.save_input(run, extraction.document.source, extraction.document.name, extraction.document.id, "new")
        store.end_run(run, {"new": 3})
    return path


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def site(database: Path) -> Iterator[str]:
    port = free_port()
    code = f"from pipeline.site import serve; serve({str(database)!r}, port={port})"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, process.stdout and process.stdout.read()
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=20)
    assert "Traceback" not in said


def get(url: str, **parameters: str) -> tuple[int, str, dict[str, str]]:
    address = url + ("?" + urllib.parse.urlencode(parameters) if parameters else "")
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.headers.items()}
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), {k.lower(): v for k, v in error.headers.items()}


def rows(url: str, **parameters: str) -> list[dict[str, Any]]:
    status, body, _ = get(url + ".json", _shape="array", **parameters)
    assert status == 200, body
    return list(json.loads(body))


def key_of(site: str, name: str) -> str:
    return str(rows(f"{site}/doichieu/plans", name=name)[0]["document"])


def test_front_page_counts_and_leads_on(site: str) -> None:
    status, page, _ = get(site + "/")
    assert status == 200
    assert "<b>3</b> văn bản đã nạp" in page and "<b>2</b> triển khai chỉ đạo đã biết" in page
    assert re.search(r'<rect class="fail".*?<title>không đạt: 2</title>', page, re.S)
    assert "3 tệp: 3 mới, 0 đọc lại" in page
    for query in QUERIES:
        assert f'href="/doichieu/{query.name}"' in page


@pytest.mark.parametrize(
    "path", ["/", "/doichieu", "/doichieu/plans", "/doichieu/tim?tu_khoa=a", "/doichieu/plans.json", "/none"]
)
def test_headers_forbid_scripts_frames_and_sniffing(site: str, path: str) -> None:
    _, page, headers = get(site + path)
    assert "script-src" not in headers["content-security-policy"] and "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")
    if not path.endswith(".json"):
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page), "the policy would block it"
        assert not re.search(r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1)', page), "nothing comes from elsewhere"


@pytest.mark.parametrize("words", ["dak lak", "Đắk Lắk", "Dak Lắk"])
@pytest.mark.parametrize("table", ["plans", "documents"])
def test_the_search_box_needs_no_marks(site: str, table: str, words: str) -> None:
    assert [row["name"] for row in rows(f"{site}/doichieu/{table}", _search=words)] == ["kh-Đắk Lắk.txt"]


def test_a_document_shows_its_tables(site: str) -> None:
    _, page, _ = get(f"{site}/doichieu/documents/{key_of(site, 'kh-Hà Nội.txt')}")
    assert "<caption>MẪU TỔNG HỢP SỐ LIỆU" in page and "đã điền số liệu" in page
    assert '<th scope="col">Các hoạt động</th>' in page
    assert '<td class="role-activity">Mở lớp chuyên đề &lt;b&gt;</td>' in page
    assert '<td class="role-figure">12</td>' in page and '<td class="role-figure blank"></td>' in page
    assert rows(f"{site}/doichieu/report_rows", blank="1")[0]["activity"] == "Tặng sách"


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_every_question_has_an_answer(site: str, query: Any) -> None:
    asked = dict.fromkeys(re.findall(r":([a-z_]+)", query.sql), "")
    status, page, _ = get(f"{site}/doichieu/{query.name}", **asked | {k: v for k, v in WORDS.items() if k in asked})
    assert status == 200 and query.title in page and "notice bad" not in page
    assert "<th" in page or "Không có dòng nào" in page


def test_a_document_of_a_directive_that_the_rules_do_not_know_is_listed(tmp_path: Path) -> None:
    (query,) = (q for q in QUERIES if q.name == "chi_dao_chua_biet")
    with Store.open(tmp_path / "a.db", create=True) as store:
        run = store.start_run(program="0.1", rules="abc", as_of="2024-11-01")
        for extraction, found in campaign():
            store.save(extraction, found, "f", run)
    with closing(sqlite3.connect(tmp_path / "a.db")) as db, db:
        assert db.execute(query.sql).fetchall() == []
        db.execute("update plan_values set directive = null where province = 'Hà Nội'")
        assert [row[0] for row in db.execute(query.sql)] == ["5201/BGDĐT-GDĐT"]


def test_questions_answer_rightly(site: str) -> None:
    ask = f"{site}/doichieu/"
    failed = rows(ask + "khong_dat", tinh="Đắk Lắk", nam="2024", yeu_cau="")
    assert [(r["title_vi"], r["severity"]) for r in failed] == [("Đúng chủ đề", "serious"), ("Viện dẫn chính xác", "minor")]
    assert rows(ask + "khong_dat", tinh="Đắk Lắk", nam="2023", yeu_cau="") == []
    silent = rows(ask + "tinh_chua_gui", chi_dao="", nam="")
    assert [(r["province"], r["successor"]) for r in silent] == [("Hà Giang", "Tuyên Quang"), ("Phú Yên", "Đắk Lắk")]
    assert {r["tolerance"] for r in rows(ask + "ky_hieu_sai", chi_dao="")} == {"symbol: GDĐT for GDTX"}
    assert [r["code"] for r in rows(ask + "chua_doc_het")] == ["no-text-layer"]
    assert len(rows(ask + "thoi_han", tu_ngay="2024-10-15", den_ngay="2024-10-15", tinh="")) == 2
    assert rows(ask + "thoi_han", tu_ngay="2024-10-16", den_ngay="", tinh="") == []
    assert rows(ask + "tim", tu_khoa="") == [] and rows(ask + "tim", tu_khoa='"*(') == []


def test_found_words_are_marked_with_their_marks(site: str) -> None:
    assert "<mark>ĐẮK LẮK</mark>" in get(f"{site}/doichieu/tim", tu_khoa="dak lak")[1]


def test_a_document_shows_both_sides_and_marks_its_quotations(site: str) -> None:
    status, page, _ = get(f"{site}/doichieu/documents/{key_of(site, 'kh-Đắk Lắk.txt')}")
    assert status == 200
    assert "Phát triển văn hóa đọc thúc đẩy học tập suốt đời" in page and "Chủ đề khác với công văn của Bộ." in page
    target = re.search(r'<mark id="o(\d+)" title="Số, ký hiệu">181/KH-UBND</mark>', page)
    assert target and f'href="#o{target[1]}"' in page
    shown = re.sub(r"<[^>]+>", "", "".join(re.findall(r'<div class="words">(.*?)</div>', page, re.S)))
    text = plan("Đắk Lắk", theme='Học <script>alert("1")</script> suốt đời').document.text
    assert shown == text.replace("\f", "").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")


def test_no_document_breaks_out_into_markup(site: str) -> None:
    for path in ("plans", "findings", "facts", "documents/" + key_of(site, "kh-Đắk Lắk.txt"), "khong_dat?tinh=&nam=&yeu_cau="):
        page = get(f"{site}/doichieu/{path}")[1]
        assert "&lt;script&gt;" in page and "<script" not in page, path


def test_a_scan_that_could_not_be_read_says_so(site: str) -> None:
    page = get(f"{site}/doichieu/documents/{key_of(site, 'quet.pdf')}")[1]
    assert "Trang 1 không có chữ." in page and "không có lớp chữ" in page


def test_it_only_reads(site: str) -> None:
    assert get(f"{site}/doichieu", sql="delete from documents")[0] == 400
    assert get(f"{site}/doichieu/none")[0] == 404
    assert get(f"{site}/doichieu", sql="select length(randomblob(100000000))")[0] == 400  # one long call, no time limit helps


def test_a_later_run_is_seen_without_a_restart(site: str, database: Path) -> None:
    late = plan("Cà Mau")
    with Store.open(database, create=True) as store:
        store.save(late, findings(late), "f", 1)
        assert len(rows(f"{site}/doichieu/plans", province="Cà Mau")) == 1
        store.forget(late.document.id)
    assert rows(f"{site}/doichieu/plans", province="Cà Mau") == []


def test_refuses_what_is_not_ours_and_a_port_in_use(database: Path, tmp_path: Path, site: str) -> None:
    with pytest.raises(StoreError, match="There is no database"):
        serve(tmp_path / "none.db")
    announced: list[str] = []
    with pytest.raises(SiteError, match="in use"):
        serve(database, port=int(site.rsplit(":", 1)[1]), announce=announced.append)
    assert announced == []


def test_the_address_is_announced_before_it_answers(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    announced: list[str] = []
    port = free_port()
    monkeypatch.setattr("uvicorn.run", lambda *_, **options: announced.append(f"listens on {options['port']}"))
    serve(database, port=port, announce=announced.append)
    assert announced == [f"http://127.0.0.1:{port}/  (Ctrl-C ends it)", f"listens on {port}"]


@pytest.mark.parametrize(
    ("quotations", "expected"),
    [
        ([], [(10, "abcdef", ())]),
        ([(11, 13, "x")], [(10, "a", ()), (11, "bc", ("x",)), (13, "def", ())]),
        ([(10, 14, "x"), (13, 16, "y")], [(10, "abc", ("x",)), (13, "d", ("x", "y")), (14, "ef", ("y",))]),
        ([(0, 12, "x"), (15, 99, "y"), (0, 10, "z")], [(10, "ab", ("x",)), (12, "cde", ()), (15, "f", ("y",))]),
    ],
)  # fmt: skip
def test_pieces(quotations: list[tuple[int, int, str]], expected: list[tuple[int, str, tuple[str, ...]]]) -> None:
    assert [(p.start, p.text, p.names) for p in pieces("abcdef", 10, quotations)] == expected


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("tỉnh Đắk Lắk tổ chức", "dak lak", ["Đắk Lắk"]),
        ("đăk\nlăk", "Đắk Lắk", ["đăk lăk"]),
        ("Lắk rồi Đắk", "đắk lắk", ["Lắk", "Đắk"]),
        ("thư viện tỉnh", "thu", ["thư"]),
        ("không có gì", "đọc sách", None),
        ("", "x", None),
        ("một", "()*", None),
    ],
)
def test_snippet(text: str, words: str, marked: list[str] | None) -> None:
    found = snippet(text, words)
    assert (found and re.findall(f"{OPEN}(.*?){CLOSE}", found)) == marked


def test_snippet_cuts_at_words() -> None:
    found = snippet("đầu " * 100 + "Đắk Lắk " + "cuối " * 100, "dak lak")
    assert found and found.startswith("… đầu ") and found.endswith("cuối …") and len(found) < 300


# --- in a browser -----------------------------------------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True)
class Shown:
    """A page as a browser has it: its tree after loading, what the browser complained of, and its picture."""

    tree: str
    complaints: list[str]
    picture: Image.Image


def browse(address: str, place: Path) -> Shown:
    picture = place / "page.png"
    said = subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr"),
            *(
                f"--user-data-dir={place / 'profile'}",
                "--window-size=1100,900",
                f"--screenshot={picture}",
                "--dump-dom",
                address,
            ),
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    return Shown(said.stdout, re.findall(r"CONSOLE.*", said.stderr), Image.open(picture).convert("L"))


needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium; `sh scripts/setup.sh dev` installs it")


@needs_chromium
@pytest.mark.parametrize("page", ["", "plans", "documents/{key}", "tim?tu_khoa=dak+lak"])
def test_a_browser_shows_each_kind_of_page_without_a_complaint(site: str, tmp_path: Path, page: str) -> None:
    address = f"{site}/doichieu/{page.format(key=key_of(site, 'kh-Đắk Lắk.txt'))}" if page else site
    shown = browse(address, tmp_path)
    assert "Đắk Lắk" in shown.tree or "đối chiếu" in shown.tree.lower()
    assert shown.complaints == []
    darkest, lightest = shown.picture.getextrema()
    assert darkest < 80 and lightest > 230  # type: ignore[operator]  # print on paper, no blank page


@needs_chromium
def test_a_hostile_theme_runs_no_script_and_stays_to_be_read(site: str, tmp_path: Path) -> None:
    shown = browse(f"{site}/doichieu/documents/{key_of(site, 'kh-Đắk Lắk.txt')}", tmp_path)
    assert '<script>alert("1")' not in shown.tree
    assert "&lt;script&gt;alert(" in shown.tree


@needs_chromium
def test_a_complaint_of_the_browser_is_heard(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<script>console.error('heard')</script>")
    assert any("heard" in complaint for complaint in browse(page.as_uri(), tmp_path).complaints)
