"""Web pages: Kenya Law's markup by its elements, any other page by its headings; nothing in a page is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.errors import BadDocument
from ingest.html import read_html, read_html_bytes
from ingest.path import ProvisionPath
from tests import scribe


def page(inner: str, before: str = "") -> bytes:
    return f"<html><body>{before}<la-akoma-ntoso>{inner}</la-akoma-ntoso></body></html>".encode()


@pytest.fixture(scope="module")
def kenya() -> bytes:
    return scribe.Kenya().act(scribe.law()).encode()


def test_every_clause_of_a_kenya_law_page_is_found_whole(kenya: bytes, tmp_path: Path) -> None:
    reading = read_html(scribe.write(tmp_path, "law.html", kenya), "lamp-act")
    assert scribe.told(reading.provisions) == scribe.told(scribe.law())
    assert [p.division for p in reading.provisions] == [p.division for p in scribe.law()]


PAGES = {
    "lines between the elements": (r">(?=<)", ">\n   "),
    "divisions in place of sections": (r"<(/?)section", r"<\1div"),
    "the word Section before the number": (r"<h3>(\d+A?)\. ", r"<h3>Section \1 – "),
    "a dash after the number": (r"<h3>(\d+A?)\. ", r"<h3>\1 – "),
    "deeper headings with hard spaces": (r"<h3>(\d+A?\.) (.*?)</h3>", r"<h4>\1&nbsp;\2</h4>"),
    "number and heading in spans": (
        r"<h3>(\d+A?\.) (.*?)</h3>",
        r'<span class="akn-num">\1</span> <span class="akn-heading">\2</span>',
    ),
    "no ids": (r' (?:data-e)?id="[^"]*"', ""),
    "classes of its own": (r'class="akn-(\w+)"', r'class="shown akn-\1 akn--marked value-a"'),
    "articles": ("akn-section", "akn-article"),
}


@pytest.mark.parametrize(("was", "now"), PAGES.values(), ids=PAGES.keys())
def test_the_same_law_is_read_in_other_manners_of_markup(was: str, now: str, kenya: bytes) -> None:
    changed = re.sub(was, now, kenya.decode())
    assert changed != kenya.decode()
    assert scribe.told(read_html_bytes(changed.encode(), "x.html", "lamp-act").reading.provisions) == scribe.told(scribe.law())


def test_the_page_tells_title_date_and_address_and_not_those_of_other_versions(kenya: bytes) -> None:
    reading = read_html_bytes(kenya, "law.html", "lamp-act").reading
    assert (reading.title, reading.as_at, reading.frbr, reading.layout) == (scribe.TITLE, "2031-12-11", scribe.URI, "kenya-law-html")


def test_the_pages_own_anchors_lead_to_clauses_and_back(kenya: bytes) -> None:
    names = read_html_bytes(kenya, "law.html", "lamp-act").names
    assert names.eid(ProvisionPath.parse("lamp-act/3a")) == "part_II__sec_3A"
    assert names.path("part_II__sec_3__subsec_1__para_b") == ProvisionPath.parse("lamp-act/3/1/b")


@pytest.mark.parametrize("place", ["canonical", "og:url", "attribute", "words"])
def test_the_date_is_found_wherever_the_page_states_it(place: str) -> None:
    uri = "/akn/ke/act/2031/7/eng@2031-12-11"
    section = '<section class="akn-section" id="sec_1"><h3>1. Lamps</h3><span class="akn-p">Words.</span></section>'
    head = {
        "canonical": f'<link rel="canonical" href="https://x.example{uri}">',
        "og:url": f'<meta property="og:url" content="https://x.example{uri}">',
    }.get(place, "")
    frbr = f'frbr-expression-uri="{uri}"' if place == "attribute" else ""
    said = "<p>This is the latest version of this Act, as it stood at 11 December 2031.</p>" if place == "words" else ""
    text = f"<html><head>{head}</head><body>{said}<la-akoma-ntoso {frbr}>{section}</la-akoma-ntoso></body></html>"
    assert read_html_bytes(text.encode(), "x.html", "x").reading.as_at == "2031-12-11"


def test_kenya_laws_own_ways_are_read() -> None:
    found = scribe.told(
        read_html_bytes(
            page(
                '<section class="akn-chapter" id="chp_ONE"><h2>Chapter ONE<br>LAMPS AND LIGHT</h2>'
                '<section class="akn-section" id="chp_ONE__sec_1"><h3>1. Lamps</h3><section class="akn-subsection">'
                '<span class="akn-num">(1)</span>'
                '<span class="akn-content"><span class="akn-p">A <span class="akn-term">lamp</span>  burns<a href="#fn1">1</a> at '
                '<a class="akn-ref" href="#chp_ONE__sec_2">2</a>.</span></span></section>'
                '<span class="akn-hcontainer" data-name="hcontainer"><span class="akn-content"><span class="akn-blockList">'
                '<span class="akn-listIntroduction">It is—</span><span class="akn-item"><span class="akn-num">(a)</span>'
                '<span class="akn-p">bright;</span></span><span class="akn-listWrapUp">at all times.</span></span></span></span>'
                "</section></section>"
            ),
            "x.html",
            "x",
        ).reading.provisions
    )
    assert found == {
        "1": ("1.", "Lamps", "", "It is—\nat all times."),
        "1/1": ("(1)", "", "A lamp burns at 2.", ""),
        "1/a": ("(a)", "", "bright;", ""),
    }


def test_a_division_of_two_lines_is_one() -> None:
    section = '<section class="akn-section"><h3>1. A</h3><span class="akn-p">B.</span></section>'
    inner = f'<section class="akn-chapter"><h2>Chapter ONE<br>LAMPS</h2>{section}</section>'
    assert read_html_bytes(page(inner), "x.html", "x").reading.provisions[0].division == "Chapter ONE – LAMPS"


def test_a_plain_page_of_a_law_is_read_by_its_lines() -> None:
    reading = read_html_bytes(scribe.plain_page().encode(), "law.html", "lamp-act").reading
    assert scribe.told(reading.provisions) == scribe.told(scribe.law())
    assert reading.title == scribe.TITLE


def test_a_plain_page_of_a_guideline_is_read_by_its_headings() -> None:
    text = (
        "<html><body><nav><p>Home</p></nav><h1>Guide for keepers</h1><p>As at 3 May 2030.</p><h2>1. Screening</h2><p>Ask first.</p>"
        "<h3>1.1 Who asks</h3><ul><li>(a) the keeper;</li><li>(b) the guard.</li></ul><h2>Forms</h2>"
        "<table><caption>Table 1: Steps</caption>"
        "<tr><th>Step</th><th>By</th></tr><tr><td><p>Ask</p><p>again</p></td><td>Keeper</td></tr></table><script>evil()</script></body></html>"
    )
    reading = read_html_bytes(text.encode(), "guide.html", "guide").reading
    assert (reading.layout, reading.as_at, reading.title) == ("html", "2030-05-03", "Guide for keepers")
    found = scribe.told(reading.provisions)
    assert list(found) == [
        "front",
        "1",
        "1/1",
        "1/1/a",
        "1/1/b",
        "forms",
        "table-1",
        "table-1/1",
    ]
    assert found["table-1/1"][2] == "Step: Ask again\nBy: Keeper"
    assert "evil" not in str(found)


def test_cells_that_reach_down_or_across_are_read_as_they_are_seen() -> None:
    text = (
        "<html><body><h1>Plan</h1><h2>Lamps</h2><table><tr><th>Objective</th><th>Activity</th><th>Lead</th></tr>"
        "<tr><td colspan=3>First year</td></tr><tr><td rowspan=2>Light</td><td>Count</td><td rowspan=2>Tower</td></tr>"
        "<tr><td>Mend</td></tr><tr><td>Order</td><td colspan=2>Write</td></tr></table></body></html>"
    )
    table = read_html_bytes(text.encode(), "plan.html", "plan").reading.provisions[-1]
    assert [(row.division, row.opening) for row in table.children] == [
        ("First year", "Objective: Light\nActivity: Count\nLead: Tower"),
        ("First year", "Objective: Light\nActivity: Mend\nLead: Tower"),
        ("First year", "Objective: Order\nActivity: Write"),
    ]


def test_scripts_and_forms_say_nothing(kenya: bytes) -> None:
    said = str(scribe.told(read_html_bytes(kenya, "x.html", "x").reading.provisions))
    assert "Trap" not in said and "alert" not in said and "Menu" not in said and "Not law" not in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_page_is_read_in_its_encoding(encoding: str) -> None:
    text = (
        '<html><head><meta charset="windows-1252"></head><body><h3>1. Lamps</h3><p>“Lamp” – a light’s home.</p><h3>2. B</h3></body></html>'
    )
    assert "“Lamp” – a light’s home." in str(scribe.told(read_html_bytes(text.encode(encoding), "x.html", "x").reading.provisions))


@pytest.mark.parametrize(
    "content",
    [
        b"<html></html>",
        b"<html><body><p>Only words.</p></body></html>",
        page('<section class="akn-part"><h2>Part I</h2></section>'),
        b"<html>\xff\xfe",
    ],
)
def test_a_page_without_a_law_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(BadDocument, match=r"x\.html"):
        read_html_bytes(content, "x.html", "x")
