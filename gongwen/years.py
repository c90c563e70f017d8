"""Years as people write several of them: 2006—2009、2013."""

from collections.abc import Iterable


def year_ranges(years: Iterable[int]) -> str:
    """Return the years in order, those that follow one another as a range."""
    runs: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return "、".join(str(first) if first == last else f"{first}—{last}" for first, last in runs)
