"""Ways to mend what a check found, as changes to the programme files: another time, another room."""

from __future__ import annotations

import datetime as dt

import attrs

from volsched.model import Activity, Edit, Occurrence, Proposal, Span, Text, Window
from volsched.model.text import LANGUAGES
from volsched.model.wording import moment_in_words
from volsched.model.zones import zone
from volsched.planning.free import Diary, Wish
from volsched.planning.plan import Plan
from volsched.planning.presence import taking_part

MOST_PROPOSED = 20
"""For so many findings of a check a way is looked for; whoever has more begins with these."""

WAKING = (dt.time(8), dt.time(22))
REACH = 7
"""So many days before and after are looked at for another time."""


def wish_of(plan: Plan, activity: Activity, occurrence: Occurrence) -> Wish:
    """What an occurrence needs: its people, its room, its equipment, and the time around it."""
    space = activity.space
    return Wish(
        length=occurrence.span.length,
        people=tuple(taking_part(plan.programme, activity)),
        room=plan.venue_of(occurrence),
        equipment={} if space is None else {use.equipment: use.pieces for use in space.equipment},
        set_up=dt.timedelta() if space is None else space.set_up,
        clear_up=dt.timedelta() if space is None else space.clear_up,
        besides=occurrence.key,
    )


def another_time(plan: Plan, diary: Diary, occurrence: Occurrence) -> tuple[Proposal, ...]:
    """The nearest time at which everything the occurrence needs is free: that day, then days away; as a change."""
    activity = plan.programme.activity(occurrence.activity)
    if not isinstance(occurrence.original, dt.datetime) or activity.staffing is not None:
        return ()
    wish = attrs.evolve(wish_of(plan, activity, occurrence), since=WAKING[0], until=WAKING[1])
    if any(pieces > plan.programme.kind_of_equipment(name).count for name, pieces in wish.equipment.items()):
        return ()
    local = zone(occurrence.zone)
    day = occurrence.span.start.astimezone(local).date()
    for away in sorted(range(-REACH, REACH + 1), key=lambda number: (abs(number), -number)):
        there = day + dt.timedelta(days=away)
        if plan.window.first <= there < plan.window.end:
            meant = dt.datetime.combine(there, occurrence.start.time(), local).astimezone(dt.UTC)
            found = diary.first_at(
                wish, Window(there, there + dt.timedelta(days=1), occurrence.zone).span, _around(meant)
            )
            if found is not None and found != occurrence.span:
                return (_moved(plan, activity, occurrence, found),)
    return ()


def _around(meant: dt.datetime) -> list[dt.datetime]:
    """Each quarter of an hour of half a day before and after, the nearest first, and of two the later."""
    steps = sorted(range(-48, 49), key=lambda number: (abs(number), -number))
    return [meant + number * dt.timedelta(minutes=15) for number in steps]


def another_venue(plan: Plan, diary: Diary, occurrence: Occurrence, people: int) -> tuple[Proposal, ...]:
    """The smallest other venue of the area that is free then and holds as many, for the whole activity."""
    programme = plan.programme
    activity = programme.activity(occurrence.activity)
    space = activity.space
    if space is None:
        return ()
    occurrences = [item for item in plan.occurrences_of(activity.id) if not item.cancelled]
    area = programme.venue(space.venue).area
    rooms = sorted(
        (item for item in programme.venues if item.area == area and (item.capacity or 0) >= people),
        key=lambda item: (item.capacity or 0, item.id),
    )
    for room in rooms:
        wishes = (
            attrs.evolve(wish_of(plan, activity, item), room=room.id, people=(), equipment={}) for item in occurrences
        )
        pairs = zip(wishes, occurrences, strict=True)
        if all(diary.first_at(wish, item.span, (item.span.start,)) is not None for wish, item in pairs):
            sentence = {
                "zh": f"把“{activity.title.in_language('zh')}”改到{room.name.in_language('zh')}（{room.id}）",
                "ug": f"«{activity.title.in_language('ug')}» نى {room.name.in_language('ug')} ({room.id}) غا يۆتكەش",
                "en": f"move '{activity.title.in_language('en')}' to {room.name.in_language('en')} ({room.id})",
            }
            edit = Edit(table="activity", id=activity.id, path=("space", "venue"), value=room.id)
            return (Proposal(sentence=Text(**sentence), edits=(edit,)),)
    return ()


def moved_to(plan: Plan, occurrence: Occurrence, span: Span) -> Proposal:
    """What to change in the files so that one occurrence is at another time."""
    return _moved(plan, plan.programme.activity(occurrence.activity), occurrence, span)


def _moved(plan: Plan, activity: Activity, occurrence: Occurrence, span: Span) -> Proposal:
    local = zone(activity.schedule.zone)
    start = span.start.astimezone(local)
    sentence = {}
    for language in LANGUAGES:
        title = activity.title.in_language(language)
        before = moment_in_words(occurrence.span.start, plan.programme.zone, language)
        after = moment_in_words(span.start, plan.programme.zone, language)
        sentence[language] = {
            "zh": f"把“{title}”从{before}改到{after}",
            "ug": f"«{title}» نى {before} دىن {after} گە يۆتكەش",
            "en": f"move '{title}' from {before} to {after}",
        }[language]
    return Proposal(sentence=Text(**sentence), edits=(_change(activity, occurrence, start),))


def _change(activity: Activity, occurrence: Occurrence, start: dt.datetime) -> Edit:
    """A start of its own for what happens once, or else a change of the one occurrence."""
    schedule = activity.schedule
    if schedule.rule is None and schedule.lunar is None and not schedule.include and not schedule.overrides:
        return Edit(table="activity", id=activity.id, path=("when", "start"), value=f"{start:%Y-%m-%d %H:%M}")
    original = occurrence.original
    written = f"{original:%Y-%m-%d %H:%M}"
    entry = (("on", written), ("start", f"{start:%Y-%m-%d %H:%M}"))
    return Edit(table="activity", id=activity.id, path=("when", "change"), entry=entry)
