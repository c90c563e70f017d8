"""Personal numbers: made up, with the check digits that make them believable; masking keeps every other character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.personal import find_personal, mask

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(first_seventeen: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, WEIGHTS, strict=True))
    return first_seventeen + "10X98765432"[total % 11]


def card(digits: str) -> str:
    def total(number: str) -> int:
        return sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(number)))

    return next(digits + last for last in "0123456789" if total(digits + last) % 10 == 0)


ID = identity("11010119000101000")
CARD = card("621000000000000000")
FOREIGN = card("411100000000000")


@pytest.mark.parametrize(
    ("text", "kinds", "why"),
    [
        (f"身份证号：{ID}。", ["id_card"], "check digit and date of birth"),
        (f"{ID[:6]} {ID[6:14]} {ID[14:]}", ["id_card"], "in groups"),
        (ID[:-1] + "0", [] if ID[-1] != "0" else ["id_card"], "a wrong check digit"),
        (
            f"公民身份号码{ID[:-1]}{(int(ID[-1], 11) + 1) % 10}" if ID[-1] != "X" else f"公民身份号码{ID[:-1]}1",
            ["id_card"],
            "a slip, but the words say it",
        ),
        ("110101000101001", ["id_card"], "fifteen digits, born 1 January 1900"),
        ("110101009901001", [], "fifteen digits, no such day"),
        ("990101000101001", [], "no such province"),
        ("电话13800000000 13900000001", ["mobile", "mobile"], "two beside each other"),
        ("手机：１３８０００００００１", ["mobile"], "full-width digits"),
        ("138-0000-0000，+86 13800000000", ["mobile", "mobile"], "in groups, with the country's number"),
        ("公网安备13800000000号，编号13800000000", [], "other numbers of eleven digits"),
        ("12800000000，0570-3080000", [], "no mobile numbers"),
        ("投资13800000000元，占地18600000000平方米", [], "sums and areas"),
        ("post_13800000000.html，2.13800000000", [], "parts of an address or a fraction"),
        (f"卡{CARD}", ["bank_card"], "62 and the check digit"),
        (CARD[:-1] + str((int(CARD[-1]) + 1) % 10), [], "a wrong check digit"),
        (FOREIGN, [], "another bank's number without a word that says so"),
        (f"开户银行账号：{FOREIGN}", ["bank_card"], "with the word"),
        ("青政发〔2018〕3号，2018-12-04，91000000000000000X", [], "numbers, dates, credit codes"),
    ],
)
def test_find(text: str, kinds: list[str], why: str) -> None:
    assert [kind for kind, _, _ in find_personal(text)] == kinds, why


@settings(max_examples=100)
@given(
    before=st.text(alphabet="身份证号：电话　、\u200b（", max_size=8), number=st.sampled_from([ID, CARD, "13800000000"])
)
def test_masking_keeps_length_and_the_rest(before: str, number: str) -> None:
    text = f"{before}{number}。"
    masked, found = mask(text)
    assert len(masked) == len(text)
    assert len(found) == 1
    assert masked == before + "*" * len(number) + "。"
    assert mask(masked) == (masked, [])


def test_separators_stay() -> None:
    assert mask("138-0000-0000")[0] == "***-****-****"


def test_an_endless_line_takes_linear_time() -> None:
    for piece in ("1", "13800000000 ", "1234 ", "62"):
        find_personal(piece * (300_000 // len(piece)))
