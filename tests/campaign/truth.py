"""Who has to know what, worked out on its own: nothing of this is asked of the library that is tried.

It knows the facts as the simulation makes them, and each person's mind as messages arrive in it. What a message says
must be so when it arrives; nobody may be told again what they were certainly told; nobody is reminded early or woken at
night; and at the end everybody knows what holds, or is named to the coordinator with what they did not get.
"""

import datetime as dt
import json
from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

QUARTER = dt.timedelta(minutes=15)


def rests(moment, zone_name):
    """Whether people sleep: from ten in the evening until seven, by the clock on their wall."""
    return not 7 <= moment.astimezone(ZoneInfo(zone_name)).hour < 22


def awake(moment, zone_name):
    """The next moment at which they do not; found by looking every quarter of an hour."""
    if not rests(moment, zone_name):
        return moment
    found = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
    while rests(found, zone_name):
        found += QUARTER
    return found


def reminding(text, start, zone_name):
    """When somebody is to be reminded, from words such as "2h" or "1d 18:00"."""
    length, _, hour = text.partition(" ")
    units = {
        "w": dt.timedelta(weeks=1),
        "d": dt.timedelta(days=1),
        "h": dt.timedelta(hours=1),
        "m": dt.timedelta(minutes=1),
    }
    back = int(length[:-1]) * units[length[-1]]
    if not hour:
        return start - back
    place = ZoneInfo(zone_name)
    day = (start.astimezone(place).replace(tzinfo=None) - back).date()
    return dt.datetime.combine(day, dt.time.fromisoformat(hour), place).astimezone(dt.UTC)


class Mind:
    """What one person knows of one occurrence, how surely it was told, and when last."""

    def __init__(self):
        self.facts = None
        self.message = ""


class Truth:
    """What is so, and what people know of it."""

    def __init__(self, zone_name, leads, coordinator):
        self.zone, self.leads, self.coordinator = zone_name, leads, coordinator
        self.happens = {}
        self.duties = set()
        self.stretches = defaultdict(list)
        self.minds = defaultdict(Mind)
        self.sure = set()
        self.doubted = defaultdict(int)
        self.arrivals = Counter()
        self.told_at = defaultdict(list)
        self.reminded = Counter()
        self.calls = set()
        self.step = 0
        self.wrong = []

    def facts(self, person, key):
        """What holds for a person there: start, end and place, or None."""
        item = self.happens.get(key)
        if item is None or item["cancelled"] or (person, key) not in self.duties:
            return None
        return [item["start"].isoformat(), item["end"].isoformat(), item["venue"]]

    def now_holds(self, real):
        """What was published begins to hold for everybody."""
        for person, key in {*self.duties, *self.stretches}:
            facts, kept = self.facts(person, key), self.stretches[person, key]
            if not kept or kept[-1][1] != facts:
                kept.append((real, facts))

    def doubt(self, person=None):
        """From here on nobody can say what has reached this person, or anybody."""
        self.step += 1
        self.doubted[person] = self.step

    def _excused(self, person, since):
        return max(self.doubted[person], self.doubted[None]) >= since

    def arrive(self, message, shown):
        """A message is read."""
        self.step += 1
        self.arrivals[message.key, message.person] += 1
        if (message.key, message.person) in self.sure:
            self.wrong.append(f"{message.person} got a second copy of {message.key[:8]} without a crash")
        if not message.body.startswith("{"):
            self.calls.update(line for line in message.body.splitlines() if line.startswith("· "))
            return "calls"
        read = json.loads(message.body)
        nearest = dt.datetime.fromisoformat(read["nearest"])
        if nearest - shown > dt.timedelta(days=1) and rests(shown, self.zone):
            self.wrong.append(f"{message.person} was disturbed at {shown.astimezone(ZoneInfo(self.zone))}")
        for item in read["items"]:
            self._item(message, read["tone"], item, shown)
        return read["tone"]

    def _item(self, message, tone, item, shown):
        person, key = message.person, item["occurrence"]
        told = None if item["kind"] == "cancelled" else item["facts"]
        if told != self.facts(person, key):
            self.wrong.append(f"{person} was told what is not so ({tone}): {key} {told}, not {self.facts(person, key)}")
        if told is not None:
            self.told_at[person, key, told[0]].append(shown)
        if tone == "reminder":
            first = min(reminding(lead, dt.datetime.fromisoformat(told[0]), self.zone) for lead in self.leads)
            if shown < first:
                self.wrong.append(f"{person} was reminded early of {key}")
            return
        mind = self.minds[person, key]
        again = mind.message not in ("", message.key) and mind.facts == told
        if again and (mind.message, person) in self.sure and not self._excused(person, mind.step):
            self.wrong.append(f"{person} was told twice of {key}: {told}")
        mind.facts, mind.message, mind.step = told, message.key, self.step

    def certainly(self, message):
        """It was written down that this message has gone out."""
        if (message.key, message.person) in self.sure:
            return
        self.sure.add((message.key, message.person))
        if message.body.startswith("{"):
            read = json.loads(message.body)
            for item in read["items"] if read["tone"] == "reminder" else ():
                fact = message.person, item["occurrence"], item["facts"][0]
                self.reminded[fact] += 1
                if self.reminded[fact] > len(self.leads):
                    self.wrong.append(f"{message.person} was reminded {self.reminded[fact]} times of {fact[1]}")

    def judge(self, dead, end):
        """At the end: what people know, and for what they do not, whether they are named."""
        listed = self._listed(dead)
        for (person, key), kept in self.stretches.items():
            facts = self.facts(person, key)
            known = self.minds[person, key].facts
            ahead = [one for one in (facts, known) if one and dt.datetime.fromisoformat(one[0]) > end]
            if ahead and known != facts and (person, key, "changes") not in listed:
                self.wrong.append(f"{person} knows {known} of {key}, not {facts}")
            for (since, held), (until, _) in zip(kept, [*kept[1:], (end, None)], strict=True):
                if held is not None:
                    self._judge_reminders((person, key), held, (since, until), listed)

    def _judge_reminders(self, whose, facts, stretch, listed):
        (person, key), (since, until) = whose, stretch
        start = dt.datetime.fromisoformat(facts[0])
        moments = [reminding(lead, start, self.zone) for lead in self.leads]
        if until < start + dt.timedelta(days=1) or since > start - dt.timedelta(days=10):
            return  # the clock may have been a day ahead, so that it was never due while it held
        told = any(min(moments) <= shown < start for shown in self.told_at[person, key, facts[0]])
        if not told and not listed & {(person, key, "reminder"), (person, key, "changes")}:
            self.wrong.append(f"{person} was never reminded of {key} at {start}")

    def _listed(self, dead):
        """Who is named for what: given up, and in a list of calls that the coordinator has or that is given up too."""
        lists = {line for item in dead if not item.envelope.message.body.startswith("{") for line in _calls(item)}
        found = set()
        for item in dead:
            message = item.envelope.message
            if not message.body.startswith("{"):
                continue
            named = message.person == self.coordinator or any(
                line.startswith(f"· {message.name}  ") and line.endswith(f"  {message.subject}")
                for line in (*self.calls, *lists)
            )
            if not named:
                self.wrong.append(f"nobody was told that {message.person} did not get {message.subject}")
            read = json.loads(message.body)
            found |= {(message.person, one["occurrence"], read["tone"]) for one in read["items"]}
        return found


def _calls(item):
    return [line for line in item.envelope.message.body.splitlines() if line.startswith("· ")]
