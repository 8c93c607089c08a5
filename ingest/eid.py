"""eIds of Akoma Ntoso and provision paths: `part_II__sec_3__subsec_1__para_a` is `ctip-act-2010/3/1/a`.

An eId names the Parts that a section stands in, a path does not; so a path gives its eId only by way of the document,
which `Names` holds. An eId alone gives its path by its grammar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.path import ProvisionPath, step

_SEGMENT = re.compile(r"(?P<kind>[A-Za-z]+)_(?P<unnumbered>nn_)?(?P<number>.+)")
_STEPS = frozenset("sec art rule subsec subart subrule para subpara item point clause subclause indent reg".split())


def path_of(eid: str, slug: str) -> ProvisionPath:
    """Give the path that an eId means by its grammar; Parts, lists and paragraphs of words are no steps of it."""
    steps: list[str] = []
    for segment in eid.split("__"):
        match = _SEGMENT.fullmatch(segment)
        if match is None or match["unnumbered"]:
            continue
        if match["kind"] in ("att", "schedule", "sched"):
            steps.append(f"sched-{step(match['number'])}")
        elif match["kind"] in _STEPS and step(match["number"]):
            steps.append(step(match["number"]))
    return ProvisionPath(slug, tuple(steps))


@dataclass(frozen=True, slots=True)
class Names:
    """The eIds of one document, to paths and back."""

    paths: Mapping[str, ProvisionPath]
    _eids: dict[ProvisionPath, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Turn the table round; a path that two eIds name keeps the first."""
        turned: dict[ProvisionPath, str] = {}
        for eid, path in self.paths.items():
            turned.setdefault(path, eid)
        object.__setattr__(self, "_eids", turned)

    def path(self, eid: str) -> ProvisionPath | None:
        """Give the provision that an eId names, or the nearest one around it; None where the document has neither."""
        parts = eid.removeprefix("#").split("__")
        for end in range(len(parts), 0, -1):
            if (found := self.paths.get("__".join(parts[:end]))) is not None:
                return found
        return None

    def eid(self, path: ProvisionPath) -> str | None:
        """Give the eId of a provision, for a link into the publisher's page; None where it bears none."""
        return self._eids.get(path)
