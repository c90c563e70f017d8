"""What becomes of an ending whose own source is ended: a repeal of a repeal revives nothing unless it says so.

A repeal revoked before it took effect never did; one revoked afterwards leaves the standing open, unless the revoking
document says that the instrument goes on. What was on a list by mistake is in force again where a correction says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from checks.status_turns import CORRECTED, Kind, Turn
from gongwen.messages import record

_REVOKING = frozenset({"revoked", "withdrawn"})


def reviewed_endings(turns: Mapping[str, Sequence[Turn]]) -> dict[str, list[Turn]]:
    """Return the turns, those that rest on a document which was itself ended counting as the law has it."""
    return {instrument_id: list(_reviewed(own, turns)) for instrument_id, own in turns.items()}


def _reviewed(own: Sequence[Turn], turns: Mapping[str, Sequence[Turn]]) -> Iterator[Turn]:
    ends = [turn for turn in own if turn.kind is Kind.END]
    single = len({turn.source for turn in ends}) == 1
    undone = {end.source: [one for one in turns.get(end.source, ()) if one.kind is Kind.END] for end in ends}
    corrected = {one.source for end in ends for one in turns.get(end.source, ()) if one.rule == CORRECTED}
    for turn in own:
        if turn.kind is Kind.CONTINUE and single and turn.source in corrected:
            yield replace(turn, kind=Kind.RESTORE, rule="list_corrected", because=(*turn.because, *ends[0].because))
            continue
        ending = [one for ended_by in undone.values() for one in ended_by if one.source == turn.source]
        if turn.kind is Kind.CONTINUE and single and ending:
            yield replace(turn, kind=Kind.RESTORE, rule="restored", because=(*turn.because, *ending[0].because))
            continue
        before = [one for one in undone.get(turn.source, ()) if one.day <= turn.day] if turn.kind is Kind.END else []
        if before:
            question = record("status.source_ended_before", source=turn.label)
            yield replace(turn, kind=Kind.QUESTION, questions=(question,))
            continue
        yield turn
        revoked = [one for one in undone.get(turn.source, ()) if one.rule in _REVOKING] if turn.kind is Kind.END else []
        if revoked and single and not any(one.kind is Kind.CONTINUE and one.source == revoked[0].source for one in own):
            question = record("status.ending_source_revoked", source=turn.label, other=revoked[0].label)
            yield replace(
                revoked[0],
                instrument_id=turn.instrument_id,
                kind=Kind.CONTINUE,
                rule="revoked_ending",
                questions=(question,),
            )
