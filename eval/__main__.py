"""`python -m eval REPORT`: print how good and how fast Kinga is."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from eval import ask, beir, bench, facts, load, parse, scale, search, silence, speed, train
from index.snapshot import Snapshot, open_snapshot
from ingest.errors import BadInput, KingaError
from ingest.places import home, sources

SOURCES = Path("../shared/sources")
"""Where real documents are looked for without KINGA_SOURCES."""


class Report(NamedTuple):
    """A report: the lines it gives, and the words that may follow its name: how help shows them, their pattern, their default."""

    lines: Callable[[str], Iterable[str]]
    form: str = ""
    word: str = ""
    default: str | None = ""


def _law() -> Snapshot:
    return open_snapshot(home())


def _documents(_word: str) -> Iterable[str]:
    real = sources() or SOURCES
    return chain(parse.report(real), speed.report(real))


REPORTS = {
    "search": Report(lambda split: search.report(_law(), split), "[dev|test|blind]", "dev|test|blind", "all"),
    "ask": Report(lambda split: ask.report(_law(), split), "[dev|test|blind|all]", "dev|test|blind|all", "test"),
    "silence": Report(lambda _: silence.report(_law())),
    "facts": Report(lambda split: facts.report(_law(), split), "[vignettes|dev|test|blind]", "vignettes|dev|test|blind", "all"),
    "parse": Report(_documents),
    "train": Report(lambda _: train.report(_law())),
    "beir": Report(lambda folder: beir.report(Path(folder)), "DIR", ".+", None),
    "bench": Report(lambda _: bench.report(home())),
    "scale": Report(lambda size: scale.report(home(), size), "[PROVISIONS]", r"\d{4,7}"),
    "load": Report(
        lambda words: load.report(home(), load.Plan.of(words)), "[--seconds N] [--users N] [--servers N] [--publish N]", load.OPTIONS, ""
    ),
}


def lines(words: list[str]) -> Iterable[str]:
    """Give the lines of the report that the words ask for: its name, and what may follow it. Raises BadInput."""
    name, *more = words or ["search"]
    report = REPORTS.get(name)
    word = " ".join(more) if more else report.default if report else None
    known = report is not None and word is not None and (not more or re.fullmatch(report.word, word))
    if report is None or word is None or not known:
        forms = " | ".join(f"{name} {report.form}".strip() for name, report in REPORTS.items())
        raise BadInput(f"There is no report {' '.join(words)!r}.", f"python -m eval REPORT, one of: {forms}")
    return report.lines(word)


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
