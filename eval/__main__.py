"""`python -m eval [search|ask|facts|bench]`: print how good and how fast Kinga is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from eval import ask, beir, bench, facts, search, silence, train
from index.snapshot import open_snapshot
from ingest.errors import BadInput, KingaError
from ingest.places import home

_REPORTS: dict[str, tuple[Callable[..., Iterable[str]], tuple[str, ...]]] = {
    "search": (search.report, ("dev", "test")),
    "ask": (ask.report, ("dev", "test", "all")),
    "facts": (facts.report, ("vignettes", "dev", "test")),
    "silence": (silence.report, ()),
    "train": (train.report, ()),
}
"""The reports on a snapshot, each with the splits that it can be asked for; without one it takes its own default."""


def lines(words: list[str]) -> Iterable[str]:
    """Give the lines of the report that the words ask for."""
    match words or ["search"]:
        case ["beir", folder]:
            return beir.report(Path(folder))
        case ["bench"]:
            return bench.report(home())
        case [name, *split] if name in _REPORTS and (not split or (len(split) == 1 and split[0] in _REPORTS[name][1])):
            return _REPORTS[name][0](open_snapshot(home()), *split)
    raise BadInput(
        f"There is no report {' '.join(words)!r}.",
        "python -m eval [search [dev|test] | ask [dev|test] | facts [vignettes|dev|test] | silence | train | beir DIR | bench]",
    )


def main() -> None:
    """Print the report."""
    try:
        for line in lines(sys.argv[1:]):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    except KingaError as error:
        sys.stderr.write(f"{error.fault}\n{error.step}\n")
        sys.exit(error.exit_code)


main()
