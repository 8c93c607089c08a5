"""Questions: made from the structure of the law, one right answer each, the key tied to its clause."""

from __future__ import annotations

from collections import Counter

import pytest

from answer.penalty import later, sentence
from index.snapshot import Snapshot
from ingest.path import ProvisionPath
from workshop.plan import lore, ready
from workshop.proof import prove
from workshop.question import Question, alike, related
from workshop.quiz import choose, pool, pre_and_post


@pytest.fixture(scope="module", params=["en", "sw"])
def questions(request: pytest.FixtureRequest, snapshot: Snapshot) -> tuple[Question, ...]:
    return pool(snapshot, request.param)


def test_the_law_gives_more_than_three_hundred_distinct_questions(questions: tuple[Question, ...]) -> None:
    assert len({(one.stem.text, one.right.text) for one in questions}) == len(questions) >= 300


def test_every_question_is_proved_and_its_clause_is_loaded(questions: tuple[Question, ...], snapshot: Snapshot) -> None:
    prove((line for one in questions for line in one.lines), snapshot)
    for one in questions:
        assert one.clause in snapshot.book
        assert one.why


def test_options_differ_and_no_letter_is_favoured(questions: tuple[Question, ...]) -> None:
    for one in questions:
        assert len({option.text for option in one.options}) == len(one.options) >= 2
    letters = Counter(one.letter for one in questions if len(one.options) == 4)
    assert all(0.18 < count / letters.total() < 0.32 for count in letters.values())


def test_the_longest_option_is_not_the_right_one_more_often_than_chance(questions: tuple[Question, ...]) -> None:
    """Whoever always ticks the longest option, or one of those that tie, is right hardly more often than by chance (0.25)."""
    four = [one for one in questions if len(one.options) == 4]
    right = 0.0
    for one in four:
        longest = [o for o in one.options if len(o.text) == max(len(o.text) for o in one.options)]
        right += (one.right in longest) / len(longest)
    assert right / len(four) < 0.35


def test_no_offence_with_the_same_sentence_is_a_wrong_answer(questions: tuple[Question, ...], snapshot: Snapshot) -> None:
    lang = questions[0].stem.lang
    penalties = snapshot.data.penalties.penalty
    named = {(one.offence_sw if lang == "sw" else one.offence): sentence(one, lang) for one in penalties}
    for one in (one for one in questions if one.kind == "offence"):
        right = named[one.right.text]
        assert right is not None
        assert right.text in one.stem.text
        for wrong in one.options:
            said = named[wrong.text]
            assert wrong is one.right or (said is not None and said.text != right.text)


def test_sentences_and_later_convictions_follow_the_data(questions: tuple[Question, ...], snapshot: Snapshot) -> None:
    lang = questions[0].stem.lang
    for penalty in snapshot.data.penalties.penalty:
        offence = f"? {penalty.offence_sw if lang == 'sw' else penalty.offence}."
        for kind, said in (("sentence", sentence(penalty, lang)), ("later", later(penalty, lang))):
            mine = [one for one in questions if one.kind == kind and one.stem.text.endswith(offence)]
            if said is None:
                assert not mine
            else:
                assert [one.right.text for one in mine] == [said.text]


def test_a_wrong_clause_is_never_one_on_which_the_rule_rests(questions: tuple[Question, ...], snapshot: Snapshot) -> None:
    cites = {snapshot.book.cite(path, questions[0].stem.lang): path for path in snapshot.book.paths}
    for one in (one for one in questions if one.kind == "rests on"):
        for wrong in one.options:
            assert wrong is one.right or not any(related(cites[wrong.text], place) for place in one.places)


def test_no_wrong_answer_says_what_the_right_one_says(questions: tuple[Question, ...]) -> None:
    for one in (one for one in questions if one.kind in ("what it says", "rule")):
        assert not any(alike(option.text, one.right.text) for option in one.options if option is not one.right and one.stem.lang == "en")


def test_claims_are_settled_by_the_row_that_explains_them(snapshot: Snapshot) -> None:
    """A claim's clause must be among the paths of that row of each concept, and no concept stands on both sides."""
    for claim in lore().claim:
        assert not set(claim.yes) & set(claim.no)
        for slug, path in (*claim.yes.items(), *claim.no.items()):
            assert any(path in point.paths for point in snapshot.data.concepts[slug].fields[claim.row]), (claim.id, slug)


def test_a_quiz_keeps_to_its_topics_and_mixes_the_kinds(snapshot: Snapshot) -> None:
    plan = ready("two-day")
    chosen = choose(plan, snapshot, "en", 1, plan.questions)
    assert len(chosen) == plan.questions
    assert len({one.question.id for one in chosen}) == plan.questions
    assert len({one.question.kind for one in chosen}) >= 6
    assert len({one.topic.id for one in chosen}) >= 5


def test_another_seed_gives_another_quiz_and_the_same_seed_the_same(snapshot: Snapshot) -> None:
    plan = ready("two-day")
    first, again, other = (choose(plan, snapshot, "en", seed, plan.questions) for seed in (1, 1, 2))
    assert first == again
    assert {one.question.id for one in first} != {one.question.id for one in other}


def test_both_tests_have_the_same_topics(snapshot: Snapshot) -> None:
    pre, post = pre_and_post(ready("border-hour"), snapshot, "sw", 3)
    assert [one.topic.id for one in pre] == [one.topic.id for one in post]
    assert not {one.question.id for one in pre} & {one.question.id for one in post}


def test_trafficking_of_children_needs_no_means_and_smuggling_a_border(snapshot: Snapshot) -> None:
    """Two keys that a trainer cannot afford to have wrong."""
    keys = {one.stem.text: one.right.text for one in pool(snapshot, "en") if one.kind == "claim"}
    assert keys["True or false, of Child trafficking? One of the listed means must be shown."] == "False"
    assert keys["Of which of these is this true? A border must be crossed."] == "Smuggling of migrants"
    assert ProvisionPath.parse("ctip-act-2010/3/3") in {one.clause for one in pool(snapshot, "en") if one.kind == "claim"}
