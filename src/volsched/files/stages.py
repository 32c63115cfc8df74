"""Where an activity takes place and what a show is made of: `[activity.space]` and `[activity.show]`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from volsched.files.faults import Here
from volsched.files.forms import ActForm, ShowForm, SpaceForm
from volsched.files.named import find, found, made, without_none
from volsched.files.names import Names, Register
from volsched.model.activity import Space, Use
from volsched.model.show import Act, Show

STAGE_SET_UP: Final = dt.timedelta(hours=1)
STAGE_CLEAR_UP: Final = dt.timedelta(minutes=30)


def space(form: SpaceForm, kind: str, here: Here, register: Register) -> Space | None:
    """The venue with the time around it and the equipment; a performance has a stage's time of its own."""
    venue = find(register.venues, form.venue, here.at("venue"))
    stage = {"set_up": STAGE_SET_UP, "clear_up": STAGE_CLEAR_UP} if kind == "performance" else {}
    lengths = {**stage, **without_none({"set_up": form.set_up, "clear_up": form.clear_up})}
    uses = _uses(form.equipment, here.at("equipment"), register.equipment)
    # Without a venue the lengths are still worth checking; the venue has been told.
    done = made(Space, {"venue": venue or "somewhere", "equipment": uses, **lengths}, here)
    return None if venue is None else done


def _uses(said: Mapping[str, int] | None, here: Here, names: Names) -> tuple[Use, ...]:
    uses = []
    for name, pieces in sorted((said or {}).items()):
        equipment = names.find(name, here.at(name))
        use = made(Use, {"equipment": equipment or "something", "pieces": pieces}, here.at(name), {"pieces": ()})
        if use is not None and equipment is not None:
            uses.append(use)
    return tuple(uses)


def show(form: ShowForm, here: Here, register: Register) -> Show | None:
    """The acts of a show, its call time, its change-over and its rehearsals."""
    acts = [_act(act, here.at("act", index), register) for index, act in enumerate(form.act or ())]
    arguments = {
        "acts": tuple(act for act in acts if act is not None),
        "call": form.call,
        "change_over": form.change_over,
        "rehearsals": found(register.activities, form.rehearsals, here.at("rehearsals")),
        "rehearsed_within": form.rehearsed_within,
    }
    return made(Show, without_none(arguments), here, {"acts": ("act",)})


def _act(form: ActForm, here: Here, register: Register) -> Act | None:
    arguments: dict[str, Any] = {
        "id": form.id,
        "title": form.title,
        "lasts": form.lasts,
        "team": find(register.teams, form.team, here.at("team")),
        "people": found(register.people, form.people, here.at("people")),
        "equipment": found(register.equipment, form.equipment, here.at("equipment")),
        "position": form.position,
    }
    if form.id is None or form.title is None or form.lasts is None:
        return None
    return made(Act, without_none(arguments), here)
