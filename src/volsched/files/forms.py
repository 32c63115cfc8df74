# ruff: noqa: RUF009 - `key` is an attrs field with a description, not a shared default
"""How a programme is written in TOML: one class for each table, one field for each key.

These classes are the whole form of the files: reading goes by them, the JSON Schema for editors is made from them,
and so is the reference in the documentation. Missing keys and values that could not be read are None.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from attrs import frozen

from volsched.files.structuring import DayOfYear, Days, DaySpan, Every, Id, Plugins, Ref, Rules, key
from volsched.model.activity import Audience
from volsched.model.schedule import Gap, OnHoliday, Resume, Wall
from volsched.model.show import Position
from volsched.model.text import Language, Text


@frozen(kw_only=True)
class ProgrammeForm:
    """`[programme]`: what holds for everything in the folder."""

    id: Id | None = key("short stable name, part of every calendar entry's UID", required=True)
    name: Text | None = key("what the programme is called", required=True)
    zone: str | None = key("IANA time zone of the times in the files; Asia/Shanghai if left out")
    second_zone: str | None = key("a second clock that people live by; times are then shown in both")
    language: Language | None = key("language of plain strings; zh if left out")
    uid_domain: str | None = key("domain in the UIDs of published calendars; never change it once published")
    window: str | None = key(
        "what to plan when nothing else is asked: 2027, 2027-Q2, 2027-05, or 2027-05-03/2027-06-01 without the last day"
    )
    solver: Id | None = key(
        "who makes the rosters: the name of a solver of a plugin; volsched's own, fair, if left out"
    )
    weekend: Days | None = key("weekdays whose duties count as weekend duties; saturday and sunday if left out")
    store: str | None = key(
        'file in which published rosters, bookings, replies and messages are remembered: "volsched.db"; '
        "nothing is remembered if left out"
    )
    encoding: Literal["utf-8", "gb18030"] | None = key("how the CSV files of the folder are saved; utf-8 if left out")


@frozen(kw_only=True)
class AreaForm:
    """`[[area]]`: a street office, community, estate, building, stairwell."""

    id: Id | None = key("short stable name", required=True)
    name: Text | None = key("what people call it", required=True)
    parent: Ref | None = key("the area it lies in")
    keeper: Ref | None = key("the person who answers for this cell of the grid, by id or name")


@frozen(kw_only=True)
class HoursForm:
    """`[[venue.hours]]`: when a venue is open; without any it always is."""

    days: Days | None = key("on these weekdays; every day if left out")
    since: dt.time | None = key('from this time on: "09:00"', required=True)
    until: dt.time | None = key("up to this time; one not after the first lies on the next day", required=True)
    first: DayOfYear | None = key('for a part of every year, from this day on: "05-01"; other hours then do not hold')
    last: DayOfYear | None = key("the last day of that part, included; one before the first is in the next year")


@frozen(kw_only=True)
class VenueForm:
    """`[[venue]]`: a hall, room, court or square."""

    id: Id | None = key("short stable name", required=True)
    name: Text | None = key("what people call it", required=True)
    area: Ref | None = key("the area it lies in")
    capacity: int | None = key("how many people it holds")
    address: str | None = key("how to find it")
    latitude: float | None = key("degrees north")
    longitude: float | None = key("degrees east")
    inside: Ref | None = key("the venue it is a room of; who takes that one takes every room of it")
    accessible: bool | None = key("true if a wheelchair gets in")
    shared_by: tuple[Ref, ...] | None = key("the areas whose activities may use it; all may if left out")
    hours: tuple[HoursForm, ...] | None = key("when it is open; always if left out")


@frozen(kw_only=True)
class EquipmentForm:
    """`[[equipment]]`: something that activities need and there are only so many of."""

    id: Id | None = key("short stable name", required=True)
    name: Text | None = key("what people call it", required=True)
    count: int | None = key("how many there are; 1 if left out")


@frozen(kw_only=True)
class TravelForm:
    """`[[travel]]`: how long the way takes, which nobody is booked without."""

    between: tuple[Ref, Ref] | None = key('two venues or areas: ["suifeng", "kangle"]', required=True)
    takes: dt.timedelta | None = key('how long, either way round: "20m"', required=True)


@frozen(kw_only=True)
class TeamForm:
    """`[[team]]`: people who do something together, or are invited to something together."""

    id: Id | None = key("short stable name", required=True)
    name: Text | None = key("what people call it", required=True)
    area: Ref | None = key("the area it belongs to")
    leader: Ref | None = key("the member who leads it")
    members: tuple[Ref, ...] | None = key("people by id or name; the column teams of people.csv adds to them")


@frozen(kw_only=True)
class HolidayForm:
    """`[[holiday]]`: days off, or make-up working days."""

    name: Text | None = key("what people call it", required=True)
    first: dt.date | None = key("its first day", required=True)
    last: dt.date | None = key("its last day, included; the first if left out")
    working: bool | None = key("true for make-up working days")


@frozen(kw_only=True)
class DatesForm:
    """`[[dates]]`: days with a name, such as the school holidays, that activities leave out or only happen on."""

    id: Id | None = key("short stable name, for leave_out and only_on", required=True)
    name: Text | None = key("what people call them; the id if left out")
    days: tuple[DaySpan, ...] | None = key(
        'days, and spans with their last day included: ["2027-07-01/2027-08-31", "2027-09-10"]', required=True
    )


@frozen(kw_only=True)
class ChangeForm:
    """`[[activity.when.change]]`: what differs for one occurrence."""

    on: Wall | None = key("the occurrence: the day or start it would have had", required=True)
    start: Wall | None = key("when it starts instead")
    lasts: dt.timedelta | None = key("how long it lasts instead")
    cancelled: bool | None = key("true if it does not take place")
    venue: Ref | None = key("where it takes place instead")


@frozen(kw_only=True)
class FollowingForm:
    """`[[activity.when.following]]`: what differs from one occurrence on, until the next of these tables."""

    on: Wall | None = key("the first occurrence of them: the day or start it would have had", required=True)
    start: Wall | None = key("when that one starts instead; all that follow move by the same difference")
    lasts: dt.timedelta | None = key("how long each of them lasts instead")
    venue: Ref | None = key("where they take place instead")


@frozen(kw_only=True)
class PauseForm:
    """`[[activity.when.pause]]`: days on which it rests."""

    first: dt.date | None = key("the first of these days", required=True)
    last: dt.date | None = key("the last of them, included", required=True)
    resume: Resume | None = key(
        "as_planned: the turns of the pause are lost; where_it_stopped: they come first afterwards; "
        "as_planned if left out"
    )


@frozen(kw_only=True)
class SeasonForm:
    """`[[activity.when.season]]`: other hours for a part of every year."""

    first: DayOfYear | None = key('its first day, as month and day: "05-01"', required=True)
    last: DayOfYear | None = key("its last day, included; one before the first is in the next year", required=True)
    start: dt.time | None = key('when it starts then: "19:00"', required=True)
    lasts: dt.timedelta | None = key("how long it lasts then; as otherwise if left out")


@frozen(kw_only=True)
class WhenForm:
    """`[activity.when]`: when it happens, in wall time."""

    start: Wall | None = key('first start, "2027-01-01 22:00", or a day alone for whole days', required=True)
    lasts: dt.timedelta | None = key('how long: "4h", "90m", "1h30m", "2d"', required=True)
    every: Every | None = key(
        'again and again: "day", "weekday", "friday", ["tuesday", "friday"], "first_working_day" or "last_working_day" '
        "of the month"
    )
    rule: str | None = key('a rule of RFC 5545: "FREQ=MONTHLY;BYDAY=1SA"')
    lunar: str | None = key('a day of the Chinese calendar each year: "08-15"')
    until: dt.date | None = key("the last day on which it may start")
    zone: str | None = key("IANA time zone; that of the programme if left out")
    except_: tuple[Wall, ...] | None = key("days or starts on which it does not happen", name="except")
    also: tuple[Wall, ...] | None = key("days or starts on which it happens as well")
    gap: Gap | None = key("a start that a clock change leaves out: skip it, or shift it")
    on_holiday: OnHoliday | None = key("what happens on a holiday; keep if left out")
    leave_out: tuple[Ref, ...] | None = key('lists of days on which it does not happen: ["school-holidays"]')
    only_on: tuple[Ref, ...] | None = key("lists of days on which alone it happens")
    change: tuple[ChangeForm, ...] | None = key("what differs for single occurrences")
    following: tuple[FollowingForm, ...] | None = key("what differs from one occurrence on")
    pause: tuple[PauseForm, ...] | None = key("days on which it rests")
    season: tuple[SeasonForm, ...] | None = key("other hours for a part of every year")


@frozen(kw_only=True)
class RoleForm:
    """`[[activity.staffing.roles]]`: seats of one role."""

    role: Id | None = key("short name of the role", required=True)
    minimum: int | None = key("seats that must be filled; 1 if left out")
    maximum: int | None = key("seats that may be filled; the minimum if left out")
    skills: tuple[Ref, ...] | None = key("skills that each of them needs")
    mix: Mapping[str, int] | None = key("how many of them need a skill: { first_aid = 2 }")


@frozen(kw_only=True)
class StaffingForm:
    """`[activity.staffing]`: who serves."""

    team: Ref | None = key("the team whose members serve", required=True)
    seats: int | None = key("how many serve at a time")
    role: Id | None = key("short name of their role")
    with_skills: Mapping[str, int] | None = key("how many of them need a skill: { leader = 1, first_aid = 2 }")
    roles: tuple[RoleForm, ...] | None = key("several roles, instead of seats")
    rules: Rules | None = key("rules for this activity alone, as in [rules]")
    rest_after: dt.timedelta | None = key('how long they rest before anything else of another kind: "8h"')
    standby: bool | None = key("true if they are on call, to come when they are needed")


@frozen(kw_only=True)
class StationForm:
    """`[[activity.places.station]]`: one stop of an appointment; everybody goes through all of them in this order."""

    id: Id | None = key("short stable name", required=True)
    lasts: dt.timedelta | None = key('how long it takes: "5m"', required=True)
    at_once: int | None = key("how many are seen there at the same time; 1 if left out")


@frozen(kw_only=True)
class PlacesForm:
    """`[activity.places]`: who attends."""

    capacity: int | None = key("how many may come to each occurrence", required=True)
    cohort: Ref | None = key("the team of those who are invited")
    appointment: dt.timedelta | None = key('length of each appointment, if they come one by one: "15m"')
    at_once: int | None = key("how many are seen at the same time; 1 if left out")
    station: tuple[StationForm, ...] | None = key("the stations of an appointment, instead of its length")
    walk_in: int | None = key("places of each occurrence that are kept for those who come without an appointment")
    by_household: bool | None = key("true if those of one household come together, or wait together")
    sign_up: DaySpan | None = key('days on which people may sign up: "2027-08-01/2027-08-20"')
    draw: bool | None = key("true if places are drawn where more sign up than there are, those never served first")
    reply_within: dt.timedelta | None = key("how long a free place is kept for the next who waits; 2d if left out")
    short_notice: dt.timedelta | None = key("a place that begins sooner goes to the next at once; 3h if left out")


@frozen(kw_only=True)
class SpaceForm:
    """`[activity.space]`: where it takes place."""

    venue: Ref | None = key("the venue", required=True)
    set_up: dt.timedelta | None = key('time that the venue is taken before: "1h"')
    clear_up: dt.timedelta | None = key('time that the venue is taken after: "30m"')
    equipment: Mapping[str, int] | None = key("what is needed, and how many of it: { piano = 1, chairs = 120 }")


@frozen(kw_only=True)
class ActForm:
    """`[[activity.show.act]]`: one number of a show."""

    id: Id | None = key("short name within the show", required=True)
    title: Text | None = key("what is announced", required=True)
    lasts: dt.timedelta | None = key('how long: "6m"', required=True)
    team: Ref | None = key("the troupe that plays it")
    people: tuple[Ref, ...] | None = key("people who play it, by id or name")
    equipment: tuple[Ref, ...] | None = key("what stands on the stage for it")
    position: Position | None = key("first or last, where it must open or close the show")


@frozen(kw_only=True)
class ShowForm:
    """`[activity.show]`: acts, and the time around what the audience sees."""

    call: dt.timedelta | None = key('how long before the public time the performers are there: "1h"')
    change_over: dt.timedelta | None = key('how long it takes to change what stands on the stage: "3m"')
    rehearsals: tuple[Ref, ...] | None = key("activities, each of which must have happened before")
    rehearsed_within: dt.timedelta | None = key('how long before the show at most; "28d" if left out')
    act: tuple[ActForm, ...] | None = key("the numbers of the show")


@frozen(kw_only=True)
class CourseForm:
    """`[activity.course]`: what it needs and teaches."""

    needs: tuple[Ref, ...] | None = key("skills that those who come must hold")
    grants: Ref | None = key("the skill that it gives")
    holds_for: dt.timedelta | None = key('how long that skill holds: "365d"')
    attend: int | None = key("how many sessions earn the skill; all of them if left out")
    tell_before: dt.timedelta | None = key('how long before the skill ends its holder is told; "60d" if left out')
    sessions: int | None = key("how many sessions each person has to themselves")
    apart_least: int | None = key("days from one of these to the next, at least; 1 if left out")
    apart_most: int | None = key("days from one of these to the next, at most")


@frozen(kw_only=True)
class ActivityForm:
    """`[[activity]]`: standing work or an event, once or again and again."""

    id: Id | None = key("short stable name, part of the UID", required=True)
    kind: str | None = key("activity, patrol, checkup, training, performance, visit, or one that a plugin adds")
    title: Text | None = key("what people read in the calendar", required=True)
    area: Ref | None = key("the area it is for")
    team: Ref | None = key("the team that takes part as a whole")
    audience: Audience | None = key("who may see it: public, member, coordinator, person")
    description: Text | None = key("what it is about")
    organiser: Ref | None = key("the person who answers for it, by id or name")
    url: str | None = key("where more can be read about it, as https://host.example/page")
    when: WhenForm | None = key("when it happens", required=True)
    staffing: StaffingForm | None = key("who serves")
    places: PlacesForm | None = key("who attends")
    space: SpaceForm | None = key("where it takes place")
    course: CourseForm | None = key("what it needs and teaches")
    show: ShowForm | None = key("the acts of a performance")


@frozen(kw_only=True)
class CampaignForm:
    """`[[campaign]]`: activities whose places are given out together, such as the checkups of ten communities."""

    id: Id | None = key("short stable name", required=True)
    name: Text | None = key("what people call it", required=True)
    activities: tuple[Ref, ...] | None = key("the activities, with places and a cohort each", required=True)
    elsewhere: int | None = key("a session of another community counts as waiting so many days longer; 30 if left out")
    own_only: bool | None = key("true if people only go to sessions of their own community")
    waves: tuple[tuple[Ref, ...], ...] | None = key('areas that are invited together: [["sfy", "kly"], ["alt"]]')
    invited_on: dt.date | None = key("when the first wave is invited")
    wave_every: int | None = key("days from one wave to the next; 7 if left out")
    notice: int | None = key("days between an invitation and the first session it may be for; 7 if left out")
    caller: Ref | None = key("who calls those without phone, mail address and helper, by id or name")


@frozen(kw_only=True)
class NoticesForm:
    """`[notices]`: how people are told what changes for them, in programme.toml."""

    channels: tuple[str, ...] | None = key('channels in the order in which they are tried: ["smtp"]; none if left out')
    quiet_hours: str | None = key('hours in which nobody is disturbed: "22:00-07:00"; what is near comes all the same')
    digest: str | None = key('when news that do not hurry are told together: "08:00" or "monday 08:00"')
    remind: tuple[str, ...] | None = key(
        'how long before: ["1w", "1d 18:00", "2h"]; "1d 18:00" is at 18:00 the day before'
    )
    remind_roles: Mapping[str, tuple[str, ...]] | None = key('for some roles instead: { leader = ["1w", "1d"] }')
    confirm: bool | None = key("true if people are asked to confirm what they are assigned")
    reply_within: dt.timedelta | None = key('how long one who is asked may take to answer; "2d" if left out')
    urgent_within: dt.timedelta | None = key('how near a start passes quiet hours and digests; "12h" if left out')
    coordinator: Ref | None = key("who is told when a night stays open or somebody cannot be reached, by id or name")
    answers: str | None = key('where "volsched serve --answers" can be reached: "https://answers.example.org"')
    texts: Mapping[str, Text] | None = key("texts of the programme's own, by the name of the text")
    keep: dt.timedelta | None = key('how long messages and the log of changes are kept; "400d" if left out')


@frozen(kw_only=True)
class DocumentForm:
    """A TOML file of the folder."""

    programme: ProgrammeForm | None = key("the programme itself, in programme.toml")
    skills: Mapping[str, Text] | None = key("skills that people can hold: id = name; in programme.toml")
    rules: Rules | None = key("rules of every roster; in programme.toml")
    notices: NoticesForm | None = key("how people are told; in programme.toml")
    plugins: Plugins | None = key("settings of plugins; in programme.toml")
    area: tuple[AreaForm, ...] | None = key("areas, as a tree")
    venue: tuple[VenueForm, ...] | None = key("venues")
    equipment: tuple[EquipmentForm, ...] | None = key("what activities need and there are only so many of")
    travel: tuple[TravelForm, ...] | None = key("how long ways take")
    team: tuple[TeamForm, ...] | None = key("teams")
    activity: tuple[ActivityForm, ...] | None = key("activities")
    holiday: tuple[HolidayForm, ...] | None = key("holidays and make-up working days")
    campaign: tuple[CampaignForm, ...] | None = key("activities whose places are given out together")
    dates: tuple[DatesForm, ...] | None = key("days with a name")


TABLES: Mapping[str, type[Any]] = {
    "area": AreaForm,
    "venue": VenueForm,
    "equipment": EquipmentForm,
    "travel": TravelForm,
    "team": TeamForm,
    "activity": ActivityForm,
    "campaign": CampaignForm,
    "holiday": HolidayForm,
    "dates": DatesForm,
}
"""The tables that any TOML file of the folder may hold, in the order in which they are read."""

ONLY_IN_PROGRAMME = ("programme", "skills", "rules", "notices", "plugins")
