"""Identity of a provision: its path, which parses, prints and round-trips.

`ctip-act-2010/3/1/a` is s. 3(1)(a) of the Act. The enumerators stand as the law prints them, in lower case, without
brackets; a definition or an unnumbered heading stands by its name in kebab case. The First Schedule is `sched-1`,
whether printed so or as "Schedule 1"; a schedule that bears no number is `sched`, and one that bears none after others
is counted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from sys import intern

from ingest.errors import BadInput

_GRAMMAR = re.compile(
    r"""
    (?P<instrument> [a-z][a-z0-9]*(?:-[a-z0-9]+)* )     # ctip-act-2010
    (?P<steps> (?: / [a-z0-9]+(?:[-.][a-z0-9]+)* )* )   # /3/1/a   /sched-1/4   /2/forced-labour
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, order=True)
class ProvisionPath:
    """A place in an instrument: its slug and the enumerators that lead there."""

    instrument: str
    steps: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> ProvisionPath:
        """Read a path such as `ctip-act-2010/3/1/a`. Raises BadInput for anything else."""
        match = _GRAMMAR.fullmatch(text.strip().strip("/"))
        if match is None:
            raise BadInput(f"{text[:80]!r} is not a provision path.", "Write it like ctip-act-2010/3/1/a, or cite it: s. 3(1)(a).")
        return cls(intern(match["instrument"]), tuple(map(intern, match["steps"].split("/")[1:])))

    def __str__(self) -> str:
        """Print the path as it was written."""
        return "/".join((self.instrument, *self.steps))

    def __truediv__(self, step: str) -> ProvisionPath:
        """Give the path one step below."""
        return ProvisionPath(self.instrument, (*self.steps, step))

    @property
    def parent(self) -> ProvisionPath | None:
        """The path one step above; None above the instrument itself."""
        return ProvisionPath(self.instrument, self.steps[:-1]) if self.steps else None

    @property
    def lineage(self) -> tuple[ProvisionPath, ...]:
        """Every path from the first step down to this one."""
        return tuple(ProvisionPath(self.instrument, self.steps[: n + 1]) for n in range(len(self.steps)))

    def holds(self, other: ProvisionPath) -> bool:
        """Whether `other` is this place or lies below it."""
        return self.instrument == other.instrument and other.steps[: len(self.steps)] == self.steps


def kebab(words: str) -> str:
    """Give words as one step of a path: "Forced labour" -> "forced-labour". Accents are folded."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")


def step(number: str) -> str:
    """Give a printed enumerator as a step: "(1)" -> "1", "266A." -> "266a", "4.2" -> "4.2"."""
    return re.sub(r"[^a-z0-9.]", "", number.lower()).strip(".")
