"""Who has to look at a finding: a table of codes, the longest matching beginning decides."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _owners() -> dict[str, str]:
    path = files("gongwen") / "tables" / "finding_owners.toml"
    content: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: owner for owner, codes in content.items() for code in codes}


def owner_of(code: str) -> str:
    """Return who has to look at findings of this code: general_office, justice_bureau, archive or secrecy_office."""
    fitting = [known for known in _owners() if code.startswith(known)]
    return _owners()[max(fitting, key=len)] if fitting else "general_office"
