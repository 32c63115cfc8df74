# Messages by Apprise, to a service on this machine.
environment apprise requirements/apprise.txt . plugins/volsched-apprise
"$PARTS/apprise/bin/python" -m pytest -q plugins/volsched-apprise
