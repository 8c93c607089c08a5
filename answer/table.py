"""Tables in answers: every cell is made of statements; an empty cell says that the corpus does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from answer.statement import Statement


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell."""

    statements: tuple[Statement, ...]

    @property
    def text(self) -> str:
        """The words of the cell, one statement a line."""
        return "\n".join(statement.text for statement in self.statements)

    def record(self) -> dict[str, Any]:
        """The cell for JSON."""
        return {"statements": [{"text": s.text, "citations": [str(path) for path in s.citations]} for s in self.statements]}


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its head, then a cell for each column."""

    head: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by name, and rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement of the table, row by row."""
        return tuple(s for row in self.rows for cell in row.cells for s in cell.statements)

    def record(self) -> dict[str, Any]:
        """The table for JSON."""
        return {
            "columns": list(self.columns),
            "rows": [{"head": row.head, "cells": [cell.record() for cell in row.cells]} for row in self.rows],
        }
