"""The same on PostgreSQL: many notices and workers, many writers. Needs PostgreSQL, psycopg and volsched-postgres."""

import argparse
import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.campaign import edits, once

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@contextlib.contextmanager
def server():
    """A server of one's own on a socket; its address, with DATABASE where the name belongs."""
    folder = Path(tempfile.mkdtemp(prefix="volsched-pg-"))
    owner = []
    if os.getuid() == 0:  # PostgreSQL does not run as root
        shutil.chown(folder, "postgres", "postgres")
        owner = ["runuser", "-u", "postgres", "--"]
    data = str(folder / "data")
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    made = [
        *owner,
        str(PROGRAMS[0] / "initdb"),
        "-D",
        data,
        "-U",
        "volsched",
        "--auth=trust",
        "-E",
        "UTF8",
        "--locale=C",
    ]
    control = [*owner, str(PROGRAMS[0] / "pg_ctl"), "-D", data]
    settings = f"-k {folder} -c listen_addresses='' -c max_connections=80"
    try:
        subprocess.run(made, check=True, **quiet)
        subprocess.run([*control, "-w", "-l", str(folder / "log"), "-o", settings, "start"], check=True, **quiet)
        yield f"postgresql:///DATABASE?host={folder}&user=volsched"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def run(asked):
    if not PROGRAMS or any(importlib.util.find_spec(name) is None for name in ("psycopg", "volsched_postgres")):
        return {"ok": True, "skipped": "needs PostgreSQL, psycopg and volsched-postgres"}
    import psycopg

    found = {}
    with server() as address:
        for name, part in (("once", once), ("edits", edits)):
            with psycopg.connect(address.replace("DATABASE", "postgres"), autocommit=True) as link:
                link.execute(f"CREATE DATABASE campaign_{name}")
            place = address.replace("DATABASE", f"campaign_{name}")
            found[name] = part.run(argparse.Namespace(**{**vars(asked), "store": place}))
    return {"ok": all(item["ok"] for item in found.values()), **found}
