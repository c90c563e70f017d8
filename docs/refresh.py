"""Writes what the READMEs and the tutorials show anew from the sample city, and the data dictionary from the tables.

    python docs/refresh.py

Tests hold that these pages show what happens; after a change that is meant, this brings them up to date. Read the
difference before it is committed. Output with a gap (``…``) is left as it stands.
"""

import io
import os
import re
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import console
import dictionary

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SAMPLE = ROOT / "data" / "sample"
INPUT = ("--inbox", str(SAMPLE / "inbox"), "--catalogue", str(SAMPLE / "catalogue"))
QUERY = re.compile(r'(^```\n\$ dishu query --home \.demo --csv "(.*?)"\n).*?(^```)', re.M | re.S)
SUMMARY = re.compile(r"(^```\n)(?:文件|files).*?(^```)", re.M | re.S)


def told(*arguments: str) -> str:
    """Return what the command prints."""
    from pipelines.cli import main

    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        main(arguments)
    return out.getvalue()


def refresh_readme(name: str, language: str, home: Path) -> None:
    """Rewrite the blocks of one README."""
    os.environ["DISHU_LANG"] = language
    summary = "\n".join(told("run", "--home", str(home), *INPUT).splitlines()[:5]) + "\n"
    path = ROOT / name
    text = path.read_text(encoding="utf-8")
    text = SUMMARY.sub(lambda found: found[1] + summary + found[2], text)
    text = QUERY.sub(lambda found: found[1] + told("query", "--csv", "--home", str(home), found[2]) + found[3], text)
    path.write_text(text, encoding="utf-8")


def refresh_tutorial(path: Path, outputs: list[tuple[console.Step, str]]) -> None:
    """Put what every step of a tutorial prints in the place of what is shown."""
    page, new, at = path.read_text(encoding="utf-8"), "", 0
    for step, output in outputs:
        keep = not step.shown or re.search("^…$", step.shown, re.M)
        new += page[at : step.start] + (step.shown if keep else output)
        at = step.end
    path.write_text(new + page[at:], encoding="utf-8")


def main() -> None:
    """Run the sample once and rewrite every page that shows it."""
    dictionary.main()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        told("run", "--home", str(home), "--as-of", "2021-12-31", *INPUT)
        refresh_readme("README.md", "en", home)
        refresh_readme("README.zh-CN.md", "zh", home)
        outputs = console.work(ROOT, Path(folder), demo=home, python=sys.executable)
        for name, done in outputs.items():
            refresh_tutorial(ROOT / "docs" / "tutorial" / f"{name}.md", done)


if __name__ == "__main__":
    main()
