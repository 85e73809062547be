"""A picture of a timeline as SVG inside a page."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from pipeline.report.drawing import GAP, LEFT, LINE, WIDTH, Picture, Row
from pipeline.report.timeline import Kind

_SHAPES: Mapping[Kind, str] = {
    "directive": "M0-6.5 6.5 0 0 6.5-6.5 0z",
    "plan": "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0z",
    "opening": "M0-7.5 1.9-2.3 7.5-2.3 2.9 1 4.7 6.5 0 3.2-4.7 6.5-2.9 1-7.5-2.3-1.9-2.3z",
    "deadline": "M-6 5 0-6 6 5z",
}


def render_svg(picture: Picture) -> str:
    parts = [
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {picture.height:.1f}" role="img" aria-label="{escape(picture.title)}">',
    ]
    for x, name in picture.ticks:
        parts.append(f'<line class="tick" x1="{x:.1f}" y1="{picture.top - 8}" x2="{x:.1f}" y2="{picture.bottom:.1f}"/>')
        parts.append(f'<text class="date" x="{x:.1f}" y="{picture.top - 12}">{name}</text>')
    parts += [_row(row) for row in picture.rows]
    return "".join([*parts, "</svg>"])


def _row(row: Row) -> str:
    parts = []
    for n, line in enumerate(row.label):
        base = row.middle + 4 + (n - (len(row.label) - 1) / 2) * LINE
        parts.append(f'<text class="label" x="{LEFT - GAP}" y="{base:.1f}">{escape(line)}</text>')
    if row.bar:
        left, right = row.bar
        parts.append(f'<rect class="week" x="{left:.1f}" y="{row.middle - 5:.1f}" width="{right - left:.1f}" height="10"/>')
    for mark in row.marks:
        at = f"translate({mark.x:.1f} {row.middle:.1f})"
        shape = f'<path d="{_SHAPES[row.event.kind]}"/>'
        parts.append(f'<g class="{row.event.kind}" data-day="{mark.day.isoformat()}" transform="{at}">{shape}</g>')
    parts.append(f'<text class="when" x="{row.when_x:.1f}" y="{row.middle + 4:.1f}">{row.when}</text>')
    return "".join(parts)
