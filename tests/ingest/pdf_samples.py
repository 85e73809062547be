"""A letter and a plan drawn as different programs draw them: cell by cell, row by row, with stamps."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path

from matplotlib import get_data_path
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

HEAD_LEFT = [
    "UBND TỈNH SÔNG BẰNG",
    "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
    "Số: 331/SGDĐT-GDTX",
    "V/v tổ chức Tuần lễ hưởng ứng",
    "học tập suốt đời năm 2024",
]
HEAD_RIGHT = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Sông Bằng, ngày 28 tháng 9 năm 2024"]
BODY = [
    "Kính gửi: Phòng Giáo dục và Đào tạo các huyện, thành phố.",
    "Thực hiện Công văn số 5201/BGDĐT-GDTX ngày 09/9/2024 của Bộ Giáo dục và Đào tạo",
    "về việc tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024, Sở Giáo dục và Đào tạo",
    "đề nghị các phòng thực hiện những nội dung sau đây, báo cáo trước ngày 15/10/2024./.",
]
FOOT_LEFT = ["Nơi nhận:", "- Như trên;", "- UBND tỉnh (để báo cáo);", "- Lưu: VT, GDTX."]
FOOT_RIGHT = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Thị Bích Hạnh"]
LETTER = [*HEAD_LEFT, *HEAD_RIGHT, *BODY, *FOOT_LEFT, *FOOT_RIGHT]

LEFT, RIGHT = 150.0, 410.0  # middles of the two columns
Placed = tuple[float, float, str]  # middle, distance from the top, text


def canvas(out: io.BytesIO, size: tuple[float, float] = A4) -> Canvas:
    if "Serif" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Serif", Path(get_data_path()) / "fonts/ttf/DejaVuSerif.ttf"))
    c = Canvas(out, pagesize=size, invariant=1)
    c.setFont("Serif", 10)
    return c


def pdf(draw: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    out = io.BytesIO()
    c = canvas(out, size)
    draw(c)
    c.save()
    return out.getvalue()


def column(x: float, tops: Iterable[float], texts: Iterable[str]) -> list[Placed]:
    return [(x, top, text) for top, text in zip(tops, texts, strict=False)]


def letterhead(pitch: float = 0.0) -> tuple[list[Placed], list[Placed]]:
    """Both columns; with a pitch the right one's rows stand off the left one's."""
    left = column(LEFT, (60, 75, 98, 116, 130), HEAD_LEFT)
    right = column(RIGHT, (60 + pitch, 75 + pitch, 98 + pitch), HEAD_RIGHT)
    return left, right


def signature(top: float, pitch: float = 0.0) -> tuple[list[Placed], list[Placed]]:
    left = column(LEFT, (top, top + 15, top + 30, top + 45), FOOT_LEFT)
    right = column(RIGHT, (top + pitch, top + 15 + pitch, top + 90), FOOT_RIGHT)
    return left, right


def put(c: Canvas, placed: Iterable[Placed]) -> None:
    for x, top, text in placed:
        c.drawCentredString(x, A4[1] - top, text)


def body(c: Canvas, top: float = 170) -> None:
    for i, line in enumerate(BODY):
        c.drawString(100 if i < 2 else 80, A4[1] - top - 17 * i, line)


def by_cells(c: Canvas, pitch: float = 0.0) -> None:
    for part in letterhead(pitch):
        put(c, part)
    body(c)
    for part in signature(260, pitch):
        put(c, part)
    c.showPage()


def by_rows(c: Canvas, pitch: float = 0.0) -> None:
    """As a printer driver does: from top to bottom, from left to right."""
    left, right = letterhead(pitch)
    put(c, sorted(left + right, key=lambda p: (p[1], p[0])))
    body(c)
    left, right = signature(260, pitch)
    put(c, sorted(left + right, key=lambda p: (p[1], p[0])))
    c.showPage()


def right_first(c: Canvas) -> None:
    for part in reversed(letterhead()):
        put(c, part)
    body(c)
    for part in reversed(signature(260)):
        put(c, part)
    c.showPage()


def stamp(c: Canvas, x: float, top: float, text: str, width: float = 30) -> None:
    """Write a form field's text onto a finished page, as an e-office system does with number and day."""
    c.acroForm.textfield(
        value=text,
        x=x,
        y=A4[1] - top - 4,
        width=width,
        height=14,
        fontSize=10,
        borderWidth=0,
        fieldFlags="readOnly",
        name=f"f{x}{top}",
    )
