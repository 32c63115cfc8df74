"""roster prove: how far each roster is from the best there can be."""

from __future__ import annotations

from pathlib import Path

import attrs
import click

from volsched.cli.options import answer
from volsched.cli.rosters.at_hand import at_hand, question_options
from volsched.cli.rosters.words import as_data, say


@click.command()
@question_options
@click.option("--solver", metavar="NAME", help="The solver that proves; the programme's own where none is named.")
@click.pass_context
def prove(
    ctx: click.Context,
    *,
    folder: Path,
    window: str | None,
    seed: int,
    name: str | None,
    file: Path | None,
    as_json: bool,
    solver: str | None,
) -> None:
    """Say how far each roster is from the best there can be.

    A solver that can prove says how many seats can be filled at all, and how light the heaviest load can be. It is a
    plugin, such as volsched-highs. Loads count 2 for an ordinary duty, 3 at a weekend, 4 on a holiday.
    """
    hand = at_hand(folder, window, seed, name, file)
    asked = {roster.id for roster in hand.chosen}
    plan = attrs.evolve(
        hand.plan,
        problems=tuple(item for item in hand.plan.problems if item.id in asked),
        rosters=tuple(item for item in hand.plan.rosters if item.id in asked),
    )
    found = hand.scheduler.prove(plan, solver)
    sentences = [
        say(
            "best" if proof.is_best else "not best",
            filled=proof.filled,
            most=proof.most_filled,
            heaviest=proof.heaviest,
            least=proof.least_heaviest,
        )
        for _, proof in found
    ]
    if as_json:
        answer(
            [
                {"id": roster, "best": proof.is_best, **attrs.asdict(proof), "sentence": as_data(sentence)}
                for (roster, proof), sentence in zip(found, sentences, strict=True)
            ]
        )
    else:
        for (roster, _), sentence in zip(found, sentences, strict=True):
            click.echo(f"{hand.said(hand.programme.activity(roster).title)} ({roster})  {hand.said(sentence)}")
    hand.finish(ctx, to_look_at=False)
