"""Documents that no careful hand wrote: a check still finds what they quote, and leaves nothing unsaid."""

from __future__ import annotations

import pytest

from answer.check import Verdict, check
from index.snapshot import Snapshot
from ingest.model import Layer
from ingest.path import ProvisionPath

NOISE = {
    "opening marks": "“a ",
    "closing marks": "a” ",
    "single marks": "‘a ",
    "straight marks": '"a ',
    "apostrophes": " 'a",
    "guillemets": "«a ",
    "marks that open lines": "“\n",
    "nested marks": "“a ‘b ",
    "empty lines": "\n",
    "colons and empty lines": ":\n\n\n",
    "blank lines": " \t\n",
    "block quotations": "> a\n",
    "angle brackets": ">",
    "brackets": "(",
    "enumerators": "(a)",
    "dots": ". . . ",
    "notes": "[sic ",
    "citations": "s. 3(1)(a)(i), ",
    "articles": "articles 3 to 9, ",
    "ibid": "ibid ",
    "links": "and 4 ",
    "said Acts": "the said Act ",
    "nulls": "a\x00b ",
    "surrogates": "\ud800a ",
    "joiners": "\u200b\u200d",
    "turned text": "\u202ea ",
    "one long word": "a",
    "figures": "1",
    "markup": "<script>",
    "tables": "| a ",
    "dates": "as at 11 December 2023 ",
    "a quotation repeated": "“of no clause at all” (section 3) ",
}
LENGTH = 20_000


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
def test_a_true_quotation_is_found_after_any_noise(noise: str, snapshot: Snapshot) -> None:
    book = snapshot.book
    path = ProvisionPath.parse("ctip-act-2010/3/2")
    words = book.text(path, "en", Layer.PLAIN).provision.text
    document = (noise * (LENGTH // len(noise))) + f"\n\nThe court read {book.cite(path)}:\n\n“{words}”\n"
    found = check(document, snapshot, lang="en").findings
    assert any(one.verdict is Verdict.EXACT and one.path == path and one.text == words for one in found)
    assert all(document[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
def test_noise_quotes_nothing(noise: str, snapshot: Snapshot) -> None:
    found = check(noise * (LENGTH // len(noise)), snapshot, lang="en").findings
    assert not [one for one in found if one.quotation and one.verdict in (Verdict.EXACT, Verdict.TEXT_CHANGED)]


def test_a_mark_that_nobody_closed_takes_no_later_quotation_with_it(snapshot: Snapshot) -> None:
    path = ProvisionPath.parse("ctip-act-2010/3/2")
    words = snapshot.book.text(path, "en", Layer.PLAIN).provision.text
    document = f"She said “come with me and never closed it.\n\nSection 3(2) of the Act says “{words}”."
    assert [one.text for one in check(document, snapshot).findings if one.quotation] == [words]


def test_a_quotation_within_a_quotation_is_a_part_of_it(snapshot: Snapshot) -> None:
    text = "The ruling said “the court finds “no such thing” in the law of lamps” and went on."
    assert [one.text for one in check(text, snapshot).findings if one.quotation] == ["the court finds “no such thing” in the law of lamps"]


def test_paragraphs_whose_marks_are_repeated_are_quotations_each(snapshot: Snapshot) -> None:
    text = "“The first paragraph of a long speech\n\n“and the second paragraph of that speech” ended it."
    quoted = [one.text for one in check(text, snapshot).findings if one.quotation]
    assert quoted == ["The first paragraph of a long speech", "and the second paragraph of that speech"]
