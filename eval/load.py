"""Many at once: `python -m eval load [SECONDS]`. Users ask two servers over one data folder while a new index is published.

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import numpy as np

from eval.asked import questions
from eval.bench import machine
from index.snapshot import current

USERS = 50
SERVERS = 2
_ROOT = Path(__file__).resolve().parent.parent
_NOTICE = "Notice of the load test\n\n1. This document stands here so that a new index differs from the one before.\n"


@dataclass
class Seen:
    """What the users saw: seconds of each answer, faults in words, and the snapshots that answered."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    snapshots: set[str] = field(default_factory=set)


def report(home: Path, seconds: float = 120) -> Iterator[str]:
    """Give the report's lines. The data folder is copied; the user's own is left alone."""
    yield machine()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "home"
        shutil.copytree(home, place)
        before = current(place)
        with _serving(place) as ports:
            seen = _asked_for(seconds, ports, place)
        after = current(place)
    p50, p95, p99 = (1000 * float(q) for q in np.percentile(seen.seconds, [50, 95, 99]))
    yield f"{USERS} users, {SERVERS} servers, {seconds:.0f} s: {len(seen.seconds):,} answers, {len(seen.seconds) / seconds:.0f} a second"
    yield f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms; faults {len(seen.faults)} {sorted(set(seen.faults))[:3] or ''}".rstrip()
    yield f"published under load: {before} -> {after}; answered by {len(seen.snapshots)} snapshots, each answer by one"


def _asked_for(seconds: float, ports: list[int], home: Path) -> Seen:
    """Ask until the time is over; publish a new snapshot when a third of it has passed."""
    seen, until = Seen(), time.monotonic() + seconds
    users = [threading.Thread(target=_user, args=(number, ports[number % len(ports)], until, seen)) for number in range(USERS)]
    for user in users:
        user.start()
    time.sleep(seconds / 3)
    notice = home / "notice.txt"
    notice.write_text(_NOTICE, encoding="utf-8")
    for words in (["import", str(notice), "--instrument", "load-notice"], ["build"]):
        _kinga(words, home).wait()
    for user in users:
        user.join()
    return seen


def _user(number: int, port: int, until: float, seen: Seen) -> None:
    """One user: questions of the benchmark, each beginning at another."""
    asked = [one.question for one in questions()]
    at = number * 13
    while time.monotonic() < until:
        at += 1
        began = time.perf_counter()
        try:
            link = HTTPConnection("127.0.0.1", port, timeout=30)
            link.request("POST", "/v1/ask", json.dumps({"question": asked[at % len(asked)]}), {"Content-Type": "application/json"})
            answer = link.getresponse()
            record = json.loads(answer.read())
            link.close()
        except (OSError, HTTPException, ValueError) as error:
            seen.faults.append(type(error).__name__)
            continue
        seen.seconds.append(time.perf_counter() - began)
        if answer.status == 200:
            seen.snapshots.add(record["snapshot"])
        else:
            seen.faults.append(str(answer.status))


@contextmanager
def _serving(home: Path) -> Iterator[list[int]]:
    ports = [_free() for _ in range(SERVERS)]
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
