"""By what a calendar knows an event again: its UID, and which revision of it this is."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable

from attrs import frozen

from volsched.errors import InvalidValue
from volsched.model import Programme
from volsched.planning import Plan

_HOST = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)


@frozen
class Revision:
    """Which state of an event a calendar shows: its DTSTAMP and its SEQUENCE (RFC 5545 3.8.7.2 and 3.8.7.4)."""

    stamp: dt.datetime
    sequence: int = 0


def revisions_of(plan: Plan) -> Callable[[str], Revision]:
    """The revision of each event, asked for by its UID.

    As nothing is remembered between runs yet, it is the first one of every event, stamped by the window. The stamp may
    not be the time of the run: the same plan is published as the same bytes.
    """
    first = Revision(plan.window.span.start)
    return lambda _uid: first


class Uids:
    """Makes the UIDs of a programme's events.

    Raises:
        InvalidValue: the programme's uid_domain is no host name.
    """

    def __init__(self, programme: Programme) -> None:
        domain = programme.uid_domain
        if not _HOST.fullmatch(domain):
            problem = f"{domain[:60]!r} is not a host name"
            raise InvalidValue("programme", programme.id, "uid_domain", problem, "write one such as 'cal.example.org'")
        self._programme = programme.id
        self._domain = domain.lower()

    def of(self, *names: str) -> str:
        """The UID of what these stable names name, such as the key of an occurrence; never made from a moved start.

        128 bits of a SHA-256 keep millions of events apart and, with most domains, fit one line.
        """
        digest = hashlib.sha256("\0".join((self._programme, *names)).encode()).hexdigest()
        return f"{digest[:32]}@{self._domain}"
