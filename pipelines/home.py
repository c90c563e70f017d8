"""Where everything of a home lies. Nothing here reads or writes."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """A home folder, with an inbox and a catalogue that may lie elsewhere."""

    root: Path
    inbox: Path
    catalogue: Path

    @property
    def lake(self) -> Path:
        """Return the folder of the Delta tables."""
        return self.root / "lake"

    @property
    def published(self) -> Path:
        """Return the folder of the publications."""
        return self.root / "published"

    @property
    def decisions(self) -> Path:
        """Return the decision store."""
        return self.root / "decisions.sqlite"

    @property
    def organs(self) -> Path:
        """Return the place's own table of organs; it may be absent."""
        return self.root / "organs.csv"

    @property
    def scratch(self) -> Path:
        """Return the folder for members of archives while they are read; emptied when a run starts and when it ends."""
        return self.root / ".scratch"


def home_at(root: Path, *, inbox: Path | None = None, catalogue: Path | None = None) -> Home:
    """Return the home at ``root``; inbox and catalogue are its own folders where none are named."""
    return Home(root, inbox or root / "inbox", catalogue or root / "catalogue")
