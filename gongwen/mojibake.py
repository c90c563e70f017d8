"""Lines in the wrong encoding (乱码): UTF-8 that was read as GBK, and either of them read as Latin-1 or Windows-1252.

A line is mended only where all its characters go back to bytes and these spell common hanzi throughout: nobody writes
such bytes by chance. Where some are lost, the line is told and left.
"""

import re
from collections.abc import Iterator

from gongwen.corruption import Damage, is_common

# Characters of GBK whose bytes are the lead and a trail of UTF-8 hanzi: every third of such a line, and rare elsewhere.
_MISREAD = "".join(
    bytes((lead, trail)).decode("gbk", "ignore") for lead in range(0xE4, 0xEA) for trail in range(0x80, 0xC0)
)
_AS_GBK = re.compile(f"[{_MISREAD}锛銆]")
_LEAST_HITS = 2  # of such characters in a line
_WESTERN = re.compile(r"[\x80-\xff](?:[\x00-\x09\x0b-\xff]|[ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]){2,}")
_LEAST_HANZI = 3
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_PLAIN = re.compile(r"[\x20-\x7e\t\u3000-\u303f\uff00-\uffef\u4e00-\u9fff\u2010-\u2026\u00b7×℃№①-⒛Ⅰ-Ⅻ■□★●○◆▲△※→]*")
_SURE = 0.9  # share of common ones among the hanzi
_MOST_LOST = 0.2  # of the bytes, where most of a line is told for what it is


def find_mojibake(text: str) -> list[Damage]:
    """Find what was read in the wrong encoding, line by line; ``repaired`` is what it says where that is proved."""
    return [*_read_as_gbk(text), *_read_as_western(text)]


def _read_as_gbk(text: str) -> Iterator[Damage]:
    done = -1
    for hit in _AS_GBK.finditer(text):
        if hit.start() < done:
            continue
        start = text.rfind("\n", 0, hit.start()) + 1
        done = text.find("\n", hit.end())
        done = len(text) if done < 0 else done
        line = text[start:done]
        if len(_AS_GBK.findall(line)) < _LEAST_HITS:
            continue
        meant = _decoded(_gbk_bytes(line, "strict"), "utf-8")
        if meant is not None:
            yield Damage("mojibake", start, done, meant)
        elif _is_lost(_gbk_bytes(line, "replace")):
            yield Damage("mojibake", start, done)


def _gbk_bytes(line: str, errors: str) -> bytes:
    """Return the bytes that were read as GBK; Windows reads the single byte 80 as a euro sign."""
    try:
        return b"\x80".join(part.encode("gb18030", errors) for part in line.split("€"))
    except UnicodeEncodeError:
        return b""


def _read_as_western(text: str) -> Iterator[Damage]:
    for run in _WESTERN.finditer(text):
        raw = _western_bytes(run[0])
        for encoding in ("utf-8", "gb18030"):
            meant = _decoded(raw, encoding)
            if meant is not None:
                yield Damage("mojibake", run.start(), run.end(), meant)
                break


def _western_bytes(run: str) -> bytes:
    out = bytearray()
    for character in run:
        out += bytes((ord(character),)) if character <= "\xff" else character.encode("cp1252", "replace")
    return bytes(out)


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        meant = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    hanzi = _HANZI.findall(meant)
    if len(hanzi) < _LEAST_HANZI or not _PLAIN.fullmatch(meant):
        return None
    return meant if sum(map(is_common, hanzi)) >= _SURE * len(hanzi) else None


def _is_lost(raw: bytes) -> bool:
    """Tell whether most of the bytes spell common hanzi, some having been lost."""
    meant = raw.decode("utf-8", "ignore")
    hanzi = _HANZI.findall(meant)
    kept = len(meant.encode()) >= (1 - _MOST_LOST) * len(raw)
    return kept and len(hanzi) >= _LEAST_HANZI and sum(map(is_common, hanzi)) >= _SURE * len(hanzi)
