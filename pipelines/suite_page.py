"""The page of the checks: every data test and expectation of a publication in words, what failed, and which rows.

One HTML file in Chinese without outside addresses, written for someone who trusts nothing: every text from a document
is escaped. Great Expectations' own pages are not used, since they fetch their styles from public addresses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import groupby
from pathlib import Path

import duckdb

from gongwen.messages import record
from pipelines.checking import Checked, PlannedCheck, planned_checks
from pipelines.opening import open_locked
from warehouse.schema import published, table

_STYLE = """
body { font-family: "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; max-width: 62rem;
  margin: 2rem auto; padding: 0 1rem; color: #212121; line-height: 1.6; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-bottom: 1px solid #cfd8dc; }
h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; } p.small, .name { color: #607d8b; font-size: .8rem; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; table-layout: fixed; }
td, th { border-bottom: 1px solid #eceff1; padding: .25rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
td.number, th.number { text-align: right; } .name { font-family: monospace; }
.figures { display: flex; gap: .8rem; flex-wrap: wrap; }
.figures div { flex: 1 1 7rem; background: #f5f7f8; padding: .8rem; font-size: .9rem; }
.figures b { display: block; font-size: 1.6rem; }
.blocking { color: #b71c1c; font-weight: bold; } .warning { color: #b26a00; font-weight: bold; }
.passed { color: #2e7d32; } .verdict { font-size: 1.05rem; }
"""
_FOR_BOOKS, _FOR_DRIFT = "books_balance", "tables_keep_their_rows"


@dataclass(frozen=True, slots=True)
class Published:
    """What the page says of the publication itself, and what its ids mean to people."""

    run_id: str
    as_of: str
    published_at: datetime
    code_version: str
    rows: Mapping[str, int]
    titles: Mapping[str, tuple[str, str]]  # id -> title and path, of the rows that are named


def suite_page(publication: Path, results: Sequence[Checked], recorded: Sequence[Checked] = ()) -> str:
    """Return the page; where the checks were made again, ``recorded`` is what the publication itself says of them."""
    with open_locked(publication) as connection:
        about = _about(connection, results)
    failing = [one for one in results if one.failing_rows]
    parts = [_verdict(results), _differences(results, recorded)]
    if failing:
        parts.append(f"<h2>{_say('failing')}</h2>")
        parts += [_failing(one, about) for one in sorted(failing, key=lambda one: not one.check.blocking)]
    parts.append(f"<h2>{_say('all')}</h2><p class='small'>{_say('all_note')}</p>")
    by_table = sorted(results, key=lambda one: (one.check.table, one.check.kind != "expectation", one.check.name))
    groups = [(name, list(group)) for name, group in groupby(by_table, key=lambda one: one.check.table)]
    parts += [_section(name, group, about) for name, group in groups if len(group) > 1]
    alone = [group[0] for _, group in groups if len(group) == 1]  # tables of which the key alone is tested
    parts.append(f"<h3>{_say('other_tables')}</h3>{_listed(alone)}" if alone else "")
    facts = _say(
        "about",
        run_id=about.run_id,
        as_of=about.as_of,
        published_at=f"{about.published_at:%Y-%m-%d %H:%M}",
        code=about.code_version[:12],
    )
    made = _say("made_again" if recorded else "made_then")
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{_say("title")}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{_say('title')}</h1><p>{facts}<br>{made}</p>"
        f"{''.join(parts)}</body></html>\n"
    )


def _say(name: str, **values: object) -> str:
    return escape(record(f"check.{name}", **values))


def _verdict(results: Sequence[Checked]) -> str:
    blocking, warning = (
        sum(1 for one in results if one.failing_rows and one.check.blocking is grave) for grave in (True, False)
    )
    boxes = {"total": len(results), "passed": len(results) - blocking - warning, "blocking": blocking}
    boxes["warning"] = warning
    figures = "".join(f"<div><b>{count:,}</b>{_say(f'figure_{name}')}</div>" for name, count in boxes.items())
    told = "blocking" if blocking else "warning" if warning else "passed"
    return f'<div class="figures">{figures}</div><p class="verdict {told}">{_say(f"verdict_{told}")}</p>'


def _differences(results: Sequence[Checked], recorded: Sequence[Checked]) -> str:
    """Return the checks that say something else now than when the publication was made."""
    then = {one.check.name: one.failing_rows for one in recorded}
    if not recorded:
        return ""
    rows = [
        (f"{_called(one.check.table)}：{escape(one.check.message)}", then.get(one.check.name), one.failing_rows)
        for one in results
        if then.get(one.check.name) != one.failing_rows
    ]
    if not rows:
        return f"<p>{_say('no_difference')}</p>"
    body = "".join(
        f'<tr><td>{message}</td><td class="number">{_say("not_made") if before is None else before}</td>'
        f'<td class="number">{now}</td></tr>'
        for message, before, now in rows
    )
    heads = "".join(f"<th{kind}>{_say(one)}</th>" for one, kind in _heads("check", "#then", "#now"))
    columns = '<colgroup><col><col style="width:6rem"><col style="width:6rem"></colgroup>'
    return f"<h2>{_say('differences')}</h2><table>{columns}<tr>{heads}</tr>{body}</table>"


def _heads(*names: str) -> list[tuple[str, str]]:
    """Return the headings of a table; a # marks a column of numbers."""
    return [(f"head_{one.lstrip('#')}", ' class="number"' if one.startswith("#") else "") for one in names]


def _failing(one: Checked, about: Published) -> str:
    severity = one.check.severity
    head = (
        f'<h3><span class="{severity}">{_say(f"severity_{severity}")}</span> {_called(one.check.table)}：'
        f"{escape(one.check.message)}</h3>"
        f'<p class="small">{_say("rows_fail", count=one.failing_rows)} <span class="name">{one.check.name}</span></p>'
    )
    if not one.rows:
        return head + f"<p>{_say('named_elsewhere')}</p>"
    heads = "".join(f"<th{kind}>{_say(name)}</th>" for name, kind in _heads("row", "value", "what", "path"))
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in (*row, *_told(one.check.name, row[0], about))) + "</tr>"
        for row in one.rows
    )
    more = one.failing_rows - len(one.rows)
    rest = f'<p class="small">{_say("more_rows", shown=len(one.rows), more=more)}</p>' if more > 0 else ""
    return f"{head}<table><tr>{heads}</tr>{body}</table>{rest}"


def _told(check: str, row: str, about: Published) -> tuple[str, str]:
    """Return what a row is, in words, and the path of the file it comes from."""
    if (said := in_words(check, row)) is not None:
        return said, ""
    return about.titles.get(row.split(" ")[0], ("", ""))


def in_words(check: str, row: str) -> str | None:
    """Return what a row of counts says, in words; None where the row is one of a table and is known by its id."""
    first, *rest = row.split(" ")
    if check == _FOR_BOOKS:
        return record(f"expectations.book_{first}")
    if check == _FOR_DRIFT:
        return record("check.drift", table=table(first).chinese, before=rest[0], now=rest[1])
    return None


def _called(name: str) -> str:
    return escape(table(name).chinese) if name in {one.name for one in published()} else escape(name)


def _section(name: str, results: Sequence[Checked], about: Published) -> str:
    rows = about.rows.get(name)
    count = _say("table_rows", count=f"{rows:,}") if rows is not None else ""
    return f'<h3>{_called(name)} <span class="name">{escape(name)}</span> {count}</h3>{_listed(results)}'


def _listed(results: Sequence[Checked]) -> str:
    heads = "".join(f"<th{kind}>{_say(one)}</th>" for one, kind in _heads("check", "severity", "result", "#failing"))
    body = "".join(
        f'<tr><td>{escape(one.check.message)}<br><span class="name">{escape(one.check.name)}</span></td>'
        f"<td>{_say(f'severity_{one.check.severity}')}</td>"
        f'<td class="{one.check.severity if one.failing_rows else "passed"}">'
        f"{_say('failed' if one.failing_rows else 'passed')}</td>"
        f'<td class="number">{one.failing_rows:,}</td></tr>'
        for one in results
    )
    columns = '<col><col style="width:5rem"><col style="width:5rem"><col style="width:6rem">'
    return f"<table><colgroup>{columns}</colgroup><tr>{heads}</tr>{body}</table>"


def _about(connection: duckdb.DuckDBPyConnection, results: Sequence[Checked]) -> Published:
    newest = connection.execute(
        "SELECT run_id, as_of::TEXT, published_at, code_version FROM publications ORDER BY run_id DESC LIMIT 1"
    ).fetchone()
    assert newest is not None  # every publication has a row of its own
    counts = {}
    for one in published():
        row = connection.execute(f"SELECT count(*) FROM {one.name}").fetchone()
        counts[one.name] = int(row[0]) if row else 0
    ids = sorted({row.split(" ")[0] for one in results for row, _ in one.rows})
    run_id, as_of, published_at, code_version = newest
    return Published(run_id, as_of, published_at, code_version, counts, _titles(connection, ids))


_TITLES = """
    SELECT doc_id, title, path FROM documents WHERE doc_id IN (SELECT unnest($ids))
    UNION ALL SELECT instrument_id, title, NULL FROM instruments WHERE instrument_id IN (SELECT unnest($ids))
    UNION ALL SELECT entry_id, title, source || ' #' || row_number FROM catalogue
      WHERE entry_id IN (SELECT unnest($ids))
    UNION ALL SELECT event_id, evidence, d.path FROM events LEFT JOIN documents d ON d.doc_id = source_doc_id
      WHERE event_id IN (SELECT unnest($ids))"""


def _titles(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    if not ids:
        return {}
    found = connection.execute(_TITLES, {"ids": list(ids)}).fetchall()
    return {str(one): (_short(title), path or "") for one, title, path in sorted(found, key=lambda row: str(row[0]))}


def _short(text: str | None) -> str:
    return "" if text is None else text if len(text) <= 120 else text[:119] + "…"


def results_of(publication: Path) -> list[Checked]:
    """Return what the publication itself says of its checks, with the rows that its findings name."""
    planned = {one.name: one for one in planned_checks()}
    with open_locked(publication) as connection:
        checks = connection.execute(
            "SELECT check_name, message, severity, kind, failing_rows FROM checks ORDER BY check_name"
        ).fetchall()
        named: dict[str, list[tuple[str, str]]] = {}
        for code, row, value in connection.execute(
            "SELECT code, row_id, evidence FROM findings WHERE starts_with(code, 'check_') ORDER BY code, row_id"
        ).fetchall():
            named.setdefault(code.removeprefix("check_"), []).append((row, value or ""))
    return [
        Checked(
            PlannedCheck(
                name, message, severity == "blocking", kind, planned[name].table if name in planned else "publications"
            ),
            failing,
            tuple(named.get(name, ())),
        )
        for name, message, severity, kind, failing in checks
    ]


def suite_page_of(publication: Path) -> Path:
    """Return where the page of a publication lies."""
    return publication.with_name(publication.stem.replace("dishu-", "reports-")) / "checks.html"


def write_suite_page(publication: Path, text: str) -> Path:
    """Write the page beside the publication, into ``reports-<run>``; return where it lies."""
    page = suite_page_of(publication)
    page.parent.mkdir(exist_ok=True)
    new = page.with_name(".checks.html.new")
    new.write_text(text, encoding="utf-8")
    new.replace(page)
    return page


def ensure_suite_page(publication: Path) -> Path:
    """Write the page from what the publication says of its checks, where it is not there; return where it lies."""
    page = suite_page_of(publication)
    return page if page.is_file() else write_suite_page(publication, suite_page(publication, results_of(publication)))
