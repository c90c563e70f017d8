"""Personal numbers in a text: identity cards, mobile telephones, bank cards; found by checksum and masked at equal length."""

import re

from gongwen.text import fold

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CANDIDATE = re.compile(r"(?<![\dA-Za-z])\d{11,19}[\dXx]?(?![\dA-Za-z])")


def find_personal(text: str) -> list[tuple[str, int, int]]:
    """Return (kind, start, end) for each personal number: id_card, mobile."""
    folded = fold(text)
    found = []
    for match in _CANDIDATE.finditer(folded.text):
        kind = _kind(match.group().upper())
        if kind:
            found.append((kind, *folded.original(match.start(), match.end())))
    return found


def mask(text: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Return the text with the digits of each personal number as asterisks, as long as before, and what was found."""
    found = find_personal(text)
    for _, start, end in found:
        text = text[:start] + "*" * (end - start) + text[end:]
    return text, found


def _kind(digits: str) -> str:
    if len(digits) == 18 and "10X98765432"[sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True)) % 11] == digits[17]:
        return "id_card"
    return "mobile" if re.fullmatch(r"1[3-9]\d{9}", digits) else ""
