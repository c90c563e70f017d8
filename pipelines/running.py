"""``dishu run``: the home prepared and held, the steps run, and what came of it said plainly."""

import hashlib
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from gongwen.messages import say
from ingest.catalogue import NoRecognisableHeader, UnreadableCatalogue
from ingest.collect import BooksDoNotBalance as WalkDoesNotBalance
from pipelines.exit_codes import DAMAGED_INPUT, IN_USE, INTERRUPTED, NEEDS_A_PERSON, OK, UNBALANCED, WRONG_USAGE
from pipelines.home import Home, home_at
from pipelines.progress import progress
from pipelines.runner import Reporter, Run
from pipelines.settings import Settings, WrongSettings, load, record_as_of
from pipelines.states import WHOLE
from pipelines.steps.closing import BlockedPublication, BooksDoNotBalance
from pipelines.summary import summary
from warehouse.decisions import ChainBroken, DecisionStore
from warehouse.lock import HomeInUse, hold
from warehouse.publish import Publications


class MissingFolder(ValueError):
    """A folder that was named is not there."""


def run(
    root: Path, *, inbox: Path | None, catalogue: Path | None, as_of: date | None, years: frozenset[str] | None
) -> int:
    """Do the whole job on a home; return the exit code of the contract."""
    home = home_at(root, inbox=inbox, catalogue=catalogue)
    try:
        _check_folders(home, named_catalogue=catalogue is not None)
        settings = load(root)
        root.mkdir(parents=True, exist_ok=True)
        with hold(root):
            return _run_held(home, _with_day(root, settings, as_of), years)
    except (MissingFolder, WrongSettings, NoRecognisableHeader, UnreadableCatalogue) as error:
        return _stopped(str(error), WRONG_USAGE)
    except HomeInUse:
        return _stopped(say("run.home_in_use", home=root), IN_USE)
    except (BooksDoNotBalance, WalkDoesNotBalance) as error:
        return _stopped(say("run.unbalanced", reason=error), UNBALANCED)
    except ChainBroken as error:
        return _stopped(say("run.chain_broken", place=error), UNBALANCED)
    except BlockedPublication as error:
        return _stopped(say("run.blocked", reason=error), UNBALANCED)
    except KeyboardInterrupt:
        return _stopped(say("run.interrupted"), INTERRUPTED)


def _stopped(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


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
        "decisions": str(decisions.get_column("row_hash")[-1]) if decisions.height else "",
        "as_of": chosen.as_of.isoformat(),
    }
    run = Run(home, chosen, outside, report, decisions=decisions, chosen_years=years)
    if Publications(home.published).current() is None:
        run.states.remember("publish", {}, forget=[WHOLE])
    return run


def _run_held(home: Home, settings: Settings, years: frozenset[str] | None) -> int:
    publications = Publications(home.published)
    before = publications.current()
    with progress() as report:
        open_run(home, report, settings=settings, years=years).steps()
    newest = publications.current()
    assert newest is not None  # publish either made one or raised
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
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                hasher.update(hashlib.file_digest(file, "sha256").digest())
    return hasher.hexdigest()
