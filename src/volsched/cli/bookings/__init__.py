"""The group of commands about places: who has one, who waits, and what happens to them."""

from __future__ import annotations

import click

from volsched.cli.lazy import LazyGroup

COMMANDS = {
    "accept": ("changing", "Somebody takes the place that they were offered."),
    "add": ("changing", "Somebody, or a household, asks for a place."),
    "calls": ("showing", "Whom to call, and who calls them."),
    "cancel": ("changing", "Somebody gives their place back; the next is asked."),
    "certificates": ("learning", "Which certificates end, when to tell, and what renews them."),
    "decline": ("changing", "Somebody does not want this place, and goes on waiting."),
    "draw": ("learning", "How places were drawn, so that everybody can work it out again."),
    "expire": ("changing", "Offers that were not answered lapse; the next are asked."),
    "invitations": ("showing", "Who is invited to a campaign when, and how each is told."),
    "move": ("changing", "Somebody takes another free place."),
    "no-show": ("changing", "Somebody did not come; the place goes to the next."),
    "open": ("opening", "Begin the books: everybody has the place that the plan gives them."),
    "release": ("changing", "Give the places kept for walk-ins to those who wait."),
    "show": ("showing", "Show who has which place, and who waits."),
    "walk-in": ("changing", "Somebody comes without an appointment."),
    "why": ("showing", "Why somebody has this place and no earlier one, or none."),
}


@click.group(cls=LazyGroup, package="volsched.cli.bookings", places=COMMANDS)
def book() -> None:
    """Keep the books of places: checkups, hand-out days, the banquet.

    `open` begins them; from then on what is booked, cancelled and moved is remembered in the store, and every plan
    takes it as it stands. Whatever a command does, everybody whom it touches is named once, with how to reach them.
    """
