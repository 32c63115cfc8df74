"""The hostile inputs of the kinds "state" and "plugin": each is held by a test, and those that are held here follow."""

import ast
import datetime as dt
import json
import threading
from pathlib import Path

import attrs
import pytest

from volsched.errors import Conflict, RosterError
from volsched.model import Assignment, QuietHours
from volsched.notices import Delivery
from volsched.notices.courier import Courier, Manner
from volsched.storage import SqliteStore
from volsched.testing.store_tools import NOW, envelope

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "tests" / "data" / "hostile-state.jsonl").read_text(encoding="utf-8").splitlines()[1:]
HERE = "tests/dispatch/test_hostile_state.py"
HOST, GUARDS, BOUNDARY = (f"tests/hooks/test_{name}.py" for name in ("host", "guards", "boundary"))
CAMPAIGN = "tests/campaign/test_campaign.py::test_nothing_is_lost_or_sent_twice"
HELD_BY = {
    "state-001": CAMPAIGN,
    "state-002": CAMPAIGN,
    "state-004": "tests/benchmarks/crashes.py::main",
    "state-005": "tests/campaign/writes.py::run",
    "state-007": f"{HERE}::test_a_store_of_last_week_sends_nothing",
    "state-008": "tests/storage/test_sqlite.py::test_a_copy_sends_nothing_until_it_is_released",
    "state-010": "tests/campaign/restore.py::without_wal",
    "state-011": "tests/campaign/restore.py::flipped",
    "state-013": f"{HERE}::test_a_lease_of_one_who_died_is_taken_over_once",
    "state-014": f"{HERE}::test_two_coordinators_cannot_overwrite_each_other",
    "state-016": "tests/campaign/clocks.py::run",
    "state-017": "tests/campaign/clocks.py::backoff",
    "state-019": f"{HERE}::test_quiet_hours_are_those_on_the_readers_wall",
    "state-020": f"{HERE}::test_what_begins_in_half_an_hour_passes_quiet_hours",
    "state-022": "tests/dispatch/test_office.py::test_people_whom_nothing_reaches_are_reported_to_the_coordinator",
    "state-023": f"{HERE}::test_one_person_who_cannot_be_reached_keeps_back_no_other",
    "state-025": f"{HERE}::test_a_person_who_was_erased_is_nowhere_any_more",
    "state-026": f"{HERE}::test_a_roster_that_breaks_a_rule_is_not_published",
    "plugin-001": f"{GUARDS}::test_channel_that_fails_for_one_person_sends_to_the_others",
    "plugin-002": f"{BOUNDARY}::test_failure_is_named_on_one_line_without_secrets",
    "plugin-004": f"{BOUNDARY}::test_recursion_without_end_is_a_failure",
    "plugin-005": f"{HERE}::test_the_documentation_says_what_a_plugin_can_do_all_the_same",
    "plugin-007": f"{HOST}::test_plugin_whose_import_ends_in_any_way_is_named",
    "plugin-008": f"{BOUNDARY}::test_plugin_that_hangs_is_named_while_it_hangs",
    "plugin-010": f"{HERE}::test_a_channel_that_spins_is_left_behind",
    "plugin-011": f"{HOST}::test_hook_with_a_parameter_that_nobody_gives_is_refused_and_nothing_of_it_is_registered",
    "plugin-013": f"{HOST}::test_plugin_for_later_hooks_is_refused",
    "plugin-014": f"{HOST}::test_two_plugins_with_one_name_are_told_apart_and_the_second_is_out",
    "plugin-016": f"{GUARDS}::test_exporter_that_fails_yields_no_file",
    "plugin-017": f"{GUARDS}::test_exporter_that_fails_yields_no_file",
    "plugin-019": f"{GUARDS}::test_exporter_that_fails_yields_no_file",
    "plugin-020": f"{GUARDS}::test_naive_time_from_a_plugin_is_refused_and_named",
    "plugin-022": f"{GUARDS}::test_solver_with_a_roster_of_another_problem_fails_and_says_so",
    "plugin-023": f"{GUARDS}::test_check_that_fails_is_a_finding",
    "plugin-025": f"{GUARDS}::test_check_cannot_change_the_plan_it_is_given",
    "plugin-026": f"{HERE}::test_the_documentation_says_what_a_plugin_can_do_all_the_same",
    "plugin-028": f"{BOUNDARY}::test_output_without_end_is_cut",
    "plugin-029": f"{BOUNDARY}::test_secret_that_a_plugin_logs_is_blanked_out",
    "plugin-031": f"{BOUNDARY}::test_change_of_the_process_is_put_back_and_named",
    "plugin-032": f"{BOUNDARY}::test_thread_left_behind_is_named",
    "plugin-034": f"{HERE}::test_a_channel_that_raises_after_it_sent_is_asked_again_under_the_same_key",
    "plugin-035": f"{HERE}::test_one_address_that_is_refused_for_good_is_given_up_and_told",
    "plugin-037": f"{HERE}::test_a_message_holds_one_recipient_alone",
    "plugin-038": f"{HERE}::test_words_of_a_plugin_stay_text",
    "plugin-040": f"{HOST}::test_disabled_plugin_is_never_imported",
}


@pytest.mark.parametrize("line", LINES, ids=lambda line: json.loads(line)["id"])
def test_each_hostile_input_is_held_by_a_test_that_is_there(line):
    path, _, name = HELD_BY[json.loads(line)["id"]].partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_a_store_of_last_week_sends_nothing(world, tmp_path):
    world.publish()
    world.store.close()
    old = (tmp_path / "volsched.db").read_bytes()
    world.store = SqliteStore(tmp_path / "volsched.db")
    world.open(world.scheduler.programme)
    world.deliver()
    assert len(world.told()) == 8
    world.store.close()
    (tmp_path / "volsched.db").write_bytes(old)
    world.store = SqliteStore(tmp_path / "volsched.db")
    world.open(world.scheduler.programme)
    world.now += dt.timedelta(days=1)
    world.deliver()
    assert world.told() == []
    assert "恢复" in world.office.standing(now=world.now).held


def test_a_lease_of_one_who_died_is_taken_over_once(tmp_path):
    ticks = [0.0]
    store = SqliteStore(tmp_path / "volsched.db", ticks=lambda: ticks[0])
    with store.change(who="test", at=NOW) as change:
        change.enqueue([envelope()])
    assert len(store.claim("dead", channels=("mail",), now=NOW)) == 1
    ticks[0] = 121.0
    assert len(store.claim("second", channels=("mail",), now=NOW)) == 1
    assert store.claim("third", channels=("mail",), now=NOW) == ()


def test_a_lease_from_before_the_machine_was_started_anew_does_not_hold(tmp_path):
    ticks = [900_000.0]
    store = SqliteStore(tmp_path / "volsched.db", ticks=lambda: ticks[0])
    with store.change(who="test", at=NOW) as change:
        change.enqueue([envelope()])
    store.claim("dead", channels=("mail",), now=NOW)
    ticks[0] = 5.0
    assert len(store.claim("second", channels=("mail",), now=NOW)) == 1


def test_two_coordinators_cannot_overwrite_each_other(world):
    from volsched.dispatch import keep_rosters, kept_rosters

    world.publish()
    with world.store.look() as look:
        ((roster, version), *_) = kept_rosters(look)
    first, second = roster.assignments[:2]
    one = roster.with_assignments([Assignment(first.seat, "dilnur"), *roster.assignments[1:]])
    other = roster.with_assignments([first, Assignment(second.seat, "eva"), *roster.assignments[2:]])
    with world.store.change(who="one", at=world.now) as change:
        keep_rosters(change, [one], {roster.id: version})
    with (
        pytest.raises(Conflict, match=r"somebody else has changed it: night-watch/20270501T2200 \w+ 1: dilnur there"),
        world.store.change(who="other", at=world.now) as change,
    ):
        keep_rosters(change, [other], {roster.id: version})
    with world.store.look() as look:
        assert kept_rosters(look)[0][0] == one


@pytest.mark.parametrize(
    ("moment", "zone", "loud"),
    [
        ("2027-03-27T21:30:00+00:00", "Europe/Berlin", "2027-03-28T05:00:00+00:00"),
        ("2027-10-30T20:30:00+00:00", "Europe/Berlin", "2027-10-31T06:00:00+00:00"),
        ("2027-10-31T01:30:00+00:00", "Europe/Berlin", "2027-10-31T06:00:00+00:00"),
        ("2027-05-07T14:00:00+00:00", "Asia/Shanghai", "2027-05-07T23:00:00+00:00"),
        ("2027-05-07T13:59:59+00:00", "Asia/Shanghai", "2027-05-07T13:59:59+00:00"),
        ("2027-05-07T23:00:00+00:00", "Asia/Shanghai", "2027-05-07T23:00:00+00:00"),
        ("2028-02-29T15:00:00+00:00", "Asia/Urumqi", "2028-02-29T15:00:00+00:00"),
        ("2028-02-29T16:00:00+00:00", "Asia/Urumqi", "2028-03-01T01:00:00+00:00"),
    ],
)
def test_quiet_hours_are_those_on_the_readers_wall(moment, zone, loud):
    found = QuietHours.parse("22:00-07:00").next_loud(dt.datetime.fromisoformat(moment), zone)
    assert found == dt.datetime.fromisoformat(loud)


def test_what_begins_in_half_an_hour_passes_quiet_hours(world, moved):
    world.publish()
    world.deliver()
    world.told()
    world.now = dt.datetime(2027, 5, 13, 16, 30, tzinfo=dt.UTC)  # 00:30 in Shanghai
    soon = moved(
        world.scheduler.programme, "rehearsal", dt.datetime(2027, 5, 14, 10), start=dt.datetime(2027, 5, 14, 1)
    )
    world.publish(soon)
    world.deliver()
    assert {person for person, _ in world.told()} >= {"fang", "gul"}


def test_one_person_who_cannot_be_reached_keeps_back_no_other(world):
    world.channel.broken = frozenset({"bob"})
    world.publish()
    world.deliver()
    assert {person for person, _ in world.told()} == set(world.scheduler.programme.person_by_id) - {"bob"}


def test_a_person_who_was_erased_is_nowhere_any_more(world, tmp_path):
    of = world.scheduler.programme
    canary = attrs.evolve(
        of.person("eva"), id="kanarienvogel", email="kanarie@private.example", phone="+86 123 987 6543"
    )
    people = tuple(canary if one.id == "eva" else one for one in of.people)
    teams = tuple(
        attrs.evolve(team, members=tuple("kanarienvogel" if one == "eva" else one for one in team.members))
        for team in of.teams
    )
    world.publish(attrs.evolve(of, people=people, teams=teams))
    world.deliver()
    before = world.store.generation()
    done = world.store.erase(
        "kanarienvogel",
        (canary.email, canary.phone, canary.name.en, canary.name.zh),
        who="test",
        at=world.now,
    )
    assert done.records > 0
    assert done.envelopes > 0
    world.store.close()
    for path in tmp_path.glob("volsched.db*"):
        content = path.read_bytes()
        for secret in ("kanarienvogel", "kanarie@private.example", "+86 123 987 6543", "Eva <b>"):
            assert secret.encode() not in content, (path.name, secret)
            assert json.dumps(secret).strip('"').encode() not in content
    store = SqliteStore(tmp_path / "volsched.db")
    assert store.generation()[0] == before[0]
    with store.look() as look:
        assert any("erased-" in json.dumps(dict(item.body)) for item in look.every("roster"))


def test_a_roster_that_breaks_a_rule_is_not_published(world):
    plan = world.scheduler.plan()
    roster = plan.rosters[0]
    first = roster.assignments[0]
    wrong = roster.with_assignments([Assignment(first.seat, "gul"), *roster.assignments[1:]])
    with pytest.raises(RosterError, match="rules are broken"):
        world.publish(plan=plan.with_roster(wrong))
    with world.store.look() as look:
        assert dict(look.kinds()) == {}


def test_the_documentation_says_what_a_plugin_can_do_all_the_same():
    text = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    assert "volsched contains its mistakes, not its malice" in " ".join(text.split())


def courier(store, send, **manner):
    return Courier(
        outbox=store,
        send=send,
        worker="test",
        clock=lambda: NOW,
        chance=lambda: 0.0,
        manner=Manner(**{"time_out": 0.2, "lease": 60.0, **manner}),
    )


@pytest.fixture
def store(tmp_path):
    found = SqliteStore(tmp_path / "courier.db")
    with found.change(who="test", at=NOW) as change:
        change.enqueue(
            [envelope("ann", channel="good"), envelope("bob", channel="bad"), envelope("cem", channel="bad")]
        )
    return found


def sent(name, message, **fields):
    return Delivery(**{"key": message.key, "person": message.person, "channel": name, "status": "sent", **fields})


def test_a_channel_that_spins_is_left_behind(store):
    over = threading.Event()

    def send(name, message):
        while name == "bad" and not over.is_set():
            pass
        return sent(name, message)

    bad, good = courier(store, send).run(("good", "bad"))
    over.set()
    assert (good.sent, bad.sent) == (1, 0)
    assert "did not answer in time" in bad.stopped


def test_a_channel_that_raises_after_it_sent_is_asked_again_under_the_same_key(store):
    keys = []

    def send(name, message):
        keys.append(message.key)
        if len(keys) == 1:
            raise ConnectionError("the answer was lost")
        return sent(name, message)

    assert courier(store, send).work("good").again == 1
    later = attrs.evolve(courier(store, send), clock=lambda: NOW + dt.timedelta(minutes=1))
    assert later.work("good").sent == 1
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_one_address_that_is_refused_for_good_is_given_up_and_told(store):
    def send(name, message):
        if message.person == "bob":
            return sent(name, message, status="failed", detail="550 no such user", permanent=True)
        return sent(name, message)

    tally = courier(store, send).work("bad")
    assert (tally.sent, tally.dead, tally.details) == (1, 1, ("550 no such user",))
    with store.look() as look:
        assert [item.envelope.person for item in look.posted(states=("dead",))] == ["bob"]


def test_a_channel_that_asks_to_wait_is_left_alone_until_then(store):
    asked = []

    def send(name, message):
        asked.append(message.person)
        return sent(name, message, status="failed", detail="429 later", retry_after=600.0)

    assert "429" in courier(store, send).work("bad").stopped
    assert len(asked) == 1
    after = {
        minutes: attrs.evolve(courier(store, send), clock=lambda m=minutes: NOW + dt.timedelta(minutes=m))
        for minutes in (9, 10)
    }
    after[9].work("bad")
    assert len(asked) == 1
    after[10].work("bad")
    assert len(asked) == 2


def test_a_message_holds_one_recipient_alone(world):
    world.publish()
    world.deliver()
    secrets = {one.id: (one.email, one.phone) for one in world.scheduler.programme.people}
    for message in world.channel.sent:
        text = repr(attrs.asdict(message))
        for person, texts in secrets.items():
            if person != message.person:
                assert not any(one in text for one in texts)


def test_words_of_a_plugin_stay_text():
    from email.headerregistry import Address

    from volsched.builtin.mail import compose
    from volsched.testing import message

    mail = compose(message(body="<script>alert(1)</script>\n"), Address("", "a", "x.example"), NOW).decode()
    html = mail.partition("text/html")[2]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
