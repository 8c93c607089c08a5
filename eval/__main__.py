"""`python -m eval [search|ask|facts|bench]`: print how good and how fast Kinga is."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from eval import ask, beir, bench, facts, search, silence, train
from index.snapshot import open_snapshot
from ingest.errors import BadInput, KingaError
from ingest.places import home


def lines(words: list[str]) -> Iterable[str]:
    """Give the lines of the report that the words ask for."""
    match words:
        case [] | ["search"]:
            return search.report(open_snapshot(home()))
        case ["search", ("dev" | "test") as split]:
            return search.report(open_snapshot(home()), split)
        case ["ask"]:
            return ask.report(open_snapshot(home()))
        case ["ask", ("dev" | "test" | "all") as split]:
            return ask.report(open_snapshot(home()), split)
        case ["facts"]:
            return facts.report(open_snapshot(home()))
        case ["facts", ("vignettes" | "dev" | "test") as split]:
            return facts.report(open_snapshot(home()), split)
        case ["train"]:
            return train.report(open_snapshot(home()))
        case ["silence"]:
            return silence.report(open_snapshot(home()))
        case ["beir", folder]:
            return beir.report(Path(folder))
        case ["bench"]:
            return bench.report(home())
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
