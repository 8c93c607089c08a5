"""A browser without a screen: it speaks to the running app over its web socket as Streamlit's own page does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parent.parent.parent
_LONGEST = 60.0


@dataclass
class Server:
    """The app in a process of its own; `output` is a file with all that it wrote to standard output and error."""

    port: int
    process: subprocess.Popen[bytes]
    output: Path

    @property
    def said(self) -> str:
        return self.output.read_text(errors="replace")


@contextmanager
def serving(home: Path, output: Path, prefix: tuple[str, ...] = (), **setting: str) -> Iterator[Server]:
    """Start the app on a free port with `kinga app`; end it after."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*prefix, sys.executable, str(ROOT / "cli.py"), "app", "--port", str(port)]
    with output.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "KINGA_HOME": str(home), **setting}, stdout=out, stderr=out)
        try:
            _await(port, process)
            yield Server(port, process, output)
        finally:
            process.terminate()
            process.wait(15)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the app ended at once"
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the app never answered")


@dataclass
class Visitor:
    """One browser tab. `page` holds the HTML and texts of the last run, `ids` the widgets by a part of their id."""

    port: int
    socket: ClientConnection = field(init=False)
    page: str = ""
    address: str = ""
    faults: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _messages: dict[str, ForwardMsg] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._opening = connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            origin=f"http://127.0.0.1:{self.port}",
            subprotocols=["streamlit"],
            max_size=None,
            open_timeout=_LONGEST,
        )
        self.socket = self._opening.__enter__()

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def visit(self, query: str = "") -> str:
        """Open the page, or another address of it."""
        self._states.clear()
        return self._run(query)

    def ask(self, question: str) -> str:
        """Type a question and press the button."""
        box, button = self.ids["question"], self.ids["form_submit"]
        self._states[box] = WidgetState(id=box, string_value=question)
        return self._run("", WidgetState(id=button, trigger_value=True))

    def _run(self, query: str, *pressed: WidgetState) -> str:
        message = BackMsg()
        message.rerun_script.query_string = query or self.address
        message.rerun_script.page_script_hash = ""
        message.rerun_script.widget_states.widgets.extend([*self._states.values(), *pressed])
        self.socket.send(message.SerializeToString())
        parts: list[str] = []
        while True:
            got = self._received()
            kind = got.WhichOneof("type")
            if kind == "delta":
                parts.append(self._read(got))
            elif kind == "page_info_changed":
                self.address = got.page_info_changed.query_string
            elif kind == "script_finished" and got.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
            ):
                break
        self.page = "\n".join(parts)
        return self.page

    def _received(self) -> ForwardMsg:
        got = ForwardMsg.FromString(self.socket.recv(timeout=_LONGEST))
        if got.WhichOneof("type") == "ref_hash":
            return self._messages[got.ref_hash]
        if got.hash:
            self._messages[got.hash] = got
        return got

    def _read(self, got: ForwardMsg) -> str:
        element = got.delta.new_element
        kind = element.WhichOneof("type")
        inner: Any = getattr(element, kind) if kind else None
        if kind == "exception":
            self.faults.append(f"{inner.type} {inner.message}")
        if kind == "text_input" and "question" in inner.id:
            self.ids["question"] = inner.id
        if kind == "button" and inner.is_form_submitter:
            self.ids["form_submit"] = inner.id
        return "" if inner is None else str(inner)


def opened(process: int) -> Mapping[str, int]:
    """How many file handles and threads a process has, and how many bytes of memory are its own (Linux)."""
    place = Path("/proc") / str(process)
    status = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines() if ":" in line)
    return {
        "handles": len(list((place / "fd").iterdir())),
        "threads": int(status["Threads"]),
        "memory": int(status["RssAnon"].split()[0]) * 1024,
    }
