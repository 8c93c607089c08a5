"""`python -m eval.facts_train`: fit the weights of `answer/facts/weigh.py` on the development cases and write them as data.

Prints first what they are worth on cases that they were not fitted on: six parts, each weighed by weights of the other
five; a pair of cases and their translations stay in one part. Needs scikit-learn, which the product does not: it is a
tool of the developer. Nothing of the test split is read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from answer.facts import FactsEngine, open_engine
from answer.facts.rules import conclude, ground_of
from answer.facts.weigh import Head, Weights, ground_features
from eval.facts import HEADS, Case, Said, dev_cases, measured, named_elements, say
from index.snapshot import open_snapshot
from ingest.places import CORPUS, home

_CONCLUDED = ("child", "adult", "exploitation", "brought", "coerced", "kept", "breach", "at_liberty", "crossing")
_STRENGTH = 0.2
"""Inverse strength of the L2 penalty."""
_STORY = 3.0
"""How much the story's vector counts beside the signs."""
_PARTS = 6
_LEAST = {
    "act:recruitment": 0.4,
    "act:transportation": 0.45,
    "act:harbouring": 0.3,
    "act:receipt": 0.25,
    "means:coercion": 0.4,
    "means:deception": 0.45,
    "means:threat_force": 0.3,
    "means:abuse_of_vulnerability": 0.27,
    "means:abuse_of_power": 0.25,
    "purpose:forced_labour": 0.35,
    "purpose:child_labour": 0.25,
}
"""The elements that are weighed, each with the probability from which it counts as found: those where weighing was
better than the rules alone on cases left out. For the others the rules are better or the cases too few."""


def features(engine: FactsEngine) -> tuple[str, ...]:
    """Name every feature: signs, conclusions, denials."""
    signs = [sign.id for sign in engine.lore.signs]
    elements = [about for about in engine.signals if about.startswith(("means:", "purpose:", "act:"))]
    return (*signs, *_CONCLUDED, *elements, *(f"denied:{sign}" for sign in signs))


class Fitter:
    """Reads the cases once and fits weights on any part of them."""

    def __init__(self, engine: FactsEngine, cases: Sequence[Case]) -> None:
        """Read every case."""
        self.cases = cases
        self.names = features(engine)
        stories = [engine.reader.read(case.facts, case.lang) for case in cases]
        held = [dict(ground_features(conclude(ground_of(story, engine.lore), engine.lore))) for story in stories]
        self._signs = np.array([[one.get(name, 0.0) for name in self.names] for one in held])
        vectors = [np.array(story.vector) if story.vector else None for story in stories]
        self._centre = np.mean([v for v in vectors if v is not None], axis=0)
        self._story = np.array([(v - self._centre) * _STORY if v is not None else np.zeros(len(self._centre)) for v in vectors])

    def fit(self, places: Sequence[int] | None = None) -> Weights:
        """Fit on the cases at these places, or on all."""
        rows = np.array(range(len(self.cases)) if places is None else places)
        values = np.hstack([self._signs, self._story])[rows]
        chosen = [self.cases[place] for place in rows]
        verdicts = sorted({case.verdict for case in chosen})
        indications = dict(zip(verdicts, self._heads(values, [case.verdict for case in chosen]), strict=True))
        elements = {}
        for name, least in _LEAST.items():
            kind, about = name.split(":")
            head = next(self._heads(values, [about in case.elements[kind] for case in chosen]))
            elements[name] = msgspec.structs.replace(head, least=least)
        centre = [round(float(one), 5) for one in self._centre]
        return Weights(self.names, tuple(centre), indications, elements)

    def _heads(self, values: NDArray[np.float64], wanted: Sequence[object]) -> Iterator[Head]:
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit(values, wanted)
        count = len(self.names)
        for base, row in zip(model.intercept_, model.coef_, strict=True):
            story = np.round(row[count:] * _STORY, 3).tolist()
            yield Head(round(float(base), 4), tuple(np.round(row[:count], 4).tolist()), tuple(story))


def left_out(engine: FactsEngine, fitter: Fitter) -> list[tuple[Case, Said]]:
    """Lay every case with weights fitted on the other parts."""
    from sklearn.model_selection import GroupKFold

    pairs: list[tuple[Case, Said]] = []
    cases = fitter.cases
    for fit, rest in GroupKFold(_PARTS).split(cases, groups=[case.pair or case.id for case in cases]):
        part = FactsEngine(engine.reader, engine.data, engine.snapshot, fitter.fit(fit))
        pairs.extend((cases[place], say(part, cases[place])) for place in rest)
    return pairs


def lines(engine: FactsEngine, pairs: Sequence[tuple[Case, Said]]) -> Iterator[str]:
    """Give the report on cases left out: by split, and by language."""
    known: Mapping[str, frozenset[str]] = named_elements(engine)
    yield HEADS
    for name, chosen in (
        ("vignettes", [pair for pair in pairs if pair[0].split == "vignettes"]),
        ("dev", [pair for pair in pairs if pair[0].split == "dev"]),
        ("dev en", [pair for pair in pairs if pair[0].split == "dev" and pair[0].lang == "en"]),
        ("dev sw", [pair for pair in pairs if pair[0].lang == "sw"]),
    ):
        if chosen:
            yield measured(f"left out: {name}", chosen, known)


def main() -> None:
    """Measure on cases left out, then fit on all and write."""
    engine = open_engine(open_snapshot(home()))
    fitter = Fitter(engine, dev_cases())
    if "--only-fit" not in sys.argv:
        for line in lines(engine, left_out(engine, fitter)):
            sys.stdout.write(line + "\n")
    file = CORPUS / "facts" / "weights.json"
    file.write_bytes(msgspec.json.encode(fitter.fit()) + b"\n")
    sys.stdout.write(f"{file}: {len(fitter.names)} features, {len(fitter.cases)} cases.\n")


if __name__ == "__main__":
    main()
