"""What the database consists of, as data: every table and column, typed, linked and described once.

The tables are created from this, `docs/tables.md` is printed from it, and the site shows its words.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `Column("due_on", "TEXT", "Ngày phải gửi.", "The day by which it is due.")`."""

    name: str
    type: str
    vi: str
    en: str
    references: str | None = None  # "documents.document"
    required: bool = False
    keep: bool = False  # what it refers to may not be deleted; else the row goes with it


@dataclass(frozen=True, slots=True)
class Table:
    """One table or view, with its key and the columns that people filter by."""

    name: str
    title_vi: str
    vi: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    sql: str | None = None  # of a view
    hidden: bool = False  # on the site's front pages

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _id(vi: str, en: str) -> Column:
    return Column("id", "INTEGER", vi, en)


DOCUMENT = Column(
    "document", "TEXT", "Mã văn bản, tính từ nội dung.", "The document's id, made from its content.", "documents.document", True
)
PAGE = Column("page", "INTEGER", "Trang có câu trích.", "The page of the quotation.")
START = Column(
    "start", "INTEGER", "Vị trí đầu của câu trích trong văn bản (từ 0).", "Where the quotation begins in the text, from 0."
)
END = Column("end", "INTEGER", "Vị trí ngay sau câu trích.", "Where the quotation ends in the text, exclusive.")
PLACE = (PAGE, START, END)
QUOTE = Column("quote", "TEXT", "Nguyên văn câu trích.", "The words as printed.")
RULE = Column("rule", "TEXT", "Quy tắc đã nhận ra.", "The rule that found it.")
CONFIDENCE = Column("confidence", "REAL", "Độ tin cậy, từ 0 đến 1.", "Confidence, from 0 to 1.")
EVIDENCE = (QUOTE, RULE, CONFIDENCE)
FACT = Column("fact", "INTEGER", "Mã của giá trị trong bảng facts.", "The row of facts that this one details.", "facts.id", True)
RUN = Column("run", "INTEGER", "Lần chạy.", "The run.", "runs.run", keep=True)

NAME = Column(
    "name",
    "TEXT",
    "Tên tệp; `goi.zip/ke-hoach.pdf` nếu nằm trong tệp nén, `tep.pdf#2` nếu là văn bản thứ hai trong tệp.",
    "The file's name; `outer.zip/inner.pdf` inside a container, `file.pdf#2` for a later one in a bundle.",
    required=True,
)
SOURCE = Column("source", "TEXT", "Đường dẫn như khi nạp vào.", "Its path as given.", required=True)
STATUS = Column(
    "status",
    "TEXT",
    "Đọc được đến đâu: ok (trọn vẹn), partial (một phần), failed (không đọc được).",
    "How far it could be read: ok, partial, failed.",
    required=True,
)
PAGES = Column("pages", "INTEGER", "Số trang.", "Number of pages.")
OCR = Column(
    "ocr", "INTEGER", "1 nếu có trang phải nhận dạng từ ảnh.", "1 if a page was recognised from an image.", required=True
)
SERIAL = Column("serial", "INTEGER", "Thứ tự nạp vào.", "The order in which documents came in.", required=True)

# The plan's own values: each is the first fact of that field name.
SCALARS = (
    Column("issuer", "TEXT", "Cơ quan ban hành, ghi đầy đủ kèm địa danh.", "The issuing body, in full, with its place."),
    Column(
        "level",
        "TEXT",
        "Cấp của cơ quan ban hành: central, ministry, province, department (sở), district, commune, school, other.",
        "Whose body it is: central, ministry, province, department, district, commune, school, other.",
    ),
    Column("province", "TEXT", "Tỉnh, thành phố vào thời điểm ban hành.", "The province at the document's time."),
    Column("commune", "TEXT", "Xã, phường, đặc khu.", "The commune, ward or special zone."),
    Column("doc_type", "TEXT", "Loại văn bản.", "The type of document, e.g. Kế hoạch."),
    Column("number", "TEXT", "Số, ký hiệu; trống nếu văn bản chưa ghi.", "Its number as printed; NULL while blank."),
    Column("issued_on", "TEXT", "Ngày ban hành.", "Its date; a month without a day stays a month."),
    Column("year", "INTEGER", "Năm của kế hoạch.", "The year that it plans for."),
    Column("subject", "TEXT", "Trích yếu.", "What it is about, without `V/v`."),
    Column(
        "directive_number", "TEXT", "Số văn bản chỉ đạo, như văn bản ghi.", "The directive's number, as the document prints it."
    ),
    Column(
        "directive_issued_on",
        "TEXT",
        "Ngày của văn bản chỉ đạo, như văn bản ghi.",
        "The directive's date, as the document prints it.",
    ),
    Column(
        "directive",
        "TEXT",
        "Văn bản chỉ đạo đã đối chiếu được với danh mục.",
        "The known directive to which that was resolved.",
    ),
    Column("theme", "TEXT", "Chủ đề của Tuần lễ.", "The theme, without its quotation marks."),
    Column("week_start", "TEXT", "Ngày đầu của Tuần lễ.", "The week's first day."),
    Column("week_end", "TEXT", "Ngày cuối của Tuần lễ.", "The week's last day."),
    Column("opening_on", "TEXT", "Ngày khai mạc.", "The opening day."),
    Column("lead_agency", "TEXT", "Cơ quan chủ trì.", "The body made responsible overall."),
    Column("signer", "TEXT", "Người ký.", "Who signed."),
    Column("signer_title", "TEXT", "Chức vụ của người ký.", "The position of the one who signed."),
    Column(
        "in_scope",
        "INTEGER",
        "1 nếu triển khai một văn bản chỉ đạo có trong danh mục.",
        "1 if it carries out a directive that the rules know.",
    ),
)
SCALAR_NAMES = tuple(column.name for column in SCALARS)

PLANS_SQL = f"""
select d.document, d.name, d.source, d.status, d.pages, d.ocr,
       {", ".join(f"v.{name}" for name in SCALAR_NAMES)},
       (select count(*) from findings f where f.document = d.document and f.verdict = 'fail') as fails,
       (select count(*) from findings f where f.document = d.document and f.verdict = 'unknown') as unknowns,
       d.serial
from documents d left join plan_values v on v.document = d.document
""".strip()

TABLES = (
    Table(
        "plans",
        "Kế hoạch và công văn",
        "Mỗi văn bản một dòng, với mọi giá trị đơn đã đọc được.",
        "One row a document, with every single value read from it.",
        (
            DOCUMENT,
            NAME,
            SOURCE,
            STATUS,
            PAGES,
            OCR,
            *SCALARS,
            Column("fails", "INTEGER", "Số yêu cầu không đạt.", "How many requirements it fails."),
            Column("unknowns", "INTEGER", "Số yêu cầu chưa kết luận được.", "How many could not be decided."),
            SERIAL,
        ),
        sql=PLANS_SQL,
    ),
    Table(
        "findings",
        "Kết quả đối chiếu",
        "Mỗi yêu cầu một kết luận cho mỗi văn bản, với bằng chứng của cả hai bên.",
        "One verdict for each document and requirement, with the evidence of both sides.",
        (
            _id("Mã kết luận.", "The finding's id."),
            DOCUMENT,
            Column("directive", "TEXT", "Văn bản chỉ đạo được đối chiếu.", "The directive it was held against.", required=True),
            Column("requirement", "TEXT", "Yêu cầu.", "The requirement.", "requirements.requirement", True, True),
            Column(
                "verdict",
                "TEXT",
                "pass (đạt), fail (không đạt), unknown (chưa kết luận được), not_applicable (không áp dụng).",
                "pass, fail, unknown or not_applicable.",
                required=True,
            ),
            Column(
                "severity",
                "TEXT",
                "Mức độ: serious (nghiêm trọng), minor (nhỏ), note (lưu ý).",
                "serious, minor or note.",
                required=True,
            ),
            Column("expected", "TEXT", "Văn bản chỉ đạo yêu cầu gì.", "What the directive asks."),
            Column("source", "TEXT", "Yêu cầu đó lấy từ đâu.", "Where the directive asks it."),
            Column("found", "TEXT", "Văn bản viết gì, nguyên văn.", "What the document says, as printed."),
            Column("reason_vi", "TEXT", "Lý do, tiếng Việt.", "The reason, in Vietnamese.", required=True),
            Column("reason_en", "TEXT", "Lý do, tiếng Anh.", "The reason, in English.", required=True),
            *PLACE,
            Column("version", "INTEGER", "Phiên bản của phép kiểm tra.", "The version of the check.", required=True),
            Column(
                "scope",
                "TEXT",
                "document: xét riêng văn bản này; corpus: xét cùng mọi văn bản đã nạp.",
                "document: judged from it alone; corpus: judged beside all documents at hand.",
                required=True,
            ),
        ),
        ("id",),
        (("document", "verdict"), ("requirement", "verdict"), ("directive",)),
    ),
    Table(
        "deadlines",
        "Thời hạn",
        "Ai phải gửi gì cho ai, trước ngày nào.",
        "By when who must send what to whom.",
        (
            FACT,
            DOCUMENT,
            Column(
                "due_on",
                "TEXT",
                "Ngày đến hạn; trống nếu định kỳ hoặc không rõ năm.",
                "The day; NULL where it recurs or its year is in doubt.",
            ),
            Column("due_text", "TEXT", "Thời hạn như văn bản ghi.", "The deadline in the document's words."),
            Column(
                "kind",
                "TEXT",
                "Gửi gì: report (báo cáo), plan (kế hoạch), list (danh sách), opinion (ý kiến), other (khác).",
                "What is due: report, plan, list, opinion, other.",
                required=True,
            ),
            Column("reporter", "TEXT", "Ai phải gửi.", "Who must send it."),
            Column("recipient", "TEXT", "Gửi cho ai.", "To whom."),
            Column("via", "TEXT", "Gửi qua đâu: cơ quan đầu mối trong `(qua ...)`.", "Through whom: the body in `(qua ...)`."),
            *PLACE,
            *EVIDENCE,
        ),
        ("fact",),
        (("document",), ("due_on",)),
    ),
    Table(
        "assignments",
        "Phân công",
        "Nhiệm vụ giao cho từng cơ quan.",
        "The tasks given to each body.",
        (
            FACT,
            DOCUMENT,
            Column("agency", "TEXT", "Cơ quan, tên chuẩn.", "The body, by its canonical name."),
            Column("agency_text", "TEXT", "Cơ quan, như văn bản ghi.", "The body, as printed."),
            Column(
                "role",
                "TEXT",
                "Vai trò: lead (chủ trì), coordinate (phối hợp), carry_out (thực hiện).",
                "lead, coordinate or carry_out.",
                required=True,
            ),
            Column("task", "TEXT", "Nhiệm vụ.", "The task."),
            *PLACE,
            RULE,
            CONFIDENCE,
        ),
        ("fact",),
        (("document",), ("agency",)),
    ),
    Table(
        "activities",
        "Hoạt động",
        "Các hoạt động mà kế hoạch nêu, theo thứ tự.",
        "The activities that a plan lists, in order.",
        (
            FACT,
            DOCUMENT,
            Column("position", "INTEGER", "Thứ tự trong văn bản.", "Its place in the list.", required=True),
            Column("text", "TEXT", "Nội dung.", "Its words."),
            *PLACE,
            RULE,
            CONFIDENCE,
        ),
        ("fact",),
        (("document",),),
    ),
    Table(
        "citations",
        "Viện dẫn",
        "Các văn bản khác mà văn bản này nhắc đến bằng số, ký hiệu.",
        "The other documents that this one names by number.",
        (
            FACT,
            DOCUMENT,
            Column("type", "TEXT", "Loại văn bản được viện dẫn.", "The type word."),
            Column("number", "TEXT", "Số, ký hiệu như văn bản ghi.", "The number as printed, spaces taken out."),
            Column("issued_on", "TEXT", "Ngày ban hành.", "Its date."),
            Column("issuer", "TEXT", "Cơ quan ban hành.", "Its issuer."),
            Column(
                "relation",
                "TEXT",
                "Vai trò: directive (văn bản chỉ đạo), upstream (kế hoạch cấp trên), basis (căn cứ), proposal (đề nghị), "
                "mention (nhắc đến).",
                "directive, upstream, basis, proposal or mention.",
                required=True,
            ),
            Column("resolved", "TEXT", "Số đúng theo danh mục, nếu nhận ra.", "The registry's number, where known."),
            Column(
                "tolerance",
                "TEXT",
                "Sai khác đã bỏ qua để nhận ra.",
                "What was tolerated to resolve it, e.g. a mistyped symbol.",
            ),
            *PLACE,
            *EVIDENCE,
        ),
        ("fact",),
        (("document",), ("number",), ("resolved",)),
    ),
    Table(
        "facts",
        "Giá trị và câu trích",
        "Mọi giá trị đọc được, với nguyên văn, trang và quy tắc.",
        "Every value read, with its quotation, page and rule.",
        (
            _id("Mã giá trị.", "The fact's id."),
            DOCUMENT,
            Column("field", "TEXT", "Trường.", "The field.", required=True),
            Column("value", "TEXT", "Giá trị đã chuẩn hóa.", "The value, normalised."),
            QUOTE,
            *PLACE,
            Column("rule", "TEXT", RULE.vi, RULE.en, required=True),
            Column("confidence", "REAL", CONFIDENCE.vi, CONFIDENCE.en, required=True),
        ),
        ("id",),
        (("document",), ("field", "value")),
    ),
    Table(
        "directives",
        "Văn bản chỉ đạo",
        "Bộ yêu cầu gì, theo từng năm; chỗ trống là điều chưa có nguồn.",
        "What each known directive asks; a gap is a value that no source gives.",
        (
            Column("number", "TEXT", "Số, ký hiệu.", "Its number."),
            Column("issued_on", "TEXT", "Ngày ban hành.", "Its date."),
            Column("issuer", "TEXT", "Cơ quan ban hành.", "Its issuer.", required=True),
            Column("campaign", "TEXT", "Đợt hoạt động.", "The campaign.", required=True),
            Column("year", "INTEGER", "Năm.", "Its year.", required=True),
            Column("theme", "TEXT", "Chủ đề.", "The theme."),
            Column("week_start", "TEXT", "Ngày đầu của Tuần lễ.", "The week's first day."),
            Column("week_end", "TEXT", "Ngày cuối của Tuần lễ.", "The week's last day."),
            Column("opening_on", "TEXT", "Ngày khai mạc.", "The opening day."),
            Column("report_due_on", "TEXT", "Hạn báo cáo về Bộ.", "By when reports reach the ministry."),
            Column(
                "provenance",
                "TEXT",
                "Nguồn của từng giá trị, mỗi dòng một trường.",
                "Where each value was read: a line `field: source` for each.",
            ),
            Column("left_open", "TEXT", "Những điều để địa phương tự chọn.", "What it leaves to the locality, fields by name."),
        ),
        ("number",),
    ),
    Table(
        "requirements",
        "Yêu cầu",
        "Những điều được kiểm tra.",
        "What is checked.",
        (
            Column("requirement", "TEXT", "Mã yêu cầu.", "Its id."),
            Column("title_vi", "TEXT", "Tên, tiếng Việt.", "Its title in Vietnamese.", required=True),
            Column("title_en", "TEXT", "Tên, tiếng Anh.", "Its title in English.", required=True),
            Column("severity", "TEXT", "Mức độ khi không đạt.", "How severe a failure is."),
            Column("levels", "TEXT", "Áp dụng cho các cấp.", "The levels to which it applies."),
            Column("version", "INTEGER", "Phiên bản.", "Its version."),
        ),
        ("requirement",),
    ),
    Table(
        "provinces",
        "Tỉnh, thành phố",
        "63 đơn vị trước ngày 01/7/2025, 34 đơn vị từ ngày đó.",
        "63 provinces before 1 July 2025, 34 since.",
        (
            _id("Mã dòng.", "The row: a province may have several, one after the other in time."),
            Column("code", "TEXT", "Mã của tỉnh.", "Its code."),
            Column("name", "TEXT", "Tên.", "Its bare name.", required=True),
            Column("kind", "TEXT", "Tỉnh hay thành phố.", "Province or city."),
            Column("valid_from", "TEXT", "Có từ ngày.", "Its first day; NULL if it was always there."),
            Column("valid_to", "TEXT", "Đến hết ngày.", "Its last day; NULL if it still is."),
            Column("successor", "TEXT", "Nay thuộc tỉnh, thành phố.", "The province that took its place."),
        ),
        ("id",),
        (("name",),),
    ),
    Table(
        "documents",
        "Tệp đã nạp",
        "Mỗi văn bản một dòng, với toàn văn.",
        "One row a document, with its whole text.",
        (
            Column("document", "TEXT", DOCUMENT.vi, DOCUMENT.en),
            SERIAL,
            NAME,
            SOURCE,
            Column("sha256", "TEXT", "Mã băm SHA-256 của tệp.", "SHA-256 of the file.", required=True),
            Column("kind", "TEXT", "Loại tệp: pdf, text, markdown, ...", "The kind of file.", required=True),
            STATUS,
            PAGES,
            OCR,
            RUN,
            Column(
                "fingerprint",
                "TEXT",
                "Dấu của bộ quy tắc và chương trình đã đọc văn bản này.",
                "The rules and program with which it was last read.",
                required=True,
            ),
            Column("text", "TEXT", "Toàn văn (NFC, trang cách nhau bằng \\f).", "The canonical text."),
        ),
        ("document",),
        (("source",), ("status",)),
        (("serial",),),
    ),
    Table(
        "problems",
        "Vướng mắc",
        "Những gì không đọc được và vì sao.",
        "What could not be read, and why.",
        (
            _id("Mã vướng mắc.", "The problem's id."),
            Column(
                "document",
                "TEXT",
                "Mã văn bản; trống nếu tệp chưa thành văn bản.",
                "The document; NULL where the file never became one.",
                "documents.document",
            ),
            SOURCE,
            Column("stage", "TEXT", "Khâu: ingest, outline, extract, check.", "The stage.", required=True),
            Column("code", "TEXT", "Mã lỗi, ví dụ no-text-layer.", "A code, e.g. no-text-layer.", required=True),
            Column("message", "TEXT", "Nội dung.", "What happened.", required=True),
            Column("page", "INTEGER", "Trang.", "The page."),
        ),
        ("id",),
        (("document",), ("source",)),
    ),
    Table(
        "pages",
        "Trang",
        "Từng trang đọc được đến đâu.",
        "How well each page could be read.",
        (
            DOCUMENT,
            Column("page", "INTEGER", "Số trang.", "Its number.", required=True),
            Column("quality", "TEXT", "good (tốt), poor (kém), empty (không có chữ).", "good, poor or empty.", required=True),
            Column("reason", "TEXT", "Vì sao.", "Why."),
            Column("start", "INTEGER", "Vị trí đầu trang trong toàn văn.", "Where it begins in the text.", required=True),
            Column("end", "INTEGER", "Vị trí cuối trang.", "Where it ends.", required=True),
            Column("width", "REAL", "Chiều rộng, điểm.", "Its width in points."),
            Column("height", "REAL", "Chiều cao, điểm.", "Its height in points."),
        ),
        ("document", "page"),
        (("quality",),),
    ),
    Table(
        "parts",
        "Các phần của văn bản",
        "Thể thức: phần đầu, tên, căn cứ, nội dung, nơi nhận, chữ ký, phụ lục.",
        "The parts of a document: letterhead, title, basis, body, recipients, signature, annexes.",
        (
            DOCUMENT,
            Column("position", "INTEGER", "Thứ tự.", "Its place.", required=True),
            Column("name", "TEXT", "Phần.", "Which part.", required=True),
            Column(
                "attached",
                "INTEGER",
                "0: chính văn bản; 1, 2, ...: văn bản kèm theo.",
                "0: the document itself; 1, 2, ...: attached ones.",
                required=True,
            ),
            Column("start", "INTEGER", "Vị trí đầu.", "Where it begins.", required=True),
            Column("end", "INTEGER", "Vị trí cuối.", "Where it ends.", required=True),
        ),
        ("document", "position"),
        hidden=True,
    ),
    Table(
        "sections",
        "Các mục của văn bản",
        "Mục, tiểu mục có đánh số, với loại nội dung.",
        "Numbered sections, with what each is about.",
        (
            DOCUMENT,
            Column("position", "INTEGER", "Thứ tự.", "Its place.", required=True),
            Column("label", "TEXT", "Số của mục.", "Its label as printed."),
            Column("rank", "INTEGER", "Bậc, 1 là ngoài cùng.", "Its depth, 1 is outermost.", required=True),
            Column("kind", "TEXT", "Loại nội dung.", "What it is about.", required=True),
            Column("heading", "TEXT", "Tên mục.", "Its heading."),
            Column("heading_start", "INTEGER", "Vị trí đầu của tên mục.", "Where its heading begins.", required=True),
            Column("heading_end", "INTEGER", "Vị trí cuối của tên mục.", "Where its heading ends.", required=True),
            Column("start", "INTEGER", "Vị trí đầu.", "Where it begins.", required=True),
            Column("end", "INTEGER", "Vị trí cuối, cả tiểu mục.", "Where it ends, subsections included.", required=True),
            Column("parent", "INTEGER", "Thứ tự của mục chứa nó.", "The position of the section around it."),
            Column("attached", "INTEGER", "0: chính văn bản; 1, 2, ...: kèm theo.", "0: the document itself.", required=True),
        ),
        ("document", "position"),
        hidden=True,
    ),
    Table(
        "paragraphs",
        "Các đoạn của văn bản",
        "Từng đoạn, các dòng ngắt giữa chừng đã nối lại.",
        "Its paragraphs, wrapped lines joined.",
        (
            DOCUMENT,
            Column("position", "INTEGER", "Thứ tự.", "Its place.", required=True),
            Column("start", "INTEGER", "Vị trí đầu.", "Where it begins.", required=True),
            Column("end", "INTEGER", "Vị trí cuối.", "Where it ends.", required=True),
            Column("label", "TEXT", "Số của đoạn.", "Its label as printed."),
            Column("part", "TEXT", "Phần chứa nó.", "The part in which it stands.", required=True),
            Column("section", "INTEGER", "Thứ tự của mục chứa nó.", "The position of the section that it opens or stands in."),
            Column("attached", "INTEGER", "0: chính văn bản; 1, 2, ...: kèm theo.", "0: the document itself.", required=True),
        ),
        ("document", "position"),
        hidden=True,
    ),
    Table(
        "runs",
        "Các lần chạy",
        "Mỗi lần chạy một dòng; số tệp theo từng trạng thái cộng lại bằng số tệp đưa vào.",
        "One row a run; the counts of its states add up to its inputs.",
        (
            Column("run", "INTEGER", "Lần chạy.", "The run."),
            Column("started", "TEXT", "Bắt đầu (UTC).", "When it began (UTC).", required=True),
            Column("ended", "TEXT", "Kết thúc (UTC); trống nếu bị ngắt.", "When it ended; NULL if it was cut short."),
            Column(
                "status",
                "TEXT",
                "done khi đã chạy đến cuối; failed nếu chưa.",
                "done once its end was reached, failed until then.",
                required=True,
            ),
            Column("program", "TEXT", "Phiên bản chương trình.", "The program's version.", required=True),
            Column("rules", "TEXT", "Dấu của bộ quy tắc.", "The fingerprint of the rules.", required=True),
            Column("as_of", "TEXT", "Tính đến ngày.", "The day that counts as today."),
            Column("inputs", "INTEGER", "Số tệp đưa vào.", "How many inputs it was given."),
            Column("new", "INTEGER", "Mới.", "New."),
            Column("updated", "INTEGER", "Đọc lại.", "Read again."),
            Column("unchanged", "INTEGER", "Không đổi.", "Unchanged."),
            Column("duplicate", "INTEGER", "Trùng nội dung.", "Same content as another."),
            Column("failed", "INTEGER", "Không đọc được.", "Could not be read."),
        ),
        ("run",),
    ),
    Table(
        "inputs",
        "Tệp đưa vào",
        "Mỗi tệp của mỗi lần chạy kết thúc ở đúng một trạng thái.",
        "Every input of a run ends in exactly one state.",
        (
            _id("Mã.", "Its id."),
            RUN,
            SOURCE,
            NAME,
            Column("document", "TEXT", DOCUMENT.vi, DOCUMENT.en),
            Column(
                "state",
                "TEXT",
                "new (mới), updated (đọc lại), unchanged (không đổi), duplicate (trùng nội dung), failed (không đọc được).",
                "new, updated, unchanged, duplicate or failed.",
                required=True,
            ),
            Column("message", "TEXT", "Ghi chú.", "Why, in a sentence."),
        ),
        ("id",),
        (("run", "state"), ("document",), ("source",)),
    ),
    Table(
        "changes",
        "Thay đổi giữa các lần chạy",
        "Giá trị và kết luận nào đã đổi, vì văn bản, quy tắc hay chương trình.",
        "Which values and verdicts changed, because of the document, the rules or the program.",
        (
            _id("Mã thay đổi.", "Its id."),
            RUN,
            Column("document", "TEXT", DOCUMENT.vi, DOCUMENT.en, required=True),
            Column(
                "field",
                "TEXT",
                "Trường; `verdict:theme` là kết luận về chủ đề.",
                "The field; `verdict:theme` is the verdict on the theme.",
                required=True,
            ),
            Column("old", "TEXT", "Giá trị trước.", "The value before."),
            Column("new", "TEXT", "Giá trị sau.", "The value after."),
            Column(
                "cause",
                "TEXT",
                "Nguyên nhân: document (văn bản), rules (quy tắc), program (chương trình).",
                "document, rules or program.",
                required=True,
            ),
        ),
        ("id",),
        (("run",), ("document",)),
    ),
    Table(
        "plan_values",
        "Giá trị của kế hoạch",
        "Nơi chứa các giá trị của `plans`.",
        "Where the values of `plans` are kept.",
        (DOCUMENT, *SCALARS),
        ("document",),
        (("province", "year"), ("directive", "level"), ("year",)),
        hidden=True,
    ),
)
BY_NAME = {table.name: table for table in TABLES}
