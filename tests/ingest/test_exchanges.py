"""What a paper says moves along when its names, years, serials, brackets, widths or script are exchanged for others."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from gongwen.text import fold_key
from ingest.parse import ParsedDocument, parse

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "papers.toml").read_text(encoding="utf-8"))["case"]
NAMES = [  # places of the cases and others in their stead; whole names before the letters of codes
    ("青溪", "望川"), ("青禾", "栗岭"), ("云岭", "石浦"), ("塘谷", "柏原"), ("霁州", "泽阳"), ("菱浦", "枫塘"),
    ("安阜", "绥宁"), ("岚江省", "湖南省"), ("雅山", "玉龙"), ("柳　岸", "江　流"), ("柳岸", "江流"), ("青", "望"),
    ("塘", "柏"), ("霁", "泽"), ("菱", "枫"), ("安", "绥"), ("岚", "湘"),
]  # fmt: skip
FIELDS = ("title", "document_number", "issuer", "co_issuers", "date_written", "date_adopted", "doc_genre")
FIELDS += ("carrier_class", "date_in_force", "validity_end", "registration_number", "disclosure_attribute")
TRADITIONAL = str.maketrans(
    "关发为办务会议机构规范实县区乡镇号通无产业众现将认真贯彻执行条应当违经过审议权责财农环计划设开业团处",
    "關發為辦務會議機構規範實縣區鄉鎮號通無產業眾現將認真貫徹執行條應當違經過審議權責財農環計劃設開業團處",
)


def renamed(text: str) -> str:
    for name, other in NAMES:
        text = text.replace(name, other)
    return text


def read(text: str) -> tuple[ParsedDocument, ...]:
    return parse(text, path="未定/1.txt", metadata=(), accession_year="unknown", format="txt")


def shown(document: ParsedDocument, exchange: Callable[[str], str] = str) -> dict[str, object]:
    """The fields of a document, their words exchanged."""

    def words(value: object) -> object:
        if isinstance(value, tuple):
            return [words(one) for one in value]
        return fold_key(exchange(value)) if isinstance(value, str) else value

    return {name: words(getattr(document, name)) for name in FIELDS}


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_other_names_give_the_same_answers_with_other_names(case: dict[str, object]) -> None:
    text = str(case["text"])
    before, after = read(text), read(renamed(text))
    assert [shown(one, renamed) for one in before] == [shown(one) for one in after]


@pytest.mark.parametrize(
    "exchange",
    [
        lambda text: text.translate(TRADITIONAL),
        lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda text: text.replace("〔", "[").replace("〕", "]"),
        lambda text: text.replace("〔", "﹝").replace("〕", "﹞"),
        lambda text: text.replace("（", "(").replace("）", ")"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("　", " "),
        lambda text: "\ufeff" + text.replace("年", "年\u200b"),
        lambda text: text.replace("\n", "\n\n"),
    ],
    ids=["script", "width", "square", "small", "half", "crlf", "blanks", "invisible", "spaced"],
)
@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_other_signs_give_the_same_answers(case: dict[str, object], exchange: Callable[[str], str]) -> None:
    text = str(case["text"])
    before, after = read(text), read(exchange(text))
    assert [shown(one) for one in before] == [shown(one) for one in after]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_another_serial_moves_along(case: dict[str, object]) -> None:
    root = read(str(case["text"]))[0]
    told = next((one for one in root.fields if one.field == "document_number" and one.chosen and one.start), None)
    if told is None or f"{root.number_serial}号" not in told.raw:
        pytest.skip("no number of its own, or not in its canonical form")
    other = told.raw.replace(f"{root.number_serial}号", "9407号")
    after = read(root.text[: told.start] + other + root.text[told.end :])[0]
    assert (after.number_serial, after.agency_code, after.number_year) == (9407, root.agency_code, root.number_year)
    assert (after.issuer, after.date_written) == (root.issuer, root.date_written)
