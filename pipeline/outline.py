"""A document cut into its parts, once: letterhead, title, addressee, basis, body, closing, recipients, signature, annexes.

Every extractor says in which parts it looks, and most false finds die there: a number in the letterhead is the
document's own, the same shape in the basis is a citation, in the heading of an annex it names the parent.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.lines import LABEL_RANK, PrintedLine, columns_apart, printed_lines, wrap_width
from pipeline.model import Outline, Paragraph, Part, PartName, Section, SectionKind, Span
from pipeline.rulebook import OutlineWords, Rulebook

_BEGINS_WITH = ("theme", "time", "budget")  # `2. Thời gian tổ chức từ ngày 01/10/2024 đến ngày 07/10/2024; ...`
_RULED = re.compile(r"[-–_=*.\s]{3,}$")
_SYLLABLE = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class _Block:
    """A stretch of lines that belongs to one part, still to be cut into paragraphs."""

    name: PartName
    lines: Sequence[PrintedLine]
    attached: int = 0


def read_outline(reading: str, rulebook: Rulebook, mend: Callable[[PrintedLine], PrintedLine] | None = None) -> Outline:
    """The parts, sections and paragraphs of a reading copy; `mend` reads lines that a recogniser may have mistaken."""
    lines = printed_lines(reading)
    if mend:
        lines = [mend(line) for line in lines]
    if not lines:
        return Outline((), ())
    lines = _columns_apart(_names_whole(lines, rulebook.dashed), reading)
    width = wrap_width(lines)
    words = rulebook.outline
    blocks: list[_Block] = []
    for index, piece in enumerate(_split_attached(lines, words)):
        blocks += _cut(piece, words, width, index)
    return _assemble(blocks, reading, words, Wrapping(width, _blank_lines_part(lines)))


def _columns_apart(lines: list[PrintedLine], reading: str) -> list[PrintedLine]:
    """A letterhead in the cells of a Markdown table, and recipients with the signature beside them, line below line."""
    named = _recipients(reading)
    if named >= 0:
        first = bisect_right(lines, named, key=lambda line: line.start) - 1
        lines[first : first + 40] = [piece for line in lines[first : first + 40] for piece in columns_apart(line)]
    if any("|" in line.text for line in lines[:20]):
        lines[:20] = [piece for line in lines[:20] for piece in (columns_apart(line) if "|" in line.text else [line])]
    return lines


def _recipients(reading: str) -> int:
    """Where `Nơi nhận` first stands at the head of a line or a cell; looked for as a word, for most texts have it once."""
    for word in ("Nơi nhận", "NƠI NHẬN"):
        at = reading.find(word)
        while at >= 0:
            if not reading[max(reading.rfind(end, 0, at) for end in "\n\f") + 1 : at].strip(" |-"):
                return at
            at = reading.find(word, at + 1)
    return -1


def _names_whole(lines: list[PrintedLine], dashed: frozenset[tuple[str, str]]) -> list[PrintedLine]:
    """No bullet begins `... (qua Phòng Văn hóa` / `- Xã hội) trước ngày 10/10/2025.`: the dash is the name's own."""
    whole = lines[:1]
    for above, line in pairwise(lines):
        if line.label_kind == "bullet" and above.folded[-1].isalpha():
            left, right = " ".join(_SYLLABLE.findall(above.folded[-30:])[-2:]), _SYLLABLE.findall(line.folded[1:30])
            if (left, " ".join(right[:2])) in dashed or (left, right[0] if right else "") in dashed:
                line = line._replace(label=None, label_kind="", starts_upper=False)
        whole.append(line)
    return whole


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text's lines break: at which width, and whether a blank line parts paragraphs or stands behind every line."""

    width: int
    blank_parts: bool


def _blank_lines_part(lines: list[PrintedLine]) -> bool:
    """Blank lines that stand inside sentences, as a bad conversion leaves them, say nothing about paragraphs."""
    inside = [
        line.blank_before
        for above, line in pairwise(lines)
        if line.text[:1].islower() and not above.folded.endswith((".", ";", ":"))
    ]
    return sum(inside) <= 0.15 * len(inside)


# --- annexes and attached documents -------------------------------------------------------------------------------------


def _split_attached(lines: list[PrintedLine], words: OutlineWords) -> list[list[PrintedLine]]:
    """The document itself, then each annex or attached document, told by its heading after a signature."""
    signature = _first_signature(lines, words)
    if signature is None:
        starts = [i for i, line in enumerate(lines) if i > 8 and _opens_annex(lines, i, words, signed=False)]
    else:
        starts = [i for i in range(signature + 1, len(lines)) if _opens_annex(lines, i, words, signed=True)]
    cuts = [0, *[i for n, i in enumerate(starts) if n == 0 or i - starts[n - 1] > 3], len(lines)]
    return [lines[a:b] for a, b in pairwise(cuts) if a < b]


def _first_signature(lines: list[PrintedLine], words: OutlineWords) -> int | None:
    """The line of the signer's position that follows the first list of recipients or closes the body."""
    recipients = next((i for i, line in enumerate(lines) if words.recipients.match(line.folded)), None)
    if recipients is not None:
        following = next((i for i in range(recipients, min(len(lines), recipients + 60)) if _is_signature(lines[i], words)), None)
        if following is not None:
            return following
        before = next((i for i in range(recipients, max(0, recipients - 15), -1) if _is_signature(lines[i], words)), None)
        return recipients if before is not None else None
    found = [i for i, line in enumerate(lines) if i > 8 and _is_signature(line, words)]
    return found[0] if found else None


def _is_signature(line: PrintedLine, words: OutlineWords) -> bool:
    return line.upper and bool(words.signature.match(line.folded)) and len(line.folded) < 90


def _opens_annex(lines: list[PrintedLine], i: int, words: OutlineWords, *, signed: bool) -> bool:
    """`Phụ lục I`, `MẪU TỔNG HỢP ...`, `KẾ HOẠCH` + `(Kèm theo Quyết định số ...)`."""
    line = lines[i]
    if words.annex.match(line.folded) and len(line.folded) < 110 and (line.upper or line.folded[:3] in ("phụ", "mẫu", "biể")):
        following = " ".join(other.folded for other in lines[i + 1 : i + 9])
        return signed or bool(words.attached.search(following))
    if signed and line.upper and words.title.match(line.folded):
        following = " ".join(other.folded for other in lines[i + 1 : i + 9])
        return bool(words.attached.search(following)) or _new_page(lines, i)
    return signed and bool(words.attached.match(line.folded))


def _new_page(lines: list[PrintedLine], i: int) -> bool:
    return i > 0 and lines[i].page_break


# --- one document ---------------------------------------------------------------------------------------------------------


def _cut(lines: list[PrintedLine], words: OutlineWords, width: int, attached: int) -> list[_Block]:
    """The parts of one document, in their order on paper."""
    heading = _heading_of_annex(lines, words) if attached else None
    if attached and heading is None:
        return [_Block("annex", lines, attached)]
    head_end, title, addressee = _find_head(lines, words)
    blocks: list[_Block] = []
    cursor = 0
    if attached:
        cursor = heading or 0
        blocks.append(_Block("annex", lines[:cursor], attached))
    elif head_end:
        blocks.append(_Block("letterhead", lines[:head_end]))
        cursor = head_end
    if title is not None and not attached:
        end = _title_end(lines, title, words, width)
        blocks.append(_Block("title", lines[title:end]))
        cursor = end
        addressee = next((i for i in range(end, min(len(lines), end + 4)) if words.addressee.match(lines[i].folded)), None)
    if addressee is not None and addressee >= cursor:
        end = _addressee_end(lines, addressee, words, width)
        blocks.append(_Block("addressee", lines[addressee:end], attached))
        cursor = end
    sign = _find_signing(lines, cursor, words)
    body_end = sign[0] if sign else len(lines)
    basis_end = _basis_end(lines, cursor, body_end, words)
    blocks.append(_Block("basis", lines[cursor:basis_end], attached))
    blocks.append(_Block("body", lines[basis_end:body_end], attached))
    blocks += [replace(block, attached=attached) for block in _cut_signing(lines[body_end:], words)]
    return [block for block in blocks if block.lines]


def _heading_of_annex(lines: list[PrintedLine], words: OutlineWords) -> int | None:
    """Where the body of an attached plan begins, when the annex is one: below `(Kèm theo Quyết định số ...)`."""
    head = lines[:14]
    title = next((i for i, line in enumerate(head) if line.upper and words.attachable.match(line.folded)), None)
    if title is None:
        return None
    note = next((i for i in range(title, len(head)) if words.attached.search(head[i].folded)), None)
    if note is None:
        return None
    end = note
    while end < len(lines) - 1 and end - note < 4 and lines[note].text.count("(") and ")" not in lines[end].text:
        end += 1
    return end + 1


def _find_head(lines: list[PrintedLine], words: OutlineWords) -> tuple[int, int | None, int | None]:
    """Where the letterhead ends, and the line of the title or of the addressee below it."""
    for i, line in enumerate(lines[:70]):
        if words.addressee.match(line.folded):
            return i, None, i
        titled = (line.upper or i < 4) and words.title.match(line.folded) and not words.not_title.match(line.folded)
        if titled and (line.upper or _heads_page(lines, i, words)):
            return i, i, None
        if i > 0 and words.basis.match(line.folded) and len(line.folded) > 50:
            return i, None, None
        if line.label and (i > 3 or not i) and LABEL_RANK[line.label_kind] < LABEL_RANK["bullet"] and len(line.folded) > 15:
            return i, None, None
    if lines[0].label:
        return 0, None, None
    opening = next((i for i, line in enumerate(lines[:20]) if not line.upper and len(line.folded) > 60), 0)
    return opening, None, None


def _heads_page(lines: list[PrintedLine], i: int, words: OutlineWords) -> bool:
    """Whether a title in small letters heads a text that was put on a page without its letterhead.

    `Kế hoạch tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2024` / `Thực hiện Công văn số 5201/BGDĐT-GDTX ...`
    """
    line = lines[i]
    return (
        line.text[:1].isupper()
        and 20 < len(line.folded) < 260
        and not line.folded.endswith((".", ";", ":", ","))
        and any(words.basis.match(other.folded) and words.cites.match(other.folded) for other in lines[i + 1 : i + 4])
    )


def _title_end(lines: list[PrintedLine], title: int, words: OutlineWords, width: int) -> int:
    """Past the type word and the subject below it (`KẾ HOẠCH` / `Tổ chức Tuần lễ ... năm 2022`)."""
    i = title + 1
    while i < len(lines) and i - title <= 9:
        line = lines[i]
        if _RULED.match(line.text) or line.label or words.addressee.match(line.folded) or words.attached.match(line.folded):
            break
        first = i == title + 1
        if line.upper and words.authority.match(line.folded):
            break
        if not first and line.starts_upper:
            gap = line.blank_before and not lines[i - 1].blank_before
            if (
                gap
                or words.opener.match(line.folded)
                or len(line.folded) > max(0.88 * width, 60)
                or line.folded.endswith((";", ":", "./."))
            ):
                break
        elif first and _is_basis(lines, i, width, words):
            break
        i += 1
    return i


def _is_basis(lines: list[PrintedLine], i: int, width: int, words: OutlineWords) -> bool:
    """`Thực hiện Công văn số 4342/...` below the title is the basis, `Thực hiện Đề án dạy tin học ...` a subject."""
    line = lines[i]
    if len(line.folded) > 260:
        return True
    if not words.basis.match(line.folded):
        return False
    if width >= 400:
        return line.folded.endswith((";", ":", ",", "."))
    following = lines[i + 1].folded if i + 1 < len(lines) and not words.basis.match(lines[i + 1].folded) else ""
    return len(line.folded) > 0.8 * width and bool(words.cites.search(f"{line.folded} {following}"))


def _addressee_end(lines: list[PrintedLine], addressee: int, words: OutlineWords, width: int) -> int:
    """Past `Kính gửi:` and the list below it."""
    i = addressee + 1
    listed = not lines[addressee].folded.rstrip(" :").endswith("kính gửi") and not lines[addressee].folded.endswith(";")
    while i < len(lines) and i - addressee < 40:
        line = lines[i]
        if line.label and line.label_kind == "bullet":
            listed = False
        elif (
            line.label
            or words.opener.match(line.folded)
            or (lines[i - 1].folded.endswith((".", "./.")) and i > addressee)
            or (listed and line.starts_upper and not _goes_on(lines[i - 1], line, width))
        ):
            break
        i += 1
    return i


def _goes_on(above: PrintedLine, line: PrintedLine, width: int) -> bool:
    """Whether an addressee's name goes on below, be its first line indented and so no wider than `... thành phố trực thuộc`."""
    if above.folded.endswith(",") or _full(above, line, width):
        return True
    ended = above.folded.endswith((";", ":", ".")) or line.blank_before
    return not ended and width < 400 and len(line.folded) < 0.6 * width


def _basis_end(lines: list[PrintedLine], start: int, end: int, words: OutlineWords) -> int:
    """Past the paragraphs of the legal basis; the first numbered section ends it in any case."""
    i = start
    in_basis = False
    while i < end:
        line = lines[i]
        if words.decides.match(line.folded) and line.upper:
            return i
        if line.label and line.label_kind != "bullet":
            return i
        if words.basis.match(line.folded) and (line.starts_upper or line.label):
            in_basis = True
        elif i > start and _starts_paragraph(lines, i) and line.starts_upper and not words.continues_basis.match(line.folded):
            if in_basis and lines[i - 1].folded.endswith((":", ".", "./.")):
                return i
            if not in_basis:
                return start
        elif i == start and not line.upper and not words.basis.match(line.folded):
            return start
        if line.folded.endswith(":") and in_basis and i + 1 < end and not words.basis.match(lines[i + 1].folded):
            return i + 1
        i += 1
    return i if in_basis else start


def _starts_paragraph(lines: list[PrintedLine], i: int) -> bool:
    return lines[i].label is not None or lines[i - 1].folded.endswith((".", ";", ":", "./.", ","))


def _find_signing(lines: list[PrintedLine], start: int, words: OutlineWords) -> tuple[int, str] | None:
    """Where the recipients or the signature begin, whichever comes first."""
    for i in range(start, len(lines)):
        line = lines[i]
        if words.recipients.match(line.folded) and (len(line.folded) < 60 or line.folded[:11] == "nơi nhận: -"):
            return _signature_above(lines, i, start, words), "recipients"
    for i in range(max(start, len(lines) - 45), len(lines)):
        if i > start and _is_signature(lines[i], words):
            return i, "signature"
    return None


def _signature_above(lines: list[PrintedLine], recipients: int, start: int, words: OutlineWords) -> int:
    """Where the signature begins that stands above the recipients, else the recipients' own line.

    `TM. ỦY BAN NHÂN DÂN` / `CHỦ TỊCH` / `(Đã ký)` / `Nguyễn Văn An` / `Nơi nhận:`
    """
    begin = recipients
    for k in range(recipients - 1, max(start, recipients - 12) - 1, -1):
        if _is_signature(lines[k], words):
            begin = k
        elif lines[k].label or len(lines[k].folded) > 45 or lines[k].folded.endswith((".", ":", ";", ",")):
            break
    return begin


def _cut_signing(lines: list[PrintedLine], words: OutlineWords) -> list[_Block]:
    """`Nơi nhận:` with its list, and the signature with its authority, position and name, in either order."""
    if not lines:
        return []
    blocks: list[_Block] = []
    current: PartName = "signature" if _is_signature(lines[0], words) else "recipients"
    begin = 0
    for i, line in enumerate(lines):
        wanted: PartName = current
        if words.recipients.match(line.folded) and len(line.folded) < 60:
            wanted = "recipients"
        elif current == "recipients" and _is_signature(line, words) and not line.label:
            wanted = "signature"
        if wanted != current:
            blocks.append(_Block(current, lines[begin:i]))
            current, begin = wanted, i
    blocks.append(_Block(current, lines[begin:]))
    return blocks


# --- paragraphs and sections ----------------------------------------------------------------------------------------------


def _assemble(blocks: list[_Block], reading: str, words: OutlineWords, wrapping: Wrapping) -> Outline:
    parts: list[Part] = []
    paragraphs: list[Paragraph] = []
    sections: list[Section] = []
    for block in blocks:
        span = Span(block.lines[0].start, block.lines[-1].end)
        if block.name != "body":
            parts.append(Part(block.name, span, block.attached))
            numbered = block.name in ("basis", "annex", "addressee", "recipients")
            paragraphs += [
                Paragraph(s, label, block.name, None, block.attached)
                for s, label, _ in _paragraphs(block.lines, wrapping, words, labels=numbered)
            ]
            continue
        found = _paragraphs(block.lines, wrapping, words, labels=True)
        closing = _closing_start(found, reading, words)
        body, tail = found[:closing], found[closing:]
        if body:
            parts.append(Part("body", Span(body[0][0].start, body[-1][0].end), block.attached))
            _nest(body, reading, words, block.attached, paragraphs, sections)
        if tail:
            parts.append(Part("closing", Span(tail[0][0].start, tail[-1][0].end), block.attached))
            paragraphs += [Paragraph(s, label, "closing", None, block.attached) for s, label, _ in tail]
    parts.sort(key=lambda part: part.span.start)
    return Outline(tuple(parts), tuple(sections), tuple(paragraphs))


_Found = tuple[Span, str | None, str | None]  # span, label, kind of label


def _paragraphs(lines: Sequence[PrintedLine], wrapping: Wrapping, words: OutlineWords, *, labels: bool) -> list[_Found]:
    """Wrapped lines joined; a label, or a line that does not run on, begins the next paragraph."""
    found: list[_Found] = []
    previous: PrintedLine | None = None
    for line in lines:
        label = line.label if labels else None
        if previous is not None and not _begins(line, previous, label, wrapping, words):
            span, first, kind = found[-1]
            found[-1] = (Span(span.start, line.end), first, kind)
        else:
            found.append((Span(line.start, line.end), label, line.label_kind if label else None))
        previous = line
    return found


def _begins(line: PrintedLine, previous: PrintedLine, label: str | None, wrapping: Wrapping, words: OutlineWords) -> bool:
    """Whether a line begins a paragraph of its own, or carries on the one above.

    A typist's machine breaks a line only where the next word has no room left: `3. Báo Hòa Bình, Đài Phát thanh ... tỉnh`
    with room to spare ends there.
    """
    ended = previous.folded.endswith((".", ";", ":", "!", "?", "./.", '."', '".', '";'))
    full = _full(previous, line, wrapping.width)
    if label:
        return not (line.label_kind == "bullet" and full and not ended and not line.starts_upper and not line.blank_before)
    if line.text[:1].islower() and not ended and len(previous.folded) > 3:
        return False
    if previous.folded.endswith((",", "-", " và", " của", " số", " ngày", " năm", " tại")):
        return False
    parted = line.blank_before and not (line.number_before and full and not ended)
    if wrapping.width >= 400 or (parted and line.starts_upper and wrapping.blank_parts):
        return True  # not wrapped by hand: every line is a paragraph
    if ended:
        return not full or (line.starts_upper and bool(words.opener.match(line.folded)))
    return not full and line.starts_upper


def _full(line: PrintedLine, following: PrintedLine, width: int) -> bool:
    """Whether the next line's first word had no room left in this one."""
    return len(line.folded) + 1 + len(following.folded.split(" ", 1)[0]) > 0.87 * width


def _closing_start(found: list[_Found], reading: str, words: OutlineWords) -> int:
    """Index of the first paragraph that takes leave: `Trên đây là Kế hoạch ...`, `... đề nghị ... báo cáo kết quả`."""
    index = len(found)
    for i in range(len(found) - 1, -1, -1):
        span, label, _ = found[i]
        if label:
            break
        if words.closing.match(reading[span.start : span.start + 300].lower()):
            index = i
    if index == len(found) and found and not found[-1][1] and "./." in reading[found[-1][0].end - 8 : found[-1][0].end]:
        previous_is_heading = len(found) > 1 and found[-2][1] and found[-2][0].end - found[-2][0].start < 90
        if not previous_is_heading:
            index = len(found) - 1
    return index


def _nest(
    found: list[_Found], reading: str, words: OutlineWords, attached: int, paragraphs: list[Paragraph], sections: list[Section]
) -> None:
    """Numbered paragraphs into sections by the rank of their labels; what follows without a label stands in the last one."""
    stack: list[tuple[int, int]] = []  # index of an open section, rank of its label
    ends: dict[int, int] = {}  # where a section ended
    opened: list[tuple[int, str, int, Span, SectionKind, int | None]] = []  # a section but for its end
    first = len(sections)
    end = found[-1][0].end
    for span, label, kind in found:
        if label and kind:
            rank = LABEL_RANK[kind]
            while stack and stack[-1][1] >= rank:
                ends[stack.pop()[0]] = span.start
            parent = stack[-1][0] if stack else None
            words_from = reading.index(label, span.start) + len(label)
            while words_from < span.end and reading[words_from].isspace():
                words_from += 1
            heading = Span(words_from, span.end)
            above: SectionKind = opened[parent - first][4] if parent is not None else "other"
            section_kind = _section_kind(reading[heading.start : heading.end].lower(), kind, above, words)
            stack.append((first + len(opened), rank))
            opened.append((span.start, label, len(stack), heading, section_kind, parent))
        paragraphs.append(Paragraph(span, label, "body", stack[-1][0] if stack else None, attached))
    for index, (start, label, rank, heading, section_kind, parent) in enumerate(opened, first):
        sections.append(Section(label, rank, heading, Span(start, ends.get(index, end)), section_kind, parent, attached))


def _section_kind(heading: str, label: str, above: SectionKind, words: OutlineWords) -> SectionKind:
    """What a section is about, by the words of its heading, else what the section above it is about."""
    if above in ("implementation", "activities") and label != "number":
        return above  # the tasks of an agency may speak of reports, money and dates
    colon = heading.find(":")
    if 0 < colon < 80:
        heading = heading[:colon]
    elif label in ("bullet", "plus"):
        heading = ""
    elif len(heading) > (70 if heading.rstrip().endswith(".") else 140):  # a sentence: only how it begins counts
        return next((kind for kind, pattern in words.kinds if kind in _BEGINS_WITH and pattern.match(heading)), above)
    return next((kind for kind, pattern in words.kinds if pattern.search(heading)), above)
