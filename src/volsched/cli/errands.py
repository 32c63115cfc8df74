"""volsched errands: what was promised at visits, until it is settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from volsched.cli.nothing import or_nothing
from volsched.cli.options import answer, folder_argument, json_option, opened, store_option
from volsched.cli.people import person_of
from volsched.cli.remembering import day_of, today_option
from volsched.cli.tables import columns
from volsched.errors import InvalidValue
from volsched.model import Language
from volsched.model.zones import zone

if TYPE_CHECKING:
    from volsched.app import Scheduler
    from volsched.planning.visits import Errand, ErrandBook
    from volsched.storage import Look

_SAY: dict[str, dict[Language, str]] = {
    "heard": {"zh": "已登记", "ug": "تىزىملاندى", "en": "noted"},
    "settled": {"zh": "已办结", "ug": "ھەل بولدى", "en": "settled"},
    "open": {"zh": "未办结", "ug": "ھەل بولمىدى", "en": "open"},
    "overdue": {"zh": "已逾期", "ug": "ۋاقتى ئۆتتى", "en": "overdue"},
    "handed": {"zh": "已转给{}", "ug": "{} غا ئۆتكۈزۈلدى", "en": "handed to {}"},
}


@click.command()
@folder_argument
@store_option
@json_option
@today_option
@click.option("--promise", metavar="TEXT", help="What was promised, in a few words and without names or numbers.")
@click.option("--visit", metavar="VISIT", help="With --promise: at which visit, by its key.")
@click.option("--due", metavar="DAY", help="With --promise: until when.")
@click.option("--helper", metavar="PERSON", help="Who does it, by id or name; alone, only the errands of one helper.")
@click.option("--settle", metavar="ID", help="Note that an errand is done.")
@click.option("--hand-over", metavar="ID", help="Give an open errand to another --helper.")
@click.option("--overdue", "only_overdue", is_flag=True, help="Only those whose last day is over.")
@click.option("--figures", is_flag=True, help="Only how many were heard, settled, are open and overdue.")
@click.pass_context
def errands(
    ctx: click.Context, /, *, folder: Path, store: str | None, as_json: bool, today: str | None, **asked: Any
) -> None:
    """Show what was promised at visits and is still to be done, by its last day.

    An errand is what is to be done, by whom and until when, and no more: nothing is kept about who it is for than the
    visit. The exit code is 1 where an errand is overdue.
    """
    scheduler = opened(folder, store=store, begins=store is None and _writes(asked))
    language = scheduler.programme.language
    now = day_of(today)
    day = now.astimezone(zone(scheduler.programme.zone)).date()
    if _writes(asked):
        click.echo(_changed(scheduler, asked, now, day))
        return
    with scheduler.kept_store.look() as look:
        book = _book(look)
    late = book.overdue(day)
    if asked["figures"]:
        _show_figures(book, day, language, as_json=as_json)
        ctx.exit(1 if late else 0)
    helper = None if asked["helper"] is None else person_of(scheduler.programme, asked["helper"])
    rows = [item for item in (late if asked["only_overdue"] else book.open()) if helper in (None, item.helper)]
    if as_json:
        answer([{"id": item.id, **item.to_body(), "overdue": item in late} for item in rows])
    else:
        lines = columns([_line(scheduler, item, overdue=item in late) for item in rows])
        for line in or_nothing(lines, "errands", language):
            click.echo(line)
    ctx.exit(1 if late else 0)


def _writes(asked: Mapping[str, Any]) -> bool:
    return any(asked[option] is not None for option in ("promise", "settle", "hand_over"))


def _changed(scheduler: Scheduler, asked: Mapping[str, Any], now: dt.datetime, day: dt.date) -> str:
    """Write one thing down, in one change of the store; the line to say about it."""
    from volsched.planning.visits.errands import KIND

    programme = scheduler.programme
    helper = None if asked["helper"] is None else person_of(programme, asked["helper"])
    with scheduler.kept_store.change(who="volsched errands", at=now) as change:
        book = _book(change)
        if asked["promise"] is not None:
            errand, word = _promised(scheduler, book, asked, (helper, day)), "heard"
            change.put(KIND, errand.id, errand.to_body(), expect=0)
        elif asked["settle"] is not None:
            errand, word = book.errand(asked["settle"]).settle(day), "settled"
            change.put(KIND, errand.id, errand.to_body())
        else:
            if helper is None:
                raise InvalidValue("--hand-over", "", "", "needs somebody to give it to", "add --helper PERSON")
            errand, word = book.errand(asked["hand_over"]).handed_to(helper), "handed"
            change.put(KIND, errand.id, errand.to_body())
    known = programme.person_by_id.get(errand.helper)
    name = errand.helper if known is None else known.name.in_language(programme.language)
    return f"{_SAY[word][programme.language].format(name)}: {errand.id}"


def _promised(
    scheduler: Scheduler, book: ErrandBook, asked: Mapping[str, Any], by: tuple[str | None, dt.date]
) -> Errand:
    from volsched.planning.visits import Errand

    helper, day = by
    if asked["visit"] is None or asked["due"] is None or helper is None:
        raise InvalidValue("--promise", "", "", "is not all", "say --visit, --due and --helper with it")
    activity = asked["visit"].partition("/")[0]
    scheduler.programme.activity(activity)
    try:
        due = dt.date.fromisoformat(asked["due"])
    except ValueError:
        raise InvalidValue("--due", "", "", f"'{asked['due'][:40]}' is not a day", "write 2027-05-31") from None
    return Errand(id=book.next_id(), visit=asked["visit"], what=asked["promise"], helper=helper, heard=day, due=due)


def _book(look: Look) -> ErrandBook:
    from volsched.planning.visits import Errand, ErrandBook
    from volsched.planning.visits.errands import KIND

    return ErrandBook(tuple(Errand.of_body(record.key, record.body) for record in look.every(KIND)))


def _show_figures(book: ErrandBook, day: dt.date, language: Language, *, as_json: bool) -> None:
    from volsched.planning.visits import errand_figures

    figures = errand_figures(book.errands, day)
    if as_json:
        answer(figures)
        return
    for line in columns([(_SAY[word][language], f"{count:,}") for word, count in figures.items()]):
        click.echo(line)


def _line(scheduler: Scheduler, item: Errand, *, overdue: bool) -> tuple[str, ...]:
    programme = scheduler.programme
    language = programme.language
    name = (
        programme.person_by_id[item.helper].name.in_language(language) if item.helper in programme.person_by_id else ""
    )
    return item.id, str(item.due), item.what, f"{name} ({item.helper})", _SAY["overdue"][language] if overdue else ""
