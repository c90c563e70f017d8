"""Number series that the papers handed in really use: whose code each is, learnt from them, and papers that disagree.

What a place has confirmed in its own table decides; what is learnt is shown for confirmation and decides nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from gongwen.issuer import level_of, same_organ
from gongwen.messages import record
from gongwen.model import CarrierClass, Remark
from gongwen.organs import Organ

_FEWEST = 2  # papers of one series that teach whose it is
_SHARE = 0.75  # of them that one organ must have issued
_SURE = 3  # papers of that organ before another organ's paper is remarkable
_NAMED = ("令", "公告", "通告", "布告", "公报")  # series that bear the organ's own name

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Seen:
    """Organs learnt, issuers that a confirmed code gives (by doc_id), and remarks (doc_id or organ_id, remark)."""

    learnt: tuple[Organ, ...]
    issuers: dict[str, Organ]
    remarks: tuple[tuple[str, str, Remark], ...]  # table, row, remark


def learn_series(documents: pl.DataFrame, own: Sequence[Organ]) -> Seen:
    """Learn from the papers which organ heads its numbers with which code; ``own`` is the place's own table."""
    series: dict[tuple[str, str], list[Row]] = defaultdict(list)
    nameless: list[Row] = []
    for row in _papers(documents):
        (series[str(row["region"] or ""), str(row["agency_code"])] if row["issuer"] else nameless).append(row)
    confirmed = {code: organ for organ in own if organ.verified for code in organ.code.split("、") if code}
    learnt: list[Organ] = []
    remarks: list[tuple[str, str, Remark]] = []
    for (region, code), rows in sorted(series.items(), key=lambda one: one[0]):
        usual, count = Counter(str(row["issuer"]) for row in rows).most_common(1)[0]
        known = confirmed.get(code)
        if known is None and len(rows) >= _FEWEST and count >= _SHARE * len(rows):
            told = record("organs.learnt", count=count, all=len(rows))
            learnt.append(
                Organ(f"learnt-{region}-{code}", usual, code, level_of(usual), region, None, None, told, False)
            )
        whose = known.name if known else usual if count >= _SURE and count >= _SHARE * len(rows) else ""
        remarks += _others(rows, code, whose, region)
    if learnt:
        told = record("organs.to_confirm", count=len(learnt))
        remarks.append(("organs", learnt[0].organ_id, Remark("series_to_confirm", "notice", told)))
    issuers = {
        str(row["doc_id"]): organ
        for row in nameless
        if (organ := confirmed.get(str(row["agency_code"]))) and _was_there(organ, row["number_year"])
    }
    return Seen(tuple(learnt), issuers, tuple(remarks))


def _was_there(organ: Organ, year: object) -> bool:
    """Tell whether an organ lived in the year of a number, as far as its row says."""
    if not isinstance(year, int):
        return organ.valid_from is None and organ.valid_to is None
    begun, ended = organ.valid_from, organ.valid_to
    return (begun is None or begun.year <= year) and (ended is None or year <= ended.year)


def _papers(documents: pl.DataFrame) -> Iterator[Row]:
    """Yield the papers whose number has a code that is not the name of an organ."""
    columns = [
        "doc_id",
        "agency_code",
        "issuer",
        "co_issuers",
        "region",
        "carrier_class",
        "parent_doc_id",
        "document_number",
        "number_year",
    ]
    for row in documents.select(columns).sort("doc_id").iter_rows(named=True):
        official = row["carrier_class"] == CarrierClass.OFFICIAL and row["parent_doc_id"] is None
        if official and row["agency_code"] and not str(row["agency_code"]).endswith(_NAMED):
            yield row


def _others(rows: Sequence[Row], code: str, whose: str, region: str) -> Iterator[tuple[str, str, Remark]]:
    """Yield a remark for each paper of the series that another organ has issued, and not with the usual one."""
    for row in rows if whose else ():
        together = row["co_issuers"] if isinstance(row["co_issuers"], list) else []
        if not any(same_organ(str(name), whose, region=region) for name in (row["issuer"], *together)):
            told = record("organs.other_issuer", code=code, usual=whose, issuer=row["issuer"])
            yield (
                "documents",
                str(row["doc_id"]),
                Remark("series_issuer_differs", "notice", told, str(row["document_number"])),
            )
