"""A PostgreSQL of the tests' own, on a socket that nobody else sees."""

import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import pytest

FOLDERS = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]


def _program(name):
    for folder in FOLDERS:
        if (folder / name).exists():
            return str(folder / name)
    return shutil.which(name)


@pytest.fixture(scope="session")
def server():
    """The address of a fresh server, with DATABASE where its name belongs."""
    if not (_program("initdb") and _program("pg_ctl")):
        pytest.skip("PostgreSQL is not installed; .ci/stages/postgres.sh installs it")
    folder = Path(tempfile.mkdtemp(prefix="volsched-pg-"))
    as_owner = []
    if os.getuid() == 0:  # PostgreSQL does not run as root
        shutil.chown(folder, "postgres", "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    data = str(folder / "data")
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
    try:
        made = [*as_owner, _program("initdb"), "-D", data, "-U", "volsched", "--auth=trust", "-E", "UTF8", "--locale=C"]
        subprocess.run(made, check=True, capture_output=True, cwd=folder)
        start = [*as_owner, _program("pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", settings, "start"]
        subprocess.run(start, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield f"postgresql:///DATABASE?host={folder}&user=volsched"
    finally:
        stop = [*as_owner, _program("pg_ctl"), "-D", data, "-m", "immediate", "stop"]
        subprocess.run(stop, check=False, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)


_NUMBERS = count()


@pytest.fixture
def address(server):
    """The address of an empty database."""
    import psycopg

    name = f"t{next(_NUMBERS)}"
    with psycopg.connect(server.replace("DATABASE", "postgres"), autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
    return server.replace("DATABASE", name)
