"""`python -m eval REPORT`: print how good and how fast Kinga is."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from eval import beir, bench, facts, load, parse, search, silence, speed, train
from index.snapshot import open_snapshot
from ingest.errors import BadInput, KingaError
from ingest.places import home, sources

SOURCES = Path("../shared/sources")
"""Where real documents are looked for without KINGA_SOURCES."""
REPORTS = "search [dev|test] | silence | facts [vignettes|dev|test] | parse | train | beir DIR | bench | load [SECONDS]"


def lines(words: list[str]) -> Iterable[str]:
    """Give the lines of the report that the words ask for. Raises BadInput."""
    match words:
        case [] | ["search"]:
            return search.report(open_snapshot(home()))
        case ["search", ("dev" | "test") as split]:
            return search.report(open_snapshot(home()), split)
        case ["silence"]:
            return silence.report(open_snapshot(home()))
        case ["facts"]:
            return facts.report(open_snapshot(home()))
        case ["facts", ("vignettes" | "dev" | "test") as split]:
            return facts.report(open_snapshot(home()), split)
        case ["train"]:
            return train.report(open_snapshot(home()))
        case ["beir", folder]:
            return beir.report(Path(folder))
        case ["parse"]:
            real = sources() or SOURCES
            return (line for part in (parse, speed) for line in part.report(real))
        case ["bench"]:
            return bench.report(home())
        case ["load"]:
            return load.report(home())
        case ["load", seconds] if seconds.isdigit():
            return load.report(home(), int(seconds))
    raise BadInput(f"There is no report {' '.join(words)!r}.", f"python -m eval [{REPORTS}]")


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
