"""What two documents are to each other: a table of cases over invented texts, and what holds for every run."""

import random
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.alignment import hunks
from checks.duplicates import compare, sign

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "pairs.toml").read_text(encoding="utf-8"))["case"]
WHO = ["经营者", "管理单位", "登记机关", "乡镇人民政府", "检查人员", "使用人", "受托机构", "运输企业"]
WHEN = [
    "在作业前",
    "遇大风大雾时",
    "自收到申请之日起",
    "因故停用的",
    "每年汛期",
    "发生事故后",
    "需要延期的",
    "变更名称的",
]
WHAT = [
    "应当设置明显的标志",
    "应当向工商行政管理部门报告",
    "不得收取规定以外的费用",
    "应当保存完整的记录",
    "应当在三日内答复",
    "可以委托他人代办",
]
THEN = [
    "并接受群众监督",
    "逾期不办的予以通报",
    "所需经费列入预算",
    "具体办法另行制定",
    "情节严重的责令停业",
    "并妥善安置有关人员",
]
TRADITIONAL = str.maketrans(
    "办规应当设标记录经营运输检查关门书发时风雾后变费预算", "辦規應當設標記錄經營運輸檢查關門書發時風霧後變費預算"
)


def provisions(*, seed: int = 1, place: str = "云溪市", subject: str = "渡口", articles: int = 24) -> list[str]:
    """Return the articles of an invented regulation: the same seed, the same text."""
    draw = random.Random(seed)
    lines = [f"第一条 为了加强{place}{subject}管理，保障{subject}安全，结合{place}实际，制定本办法。"]
    for number in range(2, articles + 1):
        who, when, what, then = (draw.choice(words) for words in (WHO, WHEN, WHAT, THEN))
        measure = f"{subject}两侧{draw.randint(5, 90)}米以内归{place}{who}负责"
        lines.append(f"第{number}条 {subject}{who}{when}{what}，{measure}，{then}。")
    return lines


def changed(lines: list[str], change: str) -> str:
    """Return the text of the lines as a carrier or a lawmaker would have changed it."""
    draw, text = random.Random(5), "\n".join(lines)
    if change == "traditional":
        return text.translate(TRADITIONAL)
    if change == "misread":
        return "".join("口" if draw.random() < 0.02 and char.isalpha() else char for char in text)
    if change == "truncated":
        return text[: len(text) * 6 // 10]
    if change in ("paged", "bound"):
        head = "云溪市渡口管理办法" if change == "paged" else "政策汇编下册 云溪市渡口管"
        rows = [text.replace("\n", "　")[at : at + 34] for at in range(0, len(text), 34)]
        return "\n".join(f"{row}\n{head}\n— {at} —" if at % 12 == 11 else row for at, row in enumerate(rows))
    if change == "other_object":
        return text.replace("使用人", "船舶所有人").replace("运输企业", "渔业合作社")
    if change == "digits":
        return text.replace("三日", "3日")
    if change == "amended":
        return "\n".join([*lines[:6], lines[6] + "违反前款规定的，由主管部门责令限期改正。", *lines[7:]])
    if change == "figure":
        return text.replace("三日", "五日", 1)
    if change == "renamed":
        return text.replace("工商行政管理部门", "市场监督管理部门")
    if change == "cover":
        return "各县人民政府：\n现将《云溪市渡口管理办法》印发给你们，请认真贯彻执行。"
    if change == "form":
        return (
            "根据检查的结果，自本公告发布之日起，解除对有关渡口的禁令，开放要求另行制定。请各有关单位执行并做好宣传。"
        )
    return text


def document(doc_id: str, **case: Any) -> dict[str, Any]:
    """Return a row of documents for one side of a case."""
    number = case.get("number", [None, None, None])
    kinds = {name: case[name] for name in ("seed", "place", "subject") if name in case}
    body = changed(provisions(**kinds), case.get("change", ""))
    head = [case.get("first") or case["title"], case.get("passed", ""), case.get("before", "")]
    return {
        "doc_id": doc_id,
        "accession_year": "2019",
        "parent_doc_id": None,
        "title": case["title"],
        "document_number": f"{number[0]}〔{number[1]}〕{number[2]}号" if number[0] else None,
        "agency_code": number[0],
        "number_year": number[1],
        "number_serial": number[2],
        "issuer": case.get("issuer"),
        "carrier_class": "interpretation" if case.get("reading") else case.get("kind", "official"),
        "text": "\n".join([*filter(None, head), body, case.get("after", "")]),
    }


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_verdict(case: dict[str, Any]) -> None:
    papers = frame(document("a-0", **case["left"]), document("b-0", **case["right"]))
    pairs = compare(papers, sign(papers))
    assert pairs["verdict"].to_list() == ([case["verdict"]] if case["verdict"] else []), pairs["reasons"].to_list()
    assert all(reason for reasons in pairs["reasons"] for reason in reasons)


def library() -> pl.DataFrame:
    rows = [document(f"{at:02}-0", **case[side]) for at, case in enumerate(CASES) for side in ("left", "right")]
    return frame(*({**row, "doc_id": f"{place:02}-0"} for place, row in enumerate(rows)))


def test_the_order_of_the_rows_changes_nothing() -> None:
    papers = library()
    mixed = papers.sample(fraction=1, shuffle=True, seed=3)
    assert sign(papers).equals(sign(mixed))
    assert compare(papers, sign(papers)).equals(compare(mixed, sign(mixed)))


def test_every_pair_stands_once_the_smaller_id_on_the_left() -> None:
    papers = library()
    pairs = compare(papers, sign(papers))
    assert (pairs["left_doc_id"] < pairs["right_doc_id"]).all()
    assert pairs.select("left_doc_id", "right_doc_id").is_duplicated().sum() == 0
    assert pairs["score"].is_between(0, 1).all()


def test_copies_are_copies_whatever_else_is_in_the_library() -> None:
    papers = library()
    alone = CASES[0]
    pairs = compare(papers, sign(papers))
    found = pairs.filter((pl.col("left_doc_id") == "00-0") & (pl.col("right_doc_id") == "01-0"))
    assert found["verdict"].to_list() == [alone["verdict"]]


def test_a_cover_and_its_annex_are_one_file() -> None:
    cover = document("a-0", title="云溪市人民政府关于印发《云溪市渡口管理办法》的通知", change="cover")
    annex = {**document("a-90", title="云溪市渡口管理办法"), "parent_doc_id": "a-0"}
    papers = frame(cover, annex)
    assert compare(papers, sign(papers))["verdict"].to_list() == ["cover_and_annex"]


def test_a_crowd_of_equal_texts_is_not_compared_all_with_all() -> None:
    papers = frame(*(document(f"{at:03}-0", title="云溪市渡口管理办法") for at in range(120)))
    pairs = compare(papers, sign(papers))
    assert pairs.height == 119
    assert set(pairs["left_doc_id"]) == {"000-0"}


def test_empty_and_tiny_texts_are_signed_and_never_merged() -> None:
    rows = [document(f"{at}-0", title="") | {"text": text} for at, text in enumerate(["", None, "无", "无"])]
    papers = frame(*rows)
    assert sign(papers)["chars"].to_list() == [0, 0, 1, 1]
    assert "same_text" not in compare(papers, sign(papers))["verdict"].to_list()


def test_signatures_do_not_change_from_version_to_version() -> None:
    text = "云溪市渡口管理办法\n第一条 渡口应当登记。\n第二条 渡口应当设置明显的标志。\n第三条 本办法自公布之日起施行。"
    row = sign(frame(document("a-0", title="") | {"text": text})).row(0, named=True)
    assert (row["text_hash"][:12], row["chars"]) == ("7746682bd194", 46)
    assert row["bands"][:2] == [-5317047647171736599, -1610608098817186333]


LETTERS = st.text(alphabet="甲乙丙丁戊己", max_size=60)


@settings(max_examples=150, deadline=None)
@given(LETTERS, LETTERS, LETTERS)
def test_the_differing_stretches_turn_one_text_into_the_other(start: str, middle: str, end: str) -> None:
    shared = "子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"
    left, right = start + shared + end, middle + shared + start
    rebuilt, at = "", 0
    for hunk in hunks(left, right):
        rebuilt += left[at : hunk.left_start] + right[hunk.right_start : hunk.right_end]
        at = hunk.left_end
    assert rebuilt + left[at:] == right
