"""Quizzes and answer sheets as CSV. A cell that a spreadsheet would take for a formula is written with an apostrophe before it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from workshop.question import letter
from workshop.quiz import Asked

SEATS = 40
"""Columns of an answer sheet: seat numbers, never names."""
FIXED = ("number", "topic", "key", "clause", "question")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def quiz_csv(asked: Sequence[Asked], lang: str) -> str:
    """Write questions, one a row, with options, key and clause."""
    rows = [("number", "kind", "topic", "question", *(f"option {letter(i)}" for i in range(4)), "key", "clause", "explanation")]
    for number, one in enumerate(asked, 1):
        question = one.question
        options = [option.text for option in question.options]
        why = " ".join(line.whole for line in question.why)
        filled = (*options, *[""] * (4 - len(options)))
        clause = str(question.clause)
        rows.append((str(number), question.kind, one.topic.named(lang), question.stem.text, *filled, question.letter, clause, why))
    return written(rows)


def answer_sheet(asked: Sequence[Asked], lang: str) -> str:
    """Write an empty answer sheet: a row for each question, a column for each seat, the letters to be typed in."""
    rows = [(*FIXED, *(str(seat) for seat in range(1, SEATS + 1)))]
    for number, one in enumerate(asked, 1):
        question = one.question
        fixed = (str(number), one.topic.named(lang), question.letter, str(question.clause), question.stem.text)
        rows.append((*fixed, *[""] * SEATS))
    return written(rows)


def written(rows: Iterable[Iterable[str]]) -> str:
    """Write rows as CSV with a byte order mark, which spreadsheets need for letters beyond ASCII."""
    stream = io.StringIO(newline="")
    stream.write("\ufeff")
    writer = csv.writer(stream)
    writer.writerows([[safe(cell) for cell in row] for row in rows])
    return stream.getvalue()


def safe(cell: str) -> str:
    """Give a cell that no spreadsheet runs."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
