"""What the fields of a document are called, where each is looked for, and the words of `explain`, in Vietnamese and English."""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """A field as it is called (`{period}`: what the campaign's days are), and the parts of a document where it is looked for."""

    name: str
    vi: str
    en: str
    parts: str

    def label(self, language: int, period: str) -> str:
        return (self.vi, self.en)[language].format(period=period)


# In the order of the contract; what it does not name stands beside what it belongs to.
FIELDS = (
    Field("issuer", "Cơ quan ban hành", "who issued it", "letterhead annex basis closing body"),
    Field("level", "Cấp", "whose body it is", "letterhead annex basis closing body"),
    Field("province", "Tỉnh, thành phố", "province", "letterhead title basis closing"),
    Field("commune", "Xã, phường, đặc khu", "commune", "letterhead annex basis closing body"),
    Field("doc_type", "Loại văn bản", "type of document", "title letterhead addressee"),
    Field("number", "Số, ký hiệu", "its own number", "letterhead annex"),
    Field("issued_on", "Ngày ban hành", "its date", "letterhead annex"),
    Field("issued_month", "Tháng ban hành", "its month, the day blank", "letterhead"),
    Field("year", "Năm", "its year", "letterhead title annex basis"),
    Field("subject", "Trích yếu", "what it is about", "title letterhead"),
    Field("directive_number", "Số chỉ đạo, như ghi", "directive as printed", "basis title body closing"),
    Field("directive_issued_on", "Ngày chỉ đạo, như ghi", "its date as printed", "basis title body closing"),
    Field("directive", "Văn bản chỉ đạo", "directive resolved", "basis title body closing"),
    Field("theme", "Chủ đề", "theme", "body basis closing title"),
    Field("week_start", "Ngày đầu {period}", "first day of {period}", "body closing basis"),
    Field("week_end", "Ngày cuối {period}", "last day of {period}", "body closing basis"),
    Field("opening_on", "Ngày khai mạc", "opening day", "body closing"),
    Field("opening_time", "Giờ khai mạc", "opening hour", "body closing"),
    Field("opening_place", "Nơi khai mạc", "opening place", "body closing"),
    Field("lead_agency", "Cơ quan chủ trì", "lead agency", "body"),
    Field("signer", "Người ký", "who signed", "signature"),
    Field("signer_title", "Chức vụ", "signer's position", "signature"),
    Field("authority", "Thẩm quyền ký", "in whose name", "signature"),
    Field("in_scope", "Theo chỉ đạo", "carries out a directive", "title basis"),
)
LISTS = (
    Field("citation", "Viện dẫn", "cited documents", "title addressee basis body closing annex"),
    Field("deadline", "Thời hạn", "deadlines", "body closing"),
    Field("assignment", "Phân công", "tasks of agencies", "body closing"),
    Field("activity", "Hoạt động", "activities", "body"),
)
STANDS_IN = {"issued_month": "issued_on"}  # is there only where the other is not

WORDS = {
    "period": ("đợt hưởng ứng", "the campaign"),
    "state": ("Tình trạng", "Status"),
    "source": ("Nguồn", "Source"),
    "problems": ("Vấn đề", "Problems"),
    "unread": ("Trang chưa đọc được", "Pages not read"),
    "page": ("tr.", "p."),
    "pages": ("trang", "page(s)"),
    "letters": ("ký tự", "characters"),
    "same": ("như", "as for"),
    "read": ("đã tìm ở", "looked at"),
    "ocr": ("nhận dạng từ ảnh", "recognised from images"),
    "recognised": ("nhận dạng", "recognised"),
    "parts": ("CÁC PHẦN", "PARTS"),
    "sections": ("mục", "sections"),
    "attached": ("kèm theo", "attached"),
    "fields": ("CÁC TRƯỜNG", "FIELDS"),
    "missing": ("ĐÃ TÌM MÀ KHÔNG THẤY", "LOOKED FOR AND NOT FOUND"),
    "looked": ("tìm ở", "looked in"),
    "absent": ("không có phần", "there is no"),
    "tables": ("BẢNG", "TABLES"),
    "more_rows": ("… và {} hàng nữa", "… and {} more rows"),
    "none": ("không", "none"),
    "unquoted": ("không dựa trên câu chữ nào của văn bản", "rests on no words of the document"),
    "verdicts": ("ĐỐI CHIẾU", "VERDICTS"),
    "unjudged": (
        "Không đối chiếu: văn bản không triển khai văn bản chỉ đạo nào có trong danh mục.",
        "Not judged: the document carries out no directive that the rules know.",
    ),
    "unread_whole": ("Không đối chiếu: không đọc được văn bản.", "Not judged: the document could not be read."),
    "asked": ("yêu cầu", "asked"),
    "by": ("nguồn", "source"),
    "found": ("văn bản", "document"),
    "also": ("còn có", "also"),
    "resolved": ("danh mục", "known as"),
    "tolerated": ("bỏ qua", "tolerated"),
    "from": ("từ", "from"),
    "to": ("gửi", "to"),
    "via": ("qua", "through"),
    "pass": ("ĐẠT", "PASS"),
    "fail": ("KHÔNG ĐẠT", "FAIL"),
    "unknown": ("CHƯA RÕ", "UNKNOWN"),
    "not_applicable": ("KHÔNG ÁP DỤNG", "NOT APPLICABLE"),
    "serious": ("nghiêm trọng", "serious"),
    "minor": ("nhỏ", "minor"),
    "note": ("lưu ý", "note"),
    "lead": ("chủ trì", "leads"),
    "coordinate": ("phối hợp", "coordinates"),
    "carry_out": ("thực hiện", "carries out"),
}  # fmt: skip
