"""Writes communes.csv, former_communes.csv and districts.csv in rules/places from the mapping that underthesea ships.

For developers, never at run time:

    python scripts/build_places.py [--check]

`--check` writes nothing and fails when the files at hand differ from what would be written.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import io
import json
import sys
from pathlib import Path
from typing import Any

PLACES = Path(__file__).resolve().parent.parent / "rules" / "places"
LAST_DAY, FIRST_DAY = "2025-06-30", "2025-07-01"  # of the districts; of the communes and provinces after them
COMMUNE_KINDS = ("Thị trấn", "Đặc khu", "Phường", "Xã")
DISTRICT_KINDS = ("Thành phố", "Thị xã", "Quận", "Huyện")
PROVINCE_KINDS = ("Thành phố", "Tỉnh")

Record = dict[str, Any]
Row = tuple[str, ...]


def shipped_mapping() -> list[Record]:
    """The records as shipped, found without importing the package: each says which new commune took in which old one."""
    spec = importlib.util.find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("build_places: underthesea is not installed")
    path = Path(spec.submodule_search_locations[0]) / "address" / "data" / "mapping.json"
    records: list[Record] = json.loads(path.read_text("utf-8"))["ward_mapping"]
    return records


def split_kind(name: str, kinds: tuple[str, ...]) -> tuple[str, str]:
    """`Thị trấn Cẩm Giang` -> `("thị trấn", "Cẩm Giang")`."""
    for kind in kinds:
        if name.lower().startswith(kind.lower() + " "):  # "Thị Trấn Prao"
            return kind.lower(), name[len(kind) + 1 :]
    raise SystemExit(f"build_places: no kind in {name!r}")


def restore_lost_names(records: list[Record]) -> None:
    """The mapping is keyed on names without marks and leaves blank the names of look-alikes; their keys tell which they are."""
    with (PLACES / "lost_names.csv").open(encoding="utf-8", newline="") as file:
        names = {(row["place"], row["key"]): row["name"] for row in csv.DictReader(file)}
    used = set()
    for record in records:
        for side, place in (("new_ward", record["new_province"]), ("old_ward", record["old_district"])):
            key = record[f"{side}_key"]
            if not record[side] and key:
                record[side] = names[place, key]
                used.add((place, key))
    if unused := names.keys() - used:
        raise SystemExit(f"build_places: lost_names.csv names what was not lost: {sorted(unused)}")


def former_names() -> dict[str, tuple[str, str, str]]:
    """Provinces that took another name and nothing else: `{"Huế": ("Thừa Thiên Huế", "2024-12-31", "2025-01-01")}`."""
    with (PLACES / "provinces.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["valid_from"] != FIRST_DAY]
    start = {row["name"]: row["valid_from"] for row in rows}
    ended = [row for row in rows if row["valid_to"] and row["valid_to"] < LAST_DAY]
    return {
        r["successor"]: (r["name"], r["valid_to"], start[r["successor"]]) for r in ended if start[r["successor"]] > r["valid_to"]
    }


def former_commune_rows(records: list[Record]) -> list[Row]:
    """Every commune of the districts' last day; the successor that took in the greater part comes first."""
    communes: dict[tuple[str, str, str], list[tuple[bool, str]]] = {}
    for record in records:
        if record["old_ward"]:  # island districts had no communes
            old = (split_kind(record["old_province"], PROVINCE_KINDS)[1], record["old_district"], record["old_ward"])
            successor = " ".join(split_kind(record["new_ward"], COMMUNE_KINDS))
            communes.setdefault(old, []).append((not record.get("is_default", False), successor))
    renamed = former_names()
    rows: list[Row] = []
    for (province, district, ward), successors in communes.items():
        kind, name = split_kind(ward, COMMUNE_KINDS)
        within = " ".join(split_kind(district, DISTRICT_KINDS))
        became = ";".join(s for _, s in sorted(successors))
        former, last, first = renamed.get(province, ("", "", ""))
        rows.append((province, within, kind, name, first, LAST_DAY, became))
        if former:  # its districts were cut anew on the day of its new name: which one it lay in before is not known here
            rows.append((former, "", kind, name, "", last, became))
    return sorted(rows)


def commune_rows(records: list[Record]) -> list[Row]:
    """Every commune, ward and special zone since: `Thái Nguyên,xã,Bình Yên,2025-07-01`."""
    units = {(split_kind(r["new_province"], PROVINCE_KINDS)[1], *split_kind(r["new_ward"], COMMUNE_KINDS)) for r in records}
    return [(province, kind, name, FIRST_DAY) for province, kind, name in sorted(units)]


def district_rows(records: list[Record]) -> list[Row]:
    """Every district of its last day: `Bắc Giang,huyện,Hiệp Hòa,,2025-06-30`."""
    units = {(split_kind(r["old_province"], PROVINCE_KINDS)[1], *split_kind(r["old_district"], DISTRICT_KINDS)) for r in records}
    first = {province: day for province, (_, _, day) in former_names().items()}
    return [(province, kind, name, first.get(province, ""), LAST_DAY) for province, kind, name in sorted(units)]


def as_csv(header: str, rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the files are not what would be written")
    check = parser.parse_args().check
    records = shipped_mapping()
    restore_lost_names(records)
    communes, former, districts = commune_rows(records), former_commune_rows(records), district_rows(records)
    print(f"{len(communes)} communes, {len(former)} former ones, {len(districts)} districts", file=sys.stderr)
    files = {
        "communes.csv": as_csv("province,kind,name,valid_from", communes),
        "former_communes.csv": as_csv("province,district,kind,name,valid_from,valid_to,successors", former),
        "districts.csv": as_csv("province,kind,name,valid_from,valid_to", districts),
    }
    stale = [name for name, text in files.items() if not (PLACES / name).is_file() or (PLACES / name).read_text("utf-8") != text]
    if check and stale:
        print(f"build_places: out of date: {', '.join(stale)}", file=sys.stderr)
        return 1
    for name in stale:
        (PLACES / name).write_text(files[name], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
