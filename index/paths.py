"""Every path of a book in reading order, kept as lines of one text: a million paths as objects would take 400 MB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from ingest.path import ProvisionPath

_END = ord("\n")


class Paths(Sequence[ProvisionPath]):
    """Gives a path by its row, and a row by its path. A path is read from its line when it is asked for.

    `lines` are the bytes of the text. `firsts` are the rows at which the instruments `slugs` begin, and the end of the last.
    """

    def __init__(self, lines: NDArray[np.uint8], firsts: NDArray[np.int32], slugs: Iterable[str]) -> None:
        """Find where each line ends."""
        self.lines = lines
        self.firsts = firsts
        self.slugs = tuple(slugs)
        self._number = {slug: n for n, slug in enumerate(self.slugs)}
        self._starts = np.append(0, np.flatnonzero(lines == _END) + 1)

    @classmethod
    def of(cls, paths: Iterable[ProvisionPath], slugs: Iterable[str]) -> Paths:
        """Write paths down, which must stand in the order of their instruments `slugs`."""
        number = {slug: n for n, slug in enumerate(slugs)}
        count = np.zeros(len(number) + 1, dtype=np.int32)
        lines = bytearray()
        for path in paths:
            count[number[path.instrument] + 1] += 1
            lines += f"{path}\n".encode()
        return cls(np.frombuffer(bytes(lines), dtype=np.uint8), np.cumsum(count, dtype=np.int32), number)

    def row(self, path: ProvisionPath) -> int:
        """Give the row of a path; -1 where it has none."""
        number = self._number.get(path.instrument)
        if number is None:
            return -1
        first, last = (int(self._starts[row]) for row in self.firsts[number : number + 2])
        at = (b"\n" + self.lines[first:last].tobytes()).find(f"\n{path}\n".encode())
        return -1 if at < 0 else int(np.searchsorted(self._starts, first + at))

    def __contains__(self, path: object) -> bool:
        """Whether a path has a row."""
        return isinstance(path, ProvisionPath) and self.row(path) >= 0

    def __iter__(self) -> Iterator[ProvisionPath]:
        """Read all paths."""
        return map(ProvisionPath.parse, self.lines.tobytes().decode("ascii").splitlines())

    @overload
    def __getitem__(self, at: int) -> ProvisionPath: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[ProvisionPath]: ...

    def __getitem__(self, at: int | slice) -> ProvisionPath | Sequence[ProvisionPath]:
        """Read one path, or some."""
        if isinstance(at, slice):
            return tuple(self[n] for n in range(*at.indices(len(self))))
        row = range(len(self))[at]
        return ProvisionPath.parse(self.lines[self._starts[row] : self._starts[row + 1]].tobytes().decode("ascii"))

    def __eq__(self, other: object) -> bool:
        """Whether the other holds the same paths in the same order."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """As the paths themselves."""
        return hash(tuple(self))

    def __len__(self) -> int:
        """How many paths there are."""
        return len(self._starts) - 1
