"""`python -m eval.facts_train`: fit the weights of `answer/facts/weigh.py` on the development cases and write them as data.

Needs scikit-learn, which the product does not: it is a tool of the developer. Nothing of the test split is read.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec

from answer.facts import FactsEngine, open_engine
from answer.facts.rules import conclude, ground_of
from answer.facts.weigh import Weights, ground_features, nearness
from eval.facts import Case, dev_cases
from index.snapshot import open_snapshot
from ingest.places import CORPUS, home

_CONCLUDED = ("child", "adult", "exploitation", "brought", "coerced", "kept", "breach", "at_liberty", "crossing")
_STRENGTH = 0.25
"""Inverse strength of the L2 penalty; chosen on the development cases by leaving out one case of eight."""


def features(engine: FactsEngine) -> tuple[str, ...]:
    """Name every feature: signs, conclusions, denials, nearness."""
    signs = [sign.id for sign in engine.lore.signs]
    elements = [about for about in engine.signals if about.startswith(("means:", "purpose:"))]
    likes = [f"like:{name}" for name in engine.lore.like]
    return (*signs, *_CONCLUDED, *elements, *(f"denied:{sign}" for sign in signs), *likes)


def fit(engine: FactsEngine, cases: Sequence[Case], strength: float = _STRENGTH) -> Weights:
    """Fit on cases."""
    from sklearn.linear_model import LogisticRegression

    names = features(engine)
    rows = []
    for case in cases:
        story = engine.reader.read(case.facts, case.lang)
        held = dict(ground_features(conclude(ground_of(story, engine.lore), engine.lore)))
        rows.append([held.get(name, nearness(name, story)) for name in names])
    model = LogisticRegression(C=strength, max_iter=3000).fit(rows, [case.verdict for case in cases])
    keys = [str(key) for key in model.classes_]
    return Weights(
        features=names,
        base={key: round(float(b), 4) for key, b in zip(keys, model.intercept_, strict=True)},
        weight={key: tuple(round(float(w), 4) for w in row) for key, row in zip(keys, model.coef_, strict=True)},
    )


def main() -> None:
    """Fit and write."""
    engine = open_engine(open_snapshot(home()))
    weights = fit(engine, dev_cases())
    file = CORPUS / "facts" / "weights.json"
    file.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=0) + b"\n")
    sys.stdout.write(f"{file}: {len(weights.features)} features.\n")


if __name__ == "__main__":
    main()
