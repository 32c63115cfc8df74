"""Many notices and several workers at once: each goes out exactly once."""

import time
from collections import Counter

from tests.campaign.kit import NOW, Log, envelope, in_children, lines, opened, workshop
from volsched.notices.courier import Courier


def work(asked, folder, number):
    store = opened(asked, folder)
    courier = Courier(
        outbox=store,
        send=Log(folder / f"sent-{number}").send,
        worker=f"worker-{number}",
        clock=lambda: NOW,
        chance=lambda: 0.5,
    )
    tally = courier.work("log")
    store.close()
    return tally.sent


def run(asked):
    notices, workers = (600, 4) if asked.quick else (20_000, 8)
    with workshop() as folder:
        store = opened(asked, folder)
        start = time.monotonic()
        for first in range(0, notices, 1000):
            with store.change(who="campaign", at=NOW) as change:
                change.enqueue(envelope(number) for number in range(first, min(first + 1000, notices)))
        queued = time.monotonic() - start
        store.close()
        start = time.monotonic()
        sent = in_children(work, [(asked, folder, number) for number in range(workers)])
        took = time.monotonic() - start
        told = Counter(line.split()[0] for number in range(workers) for line in lines(folder / f"sent-{number}"))
        after = opened(asked, folder)
        with after.look() as look:
            counted = dict(look.counted())
        after.close()
    wanted = {envelope(number).key for number in range(notices)}
    return {
        "ok": set(told) == wanted and set(told.values()) == {1} and counted == {"sent": notices},
        "notices": notices,
        "workers": workers,
        "lost": len(wanted - set(told)),
        "twice": sum(count > 1 for count in told.values()),
        "sent_per_worker": sent,
        "queued_per_second": round(notices / queued),
        "sent_per_second": round(notices / took),
    }
