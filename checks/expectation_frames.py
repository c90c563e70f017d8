"""The frames that the suites look at: only the columns under test, with what they need from elsewhere.

Frames come sorted by their key, as the lake and a publication give them: chunks are cut where the key changes, so that
what is unique in every chunk is unique in all. Nothing here knows Great Expectations.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from checks.expectation_suites import Suite
from gongwen.model import CarrierClass, FileState, Relation
from gongwen.number import parse_number

CHUNK_ROWS = 50_000
DERIVED = {"number_as_read": "document_number", "date_first_written": "date_written"}
Tables = Mapping[str, pl.DataFrame]


def under_test(suite: Suite, tables: Tables, before: Mapping[str, int]) -> pl.DataFrame:
    """Return the rows the suite looks at; ``before`` are the row counts of the last publication, by table.

    An empty word is no word: "" is null, but in the columns that name the row.
    """
    if suite.name == "books":
        return _books(tables)
    if suite.name == "drift":
        return _drift(suite, tables, before)
    wanted = {*suite.types, *(column for one in suite.expectations for column in one.columns)}
    frame = tables[suite.table]
    held = [column for column in frame.columns if column in wanted or column in suite.rows]
    words = [column for column in held if frame.schema[column] == pl.String() and column not in suite.rows]
    narrow = frame.select(held).with_columns(
        pl.when(pl.col(column) != "").then(pl.col(column)).alias(column) for column in words
    )
    if "date_first_written" in wanted:
        narrow = _first_written(narrow, tables["fields"])
    return narrow


def _first_written(documents: pl.DataFrame, fields: pl.DataFrame) -> pl.DataFrame:
    """Add the day of writing where it is that of the first text, not of an amendment."""
    amended = fields.filter(
        pl.col("chosen") & (pl.col("field") == "date_written") & (pl.col("rule") == "note_amended")
    ).get_column("doc_id")
    first = pl.when(~pl.col("doc_id").is_in(amended.implode())).then(pl.col("date_written"))
    return documents.with_columns(first.alias("date_first_written"))


def chunks(suite: Suite, frame: pl.DataFrame, *, size: int = CHUNK_ROWS) -> Iterator[pl.DataFrame]:
    """Return the frame in pieces (one at least), rows of one key together, with what grammar reads in each number."""
    wanted = {column for one in suite.expectations for column in one.columns}
    start = 0
    while start < frame.height or not start:
        end = _end(frame.select(suite.rows), start, size)
        piece = frame.slice(start, end - start)
        yield _numbers_as_read(piece) if "number_as_read" in wanted else piece
        start = max(end, 1)


def _end(keys: pl.DataFrame, start: int, size: int) -> int:
    end = min(start + size, keys.height)
    while 0 < end < keys.height and keys.row(end) == keys.row(end - 1):
        end += 1
    return end


def _numbers_as_read(piece: pl.DataFrame) -> pl.DataFrame:
    """Add the number that the grammar reads in the number, "" where it reads none."""
    written = piece.get_column("document_number").drop_nulls().unique().sort()
    read = [_canonical(number) for number in written]
    known = pl.DataFrame(
        {"document_number": written, "number_as_read": read},
        schema={"document_number": pl.String(), "number_as_read": pl.String()},
    )
    return piece.join(known, on="document_number", how="left", maintain_order="left", validate="m:1")


def _canonical(number: str) -> str:
    found = parse_number(number, bare=True)
    return found.canonical if found else ""


def _books(tables: Tables) -> pl.DataFrame:
    """Return one row for each pair of independent counts that must agree."""
    files, documents, events = tables["files"], tables["documents"], tables["events"]
    instruments, statuses, periods = tables["instruments"], tables["statuses"], tables["status_periods"]
    ids = instruments.select("instrument_id")
    within = statuses.join(periods, on=["instrument_id", "status"], how="semi").height
    later = statuses.filter(pl.col("rule") == "not_yet_made").height  # made after the day: its life begins later
    entries = tables["matches"].select("entry_id").drop_nulls().unique()
    books = {
        "files_by_state": (_known(files, "state", FileState), files.height),
        "documents_by_class": (_known(documents, "carrier_class", CarrierClass), documents.height),
        "documents_by_file": (_of_files_read(files, documents), documents.height),
        "events_by_relation": (_known(events, "relation", Relation), events.height),
        "instruments_with_status": (ids.join(statuses, on="instrument_id", how="semi").height, ids.height),
        "instruments_with_periods": (ids.join(periods, on="instrument_id", how="semi").height, ids.height),
        "instruments_held": (
            tables["instrument_documents"].get_column("instrument_id").n_unique(),
            int(instruments.get_column("held").sum()),
        ),
        "statuses_in_periods": (within + later, statuses.height),
        "entries_matched": (
            tables["catalogue"].join(entries, on="entry_id", how="semi").height,
            tables["catalogue"].height,
        ),
    }
    return pl.DataFrame(
        [(name, left, right) for name, (left, right) in sorted(books.items())],
        schema={"book": pl.String(), "left": pl.Int64(), "right": pl.Int64()},
        orient="row",
    )


def _known(frame: pl.DataFrame, column: str, values: type[FileState | CarrierClass | Relation]) -> int:
    counts = dict(frame.get_column(column).value_counts().iter_rows())
    return sum(counts.get(str(value), 0) for value in values)


def _of_files_read(files: pl.DataFrame, documents: pl.DataFrame) -> int:
    counts = documents.group_by("path").len()
    read = files.filter(pl.col("state") == str(FileState.READ)).select("path").unique()
    return int(counts.join(read, on="path", how="semi").get_column("len").sum())


def _drift(suite: Suite, tables: Tables, before: Mapping[str, int]) -> pl.DataFrame:
    """Return one row for each table watched: its rows now and in the last publication, and the least it may have."""
    rows = [(name, before.get(name, 0), tables[name].height) for name in suite.watched]
    return pl.DataFrame(
        [(name, then, now, then - math.floor(then * suite.share)) for name, then, now in rows],
        schema={"watched": pl.String(), "before": pl.Int64(), "now": pl.Int64(), "least": pl.Int64()},
        orient="row",
    )


def row_name(values: Sequence[object]) -> str:
    """Return how a row is named in findings: its key values, a blank between."""
    return " ".join("∅" if value is None else str(value) for value in values)
