"""Page numbers and running lines at the edges of pages: told by what repeats and what counts, and left out."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from gongwen.page_lines import page_number
from ingest.readers.page_layout import Line

_EDGE = 2  # lines at the top and at the bottom that may be furniture
_REPEATS = 3  # pages on which a running line must stand
_LONG_RUNNING = 60  # characters; a longer line is text
_DIGITS = re.compile(r"\d+")


def without_furniture(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], int]:
    """Return the pages without page numbers and running lines at their edges, and how many lines were left out."""
    edges = [_edge_lines(page) for page in pages]
    numbers = [[page_number(line.text) for line in edge] for edge in edges]
    outermost = [_outermost(edge, found) for edge, found in zip(edges, numbers, strict=True)]
    running = _running(outermost)
    counted = _counted(numbers)
    kept, dropped = [], 0
    for page, edge, found, outer in zip(pages, edges, numbers, outermost, strict=True):
        out = {
            id(line) for line, number in zip(edge, found, strict=True) if number is not None and (number[1] or counted)
        }
        out |= {id(line) for line, shape in outer if shape in running}
        kept.append([line for line in page if id(line) not in out] if out else list(page))
        dropped += len(out)
    return kept, dropped


def _edge_lines(page: Sequence[Line]) -> list[Line]:
    lines = [line for line in page if not line.is_row]
    levels = [-bottom - top for _, _, bottom, _, top, _, _, _ in lines]
    by_height = sorted(range(len(lines)), key=levels.__getitem__)
    return [lines[place] for place in by_height[:_EDGE] + by_height[max(_EDGE, len(by_height) - _EDGE) :]]


def _outermost(edge: Sequence[Line], numbers: Sequence[tuple[int, bool] | None]) -> list[tuple[Line, str]]:
    """Return the first and the last line of a page, page numbers aside, each with its text, digits aside."""
    lines = [line for line, number in zip(edge, numbers, strict=True) if number is None]
    return [(line, _DIGITS.sub("0", "".join(line.text.split()))) for line in (lines[0], lines[-1])] if lines else []


def _running(edges: Sequence[Sequence[tuple[Line, str]]]) -> frozenset[str]:
    """Return the lines, digits aside, that stand at the same height at the edge of many pages."""
    places: dict[str, list[float]] = {}
    for edge in edges:
        for shape, line in {shape: line for line, shape in edge if len(line.text) <= _LONG_RUNNING}.items():
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
