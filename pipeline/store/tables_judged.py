"""The tables of what is asked, what was concluded, and how each run went."""

from __future__ import annotations

from pipeline.store.columns import DOCUMENT, NAME, PLACE, RUN, SOURCE, Column, Table, id_column

FINDINGS = Table(
    "findings",
    "Kết quả đối chiếu",
    "Mỗi yêu cầu một kết luận cho mỗi văn bản, với bằng chứng của cả hai bên.",
    "One verdict for each document and requirement, with the evidence of both sides.",
    (
        id_column("Mã kết luận.", "The finding's id."),
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
)

FINDING_ITEMS = Table(
    "finding_items",
    "Từng điều được yêu cầu",
    "Với yêu cầu gồm nhiều điều (hoạt động, cơ quan): từng điều có được đưa vào kế hoạch không, và kế hoạch tự thêm những gì.",
    "Where several things are asked (activities, kinds of body): what became of each, and what the plan adds of its own.",
    (
        DOCUMENT,
        Column("directive", "TEXT", "Văn bản chỉ đạo được đối chiếu.", "The directive it was held against.", required=True),
        Column("requirement", "TEXT", "Yêu cầu.", "The requirement.", "requirements.requirement", True, True),
        Column("position", "INTEGER", "Thứ tự.", "Its place in order.", required=True),
        Column(
            "asked",
            "TEXT",
            "Điều được yêu cầu; trống nếu là nội dung kế hoạch tự thêm.",
            "What is asked; NULL for what the plan adds of its own.",
        ),
        Column(
            "kind",
            "TEXT",
            "Loại cơ quan (với yêu cầu agencies), mã trong rules/kinds.yml.",
            "The kind of body, for `agencies`: an id of rules/kinds.yml.",
        ),
        Column(
            "verdict",
            "TEXT",
            "pass (có), fail (không thấy), unknown (cần người xem), not_applicable (không thấy nhưng được phép, hoặc tự thêm).",
            "pass (taken up), fail (not found), unknown (to be reviewed), not_applicable (left open, or an addition).",
            required=True,
        ),
        Column(
            "score",
            "REAL",
            "Mức giống nhau, từ 0 đến 1.",
            "How much of what is asked the words found share, 0 to 1.",
        ),
        Column("found", "TEXT", "Kế hoạch viết gì, nguyên văn.", "What the plan says, as printed."),
        *PLACE,
    ),
    ("document", "directive", "requirement", "position"),
    (("requirement", "verdict"),),
)

_COUNTS = """count(*) filter (where verdict = 'pass') as passed,
       count(*) filter (where verdict = 'fail') as failed,
       count(*) filter (where verdict = 'unknown') as unknown,
       count(*) filter (where verdict = 'not_applicable') as not_applicable,
       round(100.0 * count(*) filter (where verdict = 'pass')
             / nullif(count(*) filter (where verdict in ('pass', 'fail')), 0), 1) as score"""
_COUNT_COLUMNS = (
    Column("passed", "INTEGER", "Số kết luận đạt.", "How many verdicts are pass."),
    Column("failed", "INTEGER", "Số kết luận không đạt.", "How many are fail."),
    Column("unknown", "INTEGER", "Số kết luận chưa rõ, không tính vào điểm.", "How many are unknown, which lower no score."),
    Column("not_applicable", "INTEGER", "Số yêu cầu không áp dụng.", "How many are not applicable."),
    Column(
        "score",
        "REAL",
        "Điểm: 100 × đạt / (đạt + không đạt); trống khi chưa kết luận được điều nào.",
        "100 × passed / (passed + failed); NULL where nothing was judged.",
    ),
)

SCORES = Table(
    "scores",
    "Điểm của văn bản",
    "Điểm của mỗi văn bản theo từng văn bản chỉ đạo, tính lại được từ findings.",
    "Each document's score for each directive, to be recomputed from findings.",
    (
        DOCUMENT,
        Column("directive", "TEXT", "Văn bản chỉ đạo được đối chiếu.", "The directive it was held against."),
        *_COUNT_COLUMNS,
    ),
    sql=f"select document, directive,\n       {_COUNTS}\nfrom findings group by document, directive",
)

PROVINCE_SCORES = Table(
    "province_scores",
    "Điểm của tỉnh, thành phố",
    "Điểm gộp của mọi văn bản của một tỉnh, gồm cả cấp dưới, theo từng văn bản chỉ đạo.",
    "The score of all documents of a province, lower levels among them, for each directive.",
    (
        Column("province", "TEXT", "Tỉnh, thành phố vào thời điểm ban hành.", "The province at the documents' time."),
        Column("directive", "TEXT", "Văn bản chỉ đạo được đối chiếu.", "The directive they were held against."),
        Column("documents", "INTEGER", "Số văn bản.", "How many documents."),
        *_COUNT_COLUMNS,
    ),
    sql=f"select p.province, f.directive, count(distinct f.document) as documents,\n       {_COUNTS}\n"
    "from findings f join plan_values p on p.document = f.document\n"
    "where p.province is not null group by p.province, f.directive",
)

DIRECTIVES = Table(
    "directives",
    "Văn bản chỉ đạo",
    "Bộ yêu cầu gì, theo từng năm; chỗ trống là điều chưa có nguồn.",
    "What each known directive asks; a gap is a value that no source gives.",
    (
        Column("number", "TEXT", "Số, ký hiệu.", "Its number."),
        Column("issued_on", "TEXT", "Ngày ban hành.", "Its date."),
        Column("issuer", "TEXT", "Cơ quan ban hành.", "Its issuer.", required=True),
        Column("campaign", "TEXT", "Đợt hưởng ứng.", "The campaign.", required=True),
        Column("year", "INTEGER", "Năm.", "Its year.", required=True),
        Column("theme", "TEXT", "Chủ đề.", "The theme."),
        Column("week_start", "TEXT", "Ngày đầu của đợt hưởng ứng.", "The campaign's first day."),
        Column("week_end", "TEXT", "Ngày cuối của đợt hưởng ứng.", "The campaign's last day."),
        Column("opening_on", "TEXT", "Ngày khai mạc.", "The opening day."),
        Column("report_due_on", "TEXT", "Hạn báo cáo về Bộ.", "By when reports reach the ministry."),
        Column(
            "provenance",
            "TEXT",
            "Nguồn của từng giá trị, mỗi dòng một trường.",
            "Where each value was read: a line `field: source` for each.",
        ),
        Column("left_open", "TEXT", "Những điều để địa phương tự chọn.", "What it leaves to the locality, fields by name."),
        Column(
            "inferred",
            "TEXT",
            "Những giá trị suy ra từ các văn bản viện dẫn, chưa có bản gốc.",
            "Fields whose values were inferred from the documents that cite it, itself not being at hand.",
        ),
    ),
    ("number",),
)

DIRECTIVE_ITEMS = Table(
    "directive_items",
    "Nội dung văn bản chỉ đạo yêu cầu",
    "Những loại cơ quan mà văn bản chỉ đạo giao việc và những hoạt động mà nó yêu cầu.",
    "The kinds of body that a directive addresses, and the activities that it asks for.",
    (
        Column("directive", "TEXT", "Văn bản chỉ đạo.", "The directive.", "directives.number", True),
        Column("requirement", "TEXT", "agencies hoặc activities.", "agencies or activities.", required=True),
        Column("position", "INTEGER", "Thứ tự.", "Its place in order.", required=True),
        Column("kind", "TEXT", "Loại cơ quan, mã trong rules/kinds.yml.", "The kind of body: an id of rules/kinds.yml."),
        Column("asked", "TEXT", "Điều được yêu cầu.", "What is asked.", required=True),
        Column(
            "condition",
            "TEXT",
            "Lời để địa phương tự quyết, nếu có.",
            "Words that leave it to the locality, if there are any.",
        ),
    ),
    ("directive", "requirement", "position"),
)

REQUIREMENTS = Table(
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
)

PROVINCES = Table(
    "provinces",
    "Tỉnh, thành phố",
    "63 đơn vị trước ngày 01/7/2025, 34 đơn vị từ ngày đó.",
    "63 provinces before 1 July 2025, 34 since.",
    (
        id_column("Mã dòng.", "The row: a province may have several, one after the other in time."),
        Column("code", "TEXT", "Mã của tỉnh.", "Its code."),
        Column("name", "TEXT", "Tên.", "Its bare name.", required=True),
        Column("kind", "TEXT", "Tỉnh hay thành phố.", "Province or city."),
        Column("valid_from", "TEXT", "Có từ ngày.", "Its first day; NULL if it was always there."),
        Column("valid_to", "TEXT", "Đến hết ngày.", "Its last day; NULL if it still is."),
        Column("successor", "TEXT", "Nay thuộc tỉnh, thành phố.", "The province that took its place."),
    ),
    ("id",),
    (("name",),),
)

RUNS = Table(
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
)

INPUTS = Table(
    "inputs",
    "Tệp đưa vào",
    "Mỗi tệp của mỗi lần chạy kết thúc ở đúng một trạng thái.",
    "Every input of a run ends in exactly one state.",
    (
        id_column("Mã.", "Its id."),
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
)

CHANGES = Table(
    "changes",
    "Thay đổi giữa các lần chạy",
    "Giá trị và kết luận nào đã đổi, vì văn bản, quy tắc hay chương trình.",
    "Which values and verdicts changed, because of the document, the rules or the program.",
    (
        id_column("Mã thay đổi.", "Its id."),
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
)
