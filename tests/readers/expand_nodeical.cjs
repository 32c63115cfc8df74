// Prints every occurrence of an iCalendar file in 2027 as node-ical expands it; see README.md.
let ical;
try {
  ical = require("node-ical");
} catch (error) {
  console.error("node-ical is not installed: " + error.message);
  process.exit(3);
}

const day = (time) => {
  const two = (number) => String(number).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
};
const calendar = ical.sync.parseFile(process.argv[2]);
const found = [];
const text = (value) => (value && value.val !== undefined ? value.val : value);
for (const event of Object.values(calendar)) {
  if (!event || event.type !== "VEVENT") continue;
  const shown = (time) => (event.datetype === "date" ? day(time) : Math.round(time.getTime() / 1000));
  if (!event.rrule) {
    found.push([shown(event.start), shown(event.end), text(event.summary), event.status]);
    continue;
  }
  const span = { from: new Date("2026-12-01T00:00:00Z"), to: new Date("2028-02-01T00:00:00Z") };
  for (const one of ical.expandRecurringEvent(event, span)) {
    const item = one.event || event;
    found.push([shown(one.start), shown(one.end), text(one.summary || item.summary), item.status]);
  }
}
console.log(JSON.stringify(found));
