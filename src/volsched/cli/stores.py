"""The group of commands that look after what is remembered."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from volsched.cli.clock import clock
from volsched.cli.lazy import LazyGroup
from volsched.cli.nothing import or_nothing
from volsched.cli.options import answer, folder_argument, json_option, opened, store_option
from volsched.cli.tables import columns
from volsched.errors import InvalidValue, StoreError, UnknownName
from volsched.model import LANGUAGES, Programme
from volsched.model.wording import moment_in_words
from volsched.storage.places import NO_STORE, place_of
from volsched.storage.places import must_be_there as must_exist

_WHO = "volsched store"
_COMMANDS = {
    "backup": ("stores", "Write the whole store into another file, while others work with it."),
    "check": ("stores", "Look the whole store through and say what is wrong."),
    "erase": ("stores", "Forget a person: a pseudonym stays, name, address and number go."),
    "forget": ("stores", "Take out messages that are done, and the log, that are older than so many days."),
    "history": ("stores", "Show who changed what, when and why."),
    "release": ("stores", "Let messages go out again after a restore, once somebody has looked."),
    "restore": ("stores", "Put a backup in the place of the store; then nothing goes out until it is released."),
}


@click.group(cls=LazyGroup, places=_COMMANDS, options_metavar="")
def store() -> None:
    """Look after what is remembered: check, back up, restore, release, erase.

    FOLDER is a programme folder whose programme.toml names the store; --store FILE names another.
    """


@click.command()
@folder_argument
@store_option
@json_option
@click.pass_context
def check(ctx: click.Context, *, folder: Path, store: str | None, as_json: bool) -> None:
    """Look the whole store through: every row, permissions, the disk it lies on, and whether messages are held."""
    # Loaded late for a quick --help, here and below.
    from volsched.storage.upkeep import look_through

    path = _path_of(folder, store)
    found = look_through(path)
    if as_json:
        answer({"store": str(path), "problems": list(found)})
    else:
        for line in found or ("all is well",):
            click.echo(f"{path}: {line}")
    ctx.exit(1 if found else 0)


@click.command()
@folder_argument
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@store_option
@click.option("--replace", is_flag=True, help="Write over a file that is there already.")
def backup(*, folder: Path, target: Path, store: str | None, replace: bool) -> None:
    """Write the whole store into the file TARGET, while others go on working with it.

    Copy the store in no other way: what was written last may lie in a second file beside it.
    """
    from volsched.storage.upkeep import back_up

    back_up(_path_of(folder, store), target, replace=replace)
    click.echo(str(target))


@click.command()
@folder_argument
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@store_option
def restore(*, folder: Path, source: Path, store: str | None) -> None:
    """Put the backup SOURCE in the place of the store.

    What was there before is kept beside it. Nothing goes out afterwards until you have looked at `volsched outbox`
    and released it with `volsched store release`.
    """
    from volsched.storage.upkeep import put_back

    path = _path_of(folder, store, must_be_there=False)
    before = put_back(source, path)
    click.echo(f"{path}: restored; nothing goes out until 'volsched store release'")
    if before is not None:
        click.echo(f"{before}: what was there before")


@click.command()
@folder_argument
@store_option
@click.option("--send/--drop", default=None, help="What becomes of messages that wait: send them, or give them up.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Also take over this folder, where another store published."
)
def release(*, folder: Path, store: str | None, send: bool | None, out: Path | None) -> None:
    """Let messages go out again after a restore or a move to another machine.

    Some of those that wait may have gone out already, which the restored file does not know: say with --send or
    --drop what becomes of them.
    """
    scheduler = opened(folder, store=store)
    found = scheduler.kept_store
    now = _now()
    with found.look() as look:
        waiting = look.posted(states=("pending", "claimed", "deferred"))
    if send is None and waiting:
        problem = f"{len(waiting)} messages wait, and some may have gone out already"
        raise InvalidValue(
            "store", found.place, "release", problem, "add --send or --drop; 'volsched outbox' shows them"
        )
    if send is False:
        with found.change(who=_WHO, why="dropped at release", at=now) as change:
            change.give_up([item.envelope.key for item in waiting], detail="dropped when the store was released")
    found.release(who=_WHO, at=now)
    scheduler.office.marks.release(now=now, who=_WHO, out=out)
    click.echo(f"{found.place}: released")


def _id_of(programme: Programme, person: str) -> str:
    """The id of somebody who is called so, where the programme knows just one; else what was asked for."""
    if person in programme.person_by_id:
        return person
    named = [one.id for one in programme.people if person in (one.name.zh, one.name.ug, one.name.en)]
    return named[0] if len(named) == 1 else person


@click.command()
@folder_argument
@click.argument("person")
@store_option
@json_option
def erase(*, folder: Path, person: str, store: str | None, as_json: bool) -> None:
    """Forget PERSON: an id such as "erased-4f2a" stands wherever they stood; name, address and number are taken out.

    That somebody served or had a place stays, so that rosters and calendars keep their numbers. Take the person out
    of the programme's own files as well, and publish. Backups that were made before still hold them.
    """
    # Loaded late for a quick --help.
    from volsched.dispatch.forgetting import forget_person

    scheduler = opened(folder, store=store)
    found = scheduler.kept_store
    person = _id_of(scheduler.programme, person)
    known = scheduler.programme.person_by_id.get(person)
    texts = () if known is None else (known.email, known.phone, *(known.name.in_language(one) for one in LANGUAGES))
    forgotten = forget_person(found, person, texts, registered=known is not None, who=_WHO, at=_now())
    done = forgotten.erased
    if known is None and not (done.records or done.lines or done.envelopes):
        raise UnknownName("person", person, scheduler.programme.person_by_id)
    backups = sorted(str(path) for path in Path(found.place).parent.glob(f"{Path(found.place).name}.before-*"))
    if as_json:
        counts = {"records": done.records, "lines": done.lines, "envelopes": done.envelopes}
        answer({**counts, "withdrawn": list(forgotten.withdrawn), "backups": backups})
        return
    click.echo(f"{person}: {done.records} records, {done.lines} lines of the log, {done.envelopes} messages")
    for path in forgotten.withdrawn:
        click.echo(f"{path}: taken away")
    if known is not None:
        click.echo(f"the programme's files still hold {person}: take them out there too, and publish")
    for path in backups:
        click.echo(f"{path}: still holds them; remove it when you no longer need it")


@click.command()
@folder_argument
@store_option
@click.option("--days", default=400, show_default=True, help="How many days are kept.")
def forget(*, folder: Path, store: str | None, days: int) -> None:
    """Take out messages that went out or were given up, and the log of changes, that are older than so many days."""
    if not 1 <= days <= 36_500:
        raise InvalidValue("store", "", "--days", f"{days} is not possible", "write 1 to 36500 days")
    found = opened(folder, store=store).kept_store
    counts = found.forget(before=_now() - dt.timedelta(days=days))
    click.echo(", ".join(f"{name} {number}" for name, number in sorted(counts.items())))


@click.command()
@folder_argument
@store_option
@json_option
@click.option("--kind", default="", help="Only records of this kind, such as roster or reply.")
@click.option("--key", default="", help="Only the record of this key.")
@click.option("-n", "most", default=20, show_default=True, help="So many lines.")
def history(*, folder: Path, store: str | None, as_json: bool, kind: str, key: str, most: int) -> None:
    """Show who changed what, when and why, the latest first."""
    scheduler = opened(folder, store=store)
    with scheduler.kept_store.look() as look:
        lines = look.history(kind, key, most=most)
    if as_json:
        answer(
            [
                {
                    "at": item.at,
                    "who": item.who,
                    "why": item.why,
                    "kind": item.kind,
                    "key": item.key,
                    "before": item.before,
                    "after": item.after,
                }
                for item in lines
            ]
        )
        return
    programme = scheduler.programme
    rows = [(moment_in_words(i.at, programme.zone, programme.language), i.who, i.why, i.kind, i.key) for i in lines]
    for line in or_nothing(columns(rows), "history", programme.language):
        click.echo(line)


def _path_of(folder: Path, store: str | None, *, must_be_there: bool = True) -> Path:
    """The file of the store, also where it is too broken to be opened."""
    if store is None:
        from volsched.files import load_with_notes

        loaded = load_with_notes(folder)
        if not loaded.store:
            raise StoreError(f"programme {loaded.programme.id}", "has no store", NO_STORE)
        store = place_of(folder, loaded.store)
    if "://" in store:
        scheme = store.partition("://")[0]
        raise StoreError(f"{scheme}://...", "is not a file", "use the tools of that database, such as pg_dump")
    if must_be_there:
        must_exist(store, folder)
    return Path(store)


def _now() -> dt.datetime:
    return clock()
