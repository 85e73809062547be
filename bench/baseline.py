"""What an analyst would write in an afternoon: `pdftotext -layout` and some thirty regular expressions.

`python -m bench.baseline FOLDER` prints the fields of each PDF as JSON. It is written to do well: it knows the template of
Decree 30/2020, joins wrapped lines and writes dates and names as the gold does. It does not know parts of a document, places,
agencies by name or which of several dates is meant; it has no evidence and judges nothing.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ANY_CASE, LINES = re.IGNORECASE, re.MULTILINE

# Letterhead and title
OWN_NUMBER = re.compile(r"Số:?\s*(\d[\w.]*\s*/\s*[\w&Đ]+(?:\s*-\s*[\w&Đ]+)*)")
OWN_DATE = re.compile(r"^.*?([^\W\d][^\d,\n]*?),\s*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", LINES)
OWN_MONTH = re.compile(r"ngày\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
COLUMNS = re.compile(r"\s{3,}")
MOTTO = re.compile(r"CỘNG HÒA XÃ HỘI.*|Độc lập.*", ANY_CASE)
TITLE = re.compile(r"^\s*(KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|THÔNG BÁO|BÁO CÁO|TỜ TRÌNH|HƯỚNG DẪN)\s*$", LINES)
SUBJECT = re.compile(r"\A\s*((?:.+\n)+?)(?=\s*\n|\s*-{3,}|\s+Căn cứ|\s+Thực hiện)")
REGARDING = re.compile(r"V/v:?\s+((?:.+\n){1,4}?)(?=\s*\n|\s*Kính gửi)", ANY_CASE)
PROVINCE = re.compile(r"(?:tỉnh|thành phố)\s+([A-ZĐÀ-Ỹ][\w]*(?:\s+(?:-\s+)?[A-ZĐÀ-Ỹ][\w]*){0,3})")
COMMUNE = re.compile(r"^(?:UBND\s+|ỦY BAN NHÂN DÂN\s+)?(?:XÃ|PHƯỜNG|ĐẶC KHU|THỊ TRẤN)\s+(.+)$", ANY_CASE)
SUBJECT_YEAR = re.compile(r"năm\s+(20\d\d)")

# Citations
CITED = re.compile(
    r"(?:Quyết định|Nghị quyết|Nghị định|Thông tư|Chỉ thị|Kết luận|Kế hoạch|Công văn|Tờ trình|Văn bản|Hướng dẫn|Chương trình)"
    r"\s+số:?\s*"
    r"(\d[\w.]*\s*(?:/\s*\d{4}\s*)?[/-]\s*[\w&Đ]+(?:\s?-\s?[\w&Đ]+)*)"
    r"(?:[,;]?\s*ngày\s+(\d{1,2}\s*(?:/|tháng)\s*\d{1,2}\s*(?:/|năm)\s*\d{4}))?"
)
DIRECTIVE = re.compile(r"^\d+/BGD&?ĐT-", ANY_CASE)
FULL_DATE = re.compile(r"(\d{1,2})\s*(?:/|tháng)\s*(\d{1,2})\s*(?:/|năm)\s*(\d{4})")

# The campaign
THEME = re.compile(r"[Cc]hủ đề[^.\"“”]{0,80}?[\"“”]([^\"“”]{10,250})[\"“”]")
THEME_BARE = re.compile(r"[Cc]hủ đề[^.:]{0,60}:\s*([A-ZĐÀ-Ỹ][^.;\"“]{10,250})[.;]")
WEEK = re.compile(
    r"từ\s+(?:ngày\s+)?(\d{1,2})(?:/(\d{1,2}))?(?:/\d{4})?\s*(?:-|–|đến(?: hết)?(?: ngày)?)\s*(?:ngày\s+)?"
    r"(\d{1,2})/(\d{1,2})/(\d{4})"
)
WEEK_LONG = re.compile(
    r"từ\s+(?:ngày\s+)?(\d{1,2})(?:\s+tháng\s+(\d{1,2}))?(?:\s+năm\s+\d{4})?\s+đến(?: hết)?\s+(?:ngày\s+)?"
    r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})"
)
OPENING = re.compile(r"[Kk]hai mạc[^.;]{0,90}?(?:ngày|,)\s+(\d{1,2}\s*(?:/|tháng)\s*\d{1,2}\s*(?:/|năm)\s*\d{4})")
IN_SCOPE = re.compile(r"Tuần lễ hưởng ứng học tập suốt đời", ANY_CASE)

# Deadlines, agencies, signature
DEADLINE = re.compile(
    r"báo cáo[^.;]{0,120}?\s(?:về|cho|đến|gửi)\s+([A-ZĐÀ-Ỹ][^.;()]{3,80}?)\s*(?:\(qua[^)]*\)\s*)?,?\s*"
    r"(?:chậm nhất|trước)[^.;\d]{0,20}"
    r"(?:\d{1,2}\s*(?:giờ|h)\s*(?:\d{2})?\s*,?\s*ngày\s+)?(\d{1,2}\s*(?:/|tháng)\s*\d{1,2}\s*(?:/|năm)\s*\d{4})"
)
IMPLEMENTATION = re.compile(r"TỔ CHỨC THỰC HIỆN|PHÂN CÔNG (?:NHIỆM VỤ|THỰC HIỆN)|Tổ chức thực hiện")
HEADING = re.compile(r"^\s*(?:\d+(?:\.\d+)*\.|[a-zđ]\))\s+([A-ZĐÀ-Ỹ][^.;:\n]{4,160}?)\s*:?\s*$", LINES)
BODY = re.compile(
    r"\b(?:Sở|Ban|Phòng|Hội|Đoàn|Đài|Báo|Ủy ban|UBND|Văn phòng|Công an|Trung tâm|Trường|Các|Liên đoàn|Thư viện|Trạm|Mặt trận)\b"
)
NEXT_BODY = re.compile(
    r"[,;]\s+(?=Sở|Hội|Đoàn|Đài|Báo|Ủy ban|UBND|Ban|Liên đoàn|Trường|Trung tâm|Công an|Văn phòng)|\s+và\s+(?=Sở|Hội|Đoàn|Đài)"
)
LEADS = re.compile(r"cơ quan thường trực|chịu trách nhiệm chung|[Cc]hủ trì, phối hợp")
RECIPIENTS = re.compile(r"Nơi nhận:")
POSITION = re.compile(
    r"(PHÓ CHỦ TỊCH|CHỦ TỊCH|PHÓ GIÁM ĐỐC|GIÁM ĐỐC|PHÓ TRƯỞNG PHÒNG|TRƯỞNG PHÒNG|PHÓ HIỆU TRƯỞNG|HIỆU TRƯỞNG|THỨ TRƯỞNG)"
)
NAME = re.compile(r"(?:^|\s{3,})((?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]+\s){1,4}[A-ZĐÀ-Ỹ][a-zà-ỹđ]+)\s*$", LINES)
PAGE_NUMBER = re.compile(r"^\s*\d{1,3}\s*$\n?", LINES)

LEVELS = (
    ("school", re.compile(r"^trường", ANY_CASE)),
    ("department", re.compile(r"^sở", ANY_CASE)),
    ("district", re.compile(r"^phòng|nhân dân (?:huyện|quận|thị xã)", ANY_CASE)),
    ("commune", re.compile(r"nhân dân (?:xã|phường|đặc khu|thị trấn)", ANY_CASE)),
    ("province", re.compile(r"nhân dân (?:tỉnh|thành phố)", ANY_CASE)),
    ("ministry", re.compile(r"^bộ ", ANY_CASE)),
)
TYPES = {
    "KH": "Kế hoạch",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "TB": "Thông báo",
    "BC": "Báo cáo",
    "TTr": "Tờ trình",
    "HD": "Hướng dẫn",
}


def read_fields(text: str) -> dict[str, Any]:
    """The fields of one document, from what `pdftotext -layout` prints of it."""
    text = PAGE_NUMBER.sub("", text.replace("\f", "\n"))
    lines = text.split("\n")
    head = "\n".join(lines[:12])
    flat = " ".join(text.split())
    left = [parts[0].strip() for line in lines[:8] if (parts := COLUMNS.split(MOTTO.sub("", line).strip())) and parts[0].strip()]
    own = OWN_NUMBER.search(head)
    number = _number(own[1]) if own else None
    dated = OWN_DATE.search(head)
    month = OWN_MONTH.search(head)
    day = dated and f"{dated[4]}-{int(dated[3]):02}-{int(dated[2]):02}"
    issuer = _issuer([line for line in left if not line.startswith(("Số", "V/v"))][:2])
    kind, subject = _title(text, head)
    if number and kind == "Công văn":
        kind = next((word for symbol, word in TYPES.items() if f"/{symbol}-" in number), kind)
    commune = next((found[1].title() for line in left if (found := COMMUNE.match(line))), None)
    place = PROVINCE.search(issuer or "") or PROVINCE.search(flat)
    citations = {_number(found[1]): _date(found[2]) for found in CITED.finditer(flat)}
    directive = next((cited for cited in citations if DIRECTIVE.search(cited)), None)
    theme = THEME.search(flat) or THEME_BARE.search(flat)
    start, end = _week(flat)
    opening = OPENING.search(flat)
    agencies, lead = _agencies(text)
    name, title = _signature(text)
    year = SUBJECT_YEAR.search(subject or "") or SUBJECT_YEAR.search(flat)
    return {
        "issuer": issuer,
        "level": next((level for level, pattern in LEVELS if issuer and pattern.search(issuer)), None),
        "province": place[1] if place else None,
        "commune": commune,
        "doc_type": kind,
        "number": number,
        "issued_on": day or (month and f"{month[2]}-{int(month[1]):02}"),
        "year": int(year[1]) if year else None,
        "subject": subject,
        "directive_number": directive,
        "directive_issued_on": citations.get(directive) if directive else None,
        "directive": directive,
        "theme": theme[1].strip() if theme else None,
        "week_start": start,
        "week_end": end,
        "opening_on": _date(opening[1]) if opening else None,
        "lead_agency": lead,
        "signer": name,
        "signer_title": title,
        "in_scope": int(bool(directive and IN_SCOPE.search(flat))),
        "citations": list(citations.items()),
        "deadlines": [(_date(found[2]), found[1].strip()) for found in DEADLINE.finditer(flat)],
        "agencies": agencies,
    }


def _number(printed: str) -> str:
    return re.sub(r"\s+", "", printed)


def _date(printed: str | None) -> str | None:
    found = FULL_DATE.search(printed or "")
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else None


def _issuer(lines: list[str]) -> str | None:
    """`UBND TỈNH BÌNH ĐỊNH`, `SỞ GIÁO DỤC VÀ ĐÀO TẠO` -> Sở Giáo dục và Đào tạo tỉnh Bình Định."""
    if not lines:
        return None
    joined = [re.sub(r"\bUBND\b", "ỦY BAN NHÂN DÂN", line) for line in lines]
    place = re.search(r"(TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ)\s+(.+)", joined[0])
    if len(joined) > 1 and joined[1].startswith(("SỞ", "PHÒNG")) and place:
        return f"{joined[1].capitalize()} {place[1].lower()} {place[2].title()}"
    name = " ".join(joined) if joined[0].endswith("NHÂN DÂN") else joined[-1]
    found = re.search(r"(.*?)(TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|ĐẶC KHU)\s+(.+)", name)
    return f"{found[1].strip().capitalize()} {found[2].lower()} {found[3].title()}" if found else name.capitalize()


def _title(text: str, head: str) -> tuple[str | None, str | None]:
    titled = TITLE.search(text)
    if titled:
        below = SUBJECT.match(text[titled.end() :].lstrip("\n"))
        return titled[1].capitalize(), " ".join(below[1].split()) if below else None
    regarding = REGARDING.search("\n".join(COLUMNS.split(line.strip())[0] for line in head.split("\n")) + "\n\n")
    return "Công văn", " ".join(regarding[1].split()) if regarding else None


def _week(flat: str) -> tuple[str | None, str | None]:
    found = WEEK.search(flat) or WEEK_LONG.search(flat)
    if not found:
        return None, None
    first, first_month, last, month, year = found.groups()
    return f"{year}-{int(first_month or month):02}-{int(first):02}", f"{year}-{int(month):02}-{int(last):02}"


def _agencies(text: str) -> tuple[list[str], str | None]:
    """Short numbered headings below `TỔ CHỨC THỰC HIỆN` that begin like a body's name; the first that leads."""
    begins = IMPLEMENTATION.search(text)
    section = text[begins.end() :] if begins else ""
    ends = RECIPIENTS.search(section)
    section = section[: ends.start()] if ends else section
    headings = [found for found in HEADING.finditer(section) if BODY.match(found[1])]
    agencies: list[str] = []
    lead = None
    for found, following in zip(headings, [*headings[1:], None], strict=False):
        names = [name.strip() for name in NEXT_BODY.split(found[1])]
        agencies += names
        if lead is None and LEADS.search(section[found.end() : following.start() if following else None]):
            lead = names[0]
    return agencies, lead


def _signature(text: str) -> tuple[str | None, str | None]:
    tail = text[[m.start() for m in RECIPIENTS.finditer(text)][-1] :] if RECIPIENTS.search(text) else text[-1500:]
    positions = POSITION.findall(tail)
    names = NAME.findall(tail)
    return names[0] if names else None, positions[-1].capitalize() if positions else None


def read_folder(folder: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted(folder.glob("*.pdf")):
        printed = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True).stdout  # nothing of a broken file
        found[path.name] = read_fields(printed.decode("utf-8", "replace"))
    return found


if __name__ == "__main__":
    json.dump(read_folder(Path(sys.argv[1])), sys.stdout, ensure_ascii=False)
