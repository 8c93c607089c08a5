"""Fit what sentences tell (`answer/facts/telling.py`) on the sentences that were marked by hand.

`eval/questions/told.jsonl` has two kinds of lines: a case's `id` with the numbers of the sentences that tell each thing, and
single sentences, each with the things that it tells. Tools of the developer: they need scikit-learn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from answer.facts.read import Story, StoryReader
from answer.facts.telling import SentenceHead, Telling, pooled, shifted, sign_rows
from answer.wording import Wording
from eval.facts import Case
from eval.wordings import rarity, sparse_rows
from ingest.errors import BadCorpus

MARKS = Path(__file__).resolve().parent / "questions" / "told.jsonl"
THINGS = (
    *("means:coercion", "means:deception", "means:threat_force", "means:abuse_of_vulnerability", "means:abuse_of_power"),
    *("means:payment_to_controller", "means:fraud", "means:abduction", "at_liberty", "not_known", "passage", "help"),
)
_KINDS = {"en": (3, 2.0), "sw": (3, 2.0), "en pairs": (5, 3.0), "sw letters": (10, 3.0)}
"""Of each kind of words: in how many sentences one must stand to count, and how much they count beside the signs."""
_NEIGHBOURS = 0.5
"""How much the signs of the sentences beside it count."""
_VECTOR = 0.5
"""How much the sentence's vector counts."""
_STRENGTH = 0.3
"""Inverse strength of the L2 penalty."""
_INNER = 6
"""In how many parts the cases are cut to tell each by the marks of the others."""

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Marks:
    """What was marked: of cases, by id, the sentences that tell a thing; single sentences with their language and things."""

    cases: Mapping[str, Mapping[str, Sequence[int]]]
    single: tuple[tuple[str, str, frozenset[str]], ...]


def read_marks(file: Path = MARKS) -> Marks:
    """Read the marks. Raises BadCorpus where one names a thing that there is not."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    if strange := {thing for row in rows for thing in row["told"]} - set(THINGS):
        raise BadCorpus(f"{file.name} marks {', '.join(sorted(strange))}, which is no thing that is told.", "Mend the name.")
    single = tuple((row["sentence"], row["lang"], frozenset(row["told"])) for row in rows if "sentence" in row)
    return Marks({row["id"]: row["told"] for row in rows if "id" in row}, single)


class SentenceFitter:
    """Reads every sentence once and fits what sentences tell on any part of the cases; single sentences always count."""

    def __init__(self, reader: StoryReader, cases: Sequence[Case], stories: Sequence[Story], marks: Marks) -> None:
        """Read the cases' stories and the single sentences."""
        extra = [reader.read(text, lang) for text, lang, _ in marks.single]
        every = [*stories, *extra]
        self.signs = tuple(sign.id for sign in reader.lore.signs)
        self._case = np.array([min(place, len(stories)) for place, story in enumerate(every) for _ in story.sentences])
        self._told = np.array([row for story, told in zip(every, _marked(cases, stories, extra, marks), strict=True) for row in told])
        own = [sign_rows(story, self.signs) for story in every]
        vectors = [np.array(s.vector) if s.vector else None for story in every for s in story.sentences]
        self._centre = np.mean([v for v in vectors if v is not None], axis=0)
        vector = np.array([(v - self._centre) * _VECTOR if v is not None else np.zeros(len(self._centre)) for v in vectors])
        self._rarity, words = _words(every)
        parts = (own, [_NEIGHBOURS * shifted(rows, -1) for rows in own], [_NEIGHBOURS * shifted(rows, 1) for rows in own])
        signs = [np.vstack(part) for part in parts]
        self._ends = list(accumulate([*(part.shape[1] for part in signs), vector.shape[1]]))
        self._values = sparse.hstack([*map(sparse.csr_matrix, signs), sparse.csr_matrix(vector), words]).tocsr()
        self._count = len(stories)

    def _fit(self, rows: NDArray[np.bool_]) -> tuple[Rows, Rows]:
        """Give the weights, shape (things, features), and the bases, fitted on these sentences."""
        from sklearn.linear_model import LogisticRegression

        models = [LogisticRegression(C=_STRENGTH, max_iter=200).fit(self._values[rows], told) for told in self._told[rows].T]
        return np.vstack([model.coef_ for model in models]), np.concatenate([model.intercept_ for model in models])

    def _sums(self, weights: Rows, base: Rows, places: Sequence[int]) -> Rows:
        """Give what the stories at these places tell, shape (stories, 2 x things)."""
        sums: Rows = self._values @ weights.T + base
        return np.array([pooled(sums[self._case == place]) for place in places])

    def told(self, places: Sequence[int], groups: Sequence[str]) -> Rows:
        """Give what each story at these places tells by the marks of the others among them, shape (places, 2 x things)."""
        from sklearn.model_selection import GroupKFold

        here = np.array(places)
        out = np.zeros((len(here), 2 * len(THINGS)))
        for fit, rest in GroupKFold(_INNER).split(here, groups=[groups[place] for place in here]):
            out[rest] = self._sums(*self._fit(self._among(here[fit])), here[rest].tolist())
        return out

    def _among(self, places: NDArray[np.intp]) -> NDArray[np.bool_]:
        return np.isin(self._case, [*places.tolist(), self._count])

    def telling(self, places: Sequence[int], told: Rows) -> Telling:
        """Fit on the cases at these places; `told` is what `told` gives for them."""
        weights, base = self._fit(self._among(np.array(places)))
        scales = np.concatenate([np.full(len(table), _KINDS[kind][1]) for kind, table in self._rarity.items()])
        heads = {}
        for thing, row, start in zip(THINGS, weights, base.tolist(), strict=True):
            own, before, after, vector, words = np.split(row, self._ends)
            parts = (own, before * _NEIGHBOURS, after * _NEIGHBOURS, vector * _VECTOR, words * scales)
            heads[thing] = SentenceHead(round(start, 3), *(_rounded(part) for part in parts))
        return Telling(self.signs, _rounded(self._centre, 4), self._rarity, heads, _rounded(told.mean(axis=0)), _rounded(told.std(axis=0)))


def _rounded(values: Rows, places: int = 2) -> tuple[float, ...]:
    return tuple((np.round(values, places) + 0.0).tolist())


def _marked(cases: Sequence[Case], stories: Sequence[Story], extra: Sequence[Story], marks: Marks) -> list[NDArray[np.bool_]]:
    """Give for every story which sentences tell which things. Raises BadCorpus where a mark is of no sentence."""
    out = []
    for case, story in zip(cases, stories, strict=True):
        told = np.zeros((len(story.sentences), len(THINGS)), dtype=bool)
        for thing, rows in marks.cases.get(case.id, {}).items():
            if max(rows) >= len(story.sentences):
                raise BadCorpus(f"{case.id} is marked at sentence {max(rows)}, and has {len(story.sentences)}.", "Mend the number.")
            told[list(rows), THINGS.index(thing)] = True
        out.append(told)
    for (_, _, things), story in zip(marks.single, extra, strict=True):
        out.append(np.array([[thing in things for thing in THINGS]] * len(story.sentences), dtype=bool).reshape(-1, len(THINGS)))
    return out


def _words(stories: Sequence[Story]) -> tuple[dict[str, dict[str, float]], sparse.csr_matrix]:
    """Tell how rare each word is among the sentences, and give every sentence's words as a row."""
    sentences = [(sentence.text, story.lang) for story in stories for sentence in story.sentences]
    rare: dict[str, dict[str, float]] = {}
    for kind, (least, _) in _KINDS.items():
        rare[kind] = rarity([text for text, lang in sentences if lang == kind.partition(" ")[0]], kind, least)
    wording = Wording(rare)
    scales = np.concatenate([np.full(len(table), _KINDS[kind][1]) for kind, table in rare.items()])
    found = [wording.values(text, lang) for text, lang in sentences]
    return rare, sparse_rows([(places, values * scales[places]) for places, values in found], len(wording))
