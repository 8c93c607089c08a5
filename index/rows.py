"""What is known of every provision before any question, one entry a row; and of the part of them that a question looks at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.engine import Scores
from ingest.citation import is_enumerator
from ingest.model import Layer, Standing
from ingest.path import ProvisionPath

if TYPE_CHECKING:
    from index.encode import Vectors
    from index.snapshot import Snapshot
    from ingest.book import Book

HOME_INSTRUMENT = "ctip-act-2010"
TWIN = 0.8
"""Cosine of two centres from which a treaty is taken to say the same as Kenyan law."""
_PUNISHES = re.compile(r"imprison|prison|\bfine of|liable to", re.IGNORECASE)
_GONE = (Standing.REPEALED, Standing.SPENT, Standing.NOT_APPLICABLE)
_FIXED = ("home", "kenyan", "defines", "punishes", "bare", "item", "top", "gone", "note")
_AT_ONCE = 1 << 26
"""Cosines held in memory at once while twins are sought."""

Places = NDArray[np.int32]
Known = TypeVar("Known", bound=np.generic)


@dataclass(frozen=True)
class Rows:
    """Provisions that a question looks at: all of the book, or a part of it in the same order.

    `places` are their rows in the book, ascending. `parent` and `twin` count the rows looked at, -1 where there is none;
    `twin` is Kenyan law that says what a provision of a treaty says. `punished` and `sentenced_by` are pairs of rows: a
    provision, and one that gives the sentence for it. `instrument` counts `slugs`. `row` finds the place of a path in the book.
    """

    paths: Sequence[ProvisionPath]
    row: Mapping[ProvisionPath, int]
    slugs: tuple[str, ...]
    places: Places
    instrument: Places
    parent: Places
    punished: Places
    sentenced_by: Places
    twin: Places
    fixed: Mapping[str, Scores]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Rows:
        """Read the rows of a snapshot."""
        book = snapshot.book
        row = {path: n for n, path in enumerate(book.paths)}
        parent = np.array([-1 if path.parent is None else row.get(path.parent, -1) for path in book.paths], dtype=np.int32)
        sentenced = {ProvisionPath.parse(penalty.sentenced_by) for penalty in snapshot.data.penalties.penalty}
        historical = {slug for slug, instrument in book.instruments.items() if instrument.status == "historical"}
        kenyan = {slug for slug, instrument in book.instruments.items() if instrument.kind in ("act", "constitution")}
        fixed: dict[str, list[bool]] = {name: [] for name in _FIXED}
        pairs: list[tuple[int, int]] = []
        for place, path in enumerate(book.paths):
            text = book.text(path)
            known = (
                path.instrument == HOME_INSTRUMENT,
                path.instrument in kenyan,
                _defines(path),
                path in sentenced or bool(_PUNISHES.search(text.provision.text)),
                not text.provision.text,
                len(path.steps) > 2,
                len(path.steps) == 1,
                text.provision.standing in _GONE or path.instrument in historical,
                text.edition.layer is Layer.NOTE,
            )
            for name, holds in zip(_FIXED, known, strict=True):
                fixed[name].append(holds)
            pairs.extend((place, by) for by in _sentencing(book, path, row, sentenced))
        arrays = {name: np.array(values, dtype=np.float32) for name, values in fixed.items()}
        number = {slug: n for n, slug in enumerate(book.instruments)}
        instrument = np.array([number[path.instrument] for path in book.paths], dtype=np.int32)
        punished, by = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
        twin = _twins(snapshot.meaning.centres, arrays["kenyan"])
        places = np.arange(len(book.paths), dtype=np.int32)
        return cls(book.paths, row, tuple(number), places, instrument, parent, punished, by, twin, arrays)

    def __len__(self) -> int:
        """How many provisions are looked at."""
        return len(self.places)

    def path(self, row: int) -> ProvisionPath:
        """Give the path of one of the rows looked at."""
        return self.paths[int(self.places[row])]

    def find(self, path: ProvisionPath) -> int:
        """Give the row of a path among those looked at; -1 where it is not."""
        place = self.row.get(path, -1)
        at = int(np.searchsorted(self.places, place))
        return at if at < len(self) and self.places[at] == place else -1

    def part(self, known: NDArray[Known]) -> NDArray[Known]:
        """Give what is known of the rows looked at, out of what is known of all rows of the book."""
        return known if len(self) == len(known) else known[self.places]

    def within(self, *slugs: str) -> NDArray[np.bool_]:
        """Tell which rows belong to one of the instruments."""
        return np.isin(self.instrument, [self.slugs.index(slug) for slug in slugs if slug in self.slugs])

    def among(self, places: Places) -> Rows:
        """Give the part of all rows that stands at these places (ascending). What leads out of the part leads nowhere."""
        if len(places) == len(self):
            return self
        at = np.full(len(self.paths), -1, dtype=np.int32)
        at[places] = np.arange(len(places), dtype=np.int32)
        parent, twin = (np.where(rows >= 0, at[rows], -1).astype(np.int32) for rows in (self.parent[places], self.twin[places]))
        both = (at[self.punished] >= 0) & (at[self.sentenced_by] >= 0)
        return replace(
            self,
            places=places,
            instrument=self.instrument[places],
            parent=parent,
            punished=at[self.punished[both]],
            sentenced_by=at[self.sentenced_by[both]],
            twin=twin,
            fixed={name: scores[places] for name, scores in self.fixed.items()},
        )

    @cached_property
    def sections(self) -> Places:
        """The rows at which a section begins; all that follows up to the next belongs to it."""
        return np.flatnonzero(self.fixed["top"]).astype(np.int32)


def _sentencing(book: Book, path: ProvisionPath, row: Mapping[ProvisionPath, int], sentenced: set[ProvisionPath]) -> list[int]:
    """Give the rows that hold the sentence for a provision: itself, else what is next below it, else so with its parents."""
    here: ProvisionPath | None = path
    while here is not None and here.steps:
        for group in ((here,), book.children(here)):
            if found := [row[one] for one in group if one in sentenced]:
                return found
        here = here.parent
    return []


def _twins(centres: Vectors, kenyan: Scores) -> Places:
    """Give for each provision that is not Kenyan law the row of Kenyan law whose centre is as near as TWIN; -1 for the others."""
    home = np.flatnonzero(kenyan)
    out = np.full(len(centres), -1, dtype=np.int32)
    step = max(1, min(4096, _AT_ONCE // max(1, len(home))))
    for part in np.array_split(np.flatnonzero(kenyan == 0), max(1, len(centres) // step)):
        if len(home) and len(part):
            near = centres[part] @ centres[home].T
            out[part] = np.where(near.max(axis=1) >= TWIN, home[near.argmax(axis=1)], -1)
    return out


def _defines(path: ProvisionPath) -> bool:
    return len(path.steps) > 1 and not is_enumerator(path.steps[-1]) and not path.steps[0].startswith(("sched", "notes"))
