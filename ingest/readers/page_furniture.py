"""Page numbers and running lines at the edges of pages: told by what repeats and what counts, and left out."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from gongwen.page_lines import page_number
from ingest.readers.printed_lines import Line, Lines

_EDGE = 2  # lines at the top and at the bottom that may be furniture
_REPEATS = 3  # pages on which a running line must stand
_LONG_RUNNING = 60  # characters; a longer line is text
_DIGITS = re.compile(r"\d+")


def without_furniture(pages: Sequence[Lines]) -> tuple[list[Lines], int]:
    """Return the pages without page numbers and running lines at their edges, and how many lines were left out."""
    edges = [_edge_places(page) for page in pages]
    numbers = [[page_number(page.texts[place]) for place in edge] for page, edge in zip(pages, edges, strict=True)]
    outermost = [_outermost(*each) for each in zip(pages, edges, numbers, strict=True)]
    running = _running(outermost)
    counted = _counted(numbers)
    kept, dropped = [], 0
    for page, edge, found, outer in zip(pages, edges, numbers, outermost, strict=True):
        out = {
            place for place, number in zip(edge, found, strict=True) if number is not None and (number[1] or counted)
        }
        out |= {place for place, _, shape in outer if shape in running}
        kept.append(page.without(sorted(out)) if out else page)
        dropped += len(out)
    return kept, dropped


def _edge_places(page: Lines) -> list[int]:
    """Return the places of the lines at the top and at the bottom, from the top."""
    levels = page.levels
    loose = [place for place, is_row in enumerate(page.rows) if not is_row] if any(page.rows) else range(len(page))
    by_height = sorted(loose, key=levels.__getitem__, reverse=True)
    return by_height[:_EDGE] + by_height[max(_EDGE, len(by_height) - _EDGE) :]


def _outermost(
    page: Lines, edge: Sequence[int], numbers: Sequence[tuple[int, bool] | None]
) -> list[tuple[int, Line, str]]:
    """Return the first and the last line of a page, page numbers aside: place, line, and its text, digits aside."""
    places = [place for place, number in zip(edge, numbers, strict=True) if number is None]
    ends = [(place, page[place]) for place in (places[0], places[-1])] if places else []
    return [(place, line, _DIGITS.sub("0", "".join(line.text.split()))) for place, line in ends]


def _running(edges: Sequence[Sequence[tuple[int, Line, str]]]) -> frozenset[str]:
    """Return the lines, digits aside, that stand at the same height at the edge of many pages."""
    places: dict[str, list[float]] = {}
    for edge in edges:
        for shape, line in {shape: line for _, line, shape in edge if len(line.text) <= _LONG_RUNNING}.items():
            places.setdefault(shape, []).append(line.middle)
    needed = max(_REPEATS, 0.4 * len(edges))
    return frozenset(
        shape
        for shape, heights in places.items()
        if len(heights) >= needed and sum(abs(height - median(heights)) <= 6 for height in heights) >= needed
    )


def _counted(edges: Sequence[Sequence[tuple[int, bool] | None]]) -> bool:
    """Tell whether bare numbers at the edges count the pages up by one."""
    steps: Counter[int] = Counter()
    for index, edge in enumerate(edges):
        for number in {found[0] for found in edge if found is not None}:
            steps[number - index] += 1
    return bool(steps) and max(steps.values()) >= max(2, 0.6 * len(edges))
