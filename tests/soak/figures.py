"""Shows what a long test has seen, one line for each; `make soak` prints them."""

import sys


def show(what: str, **figures: object) -> None:
    """Print one line: what was tried, and the figures by their names, in the order given."""
    told = " · ".join(f"{name.replace('_', ' ')} {figure}" for name, figure in figures.items())
    sys.stdout.write(f"\n{what}: {told}\n")
    sys.stdout.flush()
