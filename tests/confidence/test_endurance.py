"""Ten thousand questions in one process, fifty sessions on one server: nothing grows, nobody waits long."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.confidence.asker import words
from tests.confidence.conftest import FULL, Note
from tests.confidence.visitor import Server, Visitor, opened, serving

ROOT = Path(__file__).resolve().parent.parent.parent
linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what a process holds, on Linux")
LASTING = """
import json, random, sys
from answer.ask import ask
from index.search import Search
from index.snapshot import open_snapshot
from ingest.errors import KingaError
from ingest.places import home
from tests.confidence.asker import words
from tests.confidence.visitor import opened
import os
search, chance, held = Search(open_snapshot(home())), random.Random(9), []
count, step = int(sys.argv[1]), int(sys.argv[2])
for number in range(count + step):
    ask(words(chance) + f" {number}", search).record()
    if number % step == step - 1:
        held.append(dict(opened(os.getpid())))
print(json.dumps(held))
"""


@linux
def test_ten_thousand_questions_leave_a_process_as_it_was(home: Path, size: Callable[[int, int], int], note: Note) -> None:
    """The first tenth warms it up; what is counted is from then on."""
    count = size(100, 10_000)
    told = subprocess.run(
        [sys.executable, "-c", LASTING, str(count), str(count // 10)],
        cwd=ROOT, env={**os.environ, "KINGA_HOME": str(home), "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    held = json.loads(told.stdout)
    first, last = held[0], held[-1]
    grown = last["memory"] / first["memory"] - 1
    note("11 endurance", f"file handles more after {count:,} questions", last["handles"] - first["handles"])
    note("11 endurance", "threads more", last["threads"] - first["threads"])
    note("11 endurance", "memory more", f"{grown:+.1%}", f"{first['memory'] / 1e6:.0f} MB")
    assert last["handles"] - first["handles"] <= 0
    assert last["threads"] - first["threads"] <= 2
    assert grown <= 0.05


class Sitter(threading.Thread):
    """A person at a browser: asks, reads a while, asks again."""

    def __init__(self, server: Server, number: int, until: float, pause: float) -> None:
        super().__init__()
        self.server, self.until, self.pause = server, until, pause
        self.chance = random.Random(number)
        self.waits: list[float] = []
        self.faults: list[str] = []

    def run(self) -> None:
        try:
            with Visitor(self.server.port) as visitor:
                visitor.visit()
                time.sleep(self.chance.uniform(0, self.pause))
                while time.monotonic() < self.until:
                    began = time.perf_counter()
                    visitor.ask(words(self.chance, 12))
                    self.waits.append(time.perf_counter() - began)
                    self.faults += visitor.faults
                    time.sleep(self.chance.uniform(0.5, 1.5) * self.pause)
        except Exception as error:
            self.faults.append(f"{type(error).__name__}: {error}")


def sat(server: Server, people: int, pause: float, seconds: float) -> tuple[list[float], list[str]]:
    until = time.monotonic() + seconds
    sitters = [Sitter(server, number, until, pause) for number in range(people)]
    for sitter in sitters:
        sitter.start()
    for sitter in sitters:
        sitter.join()
    return [wait for sitter in sitters for wait in sitter.waits], [fault for sitter in sitters for fault in sitter.faults]


@linux
def test_fifty_sessions_are_served_in_time(home: Path, tmp_path: Path, size: Callable[[int, int], int], note: Note) -> None:
    """The server has two cores to itself where there are four; the sessions share the rest."""
    cores = sorted(os.sched_getaffinity(0))
    prefix = ("taskset", "-c", ",".join(map(str, cores[:2]))) if len(cores) >= 4 else ()
    people, faults, worst = size(5, 50), [], 0.0
    with serving(home, tmp_path / "server.txt", prefix) as server:
        sat(server, 2, 0.1, size(1, 5))
        for pause in (20.0, 10.0, 5.0, 2.0) if FULL else (1.0,):
            waits, wrong = sat(server, people, pause, size(3, 40))
            faults += wrong
            p95 = statistics.quantiles(waits, n=20)[-1]
            worst = p95 if pause == 20.0 or not FULL else worst
            note(
                "11 endurance",
                f"{people} sessions, a question each {pause:.0f} s: 95 of 100 wait at most, s",
                round(p95, 2),
                len(waits),
            )
        held = opened(server.process.pid)
    note("11 endurance", "errors of these sessions", len(faults))
    note("11 endurance", "threads, handles, MB of the server after them", [held["threads"], held["handles"], held["memory"] // 10**6])
    assert faults == []
    assert worst < 2
