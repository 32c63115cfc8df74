"""The rosters that a question is about: made from the programme, or read from a file; and who and when it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import attrs
import click
from attrs import frozen

from volsched.cli.options import (
    STORE_TEXT,
    context_option,
    folder_argument,
    in_context,
    json_option,
    now_option,
    opened,
    planned,
    seed_option,
    show_failures,
    window_option,
)
from volsched.cli.progress import ProgressBar
from volsched.cli.rosters.words import Field, in_each, say
from volsched.errors import InvalidValue
from volsched.model import Language, Programme, Roster, Seat, Shift, Text, Window
from volsched.model.wording import clock_time, day_in_words

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.planning import Plan
    from volsched.rostering import Problem

Command = TypeVar("Command", bound=Callable[..., Any])
MOST_NAMED = 5
_STORE = "volsched.store"


@frozen
class Rosters:
    """A plan, and those of its rosters that are asked about."""

    scheduler: Scheduler
    plan: Plan
    chosen: tuple[Roster, ...]
    kept: tuple[str, ...] = ()
    """The ids of those that go into a file together: the chosen, or all that the file before held."""
    _problems: dict[str, Problem] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    @property
    def programme(self) -> Programme:
        """The programme that the rosters belong to."""
        return self.scheduler.programme

    @property
    def language(self) -> Language:
        """The language to answer in."""
        return self.scheduler.programme.language

    def said(self, text: Text) -> str:
        """The text in the language of the programme."""
        return text.in_language(self.language)

    def name(self, person: str) -> Text:
        """What somebody is called; who is not registered keeps the name that stands in the roster."""
        known = self.programme.person_by_id.get(person)
        return Text(en=person) if known is None else known.name

    def problem(self, roster: Roster) -> Problem:
        """What the roster has to heed as everything stands, with other rosters and appointments."""
        if roster.id not in self._problems:
            self._problems[roster.id] = self._as_it_stands(roster)
        return self._problems[roster.id]

    def _as_it_stands(self, roster: Roster) -> Problem:
        problem = self.plan.problem(roster.id)
        people = problem.person_by_id
        spans = {
            (item.person, self.plan.shift(item.seat.shift).span)
            for other in self.plan.rosters
            if other.id != roster.id
            for item in other.assignments
            if item.person in people
        }
        booked = (item for item in self.plan.bookings if item.status == "booked" and item.person in people)
        spans |= {(item.person, item.span) for item in booked if item.span is not None}
        return attrs.evolve(problem, taken=tuple(sorted({*problem.taken, *spans})))

    def shifts_on(self, day: dt.date) -> Iterator[tuple[Roster, Shift]]:
        """Each shift of the day with its roster; an InvalidValue tells when there is none."""
        found = [
            (roster, shift)
            for roster in self.chosen
            for shift in self.plan.problem(roster.id).shifts
            if shift.day == day
        ]
        if not found:
            problem = f"nobody is to serve on {day}"
            raise InvalidValue("roster", "", "--day", problem, f"name a day with a duty, within {self.plan.window}")
        yield from found

    def seats_of(self, person: str, day: dt.date) -> list[tuple[Roster, Seat]]:
        """Where somebody serves on a day."""
        return [
            (roster, item.seat)
            for roster, shift in self.shifts_on(day)
            for item in roster.by_shift.get(shift.id, ())
            if item.person == person
        ]

    def must_serve(self, person: str, day: dt.date) -> list[tuple[Roster, Seat]]:
        """The same where somebody is said to serve; an InvalidValue tells who does instead."""
        found = self.seats_of(person, day)
        if not found:
            shifts = self.shifts_on(day)
            serving = [item.person for roster, shift in shifts for item in roster.by_shift.get(shift.id, ())]
            cure = f"on that day serve {self.listed(serving)}" if serving else "nobody serves on that day"
            problem = f"{self.said(self.name(person))} ({person}) does not serve on {day}"
            raise InvalidValue("roster", "", "--person", problem, cure)
        return found

    def listed(self, people: list[str]) -> str:
        """Names one after another; of many, the first few."""
        names = [self.said(self.name(person)) for person in people]
        more = ["…"] if len(names) > MOST_NAMED else []
        return ("، " if self.language == "ug" else ", ").join([*names[:MOST_NAMED], *more])

    def place(self, seat: Seat) -> Text:
        """Which duty it is, in words: the day, the activity, and time and role where there are several."""
        shift = self.plan.shift(seat.shift)
        fields: dict[str, Field] = {
            "day": in_each(lambda language: day_in_words(shift.day, language)),
            "title": self.programme.activity(shift.activity).title,
        }
        others = [item for item in self._on(shift.day) if item.activity == shift.activity]
        if len(others) > 1:
            zone = self.programme.zone
            fields["time"] = in_each(lambda language: clock_time(shift.span.start, zone, language))
        place = say("place at" if len(others) > 1 else "place", **fields)
        return say("place as", place=place, role=self.role(seat.role)) if len(shift.requirements) > 1 else place

    def role(self, role: str) -> Text:
        """A role in words."""
        # Loaded late: it brings the calendars with it.
        from volsched.publishing import Redaction

        redaction = Redaction(self.programme)
        return in_each(lambda language: redaction.role_name(role, language))

    def _on(self, day: dt.date) -> list[Shift]:
        return [shift for shift in self.plan.shifts if shift.day == day]

    def changed(self, roster: Roster) -> Rosters:
        """The same with this roster in place of the one of its id."""
        chosen = tuple(roster if old.id == roster.id else old for old in self.chosen)
        return attrs.evolve(self, plan=self.plan.with_roster(roster), chosen=chosen)

    def finish(self, ctx: click.Context, *, to_look_at: bool) -> NoReturn:
        """End the command: 1 where something is to be looked at or a plugin failed, or else 0."""
        show_failures(self.scheduler)
        ctx.exit(1 if to_look_at or self.scheduler.failures else 0)


def at_hand(
    folder: Path, window: str | None, seed: int, name: str | None, file: Path | None = None, *, alone: bool = False
) -> Rosters:
    """The rosters of the programme, or those of a file with the others made around them.

    With `alone`, where nobody asks what else people do, others are made only if they take time of the people of the
    file; that is many times quicker in a large programme.
    """
    scheduler = opened(folder, store=store_named())
    if file is None:
        made = planned(scheduler, window, seed, so_far=True)
        chosen = made.rosters if name is None else (made.roster(name),)
        return Rosters(scheduler, made, chosen, tuple(roster.id for roster in chosen))
    # Loaded late for a quick --help.
    from volsched.files import read_rosters

    outline = scheduler.outline(window)
    given = read_rosters(file, outline, about=name, readers=scheduler.readers)
    left_empty = _apart_from(outline, {roster.id for roster in given}) if alone else ()
    with ProgressBar() as bar:
        made = scheduler.plan(window, seed=seed, rosters=(*given, *left_empty), progress=bar)
    chosen = tuple(roster for roster in given if name in (None, roster.id))
    return Rosters(scheduler, made, chosen, tuple(roster.id for roster in given))


def _apart_from(outline: Plan, rosters: set[str]) -> tuple[Roster, ...]:
    """The rosters, as yet empty, that take no time from the people of these.

    Time is handed on in the order of the programme, so only those before a roster can take any.
    """
    near: set[str] = set()
    people: set[str] = set()
    for problem in reversed(outline.problems):
        if problem.id in rosters or not people.isdisjoint(problem.person_by_id):
            near.add(problem.id)
            people |= problem.person_by_id.keys()
    return tuple(roster for roster in outline.rosters if roster.id not in near)


def outlined(folder: Path, window: str | None, name: str | None = None, store: str | None = None) -> Rosters:
    """The rosters of the programme before anybody is in them."""
    scheduler = opened(folder, store=store)
    made = scheduler.outline(window)
    return Rosters(scheduler, made, made.rosters if name is None else (made.roster(name),))


def question_options(command: Command) -> Command:
    """What every question about a roster can say: which programme, window, seed and roster, and how to answer."""
    return now_option(call_options(command))


def call_options(command: Command) -> Command:
    """The same without --now, which a call for help reads in a way of its own."""
    options = (_store_option, json_option, roster_option, id_option, seed_option, window_option)
    for option in (*options, folder_argument):
        command = option(command)
    return command


def _store_option(command: Command) -> Command:
    """The store in which the rosters are kept; see `store_named`."""
    return context_option(command, "--store", _STORE, metavar="FILE", text=STORE_TEXT)


def store_named() -> str | None:
    """The store that --store names."""
    return in_context(_STORE)


def keep_option(command: Command) -> Command:
    """Whether the change goes into the store."""
    text = "Keep the change in the store: whom it concerns is told, and the next publication starts from it."
    return click.option("--keep", is_flag=True, help=text)(command)


def id_option(command: Command) -> Command:
    """One roster only."""
    text = "One roster only; its id is that of its activity."
    return click.option("--id", "name", metavar="ID", help=text)(command)


def roster_option(command: Command) -> Command:
    """The roster as a file has it."""
    text = "The roster as it stands in this file, such as one that publish wrote and somebody changed."
    return click.option("--roster", "file", metavar="FILE.csv", type=click.Path(path_type=Path), help=text)(command)


def programme_option(command: Command) -> Command:
    """The programme folder, where the argument is a file."""
    text = "The programme folder; the current one if left out."
    return click.option(
        "--programme", "folder", metavar="FOLDER", default=".", type=click.Path(path_type=Path), help=text
    )(command)


def day_option(command: Command) -> Command:
    """The day asked about."""
    text = "The day on which the duty begins, such as 2027-05-07."
    return click.option("--day", metavar="DAY", required=True, help=text)(command)


def out_option(command: Command) -> Command:
    """Where the changed roster goes."""
    text = "Write the changed roster to this file, as CSV."
    return click.option("--out", metavar="FILE.csv", type=click.Path(path_type=Path), help=text)(command)


def one_day(written: str, option: str = "--day") -> dt.date:
    """The day that an option names; an InvalidValue if it is none."""
    try:
        window = Window.parse(written)
    except InvalidValue as error:
        raise InvalidValue("roster", "", option, error.problem, "write a day such as 2027-05-07") from error
    if (window.end - window.first).days != 1:
        raise InvalidValue("roster", "", option, f"'{written}' is not one day", "write a day such as 2027-05-07")
    return window.first
