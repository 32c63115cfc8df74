"""The quick parts of the campaign hold on every push; `python -m tests.campaign` runs it in full."""

import argparse
import datetime as dt
import importlib

import attrs
import pytest

from volsched.hooks.guards import Guard
from volsched.model.telling import Lead, QuietHours
from volsched.storage import claiming, sqlite
from volsched.storage.claiming import Claiming
from volsched.storage.writing import Writing

ticking = importlib.import_module("volsched.dispatch.tick")
MOMENT, ENQUEUE, HOUR = Lead.moment, Writing.enqueue, dt.timedelta(hours=1)
ASKED = argparse.Namespace(quick=True, seed=0, store="", json=True)


@pytest.mark.parametrize("part", ["once", "edits", "clocks", "channels", "restore", "random_kills", "simulation"])
def test_nothing_is_lost_or_sent_twice(part):
    result = importlib.import_module(f"tests.campaign.{part}").run(ASKED)
    assert result["ok"], result


def twice(writing, envelopes):
    given = list(envelopes)
    more = [
        attrs.evolve(one, key=f"{one.key[:-1]}x", message=attrs.evolve(one.message, key=f"{one.message.key[:-1]}x"))
        for one in given
    ]
    return ENQUEUE(writing, given + more)


DEFECTS = {
    "a letter is given to two": ("once", claiming, "_FREE", "(state IN ('pending', 'deferred', 'claimed'))"),
    "whoever writes last wins": ("edits", Writing, "_must_hold", lambda *_: None),
    "what a dead worker held is never freed": ("kills", claiming, "_FREE", "(state IN ('pending', 'deferred'))"),
    "a restored store sends": ("restore", sqlite, "suspicion", lambda *_: ""),
    "any answer of a channel counts": ("channels", Guard, "channel", lambda _self, channel: channel),
    "an hour early by the clock": ("clocks", Lead, "moment", lambda *given: MOMENT(*given) - HOUR),
    "by night by the clock": ("clocks", QuietHours, "next_loud", lambda _self, moment, _zone: moment),
    "an hour early": ("simulation", Lead, "moment", lambda *given: MOMENT(*given) - HOUR),
    "by night": ("simulation", QuietHours, "next_loud", lambda _self, moment, _zone: moment),
    "nobody hears of whom nothing reached": ("simulation", ticking, "_report_unreached", lambda *_: 0),
    "what is no longer so goes out all the same": ("simulation", Writing, "withdraw", lambda *_, **__: 0),
    "a reminder is never queued": ("simulation", ticking, "queue_reminders", lambda *_, **__: 0),
    "a change is told in two letters": ("simulation", Writing, "enqueue", twice),
    "what was sent is not remembered": ("simulation", Claiming, "end", lambda *_: None),
}


@pytest.mark.heavy
@pytest.mark.parametrize("defect", sorted(DEFECTS))
def test_each_part_sees_a_defect_that_it_is_there_for(defect, monkeypatch):
    part, place, name, wrong = DEFECTS[defect]
    monkeypatch.setattr(place, name, wrong)
    try:
        result = importlib.import_module(f"tests.campaign.{part}").run(ASKED)
    except Exception as error:
        result = {"ok": False, "error": repr(error)}
    assert not result["ok"], result
