"""What lapses because of a clause about a class: not listed as continuing, or not republished in time.

Inferred, never stated of the instrument itself: weaker than any list, open to review, and nothing at all where the
lists or the years it hangs on have not been read in full.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from checks.status_events import Stated, effect_day
from checks.status_life import Life
from checks.status_turns import Kind, Turn, asker, turn
from gongwen.lifespan import says_none_continue
from gongwen.messages import record
from gongwen.model import Relation, Scope, Status
from gongwen.power import Maker, is_reached
from gongwen.text import fold_key
from gongwen.years import year_ranges

_KEEPING = frozenset({Relation.CONTINUE, Relation.EXTEND})
_REVISING = frozenset({Relation.TO_BE_REVISED, Relation.REPUBLISH})
_DAY = timedelta(days=1)
_SURE = 0.9  # score of a target from which a row means nothing else


@dataclass(frozen=True, slots=True)
class _Lists:
    """What one decision lists: who stands on any of its lists, what may, and whether the list to continue is whole."""

    named: frozenset[str]
    unclear: Mapping[str, str]  # instrument → the row that may mean it
    counts: tuple[int, ...]  # how many documents to continue the decision says there are, largest first
    found: int
    says_none: bool

    @property
    def missing(self) -> bool:
        """Tell whether no list of documents to continue was found, nor a word that there is none."""
        return not self.found and not self.counts and not self.says_none

    @property
    def incomplete(self) -> bool:
        """Tell whether fewer rows were found than the decision says there are."""
        return self.found < self.expected

    @property
    def expected(self) -> int:
        """Return how many rows there have to be: the sum of the counts, or the largest where that is the total."""
        first, rest = (self.counts or (0,))[0], self.counts[1:]
        return first if first == sum(rest) else first + sum(rest)


def lapse_turns(
    events: Sequence[Stated], lives: Mapping[str, Life], texts: Mapping[str, str], is_covered: Callable[[int], bool]
) -> Iterator[Turn]:
    """Yield what lapses by class; ``texts`` holds the texts of the documents that state such a clause."""
    by_decision: dict[str, list[Stated]] = {}
    for event in events:
        if event.enacted:
            by_decision.setdefault(event.decision.instrument_id, []).append(event)
    clauses = (Relation.RESIDUAL_LAPSE, Relation.CONDITIONAL_LAPSE)
    alike: dict[str, list[Life]] = {}
    makers: dict[Maker, list[Life]] = {}
    for life in lives.values():
        makers.setdefault(life.maker, []).append(life)
        if life.official:
            for key in {life.work_id, life.key.stem} - {""}:
                alike.setdefault(key, []).append(life)
    for event in (one for one in events if one.enacted and one.relation in clauses):
        siblings = by_decision[event.decision.instrument_id]
        if event.relation is Relation.RESIDUAL_LAPSE:
            yield from _residual(event, _lists(siblings, texts.get(event.document, "")), makers)
        else:
            yield from _conditional(event, siblings, lives, alike, is_covered)


def _lists(siblings: Sequence[Stated], text: str) -> _Lists:
    keeping = [event for event in siblings if event.relation in _KEEPING]
    counts = {event.expected_count for event in keeping if event.expected_count is not None}
    return _Lists(
        named=frozenset(one for event in siblings for one, _ in event.chosen),
        unclear={one: event.shown for event in siblings if not _is_sure(event) for one in event.possible},
        counts=tuple(sorted(counts, reverse=True)),
        found=len({(event.chosen, event.evidence) for event in keeping if event.named}),
        says_none=says_none_continue(text),
    )


def _is_sure(event: Stated) -> bool:
    """Tell whether the row names its document by a number, and that document was found: no namesake is meant."""
    return bool(event.numbers) and any(score >= _SURE for _, score in event.chosen)


def _residual(event: Stated, lists: _Lists, makers: Mapping[Maker, Sequence[Life]]) -> Iterator[Turn]:
    day = effect_day(event).day
    cutoff = event.cutoff or event.made
    if day is None or cutoff is None:
        return
    excepted = [key for words in event.exceptions.replace("，", "、").split("、") if len(key := fold_key(words)) > 1]
    for maker, made_by in makers.items():
        reached = is_reached(event.issuers, event.decision.maker, maker)
        for target in made_by if reached is not False else ():
            if _is_object(event, target, lists, cutoff) and not _names_any(target, excepted):
                yield _residual_turn(event, target, lists, day, reached)


def _is_object(event: Stated, target: Life, lists: _Lists, cutoff: date) -> bool:
    """Tell whether the clause may reach the instrument at all: issued, made in time, a norm, on no list."""
    if not target.official or target.normativity == "not_normative" or target.instrument_id in lists.named:
        return False
    if target.instrument_id in (event.decision.instrument_id, event.source.instrument_id):
        return False
    return target.key.wrapper != "change" and (target.made is None or target.made <= cutoff)


def _names_any(target: Life, words: Sequence[str]) -> bool:
    """Tell whether a word of the exceptions stands in the title (人事任免, 规划 …)."""
    title = fold_key(target.title) if words else ""
    return any(word in title for word in words)


def _residual_turn(event: Stated, target: Life, lists: _Lists, day: date, reached: bool | None) -> Turn:
    question = ""
    if lists.missing:
        question = record("status.list_missing", source=event.decision.label)
    elif lists.incomplete:
        question = record(
            "status.list_incomplete", source=event.decision.label, expected=lists.expected, found=lists.found
        )
    elif target.instrument_id in lists.unclear:
        row = lists.unclear[target.instrument_id]
        question = record("status.list_row_unclear", source=event.decision.label, evidence=row)
    elif (unclear := _unclear(target, reached)) is not None:
        question = record("status.class_unclear", source=event.decision.label, reason=record(unclear))
    if question and not (target.maker.organs or target.maker.region):
        return asker(event, target)("status.class_unclear", reason=record("status.class_issuer"))
    if question:
        doubtful = turn(event, target, day, Kind.CLOUD, "unclear_ending", Status.UNKNOWN)
        return replace(doubtful, questions=(question,))
    lapsed = turn(event, target, day, Kind.LAPSE, "residual_lapse", Status.RESIDUAL_LAPSED)
    why = record("status.lapse_computed", source=event.decision.label, evidence=event.shown)
    return replace(lapsed, questions=(why,))


def _unclear(target: Life, reached: bool | None) -> str | None:
    """Return the message that says what about the target is not settled, None where all is."""
    if target.normativity != "normative":
        return "status.class_normativity"
    if target.made is None:
        return "status.class_date"
    return "status.class_issuer" if reached is None else None


def _conditional(
    event: Stated,
    siblings: Sequence[Stated],
    lives: Mapping[str, Life],
    alike: Mapping[str, Sequence[Life]],
    is_covered: Callable[[int], bool],
) -> Iterator[Turn]:
    day = effect_day(event).day
    since = event.made
    if day is None or since is None:
        return
    deadline = event.cutoff or day - _DAY
    listed = [one for sibling in siblings if sibling.relation in _REVISING for one, _ in sibling.chosen]
    targets = dict.fromkeys([one for one, _ in event.chosen] or listed)
    years = [year for year in range(since.year, deadline.year + 1) if not is_covered(year)]
    for target in (lives[one] for one in targets):
        ask = asker(event, target)
        successor = _republished(target, alike, since, deadline)
        if successor is not None:
            yield ask("status.republished_in_time", other=successor.label)
        elif years:
            doubtful = turn(event, target, day, Kind.CLOUD, "unclear_ending", Status.UNKNOWN)
            text = record("status.republication_unread", source=event.decision.label, years=year_ranges(years))
            yield replace(doubtful, questions=(text,))
        elif event.scope in (Scope.WHOLE, Scope.CLASS):
            lapsed = turn(event, target, day, Kind.LAPSE, "conditional_lapse", Status.DECLARED_INVALID)
            why = record("status.lapse_computed", source=event.decision.label, evidence=event.shown)
            yield replace(lapsed, questions=(why,))


def _republished(target: Life, alike: Mapping[str, Sequence[Life]], since: date, deadline: date) -> Life | None:
    """Return the instrument by which the target was issued anew between the two days, or None."""
    for other in (*alike.get(target.work_id, ()), *alike.get(target.key.stem, ())):
        if other.instrument_id == target.instrument_id or other.made is None or other.key.wrapper == "change":
            continue
        same_place = other.work_id == target.work_id or other.key.place == target.key.place
        if same_place and since <= other.made <= deadline:
            return other
    return None
