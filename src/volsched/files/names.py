"""Which names a folder gives, so that every other name in it can be looked up once and missed once."""

from __future__ import annotations

import unicodedata

from volsched.errors import InvalidValue, did_you_mean, nearest
from volsched.files.faults import Here
from volsched.files.values import shown
from volsched.model.ids import check_id, is_id

# Looking for near names takes a while among thousands; the first misses of a kind are helped, the rest only told.
MOST_HINTS = 100


class Names:
    """The names of one kind of object: the ids, for people also the names, and what could not be read.

    An object with a fault still has its name, so that nothing else is blamed for it.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.complete = True
        """False once a file or table that may hold such objects could not be read."""
        self.missed = False
        """Whether a name was looked for in vain that such a file may hold."""
        self._ids: dict[str, Here] = {}
        self._folded: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = {}
        self._unreadable: set[str] = set()
        self._nameless = False
        self._hints = 0
        self._near: dict[str, tuple[str, ...]] = {}

    def give(self, name: object, here: Here, cure: str = "give each an id of its own") -> str | None:
        """Take down the id of an object; None, after telling the fault, if it cannot have it."""
        if not is_id(name):
            self.spoil(name)
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
        other = self._ids[first]
        where = f"line {other.line}" if other.file == here.file else f"{other.file}:{other.line}"
        problem = f"'{identifier}' is also the id of the {self.what} of {where}"
        if first != identifier:
            problem = f"'{identifier}' differs by capitals only from '{first}' of {where}"
            self._unreadable.add(identifier)
        here.fault(problem, cure)
        return None

    def call(self, identifier: str, name: str) -> None:
        """Take down that the object is also called so."""
        self._by_name.setdefault(name, set()).add(identifier)
        plain = unicodedata.normalize("NFC", name)
        if plain != name:
            self._by_name.setdefault(plain, set()).add(identifier)

    def spoil(self, name: object) -> None:
        """Take down that an object is there whose id has a fault, or that has none."""
        if isinstance(name, str) and name.strip():
            self._unreadable.add(name)
        else:
            self._nameless = True

    def called(self, name: str) -> frozenset[str]:
        """The ids of all who are called so."""
        return frozenset(self._by_name.get(name, ()))

    def find(self, name: str, here: Here) -> str | None:  # noqa: PLR0911 - one for each way to know it
        """The id that a name stands for; None if nothing has it, told unless that may follow from another fault."""
        if name in self._ids:
            return name
        wanted = " ".join(name.split())
        if wanted in self._ids:
            return wanted
        called = self._by_name.get(wanted) or self._by_name.get(unicodedata.normalize("NFC", wanted)) or set()
        if len(called) == 1:
            return next(iter(called))
        if called:
            here.fault(
                f"{len(called)} people are called '{shown(name)}'", f"write the id: {' or '.join(sorted(called)[:4])}"
            )
            return None
        if not self.complete:
            self.missed = True
            return None
        if name in self._unreadable or wanted in self._unreadable:
            return None
        near = self._nearest(wanted)
        if self._nameless and not near:
            return None
        here.fault(
            f"no {self.what} '{shown(name)}'", did_you_mean(near) or f"add the {self.what}, or take the name out"
        )
        return None

    def _nearest(self, name: str) -> tuple[str, ...]:
        if name not in self._near:
            self._hints += 1
            known = [*self._ids, *self._by_name] if self._hints <= MOST_HINTS else []
            self._near[name] = nearest(name, known)[:2]
        return self._near[name]


class Register:
    """The names of every kind of object in the folder."""

    def __init__(self) -> None:
        self.areas = Names("area")
        self.venues = Names("venue")
        self.teams = Names("team")
        self.people = Names("person")
        self.skills = Names("skill")
        self.activities = Names("activity")

    def of(self, kind: str) -> Names | None:
        """The names of the objects that a table such as [[area]] holds; None for those without ids."""
        kinds = {"area": self.areas, "venue": self.venues, "team": self.teams, "activity": self.activities}
        return kinds.get(kind)

    def doubt(self) -> None:
        """Take down that a file could not be read in which there may be areas, venues or teams."""
        for names in (self.areas, self.venues, self.teams):
            names.complete = False
