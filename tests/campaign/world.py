"""A small community that is published, changed, published again, and asked to step in: the flow that is broken off."""

import datetime as dt
import hashlib

import attrs

from volsched import Scheduler
from volsched.builtin import BUILTINS
from volsched.hooks import Channel, Host, hookimpl
from volsched.model import Lead, NoticeRules, Override, Window
from volsched.notices.courier import Courier, Manner
from volsched.notices.replies import Reply
from volsched.storage import SqliteStore
from volsched.testing import programme

NIGHT = "night-watch/20270503T2200"
TIMES = tuple(dt.datetime(2027, 4, 20, hour, tzinfo=dt.UTC) for hour in (2, 4, 6, 8))
PARTS = {name: BUILTINS[name] for name in ("volsched.solver", "volsched.ical")}


class Channels:
    """Offers one channel, as a plugin does."""

    def __init__(self, send):
        self.send = send

    @hookimpl
    def volsched_channels(self):
        return (Channel(name="log", send=lambda message: self.send("log", message)),)


def rules():
    return NoticeRules(channels=("log",), coordinator="gul", remind=(Lead.parse("1d"),), confirm=True)


def community():
    """Four evenings of May: quick to plan and to publish."""
    found = programme(notices=rules(), window=Window(dt.date(2027, 5, 1), dt.date(2027, 5, 9)))
    kept = tuple(item for item in found.activities if item.id in ("night-watch", "rehearsal"))
    return attrs.evolve(found, activities=kept)


def later(found):
    """The same with the rehearsal at another hour."""
    rehearsal = found.activity("rehearsal")
    original = dt.datetime(2027, 5, 7, 10)
    moved = Override(original=original, start=dt.datetime(2027, 5, 7, 15))
    schedule = attrs.evolve(rehearsal.schedule, overrides=(moved,))
    changed = attrs.evolve(rehearsal, schedule=schedule)
    return attrs.evolve(found, activities=tuple(changed if i.id == "rehearsal" else i for i in found.activities))


class Flow:
    """The whole way, stage by stage; `plans` are made once, before anything is broken off."""

    STAGES = ("publish", "notify", "publish again", "notify again", "decline", "notify of it")

    def __init__(self, folder, send, step=lambda _label: None, hours=0.0, worker="one"):
        self.folder, self.step, self.hours, self.worker = folder, step, hours, worker
        self.send = send
        self.store = SqliteStore(folder / "volsched.db", ticks=lambda: 1000.0 + hours * 3600)

    def scheduler(self, of):
        host = Host.open({}, builtins={**PARTS, "log": Channels(self.send)}, environment={})
        return Scheduler(of, host=host, store=self.store)

    def run(self, plans, first=0, reached=lambda _number: None):
        """Do the stages from this one on."""
        for number in range(first, len(self.STAGES)):
            reached(number)
            self.step(f"stage {self.STAGES[number]}")
            self._stage(number, plans)
        reached(len(self.STAGES))
        self.store.close()

    def _stage(self, number, plans):
        now = TIMES[min(number, 3)]
        plan = plans[0] if number < 2 else plans[1]
        scheduler = self.scheduler(plan.programme)
        if number in (0, 2):
            scheduler.publish(plan, self.folder / "out", now=now)
        elif number == 4:
            with self.store.look() as look:
                state = scheduler.office.published(look)
            person = min(who for who, key, _ in state.duties if key == NIGHT)
            reply = Reply(person=person, occurrence=NIGHT, answer="declined", at=now)
            scheduler.office.answer(reply, now=now, who="campaign")
        else:
            scheduler.office.tick(now=now, who="campaign")
            courier = Courier(
                outbox=self.store,
                send=self.send,
                worker=self.worker,
                clock=lambda: now + dt.timedelta(hours=self.hours),
                chance=lambda: 0.0,
                manner=Manner(first_wait=1.0),
                step=self.step,
            )
            courier.work("log")


def plans():
    """Both plans, made once."""
    first = community()
    found = []
    for of in (first, later(first)):
        found.append(Scheduler(of, host=Host.open({}, builtins=PARTS, environment={})).plan())
    return tuple(found)


def digest(folder):
    """What lies in a folder, as one value."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(str(p.relative_to(folder)).encode() + p.read_bytes() for p in files)).hexdigest()
