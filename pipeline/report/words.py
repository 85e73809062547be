"""The words of the reports, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pipeline.check.question import say

Language = Literal["vi", "en"]

VERDICTS: Mapping[str, Mapping[str, str]] = {
    "vi": {"pass": "Đạt", "fail": "Không đạt", "unknown": "Chưa rõ", "not_applicable": "Không áp dụng"},
    "en": {"pass": "Pass", "fail": "Fail", "unknown": "Unknown", "not_applicable": "Not applicable"},
}
SEVERITIES: Mapping[str, Mapping[str, str]] = {
    "vi": {"serious": "nghiêm trọng", "minor": "nhỏ", "note": "lưu ý"},
    "en": {"serious": "serious", "minor": "minor", "note": "note"},
}
ASKED: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "issued_on": "Ngày ban hành",
        "theme": "Chủ đề",
        "week_start": "Ngày đầu Tuần lễ",
        "week_end": "Ngày cuối Tuần lễ",
        "opening_on": "Ngày khai mạc",
        "report_due_on": "Hạn báo cáo về Bộ",
    },
    "en": {
        "issued_on": "Issued on",
        "theme": "Theme",
        "week_start": "First day of the week",
        "week_end": "Last day of the week",
        "opening_on": "Opening day",
        "report_due_on": "Report due",
    },
}
_VI = {
    "title": "Báo cáo đối chiếu",
    "summary": "Tóm tắt",
    "by_requirement": "Theo từng yêu cầu",
    "asked_for": "Văn bản chỉ đạo yêu cầu gì",
    "timeline": "Trình tự thời gian",
    "own": "Văn bản của cấp tỉnh",
    "lower": "Văn bản của cấp dưới, không đạt nhiều nhất xếp trước",
    "unread": "Những gì không đọc được",
    "made": "Báo cáo được lập thế nào",
    "requirement": "Yêu cầu",
    "expected": "Yêu cầu ghi",
    "planned": "Văn bản ghi",
    "verdict": "Kết luận",
    "reason": "Lý do",
    "page": "trang",
    "value": "Nội dung",
    "source": "Nguồn",
    "file": "Tệp",
    "problem": "Vì sao",
    "document": "Văn bản",
    "none_own": "Chưa có văn bản nào của cấp tỉnh trong dữ liệu.",
    "none_lower": "Chưa có văn bản nào của cấp dưới trong dữ liệu.",
    "all_read": "Mọi văn bản trong báo cáo đều đọc được trọn vẹn.",
    "unknown_value": "chưa có nguồn",
    "no_number": "chưa ghi số",
    "no_date": "chưa ghi ngày",
    "directive": "Văn bản của Bộ",
    "plan": "Kế hoạch",
    "week": "Tuần lễ",
    "opening": "Khai mạc",
    "deadline": "Hạn báo cáo",
    "ocr": "bản quét, nhận dạng chữ",
    "partly": "đọc được một phần",
    "difference": "Khác từng chữ",
    "placed_nowhere": "Tệp không đọc được nên chưa biết thuộc tỉnh nào",
    "no_detail": "không rõ lý do",
}
_EN = {
    "title": "Compliance report",
    "summary": "Summary",
    "by_requirement": "By requirement",
    "asked_for": "What the directive asks",
    "timeline": "Timeline",
    "own": "Documents of the province",
    "lower": "Documents of lower units, most failures first",
    "unread": "What could not be read",
    "made": "How this report was made",
    "requirement": "Requirement",
    "expected": "Asked",
    "planned": "Planned",
    "verdict": "Verdict",
    "reason": "Reason",
    "page": "page",
    "value": "Value",
    "source": "Source",
    "file": "File",
    "problem": "Why",
    "document": "Document",
    "none_own": "No document of the province is at hand.",
    "none_lower": "No document of a lower unit is at hand.",
    "all_read": "Every document of this report could be read in full.",
    "unknown_value": "no source",
    "no_number": "no number stated",
    "no_date": "no date stated",
    "directive": "Ministry's letter",
    "plan": "Plan",
    "week": "Week",
    "opening": "Opening",
    "deadline": "Report due",
    "ocr": "scan, recognised text",
    "partly": "read in part",
    "difference": "Word by word",
    "placed_nowhere": "Files that could not be read, so their province is not known",
    "no_detail": "no reason known",
}
# What kept a file or page from being read, by the problem's code; other codes keep the program's own message.
_PROBLEMS_VI = {
    "no-text-layer": "Trang không có chữ nào đọc được.",
    "handwritten": "Số hoặc ngày viết tay, máy không đoán.",
    "poor-scan": "Trang quét mờ, nhận dạng chữ không chắc chắn.",
    "ocr-failed": "Không nhận dạng được chữ của trang ảnh.",
    "ocr-not-installed": "Trang là ảnh; chưa cài Tesseract (gói tesseract-ocr, tesseract-ocr-vie) nên chưa đọc được.",
    "office-not-installed": "Chưa cài LibreOffice (gói libreoffice-writer) nên chưa đọc được tệp này.",
    "converted-encoding": "Văn bản dùng bảng mã cũ, đã chuyển sang Unicode.",
    "encrypted": "Tệp có mật khẩu.",
    "damaged": "Tệp bị hỏng.",
    "damaged-page": "Trang bị hỏng.",
    "truncated": "Tệp bị cụt phần cuối.",
    "unreadable": "Không mở được tệp.",
    "no-pages": "Tệp không có trang nào.",
    "too-many-pages": "Tệp có quá nhiều trang nên chỉ đọc phần đầu.",
    "too-large": "Tệp quá lớn.",
    "too-deep": "Tệp nén lồng nhau quá nhiều lớp.",
    "too-many-files": "Tệp nén chứa quá nhiều tệp.",
    "container": "Tệp nén chứa nhiều văn bản.",
    "out-of-memory": "Tệp cần nhiều bộ nhớ hơn mức cho phép.",
    "not-a-file": "Đường dẫn này không phải là tệp.",
    "poor-text-layer": "Lớp chữ của trang bị lỗi mã nên không tin được.",
    "not-a-document": "Tệp không thuộc loại mà phiên bản này đọc được.",
    "no-permission": "Không có quyền đọc tệp.",
    "broken-link": "Liên kết trỏ đến một tệp không có.",
    "empty": "Tệp không có nội dung.",
    "timeout": "Đọc quá thời gian cho phép nên đã dừng.",
    "crash": "Tệp làm chương trình đọc bị dừng đột ngột.",
}
WORDS: Mapping[str, Mapping[str, str]] = {"vi": _VI, "en": _EN}


def problem(code: str, message: str, language: Language) -> str:
    """Why something could not be read, for an official."""
    return _PROBLEMS_VI.get(code, message) if language == "vi" else message


def day(iso: str | None, language: Language) -> str:
    """A date as each language writes it; what is no date stays as it is.

    >>> day("2022-09-07", "vi"), day("2022-09-07", "en"), day(None, "vi")
    ('07/9/2022', '7 September 2022', '')
    """
    return say(iso, 0 if language == "vi" else 1)
