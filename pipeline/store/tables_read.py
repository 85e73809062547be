"""The tables of what was read: documents, their parts and pages, facts and the kinds of them."""

from __future__ import annotations

from pipeline.store.columns import (
    CONFIDENCE,
    DOCUMENT,
    EVIDENCE,
    FACT,
    NAME,
    OCR,
    PAGE_COUNT,
    PLACE,
    QUOTE,
    RULE,
    RUN,
    SERIAL,
    SOURCE,
    STATUS,
    Column,
    Table,
    id_column,
)

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
        "directive_number",
        "TEXT",
        "Số văn bản chỉ đạo, như văn bản ghi; có số mà `directive` để trống: bộ quy tắc chưa có văn bản chỉ đạo này.",
        "The directive's number, as the document prints it; where `directive` is NULL beside it, the rules do not know that one.",
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
    Column("theme", "TEXT", "Chủ đề của đợt hưởng ứng.", "The theme, without its quotation marks."),
    Column("week_start", "TEXT", "Ngày đầu của đợt hưởng ứng.", "The campaign's first day."),
    Column("week_end", "TEXT", "Ngày cuối của đợt hưởng ứng.", "The campaign's last day."),
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


PLANS = Table(
    "plans",
    "Kế hoạch và công văn",
    "Mỗi văn bản một dòng, với mọi giá trị đơn đã đọc được.",
    "One row a document, with every single value read from it.",
    (
        DOCUMENT,
        NAME,
        SOURCE,
        STATUS,
        PAGE_COUNT,
        OCR,
        *SCALARS,
        Column("fails", "INTEGER", "Số yêu cầu không đạt.", "How many requirements it fails."),
        Column("unknowns", "INTEGER", "Số yêu cầu chưa kết luận được.", "How many could not be decided."),
        SERIAL,
    ),
    sql=PLANS_SQL,
)

DEADLINES = Table(
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
)

ASSIGNMENTS = Table(
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
)

ACTIVITIES = Table(
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
)

CITATIONS = Table(
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
)

FACTS = Table(
    "facts",
    "Giá trị và câu trích",
    "Mọi giá trị đọc được, với nguyên văn, trang và quy tắc.",
    "Every value read, with its quotation, page and rule.",
    (
        id_column("Mã giá trị.", "The fact's id."),
        DOCUMENT,
        Column("field", "TEXT", "Trường.", "The field.", required=True),
        Column("value", "TEXT", "Giá trị đã chuẩn hóa.", "The value, normalised."),
        QUOTE,
        *PLACE,
        Column("rule", "TEXT", RULE.vi, RULE.en, required=True),
        Column("confidence", "REAL", CONFIDENCE.vi, CONFIDENCE.en, required=True),
        Column(
            "tolerance",
            "TEXT",
            "Chỗ đã sửa hoặc bỏ qua để đọc ra giá trị.",
            "What was mended or passed over to read the value, e.g. a letter that recognition mistook.",
        ),
    ),
    ("id",),
    (("document",), ("field",)),
)

EVIDENCE_BOXES = Table(
    "evidence_boxes",
    "Vị trí câu trích trên ảnh",
    "Mỗi dòng của câu trích nằm ở đâu trên trang đã nhận dạng từ ảnh, và nhận dạng chắc đến đâu.",
    "Where on a page recognised from a picture each line of a quotation is to be seen, and how surely it was read.",
    (
        Column(
            "fact", "INTEGER", "Mã của giá trị trong bảng facts.", "The row of facts that it is evidence of.", "facts.id", True
        ),
        DOCUMENT,
        Column("position", "INTEGER", "Dòng thứ mấy của câu trích, từ 0.", "Which line of the quotation, from 0.", required=True),
        Column("page", "INTEGER", "Trang.", "Its page.", required=True),
        Column("x0", "REAL", "Mép trái, tính bằng điểm.", "Its left edge, in points.", required=True),
        Column("y0", "REAL", "Mép trên, tính từ đầu trang.", "Its top edge, from the page's top.", required=True),
        Column("x1", "REAL", "Mép phải.", "Its right edge.", required=True),
        Column("y1", "REAL", "Mép dưới.", "Its bottom edge.", required=True),
        Column(
            "confidence",
            "REAL",
            "Độ chắc chắn trung bình khi nhận dạng, từ 0 đến 1.",
            "The recogniser's mean confidence, from 0 to 1.",
            required=True,
        ),
    ),
    ("fact", "position"),
    (("document",),),
)

DOCUMENTS = Table(
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
        PAGE_COUNT,
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
)

PROBLEMS = Table(
    "problems",
    "Vướng mắc",
    "Những gì không đọc được và vì sao.",
    "What could not be read, and why.",
    (
        id_column("Mã vướng mắc.", "The problem's id."),
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
)

PAGES = Table(
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
)

PARTS = Table(
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
)

SECTIONS = Table(
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
)

PARAGRAPHS = Table(
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
)

PLAN_VALUES = Table(
    "plan_values",
    "Giá trị của kế hoạch",
    "Nơi chứa các giá trị của `plans`.",
    "Where the values of `plans` are kept.",
    (DOCUMENT, *SCALARS),
    ("document",),
    (("province", "year"), ("directive", "level"), ("year",)),
    hidden=True,
)
