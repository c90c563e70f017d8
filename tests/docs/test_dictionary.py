"""The data dictionary is what the tables say of themselves today."""

from pathlib import Path
from types import ModuleType

from warehouse.schema import published

ROOT = Path(__file__).parents[2]


def test_the_dictionary_is_up_to_date(dictionary: ModuleType) -> None:
    page = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == dictionary.dictionary(), "run: python docs/dictionary.py"


def test_every_column_has_a_chinese_name() -> None:
    nameless = [
        f"{table.name}.{column.name}" for table in published() for column in table.columns if not column.chinese
    ]
    assert not nameless
