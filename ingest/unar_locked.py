"""Opens locked members of RAR archives with unar, which is told the password on a terminal of its own.

A password on a command line can be read by every user of the computer, so that way is not taken; unar asks for one only
where it sits on a terminal, and then writes to disk alone. Where the system has no terminals of this kind, nothing is
tried. No password is shown, logged or kept.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from select import select

from ingest.container import TooLarge

_ASKED = b"assword (will not be shown)"
_TICK = 0.2  # seconds between two looks at how much has been written
_PIECE = 65536


def can_ask() -> bool:
    """Tell whether this system has terminals that a program can be told something on."""
    try:
        import_module("pty")
        import_module("tty")
    except ImportError:
        return False
    return True


def unpack(archive: Path, into: Path, *, password: str, index: int | None, seconds: float, most_bytes: int) -> bool:
    """Unpack one member of an archive, or all of it, into an empty folder; False where the password does not fit.

    Raises ``TooLarge`` where more is written than ``most_bytes``.
    """
    command = [str(shutil.which("unar")), "-force-rename", "-no-directory", "-no-recursion", "-forks", "skip"]
    command += ["-encoding", "iso-8859-1", "-password-encoding", "utf-8", "-output-directory", str(into)]
    command += [str(archive)] if index is None else ["-indexes", str(archive), str(index)]
    ours, theirs = import_module("pty").openpty()
    try:
        import_module("tty").setraw(theirs)
        process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    finally:
        os.close(theirs)
    try:
        fits = _answered(ours, process, password, into, ends=time.monotonic() + seconds, most_bytes=most_bytes)
        if fits and written(into) > most_bytes:
            raise TooLarge
        return fits
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _answered(
    terminal: int, process: subprocess.Popen[bytes], password: str, into: Path, *, ends: float, most_bytes: int
) -> bool:
    """Tell unar the password when it asks for it, once; what else it says is passed over."""
    heard, looked = b"", time.monotonic()
    answer: bytes | None = password.encode("utf-8", "surrogatepass") + b"\n"
    while time.monotonic() < ends:
        ready = select([terminal], [], [], _TICK)[0]
        if ready:
            try:
                said = os.read(terminal, _PIECE)
            except OSError:  # the other end is closed: it is done
                said = b""
            if not said:
                return process.wait(max(0.1, ends - time.monotonic())) == 0
            heard = (heard + said)[-_PIECE:]
            if _ASKED in heard:
                if answer is None:
                    return False
                os.write(terminal, answer)
                heard, answer = b"", None
        elif process.poll() is not None:
            return process.returncode == 0
        if time.monotonic() - looked > _TICK:
            looked = time.monotonic()
            if written(into) > most_bytes:
                raise TooLarge
    return False


def written(folder: Path) -> int:
    """Return how many bytes lie in a folder."""
    return sum(path.lstat().st_size for path in unpacked_files(folder))


def unpacked_files(folder: Path) -> Iterator[Path]:
    """Yield what has been unpacked into a folder, links included, no folders."""
    for place, folders, names in os.walk(folder):
        yield from (Path(place) / name for name in sorted(names))
        yield from (path for name in sorted(folders) if (path := Path(place) / name).is_symlink())
