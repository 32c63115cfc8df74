"""Commands that change a book: each is one change of the store, and names everybody whom it touches once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from volsched.cli.bookings.at_hand import Books, books_at_hand, change_options, moment_of, writer
from volsched.cli.bookings.telling import outcome_as_data, show_outcome, show_queued
from volsched.cli.options import answer, show_failures
from volsched.errors import InvalidValue

if TYPE_CHECKING:
    from volsched.booking import BookingBook, Command

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def person_option(command: Decorated) -> Decorated:
    """Whom it is about."""
    return click.option("--person", metavar="ID", required=True, help="Whom it is about, by id or name.")(command)


def to_option(*, required: bool) -> Callable[[Decorated], Decorated]:
    """The occurrence or place that is meant."""
    text = "The session by its day (2027-03-17) or key; with a time (2027-03-17 10:30) the place at that time."
    return click.option("--to", metavar="WHEN", required=required, help=text)


def _carried_out(
    asked: dict[str, Any], make: Callable[[Books, BookingBook], Command], person: str | None = None
) -> None:
    hand = books_at_hand(asked["folder"], asked["store"])
    name = hand.book(asked["name"], None if person is None else hand.person(person))
    if name not in hand.books:
        cure = f"begin it with `volsched book open --id {name}`; open are {', '.join(hand.books) or 'none'}"
        raise InvalidValue("book", name, "", "is not open", cure)
    command = make(hand, hand.books[name])
    now = moment_of(asked["now"], hand.programme)
    preview = asked["dry_run"]
    outcome, queued = hand.scheduler.office.book(name, command, now=now, who=writer(asked["by"]), preview=preview)
    if asked["as_json"]:
        answer(outcome_as_data(outcome, queued))
    else:
        show_outcome(hand, outcome)
        show_queued(hand, queued, preview=preview)
    show_failures(hand.scheduler)


@click.command()
@change_options
@click.option("--person", "people", metavar="ID", multiple=True, required=True, help="Who; a household is named whole.")
@click.option("--household", is_flag=True, help="Everybody of this person's household with them.")
@to_option(required=False)
def add(*, people: tuple[str, ...], household: bool, to: str | None, **asked: Any) -> None:
    """Somebody asks for a place, alone or with others who come together with them.

    They get a free place if nobody waits for it, and otherwise come to the end of the queue.
    """
    # Loaded late for a quick --help.
    from volsched.booking import Book

    def make(hand: Books, book: BookingBook) -> Command:
        named = tuple(hand.person(written) for written in people)
        if household:
            named = _household(hand, named)
        if to is None:
            return Book(people=named)
        occurrence, place = when(hand, book, to, named[0])
        return Book(people=named, wants=(occurrence,)) if place is None else Book(people=named, place=place)

    _carried_out(asked, make)


@click.command()
@change_options
@person_option
def cancel(*, person: str, **asked: Any) -> None:
    """Somebody gives their place back, or leaves the queue; the next who waits is asked, with a deadline to reply."""
    # Loaded late for a quick --help.
    from volsched.booking import Cancel

    _carried_out(asked, lambda hand, _book: Cancel(person=hand.person(person)), person)


@click.command()
@change_options
@person_option
def accept(*, person: str, **asked: Any) -> None:
    """Somebody takes the place that they were offered, and with them those who come together with them."""
    # Loaded late for a quick --help.
    from volsched.booking import Accept

    _carried_out(asked, lambda hand, _book: Accept(person=hand.person(person)), person)


@click.command()
@change_options
@person_option
def decline(*, person: str, **asked: Any) -> None:
    """Somebody does not want the place that they were offered or given; they keep their turn for the next one."""
    # Loaded late for a quick --help.
    from volsched.booking import Decline

    _carried_out(asked, lambda hand, _book: Decline(person=hand.person(person)), person)


@click.command("no-show")
@change_options
@person_option
def no_show(*, person: str, **asked: Any) -> None:
    """Somebody did not come: the place goes to the next who waits and can come.

    What begins within the notice of the activity (3 hours, if nothing is said) is given to the next at once, who is to
    be called; otherwise they are asked, with a deadline.
    """
    # Loaded late for a quick --help.
    from volsched.booking import NoShow

    _carried_out(asked, lambda hand, _book: NoShow(person=hand.person(person)), person)


@click.command()
@change_options
@person_option
@to_option(required=True)
def move(*, person: str, to: str, **asked: Any) -> None:
    """Somebody takes another place, if it is free and nobody who waits is next for it."""
    # Loaded late for a quick --help.
    from volsched.booking import Move

    def make(hand: Books, book: BookingBook) -> Command:
        who = hand.person(person)
        occurrence, place = when(hand, book, to, who)
        return Move(person=who, occurrence=occurrence) if place is None else Move(person=who, place=place)

    _carried_out(asked, make, person)


@click.command("walk-in")
@change_options
@person_option
@to_option(required=True)
def walk_in(*, person: str, to: str, **asked: Any) -> None:
    """Somebody comes without an appointment: they get a place kept for walk-ins, or a free one, or wait."""
    # Loaded late for a quick --help.
    from volsched.booking import WalkIn

    def make(hand: Books, book: BookingBook) -> Command:
        who = hand.person(person)
        return WalkIn(person=who, occurrence=when(hand, book, to, who)[0])

    _carried_out(asked, make)


@click.command()
@change_options
@to_option(required=True)
def release(*, to: str, **asked: Any) -> None:
    """Give the places of a session that were kept for walk-ins to those who wait."""
    # Loaded late for a quick --help.
    from volsched.booking import Release

    _carried_out(asked, lambda hand, book: Release(occurrence=when(hand, book, to)[0]))


@click.command()
@change_options
def expire(**asked: Any) -> None:
    """Offers that were not answered in time lapse, and the next are asked; run it every hour or so."""
    # Loaded late for a quick --help.
    from volsched.booking import Expire

    _carried_out(asked, lambda _hand, _book: Expire())


def _household(hand: Books, people: tuple[str, ...]) -> tuple[str, ...]:
    homes = {hand.programme.person(person).household for person in people} - {None}
    others = (person.id for person in hand.programme.people if person.household in homes)
    return tuple(dict.fromkeys((*people, *others)))


def when(hand: Books, book: BookingBook, written: str, person: str | None = None) -> tuple[str, str | None]:
    """The occurrence, and the free place if a time is named, that somebody means.

    Where several sessions are on that day it is the one of the activity that the person has a place in, or of their
    own community.

    Raises:
        InvalidValue: there is none, or several could be meant.
    """
    # Loaded late for a quick --help.
    from volsched.cli.bookings.choosing import chosen

    prefer: list[str] = []
    if person is not None:
        entry = book.entry_of.get(person)
        if entry is not None and entry.place is not None:
            prefer.append(entry.place.partition("/")[0])
        known = hand.programme.person_by_id.get(person)
        for area in hand.programme.areas_above(None if known is None else known.area):
            prefer += [item.id for item in hand.programme.activities if item.area == area and item.places is not None]
    return chosen(book, written, hand.programme.zone, prefer)
