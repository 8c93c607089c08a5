"""Many at once: `python -m eval load`. Users ask several servers over one data folder, while new indexes are published.

Each user asks one question after another without a pause, so fifty users here are many more people who also read.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import numpy as np

from eval.asked import questions
from eval.bench import machine
from index.snapshot import current
from ingest.errors import KingaError

_ROOT = Path(__file__).resolve().parent.parent
_NOTICE = "Notice of the load test\n\n1. This is notice number {number}. It stands here so that a new index differs from the one before.\n"

Publish = Callable[[int], str]
"""Publishes the snapshot of a number, 1 first, and gives its id. Raises KingaError."""


@dataclass(frozen=True)
class Plan:
    """How much is asked for how long, of how many servers, and how many snapshots are published meanwhile."""

    seconds: int = 120
    users: int = 50
    servers: int = 2
    publish: int = 1

    @classmethod
    def of(cls, words: str) -> Plan:
        """Read it from `--seconds 120 --publish 3`, or from the seconds alone."""
        parts = words.split() if words.startswith("--") else ["--seconds", *words.split()]
        return cls(**{name.removeprefix("--"): int(value) for name, value in zip(parts[::2], parts[1::2], strict=False)})


OPTIONS = r"(?:[1-9]\d{0,3}|(?:--(?:(?:seconds|users|servers) [1-9]\d{0,3}|publish \d{1,2})(?: |$))+)"
"""What may follow `load`, as a pattern."""


@dataclass
class Seen:
    """What the users saw: seconds of each answer, faults in words, which snapshot gave how many; and what was published meanwhile."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    answered: Counter[str] = field(default_factory=Counter)
    published: list[str] = field(default_factory=list)
    lasted: float = 0.0
    see: Callable[[dict[str, Any]], None] = lambda _record: None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, seconds: float, record: dict[str, Any]) -> None:
        """Note an answer, and show it to whoever watches."""
        with self._lock:
            self.seconds.append(seconds)
            self.answered[record["snapshot"]] += 1
            self.see(record)

    def lines(self, plan: Plan) -> Iterator[str]:
        """Tell it in sentences."""
        count = len(self.seconds)
        yield f"{plan.users} users, {plan.servers} servers, {self.lasted:.0f} s: {count:,} answers, {count / self.lasted:.0f} a second"
        if count:
            p50, p95, p99 = (1000 * float(q) for q in np.percentile(self.seconds, [50, 95, 99]))
            yield f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, longest {1000 * max(self.seconds):.0f} ms"
        kinds = ", ".join(f"{fault} {times}" for fault, times in Counter(self.faults).most_common(3))
        yield f"faults: {len(self.faults)}" + (f" ({kinds})" if kinds else "")
        known = ", ".join(f"{one} {self.answered[one]:,}" for one in self.published)
        strange = sum(self.answered.values()) - sum(self.answered[one] for one in set(self.published))
        yield f"published under load: {len(self.published) - 1}; answers by snapshot: {known}; by none of them: {strange}"


def report(home: Path, plan: Plan) -> Iterator[str]:
    """Give the report's lines. The data folder is copied; the user's own is left alone."""
    yield machine()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "home"
        shutil.copytree(home, place)
        yield from load(place, plan, [one.question for one in questions()], lambda number: _publish(place, number)).lines(plan)


def load(
    home: Path, plan: Plan, asked: Sequence[str], publish: Publish, see: Callable[[dict[str, Any]], None] = lambda _record: None
) -> Seen:
    """Ask until the time is over, and publish snapshots at even times meanwhile. `see` gets every answer, one at a time.

    Where publishing takes longer than the plan has it, the users go on asking for as long as was left after the last.
    """
    seen = Seen(published=[current(home)], see=see)
    with _serving(home, plan.servers) as ports:
        began, over = time.monotonic(), threading.Event()
        users = [_User(number, ports[number % len(ports)], over, asked, seen) for number in range(plan.users)]
        for user in users:
            user.start()
        each = plan.seconds / (plan.publish + 1)
        for number in range(1, plan.publish + 1):
            time.sleep(max(0.0, began + each * number - time.monotonic()))
            try:
                seen.published.append(publish(number))
            except KingaError as error:
                seen.faults.append(error.fault)
        time.sleep(max(began + plan.seconds - time.monotonic(), each / 2))
        over.set()
        for user in users:
            user.join()
        seen.lasted = time.monotonic() - began
    return seen


def _publish(home: Path, number: int) -> str:
    """Import another notice and build, as an office would; give the new snapshot."""
    notice = home / "notice.txt"
    notice.write_text(_NOTICE.format(number=number), encoding="utf-8")
    for words in (["import", str(notice), "--instrument", "load-notice"], ["build"]):
        if _kinga(words, home).wait():
            raise KingaError(f"`kinga {words[0]}` failed under load.", "Run it alone to see why.")
    return current(home)


class _User(threading.Thread):
    """Asks one question after the other, each user beginning at another."""

    def __init__(self, number: int, port: int, over: threading.Event, asked: Sequence[str], seen: Seen) -> None:
        super().__init__(daemon=True)
        self._port, self._over, self._seen = port, over, seen
        self._asked = [*asked[number * 13 % len(asked) :], *asked[: number * 13 % len(asked)]]

    def run(self) -> None:
        """Ask until the time is over."""
        at = 0
        while not self._over.is_set():
            self._one(self._asked[at % len(self._asked)])
            at += 1

    def _one(self, question: str) -> None:
        began = time.perf_counter()
        try:
            link = HTTPConnection("127.0.0.1", self._port, timeout=30)
            link.request("POST", "/v1/ask", json.dumps({"question": question}), {"Content-Type": "application/json"})
            answer = link.getresponse()
            record = json.loads(answer.read())
            link.close()
        except (OSError, HTTPException, ValueError) as error:
            self._seen.faults.append(type(error).__name__)
            return
        if answer.status != 200:
            self._seen.faults.append(f"status {answer.status}")
            return
        self._seen.answer(time.perf_counter() - began, record)


@contextmanager
def _serving(home: Path, count: int) -> Iterator[list[int]]:
    ports = [_free() for _ in range(count)]
    servers = [_kinga(["serve", "--port", str(port), "--rate", "1000000/minute"], home) for port in ports]
    try:
        for port in ports:
            _wait(port)
        yield ports
    finally:
        for server in servers:
            server.terminate()
            server.wait()


def _kinga(words: list[str], home: Path) -> subprocess.Popen[bytes]:
    setting = {**os.environ, "KINGA_HOME": str(home)}
    setting.pop("KINGA_SOURCES", None)
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "cli", *words], cwd=_ROOT, env=setting, stdout=quiet, stderr=quiet)


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"The server on port {port} did not start.")
