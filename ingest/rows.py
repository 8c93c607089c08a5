"""Tables -> clauses: each row a provision of its own, which says what stands under which column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.blocks import Kind
from ingest.path import step
from ingest.tree import Clause

WIDEST = 40
"""No cell takes more columns or rows than this; one that says so is faulty."""


def table_clause(caption: str, rows: Sequence[Sequence[str]], number: str) -> Clause | None:
    """Give a table as `table-N`, as PDFs' tables are named, with its rows below by their number; None for one without words.

    The first row names the columns. A row reads "Activity: training", "Agency: the Ministry", a cell a line; cells without words are
    left out, and so is a name that the next cell repeats because its cell spans both. A row of one cell over the whole width is no
    row: it names those below it, as their division.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return None
    columns, body = (filled[0], filled[1:]) if len(filled) > 1 else ((), filled)
    table = Clause(f"table-{step(number)}", Kind.TITLE, f"Table {number}", caption)
    table.opening += [" | ".join(filter(None, columns))] if columns else []
    band = ""
    for row in body:
        if len(row) == 1 < len(columns):
            band = row[0].strip()
            continue
        at = len(table.children) + 1
        table.children.append(Clause(str(at), Kind.TITLE, f"row {at}", division=band, opening=["\n".join(cells_of(columns, row))]))
    return table


def spread(rows: Iterable[Sequence[tuple[str, int, int]]]) -> list[tuple[str, ...]]:
    """Set cells, each with its words and how many columns and rows it takes, into rows.

    A cell that reaches down says in each row what it said in its first; one over the whole width stays alone in its row.
    """
    found: list[tuple[str, ...]] = []
    held: dict[int, tuple[str, int]] = {}
    for row in rows:
        said: list[str] = []
        later: dict[int, tuple[str, int]] = {}
        for words, wide, deep in (*row, ("", 0, 1)):
            while len(said) in held:
                above, left = held.pop(len(said))
                later |= {len(said): (above, left - 1)} if left > 1 else {}
                said.append(above)
            later |= {len(said): (words, deep - 1)} if deep > 1 else {}
            said += [words, *[""] * (min(wide, WIDEST) - 1)] if wide else []
        held = later
        found.append(tuple(said[:1] if len(row) == 1 and row[0][1] == len(said) else said))
    return found


def cells_of(columns: Sequence[str], row: Sequence[str]) -> list[str]:
    """Give the cells of a row in words, each after the name of its column."""
    said: list[str] = []
    for at, cell in enumerate(row):
        name = columns[at].strip() if at < len(columns) else ""
        if cell.strip():
            said.append(f"{name}: {cell.strip()}" if name and name != cell.strip() else cell.strip())
    return said
