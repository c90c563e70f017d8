"""A backfill as a process of its own: ``python -m tests.dagster_project.backfill HOME [FOLDER OF DAGSTER]``."""

import sys
import warnings
from pathlib import Path

import dagster as dg

from dagster_project.definitions import defs
from dagster_project.defs.home import HomeResource
from dagster_project.defs.partitions import range_tags


def main(home: Path, memory: Path | None = None) -> int:
    """Run the job ``years`` over 2009–2016; Dagster forgets it where no folder is named for its memory."""
    warnings.simplefilter("ignore")
    opened = dg.DagsterInstance.local_temp(str(memory)) if memory else dg.DagsterInstance.ephemeral()
    with opened as instance:
        done = defs.resolve_job_def("years").execute_in_process(
            instance=instance,
            resources={"home": HomeResource(root=str(home))},
            tags=range_tags("2009", "2016"),
            raise_on_error=False,
        )
    return 0 if done.success else 1


if __name__ == "__main__":
    raise SystemExit(main(*(Path(argument) for argument in sys.argv[1:3])))
