"""Paths parse, print and round-trip; so do the citations printed from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.snapshot import Snapshot
from ingest.book import Book
from ingest.citation import cite, find_citations, place, resolve
from ingest.copying import copies
from ingest.errors import BadInput
from ingest.model import Edition, Instrument, Layer, Provision
from ingest.path import ProvisionPath, kebab, step

STEPS = st.lists(st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True), max_size=5)


@given(STEPS)
def test_a_path_round_trips(steps: list[str]) -> None:
    path = ProvisionPath("ctip-act-2010", tuple(steps))
    assert ProvisionPath.parse(str(path)) == path


@pytest.mark.parametrize("bad", ["", "/", "CTIP/3", "ctip-act-2010/3(1)", "ctip act/3", "ctip-act-2010//3", "../etc/passwd", "a/b/../c"])
def test_what_is_no_path_is_refused(bad: str) -> None:
    with pytest.raises(BadInput):
        ProvisionPath.parse(bad)


@pytest.mark.parametrize(
    ("path", "unit", "english", "swahili"),
    [
        ("ctip-act-2010/3/1/a", "section", "s. 3(1)(a)", "kifungu cha 3(1)(a)"),
        ("ctip-act-2010/20/2/j/ii", "section", "s. 20(2)(j)(ii)", "kifungu cha 20(2)(j)(ii)"),
        ("ctip-act-2010/19/2/ea", "section", "s. 19(2)(ea)", "kifungu cha 19(2)(ea)"),
        ("ctip-act-2010/2/forced-labour", "section", "s. 2, definition of “forced labour”", "kifungu cha 2, ufafanuzi wa “forced labour”"),
        ("ctip-act-2010/2/exploitation/f", "section", "s. 2, “exploitation”, paragraph (f)", "kifungu cha 2, “exploitation”, aya ya (f)"),
        ("ctip-act-2010/sched-1/4/3", "section", "First Schedule, paragraph 4(3)", "Jedwali la Kwanza, aya ya 4(3)"),
        ("lamp-act-2020/sched-9/2", "section", "Schedule 9, paragraph 2", "Jedwali 9, aya ya 2"),
        ("lamp-act-2020/sched/3/2", "section", "Schedule, paragraph 3(2)", "Jedwali, aya ya 3(2)"),
        ("lamp-act-2020/annex-b/2", "section", "Annex B, paragraph 2", "Kiambatisho B, aya ya 2"),
        ("un-tip-protocol-2000/3/a", "article", "Art. 3(a)", "ibara ya 3(a)"),
        ("penal-code-1930/266a", "section", "s. 266A", "kifungu cha 266A"),
        ("nrm-guidelines/4/2", "heading", "heading 4(2)", "kichwa cha 4(2)"),
        ("npa-2013-2017/notes/standing", "heading", "Kinga's note, “standing”", "dokezo la Kinga, “standing”"),
    ],
)
def test_a_path_prints_as_the_court_cites_it(path: str, unit: str, english: str, swahili: str) -> None:
    assert place(ProvisionPath.parse(path), unit) == english
    assert place(ProvisionPath.parse(path), unit, "sw") == swahili


@pytest.mark.parametrize("lang", ["en", "sw"])
@pytest.mark.parametrize("long", [False, True])
def test_every_provision_is_found_again_by_its_citation(snapshot: Snapshot, lang: str, long: bool) -> None:
    book = snapshot.book
    lost = []
    for path in book.paths:
        printed = book.cite(path, lang, long)
        found = [p for c in find_citations(printed, book.instruments.values()) for p in resolve(c, book.instruments, book, "ctip-act-2010")]
        if found != [path]:
            lost.append((printed, found))
    assert not lost


@pytest.mark.parametrize(
    ("path", "english", "swahili"),
    [
        ("ctip-act-2010/3/1/a", "Section 3(1)(a) of the Counter-", "Kifungu cha 3(1)(a) cha Sheria ya Kukabiliana"),
        ("ctip-act-2010/2/fund", "Section 2, definition of “Fund”, of the Counter-", "Kifungu cha 2, ufafanuzi wa “Hazina”, cha Sheria"),
        ("ctip-act-2010/sched-1/4/3", "Paragraph 4(3) of the First Schedule to the Counter-", "Aya ya 4(3) ya Jedwali la Kwanza la Sheria"),
        ("constitution-2010/30/2", "Article 30(2) of the Constitution of Kenya, 2010", "Ibara ya 30(2) ya Katiba ya Kenya, 2010"),
        ("iom-crisis-2015/notes", "Kinga's note on Addressing", "Dokezo la Kinga kuhusu Kushughulikia"),
    ],
)
def test_a_citation_in_full(snapshot: Snapshot, path: str, english: str, swahili: str) -> None:
    assert snapshot.book.cite(ProvisionPath.parse(path), "en", long=True).startswith(english)
    assert snapshot.book.cite(ProvisionPath.parse(path), "sw", long=True).startswith(swahili)


def test_a_citation_is_copied_in_every_form(snapshot: Snapshot) -> None:
    forms = copies(snapshot.book, ProvisionPath.parse("ctip-act-2010/3/2"))
    address = "https://new.kenyalaw.org/akn/ke/act/2010/8/eng@2023-12-11"
    assert forms["long"] == "Section 3(2) of the Counter-Trafficking in Persons Act (Cap. 61)"
    assert forms["link"] == f"{forms['long']}, {address}"
    assert forms["markdown"].endswith(f"\n>\n> — [{forms['long']}]({address})")
    assert forms["text"].startswith("“Where any of the means")


def test_copied_markdown_shows_markup_as_words() -> None:
    words = Provision(ProvisionPath.parse("x-act/1"), "1.", "H", "<script>alert(1)</script> [a](http://b) *c*")
    act = Instrument("x-act", "X Act", "X Act", "act", "section", 2000)
    book = Book({"x-act": act}, [Edition("x-act", Layer.OFFICIAL, "en", (words,))])
    assert copies(book, words.path)["markdown"].splitlines()[0] == r"> \<script\>alert(1)\</script\> \[a\](http://b) \*c\*"


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ("s.3(2)", ("3", "2")),
        ("s 3(2)", ("3", "2")),
        ("sec 3 sub 2", ("3", "2")),
        ("section 15(4)", ("15", "4")),
        ("Section 3, subsection (1), paragraph (e)", ("3", "1", "e")),
        ("kifungu cha 3(5)", ("3", "5")),
        ("kifungu cha 3 kifungu kidogo cha 5", ("3", "5")),
        ("ibara ya 30(2)", ("30", "2")),
        ("First Schedule para 4(3)", ("sched-1", "4", "3")),
        ("Jedwali la Kwanza, aya ya 4(3)", ("sched-1", "4", "3")),
        ("art 3a", ("3", "a")),
        ("3(1)(e)", ("3", "1", "e")),
        ("section 266A", ("266a",)),
        ("section 20(2)(j)(ii)", ("20", "2", "j", "ii")),
        ("s. 19(2)(ea)", ("19", "2", "ea")),
        ("Schedule 9, paragraph 2", ("sched-9", "2")),
        ("Sch 1 para 3(1)(c)", ("sched-1", "3", "1", "c")),
        ("s.17 ss.3", ("17", "3")),
        ("indicator 7", ("7",)),
        ("s. 2, definition of “forced labour”", ("2", "forced-labour")),
        ('section 2 "slavery"', ("2", "slavery")),
    ],
)
def test_citations_are_recognised_in_their_spellings(words: str, steps: tuple[str, ...]) -> None:
    (found,) = find_citations(words, ())
    assert found.steps == steps
    assert words[found.start : found.end] == words


@pytest.mark.parametrize("words", ["3 girls", "in 2019", "about 30 years", "the section on fines", "she is 14", "article writers"])
def test_ordinary_numbers_are_no_citations(words: str) -> None:
    assert find_citations(words, ()) == ()


def test_an_instrument_named_beside_the_number_owns_it(snapshot: Snapshot) -> None:
    instruments = snapshot.book.instruments
    for words, slug in [
        ("article 3(a) of the Palermo Protocol", "un-tip-protocol-2000"),
        ("Art. 30(2) of the Constitution", "constitution-2010"),
        ("section 4 Employment Act", "employment-act-2007"),
        ("Penal Code s. 266A", "penal-code-1930"),
    ]:
        (found,) = find_citations(words, instruments.values())
        assert found.instrument == slug, words


@pytest.mark.parametrize("path", ["x/sched", "x/sched/3/2", "x/sched-1/4/3", "x/sched-9/2", "x/annex-2/3", "x/annex-b/2"])
@pytest.mark.parametrize("lang", ["en", "sw"])
def test_schedules_and_annexes_are_found_again_by_their_citation(path: str, lang: str) -> None:
    (found,) = find_citations(place(ProvisionPath.parse(path), "section", lang), ())
    assert found.steps == ProvisionPath.parse(path).steps


@pytest.mark.parametrize("steps", ["annex", "annex/3", "annex-1", "annex-2/4/a", "annex-a", "annex-b/2", "sched", "sched/4", "sched-1/4/3"])
def test_the_whole_citation_of_an_annex_or_a_schedule_leads_back(steps: str, snapshot: Snapshot) -> None:
    instruments = snapshot.book.instruments
    for slug in ("ctip-act-2010", "un-tip-protocol-2000", "nrm-guidelines"):
        path = ProvisionPath.parse(f"{slug}/{steps}")
        for lang in ("en", "sw"):
            for long in (False, True):
                (found,) = find_citations(cite(path, instruments[slug], lang, long), instruments.values())
                assert (found.steps, found.instrument) == (path.steps, slug)


def test_an_annex_or_a_schedule_of_no_instrument_is_no_citation() -> None:
    for words in ("the schedule of payments is ready", "the payment schedule, Ministry of Health", "the annex building"):
        assert find_citations(words, ()) == ()


def test_steps_are_kebab_case() -> None:
    assert kebab("Victim of trafficking in persons") == "victim-of-trafficking-in-persons"
    assert kebab("Children's officers") == "childrens-officers"
    assert step("(1)") == "1"
    assert step("266A.") == "266a"
