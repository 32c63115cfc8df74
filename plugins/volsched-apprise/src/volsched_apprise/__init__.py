"""Messages by the services that Apprise knows."""

from volsched_apprise.plugin import Everywhere

__all__ = ["Everywhere"]
