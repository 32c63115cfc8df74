"""Who is told what: notices, the messages they become, and the way these go."""

from volsched.notices.message import Delivery, DeliveryStatus, Message
from volsched.notices.notice import Entry, EntryKind, Notice, notices_of
from volsched.notices.rendering import render
from volsched.notices.routing import call_list, deliver, unreachable

__all__ = [
    "Delivery",
    "DeliveryStatus",
    "Entry",
    "EntryKind",
    "Message",
    "Notice",
    "call_list",
    "deliver",
    "notices_of",
    "render",
    "unreachable",
]
