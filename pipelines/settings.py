"""The settings of a home: every key with its default and what it means; unknown keys are refused by name.

``as_of`` is the one clock: it is written into ``dishu.toml`` the first time a home is run, and nothing else asks what
day it is.
"""

import tomllib
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path

from gongwen.messages import say


class WrongSettings(ValueError):
    """The settings file cannot be used as it stands; the message says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a home may choose. What each key means stands in the messages, as ``settings.<key>``."""

    as_of: date = date.min  # not yet chosen
    workers: int = 2
    keep_publications: int = 10
    seconds_per_file: int = 180
    memory_mib: int = 3072
    expanded_gib: int = 16
    ocr: bool = True
    passwords: tuple[str, ...] = field(default=(), repr=False)
    password_file: str = ""


_RANGES = {
    "workers": (1, 64),
    "keep_publications": (1, 1000),
    "seconds_per_file": (1, 86_400),
    "memory_mib": (256, 1_048_576),
    "expanded_gib": (1, 100_000),
}


def load(home: Path) -> Settings:
    """Read ``dishu.toml`` of the home; raises ``WrongSettings`` where a key or a value is not as it must be."""
    path = home / "dishu.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise WrongSettings(say("settings.unreadable", path=path, reason=error)) from error
    known = {one.name: one for one in fields(Settings)}
    for key, value in content.items():
        if key not in known:
            raise WrongSettings(say("settings.unknown_key", path=path, key=key, known="、".join(known)))
        _check(path, key, value)
    content["passwords"] = tuple(content.get("passwords", ()))
    return _with_password_file(home, Settings(**content))


def _with_password_file(home: Path, settings: Settings) -> Settings:
    """Add the passwords of the file that the settings name, one a line."""
    if not settings.password_file:
        return settings
    path = home / settings.password_file
    try:
        data = path.read_bytes()
        try:
            lines = data.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            lines = data.decode("gb18030").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(say("settings.no_password_file", path=path)) from error
    listed = (line.strip("\r\n") for line in lines)
    return replace(settings, passwords=tuple(dict.fromkeys((*settings.passwords, *filter(None, listed)))))


def _check(path: Path, key: str, value: object) -> None:
    if key == "passwords":
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise WrongSettings(say("settings.wrong_passwords", path=path))
        return
    wanted = type(getattr(Settings(), key))
    if type(value) is not wanted:
        example = date(2021, 12, 31) if wanted is date else getattr(Settings(), key)
        raise WrongSettings(say("settings.wrong_type", path=path, key=key, value=value, example=example))
    low, high = _RANGES.get(key, (None, None))
    if low is not None and high is not None and not low <= int(str(value)) <= high:
        raise WrongSettings(say("settings.out_of_range", path=path, key=key, value=value, low=low, high=high))


def record_as_of(home: Path, day: date) -> None:
    """Write the day into ``dishu.toml``, keeping every other line of it as it is."""
    path = home / "dishu.toml"
    lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else [f"# {say('settings.header')}"]
    kept = [line for line in lines if line.partition("=")[0].strip() != "as_of"]
    # A key behind a table header would belong to that table: the day goes in front of the first one.
    at = next((number for number, line in enumerate(kept) if line.lstrip().startswith("[")), len(kept))
    kept.insert(at, f"as_of = {day.isoformat()}")
    new = path.with_name(".dishu.toml.new")
    new.write_text("\n".join(kept) + "\n", encoding="utf-8")
    new.replace(path)
