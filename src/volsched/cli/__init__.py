"""To be built."""


def main() -> None:
    """The command line."""
