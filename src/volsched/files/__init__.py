"""The programme folder: TOML and CSV files become a programme, with file, line and cure for every fault in them."""

from volsched.files.editing import EditedFile, Editing, edited
from volsched.files.lengths import read_length
from volsched.files.loading import Loaded, load, load_with_notes
from volsched.files.plugins import plugin_settings, structure, with_lines
from volsched.files.roster_grids import MARK
from volsched.files.rosters import read_rosters
from volsched.files.schema import programme_schema
from volsched.files.starter import write_starter
from volsched.files.tables import Row, Table, TableReader

__all__ = [
    "MARK",
    "EditedFile",
    "Editing",
    "Loaded",
    "Row",
    "Table",
    "TableReader",
    "edited",
    "load",
    "load_with_notes",
    "plugin_settings",
    "programme_schema",
    "read_length",
    "read_rosters",
    "structure",
    "with_lines",
    "write_starter",
]
