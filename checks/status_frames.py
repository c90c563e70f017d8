"""The periods of all instruments as the tables of the contract. Nothing is decided here."""

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from checks.status_timeline import Period
from checks.status_turns import Turn
from gongwen.model import Status

_STANDING: dict[str, pl.DataType] = {
    "rule": pl.String(),
    "because": pl.List(pl.String()),
    "confidence": pl.Float64(),
    "open_questions": pl.List(pl.String()),
}
_PERIODS = pl.Schema(
    {"instrument_id": pl.String(), "valid_from": pl.Date(), "valid_to": pl.Date(), "status": pl.String(), **_STANDING}
)
_STATUSES = pl.Schema({"instrument_id": pl.String(), "status": pl.String(), "since": pl.Date(), **_STANDING})
REMARKS = pl.Schema({name: pl.String() for name in ("code", "severity", "table_name", "row_id", "message", "evidence")})


def period_frame(periods: Sequence[Period]) -> pl.DataFrame:
    """Return the periods as the table ``status_periods``."""
    rows = [
        (
            one.instrument_id,
            one.first,
            one.last,
            str(one.status),
            one.rule,
            list(one.because),
            one.confidence,
            list(one.questions),
        )
        for one in periods
    ]
    return pl.DataFrame(rows, schema=_PERIODS, orient="row").sort("instrument_id", "valid_from")


def status_frame(periods: Sequence[Period], as_of: date) -> pl.DataFrame:
    """Return the standing of every instrument on the day as the table ``statuses``."""
    by_instrument: dict[str, list[Period]] = {}
    for period in periods:
        by_instrument.setdefault(period.instrument_id, []).append(period)
    rows = [_status_row(own, as_of) for _, own in sorted(by_instrument.items())]
    return pl.DataFrame(rows, schema=_STATUSES, orient="row")


def _status_row(own: Sequence[Period], as_of: date) -> tuple[object, ...]:
    past = [period for period in own if period.first <= as_of]
    if not past:
        return own[0].instrument_id, str(Status.NOT_YET_IN_FORCE), None, "not_yet_made", [], 0.95, []
    now = past[-1]
    since = now.first
    for period in reversed(past):
        if period.status != now.status:
            break
        since = period.first
    return now.instrument_id, str(now.status), since, now.rule, list(now.because), now.confidence, list(now.questions)


_ASKED = {  # what a turn asks and a person should look at even where the standing is not touched: code, severity
    "no_power": ("status_no_power", "warning"),
    "ending_undated": ("status_ending_undated", "warning"),
    "ending_reported": ("status_ending_reported", "notice"),
    "scope_undetermined": ("status_scope_undetermined", "notice"),
    "condition_open": ("status_condition_open", "notice"),
}


def remark_frame(turns: Iterable[Turn], periods: Iterable[Period], as_of: date) -> pl.DataFrame:
    """Return what a person should look at: contradictions, endings that cannot be told, and those without effect."""
    rows = set()
    for turn in turns:
        if turn.rule in _ASKED and turn.day <= as_of:
            code, severity = _ASKED[turn.rule]
            message = "；".join(turn.questions)
            rows.add((code, severity, "instruments", turn.instrument_id, message, "、".join(turn.because)))
    for period in periods:
        current = period.first <= as_of and (period.last is None or period.last >= as_of)
        if current and (period.status is Status.DISPUTED or period.rule == "unclear_ending"):
            code = "status_disputed" if period.status is Status.DISPUTED else "status_unclear"
            message = "；".join(period.questions)
            rows.add((code, "warning", "statuses", period.instrument_id, message, "、".join(period.because)))
    return pl.DataFrame(sorted(rows), schema=REMARKS, orient="row")
