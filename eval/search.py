"""How well search finds the clause: `python -m eval search`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from eval.asked import Asked, questions
from eval.baselines import Tutorial, Txtai
from eval.measure import MEASURES, Scored, paired, score
from eval.report import keep
from index.search import PlainFusion, Search, Searcher
from index.snapshot import Snapshot


def systems(snapshot: Snapshot) -> dict[str, Searcher]:
    """Give the systems to compare, Kinga last."""
    search = Search(snapshot)
    others: dict[str, Searcher] = {"LangChain splitter + FAISS": Tutorial(snapshot)}
    if Txtai.installed():
        others["txtai hybrid"] = Txtai(snapshot)
    return {
        **others,
        "BM25 alone": PlainFusion(search, ("words own.en",)),
        "dense alone": PlainFusion(search, ("dense own.en",)),
        "both fused by rank": PlainFusion(search, ("words own.en", "dense own.en")),
        "without what people ask": Search(snapshot, without=("dense asked", "words asked", "also asked", "covers", "means")),
        "without the thesaurus": Search(snapshot, without=("also", "met")),
        "without the sentence model": Search(snapshot, without=("dense", "means")),
        "without keywords": Search(snapshot, without=("words", "also", "covers")),
        "without the adapters": Search(snapshot, without=("means",)),
        "without learned weights": PlainFusion(search, ("dense", "words", "also", "covers", "means")),
        "Kinga": search,
    }


def run(searcher: Searcher, asked: Sequence[Asked], depth: int = 10) -> dict[str, list[str]]:
    """Search each question."""
    return {one.id: _ranked(searcher, one, depth) for one in asked}


def _ranked(searcher: Searcher, one: Asked, depth: int) -> list[str]:
    """The paths found; a note counts for its instrument where the question is graded by instrument."""
    paths = [str(hit.path) for hit in searcher.search(one.question, depth)]
    return list(dict.fromkeys(p.split("/")[0] if p.split("/")[0] in one.paths else p for p in paths))


def report(snapshot: Snapshot, split: str = "all") -> list[str]:
    """Give the report's lines: every system by measure, then the last one by kind and language."""
    asked = questions(split)
    scored = [score(name, run(searcher, asked), asked) for name, searcher in systems(snapshot).items()]
    best = scored[-1]
    keep(f"search_{split}", snapshot.id, {"questions": len(asked), **{_key(name): best.mean(name) for name in MEASURES}})
    lines = [
        f"{len(asked)} questions, split {split}; snapshot {snapshot.id}; interval: 95 % bootstrap; p: paired randomisation against the last"
    ]
    lines.append(f"{'':28}" + "".join(f"{name:>12}" for name in MEASURES) + f"{'interval':>16}{'p':>8}")
    lines.extend(_line(one, best) for one in scored)
    if not Txtai.installed():
        lines.append(f"{'txtai hybrid':28}  not measured: the package is not installed; pip install txtai==9.14.0 (the extra `baselines`)")
    lines.extend(["", f"{best.system} by group"])
    lines.extend(_group(best, name, mask) for name, mask in groups(asked).items())
    return lines


def _key(measure: str) -> str:
    return measure.lower().replace("@", "_")


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
