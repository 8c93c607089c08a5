"""When to be silent: fit the decision on `dev`, and measure it: `python -m eval silence`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.asked import Asked, outside, questions
from eval.report import keep
from index.search import Search
from index.silence import beyond, features
from index.snapshot import Snapshot

ANSWERED = 0.988
"""Share of the `dev` questions inside the scope that the threshold must let through. Unseen ones get through less often: on
a set written by somebody who had not seen the program, 5 in 100 fewer."""
PENALTY = 0.001
EXAMPLE = 0.2
"""Weight of an example of corpus/scope.toml beside that of a `dev` question outside: it helped to make the features."""
Array = NDArray[np.float64]


def table(search: Search, asked: Sequence[Asked], itself: bool = True) -> tuple[tuple[str, ...], Array]:
    """Give the features of each question, shape (questions, features); without `itself` for the examples of the scope."""
    rows = []
    for one in asked:
        reading = search.read(one.question)
        out = beyond(search.snapshot, reading, itself)
        rows.append(features(search.snapshot, reading, search.signals(reading)[1], out))
    return tuple(rows[0]), np.array([list(row.values()) for row in rows])


def fitted(search: Search) -> list[str]:
    """Fit the logistic model on `dev`, both classes weighing the same; give the lines of its table."""
    inside = [one for one in questions("dev") if not search.cited(one.question)]
    names, good = table(search, inside)
    examples = [text for topic in search.snapshot.data.scope.topic for text in (*topic.say, *topic.say_sw)]
    strangers = [one for one in outside("dev") if not search.find(one.question, 1).cites]
    _, bad = table(search, strangers)
    _, said = table(search, [Asked(f"x{n}", text, "", "", (), {}) for n, text in enumerate(examples)], itself=False)
    bad = np.vstack([bad, said])
    data = np.column_stack([np.vstack([good, bad]), np.ones(len(good) + len(bad))])
    truth = np.r_[np.ones(len(good)), np.zeros(len(bad))]
    weigh = np.r_[np.ones(len(strangers)), np.full(len(examples), EXAMPLE)]
    share = np.r_[np.full(len(good), 0.5 / len(good)), 0.5 * weigh / weigh.sum()]

    def loss(weights: Array) -> float:
        score = data @ weights
        return float((share * (np.logaddexp(0, score) - truth * score)).sum() + PENALTY * (weights[:-1] ** 2).sum() / 10)

    weights: Array = minimize(loss, np.zeros(data.shape[1]), method="L-BFGS-B").x
    chances = 1 / (1 + np.exp(-(data[: len(good)] @ weights)))
    threshold = float(np.quantile(chances, 1 - ANSWERED))
    head = f"[answers]  # fitted on {len(good)} questions inside the scope and {len(bad)} outside, of `dev` and corpus/scope.toml"
    return [
        head,
        *(f'"{n}" = {w:.3f}' for n, w in zip(names, weights[:-1], strict=True)),
        f"bias = {weights[-1]:.3f}",
        f"threshold = {threshold:.3f}",
    ]


def report(snapshot: Snapshot) -> Iterator[str]:
    """Give the share of answers inside and outside, by split, and the risk-coverage curve on `test`."""
    search = Search(snapshot)
    for split in ("dev", "test"):
        inside, beyond = (_chances(search, group) for group in (questions(split), outside(split)))
        near = np.array([one.kind == "near" for one in outside(split)])
        told = np.array([chance >= limit for chance, limit in beyond])
        said = np.array([chance >= limit for chance, limit in inside])
        if split == "test":
            keep(
                "silence_test", snapshot.id, {"inside": len(said), "answered": said.mean(), "outside": len(told), "silent": 1 - told.mean()}
            )
        yield f"{split}: answered inside the scope {said.mean():.3f} of {len(said)}; outside {told.mean():.3f} of {len(told)}"
        yield f"      near {told[near].mean():.3f} of {int(near.sum())}, far {told[~near].mean():.3f} of {int((~near).sum())}"
    yield "risk and coverage on test: threshold, answered inside, answered outside"
    for limit in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        yield f"  {limit:.2f}  {np.mean([c >= limit for c, _ in inside]):.3f}  {np.mean([c >= limit for c, _ in beyond]):.3f}"


def _chances(search: Search, asked: Sequence[Asked]) -> list[tuple[float, float]]:
    """The chance that each question is answered, with the limit that it must reach; a citation decides by itself."""
    limit = search.threshold
    found = []
    for one in asked:
        verdict = search.find(one.question, 1)
        found.append((float(bool(verdict.cited)) if verdict.cites else verdict.decision.chance, limit))
    return found
