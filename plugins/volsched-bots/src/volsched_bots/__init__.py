"""Messages to groups of WeCom, DingTalk and Feishu."""

from volsched_bots.plugin import Bots

__all__ = ["Bots"]
