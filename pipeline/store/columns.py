"""What tables are made of, and the columns that several of them share."""

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


def id_column(vi: str, en: str) -> Column:
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
PAGE_COUNT = Column("pages", "INTEGER", "Số trang.", "Number of pages.")
OCR = Column(
    "ocr", "INTEGER", "1 nếu có trang phải nhận dạng từ ảnh.", "1 if a page was recognised from an image.", required=True
)
BOX = tuple(
    Column(
        name,
        "REAL",
        f"Khung của ô trên trang: {vi}, tính bằng điểm; trống nếu tệp không có trang in.",
        f"Its box on the page: {en}, in points; NULL where the file has no printed pages.",
    )
    for name, vi, en in (
        ("x0", "mép trái", "left"),
        ("y0", "mép trên", "top"),
        ("x1", "mép phải", "right"),
        ("y1", "mép dưới", "bottom"),
    )
)
SERIAL = Column("serial", "INTEGER", "Thứ tự nạp vào.", "The order in which documents came in.", required=True)
