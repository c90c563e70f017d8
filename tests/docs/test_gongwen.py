"""The public names of gongwen: one list in three places, cheap to import, and shown at work in runnable examples."""

import ast
import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

import gongwen

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "gongwen.md"
NOUNS = {"Basis", "Citation", "DateMention", "DocumentNumber", "Effect", "Folded", "IssuerMention", "Modality"}
NOUNS |= {
    "Provision",
    "RegistrationNumber",
    "Relation",
    "Rule",
    "Scope",
    "SecrecyMark",
    "Title",
    "TitleKey",
    "TitleRelation",
}
NOUNS |= {"Validity", "Via"}  # what the functions return; the examples use them without naming them


def imported() -> set[str]:
    """The names that a type checker sees."""
    tree = ast.parse((ROOT / "gongwen" / "__init__.py").read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.name for node in found if str(node.module).startswith("gongwen.") for name in node.names}


def test_the_three_lists_are_one() -> None:
    loaded = {name for names in gongwen._MODULES.values() for name in names}
    assert set(gongwen.__all__) == loaded == imported()
    assert len(gongwen.__all__) == len(set(gongwen.__all__))


@pytest.mark.parametrize("name", gongwen.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    assert getattr(gongwen, name).__doc__
    assert name in dir(gongwen)


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeError, match="find_nothing"):
        gongwen.find_nothing  # type: ignore[attr-defined]  # noqa: B018


def test_importing_gongwen_loads_none_of_its_modules() -> None:
    code = "import sys, gongwen; print([name for name in sys.modules if name.startswith('gongwen.')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_examples_give_what_they_show() -> None:
    examples = "\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S))
    test = doctest.DocTestParser().get_doctest(examples, {}, "gongwen.md", str(PAGE), 0)
    told: list[str] = []
    outcome = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert outcome.attempted > 30
    assert not outcome.failed, "".join(told)


def test_every_public_function_is_shown() -> None:
    shown = set(re.findall(r"\w+", PAGE.read_text(encoding="utf-8")))
    assert set(gongwen.__all__) - NOUNS - {"load_rulesets", "parse_numbers"} <= shown
