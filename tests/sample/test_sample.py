"""The sample city from end to end: what is published against the answers written by hand in data/sample/expected/."""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.by_libarchive import has_libarchive

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
EFFECTS = ("repeal", "declare_invalid", "cease", "supersede", "lapse_auto", "residual_lapse", "conditional_lapse")
EFFECTS += ("amend", "extend", "continue", "to_be_revised", "suspend", "revoke", "withdraw")
Row = dict[str, Any]


@cache
def expected(name: str) -> Row:
    return tomllib.loads((SAMPLE / "expected" / f"{name}.toml").read_text(encoding="utf-8"))


def cases(name: str, key: str = "rows") -> list[Any]:
    rows = expected(name)[key]
    return [pytest.param(row, id=f"{number:02}", marks=_marks(row)) for number, row in enumerate(rows)]


def _marks(row: Any) -> list[pytest.MarkDecorator]:
    cannot = ".rar" in str(row) and not has_libarchive()
    return [pytest.mark.skipif(cannot, reason="needs the system's libarchive")] if cannot else []


class Published:
    """The published file, asked by path: a path, or ``path#number`` for one paper of a file that carries several."""

    def __init__(self, path: Path) -> None:
        self.base = duckdb.connect(str(path), read_only=True)

    def rows(self, query: str, *values: object) -> list[Row]:
        cursor = self.base.execute(query, list(values))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def documents(self, path: str) -> list[Row]:
        """All documents of a path, enclosed ones included, the notice first."""
        name, _, number = path.partition("#")
        found = self.rows("SELECT * FROM documents WHERE path = ? ORDER BY part", name)
        if number:
            roots = [row["doc_id"] for row in found if row["document_number"] == number and not row["parent_doc_id"]]
            found = [row for row in found if row["doc_id"] in roots or row["parent_doc_id"] in roots]
        return sorted(found, key=lambda row: row["parent_doc_id"] is not None)

    def instrument(self, path: str) -> str | None:
        for document in self.documents(path):
            query = "SELECT instrument_id FROM instrument_documents WHERE doc_id = ?"
            if found := self.rows(query, document["doc_id"]):
                return str(found[0]["instrument_id"])
        return None

    def verdict(self, left: str, right: str) -> str:
        """The verdict on two papers: that on the notices where there is one, else that on what they enclose."""
        for pick in (
            (self.documents(left)[:1], self.documents(right)[:1]),
            (self.documents(left), self.documents(right)),
        ):
            ids = [[row["doc_id"] for row in side] for side in pick]
            query = """SELECT verdict FROM pairs WHERE verdict <> 'different'
                AND ((left_doc_id IN $1 AND right_doc_id IN $2) OR (left_doc_id IN $2 AND right_doc_id IN $1))"""
            if found := self.rows(query, *ids):
                return str(found[0]["verdict"])
        return "different"


@pytest.fixture(scope="module")
def published(home: Path) -> Iterator[Published]:
    folder = home / "published"
    base = Published(folder / (folder / "CURRENT").read_text(encoding="utf-8").strip())
    yield base
    base.base.close()


@pytest.mark.parametrize("want", cases("files"))
def test_every_path_has_its_state(published: Published, want: Row) -> None:
    found = published.rows("SELECT state, accession_year FROM files WHERE path = ?", want["path"])
    assert [row["state"] in want.get("accept", [want["state"]]) for row in found] == [True], (want, found)
    assert found[0]["accession_year"] == want.get("accession_year", found[0]["accession_year"])


@pytest.mark.usefixtures("everything_opens")
def test_no_path_but_those_handed_in(published: Published) -> None:
    known = {row["path"] for row in expected("files")["rows"]}
    locked_or_broken = ("市政府办/2021年/内部材料.zip!", "市政府办/2021年/报送材料.zip!", "市人社局/2021/附件.7z!")
    found = published.rows("SELECT path FROM files WHERE state <> 'quarantined'")
    assert {row["path"] for row in found if not row["path"].startswith(locked_or_broken)} == known


def test_a_secrecy_mark_stops_the_file(published: Published, home: Path) -> None:
    secret = expected("files")["quarantined"]
    assert len(published.rows("SELECT 1 FROM files WHERE state = 'quarantined'")) == secret["count"]
    needles = [secret["never_published"].encode(), secret["name"].encode()]
    files = [path for path in home.rglob("*") if path.is_file()]
    assert not [path for path in files for needle in needles if needle in path.read_bytes()]
    for table in ("files", "documents", "findings", "checks"):
        query = f"SELECT 1 FROM {table} AS t WHERE contains(t::TEXT, ?) OR contains(t::TEXT, ?)"
        assert not published.rows(query, secret["never_published"], secret["name"]), table


@pytest.mark.parametrize("number", expected("files")["personal"]["numbers"])
def test_personal_numbers_are_reported_and_masked(published: Published, number: str) -> None:
    assert not published.rows("SELECT 1 FROM documents WHERE contains(text, ?)", number)
    assert not published.rows("SELECT 1 FROM findings WHERE contains(message || coalesce(evidence, ''), ?)", number)


@pytest.mark.parametrize("want", cases("findings"))
def test_a_person_is_told(published: Published, want: Row) -> None:
    assert want["code"] in {row["code"] for row in told(published, want["path"])}


@pytest.mark.parametrize("path", cases("findings", "quiet"))
def test_nobody_is_bothered(published: Published, path: str) -> None:
    assert not [row for row in told(published, path) if row["severity"] != "notice"]


def told(published: Published, path: str) -> list[Row]:
    """The findings about a path, its bytes or a document in it."""
    query = """SELECT f.* FROM findings f WHERE f.row_id = $1
        OR f.row_id IN (SELECT sha256 FROM files WHERE path = $1)
        OR f.row_id IN (SELECT doc_id FROM documents WHERE path = $1)"""
    return published.rows(query, path)


@pytest.mark.parametrize("want", cases("documents", "document"))
def test_fields_of_a_document(published: Published, want: Row) -> None:
    path = want["path"] + (f"#{want['part_number']}" if "part_number" in want else "")
    found = published.documents(path)
    assert found, f"no document at {path}"
    wrong = {}
    for field, value in want.items():
        if field in ("path", "part_number"):
            continue
        got = [row["title"] for row in found[1:]] if field == "enclosed" else seen(found, field)
        right = (
            value in got if field == "enclosed" else bool(set(got) & set(value if isinstance(value, list) else [value]))
        )
        if not right:
            wrong[field] = (value, got)
    assert not wrong


def seen(found: list[Row], field: str) -> list[Any]:
    """The values of a field: of the notice, and for what may stand on the enclosed instrument, of that as well."""
    rows = (
        found
        if field in ("date_in_force", "validity_end", "edition_mark", "instrument_form", "draft_stage")
        else found[:1]
    )
    values = [row[field].isoformat() if isinstance(row[field], date) else row[field] for row in rows]
    stated = [value for value in values if value not in (None, "")]
    return stated or [""]


@pytest.mark.parametrize("want", cases("events"))
def test_an_effect_is_stated(published: Published, want: Row) -> None:
    fields = ("scope", "modality", "effective_date")
    found = [row for row in effects(published, want["path"]) if row["relation"] == want["relation"]]
    found = [
        row for row in found if row["target_number"] == want["target"] or not (want["target"] or row["target_number"])
    ]
    got = [{name: str(row[name]) for name in fields if name in want} for row in found]
    assert {name: want[name] for name in fields if name in want} in got, found


@pytest.mark.parametrize(
    "path", sorted({row["path"] for row in expected("events")["rows"]} | set(expected("events")["none"]))
)
def test_no_effect_is_made_up(published: Published, path: str) -> None:
    rows = [row for row in expected("events")["rows"] if row["path"] == path and row["modality"] == "enacted"]
    known = {(row["relation"], row["target"]) for row in rows}
    found = [row for row in effects(published, path) if row["modality"] == "enacted" and row["relation"] in EFFECTS]
    # A sentence that names the first of a list, or only its length, says no more than the list does.
    found = [row for row in found if row["expected_count"] is None or row["target_number"]]
    assert {(row["relation"], row["target_number"] or "") for row in found} <= known


def effects(published: Published, path: str) -> list[Row]:
    ids = [row["doc_id"] for row in published.documents(path)]
    return published.rows("SELECT * FROM events WHERE source_doc_id IN (SELECT unnest(?))", ids)


@pytest.mark.parametrize("want", cases("pairs"))
def test_what_two_papers_are_to_each_other(published: Published, want: Row) -> None:
    assert published.verdict(want["left"], want["right"]) == want["verdict"]


@pytest.mark.parametrize("want", cases("pairs", "never"))
def test_what_must_stay_apart(published: Published, want: Row) -> None:
    assert published.verdict(want["left"], want["right"]) not in want["verdicts"]


@pytest.mark.parametrize("paths", cases("pairs", "same_instrument"))
def test_carriers_of_one_instrument(published: Published, paths: list[str]) -> None:
    assert len({published.instrument(path) for path in paths}) == 1


@pytest.mark.parametrize("paths", cases("pairs", "different_instruments"))
def test_instruments_of_their_own(published: Published, paths: list[str]) -> None:
    assert len({published.instrument(path) for path in paths}) == len(paths)


@pytest.mark.parametrize("title", cases("pairs", "no_instrument"))
def test_what_is_no_instrument(published: Published, title: str) -> None:
    assert not published.rows("SELECT 1 FROM instruments WHERE contains(title, ?)", title)


@pytest.mark.parametrize("want", cases("statuses"))
def test_status_on_a_day(published: Published, want: Row) -> None:
    path = want["path"] + (f"#{want['part_number']}" if "part_number" in want else "")
    query = f"SELECT status, because FROM status_on(DATE '{want['as_of']}') WHERE instrument_id = ?"
    found = published.rows(query, published.instrument(path))
    assert [row["status"] for row in found] == [want["status"]], (want["why"], found)


@pytest.mark.parametrize("want", cases("statuses", "shown"))
def test_what_a_page_says_of_itself(published: Published, want: Row) -> None:
    query = """SELECT d.shown_status, s.status FROM instrument_documents d JOIN statuses s USING (instrument_id)
        WHERE d.address = ? AND d.doc_id = ?"""
    found = published.rows(query, want["path"], published.documents(want["path"])[0]["doc_id"])
    assert found == [{"shown_status": want["shown_status"], "status": want["status"]}]


@pytest.mark.parametrize("want", cases("statuses", "since"))
def test_since_when(published: Published, want: Row) -> None:
    instrument = published.instrument(want["path"])
    for table in ("statuses", "status_on(DATE '2021-12-31')"):
        found = published.rows(f"SELECT since FROM {table} WHERE instrument_id = ?", instrument)
        assert [row["since"].isoformat() for row in found] == [want["since"]], table


@pytest.mark.parametrize("want", cases("catalogue"))
def test_a_catalogue_row_meets_its_paper(published: Published, want: Row) -> None:
    query = """SELECT m.verdict, m.instrument_id, m.differences, d.path
        FROM matches m JOIN catalogue c USING (entry_id) LEFT JOIN documents d USING (doc_id) WHERE c.title = ?"""
    found = published.rows(query, want["title"])
    assert {row["verdict"] for row in found} == {want["verdict"]}, found
    if "path" in want:
        met = {row["path"] for row in found} | {row["instrument_id"] for row in found}
        assert met & {want["path"], published.instrument(want["path"])}


@pytest.mark.parametrize("path", cases("catalogue", "uncatalogued"))
def test_a_paper_that_no_catalogue_names(published: Published, path: str) -> None:
    query = "SELECT verdict FROM matches WHERE entry_id IS NULL AND instrument_id = ?"
    assert [row["verdict"] for row in published.rows(query, published.instrument(path))] == ["uncatalogued"]


@pytest.mark.parametrize("want", cases("catalogue", "gaps"))
def test_missing_numbers(published: Published, want: Row) -> None:
    query = (
        "SELECT serial, tier, mentioned_by FROM gaps WHERE region = ? AND agency_code = ? AND year = ? ORDER BY serial"
    )
    found = published.rows(query, want["region"], want["agency_code"], want["year"])
    assert [row["serial"] for row in found] == want["serials"]
    assert {row["tier"] for row in found} == {want["tier"]}
    if "mentioned_by" in want:
        named = {row["doc_id"] for row in published.documents(want["mentioned_by"])}
        assert named & {one for row in found for one in row["mentioned_by"] or []}


@pytest.mark.parametrize("want", cases("catalogue", "coverage"))
def test_how_much_is_held(published: Published, want: Row) -> None:
    query = "SELECT * FROM coverage WHERE issuer = ? AND year = ?"
    found = published.rows(query, want["issuer"], want["year"])
    assert [{name: row[name] for name in want} for row in found] == [want]


def test_the_sample_is_what_its_sources_say(tmp_path: Path) -> None:
    """Texts and pages are rebuilt byte for byte; packed formats depend on the libraries that pack them."""
    pytest.importorskip("reportlab")
    subprocess.run([sys.executable, str(SAMPLE / "build.py"), str(tmp_path)], check=True)
    names = {
        path.relative_to(SAMPLE)
        for part in ("inbox", "catalogue")
        for path in (SAMPLE / part).rglob("*")
        if path.is_file()
    }
    assert names == {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    texts = [name for name in names if name.suffix in (".txt", ".md", ".html", ".htm", ".csv")]
    assert not [name for name in texts if (SAMPLE / name).read_bytes() != (tmp_path / name).read_bytes()]
