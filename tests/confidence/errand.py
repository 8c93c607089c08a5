"""A morning's work with Kinga: build, ask, facts, the app, and a knock of another site's page at its door. Run as a module.

Given a corpus, a data folder with a snapshot, and an empty one with the model only.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from pathlib import Path

from tests.confidence.conftest import FULL
from tests.confidence.visitor import ROOT, Visitor, serving

STORY = "She was promised a job in a hotel, locked in, and made to work without pay until a debt was paid."


def main(corpus: str, home: str, empty: str) -> None:
    """Do it all; an exception ends it."""
    code = "import sys; from pathlib import Path; from index.make import make; make(*map(Path, sys.argv[1:3]), None, lambda *_: None)"
    subprocess.run([sys.executable, "-c", code, empty, corpus], cwd=ROOT, check=True, capture_output=True)
    for words in (["facts"], ["ask"], ["search"], ["sources"], ["show", "s. 3(2)"])[: None if FULL else 1]:
        command = [sys.executable, str(ROOT / "cli.py"), *words, "--json"]
        subprocess.run(command, cwd=ROOT, input=STORY, text=True, capture_output=True, check=True, env={**os.environ, "KINGA_HOME": home})
    with serving(Path(home), Path(empty) / "server.txt") as server:
        with Visitor(server.port) as visitor:
            visitor.visit()
            assert "k-cite" in visitor.ask("Is consent a defence?")
            assert not visitor.faults
        refused(server.port, "https://elsewhere.example")


def refused(port: int, origin: str, host: str = "") -> None:
    """Knock as a page of another site does, perhaps under another name of this machine; raise where the door opens."""
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    door.putrequest("GET", "/_stcore/stream", skip_host=True)
    told = {"Host": host or f"127.0.0.1:{port}", "Origin": origin, "Upgrade": "websocket", "Connection": "Upgrade"}
    for name, value in {**told, "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "a2luZ2Eta2luZ2Eta2luZw=="}.items():
        door.putheader(name, value)
    door.endheaders()
    status = door.getresponse().status
    door.close()
    assert status == 403, f"{origin} at {host or 'this machine'}: {status}"


if __name__ == "__main__":
    main(*sys.argv[1:])
