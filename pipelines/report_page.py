"""The report for the leadership: one page with pictures of what came in, what holds, what is missing, what is open.

Drawn from the publication alone, as one HTML file without outside addresses; every text from a document is escaped.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

import duckdb

from gongwen.messages import record
from pipelines.opening import open_locked
from pipelines.suite_page import in_words

_WIDTH = 760
_MOST_ISSUERS, _MOST_MISSING, _MOST_MATTERS = 20, 50, 60
_COLOURS = {
    "in_force": "#2e7d32",
    "amended": "#66a567",
    "partially_repealed": "#9ccc65",
    "suspended": "#fbc02d",
    "not_yet_in_force": "#90caf9",
    "repealed": "#b71c1c",
    "declared_invalid": "#d0675f",
    "expired": "#e69a8d",
    "residual_lapsed": "#f0c4b8",
    "unknown": "#9e9e9e",
    "disputed": "#6a1b9a",
    "read": "#2e7d32",
    "duplicate": "#a5c8a6",
    "expanded": "#cfd8dc",
    "ignored": "#eceff1",
    "empty": "#d7ccc8",
    "needs_ocr": "#fbc02d",
    "needs_password": "#ffa000",
    "unsupported": "#f57c00",
    "damaged": "#b71c1c",
    "refused": "#880e4f",
    "quarantined": "#4a148c",
    "not_yet_read": "#90caf9",
}
_STYLE = """
body { font-family: "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; max-width: 50rem;
  margin: 2rem auto; padding: 0 1rem; color: #212121; line-height: 1.6; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; border-bottom: 1px solid #cfd8dc; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
td, th { border-bottom: 1px solid #eceff1; padding: .25rem .5rem; text-align: left; vertical-align: top; }
th, td:first-child { white-space: nowrap; } td { overflow-wrap: anywhere; }
.legend span { display: inline-block; margin-right: 1rem; font-size: .85rem; }
.legend i { display: inline-block; width: .8em; height: .8em; margin-right: .3em; vertical-align: middle; }
.figures { display: flex; gap: .8rem; flex-wrap: wrap; }
.figures div { flex: 1 1 7rem; background: #f5f7f8; padding: .8rem; font-size: .9rem; }
.figures b { display: block; font-size: 1.6rem; }
"""
Rows = list[tuple[str, str, int]]


def report_page(publication: Path) -> str:
    """Return the page for the publication."""
    with open_locked(publication) as connection:
        parts = [
            _figures(connection),
            _bars(connection, "files", "state", _FILES, "state"),
            _bars(connection, "standings", "status", _STANDINGS, "status"),
            _coverage(connection),
            _missing(connection),
            _open_matters(connection),
        ]
        as_of = connection.execute("SELECT as_of FROM publications ORDER BY run_id DESC LIMIT 1").fetchone()
    title = escape(record("report.title"))
    day = escape(record("report.as_of", day=as_of[0] if as_of else ""))
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>"
        f"<body><h1>{title}</h1><p>{day}</p>{''.join(parts)}</body></html>"
    )


_FILES = "SELECT accession_year, state, count(*) FROM files GROUP BY ALL ORDER BY ALL"
_STANDINGS = """SELECT coalesce(i.year::TEXT, 'unknown'), s.status, count(*) FROM statuses s
    JOIN instruments i USING (instrument_id) WHERE i.held GROUP BY ALL ORDER BY ALL"""


def _figures(connection: duckdb.DuckDBPyConnection) -> str:
    asked = {
        "report.paths": "SELECT count(*) FROM files",
        "report.papers": "SELECT count(*) FROM documents WHERE parent_doc_id IS NULL",
        "report.in_force": """SELECT count(*) FROM statuses JOIN instruments USING (instrument_id)
            WHERE held AND status IN ('in_force', 'amended', 'partially_repealed')""",
        "report.missing": "SELECT count(DISTINCT entry_id) FROM matches WHERE verdict = 'missing'",
        "report.open": "SELECT count(*) FROM findings WHERE state = 'open' AND severity <> 'notice'",
    }
    boxes = "".join(f"<div><b>{_one(connection, sql):,}</b>{escape(record(name))}</div>" for name, sql in asked.items())
    return f'<div class="figures">{boxes}</div>'


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _bars(connection: duckdb.DuckDBPyConnection, name: str, kind: str, sql: str, words: str) -> str:
    """Return a picture of stacked bars, one a year, with its legend."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for year, value, count in connection.execute(sql).fetchall():
        counts[str(year)][str(value)] = int(count)
    if not counts:
        return ""
    years = sorted({*counts, *_between(counts)}, key=_year_order)
    values = [value for value in _COLOURS if any(value in one for one in counts.values())]
    legend = "".join(
        f'<span><i style="background:{_COLOURS[value]}"></i>{escape(record(f"words.{words}_{value}"))}</span>'
        for value in values
    )
    return f'<h2>{escape(record(f"report.{name}"))}</h2>{_stack(years, values, counts)}<p class="legend">{legend}</p>'


def _between(years: Iterable[str]) -> Iterator[str]:
    """Yield every year from the first to the last: one of which there is nothing is seen to be empty."""
    told = [int(year) for year in years if year.isdecimal()]
    yield from map(str, range(min(told, default=0), max(told, default=0)))


def _year_order(year: str) -> tuple[int, str]:
    return ({"unknown": 2, "before-2005": 0}.get(year, 1), year)


def _stack(years: Sequence[str], values: Sequence[str], counts: Mapping[str, Mapping[str, int]]) -> str:
    row, left = 20, 90
    most = max(sum(one.values()) for one in counts.values())
    drawn = []
    for number, year in enumerate(years):
        y, x = number * row, float(left)
        drawn.append(f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{escape(_year_name(year))}</text>')
        for value in values:
            count = counts.get(year, {}).get(value, 0)
            width = count / most * (_WIDTH - left - 60)
            if count:
                told = escape(f"{_year_name(year)} {value} {count}")
                drawn.append(
                    f'<rect x="{x:.1f}" y="{y + 3}" width="{max(width, 1):.1f}" height="{row - 6}" '
                    f'fill="{_COLOURS[value]}"><title>{told}</title></rect>'
                )
            x += width
        drawn.append(f'<text x="{x + 6:.1f}" y="{y + 14}">{sum(counts.get(year, {}).values()):,}</text>')
    height = len(years) * row + 4
    return f'<svg viewBox="0 0 {_WIDTH} {height}" width="100%" font-size="12" role="img">{"".join(drawn)}</svg>'


def _year_name(year: str) -> str:
    return record(f"report.year_{year.replace('-', '_')}") if year in ("unknown", "before-2005") else year


def _coverage(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the heat map of issuers by years: how many papers are held, red where the catalogue names more."""
    rows = connection.execute(
        """SELECT issuer, year, held, missing FROM coverage
           WHERE year >= 2005 AND issuer IN (SELECT issuer FROM coverage WHERE issuer <> '' GROUP BY issuer
             ORDER BY sum(missing) > 0 DESC, sum(held) DESC, issuer LIMIT ?) ORDER BY issuer, year""",
        [_MOST_ISSUERS],
    ).fetchall()
    if not rows:
        return ""
    cells = {(str(issuer), int(year)): (int(held), int(missing)) for issuer, year, held, missing in rows}
    years = range(min(year for _, year in cells), max(year for _, year in cells) + 1)
    held_by = {issuer: sum(held for (one, _), (held, _) in cells.items() if one == issuer) for issuer, _ in cells}
    issuers = sorted(held_by, key=lambda issuer: (-held_by[issuer], issuer))
    heading, note = escape(record("report.coverage")), escape(record("report.coverage_note", count=_MOST_ISSUERS))
    return f"<h2>{heading}</h2>{_heat(issuers, years, cells)}<p>{note}</p>"


def _heat(issuers: Sequence[str], years: Sequence[int], cells: Mapping[tuple[str, int], tuple[int, int]]) -> str:
    left, row = 210, 22
    column = (_WIDTH - left) / len(years)
    most = max(held for held, _ in cells.values()) or 1
    drawn = [
        f'<text x="{left + (number + 0.5) * column:.1f}" y="12" text-anchor="middle">{year % 100:02d}</text>'
        for number, year in enumerate(years)
    ]
    for place, issuer in enumerate(issuers):
        y = 18 + place * row
        drawn.append(f'<text x="{left - 8}" y="{y + 15}" text-anchor="end">{escape(issuer[:15])}</text>')
        for number, year in enumerate(years):
            held, missing = cells.get((issuer, year), (0, 0))
            fill = "#f5f5f5" if not held else f"rgba(46,125,50,{0.25 + 0.75 * held / most:.2f})"
            edge = ' stroke="#b71c1c" stroke-width="2"' if missing else ""
            told = escape(record("report.cell", issuer=issuer, year=year, held=held, missing=missing))
            x = left + number * column
            drawn.append(
                f'<rect x="{x + 1:.1f}" y="{y + 1}" width="{column - 2:.1f}" height="{row - 2}" fill="{fill}"{edge}>'
                f"<title>{told}</title></rect>"
            )
            if held or missing:
                drawn.append(f'<text x="{x + column / 2:.1f}" y="{y + 15}" text-anchor="middle">{held}</text>')
    height = 20 + len(issuers) * row
    return f'<svg viewBox="0 0 {_WIDTH} {height}" width="100%" font-size="12" role="img">{"".join(drawn)}</svg>'


def _missing(connection: duckdb.DuckDBPyConnection) -> str:
    rows = connection.execute(
        """SELECT c.document_number, c.title, c.issuer, c.source || ' #' || c.row_number
           FROM (SELECT DISTINCT entry_id FROM matches WHERE verdict = 'missing') JOIN catalogue c USING (entry_id)
           ORDER BY c.document_number, c.title LIMIT ?""",
        [_MOST_MISSING],
    ).fetchall()
    return _table("missing_list", ("number", "title", "issuer", "source"), rows, most=_MOST_MISSING)


_MATTERS = """SELECT f.owner, f.code, f.message, count(*),
        min(coalesce(d.path, b.path, nullif(i.document_number, ''), i.title, f.row_id))
    FROM findings f LEFT JOIN documents d ON d.doc_id = f.row_id LEFT JOIN instruments i ON i.instrument_id = f.row_id
    LEFT JOIN (SELECT sha256, min(path) AS path FROM files WHERE same_as IS NULL GROUP BY ALL) b ON b.sha256 = f.row_id
    WHERE f.state = 'open' AND f.severity <> 'notice'
    GROUP BY f.owner, f.code, f.message ORDER BY f.owner, count(*) DESC, f.message LIMIT ?"""


def _open_matters(connection: duckdb.DuckDBPyConnection) -> str:
    """Return what people have to do, alike matters in one row with one of the places they are about."""
    rows = connection.execute(_MATTERS, [_MOST_MATTERS]).fetchall()
    told = [
        (record(f"report.owner_{owner}"), message, count, in_words(code.removeprefix("check_"), where) or where)
        for owner, code, message, count, where in rows
    ]
    return _table("open_list", ("owner", "matter", "count", "where"), told, most=_MOST_MATTERS)


def _table(name: str, heads: Iterable[str], rows: Sequence[Sequence[object]], *, most: int) -> str:
    """Return a table under its heading, which says where only the first rows are shown."""
    if not rows:
        return ""
    head = "".join(f"<th>{escape(record(f'report.head_{one}'))}</th>" for one in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape('' if value is None else str(value))}</td>" for value in row) + "</tr>"
        for row in rows
    )
    cut = record("report.first", count=most) if len(rows) == most else ""
    return f"<h2>{escape(record(f'report.{name}') + cut)}</h2><table><tr>{head}</tr>{body}</table>"


def report_of(publication: Path) -> Path:
    """Return where the report of a publication lies."""
    return publication.with_name(publication.stem.replace("dishu-", "reports-")) / "summary.html"


def ensure_report(publication: Path) -> Path:
    """Write the page beside the publication, into ``reports-<run>``, where it is not there; return where it lies."""
    page = report_of(publication)
    if not page.is_file():
        page.parent.mkdir(exist_ok=True)
        new = page.with_name(".summary.html.new")
        new.write_text(report_page(publication), encoding="utf-8")
        new.replace(page)
    return page
