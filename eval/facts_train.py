"""`python -m eval.facts_train`: fit the weights of `answer/facts/weigh.py` on the development cases and write them as data.

Prints first what they are worth on cases that they were not fitted on: six parts, each weighed by weights of the other
five; pairs of cases and their translations stay in one part. Needs scikit-learn, which the product does not: it is a
tool of the developer. Nothing of the test split is read.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from answer.facts import FactsEngine, open_engine
from answer.facts.rules import conclude, ground_of
from answer.facts.telling import Telling
from answer.facts.weigh import Head, Weights, ground_features
from answer.wording import Wording
from eval.facts import GROUPS, HEADS, Case, Said, dev_cases, measured, named_elements, say
from eval.facts_told import THINGS, SentenceFitter, read_marks
from index.snapshot import open_snapshot
from index.words import tokens
from ingest.places import CORPUS, home

_CONCLUDED = ("child", "adult", "exploitation", "brought", "coerced", "kept", "breach", "at_liberty", "crossing")
_STRENGTH = 0.5
"""Inverse strength of the L2 penalty."""
_STORY = 3.0
"""How much the story's vector counts beside the signs."""
_WORDS = 2.5
"""How much the stems count beside the signs."""
_TOLD, _TOLD_OWN = 0.4, 1.2
"""How much what sentences tell counts beside the signs; and for an element, what they tell of it."""
_SEEN = 3
"""In how many cases a stem must stand to count."""
_PARTS = 6
_GRID = (0.25, 0.3, 0.35, 0.4)
"""The probabilities from which an element may count: near what a finding costs, where a calibrated one would stand."""
_SHARE = 0.34
"""What a finding costs beside a hit: half of the F1 that can be hoped for."""
_FEWEST = 8
"""How many cases must show an element before it is weighed."""
_BETTER = 1.0
"""By how many hits weighing must be better than the rules alone, on cases left out, to be kept for an element."""


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
        self._story = np.array([v - self._centre if v is not None else np.zeros(len(self._centre)) for v in vectors])

        self._groups = together(cases)
        self._sentences = SentenceFitter(engine.reader, cases, stories, read_marks())
        self._tokens = [(case.lang, frozenset(tokens(case.facts, case.lang))) for case in cases]

    def _rarity(self, rows: Sequence[int]) -> dict[str, dict[str, float]]:
        """Tell how rare each stem of these cases is (idf), by language."""
        seen = Counter((lang, stem) for row in rows for lang, stems in (self._tokens[row],) for stem in stems)
        out: dict[str, dict[str, float]] = {"en": {}, "sw": {}}
        for (lang, stem), count in sorted(seen.items()):
            if count >= _SEEN:
                out[lang][stem] = round(math.log(1 + len(rows) / count), 3)
        return out

    def chosen(self) -> dict[str, float]:
        """Choose the elements that weighing tells better than the rules alone, each with the probability from which it counts.

        Judged on cases left out by the hits less a share of all that is said, which is what F1 over all elements asks for;
        where no probability is enough better, the rules stand alone.
        """
        out = {}
        rows = range(len(self.cases))
        told = self._sentences.told(rows, self._groups)
        values, _ = self._values(rows, (told - told.mean(axis=0)) / told.std(axis=0))
        for name in (name for name in self.names if name.split(":")[0] in GROUPS):
            kind, about = name.split(":")
            wanted = np.array([about in case.elements[kind] for case in self.cases])
            if wanted.sum() < _FEWEST:
                continue
            guessed = self._left_out(values * self._scales(values, name), wanted)
            score, least = max((_worth(guessed >= least, wanted), least) for least in _GRID)
            if score > _worth(self._signs[:, self.names.index(name)] > 0, wanted) + _BETTER:
                out[name] = least
        return out

    def _left_out(self, values: NDArray[np.float64], wanted: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Give each case the probability that weights fitted on the other parts give it."""
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import GroupKFold

        out = np.zeros(len(wanted))
        for fit, rest in GroupKFold(_PARTS).split(values, groups=self._groups):
            model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit(values[fit], wanted[fit])
            out[rest] = model.predict_proba(values[rest])[:, 1]
        return out

    def _values(self, rows: Sequence[int], told: NDArray[np.float64]) -> tuple[NDArray[np.float64], dict[str, dict[str, float]]]:
        """Give the features of cases, shape (cases, features), and how rare their stems are."""
        rarity = self._rarity(rows)
        wording = Wording(rarity)
        words = np.array([wording.row(self.cases[row].facts, self.cases[row].lang) for row in rows])
        return np.hstack([self._signs[list(rows)], self._story[list(rows)], words, told]), rarity

    def _scales(self, values: NDArray[np.float64], name: str = "") -> NDArray[np.float64]:
        """Give how much each feature counts, for one element or for the indications."""
        told = np.where([thing == name for thing in (*THINGS, *THINGS)], _TOLD_OWN, _TOLD)
        before = len(self.names) + len(self._centre)
        words = values.shape[1] - before - len(told)
        return np.concatenate([np.ones(len(self.names)), np.full(len(self._centre), _STORY), np.full(words, _WORDS), told])

    def fit(self, least: Mapping[str, float], places: Sequence[int] | None = None) -> tuple[Weights, Telling]:
        """Fit on the cases at these places, or on all; `least` are the elements to weigh, as `chosen` gives them."""
        rows = list(range(len(self.cases)) if places is None else places)
        chosen = [self.cases[place] for place in rows]
        told = self._sentences.told(rows, self._groups)
        telling = self._sentences.telling(rows, told)
        values, rarity = self._values(rows, (told - np.array(telling.middle)) / np.array(telling.spread))
        verdicts = sorted({case.verdict for case in chosen})
        heads = self._heads(values, self._scales(values), [case.verdict for case in chosen])
        indications = dict(zip(verdicts, heads, strict=True))
        elements = {}
        for name, enough in least.items():
            kind, about = name.split(":")
            head = next(self._heads(values, self._scales(values, name), [about in case.elements[kind] for case in chosen]))
            elements[name] = msgspec.structs.replace(head, least=enough)
        centre = [round(float(one), 5) for one in self._centre]
        return Weights(self.names, tuple(centre), rarity, indications, elements, harm(chosen)), telling

    def _heads(self, values: NDArray[np.float64], scales: NDArray[np.float64], wanted: Sequence[object]) -> Iterator[Head]:
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit(values * scales, wanted)
        ends = np.cumsum([len(self.names), len(self._centre), values.shape[1] - len(self.names) - len(self._centre) - 2 * len(THINGS)])
        for base, row in zip(model.intercept_, model.coef_ * scales, strict=True):
            signs, story, words, told = (tuple(np.round(part, 3).tolist()) for part in np.split(row, ends))
            yield Head(round(float(base), 4), signs, story, words, told)


def harm(cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    """Tell of each indication how often cases with each verdict say that it would do harm."""
    verdicts = sorted({case.verdict for case in cases})
    among = {verdict: [case for case in cases if case.verdict == verdict] for verdict in verdicts}
    return {
        said: {holds: round(sum(said in case.excluded for case in some) / len(some), 3) for holds, some in among.items()}
        for said in verdicts
    }


def _worth(said: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    return float((said & wanted).sum() - _SHARE * said.sum())


def together(cases: Sequence[Case]) -> list[str]:
    """Give every case the name of its group: cases that are tied as pairs, over several steps too, share one."""
    up = {case.id: case.id for case in cases}

    def top(one: str) -> str:
        while up.setdefault(one, one) != one:
            one = up[one]
        return one

    for case in cases:
        if case.pair:
            up[top(case.id)] = top(case.pair)
    return [top(case.id) for case in cases]


def left_out(engine: FactsEngine, fitter: Fitter, least: Mapping[str, float]) -> list[tuple[Case, Said]]:
    """Lay every case with weights fitted on the other parts."""
    from sklearn.model_selection import GroupKFold

    pairs: list[tuple[Case, Said]] = []
    cases = fitter.cases
    for fit, rest in GroupKFold(_PARTS).split(cases, groups=together(cases)):
        part = FactsEngine(engine.reader, engine.data, engine.snapshot, fitter.fit(least, fit.tolist()))
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
    least = fitter.chosen()
    sys.stdout.write(f"weighed: {least}\n")
    if "--only-fit" not in sys.argv:
        for line in lines(engine, left_out(engine, fitter, least)):
            sys.stdout.write(line + "\n")
    for name, fitted in zip(("weights", "telling"), fitter.fit(least), strict=True):
        (CORPUS / "facts" / f"{name}.json").write_bytes(msgspec.json.encode(fitted) + b"\n")
    sys.stdout.write(f"Written: {len(fitter.names)} features, {len(fitter.cases)} cases.\n")


if __name__ == "__main__":
    main()
