"""An invented province of small papers as text files: many places, series, copies, templates, decisions that repeal.

The same number of papers gives the same bytes. How long the steps take over it is measured by ``benchmarks.whole``.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.printed_papers import WORDS

YEARS = range(2005, 2021)
_FIRST, _SECOND = "云霁青岚松溪临禾竹沙", "溪州禾川江湖林峰泽原"
_SUBJECTS = (
    "渡口管理", "停车场建设", "供水用水", "户外广告设置", "农贸市场整治", "校车安全", "燃气经营", "古树保护",
    "城市绿化", "河道采砂", "粮食储备", "消防安全", "地名使用", "建筑垃圾处置", "养老服务", "公共租赁住房",
)  # fmt: skip
_KINDS = ("工作的通知", "管理办法的通知", "若干意见", "专项资金使用的通知", "考核结果的通报", "领导小组的通知")
_SIGNS = sorted(set("".join(WORDS)))
_PHRASES = tuple(left + right + WORDS[(7 * at) % len(WORDS)][:2] for at, left in enumerate(_SIGNS) for right in _SIGNS)
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class _Paper:
    number: str
    title: str
    text: str


def _place(number: int) -> str:
    first, second = divmod(number, len(_SECOND))
    return f"{_FIRST[first % len(_FIRST)]}{_SECOND[second]}市"


def _body(chance: random.Random, place: str, paragraphs: int) -> str:
    lines = []
    for number in range(paragraphs):
        words = "".join(chance.choice(_PHRASES) + chance.choice(("", "", "，")) for _ in range(chance.randint(20, 60)))
        lines.append(f"　　{_NUMERALS[number % 10]}、{place}{words.rstrip('，')}。")
    return "\n".join(lines)


def _papers(place: int, year: int, count: int) -> Iterator[_Paper]:
    """Yield the papers of one city government in one year; the last one repeals some of those of three years ago."""
    name = _place(place)
    short = f"{name[:2]}政发"
    for serial in range(1, count + 1):
        subject, kind = _SUBJECTS[(serial + place) % len(_SUBJECTS)], _KINDS[(serial * 7 + year) % len(_KINDS)]
        number, day = f"{short}〔{year}〕{serial}号", f"{year}年{1 + serial % 12}月{1 + serial % 28}日"
        title = f"{name}人民政府关于{subject}{kind}"
        shared = serial % 4 == 0  # every fourth is written after a template that all places use
        chance = random.Random(f"{subject} {kind} {year}" if shared else f"{place} {year} {serial}")
        body = _body(chance, name, chance.randint(6, 20))
        if serial == count:
            title = f"{name}人民政府关于废止部分行政规范性文件的决定"
            body = f"　　经研究，决定废止下列文件：\n{_repealed(place, year - 3, count)}"
        term = "\n　　本通知自印发之日起施行，有效期5年。" if serial % 5 == 0 else ""
        head = f"{name}人民政府文件\n{number}\n{title}\n各区县人民政府，市政府各部门：\n"
        yield _Paper(number, title, f"{head}{body}{term}\n{name}人民政府\n{day}\n")


def _repealed(place: int, year: int, count: int) -> str:
    name, rows = _place(place), []
    short = f"{name[:2]}政发"
    for row, serial in enumerate(range(1, count, 3), start=1):
        subject, kind = _SUBJECTS[(serial + place) % len(_SUBJECTS)], _KINDS[(serial * 7 + year) % len(_KINDS)]
        rows.append(f"　　{row}.《{name}人民政府关于{subject}{kind}》（{short}〔{year}〕{serial}号）")
    return "\n".join(rows)


def papers_of(*, place: int, year: int, count: int) -> list[str]:
    """Return the texts of the papers of one place in one year."""
    return [paper.text for paper in _papers(place, year, count)]


def write_province(inbox: Path, papers: int) -> int:
    """Write some so many papers by folder years, every eighth twice (once without its first line); return how many."""
    places = min(len(_FIRST) * len(_SECOND), max(4, papers // 400))
    each = max(4, papers * 8 // 9 // (places * len(YEARS)))
    written = 0
    for year in YEARS:
        for place in range(places):
            folder = inbox / str(year) / _place(place)
            folder.mkdir(parents=True, exist_ok=True)
            for serial, paper in enumerate(_papers(place, year, each), start=1):
                (folder / f"{serial:04}.txt").write_text(paper.text, encoding="utf-8")
                written += 1
                if serial % 8 == 0:
                    (folder / f"{serial:04}-网页.txt").write_text(paper.text.split("\n", 1)[1], encoding="utf-8")
                    written += 1
    return written
