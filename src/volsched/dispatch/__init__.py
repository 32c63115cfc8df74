"""What follows from what is remembered: messages queued with a change, answers taken in, gaps followed up."""

from volsched.dispatch.answers import Answered, Cover, answer
from volsched.dispatch.changes import Told, queue_changes, queue_first
from volsched.dispatch.keeping import Keeper, keeper_of
from volsched.dispatch.office import Office
from volsched.dispatch.periods import history_before, periods, with_history
from volsched.dispatch.rosters import keep_rosters, kept_rosters
from volsched.dispatch.standing import Standing, standing
from volsched.dispatch.swaps import Swaps
from volsched.dispatch.tick import Ticked, tick
from volsched.dispatch.versions import Version, as_of, versions

__all__ = [
    "Answered",
    "Cover",
    "Keeper",
    "Office",
    "Standing",
    "Swaps",
    "Ticked",
    "Told",
    "Version",
    "answer",
    "as_of",
    "history_before",
    "keep_rosters",
    "keeper_of",
    "kept_rosters",
    "periods",
    "queue_changes",
    "queue_first",
    "standing",
    "tick",
    "versions",
    "with_history",
]
