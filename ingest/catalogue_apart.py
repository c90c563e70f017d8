"""Reads catalogues in a process of their own: one that hangs, crashes or blows up costs itself and nothing else.

What a catalogue says is told in ``ingest.catalogue``.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongwen.messages import record
from gongwen.model import FileState
from ingest.catalogue import CatalogueRead, catalogue_files, read_catalogue, together, unread
from ingest.limits import MIB, Limits
from ingest.processes import Pool


@dataclass(frozen=True, slots=True)
class _Task:
    path: Path
    name: str


def read_catalogues_apart(folder: Path, *, limits: Limits) -> CatalogueRead:
    """Read every catalogue file in a folder and below under the limits of reading."""
    tasks = [_Task(path, path.relative_to(folder).as_posix()) for path in catalogue_files(folder)]
    if not tasks:
        return CatalogueRead()
    with Pool(1, limits=limits, work=_work, failed=_failed) as pool:
        read = {task.name: unread(task.name, one) if isinstance(one, str) else one for task, one in pool.run(tasks)}
    return together(read[task.name] for task in tasks)


def _work(task: _Task, /, *, limits: Limits) -> CatalogueRead | str:
    try:
        return read_catalogue(task.path, task.name, limits.passwords)
    except MemoryError:
        return record("catalogue.reason_memory", mebibytes=limits.memory // MIB)
    except RecursionError:
        return record("catalogue.reason_damaged", detail="recursion")


def _failed(state: FileState, reason: str, **values: Any) -> CatalogueRead | str:
    return record("catalogue.reason_hang" if reason == "hang" else "catalogue.reason_crash", **values)
