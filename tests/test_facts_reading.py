"""What the facts engine reads: cues, ages, scope, names; and the interview, the charge sheet, the measures."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.charge import charge_docx, charge_sheet
from answer.facts import FactsEngine, Interview, StoryReader, mask
from answer.facts.age import Ages
from answer.facts.cues import WordChoices, compile_cue, spread
from answer.facts.rules import Ground, State
from answer.facts.scope import Told
from answer.facts.signs import read_lore
from eval.facts import Case, Said, calibration, cases, f1, measured
from index.snapshot import Snapshot
from ingest.errors import BadCorpus, BadInput
from ingest.path import ProvisionPath
from ingest.places import CORPUS

KEPT = (
    "An agent promised her a cleaning job in Dubai. The employer took her passport, locked her in and never paid her. "
    "She worked day and night."
)


@pytest.fixture(scope="module")
def reader() -> StoryReader:
    return StoryReader(read_lore())


def told(reader: StoryReader, text: str, sign: str, lang: str = "en") -> set[Told]:
    return {e.told for e in reader.read(text, lang).evidence if e.sign == sign}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("A girl of fourteen was taken to town.", [14]),
        ("a fifteen-year-old boy", [15]),
        ("She is 17 years old.", [17]),
        ("two boys aged nine and eleven", [9]),
        ("He had turned twenty-three in March.", [23]),
        ("Msichana wa miaka kumi na mbili.", [12]),
        ("Ana miaka 16.", [16]),
        ("mwanamke wa miaka ishirini na sita", [26]),
        ("She was under eighteen.", [17]),
        ("They worked for fourteen years.", []),
        ("Nilifanya kazi kwa miaka mitatu.", []),
        ("Alikuja kwa mkataba wa miaka mitano.", []),
        ("Yaya huyo ana miaka mitano akifanya kazi hapa.", []),
        ("as a cook at 30,000 shillings a month", []),
        ("It cost fifteen dollars.", []),
    ],
)
def test_ages_in_words_and_figures(text: str, years: list[int]) -> None:
    ages = Ages(read_lore().numbers).find(text)
    assert [age.years for age in ages] == years
    assert all(text[age.start : age.end] for age in ages)


@pytest.mark.parametrize(
    ("text", "sign", "how"),
    [
        ("The guards beat her with a belt every week.", "violence", Told.FACT),
        ("Nobody beat her or locked her in at any time.", "violence", Told.DENIED),
        ("We do not know whether he beat her.", "violence", Told.UNKNOWN),
        ("People say that he beat her with a stick.", "violence", Told.HEARSAY),
        ("If they had taken her passport she would have left.", "documents_kept", Told.SUPPOSED),
        ("The prosecution said that he took her passport away.", "documents_kept", Told.ALLEGED),
        ("The employer took her passport and kept it in a safe.", "documents_kept", Told.FACT),
    ],
)
def test_how_a_thing_is_told(reader: StoryReader, text: str, sign: str, how: Told) -> None:
    assert how in told(reader, text, sign)


@pytest.mark.parametrize(
    ("text", "sign", "how"),
    [
        ("Alipigwa na mwajiri wake kila siku bila sababu.", "violence", Told.FACT),
        ("Hakupigwa wala kutishwa na mtu yeyote kazini.", "violence", Told.DENIED),
        ("Mwajiri alichukua pasipoti yake siku ya kwanza kazini.", "documents_kept", Told.FACT),
        ("Walifungiwa ndani ya nyumba usiku na mchana.", "held", Told.FACT),
    ],
)
def test_kiswahili_is_read_too(reader: StoryReader, text: str, sign: str, how: Told) -> None:
    assert how in told(reader, text, sign, "sw")


@pytest.mark.parametrize(
    ("text", "sign", "lang"),
    [
        ("The men with clubs kept the paths of the camp.", "violence", "en"),
        ("He burned her arm with an iron when she cried.", "violence", "en"),
        ("The passports are with the lawyer, he says.", "documents_kept", "en"),
        ("She gave up her identity card on the first day.", "documents_kept", "en"),
        ("The manager chained the exit until morning.", "held", "en"),
        ("She was never alone outside in nineteen years.", "held", "en"),
        ("Their telephones were boxed on arrival.", "cut_off", "en"),
        ("She was entered in a ledger as owing thousands.", "debt", "en"),
        ("There was no campus when they came.", "lied", "en"),
        ("Her mother got a heifer for the girl.", "paid_controller", "en"),
        ("They are owed eleven weeks by the quarry.", "unpaid", "en"),
        ("The riders took them round the barrier by night.", "irregular_entry", "en"),
        ("Each of them paid nine hundred dollars for a place in the boat.", "fee", "en"),
        ("Simu ilitwaliwa siku ya kwanza.", "cut_off", "sw"),
        ("Alichapwa kwa waya na mwenye nyumba.", "violence", "sw"),
        ("Mshahara hajauona miezi minane.", "unpaid", "sw"),
        ("Ameweka kitambulisho changu chumbani kwake.", "documents_kept", "sw"),
        ("Waliwavusha usiku mbali na kizuizi cha mpaka.", "irregular_entry", "sw"),
        ("Anaambiwa arudishe riyali elfu kumi kwanza.", "debt", "sw"),
        ("Wazazi hupewa mchele kwa kila mtoto.", "paid_controller", "sw"),
        ("Badala ya shule anafua nguo kutwa nzima.", "lied", "sw"),
    ],
)
def test_families_of_words_are_read(reader: StoryReader, text: str, sign: str, lang: str) -> None:
    assert Told.FACT in told(reader, text, sign, lang)


@pytest.mark.parametrize(
    ("text", "sign", "lang"),
    [
        ("She kept the bread and paid the rent of the shop.", "documents_kept", "en"),
        ("The British men walked along the beach with ice cream.", "threat_harm", "en"),
        ("Akawapitisha njia ya porini hadi mjini.", "threat_harm", "sw"),
        ("Chifu alithibitisha cheti cha kuzaliwa.", "threat_harm", "sw"),
        ("Nobody was locked in and no one was beaten.", "held", "en"),
        ("Hakuna aliyeumizwa wala kuzuiliwa.", "violence", "sw"),
    ],
)
def test_words_that_only_look_alike_are_left_alone(reader: StoryReader, text: str, sign: str, lang: str) -> None:
    assert Told.FACT not in told(reader, text, sign, lang)


def test_a_file_of_cues_may_name_no_unknown_sign(tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    shutil.copytree(CORPUS / "facts", folder)
    (folder / "more-other.toml").write_text('[en]\nviolens = ["hit"]\n[sw]\n', encoding="utf-8")
    with pytest.raises(BadCorpus, match="violens"):
        read_lore(folder)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*KEPT.split(), "nobody", "“kept”", "miaka", "14", "’s", "…", "é", "\n"]), min_size=1, max_size=60))
def test_every_span_is_exact_whatever_the_text(words: list[str]) -> None:
    text = " ".join(words)
    if not text.strip():
        return
    for one in _shared().read(text, "en").evidence:
        assert text[one.start : one.end] == one.text


_READERS: list[StoryReader] = []


def _shared() -> StoryReader:
    if not _READERS:
        _READERS.append(StoryReader(read_lore()))
    return _READERS[0]


def test_a_cue_spreads_into_its_phrases() -> None:
    assert list(spread("in|out_of ~ home")) == ["in ~ home", "out of ~ home"]


@pytest.mark.parametrize("cue", ["", "~", "the?", "@nosuchlist"])
def test_a_cue_that_says_nothing_is_refused(cue: str) -> None:
    with pytest.raises(BadCorpus):
        compile_cue("sign", cue, WordChoices({}))


def test_states_join_as_the_weakest_and_the_strongest() -> None:
    ground = Ground({"a": State.FOUND, "b": State.UNCLEAR})
    assert ground.all_of(["a", "b"]) is State.UNCLEAR
    assert ground.all_of(["a|b", "a"]) is State.FOUND
    assert ground.all_of(["a"], unless=["a"]) is State.NOT_FOUND
    assert ground.all_of(["c"]) is State.NOT_FOUND


def test_data_names_only_what_exists(engine: FactsEngine, snapshot: Snapshot) -> None:
    lore, data = engine.lore, snapshot.data
    penalties = {p.id for p in data.penalties.penalty}
    heavier = {c.id for c in data.penalties.aggravation}
    known = {sign.id for sign in lore.signs} | set(engine.signals) | {rule.id for rule in lore.rules.derive}
    known |= (
        {about for sign in lore.signs for about in sign.proves} | {f"indicated:{rule.indication}" for rule in lore.rules.decide} | {"adult"}
    )
    named = [one for r in (*lore.rules.derive, *lore.rules.decide) for group in (*r.all_of, *r.unless) for one in group.split("|")]
    named += [one for r in (*lore.rules.related, *lore.rules.heavier, *lore.rules.note) for group in r.all_of for one in group.split("|")]
    assert {one.removeprefix("not:") for one in named} <= known
    assert {q.about for q in lore.rules.ask} <= known
    assert {r.penalty for r in lore.rules.related} <= penalties
    assert {h.aggravation for h in lore.rules.heavier} <= heavier
    assert set(lore.like) - {"none"} <= known
    paths = [path for note in lore.rules.note for path in note.paths] + [path for sign in lore.signs for path in sign.ilo]
    assert all(ProvisionPath.parse(path) in snapshot.book for path in paths)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Agnes Wanjiru met John Otieno.", "[person A] met [person B]."),
        ("Wanjiru's aunt rang 0722 123 456.", "[person A]'s aunt rang [telephone number]."),
        ("Mr Tolliver took passport A1234567.", "Mr [person A] took passport [passport number]."),
        ("In Nairobi the police came on Monday.", "In Nairobi the police came on Monday."),
        ("They asked for 30,000 shillings.", "They asked for 30,000 shillings."),
        ("Achieng left. Achieng Atieno came back.", "[person A] left. [person A] came back."),
    ],
)
def test_names_and_numbers_are_hidden(text: str, masked: str) -> None:
    assert mask(text).text == masked


def test_a_span_moves_with_the_mask() -> None:
    text = "Agnes Wanjiru was locked in."
    hidden = mask(text)
    start, end = hidden.place(text.index("locked"), text.index("locked") + 9)
    assert hidden.text[start:end] == "locked in"


def test_an_interview_from_nothing_leads_to_an_outcome(engine: FactsEngine) -> None:
    talk = Interview.begin(engine)
    assert talk.outcome.indication == "insufficient_facts"
    asked = set()
    while (question := talk.question) is not None:
        assert question.about not in asked
        assert question.question
        assert question.reason
        asked.add(question.about)
        yes = question.about in {"act:recruitment", "means:deception", "purpose:forced_labour", "held", "act:harbouring"}
        talk = talk.answer(question.about, yes if yes else None)
    assert talk.outcome.indication in {"trafficking", "forced_labour_not_trafficking"}


def test_a_sheet_has_every_element_with_words_or_a_gap(engine: FactsEngine, snapshot: Snapshot) -> None:
    outcome = engine.lay("Agnes Wanjiru is twenty. " + KEPT)
    sheet = charge_sheet(engine, outcome, snapshot.book, "trafficking")
    assert {p.state for p in sheet.proofs} <= set(State)
    assert all(p.words or p.gap for p in sheet.proofs)
    assert "Wanjiru" not in str(sheet.record())
    from docx import Document

    table = Document(io.BytesIO(charge_docx(sheet))).tables[0]
    assert len(table.rows) == 1 + len(sheet.proofs)


def test_there_is_no_sheet_for_too_little(engine: FactsEngine, snapshot: Snapshot) -> None:
    outcome = engine.lay("Somebody heard something about the house on the hill yesterday.")
    with pytest.raises(BadInput):
        charge_sheet(engine, outcome, snapshot.book)


@pytest.mark.parametrize(
    "text", ["Bonjour, je m'appelle Claire et j'habite depuis deux ans dans une maison bleue avec ma famille.", "Otieno"]
)
def test_what_is_no_story_is_never_sure(engine: FactsEngine, text: str) -> None:
    outcome = engine.lay(text)
    assert outcome.indication == "insufficient_facts"
    assert outcome.confidence <= 0.6
    assert outcome.asks


def test_measures_are_right_on_a_toy() -> None:
    case = Case("x", "", "en", "dev", "trafficking", frozenset({"trafficking"}), frozenset({"smuggling"}), {"act": frozenset({"receipt"})})
    case = Case(
        **{
            **{f: getattr(case, f) for f in case.__slots__},
            "elements": {"act": frozenset({"receipt"}), "means": frozenset(), "purpose": frozenset()},
        }
    )
    right = Said("trafficking", 1.0, {"act": frozenset({"receipt"})})
    assert f1(1, 2, 1) == pytest.approx(2 / 3)
    assert calibration([(case, right)]) == 0.0
    assert "1.00" in measured("toy", [(case, right)], {g: frozenset({"receipt"}) for g in ("act", "means", "purpose")})


def test_the_splits_do_not_meet() -> None:
    assert not {c.id for c in cases("dev")} & {c.id for c in cases("test")}


def test_a_run_of_marks_too_long_for_a_word_is_read_as_blanks_and_moves_nothing(reader: StoryReader) -> None:
    """spaCy tries every mark of a run anew for each other: nineteen thousand commas once took a minute and a half."""
    told = "He locked her in a room. "
    story = reader.read(told + "," * 19_000 + " " + told, "en")
    assert {one.sign for one in story.evidence} == {one.sign for one in reader.read(told, "en").evidence}
    assert all(story.text[one.start : one.end] == one.text for one in story.evidence)
    assert max(one.end for one in story.evidence) > 19_000
