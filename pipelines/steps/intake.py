"""What comes in: the inbox walked and read, the catalogues listed. Bytes in, texts and entries out."""

import json
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields, replace
from itertools import islice
from pathlib import Path

import polars as pl

from gongwen.messages import record
from gongwen.model import FileState, Remark
from ingest.archives import materialise
from ingest.catalogue_apart import read_catalogues_apart
from ingest.collect import Found
from ingest.collect import collect as walk
from ingest.extraction import Extraction
from ingest.isolate import Job, Workers
from ingest.limits import Limits
from pipelines.runner import Inputs, Tables
from pipelines.settings import Settings
from pipelines.steps.scans import Wanted, is_current, read_scans, stamp
from pipelines.steps.secrets import known_secret, mask_in_lake, masked_words, with_masked_names

BATCH_FILES = 1_000  # each commit costs time and memory; what is lost by a kill is five seconds
BATCH_CHARACTERS = 8_000_000
BATCH_SECONDS = 5.0
_FRAMED = 2_000  # rows that stand one by one before they are a frame
_FILE_COLUMNS = tuple(field.name for field in fields(Found))
_TOLD = frozenset(  # states that a person should know of
    {
        FileState.NEEDS_OCR,
        FileState.NEEDS_PASSWORD,
        FileState.DAMAGED,
        FileState.REFUSED,
        FileState.UNSUPPORTED,
        FileState.QUARANTINED,
        FileState.EMPTY,
    }
)


def limits(settings: Settings) -> Limits:
    """Return the limits of reading that the settings ask for."""
    return Limits(
        seconds=settings.seconds_per_file,
        memory=settings.memory_mib * 1024**2,
        total_bytes=settings.expanded_gib * 1024**3,
        passwords=settings.passwords,
    )


def remark_rows(step: str, remarks: Iterable[Remark], *, table: str, row: str, year: str) -> list[dict[str, str]]:
    """Return the remarks as rows that name what they are about."""
    return [
        {
            "step": step,
            "accession_year": year,
            "code": one.code,
            "severity": one.severity,
            "table_name": table,
            "row_id": row,
            "message": one.message,
            "evidence": one.evidence,
        }
        for one in remarks
    ]


def frame(rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Return the rows as a frame; an empty frame where there are none. Of rows that are made one by one few stand."""
    given = iter(rows)
    parts = []
    while portion := list(islice(given, _FRAMED)):
        parts.append(pl.DataFrame(portion, infer_schema_length=None))
    return pl.concat(parts, how="diagonal_relaxed", rechunk=True) if parts else pl.DataFrame()


def collect(given: Inputs) -> Tables:
    """List every path of the inbox, archive members included, with what became of it so far."""
    collected = walk(given.home.inbox, limits=limits(given.settings))
    rows, names = with_masked_names(map(_file_row, collected.found), known_secret(given.lake))
    first = dict(given.lake.read("files", columns=["path", "first_seen"]).iter_rows())
    day = given.settings.as_of
    for row in rows:
        row |= {"first_seen": first.get(row["path"], day), "last_seen": day}
    said = [
        (masked_words(path, names), replace(remark, message=masked_words(remark.message, names)))
        for path, remark in collected.remarks
    ]
    said += [(str(row["path"]), _told(row["state"], row["problem"])) for row in rows if row["state"] in _TOLD]
    remarks = [
        row for path, remark in said for row in remark_rows("collect", [remark], table="files", row=path, year="")
    ]
    return {"files": frame(rows), "remarks": frame(remarks)}


def _file_row(one: Found) -> dict[str, object]:
    return {**{name: getattr(one, name) for name in _FILE_COLUMNS}, "state": one.state and str(one.state)}


def _told(state: object, problem: object) -> Remark:
    return Remark(f"file_{state}", "warning", str(problem or record(f"files.{state}")))


def extract(given: Inputs) -> Tables:
    """Read every file of these years that has not been read by this reader yet, and commit as it goes."""
    to_read = given.tables["files"].filter(pl.col("state").is_null())
    rows = to_read.select("sha256", "path", "format", "accession_year").iter_rows()
    wanted = {row[0]: Wanted(*row[:2], *map(sys.intern, row[2:])) for row in rows}
    if given.may_read:
        _forget_stale(given, wanted)
        done = set(given.lake.read("texts", years=given.years, columns=["sha256"]).get_column("sha256"))
        _read_files(given, {sha256: wanted[sha256] for sha256 in sorted(wanted) if sha256 not in done})
        _read_scans(given, wanted)
        mask_in_lake(given.lake)
    columns = ["sha256", "accession_year", "page_texts", "remarks", "state", "problem"]
    texts = given.lake.read("texts", years=given.years, columns=columns)
    texts = texts.filter(pl.col("sha256").is_in(list(wanted)))
    return {"pages": frame(_page_rows(texts)), "remarks": frame(_text_remarks(texts))}


def _forget_stale(given: Inputs, wanted: Mapping[str, Wanted]) -> None:
    """Drop what stands no longer: read by an older reader, refused or locked under other terms, of another year."""
    limited = limits(given.settings)
    known = given.lake.read("texts", columns=["sha256", "accession_year", "reader", "reader_version", "state"])
    stale = [
        row["sha256"]
        for row in known.iter_rows(named=True)
        if row["sha256"] in wanted
        and row["state"] != FileState.QUARANTINED  # nothing of it is read again, and its name is gone
        and (
            (row["state"] == FileState.DAMAGED and not row["reader"])  # the file was gone, or the process
            or not is_current(row["reader"], row["reader_version"], limited.terms_of(row["state"]))
            or row["accession_year"] != wanted[row["sha256"]].accession_year
        )
    ]
    given.lake.delete("texts", "sha256", stale)


def _read_files(given: Inputs, todo: Mapping[str, Wanted]) -> None:
    batch: list[dict[str, object]] = []
    characters = 0
    last = time.monotonic()
    given.report.advanced(0, len(todo))
    if not todo:
        return
    scratch = given.home.scratch
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        limited = limits(given.settings)
        jobs = _jobs(given.home.inbox, todo.values(), scratch, limited)
        with Workers(given.settings.workers, limits=limited) as workers:
            for number, (job, extraction) in enumerate(workers.run(jobs), start=1):
                version = stamp(extraction.reader, limited.terms_of(extraction.state))
                batch.append(_text_row(todo[job.key], extraction, version))
                characters += len(extraction.text)
                if job.path.is_relative_to(scratch):
                    job.path.unlink(missing_ok=True)
                is_full = len(batch) >= BATCH_FILES or characters >= BATCH_CHARACTERS
                if is_full or time.monotonic() - last > BATCH_SECONDS:
                    given.lake.append("texts", frame(batch))
                    batch, characters, last = [], 0, time.monotonic()
                given.report.advanced(number, len(todo))
        given.lake.append("texts", frame(batch))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _read_scans(given: Inputs, wanted: Mapping[str, Wanted]) -> None:
    """Put what recognition makes of scans in the place of what was known of them, and commit as it goes."""
    for portion in read_scans(given, wanted, limits=limits(given.settings)):
        rows = [_text_row(wanted[read.sha256], read.extraction, read.version) for read in portion]
        secret = [read.sha256 for read in portion if read.extraction.state is FileState.QUARANTINED]
        given.lake.purge("texts", "sha256", secret)
        given.lake.delete("texts", "sha256", [read.sha256 for read in portion])
        given.lake.append("texts", frame(rows))


def _jobs(inbox: Path, todo: Iterable[Wanted], scratch: Path, limited: Limits) -> Iterator[Job]:
    """Yield every file with its bytes at hand, each archive opened once."""
    by_path = {one.path: one for one in todo}
    for path, file in materialise(inbox, by_path, scratch, limits=limited):
        yield Job(by_path[path].sha256, file, by_path[path].format, path)


def _text_row(file: Wanted, extraction: Extraction, version: str) -> dict[str, object]:
    return {
        "sha256": file.sha256,
        "accession_year": file.accession_year,
        "reader": extraction.reader,
        "reader_version": version,
        "state": str(extraction.state),
        "problem": extraction.problem,
        "advice": extraction.advice,
        "pages": extraction.page_count,
        "pages_read": len([page for page in extraction.pages if page.method != "none"]) if extraction.pages else None,
        "text": extraction.text,
        "page_texts": _json([[one.page, one.method, one.start, one.end, one.confidence] for one in extraction.pages]),
        "format": extraction.format,
        "metadata": _json([[str(one.witness), one.key, one.value] for one in extraction.metadata]),
        "remarks": _json([[one.code, one.severity, one.message, one.evidence] for one in extraction.remarks]),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _page_rows(texts: pl.DataFrame) -> Iterator[dict[str, object]]:
    for row in texts.iter_rows(named=True):
        for page, method, start, end, confidence in json.loads(row["page_texts"] or "[]"):
            yield {
                "sha256": row["sha256"],
                "page": page,
                "method": method,
                "confidence": confidence,
                "text_start": start,
                "text_end": end,
                "accession_year": row["accession_year"],
            }


def _text_remarks(texts: pl.DataFrame) -> Iterator[dict[str, str]]:
    for row in texts.iter_rows(named=True):
        remarks = [Remark(*one) for one in json.loads(row["remarks"] or "[]")]
        if row["state"] in _TOLD:
            remarks.append(_told(row["state"], row["problem"]))
        yield from remark_rows("extract", remarks, table="texts", row=row["sha256"], year=row["accession_year"])


def list_catalogue(given: Inputs) -> Tables:
    """List every entry of every catalogue."""
    if not given.home.catalogue.is_dir():
        return {"catalogue": pl.DataFrame()}
    read = read_catalogues_apart(given.home.catalogue, limits=limits(given.settings))
    remarks = remark_rows("list_catalogue", read.remarks, table="catalogue", row="", year="")
    return {"catalogue": frame(asdict(one) for one in read.entries), "remarks": frame(remarks)}
