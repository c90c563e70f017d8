"""The layout of the design holds: import directions, one module a screen or two, and help that answers at once."""

import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("gongwen", "ingest", "checks", "warehouse", "pipelines", "dagster_project")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def test_import_directions() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_answers_and_can_be_read_in_one_sitting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith('"""'), "a module begins with what it answers"
    assert len([line for line in text.splitlines() if line.strip()]) <= 300


def test_help_costs_under_half_a_second_of_the_processor() -> None:
    """The cheapest of three: what is tested is that nothing heavy is imported, not how busy the machine is."""
    took = []
    for _ in range(3):
        before = getrusage(RUSAGE_CHILDREN)
        outcome = subprocess.run(
            [sys.executable, "-m", "pipelines.cli", "--help"], cwd=ROOT, capture_output=True, check=True
        )
        after = getrusage(RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert "底数".encode() in outcome.stdout
    assert min(took) < 0.5


def test_heavy_libraries_are_imported_only_where_used() -> None:
    code = (
        "import sys, pipelines.cli\n"
        "heavy = {'dagster', 'great_expectations', 'polars', 'duckdb', 'pandas', 'pdfplumber', 'docx', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    outcome = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == "[]"
