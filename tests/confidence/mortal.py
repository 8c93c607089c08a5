"""A process whose children build, import or fetch and are killed. Run as a module with the home, a folder with two states
(corpora `a`, `b`; documents `a.html`, `b.html`) and a publisher's address.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

import index.search  # noqa: F401  (so that a child need not import it)
from index.make import make
from ingest.download import Client, opener_for
from ingest.fetch import fetch
from ingest.library import import_document
from ingest.model import Instrument
from tests.confidence.killing import kill_children


def work(job: str, home: Path, states: Path, address: str) -> None:
    """Do a job over and over, the one state and the other in turn, until killed."""
    for turn in count():
        state = "ab"[turn % 2]
        if job == "build":
            make(home, states / state, None, lambda *_: None)
        elif job == "import":
            import_document(states / f"{state}.html", home, {}, "lamp-act")
        else:
            one = Instrument("lamp-act", "Lamp Act", "Lamp Act", "act", "section", 2031, official_url=f"{address}/lamp")
            fetch((), home, {"lamp-act": one}, Client(opener_for(("http",)), ("http",), pause=lambda _: None))


def main(home: str, states: str, address: str) -> None:
    """Have children do jobs, and kill them."""
    kill_children(lambda job: work(job, Path(home), Path(states), address))


if __name__ == "__main__":
    main(*sys.argv[1:])
