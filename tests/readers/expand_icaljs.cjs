// Prints every occurrence of an iCalendar file in 2027 as ical.js expands it; see README.md.
const fs = require("fs");

let ICAL;
try {
  ICAL = require("ical.js");
  ICAL = ICAL.default || ICAL;
} catch (error) {
  console.error("ical.js is not installed: " + error.message);
  process.exit(3);
}

const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(process.argv[2], "utf8")));
calendar.getAllSubcomponents("vtimezone").forEach((zone) => ICAL.TimezoneService.register(zone));
const events = calendar.getAllSubcomponents("vevent").map(
  // Left to itself it takes what belongs to other series for its own, by the time alone.
  (component) => new ICAL.Event(component, { exceptions: [] }),
);
const shown = (time) => (time.isDate ? time.toString() : time.toUnixTime());
const status = (event) => event.component.getFirstPropertyValue("status");
const end = ICAL.Time.fromString("2028-01-01T00:00:00Z");
const found = [];
const changed = events.filter((event) => event.isRecurrenceException());
for (const event of events) {
  if (event.isRecurrenceException()) continue;
  if (!event.isRecurring()) {
    found.push([shown(event.startDate), shown(event.endDate), event.summary, status(event)]);
    continue;
  }
  changed.filter((other) => other.uid === event.uid).forEach((other) => event.relateException(other));
  const iterator = event.iterator();
  for (let next = iterator.next(); next && next.compare(end) < 0; next = iterator.next()) {
    const details = event.getOccurrenceDetails(next);
    found.push([shown(details.startDate), shown(details.endDate), details.item.summary, status(details.item)]);
  }
}
console.log(JSON.stringify(found));
