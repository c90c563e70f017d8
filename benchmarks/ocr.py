"""How well and how fast scans are recognised: character error rate of invented pages, and seconds a page.

    python -m benchmarks.ocr

Pages are drawn at 150, 200 and 300 dots an inch, clean and spoilt (skewed, noisy, blurred, pressed as JPEG, stamped),
with the fonts of the system that have hanzi and with the one inside OpenCV. White space does not count, and full and
half width are taken for the same. Two processes work, as in a run; the first pages warm them up and are not timed.
Seconds of the processor, all of a row's pages and the start of its processes together, tell what a busy machine hides.
"""

import os
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image
from rapidfuzz.distance import Levenshtein

from benchmarks import drawn_pages as draw
from ingest.limits import Limits
from ingest.ocr_worker import PageJob, Recognisers, Seen
from ingest.readers.page_text import compose

PROCESSES = 2
GOALS = {"clean": 0.005, "spoilt": 0.02}
SECONDS = 1.5  # a page, with two processes


def pages(folder: Path) -> Iterator[tuple[PageJob, int, str, str]]:
    """Yield every page with its resolution, how it was treated, and what stands on it."""
    for dpi in (150, 200, 300):
        for font_number, font in enumerate((*draw.SYSTEM_FONTS, None)):
            for number, rows in enumerate(draw.PAGES):
                clean = draw.drawn(rows, dpi=dpi, font=font)
                stamped = draw.stamped(clean, dpi=dpi, centre=(5.6, 7.2))
                skew = (1.2, -0.8, 2.0)[number % 3]
                spoilt = draw.spoilt(stamped, skew=skew, noise=15, blur=0.6 * dpi / 200, quality=60, seed=number)
                for treatment, picture in (("clean", clean), ("spoilt", spoilt)):
                    path = folder / f"{dpi}-{font_number}-{number}-{treatment}.png"
                    Image.fromarray(picture).save(path)
                    yield PageJob(path.name, path, "picture", 1), dpi, treatment, draw.text_of(rows)


def plain(text: str) -> str:
    """Return the text as it is compared."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


def errors(seen: Seen, expected: str) -> int:
    """Return how many characters are wrong, missing or too many."""
    text = compose([seen.page.lines])[0] if seen.page else ""
    return int(Levenshtein.distance(plain(expected), plain(text)))


def recognised(pool: Recognisers, jobs: Iterable[PageJob]) -> dict[str, Seen]:
    """Return what became of each page."""
    return {job.key: seen for job, seen in pool.run(jobs)}


def processor_seconds() -> float:
    """Return what processes that have ended have used so far."""
    used = os.times()
    return used.children_user + used.children_system


def main() -> int:
    """Print the table; 1 where a goal is missed."""
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        listed = list(pages(Path(folder)))
        columns = f"{'pages':>5} {'characters':>10} {'CER':>8} {'goal':>6} {'s/page':>7} {'cpu s/page':>10}"
        print(f"{'dpi':>4} {'treatment':<9} {columns}")
        for dpi in (150, 200, 300):
            for treatment, goal in GOALS.items():
                chosen = [one for one in listed if one[1:3] == (dpi, treatment)]
                used = processor_seconds()
                with Recognisers(PROCESSES, limits=Limits()) as pool:
                    recognised(pool, [job for job, *_ in chosen[:PROCESSES]])
                    begun = time.monotonic()
                    seen = recognised(pool, [job for job, *_ in chosen])
                    seconds = (time.monotonic() - begun) / len(chosen)
                used = (processor_seconds() - used) / (len(chosen) + PROCESSES)
                length = sum(len(plain(text)) for *_, text in chosen)
                rate = sum(errors(seen[job.key], text) for job, _, _, text in chosen) / length
                missed += rate > goal or seconds > SECONDS
                values = f"{len(chosen):>5} {length:>10,} {rate:>8.4%} {goal:>6.1%} {seconds:>7.2f} {used:>10.2f}"
                print(f"{dpi:>4} {treatment:<9} {values}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
