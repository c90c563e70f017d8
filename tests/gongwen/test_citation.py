"""Citations: a table of mentions; every one lies in the text and says what stands there."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.citation import find_citations
from gongwen.model import Citation
from gongwen.text import fold_key

TABLE = tomllib.loads((Path(__file__).parent.parent / "cases" / "citations.toml").read_text(encoding="utf-8"))


def shown(one: Citation, like: str) -> str:
    parts = [
        one.title or "",
        "；".join(number.canonical for number in one.numbers),
        "basis" if one.as_basis else "-",
    ]
    for extra in like.split(" | ")[3:]:
        date_asked = extra.startswith("date")
        parts.append(f"date {one.dates[0].value if one.dates else None}" if date_asked else f"issuer {one.issuer}")
    return " | ".join(parts)


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["why"])
def test_table(case: dict) -> None:
    found = find_citations(case["text"])
    expected = [" | ".join(part.strip() for part in row.split("|")) for row in case["expect"]]
    likes = expected + [""] * (len(found) - len(expected))
    assert [shown(one, like) for one, like in zip(found, likes, strict=False)] == expected


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["why"])
def test_every_span_holds_its_words(case: dict) -> None:
    for one in find_citations(case["text"]):
        assert fold_key(one.title or "") in fold_key(case["text"][one.start : one.end])
        for number in one.numbers:
            assert case["text"][number.start : number.end]


@settings(max_examples=120, deadline=None)
@given(st.text(alphabet="《》〈〉（）〔〕青禾办法政发2021号第令公布的根据、，。\n1 ", max_size=160))
def test_no_text_breaks_the_grammar(text: str) -> None:
    found = find_citations(text)
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
