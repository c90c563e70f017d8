"""The first command anyone types: an environment of another interpreter is made anew, and trouble is told in words."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the program with its environment in an empty folder."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "bootstrap.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    monkeypatch.setattr(loaded, "VENV", tmp_path / ".venv")
    return loaded


@pytest.mark.skipif(os.name != "posix", reason="puts a script in the place of the interpreter")
@pytest.mark.parametrize("program", ["#!/bin/sh\necho 3.99.0 of another world\n", "#!/nowhere/python\n"])
def test_an_environment_of_another_interpreter_is_made_anew(bootstrap: ModuleType, program: str) -> None:
    there = bootstrap.python()
    there.parent.mkdir(parents=True)
    there.write_text(program, encoding="utf-8")
    there.chmod(0o755)
    left = bootstrap.VENV / "lib" / "left.py"
    left.parent.mkdir()
    left.touch()
    assert bootstrap.version_of_environment() != sys.version
    bootstrap.make_environment()
    assert bootstrap.version_of_environment() == sys.version
    assert not left.exists()


def test_an_environment_that_cannot_be_made_is_told(
    bootstrap: ModuleType, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "ENGLISH", False)
    bootstrap.VENV.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        bootstrap.make_environment()
    said = capfd.readouterr().err
    assert stopped.value.code == 2
    assert "建立不了独立环境" in said and str(bootstrap.VENV) in said and "Traceback" not in said
