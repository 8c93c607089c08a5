"""Tables of an answer as HTML: heads for rows and columns, each cell with links to its clauses."""

from __future__ import annotations

from html import escape

from answer.statement import Statement
from answer.table import Cell, Table
from ingest.book import Book
from views.words import Words


def table(found: Table, book: Book, w: Words) -> str:
    """Give a table; on a narrow screen it scrolls by itself."""
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in found.columns)
    rows = "".join(_row(row.head, row.cells, book, w) for row in found.rows)
    return (
        f'<div class="k-scroll" tabindex="0" role="region" aria-label="{escape(w("table"))}"><table class="k-table">'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(head: str, cells: tuple[Cell, ...], book: Book, w: Words) -> str:
    return f'<tr><th scope="row">{escape(head)}</th>{"".join(_cell(cell, book, w) for cell in cells)}</tr>'


def _cell(cell: Cell, book: Book, w: Words) -> str:
    return "<td>" + "".join(_said(statement, book, w) for statement in cell.statements) + "</td>"


def _said(statement: Statement, book: Book, w: Words) -> str:
    lang = f"&lang={w.lang}" if w.lang != "en" else ""
    links = "; ".join(f'<a href="?p={escape(str(path))}{lang}">{escape(book.cite(path, w.lang))}</a>' for path in statement.citations)
    words = "" if statement.phrase == "cited" else escape(statement.text)
    return f"<p>{words}</p>" + (f'<p class="k-cite">{links}</p>' if links else "")
