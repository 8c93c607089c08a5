"""A real engine on loopback for tests: the server of milvus-lite in a process of its own, to be stopped, slowed and killed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from index.milvus.opening import open_there
from index.milvus.place import Place
from index.search import Search

ROOT = Path(__file__).resolve().parent.parent
_SMALL = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"'


class Lite:
    """A server over a folder. `disk` gives it a file system of so many bytes."""

    def __init__(self, folder: Path, disk: int = 0) -> None:
        self.folder = folder
        self.disk = disk
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def place(self, alias: str = "kinga") -> Place:
        return Place.parse(f"milvus://127.0.0.1:{self.port}/{alias}")

    def start(self) -> None:
        """Start and wait until it listens."""
        self.folder.mkdir(parents=True, exist_ok=True)
        words = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(self.folder), "--host", "127.0.0.1"]
        words += ["--port", str(self.port)]
        if self.disk:
            words = ["unshare", "-rm", "bash", "-c", _SMALL, "small", str(self.disk), str(self.folder), *words]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self._process = subprocess.Popen(words, stdout=log, stderr=log, start_new_session=True)
        limit = time.monotonic() + 60
        while not listens(self.port):
            assert self._process.poll() is None and time.monotonic() < limit, "the engine did not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(30)
            self._process = None

    def restart(self) -> None:
        self.kill()
        self.start()

    def hold(self) -> None:
        """Let it take connections and answer none."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGCONT)

    def log(self) -> str:
        return (self.folder.parent / f"{self.folder.name}.log").read_text(errors="replace")

    def do(self, verb: str, *given: Any, **named: Any) -> Any:
        """Ask the engine past Kinga."""
        from index.milvus.connection import Engine

        return Engine(self.place()).do(verb, *given, **named)

    def collections(self) -> Sequence[str]:
        found: Sequence[str] = self.do("list_collections")
        return found


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def listens(port: int) -> bool:
    with closing(socket.socket()) as one:
        one.settimeout(0.2)
        return one.connect_ex(("127.0.0.1", port)) == 0


def can_have_a_small_disk() -> bool:
    return (
        shutil.which("unshare") is not None and not subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode
    )


WORDS = {"a": "A lamp must be lit at dusk.", "b": "A lamp must be lit at dawn.", "c": "A lamp must be lit at noon."}
"""Three states of a small law that differ by a word."""


def text_there(place: Place, home: Path) -> str:
    """The words of the snapshot that the alias names, found by a search in it."""
    search = Search(open_there(place, home))
    (hit, *_) = search.search("when must a lamp be lit?", 1)
    assert str(hit.path) == "lamp-act-2020/1"
    return search.snapshot.book.text(hit.path).provision.text


def kinga(home: Path, place: Place | None, *words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "KINGA_HOME": str(home), **settings}
    env.pop("KINGA_INDEX", None)
    if place is not None:
        env["KINGA_INDEX"] = repr(place)
    command = [sys.executable, "-m", "cli", *words]
    return subprocess.run(command, cwd=ROOT, env=env, input=typed, capture_output=True, text=True, timeout=300, check=False)
