"""The corpus restates the law: every provision, every figure, no sentence copied; and its data cites what exists."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from ingest.corpus import Corpus, read_corpus, resting, unsealed_corpus
from ingest.errors import BadCorpus
from ingest.model import Edition, Layer, Provision
from ingest.path import ProvisionPath
from ingest.places import CORPUS
from ingest.seals import seals, write_seals
from ingest.text import read_text
from tests.restatement import figures, same_run

RUN = 9
TREATIES = sorted(f.parent.name for f in CORPUS.glob("*/instrument.toml") if f.parent.name.startswith(("un", "ilo-c", "ilo-p", "crc", "s")))
WITH_TEXT = [*TREATIES, "ctip-act-2010", "employment-act-2007", "penal-code-1930"]
FLUSH_IN_THE_EXTRACT = {"penal-code-1930/153/1", "penal-code-1930/153/1/b", "penal-code-1930/156", "penal-code-1930/156/c"}
"""The extract runs the closing words of these lists into their last paragraph."""
DELETED = {"penal-code-1930/264", "penal-code-1930/265"}


@cache
def corpus() -> Corpus:
    return read_corpus()


def edition(slug: str, lang: str, layer: Layer = Layer.PLAIN) -> Edition | None:
    return next((e for e in corpus().editions if (e.instrument, e.lang, e.layer) == (slug, lang, layer)), None)


def by_path(found: Edition) -> dict[str, Provision]:
    return {str(p.path): p for p in found.walk()}


def law(official: Path, slug: str) -> dict[str, Provision]:
    """The law's own words, for the articles and sections that the corpus restates."""
    folder = official / slug
    file = folder / "official.txt" if (folder / "official.txt").is_file() else folder / "extract.txt"
    if not file.is_file():
        pytest.skip(f"no official text of {slug}")
    text = re.sub(r" \(p\.\d+[^)]*\)", "", file.read_text(encoding="utf-8"))
    text = "\n".join(re.sub(r" \[No\. \d+ of \d{4}[^]]*\]$", "", line) for line in text.splitlines() if not line.startswith("[Note"))
    instrument = corpus().instruments[slug]
    chosen = {s.split("(")[0].lower() for s in instrument.selected}
    return {str(p.path): p for p in read_text(text, slug).walk() if instrument.whole or p.path.steps[0] in chosen}


@pytest.mark.parametrize("slug", WITH_TEXT)
def test_every_provision_is_restated_and_no_other(official: Path, slug: str) -> None:
    theirs, ours = law(official, slug), by_path(edition(slug, "en"))
    assert not [p for p in theirs if p not in ours]
    assert not [p for p in ours if p not in theirs]
    assert not [p for p, words in theirs.items() if words.text and not ours[p].text and p not in DELETED]


@pytest.mark.parametrize("slug", WITH_TEXT)
def test_no_figure_is_lost_or_added(official: Path, slug: str) -> None:
    theirs, ours = law(official, slug), by_path(edition(slug, "en"))
    wrong = {
        p: (sorted(figures(words.text)), sorted(figures(ours[p].text)))
        for p, words in theirs.items()
        if p in ours and p not in DELETED and figures(words.text) != figures(ours[p].text)
    }
    assert not wrong


@pytest.mark.parametrize("slug", WITH_TEXT)
def test_no_sentence_is_copied(official: Path, slug: str) -> None:
    theirs, ours = law(official, slug), by_path(edition(slug, "en"))
    runs = {p: " ".join(same_run(words.text, ours[p].text)) for p, words in theirs.items() if p in ours}
    assert not {p: run for p, run in runs.items() if len(run.split()) >= RUN}


@pytest.mark.parametrize("slug", WITH_TEXT)
def test_closing_words_stand_where_the_law_has_them(official: Path, slug: str) -> None:
    theirs, ours = law(official, slug), by_path(edition(slug, "en"))
    places = [p for p in theirs if p in ours and p not in FLUSH_IN_THE_EXTRACT]
    assert not [p for p in places if bool(theirs[p].closing) != bool(ours[p].closing)]


@pytest.mark.parametrize("slug", sorted({e.instrument for e in read_corpus().editions if e.lang == "sw"}))
def test_kiswahili_has_the_same_places_and_figures(slug: str) -> None:
    english, swahili = by_path(edition(slug, "en")), by_path(edition(slug, "sw"))
    assert not set(swahili) - set(english)
    tops = {p.split("/")[1] for p in swahili}
    assert not [p for p in english if p not in swahili and p.split("/")[1] in tops]
    lost = {}
    for path, words in swahili.items():
        digits = {int(d.replace(",", "")) for d in re.findall(r"\d[\d,]*", words.text)}
        missing = {n for n in figures(english[path].text) if n not in digits}
        if missing:
            lost[path] = missing
    assert not lost


@pytest.mark.parametrize(
    ("slug", "tops"),
    [
        ("un-tip-protocol-2000", [str(n) for n in range(1, 21)]),
        ("un-som-protocol-2000", [str(n) for n in range(1, 26)]),
        ("ilo-c029-1930", ["1", "2", "25"]),
        ("ilo-c105-1957", [str(n) for n in range(1, 11)]),
        ("ilo-c182-1999", [str(n) for n in range(1, 9)]),
        ("slavery-convention-1926", [str(n) for n in range(1, 7)]),
        ("supplementary-slavery-convention-1956", [str(n) for n in range(1, 8)]),
        ("untoc-2000", "2 5 6 12 13 14 16 18 20 23 24 25 26 27".split()),
        ("crc-1989", "11 19 32 33 34 35 36 39".split()),
        ("crc-opsc-2000", [str(n) for n in range(1, 11)]),
        ("constitution-2010", "2 25 27 28 29 30 39 48 49 50 51 52 53".split()),
        ("employment-act-2007", "2 4 52 53 54 56 64 65".split()),
        ("penal-code-1930", "153 154 155 156 157 254 255 256 257 258 259 260 261 262 263 264 265 266 266a".split()),
        ("ilo-indicators-2012", [str(n) for n in range(1, 12)]),
    ],
)
def test_nothing_is_missing_from_the_selections(slug: str, tops: list[str]) -> None:
    assert [p.path.steps[0] for p in edition(slug, "en").provisions] == tops


@pytest.mark.parametrize("slug", ["ctip-act-2010", "un-tip-protocol-2000", "un-som-protocol-2000", "ilo-c029-1930", "constitution-2010"])
def test_kiswahili_is_whole_where_courts_need_it(slug: str) -> None:
    assert set(by_path(edition(slug, "en"))) == set(by_path(edition(slug, "sw")))


@pytest.mark.parametrize(
    "slug", ["npa-2013-2017", "nrm-guidelines", "iom-crisis-2015", "iom-east-africa-2011", "iom-direct-assistance-2007", "iom-avm-2019"]
)
def test_what_is_known_second_hand_is_a_note_with_its_source(slug: str) -> None:
    notes = edition(slug, "en", Layer.NOTE)
    assert edition(slug, "en") is None
    leaves = [p for p in notes.walk() if p.text]
    assert len(leaves) >= 3
    for note in leaves:
        assert "Source: " in note.text, note.path


def test_the_historical_plan_is_marked() -> None:
    assert corpus().instruments["npa-2013-2017"].status == "historical"


def test_the_thesaurus_is_broad() -> None:
    terms = corpus().data.terms
    assert len(terms.entry) >= 250
    assert sum(saying.lang in ("sw", "sheng") for saying in terms.entry) >= 80
    assert sum(saying.register == "misspelling" for saying in terms.entry) >= 30
    said = [words for saying in terms.entry for words in saying.say]
    assert len(said) == len(set(said))


def test_every_signal_of_an_element_is_explained() -> None:
    concepts = corpus().data.concepts
    signals = {signal.id for concept in concepts.values() for signal in concept.signal}
    used = {fact for c in concepts.values() for e in c.element for fact in (*e.one_of, *e.all_of, *e.forbids)}
    assert used <= signals


@pytest.mark.parametrize("penalty", read_corpus().data.penalties.penalty, ids=lambda p: p.id)
def test_a_penalty_has_the_figures_of_its_clause(official: Path, penalty: object) -> None:
    """Every figure of a sentence stands in the words that give it, and no other figure of years or shillings does."""
    slug = penalty.sentenced_by.split("/")[0]
    words = law(official, slug)[penalty.sentenced_by]
    text = (words.closing or words.opening) if penalty.part == "closing" else words.opening
    parts = [penalty.prison, penalty.fine, penalty.repeat, penalty.body_corporate]
    ours = {v for part in parts if part for k in part.__struct_fields__ if (v := getattr(part, k)) and not isinstance(v, bool)}
    theirs = {n for n in figures(text) if n >= 2}
    if penalty.prison and penalty.prison.years == 1:
        theirs.add(1)
    ages = {13, 14, 16, 18}
    assert ours - ages == theirs - ages
    assert bool(penalty.repeat and penalty.repeat.life) == ("subsequent conviction, to imprisonment for life" in text)


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("uses.toml", '"ctip-act-2010/14"', '"ctip-act-2010/99"', "ctip-act-2010/99"),
        ("penalties.toml", 'sentenced_by = "ctip-act-2010/3/5"', 'sentenced_by = "ctip-act-2010/3/55"', "ctip-act-2010/3/55"),
        ("terms.toml", '"ctip-act-2010/3/5"', '"ctip-act-2010/3/z"', "ctip-act-2010/3/z"),
        ("concepts/slavery.toml", "\nwhat = [", "\nwhat = []\nonce = [", "concepts/slavery"),
        ("concepts/slavery.toml", '"ctip-act-2010/2/slavery"', '"ctip-act-2010/2/slaveries"', "ctip-act-2010/2/slaveries"),
    ],
)
def test_a_corpus_whose_data_has_lost_its_clauses_is_refused(tmp_path: Path, file: str, old: str, new: str, named: str) -> None:
    folder = tmp_path / "corpus"
    shutil.copytree(CORPUS, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadCorpus) as refusal:
        read_corpus(folder)
    assert named in refusal.value.fault
    assert file in refusal.value.fault


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return shutil.copytree(CORPUS, tmp_path / "corpus")


@pytest.mark.parametrize(("lang", "old", "new"), [("en", "30 years", "31 years"), ("sw", "miaka 30", "miaka 31")])
def test_an_entry_whose_provision_changed_is_refused_until_it_is_read_again(copied: Path, lang: str, old: str, new: str) -> None:
    file = copied / "ctip-act-2010" / f"plain.{lang}.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadCorpus, match=r"ctip-act-2010/3/5 .*penalties\.toml") as refusal:
        read_corpus(copied)
    assert "eval.seal" in refusal.value.step
    changed = unsealed_corpus(copied)
    write_seals(seals(resting(changed.data), changed.editions), copied)
    read_corpus(copied)


def test_words_on_which_nothing_rests_may_change(copied: Path) -> None:
    rests = {path for paths in resting(corpus().data).values() for path in paths}
    one = next(p for p in edition("ctip-act-2010", "en").walk() if p.opening and not any(str(p.path) in path for path in rests))
    file = copied / "ctip-act-2010" / "plain.en.md"
    file.write_text(file.read_text(encoding="utf-8").replace(one.opening[:40], "Other words " + one.opening[:40], 1), encoding="utf-8")
    read_corpus(copied)


def test_the_note_of_a_penalty_cites_every_section_that_it_names() -> None:
    lost = []
    for penalty in corpus().data.penalties.penalty:
        cited = [ProvisionPath.parse(path) for path in (penalty.sentenced_by, *penalty.created_by, *penalty.note_paths)]
        numbers = {path.steps[0] for path in cited}
        named = re.findall(r"[Ss]ections? (\d+[A-Z]?)", penalty.note)
        lost += [(penalty.id, number) for number in named if number.lower() not in numbers]
    assert lost == []
