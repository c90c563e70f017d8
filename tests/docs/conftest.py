"""The scripts of docs/, and what reads the codes out of the source, as modules for the tests of the pages."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def script(folder: str, name: str) -> ModuleType:
    specification = importlib.util.spec_from_file_location(f"docs_{name}", ROOT / folder / f"{name}.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module  # dataclasses look their module up
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def console() -> ModuleType:
    return script("docs", "console")


@pytest.fixture(scope="session")
def dictionary() -> ModuleType:
    return script("docs", "dictionary")


@pytest.fixture(scope="session")
def codes() -> ModuleType:
    return script("tests/docs", "codes")
