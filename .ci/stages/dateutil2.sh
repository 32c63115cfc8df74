# Recurrence and calendars on dateutil 2, beside the packages that still ask for it.
environment dateutil2 requirements/dateutil2.txt . plugins/volsched-holidays
"$PARTS/dateutil2/bin/python" -m pytest -q tests/recurrence tests/calendars/test_china.py plugins/volsched-holidays
