"""roster fairness and roster shortages: how the load lies, and what cannot be filled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from volsched.cli.nothing import nothing
from volsched.cli.options import answer, folder_argument, json_option, window_option
from volsched.cli.people import person_of
from volsched.cli.rosters.at_hand import Rosters, at_hand, id_option, outlined, question_options
from volsched.cli.rosters.words import as_data, label, say
from volsched.cli.tables import columns
from volsched.cli.wording import label as common_label
from volsched.model import Roster, Text

if TYPE_CHECKING:
    from volsched.rostering import Fairness, PersonLoad

_HEADER = ("person", "load", "fair", "duties", "weekends", "holidays")


@click.command()
@question_options
@click.option("--person", metavar="PERSON", help="The statement of one person only, by id or name.")
@click.pass_context
def fairness(
    ctx: click.Context,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    name: str | None,
    file: Path | None,
    as_json: bool,
    person: str | None,
) -> None:
    """Show each person's load beside what would be fair for them.

    An ordinary duty counts 1, one on a weekend 1.5, one on a holiday 2, and what was carried over counts too. What is
    fair heeds when somebody can serve at all.
    """
    # Loaded late for a quick --help.
    from volsched.rostering import fairness as fairness_of

    hand = at_hand(folder, window, seed, name, file, alone=True)
    wanted = None if person is None else person_of(hand.programme, person)
    found = [(roster, fairness_of(hand.plan.problem(roster.id), roster)) for roster in hand.chosen]
    if as_json:
        answer([_as_data(roster, fair, wanted) for roster, fair in found])
    elif not found:
        click.echo(nothing("rosters", hand.language))
    elif wanted is None:
        for roster, fair in found:
            _show(hand, roster, fair)
    else:
        for roster, fair in found:
            for item in fair.people:
                if item.person == wanted:
                    click.echo(f"{_title(hand, roster)}  {hand.said(_own_statement(hand, item))}")
    hand.finish(ctx, to_look_at=False)


@click.command()
@folder_argument
@window_option
@id_option
@json_option
@click.pass_context
def shortages(ctx: click.Context, *, folder: Path, window: str | None, name: str | None, as_json: bool) -> None:
    """Name what nobody can fill, proved by counting, before any roster is made.

    For a stretch of duties the most that everybody could serve in it is counted. Where that comes to less than is
    needed, no roster fills it (exit code 1). Other seats may still stay empty; `roster why` tells why.
    """
    # Loaded late for a quick --help.
    from volsched.rostering import shortages as shortages_of

    hand = outlined(folder, window, name)
    found = [(roster, shortages_of(hand.plan.problem(roster.id))) for roster in hand.chosen]
    if as_json:
        answer(
            [
                {
                    "roster": roster.id,
                    "lacking": item.lacking,
                    "name": item.name,
                    "shifts": list(item.shifts),
                    "needed": item.needed,
                    "possible": item.possible,
                    "sentence": as_data(item.sentence),
                }
                for roster, items in found
                for item in items
            ]
        )
    else:
        lines = [f"{_title(hand, roster)}  {hand.said(item.sentence)}" for roster, items in found for item in items]
        for line in lines or [label("no shortage", hand.language)]:
            click.echo(line)
    hand.finish(ctx, to_look_at=any(items for _, items in found))


def _show(hand: Rosters, roster: Roster, fair: Fairness) -> None:
    language = hand.language
    click.echo(f"{_title(hand, roster)} ({roster.id})  {common_label('fairness', language)}: {fair.score}")
    rows = [(*(label(word, language) for word in _HEADER), "")]
    for item in sorted(fair.people, key=lambda item: (-item.load, item.person)):
        figures = (_shown(item.load), _shown(item.fair), item.duties, item.weekends, item.holidays)
        rows.append((hand.said(hand.name(item.person)), *map(str, figures), hand.said(_statement(item))))
    for line in columns(rows):
        click.echo(f"  {line}")
    click.echo()


def _title(hand: Rosters, roster: Roster) -> str:
    return hand.said(hand.programme.activity(roster.id).title)


def _statement(item: PersonLoad) -> Text:
    return say("statement", load=_shown(item.load), fair=_shown(item.fair))


def _own_statement(hand: Rosters, item: PersonLoad) -> Text:
    counts = {"duties": item.duties, "weekends": item.weekends, "holidays": item.holidays}
    own = say("own statement", person=hand.name(item.person), load=_shown(item.load), fair=_shown(item.fair), **counts)
    return say("own statement with credit", statement=own, credit=_shown(item.credit)) if item.credit else own


def _shown(load: float) -> str:
    """A load in ordinary duties, of which each counts 2 in a roster: 13 is shown as 6.5."""
    # Loaded late for a quick --help.
    from volsched.planning.making import ORDINARY

    return f"{load / ORDINARY:.1f}"


def _as_data(roster: Roster, fair: Fairness, person: str | None) -> dict[str, Any]:
    return {
        "id": roster.id,
        "fairness": fair.score,
        "heaviest": fair.heaviest,
        "water_line": fair.water_line,
        "people": [
            {
                "person": item.person,
                "load": item.load,
                "fair": round(item.fair, 6),
                "duties": item.duties,
                "weekends": item.weekends,
                "holidays": item.holidays,
                "nights": item.nights,
                "standby": item.standby,
                "credit": item.credit,
                "statement": as_data(_statement(item)),
            }
            for item in fair.people
            if person in (None, item.person)
        ],
    }
