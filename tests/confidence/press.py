"""A process whose children publish and are killed. Run as a module with a setting of KINGA_INDEX and two data folders."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

import pymilvus  # noqa: F401  (so that a child need not import it)

from index.milvus.place import Place
from index.milvus.publish import publish
from index.snapshot import open_snapshot
from tests.confidence.killing import kill_children


def main(setting: str, *homes: str) -> None:
    """Have children publish the one snapshot and the other in turn, until killed."""
    snapshots = [(snapshot := open_snapshot(Path(home)), Path(home) / "snapshots" / snapshot.id) for home in homes]

    def work(_job: str) -> None:
        for turn in count():
            publish(*snapshots[turn % 2], Place.parse(setting), lambda *_: None)

    kill_children(work)


if __name__ == "__main__":
    main(*sys.argv[1:])
