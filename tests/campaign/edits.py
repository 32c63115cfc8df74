"""Many writers on one record: each reads, changes and writes; no edit is lost, and nobody is told of a lock."""

import time

from tests.campaign.kit import NOW, in_children, opened, workshop
from volsched.errors import Conflict


def work(asked, folder, number, edits):
    """Each edit is read first and written as what was read; who was overtaken reads again when it is their turn."""
    store = opened(asked, folder)
    conflicts = 0
    for _ in range(edits):
        with store.look() as look:
            record = look.get("count", "all")
        try:
            edit(store, number, record)
        except Conflict:
            conflicts += 1
            edit(store, number)
    store.close()
    return conflicts


NOT_READ = object()


def edit(store, number, record=NOT_READ):
    with store.change(who=f"writer-{number}", at=NOW) as change:
        if record is NOT_READ:
            record = change.get("count", "all")
        body = {} if record is None else dict(record.body)
        body["all"] = body.get("all", 0) + 1
        body[f"writer-{number}"] = body.get(f"writer-{number}", 0) + 1
        change.put("count", "all", body, expect=0 if record is None else record.version)


def run(asked):
    writers, edits = (4, 60) if asked.quick else (16, 2000)
    with workshop() as folder:
        opened(asked, folder).close()
        start = time.monotonic()
        conflicts = in_children(work, [(asked, folder, number, edits) for number in range(writers)])
        took = time.monotonic() - start
        store = opened(asked, folder)
        with store.look() as look:
            body = dict(look.get("count", "all").body)
            logged = len(look.history("count", most=10_000_000))
        store.close()
    wanted = {"all": writers * edits, **{f"writer-{number}": edits for number in range(writers)}}
    return {
        "ok": body == wanted and logged == writers * edits,
        "writers": writers,
        "edits": writers * edits,
        "lost": writers * edits - body["all"],
        "in_the_log": logged,
        "conflicts_told": sum(conflicts),
        "edits_per_second": round(writers * edits / took),
    }
