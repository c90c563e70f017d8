"""``make dagster``: Dagster's web page and daemon over one home, in a process group that ends when this ends.

Dagster starts five processes that outlive it when it is told to stop in the wrong way; this small program owns them:
it says where things are, passes Ctrl-C and SIGTERM on, and lets nothing survive it.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import FrameType

import dagster as dg

from dagster_project.lost_runs import end_lost_runs
from gongwen.messages import say, set_language
from pipelines.exit_codes import WRONG_USAGE
from pipelines.settings import record_as_of

ROOT = Path(__file__).resolve().parent.parent
GRACE_SECONDS = 10.0
SAMPLE_DAY = date(2021, 12, 31)
_WORKSPACE = """load_from:
  - python_module:
      module_name: dagster_project.definitions
      location_name: dishu
      working_directory: {root}
"""
_SUPERSEDED = "ignore:Function `dev_command` is superseded"  # its successor is a package that we do not need


def main() -> int:
    """Serve until told to stop; return 0 where everything ended as it should."""
    set_language("en" if os.environ.get("DISHU_LANG", "").lower().startswith("en") else "zh")
    settings = environment(os.environ)
    home, dagster_home = Path(settings["DISHU_HOME"]), Path(settings["DAGSTER_HOME"])
    try:
        _prepare(home, dagster_home, is_sample="DISHU_HOME" not in os.environ)
    except OSError as error:
        print(say("prepare.no_home", home=home, reason=error), file=sys.stderr)
        return WRONG_USAGE
    with dg.DagsterInstance.from_config(str(dagster_home)) as instance:
        lost = end_lost_runs(home, instance)
    port = settings.get("DISHU_PORT") or str(free_port())
    print(say("dagster.home", home=home, inbox=settings.get("DISHU_INBOX") or home / "inbox"), flush=True)
    print(say("dagster.dagster_home", path=dagster_home), flush=True)
    if lost:
        print(say("dagster.lost_runs", count=len(lost)), flush=True)
    print(say("dagster.address", port=port), flush=True)
    (dagster_home / "workspace.yaml").write_text(_WORKSPACE.format(root=json.dumps(str(ROOT))), encoding="utf-8")
    command = [sys.executable, "-m", "dagster", "dev", "-w", str(dagster_home / "workspace.yaml")]
    command += ["-h", "127.0.0.1", "-p", port, "--log-level", "error"]
    return serve(command, settings)


def _prepare(home: Path, dagster_home: Path, *, is_sample: bool) -> None:
    """Make the folders and the settings that Dagster is started with, where they are not there."""
    for folder in (home, dagster_home):
        folder.mkdir(parents=True, exist_ok=True)
    if not (dagster_home / "dagster.yaml").exists():
        shutil.copyfile(ROOT / "dagster.yaml", dagster_home / "dagster.yaml")
    if is_sample and not (home / "dishu.toml").exists():
        record_as_of(home, SAMPLE_DAY)


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment to start Dagster in: the sample city where no home is named, every path absolute."""
    sample = ROOT / "data" / "sample"
    chosen = dict(given)
    if not given.get("DISHU_HOME"):
        chosen |= {"DISHU_HOME": str(ROOT / ".demo")}
        chosen |= {"DISHU_INBOX": str(sample / "inbox"), "DISHU_CATALOGUE": str(sample / "catalogue")}
    for name in ("DISHU_HOME", "DISHU_INBOX", "DISHU_CATALOGUE", "DAGSTER_HOME"):
        if chosen.get(name):
            chosen[name] = str(Path(chosen[name]).expanduser().resolve())
    chosen.setdefault("DAGSTER_HOME", str(Path(chosen["DISHU_HOME"]) / "dagster"))
    chosen["DAGSTER_DISABLE_TELEMETRY"] = "yes"
    chosen["PYTHONWARNINGS"] = ",".join(one for one in (given.get("PYTHONWARNINGS"), _SUPERSEDED) if one)
    return chosen


def free_port() -> int:
    """Return 3000 where it is free, else a port that is."""
    for wanted in (3000, 0):
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return int(one.getsockname()[1])
    raise OSError(say("dagster.no_port"))


def serve(command: Sequence[str], settings: Mapping[str, str]) -> int:
    """Run the command in a group of its own until it ends or this is told to stop; then end the whole group."""
    # Dagster looks for settings where it is started and would warn of the sample: it is started in its own home.
    with subprocess.Popen(command, env=dict(settings), cwd=settings["DAGSTER_HOME"], start_new_session=True) as process:
        told = _Told(process)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, told.stop)
        code = process.wait()
        _end_group(process.pid)
    print(say("dagster.stopped"), flush=True)
    return 0 if told.to_stop else code


class _Told:
    """Passes the first signal on to Dagster and does not wait for ever."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self.to_stop = False

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Ask Dagster to end; the second time, or when it takes too long, end it."""
        if self.to_stop or os.name != "posix":
            _end_group(self._process.pid)
            return
        self.to_stop = True
        print(say("dagster.stopping"), flush=True)
        self._process.send_signal(signal.SIGINT)
        signal.signal(signal.SIGALRM, lambda *_: _end_group(self._process.pid))
        signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)


def _end_group(leader: int) -> None:
    """End every process of the group that is still there."""
    if os.name != "posix":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(leader)], check=False, capture_output=True)
        return
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    raise SystemExit(main())
