"""eIds of Akoma Ntoso and provision paths: `part_II__sec_3__subsec_1__para_a` is `ctip-act-2010/3/1/a`.

Older files write `part-II.section-3.1.list0.a` for the same place; both are read.

An eId names the Parts that a section stands in, a path does not; so a path gives its eId only by way of the document,
which `Names` holds. An eId alone gives its path by its grammar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.path import ProvisionPath, step

_SEGMENT = re.compile(r"(?P<kind>[A-Za-z]+)[_-](?P<unnumbered>nn_)?(?P<number>.+)|(?P<bare>\d{1,3}[A-Z]{0,2}|[a-z]{1,5}|[A-Z])")
_STEPS = frozenset(
    "sec section art article rule subsec subsection subart subrule para paragraph subpara subparagraph item point clause subclause "
    "indent reg regulation".split()
)
_APPENDED = {"att": "sched", "schedule": "sched", "sched": "sched", "annex": "annex"}


def path_of(eid: str, slug: str) -> ProvisionPath:
    """Give the path that an eId means by its grammar; Parts, lists and paragraphs of words are no steps of it."""
    steps: list[str] = []
    for segment in _segments(eid):
        match = _SEGMENT.fullmatch(segment)
        if match is None or match["unnumbered"]:
            continue
        if match["bare"]:
            steps += [step(match["bare"])] if steps else []
        elif match["kind"] in _APPENDED:
            steps.append(f"{_APPENDED[match['kind']]}-{step(match['number'])}")
        elif match["kind"] in _STEPS and step(match["number"]):
            steps.append(step(match["number"]))
    return ProvisionPath(slug, tuple(steps))


def _segments(eid: str) -> list[str]:
    bare = eid.removeprefix("#")
    return bare.split(_joint(bare))


def _joint(eid: str) -> str:
    """What joins an eId's segments: two low lines, a point in older files."""
    return "__" if "_" in eid else "."


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
        parts, joint = _segments(eid), _joint(eid)
        for end in range(len(parts), 0, -1):
            if (found := self.paths.get(joint.join(parts[:end]))) is not None:
                return found
        return None

    def eid(self, path: ProvisionPath) -> str | None:
        """Give the eId of a provision, for a link into the publisher's page; None where it bears none."""
        return self._eids.get(path)
