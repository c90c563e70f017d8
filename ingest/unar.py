"""Opens RAR archives with the programs lsar and unar where the system's libarchive cannot: each member by itself.

They are optional system programs; nothing is written to disk but a copy of an archive that lies in another archive.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import IO, Any

from ingest.container import Container, Damaged, Locked, Member, drain

_RAW = "iso-8859-1"  # names of no declared encoding come as the characters of their bytes
_LISTING_SECONDS = 120


def has_unar() -> bool:
    """Tell whether both programs are installed."""
    return bool(shutil.which("unar") and shutil.which("lsar"))


def open_by_unar(source: IO[bytes], *, seconds: float) -> Container:
    """Return the members of an archive; raises ``Damaged`` or ``Locked``."""
    file = _on_disk(source)
    listed = _listed(Path(file.name))
    return Container((_member(file, entry, seconds) for entry in listed), len(listed), direct=True)


def _on_disk(source: IO[bytes]) -> Any:
    copy = tempfile.NamedTemporaryFile(suffix=".rar")  # noqa: SIM115 - lives as long as its members
    source.seek(0)
    shutil.copyfileobj(source, copy)
    copy.flush()
    return copy


def _listed(path: Path) -> list[dict[str, Any]]:
    command = [str(shutil.which("lsar")), "-json", "-encoding", _RAW, str(path)]
    try:
        told = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_LISTING_SECONDS, check=False
        )
        listing = json.loads(told.stdout)
        entries: list[dict[str, Any]] = listing["lsarContents"]
    except (subprocess.TimeoutExpired, OSError, ValueError, KeyError) as error:
        raise Damaged("unar") from error
    fault = str(listing.get("lsarError", ""))
    if not entries and fault:
        raise Locked if "assword" in told.stderr.decode(errors="replace") + fault else Damaged("unar")
    return entries


def _member(file: Any, entry: dict[str, Any], seconds: float) -> Member:
    name = str(entry.get("XADFileName", ""))
    try:
        raw = name.encode(_RAW)
    except UnicodeEncodeError:
        raw = name.encode("utf-8")
    kind = "folder" if entry.get("XADIsDirectory") else "link" if entry.get("XADIsLink") else "file"

    def pieces() -> Iterator[bytes]:
        if entry.get("XADIsEncrypted"):
            raise Locked
        yield from _unpacked(Path(file.name), int(entry["XADIndex"]), seconds)

    return Member(raw, kind, pieces, packed=entry.get("XADCompressedSize") if not entry.get("XADIsSolid") else None)


def _unpacked(path: Path, index: int, seconds: float) -> Iterator[bytes]:
    command = [str(shutil.which("unar")), "-quiet", "-no-recursion", "-forks", "skip", "-indexes"]
    command += ["-output-directory", "-", str(path), str(index)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    timer = Timer(seconds, process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        yield from drain(process.stdout)
        if process.wait() != 0:
            raise Damaged("unar")
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
