"""The programme, the store and the books that a command is about; who and when."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from attrs import frozen

from volsched.cli.clock import clock
from volsched.cli.options import folder_argument, json_option, opened, store_option
from volsched.cli.people import person_of
from volsched.errors import InvalidValue
from volsched.model import Language, Programme, Text
from volsched.model.zones import zone

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.booking import BookingBook
    from volsched.storage import Store

Command = TypeVar("Command", bound=Callable[..., Any])


@frozen
class Books:
    """What is at hand."""

    scheduler: Scheduler
    store: Store
    books: Mapping[str, BookingBook]

    @property
    def programme(self) -> Programme:
        """The programme that the books belong to."""
        return self.scheduler.programme

    @property
    def language(self) -> Language:
        """The language to answer in."""
        return self.scheduler.programme.language

    def said(self, text: Text) -> str:
        """The text in the language of the programme."""
        return text.in_language(self.language)

    def person(self, written: str) -> str:
        """The id of somebody who is named by id or name; strangers are told to be entered first."""
        return person_of(self.programme, written)

    def name(self, person: str) -> str:
        """What somebody is called; who is not registered any more keeps their id."""
        known = self.programme.person_by_id.get(person)
        return person if known is None else self.said(known.name)

    def book(self, name: str | None, person: str | None = None) -> str:
        """The book that is meant: the named one, the only one, or the only one that somebody is in.

        Raises:
            InvalidValue: none or several could be meant.
        """
        if name is not None:
            return name
        known = [key for key, book in self.books.items() if person is None or person in book.entry_of]
        if len(known) == 1:
            return known[0]
        if not self.books:
            raise InvalidValue("book", "", "", "no book is open", "begin them with `volsched book open`")
        names = known or list(self.books)
        who = "" if person is None else f" of {self.name(person)} ({person})"
        problem = f"{len(known)} books{who} are open" if known or person is None else f"no book{who} is open"
        raise InvalidValue("book", "", "--id", problem, f"name one: {', '.join(names)}")


def books_at_hand(folder: Path, store: str | None, *, begins: bool = False) -> Books:
    """The books of a programme.

    Raises:
        StoreError: nothing is remembered for this programme.
    """
    # Loaded late for a quick --help.
    from volsched.storage.bookings import books

    scheduler = opened(folder, store=store, begins=begins)
    with scheduler.kept_store.look() as look:
        return Books(scheduler, scheduler.kept_store, books(look))


def moment_of(written: str | None, programme: Programme) -> dt.datetime:
    """The time that a command is about: as written, in the wall time of the programme, or now.

    Raises:
        InvalidValue: it cannot be read.
    """
    if written is None:
        return clock()
    try:
        wall = dt.datetime.fromisoformat(written.strip())
    except ValueError as error:
        cure = 'write it as "2027-03-17 09:00"'
        raise InvalidValue("book", "", "--now", f"'{written[:40]}' is not a day and time", cure) from error
    return wall if wall.tzinfo is not None else wall.replace(tzinfo=zone(programme.zone))


def book_options(command: Command) -> Command:
    """What every question about a book can say."""
    for option in (json_option, id_option, store_option, folder_argument):
        command = option(command)
    return command


def id_option(command: Command) -> Command:
    """One book."""
    text = "The book: the id of its campaign or activity; not needed where only one can be meant."
    return click.option("--id", "name", metavar="ID", help=text)(command)


def change_options(command: Command) -> Command:
    """What every change of a book can say: of which, when, by whom, and whether it is only a trial."""
    trial = click.option(
        "--dry-run", is_flag=True, help="Change nothing; show what would happen and what is told to whom."
    )
    return trial(opening_options(command))


def opening_options(command: Command) -> Command:
    """What the opening of books can say: of which, when, and by whom."""
    when = click.option(
        "--now", metavar="TIME", help='The time it happens, "2027-03-17 09:00"; the clock\'s if left out.'
    )
    who = click.option("--by", metavar="NAME", help="Who writes this down; the user of this machine if left out.")
    return book_options(when(who(command)))


def writer(by: str | None) -> str:
    """Who writes something down, for the record of changes."""
    return by or os.environ.get("USER") or os.environ.get("USERNAME") or "volsched"
