"""The plugin itself: its settings are its fields, its one hook an exporter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.hooks import Exporter, hookimpl
from volsched.model import LANGUAGES, Language
from volsched.planning import Plan
from volsched.publishing import OutputFile

NAME = "site"
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?")


def _address(_instance: object, attribute: Any, value: object) -> None:
    if not isinstance(value, str) or (value and not _ADDRESS.fullmatch(value)):
        cure = "write it as 'https://place.example.org/calendar'"
        raise InvalidValue("plugin", NAME, attribute.name, f"'{str(value)[:80]}' is not a web address", cure)


def _languages(_instance: object, _attribute: object, value: tuple[str, ...]) -> None:
    unknown = [one for one in value if one not in LANGUAGES]
    if unknown or not value or len(set(value)) < len(value):
        problem = f"'{unknown[0]}' is not kept" if unknown else "names none, or one of them twice"
        raise InvalidValue("plugin", NAME, "languages", problem, f"write some of {', '.join(LANGUAGES)}")


@frozen(kw_only=True, eq=False)
class Site:
    """Writes a web site for everybody (`public/site`) and one for members (`member/site`).

    `base_url`, `member_url` and `person_url` are the addresses under which the folders `public`, `member` and `person`
    can be reached; with them there are links to subscribe to, and QR codes. `languages` are those of the pages. `lunar`
    shows the days of the Chinese calendar and its festivals beside the civil ones. `people` adds a page for each
    person, to be handed to that person alone, in `person/site`.
    """

    base_url: str = attrs.field(default="", validator=_address)
    member_url: str = attrs.field(default="", validator=_address)
    person_url: str = attrs.field(default="", validator=_address)
    languages: tuple[Language, ...] = attrs.field(default=LANGUAGES, validator=_languages)
    lunar: bool = True
    people: bool = False

    @hookimpl
    def volsched_exporters(self) -> Iterable[Exporter]:
        """One exporter, for the site."""
        return (Exporter(name=NAME, title="Web site (HTML)", export=self.export),)

    def export(self, plan: Plan) -> Iterator[OutputFile]:
        """Every page of the site, and its style sheet."""
        # Jinja takes a while to import, and many runs publish nothing.
        from volsched_site.writing import write_site

        return write_site(
            plan,
            languages=self.languages,
            lunar=self.lunar,
            people=self.people,
            addresses={"public": self.base_url, "member": self.member_url, "person": self.person_url},
        )
