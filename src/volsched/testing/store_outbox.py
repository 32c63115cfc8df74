"""What the outbox of every store must do."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from volsched.notices.outbox import Envelope, Limit, Outcome
from volsched.storage import Store
from volsched.testing.store_tools import MINUTE, NOW, Check, change_of, envelope, same


def _outbox(make: Callable[[], Store]) -> Iterator[str]:
    store = make()
    early, late = envelope("ann"), envelope("bob", not_before=NOW + 2 * MINUTE)
    urgent = envelope("cem", urgency="safety", not_before=NOW + MINUTE, topic="choir/1")
    with change_of(store) as change:
        yield from same("new ones", change.enqueue([early, late, urgent, early]), 3)
        yield from same("again", change.enqueue([early]), 0)
    with store.look() as look:
        yield from same("as they were", {item.envelope for item in look.posted()}, {early, late, urgent})
        yield from same("by person", [item.envelope for item in look.posted(person="bob")], [late])
        yield from same("by topic", [item.envelope for item in look.posted(topic="choir/")], [urgent])
        yield from same("by key", [item.envelope for item in look.posted(keys=[late.key])], [late])
        yield from same("counted", dict(look.counted()), {"pending": 3})

    def taken(worker: str, minutes: int, *channels: str) -> list[Envelope]:
        found = store.claim(worker, channels=channels or ("mail",), now=NOW + minutes * MINUTE)
        return [item.envelope for item in found]

    yield from same("of another channel", taken("one", 9, "sms"), [])
    yield from same("before it is due", taken("one", -1), [])
    yield from same("safety first", taken("one", 1), [urgent, early])
    yield from same("for one worker alone", taken("two", 1), [])
    yield from same("a stranger's attempt", store.attempt("two", now=NOW, begin=early.key), False)
    yield from same("its own attempt", store.attempt("one", now=NOW, begin=early.key), True)
    yield from _settled(store, early, urgent)
    store.close()


def _settled(store: Store, early: Envelope, urgent: Envelope) -> Iterator[str]:
    sent = Outcome(key=early.key, result="sent")
    yield from same("end and begin", store.attempt("one", now=NOW, ended=sent, begin=urgent.key), True)
    again = Outcome(key=urgent.key, result="again", detail="busy", due=NOW + 9 * MINUTE)
    store.attempt("one", now=NOW, ended=again)
    store.attempt("two", now=NOW, ended=Outcome(key=urgent.key, result="dead"))
    with store.look() as look:
        found = {i.envelope.person: (i.state, i.attempts, i.detail, i.due, i.interrupted) for i in look.posted()}
    yield from same("sent", found["ann"], ("sent", 1, "", early.not_before, False))
    yield from same("deferred", found["cem"], ("deferred", 1, "busy", NOW + 9 * MINUTE, False))
    with change_of(store) as change:
        yield from same("sent ones are not taken again", change.enqueue([early]), 0)
        yield from same("tried ones are not withdrawn", change.withdraw("choir/"), 0)
        yield from same("given up", change.give_up([urgent.key, early.key], detail="enough"), 1)
        yield from same("revived", change.revive([urgent.key, early.key], due=NOW + 3 * MINUTE), 1)
    again_taken = store.claim("two", channels=("mail",), now=NOW + 3 * MINUTE)
    yield from same("revived and late", {i.envelope.person for i in again_taken}, {"cem", "bob"})
    with store.look() as look:
        yield from same("counted", dict(look.counted()), {"claimed": 2, "sent": 1})


def _ends(make: Callable[[], Store]) -> Iterator[str]:
    store = make()
    handed = envelope("ann", then=("sms", "paper"))
    late = envelope("bob", deadline=NOW + MINUTE)
    gone = envelope("cem", topic="reminder/choir")
    kept = envelope("dan", topic="reminder/choir")
    with change_of(store) as change:
        change.enqueue([handed, late, gone, kept])
        yield from same("withdrawn", change.withdraw("reminder/", keep=[kept.key]), 1)
        yield from same("and taken anew", change.enqueue([gone]), 1)
        yield from same("of one person", change.withdraw("reminder/", person="cem"), 1)
    taken = store.claim("one", channels=("mail",), now=NOW + MINUTE, most=9)
    yield from same("past its deadline", {item.envelope.person for item in taken}, {"ann", "dan"})
    store.attempt("one", now=NOW, begin=handed.key)
    store.attempt("one", now=NOW, ended=Outcome(key=handed.key, result="next"))
    following = store.claim("one", channels=("sms",), now=NOW)
    shown = [(i.envelope.person, i.envelope.channel, i.envelope.then, i.envelope.message) for i in following]
    yield from same("handed on", shown, [("ann", "sms", ("paper",), handed.message)])
    with store.look() as look:
        states = {i.envelope.person: i.state for i in look.posted() if i.envelope.channel == "mail"}
    yield from same("states", states, {"ann": "handed", "bob": "dead", "dan": "claimed"})
    last = envelope("eve")
    with change_of(store) as change:
        change.enqueue([last])
    store.claim("two", channels=("mail",), now=NOW)
    store.attempt("two", now=NOW, begin=last.key)
    store.attempt("two", now=NOW, ended=Outcome(key=last.key, result="next"))
    with store.look() as look:
        found = look.posted(person="eve")[0]
    yield from same("no channel left", (found.state, bool(found.detail)), ("dead", True))
    store.close()


def _came_back(make: Callable[[], Store]) -> Iterator[str]:
    store = make()
    items = {name: envelope(name, then=("sms",) if name == "ann" else ()) for name in ("ann", "bob", "cem")}
    with change_of(store) as change:
        change.enqueue(items.values())
    store.claim("one", channels=("mail",), now=NOW)
    for name in ("ann", "bob"):
        store.attempt("one", now=NOW, begin=items[name].key)
        store.attempt("one", now=NOW, ended=Outcome(key=items[name].key, result="sent"))
    keys = [item.key for item in items.values()]
    with change_of(store) as change:
        yield from same("came back", change.came_back(keys, detail="no such box"), 2)
        yield from same("and only once", change.came_back(keys, detail="no such box"), 0)
    with store.look() as look:
        found = {(i.envelope.person, i.envelope.channel): (i.state, i.detail) for i in look.posted()}
    yield from same(
        "states",
        found,
        {
            ("ann", "mail"): ("handed", "by sms instead"),
            ("ann", "sms"): ("pending", ""),
            ("bob", "mail"): ("dead", "no such box"),
            ("cem", "mail"): ("claimed", ""),
        },
    )
    yield from same("goes on", [i.envelope.person for i in store.claim("two", channels=("sms",), now=NOW)], ["ann"])
    store.close()


def _taken_back(make: Callable[[], Store]) -> Iterator[str]:
    store = make()
    names = ("pending", "claimed", "begun", "deferred", "sent")
    items = {name: envelope(name, topic=f"changes/{name}/") for name in names}
    with change_of(store) as change:
        change.enqueue(item for name, item in items.items() if name != "pending")
    store.claim("one", channels=("mail",), now=NOW)
    with change_of(store) as change:
        change.enqueue([items["pending"]])
    for name in ("begun", "deferred", "sent"):
        store.attempt("one", now=NOW, begin=items[name].key)
    store.attempt("one", now=NOW, ended=Outcome(key=items["deferred"].key, result="again", due=NOW))
    store.attempt("one", now=NOW, ended=Outcome(key=items["sent"].key, result="sent"))
    with change_of(store) as change:
        yield from same("not tried", change.withdraw("changes/"), 1)
        yield from same("maybe out", change.withdraw("changes/", tried=True), 3)
    with store.look() as look:
        states = {item.envelope.person: item.state for item in look.posted()}
    yield from same("states", states, {**dict.fromkeys(("claimed", "begun", "deferred"), "handed"), "sent": "sent"})
    yield from same("is not begun any more", store.attempt("one", now=NOW, begin=items["claimed"].key), False)
    store.attempt("one", now=NOW, ended=Outcome(key=items["begun"].key, result="again", due=NOW))
    yield from same("is never tried again", store.claim("two", channels=("mail",), now=NOW), ())
    store.close()


def _leases(make: Callable[[], Store]) -> Iterator[str]:
    store = make()
    item = envelope()
    with change_of(store) as change:
        change.enqueue([item])
    over = dt.timedelta(microseconds=1)
    store.claim("one", channels=("mail",), now=NOW, lease=dt.timedelta(seconds=600))
    store.attempt("one", now=NOW, begin=item.key)
    later = NOW + dt.timedelta(days=1)
    yield from same("a clock that jumps ends no lease", store.claim("two", channels=("mail",), now=later), ())
    store.attempt("one", now=NOW, ended=Outcome(key=item.key, result="again", due=NOW))
    store.claim("one", channels=("mail",), now=NOW, lease=over)
    threading.Event().wait(0.01)
    yield from same("a lease that ended", store.attempt("one", now=NOW, begin=item.key), False)
    again = store.claim("two", channels=("mail",), now=NOW)
    yield from same("is taken over", [one.envelope for one in again], [item])
    store.attempt("two", now=NOW, begin=item.key)
    store.attempt("two", now=NOW, ended=Outcome(key=item.key, result="again", due=NOW + MINUTE))
    store.claim("two", channels=("mail",), now=NOW + MINUTE, lease=over)
    threading.Event().wait(0.01)
    early = store.claim("one", channels=("mail",), now=NOW)
    yield from same("a clock that was set back makes nothing early", early, ())
    yield from same("and loses nothing", len(store.claim("two", channels=("mail",), now=NOW + MINUTE)), 1)
    store.attempt("two", now=NOW, begin=item.key)
    with store.look() as look:
        yield from same("an open attempt shows", look.posted()[0].interrupted, True)
    store.attempt("one", now=NOW, ended=Outcome(key=item.key, result="dead"))
    with store.look() as look:
        yield from same("who lost it settles nothing", look.posted()[0].state, "claimed")
    store.close()


def _limits(make: Callable[[], Store]) -> Iterator[str]:
    store = make()
    with change_of(store) as change:
        change.enqueue(envelope(f"p{number}") for number in range(9))
        change.enqueue([envelope("other", channel="sms")])
    limits = {"mail": Limit(messages=2, seconds=60, burst=2)}

    def taken(seconds: int) -> int:
        now = NOW + dt.timedelta(seconds=seconds)
        return len(store.claim("one", channels=("mail",), now=now, most=9, limits=limits))

    counts = [taken(second) for second in (0, 0, 29, 30, 90, 200)]
    yield from same("as the limit allows", counts, [2, 0, 0, 1, 2, 2])
    store.pause("mail", until=NOW + dt.timedelta(seconds=500))
    yield from same("paused", [taken(499), taken(500)], [0, 2])
    yield from same("another channel", len(store.claim("one", channels=("sms",), now=NOW, limits=limits)), 1)
    store.close()


def _claimed_once(make: Callable[[], Store]) -> Iterator[str]:
    store = make()
    with change_of(store) as change:
        change.enqueue(envelope(f"p{number:03}") for number in range(100))
    found: list[str] = []

    def work(name: str) -> None:
        while taken := store.claim(name, channels=("mail",), now=NOW, most=7):
            found.extend(item.envelope.person for item in taken)

    workers = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    yield from same("each taken once", sorted(found), [f"p{number:03}" for number in range(100)])
    store.close()


OUTBOX_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "outbox": _outbox,
        "ends": _ends,
        "taken-back": _taken_back,
        "came-back": _came_back,
        "leases": _leases,
        "limits": _limits,
        "claimed-once": _claimed_once,
    }
)
