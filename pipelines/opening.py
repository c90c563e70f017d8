"""Opening a publication for reading: read-only, no file and no network from SQL, settings locked."""

from pathlib import Path

import duckdb

from gongwen.messages import say
from warehouse.publish import Publications


class NothingPublished(ValueError):
    """The home has no publication yet."""


def newest(home: Path) -> Path:
    """Return the newest publication of the home; raises ``NothingPublished`` where there is none."""
    path = Publications(home / "published").current()
    if path is None:
        raise NothingPublished(say("query.nothing_published", home=home))
    return path


def open_locked(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the publication so that SQL can neither write nor reach any other file, nor undo that."""
    connection = duckdb.connect(str(path), read_only=True)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection
