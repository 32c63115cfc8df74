"""Sixty days of a community, for many seeds, with everything that can go wrong: what people know at the end is right.

Nothing real is waited for: the clock, the chance, the channels and the disk belong to the simulation. Each person has
a mind, in which what arrives is written. What must be in it at the end is worked out by `truth`, on its own.
"""

import datetime as dt
import json
import os
import random
from collections import Counter

from tests.campaign.kit import in_children, note, workshop
from tests.campaign.truth import Truth
from volsched.dispatch.changes import queue_changes
from volsched.dispatch.posting import loud_for
from volsched.dispatch.tick import tick
from volsched.errors import StoreError
from volsched.model import Lead, NoticeRules, QuietHours, Span, Window
from volsched.model.zones import zone
from volsched.notices import Delivery, Message
from volsched.notices.courier import Courier, Manner
from volsched.publishing import PublishedState, changes_between
from volsched.publishing.state import Happens
from volsched.storage import SqliteStore
from volsched.testing import programme

START = dt.datetime(2027, 2, 20, 4, tzinfo=dt.UTC)
DAYS = 60
QUIET = QuietHours.parse("22:00-07:00")
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")
PEOPLE = ("ann", "ayshem", "bob", "cem", "dilnur", "eva", "fang", "gul")
COORDINATOR = "gul"
LATE = dt.timedelta(hours=3)


class Crash(BaseException):
    """The process ends here."""


class Broken(SqliteStore):
    """A store whose disk fails now and then: before a change is written, or after it was, without a word."""

    chance = None
    rate = 0.0

    def _writing(self):
        if self.chance is not None and self.chance.random() < self.rate:
            raise StoreError(self.place, "cannot be written: no space left on the disk", "make room")
        return super()._writing()


class World:
    """One seed."""

    def __init__(self, folder, seed):
        self.chance = random.Random(seed)
        self.now = START
        self.ticks = 0.0
        self.offset = dt.timedelta()
        self.processes = 0
        self.zone = self.chance.choice(ZONES)
        leads = self.chance.sample(["1d 18:00", "2h", "1w", "30m"], 2)
        self.rules = NoticeRules(
            channels=("one", "two"),
            quiet_hours=QUIET,
            remind=tuple(Lead.parse(text) for text in leads),
            coordinator=COORDINATOR,
            confirm=False,
        )
        self.programme = programme(notices=self.rules, zone=self.zone, second_zone=None)
        for end in ("", "-wal", "-shm", ".mark"):
            (folder / f"sim.db{end}").unlink(missing_ok=True)
        self.store = Broken(folder / "sim.db", ticks=lambda: self.ticks)
        self.store.chance = self.chance
        self.harsh = self.chance.random() < 0.8
        self.store.rate = self.chance.choice((0.0, 0.01, 0.05)) if self.harsh else 0.0
        self.crash_rate = self.chance.choice((0.0, 0.02, 0.1)) if self.harsh else 0.0
        self.down = {name: self.chance.choice((0.0, 0.1, 0.5)) if self.harsh else 0.0 for name in ("one", "two")}
        self.dead_ends = {p for p in PEOPLE if p != COORDINATOR and self.harsh and self.chance.random() < 0.12}
        self.window = Window(dt.date(2027, 2, 1), dt.date(2027, 6, 1), self.zone)
        self.truth = Truth(self.zone, leads, COORDINATOR)
        self.state = PublishedState(window=self.window)
        self.handed = None
        self.excuses = 0
        self.counted = Counter()
        self.edition = 0

    @property
    def wrong(self):
        return self.truth.wrong

    # what is planned

    def happening(self):
        day = START.date() + dt.timedelta(days=self.chance.randint(2, DAYS + 10))
        wall = dt.datetime.combine(day, dt.time(self.chance.randint(0, 23), 30), zone(self.zone))
        start = wall.astimezone(dt.UTC)
        return {
            "start": start,
            "end": start + dt.timedelta(hours=self.chance.randint(1, 9)),
            "venue": self.chance.choice((None, "hall")),
            "cancelled": False,
        }

    def edit(self):
        """Something is added, moved, cancelled, or given to somebody else."""
        happens, duties = self.truth.happens, self.truth.duties
        for _ in range(self.chance.randint(1, 4)):
            kind = self.chance.random()
            keys = sorted(happens)
            if kind < 0.35 or not keys:
                key = f"night-watch/{len(happens) + self.edition * 1000}"
                happens[key] = self.happening()
                duties |= {(person, key) for person in self.chance.sample(PEOPLE, 2)}
            elif kind < 0.6:
                key = self.chance.choice(keys)
                happens[key] = {**self.happening(), "cancelled": happens[key]["cancelled"]}
            elif kind < 0.75:
                key = self.chance.choice(keys)
                happens[key] = {**happens[key], "cancelled": not happens[key]["cancelled"]}
            elif duties:
                duty = self.chance.choice(sorted(duties))
                duties.discard(duty)
                serving = {person for person, key in duties if key == duty[1]}
                duties.add((self.chance.choice([p for p in PEOPLE if p not in serving]), duty[1]))
        self.publish()

    def published(self):
        """The facts as the library takes them."""
        happens = [
            Happens(
                key=key,
                activity="night-watch",
                span=Span(item["start"], item["end"]),
                zone=self.zone,
                venue=item["venue"],
                cancelled=item["cancelled"],
            )
            for key, item in sorted(self.truth.happens.items())
        ]
        duties = tuple((person, key, ("patrol",)) for person, key in sorted(self.truth.duties))
        return PublishedState(window=self.window, happens=tuple(happens), duties=duties)

    def publish(self):
        after = self.published()
        changes = changes_between(self.state, after)
        while True:
            self.edition += 1
            try:
                with self.store.change(who="sim", at=self.clock()) as change:
                    queue_changes(
                        change,
                        self.programme,
                        changes,
                        after,
                        now=self.clock(),
                        edition=str(self.edition),
                        render=shown,
                    )
                    self._maybe_crash()
            except (StoreError, Crash):
                self._restart()
                continue
            self.state = after
            self.truth.now_holds(self.now)
            return

    # what is sent

    def clock(self):
        return self.now + self.offset

    def send(self, channel, message):
        # What came before is written down by now, in the same step in which this one was begun.
        self._written_down()
        if self.chance.random() < self.down[channel]:
            self.excuses += 1
            if self.chance.random() < 0.5:
                self.arrive(message)
            self.truth.doubt(message.person)
            raise self.chance.choice((ConnectionError, TimeoutError))
        if message.person in self.dead_ends:
            status = self.chance.choice(("unreachable", "failed"))
            return Delivery(key=message.key, person=message.person, channel=channel, status=status, permanent=True)
        if self.harsh and self.chance.random() < 0.01:
            return Delivery(
                key=message.key,
                person=message.person,
                channel=channel,
                status="failed",
                detail="slower",
                retry_after=60,
            )
        self.arrive(message)
        self.handed = message
        return Delivery(key=message.key, person=message.person, channel=channel, status="sent")

    def arrive(self, message):
        self.counted[self.truth.arrive(message, self.clock())] += 1

    def _written_down(self):
        if self.handed is not None:
            self.truth.certainly(self.handed)
        self.handed = None

    def run_once(self):
        """What cron starts: queue what is due, and send; it may end anywhere."""
        worker = f"process-{self.processes}"
        try:
            # Twice: whom no channel reached is reported at once.
            for _ in range(2):
                self._tick(worker)
                if not sum(self._work(worker, channel).dead for channel in ("one", "two")):
                    break
        except (StoreError, Crash):
            self._restart()

    def _tick(self, worker):
        with self.store.change(who=worker, at=self.clock()) as change:
            tick(change, self.programme, self.state, now=self.clock(), render=shown)

    def _work(self, worker, channel):
        courier = Sim(
            outbox=self.store,
            send=self.send,
            worker=worker,
            clock=self.clock,
            chance=self.chance.random,
            manner=Manner(lease=120.0, time_out=60.0, first_wait=60.0, most_attempts=8),
            loud=loud_for(self.programme),
            step=lambda _label: self._maybe_crash(),
        )
        tally = courier.work(channel)
        self._written_down()
        return tally

    def _maybe_crash(self):
        if self.chance.random() < self.crash_rate:
            raise Crash

    def _restart(self):
        self.handed = None
        self.excuses += 1
        self.truth.doubt()
        self.processes += 1
        self.ticks += 1

    # time

    def live(self):
        end = START + dt.timedelta(days=DAYS)
        while self.now < end:
            if self.chance.random() < 0.35:
                self.edit()
            if self.harsh and self.chance.random() < 0.05:
                hours = self.chance.choice((24, -1, 1, 0))
                self.offset = dt.timedelta(hours=hours)
            for _ in range(self.chance.randint(1, 3)):
                self.run_once()
                self.pass_time(dt.timedelta(minutes=self.chance.choice((7, 60, 300, 700))))
        self.settle()

    def pass_time(self, length):
        self.now += length
        self.ticks += length.total_seconds()

    def settle(self):
        """Everything is mended; in three days whatever waits has gone out or was given up."""
        self.store.rate = self.crash_rate = 0.0
        self.down = dict.fromkeys(self.down, 0.0)
        self.harsh = False
        self.offset = dt.timedelta()
        for _ in range(40):
            self.pass_time(dt.timedelta(hours=2))
            self.run_once()
        # What was found too late in the last run is reported by the next.
        self.run_once()
        self.judge()

    def judge(self):
        with self.store.look() as look:
            dead = look.posted(states=("dead",))
            claimed = look.posted(states=("claimed",))
            late = [item for item in look.posted(states=("pending", "deferred")) if item.due < self.now - LATE]
        if claimed or late:
            self.wrong.append(f"{len(claimed)} never let go, {len(late)} left behind")
        self.truth.judge(dead, self.now)
        self.twice = sum(count - 1 for count in self.truth.arrivals.values())
        if self.twice > self.excuses:
            self.wrong.append(f"{self.twice} second copies, {self.excuses} crashes")
        self.dead = len({item.envelope.person for item in dead})


class Sim(Courier):
    """A courier in one thread, whose channels answer at once."""

    def work(self, channel):
        from volsched.notices import courier as module

        plain, module._Line = module._Line, Direct
        try:
            return super().work(channel)
        finally:
            module._Line = plain


class Direct:
    """Calls a channel here and now."""

    def __init__(self, send, channel):
        self.send, self.channel = send, channel

    def call(self, message, _time_out):
        try:
            return self.send(self.channel, message)
        except ConnectionError:
            return "broken"
        except TimeoutError:
            return "late"

    def close(self):
        pass


def _entry(entry):
    return [entry.span.start.isoformat(), entry.span.end.isoformat(), entry.venue]


def shown(telling, of):
    """A message whose body a program can read."""
    from volsched.notices.telling import worded

    message = worded(telling, of)
    spans = [e.span.start for i in telling.items for e in (i.entry, i.before) if e is not None]
    body = {
        "tone": telling.tone,
        "nearest": min(spans).isoformat(),
        "items": [{"kind": i.kind, "occurrence": i.entry.occurrence, "facts": _entry(i.entry)} for i in telling.items],
    }
    return Message(
        key=message.key,
        person=message.person,
        name=message.name,
        language=message.language,
        email=message.email,
        phone=message.phone,
        subject=message.subject,
        body=json.dumps(body),
    )


def one(seed, folder):
    world = World(folder, seed)
    world.live()
    world.store.close()
    return world


def share(folder, seeds):
    """Some seeds, in a child of its own."""
    place = folder / str(os.getpid())
    place.mkdir()
    totals, wrong = Counter(), []
    for seed in seeds:
        try:
            world = one(seed, place)
        except Exception as error:
            wrong.append(f"seed {seed}: {type(error).__name__}: {error}")
            continue
        totals.update(world.counted)
        totals.update(twice=world.twice, excuses=world.excuses, unreached=world.dead)
        wrong += [f"seed {seed}: {line}" for line in world.wrong[:3]]
    return totals, wrong


def run(asked):
    seeds = 10 if asked.quick else 2000
    children = 2
    first = asked.seed * 1_000_000
    with workshop(memory=True) as folder:
        parts = [range(first + number, first + seeds, children) for number in range(children)]
        answers = in_children(share, [(folder, part) for part in parts])
    totals, wrong = Counter(), []
    for counts, lines in answers:
        totals.update(counts)
        wrong += lines
    for line in wrong[:40]:
        note(line)
    return {
        "ok": not wrong,
        "seeds": seeds,
        "days": DAYS,
        "messages": totals["changes"],
        "reminders": totals["reminder"],
        "second_copies": totals["twice"],
        "crashes_and_doubts": totals["excuses"],
        "people_reported_as_unreached": totals["unreached"],
        "wrong": wrong[:5],
    }
