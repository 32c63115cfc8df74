"""The group of commands about rosters; without a sub-command it shows who serves when."""

from __future__ import annotations

from pathlib import Path

import click

from volsched.cli.lazy import LazyGroup
from volsched.errors import did_you_mean, nearest

_COMMANDS = {
    "callout": ("calling", "Whom to call for help at a time, the fairest order first."),
    "carry": ("carrying", "What everybody carries into the next roster, as its history.csv."),
    "check": ("judging", "Judge a roster made by hand or published: rules it breaks, seats it leaves empty."),
    "cover": ("asking", "Who could step in for somebody, or for an empty seat, the best first."),
    "diff": ("judging", "What is different between two rosters, seat by seat."),
    "fairness": ("measuring", "Each person's load beside what would be fair for them."),
    "offer": ("swapping", "Offer somebody's duty to one person, or to those who could take it."),
    "prove": ("proving", "How far each roster is from the best there can be, proved by a solver."),
    "replan": ("changing", "Make a roster anew after people drop out, with as few changes as possible."),
    "shortages": ("measuring", "What cannot be filled, proved before any roster is made."),
    "show": ("showing", "Show who serves when, as a table or CSV; what `roster FOLDER` alone does."),
    "swap": ("changing", "Give a duty to somebody else, or exchange two, if the rules allow it."),
    "swaps": ("swapping", "Show the ledger of swaps: who offered what, and what became of it."),
    "take": ("swapping", "Take an offered duty for somebody, or give one of theirs for it."),
    "undo": ("swapping", "Take back a swap that was done."),
    "versions": ("versions", "Show the versions of published rosters: who changed what, when and why."),
    "why": ("asking", "Why somebody serves, or does not, or why a seat stays empty."),
    "withdraw": ("swapping", "Take an offer off the table."),
}


class _Rosters(LazyGroup):
    """What is no sub-command belongs to `show`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the sub-command that goes without saying."""
        first = args[0] if args else ""
        if first not in self.places and first not in ctx.help_option_names:
            near = (
                nearest(first, self.places) if first and not first.startswith("-") and not Path(first).exists() else ()
            )
            if near:
                raise click.UsageError(f"no folder and no sub-command '{first}'; {did_you_mean(near)}", ctx)
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Rosters, package="volsched.cli.rosters", places=_COMMANDS, options_metavar="")
def roster() -> None:
    """Show, judge, explain, mend and compare rosters.

    `volsched roster FOLDER` shows who serves when; `volsched roster show --help` names its options. Name a folder that
    is called like a command with its path, such as ./check.

    The roster is the one that was published and is kept in the store, or the one that the programme makes, always the
    same for the same seed; with --roster FILE.csv it is the one in that file.
    """
