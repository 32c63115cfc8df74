# The assignment of a campaign beside that of scipy.
environment assignment requirements/solvers.txt .
"$PARTS/assignment/bin/python" -m pytest -q tests/booking/test_assigning.py
