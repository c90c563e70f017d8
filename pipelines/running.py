"""``dishu run``: the home prepared and held, the steps run, and what came of it said plainly."""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from gongwen.messages import say
from ingest.containers import openers
from ingest.ocr import OCR_VERSION, is_available
from pipelines.exit_codes import DAMAGED_INPUT, NEEDS_A_PERSON, OK
from pipelines.home import Home, home_at
from pipelines.progress import progress
from pipelines.report_page import ensure_report
from pipelines.runner import Reporter, Run
from pipelines.settings import Settings, load, record_as_of
from pipelines.states import WHOLE
from pipelines.steps.intake import limits
from pipelines.stopping import MissingFolder, stop_of
from pipelines.suite_page import ensure_suite_page
from pipelines.summary import summary
from warehouse.decisions import DecisionStore
from warehouse.lake import Lake
from warehouse.lock import hold
from warehouse.publish import Publications


def run(
    root: Path, *, inbox: Path | None, catalogue: Path | None, as_of: date | None, years: frozenset[str] | None
) -> int:
    """Do the whole job on a home; return the exit code of the contract."""
    home = home_at(root, inbox=inbox, catalogue=catalogue)
    publications = Publications(home.published)
    try:
        with progress() as report, held(home, report, as_of=as_of, named_catalogue=catalogue is not None) as opened:
            before = publications.current()
            opened.chosen_years = years
            opened.steps()
    except (Exception, KeyboardInterrupt) as error:
        stop = stop_of(error, home)
        if stop is None:
            raise
        print(stop.message, file=sys.stderr)
        return stop.code
    return _told(publications, before, home)


@contextmanager
def held(home: Home, report: Reporter, *, as_of: date | None = None, named_catalogue: bool = False) -> Iterator[Run]:
    """Check the folders and the settings, hold the home and give the run over it for the length of the block.

    Nothing is written before all is found in order. What may be raised is listed in ``pipelines.stopping``.
    """
    _check_folders(home, named_catalogue=named_catalogue)
    Lake(home.lake).check_place()
    settings = load(home.root)
    home.root.mkdir(parents=True, exist_ok=True)
    with hold(home.root):
        Lake(home.lake).claim()
        yield open_run(home, report, settings=_with_day(home.root, settings, as_of))


def _check_folders(home: Home, *, named_catalogue: bool) -> None:
    if not home.inbox.is_dir():
        raise MissingFolder(say("run.no_inbox", path=home.inbox))
    if named_catalogue and not home.catalogue.is_dir():
        raise MissingFolder(say("run.no_catalogue", path=home.catalogue))
    if home.root.exists() and not home.root.is_dir():
        raise MissingFolder(say("run.home_is_a_file", path=home.root))
    if home.root.resolve().is_relative_to(home.inbox.resolve()):
        raise MissingFolder(say("run.home_in_inbox", home=home.root, inbox=home.inbox))


def _with_day(root: Path, settings: Settings, as_of: date | None) -> Settings:
    """Return the settings with the day of the run; a day that is new is recorded in the home."""
    day = as_of or (settings.as_of if settings.as_of != date.min else date.today())  # the one clock is set here
    if day != settings.as_of:
        record_as_of(root, day)
    return replace(settings, as_of=day)


def open_run(
    home: Home, report: Reporter, *, settings: Settings | None = None, years: frozenset[str] | None = None
) -> Run:
    """Return the run over a home as it stands now; whoever opens it holds the home."""
    chosen = settings or _with_day(home.root, load(home.root), None)
    decisions = DecisionStore(home.decisions).read()
    outside = {
        "inbox": tree_digest(home.inbox),
        "catalogue/": tree_digest(home.catalogue),
        "organs.csv": hashlib.sha256(home.organs.read_bytes()).hexdigest() if home.organs.is_file() else "",
        "decisions": str(decisions.get_column("row_hash")[-1]) if decisions.height else "",
        "as_of": chosen.as_of.isoformat(),
        "limits": f"{limits(chosen).terms()} {openers()}",
        "ocr": OCR_VERSION if chosen.ocr and is_available() else "",
    }
    run = Run(home, chosen, outside, report, decisions=decisions, chosen_years=years)
    if Publications(home.published).current() is None:
        run.states.remember("publish", {}, forget=[WHOLE])
    return run


def _told(publications: Publications, before: Path | None, home: Home) -> int:
    newest = publications.current()
    assert newest is not None  # publish either made one or raised
    ensure_report(newest)  # a run that was killed behind the publication may have left them out
    ensure_suite_page(newest)
    told = summary(newest, home=home, is_new=newest != before)
    print(told.text)
    if told.damaged:
        return DAMAGED_INPUT
    return NEEDS_A_PERSON if told.open_findings else OK


def tree_digest(folder: Path) -> str:
    """Return one digest over every path below the folder and its bytes; "" where there is no such folder."""
    if not folder.is_dir():
        return ""
    hasher = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda one: one.as_posix()):
        name = path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
        hasher.update(name + b"\0")
        try:
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    hasher.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:  # it gets a row that says so, and is looked at again once it can be read
            hasher.update(f"\0{error.errno}".encode())
    return hasher.hexdigest()
