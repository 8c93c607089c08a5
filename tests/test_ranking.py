"""Ranking knows law: what is cited, defined, punished, listed; Kenyan law before treaties; what was typed can be searched alone."""

from __future__ import annotations

import pytest

from answer.why import reason
from index.search import Search
from ingest.citation import other_document


def found(search: Search, question: str, limit: int = 5, exact: bool = False) -> list[str]:
    return [str(hit.path) for hit in search.search(question, limit, exact=exact)]


# What a magistrate cites stands first, however it is written.
@pytest.mark.parametrize(
    ("question", "paths"),
    [
        ("s.3(2)", ["ctip-act-2010/3/2"]),
        ("s3(2)", ["ctip-act-2010/3/2"]),
        ("sec 3 sub 2", ["ctip-act-2010/3/2"]),
        ("section 3.2", ["ctip-act-2010/3/2"]),
        ("section 3 (1) a", ["ctip-act-2010/3/1/a"]),
        ("section three", ["ctip-act-2010/3"]),
        ("kifungu cha 3(5)", ["ctip-act-2010/3/5"]),
        ("kifungu cha tatu", ["ctip-act-2010/3"]),
        ("kifungu kidogo cha 2 cha kifungu cha 3", ["ctip-act-2010/3/2"]),
        ("vifungu vya 3 na 5", ["ctip-act-2010/3", "ctip-act-2010/5"]),
        ("art 3a palermo", ["un-tip-protocol-2000/3/a"]),
        ("3(1)(e) CTIP", ["ctip-act-2010/3/1/e"]),
        ("ss. 5, 8 & 9 of the Act", ["ctip-act-2010/5", "ctip-act-2010/8", "ctip-act-2010/9"]),
        ("section 3(1)(a) and (b)", ["ctip-act-2010/3/1/a", "ctip-act-2010/3/1/b"]),
        ("trafficking contrary to sec. 3(1)(c) r/w 3(5)", ["ctip-act-2010/3/1/c", "ctip-act-2010/3/5"]),
        ("paragraph (a) of section 8", ["ctip-act-2010/8/a"]),
        ("para (a) of subsection (1) of section 4", ["ctip-act-2010/4/1/a"]),
        ("para 4(4) of the First Schedule", ["ctip-act-2010/sched-1/4/4"]),
        ("aya ya 4 ya Jedwali la Kwanza", ["ctip-act-2010/sched-1/4"]),
        ("section 2 definition of slavery", ["ctip-act-2010/2/slavery"]),
        ('s. 2 "exploitation" (f)', ["ctip-act-2010/2/exploitation/f"]),
        ("Article 50(2)(a) CoK 2010", ["constitution-2010/50/2/a"]),
        ("ibara ya 30(2) ya Katiba", ["constitution-2010/30/2"]),
        ("section 266 A of the Penal Code", ["penal-code-1930/266a"]),
        ("Cap 63 s 257", ["penal-code-1930/257"]),
        ("Employment Act s 53(1)", ["employment-act-2007/53/1"]),
        ("article 3, subparagraph (c), Palermo Protocol", ["un-tip-protocol-2000/3/c"]),
        ("ILO Convention No. 29, Article 2(1)", ["ilo-c029-1930/2/1"]),
        ("article 5 CRC optional protocol", ["crc-opsc-2000/5"]),
        ("ILO indicator 7", ["ilo-indicators-2012/7"]),
    ],
)
def test_a_citation_leads_straight_to_its_clause(search: Search, question: str, paths: list[str]) -> None:
    assert [str(path) for path in search.cited(question)] == paths
    assert set(found(search, question, len(paths))) == set(paths)


@pytest.mark.parametrize(
    "question",
    [
        "s 16 sexual offences act",
        "section 3 of the modern slavery act",
        "section 5 of the Tanzanian anti trafficking act 2008",
        "section 12 of the PBO Act",
        "kifungu cha 5 cha sheria ya Tanzania",
        "section 45 of the Act",
        "section 8(c) of the Act",
        "third schedule",
        "article 25 of the Palermo Protocol",
        "it's 14 girls, that's 3 too many",
        "3 girls (two) from Busia",
    ],
)
def test_what_is_not_here_leads_to_no_clause(search: Search, question: str) -> None:
    assert search.cited(question) == ()


# Where a meaning is asked, the definition comes before the clauses that use the word.
@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("meaning of slavery in the Act", "ctip-act-2010/2/slavery"),
        ("define exploitation", "ctip-act-2010/2/exploitation"),
        ("what is an organized criminal group", "ctip-act-2010/2/organized-criminal-group"),
        ("maana ya mapato ya uhalifu", "ctip-act-2010/2/proceeds-of-crime"),
    ],
)
def test_a_definition_comes_first_where_a_meaning_is_asked(search: Search, question: str, path: str) -> None:
    assert found(search, question, 1) == [path]


# Where a sentence is asked, the clause that gives it comes first: another subsection, or the closing words of the list.
@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("penalty under section 4", "ctip-act-2010/4/3"),
        ("what is the sentence for s. 4(1)(a)", "ctip-act-2010/4/3"),
        ("maximum fine for section 5(a)", "ctip-act-2010/5"),
        ("punishment for an offence under s. 8(b)", "ctip-act-2010/8"),
        ("adhabu ya kifungu cha 11(3)", "ctip-act-2010/11/5"),
        ("penalty for confiscating someone's passport", "ctip-act-2010/8"),
        ("fine for leasing a house to traffickers", "ctip-act-2010/5"),
        ("sentence for adopting a child in order to traffic it", "ctip-act-2010/4/3"),
    ],
)
def test_the_clause_that_gives_the_sentence_comes_first(search: Search, question: str, path: str) -> None:
    assert found(search, question, 1) == [path]


@pytest.mark.parametrize(
    ("question", "ours", "treaty"),
    [
        ("is consent irrelevant", "ctip-act-2010/3/2", "un-tip-protocol-2000/3/b"),
        ("recruitment of a child is trafficking even without the means", "ctip-act-2010/3/3", "un-tip-protocol-2000/3/c"),
    ],
)
def test_kenyan_law_comes_before_a_treaty_that_says_the_same(search: Search, question: str, ours: str, treaty: str) -> None:
    paths = found(search, question, 30)
    assert paths.index(ours) < paths.index(treaty)


def test_a_list_is_lifted_where_all_of_it_answers_and_its_item_where_one_does(search: Search) -> None:
    assert found(search, "who are the members of the advisory committee", 1) == ["ctip-act-2010/19/2"]
    assert found(search, "is the director of public prosecutions a member of the committee", 1) == ["ctip-act-2010/19/2/ea"]


def test_only_the_words_typed_are_searched_where_that_is_asked(search: Search) -> None:
    question = "kidnaping for kidney harvesting"
    assert search.read(question).shown
    assert search.read(question).mended
    plain = search.find(question, exact=True)
    assert plain.reading.shown == ()
    assert plain.reading.mended == {}
    assert not any(name.startswith("also") or name == "met" for hit in plain.hits for name in hit.signals)


@pytest.mark.parametrize(
    "question", ["what sentence does the treaty give for trafficking?", "is consent a defence?", "s. 3(2)", "adhabu ni gani?"]
)
def test_every_signal_of_a_ranking_has_a_reason_to_show(search: Search, question: str) -> None:
    """A signal without one once broke the page."""
    for hit in search.search(question, 100):
        for signal in hit.signals:
            assert reason(signal)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("s. 9 of the Act", ""),
        ("s. 9 of the said Act", ""),
        ("s. 9 of the Counter-Trafficking in Persons Act", ""),
        ("s. 9 Sexual Offences Act", "Sexual Offences Act"),
        ("s. 9, of the Children Act", "Children Act"),
    ],
)
def test_a_document_that_is_not_loaded_is_told_from_the_act_itself(text: str, other: str) -> None:
    assert other_document(text, 4) == other
