# Calendars on real servers: Radicale, and Debian's Cyrus.
debian cyrus-caldav cyrus-imapd
environment caldav requirements/caldav.txt . plugins/volsched-caldav
"$PARTS/caldav/bin/python" -m pytest -q plugins/volsched-caldav
