# The store in PostgreSQL, worked by procrastinate.
debian postgresql postgresql-client
environment postgres requirements/postgres.txt . plugins/volsched-postgres
"$PARTS/postgres/bin/python" -m pytest -q plugins/volsched-postgres
