"""The data dictionary is what the tables say of themselves today."""

import importlib.util
from pathlib import Path

from warehouse.schema import published

ROOT = Path(__file__).parents[2]


def written_anew() -> str:
    specification = importlib.util.spec_from_file_location("dictionary", ROOT / "docs" / "dictionary.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return str(module.dictionary())


def test_the_dictionary_is_up_to_date() -> None:
    page = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == written_anew(), "run: python docs/dictionary.py"


def test_every_column_has_a_chinese_name() -> None:
    nameless = [
        f"{table.name}.{column.name}" for table in published() for column in table.columns if not column.chinese
    ]
    assert not nameless
