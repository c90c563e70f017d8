"""``dishu check``: the data tests and the expectations run again over the newest publication, and what they say.

Nothing that the publication says of its own checks is believed: everything is computed anew from its rows, and where
the two differ, that is said.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from checks.data_tests import run_data_tests
from checks.expectation_frames import under_test
from checks.expectation_suites import suites
from checks.expectations import run_suite
from gongwen.messages import language, say
from pipelines.checking import Checked, checked, planned_checks
from pipelines.exit_codes import NEEDS_A_PERSON, OK, UNBALANCED, WRONG_USAGE
from pipelines.expecting import counts_before
from pipelines.opening import NothingPublished, newest, open_locked
from pipelines.suite_page import results_of, suite_page, write_suite_page
from warehouse.schema import published, table

SHOWN_ROWS = 10  # of one check at the terminal; the page has more
_OF_THE_PUBLICATION = ("checks", "findings", "publications")  # about the other tables, made behind them


def check(home: Path) -> int:
    """Check the newest publication of the home, print what came of it and write the page; return the exit code."""
    try:
        publication = newest(home)
    except NothingPublished as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    recorded, results = results_of(publication), recheck(publication)
    _print(publication, results, recorded)
    _write(publication, suite_page(publication, results, recorded))
    failing = [one.check.blocking for one in results if one.failing_rows]
    return UNBALANCED if any(failing) else NEEDS_A_PERSON if failing else OK


def _write(publication: Path, page: str) -> None:
    try:
        path = write_suite_page(publication, page)
    except OSError as error:  # an auditor may have been given the folder read-only
        print(say("check.no_page", reason=error), file=sys.stderr)
    else:
        print(say("check.page", path=path))


def recheck(publication: Path) -> list[Checked]:
    """Return what every check says of the rows of the publication, sorted by name."""
    with open_locked(publication) as connection:
        tables = {
            one.name: connection.sql(f"SELECT * FROM {one.name} ORDER BY {', '.join(one.keys)}").pl()
            for one in published()
            if one.name not in _OF_THE_PUBLICATION
        }
        remarks = connection.sql("SELECT * FROM findings WHERE NOT starts_with(code, 'check_')").pl()
        history = connection.sql("SELECT run_id, row_counts FROM publications").pl()
    planned = {one.name for one in planned_checks()}
    keys = {name: table(name).keys for name in tables if f"key_{name}" in planned}
    before = counts_before(history, str(history.get_column("run_id").max()))
    tests = run_data_tests({**tables, "remarks": remarks}, keys)
    return checked(tests, (one for suite in suites() for one in run_suite(suite, under_test(suite, tables, before))))


def _print(publication: Path, results: Sequence[Checked], recorded: Sequence[Checked]) -> None:
    words = {one.name: one.message for one in planned_checks(say)}
    failing = [one for one in results if one.failing_rows]
    print(say("check.heading", path=publication, tests=_count(results, expected=False), expected=_count(results)))
    for one in sorted(failing, key=lambda one: not one.check.blocking):
        severity = say(f"check.severity_{one.check.severity}")
        print(
            f"✗ [{severity}] {_named(one)}: {words[one.check.name]}  {say('check.rows_fail', count=one.failing_rows)}"
        )
        for row, value in one.rows[:SHOWN_ROWS]:
            print("    " + "".join(letter if letter.isprintable() else " " for letter in f"{row}  {value}".rstrip()))
        if len(one.rows) > SHOWN_ROWS:
            print("    …")
    then = {one.check.name: one.failing_rows for one in recorded}
    for one in results:
        if then.get(one.check.name, one.failing_rows) != one.failing_rows:
            said = f"{_named(one)}: {words[one.check.name]}"
            print("≠ " + say("check.differs", check=said, then=then[one.check.name], now=one.failing_rows))
    blocking = sum(one.check.blocking for one in failing)
    told = "blocking" if blocking else "warning" if failing else "passed"
    print(say(f"check.verdict_{told}"))


def _named(one: Checked) -> str:
    return one.check.table if language() == "en" else table(one.check.table).chinese


def _count(results: Sequence[Checked], *, expected: bool = True) -> int:
    return sum((one.check.kind == "expectation") is expected for one in results)
