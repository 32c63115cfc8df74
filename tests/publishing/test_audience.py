"""Who sees what: nothing about people gets into what others read."""

import datetime as dt
import itertools

import attrs
import pytest

from volsched.errors import InvalidValue
from volsched.model import Text
from volsched.publishing import FeedWriter, Redaction, Viewer, feeds_of, write_feeds, write_tables

ACTIVITIES = {"public": "gala", "member": "night", "coordinator": "meeting", "person": "checkup"}
SEES = {
    "public": {"public"},
    "member": {"public", "member"},
    "coordinator": {"public", "member", "coordinator"},
    "person": {"public"},
}


@pytest.mark.parametrize(("viewer", "activity"), [*itertools.product(SEES, ACTIVITIES)])
def test_who_sees_which_activities(programme, viewer, activity):
    looks = Viewer(audience=viewer, person="bo" if viewer == "person" else None)
    assert looks.sees(programme.activity(ACTIVITIES[activity])) == (activity in SEES[viewer])


@pytest.mark.parametrize("activity", [*ACTIVITIES.values()])
def test_those_concerned_see_what_concerns_them_and_organisers_what_they_organise(programme, activity):
    found = programme.activity(activity)
    assert Viewer(audience="person", person="bo").sees(found, concerned=True)
    assert Viewer(audience="person", person="chen").sees(attrs.evolve(found, organiser="chen"))
    # A feed that many read concerns nobody in particular.
    assert Viewer(audience="member").sees(found, concerned=True) == (activity in ("gala", "night"))


def test_a_viewer_fits_its_audience():
    with pytest.raises(InvalidValue, match="viewer: audience: 'everybody' is not known"):
        Viewer(audience="everybody")
    for fields in ({"audience": "person"}, {"audience": "public", "person": "bo"}):
        with pytest.raises(InvalidValue, match="viewer: person: does not fit the audience"):
            Viewer(**fields)


def test_no_contact_of_a_person_is_in_what_others_read(plan):
    """Every mail address, phone number and name of people is planted; only their own feeds may hold any of it."""
    programme = plan.programme
    planted = " ".join(f"{p.email} {p.phone} {p.phone.removeprefix('+86 ')}" for p in programme.people)
    tight = " ".join("".join(c for c in p.phone if c.isdigit()) for p in programme.people)
    activities = tuple(
        attrs.evolve(a, title=Text(zh=f"{a.title} {planted}"), description=Text(zh=f"电话：{tight}。mailto:{planted}"))
        for a in programme.activities
    )
    leaky = attrs.evolve(plan, programme=attrs.evolve(programme, activities=activities))
    secrets = [
        "@people.example",
        "5550101",
        "5550102",
        "5550103",
        "555 0101",
        "安娜尔",
        "李博",
        "陈医生",
        "狄娜",
        "Dr Chen",
    ]
    files = [*write_feeds(leaky), *write_tables(leaky)]
    shared = [file for file in files if file.path.startswith(("public/", "member/"))]
    assert len(shared) == 16
    for file in shared:
        unfolded = file.content.replace(b"\r\n ", b"").decode()
        assert not [secret for secret in secrets if secret in unfolded], file.path
        assert "\nATTENDEE" not in unfolded
        assert "\nORGANIZER" not in unfolded


def test_what_is_no_contact_of_a_person_stays(programme):
    face = Redaction(programme).face("rehearsal", Viewer(), venue=None)
    assert face.description == "带水杯; 歌本, 老花镜\n有事打 … 或 …，办公室 0991 2220000"
    coordinator = Redaction(programme).face("rehearsal", Viewer(audience="coordinator"), venue=None)
    assert coordinator.description.endswith("有事打 0991 5550103 或 bo@people.example，办公室 0991 2220000")


def test_checkups_are_named_to_the_person_and_the_organiser_alone(plan):
    for file in (*write_feeds(plan), *write_tables(plan)):
        unfolded = file.content.replace(b"\r\n ", b"").decode()
        named = any(word in unfolded.casefold() for word in ("体检", "checkup", "تەكشۈرۈش"))
        allowed = {"person/an.ics", "person/di.ics", "person/chen.ics", "person/chen.bookings.csv"}
        assert named == (file.path in allowed), file.path


@pytest.mark.parametrize(("language", "word"), [("zh", "已占用"), ("ug", "ئىگىلەنگەن"), ("en", "Reserved")])
def test_a_venue_shows_hidden_things_as_taken(placed, planned, language, word):
    plan = planned(placed(language=language))
    hall = next(item for item in feeds_of(plan) if item.path == "public/venue/hall.ics")
    taken = [view for view in FeedWriter(plan).events(hall) if not view.key]
    assert [view.title for view in taken] == [word, word]
    for view in taken:
        face = view.face
        assert (face.activity, face.kind, face.description, face.category, face.location) == ("",) * 5


def test_the_uid_of_taken_time_is_not_that_of_the_activity(plan):
    writer = FeedWriter(plan)
    by_path = {item.path: writer.events(item) for item in feeds_of(plan)}
    own = {view.uid for view in by_path["person/chen.ics"]}
    taken = {view.uid for view in by_path["public/venue/hall.ics"] if not view.key}
    assert len(taken) == 2
    assert not own & taken


def test_two_hidden_things_at_one_time_have_two_uids(plan, happening):
    start = dt.datetime(2027, 5, 8, 1, tzinfo=dt.UTC)
    both = attrs.evolve(plan, occurrences=(*plan.occurrences, happening("meeting", (8, 9), start, 1)))
    hall = next(item for item in feeds_of(both) if item.path == "public/venue/hall.ics")
    taken = [view for view in FeedWriter(both).events(hall) if not view.key]
    assert len(taken) == len({view.uid for view in taken}) == 3


def test_a_hidden_thing_that_is_cancelled_takes_no_time(plan, changed):
    without = changed(plan, "meeting/20270512T0900", cancelled=True)
    hall = next(item for item in feeds_of(without) if item.path == "public/venue/hall.ics")
    assert len([view for view in FeedWriter(without).events(hall) if not view.key]) == 1


def test_the_organiser_of_a_patrol_is_not_buried_under_its_nights(plan):
    programme = plan.programme
    activities = tuple(
        attrs.evolve(a, organiser="nobody") if a.id in ("night", "gala") else a for a in programme.activities
    )
    organised = attrs.evolve(plan, programme=attrs.evolve(programme, activities=activities))
    own = next(item for item in feeds_of(organised) if item.path == "person/nobody.ics")
    assert [view.key for view in FeedWriter(organised).events(own)] == ["gala/20270510T1800"]


def test_roles_have_the_names_of_skills_and_kinds(programme):
    redaction = Redaction(programme)
    assert redaction.role_name("patrol", "zh") == "巡逻"
    assert redaction.role_name("first_aid", "en") == "first aid"
