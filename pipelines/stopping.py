"""Why a run stopped, in words that say what to do, and the exit code for it: one table for every surface.

What is not listed here is a defect of the program and is left to show itself.
"""

import errno
from collections.abc import Iterator
from dataclasses import dataclass

from gongwen.messages import say
from ingest.collect import BooksDoNotBalance as WalkDoesNotBalance
from ingest.processes import ProcessesCannotStart
from pipelines.exit_codes import IN_USE, INTERRUPTED, UNBALANCED, WRONG_USAGE
from pipelines.home import Home
from pipelines.settings import WrongSettings
from pipelines.steps.closing import BlockedPublication, BooksDoNotBalance
from warehouse.decisions import ChainBroken
from warehouse.lake import LakeIsNewer, UnusableFolder
from warehouse.lock import HomeInUse, HomeNotWritable

_NO_ACCESS = "(os error 13)"
_NO_SPACE = ("No space left on device", "os error 28", "disk is full", "(errno 28)")


class MissingFolder(ValueError):
    """A folder that was named is not there."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What to tell people, and the exit code of the contract."""

    message: str
    code: int


def stop_of(error: BaseException, home: Home) -> Stop | None:
    """Return why the run over the home stopped; None where the error is not one that people can do something about."""
    match error:
        case MissingFolder() | WrongSettings():
            return Stop(str(error), WRONG_USAGE)
        case HomeInUse():
            return Stop(say("run.home_in_use", home=home.root), IN_USE)
        case LakeIsNewer():
            return Stop(say("run.lake_is_newer", home=home.root, found=error), WRONG_USAGE)
        case UnusableFolder():
            return Stop(say("run.unusable_folder", home=home.root.resolve(), sign=error), WRONG_USAGE)
        case BooksDoNotBalance() | WalkDoesNotBalance():
            return Stop(say("run.unbalanced", reason=error), UNBALANCED)
        case ChainBroken():
            return Stop(say("run.chain_broken", place=error), UNBALANCED)
        case BlockedPublication():
            return Stop(say("run.blocked", reason=error), UNBALANCED)
        case ProcessesCannotStart():
            return Stop(say("run.no_processes", reason=error), UNBALANCED)
        case KeyboardInterrupt():
            return Stop(say("run.interrupted"), INTERRUPTED)
    if any(_is_disk_full(one) for one in _chain(error)):
        return Stop(say("run.disk_full", home=home.root), UNBALANCED)
    if (refusal := next(filter(_is_refusal, _chain(error)), None)) is not None:
        return Stop(say("run.no_access", home=home.root, reason=refusal), WRONG_USAGE)
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_refusal(error: BaseException) -> bool:
    """Tell whether the system did not let us read or write: the lake says so in words alone."""
    is_named = isinstance(error, HomeNotWritable | PermissionError)
    return is_named or (isinstance(error, OSError) and error.errno == errno.EROFS) or _NO_ACCESS in str(error)


def _is_disk_full(error: BaseException) -> bool:
    """Tell whether the disk was full: each library below says so in its own way."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return any(words in str(error) for words in _NO_SPACE)
