"""The tables, read from the SQL files that define them: one source for the lake, the publication and the dictionary.

``sql/publish/<table>.sql`` defines a published table with its comments and how it is filled; ``sql/lake/<table>.sql``
defines a table that lives in the lake only. Some steps keep what they found apart from what is settled later: those
tables (``STAGED``) have the shape of the published one.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl

STAGED = {
    "documents_found": "documents",
    "fields_found": "fields",
    "citations_found": "citations",
    "events_stated": "events",
}
REMARKS = "remarks_"  # every step keeps its remarks in a table of its own: remarks_<step>
_BY_YEAR = frozenset({"texts", "pages", "signatures", *STAGED})
_TYPES: dict[str, pl.DataType] = {
    "TEXT": pl.String(),
    "BIGINT": pl.Int64(),
    "DOUBLE": pl.Float64(),
    "BOOLEAN": pl.Boolean(),
    "DATE": pl.Date(),
    "TIMESTAMP": pl.Datetime("us", "UTC"),
    "TEXT[]": pl.List(pl.String()),
    "BIGINT[]": pl.List(pl.Int64()),
}
_COLUMN = re.compile(r"^  (?P<name>\w+) (?P<type>[A-Z]+(?:\[\])?)(?P<key> NOT NULL)?,?$", re.M)
_COMMENT = re.compile(r"^COMMENT ON (?P<kind>TABLE|COLUMN) (?P<name>[\w.]+) IS '(?P<text>(?:[^']|'')*)';$", re.M)


class UnknownTable(KeyError):
    """A table was named that no SQL file defines."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type in the lake, its comment (which begins with its Chinese name)."""

    name: str
    type: pl.DataType
    comment: str
    is_key: bool

    @property
    def chinese(self) -> str:
        """Return the Chinese name: what stands before the first full-width colon of the comment."""
        return self.comment.partition("：")[0]


@dataclass(frozen=True, slots=True)
class Table:
    """One table as its SQL file defines it."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    sql: str
    published: bool

    @property
    def chinese(self) -> str:
        """Return the Chinese name of the table."""
        return self.comment.partition("：")[0]

    @property
    def keys(self) -> list[str]:
        """Return the names of the key columns, in order."""
        return [column.name for column in self.columns if column.is_key]

    @property
    def schema(self) -> pl.Schema:
        """Return the schema of its rows in the lake."""
        return pl.Schema({column.name: column.type for column in self.columns})


@cache
def tables() -> dict[str, Table]:
    """Return every table by name, published and lake-only, sorted by name."""
    folder = files("warehouse") / "sql"
    found = [
        _parse(entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8"), published=kind == "publish")
        for kind in ("publish", "lake")
        for entry in (folder / kind).iterdir()
        if entry.name.endswith(".sql")
    ]
    return {table.name: table for table in sorted(found, key=lambda table: table.name)}


def by_year(name: str) -> bool:
    """Return whether the table is kept by folder year, so that years can be replaced one by one."""
    return name in _BY_YEAR or name.startswith(REMARKS)


def table(name: str) -> Table:
    """Return the table that defines the shape of ``name``, staged names included."""
    try:
        return tables()["remarks" if name.startswith(REMARKS) else STAGED.get(name, name)]
    except KeyError as error:
        raise UnknownTable(name) from error


def published() -> list[Table]:
    """Return the published tables, sorted by name."""
    return [one for one in tables().values() if one.published]


def _parse(name: str, sql: str, *, published: bool) -> Table:
    comments = {match["name"]: match["text"].replace("''", "'") for match in _COMMENT.finditer(sql)}
    columns = tuple(
        Column(match["name"], _TYPES[match["type"]], comments[f"{name}.{match['name']}"], bool(match["key"]))
        for match in _COLUMN.finditer(sql)
    )
    return Table(name, comments[name], columns, sql, published)


def conform(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with exactly the columns of the table, cast, missing ones null, sorted by key.

    Raises ``UnknownColumns`` where the frame has a column that the table has not: a value must not vanish silently.
    """
    definition = table(name)
    extra = set(frame.columns) - {column.name for column in definition.columns}
    if extra:
        raise UnknownColumns(f"{name}: {', '.join(sorted(extra))}")
    if not frame.columns:
        return pl.DataFrame(schema=definition.schema)
    present = set(frame.columns)
    whole = frame.select(
        pl.col(column.name).cast(column.type)
        if column.name in present
        else pl.lit(None, dtype=column.type).alias(column.name)
        for column in definition.columns
    )
    order = definition.keys or [column.name for column in definition.columns if column.type == pl.String()]
    return whole.sort(order, maintain_order=True, nulls_last=True)


class UnknownColumns(ValueError):
    """A step returned columns that the table does not define."""
