"""Reads mutants in one process, the way the reader's child does: `python -m tests.fuzz FOLDER`, a JSON line for each file."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from ingest.limits import MEMORY, _outcome, _restrain


def main(folder: Path) -> None:
    """Read each file of a folder in order; a file that ends this process is the first without a line."""
    _restrain(MEMORY, 3600)
    for file in sorted(folder.iterdir()):
        began = time.monotonic()
        record = _outcome(file, "reading", "x-act", MEMORY)
        line = {"file": file.name, "seconds": time.monotonic() - began, "fault": record.get("fault", ""), "kind": record.get("kind", "")}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
