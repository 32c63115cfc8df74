"""When it happens: a rule, what differs for single occurrences, and a window come to occurrences."""

from volsched.recurrence.bridge import of_dateutil, to_dateutil
from volsched.recurrence.editing import (
    cancel_one,
    change_from,
    change_one,
    end_with,
    move_one,
    pause,
    replace_from,
    restore_one,
)
from volsched.recurrence.expansion import check_schedule, occurrences, recurrence_of
from volsched.recurrence.recurrence import MOST, Recurrence
from volsched.recurrence.skipped import Skipped

__all__ = [
    "MOST",
    "Recurrence",
    "Skipped",
    "cancel_one",
    "change_from",
    "change_one",
    "check_schedule",
    "end_with",
    "move_one",
    "occurrences",
    "of_dateutil",
    "pause",
    "recurrence_of",
    "replace_from",
    "restore_one",
    "to_dateutil",
]
