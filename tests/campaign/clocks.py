"""Clocks that jump, in five zones: nothing goes out early, twice or never, and quiet hours are those on the wall."""

import datetime as dt
import json
import random

from tests.campaign.kit import NOW, envelope, note, workshop
from tests.campaign.simulation import PEOPLE, QUIET, ZONES, Direct, shown
from tests.campaign.truth import awake, reminding, rests
from volsched.dispatch.changes import queue_changes
from volsched.dispatch.posting import loud_for
from volsched.dispatch.tick import tick
from volsched.model import Lead, NoticeRules, Span, Window
from volsched.model.zones import zone
from volsched.notices import Delivery, courier
from volsched.publishing import PublishedState, changes_between
from volsched.publishing.state import Happens
from volsched.storage import SqliteStore
from volsched.testing import programme

DAYS = (
    dt.date(2028, 2, 29),
    dt.date(2027, 3, 28),
    dt.date(2027, 10, 31),
    dt.date(2027, 3, 14),
    dt.date(2027, 11, 7),
    dt.date(2027, 4, 4),
    dt.date(2027, 10, 3),
    dt.date(2038, 1, 19),
    dt.date(2027, 12, 31),
)
"""The leap day, days on which clocks are put forward and back in these zones, the end of 32 bits, the end of a year."""

JUMPS = {
    "none": (),
    "a day forward and back": (24, -24),
    "an hour back": (-1,),
    "an hour forward": (1,),
    "ten years back and forward": (-87_660, 87_660),
}
LEADS = ("1d 18:00", "2h")
STEP = dt.timedelta(hours=2)
"""The longest time between two looks at what is due."""


def script(folder, number, *, zone_name, day, jumps, chance):
    """One duty at a hard hour, looked at every quarter of an hour by a clock that jumps; what is wrong with it."""
    for end in ("", "-wal", "-shm", ".mark"):
        (folder / f"clock.db{end}").unlink(missing_ok=True)
    rules = NoticeRules(channels=("one",), quiet_hours=QUIET, remind=tuple(Lead.parse(lead) for lead in LEADS))
    of = programme(notices=rules, zone=zone_name, second_zone=None)
    start = dt.datetime.combine(day, dt.time(chance.choice((1, 2, 3, 9, 22, 23)), 30), zone(zone_name))
    duty = Happens(
        key="night-watch/1", activity="night-watch", span=Span(start, start + dt.timedelta(hours=4)), zone=zone_name
    )
    window = Window(day - dt.timedelta(days=20), day + dt.timedelta(days=20), zone_name)
    person = PEOPLE[number % len(PEOPLE)]
    state = PublishedState(window=window, happens=(duty,), duties=((person, duty.key, ("patrol",)),))
    store = SqliteStore(folder / "clock.db", ticks=lambda: clock.ticks)
    clock = Clock(duty.span.start - dt.timedelta(days=3))
    got, wrong = [], []

    def send(channel, message):
        got.append((json.loads(message.body)["tone"], message.key, clock.shown))
        return Delivery(key=message.key, person=message.person, channel=channel, status="sent")

    with store.change(who="clock", at=clock.shown) as change:
        changes = changes_between(PublishedState(window=window), state)
        queue_changes(change, of, changes, state, now=clock.shown, edition="1", render=shown)
    plain, courier._Line = courier._Line, Direct
    plan = list(jumps)
    try:
        while clock.real < duty.span.start + dt.timedelta(hours=1):
            is_last_hour = clock.real >= duty.span.start - dt.timedelta(hours=1)
            # A clock that is wrong until it is too late can tell nobody anything; so it is right again before.
            while plan and (chance.random() < 0.02 or is_last_hour):
                clock.offset += dt.timedelta(hours=plan.pop(0))
            with store.change(who="clock", at=clock.shown) as change:
                tick(change, of, state, now=clock.shown, render=shown)
            courier.Courier(
                outbox=store, send=send, worker="one", clock=lambda: clock.shown, chance=lambda: 0.5, loud=loud_for(of)
            ).work("one")
            clock.passes(
                dt.timedelta(minutes=15) if abs(duty.span.start - clock.real) < dt.timedelta(hours=30) else STEP
            )
        with store.look() as look:
            dead = look.posted(states=("dead",), person=person)
    finally:
        courier._Line = plain
        store.close()
    wrong += _judged(got, [json.loads(item.envelope.message.body)["tone"] for item in dead], duty, zone_name, jumps)
    return wrong, len(got)


def _judged(got, dead, duty, zone_name, jumps):
    start = duty.span.start
    moments = sorted(reminding(lead, start, zone_name) for lead in LEADS)
    loud = [awake(moment, zone_name) for moment in moments]
    due = [late if late < start else moment for late, moment in zip(loud, moments, strict=True)]
    reminders = [at for tone, _, at in got if tone == "reminder"]
    told = [at for tone, _, at in got if tone == "changes"]
    if len({key for _, key, _ in got}) != len(got) or len(told) > 1 or len(reminders) > len(LEADS):
        yield f"told twice: {len(told)} and {len(reminders)} reminders"
    if any(at < moment for at, moment in zip(sorted(reminders), sorted(due), strict=False)):
        yield "reminded early"
    if any(at >= start for at in reminders):
        yield "reminded late"
    wanted = sorted({late for late in due if late < start})
    on_time = [late <= at <= late + STEP for at, late in zip(sorted(reminders), wanted, strict=False)]
    if not jumps and not (len(reminders) == len(wanted) and all(on_time)):
        yield f"{len(reminders)} reminders at {reminders}, not at {due}"
    if not told and (not jumps or "changes" not in dead):
        yield "never told"
    if not any(at >= due[0] for at in (*told, *reminders)) and "reminder" not in dead:
        yield "never reminded"
    for _, _, at in got:
        if start - at > dt.timedelta(hours=13) and rests(at, zone_name):
            yield f"disturbed at {at.astimezone(zone(zone_name))}"


class Clock:
    """What really passes, what the machine shows, and the ticks that no one sets."""

    def __init__(self, start):
        self.real, self.offset, self.ticks = start, dt.timedelta(), 0.0

    @property
    def shown(self):
        return self.real + self.offset

    def passes(self, length):
        self.real += length
        self.ticks += length.total_seconds()


def backoff(folder):
    """What failed is not tried again at once when the clock jumps back, nor by two when it jumps forward."""
    store = SqliteStore(folder / "back.db", ticks=lambda: 0.0)
    with store.change(who="clock", at=NOW) as change:
        change.enqueue([envelope(1)])
    first = store.claim("one", channels=("log",), now=NOW)
    second = store.claim("two", channels=("log",), now=NOW + dt.timedelta(days=1))
    store.close()
    return [] if len(first) == 1 and not second else ["a jump of the clock ended a lease"]


def run(asked):
    scripts = 1 if asked.quick else 9
    wrong, messages, number = [], 0, 0
    with workshop(memory=True) as folder:
        wrong += backoff(folder)
        for name, jumps in JUMPS.items():
            for zone_name in ZONES if not asked.quick else ZONES[:2]:
                for day in DAYS if not asked.quick else DAYS[:2]:
                    for _ in range(scripts):
                        chance = random.Random(f"{asked.seed} {number}")
                        found, told = script(folder, number, zone_name=zone_name, day=day, jumps=jumps, chance=chance)
                        wrong += [f"{name}, {zone_name}, {day}: {line}" for line in found]
                        messages += told
                        number += 1
    for line in wrong[:10]:
        note(line)
    return {"ok": not wrong, "scripts": number, "messages": messages, "wrong": wrong[:5]}
