"""The whole system on one screen: the steps in order, what each reads and writes, and what its result depends on.

A step is a plain function ``(Inputs) -> tables``; its code lives in ``pipelines/steps``. ``reads`` and ``writes`` name
tables of the lake (``remarks_`` and a step: what it remarked), or one of the outside things in ``OUTSIDE``; ``ocr`` is
whether scans are recognised here, ``limits`` what reading may cost, which passwords are tried, and what opens archives.
"""

from dataclasses import dataclass

OUTSIDE = ("inbox", "catalogue/", "organs.csv", "decisions", "identities", "as_of", "ocr", "limits", "published/")


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``code`` names the packages whose source its result depends on: they are its code version."""

    name: str
    by_year: bool
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    function: str  # module:function, imported when the step is run
    code: tuple[str, ...]
    appends: tuple[str, ...] = ()  # tables of ``writes`` that the step commits itself, as it goes


def _step(
    name: str, reads: str, writes: str, module: str, code: str, *, by_year: bool = False, appends: str = ""
) -> Step:
    """Every step may also leave remarks; they are written for it, under its own name."""
    place = f"pipelines.steps.{module}"
    packages = ("gongwen", place, *code.split())
    return Step(
        name, by_year, tuple(reads.split()), tuple(writes.split()), f"{place}:{name}", packages, tuple(appends.split())
    )


_LINKS = "events event_targets"
_HELD = "documents instruments instrument_documents"

STEPS: tuple[Step, ...] = (
    _step("list_catalogue", "catalogue/ limits", "catalogue", "intake", "ingest"),
    _step("collect", "inbox as_of limits", "files", "intake", "ingest pipelines.steps.secrets"),
    _step(
        "extract",
        "files ocr limits",
        "texts pages",
        "intake",
        "pipelines.steps.scans pipelines.steps.secrets",
        by_year=True,
        appends="texts",
    ),
    _step("describe", "files texts", "documents_found fields_found", "meaning", "ingest", by_year=True),
    _step("cite", "documents_found", "citations_found events_stated", "meaning", "", by_year=True),
    _step("sign", "documents_found", "signatures", "meaning", "checks", by_year=True),
    _step(
        "settle",
        "documents_found fields_found events_stated catalogue decisions organs.csv",
        "documents fields organs organ_lineage",
        "linking",
        "checks",
    ),
    _step("pair", "documents signatures", "pairs", "linking", "checks"),
    _step(
        "group",
        "pairs documents fields citations_found events_stated remarks_describe remarks_pair decisions identities",
        "instruments instrument_documents identities",
        "linking",
        "checks",
    ),
    _step("resolve", f"citations_found events_stated {_HELD}", f"citations {_LINKS}", "linking", "checks"),
    _step("judge", f"{_LINKS} {_HELD} files as_of", "status_periods statuses rules", "linking", "checks"),
    _step(
        "reconcile",
        f"catalogue citations statuses files decisions as_of {_HELD}",
        "matches gaps coverage milestones annual_report",
        "stocktake",
        "checks",
    ),
    _step(
        "propose",
        f"statuses pairs citations decisions rules as_of {_LINKS} {_HELD}",
        "candidates campaigns campaign_base",
        "stocktake",
        "checks",
    ),
    _step("audit", "everything decisions published/", "checks findings", "closing", "checks pipelines.expecting"),
    _step("publish", "everything decisions as_of", "published/", "closing", "warehouse pipelines.steps.masking"),
)


def step(name: str) -> Step:
    """Return the step of that name; raises ``KeyError`` where there is none."""
    return {one.name: one for one in STEPS}[name]
