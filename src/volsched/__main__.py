"""`python -m volsched` is the command `volsched`."""

from volsched.cli import main

main()
