"""What happens to a sheet of paper between a printer and a recipient's inbox, each step drawn from a seeded generator."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from pipeline.ingest.scan_photo import projection

DPI = 200
_POINT = DPI / 72
_RED, _BLUE = (205, 30, 45), (35, 50, 150)
_PHOTOGRAPH = (2400, 3200)  # pixels, of some eight million
_TABLES = ((105, 72, 45), (60, 62, 66), (140, 120, 95), (35, 50, 45))  # wood, slate, bamboo, cloth
_LIGHTS = ((1.0, 1.0, 1.0), (1.0, 0.96, 0.86), (0.94, 0.97, 1.0))  # day, lamp, shade
_FONTS = ("DejaVuSerif.ttf", "DejaVuSans.ttf")


@dataclass(frozen=True, slots=True)
class Level:
    """How badly a sheet is treated."""

    skew: float  # degrees to either side
    noise: float  # standard deviation of grey levels
    specks: float  # share of pixels
    blur: float  # pixels
    jpeg: int  # quality
    shade: float  # how much darker one side may be
    seal: float  # probability
    received: float  # probability of a received-stamp on the first page
    border: float  # probability of the glass' black edge
    bilevel: bool = False
    angle: float = 0.0  # share of the picture by which a photograph moves each corner of the sheet


LEVELS = {
    "light": Level(0.7, 5, 0, 0.5, 75, 0.04, 0.7, 0.2, 0.1),
    "heavy": Level(1.8, 14, 0.0004, 0.8, 45, 0.15, 1.0, 0.6, 0.4),
    "bilevel": Level(0.9, 5, 0.0001, 0.4, 0, 0.0, 0.7, 0.3, 0.3, bilevel=True),
    "photo": Level(3.0, 6, 0, 0.9, 70, 0.45, 0.7, 0.2, 0.0, angle=0.06),
}


def scan_pdf(data: bytes, level: Level, seed: str) -> bytes:
    """A PDF of pictures of a PDF's pages."""
    chance = random.Random(seed)
    pages = []
    with closing(pdfium.PdfDocument(data)) as pdf:
        pdf.init_forms()  # a number stamped in as a form's field is printed, too
        for index in range(len(pdf)):
            with closing(pdf[index]) as page:
                sheet = page.render(scale=_POINT).to_pil().convert("RGB")
                signed = _recipients(page)
            if signed and chance.random() < level.seal:
                sheet = signed_and_sealed(sheet, signed, chance)
            if index == 0 and chance.random() < level.received:
                sheet = received(sheet, chance)
            pages.append((photographed if level.angle else scanned)(sheet, level, chance))
    return as_pdf(pages, level)


def scanned(sheet: Image.Image, level: Level, chance: random.Random) -> Image.Image:
    """A printed sheet as a scanner sees it."""
    grain = np.random.default_rng(chance.getrandbits(32))
    angle = chance.uniform(-level.skew, level.skew)
    picture = sheet.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white").filter(ImageFilter.GaussianBlur(level.blur))
    pixels = np.asarray(picture).astype(np.float32)
    height, width = pixels.shape[:2]
    if level.shade:
        slope = np.linspace(1.0, 1.0 - chance.uniform(0, level.shade), width, dtype=np.float32)
        pixels *= (slope if chance.random() < 0.5 else slope[::-1])[None, :, None]
    pixels += grain.normal(0, level.noise, (height, width, 1)).astype(np.float32)
    specks = grain.random((height, width)) < level.specks
    pixels[specks] = 30
    if chance.random() < level.border:
        pixels[:, -chance.randint(15, 60) :] = 15
    picture = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    return picture.convert("L").point(lambda v: 255 if v > 150 else 0).convert("1") if level.bilevel else picture


def photographed(sheet: Image.Image, level: Level, chance: random.Random) -> Image.Image:
    """A printed sheet on a table as a telephone sees it: from the side, a lamp at one corner, not quite sharp."""
    grain = np.random.default_rng(chance.getrandbits(32))
    width, height = _PHOTOGRAPH
    table = np.full((height, width, 3), chance.choice(_TABLES), np.float32)
    table += np.sin(np.linspace(0, chance.uniform(40, 90), width, dtype=np.float32))[None, :, None] * 8  # the wood's grain
    margin, turn = chance.uniform(0.05, 0.09), math.radians(chance.uniform(-level.skew, level.skew))
    corners = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y = x * (0.5 - margin) * width, y * (0.5 - margin) * height
        x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        inwards = chance.uniform(0, level.angle), chance.uniform(0, level.angle)
        corners.append((x * (1 - inwards[0]) + width / 2, y * (1 - inwards[1]) + height / 2))
    whole = [(0.0, 0.0), (sheet.width, 0.0), (sheet.width, sheet.height), (0.0, sheet.height)]
    seen = projection(corners, whole)
    paper = sheet.transform(_PHOTOGRAPH, Image.Transform.PERSPECTIVE, seen, Image.Resampling.BICUBIC)
    mask = Image.new("L", sheet.size, 255).transform(_PHOTOGRAPH, Image.Transform.PERSPECTIVE, seen, Image.Resampling.BILINEAR)
    picture = Image.composite(paper, Image.fromarray(table.clip(0, 255).astype(np.uint8)), mask)
    pixels = np.asarray(picture.filter(ImageFilter.GaussianBlur(level.blur))).astype(np.float32)
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    lamp = chance.choice((0.0, 1.0)), chance.choice((0.0, 1.0))
    away = np.hypot(across - lamp[0], down - lamp[1]) / math.sqrt(2)
    pixels *= (0.97 - chance.uniform(0.4, 1) * level.shade * away)[..., None] * np.array(chance.choice(_LIGHTS), np.float32)
    pixels += grain.normal(0, level.noise, (height, width, 1)).astype(np.float32)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def as_pdf(pages: Sequence[Image.Image], level: Level) -> bytes:
    """Pictures as the pages of a PDF, compressed as the scanner does."""
    file = io.BytesIO()
    if not level.bilevel:
        pages = [_through_jpeg(page, level.jpeg) for page in pages]
    first, *others = pages
    settings = {} if level.bilevel else {"quality": level.jpeg}
    first.save(file, "PDF", resolution=DPI, save_all=True, append_images=others, **settings)
    return file.getvalue()


def _through_jpeg(page: Image.Image, quality: int) -> Image.Image:
    file = io.BytesIO()
    page.save(file, "JPEG", quality=quality)
    return Image.open(io.BytesIO(file.getvalue()))


# --- ink --------------------------------------------------------------------------------------------------------------------


def signed_and_sealed(sheet: Image.Image, recipients: tuple[float, float], chance: random.Random) -> Image.Image:
    """A signature in blue and the office's red seal on its left third, over position and name."""
    ink = Image.new("RGB", sheet.size, "white")
    brush = ImageDraw.Draw(ink)
    x = sheet.width * chance.uniform(0.60, 0.66)
    y = recipients[1] + chance.uniform(45, 70) * _POINT
    radius = 50 * _POINT
    for inset, width in ((0, 5), (12, 2), (radius * 0.42, 2)):
        brush.ellipse((x - radius + inset, y - radius + inset, x + radius - inset, y + radius - inset), outline=_RED, width=width)
    _around(ink, "ỦY BAN NHÂN DÂN * VĂN PHÒNG *", (x, y), radius * 0.78)
    points = [(x + radius * 0.5, y)]
    for _ in range(14):
        points.append((points[-1][0] + chance.uniform(-10, 40), y + chance.uniform(-60, 60)))
    brush.line(points, fill=_BLUE, width=4, joint="curve")
    return ImageChops.multiply(sheet, ink)


def received(sheet: Image.Image, chance: random.Random) -> Image.Image:
    """A registry's stamp, `ĐẾN Số: 2417 Ngày: 12/9/2025`, where the head of the page has most room."""
    width, height = round(130 * _POINT), round(62 * _POINT)
    stamp = Image.new("RGB", (width, height), "white")
    brush = ImageDraw.Draw(stamp)
    colour = chance.choice((_RED, _BLUE, (20, 20, 20)))
    brush.rectangle((2, 2, width - 3, height - 3), outline=colour, width=4)
    day = f"{chance.randint(1, 28)}/{chance.randint(9, 10)}/{chance.randint(2022, 2025)}"
    brush.text((12, 10), "VĂN THƯ CƠ QUAN", fill=colour, font=_font(24))
    brush.text((12, 66), "ĐẾN", fill=colour, font=_font(40))
    brush.text((110, 52), f"Số: {chance.randint(100, 9999)}", fill=colour, font=_font(28))
    brush.text((110, 96), f"Ngày: {day}", fill=colour, font=_font(28))
    stamp = stamp.rotate(chance.uniform(-4, 4), Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    dark = np.asarray(sheet.convert("L")) < 128
    places = [
        (x, y)
        for x in range(round(25 * _POINT), sheet.width - stamp.width - 30, 60)
        for y in range(round(90 * _POINT), round(330 * _POINT), 30)
    ]
    x, y = min(places, key=lambda at: int(dark[at[1] : at[1] + stamp.height, at[0] : at[0] + stamp.width].sum()))
    ink = Image.new("RGB", sheet.size, "white")
    ink.paste(stamp, (x, y))
    return ImageChops.multiply(sheet, ink)


def _around(ink: Image.Image, text: str, middle: tuple[float, float], radius: float) -> None:
    """Letters around a circle, as on a seal."""
    font = _font(22)
    for i, letter in enumerate(text):
        angle = 2 * math.pi * i / len(text) - math.pi / 2
        tile = Image.new("RGB", (44, 44), "white")
        ImageDraw.Draw(tile).text((22, 22), letter, fill=_RED, font=font, anchor="mm")
        tile = tile.rotate(-math.degrees(angle) - 90, Image.Resampling.BICUBIC, fillcolor="white")
        at = (round(middle[0] + radius * math.cos(angle) - 22), round(middle[1] + radius * math.sin(angle) - 22))
        box = (*at, at[0] + 44, at[1] + 44)
        ink.paste(ImageChops.multiply(ink.crop(box), tile), at)


def _font(size: int) -> ImageFont.FreeTypeFont:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    raise SystemExit(f"None of the fonts {', '.join(_FONTS)} is installed (packages fonts-liberation, fonts-dejavu-core).")


def _recipients(page: pdfium.PdfPage) -> tuple[float, float] | None:
    """Where `Nơi nhận` stands, in pixels from the top left corner; signature and seal stand right of it."""
    with closing(page.get_textpage()) as text:
        found = text.search("Nơi nhận").get_next()
        if not found:
            return None
        left, _, _, top = text.get_charbox(found[0])
        return left * _POINT, (page.get_height() - top) * _POINT
