"""A picture of a timeline as a group of shapes that Word and LibreOffice draw themselves (DrawingML), its words as text.

A program older than Word 2010 leaves it out; the table below it says the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.report.drawing import COLOURS, GAP, LEFT, LINE, MARK, WIDTH, Picture, Row
from pipeline.report.timeline import Kind

UNIT = 9000  # a quarter of a millimetre, in Word's measure
_SIZE = "17"  # of letters, in half points
_THIN = 0.8
_OFFICE = "http://schemas.openxmlformats.org"
_WORD = "http://schemas.microsoft.com/office/word/2010"
_SPACES = {
    "w": f"{_OFFICE}/wordprocessingml/2006/main",
    "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
    "a": f"{_OFFICE}/drawingml/2006/main",
    "mc": f"{_OFFICE}/markup-compatibility/2006",
    "wpg": f"{_WORD}/wordprocessingGroup",
    "wps": f"{_WORD}/wordprocessingShape",
}
_SHAPES: Mapping[Kind, str] = {"directive": "diamond", "plan": "ellipse", "opening": "star5", "deadline": "triangle"}


class DrawnPicture:
    """`DrawnPicture(picture, 1).into(run, "Times New Roman")`: `number` tells the drawings of a document apart."""

    def __init__(self, picture: Picture, number: int) -> None:
        self.picture, self.number = picture, number

    def into(self, run: Any, font: str) -> None:
        self.font = font
        size = {"cx": _emu(WIDTH), "cy": _emu(self.picture.height)}
        either = _in(run, "mc:AlternateContent")
        inline = _in(
            _in(_in(either, "mc:Choice", Requires="wpg"), "w:drawing"), "wp:inline", distT="0", distB="0", distL="0", distR="0"
        )
        _in(inline, "wp:extent", **size)
        _in(inline, "wp:docPr", id=str(self.number), name=f"Timeline {self.number}", descr=self.picture.title)
        _in(inline, "wp:cNvGraphicFramePr")
        data = _in(_in(inline, "a:graphic"), "a:graphicData", uri=_SPACES["wpg"])
        self.group = _in(data, "wpg:wgp")
        _in(self.group, "wpg:cNvGrpSpPr")
        frame = _in(_in(self.group, "wpg:grpSpPr"), "a:xfrm")
        for tag, point in (("off", {"x": "0", "y": "0"}), ("ext", size), ("chOff", {"x": "0", "y": "0"}), ("chExt", size)):
            _in(frame, f"a:{tag}", **point)
        _in(either, "mc:Fallback")
        top = self.picture.top - 8
        for x, name in self.picture.ticks:
            # No line: LibreOffice turns a group that holds a shape without a width.
            self.shape("rect", "D5D5D5", x - _THIN / 2, top, _THIN, self.picture.bottom - top, "tick")
            self.words([name], x - 30, top - 16, 60, "center", "4D4D4D")
        for row in self.picture.rows:
            self.row(row)

    def row(self, row: Row) -> None:
        top = row.middle - len(row.label) * LINE / 2
        self.words(row.label, 0, top, LEFT - GAP, "right", "1A1A1A")
        if row.bar:
            left, right = row.bar
            self.shape("rect", COLOURS["week"], left, row.middle - 5, right - left, 10, "week")
        for mark in row.marks:
            kind = row.event.kind
            about = f"{kind} {mark.day.isoformat()}"
            self.shape(_SHAPES[kind], COLOURS[kind], mark.x - MARK / 2, row.middle - MARK / 2, MARK, MARK, about)
        self.words([row.when], row.when_x, row.middle - LINE / 2, WIDTH - row.when_x, "left", "333333")

    def shape(self, form: str, colour: str, x: float, y: float, width: float, height: float, about: str) -> None:
        shape, look = self.begun(form, x, y, width, height, about)
        _in(_in(look, "a:solidFill"), "a:srgbClr", val=colour)
        _in(_in(look, "a:ln"), "a:noFill")
        _in(shape, "wps:bodyPr")

    def words(self, lines: Sequence[str], x: float, y: float, width: float, side: str, colour: str) -> None:
        shape, look = self.begun("rect", x, y, width, len(lines) * LINE, "words")
        _in(look, "a:noFill")
        _in(_in(look, "a:ln"), "a:noFill")
        content = _in(_in(shape, "wps:txbx"), "w:txbxContent")
        for line in lines:
            paragraph = _in(content, "w:p")
            form = _in(paragraph, "w:pPr")
            _in(form, "w:spacing", before="0", after="0", line=str(round(LINE * UNIT / 635)), lineRule="exact")
            _in(form, "w:jc", val=side)
            run = _in(paragraph, "w:r")
            letters = _in(run, "w:rPr")
            _in(letters, "w:rFonts", ascii=self.font, hAnsi=self.font, cs=self.font)
            _in(letters, "w:color", val=colour)
            _in(letters, "w:sz", val=_SIZE)
            text = _in(run, "w:t")
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text.text = line
        _in(shape, "wps:bodyPr", wrap="square", lIns="0", tIns="0", rIns="0", bIns="0", anchor="ctr")

    def begun(self, form: str, x: float, y: float, width: float, height: float, about: str) -> tuple[Any, Any]:
        """A shape in its place, without a look."""
        shape = _in(self.group, "wps:wsp")
        _in(shape, "wps:cNvPr", id=str(1000 * self.number + len(self.group)), name=about)
        _in(shape, "wps:cNvSpPr")
        look = _in(shape, "wps:spPr")
        frame = _in(look, "a:xfrm")
        _in(frame, "a:off", x=_emu(x), y=_emu(y))
        _in(frame, "a:ext", cx=_emu(width), cy=_emu(height))
        _in(_in(look, "a:prstGeom", prst=form), "a:avLst")
        return shape, look


def _in(parent: Any, tag: str, **attributes: str) -> Any:
    """An element below another; Word's own attributes carry its name space."""
    from lxml import etree

    space, name = tag.split(":")
    element = etree.SubElement(parent, f"{{{_SPACES[space]}}}{name}", nsmap={space: _SPACES[space]})
    for key, value in attributes.items():
        element.set(f"{{{_SPACES['w']}}}{key}" if space == "w" else key, value)
    return element


def _emu(units: float) -> str:
    return str(round(units * UNIT))
