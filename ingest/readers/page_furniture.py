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
    outermost = [_outermost(edge) for edge in edges]
    running = _running(outermost)
    counted = _counted(edges)
    kept, dropped = [], 0
    for page, edge, outer in zip(pages, edges, outermost, strict=True):
        out = {id(line) for line in edge if (number := page_number(line.text)) and (number[1] or counted)}
        out |= {id(line) for line in outer if _shape(line) in running}
        kept.append([line for line in page if id(line) not in out] if out else list(page))
        dropped += len(out)
    return kept, dropped


def _edge_lines(page: Sequence[Line]) -> list[Line]:
    by_height = sorted((line for line in page if not line.is_row), key=lambda line: -line.bottom - line.top)
    return by_height[:_EDGE] + by_height[max(_EDGE, len(by_height) - _EDGE) :]


def _outermost(edge: Sequence[Line]) -> list[Line]:
    """Return the first and the last line of a page, page numbers aside."""
    lines = [line for line in edge if page_number(line.text) is None]
    return [lines[0], lines[-1]] if lines else []


def _shape(line: Line) -> str:
    return _DIGITS.sub("0", "".join(line.text.split()))


def _running(edges: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Return the lines, digits aside, that stand at the same height at the edge of many pages."""
    places: dict[str, list[float]] = {}
    for edge in edges:
        for line in {_shape(line): line for line in edge if len(line.text) <= _LONG_RUNNING}.values():
            places.setdefault(_shape(line), []).append(line.middle)
    needed = max(_REPEATS, 0.4 * len(edges))
    return frozenset(
        shape
        for shape, heights in places.items()
        if len(heights) >= needed and sum(abs(height - median(heights)) <= 6 for height in heights) >= needed
    )


def _counted(edges: Sequence[Sequence[Line]]) -> bool:
    """Tell whether bare numbers at the edges count the pages up by one."""
    steps: Counter[int] = Counter()
    for index, edge in enumerate(edges):
        for number in {found[0] for line in edge if (found := page_number(line.text))}:
            steps[number - index] += 1
    return bool(steps) and max(steps.values()) >= max(2, 0.6 * len(edges))
