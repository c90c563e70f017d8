"""The lake: one Delta table a result, each commit atomic. Nothing else writes these tables.

A write that would change nothing is not made, so a run with nothing new leaves no trace. Row order in a Delta table
means nothing: every read sorts by the table's key.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote

import polars as pl
from deltalake import DeltaTable, write_deltalake

from warehouse.schema import by_year, conform, table

YEAR = "accession_year"
_NO_ADDRESS = re.compile(r"[\[\]|^\\]|%[0-9A-Fa-f]{2}")  # what the library of the tables takes for something else
_DIGESTED = 500  # rows at a time: they stand in memory as text
FORMAT = 1  # raised when an older version could no longer read the lake rightly


class LakeIsNewer(RuntimeError):
    """The lake was written by a later version, in a format that this one does not know."""


class UnusableFolder(ValueError):
    """The path of the lake holds a sign with which the tables cannot be written."""


class Lake:
    """The Delta tables below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def check_place(self) -> None:
        """Raise ``UnusableFolder`` where the tables cannot lie."""
        if (sign := _NO_ADDRESS.search(self.root.resolve().as_posix())) is not None:
            raise UnusableFolder(sign[0])

    def claim(self) -> None:
        """Mark a new lake with its format; raises ``LakeIsNewer`` where a later version has written it."""
        marker = self.root / "FORMAT"
        if not marker.is_file():
            self.root.mkdir(parents=True, exist_ok=True)
            written = self.root / ".FORMAT.new"
            written.write_text(f"{FORMAT}\n", encoding="utf-8")
            written.replace(marker)
            return
        found = marker.read_text(encoding="utf-8").strip()
        if not found.isdigit() or int(found) > FORMAT:
            raise LakeIsNewer(found)

    def exists(self, name: str) -> bool:
        """Return whether the table has ever been written."""
        return DeltaTable.is_deltatable(str(self.root / name))

    def read(
        self,
        name: str,
        *,
        years: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        where: pl.Expr | None = None,
    ) -> pl.DataFrame:
        """Return the rows of the table, of the given folder years where it is kept by year, sorted by key.

        ``where`` is looked at while reading: rows that do not fulfil it never stand in memory.
        """
        if not self.exists(name):
            empty = pl.DataFrame(schema=table(name).schema)
            return empty.select(columns) if columns else empty
        scan = self._scan(name, years if by_year(name) else None)
        scan = scan if where is None else scan.filter(where)
        rows = (scan.select(columns) if columns else scan).collect()
        return rows.sort([key for key in table(name).keys if key in rows.columns]) if columns else conform(name, rows)

    def _scan(self, name: str, years: Sequence[str] | None) -> pl.LazyFrame:
        """Return the rows of the table's files; the folder year stands in the log and not in them.

        The frames' own reader of Delta takes addresses for names and finds nothing in a folder called 底数.
        """
        added = pl.DataFrame(DeltaTable(str(self.root / name)).get_add_actions(flatten=True))
        year_of = added.get_column(f"partition.{YEAR}") if by_year(name) else pl.Series([None] * added.height)
        files: dict[str | None, list[Path]] = {}
        for path, year in zip(added.get_column("path"), year_of, strict=True):
            if years is None or year in years:
                files.setdefault(year, []).append(self.root / name / unquote(path))
        parts = [
            pl.scan_parquet(paths, glob=False, hive_partitioning=False).with_columns(
                [pl.lit(year, pl.String).alias(YEAR)] if by_year(name) else []
            )
            for year, paths in sorted(files.items(), key=lambda one: one[0] or "")
        ]
        return pl.concat(parts) if parts else pl.LazyFrame(schema=table(name).schema)

    def replace(self, name: str, frame: pl.DataFrame, *, years: Sequence[str] | None = None) -> str:
        """Make the table (or its given folder years) hold exactly these rows; return their digest.

        Nothing is committed where the rows stand there already.
        """
        rows = conform(name, frame)
        scope = list(years) if years is not None and by_year(name) else None
        if not self.exists(name) or not self.read(name, years=scope).equals(rows):
            self._commit(
                name, rows, predicate=_within(YEAR, scope) if scope is not None and self.exists(name) else None
            )
        return digest(rows)

    def append(self, name: str, frame: pl.DataFrame) -> None:
        """Add rows whose keys are not there yet, in one commit."""
        rows = conform(name, frame)
        if rows.height:
            write_deltalake(str(self.root / name), rows, mode="append", partition_by=_partition(name))

    def delete(self, name: str, column: str, values: Iterable[str]) -> None:
        """Remove the rows whose column holds one of the values, in one commit."""
        wanted = sorted(set(values))
        if wanted and self.exists(name):
            DeltaTable(str(self.root / name)).delete(_within(column, wanted))

    def purge(self, name: str, column: str, values: Iterable[str]) -> None:
        """Remove the rows whose column holds one of the values, and all past versions with them."""
        wanted = sorted(set(values))
        if wanted and self.exists(name):
            self.delete(name, column, wanted)
            self.forget(name)

    def forget(self, name: str) -> None:
        """Remove the past versions of a table: their files, and the log, which quotes the least and greatest values."""
        place = str(self.root / name)
        source = DeltaTable(place)
        source.alter.set_table_properties({"delta.logRetentionDuration": "interval 0 seconds"})
        source.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)
        DeltaTable(place).create_checkpoint()
        DeltaTable(place).cleanup_metadata()

    def version(self, name: str) -> int:
        """Return how many commits the table has had; -1 where there is none."""
        return int(DeltaTable(str(self.root / name)).version()) if self.exists(name) else -1

    def _commit(self, name: str, rows: pl.DataFrame, *, predicate: str | None) -> None:
        write_deltalake(
            str(self.root / name),
            rows,
            mode="overwrite",
            predicate=predicate,
            partition_by=_partition(name),
        )


def _partition(name: str) -> list[str] | None:
    return [YEAR] if by_year(name) else None


def _within(column: str, values: Sequence[str]) -> str:
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"{column} IN ({listed})"


def digest(frame: pl.DataFrame) -> str:
    """Return the SHA-256 of the rows as they are, order included."""
    hasher = hashlib.sha256(",".join(frame.columns).encode())
    for start in range(0, frame.height, _DIGESTED):
        hasher.update(frame.slice(start, _DIGESTED).write_ndjson().encode())
    return hasher.hexdigest()
