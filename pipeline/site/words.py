"""The Vietnamese words that the site shows for columns, parameters and coded values."""

from __future__ import annotations

COLUMNS = {
    "document": "Văn bản",
    "name": "Tên tệp",
    "source": "Nguồn",
    "status": "Đọc được",
    "pages": "Số trang",
    "ocr": "Nhận dạng ảnh",
    "issuer": "Cơ quan ban hành",
    "level": "Cấp",
    "province": "Tỉnh, thành phố",
    "commune": "Xã, phường",
    "doc_type": "Loại văn bản",
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "year": "Năm",
    "subject": "Trích yếu",
    "directive_number": "Số chỉ đạo (như ghi)",
    "directive_issued_on": "Ngày chỉ đạo (như ghi)",
    "directive": "Văn bản chỉ đạo",
    "theme": "Chủ đề",
    "week_start": "Từ ngày",
    "week_end": "Đến ngày",
    "opening_on": "Khai mạc",
    "lead_agency": "Chủ trì",
    "signer": "Người ký",
    "signer_title": "Chức vụ",
    "in_scope": "Theo chỉ đạo",
    "fails": "Không đạt",
    "unknowns": "Chưa rõ",
    "passes": "Đạt",
    "rows": "Số dòng",
    "columns": "Số cột",
    "header_rows": "Dòng tiêu đề",
    "title": "Tên bảng",
    "table_position": "Bảng",
    "row": "Dòng",
    "column": "Cột",
    "row_span": "Gộp dòng",
    "column_span": "Gộp cột",
    "header": "Ô tiêu đề",
    "heading": "Tên cột",
    "ordinal": "TT",
    "activity": "Hoạt động",
    "unit": "Đơn vị tính",
    "blank": "Còn để trống",
    "requirement": "Yêu cầu",
    "title_vi": "Yêu cầu",
    "title_en": "Tiếng Anh",
    "verdict": "Kết luận",
    "severity": "Mức độ",
    "expected": "Căn cứ đối chiếu",
    "found": "Văn bản viết",
    "reason_vi": "Lý do",
    "page": "Trang",
    "field": "Trường",
    "value": "Giá trị",
    "quote": "Nguyên văn",
    "rule": "Quy tắc",
    "confidence": "Độ tin cậy",
    "due_on": "Hạn",
    "due_text": "Hạn như ghi",
    "kind": "Loại",
    "reporter": "Ai gửi",
    "recipient": "Gửi ai",
    "via": "Qua",
    "agency": "Cơ quan",
    "agency_text": "Cơ quan (như ghi)",
    "role": "Vai trò",
    "task": "Nhiệm vụ",
    "position": "Thứ tự",
    "text": "Nội dung",
    "type": "Loại văn bản",
    "relation": "Vai trò",
    "resolved": "Số đúng",
    "tolerance": "Sai khác",
    "stage": "Khâu",
    "code": "Mã",
    "message": "Nội dung",
    "quality": "Chất lượng",
    "reason": "Vì sao",
    "run": "Lần chạy",
    "old": "Trước",
    "new": "Sau",
    "cause": "Nguyên nhân",
    "state": "Trạng thái",
    "started": "Bắt đầu (UTC)",
    "ended": "Kết thúc (UTC)",
    "campaign": "Đợt hưởng ứng",
    "report_due_on": "Hạn báo cáo",
    "left_open": "Để địa phương chọn",
    "provenance": "Nguồn từng giá trị",
    "plans": "Số văn bản",
    "provinces": "Số tỉnh",
    "communes": "Số xã",
    "tasks": "Số nhiệm vụ",
    "leads": "Chủ trì",
    "share": "Tỷ lệ không đạt (%)",
    "valid_from": "Từ ngày",
    "valid_to": "Đến hết ngày",
    "successor": "Nay thuộc",
    "asked": "Bộ quy định",
    "dates": "Các ngày đã ghi",
    "days_late": "Muộn (ngày)",
    "snippet": "Đoạn văn",
    "sources": "Các đường dẫn",
}
FIELDS = {
    "citation": "Viện dẫn",
    "deadline": "Thời hạn",
    "assignment": "Phân công",
    "activity": "Hoạt động",
    "status": "Đọc được",
}
VALUES = {
    "verdict": {"pass": "đạt", "fail": "không đạt", "unknown": "chưa rõ", "not_applicable": "không áp dụng"},
    "severity": {"serious": "nghiêm trọng", "minor": "nhỏ", "note": "lưu ý"},
    "status": {"ok": "trọn vẹn", "partial": "một phần", "failed": "không đọc được", "done": "xong"},
    "level": {
        "central": "trung ương",
        "ministry": "bộ",
        "province": "tỉnh",
        "department": "sở",
        "district": "huyện",
        "commune": "xã",
        "school": "trường",
        "other": "khác",
    },
    "role": {"lead": "chủ trì", "coordinate": "phối hợp", "carry_out": "thực hiện"},
    "kind": {
        "report": "báo cáo",
        "plan": "kế hoạch",
        "list": "danh sách",
        "opinion": "ý kiến",
        "form": "biểu mẫu để trống",
        "filled": "đã điền số liệu",
        "other": "khác",
    },
    "relation": {
        "directive": "chỉ đạo",
        "upstream": "cấp trên",
        "basis": "căn cứ",
        "proposal": "đề nghị",
        "mention": "nhắc đến",
    },
    "quality": {"good": "tốt", "poor": "kém", "empty": "không có chữ"},
    "cause": {"document": "văn bản", "rules": "quy tắc", "program": "chương trình"},
    "state": {
        "new": "mới",
        "updated": "đọc lại",
        "unchanged": "không đổi",
        "duplicate": "trùng nội dung",
        "failed": "không đọc được",
    },
    "in_scope": {"1": "có", "0": "không"},
    "ocr": {"1": "có", "0": "không"},
    "blank": {"1": "có", "0": "không"},
    "header": {"1": "có", "0": "không"},
}
PARAMETERS = {
    "tinh": "Tỉnh, thành phố",
    "nam": "Năm",
    "chi_dao": "Văn bản chỉ đạo",
    "yeu_cau": "Yêu cầu",
    "tu_ngay": "Từ ngày (2024-10-01)",
    "den_ngay": "Đến ngày",
    "tu_khoa": "Từ khóa",
    "lan_chay": "Lần chạy",
    "nguong": "Độ tin cậy dưới",
}
# The comparisons of Datasette's filter form; the few that officials use.
LOOKUPS = {
    "exact": "là",
    "not": "không phải",
    "contains": "có chứa",
    "startswith": "bắt đầu bằng",
    "gt": ">",
    "gte": "≥",
    "lt": "<",
    "lte": "≤",
    "isnull": "trống",
    "notnull": "có giá trị",
}


def column_word(name: str) -> str:
    """`issued_on` -> `Ngày ban hành`; a name without words stays."""
    return COLUMNS.get(name, name)


def field_word(name: str) -> str:
    """A field of `facts` or `changes`: `verdict:theme` -> `Kết luận: theme`."""
    kind, _, rest = name.partition(":")
    return f"{column_word(kind)}: {rest}" if rest else FIELDS.get(name) or column_word(name)


def value_word(column: str, value: object) -> str:
    """`verdict`, `fail` -> `không đạt`; a value without words stays."""
    if column == "field":
        return field_word(str(value))
    words = VALUES.get(column, {})
    return words.get(str(value), str(value))


def number_word(value: int) -> str:
    """12345 -> `12.345`, as Vietnamese groups digits."""
    return f"{value:,}".replace(",", ".")


def date_word(value: str) -> str:
    """`2024-10-01` -> `01/10/2024`; `2024-10` -> `10/2024`."""
    return "/".join(reversed(value[:10].split("-")))
