"""The exit codes of the contract: the first that applies, in the order 2, 5, 4, 3, 1, 0."""

OK, NEEDS_A_PERSON, WRONG_USAGE, DAMAGED_INPUT, UNBALANCED, IN_USE = range(6)
INTERRUPTED = 130  # as shells have it: the user pressed Ctrl-C
