"""Seals: what the words of a provision were when somebody last read the entries of the data that rest on them.

A cell of a comparison, a figure of a penalty table or a box of the referral picture says what its clauses say. When the
words of a clause change, each must be read again; until then the corpus is refused. `python -m eval.seal` writes the seals.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from ingest.errors import BadCorpus
from ingest.model import Edition, Layer
from ingest.table import decoded
from ingest.writing import write_beside

NAME = "seals.json"
_LENGTH = 12

Cited = Mapping[str, Iterable[str]]
"""The provisions that each file of the data cites."""


def refuse_changed(cited: Cited, editions: Iterable[Edition], folder: Path) -> None:
    """Refuse data whose provisions have other words than when it was read. Raises BadCorpus. Without the file nothing is sealed."""
    file = folder / NAME
    if not file.exists():
        return
    try:
        kept = decoded(file.read_bytes(), dict[str, str])
    except ValueError as error:
        raise BadCorpus(f"{file} cannot be read.", "Run `python -m eval.seal`, which writes it anew.") from error
    now = seals(cited, editions)
    changed = sorted(path for path, seal in now.items() if kept.get(path) != seal)
    if changed:
        resting = [name for name, paths in cited.items() if changed[0] in set(paths)]
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        raise BadCorpus(
            f"{changed[0]}{more} has other words than when {', '.join(resting)} was last read against it.",
            "Read what rests on it, mend it where need be, then run `python -m eval.seal`.",
        )


def seals(cited: Cited, editions: Iterable[Edition]) -> dict[str, str]:
    """Give the seal of the words of each provision that is cited, in all the languages in which it is restated."""
    wanted = {path for paths in cited.values() for path in paths}
    words: dict[str, list[str]] = {}
    for edition in sorted(editions, key=lambda one: (one.layer, one.lang)):
        if edition.layer is not Layer.OFFICIAL:
            for provision in edition.walk():
                if str(provision.path) in wanted:
                    words.setdefault(str(provision.path), []).append(f"{provision.opening}\n{provision.closing}")
    return {path: hashlib.sha256("\0".join(said).encode()).hexdigest()[:_LENGTH] for path, said in sorted(words.items())}


def write_seals(found: Mapping[str, str], folder: Path) -> None:
    """Write the seals of a corpus. Raises NotWritten."""
    write_beside(folder / NAME, (json.dumps(found, indent=0, sort_keys=True) + "\n").encode())
