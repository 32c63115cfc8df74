"""140 performances, the choir, the amateur teams, sports and culture days, exhibitions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from generator.days import DAYS_OFF, FIRST, LAST, Times, once, weekly
from generator.diary import Diary
from generator.dice import Dice
from generator.place import COMMUNITIES, STREET, Community
from generator.words import AMATEUR_TEAMS, EXHIBITIONS, FESTIVAL_SHOWS, FILMS, SHOWS, SPORTS_DAYS
from generator.writing import Table, text

PERFORMANCES = 140
SPORTS = 18
SET_UP = "90m"
CLEAR_UP = "1h"
GALA = dt.date(2027, 8, 28)
GALA_TROUPES = 4
GALA_ACTS = (
    ("开场合唱", "باشلىنىش خورى", "Opening chorus"),
    ("歌曲", "ناخشا", "song"),
    ("舞蹈", "ئۇسسۇل", "dance"),
    ("尾声合唱", "ئاخىرقى خور", "Closing chorus"),
)


def choir(diary: Diary) -> list[Table]:
    """Every Friday morning; not on holidays, not in the heat of August, and before the gala in the theatre."""
    heat = {dt.date(2027, 8, 6), dt.date(2027, 8, 13)}
    free = heat | {dt.date(2027, 2, 12)}
    times = weekly(("friday",), "10:30", "2h", first=dt.date(2027, 1, 8), last=LAST, free=free)
    kept = weekly(("friday",), "10:30", "2h", first=dt.date(2027, 1, 8), last=LAST, free=free | DAYS_OFF)
    diary.take(kept, "sfy-hall", "choir")
    diary.take(once(dt.date(2027, 8, 27), "13:30", "3h"), "theatre", "choir")
    diary.take(once(dt.date(2027, 9, 29), "10:30", "2h"), "sfy-hall", "choir")
    diary.take(once(dt.date(2027, 6, 10), "10:30", "2h"), "sfy-hall", "choir")
    when = {
        **times.when,
        "on_holiday": "skip",
        "also": ["2027-09-29 10:30"],
        "change": [
            {"on": "2027-06-11", "start": "2027-06-10 10:30"},
            {"on": "2027-08-27", "start": "2027-08-27 13:30", "lasts": "3h", "venue": "theatre"},
            {"on": "2027-12-24", "cancelled": True},
        ],
    }
    return [
        {
            "id": "choir-rehearsal",
            "title": text("添岁合唱团排练", "تيەنسۈي خور ئۆمىكى مەشىقى", "Tiansui choir rehearsal"),
            "area": STREET,
            "team": "choir",
            "audience": "member",
            "when": when,
            "space": {"venue": "sfy-hall"},
        }
    ]


def amateur_teams(diary: Diary) -> list[Table]:
    """Eight teams and an arts troupe in the rooms of one community; and a circle that keeps Xinjiang time."""
    rows: list[Table] = []
    troupe = ("sfy-troupe", "艺术团", "سەنئەت ئۆمىكى", "arts troupe", ("wednesday", "saturday"), "16:00", "2h", "hall")
    for name, zh, ug, en, weekdays, time, lasts, room in (*AMATEUR_TEAMS, troupe):
        diary.take(weekly(weekdays, time, lasts, first=FIRST, last=LAST, free=DAYS_OFF), f"sfy-{room}", name)
        times = weekly(weekdays, time, lasts, first=FIRST, last=LAST)
        rows.append(
            {
                "id": f"{name}-practice",
                "title": text(f"穗丰园{zh}活动", f"سۈيفېڭيۈەن {ug} پائالىيىتى", f"Suifengyuan {en}"),
                "area": "sfy",
                "team": name,
                "audience": "member",
                "when": {**times.when, "on_holiday": "skip"},
                "space": {"venue": f"sfy-{room}"},
            }
        )
    # 18:00 by Xinjiang time is 20:00 by Beijing time, in which the diary is kept.
    circle = diary.take(weekly(("sunday",), "20:00", "2h", first=FIRST, last=LAST), "alt-hall", "alt-troupe")
    rows.append(
        {
            "_": "按新疆时间填写 / written in Xinjiang time",
            "id": "alt-folk-circle",
            "title": text("阿乐腾肯特民歌会", "ئالتۇنكەنت خەلق ناخشىلىرى", "Aletengkente folk song circle"),
            "area": "alt",
            "team": "alt-troupe",
            "when": {
                **circle.when,
                "start": circle.when["start"].replace("20:00", "18:00"),
                "zone": "Asia/Urumqi",
            },
            "space": {"venue": "alt-hall"},
        }
    )
    return rows


def performances(seed: int, diary: Diary) -> list[Table]:
    """140: festivals, contests, a film week and the gala first, then each community's own."""
    dice = Dice(seed, 6)
    fixed = [*_festivals(diary), *_contests(diary), *_films(diary), *_gala(diary)]
    own = [
        _monthly_show(index, community, month, dice, diary)
        for index, community in enumerate(COMMUNITIES)
        for month in range(1, 13)
        # One month each is free for the festivals of the street office.
        if month != index + 2
    ]
    for row in fixed:
        if row["id"] == "anniversary-gala":
            row["show"] = _gala_show(diary)
    rows = sorted([*fixed, *own], key=lambda row: (row["when"]["start"], row["id"]))
    if len(rows) != PERFORMANCES:
        raise ValueError(f"{len(rows)} performances, not {PERFORMANCES}")
    return rows


def _show(name: str, title: Table, area: str, place: tuple[str, str | None], times: Times, **more: object) -> Table:
    venue, team = place
    row: Table = {"id": name, "kind": "performance", "title": title, "area": area}
    if team:
        row["team"] = team
    needed = "projector" if venue == "cinema" else "speakers"
    space = {"venue": venue, "set_up": SET_UP, "clear_up": CLEAR_UP, "equipment": {needed: 1}}
    return {**row, "when": {**times.when, **more}, "space": space}


def _festivals(diary: Diary) -> Iterator[Table]:
    for number, (zh, ug, en, day, time, venue, team, lunar) in enumerate(FESTIVAL_SHOWS, start=1):
        times = diary.take(once(dt.date.fromisoformat(day), time, "2h"), venue, team, SET_UP, CLEAR_UP)
        more = {"lunar": lunar} if lunar else {}
        yield _show(f"festival-{number:02d}", text(zh, ug, en), STREET, (venue, team), times, **more)


def _contests(diary: Diary) -> Iterator[Table]:
    rounds = (
        ("heat-1", "初赛一", "1-باسقۇچ", "first heat", "choir"),
        ("heat-2", "初赛二", "2-باسقۇچ", "second heat", "kly-troupe"),
    )
    rounds = (*rounds, ("final", "决赛", "ھەل قىلغۇچ", "final", "choir"))
    for week, (name, zh, ug, en, team) in enumerate(rounds):
        day = dt.date(2027, 6, 19) + dt.timedelta(weeks=week)
        times = diary.take(once(day, "16:00", "3h"), "theatre", team, SET_UP, CLEAR_UP)
        title = text(f"合唱比赛{zh}", f"خور مۇسابىقىسى {ug}", f"Choir contest, {en}")
        yield _show(f"choir-contest-{name}", title, STREET, ("theatre", team), times)
        times = diary.take(once(day + dt.timedelta(days=78), "11:00", "2h"), "theatre", None, SET_UP, CLEAR_UP)
        title = text(f"演讲比赛{zh}", f"نۇتۇق مۇسابىقىسى {ug}", f"Speech contest, {en}")
        yield _show(f"speech-contest-{name}", title, STREET, ("theatre", None), times)


def _films(diary: Diary) -> Iterator[Table]:
    for index, (zh, ug, en) in enumerate(FILMS):
        day = dt.date(2027, 8, 2) + dt.timedelta(days=index)
        times = diary.take(once(day, "20:00", "2h"), "cinema", None, SET_UP, CLEAR_UP)
        title = text(f"电影周·{zh}", f"كىنو ھەپتىلىكى: {ug}", f"Film week: {en}")
        yield _show(f"film-{index + 1}", title, STREET, ("cinema", None), times)


def _gala(diary: Diary) -> Iterator[Table]:
    times = diary.take(once(GALA, "18:00", "3h"), "theatre", "choir", SET_UP, CLEAR_UP)
    title = text(
        "街道成立二十周年庆典", "كوچا باشقارمىسى قۇرۇلغانلىقىنىڭ 20 يىللىق تەبرىكى", "Twentieth anniversary gala"
    )
    row = _show("anniversary-gala", title, STREET, ("theatre", "choir"), times)
    yield {**row, "staffing": {"team": "gala-ushers", "seats": 12, "role": "usher"}}


def _gala_show(diary: Diary) -> Table:
    """The choir opens and closes; between them the arts troupes that are free that evening."""
    evening = once(GALA, "18:00", "3h")
    acts: list[Table] = [
        {"id": "opening", "title": text(*GALA_ACTS[0]), "lasts": "12m", "team": "choir", "position": "first"}
    ]
    free = [item for item in COMMUNITIES if diary.is_free(evening, "gala", f"{item.id}-troupe", "2h", "1h")]
    for number, community in enumerate(free[:GALA_TROUPES], start=1):
        diary.take(evening, f"gala {number}", f"{community.id}-troupe", "1h")
        for kind in ("song", "dance"):
            zh, ug, en = GALA_ACTS[1] if kind == "song" else GALA_ACTS[2]
            title = text(f"{community.zh}{zh}", f"{community.ug} {ug}", f"{community.en}: {en}")
            act: Table = {"id": f"{community.id}-{kind}", "title": title, "lasts": "15m"}
            acts.append(
                {**act, "team": f"{community.id}-troupe"} | ({"equipment": ["speakers"]} if kind == "dance" else {})
            )
    acts.append({"id": "closing", "title": text(*GALA_ACTS[3]), "lasts": "12m", "team": "choir", "position": "last"})
    return {
        "call": "1h",
        "change_over": "3m",
        "rehearsals": ["choir-rehearsal"],
        "rehearsed_within": "14d",
        "act": acts,
    }


def _monthly_show(index: int, community: Community, month: int, dice: Dice, diary: Diary) -> Table:
    """A Friday to Sunday evening: in the open from May to September, else indoors; troupes visit each other."""
    outdoors = 5 <= month <= 9
    venue = f"{community.id}-{'stage' if outdoors else 'hall'}"
    guest = COMMUNITIES[(index + month) % len(COMMUNITIES)]
    team = f"{(community if month % 2 else guest).id}-troupe"
    days = [dt.date(2027, month, day) for day in range(1, 28)]
    evenings = [day for day in days if day.weekday() in (4, 5, 6) and day not in DAYS_OFF]
    choices = (once(day, "19:00" if outdoors else "17:00", "2h") for day in dice.shuffled(evenings))
    times = diary.first_free(choices, venue, team, SET_UP, CLEAR_UP)
    zh, ug, en = SHOWS[month - 1]
    title = text(f"{community.zh}{zh}", f"{community.ug}: {ug}", f"{community.en}: {en}")
    return _show(f"{community.id}-show-{month:02d}", title, community.id, (venue, team), times)


def sports_days(diary: Diary) -> list[Table]:
    """18 sports and culture days on the square, on Sunday mornings."""
    rows: list[Table] = []
    day = dt.date(2027, 3, 7)
    while len(rows) < SPORTS:
        day += dt.timedelta(days=14)
        if day in DAYS_OFF or not diary.is_free(once(day, "10:30", "3h"), "square", None, "1h", "1h"):
            day -= dt.timedelta(days=7)
            continue
        zh, ug, en = SPORTS_DAYS[len(rows) % len(SPORTS_DAYS)]
        times = diary.take(once(day, "10:30", "3h"), "square", None, "1h", "1h")
        number = len(rows) + 1
        rows.append(
            {
                "id": f"sports-day-{number:02d}",
                "title": text(f"文体日：{zh}", f"مەدەنىيەت-تەنتەربىيە كۈنى: {ug}", f"Sports and culture day: {en}"),
                "area": STREET,
                "when": times.when,
                "space": {"venue": "square", "set_up": "1h", "clear_up": "1h"},
            }
        )
    return rows


def exhibitions(diary: Diary) -> list[Table]:
    """Five exhibitions, each for whole days."""
    rows: list[Table] = []
    for number, (zh, ug, en, first, lasts) in enumerate(EXHIBITIONS, start=1):
        times = diary.take(once(dt.date.fromisoformat(first), "00:00", lasts), "gallery", None, "1d", "1d")
        rows.append(
            {
                "id": f"exhibition-{number}",
                "title": text(zh, ug, f"Exhibition: {en}"),
                "area": STREET,
                "when": {**times.when, "start": first},
                "space": {"venue": "gallery", "set_up": "1d", "clear_up": "1d"},
            }
        )
    return rows
