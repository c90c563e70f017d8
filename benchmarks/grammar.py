"""Speed of the grammar in one process: megabytes of text (UTF-8) for each second of the processor.

    python -m benchmarks.grammar

Numbers, dates and citations are timed together over running prose; effects and whole papers over lists too, of five
and of ten thousand rows: time that grows with the length gives the same figure twice. The best of three counts.
"""

import time
from collections.abc import Callable, Iterable
from datetime import date

from benchmarks.province import papers_of
from gongwen import CarrierClass, Validity, find_citations, find_dates, find_effects, find_numbers
from ingest.parse import parse

_TITLE = "青禾市人民政府关于废止部分文件的决定"
_HEAD = f"{_TITLE}\n青政发〔2020〕1号\n　　经研究，决定废止下列文件：\n"
_ROUNDS = 3


def _read(text: str) -> None:
    find_numbers(text)
    find_dates(text)
    find_citations(text)


def _effects(text: str) -> None:
    find_effects(
        text,
        title=_TITLE,
        carrier_class=CarrierClass.OFFICIAL,
        validity=Validity(),
        date_written=date(2020, 1, 1),
        date_published=None,
    )


def _parse(text: str) -> None:
    parse(text, path="纸.txt", metadata=[], accession_year="unknown", format="txt")


def _rows(count: int) -> str:
    lines = (f"{n}. 《青禾市供水第{n}片管理办法》（青政发〔{2000 + n % 20}〕{n}号）\n" for n in range(1, count + 1))
    return _HEAD + "".join(lines)


def _table(count: int) -> str:
    lines = (
        f"{n}\t青禾市供水第{n}片管理办法\t青政发〔{2000 + n % 20}〕{n}号\t2006年8月1日\n" for n in range(1, count + 1)
    )
    return _HEAD + "".join(lines)


def _speed(function: Callable[[str], None], texts: Iterable[str]) -> float:
    """Return megabytes a second; each round has texts of its own, for what was read before may be remembered."""
    listed = list(texts)
    size = sum(len(text.encode()) for text in listed)
    best = float("inf")
    for number in range(_ROUNDS):
        fresh = [f"{text}{number}\n" for text in listed]
        begun = time.process_time()
        for text in fresh:
            function(text)
        best = min(best, time.process_time() - begun)
    return size / best / 1e6


def main() -> None:
    """Print every figure."""
    papers = papers_of(place=3, year=2011, count=80)
    prose = "".join(papers)
    print(f"numbers, dates and citations, prose  {_speed(_read, [prose]):7.2f} MB/s")
    print(f"effects, prose                       {_speed(_effects, [prose]):7.2f} MB/s")
    print(f"whole papers, one by one             {_speed(_parse, papers):7.2f} MB/s")
    for count in (5_000, 10_000):
        print(f"effects, list of {count:6,} rows        {_speed(_effects, [_rows(count)]):7.2f} MB/s")
        print(f"effects, table of {count:6,} rows       {_speed(_effects, [_table(count)]):7.2f} MB/s")
        print(f"a whole paper, table of {count:6,} rows {_speed(_parse, [_table(count)]):7.2f} MB/s")


if __name__ == "__main__":
    main()
