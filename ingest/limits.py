"""How much one file or one archive may cost before it is refused. Numbers only; who enforces them stands elsewhere."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Safety limits. All are on what really happens (bytes written, seconds passed), never on what a header declares.

    Depth, members, total bytes and the ratio of the whole tree are one budget for an outermost archive and everything
    below it; the ratio is asked of every single container as well.
    """

    seconds: float = 180.0  # wall time for one file; for an archive, the longest silence
    memory: int = 3072 * MIB  # what a worker may take beyond what it had when it started
    characters: int = 30_000_000  # text of one file
    depth: int = 10  # archives inside archives
    members: int = 100_000
    ratio: int = 100  # unpacked : packed
    ratio_floor: int = MIB  # below this no ratio is asked
    total_bytes: int = 16 * 1024 * MIB  # unpacked, all depths together
