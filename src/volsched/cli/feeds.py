"""Commands about calendar addresses: show them, renew one."""

from __future__ import annotations

from pathlib import Path

import click

from volsched.cli.clock import clock
from volsched.cli.lazy import LazyGroup
from volsched.cli.nothing import or_nothing
from volsched.cli.options import answer, folder_argument, json_option, opened, store_option
from volsched.cli.people import person_of
from volsched.cli.tables import columns
from volsched.errors import InvalidValue

COMMANDS = {
    "links": ("feeds", "Show the address of each person's calendar."),
    "rotate": ("feeds", "Give one person's calendar a new secret address."),
}


@click.group(cls=LazyGroup, places=COMMANDS)
def feeds() -> None:
    """The addresses of people's own calendars.

    With a store each has a secret name that nobody can guess; whoever knows it reads that person's calendar.
    """


@click.command()
@folder_argument
@store_option
@json_option
@click.option("--person", metavar="ID", help="Only this person's.")
@click.option("--url", metavar="URL", help="Where the published folder is served; `url` of [plugins.ical] if left out.")
@click.option("--webcal", is_flag=True, help="Write webcal:// addresses, which open in the calendar of a phone.")
def links(*, folder: Path, store: str | None, as_json: bool, person: str | None, url: str | None, webcal: bool) -> None:
    """Show where each person's calendar lies, to hand out: their name and the address.

    Addresses are secret; give each to its person alone.
    """
    # Loaded late for a quick --help.
    from volsched.publishing import FeedOptions
    from volsched.storage.editions import feed_addresses

    scheduler = opened(folder, store=store)
    programme = scheduler.programme
    if person is not None:
        person = person_of(programme, person)
    base = FeedOptions(url=url or str(programme.plugins.get("ical", {}).get("url", ""))).url.rstrip("/")
    if webcal and not base:
        cure = "name it with --url, or set `url` under [plugins.ical]"
        raise InvalidValue("feeds", "", "--webcal", "needs to know where the folder is served", cure)
    start = f"webcal{base.removeprefix('https')}/" if webcal else f"{base}/" if base else ""
    found = [(name, f"{start}{path}") for name, path in feed_addresses(programme, scheduler.store)]
    chosen = [(name, link) for name, link in found if person in (None, name)]
    if as_json:
        answer([{"person": name, "link": link} for name, link in chosen])
        return
    rows = [(name, programme.in_language(programme.person(name).name), link) for name, link in chosen]
    for line in or_nothing(columns(rows), "people", programme.language):
        click.echo(line)


@click.command()
@click.argument("named", metavar="[FOLDER] PERSON", nargs=-1)
@store_option
def rotate(*, named: tuple[str, ...], store: str | None) -> None:
    """Give the calendar of PERSON, an id, a new secret address, because the old one got about.

    The old address ends when the programme is published again; then tell the person the new one.
    """
    from volsched.storage.editions import rotate_feed

    folder, person = _folder_and_person(named)
    scheduler = opened(folder, store=store)
    person = person_of(scheduler.programme, person)
    now = clock()
    path = rotate_feed(scheduler.programme, scheduler.kept_store, person, now=now, who="volsched feeds rotate")
    click.echo(f"{person}  {path}")
    click.echo("publish again: the old address ends then", err=True)


def _folder_and_person(named: tuple[str, ...]) -> tuple[Path, str]:
    """Which of the words is the folder: the first, as everywhere; where it is alone, it is the person's."""
    if not 1 <= len(named) <= 2:
        raise click.UsageError("name the folder and the person: volsched feeds rotate FOLDER PERSON")
    folder, person = (".", *named)[-2:]
    if not _is_programme(folder) and _is_programme(person):
        # As it was once; those who are used to it shall not have to look it up.
        click.echo(f"the folder goes first: volsched feeds rotate {person} {folder}", err=True)
        folder, person = person, folder
    return Path(folder), person


def _is_programme(folder: str) -> bool:
    return (Path(folder) / "programme.toml").is_file()
