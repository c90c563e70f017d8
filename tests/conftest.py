"""What every test stands on: Chinese messages, and nothing of the machine's own settings."""

import pytest

from gongwen.messages import set_language


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISHU_LANG", raising=False)
    set_language("zh")
