"""Writes what the READMEs show anew from the sample city: the last lines of the run and the answer of every query.

    python docs/refresh.py

A test holds that the READMEs show what the sample gives; after a change that is meant, this brings them up to date.
"""

import io
import os
import re
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SAMPLE = ROOT / "data" / "sample"
QUERY = re.compile(r'(^```\n\$ dishu query --home \.demo --csv "(.*?)"\n).*?(^```)', re.M | re.S)
SUMMARY = re.compile(r"(^```\n)(?:文件|files).*?(^```)", re.M | re.S)


def told(*arguments: str) -> str:
    """Return what the command prints."""
    from pipelines.cli import main

    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        main(arguments)
    return out.getvalue()


def refresh(name: str, language: str, home: Path) -> None:
    """Rewrite the blocks of one README."""
    os.environ["DISHU_LANG"] = language
    run = told("run", "--home", str(home), "--inbox", str(SAMPLE / "inbox"), "--catalogue", str(SAMPLE / "catalogue"))
    summary = "\n".join(run.splitlines()[:5]) + "\n"
    path = ROOT / name
    text = path.read_text(encoding="utf-8")
    text = SUMMARY.sub(lambda found: found[1] + summary + found[2], text)
    text = QUERY.sub(lambda found: found[1] + told("query", "--csv", "--home", str(home), found[2]) + found[3], text)
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Run the sample once and rewrite both READMEs."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        told(
            "run",
            "--home",
            str(home),
            "--as-of",
            "2021-12-31",
            "--inbox",
            str(SAMPLE / "inbox"),
            "--catalogue",
            str(SAMPLE / "catalogue"),
        )
        refresh("README.md", "en", home)
        refresh("README.zh-CN.md", "zh", home)


if __name__ == "__main__":
    main()
