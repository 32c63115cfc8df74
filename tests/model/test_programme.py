"""A programme whose objects name each other wrongly is refused, with every fault."""

import datetime as dt

import attrs
import pytest

from volsched.errors import InvalidValue, UnknownName
from volsched.model import (
    Area,
    Holiday,
    Person,
    Programme,
    Roster,
    Schedule,
    Skill,
    SkillKind,
    Team,
    Text,
    patrol,
)
from volsched.model.people import is_mail_address

NIGHTLY = Schedule(start=dt.datetime(2027, 1, 1, 22), lasts=dt.timedelta(hours=4), rule="FREQ=DAILY")


def programme(**changes):
    fields = {
        "id": "office",
        "name": Text(en="Street office"),
        "skills": (SkillKind(id="leader", name=Text(en="Leader")),),
        "areas": (
            Area(id="street", name=Text(en="Street")),
            Area(id="suifeng", name=Text(zh="穗丰园"), parent="street"),
        ),
        "people": (Person(id="ann", name=Text(en="Ann"), area="suifeng", skills=(Skill("leader"),)),),
        "teams": (Team(id="watch", name=Text(en="Watch"), members=("ann",)),),
        "activities": (
            patrol("night", title="Night patrol", team="watch", schedule=NIGHTLY, with_skills={"leader": 1}),
        ),
    }
    return Programme(**{**fields, **changes})


def test_programme_finds_its_objects_and_says_which_names_are_near():
    office = programme()
    assert office.person("ann").name.en == "Ann"
    assert office.areas_above("suifeng") == ("suifeng", "street")
    with pytest.raises(UnknownName, match="no person 'anne'; did you mean 'ann'"):
        office.person("anne")


def test_programme_with_one_wrong_name_is_refused_with_the_nearest():
    with pytest.raises(
        InvalidValue, match="activity night: staffing.team: no team 'wacth'; did you mean 'watch'"
    ) as caught:
        programme(activities=(patrol("night", title="Night", team="wacth", schedule=NIGHTLY),))
    assert caught.value.field == "staffing.team"


def test_programme_with_several_faults_names_them_all():
    with pytest.raises(ExceptionGroup) as caught:
        programme(
            areas=(Area(id="a", name=Text(en="A"), parent="b"), Area(id="b", name=Text(en="B"), parent="a")),
            teams=(Team(id="watch", name=Text(en="W"), members=("bob",)), Team(id="Watch", name=Text(en="W"))),
        )
    assert [str(fault) for fault in caught.value.exceptions] == [
        "team Watch: id: differs from 'watch' by capitals only; give each an id of its own",
        "area a: parent: lies in itself, going up; name the area really above it",
        "area b: parent: lies in itself, going up; name the area really above it",
        "person ann: area: no area 'suifeng'; add the area, or take the name out",
        "team watch: members: no person 'bob'; add the person, or take the name out",
    ]


@pytest.mark.parametrize(
    "address", ["a@b.example\nBcc: x@y.example", "a@b.example,c@d.example", "@", "a@localhost", '"E" <e@x.example>']
)
def test_person_with_something_else_than_one_address_is_refused(address):
    with pytest.raises(InvalidValue, match="person ann: email"):
        Person(id="ann", name=Text(en="Ann"), email=address)


def test_skill_holds_from_its_first_to_its_last_day():
    ann = Person(id="ann", name=Text(en="Ann"), skills=(Skill("leader", dt.date(2027, 1, 2), dt.date(2027, 1, 3)),))
    held = [ann.holds("leader", dt.date(2027, 1, day)) for day in (1, 2, 3, 4)]
    assert held == [False, True, True, False]


def test_text_is_cleaned_of_what_could_break_a_line():
    assert Text(en="Hi\r\nATTENDEE:x\u2028y\u202e\x00z").en == "Hi\nATTENDEE:x\nyz"


@pytest.mark.parametrize("blank", ["", "   ", "\u202e", "\n"])
def test_text_that_is_blank_is_refused(blank):
    with pytest.raises(InvalidValue, match="is blank"):
        Text(en=blank)


def test_text_with_half_a_character_is_refused():
    with pytest.raises(InvalidValue, match="half of a character"):
        Text(zh="\ud800")


def test_models_are_frozen_and_change_by_new_values():
    roster = Roster(id="night")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        roster.stage = "published"
    assert (roster.stage, roster.published().stage) == ("draft", "published")


def test_holiday_dates_leave_out_make_up_working_days():
    office = programme(
        holidays=(
            Holiday(name=Text(zh="国庆"), first=dt.date(2027, 10, 1), last=dt.date(2027, 10, 2)),
            Holiday(name=Text(zh="调休"), first=dt.date(2027, 10, 9), working=True),
        )
    )
    assert office.holiday_dates == {dt.date(2027, 10, 1), dt.date(2027, 10, 2)}


@pytest.mark.parametrize(("value", "expected"), [("office@street.example", True), ("a@b.example, c@d.example", False)])
def test_mail_address_is_one_address_and_nothing_else(value, expected):
    assert is_mail_address(value) is expected
