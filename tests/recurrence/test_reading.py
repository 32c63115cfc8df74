"""The short ways through reading and expanding, against the long ones."""

import datetime as dt
import random
from itertools import product

import pytest

from volsched.errors import RecurrenceError
from volsched.recurrence import Recurrence, masks
from volsched.recurrence.reading import _KNOWN, _read_at_once, _Reader, read_rule
from volsched.recurrence.year_days import YearDays, mask_of

MORE = ("UNTIL=20301231", "UNTIL=20301231T220000Z", "UNTIL=20301231T220000", "UNTIL=20300231", "COUNT=3", "BYDAY=6MO")
NAMES = sorted({piece.partition("=")[0] for piece in _KNOWN})
PIECES = {name: [piece for piece in _KNOWN if piece.startswith(name + "=")] for name in NAMES}


def closely(text, strict):
    try:
        return _Reader(text, strict).parts()
    except RecurrenceError:
        return None


def test_what_is_read_at_once_is_read_as_when_looked_at_closely():
    chance, read = random.Random(7), 0
    for _ in range(20_000):
        names = chance.sample(NAMES, chance.randint(0, 3))
        pieces = [chance.choice(PIECES["FREQ"])] + [chance.choice(PIECES[name]) for name in names]
        if chance.random() < 0.3:
            pieces.append(chance.choice(MORE))
        chance.shuffle(pieces)
        text = ";".join(pieces)
        found = _read_at_once(text)
        if found is not None:
            read += 1
            assert found == closely(text, True) == closely(text, False)
    assert read > 8_000


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("FREQ=DAILY;FREQ=DAILY", "FREQ"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY"),
        ("FREQ=DAILY;BYDAY=-1SU", "BYDAY"),
        ("FREQ=DAILY;UNTIL=20270230", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20270101T246000Z", "UNTIL"),
        ("FREQ=DAILY;UNTIL=2027W011T220000Z", "UNTIL"),
        ("FREQ=DAILY;UNTIL=2027-01-01T22Z", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20270101T235961Z", "UNTIL"),
        ("FREQ=DAILY;UNTIL=", "UNTIL"),
        ("BYDAY=MO", "FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
    ],
)
def test_what_looks_plain_and_is_wrong_is_refused_by_its_part(text, part):
    with pytest.raises(RecurrenceError) as refused:
        read_rule(text)
    assert refused.value.field == part


def test_a_leap_second_at_the_end_is_the_second_before_it():
    assert read_rule("FREQ=DAILY;UNTIL=20270101T235960Z").until == dt.datetime(2027, 1, 1, 23, 59, 59, tzinfo=dt.UTC)


def test_read_rules_are_values():
    # Made without the constructor, they are none the worse for it.
    read = read_rule("FREQ=WEEKLY;BYDAY=FR")
    assert read == closely("BYDAY=FR;FREQ=WEEKLY", True)
    assert hash(read) == hash(closely("BYDAY=FR;FREQ=WEEKLY", True))
    with pytest.raises(AttributeError):
        read.interval = 2


def test_one_day_a_month_is_listed_as_the_masks_have_it():
    numbers = [number for number in range(-31, 32) if number]
    asked = [{"month_days": (number,)} for number in numbers]
    asked += [{"days": ((number, day),)} for number, day in product((1, 2, 3, 4, 5, -1, -2, -3, -4, -5), range(7))]
    for year, one in product((2023, 2024, 2026, 2028, 2100), asked):
        shape = masks.shape_of(year)
        for frequency, months in (("MONTHLY", ()), ("MONTHLY", (2, 12)), ("YEARLY", (2,)), ("YEARLY", (1, 5, 11))):
            rule = YearDays(frequency=frequency, months=months, **one)
            found = [day.days for day in rule.of(year, 0)]
            assert found == list(masks.bits(mask_of(rule, shape, 0)))
            assert rule._listed(shape.weekday + 7 * shape.leap) == rule.of(year, 0)


@pytest.mark.parametrize("rule", [5, b"FREQ=DAILY", ["FREQ=DAILY"], {}])
def test_what_is_no_text_is_refused(rule):
    with pytest.raises(RecurrenceError, match="is not text; write one such as FREQ=WEEKLY;BYDAY=FR"):
        Recurrence.parse(rule, start=dt.datetime(2027, 1, 1))


@pytest.mark.parametrize(
    ("text", "part", "message"),
    [
        ("FREQ=DAILY; INTERVAL=2", "INTERVAL", "holds a space; take it out"),
        ("FREQ=WEEKLY;BYDAY=MO, TU", "BYDAY", "holds a space; take it out"),
        # Their capitals are I and S.
        ("FREQ=DAıLY", "FREQ", "holds letters that no rule has"),
        ("FREQ=WEEKLY;BYDAY=ſU", "BYDAY", "holds letters that no rule has"),
        ("FREQ=DAILY;INTERVAL=２", "INTERVAL", "holds letters that no rule has"),
    ],
)
def test_spaces_and_other_letters_are_refused_by_their_part(text, part, message):
    with pytest.raises(RecurrenceError, match=message) as refused:
        read_rule(text)
    assert refused.value.field == part


def test_spaces_of_another_program_are_forgiven():
    assert read_rule("FREQ=WEEKLY; BYDAY=MO, TU", strict=False) == read_rule("FREQ=WEEKLY;BYDAY=MO,TU")
    with pytest.raises(RecurrenceError, match="holds letters that no rule has"):
        read_rule("FREQ=DAıLY", strict=False)
