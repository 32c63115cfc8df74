"""volsched cadence: how much each community has, month by month."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from volsched.cli.nothing import or_nothing
from volsched.cli.options import answer, folder_argument, json_option, opened, show_failures, window_option
from volsched.cli.tables import columns
from volsched.model import Audience, Language

if TYPE_CHECKING:
    from volsched.planning import Cadence, Plan

_SAY: dict[str, dict[Language, str]] = {
    "area": {"zh": "区域", "ug": "رايون", "en": "area"},
    "all": {"zh": "合计", "ug": "جەمئىي", "en": "all"},
    "break": {"zh": "最长间断（天）", "ug": "ئەڭ ئۇزۇن ئۈزۈلۈش (كۈن)", "en": "longest break (days)"},
}


@click.command()
@folder_argument
@window_option
@json_option
@click.option(
    "--audience",
    default="public",
    show_default=True,
    type=click.Choice(get_args(Audience)),
    help="For everybody, for members, for coordinators, or for the people concerned alone.",
)
@click.pass_context
def cadence(ctx: click.Context, /, *, folder: Path, window: str | None, as_json: bool, audience: Audience) -> None:
    """Show how often something is on in each community, month by month, and its longest break.

    Something on every month, something planned every quarter, never a break all year. The exit code is 1 where a month
    of a community is empty.
    """
    # Loaded late for a quick --help.
    from volsched.planning import cadence as cadence_of

    scheduler = opened(folder)
    plan = scheduler.outline(window)
    found = cadence_of(plan, audience)
    if as_json:
        answer([_as_data(item) for item in found])
    else:
        for line in or_nothing(columns(_rows(plan, found)), "cadence", plan.programme.language):
            click.echo(line)
    show_failures(scheduler)
    ctx.exit(1 if any(item.empty_months for item in found) else 0)


def _rows(plan: Plan, found: tuple[Cadence, ...]) -> list[tuple[str, ...]]:
    language = plan.programme.language
    if not found:
        return []
    months = [f"{month[1]:02d}" for month, _ in found[0].months]
    rows = [(_SAY["area"][language], *months, _SAY["all"][language], _SAY["break"][language])]
    for item in found:
        name = plan.programme.area(item.area).name.in_language(language)
        counts = [str(count) for _, count in item.months]
        rows.append((f"{name} ({item.area})", *counts, str(item.total), str(item.longest_break)))
    return rows


def _as_data(item: Cadence) -> dict[str, object]:
    return {
        "area": item.area,
        "audience": item.audience,
        "months": {f"{year}-{month:02d}": count for (year, month), count in item.months},
        "special": {f"{year}-{month:02d}": count for (year, month), count in item.special},
        "longest_break": item.longest_break,
        "total": item.total,
    }
