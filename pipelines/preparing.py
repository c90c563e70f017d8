"""``dishu init``, ``settings`` and ``doctor``: a home made ready, its settings shown, the machine looked at."""

import importlib.util
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from gongwen.messages import say
from ingest.by_libarchive import has_libarchive
from ingest.unar import has_unar
from pipelines.exit_codes import NEEDS_A_PERSON, OK, WRONG_USAGE
from pipelines.settings import Settings, WrongSettings, load

_ENOUGH_DISK = 5 * 1024**3


def make_home(root: Path) -> int:
    """Make a home with its folders and a settings file in which every key stands, explained and commented out."""
    try:
        if (root / "dishu.toml").exists():
            print(say("prepare.home_is_there", home=root), file=sys.stderr)
            return WRONG_USAGE
        for folder in (root / "inbox", root / "catalogue"):
            folder.mkdir(parents=True, exist_ok=True)
        (root / "dishu.toml").write_text(_explained(), encoding="utf-8")
    except OSError as error:
        print(say("prepare.no_home", home=root, reason=error), file=sys.stderr)
        return WRONG_USAGE
    print(say("prepare.home_made", home=root))
    return OK


def _explained() -> str:
    """Return a settings file in which every key stands, explained and commented out."""
    lines = [f"# {say('settings.header')}"]
    for one in fields(Settings):
        lines += ["", f"# {say(f'settings.{one.name}')}", f"# {one.name} = {_written(one.default)}"]
    return "\n".join(lines) + "\n"


def show_settings(root: Path) -> int:
    """Print every key with its value, its default and what it means."""
    try:
        settings = load(root)
    except WrongSettings as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    for one in fields(Settings):
        value = getattr(settings, one.name)
        print(f"{one.name} = {_shown(one.name, value)}")
        default = say("prepare.default", default=_written(one.default))
        print(f"    {say(f'settings.{one.name}')}{'' if value == one.default else default}")
    return OK


def _shown(name: str, value: object) -> str:
    """Return the value as it may be shown: of passwords only how many there are."""
    return say("prepare.passwords", count=len(value)) if name == "passwords" and value else _written(value)  # type: ignore[arg-type]


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "[]"
    if isinstance(value, date):
        return say("prepare.day_of_first_run") if value == date.min else value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()  # as TOML writes it
    return f'"{value}"' if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class Part:
    """Something that Dishu uses: whether it is there, and the message that says what its absence costs."""

    name: str
    is_there: Callable[[], bool]
    needed: bool  # without it nothing works; otherwise something is not read
    cost: str


def _package(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


def _is_ocr_there() -> bool:
    return all(_package(name)() for name in ("rapidocr", "onnxruntime", "cv2"))


_PACKAGES = ("polars", "duckdb", "deltalake", "pypdfium2", "docx", "olefile", "lxml", "selectolax")
PARTS = (
    Part("Python 3.11", lambda: sys.version_info >= (3, 11), True, "prepare.python"),
    *(Part(name, _package(name), True, "prepare.package") for name in _PACKAGES),
    Part("python-calamine", _package("python_calamine"), True, "prepare.package"),
    Part("rapidocr", _is_ocr_there, False, "prepare.ocr"),
    Part("dagster", _package("dagster"), False, "prepare.dagster"),
    Part("libarchive", has_libarchive, False, "prepare.libarchive"),
    Part("unar", has_unar, False, "prepare.unar"),
)


def look_at_machine(root: Path) -> int:
    """Print what is installed and what each absence costs; 2 where Dishu cannot run, 1 where something is not read."""
    missing = [part for part in PARTS if not part.is_there()]
    for part in PARTS:
        there = part not in missing
        mark = "✓" if there else ("✗" if part.needed else "○")
        print(f"{mark} {part.name}{_version_of(part) if there else ''}" + ("" if there else f"　{say(part.cost)}"))
    free = shutil.disk_usage(root if root.is_dir() else Path()).free
    print(say("prepare.disk" if free >= _ENOUGH_DISK else "prepare.little_disk", free=f"{free / 1024**3:.1f}"))
    if any(part.needed for part in missing):
        print(say("prepare.cannot_run"))
        return WRONG_USAGE
    print(say("prepare.all_there" if not missing else "prepare.some_missing", count=len(missing)))
    return NEEDS_A_PERSON if missing or free < _ENOUGH_DISK else OK


def _version_of(part: Part) -> str:
    names = {"docx": "python-docx"}
    try:
        return f" {version(names.get(part.name, part.name))}"
    except PackageNotFoundError:
        return ""
