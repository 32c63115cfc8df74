"""Prints the events of an iCalendar file as libical reads them; see README.md. Runs on the system's Python."""

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


def shown(component, kind):
    found = component.get_first_property(kind)
    time = found.get_datetime_with_component(component)
    if time.is_date():
        return f"{time.get_year():04}-{time.get_month():02}-{time.get_day():02}"
    return time.as_timet_with_zone(time.get_timezone())


def text(found):
    return found or ""


def events(calendar):
    kind = ICalGLib.PropertyKind
    component = calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    while component is not None:
        status = component.get_first_property(kind.STATUS_PROPERTY).get_value_as_string()
        yield [
            component.get_uid(),
            shown(component, kind.DTSTART_PROPERTY),
            shown(component, kind.DTEND_PROPERTY),
            component.get_summary(),
            text(component.get_description()),
            text(component.get_location()),
            status,
        ]
        component = calendar.get_next_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)


read = ICalGLib.Component.new_from_string(Path(sys.argv[1]).read_bytes().decode())
print(json.dumps(list(events(read))))
