"""What is typed on the command line or given in a file: a question, facts, a batch of them; and JSON on the way out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ingest.errors import BadInput, KingaError


def asked(question: str | None) -> str:
    """Give the question: the argument, or standard input where there is none or it is "-"."""
    return _typed() if question in (None, "-") else str(question)


def story(file: Path | None) -> str:
    """Give the facts in a file, or on standard input where there is none or it is "-". Raises BadInput."""
    if file is None or str(file) == "-":
        return _typed()
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise BadInput(f"{file} cannot be opened: {error.strerror}.", "Give a text file, or the facts on standard input.") from error


def _typed() -> str:
    """Read standard input to its end; on a terminal say how to end it."""
    if sys.stdin.isatty():
        sys.stderr.write("Type, then end with Ctrl-D on a line of its own (Windows: Ctrl-Z and Enter). Nothing is stored.\n")
    return sys.stdin.buffer.read().decode("utf-8", errors="replace")


def answer_all(
    one: Callable[[str], dict[str, Any]],
    question: str | None,
    batch: Path | None,
    as_json: bool,
    human: Callable[[Any], None],
    key: str = "question",
) -> None:
    """Answer a single question, or each line of a batch in order; a bad line gives an error record in its place."""
    if batch is None:
        record = one(asked(question))
        if as_json:
            print_json(record)
        else:
            human(record)
        return
    for row in _lines(batch):
        try:
            record = one(str(row.get(key, "")))
        except KingaError as error:
            record = {"error": error.fault, "next": error.step}
        sys.stdout.write(json.dumps({"id": row.get("id"), **record}, ensure_ascii=False) + "\n")


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise BadInput(f"{file} cannot be opened: {error.strerror}.", "Give a file with one JSON object a line.") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadInput(f"{file}, line {number} is not JSON.", 'Write {"id": ..., "question": ...} on each line.') from error
        if not isinstance(row, dict):
            raise BadInput(f"{file}, line {number} is not an object.", 'Write {"id": ..., "question": ...} on each line.')
        yield row


def print_json(record: Any) -> None:
    """Print one JSON document."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
