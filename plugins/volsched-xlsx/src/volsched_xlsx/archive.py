"""A zip archive whose bytes depend on nothing but what is put into it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


class StillArchive(ZipFile):
    """Gives every member the same time and rights, and stores it as it is.

    Nothing is compressed, because the same text comes out differently from different versions of zlib.
    """

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_how: Any, **_more: Any) -> None:
        """Put text or bytes into the archive."""
        name = zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, ZipInfo) else zinfo_or_arcname
        member = ZipInfo(name, _EARLIEST)
        member.create_system = _UNIX
        member.external_attr = 0o600 << 16
        member.compress_type = ZIP_STORED
        super().writestr(member, data)

    def write(self, filename: str | os.PathLike[str], arcname: Any = None, *_how: Any, **_more: Any) -> None:
        """Put a file into the archive."""
        path = Path(filename)
        self.writestr(str(arcname or path.name), path.read_bytes())
