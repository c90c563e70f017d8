"""What is there, what is missing, what to do with it: catalogue matched, series checked, candidates proposed."""

from collections.abc import Iterator

import polars as pl

from checks.annual import annual_report
from checks.campaigns import campaign_base, campaigns
from checks.cleanup import propose as propose_candidates
from checks.coverage import coverage, milestones
from checks.gaps import absurd_serials, gaps
from checks.matches import match
from gongwen.messages import record
from gongwen.model import Remark
from pipelines.runner import Inputs, Tables
from pipelines.steps.intake import frame, remark_rows

FIRST_YEAR = 2005  # 信息梳理: everything since 2005


def reconcile(given: Inputs) -> Tables:
    """Check what is held against the catalogue and against the number series."""
    read = given.tables
    catalogue, documents, carried = read["catalogue"], read["documents"], read["instrument_documents"]
    decisions = read["decisions"]
    matches = match(
        catalogue,
        documents,
        carried,
        years_read=given.years_read,
        years_handed_in=sorted(set(read["files"].get_column("accession_year"))),
        decided=_results(decisions, "match"),
    )
    remarks = [*absurd_serials(documents, catalogue), *_years_without_papers(given)]
    return {
        "matches": matches,
        "gaps": gaps(documents, catalogue, read["citations"], answers=_results(decisions, "gap")),
        "coverage": coverage(documents, catalogue, matches, instrument_documents=carried),
        "milestones": milestones(documents, catalogue, matches, decisions, instrument_documents=carried),
        "annual_report": annual_report(read["instruments"], read["statuses"], as_of=given.settings.as_of),
        "remarks": frame(remark_rows("reconcile", remarks, table="gaps", row="", year="")),
    }


def _years_without_papers(given: Inputs) -> Iterator[Remark]:
    """Yield each year of the stocktaking of which nothing was handed in, between the first and the last that was."""
    years = {int(year) for year in given.tables["documents"].get_column("year").drop_nulls()}
    span = [year for year in years if FIRST_YEAR <= year <= given.settings.as_of.year]
    for year in range(min(span, default=0), max(span, default=-1) + 1):
        if year not in years:
            yield Remark("coverage_year_empty", "notice", record("catalogue.year_empty", year=year))


def propose(given: Inputs) -> Tables:
    """Propose what to do with each instrument in scope of a cleanup."""
    read = given.tables
    candidates = propose_candidates(
        instruments=read["instruments"],
        statuses=read["statuses"],
        events=read["events"],
        event_targets=read["event_targets"],
        pairs=read["pairs"],
        citations=read["citations"],
        documents=read["documents"],
        decisions=read["decisions"],
        rules=read["rules"],
        instrument_documents=read["instrument_documents"],
        as_of=given.settings.as_of,
    )
    return {
        "candidates": candidates,
        "campaigns": campaigns(read["decisions"]),
        "campaign_base": campaign_base(read["decisions"], read["instruments"]),
    }


def _results(decisions: pl.DataFrame, kind: str) -> dict[str, str]:
    """Return what was last decided of each thing of the kind."""
    return dict(decisions.filter(pl.col("subject_kind") == kind).select("subject_key", "result").iter_rows())
