"""The question sets: read them, and tell their split."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "questions"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the provisions that answer it: 2 answers, 1 helps. `paths` is empty where nothing answers.

    `kind` is what it is about; `wants` the kind of answer that it wants, empty where it wants no one shape.
    """

    id: str
    question: str
    lang: str
    kind: str
    tags: tuple[str, ...]
    paths: Mapping[str, int]
    wants: str = ""

    @property
    def split(self) -> str:
        """`blind` where tagged so; else `test` where the SHA-256 of the id, as an integer, is even; else `dev`, for tuning."""
        if "blind" in self.tags:
            return "blind"
        return "dev" if int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 2 else "test"


def rows(name: str) -> list[dict[str, Any]]:
    """Read a JSONL file of the folder `questions`."""
    text = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def questions(split: str = "all") -> list[Asked]:
    """Give the questions inside the scope, of one split or of all."""
    found = [_asked(row) for row in rows("search")]
    return [one for one in found if split in ("all", one.split)]


@dataclass(frozen=True, slots=True)
class OfKind:
    """A question that was written for its kind alone; `hand` is its writer's letter."""

    question: str
    lang: str
    kind: str
    hand: str


def kinds_asked(split: str) -> list[OfKind]:
    """Give the questions of `kinds.jsonl` of one split, dev or test."""
    return [OfKind(row["question"], row["lang"], row["kind"], row["id"][0]) for row in rows("kinds") if row["split"] == split]


def outside(split: str = "all") -> list[Asked]:
    """Give the questions that the corpus does not answer; `kind` says how near they are."""
    found = [_asked({**row, "paths": {}, "kind": "near" if row["near"] else "far"}) for row in rows("outside")]
    return [one for one in found if split in ("all", one.split)]


def _asked(row: Mapping[str, Any]) -> Asked:
    return Asked(row["id"], row["question"], row["lang"], row["kind"], tuple(row.get("tags", ())), row["paths"], row.get("wants", ""))
