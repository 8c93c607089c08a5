"""Treaties in PDF: articles in every manner of print, preamble, paragraphs, annexes."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.typeset import PRINTS, treaty
from ingest.pdf import read_pdf
from ingest.text import read_text
from ingest.treaty import annex_of, article_of

HARBOURS = """Part I – Lamps
Article 1. Use of terms
For the purposes of this Treaty:
(a) “Lamp” means a light that burns by night at a place where vessels lie, whoever keeps it and whatever it burns;
(b) “Pier” means a place where vessels lie.
Article 2. Duties of the Parties
1. Each Party shall, in accordance with Article 5 of this Treaty and with the means at its disposal, keep lamps burning at its piers:
(a) by night; and
(b) in fog:
(i) at sea;
(ii) on lakes, where:
a.Vessels lie at night;
b. Fishers land.
2. No Party shall put out the lamps of another.
Part II – Final provisions
Article 3. Entry into force
This Treaty enters into force on the day on which the second instrument is deposited.
Article 4. Languages
The texts in all languages are equally authentic.
"""


@pytest.mark.parametrize("how", PRINTS.values(), ids=PRINTS.keys())
def test_a_treaty_in_print_is_the_tree_of_its_text(how, tmp_path: Path) -> None:
    printed = read_pdf(treaty(tmp_path / "treaty.pdf", "Treaty on Lamps", HARBOURS, how), "lamps")
    plain = read_text(HARBOURS, "lamps")
    assert printed.layout == "treaty"
    assert [(str(p.path), p.heading, p.opening, p.closing, p.division) for p in printed.walk()] == [
        (str(p.path), p.heading, p.opening, p.closing, p.division) for p in plain.walk()
    ]
    assert all(p.boxes for p in printed.walk())


def test_preamble_and_annex_have_their_places(tmp_path: Path) -> None:
    text = "The Parties to this Treaty,\nRecalling that lamps go out,\nHave agreed as follows:\n" + HARBOURS
    text += "Annex\nThe lamps are listed here.\n"
    reading = read_pdf(treaty(tmp_path / "treaty.pdf", "Treaty on Lamps", text, PRINTS["centred, title below in italics"]), "lamps")
    assert [p.path.steps[0] for p in reading.provisions] == ["preamble", "1", "2", "3", "4", "annex"]
    assert reading.provisions[0].opening.startswith("The Parties to this Treaty,\nRecalling")
    assert reading.provisions[-1].opening == "The lamps are listed here."


@pytest.mark.parametrize(
    ("line", "stands_out", "token"),
    [
        ("Article 3", False, "3"),
        ("ARTICLE IV", True, "4"),
        ("Article 3. Use of terms", False, "3"),
        ("Article 12 – Scope", False, "12"),
        ("Article 3 Use of terms", True, "3"),
        ("Article 3 of the Convention applies", False, None),
        ("Article 5. The Parties shall keep lamps burning.", False, None),
        ("Articles 3 and 4", True, None),
    ],
)
def test_what_heads_an_article(line: str, stands_out: bool, token: str | None) -> None:
    found = article_of(line, stands_out)
    assert (found.token if found else None) == token


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("ANNEX", ("annex", "ANNEX", "")),
        ("Annex II: Ports", ("annex-2", "Annex II", "Ports")),
        ("Annex A", ("annex-a", "Annex A", "")),
        ("annexed lands", None),
    ],
)
def test_what_heads_an_annex(line: str, answer: tuple[str, str, str] | None) -> None:
    assert annex_of(line) == answer


def test_real_treaties_set_in_print_are_read_whole(official: Path, tmp_path: Path) -> None:
    for slug in ("un-tip-protocol-2000", "ilo-c182-1999"):
        text = (official / slug / "official.txt").read_text(encoding="utf-8")
        want = {str(p.path): (p.heading, p.opening, p.closing) for p in read_text(text, slug).walk()}
        printed = read_pdf(treaty(tmp_path / "t.pdf", slug.title(), text, PRINTS["left, in bold beside the number"]), slug)
        assert {str(p.path): (p.heading, p.opening, p.closing) for p in printed.walk()} == want
