"""Pages recognised so far, kept outside the lake until their whole file has been looked at: the quarantine of scans.

One small file a page, put in place in one move, so that a kill costs the pages in flight and nothing else.
"""

import json
import shutil
from pathlib import Path

from ingest.readers.pages import Page
from ingest.readers.printed_lines import Line


class Shelf:
    """The pages below one folder; what another version of recognition has left there is not seen."""

    def __init__(self, root: Path, *, version: str) -> None:
        self._home = root
        self._root = root / f"ocr{version}"

    def put(self, key: str, number: int, page: Page | None) -> None:
        """Keep a page, from 1, of a file; None says that it cannot be recognised."""
        folder = self._root / key
        folder.mkdir(parents=True, exist_ok=True)
        content = None if page is None else [page.method, page.confidence, [_kept(line) for line in page.lines]]
        new = folder / f"{number}.new"
        new.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        new.replace(folder / f"{number}.json")

    def numbers(self, key: str) -> set[int]:
        """Return which pages of a file are here."""
        return {int(path.stem) for path in (self._root / key).glob("*.json")}

    def pages(self, key: str) -> dict[int, Page]:
        """Return the pages of a file by number; one that cannot be recognised has no lines and the method ``none``."""
        found = {}
        for path in sorted((self._root / key).glob("*.json")):
            content = json.loads(path.read_text(encoding="utf-8"))
            found[int(path.stem)] = (
                Page((), "none")
                if content is None
                else Page(tuple(Line(*line) for line in content[2]), content[0], content[1])
            )
        return dict(sorted(found.items()))

    def drop(self, key: str) -> None:
        """Forget a file: every trace of its text is gone from the shelf."""
        shutil.rmtree(self._root / key, ignore_errors=True)

    def clear(self) -> None:
        """Take the shelf away where nothing stands on it; what another version has left goes with it."""
        if not any(self._root.glob("*/*.json")):
            shutil.rmtree(self._home, ignore_errors=True)


def _kept(line: Line) -> list[object]:
    return [line.text, line.left, line.bottom, line.right, line.top, line.size, line.is_row]
