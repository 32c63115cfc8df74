// Prints the events of an iCalendar file as ical.js reads them; see README.md.
const fs = require("fs");

let ICAL;
try {
  ICAL = require("ical.js");
  ICAL = ICAL.default || ICAL;
} catch (error) {
  console.error("ical.js is not installed: " + error.message);
  process.exit(3);
}

const shown = (time) =>
  time.isDate ? time.toString() : time.toUnixTime();

const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(process.argv[2], "utf8")));
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return [
    event.uid,
    shown(event.startDate),
    shown(event.endDate),
    event.summary,
    event.description || "",
    event.location || "",
    component.getFirstPropertyValue("status"),
  ];
});
console.log(JSON.stringify(events));
