"""Settings: what is known is read, what is not is refused by name, the day is recorded and the rest untouched."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.settings import Settings, WrongSettings, load, record_as_of


@pytest.mark.parametrize(
    ("content", "said", "why"),
    [
        ("wokers = 3", "wokers", "a misspelt key must not be taken for a default"),
        ('workers = "3"', "workers", "a number in quotes is not a number"),
        ("workers = true", "workers", "true is an integer to Python, not to a clerk"),
        ("workers = 0", "workers", "out of range"),
        ("as_of = 2021", "as_of", "a year is not a day"),
        ("as_of = ", "dishu.toml", "not TOML"),
        ("[limits]\nx = 1", "limits", "a table that nobody reads"),
    ],
)
def test_wrong_settings_are_refused_by_name(tmp_path: Path, content: str, said: str, why: str) -> None:
    (tmp_path / "dishu.toml").write_text(content, encoding="utf-8")
    with pytest.raises(WrongSettings, match=said):
        load(tmp_path)


def test_a_settings_file_in_gbk_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "dishu.toml").write_bytes("# 本机的设置".encode("gbk"))
    with pytest.raises(WrongSettings, match=r"dishu\.toml"):
        load(tmp_path)


def test_what_is_there_is_read_and_the_rest_has_defaults(tmp_path: Path) -> None:
    (tmp_path / "dishu.toml").write_text("\ufeffworkers = 3\nas_of = 2021-12-31\n", encoding="utf-8")
    assert load(tmp_path) == Settings(workers=3, as_of=date(2021, 12, 31))
    assert load(tmp_path / "none") == Settings()


def test_the_day_is_recorded_and_every_other_line_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "dishu.toml"
    path.write_text("# 本机的设置\nworkers = 3\nas_of = 2020-01-01\n", encoding="utf-8")
    record_as_of(tmp_path, date(2021, 12, 31))
    assert path.read_text(encoding="utf-8") == "# 本机的设置\nworkers = 3\nas_of = 2021-12-31\n"
    assert load(tmp_path).as_of == date(2021, 12, 31)
