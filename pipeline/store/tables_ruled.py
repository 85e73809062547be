"""The tables of what documents set in rows and columns: lists, report forms and filled-in reports, cell by cell."""

from __future__ import annotations

from pipeline.store.columns import BOX, DOCUMENT, Column, Table

_KIND = Column(
    "kind",
    "TEXT",
    "Loại: form (biểu mẫu báo cáo để trống), filled (báo cáo đã điền số liệu), list (danh sách, chương trình, phân công), "
    "other (khác).",
    "form (a report form to be filled in), filled (a report with its figures), list (of people, tasks, hours), other.",
    required=True,
)
_POSITION = Column(
    "position", "INTEGER", "Thứ tự của bảng trong văn bản, từ 1.", "Its place among the document's tables, from 1.", required=True
)

TABLES = Table(
    "tables",
    "Bảng biểu",
    "Các bảng trong văn bản; bảng kéo sang trang sau là một bảng.",
    "The tables of a document; one that goes on over pages is one.",
    (
        DOCUMENT,
        _POSITION,
        Column("page", "INTEGER", "Trang có dòng đầu của bảng.", "The page on which it begins.", required=True),
        Column("title", "TEXT", "Tên bảng: dòng chữ phía trên bảng.", "Its title: the words above it."),
        Column("rows", "INTEGER", "Số dòng, cả dòng tiêu đề.", "Number of rows, its header included.", required=True),
        Column("columns", "INTEGER", "Số cột.", "Number of columns.", required=True),
        Column("header_rows", "INTEGER", "Số dòng tiêu đề.", "How many rows are its header.", required=True),
        _KIND,
    ),
    ("document", "position"),
    (("kind",),),
)

CELLS = Table(
    "cells",
    "Ô của bảng biểu",
    "Từng ô của các bảng; ô gộp chỉ có một dòng, ở góc trên bên trái.",
    "The cells of tables; a merged one has one row, at its upper left corner.",
    (
        DOCUMENT,
        Column("table_position", "INTEGER", "Thứ tự của bảng trong văn bản.", "Which of the document's tables.", required=True),
        Column("row", "INTEGER", "Dòng, từ 0.", "Its row, from 0.", required=True),
        Column("column", "INTEGER", "Cột, từ 0.", "Its column, from 0.", required=True),
        Column("row_span", "INTEGER", "Số dòng mà ô chiếm.", "How many rows it covers.", required=True),
        Column("column_span", "INTEGER", "Số cột mà ô chiếm.", "How many columns it covers.", required=True),
        Column("header", "INTEGER", "1 nếu là ô tiêu đề.", "1 in the table's header.", required=True),
        Column(
            "role",
            "TEXT",
            "Cột dùng để ghi gì: number (số thứ tự), activity (hoạt động), unit (đơn vị tính), figure (số liệu), note (ghi chú), "
            "text (khác).",
            "What its column is for: number, activity, unit, figure, note, text.",
        ),
        Column("heading", "TEXT", "Tên cột, cả tiêu đề tầng trên.", "The name of its column, upper storey included."),
        Column("text", "TEXT", "Chữ trong ô; trống nếu là ô để điền.", "Its words; NULL where it is blank."),
        Column("number", "REAL", "Số trong ô: 1.234,5 là 1234.5.", "Its figure: 1.234,5 is 1234.5."),
        Column("page", "INTEGER", "Trang.", "Its page.", required=True),
        *BOX,
        Column("start", "INTEGER", "Vị trí đầu trong toàn văn, nếu biết.", "Where it begins in the text, where that is known."),
        Column("end", "INTEGER", "Vị trí cuối trong toàn văn.", "Where it ends in the text."),
    ),
    ("document", "table_position", "row", "column"),
)

_OF_THE_ROW = """(select group_concat(c.text, ' ') from cells c
        where c.document = f.document and c.table_position = f.table_position
        and c.row <= f.row and c.row + c.row_span > f.row and c.role = '{}')"""
REPORT_ROWS_SQL = f"""
select f.document, f.table_position, f.row, t.page, t.kind, t.title,
       {_OF_THE_ROW.format("number")} as ordinal,
       {_OF_THE_ROW.format("activity")} as activity,
       {_OF_THE_ROW.format("unit")} as unit,
       f.heading, f.number as value, f.text, cast(ifnull(trim(f.text, ' .…_-–—'), '') = '' as integer) as blank
from cells f join tables t on t.document = f.document and t.position = f.table_position
where f.role = 'figure' and t.kind in ('form', 'filled')
""".strip()

REPORT_ROWS = Table(
    "report_rows",
    "Dòng báo cáo số liệu",
    "Từng số liệu của biểu mẫu báo cáo: hoạt động nào, đơn vị tính gì, đã điền bao nhiêu hay còn để trống.",
    "Each figure of a report form: of which activity, in which unit, and whether it is filled in.",
    (
        DOCUMENT,
        Column("table_position", "INTEGER", "Thứ tự của bảng trong văn bản.", "Which of the document's tables.", required=True),
        Column("row", "INTEGER", "Dòng của bảng, từ 0.", "The table's row, from 0.", required=True),
        Column("page", "INTEGER", "Trang có dòng đầu của bảng.", "The page on which the table begins."),
        _KIND,
        Column("title", "TEXT", "Tên bảng.", "The table's title."),
        Column("ordinal", "TEXT", "Số thứ tự như in trong bảng.", "The row's number as printed."),
        Column("activity", "TEXT", "Hoạt động, chỉ tiêu.", "The activity."),
        Column("unit", "TEXT", "Đơn vị tính.", "The unit."),
        Column("heading", "TEXT", "Tên cột số liệu, cả tiêu đề tầng trên.", "The figure's column, upper storey included."),
        Column("value", "REAL", "Số liệu.", "The figure."),
        Column("text", "TEXT", "Chữ trong ô.", "The cell's words."),
        Column("blank", "INTEGER", "1 nếu còn để trống.", "1 while it is to be filled in."),
    ),
    sql=REPORT_ROWS_SQL,
)
