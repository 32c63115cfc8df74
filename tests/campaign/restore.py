"""Restored, copied, moved and damaged stores: nothing goes out of them before somebody has looked."""

import datetime as dt
import shutil

import attrs

from tests.campaign.kit import NOW, envelope, workshop
from volsched.errors import StoreError
from volsched.storage import SqliteStore
from volsched.storage.upkeep import back_up, look_through, put_back

_DAY = dt.timedelta(days=1)


def filled(folder):
    store = SqliteStore(folder / "volsched.db")
    with store.change(who="campaign", at=NOW) as change:
        change.put("roster", "may", {"seats": ["p00001", "p00002"]})
        change.enqueue(envelope(number) for number in range(9))
    return store


def sends(path):
    store = SqliteStore(path)
    taken = store.claim("one", channels=("log",), now=NOW + _DAY)
    held = store.held()
    store.close()
    return len(taken), held


def copied(folder, how):
    """A store that has sent three, and a copy of it made in some way before; what the copy would send."""
    store = filled(folder)
    path = folder / "volsched.db"
    target = folder / "other" / "volsched.db"
    target.parent.mkdir()
    if how == "backup":
        back_up(path, folder / "backup.db")
    store.claim("one", channels=("log",), now=NOW, most=3)
    if how == "restored":
        back_up(path, folder / "backup.db")
        store.claim("one", channels=("log",), now=NOW, most=3)
    store.close()
    if how in ("backup", "restored"):
        put_back(folder / "backup.db", path)
        return sends(path)
    if how == "staging":
        shutil.copytree(folder, folder / "staging", ignore=shutil.ignore_patterns("other", "staging"))
        return sends(folder / "staging" / "volsched.db")
    shutil.copy2(path, target)
    return sends(target)


def overwritten(folder):
    """An old copy is written over the store by cp, which keeps the file's place on the disk."""
    store = filled(folder)
    path = folder / "volsched.db"
    store.close()
    old = path.read_bytes()
    store = SqliteStore(path)
    store.claim("one", channels=("log",), now=NOW, most=9)
    store.close()
    path.write_bytes(old)
    return sends(path)


def without_wal(folder):
    """The file alone is copied while its latest writes still lie beside it."""
    store = filled(folder)
    path = folder / "volsched.db"
    store.claim("one", channels=("log",), now=NOW, most=9)
    copy = path.read_bytes()
    store.close()
    path.write_bytes(copy)
    try:
        return sends(path)
    except StoreError as error:
        return 0, error.problem


def decides(store):
    """What is remembered and what goes out to whom and when.

    Left out are the first moment of an envelope, by which nothing goes once it is due, and the lines of the log: they
    have no checksum, so a changed letter in them is not seen.
    """
    with store.look() as look:
        posted = [attrs.evolve(one, envelope=attrs.evolve(one.envelope, not_before=NOW)) for one in look.posted()]
        return look.get("roster", "may"), posted


def flipped(folder, rounds):
    """One byte is turned over, anywhere: it is refused by name, or what is read is what was written."""
    store = filled(folder)
    written = decides(store)
    store.close()
    path = folder / "volsched.db"
    whole = path.read_bytes()
    silent, noticed = 0, 0
    for number in range(rounds):
        place = number * len(whole) // rounds
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :])
        for end in ("-wal", "-shm"):
            (folder / f"volsched.db{end}").unlink(missing_ok=True)
        try:
            problems = look_through(path)
            store = SqliteStore(path)
            found = decides(store)
            store.close()
        except StoreError:
            noticed += 1
            continue
        noticed += bool(problems)
        silent += found != written and not problems
    return silent, noticed


def run(asked):
    found = {}
    for how in ("backup", "restored", "staging", "moved"):
        with workshop() as folder:
            found[how] = copied(folder, how)
    for name, step in (("overwritten by cp", overwritten), ("without its log of writes", without_wal)):
        with workshop() as folder:
            found[name] = step(folder)
    with workshop(memory=True) as folder:
        silent, noticed = flipped(folder, 60 if asked.quick else 4000)
    return {
        "ok": all(sent == 0 and held for sent, held in found.values()) and silent == 0,
        "ways": len(found),
        "sent_before_anybody_looked": sum(sent for sent, _ in found.values()),
        "flipped_bytes": 60 if asked.quick else 4000,
        "noticed": noticed,
        "wrong_without_a_word": silent,
        "held": {name: why for name, (_, why) in found.items()},
    }
