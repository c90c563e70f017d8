"""One run at a time in a home: a lock that the operating system drops when its holder dies, on any platform.

It is an exclusive transaction on a SQLite file, held for the length of the run; no process id to go stale.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class HomeInUse(RuntimeError):
    """Another run holds the home."""


@contextmanager
def hold(home: Path) -> Iterator[None]:
    """Hold the home for the length of the block. Raises ``HomeInUse`` at once where another run holds it."""
    connection = sqlite3.connect(home / "home.lock", timeout=0, isolation_level=None)
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise HomeInUse(str(home)) from error
        yield
    finally:
        connection.close()
