"""How well search finds the clause: `python -m eval search`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from eval.asked import Asked, questions
from eval.measure import MEASURES, Scored, paired, score
from index.search import Search, Searcher
from index.snapshot import Snapshot


def systems(snapshot: Snapshot) -> dict[str, Searcher]:
    """Give the systems to compare, Kinga last."""
    dense = frozenset(f"dense {key}" for key in snapshot.vectors)
    words = frozenset(f"words {key}" for key in snapshot.words)
    return {
        "BM25 alone": Search(snapshot, use=words),
        "dense alone": Search(snapshot, use=dense),
        "fused (Kinga)": Search(snapshot),
    }


def run(searcher: Searcher, asked: Sequence[Asked], depth: int = 10) -> dict[str, list[str]]:
    """Search each question."""
    return {one.id: [str(hit.path) for hit in searcher.search(one.question, depth)] for one in asked}


def report(snapshot: Snapshot, split: str = "all") -> list[str]:
    """Give the report's lines: every system by measure, then the last one by kind and language."""
    asked = questions(split)
    scored = [score(name, run(searcher, asked), asked) for name, searcher in systems(snapshot).items()]
    best = scored[-1]
    lines = [
        f"{len(asked)} questions, split {split}; snapshot {snapshot.id}; interval: 95 % bootstrap; p: paired randomisation against the last"
    ]
    lines.append(f"{'':28}" + "".join(f"{name:>12}" for name in MEASURES) + f"{'interval':>16}{'p':>8}")
    lines.extend(_line(one, best) for one in scored)
    lines.extend(["", f"{best.system} by group"])
    lines.extend(_group(best, name, mask) for name, mask in groups(asked).items())
    return lines


def _line(one: Scored, best: Scored) -> str:
    low, high = one.interval("nDCG@10")
    chance = "" if one is best else f"{paired(one, best):8.3f}"
    return f"{one.system:28}" + "".join(f"{one.mean(m):12.3f}" for m in MEASURES) + f"   [{low:.3f}, {high:.3f}]{chance}"


def _group(one: Scored, name: str, mask: np.ndarray) -> str:
    return f"{name:22}{int(mask.sum()):6}" + "".join(f"{one.mean(m, mask):12.3f}" for m in MEASURES)


def groups(asked: Sequence[Asked]) -> Mapping[str, np.ndarray]:
    """Give the masks of the groups: languages, kinds, tags."""
    found: dict[str, np.ndarray] = {}
    for lang in sorted({one.lang for one in asked}):
        found[f"language {lang}"] = np.array([one.lang == lang for one in asked])
    for kind in sorted({one.kind for one in asked}):
        found[kind] = np.array([one.kind == kind for one in asked])
    for tag in sorted({tag for one in asked for tag in one.tags}):
        found[f"tag {tag}"] = np.array([tag in one.tags for one in asked])
    return found
