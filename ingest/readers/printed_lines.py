"""The printed lines of a page: each by itself, and all of them column by column.

Most of what is asked about a page is asked of all its lines at once; then nothing is made for each of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add
from typing import NamedTuple, overload

Cut = tuple[int, float, float]  # where in the text a wide gap is; where the part before it ends, and the next begins


class Line(NamedTuple):
    """One printed line; places in points from the lower left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float  # median height of its characters
    is_row: bool = False  # a row of a table: never joined with its neighbours
    cuts: tuple[Cut, ...] = ()  # its wide gaps, from the left

    @property
    def middle(self) -> float:
        """Height of the line's centre."""
        return (self.bottom + self.top) / 2


@dataclass(slots=True)
class Lines(Sequence[Line]):
    """Lines in an order; the fields are those of ``Line``, one entry a line. Single lines are made when asked for."""

    texts: Sequence[str] = ()
    lefts: Sequence[float] = ()
    bottoms: Sequence[float] = ()
    rights: Sequence[float] = ()
    tops: Sequence[float] = ()
    sizes: Sequence[float] = ()
    rows: Sequence[bool] = ()
    cuts: Sequence[tuple[Cut, ...]] = ()

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Lines":
        """Return the lines column by column, the same where they are so already."""
        return lines if isinstance(lines, cls) else cls(*zip(*lines, strict=True))

    def _columns(self) -> tuple[Sequence[object], ...]:
        return self.texts, self.lefts, self.bottoms, self.rights, self.tops, self.sizes, self.rows, self.cuts

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[Line]:
        return map(Line._make, zip(*self._columns(), strict=True))

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> "Lines": ...
    def __getitem__(self, place: int | slice) -> "Line | Lines":
        if isinstance(place, slice):
            return Lines(*[column[place] for column in self._columns()])  # type: ignore[arg-type]
        return Line._make(column[place] for column in self._columns())

    @property
    def levels(self) -> list[float]:
        """Return twice the height of each line's middle."""
        return list(map(add, self.bottoms, self.tops))

    def followed_by(self, after: "Lines") -> "Lines":
        """Return the lines of both."""
        both = zip(self._columns(), after._columns(), strict=True)
        return Lines(*[(*own, *theirs) for own, theirs in both])  # type: ignore[arg-type]

    def without(self, places: Sequence[int]) -> "Lines":
        """Return the lines but those at these places, which go up."""
        kept = Lines()
        for before, place in pairwise([-1, *places, len(self)]):
            if before + 1 < place:
                kept = kept.followed_by(self[before + 1 : place]) if kept else self[before + 1 : place]
        return kept
