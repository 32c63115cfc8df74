"""How stubbornly the courier works, and what its words and people's texts become in messages."""

import datetime as dt
import random

import pytest

from volsched.errors import InvalidValue
from volsched.model import LANGUAGES, Digest, Lead, QuietHours, Text
from volsched.notices.courier import Manner
from volsched.notices.outbox import Limit, envelope_key
from volsched.notices.phrases import PHRASES, say, unknown_fields


@pytest.mark.parametrize(("attempts", "bound"), [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (60, 3600)])
def test_the_wait_doubles_up_to_a_bound_and_is_drawn_at_random_below_it(attempts, bound):
    manner = Manner()
    assert manner.wait(attempts, 0.5) == dt.timedelta(seconds=bound / 2)
    chance = random.Random(attempts)
    drawn = [manner.wait(attempts, chance.random()).total_seconds() for _ in range(2000)]
    assert min(drawn) < bound * 0.05 + 1
    assert bound * 0.95 < max(drawn) <= bound
    assert sum(drawn) / len(drawn) == pytest.approx(bound / 2, rel=0.1)


def test_a_lease_that_a_channel_could_outlast_is_refused():
    with pytest.raises(InvalidValue, match="at least twice the time-out"):
        Manner(time_out=60.0, lease=100.0)


@pytest.mark.parametrize("fields", [{"messages": 0, "seconds": 1}, {"messages": 1, "seconds": 0}])
def test_a_limit_that_is_no_speed_is_refused(fields):
    with pytest.raises(InvalidValue, match="no speed"):
        Limit(**fields)


def test_keys_tell_person_channel_and_fact_apart():
    keys = {envelope_key(person, channel, fact) for person in "ab" for channel in "ab" for fact in "ab"}
    assert len(keys) == 8
    assert all(len(key) == 64 for key in keys)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(PHRASES))
def test_every_text_fills_in_what_it_names_and_nothing_else(name, language):
    phrase = PHRASES[name]
    assert unknown_fields(name, phrase.in_language(language)) == ()
    filled = say(name, language, {}, **dict.fromkeys(phrase.fields, "<x>"))
    assert "$" not in filled


def test_what_is_filled_in_is_never_read_as_a_text_again():
    own = {"closing": Text(en="Yours, $organiser; $$5")}
    assert say("closing", "en", own, organiser="$name {0} %s") == "Yours, $name {0} %s; $5"
    assert say("closing", "zh", own, organiser="x") == "谢谢您！"
    assert unknown_fields("closing", "$organiser $nobody ${other} $") == ("nobody", "other", "")


@pytest.mark.parametrize("text", ["", "22:00", "22-07", "22:00-22:00", "24:00-07:00", "22:00-07:00-08:00"])
def test_quiet_hours_that_cannot_be_read_are_refused(text):
    with pytest.raises(InvalidValue):
        QuietHours.parse(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2h", "2027-05-07T08:00:00+00:00"),
        ("1d", "2027-05-06T10:00:00+00:00"),
        ("1d 18:00", "2027-05-06T10:00:00+00:00"),
        ("1w 09:30", "2027-04-30T01:30:00+00:00"),
    ],
)
def test_leads_are_lengths_or_an_hour_of_a_day_before(text, moment):
    start = dt.datetime(2027, 5, 7, 10, tzinfo=dt.UTC)
    assert Lead.parse(text).moment(start, "Asia/Shanghai") == dt.datetime.fromisoformat(moment)


@pytest.mark.parametrize("text", ["", "2", "2x", "2h 18:00", "1d 25:00", "-1d", "999w", "1d18:00"])
def test_leads_that_cannot_be_read_are_refused(text):
    with pytest.raises(InvalidValue, match="cannot be read"):
        Lead.parse(text)


def test_a_digest_is_the_next_such_hour_of_such_a_day():
    friday = dt.datetime(2027, 5, 7, 10, tzinfo=dt.UTC)
    assert Digest.parse("monday 08:00").next_after(friday, "Asia/Shanghai") == dt.datetime(2027, 5, 10, tzinfo=dt.UTC)
    assert Digest.parse("08:00").next_after(friday, "Asia/Shanghai") == dt.datetime(2027, 5, 8, tzinfo=dt.UTC)
    on_time = dt.datetime(2027, 5, 8, tzinfo=dt.UTC)
    assert Digest.parse("08:00").next_after(on_time, "Asia/Shanghai") == on_time
    with pytest.raises(InvalidValue, match="cannot be read"):
        Digest.parse("someday 08:00")
