"""A home is held by one run at a time, and a holder that dies lets go."""

import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.lock import HomeInUse, HomeNotWritable, hold


def test_a_second_run_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    with hold(tmp_path), pytest.raises(HomeInUse), hold(tmp_path):
        pass
    with hold(tmp_path):
        pass


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    code = (
        "import sys, time, pathlib\nfrom warehouse.lock import hold\n"
        "with hold(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with pytest.raises(HomeInUse), hold(tmp_path):
            pass
        holder.kill()
        holder.wait()
    with hold(tmp_path):
        pass


def test_a_home_that_nobody_can_hold_is_not_called_in_use(tmp_path: Path) -> None:
    (tmp_path / "home.lock").mkdir()
    with pytest.raises(HomeNotWritable, match="unable to open"), hold(tmp_path):
        pass
