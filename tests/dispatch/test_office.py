"""From a publication to what people get: once, in time, and only what concerns them."""

import datetime as dt

import attrs

from volsched.notices.replies import Reply
from volsched.storage.claiming import TOO_LATE


def test_the_first_publication_tells_each_person_everything_once(world):
    world.publish()
    assert world.deliver()[0].sent == 8
    assert sorted(person for person, _ in world.told()) == sorted(world.scheduler.programme.person_by_id)
    world.publish()
    world.deliver()
    assert world.told() == []


def test_a_moved_rehearsal_is_told_to_the_choir_alone_and_once(world, moved):
    world.publish()
    world.deliver()
    world.told()
    changed = moved(
        world.scheduler.programme, "rehearsal", dt.datetime(2027, 5, 14, 10), start=dt.datetime(2027, 5, 14, 15)
    )
    world.publish(changed)
    world.deliver()
    told = world.told()
    assert sorted(person for person, _ in told) == ["dilnur", "eva", "fang", "gul"]
    world.publish(changed)
    world.deliver()
    assert world.told() == []


def test_what_is_changed_back_before_anybody_was_told_is_not_told(world, moved):
    world.publish()
    world.deliver()
    world.told()
    before = world.scheduler.programme
    world.now = dt.datetime(2027, 4, 20, 15, tzinfo=dt.UTC)  # 23:00 in Shanghai
    world.publish(moved(before, "rehearsal", dt.datetime(2027, 5, 14, 10), start=dt.datetime(2027, 5, 14, 15)))
    world.deliver()
    assert world.told() == []
    world.publish(before)
    world.now = dt.datetime(2027, 4, 21, 1, tzinfo=dt.UTC)
    world.deliver()
    assert world.told() == []


def test_two_changes_in_one_night_are_one_message_in_the_morning(world, moved):
    world.publish()
    world.deliver()
    world.told()
    world.now = dt.datetime(2027, 4, 20, 15, tzinfo=dt.UTC)
    one = moved(
        world.scheduler.programme, "rehearsal", dt.datetime(2027, 5, 14, 10), start=dt.datetime(2027, 5, 14, 15)
    )
    world.publish(one)
    world.now += dt.timedelta(hours=1)
    world.publish(moved(one, "concert", dt.datetime(2027, 5, 28, 19), start=dt.datetime(2027, 5, 28, 20)))
    world.now = dt.datetime(2027, 4, 20, 22, 59, tzinfo=dt.UTC)
    world.deliver()
    assert world.told() == []
    world.now = dt.datetime(2027, 4, 20, 23, tzinfo=dt.UTC)
    world.deliver()
    told = dict(world.told())
    assert sorted(told) == ["dilnur", "eva", "fang", "gul"]
    assert told["eva"].endswith(" 2") or "2" in told["eva"]


def test_reminders_come_once_and_move_with_what_they_remind_of(world):
    _, plan = world.publish()
    world.deliver()
    world.told()
    duty = plan.duties_of("ann")[0][1]
    day_before = duty.day - dt.timedelta(days=1)
    world.now = dt.datetime.combine(day_before, dt.time(9, 59), dt.UTC)
    world.deliver()
    assert "ann" not in dict(world.told())
    world.now += dt.timedelta(minutes=1)  # 18:00 in Shanghai
    world.deliver()
    assert "ann" in dict(world.told())
    world.deliver()
    assert world.told() == []
    world.now = duty.span.start - dt.timedelta(hours=2)
    world.deliver()
    assert "ann" in dict(world.told())
    world.now = duty.span.start - dt.timedelta(hours=1)
    world.deliver()
    assert "ann" not in dict(world.told())


def test_a_reminder_that_the_machine_slept_through_is_given_up_and_not_hidden(world):
    _, plan = world.publish()
    world.deliver()
    duty = plan.duties_of("ann")[0][1]
    world.now = duty.span.start - dt.timedelta(hours=20)
    world.deliver()
    world.now = duty.span.start + dt.timedelta(minutes=1)
    world.deliver()
    own = [item for item in world.office.standing(now=world.now).dead if item.envelope.deadline == duty.span.start]
    assert {item.detail for item in own if item.envelope.person == "ann"} == {TOO_LATE}
    world.deliver()
    assert any(subject.endswith("请打电话") for person, subject in world.told() if person == "gul")


def test_a_change_told_after_the_hour_of_the_reminder_takes_its_place(world, moved):
    world.publish()
    world.deliver()
    world.now = dt.datetime(2027, 5, 14, 5, 30, tzinfo=dt.UTC)  # 13:30 in Shanghai
    world.deliver()
    world.told()
    world.publish(
        moved(world.scheduler.programme, "rehearsal", dt.datetime(2027, 5, 14, 10), start=dt.datetime(2027, 5, 14, 15))
    )
    for minutes in (0, 50, 80):
        world.now = dt.datetime(2027, 5, 14, 5, 30, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
        world.deliver()
    assert [person for person, _ in world.told()].count("eva") == 1
    assert world.office.standing(now=world.now).dead == ()


def test_where_such_a_change_does_not_get_there_before_the_duty_begins_it_is_said(world, moved):
    world.publish()
    world.deliver()
    world.now = dt.datetime(2027, 5, 14, 5, 30, tzinfo=dt.UTC)
    world.deliver()
    world.publish(
        moved(world.scheduler.programme, "rehearsal", dt.datetime(2027, 5, 14, 10), start=dt.datetime(2027, 5, 14, 15))
    )
    world.office.deliver(world.scheduler.send, (), worker="test", clock=lambda: world.now, chance=lambda: 0.5)
    world.now = dt.datetime(2027, 5, 14, 7, 1, tzinfo=dt.UTC)
    world.deliver()
    dead = world.office.standing(now=world.now).dead
    assert "eva" in {item.envelope.person for item in dead if item.detail == TOO_LATE}


def test_a_clock_that_was_ahead_for_a_while_reminds_nobody_again(world):
    _, plan = world.publish()
    world.deliver()
    duty = plan.duties_of("ann")[0][1]
    for hours in (20, 1):
        world.now = duty.span.start - dt.timedelta(hours=hours)
        world.deliver()
    world.told()
    world.now = duty.span.start + dt.timedelta(hours=8)
    world.deliver()
    world.told()
    world.now = duty.span.start - dt.timedelta(minutes=30)
    world.deliver()
    assert "ann" not in dict(world.told())


def test_one_who_cannot_come_is_replaced_by_the_next_who_can(world):
    _, plan = world.publish()
    world.deliver()
    world.told()
    shifts = [shift for _, shift in plan.duties_of("ann")]
    shift = next(one for one in shifts if len(world.office.candidates(one.id, "ann", now=world.now)) > 1)
    night = shift.id
    reply = Reply(person="ann", occurrence=night, answer="declined", at=world.now)
    done = world.office.answer(reply, now=world.now, who="test")
    first = done.cover.candidate
    world.deliver()
    told = dict(world.told())
    assert set(told) == {"gul", first}
    again = world.office.answer(
        Reply(person=first, occurrence=night, answer="declined", at=world.now), now=world.now, who="test"
    )
    second = again.cover.candidate
    assert second not in (first, "ann")
    world.deliver()
    assert set(dict(world.told())) == {second}
    filled = world.office.answer(
        Reply(person=second, occurrence=night, answer="confirmed", at=world.now), now=world.now, who="test"
    )
    assert (filled.cover.state, filled.cover.filled_by) == ("filled", second)
    world.deliver()
    assert "gul" in dict(world.told())
    with world.store.look() as look:
        state = world.office.published(look)
    assert night in {item.occurrence for item in state.commitments[second]}
    assert night not in {item.occurrence for item in state.commitments["ann"]}
    world.deliver()
    world.told()
    _, again = world.publish()
    assert second in {item.person for item in again.serving(night)}
    world.deliver()
    assert world.told() == []


def test_a_question_without_an_answer_goes_on_to_the_next_and_at_last_to_the_coordinator(world):
    _, plan = world.publish()
    world.deliver()
    night = plan.duties_of("ann")[0][1].id
    world.office.answer(
        Reply(person="ann", occurrence=night, answer="declined", at=world.now), now=world.now, who="test"
    )
    asked = []
    for _ in range(10):
        cover = world.office.standing(now=world.now).covers[0]
        if cover.state == "open":
            break
        asked.append(cover.candidate)
        world.now = cover.until
        world.deliver()
    assert len(asked) == len(set(asked)) >= 1
    assert cover.state == "open"
    assert any((person == "gul" and "Still open" in subject) or "还缺人" in subject for person, subject in world.told())


def test_people_whom_nothing_reaches_are_reported_to_the_coordinator(world):
    world.channel.unreachable = frozenset({"bob"})
    world.publish()
    world.deliver()
    told = world.told()
    assert ("gul", "有 1 人联系不上，请打电话") in told
    world.deliver()
    assert world.told() == []
    assert [item.envelope.person for item in world.office.standing(now=world.now).dead] == ["bob"]


def test_who_has_neither_mail_nor_phone_shows_in_the_standing(world):
    people = tuple(
        attrs.evolve(one, email="", phone="") if one.id == "eva" else one for one in world.scheduler.programme.people
    )
    world.publish(attrs.evolve(world.scheduler.programme, people=people))
    assert world.office.standing(now=world.now).unreachable == ("eva",)


def test_an_outlook_changes_nothing(world):
    world.publish()
    before = world.store.generation()
    assert len(world.office.outlook(now=world.now, who="test")) == 8
    assert world.store.generation() == before


def test_who_has_not_yet_got_the_first_message_gets_it_as_it_is_by_then(world, moved):
    world.now = dt.datetime(2027, 4, 20, 15, tzinfo=dt.UTC)
    world.publish()
    world.publish(
        moved(world.scheduler.programme, "rehearsal", dt.datetime(2027, 5, 14, 10), start=dt.datetime(2027, 5, 14, 15))
    )
    world.now = dt.datetime(2027, 4, 21, 1, tzinfo=dt.UTC)
    world.deliver()
    bodies = {item.person: item.body for item in world.channel.sent}
    assert len(world.told()) == 8
    assert "15:00" in bodies["fang"]


def test_a_message_that_may_have_come_through_is_told_anew_and_not_tried_again(world, moved):
    before = world.scheduler.programme
    world.publish()
    world.deliver()
    world.told()
    world.channel.broken = frozenset({"fang"})
    world.publish(moved(before, "rehearsal", dt.datetime(2027, 5, 14, 10), start=dt.datetime(2027, 5, 14, 15)))
    world.deliver()
    assert "fang" not in dict(world.told())
    world.channel.broken = frozenset()
    world.publish(before)
    world.now += dt.timedelta(hours=3)
    world.deliver()
    bodies = [item.body for item in world.channel.sent if item.person == "fang"]
    assert len(bodies) == 1
    assert "10:00" in bodies[0].partition("原来")[0]


def test_what_is_old_is_forgotten_without_being_asked_to(world):
    world.publish()
    world.deliver()
    with world.store.look() as look:
        assert len(look.posted()) == 8
    world.now += dt.timedelta(days=401)
    world.deliver()
    with world.store.look() as look:
        assert look.posted() == ()
        assert {item.kind for item in look.history()} == {"upkeep"}


def test_who_has_nothing_left_before_the_first_message_went_out_is_told_nothing(world):
    world.now = dt.datetime(2027, 4, 20, 15, tzinfo=dt.UTC)
    world.publish()
    world.publish(_only(world.scheduler.programme, "night-watch"))
    world.now = dt.datetime(2027, 4, 21, 1, tzinfo=dt.UTC)
    world.deliver()
    assert sorted(dict(world.told())) == ["ann", "ayshem", "bob", "cem", "dilnur", "eva"]


def test_who_may_have_got_the_first_message_hears_that_it_is_off(world):
    world.channel.broken = frozenset({"fang"})
    world.publish()
    world.deliver()
    world.told()
    world.channel.broken = frozenset()
    world.publish(_only(world.scheduler.programme, "night-watch"))
    world.now += dt.timedelta(hours=3)
    world.deliver()
    bodies = [item.body for item in world.channel.sent if item.person == "fang"]
    assert len(bodies) == 1
    assert "【取消 7 项】" in bodies[0]
    assert "■ heart" in bodies[0]  # its name went with it


def test_what_a_message_that_may_have_come_through_said_is_never_forgotten(world, moved):
    """Told of another hour, perhaps; then put back, perhaps told; then something else changes: both are told."""
    before = world.scheduler.programme
    world.publish()
    world.deliver()
    world.told()
    world.channel.broken = frozenset({"fang"})
    world.publish(moved(before, "rehearsal", dt.datetime(2027, 5, 14, 10), start=dt.datetime(2027, 5, 14, 15)))
    world.deliver()
    world.publish(before)
    world.now += dt.timedelta(hours=3)
    world.deliver()
    world.channel.broken = frozenset()
    world.told()
    world.publish(moved(before, "concert", dt.datetime(2027, 5, 28, 19), start=dt.datetime(2027, 5, 28, 20)))
    world.now += dt.timedelta(hours=3)
    world.deliver()
    bodies = [item.body for item in world.channel.sent if item.person == "fang"]
    assert len(bodies) == 1
    assert "5月14日" in bodies[0]
    assert "5月28日" in bodies[0]


def _only(of, *names):
    return attrs.evolve(of, activities=tuple(item for item in of.activities if item.id in names))
