"""What the pages are drawn from: where an answer leads, defined words, reasons, marks in a story, orders, the referral picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.charge import charge_sheet
from answer.defined import defined
from answer.facts import FactsEngine, Interview
from answer.facts.mask import mask
from answer.follow import follow
from answer.marked import marked
from answer.penalty import ORDERS, fitting, ordered
from answer.referral import own_steps, picture, second_hand
from answer.why import reason, why
from index.snapshot import Snapshot
from ingest.corpus import read_corpus
from ingest.errors import BadCorpus
from ingest.path import ProvisionPath
from ingest.places import CORPUS
from ingest.referral import Referral, Step, Way

STORY = "Agnes Wanjiru was promised a job. The employer took her passport, locked her in and never paid her."


def test_an_answer_leads_on_by_references_both_ways_and_by_concepts(snapshot: Snapshot) -> None:
    after = follow([ProvisionPath.parse("ctip-act-2010/3/2")], snapshot.book, snapshot.data.concepts.values())
    assert [str(path) for path in after.leads] == ["ctip-act-2010/3/1"]
    after = follow([ProvisionPath.parse("ctip-act-2010/3")], snapshot.book, snapshot.data.concepts.values())
    assert "ctip-act-2010/12/a/ii" in map(str, after.comes)
    assert all(not str(path).startswith("ctip-act-2010/3/") for path in (*after.leads, *after.comes))
    assert "trafficking" in [concept.slug for concept in after.concepts]


@pytest.mark.parametrize("lang", ["en", "sw"])
def test_a_defined_word_stands_where_it_is_said_to(snapshot: Snapshot, lang: str) -> None:
    book = snapshot.book
    found = 0
    for path in book.paths:
        text = book.text(path, lang)
        for term in defined(text.provision.text, path, book, text.edition):
            definition = book.within(term.path, text.edition)
            assert definition is not None
            assert text.provision.text[term.start : term.end].lower() == definition.heading.lower()
            assert not term.path.holds(path)
            found += 1
    assert found > 100


def test_the_strongest_reasons_come_first_and_what_pushed_down_is_left_out() -> None:
    assert why({"dense asked.en": 2.0, "words asked.en": 1.0, "words own.en": -1.0, "home": 1.0}) == ("asked", "home")
    with pytest.raises(KeyError):
        reason("a signal that nobody named")


@pytest.mark.parametrize("names", [True, False])
def test_the_stretches_of_a_story_are_the_story(engine: FactsEngine, names: bool) -> None:
    outcome = engine.lay(STORY)
    stretches = marked(outcome, names=names)
    assert "".join(s.text for s in stretches) == (STORY if names else mask(STORY).text)
    assert {group for s in stretches for group in s.groups} >= {"act", "means", "purpose"}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*STORY.split(), "nobody", "14", "Wanjiru's", "…", "é", "\n"]), min_size=4, max_size=40))
def test_stretches_join_whatever_the_text(words: list[str]) -> None:
    engine = _engines[0]
    text = " ".join(words)
    if text.strip():
        assert "".join(s.text for s in marked(engine.lay(text, "en"))) == mask(text).text


_engines: list[FactsEngine] = []


@pytest.fixture(autouse=True)
def _kept(engine: FactsEngine) -> None:
    _engines[:] = [engine]


def test_a_sheet_counts_the_answers_of_the_interview(engine: FactsEngine, snapshot: Snapshot) -> None:
    talk = Interview.begin(engine).answer("act:recruitment", True)
    without = charge_sheet(engine, talk.outcome, snapshot.book, "trafficking")
    sheet = charge_sheet(engine, talk.outcome, snapshot.book, "trafficking", talk.answers)
    assert len(sheet.gaps) == len(without.gaps) - 1


def test_offences_are_ordered_by_their_sentence(snapshot: Snapshot) -> None:
    penalties = snapshot.data.penalties.penalty
    assert ordered(penalties, "law", "en") == penalties
    assert ordered(penalties, "prison", "en")[0].prison.life
    fines = [p.fine.min_kes for p in ordered(penalties, "fine", "en") if p.fine and p.fine.min_kes]
    assert fines == sorted(fines, reverse=True)
    for order in ORDERS:
        assert set(ordered(penalties, order, "sw")) == set(penalties)


def test_offences_are_filtered_by_document_and_word(snapshot: Snapshot) -> None:
    penalties = snapshot.data.penalties.penalty
    found = fitting(penalties, ["ctip-act-2010"], "child TRAFFICKED", "en")
    assert [p.id for p in found] == ["ctip-child-trafficking"]
    assert fitting(penalties, [], "", "en") == penalties


@pytest.mark.parametrize("lang", ["en", "sw"])
def test_every_box_is_in_the_picture_with_its_address_and_second_hand_ones_are_dashed(snapshot: Snapshot, lang: str) -> None:
    referral = snapshot.data.referral
    drawn = picture(referral, snapshot.book, lang, "note", lambda path: f"browse?p={path}")
    for step in referral.step:
        line = next(line for line in drawn.splitlines() if line.startswith(f"{step.id} ["))
        assert f"browse?p={step.paths[0]}" in line
        assert ("style=dashed" in line) == second_hand(step, snapshot.book)
    assert drawn.count("->") == len(referral.way)
    assert any(second_hand(step, snapshot.book) for step in referral.step)


def test_the_words_of_a_box_cannot_break_the_picture(snapshot: Snapshot) -> None:
    odd = Referral((Step("a", 'says "stop" \\ here', "x", ("ctip-act-2010/15",)),), ())
    line = next(line for line in picture(odd, snapshot.book, "en", "note", str).splitlines() if line.startswith("a ["))
    assert re.fullmatch(r'a \[label="(?:[^"\\]|\\.)*", URL="[^"]*", style=solid\];', line)


def test_guidelines_that_are_not_loaded_have_no_steps_of_their_own(snapshot: Snapshot) -> None:
    assert own_steps(snapshot.book, "nrm-guidelines") == ()
    assert own_steps(snapshot.book, "no-such-document") == ()


def test_no_box_of_the_referral_lies_apart() -> None:
    referral = read_corpus().data.referral
    joined = {end for way in referral.way for end in (way.start, way.end)}
    assert joined == {step.id for step in referral.step}


def test_an_arrow_to_nothing_is_refused_by_name(tmp_path: Path) -> None:
    assert Referral((), (Way("a", "b"),)).lost() == ("a", "b")
    for file in CORPUS.rglob("*"):
        if file.is_file() and file.relative_to(CORPUS).parts[0] in ("ctip-act-2010", "nrm-guidelines"):
            place = tmp_path / file.relative_to(CORPUS)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())
    box = '[[step]]\nid = "a"\nen = "x"\nsw = "x"\npaths = ["ctip-act-2010/15"]\n'
    (tmp_path / "referral.toml").write_text(box + '[[way]]\nstart = "a"\nend = "b"\n')
    with pytest.raises(BadCorpus, match=r"'b', which is no box"):
        read_corpus(tmp_path)
    (tmp_path / "referral.toml").write_text(box.replace("/15", "/99"))
    with pytest.raises(BadCorpus, match="ctip-act-2010/99"):
        read_corpus(tmp_path)
