"""Channels that raise, hang, or claim what is not so, as plugins: the others' messages are out in their usual time."""

import threading
import time

from tests.campaign.kit import NOW, Log, envelope, lines, workshop
from volsched.dispatch.returned import take_back
from volsched.hooks import Channel, Host, hookimpl
from volsched.notices import Delivery
from volsched.notices.courier import Courier, Manner
from volsched.notices.message import Returned
from volsched.storage import SqliteStore

EACH = 20


class Plugin:
    def __init__(self, name, send):
        self.name, self.send = name, send

    @hookimpl
    def volsched_channels(self):
        return (Channel(name=self.name, send=self.send),)


def raises(_message):
    raise ConnectionError("the other side is gone")


def leaves(_message):
    raise SystemExit(0)


def hangs(_message):
    print("this must not be seen")
    threading.Event().wait(60)


def another(message):
    return Delivery(key="0" * 64, person=message.person, channel="another", status="sent")


def nothing(_message):
    return None


def contradicts(message):
    return Delivery(key=message.key, person=message.person, channel="contradicts", status="sent", permanent=True)


class Again:
    """Answers with the receipt of the first message, whichever it is asked for."""

    receipt = None

    def send(self, message):
        self.receipt = self.receipt or another(message)
        return self.receipt


BAD = {
    "raises": raises,
    "leaves": leaves,
    "hangs": hangs,
    "another": another,
    "nothing": nothing,
    "contradicts": contradicts,
    "again": Again().send,
}


def deliver(folder, bad):
    store = SqliteStore(folder / "volsched.db")
    logs = {name: Log(folder / name, name) for name in ("first", "second")}
    plugins = {name: Plugin(name, lambda message, log=log: log.send(log.name, message)) for name, log in logs.items()}
    plugins |= {name: Plugin(name, send) for name, send in bad.items()}
    host = Host.open({}, builtins=plugins, environment={})
    known = {channel.name: channel for channel in host.channels()}
    with store.change(who="campaign", at=NOW) as change:
        change.enqueue(envelope(number, channel=name) for name in known for number in range(EACH))
    finished = {}

    def send(name, message):
        answer = known[name].send(message)
        finished[name] = time.monotonic()
        return answer

    start = time.monotonic()
    courier = Courier(
        outbox=store,
        send=send,
        worker="one",
        clock=lambda: NOW,
        chance=lambda: 0.5,
        manner=Manner(time_out=3.0, lease=60.0),
    )
    tallies = {item.channel: item for item in courier.run(known)}
    took = max(finished[name] - start for name in logs)
    told = {name: len(lines(folder / name)) for name in logs}
    with store.look() as look:
        states = {item.envelope.key: (item.envelope.channel, item.state) for item in look.posted()}
    return took, told, tallies, host, states


def lied(folder):
    """A channel says of each message that it was sent, and sends none; half come back, and go by the next channel."""
    store = SqliteStore(folder / "volsched.db")
    log = Log(folder / "next", "next")
    posted = [envelope(number, channel="liar", then=("next",)) for number in range(EACH)]
    with store.change(who="campaign", at=NOW) as change:
        change.enqueue(posted)

    def send(name, message):
        if name == "next":
            return log.send(name, message)
        return Delivery(key=message.key, person=message.person, channel=name, status="sent")

    courier = Courier(outbox=store, send=send, worker="one", clock=lambda: NOW, chance=lambda: 0.5)
    courier.work("liar")
    reports = [Returned(key=one.key, address=one.message.email, detail="no such box") for one in posted[::2]]
    for _ in range(2):
        take_back(store, reports, now=NOW, who="campaign")
        courier.work("next")
    told = sorted(line.split()[0] for line in lines(folder / "next"))
    return len(told), told == sorted(one.key for one in posted[::2])


def run(_asked):
    with workshop() as folder:
        (folder / "lied").mkdir()
        came_back, came_by_the_next = lied(folder / "lied")
        (folder / "alone").mkdir()
        (folder / "with").mkdir()
        alone, _, _, _, _ = deliver(folder / "alone", {})
        took, told, tallies, host, states = deliver(folder / "with", BAD)
    named = {failure.plugin for failure in host.failures}
    falsely = sum(channel in BAD and state == "sent" for channel, state in states.values())
    late = tallies["hangs"].stopped
    fine = (
        told == {"first": EACH, "second": EACH}
        and named >= set(BAD) - {"hangs"}
        and came_by_the_next
        and falsely == 0
        and "did not answer" in late
        and took < max(2.0, alone * 10)
    )
    return {
        "ok": fine,
        "seconds_alone": round(alone, 2),
        "seconds_beside_bad_ones": round(took, 2),
        "delivered": told,
        "named": sorted(named),
        "hanging": late,
        "counted_as_sent_by_bad_ones": falsely,
        "came_back_and_went_by_the_next": came_back,
    }
