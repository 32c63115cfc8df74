"""Where pages lie and how they lead to each other: by relative links, which work from a disk as from a server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

from volsched.model import Language
from volsched.publishing import Feed, OutputFile
from volsched_site.edition import Edition
from volsched_site.subscribing import Subscription, subscription

HOME = "index.html"


@frozen(kw_only=True)
class Link:
    """A link with its words; `here` says that it leads to where the reader is ("page" or "true")."""

    href: str
    text: str
    here: str = ""
    count: str = ""


@frozen(kw_only=True)
class Other:
    """The same page in one language."""

    language: Language
    href: str


@frozen(kw_only=True)
class Frame:
    """What surrounds a page."""

    css: str
    home: str
    nav: tuple[Link, ...]
    others: tuple[Other, ...]
    absolute: tuple[Other, ...]


class Shelf:
    """The pages of one site in one language.

    Pages are named within their language ("month/2027-05.html"). The home page of the first language is that of the
    whole site, too.
    """

    has_home = True

    def __init__(
        self, edition: Edition, folder: str, languages: Sequence[Language], *, address: str, badge: str
    ) -> None:
        self.edition = edition
        self._folder = folder
        self._languages = tuple(languages)
        self._address = address.rstrip("/")
        self._badge = badge

    def path(self, name: str, language: Language | None = None) -> str:
        """Where a page lies in the folder of the site."""
        chosen = language or self.edition.language
        return name if name == HOME and chosen == self._languages[0] else f"{chosen}/{name}"

    def href(self, here: str, there: str) -> str:
        """From one page to another; what follows a "#" stays."""
        page, mark, place = there.partition("#")
        return self._between(self.path(here), self.path(page)) + mark + place

    def root(self, here: str) -> str:
        """From a page to the folder of its language."""
        return self._between(self.path(here), f"{self.edition.language}/")

    def absolute(self, name: str, language: Language | None = None) -> str:
        """The web address of a page; empty where the site has none."""
        site = self._folder.partition("/")[2]
        return f"{self._address}/{site}/{self.path(name, language)}" if self._address else ""

    def subscription(self, here: str, feed: Feed) -> Subscription:
        """How to subscribe to a feed."""
        file = self._between(f"{self._folder}/{self.path(here)}", feed.path)
        return subscription(self._address, feed.path, file)

    def page(self, name: str, template: str, *, title: str, nav: Iterable[Link] = (), **values: Any) -> OutputFile:
        """A whole page."""
        edition = self.edition
        others = tuple(
            Other(language=language, href=self._between(self.path(name), self.path(name, language)))
            for language in self._languages
        )
        absolute = tuple(
            Other(language=language, href=self.absolute(name, language))
            for language in (self._languages if self._address else ())
        )
        frame = Frame(
            css=self._between(self.path(name), "site.css"),
            home=self.href(name, HOME) if self.has_home else "",
            nav=tuple(nav),
            others=others if len(others) > 1 else (),
            absolute=absolute,
        )
        values = {"feed": None, **values}
        content = edition.renderer.page(
            template,
            page=frame,
            title=title,
            site=edition.site,
            private=self._badge,
            lunar=edition.lunar,
            **values,
        )
        return OutputFile(f"{self._folder}/{self.path(name)}", content)

    @staticmethod
    def _between(here: str, there: str) -> str:
        start, end = here.split("/")[:-1], there.split("/")
        shared = 0
        while shared < min(len(start), len(end) - 1) and start[shared] == end[shared]:
            shared += 1
        return "../" * (len(start) - shared) + "/".join(end[shared:])
