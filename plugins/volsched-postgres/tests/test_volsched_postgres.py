"""Against a real PostgreSQL: the contract of every store, many processes, copies, and procrastinate's workers."""

import datetime as dt
import multiprocessing
import random
import threading

import pytest

pytest.importorskip("psycopg", reason="psycopg is not installed; .ci/stages/postgres.sh installs it")
pytest.importorskip("procrastinate", reason="procrastinate is not installed; .ci/stages/postgres.sh installs it")

import psycopg

from volsched.app import Scheduler
from volsched.errors import Conflict, StoreError
from volsched.notices import Delivery
from volsched.notices.courier import Courier
from volsched.notices.outbox import Envelope, Outcome, envelope_key
from volsched.testing import STORE_CHECKS, factories, plugin_contract, store_contract
from volsched_postgres import Postgres
from volsched_postgres.link import in_postgres
from volsched_postgres.store import COPIED, PostgresStore
from volsched_postgres.working import app_of, run_worker

NOW = dt.datetime(2027, 5, 1, 8, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def envelope(person, *, channel="mail", due=NOW, **more):
    message = factories.message(key=f"k-{person}", person=person)
    key = envelope_key(person, channel, f"fact of {person}")
    return Envelope(key=key, person=person, channel=channel, message=message, not_before=due, **more)


def test_it_keeps_the_contract_of_plugins():
    plugin_contract(Postgres)


@pytest.mark.parametrize("check", STORE_CHECKS)
def test_it_keeps_the_contract_of_stores(check, address):
    store_contract(lambda: PostgresStore(address), check)


def test_a_programme_names_its_database(address, tmp_path):
    (tmp_path / "programme.toml").write_text(
        f'[programme]\nid = "place"\nname = "Place"\nstore = "{address}"\n', encoding="utf-8"
    )
    (tmp_path / "people.csv").write_text("name\nAnn\n", encoding="utf-8")
    store = Scheduler.open(tmp_path).store
    assert isinstance(store, PostgresStore)
    assert store.place.startswith("postgresql://")
    store.close()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("postgresql://127.0.0.1:9/none?connect_timeout=2", "cannot be reached"),
        ("postgresql://user:hush@[::", "is no address"),
    ],
)
def test_a_database_that_is_not_there_is_told_without_its_secrets(wrong, said):
    with pytest.raises(StoreError, match=said) as caught:
        PostgresStore(wrong)
    assert "hush" not in str(caught.value)


def test_a_database_of_another_program_is_left_alone(address):
    with psycopg.connect(address) as link:
        link.execute("CREATE TABLE record (music text)")
    with pytest.raises(StoreError, match="is the database of another program"):
        PostgresStore(address)


def test_a_newer_form_is_refused(address):
    PostgresStore(address).close()
    with psycopg.connect(address) as link:
        link.execute("UPDATE identity SET form = 99")
    with pytest.raises(StoreError, match="newer volsched-postgres"):
        PostgresStore(address)


def test_a_copy_sends_nothing_until_somebody_has_looked(address, server):
    store = PostgresStore(address)
    with store.change(who="test", at=NOW) as change:
        change.enqueue([envelope("ann")])
    store.close()
    name = psycopg.conninfo.conninfo_to_dict(address)["dbname"]
    with psycopg.connect(server.replace("DATABASE", "postgres"), autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}_copy TEMPLATE {name}")
    copy = PostgresStore(address.replace(f"/{name}?", f"/{name}_copy?"))
    assert copy.held() == COPIED
    assert copy.claim("one", channels=("mail",), now=NOW) == ()
    copy.release(who="ann", at=NOW)
    assert copy.held() == ""
    assert len(copy.claim("one", channels=("mail",), now=NOW)) == 1
    copy.close()


def test_an_erased_person_is_found_nowhere(address):
    store = PostgresStore(address)
    canary = {"name": "Zanari Canary", "mail": "zanari@canary.example", "number": "+86 991 7654321"}
    message = factories.message(person="zan", name=canary["name"], email=canary["mail"], phone=canary["number"])
    sent, waiting = (
        Envelope(
            key=envelope_key("zan", "mail", fact),
            person="zan",
            channel="mail",
            message=message,
            not_before=NOW,
            topic=f"x/zan/{fact}",
        )
        for fact in "ab"
    )
    with store.change(who="zan", why="zan asked", at=NOW) as change:
        change.put("booking", "choir/zan", {"person": "zan", **canary})
        change.put("booking", "choir/ann", {"person": "ann"})
        change.enqueue([sent])
    store.claim("one", channels=("mail",), now=NOW)
    store.attempt("one", now=NOW, begin=sent.key)
    store.attempt("one", now=NOW, ended=Outcome(key=sent.key, result="sent", detail=f"to {canary['mail']}"))
    with store.change(who="test", at=NOW) as change:
        change.enqueue([waiting])
    found = store.erase("zan", canary.values(), who="ann", at=NOW)
    assert (found.records, found.envelopes) == (1, 1)
    with store.look() as look:
        assert next(item.key for item in look.every("booking")) == "choir/ann"
        assert dict(look.counted()) == {"sent": 1}
    with psycopg.connect(address) as link:
        for table in ("record", "audit", "outbox", "attempt"):
            whole = str(link.execute(f"SELECT * FROM {table}").fetchall())
            assert not [text for text in (*canary.values(), "'zan'", "/zan/") if text in whole], table
    assert store.forget(before=NOW + MINUTE)["envelopes"] == 1
    store.close()


def test_one_statement_says_the_same_in_both():
    assert in_postgres("a = ? AND b IN (SELECT value FROM json_each(?))") == (
        "a = %s AND b IN (SELECT json_array_elements_text(%s::json))"
    )
    assert in_postgres("x = :tick AND y = :key") == "x = %(tick)s AND y = %(key)s"
    assert in_postgres("SELECT 1 FROM a WHERE 1 ORDER BY b") == "SELECT 1 FROM a WHERE true ORDER BY b"


def _edit(address, edits, failures):
    store, done = PostgresStore(address), 0
    while done < edits:
        with store.look() as look:
            read = look.get("count", "all")
        try:
            with store.change(who="test", at=NOW) as change:
                change.put("count", "all", {"n": read.body["n"] + 1}, expect=read.version)
            done += 1
        except Conflict:
            failures.put(1)
    store.close()


def test_no_edit_of_many_processes_is_lost(address):
    store = PostgresStore(address)
    with store.change(who="test", at=NOW) as change:
        change.put("count", "all", {"n": 0})
    context = multiprocessing.get_context("spawn")
    failures = context.Queue()
    workers = [context.Process(target=_edit, args=(address, 50, failures)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * 4
    with store.look() as look:
        assert look.get("count", "all").body == {"n": 200}
    store.close()


def courier(store, sent, worker="one"):
    def send(channel, message):
        sent.append((channel, message.person))
        return Delivery(key=message.key, person=message.person, channel=channel, status="sent")

    clock = lambda: dt.datetime.now(dt.UTC)  # noqa: E731
    return Courier(outbox=store, send=send, worker=worker, clock=clock, chance=random.Random(0).random)


def test_procrastinate_wakes_a_worker_for_what_is_due(address):
    store, sent = PostgresStore(address), []
    now = dt.datetime.now(dt.UTC)
    with store.change(who="test", at=now) as change:
        change.enqueue([envelope("ann", due=now), envelope("bob", due=now), envelope("cem", due=now + 60 * MINUTE)])
    run_worker(app_of(store, courier(store, sent), ("mail",)), wait=False)
    assert sorted(sent) == [("mail", "ann"), ("mail", "bob")]
    with psycopg.connect(address) as link:
        waiting = link.execute("SELECT args, scheduled_at FROM procrastinate_jobs WHERE status = 'todo'").fetchall()
    ((args, due),) = [(args, due) for args, due in waiting if "channel" in args]
    assert args == {"channel": "mail"}
    assert now + 60 * MINUTE <= due <= now + 60 * MINUTE + dt.timedelta(seconds=6)
    store.close()


def test_a_change_that_is_taken_back_leaves_no_job(address):
    store = PostgresStore(address)

    def taken_back():
        with store.change(who="test", at=NOW) as change:
            change.enqueue([envelope("ann")])
            change.put("roster", "may", {}, expect=7)

    with pytest.raises(Conflict):
        taken_back()
    with psycopg.connect(address) as link:
        assert link.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)
    store.close()


def test_what_is_to_be_tried_again_has_a_job_for_then(address):
    store, tries = PostgresStore(address), []
    now = dt.datetime.now(dt.UTC)

    def send(channel, message):
        tries.append(message.person)
        return Delivery(key=message.key, person=message.person, channel=channel, status="failed", retry_after=600.0)

    one = Courier(outbox=store, send=send, worker="one", clock=lambda: now, chance=lambda: 0.5)
    with store.change(who="test", at=now) as change:
        change.enqueue([envelope("ann", due=now)])
    run_worker(app_of(store, one, ("mail",)), wait=False)
    assert tries == ["ann"]
    with psycopg.connect(address) as link:
        rows = link.execute("SELECT scheduled_at FROM procrastinate_jobs WHERE status = 'todo' AND args ? 'channel'")
        assert any(due >= now + dt.timedelta(seconds=599) for (due,) in rows)
    store.close()


def test_many_workers_send_each_once(address):
    store, sent = PostgresStore(address), []
    now = dt.datetime.now(dt.UTC)
    with store.change(who="test", at=now) as change:
        change.enqueue(envelope(f"p{number:03}", due=now) for number in range(200))
    threads = [
        threading.Thread(target=courier(store, sent, f"w{number}").run, args=(("mail",),)) for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(person for _, person in sent) == [f"p{number:03}" for number in range(200)]
    with store.look() as look:
        assert dict(look.counted()) == {"sent": 200}
    store.close()
