"""Reads the codes of findings out of the source: what stands before a severity, or is called a code."""

import ast
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from checks.data_tests import data_tests
from gongwen.unfit import Unfit
from pipelines.steps import intake

ROOT = Path(__file__).parents[2]
PACKAGES = ("ingest", "checks", "pipelines")
SEVERITIES = frozenset({"error", "warning", "notice"})
MAKERS = frozenset({"Remark", "remark", "_remark"})
MADE_UP = {  # codes put together from a beginning and a word: the beginning, and the function that is given the word
    "catalogue_": "_doubt",
    "instrument_": "_renamed",
    "file_": "",
    "check_": "",
}


def found_codes() -> set[str]:
    """Every code that the source can put on a finding."""
    codes = {f"file_{state}" for state in intake._TOLD} | {f"check_{one.name}" for one in data_tests()}
    codes |= set(map(str, Unfit))
    for tree in _trees():
        codes.update(_codes(tree))
    return codes


def beginnings() -> set[str]:
    """The beginnings of the codes that are put together in the source."""
    found = set()
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node) in MAKERS and node.args:
                first = node.args[0]
                if isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
                    found.add(str(first.values[0].value))
    return found


def _trees() -> Iterator[ast.Module]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


def _codes(tree: ast.Module) -> Iterator[str]:
    words = {function: beginning for beginning, function in MADE_UP.items() if function}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _before_severity(node.args)
            first = _text(node.args[0]) if node.args else None
            if first is not None and _name(node) in MAKERS:
                yield first
            if first is not None and _name(node) in words:
                yield words[_name(node)] + first
        elif isinstance(node, ast.Tuple):
            yield from _before_severity(node.elts)
        elif isinstance(node, ast.Assign) and any(
            isinstance(one, ast.Name) and one.id == "code" for one in node.targets
        ):
            if isinstance(node.value, ast.IfExp):
                yield from filter(None, map(_text, (node.value.body, node.value.orelse)))
        elif isinstance(node, ast.For):
            yield from _looped(node)


def _before_severity(elements: Iterable[ast.expr]) -> Iterator[str]:
    texts = [_text(one) for one in elements]
    for code, severity in pairwise(texts):
        if code is not None and severity in SEVERITIES:
            yield code


def _looped(loop: ast.For) -> Iterator[str]:
    """Codes that a loop goes through: ``for name, code in (("date", "date_differs"), …)``."""
    if not (isinstance(loop.target, ast.Tuple) and isinstance(loop.iter, ast.Tuple)):
        return
    for place, one in enumerate(loop.target.elts):
        if isinstance(one, ast.Name) and one.id == "code":
            rows = [row.elts[place] for row in loop.iter.elts if isinstance(row, ast.Tuple)]
            yield from filter(None, map(_text, rows))


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
