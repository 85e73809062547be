"""Makes the broken PDFs of this folder: `python tests/broken/make.py`. The same bytes every time, so that git sees no change."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

from matplotlib import get_data_path
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
LETTER = """ỦY BAN NHÂN DÂN XÃ BÌNH YÊN
Số: 15/KH-UBND
KẾ HOẠCH
Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024
Căn cứ Kế hoạch số 210/KH-UBND ngày 12/9/2024 của Ủy ban nhân dân tỉnh,
Ủy ban nhân dân xã xây dựng kế hoạch với những nội dung sau đây.
I. MỤC ĐÍCH, YÊU CẦU
Nâng cao nhận thức của nhân dân về ý nghĩa của việc học tập suốt đời.
TM. ỦY BAN NHÂN DÂN"""
WITHOUT_MARKS = "Uy ban nhan dan xa xay dung ke hoach to chuc Tuan le huong ung hoc tap suot doi nam nay tren dia ban"


def canvas(out: io.BytesIO, **more: object) -> Canvas:
    if "Serif" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Serif", Path(get_data_path()) / "fonts/ttf/DejaVuSerif.ttf"))
    return Canvas(out, pagesize=A4, invariant=1, **more)


def letter_page(c: Canvas) -> None:
    c.setFont("Serif", 12)
    for i, line in enumerate(LETTER.split("\n")):
        c.drawString(80, 780 - 18 * i, line)
    c.showPage()


def image_page(c: Canvas, size: int = 40) -> None:
    noise = Image.frombytes("L", (size, size), random.Random(1).randbytes(size * size))
    c.drawImage(ImageReader(noise), 0, 0, *A4)


def drawn(draw: Callable[[Canvas], None], **more: object) -> bytes:
    out = io.BytesIO()
    c = canvas(out, **more)
    draw(c)
    c.save()
    return out.getvalue()


def letter(c: Canvas) -> None:
    letter_page(c)


def scan(c: Canvas) -> None:
    image_page(c)
    c.showPage()


def scan_with_signature(c: Canvas) -> None:
    image_page(c)
    c.setFont("Serif", 8)
    for i, line in enumerate(
        ["Người ký: Ủy ban nhân dân xã Bình Yên", "Email: vanthu@example.vn", "Thời gian ký: 15.09.2024 08:30:00 +07:00"]
    ):
        c.drawString(20, 820 - 10 * i, line)
    c.showPage()


def scan_with_junk(c: Canvas) -> None:
    image_page(c)
    c.setFont("Serif", 10)
    for i in range(12):
        c.drawString(60, 780 - 14 * i, WITHOUT_MARKS)
    c.showPage()


def letter_then_scan(c: Canvas) -> None:
    letter_page(c)
    scan(c)


def curves(c: Canvas) -> None:
    for i in range(200):
        c.bezier(50 + i, 700, 60 + i, 720, 70 + i, 680, 80 + i, 700)
    c.showPage()


def blank(c: Canvas) -> None:
    c.showPage()
    c.showPage()


def by_hand(*objects: str) -> bytes:
    """A PDF out of its objects, the first of them the catalogue, with a right cross-reference table."""
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    return out + f"{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def no_meaning() -> bytes:
    """Glyphs whose names and codes mean nothing, as Ghostscript leaves them of some fonts."""
    text = "".join(chr(random.Random(i).randrange(0x80, 0xFF)) for i in range(400))
    rows = " ".join(f"<{text[i : i + 40].encode('latin-1').hex()}> Tj 0 -16 Td" for i in range(0, 400, 40))
    stream = f"BT /F1 12 Tf 60 780 Td {rows} ET"
    names = " ".join(f"/g{i}" for i in range(0x80, 0x100))
    return by_hand(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Lost /Encoding << /Type /Encoding /Differences [128 {names}] >> >>",
    )


def files() -> dict[str, bytes]:
    whole = drawn(letter)
    return {
        "nothing.pdf": b"",
        "web-page.pdf": "<html><body><p>Số: 15/KH-UBND</p></body></html>".encode(),
        "header-only.pdf": b"%PDF-1.7\n",
        "cut-early.pdf": whole[: len(whole) // 8],
        "without-end.pdf": whole[: whole.rfind(b"xref", 0, whole.rfind(b"startxref"))],
        "locked.pdf": drawn(letter, encrypt=StandardEncryption("secret", strength=128)),
        "no-pages.pdf": by_hand("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"),
        "million-pages.pdf": by_hand(
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>"
        ),
        "lost-page.pdf": by_hand("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [7 0 R] /Count 1 >>"),
        "scan.pdf": drawn(scan),
        "scan-with-signature.pdf": drawn(scan_with_signature),
        "scan-with-junk.pdf": drawn(scan_with_junk),
        "letter-then-scan.pdf": drawn(letter_then_scan),
        "curves.pdf": drawn(curves),
        "blank.pdf": drawn(blank),
        "no-meaning.pdf": no_meaning(),
    }


if __name__ == "__main__":
    for name, data in files().items():
        (HERE / name).write_bytes(data)
