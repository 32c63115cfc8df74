"""What was written to a server, and with which ETag it answered: by that, what somebody changed there is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from volsched.errors import InvalidValue, OutputError
from volsched.publishing.disk import Disk

_CURE = "remove it; what lies on the server is then compared with what would be written"


@frozen(kw_only=True)
class Known:
    """One resource as we left it: its ETag, the digest of what it says, and of what we were about to write."""

    etag: str = ""
    digest: str = ""
    trying: str = ""


class Memory:
    """A file that remembers the resources of several calendars."""

    def __init__(self, path: Path) -> None:
        """Read the file, if it is there.

        Raises:
            InvalidValue: the file holds something else.
        """
        self._path = path
        self._calendars: dict[str, dict[str, Known]] = {}
        if path.exists():
            try:
                data: dict[str, Any] = json.loads(path.read_bytes())
                self._calendars = {
                    address: {name: Known(**one) for name, one in resources.items()}
                    for address, resources in data["calendars"].items()
                }
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                raise InvalidValue("plugin", "caldav", "state", f"'{path.name}' is not ours", _CURE) from None

    def of(self, address: str) -> dict[str, Known]:
        """What is known of a calendar, by the names of its resources; it may be changed."""
        return self._calendars.setdefault(address, {})

    def save(self) -> None:
        """Write it all down, whole or not at all.

        Raises:
            OutputError: the file cannot be written.
        """
        calendars = {
            address: {name: attrs.asdict(known) for name, known in sorted(resources.items())}
            for address, resources in sorted(self._calendars.items())
        }
        content = json.dumps({"calendars": calendars}, indent=1).encode() + b"\n"
        try:
            self._replace(content)
        except OSError as error:
            problem = f"cannot be written: {(error.strerror or str(error)).lower()}"
            raise OutputError(str(self._path), problem, "make room there, or name another file as state") from error

    def _replace(self, content: bytes) -> None:
        disk, beside = Disk(), self._path.with_name(f".{self._path.name}.tmp")
        beside.unlink(missing_ok=True)
        held = disk.create(beside, 0o600)
        try:
            disk.write(held, content)
            disk.settle(held)
        finally:
            disk.close(held)
        disk.replace(beside, self._path)
        with disk.opened_folder(self._path.parent) as folder:
            disk.settle(folder)
