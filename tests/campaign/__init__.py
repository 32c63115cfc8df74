"""Trying to lose a message, to send one twice, and to break what is remembered: `python -m tests.campaign`."""
