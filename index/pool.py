"""Which provisions a question looks at: all where they are few, else those that any one signal of their texts puts forward.

Each text signal is told for every provision, but what law adds, the family of a provision and the weighed sum are worked out
for the pool only. It holds the best of each text signal and of all together, what the question cites and what the thesaurus
leads to, the whole of the home instrument and of those that are named, the Kenyan twins of these, and the clauses that give
the sentence for them; and of all these the whole section, so that parents and items are weighed with their family.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from index.engine import Scores
from index.rows import HOME_INSTRUMENT, Places, Rows
from ingest.path import ProvisionPath

ALL = 20_000
"""Provisions up to which a question looks at all."""
BEST = 300
"""How many provisions each text signal puts forward."""
TOGETHER = 1000
"""How many all of them put forward together."""
_SOME = 64
"""One score out of so many is looked at to leave out most of the rest before the best are chosen."""


def pool(rows: Rows, text: Mapping[str, Scores], together: Scores, paths: Iterable[ProvisionPath], slugs: Iterable[str]) -> Rows:
    """Give the rows to look at.

    `text` are the text signals of all rows, `together` what they add up to as they are weighed; `paths` and `slugs` are
    looked at in any case.
    """
    chosen = rows.within(HOME_INSTRUMENT, *slugs)
    for scores in text.values():
        chosen[best(scores, BEST)] = True
    chosen[best(together, TOGETHER)] = True
    chosen[[row for path in paths if (row := rows.paths.row(path)) >= 0]] = True
    chosen[rows.twin[chosen & (rows.twin >= 0)]] = True
    chosen[rows.sentenced_by[chosen[rows.punished]]] = True
    return rows.among(_whole_sections(rows, np.flatnonzero(chosen).astype(np.int32)))


def best(scores: Scores, count: int) -> Places:
    """Give the rows of the `count` highest scores, and of those that tie with the last of them if they are as few again.

    The lowest score counts for nothing: it is what an index gives to rows of which it knows no more.
    """
    lowest = scores.min(initial=np.inf)
    some = scores[::_SOME]  # of these alone so many score at least `limit`; then so many of all do
    limit = np.partition(some, len(some) - count)[len(some) - count] if len(some) > count else lowest
    found = np.flatnonzero(scores >= limit if limit > lowest else scores > lowest)
    if len(found) > count:
        known = scores[found]
        limit = np.partition(known, len(known) - count)[len(known) - count]
        above = found[known >= limit]
        found = above if len(above) <= 2 * count else found[known > limit]
    return found.astype(np.int32)


def _whole_sections(rows: Rows, seeds: Places) -> Places:
    """Give every row of the sections in which the seeds stand."""
    numbers = np.unique(np.searchsorted(rows.sections, seeds, side="right") - 1)
    ends = np.append(rows.sections[1:], len(rows))
    lengths = ends[numbers] - rows.sections[numbers]
    before = np.cumsum(lengths) - lengths
    return (np.repeat(rows.sections[numbers] - before, lengths) + np.arange(lengths.sum())).astype(np.int32)
