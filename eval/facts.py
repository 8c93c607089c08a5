"""How well are facts laid against the elements? Cases with expert verdicts, measures, and floors to beat.

Development: the vignettes in the shared folder, where there is one, and the own cases of the `dev` split. The `test`
and `blind` splits of the own cases were kept out of every cue, rule and weight.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from answer.facts import FactsEngine, Outcome, open_engine
from answer.facts.rules import State
from eval.report import keep
from index.encode import Encoder
from index.snapshot import Snapshot
from ingest.places import sources

OWN = Path(__file__).resolve().parent / "questions" / "facts.jsonl"
SPLITS = ("vignettes", "dev", "test", "blind")
GROUPS = ("act", "means", "purpose")
HEADS = f"{'cases':26} {'n':>4}  accept.   strict  macro   harmful    act  means  purp.    ECE"
_KEYWORDS = (
    ("smuggling", ("border", "smuggl", "crossing", "mpaka", "pasipoti")),
    ("forced_labour_not_trafficking", ("advance", "debt", "deni")),
    ("labour_rights_violation", ("wages", "notice", "overtime", "mshahara")),
    ("trafficking", ("passport", "promis", "locked", "forced", "agent", "wakala")),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its facts, the verdict, other acceptable verdicts, those that would do harm, and its elements by group."""

    id: str
    facts: str
    lang: str
    split: str
    verdict: str
    acceptable: frozenset[str]
    excluded: frozenset[str]
    elements: Mapping[str, frozenset[str]]
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a case: the indication, how surely, and the elements found by group."""

    indication: str
    confidence: float = 0.0
    elements: Mapping[str, frozenset[str]] | None = None


def vignettes() -> Path | None:
    """Find the vignettes: beside KINGA_SOURCES, else in the folder shared with this checkout."""
    beside = [sources(), Path(__file__).resolve().parent.parent.parent / "shared" / "sources"]
    files = [folder.parent / "eval" / "vignettes-dev.jsonl" for folder in beside if folder is not None]
    return next((file for file in files if file.is_file()), None)


@cache
def cases(split: str) -> tuple[Case, ...]:
    """Read the cases of a split; none where the file is not there."""
    file = vignettes() if split == "vignettes" else OWN
    if file is None or not file.is_file():
        return ()
    rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    return tuple(case for case in (_case(row, split) for row in rows) if case is not None)


def dev_cases() -> tuple[Case, ...]:
    """Give all cases that may be used for development."""
    return (*cases("vignettes"), *cases("dev"))


def _case(row: Mapping[str, Any], split: str) -> Case | None:
    """Read a case where it belongs to the split. Own cases say to which; a pair and its translation stand in one."""
    if split != "vignettes" and row["split"] != split:
        return None
    elements = {group: frozenset(row["elements"].get(group, ())) for group in GROUPS}
    return Case(
        row["id"],
        row["facts"],
        row.get("lang", "en"),
        split,
        row["verdict"],
        frozenset(row["acceptable"]),
        frozenset(row["excluded"]),
        elements,
        row.get("pair") or "",
    )


def say(engine: FactsEngine, case: Case) -> Said:
    """Lay a case and keep what is measured."""
    outcome = engine.lay(case.facts, case.lang)
    return Said(outcome.indication, outcome.confidence, found(outcome))


def found(outcome: Outcome) -> dict[str, frozenset[str]]:
    """Give the elements found, by group."""
    rows = [row.element.split(":", 1) for row in outcome.rows if row.state is State.FOUND and ":" in row.element]
    return {group: frozenset(name for kind, name in rows if kind == group) for group in GROUPS}


def named_elements(engine: FactsEngine) -> dict[str, frozenset[str]]:
    """Give the elements that the concepts name, by group."""
    return {group: frozenset(a.split(":", 1)[1] for a in engine.signals if a.startswith(f"{group}:")) for group in GROUPS}


def f1(hits: int, said: int, wanted: int) -> float:
    """Give F1 from counts."""
    return 2 * hits / (said + wanted) if said + wanted else 1.0


def set_f1(pairs: Sequence[tuple[Case, Said]], group: str, known: frozenset[str]) -> float:
    """Give micro F1 of the elements of a group; words of the verdicts that name no element (`none`) do not count."""
    want = [case.elements[group] & known for case, _ in pairs]
    got = [(said.elements or {}).get(group, frozenset()) for _, said in pairs]
    return f1(sum(len(a & b) for a, b in zip(want, got, strict=True)), sum(map(len, got)), sum(map(len, want)))


def macro_f1(pairs: Sequence[tuple[Case, Said]]) -> float:
    """Give the mean of the verdicts' F1."""
    wanted, said = Counter(c.verdict for c, _ in pairs), Counter(s.indication for _, s in pairs)
    hits = Counter(c.verdict for c, s in pairs if c.verdict == s.indication)
    return float(np.mean([f1(hits[key], said[key], wanted[key]) for key in wanted])) if wanted else 0.0


def calibration(pairs: Sequence[tuple[Case, Said]], bins: int = 5) -> float:
    """Give the expected calibration error: how far confidence and acceptable outcomes lie apart (Guo et al., ICML 2017)."""
    held: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for case, said in pairs:
        held[min(bins - 1, int(said.confidence * bins))].append((said.confidence, said.indication in case.acceptable))
    gaps = [abs(sum(c for c, _ in rows) - sum(ok for _, ok in rows)) for rows in held.values()]
    return sum(gaps) / len(pairs) if pairs else 0.0


def _acceptable(pairs: Sequence[tuple[Case, Said]]) -> float:
    return sum(said.indication in case.acceptable for case, said in pairs) / len(pairs)


def _harmful(pairs: Sequence[tuple[Case, Said]]) -> float:
    return sum(said.indication in case.excluded for case, said in pairs) / len(pairs)


def measured(name: str, pairs: Sequence[tuple[Case, Said]], known: Mapping[str, frozenset[str]]) -> str:
    """Give one line of the report."""
    n = len(pairs)
    strict = sum(s.indication == c.verdict for c, s in pairs) / n
    sets = "  ".join(f"{set_f1(pairs, group, known[group]):5.2f}" for group in GROUPS)
    return f"{name:26} {n:4}  {_acceptable(pairs):8.2f}  {strict:6.2f}  {macro_f1(pairs):6.2f}  {_harmful(pairs):7.2f}  {sets}  {calibration(pairs):5.2f}"


def report(snapshot: Snapshot, split: str = "all") -> Iterator[str]:
    """Give the lines of the report: each split, by language, and the floors."""
    engine = open_engine(snapshot)
    known = named_elements(engine)
    yield HEADS
    for name in SPLITS if split == "all" else (split,):
        pairs = [(case, say(engine, case)) for case in cases(name)]
        if not pairs:
            yield f"{name}: no cases here."
            continue
        yield measured(name, pairs, known)
        if name == "test":
            keep("facts_test", snapshot.id, {"cases": len(pairs), "acceptable": _acceptable(pairs), "harmful": _harmful(pairs)})
        for lang in sorted({case.lang for case, _ in pairs}):
            yield measured(f"  {lang}", [(c, s) for c, s in pairs if c.lang == lang], known)
        for floor, guess in floors(snapshot.encoder, name):
            yield measured(f"  floor: {floor}", [(case, Said(guess(case))) for case, _ in pairs], known)


def floors(encoder: Encoder, split: str) -> Iterator[tuple[str, Callable[[Case], str]]]:
    """Give the simple ways that must be beaten. They know the development cases, a case of those always left out."""
    known = dev_cases()
    most = Counter(case.verdict for case in known).most_common(1)[0][0]
    yield "majority", lambda _: most
    yield "keywords", keywords
    vectors = encoder.encode([case.facts for case in known])
    verdicts = [case.verdict for case in known]
    places = {case.id: place for place, case in enumerate(known)}

    def nearest(case: Case) -> str:
        scores = vectors @ encoder.encode([case.facts])[0]
        if case.id in places:
            scores[places[case.id]] = -1
        return Counter(verdicts[int(place)] for place in np.argsort(-scores)[:5]).most_common(1)[0][0]

    yield "five nearest cases", nearest


def keywords(case: Case) -> str:
    """Guess by single words, as a first program might."""
    text = case.facts.lower()
    for verdict, words in _KEYWORDS:
        if any(word in text for word in words):
            child = any(word in text for word in ("girl", "boy", "child", "mtoto", "msichana"))
            return "child_trafficking" if child and verdict == "trafficking" else verdict
    return "insufficient_facts"
