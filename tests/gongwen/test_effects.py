"""Effects: a table of short papers and what they state; properties of the grammar."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.effects import find_effects, resolve_effective
from gongwen.model import Basis, CarrierClass, Effect, Modality, Relation, Scope, Via
from gongwen.validity import find_validity

TABLE = tomllib.loads((Path(__file__).parent.parent / "cases" / "effects.toml").read_text(encoding="utf-8"))
TITLE_ONLY = {Relation.FORWARD, Relation.IMPLEMENT}


def stated(case: dict) -> list[Effect]:
    title = case.get("title", TABLE["defaults"]["title"])
    body = case["text"].strip("\n")
    in_force = case.get("in_force", "" if "title" in case else TABLE["defaults"]["in_force"])
    body = f"{in_force}\n{body}" if in_force else body
    text = f"{title}\n\n{body}\n"
    found = find_effects(
        text,
        title=title,
        carrier_class=CarrierClass(case.get("carrier", "official")),
        validity=find_validity(text, date_written=None, date_published=None),
        date_written=None,
        date_published=None,
    )
    return [one for one in found if one.relation not in TITLE_ONLY]


def shown(one: Effect, like: str) -> str:
    """The effect in the words of the expected row; what the row does not check is taken from it."""
    asked = [part.strip() for part in like.split("|")] if like else []
    asked += [""] * (6 - len(asked))
    when = asked[5]
    said = one.effective_basis or ""
    if when[:1].isdigit():
        said = str(one.effective_date)
    parts = [
        str(one.relation),
        one.target_title or "",
        "；".join(one.target_numbers),
        "*" if asked[3] == "*" else str(one.scope),
        str(one.modality),
        "*" if when == "*" else str(said),
    ]
    for extra in asked[6:]:
        name = extra.split(" ")[0]
        value = {
            "made": one.target_date,
            "until": one.cutoff,
            "count": one.expected_count,
            "issuers": "、".join(one.issuers),
        }[name]
        parts.append(f"{name} {value}")
    return " | ".join(parts)


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["why"])
def test_table(case: dict) -> None:
    found = stated(case)
    expected = [" | ".join(part.strip() for part in row.split("|")) for row in case["expect"]]
    likes = expected + [""] * (len(found) - len(expected))
    assert sorted(shown(one, like) for one, like in zip(found, likes, strict=False)) == sorted(expected)


def test_evidence_and_span_are_the_very_words() -> None:
    text = "标题\n本办法自2021年9月1日起施行。《青禾市供水\n办法》（青政发〔2006〕8号）同时废止。"
    found = find_effects(
        text,
        title="",
        carrier_class=CarrierClass.OFFICIAL,
        validity=find_validity(text, date_written=None, date_published=None),
        date_written=None,
        date_published=None,
    )
    assert [one.evidence for one in found] == ["《青禾市供水办法》（青政发〔2006〕8号）同时废止。"]
    assert text[found[0].start : found[0].end] == "《青禾市供水\n办法》（青政发〔2006〕8号）同时废止。"
    assert found[0].effective_date == date(2021, 9, 1)


def an_effect(basis: Basis | None, day: date | None = None, relation: Relation = Relation.REPEAL) -> Effect:
    return Effect(
        relation, "甲", (), Scope.WHOLE, Modality.ENACTED, Via.SENTENCE, 0, 1, "甲", "rule",
        effective_basis=basis, effective_date=day,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (Basis.IN_FORCE, date(2021, 9, 1)),
        (Basis.PUBLISHED, date(2021, 7, 10)),
        (Basis.WRITTEN, date(2021, 7, 8)),
        (Basis.CONDITION, None),
        (None, None),
    ],
)
def test_resolve_effective(basis: Basis | None, expected: date | None) -> None:
    one = resolve_effective(
        an_effect(basis),
        date_in_force=date(2021, 9, 1),
        date_published=date(2021, 7, 10),
        date_written=date(2021, 7, 8),
    )
    assert one.effective_date == expected


def test_a_stated_day_stays() -> None:
    one = resolve_effective(
        an_effect(Basis.DATE, date(2020, 1, 1)), date_in_force=date(2021, 9, 1), date_published=None, date_written=None
    )
    assert one.effective_date == date(2020, 1, 1)


NAMES = st.text(alphabet="青禾云溪停车供水绿化市县管理暂行", min_size=2, max_size=12)
FORMS = st.sampled_from(["办法", "规定", "细则", "意见", "暂行办法", "实施办法（试行）"])


@settings(max_examples=60, deadline=None)
@given(name=NAMES, form=FORMS, serial=st.integers(1, 999), year=st.integers(1990, 2025), joint=st.booleans())
def test_any_title_and_number_are_read_back(name: str, form: str, serial: int, year: int, joint: bool) -> None:
    numbers = f"青政发〔{year}〕{serial}号" + (f"、青财〔{year}〕{serial}号" if joint else "")
    case = {"text": f"《{name}{form}》（{numbers}）同时废止。", "expect": []}
    found = stated(case)
    assert [(one.relation, one.target_title) for one in found] == [(Relation.REPEAL, name + form)]
    assert "、".join(found[0].target_numbers) == numbers


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="《》〈〉（）〔〕“”、，。；：\n废止失效同时青禾办法2021号自年月日起施行第一条1\t|", max_size=200)
)
def test_no_text_breaks_the_grammar_and_spans_stay_inside(text: str) -> None:
    found = find_effects(
        text,
        title=text[:40],
        carrier_class=CarrierClass.OFFICIAL,
        validity=find_validity(text, date_written=None, date_published=None),
        date_written=None,
        date_published=None,
    )
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
