"""The plugin itself: its settings are its fields; it hears of each publication and brings calendars up to date."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
from attrs import frozen

from volsched.errors import Conflict, InvalidValue, VolschedError, did_you_mean, nearest
from volsched.hooks import hookimpl
from volsched.planning import Plan
from volsched.publishing import OutputFile
from volsched.publishing.edition import personal_stem

NAME = "caldav"
_MOST_TOLD = 5
_NONE: Mapping[str, str] = MappingProxyType({})


def _addresses(_instance: object, _attribute: object, value: Mapping[str, str]) -> None:
    from volsched_caldav.server import check_address

    for address in value.values():
        check_address(address)


def _conflict(_instance: object, _attribute: object, value: object) -> None:
    if value not in ("tell", "ours"):
        raise InvalidValue("plugin", NAME, "on_conflict", f"'{value}' is not known", "write tell or ours")


@frozen(kw_only=True, eq=False)
class CalDav:
    """Brings calendars on a CalDAV server up to date with each publication.

    `calendars` says for each published calendar ("public/calendar.ics") the address of the one on the server; where it
    is missing there, it is made. `user` and `password` come from the environment: `password = { env =
    "CALDAV_PASSWORD" }`. `state` is the file that remembers what was written. `on_conflict` is "tell", or "ours" to
    replace what somebody changed there.
    """

    calendars: Mapping[str, str] = attrs.field(default=_NONE, validator=_addresses)
    user: str = attrs.field(default="", repr=False)
    password: str = attrs.field(default="", repr=False)
    state: str = "caldav-state.json"
    on_conflict: str = attrs.field(default="tell", validator=_conflict)
    timeout: float = 30.0

    @hookimpl
    def volsched_published(self, plan: Plan, files: tuple[OutputFile, ...]) -> None:
        """Bring every calendar up to date; all are tried, then what went wrong is told.

        Raises:
            VolschedError: a server refused or could not be reached, or somebody changed something there.
        """
        if not self.calendars:
            return
        # Loaded when something is published; http and ssl take a while.
        from volsched_caldav.memory import Memory

        by_path = {file.path: file.content for file in files}
        memory = Memory(Path(self.state))
        problems: list[str] = []
        for path, address in sorted(self.calendars.items()):
            feed = by_path.get(path) or by_path.get(_secret_path(path, plan))
            if feed is None:
                known = [one for one in by_path if one.endswith(".ics")]
                problems.append(f"no calendar '{path}' is published; {did_you_mean(nearest(path, known)) or 'see out'}")
                continue
            try:
                problems += self._bring(address, feed, plan, memory)
            except VolschedError as error:
                problems.append(str(error))
        if problems:
            raise Conflict("; ".join(problems))

    def _bring(self, address: str, feed: bytes, plan: Plan, memory: Any) -> list[str]:
        from volsched_caldav.resources import resources_of
        from volsched_caldav.server import RemoteCalendar
        from volsched_caldav.syncing import Syncing

        calendar = RemoteCalendar(address, self.user, self.password, timeout=self.timeout)
        ours = self.on_conflict == "ours"
        run = Syncing(calendar, memory.of(address), save=memory.save, ours_wins=ours)
        done = run.bring_to(resources_of(feed), name=plan.programme.in_language(plan.programme.name))
        told = [f"{address}: {conflict}" for conflict in done.conflicts[:_MOST_TOLD]]
        if len(done.conflicts) > _MOST_TOLD:
            told.append(f"{address}: and {len(done.conflicts) - _MOST_TOLD} more")
        if told:
            told.append('nothing of these was touched; settle them there, or publish with on_conflict = "ours"')
        return told


def _secret_path(path: str, plan: Plan) -> str:
    """Where a personal calendar lies that is named by the id of its person: its published name may be a secret."""
    person = path.removeprefix("person/").removesuffix(".ics")
    return f"person/{personal_stem(plan, person)}.ics" if path == f"person/{person}.ics" else path
