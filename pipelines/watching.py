"""Whether an inbox has settled after a change, from looks at it that are some time apart. No content is read.

A look is a digest over every path with its size and time; copying goes on as long as two looks in a row differ.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Watch:
    """What was last seen, and what stood there when a run was last asked for. Both are "" at first."""

    seen: str = ""
    asked: str = ""

    def to_text(self) -> str:
        """Return it as text that ``from_text`` reads."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str | None) -> "Watch":
        """Return the watch that the text holds; a new one where there is none."""
        return cls(**json.loads(text)) if text else cls()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to remember until the next look, whether the inbox has changed, and whether a run is due."""

    watch: Watch
    changed: bool
    due: bool


def look(inbox: Path, watch: Watch) -> Verdict:
    """Look at the inbox: a run is due where it stands as at the last look and not as when a run was last asked for.

    The first look of all only remembers: what is there then is not a change.
    """
    now = glance(inbox)
    if not watch.seen:
        return Verdict(Watch(now, now), changed=False, due=False)
    if now != watch.seen:
        return Verdict(Watch(now, watch.asked), changed=True, due=False)
    due = now != watch.asked
    return Verdict(Watch(now, now), changed=due, due=due)


def glance(folder: Path) -> str:
    """Return a digest over every path below the folder with its size and time of change."""
    hasher = hashlib.sha256()
    if folder.is_dir():
        for path in sorted(folder.rglob("*"), key=lambda one: one.as_posix()):
            try:
                status = path.lstat()
            except OSError:  # gone while we look: the next look will differ
                continue
            name = path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
            hasher.update(name + f"\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return hasher.hexdigest()
