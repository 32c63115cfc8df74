"""Vectors from the suites of ten other implementations (tests/data/rrule-vectors.jsonl, each line with its source)."""

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from volsched.errors import RecurrenceError
from volsched.recurrence import Recurrence

DATA = Path(__file__).parent.parent / "data" / "rrule-vectors.jsonl"
VECTORS = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]

# Decided otherwise than the source does; docs/explanation/recurrence.md says why. By id.
DECIDED_OTHERWISE = {
    # YEARLY with BYMONTHDAY and without BYMONTH means that day of every month.
    "09e6b908ac",
    "216c6001a1",
    "5b46cccd13",
    "76c5308224",
    "7d651f72f4",
    # The start is an occurrence only if the rule says so.
    "56a3cdb91d",
    "11817df35d",
    "293baa8ff6",
    "3bbdbd8577",
    "703da2a34f",
    "78325bbb9b",
    # Day -366 is only in leap years.
    "4bf4bafa08",
    # Weeks count from the end of the year of weeks, and the start is only an occurrence if the rule says so.
    "1328d00339",
}
# Other calendars than the Chinese one, and a Chinese date beyond the table (1900 to 2100).
NOT_READ = {"1afecb6562", "3d08349437", "618b2d8020", "63ecaaefc2"}
BEYOND_THE_TABLE = {"08c128dbb9"}
# Solid vectors that a programme may not hold: read with strict=False alone. By id, with the part that is refused.
REFUSED_WHEN_STRICT = {
    # A value twice in a list; rules that never happen.
    "0718ea5788": "BYMONTHDAY",
    "5583e79c46": "BYMONTHDAY",
    "6c8828b6e8": "BYSETPOS",
    "9354668296": "BYSETPOS",
    # COUNT beside UNTIL.
    "0eeebdbde1": "COUNT",
    "384c547dff": "COUNT",
    "4c04c255a0": "COUNT",
    "7116c194c1": "COUNT",
    # A numbered weekday in a weekly rule.
    "2d97a9bc39": "BYDAY",
}


def of_class(*names):
    return [pytest.param(vector, id=vector["id"]) for vector in VECTORS if vector["class"] in names]


def read(written):
    written = written.removesuffix("Z")
    day = dt.date(int(written[:4]), int(written[4:6]), int(written[6:8]))
    return dt.datetime.combine(day, dt.time.fromisoformat(written[9:])) if "T" in written else day


def written(moment, like):
    day = f"{moment.year:04d}{moment:%m%d}"
    return f"{day}T{moment:%H%M%S}" if isinstance(like, dt.datetime) else day


def series(vector, **more):
    return Recurrence.parse(
        vector["rrule"],
        start=read(vector["dtstart"]),
        zone=vector["tz"] or "UTC",
        exclude=[read(moment) for moment in vector["exdate"]],
        include=[read(moment) for moment in vector["rdate"]],
        allow_subdaily=True,
        **{"strict": False, **more},
    )


def expanded(vector, **more):
    found, start = series(vector, **more), read(vector["dtstart"])
    zone = ZoneInfo(vector["tz"] or "UTC")
    first = dt.datetime.combine(read(vector.get("from") or vector["dtstart"]), dt.time(), zone)
    end = dt.datetime(9999, 12, 30, tzinfo=zone)
    if vector["until_window"]:
        last = read(vector["until_window"])
        time = last.time() if isinstance(last, dt.datetime) else dt.time()
        end = dt.datetime.combine(last, time, zone) + dt.timedelta(seconds=1)
    return [written(moment, start) for moment in found.between(first, end)]


def expected(vector):
    return [moment.removesuffix("Z") for moment in vector["expected"]]


@pytest.mark.parametrize("vector", of_class("solid", "one-family"))
def test_vectors_that_nobody_contradicts(vector):
    if "exrule" in vector:
        pytest.skip("EXRULE is refused (deprecated by RFC 5545)")
    assert expanded(vector) == expected(vector)


def test_there_are_289_solid_vectors():
    assert len(of_class("solid")) == 289


@pytest.mark.parametrize("vector", of_class("contested"))
def test_contested_vectors_are_decided(vector):
    assert (expanded(vector) == expected(vector)) is (vector["id"] not in DECIDED_OTHERWISE)


@pytest.mark.parametrize("vector", of_class("dst-gap"))
def test_times_that_the_clocks_leave_out_are_shifted_or_skipped(vector):
    shifted = expanded(vector, gap="shift")
    assert shifted == expected(vector)
    if "expected_offsets" in vector:
        start = read(vector["dtstart"]).replace(tzinfo=ZoneInfo(vector["tz"]))
        found = series(vector, gap="shift").between(start, start + dt.timedelta(days=60))
        assert [f"{moment:%z}" for moment in found] == vector["expected_offsets"]
    skipping = series(vector)
    moved = {moment for moment in shifted if not exists_as_planned(vector, moment)}
    assert moved
    skipped = expanded(vector)
    assert [moment for moment in shifted if moment not in moved] == skipped[: len(shifted) - len(moved)]
    # Those that are left out are not counted, so COUNT goes on by as many.
    assert len(skipped) == len(shifted) - (0 if skipping.parts.count else len(moved))


def exists_as_planned(vector, moment):
    """Whether this is a time that the rule names, rather than one to which it was moved."""
    unzoned = {**vector, "tz": None, "until_window": vector["until_window"]}
    return moment in expanded(unzoned)


@pytest.mark.parametrize("vector", of_class("rscale", "rscale-contested"))
def test_rules_with_a_calendar_of_their_own(vector):
    if vector["id"] in NOT_READ:
        with pytest.raises(RecurrenceError, match="write one of GREGORIAN, CHINESE"):
            expanded(vector)
    elif vector["id"] in BEYOND_THE_TABLE:
        assert expanded(vector) == expected(vector)[:1]
    else:
        assert expanded(vector) == expected(vector)


@pytest.mark.parametrize("vector", of_class("invalid", "extension"))
def test_what_no_standard_defines_is_refused(vector):
    with pytest.raises(RecurrenceError) as refused:
        expanded(vector)
    assert refused.value.field in ("RSCALE", "BYEASTER")


@pytest.mark.parametrize("vector", of_class("solid"))
def test_a_rule_reads_back_as_it_was_written(vector):
    found = series(vector)
    again = series({**vector, "rrule": found.to_rrule()})
    assert again.to_rrule() == found.to_rrule()
    assert expanded({**vector, "rrule": found.to_rrule()}) == expected(vector)


@pytest.mark.parametrize("vector", of_class("solid"))
def test_read_strictly_a_solid_vector_is_right_or_refused_by_name(vector):
    if vector["id"] in REFUSED_WHEN_STRICT:
        with pytest.raises(RecurrenceError) as refused:
            expanded(vector, strict=True)
        assert refused.value.field == REFUSED_WHEN_STRICT[vector["id"]]
    else:
        assert expanded(vector, strict=True) == expected(vector)
