"""Search finds the clause, explains itself, and knows when to be silent."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.elsewhere import named_outside
from index.reading import language
from index.search import Search
from ingest.errors import BadQuestion


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("is consent a defence?", "ctip-act-2010/3/2"),
        ("je, ridhaa ni utetezi?", "ctip-act-2010/3/2"),
        ("madam took my passport", "ctip-act-2010/8/a"),
        ("quorum of the committee", "ctip-act-2010/sched-1/4/4"),
        ("can the trial be held in private", "ctip-act-2010/11/2"),
        ("do victims pay court fees", "ctip-act-2010/16"),
        ("s.3(2)", "ctip-act-2010/3/2"),
        ("kifungu cha 3(5)", "ctip-act-2010/3/5"),
        ("art 3a palermo protocol", "un-tip-protocol-2000/3/a"),
        ("Sch 1 para 4(4)", "ctip-act-2010/sched-1/4/4"),
        ("compesation for victm of trafiking", "ctip-act-2010/13"),
        ("kidnapping punishment penal code", "penal-code-1930/257"),
    ],
)
def test_the_clause_is_among_the_first_three(search: Search, question: str, path: str) -> None:
    assert path in [str(hit.path) for hit in search.search(question, 3)]


def test_what_a_question_cites_stands_first_with_its_items_next(search: Search) -> None:
    paths = [str(hit.path) for hit in search.search("section 11", 6)]
    assert paths[0] == "ctip-act-2010/11"
    assert set(paths[1:]) == {f"ctip-act-2010/11/{n}" for n in range(1, 6)}


def test_the_signals_add_up_to_the_score(search: Search) -> None:
    for hit in search.search("forced labour", 5):
        assert sum(hit.signals.values()) == pytest.approx(hit.score, abs=0.01)


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("what is the penalty for trafficking in persons", True),
        ("nani anasimamia hazina ya waathiriwa", True),
        ("s 3(2)", True),
        ("how do I cook chapati", False),
        ("section 45 of the Act", False),
        ("article 60 of the Palermo Protocol", False),
        ("section 16 sexual offences act", False),
        ("what does the modern slavery act say about transparency", False),
        ("who won the football match", False),
    ],
)
def test_the_corpus_answers_or_is_silent(search: Search, question: str, answered: bool) -> None:
    assert search.find(question).answered is answered


def test_a_country_counts_as_outside_only_beside_a_word_for_law(search: Search) -> None:
    assert named_outside(search.snapshot, "two Ugandan girls were found at the border") is None
    assert named_outside(search.snapshot, "what does Ugandan law say").id == "foreign-law"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("what is the penalty", "en"),
        ("adhabu yake ni nini", "sw"),
        ("wakala alichukua pasipoti yangu", "sw"),
        ("the agent took my pasipoti", "en"),
        ("12345", "en"),
    ],
)
def test_the_language_is_told(text: str, lang: str) -> None:
    assert language(text) == lang


def test_a_slip_is_mended_but_a_known_word_never_changed(search: Search) -> None:
    reading = search.read("trafiking penelty")
    assert reading.mended["trafiking"] == "trafficking"
    assert reading.mended["penelty"] == "penalty"
    assert search.read("consent content slavery").mended == {}


def test_no_slip_of_the_thesaurus_becomes_another_term(search: Search) -> None:
    """`penelty` was once read as `liable`, the first term that its entry names."""
    from rapidfuzz.distance import OSA

    for saying in search.snapshot.data.terms.entry:
        for said in saying.say if saying.register == "misspelling" else ():
            for typed, taken in search.read(said).mended.items():
                assert OSA.distance(typed, taken) <= 2, (typed, taken)


@pytest.mark.parametrize("bad", ["", "   ", "\x00\x01", "\ud800", "x" * 20_001])
def test_what_is_no_question_is_refused(search: Search, bad: str) -> None:
    with pytest.raises(BadQuestion):
        search.search(bad)


@settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(codec=None), max_size=60) | st.from_regex(r"[\"'()*:^~!+\-{}\[\]\\/ a-zA-Z0-9]{1,40}", fullmatch=True))
def test_any_text_gives_a_result_or_a_typed_refusal(search: Search, text: str) -> None:
    try:
        hits = search.search(text, 3)
    except BadQuestion:
        return
    assert len(hits) == 3
