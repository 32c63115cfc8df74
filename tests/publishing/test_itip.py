"""Invitations as objects: asked, answered, asked again, taken back; and answers read from what clients send."""

import datetime as dt
import json

import attrs
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from volsched.errors import InvalidValue
from volsched.model import Span
from volsched.publishing import Revisions, edition_of
from volsched.publishing.hearing import read_answer
from volsched.publishing.inviting import invitation_body, invitation_of, invite
from volsched.publishing.itip import Heard

NOW = dt.datetime(2027, 4, 20, 9, 30, 15, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
OFFICE = "office@cal.example.org"
NIGHT = "night/20270501T2200"


def asked(plan, former=None, now=NOW):
    return invite(plan, former or {}, organiser=OFFICE, now=now)


def of(invited, person, activity):
    return next(i for i in invited.invitations.values() if (i.person, i.view.face.activity) == (person, activity))


@pytest.fixture
def invitation(plan):
    return of(asked(plan), "an", "night")


def heard(message):
    (found,) = read_answer(message.to_ics())
    return found


def moved(plan, changed, hours):
    span = Span(plan.occurrence(NIGHT).span.start + hours * HOUR, plan.occurrence(NIGHT).span.end + hours * HOUR)
    plan = changed(plan, NIGHT, span=span, moved=True)
    return attrs.evolve(plan, shifts=tuple(attrs.evolve(s, span=span) if s.id == NIGHT else s for s in plan.shifts))


def test_who_serves_or_has_a_place_is_asked_and_each_alone(plan):
    invited = asked(plan)
    found = sorted((m.recipient, m.invitation.view.key, m.method) for m in invited.messages)
    assert found == [
        ("an@people.example", "checkup/20270508T0900", "REQUEST"),
        ("an@people.example", "first-aid/20270509T1900", "REQUEST"),
        ("an@people.example", NIGHT, "REQUEST"),
        ("bo@people.example", NIGHT, "REQUEST"),
        ("bo@people.example", "night/20270502T2200", "REQUEST"),
        ("di@people.example", "checkup/20270508T0900", "REQUEST"),
    ]
    for message in invited.messages:
        content = message.to_ics().replace(b"\r\n ", b"").decode()
        others = {"an@people.example", "bo@people.example", "di@people.example"} - {message.recipient}
        assert not [other for other in others if other in content]
        names = {"an": "ئاناار", "bo": "李博", "di": "狄娜"}
        assert not [name for person, name in names.items() if person != message.invitation.person and name in content]


def test_a_request_is_what_clients_ask_for(invitation):
    content = invitation.request().to_ics()
    calendar = icalendar.Calendar.from_ical(content)
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    (event,) = calendar.events
    assert (event["SEQUENCE"], event["STATUS"], str(event["UID"])) == (0, "CONFIRMED", invitation.view.uid)
    assert str(event["ORGANIZER"]) == f"mailto:{OFFICE}"
    assert event["ORGANIZER"].params["CN"] == "街道办"
    assert str(event["ATTENDEE"]) == "mailto:an@people.example"
    parameters = {name: str(value) for name, value in event["ATTENDEE"].params.items()}
    assert parameters == {"CN": "ئاناار", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert (event.start, event.end) == (invitation.view.span.start, invitation.view.span.end)


@pytest.mark.parametrize("said", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_an_answer_counts_once(invitation, said):
    answer = heard(invitation.reply(said, NOW + HOUR, "gern, aber; spät\nOk"))
    assert (answer.method, answer.answer, answer.sequence, answer.comment) == ("REPLY", said, 0, "gern, aber; spät\nOk")
    after, outcome = invitation.hear(answer)
    assert (after.answer, after.answered, outcome) == (said, NOW + HOUR, "taken")
    assert after.hear(answer) == (after, "known")


def test_of_two_answers_the_later_counts_whichever_comes_first(invitation):
    yes, no = heard(invitation.reply("ACCEPTED", NOW + HOUR)), heard(invitation.reply("DECLINED", NOW + 2 * HOUR))
    for first, second in ((yes, no), (no, yes)):
        after, _ = invitation.hear(first)
        after, outcome = after.hear(second)
        assert after.answer == "DECLINED"
        assert outcome == ("taken" if second is no else "old")


def test_what_moves_is_asked_again_and_an_answer_to_the_former_time_is_none(plan, changed):
    first = asked(plan)
    accepted, _ = of(first, "an", "night").hear(heard(of(first, "an", "night").reply("ACCEPTED", NOW + HOUR)))
    kept = {**first.invitations, accepted.name: accepted}
    later = asked(moved(plan, changed, 2), kept, NOW + DAY)
    assert sorted((m.invitation.person, m.method, m.invitation.revision.sequence) for m in later.messages) == [
        ("an", "REQUEST", 1),
        ("bo", "REQUEST", 1),
    ]
    again = of(later, "an", "night")
    assert (again.answer, again.answered, again.view.uid) == ("NEEDS-ACTION", None, accepted.view.uid)
    old = heard(of(first, "an", "night").reply("DECLINED", NOW + 2 * DAY))
    assert again.hear(old) == (again, "old")
    # A program that leaves SEQUENCE out is judged by the clock.
    assert again.hear(attrs.evolve(old, sequence=None, stamp=again.revision.stamp - HOUR))[1] == "old"
    assert again.hear(attrs.evolve(old, sequence=None, stamp=again.revision.stamp + HOUR))[1] == "taken"
    assert asked(moved(plan, changed, 2), later.invitations, NOW + DAY).messages == ()


def test_another_wording_asks_nobody_and_keeps_what_they_said(plan):
    first = asked(plan)
    accepted, _ = of(first, "an", "night").hear(heard(of(first, "an", "night").reply("ACCEPTED", NOW + HOUR)))
    activities = tuple(
        attrs.evolve(item, title=attrs.evolve(item.title, ug="باشقا")) for item in plan.programme.activities
    )
    worded = attrs.evolve(plan, programme=attrs.evolve(plan.programme, activities=activities))
    later = asked(worded, {**first.invitations, accepted.name: accepted}, NOW + DAY)
    assert later.messages == ()
    assert (of(later, "an", "night").answer, of(later, "an", "night").view.title) == ("ACCEPTED", "باشقا")


def test_what_is_cancelled_or_given_to_somebody_else_is_taken_back(plan, changed):
    first = asked(plan)
    gone = asked(changed(plan, NIGHT, cancelled=True), first.invitations, NOW + DAY)
    assert {(m.invitation.person, m.method, m.invitation.revision.sequence) for m in gone.messages} == {
        ("an", "CANCEL", 1),
        ("bo", "CANCEL", 1),
    }
    (event,) = icalendar.Calendar.from_ical(gone.messages[0].to_ics()).events
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    cancelled = of(gone, "an", "night")
    assert cancelled.hear(heard(of(first, "an", "night").reply("ACCEPTED", NOW + 2 * DAY)))[1] == "cancelled"
    assert asked(changed(plan, NIGHT, cancelled=True), gone.invitations, NOW + DAY).messages == ()
    back = asked(plan, gone.invitations, NOW + 2 * DAY)
    assert {(m.method, m.invitation.revision.sequence) for m in back.messages} == {("REQUEST", 2)}
    assert asked(plan, back.invitations, NOW + 365 * DAY).invitations == {}


def test_an_edition_asks_with_the_revision_that_calendars_show(plan, changed):
    edition = edition_of(plan, Revisions(), now=NOW)
    first = asked(edition)
    twice = edition_of(moved(plan, changed, 1), edition.revisions, now=NOW + DAY)
    twice = edition_of(moved(plan, changed, 2), twice.revisions, now=NOW + 2 * DAY)
    later = asked(twice, first.invitations, NOW + 2 * DAY)
    assert {m.invitation.revision.sequence for m in later.messages} == {2}
    gone = edition_of(changed(plan, NIGHT, cancelled=True), twice.revisions, now=NOW + 3 * DAY)
    assert {m.invitation.revision.sequence for m in asked(gone, later.invitations, NOW + 3 * DAY).messages} == {3}


def test_another_time_can_be_proposed_and_declined(invitation):
    span = Span(invitation.view.span.start + DAY, invitation.view.span.end + DAY)
    proposal = heard(invitation.counter(span, NOW + HOUR, "später"))
    assert (proposal.method, proposal.span, proposal.comment) == ("COUNTER", span, "später")
    after, outcome = invitation.hear(proposal)
    assert (outcome, after.answer) == ("proposed", "NEEDS-ACTION")
    message = after.refuse(proposal)
    assert message.recipient == "an@people.example"
    assert b"METHOD:DECLINECOUNTER\r\n" in message.to_ics()
    with pytest.raises(InvalidValue, match="nothing was proposed for it"):
        after.refuse(attrs.evolve(proposal, method="REPLY"))


def test_answers_of_others_and_to_what_was_never_asked_are_strange(invitation):
    answer = heard(invitation.reply("ACCEPTED", NOW + HOUR))
    for wrong in ({"uid": "x"}, {"attendee": "evil@people.example"}, {"sequence": 5}, {"method": "REQUEST"}):
        assert invitation.hear(attrs.evolve(answer, **wrong)) == (invitation, "strange")
    assert invitation.hear(attrs.evolve(answer, attendee="AN@people.example"))[1] == "taken"


def test_steps_that_do_not_fit_the_state_are_refused(invitation):
    with pytest.raises(InvalidValue, match="is not cancelled; take it back first"):
        invitation.cancel()
    gone = invitation.taken_back(NOW)
    assert gone.taken_back(NOW) is gone
    with pytest.raises(InvalidValue, match="is cancelled; make a new one"):
        gone.request()
    with pytest.raises(InvalidValue, match="invitation .*: organiser: 'evil' is not one mail address"):
        attrs.evolve(invitation, organiser="evil")


def test_an_invitation_is_kept_as_json(plan):
    for invitation in asked(plan).invitations.values():
        answered, _ = invitation.hear(heard(invitation.reply("ACCEPTED", NOW + HOUR)))
        for one in (invitation, answered, invitation.taken_back(NOW)):
            assert invitation_of(json.loads(json.dumps(invitation_body(one)))) == one
    with pytest.raises(InvalidValue, match="take this record out of the store"):
        invitation_of({})


ANSWER = b"""BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:u\r\n\
DTSTAMP:20270420T100000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:an@people.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"""


def test_an_answer_without_a_sequence_is_read():
    (found,) = read_answer(ANSWER)
    assert found == Heard(
        method="REPLY",
        uid="u",
        attendee="an@people.example",
        answer="ACCEPTED",
        sequence=None,
        stamp=dt.datetime(2027, 4, 20, 10, tzinfo=dt.UTC),
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b"METHOD:REPLY", b"METHOD:PUBLISH", "METHOD: 'PUBLISH' is not known"),
        (b"METHOD:REPLY\r\n", b"", "METHOD: '' is not known"),
        (b"UID:u\r\n", b"", "UID: is missing"),
        (b"UID:u", b"UID:u\r\nUID:v", "UID: stands twice"),
        (b"UID:u", b"UID:u\r\nSEQUENCE:-1", "SEQUENCE: '-1' is no number"),
        (b"20270420T100000Z", b"20270420T100000", "DTSTAMP: is no moment in UTC"),
        (b"PARTSTAT=ACCEPTED", b"PARTSTAT=DELEGATED", "PARTSTAT: 'DELEGATED' is not understood"),
        (b"mailto:an@people.example", b"javascript:alert(1)", "ATTENDEE: is not one mail address"),
        (b"an@people.example", b"an@people.example,bo@people.example", "ATTENDEE: is not one mail address"),
        (b"ATTENDEE;", b"ATTENDEE:mailto:b@x.example\r\nATTENDEE;", "ATTENDEE: 2 people answer at once"),
        (b"BEGIN:VEVENT", b"BEGIN:VTODO", "does not match"),
        (b"METHOD:REPLY", b"METHOD:COUNTER", "DTSTART: the proposed time cannot be read"),
        (b"UID:u", b"UID:" + b"u" * 2_000_000, "has more than 1,000,000 bytes"),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "holds 2 calendars"),
    ],
)
def test_answers_that_cannot_be_understood_are_refused_with_a_reason(old, new, says):
    with pytest.raises(InvalidValue) as caught:
        read_answer(ANSWER.replace(old, new))
    assert says in str(caught.value)


@given(st.binary(max_size=200), st.integers(0, len(ANSWER)), st.integers(0, 30))
def test_no_answer_makes_a_traceback(more, place, cut):
    try:
        found = read_answer(ANSWER[:place] + more + ANSWER[place + cut :])
    except InvalidValue:
        return
    assert all(isinstance(item, Heard) for item in found)
