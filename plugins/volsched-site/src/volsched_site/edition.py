"""One language of a site: the plan as its readers see it, worded for them."""

from __future__ import annotations

import attrs

from volsched.model import Language, Text
from volsched.model.text import one_line
from volsched.planning import Plan
from volsched.publishing import EventView, Feed, FeedWriter, Redaction, Viewer
from volsched_site.days import Days
from volsched_site.entries import Entry, EntryMaker
from volsched_site.rendering import Renderer
from volsched_site.words import WORDS


class Edition:
    """What every site of a plan has in common in one language.

    Events come as the feeds show them and in no other way: what is left out there for an audience is not here either.
    """

    def __init__(self, plan: Plan, language: Language, *, lunar: bool) -> None:
        # Feeds are worded in the language of the programme.
        self.programme = attrs.evolve(plan.programme, language=language)
        self.plan = attrs.evolve(plan, programme=self.programme)
        self.language = language
        self.lunar = lunar
        self.words = WORDS[language]
        self.days = Days(self.programme, plan.window, language, lunar=lunar)
        self.renderer = Renderer(language)
        self.site = self.name(self.programme.name)
        self._feeds = FeedWriter(self.plan)
        self._maker = EntryMaker(self.programme, language)
        self._made: dict[EventView, Entry] = {}

    def name(self, text: Text) -> str:
        """A name of the programme on one line."""
        return one_line(text.in_language(self.language))

    def entries(self, feed: Feed) -> tuple[Entry, ...]:
        """The events of a feed, by start."""
        return tuple(self._entry(view) for view in self._feeds.events(feed))

    def person_name(self, person: str) -> str:
        """A person's name, for that person."""
        viewer = Viewer(audience="person", language=self.language, person=person)
        return Redaction(self.programme).name_of(person, viewer)

    def _entry(self, view: EventView) -> Entry:
        known = self._made.get(view)
        if known is None:
            # Where the occurrence may be known, so may its venue: it stands in the event.
            venue = self.plan.venue_of(self.plan.occurrence(view.key)) if view.key else None
            known = self._made[view] = self._maker.make(view, venue)
        return known
