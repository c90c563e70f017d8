"""The publication: one numbered, read-only DuckDB file that auditors open, built beside the old one and then named.

The file is written under a temporary name, closed, opened again and counted, and only then renamed and named in
``CURRENT``: a kill at any moment leaves the last publication as it was.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl

from warehouse.schema import Table, conform, published

STORAGE_VERSION = "v1.2.0"  # auditors' older clients open it too
_KEY = ".published-as"  # names the last publication and what it was made from
_MACROS = Path(__file__).parent / "sql" / "macros.sql"


class PublicationRefused(RuntimeError):
    """The file as built does not hold what was to be published."""


@dataclass(frozen=True, slots=True)
class Release:
    """What a publication says of itself, in its own row of ``publications``."""

    as_of: date
    published_at: datetime
    code_version: str
    inbox_hash: str
    rules_hash: str
    years_read: tuple[str, ...]
    decisions_head: str
    decisions_count: int


class Publications:
    """The numbered publications of a home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """Return the newest publication, or None where there is none."""
        name = self.folder / "CURRENT"
        path = self.folder / name.read_text(encoding="utf-8").strip() if name.is_file() else None
        return path if path is not None and path.is_file() else None

    def next_id(self) -> str:
        """Return the number of the publication to come: six digits, one more than the highest there is."""
        return f"{max([0, *(_number(path) for path in self.folder.glob('dishu-*.duckdb'))]) + 1:06d}"

    def history(self) -> pl.DataFrame:
        """Return the rows of ``publications`` up to the newest."""
        newest = self.current()
        if newest is None:
            return conform("publications", pl.DataFrame())
        with duckdb.connect(str(newest), read_only=True) as connection:
            rows = connection.sql("SELECT * REPLACE (published_at::TIMESTAMP AS published_at) FROM publications").pl()
        return conform("publications", rows.with_columns(pl.col("published_at").dt.replace_time_zone("UTC")))

    def publish(self, frames: Mapping[str, pl.DataFrame], release: Release, *, keep: int, key: str = "") -> Path:
        """Build, verify and name the next publication from one frame a published table; return its path.

        ``key`` is a digest of all that the frames were made from: what a run that was killed a moment later has
        published already is not published a second time.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if key and (there := self._published_as(key)) is not None:
            _point(self.folder, there)
            return there
        run_id = self.next_id()
        counts = {one.name: frames[one.name].height for one in published() if one.name != "publications"}
        own = pl.DataFrame([_own_row(run_id, release, counts)], infer_schema_length=None)
        rows = {**frames, "publications": pl.concat([self.history(), conform("publications", own)])}
        target = self.folder / f"dishu-{run_id}.duckdb"
        building = self.folder / f".building-{run_id}.duckdb"
        building.unlink(missing_ok=True)
        _build(building, rows)
        _verify(building, counts)
        building.chmod(0o444)
        _write(self.folder / _KEY, f"{target.name} {key}\n")
        building.replace(target)
        _point(self.folder, target)
        self._forget(keep)
        return target

    def _published_as(self, key: str) -> Path | None:
        """Return the last publication if it was made under this key."""
        noted = self.folder / _KEY
        name, _, known = noted.read_text(encoding="utf-8").strip().partition(" ") if noted.is_file() else ("", "", "")
        path = self.folder / name
        is_last = path.is_file() and _number(path) == int(self.next_id()) - 1
        return path if known == key and is_last else None

    def _forget(self, keep: int) -> None:
        for old in sorted(self.folder.glob("dishu-*.duckdb"), key=_number)[:-keep]:
            old.chmod(0o644)
            old.unlink()
            shutil.rmtree(old.with_name(old.stem.replace("dishu-", "reports-")), ignore_errors=True)


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("dishu-")
    return int(digits) if digits.isdigit() else 0


def _own_row(run_id: str, release: Release, counts: Mapping[str, int]) -> dict[str, object]:
    return {
        "run_id": run_id,
        "as_of": release.as_of,
        "published_at": release.published_at,
        "code_version": release.code_version,
        "inbox_hash": release.inbox_hash,
        "rules_hash": release.rules_hash,
        "years_read": list(release.years_read),
        "decisions_head": release.decisions_head,
        "decisions_count": release.decisions_count,
        "row_counts": json.dumps(counts, sort_keys=True),
    }


def _build(path: Path, rows: Mapping[str, pl.DataFrame]) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{_quoted(path)}' AS publication (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE publication")
        connection.execute("SET TimeZone = 'UTC'")
        for one in published():
            connection.register(f"lake_{one.name}", conform(one.name, rows[one.name]).to_arrow())
            connection.execute(one.sql)
            connection.unregister(f"lake_{one.name}")
    # Views and macros are made in the file's own name, so that they hold whatever name it is opened under.
    with duckdb.connect(str(path)) as connection:
        connection.execute(_MACROS.read_text(encoding="utf-8"))
        connection.execute("CREATE SCHEMA zh")
        for one in published():
            connection.execute(_chinese_view(one))
        connection.execute("CHECKPOINT")


def _chinese_view(one: Table) -> str:
    columns = ", ".join(f'"{column.name}" AS "{column.chinese}"' for column in one.columns)
    return f'CREATE VIEW zh."{one.chinese}" AS SELECT {columns} FROM main."{one.name}"'


def _verify(path: Path, counts: Mapping[str, int]) -> None:
    with duckdb.connect(str(path), read_only=True) as connection:
        for name, expected in counts.items():
            found = connection.execute(f'SELECT count(*) FROM main."{name}"').fetchone()
            if found is None or found[0] != expected:
                raise PublicationRefused(f"{name}: {found} ≠ {expected}")
        connection.execute("SELECT count(*) FROM status_on(DATE '2020-01-01')").fetchone()


def _point(folder: Path, target: Path) -> None:
    _write(folder / "CURRENT", target.name + "\n")
    link = folder / ".dishu.duckdb.new"
    link.unlink(missing_ok=True)
    try:
        link.symlink_to(target.name)
        link.replace(folder / "dishu.duckdb")
    except OSError:  # a system without links: CURRENT alone names the newest
        link.unlink(missing_ok=True)


def _write(path: Path, words: str) -> None:
    written = path.with_name(f".{path.name.removeprefix('.')}.new")
    written.write_text(words, encoding="utf-8")
    written.replace(path)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
