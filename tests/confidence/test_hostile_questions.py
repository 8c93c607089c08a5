"""Questions and stories that mean harm: nothing uncaught, and 99 of 100 within a second."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.confidence.asker import questions
from tests.confidence.conftest import FULL, Note

ROOT = Path(__file__).resolve().parent.parent.parent
COUNT = int(os.environ.get("KINGA_HOSTILE_QUESTIONS", "100000"))


def test_hostile_questions_are_answered_or_refused_in_time(home: Path, size: Callable[[int, int], int], note: Note) -> None:
    count, processes = size(120, COUNT), size(1, 2)
    words = [sys.executable, "-m", "tests.confidence.asker"]
    runs = [
        subprocess.Popen(
            [*words, str(seed), str(count // processes)],
            cwd=ROOT,
            env={**os.environ, "KINGA_HOME": str(home)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in range(processes)
    ]
    told = [json.loads(run.communicate()[0]) for run in runs]
    faults = [fault for one in told for fault in one["faults"]]
    note("8 hostile questions", "uncaught", len(faults), f"{sum(one['asked'] for one in told):,} questions")
    note("8 hostile questions", "99 of 100 took at most, seconds by the clock", round(max(one["p99"] for one in told), 3))
    note("8 hostile questions", "the same, seconds of the processor", round(max(one["p99 of the processor"] for one in told), 3))
    note("8 hostile questions", "the longest", [(round(s, 2), what) for one in told for s, _, what in one["longest"][:3]])
    assert faults == []
    assert max(one["p99"] for one in told) < 1 if FULL else max(one["p99 of the processor"] for one in told) < 1


def test_the_questions_are_of_many_kinds_and_the_same_each_time() -> None:
    assert questions(3, 2000) == questions(3, 2000)
    assert len({kind for kind, _ in questions(3, 2000)}) == 12
    assert max(len(text) for _, text in questions(3, 2000)) >= 333_333
