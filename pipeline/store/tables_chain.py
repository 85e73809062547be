"""The tables of the chain: what each document carries out, and how much of it is its superior's."""

from __future__ import annotations

from pipeline.store.columns import DOCUMENT, Column, Table

LINKS = Table(
    "links",
    "Văn bản cấp trên",
    "Mỗi văn bản thực hiện văn bản nào của cấp trên; văn bản chưa có trong dữ liệu vẫn được ghi.",
    "Which documents of its superiors each document carries out; one that is not at hand is kept all the same.",
    (
        DOCUMENT,
        Column("position", "INTEGER", "Thứ tự.", "Its place in order.", required=True),
        Column(
            "relation",
            "TEXT",
            "directive (văn bản của Bộ), upstream (văn bản của cấp ở giữa).",
            "directive: the ministry's; upstream: of a level between.",
            required=True,
        ),
        Column(
            "number",
            "TEXT",
            "Số, ký hiệu: như đã ban hành nếu biết, không thì như được viện dẫn.",
            "Its number: as issued where that is known, else as cited.",
        ),
        Column("issued_on", "TEXT", "Ngày ban hành.", "Its date."),
        Column("issuer", "TEXT", "Cơ quan ban hành.", "Its issuer."),
        Column("year", "INTEGER", "Năm.", "Its year."),
        Column(
            "superior",
            "TEXT",
            "Mã văn bản cấp trên; trống nếu chưa có trong dữ liệu.",
            "The superior's document; NULL where it is not at hand.",
        ),
        Column(
            "how",
            "TEXT",
            "Nhận ra nhờ đâu: number and date (số và ngày), number and issuer (số và cơ quan), "
            "date and issuer (ngày và cơ quan), campaign and year (đợt và năm), through … (qua văn bản khác), "
            "place and year (nơi và năm, không viện dẫn), not at hand (chưa có).",
            "By what it was linked: number and date, number and issuer, date and issuer, campaign and year, "
            "through another document, place and year (not cited), or not at hand.",
            required=True,
        ),
    ),
    ("document", "position"),
    (("superior",),),
)

COPIED = Table(
    "copied",
    "Phần giống văn bản cấp trên",
    "Mỗi mục có bao nhiêu từ trùng nguyên đoạn với văn bản cấp trên; con số để biết, không phải lời chê.",
    "How many words of each section stand, in passages, in a superior's document too; a figure, not a reproach.",
    (
        DOCUMENT,
        Column("superior", "TEXT", "Mã văn bản cấp trên.", "The superior's document.", required=True),
        Column(
            "position",
            "INTEGER",
            "Thứ tự của mục trong bảng sections; -1 là cả văn bản.",
            "The section's place in `sections`; -1 is the whole body.",
            required=True,
        ),
        Column("heading", "TEXT", "Tên mục.", "The section's heading."),
        Column("words", "INTEGER", "Số từ của mục.", "Its words.", required=True),
        Column("shared", "INTEGER", "Số từ nằm trong đoạn trùng.", "Those in passages that both have.", required=True),
        Column("share", "REAL", "Tỷ lệ, từ 0 đến 1.", "Their share, from 0 to 1.", required=True),
    ),
    ("document", "superior", "position"),
)
