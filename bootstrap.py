#!/usr/bin/env python3
"""Sets Dishu up in its own ``.venv`` and runs the demonstration or the tests. Standard library only.

    python3 bootstrap.py setup     install what running needs
    python3 bootstrap.py demo      run the sample city into .demo/ and say what came of it
    python3 bootstrap.py test      install what testing needs and run the tests

Where there is no internet, put the wheels into a folder ``wheels`` beside this file: they are used instead.
"""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
ENGLISH = os.environ.get("DISHU_LANG", "").lower().startswith("en")
DEMO_OUTCOMES = {
    0: ("一切就绪，没有须由人处理的事。", "all is done, nothing needs a person."),
    1: (
        "演示完成。有事项须由人看，这正是演示要展示的。",
        "the demonstration is done; some findings need a person, as intended.",
    ),
    3: (
        "演示完成。样例里特意放了损坏和被拒的文件，其余都已处理，这是预期的结果。",
        "the demonstration is done; the sample holds broken files on purpose, as expected the rest was processed.",
    ),
}


def say(chinese: str, english: str) -> None:
    """Tell the user, in Chinese unless English was asked for."""
    print(english if ENGLISH else chinese, flush=True)


def stop(chinese: str, english: str) -> "None":
    """Tell the user why it cannot go on, and stop with exit code 2."""
    print(english if ENGLISH else chinese, file=sys.stderr)
    raise SystemExit(2)


def check_prerequisites() -> None:
    """Name the exact thing that is missing, with the line that installs it."""
    if sys.version_info < OLDEST:
        have = "{}.{}".format(*sys.version_info[:2])
        stop(
            f"Python 版本太旧：现在是 {have}，需要 3.11 或更新。\n"
            "安装（Debian/Ubuntu）：sudo apt install python3.11 python3.11-venv\n"
            "然后运行：python3.11 bootstrap.py demo",
            f"Python is too old: {have}, 3.11 or newer is needed.\n"
            "Install (Debian/Ubuntu): sudo apt install python3.11 python3.11-venv\n"
            "then run: python3.11 bootstrap.py demo",
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        stop(
            f"缺少 Python 的 venv 模块。安装（Debian/Ubuntu）：sudo apt install {package}",
            f"Python's venv module is missing. Install (Debian/Ubuntu): sudo apt install {package}",
        )


def python() -> Path:
    """Return the interpreter of the project's own environment."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / ("python.exe" if os.name == "nt" else "python")


def install(lock: str) -> None:
    """Make ``.venv`` hold exactly what the lock names; nothing is done where it does already."""
    content = (ROOT / lock).read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode()
    wanted = hashlib.sha256(content).hexdigest()
    stamp = VENV / f"{lock}.stamp"
    if stamp.is_file() and stamp.read_text() == wanted and python().is_file():
        return
    say(f"[1/3] 建立独立环境 {VENV.name}", f"[1/3] making the environment {VENV.name}")
    make_environment()
    say(
        "[2/3] 安装依赖（按锁定版本逐一核对摘要，约需一两分钟）",
        "[2/3] installing dependencies (hash-checked; a minute or two)",
    )
    pip("--require-hashes", "-r", str(ROOT / lock), total=(ROOT / lock).read_text().count("=="))
    say("[3/3] 安装底数本身", "[3/3] installing Dishu itself")
    pip("--no-deps", "--no-build-isolation", "-e", str(ROOT), total=1)
    stamp.write_text(wanted)


def make_environment() -> None:
    """Make ``.venv``; one of another interpreter, or one that no longer starts, is made anew."""
    clear = [] if version_of_environment() == sys.version else ["--clear"]
    # The interpreter beneath, for this one may run from the very folder that is made anew.
    beneath = getattr(sys, "_base_executable", None) or sys.executable
    if subprocess.run([beneath, "-m", "venv", *clear, str(VENV)], check=False).returncode:
        stop(
            f"建立不了独立环境 {VENV} ，原因见上。\n"
            "请检查这个文件夹能不能写、磁盘满没满；也可以删去其中的 .venv 后再试。",
            f"the environment {VENV} cannot be made, see above.\n"
            "See whether the folder can be written and the disk has room, or remove .venv and try again.",
        )


def version_of_environment() -> str:
    """Return which interpreter with pip ``.venv`` has; empty where it has none that starts."""
    ask = "import sys, pip; sys.stdout.write(sys.version)"
    try:
        return subprocess.run([str(python()), "-c", ask], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def pip(*arguments: str, total: int) -> None:
    """Run pip and show how far it is; its whole output is shown where it fails."""
    command = [str(python()), "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    if (ROOT / "wheels").is_dir():
        command += ["--no-index", "--find-links", str(ROOT / "wheels")]
    started, lines, collected = time.monotonic(), [], 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            collected += line.startswith("Collecting ")
            if line.startswith(("Collecting ", "Installing collected")):
                left = "…" if line.startswith("Installing") else line.split()[1].partition("==")[0]
                show(f"      {min(collected, total)}/{total}  {time.monotonic() - started:4.0f} s  {left}")
    show("")
    if process.returncode:
        sys.stderr.write("".join(lines[-40:]))
        stop(
            "安装没有成功，原因见上。没有网络时，请把所需的 wheel 文件放进 wheels 文件夹再试。",
            "the installation failed, see above. Without a network, put the wheels into a folder 'wheels'.",
        )


def show(line: str) -> None:
    """Show one line that the next one replaces at a terminal; say nothing elsewhere."""
    if sys.stdout.isatty():
        print(f"\r\033[K{line[:100]}", end="" if line else "\r", flush=True)


def demo() -> int:
    """Run the sample city into ``.demo`` and explain the exit code."""
    install("requirements.lock")
    sample, home = ROOT / "data" / "sample", ROOT / ".demo"
    command = [str(python()), "-m", "pipelines.cli", "run", "--home", str(home), "--as-of", "2021-12-31"]
    command += ["--inbox", str(sample / "inbox"), "--catalogue", str(sample / "catalogue")]
    code = subprocess.run(command, check=False).returncode
    if code not in DEMO_OUTCOMES:
        stop(f"演示没有成功（退出码 {code}），原因见上。", f"the demonstration failed (exit code {code}), see above.")
    say(*DEMO_OUTCOMES[code])
    say(f"结果在 {home.name}/published/ 。", f"the results are in {home.name}/published/.")
    return 0


def test(arguments: "list[str]") -> int:
    """Run the tests."""
    install("requirements-dev.lock")
    return subprocess.run([str(python()), "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode


def main(arguments: "list[str]") -> int:
    """Do what was asked."""
    asked = arguments[0] if arguments else ""
    if asked not in ("setup", "demo", "test"):
        print(__doc__)
        return 0 if asked in ("-h", "--help") else 2
    check_prerequisites()
    if asked == "setup":
        install("requirements.lock")
        return 0
    return demo() if asked == "demo" else test(arguments[1:])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
