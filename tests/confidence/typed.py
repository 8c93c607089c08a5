"""Asks Kinga as a library, all logging turned on: reads JSONL of what is typed from standard input, writes how many were answered.

Run as a module in a process of its own, with a log file as its argument.
"""

from __future__ import annotations

import json
import logging
import sys

from answer.ask import ask
from answer.charge import charge_docx, charge_sheet
from answer.facts import open_engine
from answer.verify import verify
from index.search import Search
from index.snapshot import open_snapshot
from ingest.errors import KingaError
from ingest.places import home
from ingest.quiet import keep_quiet


def main(log: str) -> None:
    """Answer each line; a fault is logged, as a program around the library would."""
    keep_quiet()
    logging.basicConfig(filename=log, level=logging.DEBUG)
    search = Search(open_snapshot(home()))
    engine = open_engine(search.snapshot)
    answered = failed = 0
    for line in sys.stdin:
        row = json.loads(line)
        try:
            if row["kind"] == "facts":
                outcome = engine.lay(row["text"])
                outcome.record()
                charge_docx(charge_sheet(engine, outcome, search.snapshot.book, "trafficking"))
            else:
                assert not verify(ask(row["text"], search).record(), search.snapshot)
            answered += 1
        except KingaError:
            failed += 1
        except ValueError:
            logging.exception("A question failed")
            failed += 1
    sys.stdout.write(f"{answered} {failed}\n")


if __name__ == "__main__":
    main(sys.argv[1])
