"""Which names a folder gives, so that every other name in it can be looked up, and missed once.

A name that nothing has may be a slip of its own, or the shadow of another fault: its object is there, and only the id
of it is written wrongly, or the file of it could not be read. Misses are therefore kept until everything is read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from volsched.errors import InvalidValue, did_you_mean, nearest
from volsched.files.faults import Here
from volsched.files.values import shown
from volsched.model.ids import check_id, is_id

# Looking for near names takes a while among thousands; the first misses of a kind are helped, the rest only told.
MOST_HINTS = 100
MOST_COMPARED = 300_000
MOST_MATCHED = 20
MOST_PLACES = 3


class Names:
    """The names of one kind of object: the ids, for people also the names, and what could not be read."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.complete = True
        """False once a file or table that may hold such objects could not be read."""
        self._ids: dict[str, Here] = {}
        self._folded: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = {}
        self._misread: list[tuple[str, ...]] = []
        """Objects that are there without a good id, each with what stands in its place."""
        self._missed: dict[str, list[Here]] = {}
        self._shared: dict[str, list[Here]] = {}

    def give(self, name: object, here: Here, cure: str = "give each an id of its own") -> str | None:
        """Take down the id of an object; None, after telling the fault, if it cannot have it.

        Who gets None says with `misread` by what names the object may be missed.
        """
        if not is_id(name):
            try:
                check_id(self.what, "id", name)
            except InvalidValue as error:
                here.fault(error.problem, error.cure)
            return None
        identifier = str(name)
        first = self._folded.setdefault(identifier.casefold(), identifier)
        if identifier not in self._ids and first == identifier:
            self._ids[identifier] = here
            return identifier
        where = here.other(self._ids[first])
        problem = f"'{identifier}' is also the id of the {self.what} of {where}"
        if first != identifier:
            problem = f"'{identifier}' differs by capitals only from '{first}' of {where}"
        here.fault(problem, cure)
        return None

    def has(self, identifier: str) -> bool:
        """Whether an object has this id."""
        return identifier in self._ids

    def call(self, identifier: str, name: str) -> None:
        """Take down that the object is also called so."""
        for form in (name, unicodedata.normalize("NFC", name)):
            self._by_name.setdefault(form, set()).add(identifier)

    def called(self, name: str) -> frozenset[str]:
        """The ids of all who are called so."""
        return frozenset(self._by_name.get(name, ()))

    def misread(self, *names: object) -> None:
        """Take down that an object is there whose id has a fault; under these names nobody will be missed."""
        self._misread.append(tuple(name for name in names if isinstance(name, str) and name.strip()))

    def find(self, name: str, here: Here) -> str | None:
        """The id that a name stands for; None, and a miss, if nothing has it."""
        wanted = " ".join(name.split())
        if name in self._ids or wanted in self._ids:
            return name if name in self._ids else wanted
        called = self._by_name.get(wanted) or self._by_name.get(unicodedata.normalize("NFC", wanted)) or set()
        if len(called) > 1:
            self._shared.setdefault(wanted, []).append(here)
            return None
        if not called:
            self._missed.setdefault(wanted, []).append(here)
            return None
        return next(iter(called))

    def knows(self, name: str) -> bool:
        """Whether anything has this name."""
        wanted = " ".join(name.split())
        return wanted in self._ids or wanted in self._by_name or unicodedata.normalize("NFC", wanted) in self._by_name

    @property
    def missed(self) -> bool:
        """Whether a name was looked for in vain."""
        return bool(self._missed)

    def settle(self) -> None:
        """Tell each missed name once, at its first place, but not those that follow from other faults."""
        for name, places in self._shared.items():
            called = sorted(self._by_name.get(name) or self._by_name[unicodedata.normalize("NFC", name)])
            first, *others = sorted(places, key=_order)
            problem = f"{len(called)} people are called '{shown(name)}'{_also(first, others)}"
            first.fault(problem, f"write the id: {' or '.join(called[:4])}")
        if not self.complete:
            return
        known = [*self._ids, *self._by_name]
        most = min(MOST_HINTS, MOST_COMPARED // max(1, len(known)))
        near = {name: nearest(name, known)[:2] if count < most else () for count, name in enumerate(self._missed)}
        names = _unexplained(self._missed, self._misread, near)
        if not known and not self._misread and names:
            self._tell_none(names)
            return
        for name in names:
            cure = did_you_mean(near[name]) or f"add the {self.what}, or take the name out"
            first, *others = sorted(self._missed[name], key=_order)
            first.fault(f"no {self.what} '{shown(name)}'{_also(first, others)}", cure)

    def _tell_none(self, names: list[str]) -> None:
        """Tell once that there is not a single object of the kind."""
        first, *others = sorted((here for name in names for here in self._missed[name]), key=_order)
        said = ", ".join(f"'{shown(name)}'" for name in sorted(names)[:MOST_PLACES])
        more = f" and {len(names) - MOST_PLACES} more" if len(names) > MOST_PLACES else ""
        table = {
            "skill": "write [skills] in programme.toml",
            "person": "add their rows to people.csv",
            "list of days": "write [[dates]] tables",
        }
        first.fault(
            f"there is no {self.what} at all, and {said}{more} would be one{_also(first, others)}",
            table.get(self.what, f"write [[{self.what}]] tables"),
        )


def _order(here: Here) -> tuple[bool, str, int]:
    return (here.file != "programme.toml", here.file, here.line)


def _also(first: Here, others: list[Here]) -> str:
    places = list(dict.fromkeys(first.other(here) for here in others))
    if len(places) > MOST_PLACES:
        places[MOST_PLACES:] = [f"{len(places) - MOST_PLACES} more"]
    return f" (also {', '.join(places)})" if places else ""


def _unexplained(
    missed: dict[str, list[Here]], misread: Iterable[tuple[str, ...]], near: dict[str, tuple[str, ...]]
) -> list[str]:
    """The missed names that no object with a faulty id explains. Each such object explains one name at most."""
    left = dict.fromkeys(missed)
    spare = 0
    for count, names in enumerate(misread):
        like = [name for name in names if name in left]
        if not like and count < MOST_MATCHED and len(left) < MOST_HINTS:
            like = [near_name for name in names for near_name in nearest(name, left)[:1]][:1]
        for name in like:
            del left[name]
        spare += not like
    # Names that look like a slip of a good one are told in any case; of the others, those in most use go first.
    likely = sorted((name for name in left if not _is_slip(name, near[name])), key=lambda name: -len(missed[name]))
    explained = set(likely[:spare])
    return [name for name in left if name not in explained]


def _is_slip(name: str, near: tuple[str, ...]) -> bool:
    """Whether it differs so little from a known name that a slip is likely; `hall-1` and `hall-2` are two halls."""
    return any(
        [char for char in name if char.isdigit()] == [char for char in known if char.isdigit()]
        and SequenceMatcher(None, name.casefold(), known.casefold()).ratio() >= 0.75
        for known in near
    )


class Register:
    """The names of every kind of object in the folder."""

    def __init__(self) -> None:
        self.areas = Names("area")
        self.venues = Names("venue")
        self.equipment = Names("equipment")
        self.teams = Names("team")
        self.people = Names("person")
        self.skills = Names("skill")
        self.activities = Names("activity")
        self.campaigns = Names("campaign")
        self.dates = Names("list of days")

    def of(self, kind: str) -> Names | None:
        """The names of the objects that a table such as [[area]] holds; None for those without ids."""
        kinds = {
            "area": self.areas,
            "venue": self.venues,
            "equipment": self.equipment,
            "campaign": self.campaigns,
            "team": self.teams,
            "activity": self.activities,
            "dates": self.dates,
        }
        return kinds.get(kind)

    def doubt(self) -> None:
        """Take down that a file could not be read in which there may be anything but people and skills."""
        for names in (self.areas, self.venues, self.equipment, self.teams, self.activities, self.dates):
            names.complete = False

    def settle(self) -> None:
        """Tell every miss of every kind."""
        kinds = (self.areas, self.venues, self.equipment, self.teams, self.people, self.skills)
        for names in (*kinds, self.activities, self.dates):
            names.settle()
