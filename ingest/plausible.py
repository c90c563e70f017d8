"""Whether decoded text looks like Chinese that somebody wrote, told from the standards' own lists of common hanzi."""

import re
from functools import cache

_HANZI = re.compile(r"[\u4e00-\u9fff]+")
_ODD = re.compile(  # control, private-use and replacement characters, and hanzi that nobody writes
    r"[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd-\uffff\u3400-\u4dbf\U00010000-\U0010ffff]+"
)
_ODD_AMONG_HANZI = re.compile(_ODD.pattern.replace(r"\x00-\x1f\x7f", r"\x80"))  # plain text has its controls
_SAMPLE = 20_000  # characters looked at
_SURE = 0.8  # share of common hanzi above which nobody wrote it by chance


def hanzi_plausibility(text: str) -> float:
    """Return the share of hanzi that are common ones, 0–1; a text without hanzi gives 1 if plain, 0 if odd.

    Common means level 1 of GB/T 2312-1980 (3,755 hanzi) or level 1 of Big5 (5,401 hanzi), whichever fits better.
    Private-use and unassigned characters count as uncommon hanzi.
    """
    sample = text[:_SAMPLE]
    hanzi, odd = _count(_HANZI, sample), _count(_ODD_AMONG_HANZI, sample)
    if not hanzi:
        return 0.0 if odd else 1.0
    level_one, traditional = _common()
    common = _count(level_one, sample)
    if common < hanzi:
        common = max(common, _count(traditional, sample))
    return common / (hanzi + odd)


@cache
def _common() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return runs of hanzi of level 1 of GB/T 2312, and of Big5."""
    return _level_one("gb2312", 0xB0, 0xD7), _level_one("big5", 0xA4, 0xC6)


def _level_one(encoding: str, first: int, last: int) -> re.Pattern[str]:
    codes = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    signs = "".join(code.decode(encoding, "ignore") for code in codes)
    return re.compile(f"[{''.join(_HANZI.findall(signs))}]+")


def is_plausible_utf8(text: str, raw: bytes) -> bool:
    """Tell whether bytes that are valid UTF-8 are meant so: hanzi of a short GB18030 text may look like letters."""
    if text.isascii() or any(character > "\u07ff" for character in text[:_SAMPLE]):
        return True
    try:
        return hanzi_plausibility(raw.decode("gb18030")) < _SURE
    except UnicodeDecodeError:
        return True


def odd_share(text: str) -> float:
    """Return the share of private-use, replacement and control characters among those that are not blank, 0–1."""
    sample = "".join(text[:_SAMPLE].split())
    return _count(_ODD, sample) / len(sample) if sample else 0.0


def looks_written(text: str, *, least: float, most_odd: float) -> bool:
    """Tell whether a text has ``odd_share`` of ``most_odd`` at most and ``hanzi_plausibility`` of ``least`` at least.

    Of nearly every text two looks tell it, without the exact figures.
    """
    sample = text[:_SAMPLE]
    if _ODD.search(sample) and odd_share(text) > most_odd:
        return False
    return _count(_common()[0], sample) >= least * len(sample) or hanzi_plausibility(text) >= least


def _count(runs: re.Pattern[str], text: str) -> int:
    return sum(map(len, runs.findall(text)))
