"""The invitation loop on a real server: asked, accepted, moved and asked again, taken back."""

import datetime as dt
import re

import attrs
import pytest
from icalendar import Calendar

from volsched.model import Span
from volsched.publishing import Revisions, edition_of
from volsched.publishing.inviting import invite
from volsched.testing import plan, programme
from volsched_caldav.memory import Memory
from volsched_caldav.resources import resource_name
from volsched_caldav.scheduling import InvitationDesk, uid_of
from volsched_caldav.server import RemoteCalendar

SECRET = "correct-horse-battery"
NOW = dt.datetime(2027, 4, 20, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
NIGHT = "night-watch/20270501T2200"
CHIEF, ANN, BOB = "chief@place.example", "ann@place.example", "bob@place.example"


@pytest.fixture(scope="module")
def planned():
    """A month of nights, in which Ann and Bob have addresses that the server knows."""
    made = programme()
    addresses = {"ann": ANN, "bob": BOB}
    people = tuple(attrs.evolve(one, email=addresses.get(one.id)) for one in made.people)
    nights = attrs.evolve(made, people=people, activities=made.activities[:1])
    return plan(nights)


class Loop:
    """The organiser with everything that they remember, and the ways in of those who are asked."""

    def __init__(self, server, address, folder):
        self.server, self.address = server, address
        self.memory = Memory(folder / "state.json")
        self.calendar = RemoteCalendar(address, "chief", SECRET)
        self.desk = InvitationDesk(self.calendar, self.memory.of(address), save=self.memory.save)
        self.invitations = {}

    def publish(self, planned, now=NOW):
        for heard in self.desk.answers(self.invitations.values(), now=now):
            (name,) = (
                n for n, one in self.invitations.items() if (one.view.uid, one.attendee) == (heard.uid, heard.attendee)
            )
            self.invitations[name], outcome = self.invitations[name].hear(heard)
            assert outcome == "taken"
        invited = invite(planned, self.invitations, organiser=CHIEF, now=now)
        self.invitations = dict(invited.invitations)
        return self.desk.bring_to(self.invitations.values(), name="排班")

    def of(self, person, key=NIGHT):
        return next(one for one in self.invitations.values() if (one.person, one.view.key) == (person, key))

    def copy_of(self, invitation):
        """Where the server has put the invitation in the calendar of the one who is asked: address, ETag, event."""
        user = invitation.person
        home = self.server.home(user)
        _, _, text = self.server.ask("PROPFIND", f"{home}Default/", user=user, Depth="1")
        uid = uid_of(invitation)
        for href in re.findall(r"<[A-Za-z]+:href>([^<]+\.ics)</", text):
            status, headers, content = self.server.ask("GET", href, user=user)
            if status == 200 and uid in content.replace("\r\n ", ""):
                (event,) = Calendar.from_ical(content).walk("VEVENT")
                return href, headers["etag"], content, event
        return None

    def answers(self, invitation, said):
        """The one who is asked answers with their own calendar program."""
        href, etag, content, _ = self.copy_of(invitation)
        unfolded = content.replace("\r\n ", "")
        changed = re.sub(r"(ATTENDEE[^\r\n]*?)PARTSTAT=[A-Z-]+", rf"\g<1>PARTSTAT={said}", unfolded)
        assert changed != unfolded
        done = self.server.ask(
            "PUT", href, changed.encode(), user=invitation.person, Content_Type="text/calendar", If_Match=etag
        )
        assert done[0] in (200, 201, 204), done


@pytest.fixture
def loop(cyrus, tmp_path):
    address = f"{cyrus.home()}invitations/"
    yield Loop(cyrus, address, tmp_path)
    cyrus.ask("DELETE", address)


def partstat(event):
    asked = event["ATTENDEE"]
    return (asked[0] if isinstance(asked, list) else asked).params["PARTSTAT"]


def moved(planned, hours):
    """The plan with the first night so much later."""
    was = planned.occurrence(NIGHT).span
    span = Span(was.start + hours * HOUR, was.end + hours * HOUR)
    occurrences = tuple(attrs.evolve(o, span=span, moved=True) if o.key == NIGHT else o for o in planned.occurrences)
    shifts = tuple(attrs.evolve(s, span=span) if s.id == NIGHT else s for s in planned.shifts)
    return attrs.evolve(planned, occurrences=occurrences, shifts=shifts)


def without(planned, person):
    """The plan in which somebody does not serve in the first night any more."""
    (roster,) = planned.rosters
    left = (one for one in roster.assignments if (one.seat.shift, one.person) != (NIGHT, person))
    return planned.with_roster(roster.with_assignments(left))


def serving(planned):
    """Somebody of the two who serves in the first night, and the other if they do as well."""
    there = [one.person for one in planned.serving(NIGHT)]
    return [person for person in there if person in ("ann", "bob")]


@pytest.mark.heavy
def test_invite_accept_move_and_cancel(loop, planned):
    first, *_ = serving(planned)
    # Asked: it lies in their calendar, and not yet answered.
    done = loop.publish(planned)
    asked = [item.person for item in planned.rosters[0].assignments if item.person in ("ann", "bob")]
    assert (len(done.created), done.conflicts) == (len(asked), ())
    _, _, content, event = loop.copy_of(loop.of(first))
    assert partstat(event) == "NEEDS-ACTION"
    number = event["SEQUENCE"]  # Cyrus counts those that it sends by itself
    assert content.count("ATTENDEE") == 1  # nobody reads who else is asked

    # Accepted: it comes back to the organiser, and nothing is sent for it.
    loop.answers(loop.of(first), "ACCEPTED")
    done = loop.publish(planned)
    assert (done.created, done.updated, done.removed, done.conflicts) == ((), (), (), ())
    assert loop.of(first).answer == "ACCEPTED"

    # Moved: asked again, with the next number.
    later = moved(planned, 1)
    done = loop.publish(later)
    assert (len(done.updated), done.conflicts) == (len(serving(planned)), ())
    _, _, _, event = loop.copy_of(loop.of(first))
    assert (partstat(event), event["SEQUENCE"] >= number) == ("NEEDS-ACTION", True)
    assert loop.of(first).revision.sequence == 1
    assert event["DTSTART"].dt == later.occurrence(NIGHT).span.start
    assert loop.of(first).answer == "NEEDS-ACTION"

    # Declined this time, and heard.
    loop.answers(loop.of(first), "DECLINED")
    loop.publish(later)
    assert loop.of(first).answer == "DECLINED"

    # Taken back: told to them, gone from the organiser's calendar.
    done = loop.publish(without(later, first))
    assert (len(done.removed), done.conflicts) == (1, ())
    assert loop.of(first).is_cancelled
    copy = loop.copy_of(loop.of(first))
    assert copy is None or copy[3]["STATUS"] == "CANCELLED"
    assert loop.publish(without(later, first)).removed == ()


@pytest.mark.heavy
def test_nobody_is_asked_twice_and_an_answer_outlasts_a_corrected_title(loop, planned):
    first, *_ = serving(planned)
    loop.publish(planned)
    loop.answers(loop.of(first), "TENTATIVE")
    loop.publish(planned)
    before = loop.copy_of(loop.of(first))[1]
    loop.publish(planned)
    assert loop.copy_of(loop.of(first))[1] == before
    retitled = attrs.evolve(
        planned.programme.activities[0], title=attrs.evolve(planned.programme.activities[0].title, zh="夜间义务巡逻")
    )
    renamed = attrs.evolve(planned, programme=attrs.evolve(planned.programme, activities=(retitled,)))
    assert loop.publish(renamed).conflicts == ()
    _, _, content, event = loop.copy_of(loop.of(first))
    assert "夜间义务巡逻" in content.replace("\r\n ", "")
    assert partstat(event) == "TENTATIVE"


@pytest.mark.heavy
def test_what_the_organiser_changes_by_hand_is_told(loop, planned):
    first, *_ = serving(planned)
    loop.publish(planned)
    place = loop.address + resource_name(uid_of(loop.of(first)))
    _, headers, text = loop.server.ask("GET", place)
    changed = text.replace("T220000", "T230000").encode()
    done = loop.server.ask("PUT", place, changed, Content_Type="text/calendar", If_Match=headers["etag"])
    assert done[0] in (200, 201, 204)
    assert "was changed there by somebody" in loop.publish(moved(planned, 2)).conflicts[0]


def test_an_edition_gives_its_own_revisions(planned):
    edition = edition_of(planned, Revisions(), now=NOW)
    invited = invite(edition, organiser=CHIEF, now=NOW)
    assert {uid_of(one) for one in invited.invitations.values()} == {
        uid_of(one) for one in invite(planned, organiser=CHIEF, now=NOW).invitations.values()
    }
    assert len({uid_of(one) for one in invited.invitations.values()}) == len(invited.invitations)
