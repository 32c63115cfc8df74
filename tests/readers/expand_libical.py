"""Prints every occurrence of an iCalendar file in 2027 as libical expands it; see README.md."""

import json
import sys
from pathlib import Path

try:
    import gi

    gi.require_version("ICalGLib", "3.0")
    from gi.repository import ICalGLib
except (ImportError, ValueError) as error:
    print(f"libical is not installed: {error}", file=sys.stderr)
    sys.exit(3)

KIND = ICalGLib.PropertyKind


def events(calendar):
    component = calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    while component is not None:
        yield component
        component = calendar.get_next_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)


def time_of(component, kind):
    found = component.get_first_property(kind)
    return None if found is None else found.get_datetime_with_component(component)


def shown(time):
    if time.is_date():
        return f"{time.get_year():04}-{time.get_month():02}-{time.get_day():02}"
    return time.as_timet_with_zone(time.get_timezone())


def status(component):
    return component.get_first_property(KIND.STATUS_PROPERTY).get_value_as_string()


def excluded(component):
    found = component.get_first_property(KIND.EXDATE_PROPERTY)
    while found is not None:
        yield shown(found.get_datetime_with_component(component))
        found = component.get_next_property(KIND.EXDATE_PROPERTY)


def expanded(component, replaced):
    start, end = time_of(component, KIND.DTSTART_PROPERTY), time_of(component, KIND.DTEND_PROPERTY)
    rule = component.get_first_property(KIND.RRULE_PROPERTY)
    if rule is None:
        yield [shown(start), shown(end), component.get_summary(), status(component)]
        return
    length = end.subtract(start)
    out = set(excluded(component))
    iterator = ICalGLib.RecurIterator.new(rule.get_rrule(), start)
    time = iterator.next()
    while time is not None and not time.is_null_time() and time.get_year() < 2029:
        time.set_timezone(start.get_timezone())
        if shown(time) not in out and (component.get_uid(), shown(time)) not in replaced:
            stop = time.add(length)
            stop.set_timezone(start.get_timezone())
            yield [shown(time), shown(stop), component.get_summary(), status(component)]
        time = iterator.next()


calendar = ICalGLib.Component.new_from_string(Path(sys.argv[1]).read_bytes().decode())
everything = list(events(calendar))
replaced = set()
for component in everything:
    named = time_of(component, KIND.RECURRENCEID_PROPERTY)
    if named is not None:
        replaced.add((component.get_uid(), shown(named)))
print(json.dumps([row for component in everything for row in expanded(component, replaced)]))
