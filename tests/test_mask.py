"""Names and numbers are hidden: those in the lists, those in no list, in small letters and capitals; and little else."""

from __future__ import annotations

import re
import tomllib

import pytest

from answer.facts.mask import mask
from eval.facts import cases
from ingest.places import CORPUS
from tests.named import HELD_OUT, stories


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("My cousin Hodan was taken to Dubai.", "My cousin [person A] was taken to Dubai."),
        ("mtoto anayeitwa Chebet alipelekwa Thika", "mtoto anayeitwa [person A] alipelekwa Thika"),
        ("one Otieno took the money in Nairobi", "one [person A] took the money in Nairobi"),
        ("a man called jomo brought her; Jomo left", "a man called [person A] brought her; [person A] left"),
        ("KWAGALA WAS BEATEN BY MADAM ZULEKHA", "KWAGALA WAS BEATEN BY MADAM [person A]"),
        ("wanjiru and otieno came in KBZ 123A", "[person A] and [person B] came in [number plate]"),
        ("One girl called her mother.", "One girl called her mother."),
        ("The agency called after four days.", "The agency called after four days."),
        ("He was paid 250,000 shillings in 2019.", "He was paid 250,000 shillings in 2019."),
    ],
)
def test_a_name_is_known_by_its_place(text: str, masked: str) -> None:
    assert mask(text).text == masked


def test_the_names_tried_are_in_no_list() -> None:
    listed = {name.lower() for name in tomllib.loads((CORPUS / "facts" / "names.toml").read_text(encoding="utf-8"))["names"]}
    assert not {word.lower() for name in HELD_OUT for word in name.split()} - {"wanjala"} & listed


def test_names_in_no_list_and_numbers_are_hidden_in_three_hundred_stories() -> None:
    shown = hidden = 0
    for story in stories():
        left = mask(story.text).text.lower()
        for secret in story.secrets:
            digits = re.sub(r"\D", "", secret)
            lost = secret.lower() not in left and (not digits or digits not in re.sub(r"\D", "", left))
            hidden, shown = hidden + lost, shown + (not lost)
    assert hidden / (hidden + shown) >= 0.98


def test_stories_without_names_stay_as_they_are() -> None:
    """The cases T... and w... were told with invented names."""
    told = [case.facts for case in cases("dev") if not case.id.startswith(("T", "w"))]
    words = sum(len(text.split()) for text in told)
    false = sum(len(mask(text).hidden) for text in told)
    assert false / words < 0.005


def test_what_is_hidden_is_hidden_everywhere_and_spans_move_with_it() -> None:
    text = "Madam Brukti locked her in. brukti kept the key. BRUKTI laughed."
    hidden = mask(text)
    assert "brukti" not in hidden.text.lower()
    start, end = hidden.place(text.index("kept"), text.index("kept") + 8)
    assert hidden.text[start:end] == "kept the"
