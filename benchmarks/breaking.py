"""How ``benchmarks.fuzz`` breaks files, takes them in, and judges what came of them."""

import argparse
import io
import random
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import polars as pl

from benchmarks.reading import into_the_lake
from benchmarks.whole_files import whole_files
from gongwen.messages import record
from gongwen.model import FileState
from warehouse.lake import Lake

_SECONDS = 20  # for one file
_MEBIBYTES = 1024  # for one process, beyond what it has when it starts
_BASE = 200  # MiB that a process may have when it starts


def broken_files(count: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield so many broken files with their names; every format comes round equally often."""
    chance = random.Random(seed)
    whole = whole_files()
    names = list(whole)
    for number in range(count):
        name = names[number % len(names)]
        content = whole[name]
        if chance.random() < 0.3 and content.startswith(b"PK"):
            broken = _broken_inside(content, chance)
        else:
            broken = _broken(content, whole[chance.choice(names)], chance)
        yield f"{number}-{name}", broken


def _broken(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return the bytes flipped, cut, spliced with others, blanked or doubled."""
    way = chance.choice(("flip", "flip", "cut", "splice", "blank", "double"))
    at, length = chance.randrange(len(content)), chance.randint(1, 2000)
    if way == "flip":
        flipped = bytearray(content)
        for _ in range(chance.choice((1, 4, 32, 256))):
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        return bytes(flipped)
    if way == "cut":
        return content[:at] if chance.random() < 0.7 else content[:at] + content[at + length :]
    if way == "splice":
        place = chance.randrange(len(other))
        return content[:at] + other[place : place + length] + content[at:]
    if way == "blank":
        return content[:at] + bytes([chance.choice((0, 0xFF))]) * length + content[at + length :]
    return content[:at] + content[at : at + length] * chance.choice((2, 50)) + content[at + length :]


def _broken_inside(packed: bytes, chance: random.Random) -> bytes:
    """Return a zip with one member broken and everything packed soundly again."""
    again = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
            names = [name for name in old.namelist() if old.getinfo(name).file_size]
            hit = chance.choice(names)
            for name in names:
                content = old.read(name)
                new.writestr(name, _broken(content, content, chance) if name == hit else content)
    except (zipfile.BadZipFile, RuntimeError, UnicodeError):  # locked, or with a name that cannot be written again
        return _broken(packed, packed, chance)
    return again.getvalue()


def main(what: str) -> None:
    """Break, take in, judge, print; ends with exit code 1 where something must not be."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=what, formatter_class=form)
    parser.add_argument("--files", type=int, default=2000, help="how many")
    parser.add_argument("--seed", type=int, default=20160509, help="which ones")
    parser.add_argument("--keep", type=Path, help="a folder for the files that cost a crash, a hang or too much memory")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        inbox = Path(name) / "inbox" / "2016"
        inbox.mkdir(parents=True)
        for file, content in broken_files(asked.files, seed=asked.seed):
            (inbox / file).write_bytes(content)
        start = time.perf_counter()
        lake = into_the_lake(
            inbox.parent, Path(name) / "home", workers=2, seconds_per_file=_SECONDS, memory_mib=_MEBIBYTES, ocr=False
        )
        print(f"{asked.files:,} files in {time.perf_counter() - start:.0f} s, seed {asked.seed}")
        wrong = _judged(lake, asked.files, inbox, asked.keep)
    raise SystemExit(1 if wrong else 0)


def _judged(lake: Lake, count: int, inbox: Path, keep: Path | None) -> bool:
    files = lake.read("files")
    texts = lake.read("texts", columns=["sha256", "state", "problem"])
    state, problem = pl.coalesce("state", "state_read"), pl.coalesce("problem_read", "problem").alias("problem")
    outcome = files.join(texts, on="sha256", how="left", suffix="_read").select("path", state, problem)
    for state, number in sorted(Counter(outcome.get_column("state").to_list()).items(), key=str):
        print(f"  {state or 'no state':16} {number:6,}")
    stateless = outcome.filter(~pl.col("state").is_in([str(one) for one in FileState]) | pl.col("state").is_null())
    lost = count - files.filter(~pl.col("path").str.contains("!", literal=True)).height
    peak = getrusage(RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"without a row {lost}, without a state {stateless.height}, largest process {peak} MiB (limit {_MEBIBYTES})")
    for kind, message in (("crash", "crash"), ("hang", "hang"), ("memory", "memory"), ("crash", "archive_crash")):
        said = record(f"ingest.{message}", seconds=_SECONDS, mebibytes=_MEBIBYTES)
        hit = outcome.filter(pl.col("problem") == said).get_column("path").to_list()
        print(f"{kind} ({message}): {len(hit)}  {'、'.join(hit[:8])}")
        for path in hit if keep is not None else ():
            assert keep is not None
            keep.mkdir(parents=True, exist_ok=True)
            outer = path.removeprefix("2016/").split("!")[0]
            (keep / outer).write_bytes((inbox / outer).read_bytes())
    return bool(lost or stateless.height or peak > _MEBIBYTES + _BASE)
