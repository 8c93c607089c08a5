"""Tables -> clauses: each row a provision of its own, which says what stands under which column."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.blocks import Kind
from ingest.path import step
from ingest.tree import Clause


def table_clause(caption: str, rows: Sequence[Sequence[str]], number: str) -> Clause | None:
    """Give a table as `table-N`, as PDFs' tables are named, with its rows below by their number; None for one without words.

    The first row names the columns. A row reads "Activity: training", "Agency: the Ministry", a cell a line; cells without words are
    left out, and so is a name that the next cell repeats because its cell spans both.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return None
    columns, body = (filled[0], filled[1:]) if len(filled) > 1 else ((), filled)
    table = Clause(f"table-{step(number)}", Kind.TITLE, f"Table {number}", caption)
    table.opening += [" | ".join(filter(None, columns))] if columns else []
    for at, row in enumerate(body, 1):
        table.children.append(Clause(str(at), Kind.TITLE, f"row {at}", opening=["\n".join(cells_of(columns, row))]))
    return table


def cells_of(columns: Sequence[str], row: Sequence[str]) -> list[str]:
    """Give the cells of a row in words, each after the name of its column."""
    said: list[str] = []
    for at, cell in enumerate(row):
        name = columns[at].strip() if at < len(columns) else ""
        if cell.strip():
            said.append(f"{name}: {cell.strip()}" if name and name != cell.strip() else cell.strip())
    return said
