"""Handing messages to Apprise, one address at a time."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable

from volsched.model.text import one_line
from volsched.notices import Delivery, Message

with warnings.catch_warnings():
    # On Python 3.11 and 3.12 one of its services imports a module that is not to stay.
    warnings.simplefilter("ignore", DeprecationWarning)
    import apprise

    # The services are imported with the first address; better here than in the middle of a message.
    apprise.Apprise.instantiate("json://127.0.0.1")

# Without a handler of its own, what Apprise says would go to standard error, addresses among it.
logging.getLogger("apprise").addHandler(logging.NullHandler())


class Sender:
    """Sends each message to the address of its person."""

    def __init__(self, address_of: Callable[[Message], str]) -> None:
        self._address_of = address_of
        # Nothing is kept on disk, nothing is sent beside the call, and no text is read for escapes.
        self._asset = apprise.AppriseAsset(
            async_mode=False,
            interpret_escapes=False,
            storage_mode=apprise.PersistentStoreMode.MEMORY,
            app_id="volsched",
            app_desc="volsched",
        )

    def send(self, message: Message) -> Delivery:
        """Send one message. Apprise says only whether it went out, and so does the delivery."""
        address = self._address_of(message)
        if not address:
            return self._delivery(message, "unreachable", "no address of Apprise is kept for this person")
        service = apprise.Apprise.instantiate(address, asset=self._asset, suppress_exceptions=True)
        if service is None:
            return self._delivery(message, "failed", "Apprise does not understand the address", permanent=True)
        told = service.notify(body=message.body, title=one_line(message.subject), body_format=apprise.NotifyFormat.TEXT)
        if told:
            return self._delivery(message, "sent")
        return self._delivery(message, "failed", f"{one_line(str(service.service_name))} did not take it")

    def _delivery(self, message: Message, status: str, detail: str = "", *, permanent: bool = False) -> Delivery:
        return Delivery(
            key=message.key, person=message.person, channel="apprise", status=status, detail=detail, permanent=permanent
        )
