"""`python -m eval.seal`: after the entries that rest on changed provisions were read again, seal the words as they are now."""

from __future__ import annotations

import json
import sys

from ingest.corpus import resting, unsealed_corpus
from ingest.places import CORPUS
from ingest.seals import NAME, seals, write_seals


def main() -> None:
    """Say what has changed since, and write."""
    corpus = unsealed_corpus()
    cited = resting(corpus.data)
    file = CORPUS / NAME
    kept = json.loads(file.read_bytes()) if file.exists() else {}
    now = seals(cited, corpus.editions)
    for path in sorted(path for path, seal in now.items() if kept.get(path) != seal):
        sys.stdout.write(f"{path}: {', '.join(name for name, paths in cited.items() if path in set(paths))}\n")
    write_seals(now, CORPUS)


if __name__ == "__main__":
    main()
