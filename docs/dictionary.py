"""Writes the data dictionary from what the tables say of themselves: their SQL files, the enums and the words for them.

    python docs/dictionary.py

A test fails where ``docs/data-dictionary.md`` is not what this gives. Nothing is described here: a comment that is
missing or wrong is mended in ``warehouse/sql/``, ``gongwen/model.py`` or ``gongwen/tables/``.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.schema import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TARGET = ROOT / "docs" / "data-dictionary.md"
MACROS = ROOT / "warehouse" / "sql" / "macros.sql"

HEAD = """# 数据字典

<!-- 由 docs/dictionary.py 从表的注释写成，请勿手改；改了表以后运行 python docs/dictionary.py -->

这里是发布的每张表、每一列和每个固定的词。同样的话就写在发布的文件里：

    SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main';
    SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = 'main';

`zh` 模式（schema）里是同样的表，表名和列名都是中文：`SELECT 标题, 发文字号 FROM zh.公文`。
值不翻译，见[固定的词](#固定的词)。

**键**的组合在表内不重复，也不为空。其余各列没有把握时为空。`TEXT[]` 是多个值的列。日期不带时区，时间为 UTC。
"""
ENUMS: tuple[tuple[str, str, str], ...] = (  # class of gongwen.model, family of words, where it stands
    ("FileState", "state", "files.state"),
    ("CarrierClass", "class", "documents.carrier_class"),
    ("Normativity", "normativity", "documents.normativity，instruments.normativity"),
    ("Witness", "witness", "fields.witness（由重到轻）"),
    ("Relation", "relation", "events.relation"),
    ("Scope", "scope", "events.scope"),
    ("Modality", "modality", "events.modality"),
    ("Via", "", "events.via"),
    ("Basis", "", "events.effective_basis"),
    ("Verdict", "pair", "pairs.verdict"),
    ("Status", "status", "statuses.status，status_periods.status"),
)
WORDS = {  # of the two enums that the command line never says in words
    "sentence": "条文中的句子",
    "list_row": "清单的一项",
    "table_row": "表格的一行",
    "title": "标题",
    "metadata": "网页元数据",
    "in_force": "施行日期",
    "published": "发布日期",
    "written": "成文日期",
    "date": "写明的日期",
    "condition": "附条件，条件成就之日",
}
FAMILIES = (  # families of words that no enum holds, with the column they stand in
    ("match", "matches.verdict"),
    ("role", "instrument_documents.role"),
    ("severity", "findings.severity"),
    ("disclosure", "documents.disclosure_attribute"),
)


def dictionary() -> str:
    """Return the whole page."""
    from warehouse.schema import published

    parts = [HEAD, "## 表\n", _index(), *(_table(one) for one in published()), _macros(), _vocabulary()]
    return "\n".join(parts)


def _index() -> str:
    from warehouse.schema import published

    rows = ((f"[{one.name}](#{one.name}-{one.chinese})", *one.comment.partition("：")[::2]) for one in published())
    return _grid(("表", "中文名", "一行是什么"), rows)


def _table(one: "Table") -> str:
    types = dict(re.findall(r"^  (\w+) ([A-Z]+(?:\[\])?)", one.sql, re.M))
    rows = (
        (f"**{column.name}**" if column.is_key else column.name, column.chinese, types[column.name],
         column.comment.partition("：")[2])
        for column in one.columns
    )  # fmt: skip
    keys = "、".join(one.keys)
    head = f"## {one.name} {one.chinese}\n\n{one.comment.partition('：')[2]}。键：{keys}。视图：`zh.{one.chinese}`\n"
    return f"{head}\n{_grid(('列', '中文名', '类型', '说明'), rows)}"


def _macros() -> str:
    """Each macro with the comment line above it and the columns it gives."""
    import duckdb

    from warehouse.schema import published

    sql = MACROS.read_text(encoding="utf-8")
    said = re.findall(r"^-- (\S+?)：.*\n(?:--.*\n)*CREATE MACRO (\w+)\((\w+)\)", sql, re.M)
    lines = ["## 表宏\n"]
    with duckdb.connect() as connection:
        for one in published():
            connection.execute(one.sql.partition("COMMENT ON")[0])
        connection.execute(sql)
        for chinese, name, argument in said:
            given = "DATE '2020-01-01'" if argument == "day" else "'x'"
            columns = [row[0] for row in connection.execute(f"DESCRIBE FROM {name}({given})").fetchall()]
            lines.append(f"- `{name}({argument})` {chinese}：{'、'.join(columns)}")
    return "\n".join(lines) + "\n"


def _vocabulary() -> str:
    from gongwen import cleanup, model
    from gongwen.rules import status_rules

    parts = ["## 固定的词\n", "列里写的是左边的词，命令行和报告说的是右边的话。\n"]
    for name, family, place in ENUMS:
        values: Iterable[StrEnum] = getattr(model, name)
        parts.append(_words(place, {value: _said(family, value) for value in values}))
    for family, place in FAMILIES:
        parts.append(_words(place, dict(_family(family))))
    parts.append(_words("candidates.proposal，campaign_base.result（右边是所列目录）", cleanup.results()))
    parts.append(_words("candidates.reason_code", {code: one.zh for code, one in cleanup.reasons().items()}))
    parts.append(_words("statuses.rule，status_periods.rule", {name: one.zh for name, one in status_rules().items()}))
    return "\n".join(parts)


def _said(family: str, value: str) -> str:
    from gongwen.messages import record

    return record(f"words.{family}_{value}") if family else WORDS[value]


def _family(family: str) -> Iterator[tuple[str, str]]:
    import tomllib

    path = ROOT / "gongwen" / "tables" / "messages" / "words.toml"
    for key, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if key.startswith(f"{family}_"):
            yield key.removeprefix(f"{family}_"), said["zh"]


def _words(place: str, words: Mapping[str, str]) -> str:
    return f"### {place}\n\n{_grid(('词', '意思'), ((f'`{key}`', said) for key, said in words.items()))}"


def _grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def main() -> None:
    """Write the page."""
    TARGET.write_text(dictionary(), encoding="utf-8")


if __name__ == "__main__":
    main()
