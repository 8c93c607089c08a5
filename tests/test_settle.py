"""The kind of an answer is weighed from cues, meaning and what the clauses found are for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from answer.ask import ask
from answer.question import read_question
from answer.settle import feature_names, features, read_weights, settled
from index.search import Search


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("boss took the maid's passport, what does she face", "penalty"),
        ("what sets forced labour in the ILO convention apart from forced labour in the Employment Act", "comparison"),
        ("signs that a person is being trafficked, checklist for border police", "policy"),
        ("who chairs the advisory committee", "who"),
        ("how does a survivor get her lost wages out of the convict", "remedy"),
        ("yaya wa nyumbani ana haki ya kupumzika kila wiki?", "remedy"),
        ("what is the sentence under section 11 of the Act?", "penalty"),
        ("is consent a defence?", "yes-no"),
    ],
)
def test_a_question_is_of_its_kind(search: Search, question: str, kind: str) -> None:
    assert ask(question, search).kind == kind


def test_a_comparison_of_two_documents_shows_a_clause_of_each(search: Search) -> None:
    answer = ask("Which is wider, forced labour as Convention 29 puts it or as the Employment Act puts it?", search)
    assert answer.kind == "comparison"
    assert {"ilo-c029-1930", "employment-act-2007"} <= {path.instrument for path in answer.provisions}


def test_concepts_that_are_compared_in_other_words_stand_in_a_table(search: Search) -> None:
    answer = ask("is trafficking the same as smuggling?", search)
    assert answer.kind == "comparison" and answer.table is not None


def test_the_weights_are_of_the_features_that_there_are(search: Search) -> None:
    weights = read_weights()
    assert weights.features == feature_names()
    for text in ("what does victim mean", "s. 3(1)(a)", "penelty for traficking", "adhabu ya utekaji nyara", "npa 2013 standing"):
        question, found = read_question(text, search.snapshot), search.find(text, 12)
        assert features(question, found, search.snapshot.book).keys() <= set(weights.features)


def test_with_another_sentence_model_the_features_decide_alone(search: Search) -> None:
    class Short:
        """A model of three numbers."""

        def one(self, _text: str) -> np.ndarray:
            return np.ones(3, dtype=np.float32)

    other = replace(search.snapshot, encoder=Short())
    text = "what is the penalty for trafficking in persons"
    assert settled(read_question(text, search.snapshot), search.find(text, 12), other) == "penalty"
