"""What sentences tell: marks that fit the cases, words as numbers, and the sentence that is shown for an element."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from answer.facts import FactsEngine
from answer.facts.read import Evidence, Sentence, Story
from answer.facts.scope import Told
from answer.facts.telling import pooled, read_telling, shifted, sign_rows
from answer.wording import Wording, items
from eval.facts import cases
from eval.facts_told import THINGS, read_marks
from ingest.errors import BadCorpus

OBLIQUE = (
    "She was fetched from Moroto by a woman who spoke of a tailoring class. There is no class; she scrubs floors in three houses. "
    "The one who walked to the stage was brought back by the woman's sons, and since then a man sleeps across the door. "
    "What she earns is written in a book that she may not see."
)
OBLIQUE_SW = (
    "Alichukuliwa Moroto na mwanamke aliyemwambia kuna darasa la ushonaji. Darasa halipo, anasafisha nyumba tatu. "
    "Aliyejaribu kwenda stendi alirudishwa na vijana wa mwanamke huyo, na tangu hapo mtu hulala mlangoni."
)


def test_marks_name_cases_of_development_only_and_sentences_that_they_have(engine: FactsEngine) -> None:
    dev = {case.id: case for case in cases("dev")}
    kept_out = {case.id for split in ("test", "blind") for case in cases(split)}
    marks = read_marks()
    assert not kept_out & set(marks.cases)
    for name in [name for name in marks.cases if name in dev][::25]:
        story = engine.reader.read(dev[name].facts, dev[name].lang)
        assert max(max(rows) for rows in marks.cases[name].values()) < len(story.sentences), name


def test_a_mark_of_no_known_thing_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "told.jsonl"
    file.write_text('{"id": "f001", "told": {"means:magic": [0]}}\n', encoding="utf-8")
    with pytest.raises(BadCorpus, match="means:magic"):
        read_marks(file)


def test_the_weights_know_every_thing_and_every_sign(engine: FactsEngine) -> None:
    telling = read_telling()
    assert telling is not None
    assert tuple(telling.heads) == THINGS
    assert set(telling.signs) <= {sign.id for sign in engine.lore.signs}


@pytest.mark.parametrize(("text", "lang"), [(OBLIQUE, "en"), (OBLIQUE_SW, "sw")])
def test_what_no_rule_has_words_for_is_found_with_its_exact_sentence(engine: FactsEngine, text: str, lang: str) -> None:
    rows = {row["element"]: row for row in engine.lay(text, lang).record()["elements"]}
    for element in ("means:coercion", "means:deception"):
        assert rows[element]["state"] == "found", element
        assert rows[element]["evidence"]
        for span in rows[element]["evidence"]:
            assert text[span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize(
    ("kind", "text", "some"),
    [
        ("en", "He locked the doors.", {"lock", "door"}),
        ("en pairs", "He locked the doors.", {"locked", "he locked", "the doors"}),
        ("sw letters", "mlango", {" ml", "mla", "ngo ", "ango"}),
    ],
)
def test_words_become_items(kind: str, text: str, some: set[str]) -> None:
    assert some <= items(text, kind)


def test_the_words_of_a_kind_are_of_unit_length_and_only_of_the_language() -> None:
    wording = Wording({"en": {"lock": 2.0, "door": 1.0}, "sw": {"mlang": 1.0}})
    row = wording.row("He locked the doors.", "en")
    assert np.linalg.norm(row) == pytest.approx(1.0)
    assert row[2] == 0
    assert not wording.row("Nothing here is known.", "en").any()


def test_signs_stand_in_their_sentence_and_beside_its_neighbours() -> None:
    text = "He hit her. She left it there."
    sentences = (Sentence(0, 11, text[:11]), Sentence(12, 30, text[12:]))
    told = (Evidence("violence", 3, 6, "hit"), Evidence("held", 16, 20, "left", Told.DENIED))
    rows = sign_rows(Story(text, "en", told, 6, sentences=sentences), ("violence", "held"))
    assert (rows > 0).tolist() == [[True, False, False, False], [False, False, False, True]]
    assert (shifted(rows, -1)[1] == rows[0]).all() and not shifted(rows, -1)[0].any()
    assert (shifted(rows, 1)[0] == rows[1]).all() and not shifted(rows, 1)[1].any()


def test_a_story_without_sentences_tells_nothing() -> None:
    assert pooled(np.zeros((0, 3))).tolist() == [0.0] * 6
    most = pooled(np.array([[-5.0, 2.0], [1.0, -5.0]]))
    assert most[:2].tolist() == [1.0, 2.0]
