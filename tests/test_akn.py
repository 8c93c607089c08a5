"""Akoma Ntoso XML becomes the same tree as the law's plain text; eIds lead to paths and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.akn import read_akn, read_akn_bytes
from ingest.eid import path_of
from ingest.errors import BadDocument
from ingest.frbr import Frbr, work_of
from ingest.model import Standing
from ingest.path import ProvisionPath
from tests import scribe

HEAD = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body>'
TAIL = "</body></act></akomaNtoso>"


def read(inner: str, slug: str = "lamp-act"):
    return read_akn_bytes(f"{HEAD}{inner}{TAIL}".encode(), "law.xml", slug).reading


def words(inner: str) -> dict[str, tuple[str, str, str, str]]:
    return scribe.told(read(inner).provisions)


def test_every_clause_is_found_whole(tmp_path: Path) -> None:
    reading = read_akn(scribe.write(tmp_path, "law.xml", scribe.Akn().act(scribe.law())), "lamp-act")
    assert scribe.told(reading.provisions) == scribe.told(scribe.law())
    assert [p.division for p in reading.provisions] == [p.division for p in scribe.law()]
    gone = {p.path.steps[0]: p.standing for p in reading.walk() if p.standing is not Standing.IN_FORCE}
    assert gone == {"4": Standing.REPEALED, "sched-2": Standing.SPENT}
    assert reading.doubts == ()


def test_the_file_tells_title_date_language_and_address(tmp_path: Path) -> None:
    reading = read_akn(scribe.write(tmp_path, "law.xml", scribe.Akn().act(scribe.law())), "lamp-act")
    assert (reading.title, reading.as_at, reading.lang, reading.frbr) == (scribe.TITLE, "2031-12-11", "en", scribe.URI)
    assert reading.layout == "akoma-ntoso"


def test_every_eid_leads_to_its_clause_and_back() -> None:
    found = read_akn_bytes(scribe.Akn().act(scribe.law()).encode(), "law.xml", "lamp-act")
    paths = [p.path for p in found.reading.walk()]
    assert all(found.names.path(found.names.eid(path) or "") == path for path in paths)
    assert found.names.eid(ProvisionPath.parse("lamp-act/3/1/b/ii")) == "part_II__sec_3__subsec_1__para_b__subpara_ii"
    assert found.names.path("#part_II__sec_3__subsec_1__p_1") == ProvisionPath.parse("lamp-act/3/1")
    assert found.names.path("part_IX__sec_9") is None


def test_an_older_file_is_the_same_law_and_its_ids_lead_to_its_clauses() -> None:
    found = read_akn_bytes(scribe.Older().act(scribe.law()).encode(), "law.xml", "lamp-act")
    assert scribe.told(found.reading.provisions) == scribe.told(scribe.law())
    assert found.names.eid(ProvisionPath.parse("lamp-act/3/1/b/ii")) == "part-II.section-3.1.list0.b.list0.ii"
    assert found.names.path("part-II.section-3.1.list0.b.p0") == ProvisionPath.parse("lamp-act/3/1/b")
    for eid, path in found.names.paths.items():
        assert "def-" in eid or path_of(eid, "lamp-act") == path


# An eId alone tells its path by its grammar: Parts and paragraphs of words are no steps.
@pytest.mark.parametrize(
    ("eid", "path"),
    [
        ("sec_3", "x/3"),
        ("part_II__sec_3A__subsec_1__para_ea", "x/3a/1/ea"),
        ("part_II__chp_XVIII__subpart_nn_1__sec_204__p_1", "x/204"),
        ("att_1__sec_4__subsec_3", "x/sched-1/4/3"),
        ("sec_5__hcontainer_1__list_1__item_b", "x/5/b"),
        ("chp_ONE__art_30__para_2", "x/30/2"),
        ("#sec_3__subsec_1", "x/3/1"),
        ("annex_II__para_3", "x/annex-ii/3"),
        ("sec_2__hcontainer_1__list_2__item_b", "x/2/b"),
        ("section-3", "x/3"),
        ("part-II.section-3A.1.list0.ea", "x/3a/1/ea"),
        ("chapter-ii.section-5.subsection-2.paragraph-a", "x/5/2/a"),
        ("schedule-1.paragraph-4.paragraph0", "x/sched-1/4"),
    ],
)
def test_an_eid_tells_its_path(eid: str, path: str) -> None:
    assert str(path_of(eid, "x")) == path


@pytest.mark.parametrize(
    ("text", "work", "lang", "date"),
    [
        ("/akn/ke/act/2010/8/eng@2023-12-11", "/akn/ke/act/2010/8", "eng", "2023-12-11"),
        ("https://new.kenyalaw.org/akn/ke/act/2010/constitution/", "/akn/ke/act/2010/constitution", "", ""),
        ("FRBR URI: /akn/ke/act/ln/2021/263/swa@2022-01-14.", "/akn/ke/act/ln/2021/263", "swa", "2022-01-14"),
        ("/akn/ke/act/1930/63/eng@2023-12-11/!main", "/akn/ke/act/1930/63", "eng", "2023-12-11"),
        ("/akn/ke-30/act/2019/2/eng", "/akn/ke-30/act/2019/2", "eng", ""),
    ],
)
def test_an_address_parses_and_prints(text: str, work: str, lang: str, date: str) -> None:
    found = Frbr.find(text)
    assert found is not None
    assert (found.work, found.lang, found.date) == (work, lang, date)
    assert Frbr.find(str(found)) == found
    assert work_of(text) == work


def test_articles_and_crossheadings_and_a_preamble() -> None:
    found = words(
        "<preamble><p>We, the keepers—</p></preamble><chapter><num>ONE</num><heading>LIGHT</heading><crossHeading>First</crossHeading>"
        "<article eId='art_1'><num>1</num><heading>Light</heading><paragraph><num>(1)</num><content><p>All light is one.</p></content>"
        "</paragraph></article></chapter>"
    )
    assert found == {
        "preamble": ("", "Preamble", "We, the keepers—", ""),
        "1": ("1.", "Light", "", ""),
        "1/1": ("(1)", "", "All light is one.", ""),
    }


def test_inserted_text_is_no_section_of_its_own() -> None:
    found = words(
        "<section><num>2.</num><heading>Amendment of section 5</heading><content><p>Insert the following—<mod><quotedStructure>"
        "<section><num>5A.</num><heading>Beacons</heading><content><p>A beacon is a lamp.</p></content></section></quotedStructure></mod>"
        "</p></content></section>"
    )
    assert list(found) == ["2"]
    assert "5A." in found["2"][2]
    assert "A beacon is a lamp." in found["2"][2]


def test_remarks_are_no_law_unless_they_are_all_there_is() -> None:
    found = read(
        "<section><num>1.</num><heading>Lamps</heading><content>"
        "<p>Lamps burn. <remark>[Act No. 2 of 2001, s. 3.]</remark></p></content></section>"
        "<section><num>2.</num><content><p><remark>[Repealed by Act No. 2 of 2001.]</remark></p></content></section>"
    ).provisions
    assert [(p.opening, p.standing) for p in found] == [
        ("Lamps burn.", Standing.IN_FORCE),
        ("[Repealed by Act No. 2 of 2001.]", Standing.REPEALED),
    ]


def test_a_definition_whose_list_stands_beside_it_takes_the_list() -> None:
    found = words(
        '<section><num>2.</num><heading>Interpretation</heading><intro><p>In this Act—</p><p>"lamp" means—</p></intro>'
        "<paragraph><num>(a)</num><content><p>a lantern;</p></content></paragraph>"
        '<hcontainer><content><p>"tower" means a place.</p></content></hcontainer></section>'
    )
    assert list(found) == ["2", "2/lamp", "2/lamp/a", "2/tower"]


def test_a_table_becomes_rows_that_name_their_columns() -> None:
    found = words(
        "<section><num>7.</num><heading>Fees</heading><content><p>The fees are—</p><table><tr><th><p>Lamp</p></th><th><p>Fee</p></th></tr>"
        "<tr><td><p>Beacon</p></td><td><p>10</p></td></tr><tr><td><p>Lantern</p></td><td/></tr></table></content></section>"
    )
    assert found["7/table-1/1"][2] == "Lamp: Beacon\nFee: 10"
    assert found["7/table-1/2"][2] == "Lamp: Lantern"


def test_gaps_in_numbering_are_doubts() -> None:
    section = "<section><num>{n}.</num><heading>Lamps</heading><content><p>Words.</p></content></section>"
    assert read(section.format(n=1) + section.format(n=4)).doubts == ("Numbers are missing before lamp-act/4: it follows 1.",)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<akomaNtoso><act>", "not well-formed"),
        ("<rss><channel/></rss>", "its root is <rss>"),
        (HEAD + TAIL, "no sections"),
        ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]>" + HEAD + "<section><num>1.</num><p>&x;</p></section>" + TAIL, "entities"),
    ],
)
def test_what_is_no_law_is_refused_by_name(content: str, says: str) -> None:
    with pytest.raises(BadDocument, match=says):
        read_akn_bytes(content.encode(), "law.xml", "x")
