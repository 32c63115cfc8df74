"""A programme with everything in it that calendars treat differently, and what happens in 2027 by our own expansion."""

import datetime as dt

from volsched.model import (
    DateList,
    Following,
    Holiday,
    Override,
    Pause,
    Person,
    Programme,
    Roster,
    Schedule,
    Season,
    Space,
    Team,
    Text,
    Venue,
    Window,
    activity,
    patrol,
)
from volsched.planning import make_plan
from volsched.publishing import FeedWriter, feeds_of

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
AT = dt.datetime
HALL = Space(venue="hall")


def plain(name, start, rule=None, lasts=2 * HOUR, zone="Asia/Shanghai", **more):
    """An activity that is called by its id, so that each occurrence can be told by its title."""
    return activity(
        name,
        title=Text(zh=f"{name}, 活动; “x”"),
        schedule=Schedule(start=start, lasts=lasts, rule=rule, zone=zone, **more),
        space=HALL if zone == "Asia/Shanghai" else None,
    )


ACTIVITIES = (
    patrol("night", title=Text(zh="夜间巡逻"), team="watch", seats=1, audience="public",
           schedule=Schedule(start=AT(2027, 2, 1, 22), lasts=8 * HOUR, rule="FREQ=DAILY;UNTIL=20270228")),
    plain("weekly", AT(2026, 10, 2, 10), "FREQ=WEEKLY;BYDAY=FR",
          exclude=(AT(2027, 3, 5, 10), AT(2027, 7, 2, 10)),
          include=(AT(2027, 6, 6, 9),),
          overrides=(
              Override(original=AT(2027, 1, 1, 10), start=AT(2027, 1, 2, 15)),
              Override(original=AT(2027, 4, 2, 10), cancelled=True),
              Override(original=AT(2027, 5, 7, 10), venue="square"),
              Override(original=AT(2027, 9, 3, 10), lasts=5 * HOUR),
              Override(original=AT(2027, 12, 31, 10), start=AT(2027, 12, 30, 8)),
          )),
    plain("fortnight", AT(2026, 12, 20, 19), "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU"),
    plain("second-tuesday", AT(2026, 9, 8, 9), "FREQ=MONTHLY;BYDAY=2TU"),
    plain("last-friday", AT(2026, 9, 25, 9), "FREQ=MONTHLY;BYDAY=-1FR", on_holiday="next_working_day"),
    plain("fifteenth", AT(2026, 9, 15, 9), "FREQ=MONTHLY;BYMONTHDAY=15"),
    plain("thirty-first", AT(2026, 8, 31, 9), "FREQ=MONTHLY;BYMONTHDAY=31"),
    plain("every-third-day", AT(2027, 6, 1, 6, 30), "FREQ=DAILY;INTERVAL=3;COUNT=40", lasts=45 * HOUR / 60),
    plain("mixed-days", AT(2027, 1, 4, 9), "FREQ=MONTHLY;BYDAY=MO,-1WE;COUNT=30"),
    plain("last-workday", AT(2027, 1, 29, 17), "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    plain("week-numbers", AT(2027, 1, 5, 9), "FREQ=YEARLY;BYWEEKNO=1,20,52;BYDAY=TU"),
    plain("mid-autumn", AT(2026, 9, 25, 20), lunar="08-15"),
    plain("paused", AT(2027, 1, 6, 9), "FREQ=WEEKLY;BYDAY=WE",
          pauses=(Pause(first=dt.date(2027, 7, 1), last=dt.date(2027, 8, 31)),)),
    plain("seasons", AT(2027, 1, 7, 19), "FREQ=WEEKLY;BYDAY=TH",
          seasons=(Season(first="05-01", last="09-30", start=dt.time(20, 30)),)),
    plain("from-june", AT(2027, 1, 4, 19), "FREQ=WEEKLY;BYDAY=MO",
          following=(Following(original=AT(2027, 6, 7, 19), start=AT(2027, 6, 8, 18)),)),
    plain("term", AT(2027, 1, 2, 14), "FREQ=WEEKLY;BYDAY=SA",
          leave_out=(DateList(name="holidays", spans=((dt.date(2027, 1, 20), dt.date(2027, 2, 25)),)),)),
    plain("fair", dt.date(2027, 5, 11), lasts=2 * DAY),
    plain("market-day", dt.date(2027, 1, 3), "FREQ=WEEKLY;BYDAY=SU", lasts=DAY, exclude=(dt.date(2027, 2, 7),)),
    plain("open-days", dt.date(2027, 3, 1), "FREQ=MONTHLY;BYMONTHDAY=1", lasts=3 * DAY),
    plain("urumqi", AT(2027, 1, 2, 23, 30), "FREQ=WEEKLY;BYDAY=SA", zone="Asia/Urumqi"),
    plain("berlin", AT(2027, 1, 2, 22), "FREQ=WEEKLY;BYDAY=SA", lasts=8 * HOUR, zone="Europe/Berlin"),
    plain("berlin-gap", AT(2027, 1, 3, 2, 30), "FREQ=WEEKLY;BYDAY=SU", lasts=HOUR, zone="Europe/Berlin"),
    plain("new-york", AT(2027, 1, 4, 9), "FREQ=WEEKLY;BYDAY=MO,WE", zone="America/New_York"),
    plain("lord-howe", AT(2027, 1, 3, 9), "FREQ=WEEKLY;BYDAY=SU", zone="Australia/Lord_Howe"),
    plain("casablanca", AT(2027, 1, 3, 9), "FREQ=WEEKLY;BYDAY=SU", zone="Africa/Casablanca"),
)  # fmt: skip


def everything():
    """The plan of 2027."""
    programme = Programme(
        id="everything",
        name=Text(zh="社区"),
        uid_domain="cal.example.org",
        second_zone="Asia/Urumqi",
        venues=(Venue(id="hall", name=Text(zh="礼堂"), address="文化路 3 号", latitude=44.3, longitude=84.9),
                Venue(id="square", name=Text(zh="广场"))),
        people=(Person(id="an", name=Text(zh="安")),),
        teams=(Team(id="watch", name=Text(zh="队"), members=("an",)),),
        activities=ACTIVITIES,
        holidays=(Holiday(name=Text(zh="节"), first=dt.date(2027, 9, 24)),),
    )  # fmt: skip
    return make_plan(programme, Window.year(2027), solve=lambda problem: Roster(id=problem.id))


def written():
    """The public calendar as bytes, and what happens in it: start, end, title and status of each occurrence."""
    plan = everything()
    feed = next(item for item in feeds_of(plan) if item.kind == "public")
    writer = FeedWriter(plan)
    rows = []
    for view in writer.events(feed):
        start, end = int(view.span.start.timestamp()), int(view.span.end.timestamp())
        if view.all_day:
            occurrence = plan.occurrence(view.key)
            start, end = occurrence.start.date().isoformat(), occurrence.end.date().isoformat()
        rows.append((start, end, view.title, "CANCELLED" if view.cancelled else "CONFIRMED"))
    return writer.write(feed), sorted(rows, key=str)
