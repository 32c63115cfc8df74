"""kill -9 at any moment, up to four times, while a change is written and its messages are sent by two processes."""

import os
import random
import signal
import time
from collections import Counter

from tests.campaign.kit import NOW, Log, envelope, forked, lines, note, result_of, workshop
from volsched.notices.courier import Courier, Manner
from volsched.storage import SqliteStore
from volsched.storage.upkeep import look_through

NOTICES = 12


def work(folder, number, hours):
    """Write the change if it is not there, and send what is due; as often as it takes."""
    store = SqliteStore(folder / "volsched.db", ticks=lambda: 1000.0 + hours * 3600)
    with store.change(who="campaign", at=NOW) as change:
        if change.get("roster", "may") is None:
            change.put("roster", "may", {"moved": True})
            change.enqueue(envelope(one) for one in range(NOTICES))
    courier = Courier(
        outbox=store,
        send=Log(folder / "sent").send,
        worker=f"{number}-{hours}",
        clock=lambda: NOW,
        chance=lambda: 0.0,
        manner=Manner(at_once=3),
    )
    courier.work("log")
    store.close()
    return True


def one_run(folder, chance):
    """Several times two workers are started and one of them is killed; then one comes through. Its kills."""
    kills = 0
    for hours in range(chance.randint(1, 4)):
        started = [forked(work, folder, number, float(hours)) for number in range(2)]
        time.sleep(chance.uniform(0.0, 0.06))
        victims = [child for child, _ in started if chance.random() < 0.75]
        for child in victims:
            os.kill(child, signal.SIGKILL)
        # One that had come through before it was to be killed was not killed.
        kills += sum(result_of(one) is None for one in started)
    result_of(forked(work, folder, 9, 9.0))
    return kills


def run(asked):
    runs = 25 if asked.quick else 2000
    wrong, kills, again = [], 0, 0
    wanted = {envelope(one).key for one in range(NOTICES)}
    work_once()
    for number in range(runs):
        chance = random.Random(asked.seed * 1_000_003 + number)
        with workshop(memory=True) as folder:
            killed = one_run(folder, chance)
            told = Counter(line.split()[0] for line in lines(folder / "sent"))
            extra = sum(told.values()) - len(told)
            if set(told) != wanted:
                wrong.append(f"run {number}: lost {len(wanted - set(told))}")
            if extra > killed:
                wrong.append(f"run {number}: {extra} too many after {killed} kills")
            wrong += [f"run {number}: {line}" for line in look_through(folder / "volsched.db")]
            kills += killed
            again += extra
    for line in wrong[:10]:
        note(line)
    return {
        "ok": not wrong,
        "runs": runs,
        "kills": kills,
        "messages": runs * NOTICES,
        "lost": sum("lost" in line for line in wrong),
        "sent_again": again,
        "wrong": wrong[:5],
    }


def work_once():
    """Once in this process, so that every child has all modules already."""
    with workshop(memory=True) as folder:
        work(folder, 0, 0.0)
