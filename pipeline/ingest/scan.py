"""A picture of a page to its lines in reading order, and pictures (PNG, JPEG, TIFF of many pages) as documents.

The only module that the readers of files see; it and numpy are loaded when the first page needs them.
"""

from __future__ import annotations

import io
import math
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.ingest.intake import Intake, Pages
from pipeline.ingest.layout import TextLine, Word, order_columns
from pipeline.ingest.ocr import PACKAGES, OcrFailed, OcrMissing, OcrWord, engine, recognise, turned
from pipeline.ingest.pace import ALONE, Pace
from pipeline.ingest.pdf_stamps import place_stamps
from pipeline.ingest.scan_head import Unread, settle_head
from pipeline.ingest.scan_image import Prepared, has_ink, prepare, turn
from pipeline.ingest.scan_lines import read_lines
from pipeline.ingest.scan_signature import with_signature
from pipeline.ingest.scan_tables import read_tables
from pipeline.model import Box, Problem, Quality, Table

if TYPE_CHECKING:
    from PIL import Image

_SECONDS_A_PAGE = 4.0  # at most, in the usual case
_MOST_AT_ONCE = 8  # pages; our own tenth of the work on each is done by one Python
_POINTS = 72.0
_MOST_IMAGES = 1000
_LARGEST_IMAGE = 120_000_000  # pixels; A0 at 300 dpi
_WELL_READ, _BADLY_READ = 80.0, 55.0  # mean confidence of a page's letters
_FEW_LETTERS = 25
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The picture of page `number`, `width` points wide.

    What the file itself has as text on it, it knows better: `printed` words stand instead of what is recognised in their place
    (`2280`, stamped onto a scan), and inside of `panels`, those of digital signatures, nothing is recognised.
    """

    image: Image.Image
    number: int
    width: float
    printed: tuple[Word, ...] = ()
    panels: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What was recognised on a page; boxes in points from its top left corner, each word with its confidence (0 to 100)."""

    number: int
    lines: list[TextLine]
    quality: Quality
    reason: str
    problems: list[Problem]
    confidence: float = 0.0  # mean of the words', 0 to 100; 0 where nothing was recognised
    tables: tuple[Table, ...] = ()

    @property
    def words(self) -> list[tuple[str, Box, float]]:
        """Each word as it stands in the lines, its box, and how sure it is, 0 to 1."""
        return [(word.text, word.box, word.confidence / 100) for line in self.lines for word in line.words]


def read_scans(sheets: Iterable[Sheet], pace: Pace) -> Iterator[ScannedPage]:
    """Sheets recognised in their order, each in one thread, over the cores there are; the next is drawn when one is free."""
    with ThreadPoolExecutor(_MOST_AT_ONCE) as threads:
        begun: deque[Future[ScannedPage]] = deque()
        for sheet in sheets:
            pace.ask(_SECONDS_A_PAGE)
            begun.append(threads.submit(_read, sheet))
            while len(busy := [page for page in begun if not page.done()]) >= min(pace.cores(), _MOST_AT_ONCE):
                wait(busy, return_when=FIRST_COMPLETED)
            while begun and begun[0].done():
                yield begun.popleft().result()
        for page in begun:
            yield page.result()


def _read(sheet: Sheet) -> ScannedPage:
    number, printed, panels = sheet.number, sheet.printed, sheet.panels
    try:
        engine()
    except OcrMissing as error:
        return _unread("ocr-not-installed", f"Page {number} is a picture, and {error}; install the packages {PACKAGES}.", number)
    points = sheet.width / sheet.image.width
    page = prepare(sheet.image)
    try:
        words = _words(page)
        if _mean(words) < _BADLY_READ or _letters(words) < _FEW_LETTERS or _upended(words):
            page, words = _upright(page, words)
        words = with_signature(page, words)
    except OcrFailed as error:
        return _unread("ocr-failed", f"Page {number} is a picture that could not be read: {error}.", number)
    known = [*(word.box for word in printed), *panels]
    if known:
        words = [word for word in words if not any(_covers(box, _on_page(_box(word), page, points)) for box in known)]
    rows, beside = read_lines(words)
    tables = read_tables(page, words, rows, number, lambda box: _on_page(box, page, points))
    rows = order_columns(rows, first_page=number == 1)
    lines, unread = settle_head(rows, page, lambda box: any(_meet(one, _on_page(box, page, points)) for one in known))
    placed = [_placed(line, page, points) for line in lines]
    colliding: list[TextLine] = []
    if printed:
        placed, colliding = place_stamps(placed, [replace(word, stamped=True, start=-1) for word in printed], lambda word: [])
    placed += [_placed(line, page, points) for line in beside] + colliding
    return replace(_judged(placed, words, unread, number, has_ink(page.picture)), tables=tables)


def _judged(lines: list[TextLine], words: list[OcrWord], unread: list[Unread], number: int, ink: bool) -> ScannedPage:
    problems = [Problem("ingest", "handwritten", _ABOUT[one.what].format(number), number) for one in unread]
    if _letters(words) < _FEW_LETTERS:
        if not ink:
            return ScannedPage(number, lines, "good", "blank page", problems)
        problems.append(Problem("ingest", "no-text-layer", f"Page {number} is a picture; no text was recognised in it.", number))
        return ScannedPage(number, lines, "empty", "a picture in which no text was recognised", problems)
    mean = _mean(words)
    reason = f"recognised by {engine().version.capitalize()}, confidence {mean:.0f} %"
    if mean < _WELL_READ:
        problems.append(
            Problem("ingest", "poor-scan", f"Page {number} was recognised with little confidence ({mean:.0f} %).", number)
        )
    return ScannedPage(number, lines, "good" if mean >= _WELL_READ else "poor", reason, problems, mean)


_ABOUT = {
    "number": "The document's number on page {} is written by hand or unclear; it is not guessed.",
    "day": "The day of issue on page {} is written by hand or unclear; it is not guessed.",
    "month": "The month of issue on page {} is written by hand or unclear; it is not guessed.",
}


def _unread(code: str, message: str, number: int) -> ScannedPage:
    return ScannedPage(number, [], "empty", "a picture that was not recognised", [Problem("ingest", code, message, number)])


def _words(page: Prepared) -> list[OcrWord]:
    """The words of a picture, their boxes as if its lines were level."""
    words = recognise(page.picture)
    if not page.slope:
        return words
    levelled = []
    for word in words:
        middle_x, middle_y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        x, y = page.level(middle_x, middle_y)
        dx, dy = round(x - middle_x), round(y - middle_y)
        levelled.append(replace(word, x0=word.x0 + dx, x1=word.x1 + dx, y0=word.y0 + dy, y1=word.y1 + dy))
    return levelled


def _upright(page: Prepared, words: list[OcrWord]) -> tuple[Prepared, list[OcrWord]]:
    """The page turned, where it lies on its side or stands on its head, and is read better so."""
    degrees = turned(page.picture)
    if not degrees:
        return page, words
    other = replace(page, picture=turn(page.picture, degrees), quarter=(page.quarter + degrees) % 360)
    again = _words(other)
    better = _upended(words) or _letters(again) * _mean(again) > _letters(words) * _mean(words)
    return (other, again) if better else (page, words)


def _upended(words: Sequence[OcrWord]) -> bool:
    """Do the words run up or down the page? The recogniser reads such lines, but in no order."""
    long = [word for word in words if len(word.text) >= 4]
    return 2 * sum(word.y1 - word.y0 > 1.5 * (word.x1 - word.x0) for word in long) > len(long)


def _letters(words: Sequence[OcrWord]) -> int:
    return sum(len(_LETTER.findall(word.text)) for word in words if word.confidence >= 50)


def _mean(words: Sequence[OcrWord]) -> float:
    """The confidence of a page's words, long ones counting for more."""
    whole = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / whole if whole else 0.0


# --- back onto the page ---------------------------------------------------------------------------------------------------


def _placed(line: TextLine, page: Prepared, points: float) -> TextLine:
    return TextLine.of([replace(word, box=_on_page(word.box, page, points)) for word in line.words])


def _on_page(box: Box, page: Prepared, points: float) -> Box:
    """A box of the picture in points of the page; it grows with no slope, slopes being slight."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    (ax, ay), (bx, by) = page.to_page(box[0], down), page.to_page(box[2], down)
    half = math.dist(page.to_page(across, box[1]), page.to_page(across, box[3])) / 2
    if page.quarter in (90, 270):
        middle = (ax + bx) / 2
        return (middle - half) * points, min(ay, by) * points, (middle + half) * points, max(ay, by) * points
    middle = (ay + by) / 2
    return min(ax, bx) * points, (middle - half) * points, max(ax, bx) * points, (middle + half) * points


def _box(word: OcrWord) -> Box:
    return float(word.x0), float(word.y0), float(word.x1), float(word.y1)


def _meet(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


def _covers(printed: Box, word: Box) -> bool:
    """Does a printed word stand where another was recognised?"""
    wide = min(printed[2], word[2]) - max(printed[0], word[0])
    high = min(printed[3], word[3]) - max(printed[1], word[1])
    return wide > 0.6 * (word[2] - word[0]) and high > 0.4 * min(word[3] - word[1], printed[3] - printed[1])


# --- pictures as documents ------------------------------------------------------------------------------------------------


def ingest_image(data: bytes, pace: Pace = ALONE) -> Intake:
    """Read a PNG, a JPEG or a TIFF of many pages, e.g. a photograph of a letter."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = _LARGEST_IMAGE
    pages = Pages()
    problems: list[Problem] = []
    sizes: list[tuple[float, float]] = []
    broken: list[Problem] = []
    tables: list[Table] = []

    def sheets() -> Iterator[Sheet]:
        try:
            for number, picture in enumerate(_frames(data), 1):
                sizes.append(_size(picture))
                yield Sheet(picture, number, sizes[-1][0])
        except Image.DecompressionBombError:
            broken.append(Problem("ingest", "too-large", "The picture is too large to be a page of a document."))
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
            broken.append(Problem("ingest", "damaged", "The picture is damaged and cannot be read to its end."))

    for read in read_scans(sheets(), pace):
        problems += read.problems
        tables += read.tables
        pages.add(((line.text, line.box) for line in read.lines), read.quality, read.reason, *sizes[read.number - 1], read.words)
    problems += broken
    return pages.intake("image", problems, ocr=True, tables=tables)


def _frames(data: bytes) -> Iterator[Image.Image]:
    from PIL import Image, ImageOps, ImageSequence

    with Image.open(io.BytesIO(data)) as file:
        if file.width * file.height > _LARGEST_IMAGE:
            raise Image.DecompressionBombError
        for number, frame in enumerate(ImageSequence.Iterator(file)):
            if number >= _MOST_IMAGES:
                return
            yield _on_white(ImageOps.exif_transpose(frame))


def _on_white(picture: Image.Image) -> Image.Image:
    """Transparent parts are paper; palettes and other modes become red, green and blue."""
    from PIL import Image

    if picture.mode in ("1", "L", "RGB"):
        return picture
    if picture.mode.startswith(("I", "F")):
        return picture.convert("I").point(lambda v: v / 256).convert("L")
    full = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", full.size, "white"), full).convert("RGB")


def _size(picture: Image.Image) -> tuple[float, float]:
    """Width and height in points, by the picture's own resolution where it has a likely one, else as a sheet of A4."""
    resolution = float((picture.info.get("dpi") or (0, 0))[0])
    if not 90 <= resolution <= 1300:
        resolution = max(picture.size) / 11.69
    return picture.width / resolution * _POINTS, picture.height / resolution * _POINTS
