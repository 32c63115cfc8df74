"""The small community is always the same, whole, and holds what output must stand."""

from volsched.hooks import Host
from volsched.model import Text
from volsched.rostering import check
from volsched.testing import (
    FakeChannel,
    FakeExporter,
    FakeReader,
    message,
    notice,
    person,
    plan,
    problem,
    programme,
    roster,
    shift,
)


def test_plan_is_the_same_each_time_and_keeps_every_rule():
    made = plan()
    assert made == plan()
    assert (len(made.occurrences), len(made.shifts)) == (38, 31)
    assert [check(one, other) for one, other in zip(made.problems, made.rosters, strict=True)] == [()]
    assert sum(len(one.assignments) for one in made.rosters) == 62


def test_factories_take_the_fields_that_matter():
    assert person("zoe").name == Text(en="Zoe")
    assert person("ann", email="").email == ""
    assert programme(people=(), teams=(), activities=(), availability=()).people == ()
    assert shift(burden=4).burden == 4
    assert len(problem(shifts=(shift(),)).shifts) == 1
    assert roster() == roster(problem())
    assert message(person="bob").person == "bob"
    assert notice(to="ann").person == "ann"


def test_fake_channel_keeps_one_message_a_key_and_fails_as_told():
    fake = FakeChannel(broken=frozenset({"bob"}), unreachable=frozenset({"cem"}))
    host = Host()
    host.add("fake", fake)
    (channel,) = host.channels()
    statuses = [channel.send(message(person=name, key=name)).status for name in ("ann", "ann", "bob", "cem")]
    assert statuses == ["sent", "sent", "failed", "unreachable"]
    assert [one.person for one in fake.sent] == ["ann"]


def test_fake_exporter_and_reader_give_what_they_hold(tmp_path):
    host = Host()
    host.add("exporter", FakeExporter(files={"b": b"2", "a": b"1"}))
    reader = FakeReader()
    host.add("reader", reader)
    assert [file.path for file in host.exporters()[0].export(plan())] == ["a", "b"]
    assert host.readers()[0].read(tmp_path) == ()
    assert reader.paths == [tmp_path]
