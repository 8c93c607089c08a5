"""A process whose children are killed: it has everything imported, forks a child for a job, and kills it after a while.

Reads lines `job seconds` from standard input and answers each with `killed` or `ended CODE`. Run as a module with the home,
a folder with two states (corpora `a`, `b`; documents `a.html`, `b.html`) and a publisher's address.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from itertools import count
from pathlib import Path

import index.search  # noqa: F401  (so that a child need not import it)
from index.make import make
from ingest.download import Client, opener_for
from ingest.fetch import fetch
from ingest.library import import_document
from ingest.model import Instrument


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
    """Answer one line after the other."""
    _say("ready")
    for line in sys.stdin:
        job, seconds = line.split()
        child = os.fork()
        if child == 0:
            os.setsid()
            try:
                work(job, Path(home), Path(states), address)
                os._exit(0)
            except BaseException as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
                os._exit(1)
        time.sleep(float(seconds))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        _say("killed" if os.WIFSIGNALED(status) else f"ended {os.WEXITSTATUS(status)}")


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
