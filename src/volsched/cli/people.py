"""Who is meant by what somebody writes: an id, or a name where only one person has it."""

from __future__ import annotations

import unicodedata

from volsched.errors import InvalidValue, UnknownName
from volsched.model import Person, Programme


def person_of(programme: Programme, written: str) -> str:
    """The id of somebody who is named by id or by name.

    Raises:
        UnknownName: nobody is called so; the nearest ids and names are in it.
        InvalidValue: several are.
    """
    if written in programme.person_by_id:
        return written
    wanted = _plain(written)
    called = sorted(person.id for person in programme.people if wanted in _names(person))
    if len(called) > 1:
        problem = f"{len(called)} people are called so"
        raise InvalidValue("person", written, "", problem, f"write the id: {' or '.join(called[:4])}")
    if not called:
        names = {name for person in programme.people for name in _names(person)}
        raise UnknownName("person", written, {*programme.person_by_id, *names})
    return called[0]


def _names(person: Person) -> set[str]:
    return {_plain(person.name.in_language(language)) for language in person.name.languages()}


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))
