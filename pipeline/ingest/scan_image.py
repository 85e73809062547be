"""A scanned page made ready for recognition: seals dropped, paper white, borders and specks gone, lines level.

Measured at 200 dpi (a letter is some 28 pixels high). Everything works on the grey picture that remains of the red channel: red
ink, which is the seals' and most stamps', is white there, and a name printed under a seal stays black.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from pipeline.ingest.scan_photo import COLOURS, Flat, find_sheet

Picture = np.ndarray[Any, np.dtype[np.uint8]]

_SHORTEST, _USUAL, _LONGEST = 1500, 2340, 3600  # pixels of a page's long side; A4 has 2340 at 200 dpi
_DARK = 140
_REDDISH, _UNDER_RED, _LEAST_RED = 40, 110, 12  # more red than green or blue; darker is print beneath; eighths of pixels
_RIM = 2  # eighths of pixels at the edges of a photographed sheet where the table may be seen
_BAND = 32  # rows
_STRIP = 0.06  # of a side: so far in a scanner's black border may reach
_MOST_ANGLE = 6.0  # degrees
_TOLERATED = 1.3  # degrees that the recogniser takes in its stride; turning a black and white page blurs its marks
_NOISY = 300  # single black pixels on a page; print has next to none


@dataclass(frozen=True, slots=True)
class Prepared:
    """The picture to be read, by how much it was turned for that, and by how much its lines still slope."""

    picture: Picture
    turned: float  # degrees, anticlockwise, about the middle
    slope: float  # degrees, clockwise: what is left to be levelled in the boxes
    scale: float  # pixels of the picture to one of the original
    quarter: int = 0  # degrees, clockwise, by which a page that lay on its side was turned after all that
    flat: Flat | None = None  # the sheet of a photograph, flattened before all that; `scale` is then its

    def level(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the picture would stand if its lines were level."""
        return self._about_middle(x, y, self.slope)

    def unlevel(self, x: float, y: float) -> tuple[float, float]:
        """Where a levelled point stands in the picture."""
        return self._about_middle(x, y, -self.slope)

    def to_page(self, x: float, y: float) -> tuple[float, float]:
        """Where a levelled point stands in the original, in the original's pixels."""
        x, y = self.unlevel(x, y)
        height, width = self.picture.shape
        if self.quarter == 90:
            x, y, height, width = y, width - x, width, height
        elif self.quarter == 180:
            x, y = width - x, height - y
        elif self.quarter == 270:
            x, y, height, width = height - y, x, width, height
        x, y = _turned_about(x, y, -self.turned, width, height)
        x, y = x / self.scale, y / self.scale
        return self.flat.in_photograph(x, y) if self.flat else (x, y)

    def _about_middle(self, x: float, y: float, degrees: float) -> tuple[float, float]:
        height, width = self.picture.shape
        return _turned_about(x, y, degrees, width, height)


def _turned_about(x: float, y: float, degrees: float, width: float, height: float) -> tuple[float, float]:
    """A point turned anticlockwise about a picture's middle, as it is seen with y growing downwards."""
    if not degrees:
        return x, y
    angle = math.radians(degrees)
    dx, dy = x - width / 2, y - height / 2
    return dx * math.cos(angle) + dy * math.sin(angle) + width / 2, dy * math.cos(angle) - dx * math.sin(angle) + height / 2


def best_scale(width: float, height: float, scale: float) -> float:
    """The scale at which a page is rendered: 200 dpi unless that makes a picture too small or too large to be read."""
    longest = max(width, height)
    if longest * scale < _SHORTEST:
        return _USUAL / longest
    return min(scale, _LONGEST / longest)


def prepare(image: Image.Image) -> Prepared:
    """Make a picture of a page ready."""
    flat = find_sheet(image, _USUAL)
    grey = _without_red(image, flat)
    scale = 1.0
    longest = max(grey.size)
    if longest > 1.25 * _USUAL or longest < _SHORTEST:
        scale = _USUAL / longest
    if scale != 1.0:
        size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
        grey = grey.resize(size, Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.LANCZOS)
    picture = _even(np.asarray(grey))
    picture = _without_specks(_without_borders(picture))
    slope, turned = skew(picture), 0.0
    if abs(slope) > _TOLERATED:
        level = Image.fromarray(picture).rotate(slope, Image.Resampling.BICUBIC, fillcolor=255)
        picture, slope, turned = np.asarray(level), 0.0, slope
    return Prepared(picture, turned, slope, scale, flat=flat)


def turn(picture: Picture, degrees: int) -> Picture:
    """A picture turned clockwise by a right angle or two."""
    return np.ascontiguousarray(np.rot90(picture, -degrees // 90))


def has_ink(picture: Picture) -> bool:
    """Is there more on a page than dust?"""
    return bool(np.count_nonzero(picture < _DARK) > 0.002 * picture.size)


def _without_red(image: Image.Image, flat: Flat | None) -> Image.Image:
    """The grey of a picture, or of the sheet in it, without red ink, but with what is black beneath it.

    Of a photograph one colour is flattened, and all three only where red ink may be: not at the sheet's edges, where the table
    shines through, nor wherever a lamp makes paper yellow.
    """
    if image.mode in ("1", "L", "I", "I;16", "LA"):
        grey_image = image.convert("L")
        return flat.laid(grey_image) if flat else grey_image
    colours = image if image.mode in COLOURS else image.convert("RGB")
    red, small = colours.getchannel("R"), colours.reduce(8)
    if flat is None:
        redness, tint = _redness(small), 0
    else:
        red, redness = flat.laid(red), _redness(flat.reduced(8).laid(small))
        tint = int(np.median(redness))
        redness[:_RIM] = redness[-_RIM:] = redness[:, :_RIM] = redness[:, -_RIM:] = tint
    rows, columns = np.nonzero(redness > _REDDISH // 2 + tint)
    if rows.size < _LEAST_RED:
        return red
    box = (int(columns.min()) * 8, int(rows.min()) * 8, int(columns.max()) * 8 + 8, int(rows.max()) * 8 + 8)
    part = np.asarray(flat.part(box).laid(colours) if flat else colours.crop(box))
    reddish = _redness(part) > _REDDISH + tint
    near = np.asarray(Image.fromarray(reddish.view(np.uint8) * 255).filter(ImageFilter.MaxFilter(3))) > 0
    grey = part[..., 0].copy()
    grey[near & (grey > _UNDER_RED)] = 255
    red.paste(Image.fromarray(grey), box)
    return red


def _redness(colours: Any) -> Any:
    """How much more red than green or blue there is."""
    levels = np.asarray(colours)
    return levels[..., 0].astype(np.int16) - np.minimum(levels[..., 1], levels[..., 2])


def _even(picture: Picture) -> Picture:
    """Grey paper and shadows made white, where there are any."""
    small = Image.fromarray(picture).reduce(16)
    paper = small.filter(ImageFilter.MaxFilter(5))
    light = np.asarray(paper)
    if np.percentile(light, 3) > 225:
        return picture
    smooth = paper.filter(ImageFilter.GaussianBlur(3)).resize((picture.shape[1], picture.shape[0]), Image.Resampling.BILINEAR)
    ground = np.asarray(smooth)
    white = np.empty_like(picture)
    for top in range(0, len(picture), _BAND):  # what fits into the processor's cache takes a third of the time
        band = slice(top, top + _BAND)
        level = np.multiply(picture[band], 245, dtype=np.float32)
        level /= np.maximum(ground[band], 60)
        np.minimum(level, 255, out=white[band], casting="unsafe")
    return white


def _without_borders(picture: Picture) -> Picture:
    """Black bands that begin at an edge of the glass, made white."""
    height, width = picture.shape
    dark = picture < _DARK
    cleaned: Picture | None = None
    for axis, flip in ((1, False), (1, True), (0, False), (0, True)):
        reach = max(1, int(_STRIP * (width if axis else height)))
        band = np.logical_and.accumulate(_strip(dark, axis, flip, reach), axis=axis)
        if band.sum() >= 3 * band.shape[1 - axis]:
            cleaned = picture.copy() if cleaned is None else cleaned
            _strip(cleaned, axis, flip, reach)[band] = 255
    return picture if cleaned is None else cleaned


def _strip(array: Any, axis: int, flip: bool, reach: int) -> Any:
    """The part of an array next to one of its edges, the edge first; a view."""
    view = np.flip(array, axis) if flip else array
    return view[:, :reach] if axis else view[:reach]


def _without_specks(picture: Picture) -> Picture:
    """Black pixels that stand alone made white, on pages where there are many; a dot below a letter has a dozen pixels."""
    dark = (picture < _DARK).view(np.uint8)
    near = dark.copy()
    near[1:] += dark[:-1]
    near[:-1] += dark[1:]
    around = near.copy()
    around[:, 1:] += near[:, :-1]
    around[:, :-1] += near[:, 1:]
    alone = (dark == 1) & (around <= 2)
    if np.count_nonzero(alone) < _NOISY:
        return picture
    cleaned = picture.copy()
    cleaned[alone] = 255
    return cleaned


def skew(picture: Picture) -> float:
    """By how many degrees a page has to be turned anticlockwise for its lines to be level."""
    small = np.asarray(Image.fromarray(picture).reduce(4))
    height, width = small.shape
    rows, columns = np.nonzero(small < _DARK + 40)
    if rows.size < 200:
        return 0.0
    if rows.size > 40_000:
        chosen = np.linspace(0, rows.size - 1, 40_000).astype(np.intp)
        rows, columns = rows[chosen], columns[chosen]
    middle = columns - width / 2

    def sharpness(angle: float) -> float:
        shifted = (rows + middle * math.tan(math.radians(-angle)) + width).astype(np.intp)
        profile = np.bincount(shifted, minlength=height + 2 * width).astype(np.float64)
        return float(np.square(np.diff(profile)).sum())

    best, step = 0.0, 1.0
    candidates = np.arange(-_MOST_ANGLE, _MOST_ANGLE + 0.01, 0.5)
    while step > 0.04:
        best = float(max(candidates, key=sharpness))
        step = 0.5 if step == 1.0 else step / 3
        candidates = best + np.arange(-3, 4) * step / 3
    return round(best, 2) if sharpness(best) > 1.02 * sharpness(0.0) else 0.0
