"""Thirty planted secrets: none is in anything that its audience may not see, with a memory and without."""

import datetime as dt

import attrs
import pytest

from volsched.app import Scheduler
from volsched.builtin import BUILTINS
from volsched.builtin.imip import compose_invitation
from volsched.hooks import Host
from volsched.model import Person, Space, Text, activity, checkup
from volsched.publishing import Revisions, edition_of, feeds_of, write_feeds, write_tables
from volsched.publishing.inviting import invite
from volsched.publishing.tokens import feed_token
from volsched.storage import SqliteStore

NOW = dt.datetime(2027, 4, 20, tzinfo=dt.UTC)
SECRET = bytes(range(32))
MAILS = [f"canary-mail-{number}@secret.example" for number in range(8)]
PHONES = [f"+86 991 77{number}0{number}0{number}" for number in range(8)]
DIAGNOSES = [f"canary-diagnosis-{number}" for number in range(8)]
PEOPLE = [f"p{number}" for number in range(8)]
TOKENS = [feed_token(SECRET, person) for person in PEOPLE[:6]]
ALL = [*MAILS, *PHONES, *DIAGNOSES, *TOKENS]


def tail(phone):
    """The digits of a phone number by which anybody would find it again."""
    return "".join(letter for letter in phone if letter.isdigit())[-7:]


@pytest.fixture
def leaky(plan):
    """The small place with secrets in every field that somebody could type them into."""
    everything = " ".join((*MAILS, *PHONES))
    people = tuple(
        Person(id=name, name=Text(zh=f"人{number}"), email=MAILS[number], phone=PHONES[number])
        for number, name in enumerate(PEOPLE)
    )
    private = checkup(
        "secret-checkup",
        title=Text(zh=" ".join(DIAGNOSES[:4])),
        cohort="elders",
        capacity=4,
        schedule=plan.programme.activity("checkup").schedule,
        organiser="p0",
        space=Space(venue="hall"),
    )
    private = attrs.evolve(private, description=Text(zh=" ".join(DIAGNOSES[4:])))
    planted = tuple(
        attrs.evolve(item, title=Text(zh=f"{item.title} {everything}"), description=Text(zh=f"问 {everything}"))
        for item in plan.programme.activities
        if item.id != "checkup"
    )
    notes = activity("notes", title=Text(zh="记录"), schedule=private.schedule, audience="coordinator")
    activities = (*planted, private, notes, plan.programme.activity("checkup"))
    programme = attrs.evolve(plan.programme, people=(*plan.programme.people, *people), activities=activities)
    occurrence = attrs.evolve(plan.occurrence("checkup/20270508T0900"), activity="secret-checkup")
    booked = tuple(
        attrs.evolve(item, activity="secret-checkup", occurrence=occurrence.key, person="p0")
        for item in plan.bookings
        if item.activity == "checkup"
    )[:1]
    return attrs.evolve(
        plan, programme=programme, occurrences=(*plan.occurrences, occurrence), bookings=(*plan.bookings, *booked)
    )


def found_in(content):
    text = content.replace(b"\r\n ", b"").decode(errors="replace")
    digits = "".join(letter for letter in text if letter.isdigit() or letter == "\n")
    phones = [phone for phone in PHONES if tail(phone) in digits]
    return [secret for secret in (*MAILS, *DIAGNOSES, *TOKENS) if secret in text] + phones


def test_thirty_secrets_are_planted():
    assert len(set(ALL)) == 30


@pytest.mark.parametrize("step", ["first", "with a memory", "after everything was cancelled"])
def test_shared_calendars_and_tables_have_none_of_them(leaky, step):
    plan, revisions = leaky, Revisions()
    tokens = {person: feed_token(SECRET, person) for person in PEOPLE}
    if step == "after everything was cancelled":
        revisions = edition_of(plan, revisions, now=NOW, tokens=tokens).revisions
        plan = attrs.evolve(plan, occurrences=(), shifts=(), rosters=(), bookings=())
    if step != "first":
        plan = edition_of(plan, revisions, now=NOW, tokens=tokens)
    shared = [
        file for file in (*write_feeds(plan), *write_tables(plan)) if file.path.startswith(("public/", "member/"))
    ]
    assert len(shared) > 15
    assert {file.path: found_in(file.content) for file in shared if found_in(file.content)} == {}
    coordinator = [file for file in write_tables(plan) if file.path.startswith("coordinator/")]
    for file in coordinator:
        assert [secret for secret in found_in(file.content) if secret in (*DIAGNOSES, *TOKENS)] == [], file.path


def test_a_personal_calendar_has_nobody_elses_secrets(leaky):
    for feed in feeds_of(leaky):
        if feed.kind != "person":
            continue
        seen = found_in(feed.write())
        assert not [secret for secret in seen if secret in TOKENS]
        number = PEOPLE.index(feed.subject) if feed.subject in PEOPLE else -1
        others = {secret for contacts in (MAILS, PHONES) for at, secret in enumerate(contacts) if at != number}
        assert not others & set(seen), feed.path
        if feed.subject != "p0":
            assert not [secret for secret in seen if secret in DIAGNOSES], feed.path
    assert set(DIAGNOSES) <= set(found_in(next(f for f in feeds_of(leaky) if f.subject == "p0").write()))


def test_an_invitation_has_the_address_of_the_one_who_is_asked_alone(leaky):
    invited = invite(leaky, organiser="office@cal.example.org", now=NOW)
    assert len(invited.messages) > 5
    for message in invited.messages:
        own = message.invitation.attendee
        content = compose_invitation(message, leaky.programme, NOW).content
        others = {item.attendee for item in invited.invitations.values()} - {own}
        assert not [address for address in others if address.encode() in content]


def test_what_is_told_of_a_publication_has_no_token_in_it(leaky, tmp_path):
    store = SqliteStore(tmp_path / "volsched.db")
    run = Scheduler(leaky.programme, host=Host.open({}, builtins=BUILTINS), store=store)
    edition = edition_of(leaky, Revisions(), now=NOW, tokens=dict(zip(PEOPLE, TOKENS, strict=False)))
    assert not [token for token in TOKENS if token in repr(edition)]
    run.publish(leaky, tmp_path / "out", now=NOW, secret=SECRET)
    with store.look() as look:
        said = repr(look.history(most=10_000)) + repr([line.after for line in look.history(most=10_000)])
    assert not [token for token in (*TOKENS, SECRET.hex()) if token in said]
    store.close()
