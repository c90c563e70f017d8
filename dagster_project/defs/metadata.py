"""What an asset shows of what it made: counts, seconds and ids. Never a text."""

from collections.abc import Mapping

import dagster as dg

from gongwen.messages import say
from pipelines.home import Home
from pipelines.plan import Step
from pipelines.previewing import Made
from warehouse.publish import Publications


def metadata_of(one: Made, *, seconds: float, home: Home, step: Step) -> Mapping[str, dg.MetadataValue]:
    """Return the metadata of one materialisation; ``seconds`` is for the whole run of the step."""
    shown: dict[str, dg.MetadataValue] = {
        "dagster/row_count": dg.MetadataValue.int(one.rows),
        say("dagster.seconds"): dg.MetadataValue.float(round(seconds, 2)),
        say("dagster.remarks"): dg.MetadataValue.int(one.remarks),
    }
    if one.tables:
        shown[say("dagster.tables")] = dg.MetadataValue.md(_listed(one))
    if step.by_year and not one.version:
        shown[say("dagster.note")] = dg.MetadataValue.text(say("dagster.no_files_here"))
    newest = Publications(home.published).current() if "published/" in step.writes else None
    if newest is not None:
        shown[say("dagster.publication")] = dg.MetadataValue.path(newest)
    return shown


def _listed(one: Made) -> str:
    lines = [f"| {say('dagster.table')} | {say('dagster.rows')} | {say('dagster.ids')} |", "|---|---:|---|"]
    lines += [f"| {table.name} | {table.rows} | {'、'.join(table.ids) or '—'} |" for table in one.tables]
    return "\n".join(lines)
