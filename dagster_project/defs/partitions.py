"""The folder years as partitions. A static list: what years there are must not hang on what is in an inbox."""

from collections.abc import Sequence

import dagster as dg

FIRST, LAST = 2005, 2035
YEARS = ("unknown", f"before-{FIRST}", *(str(year) for year in range(FIRST, LAST + 1)))

folder_years = dg.StaticPartitionsDefinition(list(YEARS))


def range_tags(first: str, last: str) -> dict[str, str]:
    """Return the tags of one run over all folder years from the first to the last."""
    return {"dagster/asset_partition_range_start": first, "dagster/asset_partition_range_end": last}


def outside(years: Sequence[str]) -> list[str]:
    """Return the folder years that no partition stands for, sorted."""
    return sorted(set(years) - set(YEARS))
