"""A morning's work with Kinga: build, ask, facts, the app, and a knock of another site's page at its door. Run as a module.

Given a corpus, a data folder with a snapshot, and an empty one with the model only.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.confidence.visitor import ROOT, Visitor, serving

STORY = "She was promised a job in a hotel, locked in, and made to work without pay until a debt was paid."


def main(corpus: str, home: str, empty: str) -> None:
    """Do it all; an exception ends it."""
    code = "import sys; from pathlib import Path; from index.make import make; make(*map(Path, sys.argv[1:3]), None, lambda *_: None)"
    subprocess.run([sys.executable, "-c", code, empty, corpus], cwd=ROOT, check=True, capture_output=True)
    for words in (["ask"], ["search"], ["facts"], ["sources"], ["show", "s. 3(2)"]):
        command = [sys.executable, str(ROOT / "cli.py"), *words, "--json"]
        subprocess.run(command, cwd=ROOT, input=STORY, text=True, capture_output=True, check=True, env={**os.environ, "KINGA_HOME": home})
    with serving(Path(home), Path(empty) / "server.txt") as server:
        with Visitor(server.port) as visitor:
            visitor.visit()
            assert "k-cite" in visitor.ask("Is consent a defence?")
            assert not visitor.faults
        refused(server.port, "https://elsewhere.example")


def refused(port: int, origin: str, **headers: str) -> None:
    """Knock as a page of another site does; raise where the door opens."""
    try:
        with connect(f"ws://127.0.0.1:{port}/_stcore/stream", origin=origin, subprotocols=["streamlit"], additional_headers=headers):
            raise AssertionError(f"{origin} was let in")
    except InvalidStatus as error:
        assert error.response.status_code == 403, error


if __name__ == "__main__":
    main(*sys.argv[1:])
