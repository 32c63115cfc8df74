"""The whole site as files: the public one, that of the members, and pages to be handed to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from volsched.model import Language
from volsched.planning import Plan
from volsched.publishing import Feed, OutputFile, feeds_of
from volsched.publishing.edition import personal_stem
from volsched_site.calendar_pages import CalendarPages
from volsched_site.edition import Edition
from volsched_site.rendering import style_sheet
from volsched_site.shelf import HOME, Link, Shelf
from volsched_site.subject_pages import SubjectPages, name_of

PUBLIC, MEMBER, PERSON = "public/site", "member/site", "person/site"


@frozen(kw_only=True)
class Group:
    """Links under a heading, or under none."""

    title: str = ""
    links: tuple[Link, ...]


@frozen(kw_only=True)
class Section:
    """A part of the home page: links in groups."""

    id: str
    title: str
    groups: tuple[Group, ...]


def write_site(
    plan: Plan, *, languages: Sequence[Language], lunar: bool, people: bool, addresses: Mapping[str, str]
) -> Iterator[OutputFile]:
    """Every file of the site. The programme's own language comes first, where it is among the languages."""
    own = plan.programme.language
    ordered = sorted(languages, key=lambda language: (language != own, languages.index(language)))
    feeds = feeds_of(plan)
    editions = {language: Edition(plan, language, lunar=lunar) for language in ordered}
    yield style_sheet(PUBLIC)
    for edition in editions.values():
        yield from _public(Shelf(edition, PUBLIC, ordered, address=addresses["public"], badge=""), feeds)
    yield style_sheet(MEMBER)
    for edition in editions.values():
        badge = edition.words["members_only"]
        shelf = Shelf(edition, MEMBER, ordered, address=addresses["member"], badge=badge)
        yield from _member(shelf, feeds, addresses["public"])
    if people:
        yield style_sheet(PERSON)
        yield from _people(plan, feeds, editions, lunar=lunar, address=addresses["person"])


def _public(shelf: Shelf, feeds: Sequence[Feed]) -> Iterator[OutputFile]:
    communities = _subjects(shelf, feeds, "community")
    venues = _subjects(shelf, feeds, "venue")
    words = shelf.edition.words
    sections = [
        Section(id="communities", title=words["communities"], groups=_one_group(communities)),
        Section(id="venues", title=words["venues"], groups=_by_area(shelf.edition, venues)),
    ]
    sections = [section for section in sections if section.groups]
    everything = next(feed for feed in feeds if feed.kind == "public")
    calendar = CalendarPages(shelf, everything, [section.id for section in sections])
    yield calendar.home(sections)
    yield from calendar.pages()
    first = shelf.edition.days.months[0]
    for subject in (*communities, *venues):
        yield from subject.pages(calendar.nav(subject.index, first))


def _member(shelf: Shelf, feeds: Sequence[Feed], public_address: str) -> Iterator[OutputFile]:
    teams = _subjects(shelf, feeds, "team")
    words = shelf.edition.words

    def nav(here: str) -> tuple[Link, ...]:
        home = Link(href=shelf.href(here, HOME), text=words["home"], here="page" if here == HOME else "")
        public = Link(href=f"{public_address.rstrip('/')}/site/", text=words["public_site"])
        return (home, public) if public_address else (home,)

    section = Section(id="teams", title=words["teams"], groups=_by_area(shelf.edition, teams))
    yield shelf.page(
        HOME, "home.html", title=shelf.edition.site, nav=nav(HOME), minis=(), shelves=(section,) if teams else ()
    )
    for team in teams:
        yield from team.pages(nav(team.index))


def _people(
    plan: Plan, feeds: Sequence[Feed], editions: Mapping[Language, Edition], *, lunar: bool, address: str
) -> Iterator[OutputFile]:
    """A page for each person for whom there is anything, in the language of that person."""
    known = dict(editions)
    for feed in feeds:
        if feed.kind != "person" or feed.subject is None:
            continue
        language = plan.programme.person(feed.subject).language or plan.programme.language
        if language not in known:
            known[language] = Edition(plan, language, lunar=lunar)
        edition = known[language]
        shelf = PersonShelf(edition, PERSON, (language,), address=address, badge=edition.words["yours_only"])
        pages = SubjectPages(shelf, feed, edition.person_name(feed.subject), folder="", always_listed=True)
        if pages.entries:
            yield pages.listing(f"{personal_stem(plan, feed.subject)}.html")


class PersonShelf(Shelf):
    """Pages that stand alone: none leads to that of somebody else."""

    has_home = False

    def path(self, name: str, language: Language | None = None) -> str:  # noqa: ARG002 - each has one language
        """Where a page lies in the folder of the site."""
        return name


def _subjects(shelf: Shelf, feeds: Sequence[Feed], kind: str) -> tuple[SubjectPages, ...]:
    """Those of one kind in which there is anything that the readers may see, in the order of the programme."""
    programme = shelf.edition.programme
    orders = {"community": programme.area_by_id, "venue": programme.venue_by_id, "team": programme.team_by_id}
    places = {name: place for place, name in enumerate(orders[kind])}
    chosen = sorted((feed for feed in feeds if feed.kind == kind), key=lambda feed: places[feed.subject or ""])
    found = (SubjectPages(shelf, feed, name_of(shelf, feed), linked=kind == "community") for feed in chosen)
    return tuple(subject for subject in found if subject.entries)


def _one_group(subjects: Sequence[SubjectPages]) -> tuple[Group, ...]:
    links = tuple(subject.link(HOME) for subject in subjects)
    return (Group(links=links),) if links else ()


def _by_area(edition: Edition, subjects: Sequence[SubjectPages]) -> tuple[Group, ...]:
    """Venues or teams under the names of their areas; those without one come last."""
    programme = edition.programme
    areas: dict[str | None, list[Link]] = {area: [] for area in (*programme.area_by_id, None)}
    for subject in subjects:
        named = programme.venue_by_id if subject.feed.kind == "venue" else programme.team_by_id
        areas[named[subject.feed.subject or ""].area].append(subject.link(HOME))
    filled = {area: links for area, links in areas.items() if links}
    if set(filled) == {None}:
        return (Group(links=tuple(filled[None])),)
    return tuple(
        Group(title=edition.name(programme.area(area).name) if area else edition.words["elsewhere"], links=tuple(links))
        for area, links in filled.items()
    )
