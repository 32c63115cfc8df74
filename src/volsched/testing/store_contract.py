"""What every store must do, as checks that a plugin's tests can run on theirs.

import pytest
from volsched.testing import STORE_CHECKS, store_contract

@pytest.mark.parametrize("check", STORE_CHECKS)
def test_store_keeps_the_contract(check, new_store):
    store_contract(new_store, check)
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from volsched.errors import Conflict, InvalidValue, StoreError
from volsched.storage import Store
from volsched.testing.store_outbox import OUTBOX_CHECKS
from volsched.testing.store_tools import MINUTE, NOW, Check, change_of, envelope, raises, same


def store_contract(make: Callable[[], Store], check: str = "") -> None:
    """Try a store, and say everything that is wrong with it at once.

    Args:
        make: opens a fresh, empty store; called once for each check.
        check: the one of `STORE_CHECKS` to run; all of them if left out.

    Raises:
        AssertionError: with one line for each thing that is wrong.
    """
    chosen = {check: _CHECKS[check]} if check else _CHECKS
    found = [f"{name}: {line}" for name, one in chosen.items() for line in one(make)]
    if found:
        raise AssertionError("\n".join(["the store breaks the contract:", *(f"- {line}" for line in found)]))


def _records(make: Callable[[], Store]) -> Iterator[str]:
    store = make()
    body = {"text": "唱 ئۇيغۇر 🎵 '\"\\\n", "number": 7, "none": None, "list": [1.5, True, {"a": []}], "big": 2**53 - 1}
    with change_of(store) as change:
        first = change.put("booking", "choir/ann", body, expect=0)
        yield from same("a change sees what it wrote", change.get("booking", "choir/ann"), first)
        change.put("booking", "choir/bob", {}, expect=0)
        change.put("booking", "chess/ann", {})
        change.put("swap", "choir/ann", {})
    with store.look() as look:
        yield from same("what is read", look.get("booking", "choir/ann"), first)
        yield from same("its body", first.body, body)
        yield from same("what is not there", look.get("booking", "choir"), None)
        keys = [item.key for item in look.every("booking")]
        yield from same("sorted by key", keys, ["chess/ann", "choir/ann", "choir/bob"])
        yield from same("by prefix", [item.key for item in look.every("booking", "choir/")], keys[1:])
        yield from same("kinds", dict(look.kinds()), {"booking": 3, "swap": 1})
    yield from _order(store)
    store.close()


def _order(store: Store) -> Iterator[str]:
    keys = ["Z", "a", "ä", "ۇ", "唱", "🎵", "%", "_", "a%", "a_b", "'; --"]
    with change_of(store) as change:
        for key in keys:
            change.put("odd", key, {"is": key})
    with store.look() as look:
        yield from same("order of code points", [item.key for item in look.every("odd")], sorted(keys))
        yield from same("prefix with a %", [item.key for item in look.every("odd", "a%")], ["a%"])


def _versions(make: Callable[[], Store]) -> Iterator[str]:
    store = make()
    with change_of(store) as change:
        first = change.put("roster", "may", {"n": 1}, expect=0)
        unchanged = change.put("roster", "may", {"n": 1}, expect=first.version)
        yield from same("the same body keeps its version", unchanged.version, first.version)
        second = change.put("roster", "may", {"n": 2}, expect=first.version)
        if second.version <= first.version:
            yield "a new body must have a greater version"
    for what, expect in (("an old version", first.version), ("must be new", 0), ("never was", second.version + 99)):
        yield from raises(what, Conflict, partial(_put, store, {"n": 3}, expect))
    yield from raises("removing an old version", Conflict, lambda: _remove(store, first.version))
    _remove(store, second.version)
    yield from raises("a removed record", Conflict, lambda: _put(store, {"n": 3}, second.version))
    third = _put(store, {"n": 1}, 0)
    if third <= second.version:
        yield "a version must be greater than those before its record was removed"
    with change_of(store) as change:
        change.remove("roster", "no such")
    store.close()


def _put(store: Store, body: Mapping[str, Any], expect: int | None) -> int:
    with change_of(store) as change:
        return int(change.put("roster", "may", body, expect=expect).version)


def _remove(store: Store, expect: int) -> None:
    with change_of(store) as change:
        change.remove("roster", "may", expect=expect)


def _refusals(make: Callable[[], Store]) -> Iterator[str]:
    store = make()

    def kept(kind: Any, key: Any, body: Any) -> None:
        with change_of(store) as change:
            change.put(kind, key, body)

    for kind, key, body in (
        ("", "a", {}),
        ("a", "", {}),
        ("a", "b" * 401, {}),
        ("a", "b\n", {}),
        ("a", "b\0", {}),
        ("a", "b", {"c": float("nan")}),
        ("a", "b", {"c": {1, 2}}),
        ("a", "b", {"c": "\ud800"}),
        ("a", "b", {"c": b""}),
    ):
        yield from raises(f"put {kind!r} {key[:9]!r} {body!r}", InvalidValue, partial(kept, kind, key, body))

    def naive() -> None:
        with store.change(who="tester", at=dt.datetime(2027, 1, 1)):  # noqa: DTZ001 - that is the point
            pass

    yield from raises("a moment without a zone", InvalidValue, naive)
    store.close()


def _all_or_nothing(make: Callable[[], Store]) -> Iterator[str]:
    store = make()

    def broken() -> None:
        with change_of(store) as change:
            change.put("a", "b", {})
            change.enqueue([envelope()])
            raise Conflict("stop")

    yield from raises("what the block raises", Conflict, broken)

    def nested() -> None:
        with change_of(store), change_of(store):
            pass

    yield from raises("a change within a change", StoreError, nested)
    with store.look() as look:
        yield from same("records after it", look.every("a"), ())
        yield from same("outbox after it", look.posted(), ())
        yield from same("audit after it", look.history(), ())
    with store.look() as old:
        yield from same("before", old.get("a", "b"), None)
        with change_of(store) as change:
            change.put("a", "b", {})
        yield from same("a look sees one moment", old.get("a", "b"), None)
    store.close()


def _audit(make: Callable[[], Store]) -> Iterator[str]:
    store = make()
    with store.change(who="ann\n", why="swap", at=NOW) as change:
        change.put("seat", "1", {"who": "bob"})
    with store.change(who="eve", at=NOW + MINUTE) as change:
        change.put("seat", "1", {"who": "cem"})
        change.remove("seat", "1")
        change.put("other", "1", {"long": "x" * 100_000})
    with store.look() as look:
        lines = [(i.who, i.why, i.at, i.before, i.after) for i in look.history("seat", "1")]
        longest = look.history("other")[0].after
        yield from same("latest first", look.history(most=1)[0].kind, "other")
    wanted = [
        ("eve", "", NOW + MINUTE, {"who": "cem"}, None),
        ("eve", "", NOW + MINUTE, {"who": "bob"}, {"who": "cem"}),
        ("ann", "swap", NOW, None, {"who": "bob"}),
    ]
    yield from same("audit log", lines, wanted)
    yield from same("a long body in it", sorted(longest or {}), ["characters", "sha256"])
    store.close()


def _threads(make: Callable[[], Store]) -> Iterator[str]:
    store = make()
    troubles: list[str] = []

    def count() -> None:
        for _ in range(25):
            done = False
            while not done:
                try:
                    with store.look() as look:
                        read = look.get("count", "all")
                    number = 0 if read is None else int(str(read.body["n"]))
                    with change_of(store) as change:
                        change.put("count", "all", {"n": number + 1}, expect=0 if read is None else read.version)
                    done = True
                except Conflict:
                    continue
                except Exception as error:  # noqa: BLE001 - whatever it is, the author wants to read it
                    troubles.append(f"{type(error).__name__}: {error}")
                    return

    workers = [threading.Thread(target=count) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    yield from same("troubles", troubles, [])
    with store.look() as look:
        found = look.get("count", "all")
        yield from same("4 x 25 edits", None if found is None else found.body["n"], 100)
    store.close()


_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "records": _records,
        "versions": _versions,
        "refusals": _refusals,
        "all-or-nothing": _all_or_nothing,
        "audit": _audit,
        "threads": _threads,
        **OUTBOX_CHECKS,
    }
)
STORE_CHECKS: tuple[str, ...] = tuple(_CHECKS)
"""The names of the checks."""
