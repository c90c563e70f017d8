"""Whether decoded text looks like Chinese that somebody wrote, told from the standards' own lists of common hanzi."""

_SAMPLE = 20_000  # characters looked at
_SURE = 0.8  # share of common hanzi above which nobody wrote it by chance


def hanzi_plausibility(text: str) -> float:
    """Return the share of hanzi that are common ones, 0–1; a text without hanzi gives 1 if plain, 0 if odd.

    Common means level 1 of GB/T 2312-1980 (3,755 hanzi) or level 1 of Big5 (5,401 hanzi), whichever fits better.
    Private-use and unassigned characters count as uncommon hanzi.
    """
    hanzi = odd = 0
    simplified = traditional = 0
    for character in text[:_SAMPLE]:
        if character < "\u0080":
            continue
        if "\u4e00" <= character <= "\u9fff":
            hanzi += 1
            simplified += _is_level_one(character, "gb2312", 0xB0, 0xD7)
            traditional += _is_level_one(character, "big5", 0xA4, 0xC6)
        elif _is_odd(character):
            odd += 1
    if not hanzi:
        return 0.0 if odd else 1.0
    return max(simplified, traditional) / (hanzi + odd)


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
    sample = [character for character in text[:_SAMPLE] if not character.isspace()]
    return sum(map(_is_odd, sample)) / len(sample) if sample else 0.0


def _is_level_one(character: str, encoding: str, first: int, last: int) -> bool:
    try:
        return first <= character.encode(encoding)[0] <= last
    except UnicodeEncodeError:
        return False


def _is_odd(character: str) -> bool:
    return (
        character < " "
        or "\u007f" <= character <= "\u009f"
        or "\ue000" <= character <= "\uf8ff"
        or character in "\ufffd\ufffe\uffff"
        or "\u3400" <= character <= "\u4dbf"
        or character > "\uffff"
    )
