"""What a plugin returns is looked at down to its last field."""

import datetime as dt
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.errors import PluginError
from volsched.files import Row, Table
from volsched.hooks import Check, Host, Kind, hookimpl
from volsched.hooks.answers import WrongAnswerError, items, look_into, one
from volsched.model import Availability, Finding, Holiday, Text
from volsched.notices import Delivery
from volsched.publishing import OutputFile
from volsched.testing import message, notice, plan, programme, roster

FINDING = Finding(code="c", severity="note", subjects=("a",), sentence=Text(en="text"))
HOLIDAY = Holiday(name=Text(en="Day"), first=dt.date(2027, 1, 1))


def forged(value, **fields):
    """The value with fields that its own class would refuse, as a careless plugin might make it."""
    made = object.__new__(type(value))
    for item in attrs.fields(type(value)):
        object.__setattr__(made, item.name, fields.get(item.name, getattr(value, item.name)))
    return made


@pytest.mark.parametrize(
    "value",
    [
        FINDING,
        HOLIDAY,
        Availability(person="ann", kind="preferred", weekdays=(1,), since=dt.time(8), until=dt.time(9)),
        Delivery(key="k", person="ann", channel="c", status="sent"),
        OutputFile("a", b"a"),
        Table("people", (Row(1, ("a", "b")),)),
        Kind(id="visit", name=Text(en="Visit"), defaults={"audience": "member"}),
        Check(name="c", run=print),
        message(),
    ],
)
def test_whole_values_pass(value):
    look_into(value)


def test_everything_that_volsched_makes_passes():
    made = plan()
    for value in (roster(), notice(made), *made.occurrences, *made.shifts, *made.rosters, *made.bookings):
        look_into(value)
    for value in (*made.programme.people, *made.programme.activities, *made.programme.teams):
        look_into(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (forged(FINDING, sentence="text"), "Finding whose sentence is a builtins.str"),
        (forged(FINDING, sentence=forged(Text(en="a"), en=7)), "Finding whose sentence.en is a builtins.int"),
        (forged(FINDING, subjects=["a"]), "Finding whose subjects is a builtins.list"),
        (forged(FINDING, subjects=("a", None)), "Finding whose subjects is None"),
        (forged(FINDING, severity="awful"), "Finding whose severity is a builtins.str"),
        (forged(HOLIDAY, last="2027-01-02"), "Holiday whose last is a builtins.str"),
        (Table("people", (Row(1, ("a", 7)),)), "Table whose rows.cells is a builtins.int"),
        (Table("people", [Row(1, ("a",))]), "Table whose rows is a builtins.list"),
        (
            Delivery(key="k", person="ann", channel="c", status="sent", detail=OSError()),
            "Delivery whose detail is a builtins.OSError",
        ),
        (message(subject=None), "Message whose subject is None"),
    ],
)
def test_field_of_another_type_is_named(value, words):
    with pytest.raises(WrongAnswerError) as caught:
        items([value], type(value))
    assert str(caught.value) == f"returned a {words}"


def test_trusted_answer_is_only_looked_at_from_outside():
    wrong = forged(FINDING, sentence="text")
    assert one(wrong, Finding, trusted=True) is wrong


@given(st.recursive(st.none() | st.integers() | st.text() | st.binary(), st.lists))
def test_nothing_but_a_wrong_answer_comes_of_any_answer(answer):
    if isinstance(answer, list) and not answer:
        assert items(answer, Finding) == ()
    else:
        with pytest.raises(WrongAnswerError, match="^returned "):
            items(answer, Finding)


def hosted(hook, answer):
    host = Host()
    host.add("odd", SimpleNamespace(**{hook: hookimpl(lambda: answer)}))
    return host


def test_worded_notice_with_a_wrong_field_is_passed_over():
    made = plan()
    own = Host().render_notice(notice(made), made.programme)
    for wrong in (attrs.evolve(own, subject=7), attrs.evolve(own, body="\ud800"), attrs.evolve(own, body="x" * 10_001)):
        host = hosted("volsched_render_notice", wrong)
        assert host.render_notice(notice(made), made.programme) == own
        assert len(host.failures) == 1


def test_worded_notice_is_cleaned():
    made = plan()
    own = Host().render_notice(notice(made), made.programme)
    host = hosted("volsched_render_notice", attrs.evolve(own, subject="a\r\nBcc: b", body="one\u202e\r\ntwo"))
    found = host.render_notice(notice(made), made.programme)
    assert (found.subject, found.body) == ("a Bcc: b", "one\ntwo")


def test_holiday_without_end_is_refused():
    endless = Holiday(name=Text(en="Always"), first=dt.date(1, 1, 1), last=dt.date(9999, 12, 31))
    place = programme()
    with pytest.raises(PluginError, match="returned a holiday from 0001-01-01 to 9999-12-31"):
        hosted("volsched_holidays", [endless]).holidays(place, place.window)
