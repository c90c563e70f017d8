"""What is there, what is missing, what to do with it: catalogue matched, series checked, candidates proposed."""

import polars as pl

from checks.cleanup import propose as propose_candidates
from checks.coverage import annual_report, coverage, milestones
from checks.gaps import gaps
from checks.matches import match
from pipelines.runner import Inputs, Tables


def reconcile(given: Inputs) -> Tables:
    """Check what is held against the catalogue and against the number series."""
    read = given.tables
    return {}


def propose(given: Inputs) -> Tables:
    """Propose what to do with each instrument in scope of a cleanup."""
    return {}
