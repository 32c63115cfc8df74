"""When it happens: a rule, what differs for single occurrences, and a window come to occurrences."""

from volsched.recurrence.expansion import check_schedule, occurrences, recurrence_of
from volsched.recurrence.recurrence import MOST, Recurrence

__all__ = ["MOST", "Recurrence", "check_schedule", "occurrences", "recurrence_of"]
