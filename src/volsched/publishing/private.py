"""Who may read a file that is written: what is public everybody, everything else its owner alone.

Where another user of the machine is to read more, such as a web server behind a login, the owner opens the folder to
its group once (`chmod 750 out/person`); what is written into it from then on is open to the group too, and to others
never.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from volsched.errors import OutputError
from volsched.publishing.disk import Disk

_OTHERS, _GROUP = 0o007, 0o070
_GROUP_READS = 0o040
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


def is_public(path: str) -> bool:
    """Whether everybody may have what lies at this path of what is published.

    >>> is_public("public/calendar.ics"), is_public("person/ann.ics")
    (True, False)
    """
    return path == "public" or path.startswith("public/")


def closed(mode: int) -> int:
    """The permissions without those of others, and where others had any, without the group's: nobody meant those.

    >>> oct(closed(0o755)), oct(closed(0o750))
    ('0o700', '0o750')
    """
    return mode & ~(_OTHERS | _GROUP) if mode & _OTHERS else mode


def file_mode(folder: int) -> int:
    """The permissions of a new private file in a folder with these."""
    return PRIVATE_FILE | closed(folder) & _GROUP_READS


def folder_mode(above: int) -> int:
    """The permissions of a new private folder in a private folder with these."""
    return PRIVATE_FOLDER | closed(above) & _GROUP


def write_private(file: Path, content: bytes) -> None:
    """Write a file with what concerns people, whole, for its owner alone; one that is there keeps what its group may.

    Raises:
        OutputError: it cannot be written; what lay there before is whole.
    """
    disk, beside = Disk(), file.with_name(f".{file.name}.volsched-tmp")
    try:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
        before = disk.mode(file)
        held = disk.create(beside, PRIVATE_FILE)
        try:
            if before is not None:
                disk.permit(held, closed(before))
            disk.write(held, content)
            disk.settle(held)
        finally:
            disk.close(held)
        disk.replace(beside, file)
    except OSError as error:
        # The file beside it is ours, and of no use; whether it can go again is not what matters now.
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        problem = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise OutputError(str(file), problem, "check the path, its permissions and the space left") from error
