"""The plugin itself: its settings are its fields, its hooks its methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs
from attrs import frozen

from volsched.errors import InvalidValue
from volsched.files import Table
from volsched.hooks import Exporter, TableReader, hookimpl
from volsched.model import LANGUAGES, Language
from volsched.planning import Plan
from volsched.publishing import OutputFile, stem
from volsched_xlsx.writing import roster_workbook

NAME = "xlsx"


def _language(_instance: object, _attribute: object, value: object) -> None:
    if value is not None and value not in LANGUAGES:
        raise InvalidValue("plugin", NAME, "language", f"'{value}' is not kept", f"write one of {', '.join(LANGUAGES)}")


@frozen(kw_only=True, eq=False)
class Xlsx:
    """Reads tables from workbooks, and writes each roster as one.

    `folder` is where the rosters go; `language` is that of headings and names, the programme's own if left out.
    """

    folder: str = "coordinator/roster"
    language: Language | None = attrs.field(default=None, validator=_language)

    def __attrs_post_init__(self) -> None:
        try:
            OutputFile(f"{self.folder}/roster.xlsx", b"")
        except InvalidValue as error:
            raise InvalidValue("plugin", NAME, "folder", f"'{self.folder}' cannot be a folder", error.cure) from None

    @hookimpl
    def volsched_readers(self) -> Iterable[TableReader]:
        """One reader, for .xlsx."""
        return (TableReader(name=NAME, suffixes=(".xlsx",), read=_read),)

    @hookimpl
    def volsched_exporters(self) -> Iterable[Exporter]:
        """One exporter, a workbook for each roster."""
        return (Exporter(name=NAME, title="Rosters (Excel)", export=self.export),)

    def export(self, plan: Plan) -> Iterator[OutputFile]:
        """The workbooks of a plan, as coordinators read them."""
        for roster in plan.rosters:
            content = roster_workbook(plan, roster.id, self.language or plan.programme.language)
            yield OutputFile(f"{self.folder}/{stem(roster.id)}.xlsx", content)


def _read(path: Path) -> Iterable[Table]:
    # openpyxl takes a while to import, and programmes without a workbook should not wait for it.
    from volsched_xlsx.reading import read_tables

    return read_tables(path)
