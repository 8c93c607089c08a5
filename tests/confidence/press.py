"""A process whose children publish and are killed: it has everything imported, forks a child, and kills it after a while.

Run as a module with a setting of KINGA_INDEX and two data folders. It reads a number of seconds a line from standard input
and answers `killed` or `ended CODE`. The child publishes the one folder's snapshot and the other's in turn.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pymilvus  # noqa: F401  (so that a child need not import it)

from index.milvus.place import Place
from index.milvus.publish import publish
from index.snapshot import open_snapshot


def main(setting: str, *homes: str) -> None:
    """Answer one line after the other."""
    snapshots = [(snapshot := open_snapshot(Path(home)), Path(home) / "snapshots" / snapshot.id) for home in homes]
    _say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                for turn in range(100):
                    publish(*snapshots[turn % 2], Place.parse(setting), lambda *_: None)
                os._exit(0)
            except BaseException as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
                os._exit(1)
        time.sleep(float(line))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        _say("killed" if os.WIFSIGNALED(status) else f"ended {os.WEXITSTATUS(status)}")


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
