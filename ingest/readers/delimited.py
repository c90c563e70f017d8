"""Reads delimited text (.csv, .tsv) as a table: one line a row, tabs between its cells; anything else as it stands."""

import csv
import io
from collections import Counter
from dataclasses import replace

from ingest.extraction import Extraction
from ingest.readers import READERS

READER = "delimited"
_DELIMITERS = ",\t;|，"
_LOOKED_AT = 50  # lines
_MOSTLY = 0.6  # share of the lines that have the same delimiter


def read(data: bytes, *, name: str) -> Extraction:
    """Return the rows of the table; text without columns stays as it is."""
    plain = READERS["txt"].read(data, name=name)
    delimiter = _delimiter(plain.text)
    if not delimiter:
        return replace(plain, reader=READER)
    csv.field_size_limit(1 << 24)
    try:
        rows = list(csv.reader(io.StringIO(plain.text, newline=""), delimiter=delimiter))
    except csv.Error:
        return replace(plain, reader=READER)
    lines = ("\t".join(" ".join(cell.split()) for cell in row).rstrip("\t") for row in rows)
    return replace(plain, reader=READER, text="\n".join(lines))


def _delimiter(text: str) -> str:
    """Return what stands between the columns, "" where there are none: prose has no equal number in each line."""
    lines = [line for line in text.split("\n") if line.strip()][:_LOOKED_AT]
    for mark in _DELIMITERS:
        counts = Counter(line.count(mark) for line in lines)
        most, times = max(counts.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        if most and times >= _MOSTLY * len(lines):
            return mark
    return ""
