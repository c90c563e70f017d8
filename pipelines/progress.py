"""How a run shows that it goes on: a bar with the time that is left at a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gongwen.messages import say
from pipelines.plan import STEPS, Step

if TYPE_CHECKING:
    from rich.progress import Progress

_NUMBER = {step.name: f"{number:>2}/{len(STEPS)}" for number, step in enumerate(STEPS, start=1)}


def _line(step: Step, rows_in: int, rows_out: int, *, fresh: bool) -> str:
    name = say(f"steps.{step.name}")
    key = "run.step_done" if fresh else "run.step_unchanged"
    return say(key, number=_NUMBER[step.name], name=name, rows_in=f"{rows_in:,}", rows_out=f"{rows_out:,}")


class PlainProgress:
    """A line when a step has ended, and now and then one about files."""

    def __init__(self) -> None:
        self._told = 0

    def started(self, step: Step, years: Sequence[str]) -> None:
        """Nothing to say yet."""
        self._told = 0

    def advanced(self, done: int, total: int) -> None:
        """Say every tenth part of the files."""
        if total and done * 10 // total > self._told:
            self._told = done * 10 // total
            print(say("run.files_done", done=done, total=total), file=sys.stderr)

    def finished(self, step: Step, rows_in: int, rows_out: int, *, fresh: bool) -> None:
        """Say what came in and what went out."""
        print(_line(step, rows_in, rows_out, fresh=fresh), file=sys.stderr)


class BarProgress:
    """A bar over the steps, and one over the files while they are read."""

    def __init__(self, bars: "Progress") -> None:
        self._bars = bars
        self._steps = bars.add_task(say("run.all_steps"), total=len(STEPS))
        self._files = bars.add_task(say("run.files"), total=None, visible=False)

    def started(self, step: Step, years: Sequence[str]) -> None:
        """Name the step on the bar."""
        self._bars.update(self._steps, description=say(f"steps.{step.name}"))

    def advanced(self, done: int, total: int) -> None:
        """Move the bar of the files."""
        self._bars.update(self._files, completed=done, total=total, visible=total > 0)

    def finished(self, step: Step, rows_in: int, rows_out: int, *, fresh: bool) -> None:
        """Leave a line above the bar and move it."""
        self._bars.console.print(_line(step, rows_in, rows_out, fresh=fresh), highlight=False)
        self._bars.update(self._files, visible=False)
        self._bars.advance(self._steps)


@contextmanager
def progress() -> Iterator[PlainProgress | BarProgress]:
    """Show how the run goes on for the length of the block, on standard error."""
    if not sys.stderr.isatty():
        yield PlainProgress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield BarProgress(bars)
