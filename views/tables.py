"""Tables and lists of an answer as HTML: heads for rows and columns, each cell with links to its clauses."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from answer.statement import Statement
from answer.table import Cell, Table
from ingest.book import Book
from ingest.path import ProvisionPath
from views import law
from views.words import Words


def table(found: Table, book: Book, w: Words) -> str:
    """Give a table; on a narrow screen it scrolls by itself."""
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in found.columns)
    rows = "".join(_row(row.head, row.cells, book, w) for row in found.rows)
    return scrolling(w("table"), f"<td></td>{heads}", rows)


def scrolling(name: str, heads: str, rows: str, kind: str = "k-table") -> str:
    """Give the frame of a table, which scrolls by itself: its name for screen readers, the cells of its head, its rows."""
    return (
        f'<div class="k-scroll" tabindex="0" role="region" aria-label="{escape(name)}"><table class="{kind}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(head: str, cells: tuple[Cell, ...], book: Book, w: Words) -> str:
    """Give a row. What its own column of clauses names already is not named again in each cell."""
    named = frozenset(path for cell in cells for s in cell.statements if s.phrase == "cited" for path in s.citations)
    return f'<tr><th scope="row">{escape(head)}</th>{"".join(_cell(cell, named, book, w) for cell in cells)}</tr>'


def _cell(cell: Cell, named: frozenset[ProvisionPath], book: Book, w: Words) -> str:
    quoted = ' class="k-quoted"' if any(s.phrase == "quote" for s in cell.statements) else ""
    drawn = "".join(_said(s, book, w, bare=s.phrase != "cited" and named.issuperset(s.citations)) for s in cell.statements)
    return f"<td{quoted}>{drawn}</td>"


def _said(statement: Statement, book: Book, w: Words, *, bare: bool = False) -> str:
    links = "" if bare else "; ".join(law.link(path, book.cite(path, w.lang), w) for path in statement.citations)
    words = "" if statement.phrase == "cited" else f'<p lang="{statement.lang}">{escape(statement.text)}</p>'
    return words + (f'<p class="k-cite">{links}</p>' if links else "")


def listed(said: Iterable[Statement], book: Book, w: Words) -> str:
    """Give sentences as a list, each with links to its clauses."""
    return f'<ul class="k-points">{"".join(f"<li>{_said(one, book, w)}</li>" for one in said)}</ul>'
