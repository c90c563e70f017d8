"""The home of the sample city, which is run once for all tests."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def home(sample_run: tuple[Path, str]) -> Path:
    return sample_run[0]
