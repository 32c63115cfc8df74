"""What the files say of a series is the same as the value that is written in Python, and comes to the same days."""

import datetime as dt

import pytest

from volsched.calendars import WorkingDays
from volsched.errors import ProgrammeError
from volsched.files import load, load_with_notes
from volsched.model import DateList, Following, Override, Pause, Schedule, Season, Window, activity
from volsched.recurrence import occurrences

PROGRAMME = """
[programme]
id = "place"
name = "地方"
zone = "Asia/Urumqi"

[[venue]]
id = "hall"
name = "大厅"

[[holiday]]
name = "元旦"
first = "2027-01-01"

[[dates]]
id = "school-holidays"
days = ["2027-07-01/2027-08-31", "2027年1月18日/2027/2/28", 2027-09-10]

[[dates]]
id = "terms"
name = { zh = "学期", en = "Terms" }
days = ["2027-03-01/2027-06-30", "2027-09-01/2028-01-15"]
"""
FRIDAYS = {
    "start": dt.datetime(2027, 1, 1, 10),
    "lasts": dt.timedelta(hours=2),
    "zone": "Asia/Urumqi",
    "rule": "FREQ=WEEKLY;BYDAY=FR",
}
EVERY_FRIDAY = 'start = "2027-01-01 10:00"\nlasts = "2h"\nevery = "friday"\n'
SCHOOL = DateList(
    name="school-holidays",
    spans=(
        (dt.date(2027, 1, 18), dt.date(2027, 2, 28)),
        (dt.date(2027, 7, 1), dt.date(2027, 8, 31)),
        (dt.date(2027, 9, 10), dt.date(2027, 9, 10)),
    ),
)
TERMS = DateList(
    name="学期",
    spans=((dt.date(2027, 3, 1), dt.date(2027, 6, 30)), (dt.date(2027, 9, 1), dt.date(2028, 1, 15))),
)


@pytest.fixture
def written(tmp_path):
    def write(when, *more):
        text = PROGRAMME + "".join(more) + f'\n[[activity]]\nid = "choir"\ntitle = "合唱"\n[activity.when]\n{when}'
        (tmp_path / "programme.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


CASES = {
    "following": (
        EVERY_FRIDAY + '[[activity.when.following]]\non = "2027-05-07"\nstart = "2027-05-08 19:00"\nlasts = "90m"\n'
        'venue = "hall"\n[[activity.when.following]]\non = "2027-03-05 10:00"\nvenue = "hall"\n',
        {
            "following": (
                Following(original=dt.datetime(2027, 3, 5, 10), venue="hall"),
                Following(
                    original=dt.datetime(2027, 5, 7, 10),
                    start=dt.datetime(2027, 5, 8, 19),
                    lasts=dt.timedelta(minutes=90),
                    venue="hall",
                ),
            )
        },
    ),
    "following and a change of one": (
        EVERY_FRIDAY + '[[activity.when.following]]\non = "2027-05-07"\nstart = "2027-05-07 19:00"\n'
        '[[activity.when.change]]\non = "2027-05-14"\ncancelled = true\n',
        {
            "following": (Following(original=dt.datetime(2027, 5, 7, 10), start=dt.datetime(2027, 5, 7, 19)),),
            "overrides": (Override(original=dt.datetime(2027, 5, 14, 10), cancelled=True),),
        },
    ),
    "pause": (
        EVERY_FRIDAY + '[[activity.when.pause]]\nfirst = "2027-09-01"\nlast = "2027-09-30"\n',
        {"pauses": (Pause(first=dt.date(2027, 9, 1), last=dt.date(2027, 9, 30)),)},
    ),
    "pause of turns": (
        EVERY_FRIDAY.replace('every = "friday"', 'rule = "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR"')
        + '[[activity.when.pause]]\nfirst = 2027-09-01\nlast = 2027-09-30\nresume = "where_it_stopped"\n',
        {
            "rule": "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR",
            "pauses": (Pause(first=dt.date(2027, 9, 1), last=dt.date(2027, 9, 30), resume="where_it_stopped"),),
        },
    ),
    "season": (
        EVERY_FRIDAY + '[[activity.when.season]]\nfirst = "05-01"\nlast = "9月30日"\nstart = "19:00"\nlasts = "1h"\n'
        '[[activity.when.season]]\nfirst = "11-15"\nlast = "2-29"\nstart = 11:30:00\n',
        {
            "seasons": (
                Season(first="05-01", last="09-30", start=dt.time(19), lasts=dt.timedelta(hours=1)),
                Season(first="11-15", last="02-29", start=dt.time(11, 30)),
            )
        },
    ),
    "leave_out": (EVERY_FRIDAY + 'leave_out = ["school-holidays"]\n', {"leave_out": (SCHOOL,)}),
    "only_on": (EVERY_FRIDAY + 'only_on = ["terms"]\n', {"only_on": (TERMS,)}),
    "both lists": (
        EVERY_FRIDAY + 'only_on = ["terms"]\nleave_out = ["school-holidays"]\n',
        {"leave_out": (SCHOOL,), "only_on": (TERMS,)},
    ),
    "first working day": (
        'start = "2027-01-01 10:00"\nlasts = "2h"\nevery = "first_working_day"\nuntil = "2027-10-31"\n',
        {"rule": "FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20271031T175959Z", "on_holiday": "next_working_day"},
    ),
    "last working day": (
        'start = "2027-01-01 10:00"\nlasts = "2h"\nevery = ["Last working day"]\n',
        {"rule": "FREQ=MONTHLY;BYMONTHDAY=-1", "on_holiday": "previous_working_day"},
    ),
}


def days(schedule, holidays):
    working = WorkingDays.of(holidays)
    found = occurrences(activity("choir", title="x", schedule=schedule), Window.year(2027).span, working)
    return [(one.original, one.start, one.end, one.venue, one.cancelled, one.moved) for one in found]


@pytest.mark.parametrize("case", CASES)
def test_a_key_says_what_the_value_in_python_says(written, case):
    when, fields = CASES[case]
    programme = load(written(when))
    schedule = programme.activity("choir").schedule
    assert schedule == Schedule(**{**FRIDAYS, **fields})
    found = days(schedule, programme.holidays)
    assert found == days(Schedule(**{**FRIDAYS, **fields}), programme.holidays)
    assert found != days(Schedule(**FRIDAYS), programme.holidays)


def test_the_first_working_day_of_the_month_looks_at_holidays_and_weekends(written):
    programme = load(written(CASES["first working day"][0]))
    starts = [start for _original, start, *_ in days(programme.activity("choir").schedule, programme.holidays)]
    assert [f"{start:%m-%d}" for start in starts[:5]] == ["01-04", "02-01", "03-01", "04-01", "05-03"]
    assert len(starts) == 10


def test_the_last_day_of_a_list_and_of_a_pause_is_one_of_its_days(written):
    when = EVERY_FRIDAY + '[[activity.when.pause]]\nfirst = "2027-03-01"\nlast = "2027-03-05"\n'
    schedule = load(written(when)).activity("choir").schedule
    assert dt.datetime(2027, 3, 5, 10) not in [original for original, *_ in days(schedule, ())]
    assert dt.datetime(2027, 3, 12, 10) in [original for original, *_ in days(schedule, ())]
    schedule = load(written(EVERY_FRIDAY + 'leave_out = ["school-holidays"]\n')).activity("choir").schedule
    left = [original for original, *_ in days(schedule, ())]
    assert dt.datetime(2027, 9, 10, 10) not in left
    assert {dt.datetime(2027, 9, 3, 10), dt.datetime(2027, 9, 17, 10)} <= set(left)


def test_own_lists_may_be_called_holidays(written):
    own = '\n[[dates]]\nid = "holidays"\ndays = ["2027-05-01/2027-05-08"]\n'
    schedule = load(written(EVERY_FRIDAY + 'leave_out = ["holidays"]\n', own)).activity("choir").schedule
    assert [dates.name for dates in schedule.leave_out] == ["holidays"]


def faults(folder):
    with pytest.raises(ProgrammeError) as caught:
        load(folder)
    return [f"{fault.line}: {fault.field}: {fault.problem}" for fault in caught.value.faults]


def test_faults_of_several_tables_are_told_together_each_at_its_line(written):
    folder = written(
        EVERY_FRIDAY
        + '[[activity.when.change]]\non = "2027-05-06"\ncancelled = true\n'
        + '[[activity.when.following]]\non = "2027-05-13"\nstart = "2027-05-14 19:00"\n'
        + '[[activity.when.following]]\non = "2027-06-04"\nlasts = "1h"\n'
    )
    assert faults(folder) == [
        "32: activity choir: when.change[1].on: nothing is planned at 2027-05-06 10:00:00",
        "35: activity choir: when.following[1].on: nothing is planned at 2027-05-13 10:00:00",
    ]


def test_a_change_of_a_turn_that_the_pause_put_off_is_told_at_the_change(written):
    when = CASES["pause of turns"][0]
    turn = dt.datetime(2027, 1, 1, 10) + 15 * dt.timedelta(weeks=3)
    folder = written(f'{when}[[activity.when.change]]\non = "{turn:%Y-%m-%d}"\ncancelled = true\n')
    assert faults(folder) == [f"36: activity choir: when.change[1].on: nothing is planned at {turn}"]


def test_every_pause_that_cannot_resume_is_told(written):
    pauses = "".join(
        f'[[activity.when.pause]]\nfirst = "2027-{month}-01"\nlast = "2027-{month}-10"\nresume = "where_it_stopped"\n'
        for month in ("03", "06")
    )
    when = EVERY_FRIDAY.replace('every = "friday"', 'rule = "FREQ=MONTHLY;BYDAY=1FR"')
    problem = "a series by months or years cannot go on where it stopped"
    assert faults(written(when + pauses)) == [
        f"34: activity choir: when.pause[1].resume: {problem}",
        f"38: activity choir: when.pause[2].resume: {problem}",
    ]


def test_seasons_of_what_has_no_hours_are_told(written):
    season = '[[activity.when.season]]\nfirst = "05-01"\nlast = "09-30"\nstart = "19:00"\n'
    folder = written(f'start = "2027-01-01"\nlasts = "1d"\nevery = "friday"\n{season}')
    assert faults(folder) == ["31: activity choir: when.season: have hours, but the start has none"]


@pytest.mark.parametrize(
    ("when", "note"),
    [
        (
            '[[activity.when.pause]]\nfirst = "2027-03-06"\nlast = "2027-03-11"\n',
            "32: activity choir: when.pause[1].first: nothing is planned from 2027-03-06 to 2027-03-11",
        ),
        (
            'until = "2027-02-20"\nonly_on = ["terms"]\n',
            "32: activity choir: when.only_on: nothing is planned on any of these days",
        ),
    ],
)
def test_what_changes_nothing_or_leaves_nothing_is_noted(written, when, note):
    notes = load_with_notes(written(EVERY_FRIDAY + when)).notes
    assert [f"{one.line}: {one.field}: {one.problem}" for one in notes] == [note]


def test_a_list_that_cannot_be_read_is_told_once_and_not_missed(written):
    broken = '\n[[dates]]\nid = "feasts"\ndays = ["2027-13-01"]\n\n[[dates]]\nid = "fairs"\n'
    folder = written(EVERY_FRIDAY + 'leave_out = ["feasts", "fairs"]\n', broken)
    assert faults(folder) == [
        "26: dates feasts: days[1]: '2027-13-01' is not a day that exists",
        "28: dates fairs: days: is missing",
    ]
