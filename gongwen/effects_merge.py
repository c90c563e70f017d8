"""One effect for each relation, target and scope, out of all the places of a paper that state it.

The body outranks the title, a list row outranks the sentence that announces the list; what each adds is kept.
"""

from dataclasses import replace
from functools import lru_cache

from gongwen.model import ENDINGS, Effect, Modality, Relation, Scope, Via
from gongwen.text import fold_key
from gongwen.title import parse_title

_RIVALS = 20  # effects under one number or title that a further one is compared with
_RANK = {Via.LIST_ROW: 0, Via.TABLE_ROW: 0, Via.SENTENCE: 1, Via.TITLE: 2, Via.METADATA: 3}


def settle(found: list[Effect]) -> list[Effect]:
    """Return the effects, those that state the same once, in the order of their place."""
    ordered = sorted(found, key=lambda one: (_RANK[one.via], one.start, one.end))
    numbered = all(one.target_numbers for one in ordered)  # then only a shared number can make two of them one
    kept: list[Effect] = []
    places: dict[tuple[str, str], list[int]] = {}
    for one in ordered:
        keys = _keys(one, numbered=numbered)
        same = next(
            (index for key in keys for index in places.get(key, [])[-_RIVALS:] if _states_the_same(kept[index], one)),
            None,
        )
        if same is not None:
            kept[same] = _merged(kept[same], one)
            continue
        if one.via is Via.TITLE and (_superseded(kept, one) or _replaced(kept, one)):
            continue
        for key in keys:
            places.setdefault(key, []).append(len(kept))
        kept.append(one)
    return kept


@lru_cache(maxsize=4096)
def _core(title: str) -> str:
    return parse_title(title).core


def _keys(one: Effect, *, numbered: bool) -> list[tuple[str, str]]:
    keys = [("number", number) for number in one.target_numbers]
    if one.target_title and not numbered:
        keys.append(("title", fold_key(one.target_title)))
        keys.append(("core", _core(one.target_title)))
    return keys


def _group(relation: Relation) -> str:
    return "ending" if relation in ENDINGS else str(relation)


def _states_the_same(first: Effect, second: Effect) -> bool:
    if _group(first.relation) != _group(second.relation):
        return False
    apart = (
        first.target_numbers and second.target_numbers and not set(first.target_numbers) & set(second.target_numbers)
    )
    if (
        apart
        or _named_apart(first, second)
        or (first.target_date and second.target_date and first.target_date != second.target_date)
    ):
        return False
    if second.via is Via.TITLE or first.relation is Relation.AMEND:
        return True
    if first.modality is not second.modality and first.via is second.via:
        return False
    return first.relation is second.relation and (first.scope, first.scope_detail) == (
        second.scope,
        second.scope_detail,
    )


def _named_apart(first: Effect, second: Effect) -> bool:
    """Tell whether two titles cannot be one document though a number is the same: neither holds the other."""
    if not (first.target_title and second.target_title):
        return False
    one, other = fold_key(first.target_title), fold_key(second.target_title)
    return one not in other and other not in one and _core(first.target_title) != _core(second.target_title)


def _merged(first: Effect, second: Effect) -> Effect:
    """Return the better stated effect with what only the other says."""
    details = [part for one in (first, second) for part in one.scope_detail.split("、") if part]
    amended = first.relation is Relation.AMEND
    return replace(
        first,
        target_title=first.target_title or second.target_title,
        target_numbers=first.target_numbers or second.target_numbers,
        target_date=first.target_date or second.target_date,
        expected_count=first.expected_count or second.expected_count,
        scope=Scope.ARTICLE if amended and details else first.scope,
        scope_detail="、".join(dict.fromkeys(details)) if amended else first.scope_detail,
        modality=Modality.ENACTED if Modality.ENACTED in (first.modality, second.modality) else first.modality,
    )


def _superseded(kept: list[Effect], title: Effect) -> bool:
    """Tell whether the body already does by number what the title names in short (关于撤销〔2019〕6号决定的通知)."""
    if title.target_title or not title.target_numbers:
        return False
    tails = {number.rsplit("〔", 1)[-1] for number in title.target_numbers}
    return any(
        one.relation is title.relation and any(number.rsplit("〔", 1)[-1] in tails for number in one.target_numbers)
        for one in kept
    )


def _replaced(kept: list[Effect], title: Effect) -> bool:
    """Tell whether what the title calls a revision ends in the body: the new text stands in the place of the old."""
    return title.relation is Relation.AMEND and any(
        one.relation in ENDINGS
        and one.scope is Scope.WHOLE
        and one.modality is Modality.ENACTED
        and set(one.target_numbers) & set(title.target_numbers)
        for one in kept
    )
