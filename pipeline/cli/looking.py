"""`doichieu explain`, `diff` and `evaluate`: looking closely at one document, at two, at all beside their gold."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.terminal import (
    DONE,
    FELL_SHORT,
    CannotBeDone,
    desk_with,
    in_colour,
    open_store,
    readable_document,
    terminal_width,
    write,
)

if TYPE_CHECKING:
    from pipeline.model import Extraction


def explain(arguments: argparse.Namespace) -> int:
    from pipeline.batch.run import check_alone
    from pipeline.explain import render_explanation
    from pipeline.extract import extract
    from pipeline.extract.bundle import parted

    desk = desk_with(arguments.rules)
    document = readable_document(arguments.file)
    width = min(120, max(60, terminal_width()))
    for part in parted(document, desk):
        extraction = extract(part, desk)
        findings = check_alone(extraction, desk)
        campaign = desk.rulebook.campaign_of(extraction.value("directive"))
        period = (campaign.short_vi, campaign.short_en) if campaign else None
        look = {"colour": in_colour(arguments.color), "width": width, "lang": arguments.lang, "period": period}
        print(render_explanation(extraction, findings, **look))
    return DONE


def diff(arguments: argparse.Namespace) -> int:
    from pipeline.report.diff import render_diff

    names, pair = _of_units(arguments) if arguments.db else (None, _of_files(arguments))
    text = render_diff(
        pair[0], pair[1], names=names, kind=arguments.format, colour=not arguments.out and in_colour(arguments.color)
    )
    write(f"{text}\n".encode(), arguments.out)
    return DONE


def _of_files(arguments: argparse.Namespace) -> list[Extraction]:
    from pipeline.extract import extract

    if arguments.third or arguments.year or arguments.campaign:
        raise CannotBeDone("Two files are compared as `diff A B`; years and campaigns belong to a database: give --db FILE.")
    desk = desk_with(arguments.rules)
    return [extract(readable_document(Path(name)), desk) for name in (arguments.first, arguments.second)]


def _of_units(arguments: argparse.Namespace) -> tuple[tuple[str, str], list[Extraction]]:
    """`"Thanh Hóa" 2023 2024`, or `"Thanh Hóa" "Nghệ An"` of one year."""
    from pipeline.report.gathering import NoSuchProvince
    from pipeline.report.unit import NoSuchPlan, plans_of_units, plans_of_years

    desk = desk_with(arguments.rules)
    years = [text for text in (arguments.second, arguments.third) if text and text.isdigit()]
    if len(years) != (2 if arguments.third else 0) or (arguments.third and arguments.year):
        raise CannotBeDone(
            'Write a unit and two years, `"Thanh Hóa" 2023 2024`, or two units, `"Thanh Hóa" "Nghệ An" --year 2024`.'
        )
    campaigns = {d.number: d.campaign for d in desk.rulebook.directives if arguments.campaign in (None, d.campaign)}
    with open_store(arguments.db) as store:
        rows = [row for row in store.plans() if row["directive"] in campaigns]
        try:
            if arguments.third:
                found = plans_of_years(rows, desk.places, arguments.first, (int(years[0]), int(years[1])), campaigns)
            else:
                units = (arguments.first, arguments.second)
                found = plans_of_units(rows, desk.places, units, arguments.year, campaigns)
        except (NoSuchPlan, NoSuchProvince) as error:
            raise CannotBeDone(str(error)) from error
        return (found[0].name, found[1].name), [store.load(plan.document) for plan in found]


def evaluate(arguments: argparse.Namespace) -> int:
    import json
    from contextlib import ExitStack

    from pipeline import evaluate as scoring
    from pipeline.gold import GoldError, read_golds

    try:
        golds = read_golds(arguments.gold)
    except GoldError as error:
        raise CannotBeDone(str(error)) from error
    with ExitStack() as stack:
        new = stack.enter_context(open_store(arguments.db))
        if arguments.against:
            compared = scoring.gains_and_losses(stack.enter_context(open_store(arguments.against)), new, golds)
            scores, data = compared.after, scoring.gains_and_losses_as_dict(compared)
            text = scoring.render_gains_and_losses(compared)
        else:
            scores = scoring.evaluate(new, golds)
            data, text = scoring.scores_as_dict(scores), scoring.render_scores(scores, arguments.errors)
    print(json.dumps(data, ensure_ascii=False, indent=1) if arguments.json else text)
    return DONE if scores.total.f1 >= arguments.at_least else FELL_SHORT
