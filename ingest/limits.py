"""The terms of reading: how much a file or an archive may cost, and the passwords that may be tried on it.

Who enforces them stands elsewhere. What was refused or stayed locked under other terms is tried again.
"""

import hashlib
from dataclasses import dataclass, field

from gongwen.model import FileState

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
    passwords: tuple[str, ...] = field(default=(), repr=False)

    def terms_of(self, state: FileState | str | None) -> str:
        """Return what an outcome hung on: the costs where it was refused, the passwords where it stayed locked."""
        if state == FileState.REFUSED:
            return f"{self.seconds:g} s, {self.memory} B, {self.characters} characters"
        return _fingerprint(self.passwords) if state == FileState.NEEDS_PASSWORD else ""

    def terms(self) -> str:
        """Return one digest over everything that may decide whether something is opened."""
        costs = [self.seconds, self.memory, self.characters, self.depth, self.members, self.ratio, self.total_bytes]
        return f"{costs} {_fingerprint(self.passwords)}"


def _fingerprint(passwords: tuple[str, ...]) -> str:
    """Return 32 bits that change with the passwords and are too few, and too slow to make, to guess any from."""
    if not passwords:
        return ""
    joined = "\0".join(sorted(set(passwords))).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(joined, salt=b"dishu", n=2**14, r=8, p=1, dklen=4).hex()
