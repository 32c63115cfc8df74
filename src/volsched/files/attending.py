"""Campaigns, sign-ups and attendance, from their tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from volsched.errors import did_you_mean, nearest
from volsched.files import values
from volsched.files.documents import Documents
from volsched.files.faults import Refusal
from volsched.files.forms import CampaignForm
from volsched.files.named import find, found, without_none
from volsched.files.names import Register
from volsched.files.records import Record
from volsched.files.structuring import construct
from volsched.model.attendance import STATUSES, Attendance, SignUp
from volsched.model.campaign import Campaign


def campaigns(documents: Documents, register: Register) -> Iterator[Campaign]:
    """The campaigns."""
    for item in documents.of("campaign"):
        form: CampaignForm = item.form
        here = item.here
        arguments: dict[str, Any] = {
            "activities": found(register.activities, form.activities, here.at("activities")),
            "waves": tuple(
                found(register.areas, wave, here.at("waves", number)) or ()
                for number, wave in enumerate(form.waves or ())
            ),
            "caller": find(register.people, form.caller, here.at("caller")),
        }
        for name in ("elsewhere", "invited_on", "wave_every", "notice"):
            arguments[name] = getattr(form, name)
        given = without_none(arguments)
        if form.own_only:
            given["elsewhere"] = None
        if item.id is None or form.name is None or not given.get("activities"):
            if form.activities == ():
                here.at("activities").fault("is empty", "name the activities whose places are given out")
            continue
        made = construct(Campaign, {"id": item.id, "name": form.name, **given}, here, each=True)
        if isinstance(made, Campaign):
            yield made


def sign_up(record: Record, person: str | None, register: Register) -> SignUp | None:
    """One row of signups.csv; None after telling what is wrong with it."""
    activity = _activity(record, register)
    written, unread = _day(record)
    if person is None or activity is None or unread:
        return None
    made = construct(SignUp, {"person": person, "activity": activity, "day": written}, record.here)
    return made if isinstance(made, SignUp) else None


def attendance(record: Record, person: str | None, register: Register) -> Attendance | None:
    """One row of attendance.csv; None after telling what is wrong with it."""
    activity = _activity(record, register)
    written, unread = _day(record)
    status = record.cells.get("status", "present").casefold()
    if status not in STATUSES:
        cure = did_you_mean(nearest(status, STATUSES)[:1]) or f"write one of {', '.join(STATUSES)}"
        record.here.at("status").fault(f"'{values.shown(status)}' is not known", cure)
        return None
    if written is None and not unread:
        record.here.at("day").fault("is missing", values.A_DAY)
    if person is None or activity is None or written is None:
        return None
    arguments = {"person": person, "activity": activity, "day": written, "status": status}
    made = construct(Attendance, arguments, record.here)
    return made if isinstance(made, Attendance) else None


def _activity(record: Record, register: Register) -> str | None:
    if "activity" not in record.cells:
        record.here.at("activity").fault("is missing", "write the id of the activity")
        return None
    return register.activities.find(record.cells["activity"], record.here.at("activity"))


def _day(record: Record) -> tuple[Any, bool]:
    if "day" not in record.cells:
        return None, False
    try:
        return values.day(record.cells["day"]), False
    except Refusal as refusal:
        record.here.at("day").fault(refusal.problem, refusal.cure)
        return None, True
