"""Where two folded texts differ: the stretches that are not shared, found in nearly linear time.

Takes strings and returns spans. What a difference means, and what two documents are to each other, must not go here.
"""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

_ANCHOR = 8  # characters of an anchor: short enough to survive one wrong character in twenty
_FINE = 600  # gaps up to this many characters are aligned character by character


@dataclass(frozen=True, slots=True)
class Hunk:
    """One stretch that differs: what stands in the left text where the right text has something else, or nothing."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int


def shingle_hashes(text: str, width: int) -> npt.NDArray[np.uint64]:
    """Return the 64-bit hash of every ``width`` characters in a row, in order; stable over processes and machines."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = len(codes) - width + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(width):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + codes[offset : offset + count]
    return mix(hashes)


def distinct(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return the hashes in order, each once; for a text far quicker than ``np.unique``, which makes a hash table."""
    ordered = np.sort(hashes)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def mix(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Spread 64-bit values evenly (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def hunks(left: str, right: str) -> list[Hunk]:
    """Return the differing stretches of two texts in order; empty for equal texts."""
    found: list[Hunk] = []
    left_at = right_at = 0
    for block in [*_anchors(left, right), (len(left), len(right), 0)]:
        while left_at < block[0] and right_at < block[1] and left[left_at] == right[right_at]:
            left_at, right_at = left_at + 1, right_at + 1
        left_start, right_start, length = _extend(left, right, block, (left_at, right_at))
        if left_start > left_at or right_start > right_at:
            found.extend(_gap(left, right, Hunk(left_at, left_start, right_at, right_start)))
        left_at, right_at = left_start + length, right_start + length
    return found


def _extend(left: str, right: str, block: tuple[int, int, int], floor: tuple[int, int]) -> tuple[int, int, int]:
    """Grow a shared block to the left as far as the texts agree."""
    left_start, right_start, length = block
    while left_start > floor[0] and right_start > floor[1] and left[left_start - 1] == right[right_start - 1]:
        left_start, right_start, length = left_start - 1, right_start - 1, length + 1
    return left_start, right_start, length


def _gap(left: str, right: str, gap: Hunk) -> list[Hunk]:
    """Align a gap character by character where it is small enough, else keep it whole."""
    one, two = left[gap.left_start : gap.left_end], right[gap.right_start : gap.right_end]
    if not one or not two or len(one) > _FINE or len(two) > _FINE:
        return [gap]
    merged: list[Hunk] = []
    for step in Indel.opcodes(one, two):
        if step.tag == "equal":
            continue
        hunk = Hunk(
            gap.left_start + step.src_start,
            gap.left_start + step.src_end,
            gap.right_start + step.dest_start,
            gap.right_start + step.dest_end,
        )
        last = merged[-1] if merged else None
        if last and hunk.left_start == last.left_end and hunk.right_start == last.right_end:
            hunk = Hunk(last.left_start, hunk.left_end, last.right_start, hunk.right_end)
            merged.pop()
        merged.append(hunk)
    return merged


def _anchors(left: str, right: str) -> list[tuple[int, int, int]]:
    """Return blocks (left, right, length) that are shared, unique in both texts and in the same order."""
    one, left_at = _unique(shingle_hashes(left, _ANCHOR))
    two, right_at = _unique(shingle_hashes(right, _ANCHOR))
    _, in_one, in_two = np.intersect1d(one, two, assume_unique=True, return_indices=True)
    order = np.argsort(left_at[in_one], kind="stable")
    lefts, rights = left_at[in_one][order], right_at[in_two][order]
    if not len(lefts):
        return []
    breaks = np.flatnonzero((np.diff(lefts) != 1) | (np.diff(rights) != 1)) + 1
    starts = np.concatenate(([0], breaks))
    lengths = np.diff(np.concatenate((starts, [len(lefts)])))
    runs = [(int(lefts[s]), int(rights[s]), int(n) + _ANCHOR - 1) for s, n in zip(starts, lengths, strict=True)]
    return _disjoint(_ascending(runs))


def _unique(hashes: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    values, at, counts = np.unique(hashes, return_index=True, return_counts=True)
    return values[counts == 1], at[counts == 1]


def _ascending(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the longest chain of runs whose right ends also ascend (patience sorting)."""
    tails: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for index, (_, right, _) in enumerate(runs):
        place = bisect_left(tails, right)
        before.append(holders[place - 1] if place else -1)
        tails[place : place + 1] = [right]
        holders[place : place + 1] = [index]
    chain: list[tuple[int, int, int]] = []
    at = holders[-1] if holders else -1
    while at >= 0:
        chain.append(runs[at])
        at = before[at]
    return chain[::-1]


def _disjoint(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Cut what overlaps the block before."""
    kept: list[tuple[int, int, int]] = []
    left_at = right_at = 0
    for left, right, length in runs:
        cut = max(left_at - left, right_at - right, 0)
        if length > cut:
            kept.append((left + cut, right + cut, length - cut))
            left_at, right_at = left + length, right + length
    return kept
