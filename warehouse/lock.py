"""One run at a time in a home: a lock that the operating system drops when its holder dies, on any platform.

It is an exclusive transaction on a SQLite file, held for the length of the run; no process id to go stale.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class HomeInUse(RuntimeError):
    """Another run holds the home."""


class HomeNotWritable(RuntimeError):
    """The lock cannot be written: the folder or the disk does not allow it."""


@contextmanager
def hold(home: Path) -> Iterator[None]:
    """Hold the home for the length of the block.

    Raises ``HomeInUse`` at once where another run holds it, ``HomeNotWritable`` where nobody could.
    """
    try:
        connection = sqlite3.connect(home / "home.lock", timeout=0, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise HomeNotWritable(str(error)) from error
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            is_held = error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            raise (HomeInUse(str(home)) if is_held else HomeNotWritable(str(error))) from error
        yield
    finally:
        connection.close()
