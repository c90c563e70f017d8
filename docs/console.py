"""Runs what the tutorials show: the blocks marked ``console``, each ``$ command`` with the output printed below it.

Where no output is printed none is compared; a line ``…`` stands for any lines. Tests and ``docs/refresh.py`` both go
this way: a tutorial cannot show what does not happen.
"""

import io
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
_GAP = "…"
# What the caller has done already: the machine set up, and the second home of the auditor, whose place the general
# office's takes (the same papers, handed in and read in two parts).
DONE_BEFORE = ("alias ", "python3 bootstrap.py ", "dishu run --home again ")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a page and the output printed below it, with the place of that output in the page."""

    command: str
    shown: str
    start: int
    end: int

    def is_shown_by(self, output: str) -> bool:
        """Whether the output is what the page prints, gaps allowed."""
        if not self.shown:
            return True
        pieces = [re.escape(piece) for piece in re.split(rf"^{_GAP}\n", self.shown, flags=re.M)]
        return re.fullmatch(r"(?:.*\n)*?".join(pieces), output) is not None


def steps(page: str) -> Iterator[Step]:
    """Yield the steps of all console blocks of a page, in order; a command lasts until its quotes are closed."""
    for block in _BLOCK.finditer(page):
        lines = [(found[0], block.start(1) + found.end()) for found in re.finditer(r".*\n", block[1])]
        while lines:
            line, start = lines.pop(0)
            assert line.startswith("$ "), f"output before a command: {line!r}"
            command, shown = line[2:], ""
            while not _is_whole(command) and lines:
                line, start = lines.pop(0)
                command += line
            while lines and not lines[0][0].startswith("$ "):
                shown += lines.pop(0)[0]
            yield Step(command.rstrip("\n"), shown, start, start + len(shown))


def _is_whole(command: str) -> bool:
    here = re.search(r"<<'(\w+)'", command)
    if here:
        return f"\n{here[1]}\n" in command
    try:
        shlex.split(command)
    except ValueError:
        return False
    return not command.endswith("\\\n")


@dataclass(slots=True)
class Shell:
    """A terminal in a folder: ``dishu`` runs in this process, all else in bash; it remembers the last exit code."""

    folder: Path
    code: int = 0

    def __call__(self, command: str) -> str:
        """Run one command and return what it prints; progress of a run is left out."""
        if command.startswith(DONE_BEFORE):
            return ""
        if command == "echo $?":
            return f"{self.code}\n"
        if command.startswith("dishu ") and not re.search("[|>]", _QUOTED.sub("", command)):
            return self._dishu(shlex.split(command)[1:])
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        self.code = done.returncode
        return done.stdout + done.stderr

    def _dishu(self, arguments: list[str]) -> str:
        from pipelines.cli import main

        out, err = io.StringIO(), io.StringIO()
        with chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
            try:
                self.code = main(arguments)
            except SystemExit as stop:
                self.code = stop.code if isinstance(stop.code, int) else 1
        return out.getvalue() + ("" if arguments[0] == "run" else err.getvalue())


def work(root: Path, folder: Path, *, demo: Path, python: str) -> dict[str, list[tuple[Step, str]]]:
    """Work through every tutorial, each in a folder like a clone in which the sample city has been run (``demo``)."""
    done: dict[str, list[tuple[Step, str]]] = {}
    again = folder / "again"
    for name in ("general-office", "justice-bureau", "auditor"):
        shell = _terminal(folder / name, root=root, demo=demo, python=python)
        if again.is_dir():
            (shell.folder / "again").symlink_to(again)
        done[name] = []
        for step in steps((root / "docs" / "tutorial" / f"{name}.md").read_text(encoding="utf-8")):
            done[name].append((step, shell(step.command)))
            if step.command == "dishu run --home office" and not again.is_dir():
                shutil.copytree(shell.folder / "office" / "published", again / "published", symlinks=True)
    return done


def _terminal(folder: Path, *, root: Path, demo: Path, python: str) -> Shell:
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / "data").symlink_to(root / "data")
    (folder / ".demo").symlink_to(demo)
    launcher = folder / ".venv" / "bin" / "python"
    launcher.write_text(f'#!/bin/sh\nexec "{python}" "$@"\n', encoding="utf-8")
    launcher.chmod(0o755)
    return Shell(folder)
