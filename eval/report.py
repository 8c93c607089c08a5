"""The figures of the last evaluation, kept in `eval/report.json` for the About page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

REPORTS = (
    "search_all", "search_dev", "search_test", "search_blind", "silence_test", "ask_all", "ask_dev", "ask_test", "ask_blind", "facts_test",
)  # fmt: skip
"""The reports that are kept."""
FIGURES = (
    *("questions", "ndcg_10", "hit_1", "hit_5", "recall_10"),
    *("inside", "answered", "outside", "silent"),
    *("statements", "unsupported"),
    *("cases", "acceptable", "harmful"),
)
"""The figures that they give; the About page has words for each."""
FILE = Path(__file__).with_name("report.json")


def read(file: Path = FILE) -> dict[str, dict[str, Any]]:
    """Give the kept figures by the name of their report; none where nothing was measured, or the file is damaged."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def keep(name: str, snapshot: str, figures: Mapping[str, float | int], file: Path = FILE) -> None:
    """Keep the figures of one report in place of its former ones, with the day and the snapshot that was measured."""
    rounded = {key: round(value, 3) for key, value in figures.items()}
    kept = read(file) | {name: {"day": date.today().isoformat(), "snapshot": snapshot, "figures": rounded}}
    file.write_text(json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
