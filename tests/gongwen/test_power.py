"""Who may end whose document, and whom a clause about a class reaches; invented organs."""

import pytest

from gongwen.power import Maker, Power, is_reached, organ_kind, power_over

POWERS = [
    ("青禾县人民政府", "青禾县人民政府", Power.OWN, "its own"),
    ("浙江省云岫市人民政府", "云岫市人民政府", Power.OWN, "with and without its province"),
    ("青禾县政府", "青禾县人民政府", Power.OWN, "the short form"),
    ("青禾县人民政府", "青禾县人民政府办公室", Power.SUPERIOR, "a government over its office"),
    ("青禾县人民政府", "青禾县林业局", Power.SUPERIOR, "a government over its department"),
    ("青禾县人民政府办公室", "青禾县人民政府", Power.UNPROVED, "an office acts with approval"),
    ("青禾县林业局", "青禾县人民政府", Power.NONE, "a department over its government"),
    ("青禾县林业局", "青禾县人民政府办公室", Power.NONE, "a department over the office that acts for its government"),
    ("青禾县自然资源局", "青禾县林业局", Power.UNPROVED, "a successor, perhaps"),
    ("青禾县人民政府", "云岫市人民政府", Power.NONE, "a county over a city"),
    ("青禾县人民政府", "白石县人民政府", Power.NONE, "a county over another"),
    ("青禾县柳湾镇人民政府", "青禾县人民政府", Power.NONE, "a town over its county"),
    ("浙江省人民政府", "云岫市人民政府", Power.UNPROVED, "a province over a city whose province is not said"),
    ("浙江省林业局", "青禾县人民政府", Power.NONE, "a province's department over a county's government"),
    ("国务院", "浙江省人民政府", Power.SUPERIOR, "the centre over a province"),
    ("青禾县人民代表大会常务委员会", "青禾县人民政府", Power.SUPERIOR, "the assembly over its government"),
]


@pytest.mark.parametrize(("source", "target", "expected", "why"), POWERS, ids=[row[3] for row in POWERS])
def test_power(source: str, target: str, expected: Power, why: str) -> None:
    assert power_over(Maker((source,)), Maker((target,))) is expected


def test_one_of_several_makers_is_enough() -> None:
    joint = Maker(("青禾县财政局", "青禾县民政局"))
    assert power_over(Maker(("青禾县民政局",)), joint) is Power.OWN
    assert power_over(joint, Maker(("青禾县民政局",))) is Power.OWN


def test_a_missing_name_speaks_against_nothing() -> None:
    assert power_over(Maker(()), Maker(("青禾县人民政府",))) is Power.UNKNOWN
    assert power_over(Maker(("青禾县人民政府",)), Maker(())) is Power.UNKNOWN
    assert power_over(Maker((), "青禾县"), Maker((), "白石县")) is Power.NONE


REACHED = [
    ((), "青禾县人民政府", True, "no words: its own"),
    ((), "青禾县人民政府办公室", None, "no words: the office may be meant"),
    ((), "青禾县林业局", False, "no words: a department is not meant"),
    (("县人民政府",), "青禾县人民政府", True, "as the county says it"),
    (("县政府",), "青禾县人民政府", True, "shorter"),
    (("县人民政府",), "白石县人民政府", False, "another county"),
    (("县人民政府",), "青禾县柳湾镇人民政府", False, "a town"),
    (("县人民政府及其办公室",), "青禾县人民政府办公室", True, "its office, in one word"),
    (("县人民政府", "县人民政府办公室"), "青禾县人民政府办公室", True, "its office, in two"),
    (("县政府各部门",), "青禾县林业局", True, "a class of organs"),
    (("县政府各部门",), "青禾县人民政府", False, "the class leaves the government out"),
    (("本机关",), "青禾县人民政府", True, "this organ"),
]


@pytest.mark.parametrize(("words", "target", "expected", "why"), REACHED, ids=[row[3] for row in REACHED])
def test_reach_of_a_clause(words: tuple[str, ...], target: str, expected: bool | None, why: str) -> None:
    assert is_reached(words, Maker(("青禾县人民政府",)), Maker((target,))) is expected


def test_a_paper_of_nobody_is_not_reached_for_certain() -> None:
    assert is_reached((), Maker(("青禾县人民政府",)), Maker(())) is None
    assert is_reached((), Maker(("青禾县人民政府",)), Maker((), "白石县")) is False


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("国务院", "government"),
        ("国务院办公厅", "office"),
        ("青禾县政府办公室", "office"),
        ("青禾县林业局", "department"),
        ("青禾县人民代表大会常务委员会", "assembly"),
        ("中共青禾县委", "party"),
        ("最高人民法院", "court"),
    ],
)
def test_kinds_of_organs(name: str, kind: str) -> None:
    assert organ_kind(name) == kind
