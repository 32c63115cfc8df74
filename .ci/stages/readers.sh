# One calendar with everything in it, read by other programs: ical.js, node-ical, libical, recurring-ical-events, khal, Radicale.
node_packages ical.js@2.2.1 node-ical@0.26.1
environment readers requirements/readers.txt .
"$PARTS/readers/bin/python" -m pytest -q tests/readers
