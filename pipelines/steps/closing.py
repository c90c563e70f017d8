"""The end of a run: everything tested, every finding gathered, and the publication made if nothing forbids it."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

import polars as pl

from checks.data_tests import run_data_tests
from gongwen.findings import owner_of
from gongwen.model import FileState
from pipelines.checking import Checked, checked
from pipelines.expecting import counts_before, expected
from pipelines.report_page import ensure_report
from pipelines.runner import Inputs, Tables
from pipelines.states import combine, package_digest
from pipelines.steps.intake import frame
from pipelines.steps.masking import without_personal_numbers
from pipelines.suite_page import ensure_suite_page
from warehouse.publish import Publications, Release
from warehouse.schema import REMARKS, conform, published


class BlockedPublication(RuntimeError):
    """A blocking check fails for these inputs; the last publication stays as it is."""


class BooksDoNotBalance(BlockedPublication):
    """A blocking check of the books fails: some path or document is not accounted for."""


def audit(given: Inputs) -> Tables:
    """Run every data test and every expectation over everything, and gather every finding."""
    remarks = _all_remarks(given.tables)
    tables = {name: table for name, table in given.tables.items() if not name.startswith(REMARKS)}
    tables |= {"remarks": remarks, "files": files_as_published(given)}
    keys = {one.name: one.keys for one in published() if one.name in tables}
    # The last publication is looked at but is no reason to audit again: a run with nothing new must change nothing.
    before = counts_before(Publications(given.home.published).history())
    said = checked(run_data_tests(tables, keys), expected(given.lake, tables, before))
    checks = [
        {
            "check_name": one.check.name,
            "kind": one.check.kind,
            "severity": one.check.severity,
            "passed": one.failing_rows == 0,
            "failing_rows": one.failing_rows,
            "message": one.check.message,
        }
        for one in said
    ]
    return {"checks": frame(checks), "findings": _findings(remarks, said, given.tables["decisions"])}


def _all_remarks(tables: Tables) -> pl.DataFrame:
    kept = [table for name, table in sorted(tables.items()) if name.startswith(REMARKS) and table.height]
    whole = pl.concat(kept) if kept else conform(REMARKS, pl.DataFrame())
    return whole.with_columns(pl.col("row_id").fill_null(""), pl.col("evidence").fill_null(""))


def _findings(remarks: pl.DataFrame, checks: list[Checked], decisions: pl.DataFrame) -> pl.DataFrame:
    answers = {
        row["subject_key"]: row["result"]
        for row in decisions.filter(pl.col("subject_kind") == "finding").iter_rows(named=True)
    }
    rows: dict[str, dict[str, object]] = {}
    for said in [*remarks.iter_rows(named=True), *_violations(checks)]:
        told = (said["code"], said["table_name"], said["row_id"], said["message"], said["evidence"])
        finding_id = hashlib.sha256("\x1f".join(str(one) for one in told).encode()).hexdigest()[:20]
        answer = answers.get(finding_id)
        rows[finding_id] = {
            "finding_id": finding_id,
            "code": said["code"],
            "severity": said["severity"],
            "table_name": said["table_name"],
            "row_id": said["row_id"],
            "message": said["message"],
            "evidence": said["evidence"],
            "owner": owner_of(str(said["code"])),
            "state": "open" if answer is None else "answered",
            "answer": answer,
        }
    return frame(rows.values())


def _violations(checks: list[Checked]) -> Iterator[dict[str, str]]:
    for one in checks:
        for row, value in one.rows:
            yield {
                "code": f"check_{one.check.name}",
                "severity": "error" if one.check.blocking else "warning",
                "table_name": one.check.table,
                "row_id": row,
                "message": one.check.message,
                "evidence": value,
            }


def files_as_published(given: Inputs) -> pl.DataFrame:
    """Return every path with what has become of it by now: walked, and read where its year has been read."""
    keys = ["sha256", "accession_year"]  # what was read in one year is not read in the year to which it has moved
    columns = ["state", "problem", "advice", "reader", "format", "pages", "pages_read"]
    texts = given.lake.read("texts", columns=[*keys, *columns, "text"])
    read = texts.select(
        *keys,
        *(pl.col(name).alias(f"read_{name}") for name in columns),
        text_chars=pl.col("text").str.len_chars().cast(pl.Int64),
    )
    joined = (
        given.tables["files"]
        .drop("reader", "pages", "pages_read", "text_chars")
        .join(read, on=keys, how="left", maintain_order="left", validate="m:1")
    )
    first = pl.col("state").is_null()  # the walk has left it to the readers

    def settled(name: str) -> pl.Expr:
        said = pl.col(f"read_{name}")
        return pl.when(first & said.is_not_null() & (said != "")).then(said).otherwise(pl.col(name)).alias(name)

    only_read = [
        pl.when(first).then(pl.col(name)).alias(name.removeprefix("read_"))
        for name in ("read_reader", "read_pages", "read_pages_read", "text_chars")
    ]
    whole = joined.select(
        "path", "sha256", "accession_year", "bytes", "same_as", "first_seen", "last_seen", "submitted_by",
        *only_read, *(settled(name) for name in ("state", "problem", "advice", "format")),
    )  # fmt: skip
    return conform("files", whole.with_columns(pl.col("state").fill_null(str(FileState.NOT_YET_READ))))


def publish(given: Inputs) -> Tables:
    """Publish everything as one read-only file; refuses while a blocking check fails."""
    failing = given.tables["checks"].filter((pl.col("severity") == "blocking") & ~pl.col("passed"))
    if failing.height:
        names = "；".join(f"{row['message']}（{row['failing_rows']}）" for row in failing.iter_rows(named=True))
        broken = BooksDoNotBalance if "balance" in failing.get_column("kind") else BlockedPublication
        raise broken(names)
    made = {one.name: conform(one.name, given.tables.get(one.name, pl.DataFrame())) for one in published()}
    made["files"] = files_as_published(given)
    decisions = given.tables["decisions"]
    release = Release(
        as_of=given.settings.as_of,
        published_at=datetime.now(UTC).replace(tzinfo=None),
        code_version=combine(
            package_digest(name) for name in ("gongwen", "ingest", "checks", "warehouse", "pipelines")
        ),
        inbox_hash=given.outside["inbox"],
        rules_hash=combine([package_digest("gongwen")]),
        years_read=given.years_read,
        decisions_head=decisions.get_column("row_hash")[-1] if decisions.height else "",
        decisions_count=decisions.height,
    )
    publication = Publications(given.home.published).publish(
        without_personal_numbers(made), release, keep=given.settings.keep_publications, key=given.key
    )
    ensure_report(publication)
    ensure_suite_page(publication)
    return {}
