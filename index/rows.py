"""What is known of every provision before any question, one entry a row; and of the part of them that a question looks at.

To know it every provision is read once, when a snapshot is built (`Rows.of`). The snapshot keeps it (`save`, `kept`), so whoever
changes what is known here gives the snapshot another FORMAT.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.engine import Scores
from index.paths import Paths
from ingest.citation import is_enumerator
from ingest.model import Layer, Standing
from ingest.path import ProvisionPath

if TYPE_CHECKING:
    from index.encode import Vectors
    from ingest.book import Book
    from ingest.corpus import Data

HOME_INSTRUMENT = "ctip-act-2010"
TWIN = 0.8
"""Cosine of two centres from which a treaty is taken to say the same as Kenyan law."""
_PUNISHES = re.compile(r"imprison|prison|\bfine of|liable to", re.IGNORECASE)
_GONE = (Standing.REPEALED, Standing.SPENT, Standing.NOT_APPLICABLE)
_FIXED = ("home", "kenyan", "defines", "punishes", "bare", "item", "top", "gone", "note")
_AT_ONCE = 1 << 26
"""Cosines held in memory at once while twins are sought."""

KEPT = ("paths", "firsts", "parent", "twin", "sentences", "fixed")
"""The arrays that a snapshot keeps of the rows, each in a file of its name."""
Places = NDArray[np.int32]
Known = TypeVar("Known", bound=np.generic)


@dataclass(frozen=True)
class Rows:
    """Provisions that a question looks at: all of the book, or a part of it in the same order.

    `places` are their rows in the book, ascending. `parent` and `twin` count the rows looked at, -1 where there is none;
    `twin` is Kenyan law that says what a provision of a treaty says. `punished` and `sentenced_by` are pairs of rows: a
    provision, and one that gives the sentence for it. `instrument` counts the slugs of `paths`.
    """

    paths: Paths
    places: Places
    instrument: Places
    parent: Places
    punished: Places
    sentenced_by: Places
    twin: Places
    fixed: Mapping[str, Scores]

    @classmethod
    def of(cls, book: Book, data: Data, centres: Vectors) -> Rows:
        """Read the rows of a book; `centres` are those of its provisions (`index/meaning.py`)."""
        row = {path: n for n, path in enumerate(book.paths)}
        parent = np.array([-1 if path.parent is None else row.get(path.parent, -1) for path in book.paths], dtype=np.int32)
        sentenced = {ProvisionPath.parse(penalty.sentenced_by) for penalty in data.penalties.penalty}
        historical = {slug for slug, instrument in book.instruments.items() if instrument.status == "historical"}
        kenyan = {slug for slug, instrument in book.instruments.items() if instrument.kind in ("act", "constitution")}
        fixed = np.zeros((len(_FIXED), len(row)), dtype=np.bool_)
        pairs: list[tuple[int, int]] = []
        for place, path in enumerate(book.paths):
            text = book.text(path)
            fixed[:, place] = (
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
            pairs.extend((place, by) for by in _sentencing(book, path, row, sentenced))
        sentences = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
        twin = _twins(centres, fixed[_FIXED.index("kenyan")])
        return cls._joined(Paths.of(book.paths, book.instruments), parent, twin, sentences, fixed)

    @classmethod
    def kept(cls, arrays: Mapping[str, NDArray[Any]], slugs: Iterable[str]) -> Rows:
        """Give the rows of which `save` wrote these arrays, by the names in KEPT; `slugs` are the book's instruments in its order."""
        paths = Paths(arrays["paths"], arrays["firsts"], slugs)
        return cls._joined(paths, arrays["parent"], arrays["twin"], arrays["sentences"], arrays["fixed"])

    @classmethod
    def _joined(cls, paths: Paths, parent: Places, twin: Places, sentences: Places, fixed: NDArray[np.bool_]) -> Rows:
        places = np.arange(len(paths), dtype=np.int32)
        instrument = np.repeat(np.arange(len(paths.slugs), dtype=np.int32), np.diff(paths.firsts))
        scores = dict(zip(_FIXED, fixed.astype(np.float32), strict=True))
        return cls(paths, places, instrument, parent, sentences[0], sentences[1], twin, scores)

    def save(self, folder: Path) -> None:
        """Write what is known of all rows as plain arrays."""
        sentences = np.stack([self.punished, self.sentenced_by])
        fixed = np.stack([self.fixed[name] for name in _FIXED]).astype(np.bool_)
        arrays: tuple[NDArray[Any], ...] = (self.paths.lines, self.paths.firsts, self.parent, self.twin, sentences, fixed)
        folder.mkdir(exist_ok=True)
        for name, array in zip(KEPT, arrays, strict=True):
            np.save(folder / f"{name}.npy", array, allow_pickle=False)

    def __len__(self) -> int:
        """How many provisions are looked at."""
        return len(self.places)

    def path(self, row: int) -> ProvisionPath:
        """Give the path of one of the rows looked at."""
        return self.paths[int(self.places[row])]

    def find(self, path: ProvisionPath) -> int:
        """Give the row of a path among those looked at; -1 where it is not."""
        place = self.paths.row(path)
        at = int(np.searchsorted(self.places, place))
        return at if at < len(self) and self.places[at] == place else -1

    def part(self, known: NDArray[Known]) -> NDArray[Known]:
        """Give what is known of the rows looked at, out of what is known of all rows of the book."""
        return known if len(self) == len(known) else known[self.places]

    def within(self, *slugs: str) -> NDArray[np.bool_]:
        """Tell which rows belong to one of the instruments."""
        return np.isin(self.instrument, [self.paths.slugs.index(slug) for slug in slugs if slug in self.paths.slugs])

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


def _twins(centres: Vectors, kenyan: NDArray[np.bool_]) -> Places:
    """Give for each provision that is not Kenyan law the row of Kenyan law whose centre is as near as TWIN; -1 for the others."""
    home = np.flatnonzero(kenyan)
    out = np.full(len(centres), -1, dtype=np.int32)
    step = max(1, min(4096, _AT_ONCE // max(1, len(home))))
    for part in np.array_split(np.flatnonzero(~kenyan), max(1, len(centres) // step)):
        if len(home) and len(part):
            near = centres[part] @ centres[home].T
            out[part] = np.where(near.max(axis=1) >= TWIN, home[near.argmax(axis=1)], -1)
    return out


def _defines(path: ProvisionPath) -> bool:
    return len(path.steps) > 1 and not is_enumerator(path.steps[-1]) and not path.steps[0].startswith(("sched", "notes"))
