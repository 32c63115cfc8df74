"""Rooms with hours, equipment, ways, keepers of the grid and the acts of a show, as files say them."""

import datetime as dt

import pytest

from volsched.errors import ProgrammeError
from volsched.files import load
from volsched.model import Act, Equipment, Hours, Show, Space, Text, Travel, Use

PROGRAMME = """
[programme]
id = "place"
name = "地方"

[[area]]
id = "north"
name = "北"
keeper = "ann"

[[area]]
id = "south"
name = "南"

[[venue]]
id = "house"
name = "文化中心"
area = "north"
accessible = true
shared_by = ["north", "south"]

[[venue.hours]]
days = "weekday"
since = "09:00"
until = "18:00"

[[venue.hours]]
since = "08:00"
until = "00:30"
first = "05-01"
last = "9月30日"

[[venue]]
id = "room"
name = "一号室"
inside = "house"

[[equipment]]
id = "piano"
name = "钢琴"

[[equipment]]
id = "chairs"
name = "椅子"
count = 120

[[travel]]
between = ["house", "south"]
takes = "20m"

[[team]]
id = "choir"
name = "合唱团"
members = ["ann"]

[[activity]]
id = "rehearsal"
title = "排练"
when = { start = "2027-05-01 10:00", lasts = "2h" }

[[activity]]
id = "gala"
kind = "performance"
title = "庆典"
when = { start = "2027-05-08 19:00", lasts = "2h" }

[activity.staffing]
team = "choir"
seats = 1
rest_after = "8h"

[activity.space]
venue = "room"
equipment = { piano = 1, chairs = 80 }

[activity.show]
call = "1h"
change_over = "3m"
rehearsals = ["rehearsal"]
rehearsed_within = "14d"

[[activity.show.act]]
id = "song"
title = { zh = "开场歌", en = "Opening song" }
lasts = "6m"
team = "choir"
equipment = ["piano"]
position = "first"

[[activity.show.act]]
id = "speech"
title = "致辞"
lasts = "5m"
people = ["安娜"]
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        (tmp_path / "programme.toml").write_text(text, encoding="utf-8")
        (tmp_path / "people.csv").write_text("id,name\nann,安娜\nbob,博\n", encoding="utf-8")
        return tmp_path

    return write


def test_all_of_it_is_the_value_that_python_would_write(written):
    found = load(written(PROGRAMME))
    assert found.area("north").keeper == "ann"
    house = found.venue("house")
    assert (house.accessible, house.shared_by) == (True, ("north", "south"))
    assert house.hours == (
        Hours(since=dt.time(9), until=dt.time(18), weekdays=(0, 1, 2, 3, 4)),
        Hours(since=dt.time(8), until=dt.time(0, 30), first="05-01", last="09-30"),
    )
    assert found.venues_around("room") == ("room", "house")
    assert found.equipment == (
        Equipment(id="piano", name=Text(zh="钢琴")),
        Equipment(id="chairs", name=Text(zh="椅子"), count=120),
    )
    assert found.travel == (Travel(one="house", other="south", takes=dt.timedelta(minutes=20)),)
    gala = found.activity("gala")
    assert gala.staffing.rest_after == dt.timedelta(hours=8)
    assert gala.space == Space(
        venue="room",
        set_up=dt.timedelta(hours=1),
        clear_up=dt.timedelta(minutes=30),
        equipment=(Use("chairs", 80), Use("piano", 1)),
    )
    assert gala.show == Show(
        call=dt.timedelta(hours=1),
        change_over=dt.timedelta(minutes=3),
        rehearsals=("rehearsal",),
        rehearsed_within=dt.timedelta(days=14),
        acts=(
            Act(
                id="song",
                title=Text(zh="开场歌", en="Opening song"),
                lasts=dt.timedelta(minutes=6),
                team="choir",
                equipment=("piano",),
                position="first",
            ),
            Act(id="speech", title=Text(zh="致辞"), lasts=dt.timedelta(minutes=5), people=("ann",)),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('keeper = "ann"', 'keeper = "anne"', "area north: keeper: no person 'anne'; did you mean 'ann'?"),
        ('inside = "house"', 'inside = "huose"', "venue room: inside: no venue 'huose'; did you mean 'house'?"),
        ('inside = "house"', 'inside = "room"', "venue room: inside: 'room' lies in itself"),
        ('shared_by = ["north", "south"]', 'shared_by = ["nroth"]', "no area 'nroth'; did you mean 'north'"),
        ("accessible = true", 'accessible = "yes"', "is text, not true or false"),
        ('days = "weekday"', 'days = "weekdy"', "hours[1].days[1]: 'weekdy' is not a weekday"),
        ('first = "05-01"\n', "", "one of the two days is missing; write both days or none"),
        ('since = "09:00"\n', "", "hours[1].since: is missing"),
        ("count = 120", "count = 0", "equipment chairs: count: 0 is not possible; write 1 or more"),
        ('between = ["house", "south"]', 'between = ["house", "sou"]', "no area 'sou'; did you mean 'south'?"),
        ('between = ["house", "south"]', 'between = ["house"]', "between: holds 1, not a list of 2"),
        ('between = ["house", "south"]', 'between = ["house", "house"]', "'house' stands twice; name two places"),
        ('takes = "20m"', 'takes = "2d"', "takes: 2 days, 0:00:00 is not possible"),
        ('rest_after = "8h"', 'rest_after = "9d"', "rest_after: 9 days, 0:00:00 is not possible"),
        ("equipment = { piano = 1,", "equipment = { pianos = 1,", "no equipment 'pianos'; did you mean 'piano'?"),
        ("equipment = { piano = 1,", "equipment = { piano = 0,", "equipment.piano: 0 is not possible"),
        ('rehearsals = ["rehearsal"]', 'rehearsals = ["rehersal"]', "no activity 'rehersal'; did you mean"),
        ('lasts = "6m"', 'lasts = "6d"', "lasts: 6 days, 0:00:00 is not possible"),
        ('id = "speech"', 'id = "song"', "show.act: two acts share an id"),
        ('position = "first"', 'position = "fist"', "position: 'fist' is not known; did you mean 'first'?"),
        ('people = ["安娜"]', 'people = ["安妮"]', "no person '安妮'"),
    ],
)
def test_one_slip_is_one_fault(written, old, new, told):
    assert old in PROGRAMME
    with pytest.raises(ProgrammeError) as caught:
        load(written(PROGRAMME.replace(old, new, 1)))
    (fault,) = caught.value.faults
    assert told in str(fault)
    assert fault.line > 0
