"""What the templates of the front page, of a document and of a question show beyond what Datasette gives them."""

from __future__ import annotations

from typing import Any

from pipeline.site.marking import pieces
from pipeline.site.metadata import DATABASE, SHOWN
from pipeline.site.queries import QUERIES
from pipeline.site.words import field_word

Rows = list[dict[str, Any]]
BAR = 400  # width of a full bar of the chart, in its own units
CHOICES = {
    "tinh": "select distinct province from plans where province is not null order by 1",
    "nam": "select distinct year from plans where year is not null order by 1 desc",
    "chi_dao": "select number from directives order by year desc",
    "yeu_cau": "select requirement, title_vi from requirements order by 1",
    "lan_chay": "select run from runs order by 1 desc limit 50",
}


async def _rows(datasette: Any, sql: str, *values: Any) -> Rows:
    return [dict(row) for row in await datasette.get_database(DATABASE).execute(sql, list(values))]


async def landing(datasette: Any, year: str | None) -> dict[str, Any]:
    """The front page: counts, verdicts by requirement as bars, the years, the latest run, the questions."""
    counts = await _rows(
        datasette,
        """select count(*) as documents, ifnull(sum(in_scope), 0) as in_scope, count(distinct province) as provinces,
                  count(distinct province || '/' || commune) as communes, ifnull(sum(status != 'ok'), 0) as unread from plans""",
    )
    years = await _rows(
        datasette,
        """select p.year, count(distinct p.document) as plans, count(distinct p.province) as provinces,
                  sum(f.verdict = 'pass') as passes, sum(f.verdict = 'fail') as fails, sum(f.verdict = 'unknown') as unknowns
           from plans p join findings f on f.document = p.document where p.year is not null group by p.year order by 1 desc""",
    )
    chosen = next((row["year"] for row in years if str(row["year"]) == year), None)
    verdicts = await _rows(
        datasette,
        """select r.requirement, r.title_vi, sum(f.verdict = 'pass') as passes, sum(f.verdict = 'fail') as fails,
                  sum(f.verdict = 'unknown') as unknowns
           from findings f join requirements r using (requirement) join plans p using (document)
           where f.verdict != 'not_applicable' and (?1 is null or p.year = ?1)
           group by r.requirement order by fails desc, r.requirement""",
        chosen,
    )
    runs = await _rows(datasette, "select * from runs order by run desc limit 1")
    groups: dict[str, list[Any]] = {}
    for query in QUERIES:
        groups.setdefault(query.group, []).append(query)
    return {
        "counts": counts[0],
        "years": years,
        "year": chosen,
        "bars": _bars(verdicts),
        "run": runs[0] if runs else None,
        "groups": groups,
    }


def _bars(verdicts: Rows) -> Rows:
    """Each requirement's verdicts as stretches of a bar that is full when all are counted."""
    most = max((row["passes"] + row["fails"] + row["unknowns"] for row in verdicts), default=0)
    bars = []
    for row in verdicts:
        at, parts = 0.0, []
        for verdict, count in (("fail", row["fails"]), ("unknown", row["unknowns"]), ("pass", row["passes"])):
            width = BAR * count / (most or 1)
            parts.append({"verdict": verdict, "count": count, "x": round(at, 1), "width": round(width, 1)})
            at += width
        bars.append({"requirement": row["requirement"], "title": row["title_vi"], "parts": parts})
    return bars


async def reading(datasette: Any, document: str) -> dict[str, Any]:
    """A document's page: its values, its verdicts, and its text page by page with every quotation marked."""
    plan = await _rows(datasette, "select * from plans where document = ?", document)
    if not plan:
        return {}
    text = (await _rows(datasette, "select text from documents where document = ?", document))[0]["text"] or ""
    facts = await _rows(datasette, "select * from facts where document = ? order by id", document)
    quotations = [(f["start"], f["end"], field_word(f["field"])) for f in facts if f["start"] is not None]
    pages = await _rows(datasette, "select * from pages where document = ? order by page", document)
    if text and not pages:
        pages = [{"page": 1, "start": 0, "end": len(text), "quality": "good", "reason": None}]
    for page in pages:
        page["pieces"] = list(pieces(text[page["start"] : page["end"]], page["start"], quotations))
    findings = await _rows(
        datasette,
        """select f.*, r.title_vi from findings f join requirements r using (requirement) where document = ?
           order by case verdict when 'fail' then 0 when 'unknown' then 1 when 'pass' then 2 else 3 end,
                    case f.severity when 'serious' then 0 when 'minor' then 1 else 2 end, requirement""",
        document,
    )
    return {
        "plan": plan[0],
        "pages": pages,
        "findings": findings,
        "values": [fact for fact in facts if fact["field"] in plan[0]],
        "details": {
            table: await _rows(datasette, f"select * from {table} where document = ? order by fact", document)
            for table in ("deadlines", "assignments", "activities", "citations")
        },
        "shown": {table: [c for c in SHOWN[table] if c != "document"] for table in SHOWN},
        "tables": await _tables(datasette, document),
        "problems": await _rows(datasette, "select * from problems where document = ? order by page, id", document),
        "sources": await _rows(
            datasette, "select distinct source from inputs where document = ? and source != ?", document, plan[0]["source"]
        ),
    }


async def _tables(datasette: Any, document: str) -> Rows:
    """A document's tables, each with its rows of cells."""
    tables = await _rows(datasette, "select * from tables where document = ? order by position", document)
    cells = await _rows(datasette, 'select * from cells where document = ? order by table_position, "row", "column"', document)
    for table in tables:
        grid: dict[int, Rows] = {}
        for cell in cells:
            if cell["table_position"] == table["position"]:
                grid.setdefault(cell["row"], []).append(cell)
        table["grid"] = list(grid.values())
    return tables


async def choices(datasette: Any, names: list[str]) -> dict[str, list[list[Any]]]:
    """What may be filled in for the parameters of a question, with its title: `{"yeu_cau": [["theme", "Đúng chủ đề"]]}`."""
    asked = [name for name in names if name in CHOICES]
    return {name: [list(row.values()) for row in await _rows(datasette, CHOICES[name])] for name in asked}
