"""Eight readers in peace while the snapshot changes under them: no error, and every answer from one snapshot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from index.make import make
from tests.confidence.conftest import Note
from tests.test_snapshot import small_corpus

ROOT = Path(__file__).resolve().parent.parent.parent


def test_readers_meet_no_error_and_no_mixture(home_of_its_own: Path, tmp_path: Path, size: Callable[[int, int], int], note: Note) -> None:
    home, each, processes = home_of_its_own, size(20, int(os.environ.get("KINGA_READINGS", "1250"))), size(2, 4)
    corpora = [small_corpus(tmp_path / f"corpus{n}", f"A lamp must be lit at {n} o'clock.") for n in range(40)]
    made = [make(home, corpora[0], None, lambda *_: None).snapshot]
    words = [sys.executable, "-m", "tests.confidence.reader", str(home), str(each)]
    readers = [subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    for _ in range(size(2, 20)):
        made.append(make(home, corpora[len(made) % len(corpora)], None, lambda *_: None).snapshot)
        time.sleep(0.5)
    told = [json.loads(reader.communicate()[0]) for reader in readers]
    asked, faults = sum(one["asked"] for one in told), [fault for one in told for fault in one["faults"]]
    seen = {identity for one in told for identity in one["seen"]}
    what = f"errors or mixtures; {2 * processes} readers, {len(made) - 1} changes of the snapshot, {len(seen)} snapshots read"
    note("5 readers in peace", what, len(faults), f"{asked} questions")
    assert faults == []
    assert asked >= 2 * processes * each
    assert len(seen & set(made)) >= 2
